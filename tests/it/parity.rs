//! The table of operations, the actions and the fidelity list name the same things.

use ecs_playground::model::api::operations::OPERATIONS;
use ecs_playground::model::ecs::ExceptionName;
use serde_json::json;

use crate::api_world::ApiWorld;

#[test]
fn every_operation_is_answered() {
    for row in OPERATIONS {
        let answer = ApiWorld::new().call(row.name, json!({}));
        let unanswered = answer.is_err_and(|error| error.name == ExceptionName::UnknownOperationException);
        assert!(!unanswered, "nobody answers {}", row.name);
    }
}
