//! The words of ECS for what becomes of tasks and containers.

use std::rc::Rc;

use crate::model::ecs::TaskId;
use crate::model::workload::PullOutcome;
use crate::model::world::World;

pub const ESSENTIAL_CONTAINER_EXITED: &str = "Essential container in task exited";
pub const DEREGISTRATION_FORCED: &str = "Container instance deregistration forced by user";
pub const SPOT_INTERRUPTION: &str = "Your Spot Task was interrupted.";
pub const MAINTENANCE: &str =
    "ECS is performing maintenance on the underlying infrastructure hosting the task";
pub const OUT_OF_MEMORY: &str = "OutOfMemoryError: Container killed due to memory usage";
/// 128 and the number of the signal.
pub const SIGKILL_EXIT_CODE: i32 = 137;

/// Somebody waits for a container that will never get as far as it must.
pub fn unresolvable_dependencies(world: &World, task: TaskId) -> Rc<str> {
    let arn = world.task_arn(task);
    format!("TaskDependencyError: Task dependencies cannot be resolved, taskArn: {arn}").into()
}

/// The image is there but its process cannot be started. What the runtime adds is assumed.
pub fn cannot_start() -> Rc<str> {
    "CannotStartContainerError: Error response from daemon: OCI runtime create failed: container_linux.go:380: \
     starting container process caused: exec format error"
        .into()
}

/// Why an image could not be pulled. What the registry says is assumed, the rest is the agent's text.
pub fn cannot_pull(image: &str, outcome: PullOutcome) -> Rc<str> {
    let host = registry_host(image);
    match outcome {
        PullOutcome::Ok | PullOutcome::Missing => format!(
            "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref \
             {image}: not found"
        ),
        PullOutcome::Denied if host.contains(".dkr.ecr.") => format!(
            "CannotPullContainerError: The task can’t pull the image. Check that the role has the permissions \
             to pull images from the registry. Error response from daemon: pull access denied for {image}, \
             repository does not exist or may require authorization: not authorized to perform: \
             ecr:BatchGetImage"
        ),
        PullOutcome::Denied => format!(
            "CannotPullContainerError: The task can’t pull the image. Check whether the image exists. Error \
             response from daemon: pull access denied for {image}, repository does not exist or may require \
             'docker login': denied: requested access to the resource is denied"
        ),
        PullOutcome::Timeout => format!(
            "CannotPullContainerError: The task can’t pull the image. Check your network configuration. Error \
             response from daemon: Get \"https://{host}/v2/\": net/http: request canceled while waiting for \
             connection (Client.Timeout exceeded while awaiting headers)"
        ),
    }
    .into()
}

/// The registry an image reference names; Docker Hub if it names none.
fn registry_host(image: &str) -> &str {
    let first = image.split_once('/').map(|(first, _)| first);
    first.filter(|first| first.contains(['.', ':'])).unwrap_or("registry-1.docker.io")
}
