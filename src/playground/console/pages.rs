//! Pages of list actions, asked for and joined as the AWS CLI does.

use serde_json::{Value, json};

use super::{Parsed, give};
use crate::model::api::operations::{Operation, Pagination};
use crate::model::ecs::EcsResult;
use crate::playground::recording::Session;

/// The answer of one operation, all its pages joined unless the line says otherwise.
pub fn ask(session: &mut Session, operation: &Operation, parsed: &Parsed) -> EcsResult<Value> {
    let mut request = parsed.request.clone();
    let Some(pages) = &operation.paginated else { return give(session, "ecs", operation.name, request) };
    if let Some(token) = &parsed.starting_token {
        request[pages.token] = json!(token);
    }
    if let Some(size) = parsed.page_size {
        request[pages.limit_key] = json!(size);
    }
    let limit = parsed.max_items.map_or(usize::MAX, |items| items as usize);
    join(session, operation, pages, request, parsed.paginate, limit)
}

fn join(
    session: &mut Session,
    operation: &Operation,
    pages: &Pagination,
    mut request: Value,
    all: bool,
    limit: usize,
) -> EcsResult<Value> {
    let mut answer = give(session, "ecs", operation.name, request.clone())?;
    while all && count(&answer, pages) < limit {
        let Some(token) = answer.get(pages.token).and_then(Value::as_str) else { break };
        request[pages.token] = json!(token);
        let mut next = give(session, "ecs", operation.name, request.clone())?;
        let more = next[pages.result_key].take();
        if let (Some(rows), Value::Array(more)) = (answer[pages.result_key].as_array_mut(), more) {
            rows.extend(more);
        }
        match next.get(pages.token) {
            Some(token) => answer[pages.token] = token.clone(),
            None => {
                answer.as_object_mut().map(|members| members.shift_remove(pages.token));
            }
        }
    }
    if let Some(rows) = answer[pages.result_key].as_array_mut() {
        rows.truncate(limit);
    }
    Ok(answer)
}

fn count(answer: &Value, pages: &Pagination) -> usize {
    answer[pages.result_key].as_array().map_or(0, Vec::len)
}
