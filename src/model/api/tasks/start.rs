//! StartTask: the caller places, ECS only checks.

use serde::Deserialize;
use serde_json::{Value, json};

use super::describe;
use super::order::{Common, TaskOrder};
use crate::model::api::members::failure;
use crate::model::api::request::{self, decode};
use crate::model::ecs::arn::Arn;
use crate::model::ecs::{
    ClusterId, ContainerInstanceId, ContainerInstanceStatus, EcsError, EcsResult, LaunchType, TaskId, ZoneId,
};
use crate::model::placement::{self, Order};
use crate::model::world::decision::{Purpose, Target};
use crate::model::world::{Ctx, World};

const LONGEST_STARTED_BY: usize = 36;

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct StartTask {
    #[serde(skip)]
    common: Common,
    container_instances: Vec<String>,
}

/// StartTask: one task on each of the container instances named, where it fits.
pub fn start(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let request = StartTask { common: decode(request)?, ..decode(request)? };
    let cluster = request::cluster(ctx.world(), request.common.cluster.as_deref())?;
    if request.container_instances.is_empty() {
        // Assumed, after DescribeTasks.
        return Err(EcsError::invalid_parameter("Container instances cannot be empty."));
    }
    let on = LaunchType::Ec2;
    let order = TaskOrder::new(ctx.world(), cluster, on, request.common, LONGEST_STARTED_BY)?;
    let zones = order.zones(ctx.world());
    let (mut tasks, mut failures) = (Vec::new(), Vec::new());
    for name in &request.container_instances {
        match start_on(ctx, &order, &zones, name) {
            Ok(task) => tasks.push(describe::task(ctx.world(), task)),
            Err(reason) => failures.push(failure(Some(arn_of(ctx.world(), cluster, name)), reason)),
        }
    }
    Ok(json!({ "tasks": tasks, "failures": failures }))
}

/// Starts one task, or gives the reason of the failure.
fn start_on(ctx: &mut Ctx, order: &TaskOrder, zones: &[ZoneId], name: &str) -> Result<TaskId, &'static str> {
    let instance = usable(ctx.world(), order.cluster, name)?;
    let wanted = Order {
        cluster: order.cluster,
        purpose: Purpose::StartTask,
        definition: order.definition,
        group: order.group.clone(),
        launch_type: LaunchType::Ec2,
        capacity_provider: None,
        count: 1,
        strategy: &[],
        constraints: &[],
        zones,
        reservation: order.reservation,
    };
    let (decision, record) = placement::place_on(ctx, &wanted, instance);
    match record.candidates[0].rejects.first() {
        Some(reason) => Err(reason.failure_code()),
        None => {
            let target = Target::ContainerInstance(instance);
            Ok(order.create(ctx, Some(target), LaunchType::Ec2, None, Some((decision, 0))))
        }
    }
}

/// The container instance of that name, or the reason of the failure.
fn usable(world: &World, cluster: ClusterId, name: &str) -> Result<ContainerInstanceId, &'static str> {
    let id = world.find_container_instance(cluster, name).ok_or("MISSING")?;
    match world.container_instances[id].status {
        ContainerInstanceStatus::Inactive => Err("INACTIVE"),
        _ => Ok(id),
    }
}

fn arn_of(world: &World, cluster: ClusterId, id_or_arn: &str) -> String {
    if id_or_arn.starts_with("arn:") {
        return id_or_arn.to_owned();
    }
    let path = format!("{}/{id_or_arn}", world.clusters[cluster].name);
    let config = &world.config;
    let kind = "container-instance";
    Arn { region: &config.region, account: &config.account_id, kind, path: &path }.to_string()
}
