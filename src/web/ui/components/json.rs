//! JSON as it is read: coloured, and with the resources in it one press away.

use yew::prelude::*;

use crate::web::ui::state::{Action, Dispatch, InspectorTab, Selection};

/// Longer texts are shown plain: their colours would cost more than they help.
const LONGEST: usize = 40_000;

/// JSON in its colours; other texts as they are. A string that `linked` knows leads to its resource.
pub fn coloured(text: &str, dispatch: &Dispatch, linked: &dyn Fn(&str) -> Option<Selection>) -> Html {
    if !text.starts_with(['{', '[']) || text.len() > LONGEST {
        return html! { {text.to_owned()} };
    }
    let pieces = json_pieces(text).into_iter();
    pieces
        .map(|(class, piece)| match (class, class.is_empty()) {
            (_, true) => html! { {piece.to_owned()} },
            ("s", _) => match linked(piece.trim_matches('"')) {
                Some(to) => link(piece, dispatch, to),
                None => html! { <span {class}>{piece.to_owned()}</span> },
            },
            _ => html! { <span {class}>{piece.to_owned()}</span> },
        })
        .collect()
}

fn link(piece: &str, dispatch: &Dispatch, to: Selection) -> Html {
    let dispatch = dispatch.clone();
    let onclick =
        Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::Select(to, InspectorTab::Overview)));
    html! { <button type="button" class="s to" {onclick}>{piece.to_owned()}</button> }
}

/// The text cut where the colour changes: `k` keys, `s` strings, `n` numbers, `b` the other words.
fn json_pieces(text: &str) -> Vec<(&'static str, &str)> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (class, length) = match first {
            '"' => {
                let end = string_end(rest);
                let is_key = rest[end..].trim_start().starts_with(':');
                (if is_key { "k" } else { "s" }, end)
            }
            '-' | '0'..='9' => ("n", run(rest, |c| c.is_ascii_alphanumeric() || "+-.".contains(c))),
            'a'..='z' => ("b", run(rest, |c| c.is_ascii_alphabetic())),
            _ => {
                ("", run(rest, |c| !c.is_ascii_alphanumeric() && c != '"' && c != '-').max(first.len_utf8()))
            }
        };
        pieces.push((class, &rest[..length]));
        rest = &rest[length..];
    }
    pieces
}

fn run(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

fn string_end(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '"' if !escaped => return at + 1,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::json_pieces;

    #[test]
    fn json_is_cut_without_losing_anything() {
        let text = "{\n  \"a\\\"b\": [1, -2.5e3, true, null, \"x, y\"]\n}\n";
        let found = json_pieces(text);
        let of = |class| found.iter().filter(|(c, _)| *c == class).map(|(_, text)| *text).collect::<Vec<_>>();
        assert_eq!(of("k"), ["\"a\\\"b\""]);
        assert_eq!(of("n"), ["1", "-2.5e3"]);
        assert_eq!(of("b"), ["true", "null"]);
        assert_eq!(of("s"), ["\"x, y\""]);
        assert_eq!(found.iter().map(|(_, text)| *text).collect::<String>(), text);
    }
}
