//! Task definitions to begin with, each about one thing.

/// A task definition that the author panel offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Template {
    pub name: &'static str,
    pub title: &'static str,
    /// What it shows.
    pub summary: &'static str,
    pub text: &'static str,
    /// Registers as it is; else finding out why is the point.
    pub is_sound: bool,
}

const fn sound(
    name: &'static str,
    title: &'static str,
    summary: &'static str,
    text: &'static str,
) -> Template {
    Template { name, title, summary, text, is_sound: true }
}

pub static TEMPLATES: &[Template] = &[
    sound(
        "web",
        "Web server",
        "nginx with a health check; bridge mode, dynamic host ports.",
        include_str!("templates/web.json"),
    ),
    sound(
        "fargate",
        "Web server on Fargate",
        "awsvpc, a task size that Fargate has, logs to CloudWatch.",
        include_str!("templates/fargate.json"),
    ),
    sound(
        "sidecar",
        "App behind a proxy",
        "Waits for a migration to succeed and a sidecar to be HEALTHY.",
        include_str!("templates/sidecar.json"),
    ),
    sound(
        "batch",
        "Batch job",
        "Works for 45 seconds and ends with 0.",
        include_str!("templates/batch.json"),
    ),
    sound(
        "worker",
        "Queue worker",
        "No port, a soft memory limit, a restart policy, 60 seconds to stop.",
        include_str!("templates/worker.json"),
    ),
    sound(
        "java",
        "Slow Java service",
        "Boots for seconds; its health check waits with startPeriod.",
        include_str!("templates/java.json"),
    ),
    sound(
        "arm",
        "ARM service",
        "Needs an ARM64 instance, such as m6g.large.",
        include_str!("templates/arm.json"),
    ),
    sound(
        "gpu",
        "GPU job",
        "Needs a GPU and says which instance types it takes.",
        include_str!("templates/gpu.json"),
    ),
    Template {
        name: "broken",
        title: "One to repair",
        summary: "Several mistakes that ECS refuses. Each has a fix.",
        text: include_str!("templates/broken.json"),
        is_sound: false,
    },
];
