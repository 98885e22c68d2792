//! Finding a resource by a piece of its name or id.

use crate::model::ecs::{
    ClusterId, ClusterStatus, ContainerInstanceId, ServiceId, ServiceStatus, TaskDefinitionId, TaskId,
    TaskStatus,
};
use crate::model::world::World;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    Cluster(ClusterId),
    Service(ServiceId),
    Task(TaskId),
    ContainerInstance(ContainerInstanceId),
    TaskDefinition(TaskDefinitionId),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub found: Found,
    pub label: String,
    pub detail: String,
    /// The whole id, for what has one.
    id: String,
}

/// Resources whose name, id or status holds every word of the query: `most` of each kind at most, the live
/// ones before those that are gone, newer tasks before older ones. None for an empty query.
pub fn find(world: &World, query: &str, most: usize) -> Vec<Hit> {
    let query = query.to_lowercase();
    let words: Vec<&str> = query.split_whitespace().collect();
    if words.is_empty() {
        return Vec::new();
    }
    let mut hits = Vec::new();
    let mut keep = |all: &mut dyn Iterator<Item = Hit>| {
        let fits = |hit: &Hit| holds(&format!("{} {} {}", hit.label, hit.detail, hit.id), &words);
        hits.extend(all.filter(fits).take(most));
    };
    keep(&mut services(world));
    keep(&mut clusters(world));
    keep(&mut container_instances(world));
    keep(&mut task_definitions(world));
    keep(&mut tasks(world, true).chain(tasks(world, false)));
    hits
}

/// True if the text holds every word, which must be in lower case.
pub fn holds(text: &str, words: &[&str]) -> bool {
    let text = text.to_lowercase();
    words.iter().all(|word| text.contains(word))
}

fn services(world: &World) -> impl Iterator<Item = Hit> + '_ {
    let live = world.services.iter().filter(|(_, service)| service.status != ServiceStatus::Inactive);
    live.map(|(id, service)| Hit {
        found: Found::Service(id),
        label: format!("Service {}", service.name),
        detail: format!("in {}", world.clusters[service.cluster].name),
        id: String::new(),
    })
}

fn clusters(world: &World) -> impl Iterator<Item = Hit> + '_ {
    let live = world.clusters.iter().filter(|(_, cluster)| cluster.status == ClusterStatus::Active);
    live.map(|(id, cluster)| Hit {
        found: Found::Cluster(id),
        label: format!("Cluster {}", cluster.name),
        detail: String::new(),
        id: String::new(),
    })
}

fn container_instances(world: &World) -> impl Iterator<Item = Hit> + '_ {
    world.container_instances.iter().map(|(id, instance)| Hit {
        found: Found::ContainerInstance(id),
        label: format!("Instance {}", world.ec2_instance_id(id)),
        detail: format!("{} in {}", instance.instance_type, world.zone_name(instance.zone)),
        id: world.container_instance_hex(id),
    })
}

fn task_definitions(world: &World) -> impl Iterator<Item = Hit> + '_ {
    let newest_first = world.task_definitions.ids().rev();
    newest_first.map(|id| Hit {
        found: Found::TaskDefinition(id),
        label: format!("Task definition {}", world.task_definition_name(id)),
        detail: String::new(),
        id: String::new(),
    })
}

fn tasks(world: &World, live: bool) -> impl Iterator<Item = Hit> + '_ {
    let newest_first = world
        .tasks
        .ids()
        .rev()
        .filter(move |id| (world.tasks[*id].last_status != TaskStatus::Stopped) == live);
    newest_first.map(|id| {
        let (task, hex) = (&world.tasks[id], world.task_hex(id));
        let name = world.task_definition_name(task.definition_id);
        Hit {
            found: Found::Task(id),
            label: format!("Task {}", &hex[..8]),
            detail: format!("{name} {}", task.last_status.as_str()),
            id: hex,
        }
    })
}
