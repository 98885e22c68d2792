//! The words of an expression. What a word may contain depends on where it stands, so the parser asks
//! for the kind of word it expects next.

use super::{Comparison, QueryError};

/// What is asked of a subject, before its argument is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Compare(Comparison),
    Exists,
    In,
    Matches,
}

/// Each spelling, and whether it asks for the opposite. A spelling stands before its own beginnings.
const SYMBOLS: [(&str, Operator, bool); 8] = [
    ("==", Operator::Compare(Comparison::Equal), false),
    ("!=", Operator::Compare(Comparison::Equal), true),
    (">=", Operator::Compare(Comparison::GreaterOrEqual), false),
    ("<=", Operator::Compare(Comparison::LessOrEqual), false),
    (">", Operator::Compare(Comparison::Greater), false),
    ("<", Operator::Compare(Comparison::Less), false),
    ("=~", Operator::Matches, false),
    ("!~", Operator::Matches, true),
];

const WORDS: [(&str, Operator, bool); 14] = [
    ("equals", Operator::Compare(Comparison::Equal), false),
    ("not_equals", Operator::Compare(Comparison::Equal), true),
    ("greater_than_equal", Operator::Compare(Comparison::GreaterOrEqual), false),
    ("greater_than", Operator::Compare(Comparison::Greater), false),
    ("less_than_equal", Operator::Compare(Comparison::LessOrEqual), false),
    ("less_than", Operator::Compare(Comparison::Less), false),
    ("exists", Operator::Exists, false),
    ("!exists", Operator::Exists, true),
    ("not_exists", Operator::Exists, true),
    ("in", Operator::In, false),
    ("!in", Operator::In, true),
    ("not_in", Operator::In, true),
    ("matches", Operator::Matches, false),
    ("not_matches", Operator::Matches, true),
];

/// A place in the text.
pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// The place of the next word, to point at.
    pub(super) fn place(&mut self) -> usize {
        self.at += self.rest().len() - self.rest().trim_start().len();
        self.at
    }

    pub(super) fn is_at_end(&mut self) -> bool {
        self.place() == self.text.len()
    }

    pub(super) fn error_at(&self, place: usize, message: impl Into<String>) -> QueryError {
        QueryError { position: self.text[..place].chars().count() as u32 + 1, message: message.into() }
    }

    pub(super) fn error(&mut self, message: &str) -> QueryError {
        let place = self.place();
        self.error_at(place, message)
    }

    /// Steps over a symbol such as `&&`, if it is next.
    pub(super) fn symbol(&mut self, symbol: &str) -> bool {
        self.place();
        let found = self.rest().starts_with(symbol);
        self.at += if found { symbol.len() } else { 0 };
        found
    }

    /// Steps over a word such as `and`, if it is next and ends there.
    pub(super) fn keyword(&mut self, word: &str) -> bool {
        self.place();
        let end = self.rest().strip_prefix(word).map(|rest| rest.chars().next());
        let found = end.is_some_and(|next| !next.is_some_and(is_subject));
        self.at += if found { word.len() } else { 0 };
        found
    }

    /// The next subject: `agentConnected`, `attribute:NAME`. Empty if there is none.
    pub(super) fn subject(&mut self) -> &'a str {
        self.place();
        self.take_while(is_subject)
    }

    /// The next operator, and whether it asks for the opposite.
    pub(super) fn operator(&mut self) -> Result<(Operator, bool), QueryError> {
        let worded = WORDS.iter().find(|(word, ..)| self.keyword(word));
        let found = worded.or_else(|| SYMBOLS.iter().find(|(symbol, ..)| self.symbol(symbol)));
        let &(_, operator, opposite) = found.ok_or_else(|| self.error("an operator was expected"))?;
        Ok((operator, opposite))
    }

    /// The next literal, quoted or not; inside a list a comma and a closing bracket end it.
    pub(super) fn literal(&mut self, in_list: bool) -> Result<&'a str, QueryError> {
        let place = self.place();
        if let Some(quote) = self.rest().chars().next().filter(|c| matches!(c, '\'' | '"')) {
            let body = &self.rest()[1..];
            let end = body.find(quote).ok_or_else(|| self.error_at(place, "a quote is not closed"))?;
            self.at += end + 2;
            return Ok(&body[..end]);
        }
        let length = unquoted_length(self.rest(), in_list);
        if length == 0 {
            return Err(self.error_at(place, "a value was expected"));
        }
        self.at += length;
        Ok(&self.text[place..self.at])
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn take_while(&mut self, belongs: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let length = rest.find(|c| !belongs(c)).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }
}

fn is_subject(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/' | '\\' | '.' | ':')
}

/// How far an unquoted literal reaches. Brackets opened inside it belong to it, so that `t[23].(nano|micro)`
/// can be written without quotes while `not(task:group == database)` still ends where it should.
fn unquoted_length(text: &str, in_list: bool) -> usize {
    let mut depth = 0_u32;
    for (at, c) in text.char_indices() {
        let ends = match c {
            '(' | '[' => {
                depth += 1;
                false
            }
            ')' | ']' if depth > 0 => {
                depth -= 1;
                false
            }
            ')' => true,
            ',' | ']' => in_list && depth == 0,
            '&' | '|' => depth == 0 && text[at + 1..].starts_with(c),
            _ => c.is_whitespace(),
        };
        if ends {
            return at;
        }
    }
    text.len()
}
