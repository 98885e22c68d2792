//! "Why did it scale, and why not?": what managed scaling recorded, in words.

use crate::model::agent::why_it_waits;
use crate::model::capacity::managed_scaling::estimate::waiting_for;
use crate::model::ecs::capacity_provider::{Datapoint, ScalingDecision, ScalingOutcome};
use crate::model::ecs::{CapacityProviderId, ProviderKind, TaskId};
use crate::model::kernel::SimTime;
use crate::model::world::World;

/// A metric in hundredths of a per cent: `150 %`, `88.88 %`.
pub fn percent(hundredths: u32) -> String {
    match hundredths % 100 {
        0 => format!("{} %", hundredths / 100),
        rest => format!("{}.{rest:02} %", hundredths / 100),
    }
}

fn instances(count: u32) -> String {
    if count == 1 { "1 instance".to_owned() } else { format!("{count} instances") }
}

/// What the metric was made from.
pub fn measured(datapoint: &Datapoint) -> String {
    let Datapoint { needed, running, reservation, .. } = *datapoint;
    let value = percent(reservation);
    match (needed, running) {
        (0, 0) if datapoint.waiting > 0 => {
            format!("No waiting task fits an instance of the group, which counts as {value}")
        }
        (0, 0) => format!("No instance and nothing to run, which counts as {value}"),
        (_, 0) => format!("Tasks wait and no instance is in service, which counts as {value}"),
        _ => format!("M / N = {needed} / {running} = {value}"),
    }
}

/// One decision as a sentence.
pub fn decision(world: &World, decision: &ScalingDecision) -> String {
    let row = &world.capacity_providers[decision.provider];
    let group = row.group().map(|own| &world.auto_scaling_groups[own.group]);
    let name = group.map_or("", |group| &*group.name);
    let (from, to, target) = (decision.from, decision.to, decision.target_capacity);
    let measured = measured(&decision.datapoint);
    let why_not = why_not(decision.outcome, group.map_or(0, |group| group.max_size), from);
    match decision.outcome {
        ScalingOutcome::ScaledOut => {
            let waiting = decision.datapoint.waiting;
            format!(
                "{name} grows from {from} to {to}: {measured}, above the target of {target} %, with {waiting} tasks waiting."
            )
        }
        ScalingOutcome::ScaledIn => {
            format!(
                "{name} shrinks from {from} to {to}: {measured}, fifteen minutes below the target of {target} %."
            )
        }
        _ => format!("{name} stays at {from}: {measured}, target {target} %. {why_not}"),
    }
}

/// Why nothing was done; empty where something was.
pub fn why_not(outcome: ScalingOutcome, max_size: u32, desired: u32) -> String {
    let at = |moment: SimTime| SimTime::from_secs(moment.as_millis().div_ceil(1000)).to_string();
    match outcome {
        ScalingOutcome::ScaledOut | ScalingOutcome::ScaledIn => String::new(),
        ScalingOutcome::Shrinking => format!("The group is still on its way down to {desired}."),
        ScalingOutcome::AtTarget => "That is the target, or as near as whole instances come.".to_owned(),
        ScalingOutcome::WarmingUp { until: None } => "No further step out while instances boot.".to_owned(),
        ScalingOutcome::WarmingUp { until: Some(until) } => {
            format!("No further step out until the instances of the last one are warm, at {}.", at(until))
        }
        ScalingOutcome::WaitingForLaunches => {
            format!("The group wants {} already; EC2 has not launched them.", instances(desired))
        }
        ScalingOutcome::LowAlarmPending { until } => {
            format!("The low alarm goes off after fifteen minutes below the target, at {}.", at(until))
        }
        ScalingOutcome::AfterScaleOut { until } => {
            format!("Nothing is scaled in for fifteen minutes after a scale-out, until {}.", at(until))
        }
        ScalingOutcome::AlreadyAtMaxSize => {
            format!("The group is at its maximum of {max_size}. A larger MaxSize would let it grow.")
        }
        ScalingOutcome::AlreadyAtMinSize => format!("The group is at its minimum of {desired}."),
        ScalingOutcome::AllProtected => {
            "Every instance runs tasks and is protected from scale-in.".to_owned()
        }
        ScalingOutcome::NothingFits => {
            "No instance type of the group can hold one of the waiting tasks, so no instance would help."
                .to_owned()
        }
    }
}

/// Where a provider stands now: what it measured last, and what came of it.
pub fn standing(world: &World, provider: CapacityProviderId) -> String {
    let row = &world.capacity_providers[provider];
    let ProviderKind::AutoScalingGroup(own) = &row.kind else {
        let waiting = waiting_for(world, &row.name).len();
        return match waiting {
            0 => "ECS launches instances for tasks that wait, and removes idle ones.".to_owned(),
            _ if row.memory.is_refused => {
                format!(
                    "{waiting} tasks wait: EC2 refuses launches now. ECS tries again about once a minute."
                )
            }
            _ => format!("{waiting} tasks wait while ECS launches instances for them."),
        };
    };
    if !own.managed_scaling.enabled {
        return "Managed scaling is off: somebody else sizes the group, and a task without room fails at once.".to_owned();
    }
    let group = &world.auto_scaling_groups[own.group];
    let Some(datapoint) = &row.memory.datapoint else {
        return "Nothing measured yet: the first datapoint comes a minute after a cluster uses the provider."
            .to_owned();
    };
    let measured = measured(datapoint);
    match row.memory.last_outcome {
        None => format!("{measured}. The alarms judge it a minute later."),
        Some(ScalingOutcome::ScaledOut) => {
            format!("{measured}. The last step took the group to {}.", instances(group.desired_capacity))
        }
        Some(ScalingOutcome::ScaledIn) => {
            format!("{measured}. The last step took the group down to {}.", instances(group.desired_capacity))
        }
        Some(outcome) => format!("{measured}. {}", why_not(outcome, group.max_size, group.desired_capacity)),
    }
}

/// Why a task waits in PROVISIONING; none for one that does not.
pub fn why_waiting(world: &World, task: TaskId) -> Option<String> {
    let row = &world.tasks[task];
    if !row.waits_for_capacity() {
        return None;
    }
    let name = row.capacity_provider.as_deref().unwrap_or_default();
    let reason = why_it_waits(world, task);
    let next = match world.find_capacity_provider(name) {
        Some(provider) => standing(world, provider),
        None => "The capacity provider is gone.".to_owned(),
    };
    Some(format!(
        "It waits in PROVISIONING for capacity provider {name} to make room ({reason}), for 10 to 30 minutes. {next}"
    ))
}
