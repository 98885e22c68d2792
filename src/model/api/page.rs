//! Pages of a list.

use serde_json::{Value, json};

use crate::model::ecs::{EcsError, EcsResult};

/// One page of `items` as the member `key`, with a `nextToken` if there is more.
pub fn page(key: &str, items: Vec<String>, token: Option<&str>, most: u32) -> EcsResult<Value> {
    let start = match token {
        None => 0,
        Some(token) => token.parse::<usize>().ok().filter(|&start| start <= items.len()).ok_or_else(|| EcsError::invalid_parameter("Invalid token."))?,
    };
    let end = items.len().min(start + most as usize);
    let mut answer = json!({ key: items[start..end] });
    if end < items.len() {
        answer["nextToken"] = json!(end.to_string());
    }
    Ok(answer)
}
