//! The line being typed: history, completion, colours.

use std::rc::Rc;

use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use crate::model::kernel::json;
use crate::playground::cli::complete::Completion;
use crate::playground::cli::lexer;
use crate::playground::console::OneFile;
use crate::web::browser::{BrowserStorage, Storage};
use crate::web::ui::components::Highlighted;
use crate::web::ui::state::{Action, Asking, use_dispatch};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub asking: Asking,
    /// The draft, which lines can name as a file.
    pub draft: Rc<str>,
    /// Takes the focus when it appears.
    pub focus: bool,
}

const HISTORY_KEY: &str = "ecs-playground-history";
const LONGEST_HISTORY: usize = 200;

/// Lines that were typed, oldest first; those of earlier visits too.
fn restore_history() -> Vec<String> {
    let text = BrowserStorage.read(HISTORY_KEY).ok().flatten();
    text.and_then(|text| json::parse(&text).ok()).unwrap_or_default()
}

fn remember(history: &[String], line: &str) -> Vec<String> {
    let mut lines: Vec<String> = history.iter().filter(|known| *known != line).cloned().collect();
    lines.push(line.to_owned());
    let surplus = lines.len().saturating_sub(LONGEST_HISTORY);
    lines.drain(..surplus);
    let text = serde_json::to_string(&lines).expect("lines are plain data");
    // A browser that keeps nothing only costs the history.
    let _ = BrowserStorage.write(HISTORY_KEY, &text);
    lines
}

/// Offers at the cursor, and the one that is chosen.
#[derive(Clone, PartialEq)]
struct Offers {
    completion: Completion,
    chosen: usize,
}

/// What the keys do to the line.
#[derive(Clone, PartialEq)]
struct Line {
    text: String,
    /// Lines back in the history; 0 is the new line.
    back: usize,
    offers: Option<Offers>,
}

impl Line {
    fn new(text: String) -> Self {
        Self { text, back: 0, offers: None }
    }
}

#[component]
pub fn Prompt(props: &Props) -> Html {
    let dispatch = use_dispatch();
    let field = use_node_ref();
    let line = use_state(|| Line::new(String::new()));
    let history = use_state(restore_history);
    {
        let (field, focus) = (field.clone(), props.focus);
        use_effect_with((), move |()| {
            if let Some(field) = field.cast::<HtmlTextAreaElement>().filter(|_| focus) {
                let _ = field.focus();
            }
        });
    }
    let place_cursor = use_cursor(&field, &line.text);
    let complete = {
        let (asking, draft) = (props.asking.clone(), props.draft.clone());
        move |text: &str, cursor: usize| {
            let files = OneFile { name: "task-definition.json", text: draft.clone() };
            asking.complete(text, cursor, &files)
        }
    };
    let accept = {
        let line = line.clone();
        move |offers: &Offers| {
            let Completion { start, end, candidates } = &offers.completion;
            let Some(candidate) = candidates.get(offers.chosen) else { return };
            let text =
                format!("{}{} {}", &line.text[..*start], candidate.text, line.text[*end..].trim_start());
            place_cursor.emit(start + candidate.text.len() + 1);
            line.set(Line::new(text));
        }
    };
    let oninput = {
        let (line, complete) = (line.clone(), complete.clone());
        Callback::from(move |event: InputEvent| {
            let Some(field) = event.target_dyn_into::<HtmlTextAreaElement>() else { return };
            let text = field.value();
            // Open offers follow what is typed; they are not opened by it.
            let offers = line.offers.as_ref().and_then(|_| {
                let completion = complete(&text, cursor(&field, &text));
                (!completion.candidates.is_empty()).then_some(Offers { completion, chosen: 0 })
            });
            line.set(Line { text, back: 0, offers });
        })
    };
    let onkeydown = {
        let (line, history, accept) = (line.clone(), history.clone(), accept.clone());
        Callback::from(move |event: KeyboardEvent| {
            event.stop_propagation();
            let Some(field) = event.target_dyn_into::<HtmlTextAreaElement>() else { return };
            let handled = match &line.offers {
                Some(offers) => choose(&line, offers, &event.key(), &accept),
                None => match event.key().as_str() {
                    "Tab" if !event.shift_key() => {
                        offer(&line, complete(&line.text, cursor(&field, &line.text)), &accept)
                    }
                    "Escape" => field.blur().is_ok(),
                    "Enter" if !event.shift_key() && is_whole(&line.text) => {
                        let text = line.text.trim().to_owned();
                        if !text.is_empty() {
                            history.set(remember(&history, &text));
                            dispatch.dispatch(Action::Type(text.into()));
                        }
                        line.set(Line::new(String::new()));
                        true
                    }
                    "ArrowUp" if !line.text.contains('\n') || line.back > 0 => {
                        recall(&line, &history, line.back + 1)
                    }
                    "ArrowDown" if line.back > 0 => recall(&line, &history, line.back - 1),
                    _ => false,
                },
            };
            if handled {
                event.prevent_default();
            }
        })
    };
    let rows = line.text.matches('\n').count() + 1;
    html! {
        <div class="prompt">
            <span class="pr" aria-hidden="true">{"$ "}</span>
            <div class="typing">
                <pre aria-hidden="true"><Highlighted line={line.text.clone()} />{" "}</pre>
                <textarea
                    ref={field} rows={rows.to_string()} value={line.text.clone()} {oninput} {onkeydown}
                    aria-label="Command line. Tab completes, Escape leaves." spellcheck="false" autocapitalize="off"
                    autocomplete="off" placeholder="aws ecs …   Tab completes, help explains"
                />
            </div>
            if let Some(offers) = &line.offers {
                <OfferList offers={offers.clone()} on_choose={Callback::from(move |offers: Offers| accept(&offers))} />
            }
        </div>
    }
}

/// A key while offers are open. False if the key means nothing to them.
fn choose(line: &UseStateHandle<Line>, offers: &Offers, key: &str, accept: &impl Fn(&Offers)) -> bool {
    let count = offers.completion.candidates.len();
    let step = match key {
        "Tab" | "Enter" => {
            accept(offers);
            return true;
        }
        "Escape" => {
            line.set(Line { offers: None, ..(**line).clone() });
            return true;
        }
        "ArrowDown" => 1,
        "ArrowUp" => count - 1,
        _ => return false,
    };
    let offers = Offers { completion: offers.completion.clone(), chosen: (offers.chosen + step) % count };
    line.set(Line { offers: Some(offers), ..(**line).clone() });
    true
}

/// A single candidate is taken at once, several are offered.
fn offer(line: &UseStateHandle<Line>, completion: Completion, accept: &impl Fn(&Offers)) -> bool {
    let offers = Offers { completion, chosen: 0 };
    match offers.completion.candidates.len() {
        0 => {}
        1 => accept(&offers),
        _ => line.set(Line { offers: Some(offers), ..(**line).clone() }),
    }
    true
}

/// An open quote goes on in the next line, as in a shell.
fn is_whole(text: &str) -> bool {
    let open = lexer::words(text).is_err_and(|error| error.message.contains("no closing quotation"));
    !open && !text.ends_with('\\')
}

fn recall(line: &UseStateHandle<Line>, history: &[String], back: usize) -> bool {
    let text = match back {
        0 => Some(String::new()),
        back => history.len().checked_sub(back).map(|place| history[place].clone()),
    };
    if let Some(text) = text {
        line.set(Line { text, back, offers: None });
    }
    true
}

/// The cursor as a byte position: the browser counts UTF-16 units.
fn cursor(field: &HtmlTextAreaElement, text: &str) -> usize {
    let units = field.selection_start().ok().flatten().unwrap_or(u32::MAX) as usize;
    let mut passed = 0;
    for (at, c) in text.char_indices() {
        if passed >= units {
            return at;
        }
        passed += c.len_utf16();
    }
    text.len()
}

/// A callback that puts the cursor at a byte position once the new text is there.
#[hook]
fn use_cursor(field: &NodeRef, text: &str) -> Callback<usize> {
    let wanted = use_mut_ref(|| None::<usize>);
    {
        let (field, wanted) = (field.clone(), wanted.clone());
        use_effect_with(text.to_owned(), move |text| {
            let Some(field) = field.cast::<HtmlTextAreaElement>() else { return };
            if let Some(at) = wanted.borrow_mut().take() {
                let units = text[..at.min(text.len())].encode_utf16().count() as u32;
                let _ = field.set_selection_range(units, units);
            }
        });
    }
    use_callback((), move |at, ()| *wanted.borrow_mut() = Some(at))
}

#[derive(Properties, PartialEq)]
struct OfferListProps {
    offers: Offers,
    on_choose: Callback<Offers>,
}

#[component]
fn OfferList(props: &OfferListProps) -> Html {
    let Offers { completion, chosen } = &props.offers;
    let list = use_node_ref();
    {
        let list = list.clone();
        use_effect_with(*chosen, move |_| {
            let list = list.cast::<web_sys::Element>();
            if let Some(list) = &list {
                list.scroll_into_view_with_bool(false);
            }
            let row = list.and_then(|list| list.query_selector("[aria-selected=true]").ok().flatten());
            if let Some(row) = row {
                row.scroll_into_view_with_bool(false);
            }
        });
    }
    let rows = completion.candidates.iter().enumerate().map(|(place, candidate)| {
        let offers = Offers { completion: completion.clone(), chosen: place };
        let on_choose = props.on_choose.clone();
        // Pressing must not take the focus from the line.
        let onmousedown = Callback::from(move |event: MouseEvent| {
            event.prevent_default();
            on_choose.emit(offers.clone());
        });
        html! {
            <li role="option" aria-selected={(place == *chosen).to_string()} {onmousedown}>
                <code>{candidate.text.clone()}</code><span>{candidate.doc.clone()}</span>
            </li>
        }
    });
    html! {
        <ul class="offers pop" role="listbox" aria-label="Completions" ref={list}>{for rows}</ul>
    }
}
