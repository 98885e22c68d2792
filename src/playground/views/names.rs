//! From a text somewhere in an answer to the resource it names.

use crate::model::ecs::arn::Arn;
use crate::model::world::World;
use crate::model::world::event::Resource;

/// The resource of an ARN or an EC2 instance id; other texts are too short to be sure of.
pub fn find(world: &World, text: &str) -> Option<Resource> {
    if text.starts_with("i-") {
        return world.find_ec2_instance(text).map(Resource::ContainerInstance);
    }
    let arn = Arn::parse(text)?;
    let in_cluster = || world.find_cluster(arn.path.split('/').next()?);
    match arn.kind {
        "cluster" => world.find_cluster(text).map(Resource::Cluster),
        "task-definition" => world.find_task_definition(text).map(Resource::TaskDefinition),
        "capacity-provider" => world.find_any_capacity_provider(arn.path).map(Resource::CapacityProvider),
        "service" => world.find_service(in_cluster()?, text).map(Resource::Service),
        "task" => world.find_task(in_cluster()?, text).map(Resource::Task),
        "container-instance" => {
            world.find_container_instance(in_cluster()?, text).map(Resource::ContainerInstance)
        }
        _ => None,
    }
}
