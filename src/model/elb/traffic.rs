//! Requests flow in ticks.

use std::rc::Rc;

use super::route;
use crate::model::ecs::{
    ListenerId, LoadBalancerId, RuleAction, RuleId, Target, TargetGroupId, TargetId, Traffic,
};
use crate::model::kernel::{SimDuration, SimTime};
use crate::model::workload::serving::{self, Served};
use crate::model::workload::strain::{self, Strain};
use crate::model::world::elb::{Flow, TrafficTick};
use crate::model::world::{Ctx, Event, Timer, World};

/// The length of a tick. All ticks of a run are multiples of it from its beginning.
pub const TICK: SimDuration = SimDuration::from_secs(2);

/// What a listener is sent from now on. The first source of all brings the ticks about.
pub fn send(ctx: &mut Ctx, listener: ListenerId, traffic: Rc<[Rc<Traffic>]>) {
    let flows = goes_on(ctx.world());
    ctx.emit(Event::TrafficChanged { listener, traffic });
    if flows {
        return;
    }
    let into = ctx.now().as_millis() % TICK.as_millis();
    let left = SimDuration::from_millis(TICK.as_millis() - into);
    ctx.schedule(left, Timer::TrafficTick);
}

/// A tick ends: what was sent in it has been answered or lost.
pub fn tick(ctx: &mut Ctx) {
    let world = ctx.world();
    let last = world.traffic.len().checked_sub(1).map(|tick| world.traffic[tick.into()].at);
    if last == Some(world.now) {
        return;
    }
    let mut book = Book::default();
    let began = SimTime::from_millis(world.now.as_millis().saturating_sub(TICK.as_millis()));
    let goes_on = goes_on(world);
    for (listener, source) in sources(world) {
        let row = &world.listeners[listener];
        let traffic = &row.traffic[source];
        let from = traffic.began_at.max(began);
        if from < world.now {
            let millis = world.now.since(from).as_millis();
            let middle = from + SimDuration::from_millis(millis / 2);
            let sent = traffic.rate_millis(middle) * millis / 1_000_000;
            book.send(world, listener, source, sent);
        }
    }
    for (target, overloaded) in book.changed_loads(world) {
        ctx.emit(Event::TargetOverloadChanged { target, overloaded });
    }
    if book.flows.iter().any(|flow| flow.requests > 0) {
        let tick = TrafficTick { at: ctx.now(), millis: TICK.as_millis() as u32, flows: book.flows };
        ctx.emit(Event::TrafficFlowed(Rc::new(tick)));
    }
    if goes_on {
        ctx.schedule(TICK, Timer::TrafficTick);
    }
}

/// Some source is not over.
fn goes_on(world: &World) -> bool {
    let over = |(listener, source): (ListenerId, usize)| {
        world.listeners[listener].traffic[source].is_over(world.now)
    };
    !sources(world).into_iter().all(over)
}

/// Every source of traffic there is: a listener and the number of the source there.
fn sources(world: &World) -> Vec<(ListenerId, usize)> {
    let live = world.listeners.iter().filter(|(_, row)| !row.is_deleted);
    live.flat_map(|(id, row)| (0..row.traffic.len()).map(move |source| (id, source))).collect()
}

/// A load balancer and its rule that took the requests, if it came to that.
type Way = (LoadBalancerId, Option<RuleId>);

/// What a tick comes to.
#[derive(Default)]
struct Book {
    flows: Vec<Flow>,
    /// Targets that got requests, and whether those were far too many.
    loads: Vec<(TargetId, bool)>,
}

impl Book {
    fn send(&mut self, world: &World, listener: ListenerId, source: usize, requests: u64) {
        let row = &world.listeners[listener];
        let load_balancer = row.load_balancer;
        let turn = world.now.as_millis() / TICK.as_millis() + source as u64;
        if !world.load_balancers[load_balancer].is_active {
            return self.lose((load_balancer, None), None, requests);
        }
        let rule = route::rule_for(world, listener, &row.traffic[source]);
        let by = (load_balancer, Some(rule));
        let rule = &world.rules[rule];
        if let RuleAction::Other(action) = &rule.action {
            return self.answer_itself(by, action, requests);
        }
        let forwarded = route::forward(rule, requests, turn);
        if forwarded.is_empty() {
            self.lose(by, None, requests);
        }
        for (group, requests) in forwarded {
            self.deliver(world, by, group, requests, turn);
        }
    }

    /// 503: there is nobody to send them to.
    fn lose(&mut self, by: Way, group: Option<TargetGroupId>, requests: u64) {
        let flow = self.flow(by, group, None);
        flow.requests += requests;
        flow.unavailable += requests;
    }

    /// A fixed response or a redirect.
    fn answer_itself(&mut self, by: Way, action: &serde_json::Value, requests: u64) {
        let code = action["FixedResponseConfig"]["StatusCode"].as_str().unwrap_or("301");
        let flow = self.flow(by, None, None);
        flow.requests += requests;
        if code.starts_with('5') {
            flow.unavailable += requests;
        }
    }

    fn deliver(&mut self, world: &World, by: Way, group: TargetGroupId, requests: u64, turn: u64) {
        let receivers = route::receivers(world, &world.target_groups[group]);
        if receivers.is_empty() {
            return self.lose(by, Some(group), requests);
        }
        let weights: Vec<u64> = receivers.iter().map(|(_, weight)| *weight).collect();
        let shares = route::share(requests, &weights, turn);
        for ((target, _), requests) in receivers.into_iter().zip(shares) {
            let row = &world.targets[target];
            let flow = self.flow(by, Some(group), Some((world, row)));
            flow.requests += requests;
            flow.targets += 1;
            match served(world, by.0, row, requests) {
                None => flow.bad_gateway += requests,
                Some(served) => {
                    flow.target_errors += served.errors;
                    flow.timed_out += served.timed_out;
                    flow.latency_total_millis += served.latency_millis * (served.good + served.errors);
                    flow.cpu_micros += served.cpu_micros;
                    self.loads.push((target, served.is_overloaded));
                }
            }
        }
    }

    fn flow(
        &mut self,
        (load_balancer, rule): Way,
        target_group: Option<TargetGroupId>,
        target: Option<(&World, &Target)>,
    ) -> &mut Flow {
        let task = target.and_then(|(world, row)| row.task.map(|(task, _)| &world.tasks[task]));
        let (service, deployment) = task.map_or((None, None), |task| (task.service, task.deployment));
        let load_balancer = Some(load_balancer);
        let empty = Flow { load_balancer, rule, target_group, service, deployment, ..Flow::default() };
        let at = self.flows.iter().position(|flow| flow.takes_same_way_as(&empty)).unwrap_or_else(|| {
            self.flows.push(empty);
            self.flows.len() - 1
        });
        &mut self.flows[at]
    }

    /// Targets that have become overloaded, and those that no longer are.
    fn changed_loads(&self, world: &World) -> Vec<(TargetId, bool)> {
        let overloaded =
            |id: TargetId| self.loads.iter().any(|(target, too_much)| *target == id && *too_much);
        let newly = self.loads.iter().filter(|(id, too_much)| *too_much && !world.targets[*id].is_overloaded);
        let mut changed: Vec<(TargetId, bool)> = newly.copied().collect();
        for (_, group) in world.target_groups.iter() {
            let were = group.targets.iter().copied().filter(|&id| world.targets[id].is_overloaded);
            changed.extend(were.filter(|&id| !overloaded(id)).map(|id| (id, false)));
        }
        changed.sort_unstable();
        changed.dedup();
        changed
    }
}

/// What the container behind a target makes of its requests; none if nobody is there to take them.
fn served(world: &World, load_balancer: LoadBalancerId, row: &Target, requests: u64) -> Option<Served> {
    row.up_since(world).filter(|up| *up <= world.now)?;
    let (task, container) = row.task?;
    let task = &world.tasks[task];
    let behaviour = &task.containers[usize::from(container)].behaviour;
    let usable_cpu = serving::usable_cpu(world, task);
    let strain = match task.acting_faults().next() {
        None => Strain::default(),
        Some(_) => {
            let (name, dns_name) = (&world.load_balancers[load_balancer].name, world.dns_name(load_balancer));
            strain::on_requests(task, usable_cpu, row.container_port(world), &[name, &dns_name])
        }
    };
    Some(serving::serve(behaviour, usable_cpu, &strain, requests, TICK.as_millis()))
}
