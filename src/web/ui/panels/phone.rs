//! What only the narrow layout has: its tab bar, and the pages behind Break and Learn.

use yew::prelude::*;

use super::stage::{RANDOM_FAULTS, random_fault, wider_faults};
use crate::playground::scenarios;
use crate::web::ui::components::{MenuItem, symbol};
use crate::web::ui::state::{Action, Dialog, DrawerTab, PhoneTab, Shown, use_dispatch};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub state: Shown,
}

const TABS: [(PhoneTab, &str, &str); 5] = [
    (PhoneTab::Stage, "Stage", "i-host"),
    (PhoneTab::Author, "Author", "i-code"),
    (PhoneTab::Break, "Break", "i-bolt"),
    (PhoneTab::Events, "Events", "i-list"),
    (PhoneTab::Learn, "Learn", "i-book"),
];

#[component]
pub fn PhoneTabs(props: &Props) -> Html {
    let dispatch = use_dispatch();
    let current = props.state.phone_tab;
    let tab = |(tab, label, icon): (PhoneTab, &'static str, &'static str)| {
        let dispatch = dispatch.clone();
        let onclick = Callback::from(move |_: MouseEvent| {
            dispatch.dispatch(Action::ShowPhoneTab(tab));
            if tab == PhoneTab::Events {
                dispatch.dispatch(Action::ShowDrawer(DrawerTab::Events));
            }
        });
        html! {
            <button class={(tab == PhoneTab::Break).then_some("brk")} aria-current={(tab == current).then_some("page")} {onclick}>
                { symbol(icon, "i") }{label}
            </button>
        }
    };
    html! { <nav class="ptabs" aria-label="Pages">{ for TABS.into_iter().map(tab) }</nav> }
}

/// The tabs as they look before there is anything behind them.
pub fn face(current: PhoneTab) -> Html {
    let tab = |(tab, label, icon): (PhoneTab, &'static str, &'static str)| {
        html! {
            <button class={(tab == PhoneTab::Break).then_some("brk")} aria-current={(tab == current).then_some("page")}>
                { symbol(icon, "i") }{label}
            </button>
        }
    };
    html! { <nav class="ptabs" aria-label="Pages">{ for TABS.into_iter().map(tab) }</nav> }
}

/// The faults as a list for thumbs.
#[component]
pub fn BreakPage(props: &Props) -> Html {
    let dispatch = use_dispatch();
    let state = &props.state;
    let row = |fault, label: &'static str, icon: &'static str, danger: bool| {
        let action = random_fault(state, fault);
        let disabled = action.is_none();
        let dispatch = dispatch.clone();
        let onclick = Callback::from(move |_: MouseEvent| {
            if let Some(action) = action.clone() {
                dispatch.dispatch(action);
                dispatch.dispatch(Action::ShowPhoneTab(PhoneTab::Stage));
            }
        });
        html! {
            <button class={classes!("btn", "lg", danger.then_some("danger"))} {onclick} aria-disabled={disabled.then_some("true")}>
                { symbol(icon, "i") }{label}
            </button>
        }
    };
    let wider = |item: MenuItem| {
        let dispatch = dispatch.clone();
        let onclick = Callback::from(move |_: MouseEvent| {
            item.on_choose.emit(());
            dispatch.dispatch(Action::ShowPhoneTab(PhoneTab::Stage));
        });
        html! { <button class="btn lg" {onclick}>{ symbol(item.icon, "i") }{item.label}</button> }
    };
    html! {
        <section class="page break" aria-label="Break something">
            <h2>{"Break something"}</h2>
            { for RANDOM_FAULTS.into_iter().zip(0..).map(|((fault, label, icon, _), number)| row(fault, label, icon, number == 0)) }
            <p class="muted">{"The page picks whom it befalls. To choose yourself, press long on a task, an instance or a zone."}</p>
            <h2>{"More than one thing"}</h2>
            { for wider_faults(state, &dispatch).into_iter().map(wider) }
        </section>
    }
}

/// Scenarios to open, and what this is.
#[component]
pub fn LearnPage(props: &Props) -> Html {
    let dispatch = use_dispatch();
    let current = props.state.scenario.clone();
    let open = |dialog: Dialog, label: &'static str| {
        let dispatch = dispatch.clone();
        let onclick = Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::Open(dialog.clone())));
        html! { <button class="btn lg" {onclick}>{label}</button> }
    };
    let each = scenarios::SCENARIOS.iter().map(|scenario| {
        let dispatch = dispatch.clone();
        let onclick = Callback::from(move |_: MouseEvent| {
            dispatch.dispatch(Action::LoadScenario(scenario.name.into()));
            dispatch.dispatch(Action::ShowPhoneTab(PhoneTab::Stage));
        });
        let is_current = current.as_deref() == Some(scenario.name);
        html! {
            <button class="card" {onclick} aria-current={is_current.then_some("true")}>
                <b>{scenario.title}</b><span>{scenario.summary}</span>
            </button>
        }
    });
    html! {
        <section class="page learn" aria-label="Learn">
            <h2>{"Scenarios"}</h2>
            { for each }
            <h2>{"To look up"}</h2>
            { open(Dialog::Glossary { term: None }, "Glossary of ECS terms") }
            { open(Dialog::Fidelity, "What is modelled") }
            { open(Dialog::Timelines, "Real against modelled") }
            { open(Dialog::Keys, "Keys") }
            { open(Dialog::About, "About") }
        </section>
    }
}
