//! One look at a service: read, plan, act, remember, and promise the next look.

use std::rc::Rc;

use super::census::Census;
use super::reconcile::{self, Input, Motion, Plan};
use super::{
    daemon, deployments, failure, health, lifecycle, rebalance, service_deployments, start, steady, stop,
    task_sets,
};
use crate::model::ecs::service::{SchedulerMemory, SchedulingStrategy};
use crate::model::ecs::{Service, ServiceId, ServiceStatus, TaskId};
use crate::model::kernel::{SimDuration, SimTime};
use crate::model::world::event::ServiceAction;
use crate::model::world::scheduling::{SchedulerBlock, SchedulerDecision};
use crate::model::world::{Ctx, Event, Room, Timer, World};

/// Two looks at a service are at least so far apart, however much happens in between.
const LEAST_GAP: SimDuration = SimDuration::from_secs(1);

/// After stopping tasks the scheduler comes back for what their room allows.
const AFTER_STOPPING: (SimDuration, SimDuration) = (SimDuration::from_secs(2), SimDuration::from_secs(6));

/// How much later than possible it is seen that time has changed what a task counts as.
const ROUNDING: (SimDuration, SimDuration) = (SimDuration::from_millis(500), SimDuration::from_secs(3));

/// What one look works with. Its memory is written back when it ends.
pub struct Look<'a, 's> {
    pub ctx: &'a mut Ctx<'s>,
    pub service: ServiceId,
    pub memory: SchedulerMemory,
}

/// Looks at the service if a look was promised for now; a promise that an earlier one replaced is void.
pub fn look(ctx: &mut Ctx, service: ServiceId) {
    let memory = &ctx.world().services[service].memory;
    if memory.next_look_at != Some(ctx.now()) {
        return;
    }
    let memory = (**memory).clone();
    let mut look = Look { ctx, service, memory };
    look.memory.next_look_at = None;
    match look.service().status {
        ServiceStatus::Active => look.keep(),
        ServiceStatus::Draining => look.wind_up(),
        ServiceStatus::Inactive => {}
    }
    look.finish();
}

impl Look<'_, '_> {
    pub fn world(&self) -> &World {
        self.ctx.world()
    }

    pub fn service(&self) -> &Service {
        &self.ctx.world().services[self.service]
    }

    pub fn now(&self) -> SimTime {
        self.ctx.now()
    }

    /// Adds a message to the service's event list.
    pub fn post(&mut self, message: String, action: Option<ServiceAction>) {
        let service = self.service;
        self.ctx.emit(Event::ServiceEventPosted { service, message: message.into(), action });
    }

    /// Makes sure of a look at `at` or before.
    pub fn wake_by(&mut self, at: SimTime) {
        let at = at.max(self.now() + LEAST_GAP);
        self.memory.next_look_at = Some(self.memory.next_look_at.map_or(at, |due| due.min(at)));
    }

    pub fn wake_within(&mut self, (low, high): (SimDuration, SimDuration)) {
        let delay = self.ctx.draw(Room::Scheduler).duration(low, high);
        self.wake_by(self.now() + delay);
    }

    /// Brings an ACTIVE service closer to what it should be.
    fn keep(&mut self) {
        if self.service().is_external() {
            return task_sets::keep(self);
        }
        if self.service().scheduling_strategy == SchedulingStrategy::Daemon {
            daemon::count_eligible_instances(self);
        }
        service_deployments::start(self);
        let mut census = Census::take(self.world(), self.service);
        health::announce(self, &unhealthy_of(&census));
        let failed = failure::watch(self) || lifecycle::advance(self, &census);
        if failed {
            census = Census::take(self.world(), self.service);
        }
        deployments::forget_lost(self, &census);
        let extra = rebalance::extra_tasks(self, &census);
        let mut input = census.input(self.world(), self.service);
        input.desired += extra;
        let plan = reconcile::plan(&input);
        let acted = self.act(&plan, &census) || failed;
        if let Some(at) = census.next_change {
            // Not to the millisecond: so the tasks of one batch are seen healthy by one look.
            self.wake_within((at.since(self.now()) + ROUNDING.0, at.since(self.now()) + ROUNDING.1));
        }
        if acted {
            steady::disturb(&mut self.memory);
        } else {
            deployments::close_finished(self, &census);
            let is_settled = deployments::is_settled(self);
            if is_settled && rebalance::consider(self) {
                steady::disturb(&mut self.memory);
            } else {
                steady::say(self, is_settled);
            }
        }
    }

    /// Starts and stops tasks, and records why. Tells whether it did either.
    fn act(&mut self, plan: &Plan, census: &Census) -> bool {
        let starts = start::carry_out(self, plan);
        let stopped = stop::carry_out(self, plan, census);
        steady::say_if_stuck(self, plan.stuck);
        if stopped > 0 {
            self.wake_within(AFTER_STOPPING);
        }
        let input = census.input(self.world(), self.service);
        let old = input.source.healthy + input.leaving.healthy;
        let waits =
            input.motion == Motion::Rolling && old > 0 && !plan.stuck && plan.stop.total() + plan.start == 0;
        let begins_to_wait = waits && !self.memory.waits_for_health;
        self.memory.waits_for_health = waits;
        let blocked_by = match starts.blocked_by {
            Some(block) => Some(block),
            None if plan.stuck => Some(SchedulerBlock::DeploymentConfiguration),
            None if waits => Some(SchedulerBlock::WaitingForHealthyTasks),
            None => None,
        };
        let acted = starts.started + stopped > 0;
        if acted || starts.blocked_by.is_some() || plan.stuck || begins_to_wait {
            self.record(plan, &input, starts.started, stopped, blocked_by);
        }
        acted
    }

    fn record(
        &mut self,
        plan: &Plan,
        input: &Input,
        started: u32,
        stopped: u32,
        blocked_by: Option<SchedulerBlock>,
    ) {
        let Some(primary) = self.service().primary() else { return };
        let deployment = primary.id;
        let decision = SchedulerDecision {
            service: self.service,
            deployment,
            desired: input.desired,
            lower: plan.lower,
            upper: plan.upper,
            healthy: plan.healthy,
            new: input.new.good(),
            old: input.source.total() + input.leaving.total() + input.new.unhealthy,
            may_start: plan.start + plan.start_source,
            may_stop: plan.stop.total(),
            started,
            stopped,
            blocked_by,
        };
        self.ctx.emit(Event::SchedulerDecided(Rc::new(decision)));
    }

    /// Stops what is left of a deleted service, and lets it go once nothing runs.
    fn wind_up(&mut self) {
        stop::everything(self);
        let tasks = &self.service().tasks;
        if tasks.iter().all(|&task| self.world().tasks[task].last_status.is_ending()) {
            deployments::close_all(self);
            let service = self.service;
            self.ctx.emit(Event::ServiceStatusChanged { service, status: ServiceStatus::Inactive });
        }
    }

    fn finish(self) {
        let service = self.service;
        if let Some(at) = self.memory.next_look_at {
            self.ctx.schedule(at.since(self.ctx.now()), Timer::ServiceLook { service });
        }
        if self.memory != *self.ctx.world().services[service].memory {
            let memory = Rc::new(self.memory);
            self.ctx.emit(Event::SchedulerMemoryChanged { service, memory });
        }
    }
}

fn unhealthy_of(census: &Census) -> Vec<TaskId> {
    let groups = [&census.new, &census.source, &census.leaving];
    groups.iter().flat_map(|group| &group.unhealthy).copied().collect()
}
