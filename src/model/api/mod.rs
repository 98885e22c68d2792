//! The actions of the ECS API, and of the AWS services around it: requests, responses, validation, exceptions.

pub mod account_settings;
pub mod apis;
pub mod application_autoscaling;
pub mod attributes;
pub mod auto_scaling;
pub mod capacity_providers;
pub mod cloudwatch;
pub mod clusters;
pub mod container_instances;
pub mod elbv2;
pub mod launch;
pub mod members;
mod metric_statistics;
pub mod operations;
pub mod page;
pub mod refusal;
pub mod request;
pub mod service_deployments;
pub mod services;
pub mod shapes;
pub mod tags;
pub mod task_definitions;
pub mod task_sets;
pub mod tasks;
pub mod wire;

use serde_json::{Value, json};

use apis::Api;

use crate::model::ecs::{EcsError, EcsResult, ExceptionName};
use crate::model::world::{Ctx, World};

/// ECS answers an unknown operation without a message; this one is ours.
pub const UNKNOWN_OPERATION: &str = "The operation is not one of this API.";

/// An action that changes nothing.
pub fn is_read(operation: &str) -> bool {
    ["Describe", "List", "Get"].iter().any(|verb| operation.starts_with(verb))
}

/// Who calls: the page has one account and acts as its root user.
pub fn principal(world: &World) -> String {
    format!("arn:aws:iam::{}:root", world.config.account_id)
}

/// Runs an action of one of the services of [`apis::APIS`]. The shape of the request comes first; then each
/// action's own rules, in the order that its documentation gives.
pub fn execute(ctx: &mut Ctx, api: &Api, operation: &str, request: &Value) -> EcsResult<Value> {
    let unknown = || EcsError::new(ExceptionName::UnknownOperationException, UNKNOWN_OPERATION);
    let row = api.operation(operation).ok_or_else(unknown)?;
    let empty = json!({});
    let request = if request.is_null() { &empty } else { request };
    // A task definition is held against its shape by its own rules, which the editor shares.
    if row.name != "RegisterTaskDefinition" {
        refusal::refuse_misshapen(api, row, request)?;
    }
    (api.dispatch)(ctx, row.name, request).unwrap_or_else(|| Err(unknown()))
}

/// ECS's own actions. None for an operation that nobody answers; a test sees to it that there is none in the table.
fn dispatch(ctx: &mut Ctx, operation: &str, request: &Value) -> Option<EcsResult<Value>> {
    Some(match operation {
        "CreateCluster" => clusters::create(ctx, request),
        "DescribeClusters" => clusters::describe_all(ctx.world(), request),
        "ListClusters" => clusters::list(ctx.world(), request),
        "UpdateCluster" => clusters::update(ctx, request),
        "UpdateClusterSettings" => clusters::update_settings(ctx, request),
        "DeleteCluster" => clusters::delete(ctx, request),
        "PutClusterCapacityProviders" => clusters::put_capacity_providers(ctx, request),
        "CreateCapacityProvider" => capacity_providers::create(ctx, request),
        "UpdateCapacityProvider" => capacity_providers::update(ctx, request),
        "DeleteCapacityProvider" => capacity_providers::delete(ctx, request),
        "DescribeCapacityProviders" => capacity_providers::describe::describe_all(ctx.world(), request),
        "RegisterTaskDefinition" => task_definitions::register(ctx, request),
        "DescribeTaskDefinition" => task_definitions::describe(ctx.world(), request),
        "ListTaskDefinitions" => task_definitions::list(ctx.world(), request),
        "ListTaskDefinitionFamilies" => task_definitions::list_families(ctx.world(), request),
        "DeregisterTaskDefinition" => task_definitions::deregister(ctx, request),
        "DeleteTaskDefinitions" => task_definitions::delete(ctx, request),
        "RunTask" => tasks::run(ctx, request),
        "StartTask" => tasks::start(ctx, request),
        "StopTask" => tasks::stop(ctx, request),
        "DescribeTasks" => tasks::describe_all(ctx.world(), request),
        "ListTasks" => tasks::list(ctx.world(), request),
        "GetTaskProtection" => tasks::get_protection(ctx.world(), request),
        "UpdateTaskProtection" => tasks::update_protection(ctx, request),
        "CreateService" => services::create(ctx, request),
        "UpdateService" => services::update(ctx, request),
        "DeleteService" => services::delete(ctx, request),
        "DescribeServices" => services::describe_all(ctx.world(), request),
        "ListServices" => services::list(ctx.world(), request),
        "ListServiceDeployments" => service_deployments::list(ctx.world(), request),
        "DescribeServiceDeployments" => service_deployments::deployments(ctx.world(), request),
        "DescribeServiceRevisions" => service_deployments::revisions(ctx.world(), request),
        "StopServiceDeployment" => service_deployments::stop(ctx, request),
        "ContinueServiceDeployment" => service_deployments::answer(ctx, request),
        "CreateTaskSet" => task_sets::create(ctx, request),
        "UpdateTaskSet" => task_sets::update(ctx, request),
        "UpdateServicePrimaryTaskSet" => task_sets::make_primary(ctx, request),
        "DeleteTaskSet" => task_sets::delete(ctx, request),
        "DescribeTaskSets" => task_sets::describe(ctx.world(), request),
        "RegisterContainerInstance" => container_instances::register(ctx, request),
        "ListContainerInstances" => container_instances::list(ctx.world(), request),
        "DescribeContainerInstances" => container_instances::describe_all(ctx.world(), request),
        "DeregisterContainerInstance" => container_instances::deregister(ctx, request),
        "UpdateContainerInstancesState" => container_instances::update_state(ctx, request),
        "PutAttributes" => attributes::put(ctx, request),
        "DeleteAttributes" => attributes::delete(ctx, request),
        "ListAttributes" => attributes::list(ctx.world(), request),
        "PutAccountSetting" | "PutAccountSettingDefault" => account_settings::put(ctx, request),
        "DeleteAccountSetting" => account_settings::delete(ctx, request),
        "ListAccountSettings" => account_settings::list(ctx.world(), request),
        "TagResource" => tags::tag_resource(ctx, request),
        "UntagResource" => tags::untag_resource(ctx, request),
        "ListTagsForResource" => tags::list_tags_for_resource(ctx.world(), request),
        _ => return None,
    })
}
