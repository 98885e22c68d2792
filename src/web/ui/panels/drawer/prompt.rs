//! The line being typed: history, completion, colours.

use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use super::history;
use super::offers::{OfferList, Offers, Source, offer_id};
use crate::playground::cli::complete::Completion;
use crate::playground::cli::lexer;
use crate::playground::scenarios::script::steps;
use crate::web::browser::has_coarse_pointer;
use crate::web::ui::components::Highlighted;
use crate::web::ui::state::{Action, Asking, PageFiles, use_dispatch};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub asking: Asking,
    /// What lines can name as a file.
    pub files: PageFiles,
    /// Takes the focus whenever this grows.
    pub focus: u32,
    /// A line that shall be typed again, with a number that grows.
    pub again: (u32, AttrValue),
}

/// What the keys do to the line.
#[derive(Clone, PartialEq)]
struct Line {
    text: String,
    /// Lines back in the history; 0 is the new line.
    back: usize,
    /// The new line, while the history is walked.
    kept: String,
    offers: Option<Offers>,
}

impl Line {
    fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), back: 0, kept: String::new(), offers: None }
    }
}

#[component]
pub fn Prompt(props: &Props) -> Html {
    let dispatch = use_dispatch();
    let field = use_node_ref();
    let line = use_state(|| Line::new(""));
    let lines = use_state(history::restore);
    let is_touch = *use_memo((), |()| has_coarse_pointer());
    {
        let field = field.clone();
        use_effect_with(props.focus, move |&focus| {
            if focus > 0 {
                take_focus(&field);
            }
        });
    }
    {
        let (field, line) = (field.clone(), line.clone());
        use_effect_with(props.again.clone(), move |(count, text)| {
            if *count > 0 {
                line.set(Line::new(text.as_str()));
                take_focus(&field);
            }
        });
    }
    let place_cursor = use_cursor(&field, &line.text);
    let complete = {
        let (asking, files) = (props.asking.clone(), props.files.clone());
        move |text: &str, cursor: usize| asking.complete(text, cursor, &files)
    };
    let accept = {
        let line = line.clone();
        move |offers: &Offers| {
            let Completion { start, end, candidates } = &offers.completion;
            let Some(candidate) = candidates.get(offers.chosen.unwrap_or(0)) else { return };
            let text = match offers.source {
                Source::History => candidate.text.clone(),
                Source::Grammar => {
                    format!("{}{} {}", &line.text[..*start], candidate.text, line.text[*end..].trim_start())
                }
            };
            place_cursor.emit(match offers.source {
                Source::History => text.len(),
                Source::Grammar => start + candidate.text.len() + 1,
            });
            line.set(Line::new(text));
        }
    };
    let oninput = {
        let (line, lines, complete) = (line.clone(), lines.clone(), complete.clone());
        Callback::from(move |event: InputEvent| {
            let Some(field) = event.target_dyn_into::<HtmlTextAreaElement>() else { return };
            let text = field.value();
            // Open offers follow what is typed. Only where there is no Tab key typing opens them, and there none
            // is chosen until somebody chooses: Enter runs the line.
            let offers = match line.offers.as_ref().map(|offers| offers.source) {
                Some(Source::History) => Some(Offers::of_history(history::search(&lines, &text))),
                // Several lines were pasted, to be run as they are.
                _ if text.trim().contains('\n') => None,
                Some(Source::Grammar) => {
                    let chosen = (!is_touch).then_some(0);
                    Offers::of_grammar(complete(&text, cursor(&field, &text)), chosen)
                }
                None if is_touch && !text.trim().is_empty() => {
                    Offers::of_grammar(complete(&text, cursor(&field, &text)), None)
                }
                None => None,
            };
            line.set(Line { text, offers, ..Line::new("") });
        })
    };
    let press = {
        let (line, lines, accept, dispatch) = (line.clone(), lines.clone(), accept.clone(), dispatch.clone());
        move |field: &HtmlTextAreaElement, key: Key| match (key, &line.offers) {
            (Key::Accept, Some(offers)) => {
                accept(offers);
                true
            }
            (Key::Enter, Some(offers)) if offers.chosen.is_some() => {
                accept(offers);
                true
            }
            (Key::Leave, Some(offers)) => {
                let text = match offers.source {
                    Source::History => line.kept.clone(),
                    Source::Grammar => line.text.clone(),
                };
                line.set(Line::new(text));
                true
            }
            (Key::Up, Some(offers)) => walk(&line, offers, false),
            (Key::Down, Some(offers)) => walk(&line, offers, true),
            (Key::Search, Some(offers)) if offers.source == Source::History => walk(&line, offers, true),
            (Key::Search, _) => {
                let found = Offers::of_history(history::search(&lines, &line.text));
                line.set(Line { offers: Some(found), kept: line.text.clone(), ..(*line).clone() });
                true
            }
            (Key::Accept, None) => offer(&line, complete(&line.text, cursor(field, &line.text)), &accept),
            (Key::Enter, _) if is_whole(&line.text) => {
                let text = line.text.trim().to_owned();
                if !text.is_empty() {
                    lines.set(history::remember(&lines, &text));
                    dispatch.dispatch(Action::Type(text.into()));
                }
                line.set(Line::new(""));
                true
            }
            (Key::Enter, _) => false,
            (Key::Leave, None) => field.blur().is_ok(),
            (Key::Up, None) => {
                (!line.text.contains('\n') || line.back > 0) && recall(&line, &lines, line.back + 1)
            }
            (Key::Down, None) => line.back > 0 && recall(&line, &lines, line.back - 1),
            (Key::Clear, _) => {
                dispatch.dispatch(Action::ClearTerminal);
                true
            }
            (Key::Abandon, _) => {
                let selects = field.selection_start().ok() != field.selection_end().ok();
                if !selects {
                    line.set(Line::new(""));
                }
                !selects
            }
        }
    };
    let onkeydown = {
        let press = press.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() != "F6" {
                event.stop_propagation();
            }
            let Some(field) = event.target_dyn_into::<HtmlTextAreaElement>() else { return };
            let handled = Key::of(&event).is_some_and(|key| press(&field, key));
            if handled {
                event.prevent_default();
            }
        })
    };
    let key_button = |label: &'static str, face: &'static str, key: Key| {
        let (field, press) = (field.clone(), press.clone());
        // Pressing must not take the focus from the line.
        let onmousedown = Callback::from(move |event: MouseEvent| {
            event.prevent_default();
            if let Some(field) = field.cast::<HtmlTextAreaElement>() {
                press(&field, key);
                let _ = field.focus();
            }
        });
        html! { <button type="button" class="btn" aria-label={label} {onmousedown}>{ face }</button> }
    };
    let rows = line.text.matches('\n').count() + 1;
    let commands = if rows > 1 { steps(&line.text).len() } else { 0 };
    let searching = line.offers.as_ref().is_some_and(|offers| offers.source == Source::History);
    let chosen = line.offers.as_ref().and_then(|offers| offers.chosen);
    html! {
        <div class="prompt">
            <span class="pr" aria-hidden="true">{ if searching { "? " } else { "$ " } }</span>
            <div class="typing">
                <pre aria-hidden="true"><Highlighted line={line.text.clone()} />{" "}</pre>
                <textarea
                    ref={field.clone()} rows={rows.to_string()} value={line.text.clone()} {oninput} {onkeydown}
                    aria-label="Command line. Tab completes, Control R searches the history, Escape leaves."
                    aria-autocomplete="list" aria-controls={line.offers.is_some().then_some("offers")}
                    aria-activedescendant={chosen.map(offer_id)}
                    spellcheck="false" autocapitalize="off" autocomplete="off"
                    placeholder={ if is_touch { "aws ecs …" } else { "aws ecs …   Tab completes, Ctrl R searches the history" } }
                />
            </div>
            if commands > 1 {
                <p class="hint dim">{ format!("{commands} commands. Enter runs them one after the other.") }</p>
            }
            if let Some(offers) = &line.offers {
                <OfferList offers={offers.clone()} on_choose={Callback::from(move |offers: Offers| accept(&offers))} />
            }
            if is_touch {
                <div class="touch-keys" role="group" aria-label="Keys">
                    { key_button("Complete", "Tab", Key::Accept) }
                    { key_button("Previous line", "↑", Key::Up) }
                    { key_button("Next line", "↓", Key::Down) }
                    { key_button("Search the history", "History", Key::Search) }
                    { key_button("Run", "Run", Key::Enter) }
                </div>
            }
        </div>
    }
}

/// What a key of the keyboard or a button of the touch row means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    /// Tab.
    Accept,
    Enter,
    Leave,
    Up,
    Down,
    Search,
    Clear,
    Abandon,
}

impl Key {
    fn of(event: &KeyboardEvent) -> Option<Self> {
        let control = event.ctrl_key() && !event.alt_key() && !event.meta_key();
        Some(match event.key().as_str() {
            "Tab" if !event.shift_key() => Self::Accept,
            "Enter" if !event.shift_key() => Self::Enter,
            "Escape" => Self::Leave,
            "ArrowUp" => Self::Up,
            "ArrowDown" => Self::Down,
            "r" if control => Self::Search,
            "l" if control => Self::Clear,
            "c" if control => Self::Abandon,
            _ => return None,
        })
    }
}

fn take_focus(field: &NodeRef) {
    if let Some(field) = field.cast::<HtmlTextAreaElement>() {
        let _ = field.focus();
    }
}

/// To the next offer, or the one before.
fn walk(line: &UseStateHandle<Line>, offers: &Offers, forward: bool) -> bool {
    let count = offers.completion.candidates.len();
    if count > 0 {
        let chosen = match (offers.chosen, forward) {
            (None, true) => 0,
            (None, false) => count - 1,
            (Some(at), true) => (at + 1) % count,
            (Some(at), false) => (at + count - 1) % count,
        };
        let offers = Offers { chosen: Some(chosen), ..offers.clone() };
        line.set(Line { offers: Some(offers), ..(**line).clone() });
    }
    true
}

/// A single candidate is taken at once, several are offered.
fn offer(line: &UseStateHandle<Line>, completion: Completion, accept: &impl Fn(&Offers)) -> bool {
    let Some(offers) = Offers::of_grammar(completion, Some(0)) else { return true };
    if offers.completion.candidates.len() == 1 {
        accept(&offers);
    } else {
        line.set(Line { offers: Some(offers), ..(**line).clone() });
    }
    true
}

/// An open quote or a backslash at the end go on in the next line, as in a shell.
fn is_whole(text: &str) -> bool {
    !lexer::goes_on(text)
}

fn recall(line: &UseStateHandle<Line>, lines: &[String], back: usize) -> bool {
    let kept = if line.back == 0 { line.text.clone() } else { line.kept.clone() };
    let text = match back {
        0 => Some(kept.clone()),
        back => lines.len().checked_sub(back).map(|place| lines[place].clone()),
    };
    if let Some(text) = text {
        line.set(Line { text, back, kept, offers: None });
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
