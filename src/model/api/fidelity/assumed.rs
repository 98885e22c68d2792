//! Choices for which no source was found.

use super::Assumption;

const fn assumed(area: &'static str, choice: &'static str) -> Assumption {
    Assumption { area, choice }
}

/// What nobody should take for a fact about ECS. The wordings of task definition checks that are ours are in
/// `task_definitions::validate::ASSUMED_MESSAGES`.
#[rustfmt::skip]
pub static ASSUMED: &[Assumption] = &[
    assumed("wire", "What a request must have and lacks is named as in `Tasks cannot be empty.`, and values out of range or not in an enumeration are refused in words of ours."),
    assumed("wire", "An unknown operation is answered with a message; ECS sends only the type."),
    assumed("wire", "The texts of SerializationException are short forms of what the service's parser says."),
    assumed("wire", "An empty body is an empty request."),
    assumed("clusters", "DeleteCluster looks for services first, then tasks, then container instances; services that drain and tasks that stop count."),
    assumed("clusters", "Deleting an INACTIVE cluster succeeds and changes nothing."),
    assumed("clusters", "An unknown capacity provider is refused by the text that DeleteCapacityProvider has for it."),
    assumed("task definitions", "Deregistering an INACTIVE revision succeeds and changes nothing."),
    assumed("task definitions", "A body that was registered before still makes a new revision."),
    assumed("tasks", "With neither launch type nor strategy, and no default strategy, tasks run on EC2."),
    assumed("tasks", "What a capacity provider strategy does not divide evenly goes to the largest remainders, the earlier provider first."),
    assumed("tasks", "Each task without a place is one failure, and all name the container instance that came closest."),
    assumed("tasks", "RunTask on a cluster whose container instances all drain is refused as if there were none."),
    assumed("tasks", "A clientToken is known for 24 hours; with other parameters the ConflictException names the tasks it started."),
    assumed("tasks", "Stopping a STOPPED task succeeds and changes nothing."),
    assumed("tasks", "STOPPED tasks are described for exactly one hour; ECS promises at least that."),
    assumed("tasks", "ListTasks goes by creation, and startedBy may be given together with desiredStatus only."),
    assumed("tasks", "A bridge or host mode task is CONNECTED from the moment its agent takes it on."),
    assumed("tags", "The rules of keys and values are documented, their refusals are worded by us."),
    assumed("placement", "A failed distinctInstance is worded like a failed memberOf."),
    assumed("container instances", "From launch to registration an instance takes 60 to 90 seconds."),
    assumed("images", "Sizes, boot times, CPU and memory of well-known images are estimates."),
];
