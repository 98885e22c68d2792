//! The wire format of the ECS API, JSON 1.1: from one HTTP request to a command, and from its answer to one
//! HTTP response.
//!
//! Nothing here runs a command: whoever owns a simulation reads the operation with [`parse_target`], its
//! request with [`decode_body`], executes, and writes the answer with [`response`].

use serde_json::{Value, json};

use crate::model::ecs::{EcsError, EcsResult, ExceptionName};
use crate::model::kernel::Kind;
use crate::model::world::World;

/// What `X-Amz-Target` starts with.
pub const TARGET_PREFIX: &str = "AmazonEC2ContainerServiceV20141113.";
pub const CONTENT_TYPE: &str = "application/x-amz-json-1.1";

/// An HTTP response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WireResponse {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
}

/// The operation that an `X-Amz-Target` names. Whether there is such an operation, its execution tells.
pub fn parse_target(target: &str) -> EcsResult<&str> {
    target
        .strip_prefix(TARGET_PREFIX)
        .filter(|name| !name.is_empty())
        .ok_or_else(|| EcsError::new(ExceptionName::UnknownOperationException, super::UNKNOWN_OPERATION))
}

/// The request in a body. An empty body is an empty request.
pub fn decode_body(body: &str) -> EcsResult<Value> {
    if body.trim().is_empty() {
        return Ok(json!({}));
    }
    match serde_json::from_str(body) {
        Ok(request @ Value::Object(_)) => Ok(request),
        // Assumed: the real text names the parser's own state.
        Ok(_) => Err(serialization("Unexpected value type in payload".into())),
        Err(error) => Err(serialization(format!("The request body is not valid JSON: {error}."))),
    }
}

/// The response to a request. An operation without output answers `{}`.
pub fn response(answer: &EcsResult<Value>, request_id: String) -> WireResponse {
    let (status, body) = match answer {
        Ok(Value::Null) => (200, json!({})),
        Ok(body) => (200, body.clone()),
        Err(error) => (status(error.name), error_body(error)),
    };
    let headers = vec![("x-amzn-RequestId", request_id), ("Content-Type", CONTENT_TYPE.to_owned())];
    WireResponse { status, headers, body: body.to_string() }
}

/// The `x-amzn-RequestId` of the `number`th request of a run.
pub fn request_id(world: &World, number: u32) -> String {
    world.identifiers.uuid(Kind::Request, number, 0)
}

/// Only ServerException is the server's fault.
fn status(name: ExceptionName) -> u16 {
    match name {
        ExceptionName::ServerException => 500,
        _ => 400,
    }
}

fn error_body(error: &EcsError) -> Value {
    let mut body = json!({ "__type": error.name.as_str(), "message": error.message });
    if !error.resource_ids.is_empty() {
        body["resourceIds"] = json!(error.resource_ids);
    }
    body
}

fn serialization(message: String) -> EcsError {
    EcsError::new(ExceptionName::SerializationException, message)
}
