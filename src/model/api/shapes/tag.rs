//! Tags and the three actions that change or list them.

use super::{STRING, Shape, list, list_up_to, optional, required, structure};

pub static TAG: Shape = structure(&[
    optional("key", &STRING, "1 to 128 characters; must not start with aws:."),
    optional("value", &STRING, "0 to 256 characters."),
]);
pub static TAGS: Shape = list_up_to(&TAG, 50);
pub static TAG_KEYS: Shape = list(&STRING);

pub static TAG_RESOURCE: Shape = structure(&[
    required(
        "resourceArn",
        &STRING,
        "ARN of the cluster, service, task, task definition, container instance or capacity provider to tag.",
    ),
    required("tags", &TAGS, "Tags to add; a tag whose key exists is overwritten. At most 50 per resource."),
]);

pub static UNTAG_RESOURCE: Shape = structure(&[
    required("resourceArn", &STRING, "ARN of the resource to remove tags from."),
    required("tagKeys", &TAG_KEYS, "Keys of the tags to remove."),
]);

pub static LIST_TAGS_FOR_RESOURCE: Shape =
    structure(&[required("resourceArn", &STRING, "ARN of the resource whose tags to list.")]);
