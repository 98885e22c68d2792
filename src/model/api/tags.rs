//! Tags of every kind of resource: TagResource, UntagResource, ListTagsForResource, and the rules of tags.

use std::rc::Rc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::request::decode;
use crate::model::ecs::arn::Arn;
use crate::model::ecs::{ClusterStatus, EcsError, EcsResult, ExceptionName, Tag};
use crate::model::world::event::Resource;
use crate::model::world::{Ctx, Event, World};

/// Tags one resource can have.
pub const MOST_TAGS: usize = 50;
const LONGEST_KEY: usize = 128;
const LONGEST_VALUE: usize = 256;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TagResource {
    resource_arn: String,
    tags: Vec<Tag>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct UntagResource {
    resource_arn: String,
    tag_keys: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ListTagsForResource {
    resource_arn: String,
}

/// TagResource: a tag whose key the resource has already gets the new value.
pub fn tag_resource(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let request: TagResource = decode(request)?;
    let resource = find(ctx.world(), &request.resource_arn)?;
    refuse_bad_tags(&request.tags)?;
    let merged = merge(tags_of(ctx.world(), resource), &request.tags);
    if merged.len() > MOST_TAGS {
        return Err(too_many());
    }
    ctx.emit(Event::TagsChanged { resource, tags: merged.into() });
    Ok(json!({}))
}

/// UntagResource: keys that the resource does not have are passed over.
pub fn untag_resource(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let request: UntagResource = decode(request)?;
    let resource = find(ctx.world(), &request.resource_arn)?;
    let kept = tags_of(ctx.world(), resource).iter().filter(|tag| !request.tag_keys.contains(&tag.key));
    let tags: Rc<[Tag]> = kept.cloned().collect();
    ctx.emit(Event::TagsChanged { resource, tags });
    Ok(json!({}))
}

/// ListTagsForResource.
pub fn list_tags_for_resource(world: &World, request: &Value) -> EcsResult<Value> {
    let request: ListTagsForResource = decode(request)?;
    let resource = find(world, &request.resource_arn)?;
    Ok(json!({ "tags": tags_of(world, resource) }))
}

/// The rules for the tags of one request.
pub fn refuse_bad_tags(tags: &[Tag]) -> EcsResult<()> {
    if tags.len() > MOST_TAGS {
        return Err(too_many());
    }
    for (index, tag) in tags.iter().enumerate() {
        // The wordings are assumed.
        let problem = if !is_key(&tag.key) {
            "A tag key has 1 to 128 letters, digits, spaces or _.:/=+-@ and does not start with aws:."
        } else if tag.value.chars().count() > LONGEST_VALUE || !is_tag_text(&tag.value) {
            "A tag value has at most 256 letters, digits, spaces or _.:/=+-@."
        } else if tags[..index].iter().any(|earlier| earlier.key == tag.key) {
            "Duplicate tag keys found. Each tag key must be unique."
        } else {
            continue;
        };
        return Err(EcsError::invalid_parameter(problem));
    }
    Ok(())
}

/// `old` with `new` laid over it: later values win, the order of keys stays.
pub fn merge(old: &[Tag], new: &[Tag]) -> Vec<Tag> {
    let mut merged = old.to_vec();
    for tag in new {
        match merged.iter_mut().find(|known| known.key == tag.key) {
            Some(known) => known.value.clone_from(&tag.value),
            None => merged.push(tag.clone()),
        }
    }
    merged
}

fn is_key(key: &str) -> bool {
    let reserved = key.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:"));
    (1..=LONGEST_KEY).contains(&key.chars().count()) && !reserved && is_tag_text(key)
}

fn is_tag_text(text: &str) -> bool {
    text.chars()
        .all(|letter| letter.is_alphanumeric() || letter.is_whitespace() || "_.:/=+-@".contains(letter))
}

fn too_many() -> EcsError {
    EcsError::invalid_parameter("A resource can have at most 50 tags.")
}

/// The resource that an ARN names. The wordings are assumed.
fn find(world: &World, arn: &str) -> EcsResult<Resource> {
    let invalid = || EcsError::invalid_parameter("Invalid ARN: specify the ARN of an ECS resource.");
    let parsed = Arn::parse(arn).ok_or_else(invalid)?;
    let not_found = || {
        EcsError::new(ExceptionName::ResourceNotFoundException, "The specified resource could not be found.")
    };
    if parsed.kind == "task-definition" {
        return world.find_task_definition(arn).map(Resource::TaskDefinition).ok_or_else(not_found);
    }
    if parsed.kind == "capacity-provider" {
        return world.find_capacity_provider(arn).map(Resource::CapacityProvider).ok_or_else(not_found);
    }
    let name = match (parsed.kind, parsed.path.split_once('/')) {
        ("cluster", None) => parsed.path,
        ("service" | "task" | "container-instance", Some((cluster, _))) => cluster,
        _ => return Err(invalid()),
    };
    let cluster = world.find_cluster(name).ok_or_else(not_found)?;
    let found = match parsed.kind {
        "cluster" => (arn == world.cluster_arn(cluster)).then_some(Resource::Cluster(cluster)),
        "service" => world.find_service(cluster, arn).map(Resource::Service),
        "task" => world.find_task(cluster, arn).map(Resource::Task),
        _ => world.find_container_instance(cluster, arn).map(Resource::ContainerInstance),
    };
    match found {
        Some(Resource::Cluster(id)) if world.clusters[id].status == ClusterStatus::Inactive => {
            let message = "The specified cluster is inactive. Specify an active cluster and try again.";
            Err(EcsError::invalid_parameter(message))
        }
        found => found.ok_or_else(not_found),
    }
}

fn tags_of(world: &World, resource: Resource) -> &[Tag] {
    match resource {
        Resource::Cluster(id) => &world.clusters[id].tags,
        Resource::Service(id) => &world.services[id].tags,
        Resource::Task(id) => &world.tasks[id].tags,
        Resource::TaskDefinition(id) => world.task_definition_tags.get(&id).map_or(&[], |tags| tags),
        Resource::ContainerInstance(id) => &world.container_instances[id].tags,
        Resource::CapacityProvider(id) => &world.capacity_providers[id].tags,
        Resource::LoadBalancer(_) | Resource::TargetGroup(_) => &[],
    }
}
