//! The images that are in use, and how containers of them behave.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::model::ecs::task_definition::TaskDefinitionStatus;
use crate::model::workload::{self, HealthPlan, ImageBehaviour, PullOutcome, Then};
use crate::model::world::World;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageRow {
    pub image: Rc<str>,
    /// Somebody set it; else it is the catalogue's, or follows from the image's name.
    pub is_set: bool,
    pub behaviour: Rc<ImageBehaviour>,
    /// Names of the families that use it, with a comma between.
    pub families: Rc<str>,
}

/// Images of ACTIVE task definitions and those whose behaviour was set, by name.
pub fn images(world: &World) -> Vec<ImageRow> {
    let definitions = world.task_definitions.iter().map(|(_, definition)| definition);
    let active = definitions.filter(|definition| definition.status == TaskDefinitionStatus::Active);
    let mut uses: BTreeSet<(&str, &str)> = BTreeSet::new();
    for definition in active {
        let containers = definition.container_definitions.iter();
        uses.extend(containers.map(|container| (container.image.as_str(), definition.family.as_str())));
    }
    let mut names: BTreeSet<&str> = BTreeSet::new();
    names.extend(uses.iter().map(|(image, _)| *image).chain(world.images.keys().map(|name| &**name)));
    let row = |image: &str| {
        let families: Vec<&str> =
            uses.iter().filter(|(used, _)| *used == image).map(|(_, family)| *family).collect();
        ImageRow {
            image: image.into(),
            is_set: world.images.contains_key(image),
            behaviour: workload::behaviour(world, image, &[], &[]),
            families: families.join(", ").into(),
        }
    };
    names.into_iter().map(row).collect()
}

/// What a container of the image does, in a sentence.
pub fn in_words(behaviour: &ImageBehaviour) -> String {
    let size = behaviour.pull_size_mib;
    let pull = match behaviour.pull {
        PullOutcome::Ok => format!("Pulls {size} MiB"),
        PullOutcome::Missing => return "Cannot be pulled: there is no such image".into(),
        PullOutcome::Denied => return "Cannot be pulled: the registry refuses".into(),
        PullOutcome::Timeout => return "Cannot be pulled: the registry does not answer".into(),
    };
    let boot = seconds(behaviour.boot_millis);
    let then = match behaviour.then {
        Then::Run => "then runs on".to_owned(),
        Then::CannotStart => "then cannot start".to_owned(),
        Then::Exit { code, after_millis } => format!("exits with {code} after {}", seconds(after_millis)),
        Then::Crash { code, mean_millis } => {
            format!("crashes with {code}, on average after {}", seconds(mean_millis))
        }
        Then::Leak { mib_per_minute } => format!("leaks {mib_per_minute} MiB a minute"),
    };
    let health = match behaviour.health {
        HealthPlan::Healthy => String::new(),
        HealthPlan::HealthyAfter { after_millis } => format!(", healthy after {}", seconds(after_millis)),
        HealthPlan::UnhealthyAfter { after_millis: 0 } => ", never healthy".into(),
        HealthPlan::UnhealthyAfter { after_millis } => format!(", unhealthy after {}", seconds(after_millis)),
    };
    format!("{pull}, boots in {boot}, {then}{health}")
}

/// `0.3 s`, `12 s`, `5 min`.
fn seconds(millis: u32) -> String {
    match millis {
        0..10_000 if !millis.is_multiple_of(1000) => format!("{}.{} s", millis / 1000, millis % 1000 / 100),
        0..120_000 => format!("{} s", millis / 1000),
        _ => format!("{} min", millis / 60_000),
    }
}
