//! Who is woken by what, and who hears of what, in one fixed order.

use crate::model::world::ctx::State;
use crate::model::world::{Ctx, Event, Timer};
use crate::model::{agent, autoscaling, capacity, elb, faults, scheduler};

/// Lets a timer do what was promised.
pub fn wake(ctx: &mut Ctx, timer: Timer) {
    match timer {
        Timer::TaskStep { task, step } => agent::task_step(ctx, task, step),
        Timer::ContainerStep { task, container, start, step } => {
            agent::container_step(ctx, task, container, start, step);
        }
        Timer::ServiceLook { service } => scheduler::look(ctx, service),
        Timer::InstanceStep { instance, step } => capacity::instance_step(ctx, instance, step),
        Timer::GroupLook { group } => capacity::groups::look(ctx, group),
        Timer::CapacityDatapoint { provider } => capacity::managed_scaling::datapoint(ctx, provider),
        Timer::PlaceWaiting { cluster } => scheduler::waiting::place(ctx, cluster),
        Timer::SpotInterruption { instance, step } => capacity::spot::step(ctx, instance, step),
        Timer::ManagedInstancesLook { provider } => capacity::managed_instances::look(ctx, provider),
        Timer::ShortageEnds { number } => capacity::shortages::end(ctx, number),
        Timer::MetricsMinute => autoscaling::minute(ctx),
        Timer::ScheduledScaling { service } => autoscaling::scheduled_due(ctx, service),
        Timer::ZoneRecovers { zone } => capacity::power_returns(ctx, zone),
        Timer::TaskFaultEnds { task, number } => faults::task_fault_ends(ctx, task, number),
        Timer::LoadBalancerStarts { load_balancer } => elb::load_balancer_starts(ctx, load_balancer),
        Timer::TargetCheck { target } => elb::checks::due(ctx, target),
        Timer::TargetDrained { target } => elb::drained(ctx, target),
        Timer::TargetsLeave { service } => elb::registration::targets_leave(ctx, service),
        Timer::TrafficTick => elb::traffic::tick(ctx),
    }
}

/// More events than this from one command or timer would mean that deciders answer each other for ever.
const MOST_EVENTS: u32 = 5_000_000;

/// Tells every decider of every event it cares for, until nothing new is said.
pub fn deliver(state: &mut State) {
    let mut heard = 0;
    while let Some(seq) = state.unheard.pop_front() {
        heard += 1;
        assert!(heard < MOST_EVENTS, "deciders answer each other without end");
        let event = state.log.get(seq).expect("unheard events are in the log").event.clone();
        hear(&mut Ctx::new(state, Some(seq)), &event);
    }
}

fn hear(ctx: &mut Ctx, event: &Event) {
    elb::hear(ctx, event);
    agent::hear(ctx, event);
    capacity::hear(ctx, event);
    scheduler::hear(ctx, event);
    autoscaling::hear(ctx, event);
}
