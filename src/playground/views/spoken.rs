//! What a screen reader hears of a stretch of the run: one sentence, however much happened.

use super::sentence::{Sentence, Tone};
use crate::model::ecs::{ServiceId, TaskId, TaskStatus};
use crate::model::kernel::{SimDuration, SimTime};
use crate::model::world::{Event, EventLog, World};
use crate::playground::explain::words;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoken {
    pub text: String,
    /// A failure: it may interrupt.
    pub is_urgent: bool,
}

/// What happened since the last sentence.
#[derive(Default)]
struct Tally {
    started: u32,
    stopped: u32,
    failed: u32,
    /// The last task that came to RUNNING or STOPPED.
    task: Option<TaskId>,
    /// What broke: an instance, an agent or a zone.
    broken: Option<String>,
    /// ECS's own message about a service that has settled.
    steady: Option<String>,
}

/// Somebody who listens: remembers up to where it was told, so that nothing is said twice.
#[derive(Clone, Debug)]
pub struct Listener {
    seq: u32,
    at: SimTime,
    said: String,
    /// The stuck service was told of.
    knows_stuck: bool,
}

impl Listener {
    /// Hears what happens from now on.
    pub fn new(world: &World, log: &EventLog) -> Self {
        Self { seq: log.len(), at: world.now, said: String::new(), knows_stuck: false }
    }

    /// The sentence about what happened since the last call; none if there is nothing new to say. It sums up
    /// when so much time passes at once that single tasks would only be noise. `sentence` is the one above the
    /// stage.
    pub fn hear(
        &mut self,
        world: &World,
        log: &EventLog,
        sums_up: bool,
        sentence: impl FnOnce() -> Sentence,
    ) -> Option<Spoken> {
        let (since, from) = (self.seq, self.at.min(world.now));
        (self.seq, self.at) = (log.len(), world.now);
        // Who travels back hears where from the timeline; what lies there was told before.
        if log.len() <= since {
            return None;
        }
        let tally = tally(world, log, since);
        let sentence = sentence();
        let is_stuck = sentence.tone == Tone::Stuck;
        let stuck = (is_stuck && !self.knows_stuck).then(|| format!("{} {}", sentence.lead, sentence.rest));
        self.knows_stuck = is_stuck;
        let urgent = tally.broken.clone().or(stuck).map(|text| Spoken { text, is_urgent: true });
        let spoken = urgent.or_else(|| {
            let text = match (tally.started + tally.stopped > 0, sums_up) {
                (true, true) => format!("{}: {}.", passed(world.now.since(from)), counts(&tally)),
                (true, false) => singly(world, &tally),
                (false, _) => tally.steady?,
            };
            Some(Spoken { text, is_urgent: false })
        });
        let spoken = spoken.filter(|spoken| spoken.text != self.said)?;
        self.said.clone_from(&spoken.text);
        Some(spoken)
    }
}

fn tally(world: &World, log: &EventLog, since: u32) -> Tally {
    let mut tally = Tally::default();
    for logged in log.since(since) {
        match &logged.event {
            Event::TaskStatusChanged { task, status: TaskStatus::Running } => {
                tally.started += 1;
                tally.task = Some(*task);
            }
            Event::TaskStatusChanged { task, status: TaskStatus::Stopped } => {
                tally.stopped += 1;
                tally.failed += u32::from(world.tasks[*task].started_at.is_none());
                tally.task = Some(*task);
            }
            Event::ZonePowerChanged { zone, available: false, .. } => {
                tally.broken = Some(format!("{} has no power.", world.zone_name(*zone)));
            }
            Event::AgentConnectionChanged { instance, connected: false } => {
                let name = words::short_instance(world, *instance);
                // A zone says more than each of its agents.
                tally.broken.get_or_insert(format!("The agent of {name} is disconnected."));
            }
            Event::ServiceEventPosted { message, .. } if message.contains("reached a steady state") => {
                tally.steady = Some(message.to_string());
            }
            _ => {}
        }
    }
    tally
}

fn counts(tally: &Tally) -> String {
    let mut parts = Vec::new();
    let rows = [
        (tally.started, "started"),
        (tally.stopped - tally.failed, "stopped"),
        (tally.failed, "failed to start"),
    ];
    parts.extend(
        rows.iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{} {word}", words::grouped(*count))),
    );
    parts.join(", ")
}

fn singly(world: &World, tally: &Tally) -> String {
    let Some(id) = tally.task else { return String::new() };
    let task = &world.tasks[id];
    let own = if tally.started + tally.stopped > 1 {
        format!("{}.", counts(tally))
    } else {
        let (name, definition) = (words::short_task(world, id), task.definition.family_revision());
        let reason = match (&task.stopped_reason, task.last_status) {
            (Some(reason), TaskStatus::Stopped) => format!(": {}", reason.trim_end_matches('.')),
            _ => String::new(),
        };
        format!("Task {name} of {definition} is {}{reason}.", task.last_status.as_str())
    };
    let service = task.service.map_or(String::new(), |service| format!(" {}", standing(world, service)));
    format!("{own}{service}")
}

/// `web: 7 running, 6 wanted, 2 pending.`
fn standing(world: &World, id: ServiceId) -> String {
    let row = &world.services[id];
    let (running, pending) = (row.running_count(), row.pending_count());
    format!("{}: {running} running, {} wanted, {pending} pending.", row.name, row.desired_count)
}

/// `10 seconds`, `3 minutes`, as it is spoken.
fn passed(span: SimDuration) -> String {
    let seconds = span.as_secs() as u32;
    match seconds {
        0..120 => words::count(seconds, "second"),
        120..7200 => words::count(seconds / 60, "minute"),
        _ => words::count(seconds / 3600, "hour"),
    }
}
