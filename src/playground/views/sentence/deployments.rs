//! What the sentence says of a deployment: what it waits for, and how far it has come.

use super::{Reason, Sentence, Tone, count};
use crate::model::ecs::{Service, ServiceId, ServiceStatus, TaskDefinition};
use crate::model::world::World;
use crate::playground::explain;

/// What its deployment waits for, or falls back to.
pub fn deployment(world: &World, id: ServiceId) -> Option<Sentence> {
    if world.services[id].status != ServiceStatus::Active {
        return None;
    }
    let told = explain::deployment::story(world, id)?;
    let tone = match (told.is_stuck, told.asks) {
        (true, _) => Tone::Stuck,
        (false, true) => Tone::Asking,
        (false, false) => Tone::Working,
    };
    Some(Sentence::new(tone, told.lead, told.rest).because(Reason::Service(id)))
}

/// What a task of a rolling deployment needs beside RUNNING.
fn counts_as_healthy(definition: &TaskDefinition, service: &Service) -> &'static str {
    match (definition.has_essential_health_check(), service.spec.load_balancers.is_empty()) {
        (true, true) => "as their health checks say",
        (true, false) => "as their health checks and their targets say",
        (false, true) => "40 seconds after RUNNING",
        (false, false) => "40 seconds after RUNNING, if their targets are healthy",
    }
}

pub fn rollout(world: &World, id: ServiceId) -> Option<Sentence> {
    let service = &world.services[id];
    if service.is_external() {
        return None;
    }
    let (new, old) = (service.deployments.first()?, service.deployments.get(1)?);
    let revision = |definition| world.task_definition_name(definition);
    let (new_name, old_name) = (revision(new.task_definition), revision(old.task_definition));
    let configuration = &service.deployment_configuration;
    let (lower, upper) = configuration.limits(service.desired_count);
    let all = service.running_count() + service.pending_count();
    let name = &service.name;
    let sentence = if all >= upper && new.pending_count > 0 {
        let rest = format!("Each {new_name} task that is ready lets one {old_name} task stop.");
        Sentence::new(Tone::Working, format!("{name} is at its maximum of {}.", count(upper, "task")), rest)
    } else if service.running_count() <= lower
        && new.pending_count == 0
        && new.running_count < new.desired_count
    {
        let rest = format!("ECS stops no {old_name} task before a {new_name} task runs.");
        Sentence::new(Tone::Working, format!("{name} is at its minimum of {}.", count(lower, "task")), rest)
    } else if service.memory.waits_for_health && new.running_count >= service.desired_count {
        let lead = format!("{name} goes from {old_name} to {new_name}.");
        let when = counts_as_healthy(&world.task_definitions[new.task_definition], service);
        let rest = format!("Old tasks stop when the new ones, which all run, count as healthy: {when}.");
        Sentence::new(Tone::Working, lead, rest)
    } else {
        let lead = format!("{name} goes from {old_name} to {new_name}.");
        let rest = format!(
            "{} of {} run {new_name}, {} still {old_name}; at least {lower}, at most {upper} at a time.",
            new.running_count, service.desired_count, old.running_count
        );
        Sentence::new(Tone::Working, lead, rest)
    };
    Some(sentence.because(Reason::Service(id)))
}
