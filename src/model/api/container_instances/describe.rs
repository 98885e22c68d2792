//! DescribeContainerInstances, and how every other action shows a container instance.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use super::find;
use crate::model::api::members::{Members, failure, seconds, word};
use crate::model::api::request::{self, decode, required_list};
use crate::model::capacity::RESERVED_PORTS;
use crate::model::ecs::arn::Arn;
use crate::model::ecs::container_instance::{Resources, TransportProtocol};
use crate::model::ecs::{ClusterId, ContainerInstance, ContainerInstanceId, EcsResult};
use crate::model::kernel::Kind;
use crate::model::world::World;

const MOST_DESCRIBED: usize = 100;
/// Made up, as is everything about an agent that was never built.
const AGENT_HASH: &str = "9f2c1a70";
const DOCKER_VERSION: &str = "DockerVersion: 25.0.6";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Describe {
    cluster: Option<String>,
    #[serde(default)]
    container_instances: Vec<String>,
    #[serde(default)]
    include: Vec<String>,
}

/// What a description holds beside what it always does.
#[derive(Clone, Copy, Debug, Default)]
pub struct Include {
    pub tags: bool,
    pub health: bool,
}

/// DescribeContainerInstances: in the order they were asked for.
pub fn describe_all(world: &World, request: &Value) -> EcsResult<Value> {
    let request: Describe = decode(request)?;
    let cluster = request::cluster(world, request.cluster.as_deref())?;
    required_list(&request.container_instances, "Container instances", MOST_DESCRIBED)?;
    let asked = |word: &str| request.include.iter().any(|include| include == word);
    let include = Include { tags: asked("TAGS"), health: asked("CONTAINER_INSTANCE_HEALTH") };
    let (mut found, mut failures) = (Vec::new(), Vec::new());
    for name in &request.container_instances {
        match find(world, cluster, name) {
            Some(id) => found.push(container_instance(world, id, include)),
            None => failures.push(missing(world, cluster, name)),
        }
    }
    Ok(json!({ "containerInstances": found, "failures": failures }))
}

/// The failure of a name that means nothing here.
pub fn missing(world: &World, cluster: ClusterId, name: &str) -> Value {
    failure(Some(arn_of(world, cluster, name)), "MISSING")
}

/// A short id as the ARN it would have.
fn arn_of(world: &World, cluster: ClusterId, name: &str) -> String {
    if name.starts_with("arn:") {
        return name.to_owned();
    }
    let (region, account) = (&*world.config.region, &*world.config.account_id);
    let path = format!("{}/{name}", world.clusters[cluster].name);
    Arn { region, account, kind: "container-instance", path: &path }.to_string()
}

/// One container instance as the API shows it.
pub fn container_instance(world: &World, id: ContainerInstanceId, include: Include) -> Value {
    let row = &world.container_instances[id];
    let reserved = RESERVED_PORTS.map(|port| ((TransportProtocol::Tcp, port), 1)).into();
    let tags = if include.tags { json!(row.tags) } else { json!([]) };
    Members::new()
        .with("containerInstanceArn", world.container_instance_arn(id))
        .with("ec2InstanceId", world.ec2_instance_id(id))
        .maybe("capacityProviderName", row.capacity_provider.as_deref())
        .with("version", row.version)
        .with("versionInfo", version_info(row))
        .with("remainingResources", resources(world, id, row.remaining_resources, &row.ports))
        .with("registeredResources", resources(world, id, row.registered_resources, &reserved))
        .with("status", word(row.status))
        .maybe("statusReason", row.status_reason.as_deref())
        .with("agentConnected", row.agent_connected)
        .with("runningTasksCount", row.running_tasks_count)
        .with("pendingTasksCount", row.pending_tasks_count)
        .with("attributes", json!(row.attributes))
        .with("registeredAt", seconds(world, row.registered_at))
        .with("attachments", json!([]))
        .with("tags", tags)
        .maybe("healthStatus", include.health.then(|| health_status(world, row)))
        .build()
}

fn version_info(row: &ContainerInstance) -> Value {
    json!({
        "agentVersion": row.agent_version,
        "agentHash": AGENT_HASH,
        "dockerVersion": DOCKER_VERSION,
    })
}

type Ports = BTreeMap<(TransportProtocol, u16), u32>;

/// Ports are those in use, everything else is what there is of it.
fn resources(world: &World, id: ContainerInstanceId, amounts: Resources, ports: &Ports) -> Value {
    let ports_of = |protocol: TransportProtocol| -> Vec<String> {
        let taken = ports.keys().filter(|(of, _)| *of == protocol);
        taken.map(|(_, port)| port.to_string()).collect()
    };
    let mut resources = vec![
        integer("CPU", amounts.cpu_units),
        integer("MEMORY", amounts.memory_mib),
        string_set("PORTS", ports_of(TransportProtocol::Tcp)),
        string_set("PORTS_UDP", ports_of(TransportProtocol::Udp)),
    ];
    if world.container_instances[id].registered_resources.gpus > 0 {
        resources.push(string_set("GPU", gpu_ids(world, id, amounts.gpus)));
    }
    Value::Array(resources)
}

/// Device ids of the first `count` GPUs. The model counts GPUs and does not know which of them a task has.
fn gpu_ids(world: &World, id: ContainerInstanceId, count: u32) -> Vec<String> {
    let uuid = |gpu: u32| world.identifiers.uuid(Kind::Ec2Instance, id.0, gpu + 1);
    (0..count).map(|gpu| format!("GPU-{}", uuid(gpu))).collect()
}

fn integer(name: &str, value: u32) -> Value {
    json!({ "name": name, "type": "INTEGER", "doubleValue": 0.0, "longValue": 0, "integerValue": value })
}

fn string_set(name: &str, values: Vec<String>) -> Value {
    json!({
        "name": name,
        "type": "STRINGSET",
        "doubleValue": 0.0,
        "longValue": 0,
        "integerValue": 0,
        "stringSetValue": values,
    })
}

/// The container runtime of a connected agent is well, and nothing is known of any other.
fn health_status(world: &World, row: &ContainerInstance) -> Value {
    let status = if row.agent_connected { "OK" } else { "INSUFFICIENT_DATA" };
    json!({
        "overallStatus": status,
        "details": [{
            "type": "CONTAINER_RUNTIME",
            "status": status,
            "lastUpdated": seconds(world, world.now),
            "lastStatusChange": seconds(world, row.registered_at),
        }],
    })
}
