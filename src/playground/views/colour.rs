//! Which colour a task's block has: its service owns a pair, its revision one of the two.

use crate::model::ecs::{ServiceId, Task};
use crate::model::world::World;

/// The names the style sheet knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    Blue,
    Amber,
    Teal,
    Pink,
    Violet,
    Lime,
    /// DAEMON services.
    Slate,
    /// Tasks of no service.
    Sky,
}

impl Colour {
    pub fn class(self) -> &'static str {
        match self {
            Self::Blue => "c-blue",
            Self::Amber => "c-amber",
            Self::Teal => "c-teal",
            Self::Pink => "c-pink",
            Self::Violet => "c-violet",
            Self::Lime => "c-lime",
            Self::Slate => "c-slate",
            Self::Sky => "c-sky",
        }
    }
}

/// A service owns a pair of colours; its revisions alternate between dark and light, so that old and new
/// differ in lightness too.
pub fn of_revision(world: &World, service: ServiceId, revision: u32) -> Colour {
    let row = &world.services[service];
    if row.is_daemon() {
        return Colour::Slate;
    }
    let replicas = world.clusters[row.cluster].services.iter().filter(|&&id| !world.services[id].is_daemon());
    let number = replicas.take_while(|&&id| id != service).count();
    let (dark, light) = match number % 3 {
        0 => (Colour::Blue, Colour::Amber),
        1 => (Colour::Teal, Colour::Pink),
        _ => (Colour::Violet, Colour::Lime),
    };
    if revision % 2 == 1 { dark } else { light }
}

pub fn of_task(world: &World, task: &Task) -> Colour {
    task.service.map_or(Colour::Sky, |service| of_revision(world, service, task.definition.revision))
}
