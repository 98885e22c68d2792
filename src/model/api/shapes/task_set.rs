//! Requests about task sets.

use super::cluster::CAPACITY_PROVIDER_STRATEGY;
use super::service::{LOAD_BALANCERS, SERVICE_REGISTRIES};
use super::tag::TAGS;
use super::task::{INCLUDE_TAGS, LAUNCH_TYPE, NETWORK_CONFIGURATION};
use super::{
    BOOLEAN, DOUBLE, Member, STRING, STRING_LIST, Shape, cluster_member, optional, required, structure,
};

static SCALE: Shape = structure(&[
    optional("value", &DOUBLE, "Share of the service's desired count, 0.0 to 100.0."),
    optional("unit", &Shape::Enum(&["PERCENT"]), "What the value is in.").text("PERCENT"),
]);

const fn service_member() -> Member {
    required("service", &STRING, "Name or ARN of the service.")
}

const fn task_set_member() -> Member {
    required("taskSet", &STRING, "Id or ARN of the task set.")
}

pub static CREATE_TASK_SET: Shape = structure(&[
    service_member(),
    cluster_member(),
    optional("externalId", &STRING, "Your own name for it."),
    required("taskDefinition", &STRING, "Family, family:revision or ARN."),
    optional("networkConfiguration", &NETWORK_CONFIGURATION, "Needed in network mode awsvpc."),
    optional("loadBalancers", &LOAD_BALANCERS, "Target groups its tasks are registered with."),
    optional("serviceRegistries", &SERVICE_REGISTRIES, "Cloud Map service discovery."),
    optional("launchType", &LAUNCH_TYPE, "Where its tasks run; not together with capacityProviderStrategy."),
    optional("capacityProviderStrategy", &CAPACITY_PROVIDER_STRATEGY, "Capacity providers to use."),
    optional("platformVersion", &STRING, "Fargate platform version.").text("LATEST"),
    optional("scale", &SCALE, "How many of the service's tasks it runs; all when left out."),
    optional("clientToken", &STRING, "Kept without effect."),
    optional("tags", &TAGS, "Tags for the task set."),
]);

pub static UPDATE_TASK_SET: Shape = structure(&[
    cluster_member(),
    service_member(),
    task_set_member(),
    required("scale", &SCALE, "How many of the service's tasks it runs."),
]);

pub static UPDATE_SERVICE_PRIMARY_TASK_SET: Shape = structure(&[
    cluster_member(),
    service_member(),
    required("primaryTaskSet", &STRING, "Id or ARN of the task set that becomes PRIMARY."),
]);

pub static DELETE_TASK_SET: Shape = structure(&[
    cluster_member(),
    service_member(),
    task_set_member(),
    optional("force", &BOOLEAN, "Delete it although it is scaled above 0.").flag(false),
]);

pub static DESCRIBE_TASK_SETS: Shape = structure(&[
    cluster_member(),
    service_member(),
    optional("taskSets", &STRING_LIST, "Ids or ARNs; all of the service when left out."),
    optional("include", &INCLUDE_TAGS, "TAGS adds the task sets' tags to the answer."),
]);
