//! The deployment of a service as the page draws it: its gauge, its stages, its weights, and what can be done.

use serde_json::json;

use crate::model::ecs::service_deployment::{HookStatus, ServiceDeploymentStatus as Status};
use crate::model::ecs::{AlarmState, DeploymentId, LifecycleStage, RuleId, ServiceDeployment, ServiceId};
use crate::model::world::World;
use crate::model::world::event::Command;
use crate::playground::explain::deployment::percent;
use crate::playground::explain::words;
use crate::playground::views::balancing::{self, Rate};

/// Failed tasks against the threshold of the circuit breaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gauge {
    pub failed: u32,
    pub threshold: u32,
    pub rolls_back: bool,
    /// It has broken.
    pub is_open: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passed {
    Done,
    Now,
    Next,
}

/// One stage of a deployment that shifts traffic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageMark {
    pub name: &'static str,
    /// How much of it is over.
    pub passed: Passed,
    /// A hook is configured for it.
    pub has_hook: bool,
}

/// Something a person can answer the deployment with.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    pub label: &'static str,
    pub icon: &'static str,
    pub danger: bool,
    pub command: Command,
}

/// How much of one kind of traffic the new revision gets, and what it makes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrafficWeight {
    /// `Production` or `Test`.
    pub traffic: &'static str,
    /// In tenths of a percent.
    pub share: u32,
    /// The listener rules whose weights it is; none for a service without load balancers.
    pub rules: Vec<String>,
    /// Requests that the new revision got by these rules lately.
    pub rate: Option<Rate>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct DeploymentView {
    pub status: &'static str,
    pub reason: Option<String>,
    pub strategy: &'static str,
    pub gauge: Option<Gauge>,
    pub stages: Vec<StageMark>,
    pub weights: Vec<TrafficWeight>,
    pub hooks: Vec<String>,
    /// Names of alarms, what state each is in, and whether that is bad.
    pub alarms: Vec<(String, &'static str, bool)>,
    /// What it waits for by the clock.
    pub until: Option<String>,
    pub answers: Vec<Answer>,
}

/// The deployment that is under way, or else the last one; none for a service that never had one.
pub fn deployment(world: &World, id: ServiceId) -> Option<DeploymentView> {
    let service = &world.services[id];
    let newest = || {
        let mut all = world.service_deployments.iter().rev();
        all.find(|(_, row)| row.service == id).map(|(deployment, _)| *deployment)
    };
    let deployment = service.service_deployment.or_else(newest)?;
    let row = world.service_deployments.get(&deployment)?;
    let shifts = row.configuration.shifts_traffic();
    let weights = if shifts && !row.status.is_over() { weights(world, deployment, row) } else { Vec::new() };
    Some(DeploymentView {
        status: row.status.as_str(),
        reason: row.status_reason.as_ref().map(|reason| reason.to_string()),
        strategy: row.configuration.strategy().as_str(),
        gauge: gauge(world, deployment, row),
        stages: if shifts { stages(row) } else { Vec::new() },
        weights,
        hooks: hooks(row),
        alarms: alarms(world, row),
        until: until(world, row),
        answers: answers(world, deployment, row),
    })
}

fn weights(world: &World, id: DeploymentId, row: &ServiceDeployment) -> Vec<TrafficWeight> {
    let weight = |traffic, share, rules: Vec<RuleId>| TrafficWeight {
        traffic,
        share,
        rate: balancing::of_deployment_by(world, id, &rules),
        rules: rules.into_iter().map(|rule| world.rule_name(rule)).collect(),
    };
    let production = row.lanes().iter().map(|lane| lane.production_rule).collect();
    let test = row.lanes().iter().filter_map(|lane| lane.test_rule).collect();
    let mut weights = vec![weight("Production", row.production_weight, production)];
    if row.has_test_traffic() {
        weights.push(weight("Test", row.test_weight, test));
    }
    weights
}

/// Both revisions of the service have all their tasks at present.
pub fn runs_side_by_side(world: &World, id: ServiceId) -> bool {
    let row = world.services[id].service_deployment.and_then(|id| world.service_deployments.get(&id));
    row.is_some_and(|row| row.stage.is_some())
}

/// The gauge of the deployment under way, for the card of its service.
pub fn gauge_of(world: &World, id: ServiceId) -> Option<Gauge> {
    let deployment = world.services[id].service_deployment?;
    gauge(world, deployment, world.service_deployments.get(&deployment)?)
}

/// What the card of a service says of its deployment, in a word or two.
pub fn tag_of(world: &World, id: ServiceId) -> Option<String> {
    let deployment = world.services[id].service_deployment?;
    let row = world.service_deployments.get(&deployment)?;
    if row.rollback.is_some() {
        return Some("rolling back".to_owned());
    }
    if row.baking_since.is_some() {
        return Some("BAKE_TIME".to_owned());
    }
    let stage = row.stage?;
    Some(match stage {
        LifecycleStage::ProductionTrafficShift => format!("{} shifted", percent(row.production_weight)),
        stage => stage.as_str().to_owned(),
    })
}

fn gauge(world: &World, id: DeploymentId, row: &ServiceDeployment) -> Option<Gauge> {
    let breaker = row.configuration.breaker();
    if !breaker.enable {
        return None;
    }
    let service = &world.services[row.service];
    let counts = row.rollback.is_none() && !row.status.is_over();
    let live = service.deployments.iter().find(|live| live.id == id).filter(|_| counts);
    let failed = live.map_or(row.failure_count, |live| live.failed_tasks);
    let threshold = if counts { breaker.threshold(service.desired_count) } else { row.threshold };
    Some(Gauge { failed, threshold, rolls_back: breaker.rollback, is_open: failed >= threshold })
}

fn stages(row: &ServiceDeployment) -> Vec<StageMark> {
    let shown = LifecycleStage::ALL.into_iter().filter(|&stage| {
        stage != LifecycleStage::ReconcileService || row.stage == Some(LifecycleStage::ReconcileService)
    });
    let passed = |stage: LifecycleStage| match row.stage {
        // The way back has no stages.
        _ if row.rollback.is_some() => Passed::Next,
        None if row.status == Status::Successful => Passed::Done,
        None => Passed::Next,
        Some(now) if stage < now => Passed::Done,
        Some(now) if stage == now => Passed::Now,
        Some(_) => Passed::Next,
    };
    let mark = |stage: LifecycleStage| StageMark {
        name: stage.as_str(),
        passed: passed(stage),
        has_hook: !row.configuration.hooks_at(stage).is_empty(),
    };
    shown.map(mark).collect()
}

fn hooks(row: &ServiceDeployment) -> Vec<String> {
    let told = row.hooks.iter().map(|run| {
        let who = run.function.as_ref().map_or("PAUSE", |function| function.rsplit(':').next().unwrap_or(""));
        let status = crate::playground::explain::deployment::hook_status(run.status);
        match run.status {
            HookStatus::AwaitingAction => format!("{who}: {status} until {}", words::clock(run.expires_at)),
            HookStatus::InProgress => format!("{who}: {status}, asked at {}", words::clock(run.call_at)),
            _ => format!("{who}: {status}"),
        }
    });
    told.collect()
}

fn alarms(world: &World, row: &ServiceDeployment) -> Vec<(String, &'static str, bool)> {
    let watched = row.configuration.alarms().map_or(Vec::new(), |alarms| alarms.names);
    let told = watched.into_iter().map(|name| {
        let state = world.alarms.get(&name).map(|alarm| alarm.state);
        let ignored = row.ignored_alarms.contains(&name);
        let word = match state {
            Some(_) if ignored => "ignored: one was in ALARM when it began",
            Some(state) => state.as_str(),
            None => "no such alarm",
        };
        (name.to_string(), word, state == Some(AlarmState::Alarm) && !ignored)
    });
    told.collect()
}

fn until(world: &World, row: &ServiceDeployment) -> Option<String> {
    if row.status.is_over() {
        return None;
    }
    if row.rollback.is_some() {
        return row.stage.map(|_| "Traffic goes back".to_owned());
    }
    let bakes_until = row.baking_since.or(match row.stage {
        Some(LifecycleStage::BakeTime) => Some(row.stage_since),
        _ => None,
    });
    if let Some(since) = bakes_until {
        return Some(format!("Bakes until {}", words::clock(since + row.bake())));
    }
    let between = row.stage == Some(LifecycleStage::ProductionTrafficShift) && row.production_weight < 1000;
    between.then(|| format!("Next shift at {}", words::clock(row.stage_since + world.step_takes(row))))
}

fn answers(world: &World, id: DeploymentId, row: &ServiceDeployment) -> Vec<Answer> {
    let arn = world.service_deployment_arn(row.service, id);
    let ecs =
        |operation: &str, request| Command { service: "ecs".into(), operation: operation.into(), request };
    let mut answers = Vec::new();
    for run in row.hooks.iter().filter(|run| run.status == HookStatus::AwaitingAction) {
        let request = json!({ "serviceDeploymentArn": arn, "hookId": world.hook_id(id, run.number) });
        let command = ecs("ContinueServiceDeployment", request);
        answers.push(Answer { label: "Continue", icon: "i-play", danger: false, command });
    }
    let is_open = matches!(row.status, Status::Pending | Status::InProgress);
    let has_a_way_back = !row.sources.is_empty() && row.stage != Some(LifecycleStage::CleanUp);
    if is_open && has_a_way_back {
        let command = ecs("StopServiceDeployment", json!({ "serviceDeploymentArn": arn }));
        answers.push(Answer { label: "Roll back", icon: "i-restart", danger: true, command });
    }
    if is_open {
        let request = json!({ "serviceDeploymentArn": arn, "stopType": "ABORT" });
        let command = ecs("StopServiceDeployment", request);
        answers.push(Answer { label: "Stop", icon: "i-x", danger: false, command });
    }
    answers
}
