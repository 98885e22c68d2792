//! What a service says to a request that does not have the shape of its operation.

use serde_json::Value;

use super::apis::Api;
use super::operations::{Operation, ProblemKind, ShapeProblem, check};
use crate::model::ecs::{EcsError, EcsResult, ExceptionName};

/// Refuses a request of the wrong shape: first what the wire cannot read, then the first of what the service
/// model rules out. Members that the operation does not have are ignored, as on the wire.
pub fn refuse_misshapen(api: &Api, operation: &Operation, request: &Value) -> EcsResult<()> {
    let problems = check(operation.input, request);
    let unreadable = problems.iter().find_map(|problem| unreadable(request, problem));
    let refused = || problems.iter().find_map(|problem| refused(request, problem));
    let refusal = unreadable.or_else(|| refused().map(|message| EcsError::new(api.invalid, message)));
    refusal.map_or(Ok(()), Err)
}

/// The wordings are assumed; the wire's real ones are those of its Java parser.
fn unreadable(request: &Value, problem: &ShapeProblem) -> Option<EcsError> {
    let ProblemKind::WrongType { expected, .. } = problem.kind else { return None };
    let message = match request.pointer(&problem.pointer) {
        Some(Value::Object(_)) => "Start of structure or map found where not expected.".to_owned(),
        Some(Value::Array(_)) => "Start of list found where not expected".to_owned(),
        _ if matches!(expected, "structure" | "list" | "map") => {
            "Unexpected value type in payload".to_owned()
        }
        Some(Value::String(_)) => cannot_convert("STRING_VALUE", expected),
        Some(Value::Bool(true)) => cannot_convert("TRUE_VALUE", expected),
        Some(Value::Bool(false)) => cannot_convert("FALSE_VALUE", expected),
        _ => cannot_convert("NUMBER_VALUE", expected),
    };
    Some(EcsError::new(ExceptionName::SerializationException, message))
}

fn cannot_convert(token: &str, expected: &str) -> String {
    let article = if expected == "integer" { "an" } else { "a" };
    format!("{token} can not be converted to {article} {}", capitalized(expected))
}

fn refused(request: &Value, problem: &ShapeProblem) -> Option<String> {
    let member = problem.pointer.rsplit('/').find(|step| step.parse::<u32>().is_err()).unwrap_or_default();
    let message = match &problem.kind {
        ProblemKind::UnknownMember { .. } | ProblemKind::WrongType { .. } => return None,
        // The pattern of DescribeTasks' own `Tasks cannot be empty.`
        ProblemKind::MissingRequired { name } => format!("{} cannot be empty.", capitalized(name)),
        ProblemKind::NotInEnum { allowed, .. } => {
            let word = request.pointer(&problem.pointer).and_then(Value::as_str).unwrap_or_default();
            let known = allowed.join(", ");
            format!("'{word}' is not a valid value for '{member}'. Valid values: {known}.")
        }
        ProblemKind::OutOfRange { min, max } => out_of_range(member, *min, *max),
        ProblemKind::TooMany { max } => too_many(member, *max),
    };
    Some(message)
}

/// Assumed: ECS's own words are not known.
fn out_of_range(member: &str, min: i32, max: i32) -> String {
    match max {
        i32::MAX => format!("{member} must be at least {min}."),
        _ => format!("{member} must be between {min} and {max}."),
    }
}

fn too_many(member: &str, max: u32) -> String {
    match member {
        "placementStrategy" => format!("Maximum number of strategies is {max}"),
        "serviceRegistries" => format!("service registries can have at most {max} items"),
        "taskDefinitions" => format!("Size of TaskDefinition references list cannot exceed {max}"),
        // Assumed for the others.
        _ => format!("{} can have at most {max} items.", capitalized(member)),
    }
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
}
