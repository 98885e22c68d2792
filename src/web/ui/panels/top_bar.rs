//! The top bar: which scenario, and what belongs to the page rather than to the cluster.

use std::rc::Rc;

use yew::prelude::*;

use crate::playground::scenarios;
use crate::web::browser::download_text;
use crate::web::ui::components::{MenuButton, MenuItem, symbol};
use crate::web::ui::state::{Action, Dialog, Dispatch, Shown, use_dispatch};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub state: Shown,
}

/// Name of the file that a run is exported to.
pub const RECORDING_FILE: &str = "ecs-playground.json";

#[component]
pub fn TopBar(props: &Props) -> Html {
    let dispatch = use_dispatch();
    let state = &props.state;
    let named = state.scenario.as_deref().and_then(scenarios::scenario);
    let title = named.map_or("Your run", |scenario| scenario.title);
    html! {
        <header class="top" data-region="top">
            <h1 class="logo"><svg aria-hidden="true" width="22" height="22"><use href="#logo"></use></svg><span>{"ECS Playground"}</span></h1>
            <i class="vr" />
            <nav class="crumb" aria-label="Scenario">
                <MenuButton label="Scenarios" class="quiet scenario" menu_class="wide" items={scenario_items(state, &dispatch)}>
                    <b>{title}</b>{ symbol("i-down", "i i14") }
                </MenuButton>
            </nav>
            <span class="sp" />
            <MenuButton label="Theme" class="quiet icon" menu_class="right" items={theme_items(state, &dispatch)}>
                { symbol("i-sun", "i") }
            </MenuButton>
            <MenuButton label="Help" class="quiet icon" menu_class="right" items={help_items(state, &dispatch)}>
                { symbol("i-help", "i") }
            </MenuButton>
        </header>
    }
}

fn item(dispatch: &Dispatch, label: &'static str, icon: &'static str, action: Action) -> MenuItem {
    let dispatch = dispatch.clone();
    MenuItem::new(label, icon, Callback::from(move |()| dispatch.dispatch(action.clone())))
}

fn scenario_items(state: &Shown, dispatch: &Dispatch) -> Vec<MenuItem> {
    let current = state.scenario.clone();
    let scenarios = scenarios::SCENARIOS.iter().map(|scenario| {
        let is_current = current.as_deref() == Some(scenario.name);
        let load = item(dispatch, scenario.title, "i-flag", Action::LoadScenario(scenario.name.into()));
        MenuItem { checked: Some(is_current), ..load }
    });
    let back = state.aside.as_ref().map(|aside| {
        let label = format!("Back to {}", aside.title());
        let dispatch = dispatch.clone();
        MenuItem::new(label, "i-undo", Callback::from(move |()| dispatch.dispatch(Action::BringBack)))
    });
    let export = {
        let state = state.clone();
        let save = Callback::from(move |()| download_text(RECORDING_FILE, &state.recording_text()));
        MenuItem::new("Export the run", "i-copy", save)
    };
    let import = item(dispatch, "Import a run…", "i-share", Action::Open(Dialog::Import));
    let reset = item(dispatch, "Reset everything…", "i-restart", Action::Open(Dialog::ResetEverything));
    scenarios.chain(back).chain([export, import, reset]).collect()
}

fn theme_items(state: &Shown, dispatch: &Dispatch) -> Vec<MenuItem> {
    let themes = [("As the system has it", None), ("Light", Some("light")), ("Dark", Some("dark"))];
    let each = themes.into_iter().map(|(label, theme)| {
        let choose = item(dispatch, label, "i-sun", Action::SetTheme(theme.map(Rc::from)));
        MenuItem { checked: Some(state.theme.as_deref() == theme), ..choose }
    });
    each.collect()
}

fn help_items(state: &Shown, dispatch: &Dispatch) -> Vec<MenuItem> {
    let keys = item(dispatch, "Single-key shortcuts", "i-bolt", Action::ToggleSingleKeys);
    vec![
        item(dispatch, "Glossary", "i-book", Action::Open(Dialog::Glossary { term: None })),
        item(dispatch, "What is modelled", "i-check", Action::Open(Dialog::Fidelity)),
        item(dispatch, "Real against modelled", "i-check", Action::Open(Dialog::Timelines)),
        item(dispatch, "Keys", "i-term", Action::Open(Dialog::Keys)),
        item(dispatch, "About", "i-say", Action::Open(Dialog::About)),
        MenuItem { checked: Some(state.single_keys), ..keys },
    ]
}
