//! Reading requests.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::model::ecs::{ClusterId, ClusterStatus, EcsError, EcsResult, ExceptionName};
use crate::model::world::World;

/// The typed request. Its shape has been checked, so nothing is left to refuse.
pub fn decode<T: DeserializeOwned>(request: &Value) -> EcsResult<T> {
    serde_json::from_value(request.clone())
        .map_err(|error| EcsError::new(ExceptionName::SerializationException, error.to_string()))
}

/// The cluster that a request names, `default` if it names none. It must not be deleted.
pub fn cluster(world: &World, name_or_arn: Option<&str>) -> EcsResult<ClusterId> {
    let id = world.find_cluster(name_or_arn.unwrap_or("default")).ok_or_else(EcsError::cluster_not_found)?;
    match world.clusters[id].status {
        ClusterStatus::Inactive => {
            let message = "The referenced cluster was inactive.";
            Err(EcsError::new(ExceptionName::ClusterNotFoundException, message))
        }
        _ => Ok(id),
    }
}
