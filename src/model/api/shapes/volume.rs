//! Volumes of a task definition.

use super::{
    BOOLEAN, ENABLED_OR_DISABLED, PORT, STRING, STRING_MAP, Shape, list, optional, required, structure,
};

static DOCKER_VOLUME: Shape = structure(&[
    optional(
        "scope",
        &Shape::Enum(&["task", "shared"]),
        "task: lives as long as the task. shared: outlives it.",
    )
    .text("task"),
    optional("autoprovision", &BOOLEAN, "Create the volume when it is missing; only with scope shared.")
        .flag(false),
    optional("driver", &STRING, "Docker volume driver.").text("local"),
    optional("driverOpts", &STRING_MAP, "Options handed to the driver."),
    optional("labels", &STRING_MAP, "Labels of the volume."),
]);

static EFS_VOLUME: Shape = structure(&[
    required("fileSystemId", &STRING, "The EFS file system."),
    optional("rootDirectory", &STRING, "Directory that becomes the root; / or absent with an access point.")
        .text("/"),
    optional(
        "transitEncryption",
        &ENABLED_OR_DISABLED,
        "Encrypt data on the way; needed for IAM authorization.",
    )
    .text("DISABLED"),
    optional("transitEncryptionPort", &PORT, "Port for encrypted data; needs transitEncryption."),
    optional(
        "authorizationConfig",
        &structure(&[
            optional("accessPointId", &STRING, "EFS access point."),
            optional("iam", &ENABLED_OR_DISABLED, "Mount with the task role.").text("DISABLED"),
        ]),
        "Access point and IAM authorization.",
    ),
]);

static S3_FILES_VOLUME: Shape = structure(&[
    required("fileSystemArn", &STRING, "The S3 Files file system; the task needs a task role."),
    optional("rootDirectory", &STRING, "Directory that becomes the root."),
    optional("transitEncryptionPort", &PORT, "Port for encrypted data."),
    optional("accessPointArn", &STRING, "S3 Files access point."),
]);

static FSX_VOLUME: Shape = structure(&[
    required("fileSystemId", &STRING, "The FSx for Windows File Server file system."),
    required("rootDirectory", &STRING, "Directory that becomes the root."),
    required(
        "authorizationConfig",
        &structure(&[
            required("credentialsParameter", &STRING, "Secrets Manager or SSM ARN of the credentials."),
            required("domain", &STRING, "Active Directory domain."),
        ]),
        "Credentials for the file system.",
    ),
]);

/// The volumes of a task definition: one kind each, a host bind mount when none is named.
pub static VOLUMES: Shape = list(&structure(&[
    optional("name", &STRING, "Up to 255 letters, digits, hyphens and underscores; mountPoints refer to it."),
    optional(
        "host",
        &structure(&[optional("sourcePath", &STRING, "Path on the container instance. Not on Fargate.")]),
        "A bind mount; without sourcePath the data lives as long as the task.",
    ),
    optional("dockerVolumeConfiguration", &DOCKER_VOLUME, "A Docker volume. EC2 only."),
    optional("efsVolumeConfiguration", &EFS_VOLUME, "An EFS file system."),
    optional("s3filesVolumeConfiguration", &S3_FILES_VOLUME, "An S3 Files file system."),
    optional(
        "fsxWindowsFileServerVolumeConfiguration",
        &FSX_VOLUME,
        "An FSx for Windows File Server file system.",
    ),
    optional(
        "configuredAtLaunch",
        &BOOLEAN,
        "Described by volumeConfigurations at launch (EBS). One per task definition.",
    )
    .flag(false),
]));
