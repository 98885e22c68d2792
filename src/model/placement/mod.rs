//! Where a task goes, and which task stops when there are too many.

use std::rc::Rc;

use crate::model::ecs::container_instance::Resources;
use crate::model::ecs::{
    ClusterId, DecisionId, LaunchType, PlacementConstraint, PlacementStrategy, ServiceId, TaskDefinitionId,
    TaskId, ZoneId,
};
use crate::model::world::decision::{PlacementRecord, Purpose};
use crate::model::world::{Ctx, World};

/// Tasks of one definition that want places.
#[derive(Clone, Debug)]
pub struct Order<'a> {
    pub cluster: ClusterId,
    pub purpose: Purpose,
    pub definition: TaskDefinitionId,
    /// Spread and `distinctInstance` count the tasks of this group.
    pub group: Rc<str>,
    pub launch_type: LaunchType,
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
pub fn place(_ctx: &mut Ctx, _order: &Order) -> (DecisionId, Rc<PlacementRecord>) {
    unimplemented!("placement lands next")
}

/// The tasks to stop when `count` of `among` (tasks of the service that are meant to run) are too many.
pub fn choose_to_stop(_world: &World, _service: ServiceId, _among: &[TaskId], _count: u32) -> Vec<TaskId> {
    unimplemented!("placement lands next")
}
