//! What may stand at the cursor, as a list to choose from.

use web_sys::Element;
use yew::prelude::*;

use crate::playground::cli::complete::Completion;

/// Where offers come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// What the command line understands.
    Grammar,
    /// Lines that were typed before.
    History,
}

/// Offers at the cursor, and the one that is chosen.
#[derive(Clone, PartialEq)]
pub struct Offers {
    pub source: Source,
    pub completion: Completion,
    pub chosen: Option<usize>,
}

impl Offers {
    /// None if there is nothing to offer.
    pub fn of_grammar(completion: Completion, chosen: Option<usize>) -> Option<Self> {
        let is_any = !completion.candidates.is_empty();
        is_any.then_some(Self { source: Source::Grammar, completion, chosen })
    }

    pub fn of_history(completion: Completion) -> Self {
        let chosen = (!completion.candidates.is_empty()).then_some(0);
        Self { source: Source::History, completion, chosen }
    }
}

/// Scrolls the list to the chosen row, and the terminal to the list.
fn show_chosen(list: &Element) {
    if let Some(whole) = list.parent_element() {
        whole.scroll_into_view_with_bool(false);
    }
    let Ok(Some(row)) = list.query_selector("[aria-selected=true]") else { return };
    let (row, seen) = (row.get_bounding_client_rect(), list.get_bounding_client_rect());
    let (above, below) = (seen.top() - row.top(), row.bottom() - seen.bottom());
    if above > 0.0 {
        list.set_scroll_top(list.scroll_top() - above.ceil() as i32);
    } else if below > 0.0 {
        list.set_scroll_top(list.scroll_top() + below.ceil() as i32);
    }
}

pub fn offer_id(place: usize) -> String {
    format!("offer-{place}")
}

#[derive(Properties, PartialEq)]
pub struct Props {
    pub offers: Offers,
    pub on_choose: Callback<Offers>,
}

#[component]
pub fn OfferList(props: &Props) -> Html {
    let Offers { source, completion, chosen } = &props.offers;
    let list = use_node_ref();
    {
        let list = list.clone();
        use_effect_with((*chosen, completion.candidates.len()), move |_| {
            if let Some(list) = list.cast::<Element>() {
                show_chosen(&list);
            }
        });
    }
    let rows = completion.candidates.iter().enumerate().map(|(place, candidate)| {
        let offers = Offers { chosen: Some(place), ..props.offers.clone() };
        let on_choose = props.on_choose.clone();
        // Pressing must not take the focus from the line.
        let onmousedown = Callback::from(move |event: MouseEvent| {
            event.prevent_default();
            on_choose.emit(offers.clone());
        });
        html! {
            <li id={offer_id(place)} role="option" aria-selected={(Some(place) == *chosen).to_string()} {onmousedown}>
                <code>{candidate.text.clone()}</code><span>{candidate.doc.clone()}</span>
            </li>
        }
    });
    let (label, hint) = match source {
        // Under fingers the list opens by itself, and none is chosen before somebody chooses.
        Source::Grammar if chosen.is_none() => ("Completions", "Tap one to take it. Enter runs the line."),
        Source::Grammar => ("Completions", "Tab or Enter takes it, Esc leaves."),
        Source::History if completion.candidates.is_empty() => ("History", "No line has these words."),
        Source::History => {
            ("History", "Type to search. Enter takes the line, Ctrl R the next one, Esc leaves.")
        }
    };
    html! {
        <div class="offers-box">
            <ul class="offers pop" id="offers" role="listbox" tabindex="0" aria-label={label} ref={list}>{for rows}</ul>
            <p class="dim">{ hint }</p>
        </div>
    }
}
