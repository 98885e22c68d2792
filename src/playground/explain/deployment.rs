//! What a deployment is at, and why: its stage, what watches over it, what holds it up, what it fell back to.

use super::routes::shares;
use super::words;
use crate::model::ecs::deployment_configuration::ALL_TRAFFIC;
use crate::model::ecs::service::DeploymentConfiguration;
use crate::model::ecs::service_deployment::{HookStatus, Lane, ServiceDeploymentStatus as Status};
use crate::model::ecs::{
    Deployment, DeploymentRolloutState, LifecycleStage, RuleId, Service, ServiceDeployment, ServiceId,
};
use crate::model::world::World;

/// A sentence, why it is so, and whether ECS needs help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeploymentStory {
    pub lead: String,
    pub rest: String,
    pub is_stuck: bool,
    /// It goes on when somebody answers; nothing is wrong.
    pub asks: bool,
}

/// What is worth saying of the deployment of a service; none while a rolling one goes its way.
pub fn story(world: &World, id: ServiceId) -> Option<DeploymentStory> {
    let service = &world.services[id];
    let primary = service.primary().filter(|_| !service.is_external())?;
    let teller = Teller { world, service, primary };
    if primary.rollout_state == DeploymentRolloutState::Failed {
        return Some(teller.failed());
    }
    let row = service.service_deployment.and_then(|row| world.service_deployments.get(&row));
    if let Some(row) = row {
        if row.rollback.is_some() {
            return Some(teller.going_back(row));
        }
        if let Some(stage) = row.stage.filter(|_| row.status == Status::InProgress) {
            return Some(teller.stage(row, stage));
        }
        if let Some(since) = row.baking_since {
            let until = since + row.bake();
            let lead = format!("{} has replaced everything and watches its alarms.", service.name);
            return Some(told(lead, format!("The deployment is completed at {}.", words::clock(until))));
        }
        if let Some(story) = teller.counted(row) {
            return Some(story);
        }
    }
    teller.stuck()
}

/// What would keep the next rolling deployment of the service from moving, and the change that would free it.
pub fn dead_end(service: &Service) -> Option<String> {
    dead_end_of(&service.deployment_configuration, service.desired_count)
}

/// The same for a service that does not exist yet.
pub fn dead_end_of(configuration: &DeploymentConfiguration, desired: u32) -> Option<String> {
    let way_out = configuration.way_out(desired)?;
    Some(format!(
        "Raise maximumPercent to {}, so that one more task may start, or lower minimumHealthyPercent to {}, so \
         that one may stop.",
        way_out.raise_maximum_percent_to, way_out.lower_minimum_healthy_percent_to
    ))
}

/// Who deploys the service, if that is not ECS.
pub fn controller(service: &Service) -> Option<&'static str> {
    match service.controller() {
        "CODE_DEPLOY" => Some(
            "CODE_DEPLOY: AWS CodeDeploy would deploy it. ECS keeps its tasks and refuses new revisions.",
        ),
        "EXTERNAL" => {
            Some("EXTERNAL: whoever calls deploys it, with task sets. ECS keeps the count of each.")
        }
        _ => None,
    }
}

fn told(lead: impl Into<String>, rest: impl Into<String>) -> DeploymentStory {
    DeploymentStory { lead: lead.into(), rest: rest.into(), is_stuck: false, asks: false }
}

fn stuck(lead: String, rest: String) -> DeploymentStory {
    DeploymentStory { is_stuck: true, ..told(lead, rest) }
}

/// Tenths of a percent as people write them.
pub fn percent(tenths: u32) -> String {
    match tenths % 10 {
        0 => format!("{}%", tenths / 10),
        rest => format!("{}.{rest}%", tenths / 10),
    }
}

struct Teller<'a> {
    world: &'a World,
    service: &'a Service,
    primary: &'a Deployment,
}

impl Teller<'_> {
    fn new_name(&self) -> String {
        self.world.task_definition_name(self.primary.task_definition)
    }

    fn old_name(&self) -> String {
        let old = self.service.deployments.get(1);
        old.map_or_else(String::new, |old| self.world.task_definition_name(old.task_definition))
    }

    fn failed(&self) -> DeploymentStory {
        let lead = format!("The deployment of {} failed.", self.new_name());
        let others = self.service.deployments.iter().skip(1).map(|row| row.running_count).sum::<u32>();
        let rest = format!(
            "Nothing more of it starts; {} of older revisions run on. Update the service to try again.",
            words::count(others, "task")
        );
        stuck(lead, rest)
    }

    fn going_back(&self, row: &ServiceDeployment) -> DeploymentStory {
        let lead = format!("{} goes back to {}.", self.service.name, self.new_name());
        let why = row.rollback.as_ref().map_or("", |rollback| &rollback.reason);
        if row.stage.is_some() {
            let first = format!(
                " Its traffic goes back first, and the hooks of the shifts are called again; then the tasks of {} stop.",
                self.old_name()
            );
            return told(lead, format!("{why}{first}"));
        }
        let counts = format!(
            " {} of {} run {}.",
            self.primary.running_count,
            self.service.desired_count,
            self.new_name()
        );
        told(lead, format!("{why}{counts}"))
    }

    /// The circuit breaker has begun to count.
    fn counted(&self, row: &ServiceDeployment) -> Option<DeploymentStory> {
        let breaker = row.configuration.breaker();
        let failed = self.primary.failed_tasks;
        if !breaker.enable || failed == 0 {
            return None;
        }
        let threshold = breaker.threshold(self.service.desired_count);
        let lead = format!("{failed} of {threshold} failed tasks of {}.", self.new_name());
        let then = match (breaker.rollback, self.service.deployments.len() > 1) {
            (true, true) => format!("and {} goes back to {}", self.service.name, self.old_name()),
            _ => "and nothing more of it starts".to_owned(),
        };
        let stage = if self.primary.has_run {
            "It counts tasks that fail their health checks."
        } else {
            "It counts tasks that do not reach RUNNING."
        };
        Some(told(lead, format!("At {threshold} the circuit breaker fails the deployment, {then}. {stage}")))
    }

    fn stuck(&self) -> Option<DeploymentStory> {
        if self.service.deployments.len() < 2 {
            return None;
        }
        let rest = dead_end(self.service)?;
        let (lower, upper) = self.service.deployment_configuration.limits(self.service.desired_count);
        let lead = format!(
            "{} cannot move: at least {lower} must stay healthy and at most {upper} may be there.",
            self.service.name
        );
        Some(stuck(lead, rest))
    }

    fn stage(&self, row: &ServiceDeployment, stage: LifecycleStage) -> DeploymentStory {
        let lead = format!("{} is in {}.", self.service.name, stage.as_str());
        let hook = self.hook(row);
        let asks = row.hooks.iter().any(|run| run.status == HookStatus::AwaitingAction);
        DeploymentStory { asks, ..told(lead, hook.unwrap_or_else(|| self.about(row, stage))) }
    }

    fn hook(&self, row: &ServiceDeployment) -> Option<String> {
        row.hooks.iter().find_map(|run| match (run.status, &run.function) {
            (HookStatus::AwaitingAction, _) => Some(format!(
                "A PAUSE hook waits for ContinueServiceDeployment, until {}.",
                words::clock(run.expires_at)
            )),
            (HookStatus::InProgress, Some(function)) => {
                let name = function.rsplit(':').next().unwrap_or(function);
                Some(format!("The hook {name} is asked at {}.", words::clock(run.call_at)))
            }
            _ => None,
        })
    }

    fn about(&self, row: &ServiceDeployment, stage: LifecycleStage) -> String {
        let (new, old) = (self.new_name(), self.old_name());
        let beside = if old.is_empty() { String::new() } else { format!(" beside {old}") };
        match stage {
            LifecycleStage::ReconcileService => {
                "Traffic is back at the revision before, and what an earlier deployment left is cleared away."
                    .to_owned()
            }
            LifecycleStage::PreScaleUp => format!("{new} is about to get its tasks{beside}."),
            LifecycleStage::ScaleUp => format!(
                "{new} gets all its tasks{beside}{}: {} of {} run.",
                self.in_groups(row),
                self.primary.running_count,
                self.service.desired_count
            ),
            LifecycleStage::PostScaleUp => format!("{new} has all its tasks, and no traffic yet."),
            LifecycleStage::TestTrafficShift if row.test_weight == 0 => {
                "There is no test listener rule, so no traffic moves yet.".to_owned()
            }
            LifecycleStage::TestTrafficShift => {
                format!("Test traffic goes to {new}: {}.", self.rules(row, |lane| lane.test_rule))
            }
            LifecycleStage::PostTestTrafficShift if old.is_empty() => format!("{new} can be tested."),
            LifecycleStage::PostTestTrafficShift => {
                format!("{new} can be tested; production traffic goes to {old}.")
            }
            LifecycleStage::PreProductionTrafficShift => "Production traffic is about to move.".to_owned(),
            LifecycleStage::ProductionTrafficShift if row.lanes().is_empty() => {
                format!("{} No load balancer leads to it, so ECS moves no weights.", self.shifted(row))
            }
            LifecycleStage::ProductionTrafficShift => {
                let rules = self.rules(row, |lane| Some(lane.production_rule));
                format!("{} Weights: {rules}.", self.shifted(row))
            }
            LifecycleStage::PostProductionTrafficShift => format!("All production traffic goes to {new}."),
            LifecycleStage::BakeTime => format!(
                "Both revisions run until {}, so that going back to {old} takes {}.",
                words::clock(row.stage_since + row.bake()),
                if self.world.shifts_over_network(row) { "ten minutes" } else { "seconds" }
            ),
            LifecycleStage::CleanUp => format!("The tasks of {old} stop: there is no going back to it."),
        }
    }

    fn shifted(&self, row: &ServiceDeployment) -> String {
        let new = self.new_name();
        if row.production_weight >= ALL_TRAFFIC {
            return format!("All production traffic goes to {new}.");
        }
        format!(
            "{} of production traffic goes to {new}; the next step comes at {}.",
            percent(row.production_weight),
            words::clock(row.stage_since + self.world.step_takes(row))
        )
    }

    /// ` in target group green`.
    fn in_groups(&self, row: &ServiceDeployment) -> String {
        let names = row.lanes().iter().map(|lane| &*self.world.target_groups[lane.target_group].name);
        let names: Vec<&str> = names.collect();
        if names.is_empty() { String::new() } else { format!(" in target group {}", names.join(" and ")) }
    }

    /// `front:80/default has blue 95%, green 5%`.
    fn rules(&self, row: &ServiceDeployment, which: impl Fn(&Lane) -> Option<RuleId>) -> String {
        let rules = row.lanes().iter().filter_map(which).map(|rule| {
            format!("{} has {}", self.world.rule_name(rule), shares(self.world, &self.world.rules[rule]))
        });
        rules.collect::<Vec<_>>().join("; ")
    }
}

/// What became of a service deployment is told. That a rolling one has begun or is completed, its own rows say.
pub fn is_worth_a_line(row: &ServiceDeployment) -> bool {
    row.stage.is_some() || row.status_reason.is_some()
}

/// A service deployment in one line, as a row of the event list tells it.
pub fn line(world: &World, row: &ServiceDeployment) -> String {
    let name = row.spec.task_definition.map_or_else(String::new, |id| world.task_definition_name(id));
    let mut line = format!("deployment of {name}: {}", row.status.as_str());
    if let Some(stage) = row.stage {
        line += &format!(", {}", stage.as_str());
        if row.production_weight > 0 {
            line += &format!(", {} of production traffic", percent(row.production_weight));
        }
    }
    for run in &row.hooks {
        let who = run.function.as_ref().map_or("PAUSE", |function| function.rsplit(':').next().unwrap_or(""));
        line += &format!(", hook {who} {}", hook_status(run.status));
    }
    if let Some(reason) = &row.status_reason {
        line += &format!(". {reason}");
    }
    line
}

pub fn hook_status(status: HookStatus) -> &'static str {
    match status {
        HookStatus::AwaitingAction => "AWAITING_ACTION",
        HookStatus::InProgress => "IN_PROGRESS",
        HookStatus::Succeeded => "SUCCEEDED",
        HookStatus::Failed => "FAILED",
        HookStatus::TimedOut => "TIMED_OUT",
    }
}
