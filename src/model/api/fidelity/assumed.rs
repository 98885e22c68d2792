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
    assumed("task definitions", "Which Docker API version a parameter asks for in requiresAttributes, where it is not documented."),
    assumed("tasks", "With neither launch type nor strategy, and no default strategy, tasks run on EC2."),
    assumed("tasks", "What a capacity provider strategy does not divide evenly goes to the largest remainders, the earlier provider first."),
    assumed("tasks", "Each task without a place is one failure, and all name the container instance that came closest."),
    assumed("tasks", "RunTask on a cluster whose container instances all drain is refused as if there were none."),
    assumed("tasks", "A clientToken is known for 24 hours; with other parameters the ConflictException names the tasks it started."),
    assumed("tasks", "Stopping a STOPPED task succeeds and changes nothing."),
    assumed("tasks", "STOPPED tasks are described for exactly one hour; ECS promises at least that."),
    assumed("tasks", "ListTasks goes by creation, and startedBy may be given together with desiredStatus only."),
    assumed("tasks", "A bridge or host mode task is CONNECTED from the moment its agent takes it on."),
    assumed("tasks", "A task whose containers have all ended by themselves skips DEACTIVATING and STOPPING."),
    assumed("tasks", "What a registry or a container runtime says inside a pull or start error is worded by us."),
    assumed("tasks", "A health check that passes or fails takes no time; none runs into its timeout."),
    assumed("tags", "The rules of keys and values are documented, their refusals are worded by us."),
    assumed("placement", "A failed distinctInstance is worded like a failed memberOf."),
    assumed("placement", "The closest container instance is the one that fails the fewest rules, then the one that lacks least; ACTIVE ones come before others."),
    assumed("placement", "In the cluster query language `and` binds before `or`, and negated operators hold where the subject is absent."),
    assumed("container instances", "From launch to registration an instance takes 60 to 90 seconds."),
    assumed("container instances", "Tasks of a host that is stopped have the stop code TerminationNotice, as those of a terminated one; a forced deregistration has UserInitiated."),
    assumed("container instances", "A terminated instance whose agent was disconnected keeps its registration, and its tasks are STOPPED."),
    assumed("container instances", "Tasks of services that leave a DRAINING instance have the stop code ServiceSchedulerInitiated; their stoppedReason is only known in part."),
    assumed("Fargate", "From the end of a stopped task's last container until its network interface is given back take 12 to 20 seconds."),
    assumed("services", "Three failed starts in a row cost nothing; the gaps after that are 1, 3, 9 and 27 minutes, and a RUNNING task or an update resets them."),
    assumed("services", "A lost task is replaced after 0.7 to 19 seconds, mostly soon; one that ended within ten seconds of RUNNING after 10 to 20."),
    assumed("services", "A failed placement is tried again for 50 seconds, then every five minutes, and within 40 seconds of new room."),
    assumed("services", "An update makes a service say again what keeps it from placing tasks."),
    assumed("services", "Availability Zone rebalancing is left off quietly where it cannot be."),
    assumed("services", "Tasks replaced for failing health checks have the stop code ServiceSchedulerInitiated."),
    assumed("services", "Deleting a DRAINING service again changes nothing; an INACTIVE one is not found."),
    assumed("images", "Sizes, boot times, CPU and memory of well-known images are estimates."),
    assumed("images", "Making an image unpullable also takes it out of the caches of container instances, so that the next task fails."),
];
