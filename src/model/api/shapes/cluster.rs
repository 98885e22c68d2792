//! Requests about clusters and their capacity providers.

use super::tag::TAGS;
use super::{
    BOOLEAN, STRING, STRING_LIST, Shape, list, list_up_to, next_token_member, optional, range, required,
    structure,
};

pub static CLUSTER_SETTINGS: Shape = list(&structure(&[
    optional("name", &Shape::Enum(&["containerInsights"]), "The setting; containerInsights is the only one."),
    optional("value", &STRING, "enhanced, enabled or disabled.").text("disabled"),
]));

static LOG_CONFIGURATION: Shape = structure(&[
    optional("cloudWatchLogGroupName", &STRING, "CloudWatch log group that receives the session logs."),
    optional("cloudWatchEncryptionEnabled", &BOOLEAN, "Encrypt the CloudWatch logs.").flag(false),
    optional("s3BucketName", &STRING, "S3 bucket that receives the session logs."),
    optional("s3EncryptionEnabled", &BOOLEAN, "Encrypt the logs in S3.").flag(false),
    optional("s3KeyPrefix", &STRING, "Folder in the S3 bucket."),
]);

pub static CLUSTER_CONFIGURATION: Shape = structure(&[
    optional(
        "executeCommandConfiguration",
        &structure(&[
            optional("kmsKeyId", &STRING, "KMS key that encrypts the data between client and container."),
            optional(
                "logging",
                &Shape::Enum(&["NONE", "DEFAULT", "OVERRIDE"]),
                "Where ECS Exec sessions are logged; OVERRIDE needs logConfiguration.",
            )
            .text("DEFAULT"),
            optional("logConfiguration", &LOG_CONFIGURATION, "Log destinations when logging is OVERRIDE."),
        ]),
        "Settings of ECS Exec in this cluster.",
    ),
    optional(
        "managedStorageConfiguration",
        &structure(&[
            optional("kmsKeyId", &STRING, "KMS key for managed storage."),
            optional("fargateEphemeralStorageKmsKeyId", &STRING, "KMS key for Fargate ephemeral storage."),
        ]),
        "Encryption of the storage ECS manages.",
    ),
]);

static SERVICE_CONNECT_DEFAULTS: Shape = structure(&[required(
    "namespace",
    &STRING,
    "Cloud Map namespace services use when they turn Service Connect on without naming one.",
)]);

/// How tasks are divided among capacity providers.
pub static CAPACITY_PROVIDER_STRATEGY: Shape = list_up_to(
    &structure(&[
        required("capacityProvider", &STRING, "Short name; it must be attached to the cluster."),
        optional(
            "weight",
            &range(0, 1000),
            "Share of the tasks beyond the base. One weight must be above 0.",
        )
        .number(0),
        optional("base", &range(0, 100_000), "Tasks placed here first. Only one provider may have a base.")
            .number(0),
    ]),
    20,
);

static STRATEGY_DOC: &str =
    "Strategy for tasks that name neither launch type nor strategy. At most 20 entries.";

pub static CREATE_CLUSTER: Shape = structure(&[
    optional("clusterName", &STRING, "Up to 255 letters, digits, hyphens and underscores.").text("default"),
    optional("tags", &TAGS, "Tags for the cluster. At most 50."),
    optional("settings", &CLUSTER_SETTINGS, "Cluster settings, such as Container Insights."),
    optional("configuration", &CLUSTER_CONFIGURATION, "ECS Exec and managed storage settings."),
    optional(
        "capacityProviders",
        &STRING_LIST,
        "Capacity providers to attach, such as FARGATE and FARGATE_SPOT.",
    ),
    optional("defaultCapacityProviderStrategy", &CAPACITY_PROVIDER_STRATEGY, STRATEGY_DOC),
    optional("serviceConnectDefaults", &SERVICE_CONNECT_DEFAULTS, "Default Service Connect namespace."),
]);

pub static DESCRIBE_CLUSTERS: Shape = structure(&[
    optional(
        "clusters",
        &list_up_to(&STRING, 100),
        "Up to 100 names or ARNs; the default cluster when left out.",
    ),
    optional(
        "include",
        &list(&Shape::Enum(&["ATTACHMENTS", "CONFIGURATIONS", "SETTINGS", "STATISTICS", "TAGS"])),
        "Parts of the answer that are left out unless asked for.",
    ),
]);

pub static LIST_CLUSTERS: Shape = structure(&[
    next_token_member(),
    optional("maxResults", &range(1, 100), "Clusters per page, 1 to 100.").number(100),
]);

pub static UPDATE_CLUSTER: Shape = structure(&[
    required("cluster", &STRING, "Name or ARN of the cluster to change."),
    optional("settings", &CLUSTER_SETTINGS, "New cluster settings."),
    optional("configuration", &CLUSTER_CONFIGURATION, "New ECS Exec and managed storage settings."),
    optional("serviceConnectDefaults", &SERVICE_CONNECT_DEFAULTS, "New default Service Connect namespace."),
]);

pub static UPDATE_CLUSTER_SETTINGS: Shape = structure(&[
    required("cluster", &STRING, "Name or ARN of the cluster to change."),
    required("settings", &CLUSTER_SETTINGS, "Settings to replace."),
]);

pub static DELETE_CLUSTER: Shape = structure(&[required(
    "cluster",
    &STRING,
    "Name or ARN. The cluster must hold no active services, tasks or container instances.",
)]);

pub static PUT_CLUSTER_CAPACITY_PROVIDERS: Shape = structure(&[
    required("cluster", &STRING, "Name or ARN of the cluster."),
    required("capacityProviders", &STRING_LIST, "The complete new list; [] detaches all."),
    required("defaultCapacityProviderStrategy", &CAPACITY_PROVIDER_STRATEGY, STRATEGY_DOC),
]);
