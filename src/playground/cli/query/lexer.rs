//! The tokens of a JMESPath expression.

use serde_json::Value;

use crate::model::kernel::json;
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Name(String),
    /// A name in double quotes, which is never a function's.
    QuotedName(String),
    Number(i64),
    Literal(Value),
    /// An operator or a bracket, such as `[?` or `||`.
    Sign(&'static str),
    End,
}

/// Longer signs come before those they begin with.
const SIGNS: &[&str] = &[
    "[?", "[]", "||", "&&", "==", "!=", "<=", ">=", "<", ">", "!", "|", "&", "[", "]", "{", "}", "(", ")",
    ",", ":", ".", "*", "@",
];

/// More tokens than any sensible query has; it bounds how deep an expression can nest.
const MOST_TOKENS: usize = 1000;

/// All tokens with the byte each starts at; the last is `End`.
pub(super) fn tokens(expression: &str) -> Result<Vec<(Token, usize)>, String> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(next) = expression[at..].chars().next() {
        if next.is_whitespace() {
            at += next.len_utf8();
            continue;
        }
        let (token, length) = token(&expression[at..], next).ok_or_else(|| unknown(expression, at))?;
        out.push((token, at));
        at += length;
        if out.len() > MOST_TOKENS {
            return Err("Invalid jmespath expression: too long".into());
        }
    }
    out.push((Token::End, expression.len()));
    Ok(out)
}

fn unknown(expression: &str, at: usize) -> String {
    let column = expression[..at].chars().count() + 1;
    format!("Invalid jmespath expression: Unknown token:\n\"{expression}\"\n{}^", " ".repeat(column))
}

fn token(rest: &str, first: char) -> Option<(Token, usize)> {
    match first {
        'a'..='z' | 'A'..='Z' | '_' => {
            let length =
                rest.find(|next: char| !next.is_ascii_alphanumeric() && next != '_').unwrap_or(rest.len());
            Some((Token::Name(rest[..length].to_string()), length))
        }
        '0'..='9' | '-' => {
            let digits = &rest[1..];
            let length = 1 + digits.find(|next: char| !next.is_ascii_digit()).unwrap_or(digits.len());
            Some((Token::Number(rest[..length].parse().ok()?), length))
        }
        '"' => {
            let length = quoted_length(rest, '"')?;
            Some((Token::QuotedName(json::parse(&rest[..length]).ok()?), length))
        }
        '\'' => {
            let length = quoted_length(rest, '\'')?;
            Some((Token::Literal(rest[1..length - 1].replace("\\'", "'").into()), length))
        }
        '`' => {
            let length = quoted_length(rest, '`')?;
            Some((Token::Literal(literal(&rest[1..length - 1].replace("\\`", "`"))), length))
        }
        _ => SIGNS.iter().find(|sign| rest.starts_with(**sign)).map(|sign| (Token::Sign(sign), sign.len())),
    }
}

/// JSON between backticks; a bare word there stands for a text, as older expressions have it.
fn literal(text: &str) -> Value {
    serde_json::from_str(text.trim()).unwrap_or_else(|_| text.trim_start().into())
}

/// The length of a quoted part, both quotes included.
fn quoted_length(rest: &str, quote: char) -> Option<usize> {
    let mut letters = rest.char_indices().skip(1);
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\\' => drop(letters.next()?),
            _ if letter == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}
