//! A task as DescribeTasks gives it.

use serde_json::{Value, json};

use crate::model::api::members::{Members, seconds, word};
use crate::model::ecs::capacity_provider::is_fargate;
use crate::model::ecs::task::{AttachmentStatus, NetworkInterface};
use crate::model::ecs::task_definition::{ContainerDefinition, EphemeralStorage, TaskDefinition};
use crate::model::ecs::{Container, ContainerStatus, LaunchType, Task, TaskId};
use crate::model::kernel::{Kind, SimTime};
use crate::model::world::World;

/// Storage that every Fargate task has, in GiB.
const FARGATE_STORAGE_GIB: u32 = 20;

/// One task with all its members, its tags included.
pub fn task(world: &World, id: TaskId) -> Value {
    let row = &world.tasks[id];
    let at = |moment: Option<SimTime>| moment.map(|moment| seconds(world, moment));
    let instance = row.container_instance.map(|instance| world.container_instance_arn(instance));
    // A task that waits for capacity has no containers yet.
    let containers = (0..row.containers.len()).filter(|_| row.zone.is_some());
    let containers = containers.map(|index| container(world, id, index));
    let storage = (row.launch_type == LaunchType::Fargate).then(|| json!({ "sizeInGiB": storage_gib(row) }));
    Members::new()
        .with("attachments", attachments(world, id))
        .with("attributes", json!([{ "name": "ecs.cpu-architecture", "value": architecture(world, row) }]))
        .maybe("availabilityZone", row.zone.map(|zone| &**world.zone_name(zone)))
        .maybe("capacityProviderName", row.capacity_provider.as_deref())
        .with("clusterArn", world.cluster_arn(row.cluster))
        .maybe("connectivity", connected_at(row).map(|_| "CONNECTED"))
        .maybe("connectivityAt", at(connected_at(row)))
        .maybe("containerInstanceArn", instance)
        .with("containers", containers.collect::<Value>())
        .with("cpu", row.reservation.cpu_units.to_string())
        .with("createdAt", seconds(world, row.created_at))
        .with("desiredStatus", word(row.desired_status))
        .with("enableExecuteCommand", row.enable_execute_command)
        .maybe("executionStoppedAt", at(row.execution_stopped_at))
        .with("group", &*row.group)
        .with("healthStatus", word(row.health_status))
        .with("lastStatus", row.last_status.as_str())
        .with("launchType", launch_type(world, row))
        .with("memory", row.reservation.memory_mib.to_string())
        .with("overrides", overrides(row))
        .maybe("platformVersion", row.platform_version.as_deref())
        .maybe("platformFamily", row.platform_version.as_ref().map(|_| platform_family(&row.definition)))
        .maybe("pullStartedAt", at(row.pull_started_at))
        .maybe("pullStoppedAt", at(row.pull_stopped_at))
        .maybe("startedAt", at(row.started_at))
        .maybe("startedBy", row.started_by.as_deref())
        .maybe("stopCode", row.stop_code.map(word))
        .maybe("stoppedAt", at(row.stopped_at))
        .maybe("stoppedReason", row.stopped_reason.as_deref())
        .maybe("stoppingAt", at(row.stopping_at))
        .with("tags", word(&row.tags))
        .with("taskArn", world.task_arn(id))
        .with("taskDefinitionArn", row.definition.task_definition_arn.as_str())
        .with("version", row.version)
        .maybe("ephemeralStorage", storage.clone())
        .maybe("fargateEphemeralStorage", storage)
        .build()
}

/// ECS tells tasks on Managed Instances apart from those on other instances.
fn launch_type(world: &World, row: &Task) -> &'static str {
    let provider = row.capacity_provider.as_deref().filter(|name| !is_fargate(name));
    let provider = provider.and_then(|name| world.find_any_capacity_provider(name));
    let managed = provider.is_some_and(|id| world.capacity_providers[id].group().is_none());
    if managed { "MANAGED_INSTANCES" } else { row.launch_type.as_str() }
}

/// A task without a network of its own is reached through its agent, from the moment the agent takes it on.
fn connected_at(row: &Task) -> Option<SimTime> {
    row.connectivity_at.or(row.accepted_at.filter(|_| row.network_interface.is_none()))
}

fn container(world: &World, id: TaskId, index: usize) -> Value {
    let task = &world.tasks[id];
    let row = &task.containers[index];
    let none = ContainerDefinition::default();
    let definition = task.definition.container(&row.name).unwrap_or(&none);
    let size = |size: Option<u32>| size.map(|size| size.to_string());
    let number = index as u32;
    let interfaces = task.network_interface.iter().filter(|_| is_attached(task)).map(
        |interface| json!({ "attachmentId": attachment_id(world, id), "privateIpv4Address": interface.private_ipv4_address }),
    );
    Members::new()
        .with("containerArn", world.container_arn(id, number))
        .with("taskArn", world.task_arn(id))
        .with("name", &*row.name)
        .with("image", definition.image.as_str())
        .maybe("imageDigest", was_pulled(row).then(|| image_digest(world, &definition.image)))
        .maybe("runtimeId", was_created(row).then(|| runtime_id(world, id, number)))
        .with("lastStatus", container_status(row.status))
        .maybe("exitCode", row.exit_code)
        .maybe("reason", row.reason.as_deref())
        .with("networkBindings", word(&row.network_bindings))
        .with("networkInterfaces", interfaces.collect::<Value>())
        .with("healthStatus", word(row.health_status))
        .with("cpu", definition.cpu.to_string())
        .maybe("memory", size(definition.memory))
        .maybe("memoryReservation", size(definition.memory_reservation))
        .build()
}

/// The API knows three states of a container.
fn container_status(status: ContainerStatus) -> &'static str {
    match status {
        ContainerStatus::Running => "RUNNING",
        ContainerStatus::Stopped => "STOPPED",
        _ => "PENDING",
    }
}

fn was_created(row: &Container) -> bool {
    matches!(row.status, ContainerStatus::Created | ContainerStatus::Running) || row.started_at.is_some()
}

fn was_pulled(row: &Container) -> bool {
    row.status == ContainerStatus::Pulled || was_created(row)
}

/// Docker's 64 hexadecimal digits, or on Fargate the task's id and a number.
fn runtime_id(world: &World, id: TaskId, container: u32) -> String {
    // Part `container + 1` names the container's ARN.
    let bits = |half: u32| world.identifiers.bits(Kind::Container, id.0, ((half + 1) << 8) | container);
    match world.tasks[id].launch_type {
        LaunchType::Fargate => {
            format!("{}-{}", world.task_hex(id), 1_000_000_000 + bits(0) as u32 % 3_000_000_000)
        }
        LaunchType::Ec2 | LaunchType::External => format!("{:032x}{:032x}", bits(0), bits(1)),
    }
}

/// The digest in the image's name, or one made from the name: the same image has the same digest everywhere.
pub fn image_digest(world: &World, image: &str) -> String {
    if let Some((_, digest)) = image.split_once('@') {
        return digest.to_owned();
    }
    // FNV-1a.
    let number =
        image.bytes().fold(0x811C_9DC5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let bits = |half: u32| world.identifiers.bits(Kind::ImageDigest, number, half);
    format!("sha256:{:032x}{:032x}", bits(0), bits(1))
}

fn is_attached(task: &Task) -> bool {
    task.network_interface.as_ref().is_some_and(|interface| interface.status != AttachmentStatus::Precreated)
}

fn attachment_id(world: &World, id: TaskId) -> String {
    world.identifiers.uuid(Kind::Attachment, id.0, 0)
}

fn attachments(world: &World, id: TaskId) -> Value {
    let task = &world.tasks[id];
    let Some(interface) = &task.network_interface else { return json!([]) };
    json!([{
        "id": attachment_id(world, id),
        "type": "ElasticNetworkInterface",
        "status": interface.status,
        "details": interface_details(world, id, interface),
    }])
}

/// Until the interface is there, only its subnet is known.
fn interface_details(world: &World, id: TaskId, interface: &NetworkInterface) -> Value {
    let mut details = vec![json!({ "name": "subnetId", "value": interface.subnet_id })];
    if interface.status != AttachmentStatus::Precreated {
        let hex = world.identifiers.hex(Kind::NetworkInterface, id.0);
        let pairs: Vec<&str> = (0..5).map(|pair| &hex[20 + 2 * pair..22 + 2 * pair]).collect();
        let address = &interface.private_ipv4_address;
        let more = [
            ("networkInterfaceId", format!("eni-0{}", &hex[..16])),
            ("macAddress", format!("0e:{}", pairs.join(":"))),
            ("privateDnsName", private_dns_name(&world.config.region, address)),
            ("privateIPv4Address", address.to_string()),
        ];
        details.extend(more.map(|(name, value)| json!({ "name": name, "value": value })));
    }
    Value::Array(details)
}

/// N. Virginia, the oldest Region, has a domain of its own.
fn private_dns_name(region: &str, address: &str) -> String {
    let host = address.replace('.', "-");
    match region {
        "us-east-1" => format!("ip-{host}.ec2.internal"),
        _ => format!("ip-{host}.{region}.compute.internal"),
    }
}

fn architecture(world: &World, task: &Task) -> &'static str {
    let of_instance = task.container_instance.map(|id| world.container_instances[id].architecture);
    of_instance.unwrap_or_else(|| task.definition.architecture()).attribute_value()
}

/// `Linux`, or the Windows family in the same manner (assumed).
fn platform_family(definition: &TaskDefinition) -> String {
    let words = definition.operating_system_family().split('_').map(|word| {
        let (first, rest) = word.split_at(1);
        format!("{first}{}", rest.to_ascii_lowercase())
    });
    words.collect::<Vec<_>>().join("_")
}

fn storage_gib(task: &Task) -> u64 {
    let overridden = task.overrides.as_ref().and_then(|all| all["ephemeralStorage"]["sizeInGiB"].as_u64());
    let registered = task.definition.ephemeral_storage;
    let registered = registered.map_or(FARGATE_STORAGE_GIB, |EphemeralStorage { size_in_gib }| size_in_gib);
    overridden.unwrap_or_else(|| u64::from(registered))
}

/// What the caller overrode, with an entry for every container.
fn overrides(task: &Task) -> Value {
    let given = |name: &str| task.overrides.as_ref().map_or(&Value::Null, |all| &all[name]);
    let entries = task.containers.iter().map(|container| {
        let of_this = |entry: &&Value| entry["name"] == *container.name;
        let entry = given("containerOverrides").as_array().and_then(|entries| entries.iter().find(of_this));
        entry.cloned().unwrap_or_else(|| json!({ "name": container.name }))
    });
    let member = |name: &str| Some(given(name)).filter(|value| !value.is_null()).cloned();
    Members::new()
        .with("containerOverrides", entries.collect::<Value>())
        .maybe("cpu", member("cpu"))
        .with("inferenceAcceleratorOverrides", json!([]))
        .maybe("executionRoleArn", member("executionRoleArn"))
        .maybe("memory", member("memory"))
        .maybe("taskRoleArn", member("taskRoleArn"))
        .maybe("ephemeralStorage", member("ephemeralStorage"))
        .build()
}
