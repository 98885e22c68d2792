//! How images behave.

use std::collections::BTreeSet;
use std::rc::Rc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::request::{check_range, decode};
use crate::model::ecs::task_definition::TaskDefinitionStatus;
use crate::model::ecs::{EcsError, EcsResult};
use crate::model::workload::{self, HealthPlan, ImageBehaviour, PullOutcome, Serving, Then};
use crate::model::world::{Ctx, Event, World};

#[derive(Deserialize)]
struct UnpullableRequest {
    image: String,
    #[serde(default = "missing")]
    reason: PullOutcome,
}

fn missing() -> PullOutcome {
    PullOutcome::Missing
}

/// Makes every pull of the image fail from now on, and the caches forget it. Containers that run are not touched.
pub fn make_unpullable(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let request: UnpullableRequest = decode(request)?;
    if request.reason == PullOutcome::Ok {
        return Err(EcsError::invalid_parameter("reason must be missing, denied or timeout."));
    }
    let current = behaviour_of(ctx.world(), &request.image)?;
    Ok(say(ctx, &request.image, ImageBehaviour { pull: request.reason, ..current }))
}

/// The kinds of [`Then`].
#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase")]
enum ThenKind {
    Run,
    CannotStart,
    Exit,
    Crash,
    Leak,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
enum HealthKind {
    Healthy,
    Unhealthy,
}

/// What is left out stays as it is.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SetRequest {
    image: String,
    pull: Option<PullOutcome>,
    pull_size_mib: Option<u32>,
    boot_ms: Option<u32>,
    then: Option<ThenKind>,
    exit_code: Option<u32>,
    after_seconds: Option<u32>,
    mean_seconds: Option<u32>,
    leak_mib_per_minute: Option<u32>,
    health: Option<HealthKind>,
    health_after_seconds: Option<u32>,
    stop_ms: Option<u32>,
    stop_exit_code: Option<u32>,
    ignores_sigterm: Option<bool>,
    cpu_percent: Option<u32>,
    memory_mib: Option<u32>,
    latency_ms: Option<u32>,
    request_cpu_ms: Option<u32>,
    requests_per_second: Option<u32>,
    http_error_percent: Option<u32>,
    health_path: Option<Rc<str>>,
}

/// No behaviour takes longer than this; longer is a slip of the hand.
const MOST_SECONDS: u32 = 7 * 24 * 60 * 60;
const MOST_MEMORY_MIB: u32 = 1024 * 1024;

impl SetRequest {
    fn check(&self) -> EcsResult<()> {
        let limits = [
            ("pullSizeMib", self.pull_size_mib, 0, MOST_MEMORY_MIB),
            ("bootMs", self.boot_ms, 0, MOST_SECONDS * 1000),
            ("exitCode", self.exit_code, 0, 255),
            ("afterSeconds", self.after_seconds, 0, MOST_SECONDS),
            ("meanSeconds", self.mean_seconds, 1, MOST_SECONDS),
            ("leakMibPerMinute", self.leak_mib_per_minute, 1, MOST_MEMORY_MIB),
            ("healthAfterSeconds", self.health_after_seconds, 0, MOST_SECONDS),
            ("stopMs", self.stop_ms, 0, MOST_SECONDS * 1000),
            ("stopExitCode", self.stop_exit_code, 0, 255),
            ("cpuPercent", self.cpu_percent, 0, 1000),
            ("memoryMib", self.memory_mib, 0, MOST_MEMORY_MIB),
            ("latencyMs", self.latency_ms, 0, 60_000),
            ("requestCpuMs", self.request_cpu_ms, 0, 60_000),
            ("requestsPerSecond", self.requests_per_second, 0, 1_000_000),
            ("httpErrorPercent", self.http_error_percent, 0, 100),
        ];
        limits.into_iter().try_for_each(|(name, value, least, most)| match value {
            Some(value) => check_range(name, value, least, most),
            None => Ok(()),
        })
    }

    fn update(&self, current: ImageBehaviour) -> ImageBehaviour {
        let stop_millis = match self.ignores_sigterm {
            Some(true) => None,
            Some(false) => self.stop_ms.or(current.stop_millis).or(Some(0)),
            None => self.stop_ms.or(current.stop_millis),
        };
        ImageBehaviour {
            pull: self.pull.unwrap_or(current.pull),
            pull_size_mib: self.pull_size_mib.unwrap_or(current.pull_size_mib),
            boot_millis: self.boot_ms.unwrap_or(current.boot_millis),
            then: self.then(current.then),
            health: self.health(current.health),
            stop_millis,
            stop_exit_code: self.stop_exit_code.map_or(current.stop_exit_code, |code| code as i32),
            cpu_percent: self.cpu_percent.unwrap_or(current.cpu_percent),
            memory_mib: self.memory_mib.unwrap_or(current.memory_mib),
            serving: self.serving(current.serving),
        }
    }

    fn serving(&self, current: Serving) -> Serving {
        let health_path = match &self.health_path {
            Some(path) if path.is_empty() => None,
            Some(path) => Some(path.clone()),
            None => current.health_path,
        };
        Serving {
            latency_millis: self.latency_ms.unwrap_or(current.latency_millis),
            cpu_micros: self.request_cpu_ms.map_or(current.cpu_micros, |millis| millis * 1000),
            most_per_second: self.requests_per_second.unwrap_or(current.most_per_second),
            error_percent: self.http_error_percent.unwrap_or(current.error_percent),
            health_path,
        }
    }

    /// Exit codes and times belong to one kind each. Given with another kind they mean nothing.
    fn then(&self, current: Then) -> Then {
        let (code, after_millis, mean_millis, mib_per_minute) = match current {
            Then::Exit { code, after_millis } => (code, after_millis, 60_000, 64),
            Then::Crash { code, mean_millis } => (code, 0, mean_millis, 64),
            Then::Leak { mib_per_minute } => (1, 0, 60_000, mib_per_minute),
            Then::Run | Then::CannotStart => (1, 0, 60_000, 64),
        };
        let code = self.exit_code.map_or(code, |code| code as i32);
        let millis = |seconds: Option<u32>, current| seconds.map_or(current, |seconds| seconds * 1000);
        match self.then.unwrap_or(kind_of(current)) {
            ThenKind::Run => Then::Run,
            ThenKind::CannotStart => Then::CannotStart,
            ThenKind::Exit => Then::Exit { code, after_millis: millis(self.after_seconds, after_millis) },
            ThenKind::Crash => Then::Crash { code, mean_millis: millis(self.mean_seconds, mean_millis) },
            ThenKind::Leak => {
                Then::Leak { mib_per_minute: self.leak_mib_per_minute.unwrap_or(mib_per_minute) }
            }
        }
    }

    fn health(&self, current: HealthPlan) -> HealthPlan {
        let (kind, after_millis) = match current {
            HealthPlan::Healthy => (HealthKind::Healthy, 0),
            HealthPlan::HealthyAfter { after_millis } => (HealthKind::Healthy, after_millis),
            HealthPlan::UnhealthyAfter { after_millis } => (HealthKind::Unhealthy, after_millis),
        };
        let kept = if self.health.is_some() { 0 } else { after_millis };
        let after_millis = self.health_after_seconds.map_or(kept, |seconds| seconds * 1000);
        match self.health.unwrap_or(kind) {
            HealthKind::Healthy if after_millis == 0 => HealthPlan::Healthy,
            HealthKind::Healthy => HealthPlan::HealthyAfter { after_millis },
            HealthKind::Unhealthy => HealthPlan::UnhealthyAfter { after_millis },
        }
    }
}

fn kind_of(then: Then) -> ThenKind {
    match then {
        Then::Run => ThenKind::Run,
        Then::CannotStart => ThenKind::CannotStart,
        Then::Exit { .. } => ThenKind::Exit,
        Then::Crash { .. } => ThenKind::Crash,
        Then::Leak { .. } => ThenKind::Leak,
    }
}

/// Changes what is given of an image's behaviour. Containers that run keep the one they started with.
pub fn set(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let request: SetRequest = decode(request)?;
    request.check()?;
    let current = behaviour_of(ctx.world(), &request.image)?;
    Ok(say(ctx, &request.image, request.update(current)))
}

#[derive(Deserialize)]
struct ResetRequest {
    image: Option<String>,
}

/// Gives an image its own behaviour back; all images if none is named.
pub fn reset(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let request: ResetRequest = decode(request)?;
    let named = |image: &Rc<str>| request.image.as_deref().is_none_or(|name| **image == *name);
    let images: Vec<Rc<str>> = ctx.world().images.keys().filter(|image| named(image)).cloned().collect();
    for image in &images {
        ctx.emit(Event::ImageBehaviourReset { image: image.clone() });
    }
    Ok(json!({ "images": images }))
}

/// Images that somebody gave a behaviour, and those that ACTIVE task definitions name.
pub fn list(world: &World) -> EcsResult<Value> {
    let active = world.task_definitions.iter().map(|(_, definition)| definition);
    let active = active.filter(|definition| definition.status == TaskDefinitionStatus::Active);
    let named = active.flat_map(|definition| {
        definition.container_definitions.iter().map(|container| container.image.as_str())
    });
    let mut images: BTreeSet<&str> = BTreeSet::new();
    images.extend(world.images.keys().map(|image| &**image).chain(named));
    let images: Vec<Value> = images
        .into_iter()
        .map(|image| shown(world, image, &workload::behaviour(world, image, &[], &[])))
        .collect();
    Ok(json!({ "images": images }))
}

fn behaviour_of(world: &World, image: &str) -> EcsResult<ImageBehaviour> {
    if image.trim().is_empty() {
        return Err(EcsError::invalid_parameter("image cannot be empty."));
    }
    Ok((*workload::behaviour(world, image, &[], &[])).clone())
}

fn say(ctx: &mut Ctx, image: &str, behaviour: ImageBehaviour) -> Value {
    let behaviour = Rc::new(behaviour);
    if behaviour.pull != PullOutcome::Ok {
        forget_cached(ctx, image);
    }
    ctx.emit(Event::ImageBehaviourSet { image: image.into(), behaviour: behaviour.clone() });
    json!({ "image": shown(ctx.world(), image, &behaviour) })
}

/// By default an agent that cannot pull takes what it has cached, so that a broken image would go unnoticed wherever
/// it ran before. Whoever breaks one wants to see the next task fail.
fn forget_cached(ctx: &mut Ctx, name: &str) {
    let mut cached = Vec::new();
    for (instance, row) in ctx.world().container_instances.iter() {
        let named = row.image_cache.keys().filter(|image| workload::is_name_of(name, image));
        cached.extend(named.map(|image| (instance, image.clone())));
    }
    for (instance, image) in cached {
        ctx.emit(Event::ImageUncached { instance, image });
    }
}

fn shown(world: &World, image: &str, behaviour: &ImageBehaviour) -> Value {
    json!({ "image": image, "isSet": world.images.contains_key(image), "behaviour": behaviour })
}
