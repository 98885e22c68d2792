//! ListTasks.

use serde::Deserialize;
use serde_json::Value;

use super::is_kept;
use crate::model::api::page::{PageRequest, page};
use crate::model::api::request::{self, decode};
use crate::model::ecs::{
    ClusterId, ContainerInstanceId, DesiredStatus, EcsError, EcsResult, ServiceId, Task, TaskId,
};
use crate::model::world::World;

const PER_PAGE: u32 = 100;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ListTasks {
    cluster: Option<String>,
    container_instance: Option<String>,
    family: Option<String>,
    started_by: Option<String>,
    service_name: Option<String>,
    desired_status: Option<String>,
    launch_type: Option<String>,
}

/// What a task must be to be listed.
struct Filter {
    cluster: ClusterId,
    container_instance: Option<ContainerInstanceId>,
    service: Option<ServiceId>,
    /// None: PENDING was asked for, which no task is ever meant to be.
    desired_status: Option<DesiredStatus>,
    family: Option<String>,
    started_by: Option<String>,
    launch_type: Option<String>,
}

/// ListTasks: in order of creation (assumed). All filters given must hold.
pub fn list(world: &World, request: &Value) -> EcsResult<Value> {
    let asked: PageRequest = decode(request)?;
    let request: ListTasks = decode(request)?;
    let filter = Filter::new(world, request)?;
    let listed = filter.candidates(world).into_iter().filter(|&id| filter.holds(world, id));
    let items = listed.map(|id| (id.0, id));
    page(world, "taskArns", items, &asked, PER_PAGE, |id| world.task_arn(id).into())
}

impl Filter {
    fn new(world: &World, request: ListTasks) -> EcsResult<Self> {
        let cluster = request::cluster(world, request.cluster.as_deref())?;
        let others =
            [&request.container_instance, &request.family, &request.service_name, &request.launch_type];
        if request.started_by.is_some() && others.iter().any(|other| other.is_some()) {
            // The rule is documented, its text is assumed.
            return Err(EcsError::invalid_parameter("startedBy must be the only filter."));
        }
        let instance = request.container_instance.map(|name| {
            let found = world.find_container_instance(cluster, &name);
            // Assumed.
            found.ok_or_else(|| {
                EcsError::invalid_parameter("The referenced container instance was not found.")
            })
        });
        let service = request
            .service_name
            .map(|name| world.find_service(cluster, &name).ok_or_else(EcsError::service_not_found));
        Ok(Self {
            cluster,
            container_instance: instance.transpose()?,
            service: service.transpose()?,
            desired_status: match request.desired_status.as_deref() {
                None | Some("RUNNING") => Some(DesiredStatus::Running),
                Some("STOPPED") => Some(DesiredStatus::Stopped),
                Some(_) => None,
            },
            family: request.family,
            started_by: request.started_by,
            launch_type: request.launch_type,
        })
    }

    /// Instances and services keep lists of their tasks that are not STOPPED; else all have to be looked at.
    fn candidates(&self, world: &World) -> Vec<TaskId> {
        let live_only = self.desired_status == Some(DesiredStatus::Running);
        match (self.container_instance, self.service) {
            (Some(instance), _) if live_only => world.container_instances[instance].tasks.clone(),
            (None, Some(service)) if live_only => world.services[service].tasks.clone(),
            _ => world.tasks.ids().collect(),
        }
    }

    fn holds(&self, world: &World, id: TaskId) -> bool {
        let task: &Task = &world.tasks[id];
        task.cluster == self.cluster
            && self.desired_status == Some(task.desired_status)
            && self.container_instance.is_none_or(|instance| task.container_instance == Some(instance))
            && self.service.is_none_or(|service| task.service == Some(service))
            && self.family.as_ref().is_none_or(|family| task.definition.family == *family)
            && self.started_by.as_deref().is_none_or(|name| task.started_by.as_deref() == Some(name))
            && self.launch_type.as_deref().is_none_or(|word| task.launch_type.as_str() == word)
            && is_kept(world, id)
    }
}
