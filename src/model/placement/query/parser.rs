//! From text to [`Expression`], one function per line of the grammar.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use regex_lite::Regex;

use super::cursor::{Cursor, Operator};
use super::{Comparison, Expression, LONGEST_EXPRESSION, Pattern, QueryError, Test, TextCheck, moment};

/// Parentheses and `not`s inside each other. The longest expression could hold two thousand, and the stack
/// of a page is small; nobody writes more than a handful.
const DEEPEST: u32 = 64;

pub(super) fn parse(text: &str) -> Result<Expression, QueryError> {
    let mut parser = Parser { cursor: Cursor::new(text), depth: 0 };
    if text.chars().count() > LONGEST_EXPRESSION as usize {
        let end = text.char_indices().nth(LONGEST_EXPRESSION as usize).map_or(text.len(), |(at, _)| at);
        let message = format!("more than {LONGEST_EXPRESSION} characters");
        return Err(parser.cursor.error_at(end, message));
    }
    let expression = parser.any()?;
    if !parser.cursor.is_at_end() {
        return Err(parser.cursor.error("`and`, `or` or the end was expected"));
    }
    Ok(expression)
}

struct Parser<'a> {
    cursor: Cursor<'a>,
    depth: u32,
}

impl Parser<'_> {
    fn any(&mut self) -> Result<Expression, QueryError> {
        let mut parts = vec![self.all()?];
        while self.cursor.symbol("||") || self.cursor.keyword("or") {
            parts.push(self.all()?);
        }
        Ok(one_or(parts, Expression::Any))
    }

    fn all(&mut self) -> Result<Expression, QueryError> {
        let mut parts = vec![self.not()?];
        while self.cursor.symbol("&&") || self.cursor.keyword("and") {
            parts.push(self.not()?);
        }
        Ok(one_or(parts, Expression::All))
    }

    fn not(&mut self) -> Result<Expression, QueryError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.cursor.error("too many parentheses or negations inside each other"));
        }
        let expression = if self.cursor.symbol("!") || self.cursor.keyword("not") {
            Expression::Not(Box::new(self.not()?))
        } else if self.cursor.symbol("(") {
            self.parenthesised()?
        } else {
            self.test()?
        };
        self.depth -= 1;
        Ok(expression)
    }

    fn parenthesised(&mut self) -> Result<Expression, QueryError> {
        let inner = self.any()?;
        if !self.cursor.symbol(")") {
            return Err(self.cursor.error("`)` was expected"));
        }
        Ok(inner)
    }

    fn test(&mut self) -> Result<Expression, QueryError> {
        let place = self.cursor.place();
        let subject = self.cursor.subject();
        match subject {
            "agentConnected" => self.text_test(Test::AgentConnected, false),
            "ec2InstanceId" => self.text_test(Test::Ec2InstanceId, false),
            "task:group" => self.text_test(Test::TaskGroup, false),
            "agentVersion" => self.ordered_test("a version such as 1.105.1", version, Test::AgentVersion),
            "runningTasksCount" => self.ordered_test("a whole number", count, Test::RunningTasksCount),
            "registeredAt" => {
                let date = "a date such as 2018-06-18T22:28:28Z";
                self.ordered_test(date, moment::epoch_seconds, Test::RegisteredAt)
            }
            _ => {
                let name = subject.strip_prefix("attribute:").filter(|name| !name.is_empty());
                let name: Rc<str> = name.ok_or_else(|| self.unknown_subject(place, subject))?.into();
                self.text_test(|check| Test::Attribute(name, check), true)
            }
        }
    }

    fn unknown_subject(&self, place: usize, subject: &str) -> QueryError {
        let message = match subject {
            "" => "a subject was expected".to_owned(),
            "attribute:" => "an attribute has no name".to_owned(),
            other => format!("there is no subject `{other}`"),
        };
        self.cursor.error_at(place, message)
    }

    /// A test of a subject that is a text. Only attributes can be absent or be put in order.
    fn text_test(
        &mut self,
        test: impl FnOnce(TextCheck) -> Test,
        attribute: bool,
    ) -> Result<Expression, QueryError> {
        let place = self.cursor.place();
        let (operator, opposite) = self.cursor.operator()?;
        let check = match operator {
            Operator::Exists if attribute => TextCheck::Exists,
            Operator::Compare(Comparison::Equal) => TextCheck::In(vec![self.cursor.literal(false)?.into()]),
            Operator::Compare(how) if attribute => {
                TextCheck::Compare(how, self.cursor.literal(false)?.into())
            }
            Operator::In => TextCheck::In(self.list()?),
            Operator::Matches => TextCheck::Matches(self.pattern()?),
            Operator::Exists | Operator::Compare(_) => return Err(self.unfit_operator(place)),
        };
        Ok(negated(Expression::Test(test(check)), opposite))
    }

    /// A test of a subject that is put in order: a number, version or date.
    fn ordered_test<Value>(
        &mut self,
        expected: &str,
        read: impl FnOnce(&str) -> Option<Value>,
        test: impl FnOnce(Comparison, Value) -> Test,
    ) -> Result<Expression, QueryError> {
        let place = self.cursor.place();
        let (operator, opposite) = self.cursor.operator()?;
        let Operator::Compare(how) = operator else { return Err(self.unfit_operator(place)) };
        let place = self.cursor.place();
        let literal = self.cursor.literal(false)?;
        let unreadable = || self.cursor.error_at(place, format!("`{literal}` is not {expected}"));
        let value = read(literal).ok_or_else(unreadable)?;
        Ok(negated(Expression::Test(test(how, value)), opposite))
    }

    fn unfit_operator(&self, place: usize) -> QueryError {
        self.cursor.error_at(place, "the subject does not take this operator")
    }

    fn list(&mut self) -> Result<Vec<Rc<str>>, QueryError> {
        if !self.cursor.symbol("[") {
            return Err(self.cursor.error("`[` was expected"));
        }
        let mut literals = vec![self.cursor.literal(true)?.into()];
        while self.cursor.symbol(",") {
            literals.push(self.cursor.literal(true)?.into());
        }
        if !self.cursor.symbol("]") {
            return Err(self.cursor.error("`,` or `]` was expected"));
        }
        Ok(literals)
    }

    /// Java's syntax, as far as the browser-sized engine goes: no look-around and no back-references.
    fn pattern(&mut self) -> Result<Pattern, QueryError> {
        let place = self.cursor.place();
        let literal = self.cursor.literal(false)?;
        // Read alone first: `a)(b` is only whole inside the group that anchors it.
        let regex = Regex::new(literal).and_then(|_| Regex::new(&format!("^(?:{literal})$")));
        let unreadable = |_| self.cursor.error_at(place, format!("`{literal}` is not a regular expression"));
        Ok(Pattern { regex: regex.map_err(unreadable)?, answers: RefCell::new(BTreeMap::new()) })
    }
}

fn one_or(mut parts: Vec<Expression>, join: fn(Vec<Expression>) -> Expression) -> Expression {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        last => join(parts.into_iter().chain(last).collect()),
    }
}

fn negated(expression: Expression, opposite: bool) -> Expression {
    if opposite { Expression::Not(Box::new(expression)) } else { expression }
}

fn count(text: &str) -> Option<u32> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

/// `1.105.1` as its numbers, without zeros at the end, so that `1.2` and `1.2.0` are the same.
pub(super) fn version(text: &str) -> Option<Vec<u32>> {
    let mut parts: Vec<u32> = text.split('.').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    while parts.last() == Some(&0) {
        parts.pop();
    }
    Some(parts)
}
