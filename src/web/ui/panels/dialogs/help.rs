//! Pages to read: the glossary, how true the model is, the key map, and what this is. Their texts are files
//! in `static/help/`, loaded when they are first shown.

use std::rc::Rc;

use serde_json::Value;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::web::browser::{is_mac, load_text};
use crate::web::ui::components::Modal;
use crate::web::ui::state::{Action, Dialog, Dispatch, use_dispatch};

/// A page of the help: its title, the files it is made of, and how.
#[derive(Clone, Copy)]
pub struct Page {
    title: &'static str,
    files: &'static [&'static str],
    draw: fn(&Texts) -> Html,
    /// What to look for in it; nothing for a page that is read as a whole.
    search: &'static str,
}

impl PartialEq for Page {
    fn eq(&self, other: &Self) -> bool {
        self.title == other.title
    }
}

pub const GLOSSARY: Page =
    Page { title: "Glossary", files: &["glossary"], draw: glossary, search: "Find a term" };
pub const FIDELITY: Page = Page {
    title: "What is modelled",
    files: &["operations", "behaviours", "assumed"],
    draw: fidelity,
    search: "Find an operation or a topic",
};
pub const KEYS: Page = Page { title: "Keys", files: &["keys"], draw: keys, search: "" };
pub const ABOUT: Page = Page { title: "About", files: &["about"], draw: about, search: "" };

/// What a page is drawn from.
struct Texts {
    /// The files' entries, in the order of the files.
    files: Rc<[Vec<Value>]>,
    /// In lower case.
    wanted: String,
    term: Option<Rc<str>>,
    dispatch: Dispatch,
}

#[derive(Properties, PartialEq)]
pub struct Props {
    pub page: Page,
    /// The glossary opens at it.
    #[prop_or_default]
    pub term: Option<Rc<str>>,
}

#[component]
pub fn Help(props: &Props) -> Html {
    let Props { page, term } = props;
    let dispatch = use_dispatch();
    let loaded = use_files(*page);
    let search = use_state(String::new);
    {
        let search = search.clone();
        use_effect_with((page.title, term.clone()), move |_| search.set(String::new()));
    }
    use_effect_with((loaded.is_some(), term.clone(), search.is_empty()), |_| show_wanted());
    let on_close = {
        let dispatch = dispatch.clone();
        Callback::from(move |()| dispatch.dispatch(Action::CloseDialog))
    };
    let oninput = {
        let search = search.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(field) = event.target_dyn_into::<HtmlInputElement>() {
                search.set(field.value());
            }
        })
    };
    let body = match &loaded {
        None => html! {},
        Some(Err(())) => html! {
            <p class="note">{"This text could not be loaded. Close the help and open it again."}</p>
        },
        Some(Ok(files)) => (page.draw)(&Texts {
            files: files.clone(),
            wanted: search.trim().to_lowercase(),
            term: term.clone(),
            dispatch: dispatch.clone(),
        }),
    };
    html! {
        <Modal title={page.title} class="wide help" {on_close}>
            <nav class="helptabs" aria-label="Help">
                { for TABS.iter().map(|(other, dialog)| tab(other, dialog, other == page, &dispatch)) }
            </nav>
            if !page.search.is_empty() {
                <input
                    class="helpfind" type="search" placeholder={page.search} aria-label={page.search}
                    value={(*search).clone()} {oninput} spellcheck="false" autocomplete="off"
                />
            }
            <div class="dlgbody" tabindex="0" aria-busy={loaded.is_none().to_string()}>{body}</div>
        </Modal>
    }
}

const TABS: [(Page, Dialog); 4] = [
    (GLOSSARY, Dialog::Glossary { term: None }),
    (FIDELITY, Dialog::Fidelity),
    (KEYS, Dialog::Keys),
    (ABOUT, Dialog::About),
];

fn tab(page: &Page, dialog: &Dialog, is_open: bool, dispatch: &Dispatch) -> Html {
    let onclick = open(dispatch, dialog.clone());
    html! { <button type="button" aria-current={is_open.then_some("page")} {onclick}>{page.title}</button> }
}

fn open(dispatch: &Dispatch, dialog: Dialog) -> Callback<MouseEvent> {
    let dispatch = dispatch.clone();
    Callback::from(move |_| dispatch.dispatch(Action::Open(dialog.clone())))
}

type Loaded = Option<Result<Rc<[Vec<Value>]>, ()>>;

/// The entries of the page's files; none until they are there, an error if one cannot be had or read.
#[hook]
fn use_files(page: Page) -> Loaded {
    let loaded = use_state(|| (page.title, None));
    {
        let loaded = loaded.clone();
        use_effect_with(page.title, move |title| {
            let title = *title;
            spawn_local(async move {
                let mut files = Vec::new();
                for file in page.files {
                    let text = load_text(&format!("help/{file}.json")).await;
                    files.push(text.and_then(|text| serde_json::from_str::<Vec<Value>>(&text).ok()));
                }
                let files: Option<Vec<Vec<Value>>> = files.into_iter().collect();
                loaded.set((title, Some(files.map(Rc::from).ok_or(()))));
            });
        });
    }
    let (title, files) = &*loaded;
    // What was loaded for the page before is no answer for this one.
    files.clone().filter(|_| *title == page.title)
}

/// Brings the term that the glossary was opened at into view.
fn show_wanted() {
    let wanted = gloo::utils::document().query_selector(".gloss [data-wanted]").ok().flatten();
    if let Some(wanted) = wanted {
        wanted.scroll_into_view();
    }
}

fn text<'a>(entry: &'a Value, member: &str) -> &'a str {
    entry[member].as_str().unwrap_or_default()
}

impl Texts {
    /// Entries of a file in which one of the members has what is looked for.
    fn found<'a>(&'a self, file: usize, members: &'a [&str]) -> impl Iterator<Item = &'a Value> {
        let has = |entry: &Value, member: &&str| text(entry, member).to_lowercase().contains(&self.wanted);
        self.files[file].iter().filter(move |entry| members.iter().any(|member| has(entry, member)))
    }
}

fn glossary(texts: &Texts) -> Html {
    // Terms that have it in their name come before those that only speak of it.
    let named = |entry: &&Value| text(entry, "term").to_lowercase().contains(&texts.wanted);
    let (mut found, rest): (Vec<&Value>, Vec<&Value>) = texts.found(0, &["term", "text"]).partition(named);
    found.extend(rest);
    if found.is_empty() {
        return html! { <p class="muted">{"No term has that in it."}</p> };
    }
    let entry = |entry: &Value| {
        let term = text(entry, "term");
        let is_wanted = texts.term.as_deref() == Some(term);
        let see = entry["see"].as_array().into_iter().flatten().filter_map(Value::as_str).map(|other| {
            let onclick = open(&texts.dispatch, Dialog::Glossary { term: Some(other.into()) });
            html! { <button type="button" class="lnk" {onclick}>{other.to_owned()}</button> }
        });
        html! {
            <div data-wanted={is_wanted.then_some("")}>
                <dt>{term.to_owned()}</dt>
                <dd>
                    <p>{text(entry, "text").to_owned()}</p>
                    <small>{"See "}{for see}{" · "}{text(entry, "page").to_owned()}</small>
                </dd>
            </div>
        }
    };
    html! { <dl class="gloss">{for found.into_iter().map(entry)}</dl> }
}

fn fidelity(texts: &Texts) -> Html {
    let lines: Vec<&Value> =
        (0..2).flat_map(|file| texts.found(file, &["area", "subject", "level", "note"])).collect();
    let counted = |level: &str| lines.iter().filter(|line| text(line, "level") == level).count();
    let mut areas: Vec<&str> = Vec::new();
    for line in &lines {
        if !areas.contains(&text(line, "area")) {
            areas.push(text(line, "area"));
        }
    }
    let row = |line: &&Value| {
        let level = text(line, "level").to_owned();
        html! {
            <li>
                <b>{text(line, "subject").to_owned()}</b>
                <span class={classes!("lvl", level.clone())}>{level}</span>
                <p>{text(line, "note").to_owned()}</p>
                <small>{text(line, "source").to_owned()}</small>
            </li>
        }
    };
    let area = |area: &&str| {
        let rows = lines.iter().filter(|line| text(line, "area") == *area);
        html! { <section><h3>{(*area).to_owned()}</h3><ul class="truth">{for rows.map(row)}</ul></section> }
    };
    let assumed: Vec<Html> = texts
        .found(2, &["area", "choice"])
        .map(|entry| {
            html! {
                <li><p><b>{text(entry, "area").to_owned()}</b>{": "}{text(entry, "choice").to_owned()}</p></li>
            }
        })
        .collect();
    html! {
        <>
            <p>{format!(
                "{} modelled, {} simplified, {} absent. Nothing here talks to AWS.",
                counted("modelled"), counted("simplified"), counted("absent"),
            )}</p>
            {for areas.iter().map(area)}
            if !assumed.is_empty() {
                <section>
                    <h3>{"Assumed, where no source says what ECS does"}</h3>
                    <ul class="truth">{for assumed}</ul>
                </section>
            }
        </>
    }
}

fn keys(texts: &Texts) -> Html {
    let command_key = if is_mac() { "⌘" } else { "Ctrl" };
    let pair = |pair: &Value| {
        let key = pair[0].as_str().unwrap_or_default().replace("Mod", command_key);
        html! { <><kbd>{key}</kbd><span>{pair[1].as_str().unwrap_or_default().to_owned()}</span></> }
    };
    let area = |area: &Value| {
        let pairs = area["keys"].as_array().into_iter().flatten();
        html! {
            <section>
                <h3>{text(area, "area").to_owned()}</h3>
                <div class="keys">{for pairs.map(pair)}</div>
            </section>
        }
    };
    html! {
        <>
            <div class="keyareas">{for texts.files[0].iter().map(area)}</div>
            <p class="muted">{"Single keys act outside text fields only, and can be turned off under Help."}</p>
        </>
    }
}

fn about(texts: &Texts) -> Html {
    let paragraph = |text: &Value| html! { <p>{text.as_str().unwrap_or_default().to_owned()}</p> };
    html! { <>{for texts.files[0].iter().map(paragraph)}</> }
}
