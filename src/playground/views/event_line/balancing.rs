//! Events of load balancers and their targets, in words.

use super::{Teller, Told, Tone, text};
use crate::model::ecs::TargetState;
use crate::model::world::Event;
use crate::playground::explain::routes;

impl Teller<'_> {
    pub(super) fn tell_of_balancing(&self, event: &Event) -> Told {
        match event {
            Event::LoadBalancerCreated(row) => (
                "i-balance",
                Tone::Plain,
                vec![text(format!("Load balancer {} created, provisioning", row.name))],
            ),
            Event::LoadBalancerChanged { to, .. } => {
                ("i-balance", Tone::Plain, vec![text(format!("Load balancer {} is active", to.name))])
            }
            Event::TargetGroupCreated(row) => {
                ("i-balance", Tone::Plain, vec![text(format!("Target group {} created", row.name))])
            }
            Event::RuleChanged { rule, to } => {
                let (name, shares) = (self.world.rule_name(*rule), routes::shares(self.world, to));
                ("i-balance", Tone::Plain, vec![text(format!("Listener rule {name}: {shares}"))])
            }
            Event::TargetHealthChanged { target, state, failure, .. } => {
                let row = &self.world.targets[*target];
                let group = &self.world.target_groups[row.target_group].name;
                let why = failure.map_or(String::new(), |failure| {
                    format!(": {}, {}", failure.code(), failure.description())
                });
                let words = format!(" is {} in target group {group}{why}", state.as_str());
                let tone = if *state == TargetState::Unhealthy { Tone::Bad } else { Tone::Plain };
                let parts = match row.task {
                    Some((task, _)) => self.about_task(task, words),
                    None => vec![text(format!("target {}:{}{words}", row.id, row.port))],
                };
                (target_icon(*state), tone, parts)
            }
            _ => unreachable!("an event that no row is made for"),
        }
    }
}

/// The glyph of a target's state.
pub fn target_icon(state: TargetState) -> &'static str {
    match state {
        TargetState::Initial => "x-in",
        TargetState::Healthy => "x-ok",
        TargetState::Unhealthy => "x-bad",
        TargetState::Draining => "x-dr",
        TargetState::Unused => "g-none",
    }
}
