//! The declaration of a type, as far as reading it needs.

use std::iter::Peekable;

use proc_macro::{Delimiter, Group, TokenStream, TokenTree, token_stream};

/// Attributes that say how a value is read, and those that only say how it is written.
const KNOWN: [&str; 13] = [
    "default",
    "flatten",
    "from",
    "rename",
    "rename_all",
    "rename_all_fields",
    "serialize_with",
    "skip",
    "skip_serializing_if",
    "tag",
    "transparent",
    "try_from",
    "with",
];

pub struct Item {
    pub name: String,
    pub attributes: Attributes,
    pub shape: Shape,
}

pub enum Shape {
    Newtype,
    Structure(Vec<Field>),
    Enumeration(Vec<Variant>),
}

pub struct Field {
    pub name: String,
    pub attributes: Attributes,
}

pub struct Variant {
    pub name: String,
    pub attributes: Attributes,
    pub fields: Vec<Field>,
}

/// What stands in `#[serde(...)]`: names, and the text each was given.
#[derive(Default)]
pub struct Attributes(Vec<(String, Option<String>)>);

impl Attributes {
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    pub fn text(&self, name: &str) -> Option<String> {
        self.0.iter().find(|(known, _)| known == name).and_then(|(_, text)| text.clone())
    }

    pub fn names(&self, rule: &str) -> Names {
        Names(self.text(rule))
    }
}

/// The rule by which Rust's names become the wire's.
pub struct Names(Option<String>);

impl Names {
    pub fn of_field(&self, name: &str) -> String {
        let name = name.trim_start_matches("r#");
        match self.0.as_deref() {
            Some("camelCase") => {
                let mut words = name.split('_');
                let first = words.next().unwrap_or_default().to_string();
                words.fold(first, |name, word| name + &capitalised(word))
            }
            None => name.into(),
            Some(rule) => panic!("members are not renamed by {rule}"),
        }
    }

    pub fn of_variant(&self, name: &str) -> String {
        match self.0.as_deref() {
            None => name.into(),
            Some("lowercase") => name.to_ascii_lowercase(),
            Some("UPPERCASE") => name.to_ascii_uppercase(),
            Some("camelCase") => name[..1].to_ascii_lowercase() + &name[1..],
            Some("SCREAMING_SNAKE_CASE") => divided(name, '_').to_ascii_uppercase(),
            Some("kebab-case") => divided(name, '-').to_ascii_lowercase(),
            Some(rule) => panic!("variants are not renamed by {rule}"),
        }
    }
}

fn capitalised(word: &str) -> String {
    word.chars()
        .next()
        .map(|first| first.to_ascii_uppercase())
        .into_iter()
        .chain(word.chars().skip(1))
        .collect()
}

/// `LastStatus` becomes `Last_Status`.
fn divided(name: &str, by: char) -> String {
    let mut out = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !out.is_empty() {
            out.push(by);
        }
        out.push(letter);
    }
    out
}

type Tokens = Peekable<token_stream::IntoIter>;

impl Item {
    pub fn parse(input: TokenStream) -> Result<Self, String> {
        let mut tokens = input.into_iter().peekable();
        let attributes = attributes(&mut tokens)?;
        visibility(&mut tokens);
        let keyword = word(&mut tokens)?;
        let name = word(&mut tokens)?;
        let Some(TokenTree::Group(body)) = tokens.next() else {
            return Err(format!("{name}: only types without parameters can be read"));
        };
        let shape = match (keyword.as_str(), body.delimiter()) {
            ("struct", Delimiter::Parenthesis) => Shape::Newtype,
            ("struct", _) => Shape::Structure(fields(body)?),
            ("enum", _) => Shape::Enumeration(variants(body)?),
            _ => return Err(format!("{name}: only structures and enumerations can be read")),
        };
        Ok(Self { name, attributes, shape })
    }
}

fn fields(body: Group) -> Result<Vec<Field>, String> {
    let mut tokens = body.stream().into_iter().peekable();
    let mut out = Vec::new();
    while tokens.peek().is_some() {
        let attributes = attributes(&mut tokens)?;
        visibility(&mut tokens);
        out.push(Field { name: word(&mut tokens)?, attributes });
        past_comma(&mut tokens);
    }
    Ok(out)
}

fn variants(body: Group) -> Result<Vec<Variant>, String> {
    let mut tokens = body.stream().into_iter().peekable();
    let mut out = Vec::new();
    while tokens.peek().is_some() {
        let attributes = attributes(&mut tokens)?;
        let name = word(&mut tokens)?;
        let fields = match tokens.peek() {
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => fields(group.clone())?,
            Some(TokenTree::Group(_)) => return Err(format!("{name}: variants have named members or none")),
            _ => Vec::new(),
        };
        past_comma(&mut tokens);
        out.push(Variant { name, attributes, fields });
    }
    Ok(out)
}

fn attributes(tokens: &mut Tokens) -> Result<Attributes, String> {
    let mut out = Attributes::default();
    while matches!(tokens.peek(), Some(TokenTree::Punct(hash)) if hash.as_char() == '#') {
        tokens.next();
        let Some(TokenTree::Group(group)) = tokens.next() else {
            return Err("an attribute in brackets".into());
        };
        let mut inner = group.stream().into_iter().peekable();
        if !matches!(inner.next(), Some(TokenTree::Ident(name)) if name.to_string() == "serde") {
            continue;
        }
        let Some(TokenTree::Group(list)) = inner.next() else { continue };
        let mut inner = list.stream().into_iter().peekable();
        while inner.peek().is_some() {
            let name = word(&mut inner)?;
            if !KNOWN.contains(&name.as_str()) {
                return Err(format!("serde's attribute {name} has no meaning to this derive"));
            }
            let mut text = None;
            if matches!(inner.peek(), Some(TokenTree::Punct(equals)) if equals.as_char() == '=') {
                inner.next();
                text = inner.next().map(|literal| literal.to_string().trim_matches('"').to_string());
            }
            past_comma(&mut inner);
            out.0.push((name, text));
        }
    }
    Ok(out)
}

fn visibility(tokens: &mut Tokens) {
    if matches!(tokens.peek(), Some(TokenTree::Ident(word)) if word.to_string() == "pub") {
        tokens.next();
        if matches!(tokens.peek(), Some(TokenTree::Group(_))) {
            tokens.next();
        }
    }
}

fn word(tokens: &mut Tokens) -> Result<String, String> {
    match tokens.next() {
        Some(TokenTree::Ident(word)) => Ok(word.to_string()),
        other => Err(format!("a name, not {other:?}")),
    }
}

/// Past the next comma that is not between the angle brackets of a type.
fn past_comma(tokens: &mut Tokens) {
    let mut depth = 0;
    for token in tokens {
        let TokenTree::Punct(mark) = token else { continue };
        match mark.as_char() {
            '<' => depth += 1,
            '>' => depth -= 1,
            ',' if depth == 0 => return,
            _ => {}
        }
    }
}
