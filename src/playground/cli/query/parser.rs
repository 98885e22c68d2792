//! Reads JMESPath: each sign binds as strongly as the specification's grammar says.

use super::lexer::{Token, tokens};
use super::{Comparison, Node};

/// Nested brackets and parentheses an expression may have.
const DEEPEST: u32 = 100;

/// A projection ends before signs that bind weaker than this.
const PROJECTION_ENDS: u8 = 10;

pub(super) fn parse(expression: &str) -> Result<Node, String> {
    let mut parser = Parser { expression, tokens: tokens(expression)?, at: 0, depth: 0 };
    let node = parser.expression(0)?;
    match parser.peek() {
        Token::End => Ok(node),
        _ => Err(parser.unexpected()),
    }
}

struct Parser<'a> {
    expression: &'a str,
    tokens: Vec<(Token, usize)>,
    at: usize,
    depth: u32,
}

/// How strongly a sign holds on to what stands to its left.
fn binding(token: &Token) -> u8 {
    match token {
        Token::Sign("|") => 1,
        Token::Sign("||") => 2,
        Token::Sign("&&") => 3,
        Token::Sign("==" | "!=" | "<" | "<=" | ">" | ">=") => 5,
        Token::Sign("[]") => 9,
        Token::Sign("*") => 20,
        Token::Sign("[?") => 21,
        Token::Sign(".") => 40,
        Token::Sign("[") => 55,
        Token::Sign("(") => 60,
        _ => 0,
    }
}

fn boxed(node: Node) -> Box<Node> {
    Box::new(node)
}

impl Parser<'_> {
    fn peek(&self) -> &Token {
        &self.tokens[self.at].0
    }

    fn next(&mut self) -> Token {
        let token = self.peek().clone();
        if self.at + 1 < self.tokens.len() {
            self.at += 1;
        }
        token
    }

    fn is(&self, sign: &'static str) -> bool {
        *self.peek() == Token::Sign(sign)
    }

    fn take(&mut self, sign: &'static str) -> bool {
        let found = self.is(sign);
        if found {
            self.next();
        }
        found
    }

    fn expect(&mut self, sign: &'static str) -> Result<(), String> {
        if self.take(sign) { Ok(()) } else { Err(self.unexpected()) }
    }

    fn unexpected(&self) -> String {
        let (token, at) = &self.tokens[self.at];
        let what = match token {
            Token::End => "Incomplete expression",
            _ => "Unexpected token",
        };
        let column = self.expression[..*at].chars().count() + 1;
        format!("Invalid jmespath expression: {what}:\n\"{}\"\n{}^", self.expression, " ".repeat(column))
    }

    fn expression(&mut self, weakest: u8) -> Result<Node, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err("Invalid jmespath expression: nested too deeply".into());
        }
        let mut left = self.prefix()?;
        while weakest < binding(self.peek()) {
            left = self.infix(left)?;
        }
        self.depth -= 1;
        Ok(left)
    }

    fn prefix(&mut self) -> Result<Node, String> {
        let start = self.at;
        match self.next() {
            Token::Name(name) if self.is("(") => self.call(name),
            Token::Name(name) | Token::QuotedName(name) => Ok(Node::Field(name)),
            Token::Literal(value) => Ok(Node::Literal(value)),
            Token::Sign("@") => Ok(Node::Current),
            Token::Sign("*") => Ok(Node::EachValue(boxed(Node::Current), boxed(self.projected(20)?))),
            Token::Sign("[?") => self.filter(Node::Current),
            Token::Sign("[]") => self.flatten(Node::Current),
            Token::Sign("&") => Ok(Node::Reference(boxed(self.expression(0)?))),
            Token::Sign("!") => Ok(Node::Not(boxed(self.expression(45)?))),
            Token::Sign("{") => self.structure(),
            Token::Sign("(") => {
                let inner = self.expression(0)?;
                self.expect(")")?;
                Ok(inner)
            }
            Token::Sign("[") => match self.peek() {
                Token::Number(_) | Token::Sign(":") => self.index(Node::Current),
                Token::Sign("*")
                    if self.tokens.get(self.at + 1).is_some_and(|next| next.0 == Token::Sign("]")) =>
                {
                    self.index(Node::Current)
                }
                _ => self.list(),
            },
            _ => {
                self.at = start;
                Err(self.unexpected())
            }
        }
    }

    fn infix(&mut self, left: Node) -> Result<Node, String> {
        let start = self.at;
        let token = self.next();
        let strength = binding(&token);
        match token {
            Token::Sign("|") => Ok(Node::Then(boxed(left), boxed(self.expression(strength)?))),
            Token::Sign("||") => Ok(Node::Or(boxed(left), boxed(self.expression(strength)?))),
            Token::Sign("&&") => Ok(Node::And(boxed(left), boxed(self.expression(strength)?))),
            Token::Sign("[]") => self.flatten(left),
            Token::Sign("[?") => self.filter(left),
            Token::Sign("[") => self.index(left),
            Token::Sign(".") if self.take("*") => {
                Ok(Node::EachValue(boxed(left), boxed(self.projected(20)?)))
            }
            Token::Sign(".") => Ok(Node::Then(boxed(left), boxed(self.after_dot(strength)?))),
            Token::Sign(sign) => match comparison(sign) {
                Some(comparison) => {
                    Ok(Node::Compare(comparison, boxed(left), boxed(self.expression(strength)?)))
                }
                None => {
                    self.at = start;
                    Err(self.unexpected())
                }
            },
            _ => Err(self.unexpected()),
        }
    }

    /// What may follow a dot: a name, a call, `[a, b]` or `{a: b}`.
    fn after_dot(&mut self, strength: u8) -> Result<Node, String> {
        match self.peek() {
            Token::Name(_) | Token::QuotedName(_) | Token::Sign("*" | "{") => self.expression(strength),
            Token::Sign("[") => {
                self.next();
                self.list()
            }
            _ => Err(self.unexpected()),
        }
    }

    /// The part of a projection that applies to each entry.
    fn projected(&mut self, strength: u8) -> Result<Node, String> {
        match self.peek() {
            token if binding(token) < PROJECTION_ENDS => Ok(Node::Current),
            Token::Sign("[" | "[?") => self.expression(strength),
            Token::Sign(".") => {
                self.next();
                self.after_dot(strength)
            }
            _ => Err(self.unexpected()),
        }
    }

    fn flatten(&mut self, left: Node) -> Result<Node, String> {
        Ok(Node::Each(boxed(Node::Flatten(boxed(left))), boxed(self.projected(9)?)))
    }

    fn filter(&mut self, list: Node) -> Result<Node, String> {
        let condition = self.expression(0)?;
        self.expect("]")?;
        let then = if self.is("[]") { Node::Current } else { self.projected(21)? };
        Ok(Node::Filter { list: boxed(list), condition: boxed(condition), then: boxed(then) })
    }

    /// After `[`: an index, a slice or `*`.
    fn index(&mut self, left: Node) -> Result<Node, String> {
        if self.take("*") {
            self.expect("]")?;
            return Ok(Node::Each(boxed(left), boxed(self.projected(20)?)));
        }
        let mut parts = [None; 3];
        let mut colons = 0;
        loop {
            match self.peek().clone() {
                Token::Number(number) if parts[colons].is_none() => parts[colons] = Some(number),
                Token::Sign(":") if colons < 2 => colons += 1,
                Token::Sign("]") => break,
                _ => return Err(self.unexpected()),
            }
            self.next();
        }
        self.next();
        match (colons, parts) {
            (0, [Some(index), ..]) => Ok(Node::Then(boxed(left), boxed(Node::Index(index)))),
            (0, _) => Err(self.unexpected()),
            (_, [_, _, Some(0)]) => Err("Invalid jmespath expression: slice step cannot be 0".into()),
            (_, [start, stop, step]) => {
                let slice = Node::Slice { start, stop, step: step.unwrap_or(1) };
                Ok(Node::Each(boxed(Node::Then(boxed(left), boxed(slice))), boxed(self.projected(20)?)))
            }
        }
    }

    /// After `[`: expressions up to `]`.
    fn list(&mut self) -> Result<Node, String> {
        let mut nodes = vec![self.expression(0)?];
        while self.take(",") {
            nodes.push(self.expression(0)?);
        }
        self.expect("]")?;
        Ok(Node::List(nodes))
    }

    /// After `{`: `name: expression` up to `}`.
    fn structure(&mut self) -> Result<Node, String> {
        let mut members = Vec::new();
        loop {
            let name = match self.peek().clone() {
                Token::Name(name) | Token::QuotedName(name) => name,
                _ => return Err(self.unexpected()),
            };
            self.next();
            self.expect(":")?;
            members.push((name, self.expression(0)?));
            if !self.take(",") {
                break;
            }
        }
        self.expect("}")?;
        Ok(Node::Structure(members))
    }

    fn call(&mut self, name: String) -> Result<Node, String> {
        self.expect("(")?;
        let mut arguments = Vec::new();
        while !self.is(")") {
            arguments.push(self.expression(0)?);
            if !self.take(",") {
                break;
            }
        }
        self.expect(")")?;
        Ok(Node::Call(name, arguments))
    }
}

fn comparison(sign: &str) -> Option<Comparison> {
    Some(match sign {
        "==" => Comparison::Equal,
        "!=" => Comparison::NotEqual,
        "<" => Comparison::Less,
        "<=" => Comparison::LessOrEqual,
        ">" => Comparison::Greater,
        ">=" => Comparison::GreaterOrEqual,
        _ => return None,
    })
}
