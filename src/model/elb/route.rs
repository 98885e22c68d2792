//! Which way requests go: from a listener over its rules and their weights to targets. Pure.

use serde_json::Value;

use crate::model::ecs::{
    ListenerId, Rule, RuleAction, RuleId, TargetGroup, TargetGroupId, TargetId, TargetState, Traffic,
};
use crate::model::world::World;

/// The first rule of the listener that takes requests for this host and path.
pub fn rule_for(world: &World, listener: ListenerId, traffic: &Traffic) -> RuleId {
    let takes =
        |rule: &RuleId| world.rules[*rule].conditions.iter().all(|condition| holds(condition, traffic));
    let taking = world.rules_of(listener).into_iter().find(takes);
    taking.unwrap_or(world.listeners[listener].default_rule)
}

/// Of a condition that traffic says nothing about, such as a header, none holds.
fn holds(condition: &Value, traffic: &Traffic) -> bool {
    let (subject, config) = match condition["Field"].as_str() {
        Some("path-pattern") => (&traffic.path, "PathPatternConfig"),
        Some("host-header") => (&traffic.host, "HostHeaderConfig"),
        _ => return false,
    };
    let values = condition["Values"].as_array().or_else(|| condition[config]["Values"].as_array());
    values.into_iter().flatten().filter_map(Value::as_str).any(|pattern| matches(pattern, subject))
}

/// `*` stands for any text, `?` for one letter.
fn matches(pattern: &str, text: &str) -> bool {
    let Some(first) = pattern.chars().next() else { return text.is_empty() };
    let rest = &pattern[first.len_utf8()..];
    match first {
        '*' => (0..=text.len()).any(|at| text.is_char_boundary(at) && matches(rest, &text[at..])),
        _ => match text.chars().next() {
            Some(letter) if first == '?' || first == letter => matches(rest, &text[letter.len_utf8()..]),
            _ => false,
        },
    }
}

/// Shares `whole` out in proportion to `weights`, to the last request. What does not divide evenly falls to another
/// one each time, as `turn` goes on.
pub fn share(whole: u64, weights: &[u64], turn: u64) -> Vec<u64> {
    let total: u64 = weights.iter().sum();
    if total == 0 {
        return vec![0; weights.len()];
    }
    // Where the first share begins wanders with the turn, so the roundings do.
    let offset = turn.wrapping_mul(7919) % total;
    let up_to = |sum: u64| {
        let scaled = |at: u64| (u128::from(whole) * u128::from(at) / u128::from(total)) as u64;
        scaled(sum + offset) - scaled(offset)
    };
    let mut sum = 0;
    weights
        .iter()
        .map(|weight| {
            let before = up_to(sum);
            sum += weight;
            up_to(sum) - before
        })
        .collect()
}

/// The target groups that a rule forwards to, each with its requests. None if it does not forward, or all weights
/// are 0.
pub fn forward(rule: &Rule, requests: u64, turn: u64) -> Vec<(TargetGroupId, u64)> {
    let RuleAction::Forward(groups) = &rule.action else { return Vec::new() };
    let weights: Vec<u64> = match groups.as_slice() {
        [_] => vec![1],
        groups => groups.iter().map(|(_, weight)| u64::from(*weight)).collect(),
    };
    let shares = share(requests, &weights, turn);
    let sent = groups.iter().zip(weights).zip(shares).filter(|((_, weight), _)| *weight > 0);
    sent.map(|(((group, _), _), requests)| (*group, requests)).collect()
}

/// The targets that get requests, with their weights: the healthy ones, those in slow start with less. If all are
/// unhealthy, all get them: the load balancer fails open.
pub fn receivers(world: &World, group: &TargetGroup) -> Vec<(TargetId, u64)> {
    const FULL: u64 = 1000;
    let in_state = |state| group.targets.iter().copied().filter(move |&id| world.targets[id].state == state);
    let slow_start = group.slow_start().as_millis();
    let weight = |id: TargetId| match slow_start {
        0 => FULL,
        span => (world.now.since(world.targets[id].since).as_millis() * FULL / span).clamp(1, FULL),
    };
    let healthy: Vec<_> = in_state(TargetState::Healthy).map(|id| (id, weight(id))).collect();
    if !healthy.is_empty() {
        return healthy;
    }
    in_state(TargetState::Unhealthy).map(|id| (id, FULL)).collect()
}
