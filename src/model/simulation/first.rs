//! The few commands that the scenario of a first visit begins with.

use serde_json::Value;

use crate::model::api::{clusters, services, task_definitions};
use crate::model::ecs::EcsResult;
use crate::model::faults;
use crate::model::world::Ctx;
use crate::model::world::event::Command;

/// Carries out one of them. They are our own and a test gives them to the whole model too, so that nobody holds
/// them against their shapes here.
pub fn run(ctx: &mut Ctx, command: &Command) -> EcsResult<Value> {
    let request = &command.request;
    match (&*command.service, &*command.operation) {
        ("ecs", "CreateCluster") => clusters::create(ctx, request),
        ("ecs", "RegisterTaskDefinition") => task_definitions::register(ctx, request),
        ("ecs", "CreateService") => services::create(ctx, request),
        ("playground", "LaunchInstances") => faults::launch_instances(ctx, request),
        (service, operation) => panic!("{service} {operation} is none of the first commands"),
    }
}
