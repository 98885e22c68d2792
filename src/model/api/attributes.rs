//! PutAttributes, DeleteAttributes and ListAttributes. Container instances are the only targets there are.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::members::Members;
use super::page::{PageRequest, page};
use super::request::{self, decode, required_list};
use crate::model::capacity::{check_custom, is_custom};
use crate::model::ecs::{Attribute, ClusterId, ContainerInstanceId, EcsError, EcsResult, ExceptionName};
use crate::model::world::{Ctx, Event, World};

const MOST_PER_CALL: usize = 10;
const MOST_CUSTOM_PER_RESOURCE: usize = 10;
const PER_PAGE: u32 = 100;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AttributesRequest {
    cluster: Option<String>,
    attributes: Vec<TargetedAttribute>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TargetedAttribute {
    name: Rc<str>,
    value: Option<Rc<str>>,
    target_type: Option<String>,
    target_id: Option<String>,
}

/// What each target's attributes are to become. Nothing is said before the whole request is known to be good.
type Changes = BTreeMap<ContainerInstanceId, Vec<Attribute>>;

/// PutAttributes: an attribute that is there already gets the new value.
pub fn put(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let (mut changes, mut done) = (Changes::new(), Vec::new());
    for (target, attribute) in read(ctx.world(), request)? {
        let list = changed(ctx.world(), &mut changes, target);
        match list.iter_mut().find(|known| known.name == attribute.name) {
            Some(known) => known.value.clone_from(&attribute.value),
            None => list.push(attribute.clone()),
        }
        if list.iter().filter(|attribute| is_custom(attribute)).count() > MOST_CUSTOM_PER_RESOURCE {
            return Err(too_many());
        }
        done.push(shown(ctx.world(), target, &attribute));
    }
    say(ctx, changes);
    Ok(json!({ "attributes": done }))
}

/// DeleteAttributes: answers with those that were there.
pub fn delete(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let (mut changes, mut done) = (Changes::new(), Vec::new());
    for (target, attribute) in read(ctx.world(), request)? {
        let list = changed(ctx.world(), &mut changes, target);
        if let Some(position) = list.iter().position(|known| known.name == attribute.name) {
            done.push(shown(ctx.world(), target, &list.remove(position)));
        }
    }
    say(ctx, changes);
    Ok(json!({ "attributes": done }))
}

/// The attributes of a request with their targets, all checked.
fn read(world: &World, request: &Value) -> EcsResult<Vec<(ContainerInstanceId, Attribute)>> {
    let request: AttributesRequest = decode(request)?;
    let cluster = request::cluster(world, request.cluster.as_deref())?;
    required_list(&request.attributes, "Attributes", MOST_PER_CALL)?;
    let checked = request.attributes.into_iter().map(|targeted| {
        let attribute = Attribute { name: targeted.name.clone(), value: targeted.value.clone() };
        check_custom(&attribute)?;
        Ok((target_of(world, cluster, &targeted)?, attribute))
    });
    checked.collect()
}

/// The wordings are assumed.
fn target_of(
    world: &World,
    cluster: ClusterId,
    targeted: &TargetedAttribute,
) -> EcsResult<ContainerInstanceId> {
    let name = targeted.target_id.as_deref();
    let name = name.ok_or_else(|| EcsError::invalid_parameter("Target id cannot be empty."))?;
    if targeted.target_type.is_none() && !name.starts_with("arn:") {
        return Err(EcsError::invalid_parameter("targetType is required if targetId is not an ARN."));
    }
    let found = world.find_container_instance(cluster, name);
    found.filter(|&id| world.container_instances[id].is_registered()).ok_or_else(|| {
        EcsError::new(
            ExceptionName::TargetNotFoundException,
            "The specified target wasn't found. Targets are cluster-specific and Region-specific.",
        )
    })
}

fn too_many() -> EcsError {
    EcsError::new(
        ExceptionName::AttributeLimitExceededException,
        format!("A resource can have at most {MOST_CUSTOM_PER_RESOURCE} custom attributes."),
    )
}

fn changed<'a>(
    world: &World,
    changes: &'a mut Changes,
    target: ContainerInstanceId,
) -> &'a mut Vec<Attribute> {
    changes.entry(target).or_insert_with(|| world.container_instances[target].attributes.to_vec())
}

fn say(ctx: &mut Ctx, changes: Changes) {
    for (instance, attributes) in changes {
        if *attributes != *ctx.world().container_instances[instance].attributes {
            ctx.emit(Event::AttributesChanged { instance, attributes: attributes.into() });
        }
    }
}

fn shown(world: &World, target: ContainerInstanceId, attribute: &Attribute) -> Value {
    Members::new()
        .with("name", &*attribute.name)
        .maybe("value", attribute.value.as_deref())
        .with("targetId", world.container_instance_arn(target))
        .build()
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ListRequest {
    cluster: Option<String>,
    attribute_name: Option<Rc<str>>,
    attribute_value: Option<Rc<str>>,
}

/// ListAttributes: those of every registered container instance, in the order of registration.
pub fn list(world: &World, request: &Value) -> EcsResult<Value> {
    let asked: PageRequest = decode(request)?;
    let request: ListRequest = decode(request)?;
    let cluster = request::cluster(world, request.cluster.as_deref())?;
    if request.attribute_value.is_some() && request.attribute_name.is_none() {
        // The rule is documented, its text is assumed.
        return Err(EcsError::invalid_parameter("attributeValue needs attributeName."));
    }
    let registered = world.clusters[cluster].container_instances.iter().copied();
    let registered = registered.filter(|&id| world.container_instances[id].is_registered());
    // An instance has far fewer than 256 attributes, so row and position make one number that grows.
    let all = registered.flat_map(|id| {
        let attributes = world.container_instances[id].attributes.iter().zip(0u32..);
        attributes.map(move |(attribute, position)| (id.0 << 8 | position, (id, attribute)))
    });
    let asked_for = all.filter(|(_, (_, attribute))| {
        request.attribute_name.as_ref().is_none_or(|name| attribute.name == *name)
            && (request.attribute_value.is_none() || attribute.value == request.attribute_value)
    });
    page(world, "attributes", asked_for, &asked, PER_PAGE, |(id, attribute)| shown(world, id, attribute))
}
