//! RegisterContainerInstance: what an agent sends when it starts.

use std::rc::Rc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::describe::{Include, container_instance};
use super::find_registered;
use crate::model::api::request::{self, decode, required};
use crate::model::api::tags::refuse_bad_tags;
use crate::model::capacity::{self, InstanceType, Registration};
use crate::model::ecs::container_instance::Resources;
use crate::model::ecs::{Attribute, ClusterId, EcsError, EcsResult, Tag, ZoneId};
use crate::model::kernel::json;
use crate::model::world::{Ctx, World};

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Register {
    cluster: Option<String>,
    instance_identity_document: Option<String>,
    total_resources: Vec<TotalResource>,
    version_info: VersionInfo,
    container_instance_arn: Option<String>,
    attributes: Vec<Attribute>,
    tags: Vec<Tag>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct TotalResource {
    name: String,
    integer_value: u32,
    string_set_value: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct VersionInfo {
    agent_version: Option<Rc<str>>,
}

/// What EC2 signs for an instance. Its `instanceId` is not kept: the model gives instances ids of its own.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct IdentityDocument {
    instance_type: String,
    availability_zone: String,
}

/// RegisterContainerInstance. Only EC2 instances of the known types can register here; instances outside AWS
/// are not modelled. Signatures are not checked.
pub fn register(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let request: Register = decode(request)?;
    let cluster = request::cluster(ctx.world(), request.cluster.as_deref())?;
    let id = match &request.container_instance_arn {
        Some(arn) => {
            let id = find_registered(ctx.world(), cluster, arn)?;
            capacity::connect_agent(ctx, id)?;
            id
        }
        None => {
            let registration = registration(ctx.world(), cluster, request)?;
            capacity::check_quota(ctx.world(), cluster, 1)?;
            capacity::register(ctx, &registration)
        }
    };
    let include = Include { tags: true, ..Include::default() };
    Ok(json!({ "containerInstance": container_instance(ctx.world(), id, include) }))
}

fn registration(world: &World, cluster: ClusterId, request: Register) -> EcsResult<Registration> {
    let document = required(request.instance_identity_document, "InstanceIdentityDocument")?;
    let (kind, zone) = read_document(world, &document)?;
    let custom: Vec<Attribute> = request.attributes.into_iter().filter(capacity::is_custom).collect();
    custom.iter().try_for_each(capacity::check_custom)?;
    refuse_bad_tags(&request.tags)?;
    Ok(Registration {
        resources: total(&request.total_resources, kind.registered_resources(world.has_trunking())),
        tags: request.tags,
        agent_version: request.version_info.agent_version,
        ..Registration::new(world, cluster, kind, zone, &custom)
    })
}

/// The wordings are assumed.
fn read_document(world: &World, document: &str) -> EcsResult<(&'static InstanceType, ZoneId)> {
    let document: IdentityDocument = json::parse(document)
        .map_err(|error| EcsError::invalid_parameter(format!("Invalid identity document: {error}.")))?;
    let kind = capacity::instance_type(&document.instance_type).ok_or_else(|| {
        EcsError::invalid_parameter(format!("Unknown instance type {}.", document.instance_type))
    })?;
    let zone = world.zone_named(&document.availability_zone).filter(|&zone| world.zone(zone).available);
    let zone = zone.ok_or_else(|| {
        let name = &document.availability_zone;
        EcsError::invalid_parameter(format!("No instance runs in Availability Zone {name}."))
    })?;
    Ok((kind, zone))
}

/// What the agent counted, over what the type has. Ports it reserves beyond the usual ones are not modelled.
fn total(counted: &[TotalResource], of_type: Resources) -> Resources {
    counted.iter().fold(of_type, |total, resource| match &*resource.name {
        "CPU" => Resources { cpu_units: resource.integer_value, ..total },
        "MEMORY" => Resources { memory_mib: resource.integer_value, ..total },
        "GPU" => Resources { gpus: resource.string_set_value.len() as u32, ..total },
        _ => total,
    })
}
