//! Where task definitions are written: the editor, the revisions there are, and the images they name.

mod code_editor;
mod compare;
mod file_bar;
mod foot;
mod form_view;
mod images;
mod problems;

use std::rc::Rc;

use gloo::timers::callback::Timeout;
use yew::prelude::*;

use self::code_editor::{CodeEditor, EditorSlot};
use self::compare::CompareBar;
use self::file_bar::FileBar;
use self::foot::{Deployed, Foot};
use self::form_view::FormView;
use self::images::Images;
use crate::model::ecs::{ServiceId, ServiceStatus};
use crate::model::world::World;
use crate::playground::views::author::{DraftView, draft, next_revision, registration_text};
use crate::playground::views::colour::{self, Colour};
use crate::playground::views::images::images;
use crate::web::browser::is_phone;
use crate::web::ui::components::symbol;
use crate::web::ui::state::{Action, Base, PhoneTab, Shown, use_dispatch};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub state: Shown,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tab {
    Json,
    Form,
    Images,
}

#[component]
pub fn Author(props: &Props) -> Html {
    let dispatch = use_dispatch();
    let tab = use_state(|| Tab::Json);
    let toggle = Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::ToggleAuthor));
    let is_page = props.state.phone_tab == PhoneTab::Author && is_phone();
    let tab_button = |which: Tab, label: &'static str| {
        let tab = tab.clone();
        let selected = (*tab == which).to_string();
        let onclick = Callback::from(move |_| tab.set(which));
        html! { <button type="button" role="tab" aria-selected={selected} {onclick}>{label}</button> }
    };
    let to_json = {
        let tab = tab.setter();
        use_callback((), move |_: MouseEvent, ()| tab.set(Tab::Json))
    };
    html! {
        <section class="left author" aria-label="Author" role={is_page.then_some("main")}>
            <div class="phead">
                <div class="seg" role="tablist" aria-label="What to edit">
                    {tab_button(Tab::Json, "JSON")}
                    {tab_button(Tab::Form, "Form")}
                    {tab_button(Tab::Images, "Images")}
                </div>
                <span class="sp"></span>
                <button type="button" class="btn quiet icon" title="Fold the panel (E)" aria-label="Fold the author panel" onclick={toggle}>
                    { symbol("i-panel", "i") }
                </button>
            </div>
            // The editor keeps its history while the other tab is shown.
            <div class={classes!("pbody", (*tab == Tab::Images).then_some("away"))}>
                <Definition state={props.state.clone()} as_form={*tab == Tab::Form} on_json={to_json} />
            </div>
            if *tab == Tab::Images {
                <Images images={images(&props.state.snapshot)} />
            }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct DefinitionProps {
    state: Shown,
    /// As fields; else as text.
    as_form: bool,
    on_json: Callback<MouseEvent>,
}

#[component]
fn Definition(props: &DefinitionProps) -> Html {
    let state = &props.state;
    let dispatch = use_dispatch();
    let slot = use_memo((), |()| EditorSlot::default());
    let compared = use_state(|| None::<Rc<str>>);
    let on_compare = {
        let compared = compared.setter();
        use_callback((), move |with, ()| compared.set(with))
    };
    let as_form = props.as_form && compared.is_none();
    let seen = use_seen(state);
    use_first_draft(state);
    let view = use_draft_view(&state.author.draft);
    let family = view.family.clone();
    let next = next_revision(&state.snapshot, family.as_deref().unwrap_or_default());
    let base = use_base(state, family.as_ref(), next);
    let service = family.as_ref().and_then(|family| service_of(&state.snapshot, family));
    let registered = base.as_ref().filter(|base| base.text == state.author.draft);
    let revision = registered.and_then(|base| base.revision()).unwrap_or(next);
    let colour =
        service.map_or(Colour::Sky, |service| colour::of_revision(&state.snapshot, service, revision));
    let on_register = {
        let draft = state.author.draft.clone();
        Callback::from(move |()| {
            if let Ok(definition) = serde_json::from_str(&draft) {
                dispatch.dispatch(Action::Register(definition));
            }
        })
    };
    let on_register = use_stable(on_register, &state.author.draft);
    html! {
        <>
            <FileBar
                asking={state.asking()} text={state.author.draft.clone()} {family} next_revision={next}
                base={base.clone()} {colour} slot={(*slot).clone()} on_compare={on_compare.clone()}
            />
            if let Some(with) = &*compared {
                <CompareBar asking={state.asking()} slot={(*slot).clone()} with={with.clone()} on_change={on_compare} />
            }
            if as_form {
                <FormView
                    text={state.author.draft.clone()} view={view.clone()} slot={(*slot).clone()}
                    on_json={props.on_json.clone()}
                />
            }
            // The editor keeps its history while the fields are shown.
            <div class={classes!("textview", as_form.then_some("away"))}>
                <CodeEditor
                    text={state.author.draft.clone()} replaced={state.author.replaced} view={view.clone()}
                    base={base.as_ref().map(|base| base.text.clone())} slot={(*slot).clone()}
                    on_save={on_register.clone()} {seen}
                />
            </div>
            <Foot
                text={state.author.draft.clone()} {view} {base} next_revision={next}
                deployed={service.and_then(|service| deployed(&state.snapshot, service))}
                slot={(*slot).clone()} {on_register}
            />
        </>
    }
}

/// True from the first time on that the panel is open, or on a phone the tab in front.
#[hook]
fn use_seen(state: &Shown) -> bool {
    let seen = use_mut_ref(|| false);
    let is_seen_now = if is_phone() { state.phone_tab == PhoneTab::Author } else { state.author.open };
    let mut seen = seen.borrow_mut();
    *seen |= is_seen_now;
    *seen
}

/// The same callback as long as the draft is the same: a new one would redraw whoever is given it.
#[hook]
fn use_stable(callback: Callback<()>, draft: &Rc<str>) -> Callback<()> {
    (*use_memo(draft.clone(), move |_| callback)).clone()
}

/// An empty editor begins with the newest revision there is.
#[hook]
fn use_first_draft(state: &Shown) {
    let dispatch = use_dispatch();
    let newest = state.snapshot.task_definitions.ids().next_back();
    let name = newest.filter(|_| state.author.draft.is_empty());
    let name = name.map(|id| state.snapshot.task_definition_name(id));
    use_effect_with((), move |()| {
        if let Some(name) = name {
            dispatch.dispatch(Action::EditRevision(name.into()));
        }
    });
}

/// Texts up to this many bytes are read again after a short rest, longer ones after a long one.
const SHORT_TEXT: usize = 200_000;

/// The draft, read a moment after the last key: reading it on every key would make typing slow.
#[hook]
fn use_draft_view(text: &Rc<str>) -> Rc<DraftView> {
    let view = use_state(|| Rc::new(draft(text)));
    let shown = (*view).clone();
    use_effect_with(text.clone(), move |text| {
        let (text, rest) = (text.clone(), if text.len() < SHORT_TEXT { 120 } else { 800 });
        let timeout = Timeout::new(rest, move || view.set(Rc::new(draft(&text))));
        move || drop(timeout)
    });
    shown
}

/// The revision the draft is compared with: the one it was begun from, else the newest of its family.
#[hook]
fn use_base(state: &Shown, family: Option<&Rc<str>>, next_revision: u32) -> Option<Rc<Base>> {
    let key = (family.cloned(), next_revision);
    let newest = use_memo(key, |(family, next)| {
        let name: Rc<str> = format!("{}:{}", family.as_ref()?, next.checked_sub(1)?).into();
        let definition = state.snapshot.find_task_definition(&name)?;
        let text = registration_text(&state.log, &state.snapshot.task_definitions[definition])?.into();
        Some(Rc::new(Base { name, text }))
    });
    state.author.base.clone().or_else(|| (*newest).clone())
}

/// The first live service that is deployed with the family.
fn service_of(world: &World, family: &str) -> Option<ServiceId> {
    let mut live = world.services.iter().filter(|(_, service)| service.status == ServiceStatus::Active);
    let found = live.find(|(_, service)| {
        service.spec.task_definition.is_some_and(|id| world.task_definitions[id].family == family)
    });
    found.map(|(id, _)| id)
}

fn deployed(world: &World, service: ServiceId) -> Option<Deployed> {
    let row = &world.services[service];
    let definition = &world.task_definitions[row.spec.task_definition?];
    let is_newest = next_revision(world, &definition.family) == definition.revision + 1;
    (!is_newest)
        .then(|| Deployed { cluster: world.clusters[row.cluster].name.clone(), service: row.name.clone() })
}
