//! Requests that the playground sends to load balancers.

use std::rc::Rc;

use serde_json::{Value, json};

use crate::model::ecs::{EcsError, EcsResult, ListenerId, LoadBalancerId, Traffic};
use crate::model::elb::traffic::{self, TICK};
use crate::model::kernel::SimTime;
use crate::model::world::elb::Flow;
use crate::model::world::{Ctx, World};

const MOST_PER_SECOND: u64 = 1_000_000;
const LONGEST_SECONDS: u64 = 7 * 24 * 60 * 60;
const MOST_POINTS: usize = 200;
const DAY_SECONDS: u32 = 24 * 60 * 60;

/// Sends requests from now on. What was sent to the same listener, host and path before, ends.
pub fn set(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let load_balancer = load_balancer(ctx.world(), request)?;
    let listener = listener(ctx.world(), load_balancer, request)?;
    let wanted = read(ctx.world(), load_balancer, request)?;
    let mut all = ctx.world().listeners[listener].traffic.clone();
    all.retain(|known| (&known.host, &known.path) != (&wanted.host, &wanted.path));
    all.push(Rc::new(wanted));
    traffic::send(ctx, listener, all.into());
    Ok(shown(ctx.world(), load_balancer))
}

/// Sends nothing more to one listener, or to all of the load balancer.
pub fn stop(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let load_balancer = load_balancer(ctx.world(), request)?;
    let listeners: Vec<ListenerId> = match request["port"].is_null() {
        true => ctx.world().listeners_of(load_balancer).collect(),
        false => vec![listener(ctx.world(), load_balancer, request)?],
    };
    for listener in listeners {
        if !ctx.world().listeners[listener].traffic.is_empty() {
            traffic::send(ctx, listener, Rc::new([]));
        }
    }
    Ok(shown(ctx.world(), load_balancer))
}

/// Every load balancer with what is sent to it, and what became of the requests of the last minute.
pub fn list(world: &World) -> EcsResult<Value> {
    let live = world.load_balancers.iter().filter(|(_, row)| !row.is_deleted);
    let rows: Value = live.map(|(id, _)| shown(world, id)).collect();
    Ok(json!({ "traffic": rows }))
}

fn load_balancer(world: &World, request: &Value) -> EcsResult<LoadBalancerId> {
    let name = request["loadBalancer"].as_str().unwrap_or_default();
    let found = world.find_load_balancer(name);
    found.ok_or_else(|| EcsError::invalid_parameter(format!("There is no load balancer {name}.")))
}

fn listener(world: &World, id: LoadBalancerId, request: &Value) -> EcsResult<ListenerId> {
    let port = request["port"].as_u64();
    let mut listeners = world.listeners_of(id);
    let is_asked = |id: &ListenerId| port.is_none_or(|port| u64::from(world.listeners[*id].port) == port);
    let name = &world.load_balancers[id].name;
    listeners.find(is_asked).ok_or_else(|| {
        let which = port.map_or(String::new(), |port| format!(" on port {port}"));
        EcsError::invalid_parameter(format!("The load balancer {name} has no listener{which}."))
    })
}

/// A number of the request within its limits.
fn number(request: &Value, member: &str, least: u64, most: u64) -> EcsResult<Option<u32>> {
    match &request[member] {
        Value::Null => Ok(None),
        given => match given.as_u64().filter(|number| (least..=most).contains(number)) {
            Some(number) => Ok(Some(number as u32)),
            None => Err(EcsError::invalid_parameter(format!(
                "{member} must be between {least} and {most}, but was {given}."
            ))),
        },
    }
}

fn read(world: &World, load_balancer: LoadBalancerId, request: &Value) -> EcsResult<Traffic> {
    let rate = number(request, "requestsPerSecond", 0, MOST_PER_SECOND)?.unwrap_or(0);
    let peak = number(request, "peakRequestsPerSecond", 0, MOST_PER_SECOND)?;
    let seconds =
        |member, default| number(request, member, 1, LONGEST_SECONDS).map(|given| given.unwrap_or(default));
    let pattern = request["pattern"].as_str().unwrap_or("constant");
    let peak_or = |factor: u32| peak.unwrap_or(rate.saturating_mul(factor));
    let mut repeats_after = number(request, "repeatSeconds", 1, LONGEST_SECONDS)?.unwrap_or(0);
    let mut began_at = world.now;
    let points = match pattern {
        "constant" => vec![(0, rate)],
        "ramp" => vec![(0, rate), (seconds("overSeconds", 300)?, peak_or(10))],
        "spike" => {
            const EDGE: u32 = 4;
            let (after, length) = (seconds("afterSeconds", 60)?, seconds("forSeconds", 120)?);
            let (up, down) = (after + EDGE, after + EDGE + length);
            vec![(0, rate), (after, rate), (up, peak_or(5)), (down, peak_or(5)), (down + EDGE, rate)]
        }
        "day" => {
            repeats_after = DAY_SECONDS;
            began_at = SimTime::ZERO;
            day(rate, peak_or(4), world.config.start_epoch_millis)
        }
        "points" => points(request)?,
        other => {
            return Err(EcsError::invalid_parameter(format!(
                "pattern must be constant, ramp, day, spike or points, but was {other}."
            )));
        }
    };
    let host = request["host"].as_str().map_or_else(|| world.dns_name(load_balancer), str::to_owned);
    let path = request["path"].as_str().unwrap_or("/");
    Ok(Traffic {
        pattern: pattern.into(),
        host: host.into(),
        path: path.into(),
        points,
        repeats_after,
        began_at,
    })
}

/// Share of the way from the lowest rate to the highest at each hour of the day, in per cent: lowest at 4, highest
/// at 14 and again in the evening, as a shop in one time zone sees it.
const HOURS: [u32; 24] =
    [30, 18, 9, 3, 0, 3, 12, 28, 48, 68, 82, 92, 97, 99, 100, 96, 90, 86, 88, 93, 90, 76, 60, 44];

/// A point for each hour of the clock, told from the beginning of the run.
fn day(low: u32, high: u32, epoch_millis: u64) -> Vec<(u32, u32)> {
    let began = (epoch_millis / 1000 % u64::from(DAY_SECONDS)) as u32;
    let rate = |hour: u32| {
        let share = u64::from(HOURS[(hour % 24) as usize]);
        let (low, high) = (u64::from(low), u64::from(high.max(low)));
        (low + (high - low) * share / 100) as u32
    };
    let first = began / 3600;
    let into = u64::from(began % 3600);
    let at_start = (u64::from(rate(first)) * (3600 - into) + u64::from(rate(first + 1)) * into) / 3600;
    let mut points = vec![(0, at_start as u32)];
    let hours = (1..=24).map(|number| ((first + number) * 3600 - began, rate(first + number)));
    points.extend(hours.filter(|(seconds, _)| *seconds < DAY_SECONDS));
    points.push((DAY_SECONDS, at_start as u32));
    points
}

fn points(request: &Value) -> EcsResult<Vec<(u32, u32)>> {
    let given = request["points"].as_array().map_or(&[][..], Vec::as_slice);
    if given.is_empty() || given.len() > MOST_POINTS {
        return Err(EcsError::invalid_parameter(format!("points must have 1 to {MOST_POINTS} entries.")));
    }
    let mut points = Vec::new();
    for point in given {
        let seconds = number(point, "seconds", 0, LONGEST_SECONDS)?.unwrap_or(0);
        let rate = number(point, "requestsPerSecond", 0, MOST_PER_SECOND)?.unwrap_or(0);
        if points.last().is_some_and(|(before, _)| *before >= seconds) {
            return Err(EcsError::invalid_parameter("points must be in order of their seconds."));
        }
        points.push((seconds, rate));
    }
    Ok(points)
}

fn shown(world: &World, id: LoadBalancerId) -> Value {
    let sources = world.listeners_of(id).flat_map(|listener| {
        let row = &world.listeners[listener];
        row.traffic.iter().map(move |traffic| {
            json!({
                "port": row.port,
                "host": &*traffic.host,
                "path": &*traffic.path,
                "pattern": &*traffic.pattern,
                "requestsPerSecond": traffic.rate_millis(world.now) / 1000,
            })
        })
    });
    let minute = SimTime::from_millis(world.now.as_millis().saturating_sub(60_000));
    let mut sum = Flow::default();
    let flows = world.traffic_since(minute).flat_map(|tick| &tick.flows);
    flows.filter(|flow| flow.load_balancer == Some(id)).for_each(|flow| sum.add(flow));
    json!({
        "loadBalancer": &*world.load_balancers[id].name,
        "sources": sources.collect::<Value>(),
        "lastMinute": {
            "requests": sum.requests,
            "targetErrors": sum.target_errors,
            "badGateway": sum.bad_gateway,
            "serviceUnavailable": sum.unavailable,
            "gatewayTimeout": sum.timed_out,
            "latencyMs": sum.latency_total_millis.checked_div(sum.answered()).unwrap_or(0),
        },
        "routes": routes(world, id, minute),
        "tickSeconds": TICK.as_secs(),
    })
}

/// The ways that the requests took since `from`: a rule and a target group each, as far as they came.
fn routes(world: &World, id: LoadBalancerId, from: SimTime) -> Value {
    let mut sums: Vec<Flow> = Vec::new();
    let flows = world.traffic_since(from).flat_map(|tick| &tick.flows);
    for flow in flows.filter(|flow| flow.load_balancer == Some(id)) {
        let is_same = |sum: &&mut Flow| (sum.rule, sum.target_group) == (flow.rule, flow.target_group);
        match sums.iter_mut().find(is_same) {
            Some(sum) => sum.add(flow),
            None => sums.push(flow.clone()),
        }
    }
    let shown = sums.iter().map(|sum| {
        json!({
            "listenerRule": sum.rule.map(|rule| world.rule_name(rule)),
            "targetGroup": sum.target_group.map(|group| world.target_groups[group].name.clone()),
            "requests": sum.requests,
            "errors": sum.errors(),
        })
    });
    shown.collect()
}
