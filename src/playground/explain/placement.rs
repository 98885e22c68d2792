//! "Why here?": how a task came to its place.

use std::rc::Rc;

use super::table::Row;
use super::words;
use crate::model::ecs::{PlacementStrategy, PlacementStrategyType, TaskId, ZoneId};
use crate::model::kernel::order;
use crate::model::world::World;
use crate::model::world::decision::{Choice, Narrowing, PlacementRecord, Purpose, Target};

/// One strategy at work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// As the API writes it: `spread(attribute:ecs.availability-zone)`.
    pub strategy: String,
    /// Candidates before and after.
    pub from: u32,
    pub to: u32,
    /// What it found, as a sentence.
    pub text: String,
}

/// The answer to "why here?".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhyHere {
    /// The one thing that decided.
    pub lead: String,
    /// What else there was to it.
    pub rest: String,
    pub steps: Vec<Step>,
    /// Every candidate as it was for this task: the chosen one first, then those that fitted.
    pub rows: Vec<Row>,
    /// Candidates that were not recorded, because there were too many.
    pub left_out: u32,
    pub record: Rc<PlacementRecord>,
}

/// How the task was placed. None if nothing was recorded of it.
pub fn why_here(world: &World, task: TaskId) -> Option<WhyHere> {
    let (decision, position) = world.tasks[task].decision?;
    let record = world.decisions.rc(decision).clone();
    let choice = record.choices.get(position as usize)?.clone();
    let case = Case { world, record: &record, choice: &choice, position };
    let rows = case.rows();
    let steps = case.steps();
    let (lead, rest) = case.sentences(&rows, &steps);
    Some(WhyHere { lead, rest, steps, rows, left_out: record.left_out, record: record.clone() })
}

/// What the answer is read from.
struct Case<'a> {
    world: &'a World,
    record: &'a PlacementRecord,
    choice: &'a Choice,
    /// Of the task in its batch.
    position: u32,
}

impl Case<'_> {
    fn rows(&self) -> Vec<Row> {
        let row = |candidate| {
            let as_of = self.record.candidate_as_of(candidate, self.position);
            let chosen = self.choice.target == Target::ContainerInstance(as_of.instance);
            Row::new(self.world, self.record, &as_of, chosen)
        };
        let mut rows: Vec<_> = self.record.candidates.iter().map(row).collect();
        order::sort_by_key(&mut rows, |row: &Row| (!row.chosen, !row.fits()));
        rows
    }

    fn steps(&self) -> Vec<Step> {
        let step = |narrowing: &Narrowing| {
            let strategy = &self.record.strategy[usize::from(narrowing.strategy)];
            Step {
                strategy: strategy_name(strategy),
                from: narrowing.from,
                to: narrowing.to,
                text: self.found(strategy, narrowing),
            }
        };
        self.choice.narrowed.iter().map(step).collect()
    }

    fn found(&self, strategy: &PlacementStrategy, narrowing: &Narrowing) -> String {
        let group = words::group(&self.record.group);
        let best = words::grouped(narrowing.best);
        let field = strategy.field.as_deref().unwrap_or_default();
        match strategy.kind {
            PlacementStrategyType::Random => "The seed picks.".to_owned(),
            PlacementStrategyType::Binpack => {
                let unit = if field.eq_ignore_ascii_case("cpu") { "CPU units" } else { "MiB" };
                format!("{} would have the least left: {best} {unit}.", self.target_name())
            }
            PlacementStrategyType::Spread if is_zone(field) => self.fewest_of_zones(group),
            PlacementStrategyType::Spread if matches!(field, "instanceId" | "host") => {
                format!("{} held the fewest {group} tasks: {best}.", self.target_name())
            }
            PlacementStrategyType::Spread => {
                let name = field.strip_prefix("attribute:").unwrap_or(field);
                format!("Its value of {name} had the fewest {group} tasks: {best}.")
            }
        }
    }

    fn fewest_of_zones(&self, group: &str) -> String {
        let chosen = self.zone();
        let counts = self.zone_counts();
        let name = self.world.zone_name(chosen);
        let own = counts.iter().find(|(zone, _)| *zone == chosen).map_or(0, |(_, count)| *count);
        let others = counts.iter().filter(|(zone, _)| *zone != chosen).map(|(_, count)| *count);
        let mut numbers: Vec<u32> = others.collect();
        if numbers.is_empty() {
            return format!("{name} was the only zone with room; it had {}.", words::count(own, "task"));
        }
        order::sort_by(&mut numbers, u32::cmp);
        let equal = numbers.iter().filter(|&&count| count == own).count();
        numbers.insert(0, own);
        let listed = words::numbers(&numbers);
        match equal {
            0 => format!("{name} had the fewest {group} tasks: {listed}."),
            _ => format!("{name} was among the zones with the fewest {group} tasks: {listed}."),
        }
    }

    /// Tasks of the group in each zone that still had room, when it was this task's turn.
    fn zone_counts(&self) -> Vec<(ZoneId, u32)> {
        let earlier = &self.record.choices[..self.position as usize];
        let has_room = |zone: ZoneId| {
            let of_zone = |row: &&_| {
                let candidate: &crate::model::world::decision::Candidate = row;
                candidate.zone == zone
            };
            let mut here = self.record.candidates.iter().filter(of_zone);
            self.record.candidates.is_empty()
                || here.any(|row| self.record.candidate_as_of(row, self.position).rejects.is_empty())
        };
        let zones = (0_u32..).map(ZoneId).zip(&self.record.zone_tasks);
        zones
            .filter(|(zone, _)| has_room(*zone))
            .map(|(zone, &count)| {
                let added = earlier.iter().filter(|choice| self.zone_of(choice) == zone).count();
                (zone, count + added as u32)
            })
            .collect()
    }

    fn zone_of(&self, choice: &Choice) -> ZoneId {
        match choice.target {
            Target::ContainerInstance(id) => self.world.container_instances[id].zone,
            Target::Fargate(zone) => zone,
        }
    }

    fn zone(&self) -> ZoneId {
        self.zone_of(self.choice)
    }

    fn target_name(&self) -> String {
        match self.choice.target {
            Target::ContainerInstance(id) => words::short_instance(self.world, id),
            Target::Fargate(zone) => format!("Fargate in {}", self.world.zone_name(zone)),
        }
    }

    fn sentences(&self, rows: &[Row], steps: &[Step]) -> (String, String) {
        let name = self.target_name();
        if self.record.purpose == Purpose::StartTask {
            let lead = format!("StartTask named {name}.");
            return (lead, "ECS chose nothing, it only held the instance against the rules.".to_owned());
        }
        let fitting = rows.iter().filter(|row| row.fits()).count() as u32;
        if fitting == 1 && self.record.left_out == 0 {
            let others = rows.len() as u32 - 1;
            let rest = match others {
                0 => "There was no other container instance.".to_owned(),
                _ => format!("{} failed a rule.", words::count(others, "other container instance")),
            };
            return (format!("Only {name} could take it."), rest);
        }
        let Some(decider) = steps.iter().position(|step| step.from > step.to) else {
            let lead = match steps.first() {
                Some(step) => step.text.clone(),
                None => format!("{} could take it.", words::count(fitting, "container instance")),
            };
            return (lead, self.tie(&name));
        };
        let later = steps[decider + 1..].iter().filter(|step| step.from > step.to);
        let mut rest: Vec<String> = later.map(|step| step.text.clone()).collect();
        rest.push(self.tie(&name));
        (steps[decider].text.clone(), rest.join(" ").trim().to_owned())
    }

    fn tie(&self, name: &str) -> String {
        match self.choice.tied {
            0 | 1 => String::new(),
            tied => format!(
                "{} were equal; seed {} broke the tie for {name}.",
                words::grouped(tied),
                self.world.config.seed
            ),
        }
    }
}

fn is_zone(field: &str) -> bool {
    field == "attribute:ecs.availability-zone"
}

/// `binpack(memory)`, `random`.
pub fn strategy_name(strategy: &PlacementStrategy) -> String {
    let kind = match strategy.kind {
        PlacementStrategyType::Random => "random",
        PlacementStrategyType::Spread => "spread",
        PlacementStrategyType::Binpack => "binpack",
    };
    strategy.field.as_ref().map_or(kind.to_owned(), |field| format!("{kind}({field})"))
}
