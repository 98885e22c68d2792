//! Starting tasks: how many now, on which capacity, where, and what the service says about it.

use std::rc::Rc;

use super::census::source_of;
use super::look::Look;
use super::reconcile::Plan;
use super::steady::REPEAT;
use super::{messages, throttle};
use crate::model::agent::{self, NewTask};
use crate::model::ecs::capacity_provider::is_fargate;
use crate::model::ecs::service::ServiceSpec;
use crate::model::ecs::{
    DecisionId, Deployment, DeploymentId, LaunchType, PlacementConstraint, PlacementConstraintType, Tag,
    TaskDefinitionId, TaskId, ZoneId,
};
use crate::model::placement::{self, Order};
use crate::model::world::decision::{PlacementRecord, Purpose};
use crate::model::world::event::ServiceAction;
use crate::model::world::scheduling::SchedulerBlock;

/// What came of the wish to start tasks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Starts {
    pub started: u32,
    /// Why fewer were started than planned.
    pub blocked_by: Option<SchedulerBlock>,
}

/// Tasks of one deployment on one kind of capacity.
struct Batch {
    deployment: DeploymentId,
    definition: TaskDefinitionId,
    spec: Rc<ServiceSpec>,
    launch_type: LaunchType,
    capacity_provider: Option<Rc<str>>,
    count: u32,
    /// Only there, to even out the zones.
    zone: Option<ZoneId>,
}

/// Starts what the plan says, as far as throttles and capacity allow.
pub fn carry_out(look: &mut Look, plan: &Plan) -> Starts {
    let wanted = plan.start + plan.start_source;
    if wanted == 0 {
        forget_placement_failures(look);
        return Starts::default();
    }
    // A replacement within the source is not throttled: its revision is known to start.
    let gate = if plan.start > 0 { throttle::start_gate(look) } else { None };
    let start = if gate.is_some() { 0 } else { plan.start };
    let (allowed, rate) = throttle::launch_allowance(look, start + plan.start_source);
    let from_source = plan.start_source.min(allowed);
    let (tasks, unplaced) = start_both(look, from_source, allowed - from_source);
    let started = tasks.len() as u32;
    throttle::count_launches(&mut look.memory, started);
    if started > 0 {
        let replaced = plan.start_for_unhealthy.min(started);
        let message = messages::started(&look.service().name, &tasks, replaced);
        look.post(message, Some(ServiceAction::TasksStarted));
    }
    let placement = unplaced.map(|message| {
        report_placement_failure(look, message);
        SchedulerBlock::Placement
    });
    if placement.is_none() && allowed > 0 {
        forget_placement_failures(look);
    }
    Starts { started, blocked_by: placement.or(gate).or(rate) }
}

/// Starts tasks of a task set. Gives how many those were.
pub fn of_task_set(look: &mut Look, set: &Deployment, count: u32) -> u32 {
    if count == 0 {
        return 0;
    }
    let (mut tasks, mut failure) = (Vec::new(), None);
    for batch in batches(look, set, count) {
        start_batch(look, &batch, &mut tasks, &mut failure);
    }
    if !tasks.is_empty() {
        let who = messages::of_task_set(&look.service().name, &look.world().deployment_name(set.id));
        look.post(messages::started(&who, &tasks, 0), Some(ServiceAction::TasksStarted));
    }
    match failure {
        Some(message) => report_placement_failure(look, message),
        None => forget_placement_failures(look),
    }
    tasks.len() as u32
}

/// Gives the ids of the started tasks, and the message about those that found no place.
fn start_both(look: &mut Look, from_source: u32, from_primary: u32) -> (Vec<String>, Option<Rc<str>>) {
    let source = source_of(look.service()).cloned();
    let primary = look.service().primary().cloned();
    let (mut tasks, mut failure) = (Vec::new(), None);
    for (deployment, count) in [(source, from_source), (primary, from_primary)] {
        let Some(deployment) = deployment.filter(|_| count > 0) else { continue };
        for batch in batches(look, &deployment, count) {
            start_batch(look, &batch, &mut tasks, &mut failure);
        }
    }
    (tasks, failure)
}

/// Starts tasks of the PRIMARY deployment in that zone and nowhere else; gives those that found a place.
pub fn start_in_zone(look: &mut Look, zone: ZoneId, count: u32) -> Vec<TaskId> {
    let Some(primary) = look.service().primary().cloned() else { return Vec::new() };
    let first = look.world().tasks.next_id().0;
    for batch in batches(look, &primary, count) {
        start_batch(look, &Batch { zone: Some(zone), ..batch }, &mut Vec::new(), &mut None);
    }
    throttle::count_launches(&mut look.memory, look.ctx.world().tasks.next_id().0 - first);
    (first..look.world().tasks.next_id().0).map(TaskId).collect()
}

fn start_batch(look: &mut Look, batch: &Batch, tasks: &mut Vec<String>, failure: &mut Option<Rc<str>>) {
    let (decision, record) = place(look, batch);
    let cluster = look.service().cluster;
    let room = look.world().room_to_wait(cluster, batch.capacity_provider.as_deref());
    let waiting = record.unplaced.min(room);
    let spec = &batch.spec;
    let tags = task_tags(look, batch.definition);
    let service = look.service();
    let new_task = NewTask {
        cluster,
        definition: batch.definition,
        service: Some((look.service, batch.deployment)),
        group: record.group.clone(),
        started_by: Some(look.world().deployment_name(batch.deployment).into()),
        launch_type: batch.launch_type,
        capacity_provider: batch.capacity_provider.clone(),
        platform_version: spec.platform_version.clone(),
        target: None,
        decision: None,
        overrides: None,
        network_configuration: spec.network_configuration.clone(),
        tags,
        enable_execute_command: service.enable_execute_command,
    };
    let targets = record.choices.iter().map(|choice| Some(choice.target));
    let targets = targets.chain(std::iter::repeat_n(None, waiting as usize));
    for (number, target) in (0..).zip(targets) {
        let task = NewTask { target, decision: Some((decision, number)), ..new_task.clone() };
        let id = agent::create_task(look.ctx, task);
        tasks.push(look.world().task_hex(id));
    }
    if waiting < record.unplaced {
        *failure = Some(why_not(look, batch, &record).into());
    }
}

/// What the service says about tasks that neither have a place nor may wait for one.
fn why_not(look: &Look, batch: &Batch, record: &PlacementRecord) -> String {
    let (world, name) = (look.world(), &look.service().name);
    let provider = batch.capacity_provider.as_deref().and_then(|name| world.find_capacity_provider(name));
    let makes_room = provider.is_some_and(|id| world.capacity_providers[id].makes_room());
    match &record.failure {
        _ if makes_room => placement::messages::provisioning_limit(name),
        Some(failure) if provider.is_some() && failure.candidates.is_empty() => {
            placement::messages::empty_capacity_provider(name)
        }
        Some(failure) => placement::messages::placement_failure(world, look.service, failure),
        None => String::new(),
    }
}

fn place(look: &mut Look, batch: &Batch) -> (DecisionId, Rc<PlacementRecord>) {
    let service = look.service();
    let (strategy, mut constraints) =
        (service.placement_strategy.clone(), super::daemon::constraints(service));
    let mut zones = look.world().zones_of_network(batch.spec.network_configuration.as_deref());
    if let Some(zone) = batch.zone {
        let expression = format!("attribute:ecs.availability-zone == {}", look.world().zone_name(zone));
        let kind = PlacementConstraintType::MemberOf;
        constraints.push(PlacementConstraint { kind, expression: Some(expression) });
        zones = vec![zone];
    }
    let order = Order {
        cluster: service.cluster,
        purpose: Purpose::Service { service: look.service, deployment: batch.deployment },
        definition: batch.definition,
        group: format!("service:{}", service.name).into(),
        launch_type: batch.launch_type,
        capacity_provider: batch.capacity_provider.clone(),
        count: batch.count,
        strategy: &strategy,
        constraints: &constraints,
        zones: &zones,
        reservation: look.world().task_definitions[batch.definition].takes(batch.launch_type),
    };
    placement::place(look.ctx, &order)
}

/// `propagateTags` and `enableECSManagedTags`.
fn task_tags(look: &Look, definition: TaskDefinitionId) -> Vec<Tag> {
    let (world, service) = (look.world(), look.service());
    let mut tags = match service.propagate_tags.as_deref() {
        Some("SERVICE") => service.tags.clone(),
        Some("TASK_DEFINITION") => {
            world.task_definition_tags.get(&definition).map(|tags| tags.to_vec()).unwrap_or_default()
        }
        _ => Vec::new(),
    };
    if service.enable_ecs_managed_tags {
        let cluster = world.clusters[service.cluster].name.to_string();
        tags.push(Tag { key: "aws:ecs:clusterName".into(), value: cluster });
        tags.push(Tag { key: "aws:ecs:serviceName".into(), value: service.name.to_string() });
    }
    tags
}

/// Splits a deployment's tasks over the capacity its spec names.
fn batches(look: &Look, deployment: &Deployment, count: u32) -> Vec<Batch> {
    let spec = &deployment.spec;
    let batch = |launch_type, capacity_provider, count| Batch {
        deployment: deployment.id,
        definition: deployment.task_definition,
        spec: spec.clone(),
        launch_type,
        capacity_provider,
        count,
        zone: None,
    };
    if spec.capacity_provider_strategy.is_empty() {
        return vec![batch(spec.launch_type.unwrap_or(LaunchType::Ec2), None, count)];
    }
    let shares = super::shares::split(look, spec, count).into_iter();
    let batches = shares.map(|(provider, count)| batch(launch_type_of(&provider), Some(provider), count));
    batches.collect()
}

fn launch_type_of(provider: &str) -> LaunchType {
    if is_fargate(provider) { LaunchType::Fargate } else { LaunchType::Ec2 }
}

fn report_placement_failure(look: &mut Look, message: Rc<str>) {
    let now = look.now();
    let said = look.memory.placement_failure.as_ref();
    let held_back = said.is_some_and(|(text, at)| *text == message && now < *at + REPEAT);
    if !held_back {
        look.post(message.to_string(), Some(ServiceAction::ServiceTaskPlacementFailure));
        look.memory.placement_failure = Some((message, now));
    }
    super::deployments::count_placement_failure(look);
    throttle::retry_placement(look);
}

fn forget_placement_failures(look: &mut Look) {
    look.memory.placement_failure = None;
    look.memory.placement_failing_since = None;
}
