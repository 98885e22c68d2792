//! Requests about container instances and their attributes.

use super::tag::TAGS;
use super::{
    BOOLEAN, DOUBLE, INTEGER, LONG, STRING, STRING_LIST, Shape, cluster_member, list, list_up_to,
    next_token_member, optional, range, required, structure,
};

static TARGET_TYPE: Shape = Shape::Enum(&["container-instance"]);

/// A resource of a container instance: CPU, MEMORY, PORTS, PORTS_UDP or GPU.
static RESOURCE: Shape = structure(&[
    optional("name", &STRING, "CPU, MEMORY, PORTS, PORTS_UDP or GPU."),
    optional("type", &STRING, "INTEGER, DOUBLE, LONG or STRINGSET; it says which value member counts."),
    optional("doubleValue", &DOUBLE, "The value of a DOUBLE resource."),
    optional("longValue", &LONG, "The value of a LONG resource."),
    optional("integerValue", &INTEGER, "The value of an INTEGER resource: CPU units, MiB of memory."),
    optional("stringSetValue", &STRING_LIST, "The value of a STRINGSET resource, such as reserved ports."),
]);

/// A name and value placement constraints can ask for.
static ATTRIBUTE: Shape = structure(&[
    required(
        "name",
        &STRING,
        "1 to 128 letters, digits, hyphens, underscores, slashes, backslashes and periods.",
    ),
    optional("value", &STRING, "1 to 128 characters."),
    optional("targetType", &TARGET_TYPE, "Needed when targetId is a short id."),
    optional("targetId", &STRING, "Short id or ARN of the container instance."),
]);

static ATTRIBUTES: Shape = list_up_to(&ATTRIBUTE, 10);

pub static REGISTER_CONTAINER_INSTANCE: Shape = structure(&[
    cluster_member(),
    optional("instanceIdentityDocument", &STRING, "The EC2 instance identity document, as JSON text."),
    optional("instanceIdentityDocumentSignature", &STRING, "Signature of the identity document."),
    optional("totalResources", &list(&RESOURCE), "What the instance offers."),
    optional(
        "versionInfo",
        &structure(&[
            optional("agentVersion", &STRING, "Version of the container agent."),
            optional("agentHash", &STRING, "Git commit of the container agent."),
            optional("dockerVersion", &STRING, "Version of Docker on the instance."),
        ]),
        "Versions of agent and Docker.",
    ),
    optional("containerInstanceArn", &STRING, "ARN to register again after an agent restart."),
    optional("attributes", &list(&ATTRIBUTE), "Attributes the agent reports."),
    optional(
        "platformDevices",
        &list(&structure(&[
            required("id", &STRING, "Id of the GPU, as the container runtime names it."),
            required("type", &Shape::Enum(&["GPU"]), "Kind of device."),
        ])),
        "GPUs of the instance.",
    ),
    optional("tags", &TAGS, "Tags for the container instance. At most 50."),
]);

pub static LIST_CONTAINER_INSTANCES: Shape = structure(&[
    cluster_member(),
    optional("filter", &STRING, "Cluster query language, such as attribute:ecs.instance-type == t3.small."),
    next_token_member(),
    optional("maxResults", &range(1, 100), "Container instances per page, 1 to 100.").number(100),
    optional(
        "status",
        &Shape::Enum(&["ACTIVE", "DRAINING", "REGISTERING", "DEREGISTERING", "REGISTRATION_FAILED"]),
        "List only these; all but INACTIVE when left out.",
    ),
]);

pub static DESCRIBE_CONTAINER_INSTANCES: Shape = structure(&[
    cluster_member(),
    required("containerInstances", &list_up_to(&STRING, 100), "Up to 100 ids or ARNs."),
    optional(
        "include",
        &list(&Shape::Enum(&["TAGS", "CONTAINER_INSTANCE_HEALTH"])),
        "Parts of the answer that are left out unless asked for.",
    ),
]);

pub static DEREGISTER_CONTAINER_INSTANCE: Shape = structure(&[
    cluster_member(),
    required("containerInstance", &STRING, "Id or ARN of the container instance."),
    optional("force", &BOOLEAN, "Deregister although tasks run on it; service tasks are replaced elsewhere.")
        .flag(false),
]);

pub static UPDATE_CONTAINER_INSTANCES_STATE: Shape = structure(&[
    cluster_member(),
    required("containerInstances", &list_up_to(&STRING, 10), "Up to 10 ids or ARNs."),
    required(
        "status",
        &Shape::Enum(&["ACTIVE", "DRAINING"]),
        "DRAINING takes no new tasks and moves service tasks away; ACTIVE takes tasks again.",
    ),
]);

pub static PUT_ATTRIBUTES: Shape = structure(&[
    cluster_member(),
    required(
        "attributes",
        &ATTRIBUTES,
        "Attributes to set. At most 10 per call and 10 custom ones per instance.",
    ),
]);

pub static DELETE_ATTRIBUTES: Shape = structure(&[
    cluster_member(),
    required("attributes", &ATTRIBUTES, "Attributes to remove, by name and target. At most 10 per call."),
]);

pub static LIST_ATTRIBUTES: Shape = structure(&[
    cluster_member(),
    required("targetType", &TARGET_TYPE, "Kind of resource; container-instance is the only one."),
    optional("attributeName", &STRING, "List only attributes of this name."),
    optional("attributeValue", &STRING, "List only attributes of this value; needs attributeName."),
    next_token_member(),
    optional("maxResults", &range(1, 100), "Attributes per page, 1 to 100.").number(100),
]);
