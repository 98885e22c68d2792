//! Which colour a task's block has: its service owns a pair, its revision one of the two.

use crate::model::ecs::{ClusterId, ServiceId, Task};
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
    pub const ALL: [Self; 8] =
        [Self::Blue, Self::Amber, Self::Teal, Self::Pink, Self::Violet, Self::Lime, Self::Slate, Self::Sky];

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

/// What decides a block's colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColourBy {
    /// Old and new differ while a deployment runs.
    #[default]
    Revision,
    /// One colour for each service, whatever it runs.
    Service,
}

/// The colours of one cluster's services, looked up once instead of for every task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Palette {
    by: ColourBy,
    /// A replica service's number among its kind; none for a DAEMON. In the order of the ids.
    numbers: Vec<(ServiceId, Option<u32>)>,
}

impl Palette {
    pub fn new(world: &World, cluster: ClusterId, by: ColourBy) -> Self {
        let mut replicas = 0..;
        let numbered = world.clusters[cluster].services.iter().map(|&id| {
            let number = if world.services[id].is_daemon() { None } else { replicas.next() };
            (id, number)
        });
        Self { by, numbers: numbered.collect() }
    }

    /// A service owns a pair of colours; its revisions alternate between dark and light, so that old and new
    /// differ in lightness too.
    pub fn of_revision(&self, service: ServiceId, revision: u32) -> Colour {
        let found = self.numbers.binary_search_by_key(&service, |&(id, _)| id);
        let Some(number) = found.ok().and_then(|at| self.numbers[at].1) else { return Colour::Slate };
        let darks = [Colour::Blue, Colour::Teal, Colour::Violet];
        let lights = [Colour::Amber, Colour::Pink, Colour::Lime];
        let pair = (number % 3) as usize;
        let is_dark = match self.by {
            ColourBy::Revision => revision % 2 == 1,
            ColourBy::Service => number / 3 % 2 == 0,
        };
        if is_dark { darks[pair] } else { lights[pair] }
    }

    pub fn of_task(&self, task: &Task) -> Colour {
        task.service.map_or(Colour::Sky, |service| self.of_revision(service, task.definition.revision))
    }
}

pub fn of_revision(world: &World, service: ServiceId, revision: u32) -> Colour {
    Palette::new(world, world.services[service].cluster, ColourBy::Revision).of_revision(service, revision)
}

pub fn of_task(world: &World, task: &Task) -> Colour {
    task.service.map_or(Colour::Sky, |service| of_revision(world, service, task.definition.revision))
}
