//! The texts that the page loads when somebody asks for help.

use std::collections::BTreeSet;

use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    term: String,
    text: String,
    see: Vec<String>,
    /// Where AWS explains it.
    page: Option<String>,
}

fn glossary() -> Vec<Entry> {
    serde_json::from_str(include_str!("../../static/help/glossary.json")).unwrap()
}

#[test]
fn the_glossary_is_in_order_and_leads_nowhere_wrong() {
    let entries = glossary();
    let lower: Vec<String> = entries.iter().map(|entry| entry.term.to_lowercase()).collect();
    assert!(lower.windows(2).all(|two| two[0] < two[1]), "terms are in order, each once");
    let terms: BTreeSet<&str> = entries.iter().map(|entry| entry.term.as_str()).collect();
    for entry in &entries {
        assert!(entry.text.ends_with('.') || entry.text.ends_with('*'), "{entry:?}: whole sentences");
        assert!(entry.page.as_ref().is_some_and(|page| page.contains(": ")), "{entry:?}: names its source");
        for other in &entry.see {
            assert!(terms.contains(other.as_str()) && *other != entry.term, "{} sees {other}", entry.term);
        }
    }
}

#[test]
fn the_key_map_names_each_key_once() {
    #[derive(Deserialize)]
    struct Area {
        area: String,
        keys: Vec<(String, String)>,
    }
    let areas: Vec<Area> = serde_json::from_str(include_str!("../../static/help/keys.json")).unwrap();
    let mut seen = BTreeSet::new();
    for area in areas {
        for (key, meaning) in area.keys {
            assert!(!meaning.is_empty() && seen.insert(key.clone()), "{key} in {}", area.area);
        }
    }
    let about: Vec<String> = serde_json::from_str(include_str!("../../static/help/about.json")).unwrap();
    assert!(about.iter().all(|text| text.ends_with('.')));
}

/// Words of the page lead to entries that are there.
#[test]
fn every_term_of_the_page_is_explained() {
    let entries = glossary();
    let is_explained = |term: &str| entries.iter().any(|entry| entry.term == term);
    let source = include_str!("../../src/web/ui/components/term.rs");
    let pairs = source.lines().filter_map(|line| line.trim().strip_prefix("(\"")?.strip_suffix("\"),"));
    let terms: Vec<&str> = pairs.filter_map(|pair| Some(pair.split_once("\", \"")?.1)).collect();
    assert!(terms.len() > 10, "{terms:?}");
    let statuses =
        ["PROVISIONING", "PENDING", "ACTIVATING", "RUNNING", "DEACTIVATING", "STOPPING", "DEPROVISIONING"];
    for term in terms.into_iter().chain(statuses).chain(["STOPPED"]) {
        assert!(is_explained(term), "{term} is not in static/help/glossary.json");
    }
}
