//! Words that lead to the glossary.

use yew::prelude::*;

/// What the page calls a thing, and what the glossary does.
const TERMS: [(&str, &str); 17] = [
    ("Attributes", "attribute"),
    ("CPU", "CPU units"),
    ("Capacity", "capacity provider"),
    ("Cluster", "cluster"),
    ("Container instance", "container instance"),
    ("Definition", "task definition"),
    ("Deployments", "deployment"),
    ("Desired", "desired count"),
    ("Health", "health check"),
    ("Healthy", "minimumHealthyPercent"),
    ("Launch type", "launch type"),
    ("Memory", "memory and memoryReservation"),
    ("Network", "network mode"),
    ("Service", "service"),
    ("Strategy", "placement strategy"),
    ("Task", "task"),
    ("Zone", "Availability Zone"),
];

/// The name of a fact, leading to the glossary if that explains it.
pub fn named(name: &'static str) -> Html {
    match TERMS.iter().find(|(known, _)| *known == name) {
        Some((_, term)) => self::term(term, name),
        None => html! { {name} },
    }
}

/// A word that leads to its entry in the glossary. The page as a whole listens, see `app.rs`.
pub fn term(term: &'static str, shown: &'static str) -> Html {
    let title = format!("What does {term} mean?");
    html! { <button type="button" class="term" data-term={term} {title}>{shown}</button> }
}
