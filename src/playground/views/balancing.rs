//! Load balancers and target groups as the page shows them: who answers, how well, and what is sent where.

use std::rc::Rc;

use crate::model::ecs::{
    ClusterId, DeploymentId, LoadBalancerId, LoadBalancerType, Rule, RuleAction, RuleId, Service, ServiceId,
    TargetGroupId, TargetId, TargetState, Task, TaskId, TaskStatus,
};
use crate::model::kernel::{SimDuration, SimTime};
use crate::model::world::World;
use crate::model::world::elb::{Flow, TrafficTick};
use crate::playground::explain::routes::share_of;

/// How far back the small charts look.
const CHART_SECONDS: u64 = 120;
/// Bars of a small chart.
pub const BARS: usize = 30;
/// Figures are of the last seconds: long enough to be calm, short enough to be news.
const FIGURE_SECONDS: u64 = 10;

/// A bar of a small chart, in thousandths of its height.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bar {
    pub good: u16,
    pub bad: u16,
}

/// What is sent to something, and what becomes of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rate {
    pub per_second: u64,
    /// Tenths of a per cent that failed.
    pub error_permille: u64,
    pub latency_millis: u64,
    /// Requests that failed in the last two minutes.
    pub lost: u64,
    pub bars: Vec<Bar>,
    /// Requests per second at the full height of a bar.
    pub full: u64,
}

/// Counted over the ticks that pass `wanted`; none if nothing was sent lately.
fn rate(world: &World, wanted: impl Fn(&Flow) -> bool) -> Option<Rate> {
    let now = world.now.as_millis();
    let from = SimTime::from_millis(now.saturating_sub(CHART_SECONDS * 1000));
    let ticks: Vec<&Rc<TrafficTick>> = world.traffic_since(from).collect();
    let recent = SimTime::from_millis(now.saturating_sub(FIGURE_SECONDS * 1000));
    let width = CHART_SECONDS * 1000 / BARS as u64;
    let (mut whole, mut newest) = (Flow::default(), Flow::default());
    let mut millis = 0;
    let mut sums = vec![(0_u64, 0_u64); BARS];
    for tick in ticks {
        let age = now.saturating_sub(tick.at.as_millis());
        let bar = BARS - 1 - ((age / width) as usize).min(BARS - 1);
        if tick.at > recent {
            millis += u64::from(tick.millis);
        }
        for flow in tick.flows.iter().filter(|flow| wanted(flow)) {
            whole.add(flow);
            sums[bar].0 += flow.requests - flow.errors();
            sums[bar].1 += flow.errors();
            if tick.at > recent {
                newest.add(flow);
            }
        }
    }
    if whole.requests == 0 {
        return None;
    }
    let most = sums.iter().map(|(good, bad)| good + bad).max().unwrap_or(1).max(1);
    let part = |count: u64| (count * 1000 / most) as u16;
    Some(Rate {
        per_second: newest.requests * 1000 / millis.max(1),
        error_permille: (newest.errors() * 1000).checked_div(newest.requests).unwrap_or(0),
        latency_millis: newest.latency_total_millis.checked_div(newest.answered()).unwrap_or(0),
        lost: whole.errors(),
        bars: sums.iter().map(|&(good, bad)| Bar { good: part(good), bad: part(bad) }).collect(),
        full: most * 1000 / width,
    })
}

pub fn of_service(world: &World, service: ServiceId) -> Option<Rate> {
    if world.traffic.is_empty() {
        return None;
    }
    rate(world, |flow| flow.service == Some(service))
}

pub fn of_deployment(world: &World, deployment: DeploymentId) -> Option<Rate> {
    if world.traffic.is_empty() {
        return None;
    }
    rate(world, |flow| flow.deployment == Some(deployment))
}

/// What one of these rules sent to the tasks of a deployment.
pub fn of_deployment_by(world: &World, deployment: DeploymentId, rules: &[RuleId]) -> Option<Rate> {
    if world.traffic.is_empty() {
        return None;
    }
    let is_by = |flow: &Flow| flow.rule.is_some_and(|rule| rules.contains(&rule));
    rate(world, |flow| flow.deployment == Some(deployment) && is_by(flow))
}

pub fn of_load_balancer(world: &World, id: LoadBalancerId) -> Option<Rate> {
    rate(world, |flow| flow.load_balancer == Some(id))
}

pub fn of_target_group(world: &World, id: TargetGroupId) -> Option<Rate> {
    rate(world, |flow| flow.target_group == Some(id))
}

/// `98.4% ok`.
pub fn success(rate: &Rate) -> String {
    let good = 1000 - rate.error_permille.min(1000);
    match good % 10 {
        0 => format!("{}% ok", good / 10),
        tenths => format!("{}.{tenths}% ok", good / 10),
    }
}

/// `12 ms`, `1.4 s`.
pub fn latency(millis: u64) -> String {
    if millis < 1000 {
        format!("{millis} ms")
    } else {
        format!("{}.{} s", millis / 1000, millis % 1000 / 100)
    }
}

/// A target as a glyph of its service's card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetMark {
    pub id: TargetId,
    pub state: TargetState,
    pub title: Rc<str>,
}

/// The targets of a service's tasks, newest last. No more than a card has room for.
pub fn target_marks(world: &World, tasks: &[TaskId]) -> Vec<TargetMark> {
    const MOST: usize = 12;
    let targets = tasks.iter().flat_map(|&task| world.tasks[task].targets.iter().copied());
    let mark = |id: TargetId| {
        let health = world.target_health(id);
        let row = &world.targets[id];
        let group = &world.target_groups[row.target_group].name;
        let title = format!("{}:{} in {group}: {}", row.id, row.port, health_words(world, id));
        TargetMark { id, state: health.state, title: title.into() }
    };
    targets.take(MOST).map(mark).collect()
}

/// `unhealthy, Target.Timeout: Request timed out`.
pub fn health_words(world: &World, id: TargetId) -> String {
    let health = world.target_health(id);
    match health.reason {
        "" => health.state.as_str().to_owned(),
        reason => format!("{}, {reason}: {}", health.state.as_str(), health.description()),
    }
}

/// The worst of a task's targets; none if it has none.
pub fn worst_target(world: &World, task: &Task) -> Option<TargetState> {
    if task.targets.is_empty() || task.last_status > TaskStatus::Deactivating {
        return None;
    }
    let states = || task.targets.iter().map(|&target| world.target_health(target).state);
    let order = [TargetState::Unhealthy, TargetState::Draining, TargetState::Unused, TargetState::Initial];
    let worst = order.into_iter().find(|wanted| states().any(|state| state == *wanted));
    Some(worst.unwrap_or(TargetState::Healthy))
}

/// Why a target is what it is, and what comes next, in a sentence.
pub fn why(world: &World, id: TargetId) -> String {
    let row = &world.targets[id];
    let group = &world.target_groups[row.target_group];
    let check = &group.health_check;
    let asked = match check.is_http() {
        true => format!("{} {}", check.protocol, check.path),
        false => check.protocol.to_string(),
    };
    match world.target_health(id).state {
        TargetState::Healthy => format!("It answers {asked} every {} s.", check.interval_seconds),
        TargetState::Initial => {
            let next = row.next_check_at.map_or(String::new(), |at| format!(" at {}", clock(at)));
            format!("Its first check of {asked} that passes makes it healthy; the next one is due{next}.")
        }
        TargetState::Unhealthy => {
            let failure = row.failure.map(|failure| failure.description()).unwrap_or_default();
            format!(
                "{failure}. {} failures of {asked} in a row made it unhealthy; {} passes in a row make it healthy.",
                check.unhealthy_threshold, check.healthy_threshold
            )
        }
        TargetState::Draining => {
            let delay = group.deregistration_delay();
            let left = (row.since + delay).since(world.now);
            format!(
                "It was deregistered at {}. It gets no new requests, and its task waits for the deregistration delay of \
                 {} s: {} s are left.",
                clock(row.since),
                delay.as_secs(),
                left.as_secs()
            )
        }
        TargetState::Unused if world.rules_naming(row.target_group).next().is_none() => {
            format!("No rule of a load balancer forwards to {}.", group.name)
        }
        TargetState::Unused => "It has drained and is not registered any more.".to_owned(),
    }
}

fn clock(at: SimTime) -> String {
    super::sentence::clock(at)
}

/// `ALB` or `NLB`, if a load balancer leads to the service.
pub fn behind(world: &World, service: &Service) -> Option<&'static str> {
    let given = service.spec.load_balancers.first()?;
    let group = world.find_target_group(given["targetGroupArn"].as_str()?)?;
    Some(if world.target_groups[group].is_network() { "NLB" } else { "ALB" })
}

/// One way that requests take: a target group of a rule, with its share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// `HTTP:80` and, for other rules than the default one, their condition.
    pub from: Rc<str>,
    pub group: TargetGroupId,
    pub name: Rc<str>,
    pub weight: u32,
    /// Of the rule's weights together, in per cent.
    pub share: u32,
    pub healthy: u32,
    pub targets: u32,
}

/// A load balancer as a card of the stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BalancerCard {
    pub id: LoadBalancerId,
    pub name: Rc<str>,
    pub kind: &'static str,
    pub is_active: bool,
    pub routes: Vec<Route>,
    pub rate: Option<Rate>,
    /// Requests per second that are being sent at this moment.
    pub sent: u64,
}

/// The load balancers that lead to a service of the cluster, and those that lead to none.
pub fn balancers(world: &World, cluster: ClusterId) -> Vec<Rc<BalancerCard>> {
    let live = world.load_balancers.iter().filter(|(_, row)| !row.is_deleted);
    let here = live.filter(|(id, _)| {
        let clusters = clusters_of(world, *id);
        clusters.is_empty() || clusters.contains(&cluster)
    });
    here.map(|(id, _)| Rc::new(card(world, id))).collect()
}

fn clusters_of(world: &World, id: LoadBalancerId) -> Vec<ClusterId> {
    let groups: Vec<Rc<str>> =
        routes(world, id).iter().map(|route| world.target_group_arn(route.group).into()).collect();
    if groups.is_empty() {
        return Vec::new();
    }
    let names = |service: &Service| {
        let mut given = service.spec.load_balancers.iter();
        given.any(|given| {
            given["targetGroupArn"].as_str().is_some_and(|arn| groups.iter().any(|group| **group == *arn))
        })
    };
    let services = world.services.iter().filter(|(_, row)| !row.spec.load_balancers.is_empty() && names(row));
    services.map(|(_, row)| row.cluster).collect()
}

pub fn card(world: &World, id: LoadBalancerId) -> BalancerCard {
    let row = &world.load_balancers[id];
    let sources = world.listeners_of(id).flat_map(|listener| &world.listeners[listener].traffic);
    let sent: u64 = sources.map(|traffic| traffic.rate_millis(world.now)).sum();
    BalancerCard {
        id,
        name: row.name.clone(),
        kind: if row.kind == LoadBalancerType::Network { "NLB" } else { "ALB" },
        is_active: row.is_active,
        routes: routes(world, id),
        rate: of_load_balancer(world, id),
        sent: sent / 1000,
    }
}

/// Every way from the load balancer's listeners to target groups.
pub fn routes(world: &World, id: LoadBalancerId) -> Vec<Route> {
    let mut routes = Vec::new();
    for listener in world.listeners_of(id) {
        let row = &world.listeners[listener];
        for rule in world.rules_of(listener) {
            let rule = &world.rules[rule];
            let RuleAction::Forward(groups) = &rule.action else { continue };
            let whole: u32 = groups.iter().map(|(_, weight)| *weight).sum();
            for &(group, weight) in groups {
                let targets = &world.target_groups[group].targets;
                let state = |target: &&TargetId| world.targets[**target].state;
                let healthy = targets.iter().filter(|target| state(target) == TargetState::Healthy).count();
                let registered =
                    targets.iter().filter(|target| world.targets[**target].is_registered()).count();
                routes.push(Route {
                    from: format!("{}:{}{}", row.protocol, row.port, condition(rule)).into(),
                    group,
                    name: world.target_groups[group].name.clone(),
                    weight,
                    share: if groups.len() == 1 {
                        100
                    } else {
                        (weight * 100).checked_div(whole).unwrap_or(0)
                    },
                    healthy: healthy as u32,
                    targets: registered as u32,
                });
            }
        }
    }
    routes
}

/// ` /api/*` of a rule with a condition.
fn condition(rule: &Rule) -> String {
    let Some(first) = rule.conditions.first() else { return String::new() };
    let field = first["Field"].as_str().unwrap_or_default();
    let config = if field == "host-header" { "HostHeaderConfig" } else { "PathPatternConfig" };
    let values = first["Values"].as_array().or_else(|| first[config]["Values"].as_array());
    let value = values.and_then(|values| values.first()).and_then(|value| value.as_str()).unwrap_or(field);
    format!(" {value}")
}

/// A target group of a service, and the revision whose tasks are in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceGroup {
    pub group: TargetGroupId,
    pub name: Rc<str>,
    /// `app:80`.
    pub port: String,
    pub load_balancer: Option<LoadBalancerId>,
    /// Revisions that have registered tasks in it.
    pub revisions: Vec<String>,
    /// Of the production listener rule, in tenths of a percent; none without such a rule.
    pub share: Option<u32>,
}

/// The target groups that a service names, alternate ones included.
pub fn groups_of(world: &World, id: ServiceId) -> Vec<ServiceGroup> {
    let named = world.services[id].spec.load_balancers.iter().flat_map(|given| {
        let advanced = &given["advancedConfiguration"];
        let rule = advanced["productionListenerRule"].as_str();
        let rule = rule.and_then(|rule| world.find_rule_or_listener(rule));
        let groups = [&given["targetGroupArn"], &advanced["alternateTargetGroupArn"]];
        let groups = groups.into_iter().filter_map(|arn| world.find_target_group(arn.as_str()?));
        groups.map(move |group| ServiceGroup {
            group,
            name: world.target_groups[group].name.clone(),
            port: format!(
                "{}:{}",
                given["containerName"].as_str().unwrap_or_default(),
                given["containerPort"]
            ),
            load_balancer: world.load_balancer_of(group),
            revisions: revisions_in(world, id, group),
            share: rule.map(|rule| share_of(&world.rules[rule], group)),
        })
    });
    named.collect()
}

fn revisions_in(world: &World, service: ServiceId, group: TargetGroupId) -> Vec<String> {
    let targets = world.target_groups[group].targets.iter().map(|&target| &world.targets[target]);
    let registered = targets.filter(|target| target.is_registered()).filter_map(|target| target.task);
    let tasks = registered.map(|(task, _)| &world.tasks[task]).filter(|task| task.service == Some(service));
    let mut revisions: Vec<String> = tasks.map(|task| task.definition.family_revision()).collect();
    revisions.sort_unstable();
    revisions.dedup();
    revisions
}

/// How long a target's deregistration delay still lasts; none unless it drains.
pub fn drains_for(world: &World, id: TargetId) -> Option<SimDuration> {
    let row = &world.targets[id];
    let delay = world.target_groups[row.target_group].deregistration_delay();
    (row.state == TargetState::Draining).then(|| (row.since + delay).since(world.now))
}
