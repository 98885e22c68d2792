//! What a line printed.

use yew::prelude::*;

use crate::web::browser::copy_text;
use crate::web::ui::components::{Highlighted, Icon};
use crate::web::ui::state::TerminalEntry;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub entry: TerminalEntry,
}

#[component]
pub fn Output(props: &Props) -> Html {
    let TerminalEntry { line, stdout, stderr, exit_code } = &props.entry;
    let copy = {
        let text = format!("{stdout}{stderr}");
        Callback::from(move |_| copy_text(&text))
    };
    html! {
        <div class="said">
            <div class="typed"><span class="pr">{"$ "}</span><Highlighted line={line.to_string()} /></div>
            if !stdout.is_empty() {
                <div>{coloured(stdout)}</div>
            }
            if !stderr.is_empty() {
                <div class="err">{stderr.trim_start().to_owned()}</div>
            }
            if *exit_code != 0 {
                <div class="dim">{format!("exit code {exit_code}")}</div>
            }
            if !stdout.is_empty() || !stderr.is_empty() {
                <button type="button" class="btn quiet icon copy" title="Copy the output" aria-label="Copy the output" onclick={copy}>
                    <Icon name="i-copy" class="i i12" />
                </button>
            }
        </div>
    }
}

/// Longer texts are shown plain: their colours would cost more than they help.
const LONGEST: usize = 40_000;

/// JSON in its colours; other texts as they are.
fn coloured(text: &str) -> Html {
    if !text.starts_with(['{', '[']) || text.len() > LONGEST {
        return html! { {text.to_owned()} };
    }
    let pieces = json_pieces(text).into_iter();
    pieces
        .map(|(class, piece)| match class {
            "" => html! { {piece.to_owned()} },
            _ => html! { <span {class}>{piece.to_owned()}</span> },
        })
        .collect()
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
