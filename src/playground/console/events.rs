//! `playground list-events`: what a target of an EventBridge rule would have got.

use serde_json::{Value, json};

use crate::playground::cli::CliError;
use crate::playground::event_bridge::{self, DETAIL_TYPES, Sent};
use crate::playground::recording::Session;

pub const VERB: &str = "list-events";

const DEFAULT_MAX_RESULTS: u64 = 100;

/// The newest events up to now that the request asks for, oldest first.
pub fn list(session: &Session, request: &Value) -> Result<Value, CliError> {
    let detail_type = request["detailType"].as_str();
    if let Some(unknown) = detail_type.filter(|wanted| !DETAIL_TYPES.contains(wanted)) {
        let known = DETAIL_TYPES.join(", ");
        return Err(CliError::parameter("detail-type", &format!("\"{unknown}\" is none of {known}")));
    }
    let name = request["eventName"].as_str();
    let is_wanted = |sent: &Sent| {
        detail_type.is_none_or(|wanted| sent.detail_type() == wanted)
            && name.is_none_or(|wanted| sent.action().is_some_and(|action| action.name() == wanted))
    };
    let most = request["maxResults"].as_u64().unwrap_or(DEFAULT_MAX_RESULTS) as usize;
    let world = session.world();
    let newest = session.simulation().log().iter().rev().flat_map(|logged| {
        let wanted = event_bridge::sent(&logged.event, world).into_iter().filter(is_wanted).count();
        std::iter::repeat_n(logged.seq, wanted)
    });
    let Some(first) = newest.take(most).last() else { return Ok(json!({ "events": [] })) };
    let mut events = Vec::new();
    session.retell(first, |world, logged| {
        let wanted = event_bridge::sent(&logged.event, world).into_iter().filter(is_wanted);
        events.extend(wanted.map(|sent| event_bridge::event(world, logged, sent)));
        true
    });
    // The entry that the list begins with may have more than one event.
    events.drain(..events.len().saturating_sub(most));
    Ok(json!({ "events": events }))
}
