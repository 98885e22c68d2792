//! The arithmetic of a service: from counts to a plan. Pure, so that a table can test it.
//!
//! lower = ceil(desired × minimumHealthyPercent / 100) ≤ healthy tasks, and
//! upper = floor(desired × maximumPercent / 100) ≥ RUNNING and PENDING tasks.
//! Source: DeploymentConfiguration in the ECS API reference.

pub use crate::model::ecs::deployment_configuration::{lower_limit, upper_limit};

/// What the deployment lets the scheduler do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Motion {
    /// New tasks take the place of old ones within the percentages.
    #[default]
    Rolling,
    /// The deployment failed and nothing takes its place: it starts nothing more.
    Halted,
    /// The new revision has to wait before it gets tasks.
    Hold,
    /// Both revisions have all their tasks.
    SideBySide,
    /// The old revision loses its tasks.
    CleanUp,
    /// Traffic returns to the old revision; the one that failed keeps its tasks until it has.
    GoingBack,
}

/// Tasks that are meant to run, by how far they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// On their way to RUNNING.
    pub pending: u32,
    /// RUNNING, but not long enough or not checked yet.
    pub unproven: u32,
    pub healthy: u32,
    pub unhealthy: u32,
}

impl Counts {
    pub fn total(self) -> u32 {
        self.pending + self.unproven + self.healthy + self.unhealthy
    }

    /// Tasks that are healthy or may still become so.
    pub fn good(self) -> u32 {
        self.pending + self.unproven + self.healthy
    }

    fn in_flight(self) -> u32 {
        self.pending + self.unproven
    }
}

/// What the plan is made from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Input {
    pub motion: Motion,
    pub desired: u32,
    pub minimum_healthy_percent: u32,
    pub maximum_percent: u32,
    /// The PRIMARY deployment, without its tasks on DRAINING container instances.
    pub new: Counts,
    /// The newest older deployment that was completed: what the rollout replaces.
    pub source: Counts,
    /// Tasks of the source that the rollout has not taken from it yet.
    pub source_desired: u32,
    /// Deployments that were superseded before they were completed, and tasks on DRAINING instances.
    pub leaving: Counts,
    /// Tasks that were told to stop because they failed their checks, and are not STOPPED yet.
    pub condemned: u32,
}

/// How many tasks to stop, by why and which.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stops {
    /// More of the PRIMARY deployment than desired.
    pub surplus: u32,
    /// Unhealthy tasks of the PRIMARY deployment that have, or can only then have, a replacement.
    pub unhealthy: u32,
    /// Of `leaving`, which is asked before `source` wherever both have candidates.
    pub leaving: Counts,
    pub source: Counts,
}

impl Stops {
    pub fn total(self) -> u32 {
        self.surplus + self.unhealthy + self.leaving.total() + self.source.total()
    }
}

/// What to do now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    pub lower: u32,
    pub upper: u32,
    /// Healthy tasks of all deployments.
    pub healthy: u32,
    /// Tasks of the PRIMARY deployment to start.
    pub start: u32,
    /// How many of `start` stand in for an unhealthy task.
    pub start_for_unhealthy: u32,
    /// Tasks of the source to start: one lost during a rollout comes back with its own revision.
    pub start_source: u32,
    pub stop: Stops,
    /// The percentages leave no way forward, and nothing under way will change that.
    pub stuck: bool,
}

/// What the counts ask for and allow.
pub fn plan(input: &Input) -> Plan {
    match input.motion {
        Motion::Rolling => rolling(input),
        _ => beside(input),
    }
}

fn rolling(input: &Input) -> Plan {
    let Input { desired, new, source, leaving, .. } = *input;
    let lower = lower_limit(desired, input.minimum_healthy_percent);
    let upper = upper_limit(desired, input.maximum_percent);
    let healthy = new.healthy + source.healthy + leaving.healthy;
    // An unhealthy task that had to go first makes room when it is gone.
    let all = new.total() + source.total() + leaving.total();
    let room = upper.saturating_sub(all + input.condemned);

    let start_source = missing_of_source(input).min(room);
    let missing = desired.saturating_sub(new.good());
    let start = missing.min(room - start_source);
    let lost = desired.saturating_sub(new.total());

    let surplus = new.good().saturating_sub(desired);
    let surplus_healthy = surplus.saturating_sub(new.in_flight());
    let mut stop = old_stops(input, lower, healthy - surplus_healthy);
    stop.surplus = surplus;
    stop.unhealthy = unhealthy_stops(input, room, missing, stop.total());

    let in_flight = new.in_flight() + source.in_flight() + leaving.in_flight();
    let moves = stop.total() + in_flight + input.condemned > 0;
    let stuck = missing > 0 && room == 0 && !moves;
    let start_for_unhealthy = start.saturating_sub(lost);
    Plan { lower, upper, healthy, start, start_for_unhealthy, start_source, stop, stuck }
}

/// Old and new do not make room for each other here: each revision has its own tasks or none.
fn beside(input: &Input) -> Plan {
    let Input { motion, desired, new, source, leaving, .. } = *input;
    let lower = lower_limit(desired, input.minimum_healthy_percent);
    let healthy = new.healthy + source.healthy + leaving.healthy;
    let starts_new = matches!(motion, Motion::SideBySide | Motion::CleanUp | Motion::GoingBack);
    let leaving = if motion == Motion::GoingBack { Counts::default() } else { leaving };
    let missing = if starts_new { desired.saturating_sub(new.good()) } else { 0 };
    let aim = match motion {
        Motion::CleanUp => 0,
        _ => input.source_desired.min(desired),
    };
    let surplus = new.good().saturating_sub(desired);
    let mut stop = old_stops(&Input { source: Counts::default(), leaving, ..*input }, lower, healthy);
    let source_surplus = source.good().saturating_sub(aim);
    stop.source = Counts {
        pending: source.pending.min(source_surplus),
        unproven: 0,
        healthy: source_surplus.saturating_sub(source.pending).min(source.healthy),
        unhealthy: source.unhealthy,
    };
    if motion == Motion::CleanUp {
        stop.source = source;
    }
    stop.surplus = surplus;
    stop.unhealthy = (new.unhealthy + new.healthy).saturating_sub(desired).min(new.unhealthy);
    Plan {
        lower,
        upper: desired.saturating_mul(2),
        healthy,
        start: missing,
        start_for_unhealthy: missing.saturating_sub(desired.saturating_sub(new.total())),
        start_source: aim.saturating_sub(source.total()),
        stop,
        stuck: false,
    }
}

/// Tasks that the source lost and that no healthy new task makes up for.
fn missing_of_source(input: &Input) -> u32 {
    let aim = input.source_desired.min(input.desired.saturating_sub(input.new.healthy));
    aim.saturating_sub(input.source.total())
}

/// What may go of the old tasks while `lower` stays healthy. Those that are not healthy go first: no rule
/// protects them.
fn old_stops(input: &Input, lower: u32, healthy: u32) -> Stops {
    let Input { desired, new, source, leaving, .. } = *input;
    // An unproven task adds nothing to the healthy ones, so it may go once those are enough. While they
    // are not, it is the one that will make them enough.
    let unproven = |counts: Counts| if healthy >= lower { counts.unproven } else { 0 };
    let mut budget = healthy.saturating_sub(lower);
    let mut take = |counts: Counts| {
        let taken = counts.healthy.min(budget);
        budget -= taken;
        taken
    };
    let leaving_healthy = take(leaving);
    let source_healthy = take(source);
    // A pending task of the source is a replacement under way. It goes when it is not needed any more.
    let source_unneeded = (source.total() + new.healthy).saturating_sub(desired);
    Stops {
        leaving: Counts { healthy: leaving_healthy, unproven: unproven(leaving), ..leaving },
        source: Counts {
            pending: source.pending.min(source_unneeded),
            unproven: unproven(source),
            healthy: source_healthy,
            unhealthy: source.unhealthy,
        },
        ..Stops::default()
    }
}

/// A replacement is started first where `maximumPercent` leaves room, and the unhealthy task stops once that
/// is healthy. Without room, one unhealthy task at a time stops and leaves its place.
fn unhealthy_stops(input: &Input, room: u32, missing: u32, other_stops: u32) -> u32 {
    let new = input.new;
    let replaced = (new.unhealthy + new.healthy).saturating_sub(input.desired).min(new.unhealthy);
    let is_still = other_stops + new.in_flight() + input.condemned == 0;
    let cornered = new.unhealthy > 0 && missing > 0 && room == 0 && is_still;
    replaced.max(u32::from(cornered))
}
