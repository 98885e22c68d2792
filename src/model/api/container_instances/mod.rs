//! Actions on container instances.

mod describe;
mod list;
mod register;
mod state;

pub use describe::{Include, container_instance, describe_all};
pub use list::list;
pub use register::register;
pub use state::{deregister, update_state};

use crate::model::ecs::{ClusterId, ContainerInstance, ContainerInstanceId, EcsError, EcsResult};
use crate::model::kernel::SimDuration;
use crate::model::world::World;

/// An INACTIVE container instance can be described for this long.
const KEPT_FOR: SimDuration = SimDuration::from_hours(1);

/// Not gone for so long that ECS has forgotten it.
fn is_kept(world: &World, row: &ContainerInstance) -> bool {
    row.gone_at.is_none_or(|gone| world.now.since(gone) < KEPT_FOR)
}

/// The container instance that a request names, if ECS still knows it.
fn find(world: &World, cluster: ClusterId, name: &str) -> Option<ContainerInstanceId> {
    let id = world.find_container_instance(cluster, name)?;
    is_kept(world, &world.container_instances[id]).then_some(id)
}

/// The container instance of a request that names just one. It must not be INACTIVE.
fn find_registered(world: &World, cluster: ClusterId, name: &str) -> EcsResult<ContainerInstanceId> {
    let found = find(world, cluster, name).filter(|&id| world.container_instances[id].is_registered());
    // Assumed: no source has the text.
    found.ok_or_else(|| {
        EcsError::invalid_parameter(format!("Referenced container instance {name} not found."))
    })
}
