//! The AWS CLI's shorthand syntax: `key=value,key=[a,b],key={a=1}`.
//!
//! Every value is text until `value` gives it the type its shape asks for. A value may be quoted with `'` or `"`; in
//! plain text `\,` is a comma that ends nothing.

use serde_json::{Map, Value};

/// Reads one shorthand argument into a structure of texts, lists and structures. The error is the AWS CLI's text.
pub fn shorthand(text: &str) -> Result<Map<String, Value>, String> {
    let mut parser = Parser { text, at: 0, depth: 0 };
    let mut members = Map::new();
    let mut last = 0;
    loop {
        let key = parser.key_and_equals()?;
        let value = parser.values()?;
        if members.contains_key(&key) {
            return Err(format!(
                "Second instance of key \"{key}\" encountered for input:\n{}\nThis is often because there is a \
                 preceding \",\" instead of a space.",
                parser.location(last + 1)
            ));
        }
        members.insert(key, value);
        last = parser.at;
        if parser.at_end() {
            return Ok(members);
        }
        parser.expect(',')?;
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: u32,
}

/// Lists and structures inside each other; no request of ECS nests half as deep.
const DEEPEST: u32 = 64;

/// Which characters end a plain value besides a comma.
#[derive(Clone, Copy)]
enum Stop {
    /// Directly after `=`: only brackets that close something.
    First,
    /// Further values of a comma list: also `=`, which shows that a new key has begun.
    Second,
}

impl Parser<'_> {
    fn current(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    fn skip_spaces(&mut self) {
        while let Some(space) = self.current().filter(|next| next.is_whitespace()) {
            self.at += space.len_utf8();
        }
    }

    fn expect(&mut self, wanted: char) -> Result<(), String> {
        self.skip_spaces();
        let found = self.current();
        if found != Some(wanted) {
            let found = found.map_or("EOF".to_string(), String::from);
            return Err(self.expected(&wanted.to_string(), &found));
        }
        self.at += wanted.len_utf8();
        self.skip_spaces();
        Ok(())
    }

    fn expected(&self, wanted: &str, found: &str) -> String {
        format!("Expected: '{wanted}', received: '{found}' for input:\n{}", self.location(self.at))
    }

    /// The line with a caret below the place.
    fn location(&self, at: usize) -> String {
        let before = &self.text[..at.min(self.text.len())];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let column = before[line_start..].chars().count();
        let line_end =
            self.text[line_start..].find('\n').map_or(self.text.len(), |length| line_start + length);
        format!("{}\n{}^{}", &self.text[..line_end], " ".repeat(column), &self.text[line_end..])
    }

    fn key_and_equals(&mut self) -> Result<String, String> {
        let start = self.at;
        while self.current().is_some_and(|next| next.is_ascii_alphanumeric() || "-_.#/:".contains(next)) {
            self.at += 1;
        }
        let key = self.text[start..self.at].to_string();
        self.expect('=')?;
        Ok(key)
    }

    fn values(&mut self) -> Result<Value, String> {
        match self.current() {
            None => Ok("".into()),
            Some('[' | '{') => self.one_value(),
            Some(_) => self.comma_values(),
        }
    }

    /// A list in brackets, a structure in braces, or one text.
    fn one_value(&mut self) -> Result<Value, String> {
        self.depth += 1;
        let value = match self.current() {
            Some('[' | '{') if self.depth > DEEPEST => Err("nested too deeply".to_string()),
            Some('[') => self.list(),
            Some('{') => self.structure(),
            _ => self.first_text().map(Value::String),
        };
        self.depth -= 1;
        value
    }

    fn list(&mut self) -> Result<Value, String> {
        self.expect('[')?;
        let mut entries = Vec::new();
        while self.current() != Some(']') {
            entries.push(self.one_value()?);
            self.skip_spaces();
            if self.current() != Some(']') {
                self.expect(',')?;
            }
        }
        self.at += 1;
        Ok(Value::Array(entries))
    }

    fn structure(&mut self) -> Result<Value, String> {
        self.expect('{')?;
        let mut members = Map::new();
        while self.current() != Some('}') {
            let key = self.key_and_equals()?;
            let value = self.one_value()?;
            self.skip_spaces();
            if self.current() != Some('}') {
                self.expect(',')?;
            }
            members.insert(key, value);
        }
        self.at += 1;
        Ok(Value::Object(members))
    }

    /// `a` or `a,b,c`; a comma before the next `key=` belongs to the structure around.
    fn comma_values(&mut self) -> Result<Value, String> {
        let first = self.first_text()?;
        self.skip_spaces();
        let mut entries = vec![Value::String(first)];
        while self.current() == Some(',') {
            let comma = self.at;
            self.expect(',')?;
            let entry = match self.second_text() {
                Some(entry) => entry,
                None if self.at_end() => return Err(self.expected("<second>", "<none>")),
                None => {
                    self.at = comma;
                    break;
                }
            };
            self.skip_spaces();
            if self.current().is_some_and(|next| next != ',') {
                self.at = comma;
                break;
            }
            entries.push(Value::String(entry));
        }
        Ok(if entries.len() == 1 { entries.remove(0) } else { Value::Array(entries) })
    }

    fn first_text(&mut self) -> Result<String, String> {
        match self.current() {
            Some(quote @ ('\'' | '"')) => match self.quoted(quote) {
                Some(text) => Ok(text),
                None => {
                    let kind = if quote == '"' { "<double quoted>" } else { "<singled quoted>" };
                    Err(self.expected(kind, "<none>"))
                }
            },
            _ => Ok(self.plain(Stop::First)),
        }
    }

    fn second_text(&mut self) -> Option<String> {
        match self.current()? {
            quote @ ('\'' | '"') => self.quoted(quote),
            _ => Some(self.plain(Stop::Second)).filter(|text| !text.is_empty()),
        }
    }

    fn quoted(&mut self, quote: char) -> Option<String> {
        let mut text = String::new();
        let mut letters = self.text[self.at + 1..].char_indices();
        while let Some((offset, letter)) = letters.next() {
            match letter {
                _ if letter == quote => {
                    self.at += 1 + offset + quote.len_utf8();
                    return Some(text);
                }
                '\\' => match letters.next()? {
                    (_, escaped) if escaped == quote || escaped == '\\' => text.push(escaped),
                    (_, other) => text.extend(['\\', other]),
                },
                _ => text.push(letter),
            }
        }
        None
    }

    fn plain(&mut self, stop: Stop) -> String {
        let mut text = String::new();
        while let Some(next) = self.current() {
            let escaped_comma = self.text[self.at..].starts_with("\\,");
            let ends = match next {
                ',' | '\'' | '"' => true,
                '[' | '{' => text.is_empty(),
                ']' | '}' => matches!(stop, Stop::First),
                '=' => matches!(stop, Stop::Second) || text.is_empty(),
                _ => false,
            };
            if escaped_comma {
                text.push(',');
                self.at += 2;
            } else if ends {
                break;
            } else {
                text.push(next);
                self.at += next.len_utf8();
            }
        }
        text.truncate(text.trim_end().len());
        text
    }
}
