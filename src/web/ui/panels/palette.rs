//! The palette: one field that finds resources, scenarios and actions, and runs lines.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

use super::stage::{RANDOM_FAULTS, random_fault};
use crate::playground::scenarios;
use crate::playground::views::search::{Found, find, holds};
use crate::web::ui::components::{Modal, symbol};
use crate::web::ui::state::{
    Action, Dialog, Dispatch, DrawerTab, InspectorTab, PhoneTab, SPEEDS, Selection, Shown, SizeBy,
    use_dispatch,
};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub state: Shown,
}

/// One line of the list, and what choosing it does.
struct Entry {
    icon: &'static str,
    label: String,
    detail: String,
    actions: Vec<Action>,
}

/// Resources of each kind that are listed at most.
const MOST_OF_A_KIND: usize = 6;
const LIST: &str = "palette-list";

#[component]
pub fn Palette(props: &Props) -> Html {
    let dispatch = use_dispatch();
    let query = use_state(|| AttrValue::from(""));
    let chosen = use_state(|| 0_usize);
    let state = &props.state;
    // What the list is drawn for: the handle always has the newest query.
    let drawn = (*query).clone();
    let listed = Rc::new(entries(state, &drawn));
    let at = (*chosen).min(listed.len().saturating_sub(1));
    let run = {
        let (dispatch, listed) = (dispatch.clone(), listed.clone());
        move |number: usize| choose(&dispatch, listed.get(number))
    };
    let enter = {
        let (dispatch, state, run) = (dispatch.clone(), state.clone(), run.clone());
        move |event: &KeyboardEvent| {
            let field = event.target_dyn_into::<HtmlInputElement>();
            let typed = field.map(|field| field.value()).filter(|typed| *typed != *drawn);
            match typed {
                // Faster than the list was drawn: what was typed counts, not what is still shown.
                Some(typed) => choose(&dispatch, entries(&state, &typed).first()),
                None => run(at),
            }
        }
    };
    let oninput = {
        let (query, chosen) = (query.clone(), chosen.clone());
        Callback::from(move |event: InputEvent| {
            if let Some(field) = event.target_dyn_into::<HtmlInputElement>() {
                query.set(field.value().into());
                chosen.set(0);
            }
        })
    };
    let onkeydown = {
        let (chosen, count) = (chosen.clone(), listed.len());
        Callback::from(move |event: KeyboardEvent| {
            let to = match event.key().as_str() {
                "ArrowDown" => (at + 1) % count.max(1),
                "ArrowUp" => (at + count.saturating_sub(1)) % count.max(1),
                "Enter" => {
                    event.prevent_default();
                    return enter(&event);
                }
                _ => return,
            };
            event.prevent_default();
            chosen.set(to);
            show(to);
        })
    };
    let on_close = {
        let dispatch = dispatch.clone();
        Callback::from(move |()| dispatch.dispatch(Action::CloseDialog))
    };
    let row = |(number, entry): (usize, &Entry)| {
        let onclick = {
            let run = run.clone();
            Callback::from(move |_: MouseEvent| run(number))
        };
        html! {
            <li id={format!("palette-{number}")} role="option" aria-selected={(number == at).to_string()} {onclick}>
                { symbol(entry.icon, "i i14") }<b>{&entry.label}</b><span>{&entry.detail}</span>
            </li>
        }
    };
    html! {
        <Modal title="Search, or run a line" class="palette" bare=true {on_close}>
            <label class="palette-field">
                { symbol("i-search", "i") }
                <input type="text" role="combobox" aria-expanded="true" aria-controls={LIST} aria-autocomplete="list"
                    aria-activedescendant={(!listed.is_empty()).then(|| format!("palette-{at}"))} aria-label="Search, or run a line"
                    placeholder="A task, an instance, an action, or aws ecs …" autofocus=true autocomplete="off" spellcheck="false"
                    value={(*query).clone()} {oninput} {onkeydown} />
            </label>
            <ul id={LIST} role="listbox" aria-label="Found">{ for listed.iter().enumerate().map(row) }</ul>
            if listed.is_empty() { <p class="muted none">{"Nothing has that in its name."}</p> }
            <p class="sr" role="status">{ crate::playground::explain::words::count(listed.len() as u32, "result") }</p>
        </Modal>
    }
}

/// Closes the palette first: an action may open a dialog of its own.
fn choose(dispatch: &Dispatch, entry: Option<&Entry>) {
    let Some(entry) = entry else { return };
    dispatch.dispatch(Action::CloseDialog);
    for action in &entry.actions {
        dispatch.dispatch(action.clone());
    }
}

fn show(number: usize) {
    let row = gloo::utils::document().get_element_by_id(&format!("palette-{number}"));
    if let Some(row) = row.and_then(|row| row.dyn_into::<HtmlElement>().ok()) {
        row.scroll_into_view_with_bool(false);
    }
}

fn entries(state: &Shown, query: &str) -> Vec<Entry> {
    let query = query.trim();
    let mut entries = Vec::new();
    if query.starts_with("aws ") || query.starts_with("playground ") {
        let line = Action::Type(query.into());
        let shown = [Action::ShowDrawer(DrawerTab::Terminal), Action::ShowPhoneTab(PhoneTab::Events), line];
        let detail = "in the terminal".into();
        entries.push(Entry { icon: "i-term", label: format!("Run {query}"), detail, actions: shown.into() });
        return entries;
    }
    entries.extend(resources(state, query));
    let query = query.to_lowercase();
    let words: Vec<&str> = query.split_whitespace().collect();
    let fits = |entry: &Entry| holds(&format!("{} {}", entry.label, entry.detail), &words);
    entries.extend(actions(state).into_iter().filter(fits));
    entries.extend(scenarios().filter(fits));
    entries
}

fn resources<'a>(state: &'a Shown, query: &str) -> impl Iterator<Item = Entry> + use<'a> {
    find(&state.snapshot, query, MOST_OF_A_KIND).into_iter().map(|hit| {
        let (icon, selection) = match hit.found {
            Found::Cluster(id) => {
                let actions = vec![Action::ShowCluster(id), select(Selection::Cluster(id))];
                return Entry { icon: "i-layers", label: hit.label, detail: hit.detail, actions };
            }
            Found::Service(id) => ("i-layers", Selection::Service(id)),
            Found::Task(id) => ("i-play", Selection::Task(id)),
            Found::ContainerInstance(id) => ("i-host", Selection::ContainerInstance(id)),
            Found::TaskDefinition(id) => ("i-code", Selection::TaskDefinition(id)),
        };
        let actions = vec![Action::ShowPhoneTab(PhoneTab::Stage), select(selection)];
        Entry { icon, label: hit.label, detail: hit.detail, actions }
    })
}

fn select(selection: Selection) -> Action {
    Action::Select(selection, InspectorTab::Overview)
}

fn scenarios() -> impl Iterator<Item = Entry> {
    scenarios::SCENARIOS.iter().map(|scenario| Entry {
        icon: "i-flag",
        label: format!("Open {}", scenario.title),
        detail: scenario.summary.into(),
        actions: vec![Action::LoadScenario(scenario.name.into())],
    })
}

fn actions(state: &Shown) -> Vec<Entry> {
    let one = |icon, label: &str, detail: &str, action: Action| Entry {
        icon,
        label: label.into(),
        detail: detail.into(),
        actions: vec![action],
    };
    let dialog = |icon, label: &str, dialog: Dialog| one(icon, label, "", Action::Open(dialog));
    let mut all: Vec<Entry> = RANDOM_FAULTS
        .into_iter()
        .filter_map(|(fault, label, icon, key)| Some(one(icon, label, key, random_fault(state, fault)?)))
        .collect();
    let play = if state.playback.playing { ("i-pause", "Pause") } else { ("i-play", "Play") };
    all.extend([
        one(play.0, play.1, "Space", Action::TogglePlay),
        one(
            "i-next",
            "Run until steady",
            "Lets time pass until every service is steady",
            Action::RunUntilSteady,
        ),
        dialog("i-layers", "Create a service", Dialog::CreateService { task_definition: None }),
        dialog("i-play", "Run a task", Dialog::RunTask { task_definition: None }),
        dialog("i-host", "Launch instances", Dialog::LaunchInstances),
        dialog("i-plus", "Create a cluster", Dialog::CreateCluster),
        dialog("i-layers", "Change how an image behaves", Dialog::SetImage { image: None }),
        dialog("i-share", "Share this run", Dialog::Share),
        dialog("i-code", "Embed this run", Dialog::Embed),
        dialog("i-share", "Open or save a recording", Dialog::Import),
        one("i-list", "Events", "T", Action::ShowDrawer(DrawerTab::Events)),
        one("i-term", "Terminal", "`", Action::ShowDrawer(DrawerTab::Terminal)),
        one("i-panel", "Author panel", "E", Action::ToggleAuthor),
        one("i-chart", "Size by CPU", "", Action::SetSizeBy(SizeBy::Cpu)),
        one("i-chart", "Size by memory", "", Action::SetSizeBy(SizeBy::Memory)),
        one("i-sun", "Light theme", "", Action::SetTheme(Some("light".into()))),
        one("i-sun", "Dark theme", "", Action::SetTheme(Some("dark".into()))),
        one("i-sun", "Theme as the system has it", "", Action::SetTheme(None)),
        dialog("i-book", "Glossary", Dialog::Glossary { term: None }),
        dialog("i-code", "Begin with a template", Dialog::Templates),
        dialog("i-help", "Keys", Dialog::Keys),
        dialog("i-check", "What is modelled", Dialog::Fidelity),
        dialog("i-book", "About", Dialog::About),
    ]);
    all.extend(SPEEDS.map(|speed| one("i-play", &format!("Speed {speed}×"), "", Action::SetSpeed(speed))));
    if let Some(line) = state.undo_line() {
        all.insert(0, one("i-undo", "Undo", &line, Action::Undo));
    }
    if !state.visit.undone.is_empty() {
        all.insert(0, one("i-redo", "Redo", "", Action::Redo));
    }
    if let Some(aside) = &state.aside {
        all.push(one("i-undo", &format!("Back to {}", aside.title()), "", Action::BringBack));
    }
    all
}
