//! Linux settings of a container.

use super::{BOOLEAN, INTEGER, STRING, STRING_LIST, Shape, list, optional, range, required, structure};

static CAPABILITIES: Shape = structure(&[
    optional("add", &STRING_LIST, "Kernel capabilities to add. Fargate allows only SYS_PTRACE."),
    optional("drop", &STRING_LIST, "Kernel capabilities to remove."),
]);

static DEVICE: Shape = structure(&[
    required("hostPath", &STRING, "Path of the device on the container instance."),
    optional("containerPath", &STRING, "Path in the container; the host's when left out."),
    optional(
        "permissions",
        &list(&Shape::Enum(&["read", "write", "mknod"])),
        "What the container may do with the device; all three when left out.",
    ),
]);

static TMPFS: Shape = structure(&[
    required("containerPath", &STRING, "Where the tmpfs is mounted."),
    required("size", &INTEGER, "Size in MiB."),
    optional("mountOptions", &STRING_LIST, "Mount options, such as ro or noexec."),
]);

pub static LINUX_PARAMETERS: Shape = structure(&[
    optional("capabilities", &CAPABILITIES, "Kernel capabilities beyond Docker's default set."),
    optional("devices", &list(&DEVICE), "Host devices the container sees. Not on Fargate."),
    optional(
        "initProcessEnabled",
        &BOOLEAN,
        "Run an init process that forwards signals and reaps processes.",
    )
    .flag(false),
    optional("sharedMemorySize", &INTEGER, "Size of /dev/shm in MiB. Not on Fargate."),
    optional("tmpfs", &list(&TMPFS), "Memory file systems to mount."),
    optional("maxSwap", &INTEGER, "Swap the container may use, in MiB; 0 turns swap off. Not on Fargate."),
    optional("swappiness", &range(0, 100), "How readily memory is swapped, 0 to 100; only with maxSwap.")
        .number(60),
]);

pub static ULIMITS: Shape = list(&structure(&[
    required(
        "name",
        &Shape::Enum(&[
            "core",
            "cpu",
            "data",
            "fsize",
            "locks",
            "memlock",
            "msgqueue",
            "nice",
            "nofile",
            "nproc",
            "rss",
            "rtprio",
            "rttime",
            "sigpending",
            "stack",
        ]),
        "The limit. Fargate's default for nofile is 65535.",
    ),
    required("softLimit", &INTEGER, "The limit a process starts with."),
    required("hardLimit", &INTEGER, "The limit a process may raise itself to."),
]));

pub static SYSTEM_CONTROLS: Shape = list(&structure(&[
    optional(
        "namespace",
        &STRING,
        "Kernel parameter, such as net.ipv4.tcp_keepalive_time; no net.* in network mode host.",
    ),
    optional("value", &STRING, "Its value."),
]));
