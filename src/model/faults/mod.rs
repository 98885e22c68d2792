//! What the playground can do that ECS cannot: launch instances, break things, set image behaviours.

pub mod catalogue;
mod containers;
mod images;
mod instances;
mod request;
mod zones;

use serde_json::Value;

use crate::model::capacity;
use crate::model::ecs::{EcsError, EcsResult, ExceptionName};
use crate::model::world::Ctx;

/// An operation that changes nothing.
pub fn is_read(operation: &str) -> bool {
    operation == "ListImages"
}

/// Does what a command of the playground asks for. The answer names what was touched.
pub fn execute(ctx: &mut Ctx, operation: &str, request: &Value) -> EcsResult<Value> {
    match operation {
        "LaunchInstances" => instances::launch(ctx, request),
        "TerminateInstance" => instances::act(ctx, request, capacity::terminate),
        "StopInstance" => instances::act(ctx, request, capacity::stop),
        "StartInstance" => instances::act(ctx, request, capacity::start),
        "RebootInstance" => instances::act(ctx, request, capacity::reboot),
        "DisconnectAgent" => instances::act(ctx, request, capacity::disconnect_agent),
        "ConnectAgent" => instances::act(ctx, request, capacity::connect_agent),
        "KillContainer" => containers::kill(ctx, request),
        "OomContainer" => containers::run_out_of_memory(ctx, request),
        "FailHealthChecks" => containers::fail_health_checks(ctx, request),
        "LoseAvailabilityZone" => zones::lose(ctx, request),
        "RestoreAvailabilityZone" => zones::restore(ctx, request),
        "UnpullableImage" => images::make_unpullable(ctx, request),
        "SetImage" => images::set(ctx, request),
        "ResetImage" => images::reset(ctx, request),
        "ListImages" => images::list(ctx.world()),
        _ => Err(EcsError::new(
            ExceptionName::UnknownOperationException,
            format!("The playground has no operation {operation}."),
        )),
    }
}
