//! The cluster query language: expressions that hold for a container instance or do not.
//!
//! ```text
//! expr := or ; or := and {("||"|"or") and} ; and := not {("&&"|"and") not}
//! not  := ("!"|"not") not | "(" expr ")" | subject operator [argument]
//! argument := literal | "[" literal {"," literal} "]"
//! ```
//!
//! The tokens are documented. That `and` binds tighter than `or`, that a regular expression has to match
//! the whole value (as `Pattern.matches` does in Java), and that `!=`, `!in` and `!~` are the plain
//! opposites of `==`, `in` and `=~` (and so hold where the subject is absent) is assumed.
//! Source: ECS developer guide, "Create expressions to define container instances".

mod cursor;
mod evaluate;
mod moment;
mod parser;

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;

use regex_lite::Regex;

use crate::model::ecs::EcsError;

/// A parsed expression, its regular expressions compiled.
#[derive(Clone, Debug)]
pub enum Expression {
    /// Joined by `and`.
    All(Vec<Expression>),
    /// Joined by `or`.
    Any(Vec<Expression>),
    Not(Box<Expression>),
    Test(Test),
}

/// A subject and what is asked of it.
#[derive(Clone, Debug)]
pub enum Test {
    AgentConnected(TextCheck),
    Ec2InstanceId(TextCheck),
    AgentVersion(Comparison, Vec<u32>),
    RunningTasksCount(Comparison, u32),
    /// In seconds since 1970 UTC.
    RegisteredAt(Comparison, i64),
    Attribute(Rc<str>, TextCheck),
    /// Holds if it does for the group of any task on the instance that is meant to run.
    TaskGroup(TextCheck),
}

/// What is asked of a text.
#[derive(Clone, Debug)]
pub enum TextCheck {
    Exists,
    /// It is one of these; `==` has a list of one.
    In(Vec<Rc<str>>),
    Matches(Pattern),
    /// Of two whole numbers as numbers, else as text; the documentation is silent on it.
    Compare(Comparison, Rc<str>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    Equal,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
}

impl Comparison {
    fn holds(self, ordering: Ordering) -> bool {
        match self {
            Self::Equal => ordering.is_eq(),
            Self::Greater => ordering.is_gt(),
            Self::GreaterOrEqual => ordering.is_ge(),
            Self::Less => ordering.is_lt(),
            Self::LessOrEqual => ordering.is_le(),
        }
    }
}

/// A regular expression that remembers what it said of each value: a cluster of thousands of container
/// instances has only a few instance types.
#[derive(Clone, Debug)]
pub struct Pattern {
    regex: Regex,
    answers: RefCell<BTreeMap<Rc<str>, bool>>,
}

/// An expression that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError {
    /// The character at which reading stopped, counted from 1.
    pub position: u32,
    /// What is wrong there: a clause without a final dot.
    pub message: String,
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Invalid expression: {} at character {}.", self.message, self.position)
    }
}

impl std::error::Error for QueryError {}

/// ECS answers an expression it cannot read with an InvalidParameterException. Its words for each mistake
/// are not published; these are ours.
impl From<QueryError> for EcsError {
    fn from(error: QueryError) -> Self {
        Self::invalid_parameter(error.to_string())
    }
}

/// Longest expression the API takes, in characters. Source: API reference, PlacementConstraint.
pub const LONGEST_EXPRESSION: u32 = 2000;

/// Reads an expression.
pub fn parse(text: &str) -> Result<Expression, QueryError> {
    parser::parse(text)
}
