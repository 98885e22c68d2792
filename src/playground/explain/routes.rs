//! Where listener rules lead, in words.

use super::deployment::percent;
use crate::model::ecs::{Rule, RuleAction, TargetGroupId};
use crate::model::world::World;

/// `blue 95%, green 5%`: how a rule shares out its requests, or what it does in their stead.
pub fn shares(world: &World, rule: &Rule) -> String {
    match &rule.action {
        _ if rule.is_deleted => "deleted".to_owned(),
        RuleAction::Other(action) => action["Type"].as_str().unwrap_or_default().to_owned(),
        RuleAction::Forward(groups) => {
            let named = groups.iter().map(|&(group, _)| {
                format!("{} {}", world.target_groups[group].name, percent(share_of(rule, group)))
            });
            named.collect::<Vec<_>>().join(", ")
        }
    }
}

/// The share of a rule's requests that a target group gets, in tenths of a percent.
pub fn share_of(rule: &Rule, group: TargetGroupId) -> u32 {
    let groups = rule.action.target_groups();
    let whole: u32 = groups.iter().map(|(_, weight)| *weight).sum();
    let own = groups.iter().find(|(named, _)| *named == group);
    match (own, groups.len()) {
        (None, _) => 0,
        (Some(_), 1) => 1000,
        (Some((_, weight)), _) => (weight * 1000).checked_div(whole).unwrap_or(0),
    }
}
