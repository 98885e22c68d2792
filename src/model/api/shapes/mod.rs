//! The shapes of the ECS API: what a request may hold, member by member.
//!
//! One const table feeds the wire check, the command line, its help and completion, the editor's hover help and the
//! forms. Member names, types and what is required follow the ECS service model (2014-11-13); the sentences are ours.

pub mod account;
pub mod application_autoscaling;
pub mod auto_scaling;
pub mod capacity_provider;
pub mod check;
pub mod cloudwatch;
pub mod cluster;
pub mod container;
pub mod container_instance;
pub mod elbv2;
pub mod linux;
pub mod schema;
pub mod service;
pub mod service_connect;
pub mod service_deployment;
pub mod tag;
pub mod task;
pub mod task_definition;
pub mod task_set;
pub mod volume;

/// The type of a value in a request.
#[derive(Debug)]
pub enum Shape {
    Structure {
        members: &'static [Member],
    },
    List {
        member: &'static Shape,
        /// The most entries ECS takes, or `u32::MAX` where no limit is documented.
        max: u32,
    },
    /// Keys are always strings.
    Map {
        value: &'static Shape,
    },
    String,
    /// A string of which ECS knows these values.
    Enum(&'static [&'static str]),
    /// A 32-bit integer with its documented limits; `i32::MIN` and `i32::MAX` stand for none.
    Integer {
        min: i32,
        max: i32,
    },
    Long,
    Double,
    Boolean,
    /// Seconds since the epoch on the wire.
    Timestamp,
    /// Any JSON at all, such as `hookDetails`.
    Document,
}

/// A named value in a structure.
#[derive(Debug)]
pub struct Member {
    /// The API's name, such as `taskDefinition`.
    pub name: &'static str,
    pub shape: &'static Shape,
    /// The service model refuses a request without it.
    pub required: bool,
    /// What ECS takes when it is left out.
    pub default: DefaultValue,
    /// One or two sentences: meaning, unit, limits.
    pub doc: &'static str,
}

/// A documented default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DefaultValue {
    None,
    Text(&'static str),
    Number(i64),
    Flag(bool),
}

impl Shape {
    /// The members of a structure; none for any other shape.
    pub fn members(&self) -> &'static [Member] {
        match self {
            Shape::Structure { members } => members,
            _ => &[],
        }
    }

    /// The member of that name, when this is a structure that has it.
    pub fn member(&self, name: &str) -> Option<&'static Member> {
        self.members().iter().find(|member| member.name == name)
    }

    /// The service model's word for the type, such as `structure`.
    pub fn type_name(&self) -> &'static str {
        match self {
            Shape::Structure { .. } => "structure",
            Shape::List { .. } => "list",
            Shape::Map { .. } => "map",
            Shape::String | Shape::Enum(_) => "string",
            Shape::Integer { .. } => "integer",
            Shape::Long => "long",
            Shape::Double => "double",
            Shape::Boolean => "boolean",
            Shape::Timestamp => "timestamp",
            Shape::Document => "document",
        }
    }

    /// Whether a single word on the command line can be the value.
    pub fn is_scalar(&self) -> bool {
        !matches!(self, Shape::Structure { .. } | Shape::List { .. } | Shape::Map { .. } | Shape::Document)
    }
}

impl Member {
    /// The same member with a default that is a string.
    pub const fn text(mut self, default: &'static str) -> Self {
        self.default = DefaultValue::Text(default);
        self
    }

    /// The same member with a default that is a number.
    pub const fn number(mut self, default: i64) -> Self {
        self.default = DefaultValue::Number(default);
        self
    }

    /// The same member with a default that is a boolean.
    pub const fn flag(mut self, default: bool) -> Self {
        self.default = DefaultValue::Flag(default);
        self
    }
}

/// A member a request may leave out.
pub const fn optional(name: &'static str, shape: &'static Shape, doc: &'static str) -> Member {
    Member { name, shape, required: false, default: DefaultValue::None, doc }
}

/// A member the service model requires.
pub const fn required(name: &'static str, shape: &'static Shape, doc: &'static str) -> Member {
    Member { name, shape, required: true, default: DefaultValue::None, doc }
}

/// A structure of these members.
pub const fn structure(members: &'static [Member]) -> Shape {
    Shape::Structure { members }
}

/// A list without a documented limit.
pub const fn list(member: &'static Shape) -> Shape {
    Shape::List { member, max: u32::MAX }
}

/// A list of at most `max` entries.
pub const fn list_up_to(member: &'static Shape, max: u32) -> Shape {
    Shape::List { member, max }
}

/// An integer from `min` to `max`, both included.
pub const fn range(min: i32, max: i32) -> Shape {
    Shape::Integer { min, max }
}

pub static STRING: Shape = Shape::String;
pub static BOOLEAN: Shape = Shape::Boolean;
pub static DOUBLE: Shape = Shape::Double;
pub static LONG: Shape = Shape::Long;
pub static INTEGER: Shape = range(i32::MIN, i32::MAX);
pub static STRING_LIST: Shape = list(&STRING);
pub static STRING_MAP: Shape = Shape::Map { value: &STRING };
pub static PORT: Shape = range(0, 65535);
pub static ENABLED_OR_DISABLED: Shape = Shape::Enum(&["ENABLED", "DISABLED"]);

/// `cluster`, as nearly every request takes it.
pub const fn cluster_member() -> Member {
    optional("cluster", &STRING, "Short name or ARN of the cluster.").text("default")
}

/// `nextToken`, for the pages after the first.
pub const fn next_token_member() -> Member {
    optional("nextToken", &STRING, "The nextToken of the previous page, to get the page after it.")
}
