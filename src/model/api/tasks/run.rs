//! RunTask.

use std::rc::Rc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::describe;
use super::order::{Common, TaskOrder};
use super::repeat::{self, Token};
use crate::model::api::launch;
use crate::model::api::launch::capacity::{Capacity, Share};
use crate::model::api::members::failure;
use crate::model::api::request::{self, decode};
use crate::model::ecs::cluster::CapacityProviderStrategyItem;
use crate::model::ecs::{
    ClusterId, ContainerInstanceStatus, EcsError, EcsResult, LaunchType, PlacementConstraint,
    PlacementStrategy, TaskId, ZoneId,
};
use crate::model::placement::{self, Order, messages};
use crate::model::world::decision::{PlacementRecord, Purpose};
use crate::model::world::{Ctx, World};

const LONGEST_STARTED_BY: usize = 128;

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct RunTask {
    #[serde(skip)]
    common: Common,
    capacity_provider_strategy: Option<Vec<CapacityProviderStrategyItem>>,
    client_token: Option<Rc<str>>,
    count: Option<u32>,
    launch_type: Option<String>,
    placement_constraints: Option<Vec<PlacementConstraint>>,
    placement_strategy: Option<Vec<PlacementStrategy>>,
    platform_version: Option<Rc<str>>,
}

/// RunTask. Whatever breaks a rule is an error and starts nothing; a task without a place is a failure beside the
/// tasks that have one.
pub fn run(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let typed = RunTask { common: decode(request)?, ..decode(request)? };
    let cluster = request::cluster(ctx.world(), typed.common.cluster.as_deref())?;
    let token = typed.client_token.as_ref().map(|token| Token::new(cluster, token, request)).transpose()?;
    if let Some(tasks) = token.as_ref().map(|token| token.tasks(ctx.world())).transpose()?.flatten() {
        return Ok(answer(ctx.world(), &tasks, Vec::new()));
    }
    let checked = Checked::new(ctx.world(), cluster, typed)?;
    let (mut tasks, mut failures) = (Vec::new(), Vec::new());
    for share in checked.capacity.shares(checked.count) {
        let (started, unplaced) = checked.start(ctx, &share);
        tasks.extend(started);
        failures.extend(unplaced);
    }
    if let Some(token) = token {
        repeat::remember(ctx, token, &tasks);
    }
    Ok(answer(ctx.world(), &tasks, failures))
}

fn answer(world: &World, tasks: &[TaskId], failures: Vec<Value>) -> Value {
    let tasks: Vec<Value> = tasks.iter().map(|&task| describe::task(world, task)).collect();
    json!({ "tasks": tasks, "failures": failures })
}

/// A request that breaks no rule.
struct Checked {
    order: TaskOrder,
    capacity: Capacity,
    count: u32,
    constraints: Vec<PlacementConstraint>,
    strategy: Vec<PlacementStrategy>,
    zones: Vec<ZoneId>,
}

impl Checked {
    /// The rules in the order in which they win: capacity, what StartTask has too, placement, platform version,
    /// container instances to place on.
    fn new(world: &World, cluster: ClusterId, request: RunTask) -> EcsResult<Self> {
        let strategy = request.capacity_provider_strategy.unwrap_or_default();
        let launch_type = request.launch_type.as_deref().map(launch::launch_type).transpose()?;
        let capacity = Capacity::of_request(&world.clusters[cluster], launch_type, &strategy)?;
        let on = capacity.launch_type();
        let mut order = TaskOrder::new(world, cluster, on, request.common, LONGEST_STARTED_BY)?;
        let constraints = request.placement_constraints.unwrap_or_default();
        let strategy = request.placement_strategy.unwrap_or_default();
        let of_definition = world.task_definitions[order.definition].placement_constraints.len();
        launch::placement::refuse(&constraints, &strategy, of_definition, on)?;
        launch::refuse_platform_version(request.platform_version.as_deref(), on)?;
        let by_launch_type = matches!(capacity, Capacity::LaunchType(_));
        if by_launch_type && on == LaunchType::Ec2 && !has_active_instance(world, cluster) {
            return Err(EcsError::invalid_parameter("No Container Instances were found in your cluster."));
        }
        let zones = order.zones(world);
        order.platform_version = request.platform_version;
        Ok(Self { order, capacity, count: request.count.unwrap_or(1), constraints, strategy, zones })
    }

    /// Places one share and creates what has a place.
    fn start(&self, ctx: &mut Ctx, share: &Share) -> (Vec<TaskId>, Vec<Value>) {
        let order = Order {
            cluster: self.order.cluster,
            purpose: Purpose::RunTask,
            definition: self.order.definition,
            group: self.order.group.clone(),
            launch_type: share.launch_type,
            capacity_provider: share.capacity_provider.clone(),
            count: share.count,
            strategy: &self.strategy,
            constraints: &self.constraints,
            zones: &self.zones,
            reservation: self.order.reservation,
        };
        let (decision, record) = placement::place(ctx, &order);
        let mut tasks = self.order.create_placed(ctx, decision, &record.choices, share);
        let room = ctx.world().room_to_wait(self.order.cluster, share.capacity_provider.as_deref());
        let waiting = record.unplaced.min(room);
        let position = record.choices.len() as u32;
        for _ in 0..waiting {
            let provider = share.capacity_provider.clone();
            let decision = Some((decision, position));
            tasks.push(self.order.create(ctx, None, share.launch_type, provider, decision));
        }
        (tasks, failures(ctx.world(), &record, record.unplaced - waiting, share))
    }
}

fn has_active_instance(world: &World, cluster: ClusterId) -> bool {
    let instances = world.clusters[cluster].container_instances.iter();
    { instances }.any(|&id| world.container_instances[id].status == ContainerInstanceStatus::Active)
}

/// One failure for each task without a place, naming the container instance that came closest.
fn failures(world: &World, record: &PlacementRecord, count: u32, share: &Share) -> Vec<Value> {
    let Some(cause) = &record.failure else { return Vec::new() };
    let one = match (&cause.closest, &share.capacity_provider) {
        (Some((instance, reason)), _) => {
            failure(Some(world.container_instance_arn(*instance)), reason.failure_code())
        }
        (None, Some(_)) if share.launch_type == LaunchType::Ec2 => {
            // Assumed: it is what a task says that waited in vain.
            failure(None, messages::EMPTY_CAPACITY_PROVIDER)
        }
        (None, _) => failure(None, messages::FARGATE_CAPACITY_UNAVAILABLE),
    };
    vec![one; count as usize]
}
