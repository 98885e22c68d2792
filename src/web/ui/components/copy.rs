//! The line behind an action, ready to be copied.

use yew::prelude::*;

use super::symbol;
use crate::web::browser::copy_text;

#[derive(Properties, PartialEq)]
pub struct CommandLineProps {
    pub line: AttrValue,
}

/// `$ aws ecs ...`, coloured as in the terminal, with a button that copies it.
#[component]
pub fn CommandLine(props: &CommandLineProps) -> Html {
    html! {
        <div class="cmdline">
            <code tabindex="0"><span class="pr">{"$ "}</span><Highlighted line={props.line.clone()} /></code>
            <CopyButton text={props.line.clone()} label="Copy the line" />
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub struct CopyButtonProps {
    pub text: AttrValue,
    pub label: AttrValue,
}

/// Copies a text, and says that it did until the text changes.
#[component]
pub fn CopyButton(props: &CopyButtonProps) -> Html {
    let copied = use_state(|| None::<AttrValue>);
    let copy = {
        let (text, copied) = (props.text.clone(), copied.clone());
        Callback::from(move |_| {
            copy_text(&text);
            copied.set(Some(text.clone()));
        })
    };
    let done = copied.as_ref() == Some(&props.text);
    let label = if done { AttrValue::Static("Copied") } else { props.label.clone() };
    html! {
        <button type="button" class="btn quiet icon copy" aria-label={label.clone()} title={label} onclick={copy}>
            { symbol(if done { "i-check" } else { "i-copy" }, "i i14") }
        </button>
    }
}

#[derive(Properties, PartialEq)]
pub struct HighlightedProps {
    pub line: AttrValue,
}

/// A line with its program, options and quoted texts told apart.
#[component]
pub fn Highlighted(props: &HighlightedProps) -> Html {
    pieces(&props.line)
        .into_iter()
        .map(|(class, piece)| match class {
            "" => html! { {piece.to_owned()} },
            _ => html! { <span {class}>{piece.to_owned()}</span> },
        })
        .collect()
}

/// The line cut where the colour changes.
fn pieces(line: &str) -> Vec<(&'static str, &str)> {
    let mut pieces = Vec::new();
    let mut rest = line;
    let mut is_first = true;
    while !rest.is_empty() {
        let blank = rest.len() - rest.trim_start().len();
        if blank > 0 {
            pieces.push(("", &rest[..blank]));
            rest = &rest[blank..];
            continue;
        }
        let (class, length) = piece(rest, is_first);
        pieces.push((class, &rest[..length]));
        rest = &rest[length..];
        is_first = false;
    }
    pieces
}

fn piece(rest: &str, is_first: bool) -> (&'static str, usize) {
    let until_blank = || rest.find(char::is_whitespace).unwrap_or(rest.len());
    match rest.chars().next() {
        Some(quote @ ('\'' | '"')) => {
            let end = rest[1..].find(quote).map_or(rest.len(), |end| end + 2);
            ("st", end)
        }
        Some('#') => ("dim", rest.find('\n').unwrap_or(rest.len())),
        Some('-') => ("fl", rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len())),
        _ if is_first => ("pg", until_blank()),
        _ => (
            "",
            rest[1..]
                .find(|c: char| c.is_whitespace() || c == '\'' || c == '"')
                .map_or(rest.len(), |end| end + 1),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::pieces;

    #[test]
    fn a_line_is_cut_at_options_and_quotes() {
        let line = "aws ecs list-tasks --cluster demo --query 'a b' x='c d'";
        let found = pieces(line);
        let of = |class| found.iter().filter(|(c, _)| *c == class).map(|(_, text)| *text).collect::<Vec<_>>();
        assert_eq!(of("pg"), ["aws"]);
        assert_eq!(of("fl"), ["--cluster", "--query"]);
        assert_eq!(of("st"), ["'a b'", "'c d'"]);
        assert_eq!(found.iter().map(|(_, text)| *text).collect::<String>(), line);
    }
}
