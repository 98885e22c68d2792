//! What a rule does with requests.

use serde_json::{Value, json};

use super::{invalid, refused, target_group, text};
use crate::model::ecs::{EcsResult, ExceptionName, LoadBalancerType, RuleAction};
use crate::model::world::World;

/// Source: "Target groups per action on an Application Load Balancer" of the quotas.
const MOST_TARGET_GROUPS: usize = 5;

/// The one action of `DefaultActions` or `Actions`.
pub fn read(world: &World, given: &Value, kind: LoadBalancerType) -> EcsResult<RuleAction> {
    let actions = given.as_array().map_or(&[][..], Vec::as_slice);
    let [action] = actions else {
        return invalid("Exactly one action must be specified");
    };
    if text(action, "Type") != "forward" {
        if kind == LoadBalancerType::Network {
            return invalid("A Network Load Balancer supports only actions of type forward");
        }
        return Ok(RuleAction::Other(action.clone()));
    }
    let groups = action["ForwardConfig"]["TargetGroups"].as_array();
    let mut named: Vec<(&str, u32)> = groups
        .into_iter()
        .flatten()
        .map(|group| (text(group, "TargetGroupArn"), super::number(group, "Weight").unwrap_or(1)))
        .collect();
    if named.is_empty() {
        named.push((text(action, "TargetGroupArn"), 1));
    }
    if named.len() > MOST_TARGET_GROUPS {
        return invalid(format!("An action can have at most {MOST_TARGET_GROUPS} target groups"));
    }
    let mut forward = Vec::new();
    for (name, weight) in named {
        let id = target_group(world, name)?;
        let group = &world.target_groups[id];
        if group.is_network() != (kind == LoadBalancerType::Network) {
            let message = format!(
                "The target group protocol '{}' is not supported by a load balancer of type '{}'",
                group.protocol,
                kind.as_str()
            );
            return refused(ExceptionName::IncompatibleProtocols, message);
        }
        forward.push((id, weight));
    }
    Ok(RuleAction::Forward(forward))
}

/// The action as a list, as listeners and rules show it.
pub fn shown(world: &World, action: &RuleAction) -> Value {
    match action {
        RuleAction::Other(action) => json!([action]),
        RuleAction::Forward(groups) => {
            let rows: Value = groups
                .iter()
                .map(|(group, weight)| {
                    json!({ "TargetGroupArn": world.target_group_arn(*group), "Weight": weight })
                })
                .collect();
            let config = json!({
                "TargetGroups": rows,
                "TargetGroupStickinessConfig": { "Enabled": false },
            });
            match groups.as_slice() {
                [(group, _)] => json!([{
                    "Type": "forward",
                    "TargetGroupArn": world.target_group_arn(*group),
                    "ForwardConfig": config,
                }]),
                _ => json!([{ "Type": "forward", "ForwardConfig": config }]),
            }
        }
    }
}
