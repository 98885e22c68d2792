//! The fault bar: what to break, and a ring around whom it would befall.

use yew::prelude::*;

use super::legend::Legend;
use crate::playground::console;
use crate::playground::views::faults::{self, RandomFault};
use crate::web::ui::components::{Menu, MenuItem, symbol};
use crate::web::ui::state::{Action, Dialog, Dispatch, Shown, command, use_dispatch};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub state: Shown,
    /// The fault under the pointer, or none.
    pub on_aim: Callback<Option<RandomFault>>,
    /// The fault that is pressed. The state here may be a little old: its victim may be gone.
    pub on_give: Callback<RandomFault>,
}

pub const RANDOM_FAULTS: [(RandomFault, &str, &str, &str); 4] = [
    (RandomFault::KillTask, "Kill a task", "i-kill", "K"),
    (RandomFault::LoseInstance, "Lose an instance", "i-power", "Shift+K"),
    (RandomFault::CutZone, "Cut an AZ", "i-az", "Z"),
    (RandomFault::FailHealthChecks, "Fail health checks", "i-heartx", ""),
];

/// Gives the fault's command, if there is anybody to befall.
pub fn give(state: &Shown, fault: RandomFault) -> Option<Action> {
    faults::random_fault(&state.snapshot, state.cluster?, fault).map(Action::Give)
}

#[component]
pub fn FaultBar(props: &Props) -> Html {
    let dispatch = use_dispatch();
    let state = &props.state;
    let open = use_state(|| false);
    let set_open = |to: bool| {
        let open = open.clone();
        Callback::from(move |()| open.set(to))
    };
    let button = |(fault, label, icon, key): (RandomFault, &'static str, &'static str, &'static str)| {
        let disabled = !state.cluster.is_some_and(|id| faults::has_victim(&state.snapshot, id, fault));
        // Who it is, is settled when it is pressed: to look for them in every frame would take too long.
        let onclick = props.on_give.reform(move |_: MouseEvent| fault);
        let aim = |to: Option<RandomFault>| props.on_aim.reform(move |_: ()| to);
        let class = classes!("btn", (fault == RandomFault::KillTask).then_some("danger"));
        html! {
            <button {class} {onclick} aria-disabled={disabled.then_some("true")} aria-keyshortcuts={(!key.is_empty()).then_some(key)}
                onpointerenter={aim(Some(fault)).reform(|_: PointerEvent| ())} onpointerleave={aim(None).reform(|_: PointerEvent| ())}
                onfocus={aim(Some(fault)).reform(|_: FocusEvent| ())} onblur={aim(None).reform(|_: FocusEvent| ())}>
                { symbol(icon, "i i14") }{label}
                if fault == RandomFault::KillTask { <kbd>{key}</kbd> }
            </button>
        }
    };
    html! {
        <div class="faults" role="toolbar" aria-label="Faults">
            <b>{"Break something"}</b>
            { for RANDOM_FAULTS.into_iter().map(button) }
            <span class="menu-at">
                <button class="btn quiet icon" aria-label="More faults" title="More faults" aria-haspopup="menu"
                    aria-expanded={open.to_string()} onclick={set_open(!*open).reform(|_: MouseEvent| ())}>
                    { symbol("i-more", "i") }
                </button>
                if *open {
                    <Menu label="More faults" items={more(state, &dispatch)} class="up" on_close={set_open(false)} />
                }
            </span>
            <span class="sp" />
            <Legend />
        </div>
    }
}

/// The bar as it looks before anything can be broken.
pub fn face() -> Html {
    let button = |(fault, label, icon, key): (RandomFault, &'static str, &'static str, &'static str)| {
        let is_first = fault == RandomFault::KillTask;
        html! {
            <button class={classes!("btn", is_first.then_some("danger"))}>
                { symbol(icon, "i i14") }{label}
                if is_first { <kbd>{key}</kbd> }
            </button>
        }
    };
    html! {
        <div class="faults" role="toolbar" aria-label="Faults">
            <b>{"Break something"}</b>
            { for RANDOM_FAULTS.into_iter().map(button) }
            <button class="btn quiet icon" aria-label="More faults">{ symbol("i-more", "i") }</button>
            <span class="sp" />
            <button class="btn quiet sm">{ symbol("g-pend", "g") }{"Legend"}</button>
        </div>
    }
}

/// What does not fit into the bar: the random faults once more (a narrow bar hides them), and the wider ones.
fn more(state: &Shown, dispatch: &Dispatch) -> Vec<MenuItem> {
    let random = RANDOM_FAULTS.into_iter().skip(1);
    let random = random.filter_map(|(fault, label, icon, _)| {
        Some(item(dispatch, label.to_owned(), icon, give(state, fault)?))
    });
    random.chain(wider(state, dispatch)).collect()
}

fn item(dispatch: &Dispatch, label: String, icon: &'static str, action: Action) -> MenuItem {
    let detail = match &action {
        Action::Give(command) => console::line_of(command).into(),
        Action::Open(Dialog::Fault { command }) => console::line_of(command).into(),
        _ => AttrValue::default(),
    };
    let dispatch = dispatch.clone();
    let choose = Callback::from(move |()| dispatch.dispatch(action.clone()));
    MenuItem { detail, ..MenuItem::new(label, icon, choose) }
}

/// What befalls more than one thing: the cluster's faults, zones without power, and images.
pub fn wider(state: &Shown, dispatch: &Dispatch) -> Vec<MenuItem> {
    let item = |label: String, icon, action| item(dispatch, label, icon, action);
    let world = &state.snapshot;
    let dark = world.zones.iter().filter(|zone| !zone.available).map(|zone| {
        let request = serde_json::json!({ "availabilityZone": zone.name });
        let command = command("playground", "RestoreAvailabilityZone", request);
        item(format!("Restore {}", zone.name), "i-power", Action::Give(command))
    });
    let of_cluster = state.cluster.map(|id| faults::cluster_menu(world, id)).unwrap_or_default();
    let of_cluster =
        of_cluster.into_iter().map(|fault| item(fault.label.to_owned(), fault.icon, fault.into()));
    let image = item(
        "Change how an image behaves…".to_owned(),
        "i-layers",
        Action::Open(Dialog::SetImage { image: None }),
    );
    let launch = item("Launch instances…".to_owned(), "i-plus", Action::Open(Dialog::LaunchInstances));
    of_cluster.chain(dark).chain([image, launch]).collect()
}
