//! The text field of a definition: a plain one until the editor chunk is there.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlTextAreaElement};
use yew::prelude::*;

use crate::model::api::operations::{operation, schema_json};
use crate::model::api::task_definitions::validate::Edit;
use crate::playground::views::author::DraftView;
use crate::web::browser::{Editor, EditorOptions};
use crate::web::ui::components::symbol;
use crate::web::ui::state::{Action, Notice, use_dispatch};

/// Where the editor is once it is there; others ask it to do things.
#[derive(Clone, Default)]
pub struct EditorSlot(Rc<RefCell<Option<Editor>>>);

impl PartialEq for EditorSlot {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl EditorSlot {
    /// Does nothing while the plain field stands in.
    pub fn with(&self, act: impl FnOnce(&Editor)) {
        if let Some(editor) = &*self.0.borrow() {
            act(editor);
        }
    }

    /// Makes edits in the text, as far as they fit. False while the plain field stands in.
    pub fn edit(&self, edits: &[Edit]) -> bool {
        let editor = self.0.borrow();
        if let Some(editor) = &*editor {
            editor.edit(edits);
        }
        editor.is_some()
    }
}

#[derive(Properties, PartialEq)]
pub struct Props {
    pub text: Rc<str>,
    /// Grows when the page put the text there.
    pub replaced: u32,
    pub view: Rc<DraftView>,
    /// The registered revision the text is compared with.
    pub base: Option<Rc<str>>,
    pub slot: EditorSlot,
    pub on_save: Callback<()>,
    /// Somebody has seen the panel: until then there is no need to load anything.
    pub seen: bool,
}

const LABEL: &str = "Task definition as JSON";

#[component]
pub fn CodeEditor(props: &Props) -> Html {
    let place = use_node_ref();
    let ready = use_editor(props, &place);
    {
        let (slot, view) = (props.slot.clone(), props.view.clone());
        use_effect_with((ready, view), move |(_, view)| {
            slot.with(|editor| editor.set_problems(&view.problems));
        });
    }
    {
        let slot = props.slot.clone();
        use_effect_with((ready, props.base.clone()), move |(_, base)| {
            slot.with(|editor| editor.set_baseline(base.as_deref()));
        });
    }
    html! {
        <>
            <div class={classes!("cm-place", (!ready).then_some("waiting"))} ref={place}></div>
            if ready {
                {touch_keys(&props.slot)}
            } else {
                <PlainField text={props.text.clone()} view={props.view.clone()} />
            }
        </>
    }
}

/// Loads the editor and keeps its text in step with the page's. True once it is there.
#[hook]
fn use_editor(props: &Props, place: &NodeRef) -> bool {
    let ready = use_state(|| false);
    let dispatch = use_dispatch();
    let newest = use_mut_ref(|| (props.text.clone(), props.replaced));
    newest.borrow_mut().0 = props.text.clone();
    let on_save = use_mut_ref(|| props.on_save.clone());
    *on_save.borrow_mut() = props.on_save.clone();
    {
        let (slot, place, ready) = (props.slot.clone(), place.clone(), ready.clone());
        let (newest, replaced) = (newest.clone(), props.replaced);
        use_effect_with(props.seen, move |&seen| {
            let wanted = Rc::new(RefCell::new(true));
            let still_wanted = wanted.clone();
            let begin_with = newest.borrow().0.clone();
            let (typing, telling) = (dispatch.clone(), dispatch);
            let options = EditorOptions {
                text: begin_with.clone(),
                schema: operation("RegisterTaskDefinition")
                    .map(|it| schema_json(it.input))
                    .unwrap_or_default(),
                label: LABEL,
                on_change: Box::new(move |text| typing.dispatch(Action::Draft(text.into()))),
                on_save: Box::new(move || on_save.borrow().emit(())),
                on_notice: Box::new(move |text| {
                    let title = "The file was not opened".into();
                    let notice = Notice { is_error: true, title, text: text.into(), offers_recording: false };
                    telling.dispatch(Action::Notify(notice));
                }),
            };
            let leave = slot.clone();
            spawn_local(async move {
                if !seen {
                    return;
                }
                let Some(parent) = place.cast::<Element>() else { return };
                let Some(editor) = Editor::mount(parent, options).await else { return };
                if !*still_wanted.borrow() {
                    return;
                }
                let (text, _) = newest.borrow().clone();
                if text != begin_with {
                    editor.set_text(&text);
                }
                newest.borrow_mut().1 = replaced;
                *slot.0.borrow_mut() = Some(editor);
                ready.set(true);
            });
            move || {
                *wanted.borrow_mut() = false;
                leave.0.borrow_mut().take();
            }
        });
    }
    {
        let slot = props.slot.clone();
        use_effect_with((*ready, props.replaced), move |(_, replaced)| {
            let (text, known) = newest.borrow().clone();
            if known != *replaced {
                newest.borrow_mut().1 = *replaced;
                slot.with(|editor| editor.set_text(&text));
            }
        });
    }
    *ready
}

/// What JSON is made of lies two taps deep in a phone's keyboard.
fn touch_keys(slot: &EditorSlot) -> Html {
    // The editor keeps the focus, and with it the keyboard stays up.
    let onmousedown = Callback::from(|event: MouseEvent| event.prevent_default());
    let key = |label: &'static str, name: &'static str, act: fn(&Editor, &'static str)| {
        let slot = slot.clone();
        let onclick = Callback::from(move |_: MouseEvent| slot.with(|editor| act(editor, label)));
        html! { <button type="button" aria-label={name} {onclick}>{label}</button> }
    };
    let insert: fn(&Editor, &'static str) = |editor, text| editor.insert(text);
    html! {
        <div class="touchkeys" role="toolbar" aria-label="Keys for JSON" {onmousedown}>
            {key("{", "Brace", insert)}
            {key("[", "Bracket", insert)}
            {key("\"", "Quote", insert)}
            {key(":", "Colon", insert)}
            {key(",", "Comma", insert)}
            {key("Fields", "What may stand here", |editor, _| editor.complete())}
            {key("Undo", "Undo", |editor, _| editor.undo())}
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct PlainProps {
    text: Rc<str>,
    view: Rc<DraftView>,
}

/// Problems shown below the plain field, which cannot mark them in place.
const MOST_PROBLEMS: usize = 4;

#[component]
fn PlainField(props: &PlainProps) -> Html {
    let dispatch = use_dispatch();
    let oninput = Callback::from(move |event: InputEvent| {
        if let Some(field) = event.target_dyn_into::<HtmlTextAreaElement>() {
            dispatch.dispatch(Action::Draft(field.value().into()));
        }
    });
    let problems = props.view.problems.iter().take(MOST_PROBLEMS).map(|problem| {
        html! {
            <div class="diag">
                <b>{ symbol("h-bad", "g") }{problem.source.clone()}</b>
                <p>{problem.message.clone()}</p>
            </div>
        }
    });
    html! {
        <>
            <textarea
                class="plain" aria-label={LABEL} spellcheck="false" autocomplete="off" wrap="off"
                value={props.text.to_string()} {oninput}
            />
            {for problems}
        </>
    }
}
