//! Where a task goes, and which task stops when there are too many.

mod batch;
mod closeness;
mod daemons;
mod fargate;
mod field;
mod filter;
pub mod messages;
mod named;
pub mod query;
mod row;
mod scale_in;
mod strategy;

use std::rc::Rc;

pub use scale_in::choose_to_stop;

use crate::model::ecs::container_instance::Resources;
use crate::model::ecs::{
    ClusterId, ContainerInstanceId, DecisionId, LaunchType, PlacementConstraint, PlacementStrategy,
    TaskDefinitionId, ZoneId,
};
use crate::model::world::decision::{PlacementRecord, Purpose, RejectReason};
use crate::model::world::{Ctx, Event, World};
use batch::Batch;
use filter::{Requirements, Standing};

/// Tasks of one definition that want places.
#[derive(Clone, Debug)]
pub struct Order<'a> {
    pub cluster: ClusterId,
    pub purpose: Purpose,
    pub definition: TaskDefinitionId,
    /// Spread and `distinctInstance` count the tasks of this group.
    pub group: Rc<str>,
    pub launch_type: LaunchType,
    /// Only container instances of this provider are looked at; none for a launch type.
    pub capacity_provider: Option<Rc<str>>,
    pub count: u32,
    /// As the service or RunTask states it; empty means the default of the purpose.
    pub strategy: &'a [PlacementStrategy],
    /// Of the service or RunTask; those of the task definition are added.
    pub constraints: &'a [PlacementConstraint],
    /// The zones of the request's subnets; empty means all.
    pub zones: &'a [ZoneId],
    /// What one task reserves, overrides applied.
    pub reservation: Resources,
}

/// Places as many tasks of the order as fit, and writes down why and why not. Creates no task.
pub fn place(ctx: &mut Ctx, order: &Order) -> (DecisionId, Rc<PlacementRecord>) {
    let record = if order.launch_type == LaunchType::Fargate {
        fargate::place(ctx, order)
    } else {
        let mut batch = Batch::new(ctx.world(), order);
        batch.choose(ctx, order.count);
        batch.record(ctx.world(), order)
    };
    write_down(ctx, record)
}

/// Holds a container instance that the caller named against the rules, as StartTask does, and writes down what came
/// of it. The record has this one candidate; the task can be started there if nothing speaks against it.
pub fn place_on(
    ctx: &mut Ctx,
    order: &Order,
    instance: ContainerInstanceId,
) -> (DecisionId, Rc<PlacementRecord>) {
    let record = named::place(ctx.world(), order, instance);
    write_down(ctx, record)
}

/// A record of the order before anything is decided: all tasks are unplaced.
fn blank_record(world: &World, order: &Order, requirements: Requirements) -> PlacementRecord {
    PlacementRecord {
        at: world.now,
        cluster: order.cluster,
        purpose: order.purpose,
        definition: order.definition,
        group: order.group.clone(),
        launch_type: order.launch_type,
        needs: requirements.needs,
        strategy: strategy::in_force(order.purpose, order.launch_type, order.strategy),
        constraints: requirements.constraints,
        candidates: Rc::from([]),
        left_out: 0,
        zone_tasks: Vec::new(),
        choices: Vec::new(),
        unplaced: order.count,
        kept_for: Vec::new(),
        failure: None,
    }
}

fn write_down(ctx: &mut Ctx, record: PlacementRecord) -> (DecisionId, Rc<PlacementRecord>) {
    let record = Rc::new(record);
    let id = ctx.world().decisions.next_id();
    ctx.emit(Event::PlacementDecided(record.clone()));
    (id, record)
}

/// What speaks against one task of the order on a container instance. Nothing: it can be started there.
pub fn check_instance(world: &World, order: &Order, instance: ContainerInstanceId) -> Vec<RejectReason> {
    let row = &world.container_instances[instance];
    let requirements = Requirements::new(world, order);
    let group_tasks =
        if requirements.distinct_instance { group_tasks_on(world, instance, &order.group) } else { 0 };
    let remaining = row.remaining_resources;
    requirements.rejects(world, &Standing { id: instance, row, remaining, group_tasks, placed: 0 })
}

/// Tasks of the group on an instance that are meant to run.
fn group_tasks_on(world: &World, instance: ContainerInstanceId, group: &str) -> u32 {
    let tasks = world.container_instances[instance].tasks.iter().map(|&task| &world.tasks[task]);
    tasks.filter(|task| task.is_wanted() && *task.group == *group).count() as u32
}
