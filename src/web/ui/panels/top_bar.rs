//! The top bar: which scenario, finding things, taking back, and what belongs to the page rather than to
//! the cluster.

use std::rc::Rc;

use yew::prelude::*;

use super::dialogs::Export;
use crate::playground::scenarios;
use crate::web::ui::components::{MenuButton, MenuItem, symbol};
use crate::web::ui::state::{Action, Dialog, Dispatch, use_dispatch};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub scenario: Option<Rc<str>>,
    pub theme: Option<Rc<str>>,
    pub single_keys: bool,
    /// The line that can be taken back.
    pub undo: Option<AttrValue>,
    pub can_redo: bool,
    /// The run that was set aside for this one, as a person would call it.
    pub aside: Option<&'static str>,
    pub export: Export,
}

/// Name of the file that a run is exported to.
pub const RECORDING_FILE: &str = "ecs-playground.json";

#[component]
pub fn TopBar(props: &Props) -> Html {
    let dispatch = use_dispatch();
    let title = title_of(props.scenario.as_deref());
    let send = |action: Action| {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.dispatch(action.clone()))
    };
    let step = |label: &'static str,
                keys: &'static str,
                icon: &'static str,
                can: bool,
                what: &str,
                action: Action| {
        let title =
            if what.is_empty() { format!("{label} ({keys})") } else { format!("{label} ({keys}): {what}") };
        let onclick = send(action);
        html! {
            <button class="btn quiet icon wide-only" aria-label={label} {title} aria-disabled={(!can).then_some("true")} {onclick}>
                { symbol(icon, "i") }
            </button>
        }
    };
    let undo = props.undo.as_deref().unwrap_or_default();
    html! {
        <header class="top" data-region="top">
            { logo() }
            <nav class="crumb" aria-label="Scenario">
                <MenuButton label="Scenarios" class="quiet scenario" menu_class="wide" items={scenario_items(props, &dispatch)}>
                    <b>{title}</b>{ symbol("i-down", "i i14") }
                </MenuButton>
            </nav>
            <span class="sp" />
            { find(send(Action::Open(Dialog::Palette))) }
            { step("Undo", "Ctrl Z", "i-undo", props.undo.is_some(), undo, Action::Undo) }
            { step("Redo", "Ctrl Shift Z", "i-redo", props.can_redo, "", Action::Redo) }
            <i class="vr wide-only" />
            { embed(send(Action::Open(Dialog::Embed))) }
            { share(send(Action::Open(Dialog::Share))) }
            <span class="wide-only">
                <MenuButton label="Theme" class="quiet icon" menu_class="right" items={theme_items(props, &dispatch)}>
                    { symbol("i-sun", "i") }
                </MenuButton>
            </span>
            <span class="wide-only">
                <MenuButton label="Help" class="quiet icon" menu_class="right" items={help_items(props, &dispatch)}>
                    { symbol("i-help", "i") }
                </MenuButton>
            </span>
            <span class="narrow-only">
                <MenuButton label="More" class="quiet icon" menu_class="right" items={more_items(props, &dispatch)}>
                    { symbol("i-more", "i") }
                </MenuButton>
            </span>
        </header>
    }
}

/// What the run is called.
pub fn title_of(scenario: Option<&str>) -> &'static str {
    scenario.and_then(scenarios::scenario).map_or("Your run", |scenario| scenario.title)
}

/// The bar as it looks before the page is whole.
pub fn face(title: &'static str) -> Html {
    html! {
        <header class="top" data-region="top">
            { logo() }
            <nav class="crumb" aria-label="Scenario">
                <button class="btn quiet scenario" aria-label="Scenarios"><b>{title}</b>{ symbol("i-down", "i i14") }</button>
            </nav>
            <span class="sp" />
            { find(Callback::noop()) }
            { waiting("Undo", "i-undo", "wide-only") }
            { waiting("Redo", "i-redo", "wide-only") }
            <i class="vr wide-only" />
            { embed(Callback::noop()) }
            { share(Callback::noop()) }
            { waiting("Theme", "i-sun", "wide-only") }
            { waiting("Help", "i-help", "wide-only") }
            { waiting("More", "i-more", "narrow-only") }
        </header>
    }
}

fn waiting(label: &'static str, icon: &'static str, class: &'static str) -> Html {
    html! { <span {class}><button class="btn quiet icon" aria-label={label}>{ symbol(icon, "i") }</button></span> }
}

fn logo() -> Html {
    html! {
        <>
            <h1 class="logo"><svg aria-hidden="true" width="22" height="22"><use href="#logo"></use></svg><span>{"ECS Playground"}</span></h1>
            <i class="vr" />
        </>
    }
}

fn find(onclick: Callback<MouseEvent>) -> Html {
    html! {
        <button class="find" aria-label="Search, or run a line" title="Search, or run a line (Ctrl K)" aria-keyshortcuts="Control+K" {onclick}>
            { symbol("i-search", "i i14") }<span>{"Search, or run "}<code>{"aws ecs …"}</code></span><kbd>{"Ctrl K"}</kbd>
        </button>
    }
}

fn embed(onclick: Callback<MouseEvent>) -> Html {
    html! {
        <button class="btn quiet wide-only" aria-label="Embed" {onclick}>{ symbol("i-code", "i i14") }<span>{"Embed"}</span></button>
    }
}

fn share(onclick: Callback<MouseEvent>) -> Html {
    html! {
        <button class="btn share" aria-label="Share" {onclick}>{ symbol("i-share", "i i14") }<span>{"Share"}</span></button>
    }
}

fn item(dispatch: &Dispatch, label: &'static str, icon: &'static str, action: Action) -> MenuItem {
    let dispatch = dispatch.clone();
    MenuItem::new(label, icon, Callback::from(move |()| dispatch.dispatch(action.clone())))
}

fn scenario_items(props: &Props, dispatch: &Dispatch) -> Vec<MenuItem> {
    let current = props.scenario.clone();
    let scenarios = scenarios::SCENARIOS.iter().map(|scenario| {
        let is_current = current.as_deref() == Some(scenario.name);
        let load = item(dispatch, scenario.title, "i-flag", Action::LoadScenario(scenario.name.into()));
        MenuItem { checked: Some(is_current), ..load }
    });
    let back = props.aside.map(|title| {
        let dispatch = dispatch.clone();
        let back = Callback::from(move |()| dispatch.dispatch(Action::BringBack));
        MenuItem::new(format!("Back to {title}"), "i-undo", back)
    });
    let export = {
        let export = props.export.clone();
        MenuItem::new("Export the run", "i-copy", Callback::from(move |()| export.download()))
    };
    let import = item(dispatch, "Import a run…", "i-share", Action::Open(Dialog::Import));
    let reset = item(dispatch, "Reset everything…", "i-restart", Action::Open(Dialog::ResetEverything));
    scenarios.chain(back).chain([export, import, reset]).collect()
}

fn theme_items(props: &Props, dispatch: &Dispatch) -> Vec<MenuItem> {
    let themes = [("As the system has it", None), ("Light", Some("light")), ("Dark", Some("dark"))];
    let each = themes.into_iter().map(|(label, theme)| {
        let choose = item(dispatch, label, "i-sun", Action::SetTheme(theme.map(Rc::from)));
        MenuItem { checked: Some(props.theme.as_deref() == theme), ..choose }
    });
    each.collect()
}

fn help_items(props: &Props, dispatch: &Dispatch) -> Vec<MenuItem> {
    let keys = item(dispatch, "Single-key shortcuts", "i-bolt", Action::ToggleSingleKeys);
    vec![
        item(dispatch, "Glossary", "i-book", Action::Open(Dialog::Glossary { term: None })),
        item(dispatch, "What is modelled", "i-check", Action::Open(Dialog::Fidelity)),
        item(dispatch, "Real against modelled", "i-check", Action::Open(Dialog::Timelines)),
        item(dispatch, "Keys", "i-term", Action::Open(Dialog::Keys)),
        item(dispatch, "About", "i-say", Action::Open(Dialog::About)),
        MenuItem { checked: Some(props.single_keys), ..keys },
    ]
}

/// What the narrow bar has no room for.
fn more_items(props: &Props, dispatch: &Dispatch) -> Vec<MenuItem> {
    let undo = props.undo.as_ref().map(|line| {
        let undo = item(dispatch, "Undo", "i-undo", Action::Undo);
        MenuItem { detail: line.clone(), ..undo }
    });
    let redo = props.can_redo.then(|| item(dispatch, "Redo", "i-redo", Action::Redo));
    let embed = item(dispatch, "Embed…", "i-code", Action::Open(Dialog::Embed));
    let first = undo.into_iter().chain(redo).chain([embed]);
    first.chain(theme_items(props, dispatch)).chain(help_items(props, dispatch)).collect()
}
