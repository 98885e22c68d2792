//! What the playground can do that ECS cannot: launch instances, break things, set image behaviours, send traffic.

mod capacity;
pub mod catalogue;
mod containers;
mod hooks;
mod images;
mod instances;
mod request;
mod tasks;
mod traffic;
mod zones;

use serde_json::Value;

pub use instances::launch as launch_instances;
pub use tasks::{ends as task_fault_ends, missing_for_fis};

use crate::model::capacity as ec2;
use crate::model::ecs::{EcsError, EcsResult, ExceptionName};
use crate::model::world::{Ctx, World};

/// An operation that changes nothing.
pub fn is_read(operation: &str) -> bool {
    matches!(operation, "ListImages" | "ListTraffic")
}

/// What `ListImages` answers, for who has a world to look at and no context.
pub fn list_images(world: &World) -> EcsResult<Value> {
    images::list(world)
}

/// Does what a command of the playground asks for. The answer names what was touched.
pub fn execute(ctx: &mut Ctx, operation: &str, request: &Value) -> EcsResult<Value> {
    match operation {
        "LaunchInstances" => instances::launch(ctx, request),
        "TerminateInstance" => instances::act(ctx, request, ec2::terminate),
        "StopInstance" => instances::stop(ctx, request),
        "StartInstance" => instances::act(ctx, request, ec2::start),
        "RebootInstance" => instances::act(ctx, request, ec2::reboot),
        "DisconnectAgent" => instances::act(ctx, request, ec2::disconnect_agent),
        "ConnectAgent" => instances::act(ctx, request, ec2::connect_agent),
        "KillContainer" => containers::kill(ctx, request),
        "OomContainer" => containers::run_out_of_memory(ctx, request),
        "FailHealthChecks" => containers::fail_health_checks(ctx, request),
        "TaskCpuStress"
        | "TaskIoStress"
        | "TaskNetworkLatency"
        | "TaskNetworkPacketLoss"
        | "TaskNetworkBlackholePort" => tasks::begin(ctx, operation, request),
        "EndTaskFaults" => tasks::end_all(ctx, request),
        "LoseAvailabilityZone" => zones::lose(ctx, request),
        "RestoreAvailabilityZone" => zones::restore(ctx, request),
        "DrainContainerInstances" => capacity::drain_container_instances(ctx, request),
        "SendSpotInstanceInterruption" => capacity::interrupt_spot_instance(ctx, request),
        "InterruptFargateSpotTask" => capacity::interrupt_fargate_spot(ctx, request),
        "RetireFargateTask" => capacity::retire_task(ctx, request),
        "InsufficientInstanceCapacity" => capacity::insufficient_instance_capacity(ctx, request),
        "ApiInsufficientInstanceCapacity" => capacity::api_insufficient_instance_capacity(ctx, request),
        "ExhaustFargate" => capacity::exhaust_fargate(ctx, request),
        "RestoreCapacity" => capacity::restore_capacity(ctx),
        "UnpullableImage" => images::make_unpullable(ctx, request),
        "SetImage" => images::set(ctx, request),
        "ResetImage" => images::reset(ctx, request),
        "SetLifecycleHook" => hooks::set(ctx, request),
        "ListImages" => list_images(ctx.world()),
        "SetTraffic" => traffic::set(ctx, request),
        "StopTraffic" => traffic::stop(ctx, request),
        "ListTraffic" => traffic::list(ctx.world()),
        _ => Err(EcsError::new(
            ExceptionName::UnknownOperationException,
            format!("The playground has no operation {operation}."),
        )),
    }
}
