//! Blue/green, linear and canary deployments: from stage to stage, with hooks, weights of traffic and bake time.

use std::rc::Rc;

use super::census::Census;
use super::failure::{self, Cause};
use super::look::Look;
use super::reconcile::Motion;
use super::service_deployments::{change, going_back, going_forward};
use super::traffic;
use crate::model::ecs::deployment_configuration::ALL_TRAFFIC;
use crate::model::ecs::service_deployment::{HookRun, HookStatus, ServiceDeploymentStatus as Status};
use crate::model::ecs::{DeploymentId, DeploymentRolloutState, LifecycleStage, ServiceDeployment, ServiceId};
use crate::model::elb::lanes;
use crate::model::kernel::{SimDuration, SimTime};
use crate::model::world::World;

/// A stage without anything to wait for takes this long, and so does a Lambda function to answer (assumed).
const STAGE_TAKES: SimDuration = SimDuration::from_secs(3);
/// `callBackDelay`: a hook that answered IN_PROGRESS is called again.
const CALL_AGAIN: SimDuration = SimDuration::from_secs(30);
/// Source: "Each lifecycle stage can last up to 24 hours".
const LONGEST_STAGE: SimDuration = SimDuration::from_hours(24);

/// What the stage that a deployment has come to lets the scheduler do.
pub fn motion(world: &World, id: ServiceId) -> Motion {
    let Some(primary) = world.services[id].primary() else { return Motion::Rolling };
    if going_back(world, id).is_some_and(|(_, row)| row.stage.is_some()) {
        return Motion::GoingBack;
    }
    if primary.rollout_state == DeploymentRolloutState::Failed {
        return Motion::Halted;
    }
    let row = world.service_deployments.get(&primary.id);
    match row.filter(|row| !row.status.is_over()).and_then(|row| row.stage) {
        None => Motion::Rolling,
        Some(stage) if stage < LifecycleStage::ScaleUp => Motion::Hold,
        Some(LifecycleStage::CleanUp) => Motion::CleanUp,
        Some(_) => Motion::SideBySide,
    }
}

/// Goes on to the next stage, as many times as nothing has to be waited for. Tells whether the deployment failed.
pub fn advance(look: &mut Look, census: &Census) -> bool {
    loop {
        let goes_back = going_back(look.world(), look.service).is_some();
        match if goes_back { step_back(look) } else { step(look, census) } {
            Step::Waits => return false,
            Step::Went => {}
            Step::Failed(cause) => {
                failure::fail(look, &cause, true);
                return true;
            }
        }
    }
}

enum Step {
    Waits,
    Went,
    Failed(Cause),
}

fn step(look: &mut Look, census: &Census) -> Step {
    let Some((id, row)) = going_forward(look.world(), look.service) else { return Step::Waits };
    let row = row.clone();
    let Some(stage) = row.stage.filter(|_| row.status == Status::InProgress) else { return Step::Waits };
    if stage == LifecycleStage::CleanUp {
        return Step::Waits;
    }
    let gives_up = row.stage_since + LONGEST_STAGE;
    if look.now() >= gives_up && stage != LifecycleStage::BakeTime {
        return Step::Failed(Cause::StageTimedOut { stage });
    }
    if stage == LifecycleStage::ReconcileService {
        traffic::give_back(look.ctx, look.service);
    } else if row.lanes.is_none() {
        return traffic::find_lanes(look, id, &row).map_or_else(Step::Failed, |()| Step::Went);
    }
    match run_hooks(look, id, &row, stage) {
        Hooks::Done => {}
        Hooks::Wait(until) => {
            look.wake_by(until.min(gives_up));
            return Step::Waits;
        }
        Hooks::Failed(cause) => return Step::Failed(cause),
    }
    match waits_for(look, &row, stage, census) {
        Some(Wait::Until(moment)) if moment > look.now() => {
            look.wake_by(moment);
            Step::Waits
        }
        Some(Wait::Tasks) => Step::Waits,
        _ => enter_next(look, id, &row, stage),
    }
}

/// One step of the way back: production traffic first, then test traffic (their order is assumed). Each calls its
/// hooks again; it goes on whatever they answer (assumed).
fn step_back(look: &mut Look) -> Step {
    let Some((id, row)) = going_back(look.world(), look.service) else { return Step::Waits };
    let row = row.clone();
    let Some(stage) = row.stage else { return Step::Waits };
    let gives_up = row.stage_since + LONGEST_STAGE;
    let takes_until = row.stage_since + look.world().shift_takes(&row);
    let waits_until = match run_hooks(look, id, &row, stage) {
        Hooks::Wait(until) => until.min(gives_up),
        Hooks::Done | Hooks::Failed(_) => takes_until,
    };
    if look.now() < waits_until {
        look.wake_by(waits_until);
        return Step::Waits;
    }
    let now = look.now();
    let tests = stage == LifecycleStage::ProductionTrafficShift && row.test_weight > 0;
    change(look.ctx, id, |row| {
        row.stage = tests.then_some(LifecycleStage::TestTrafficShift);
        row.stage_since = now;
        row.hooks.clear();
        row.test_weight = 0;
    });
    lanes::weigh_test(look.ctx, row.lanes(), 0);
    Step::Went
}

enum Wait {
    Until(SimTime),
    Tasks,
}

fn waits_for(look: &Look, row: &ServiceDeployment, stage: LifecycleStage, census: &Census) -> Option<Wait> {
    let at_least = |span: SimDuration| Some(Wait::Until(row.stage_since + span));
    match stage {
        LifecycleStage::ReconcileService if census.leaving.counts().total() > 0 => Some(Wait::Tasks),
        LifecycleStage::ScaleUp if census.new.counts().healthy < look.service().desired_count => {
            Some(Wait::Tasks)
        }
        LifecycleStage::TestTrafficShift => at_least(look.world().shift_takes(row)),
        LifecycleStage::ProductionTrafficShift if row.production_weight < ALL_TRAFFIC => {
            at_least(look.world().step_takes(row))
        }
        LifecycleStage::ProductionTrafficShift => at_least(look.world().shift_takes(row)),
        LifecycleStage::BakeTime => at_least(row.bake()),
        _ => at_least(STAGE_TAKES),
    }
}

fn enter_next(look: &mut Look, id: DeploymentId, row: &ServiceDeployment, stage: LifecycleStage) -> Step {
    let shifts_again = stage == LifecycleStage::ProductionTrafficShift && row.production_weight < ALL_TRAFFIC;
    let next = if shifts_again { Some(LifecycleStage::PreProductionTrafficShift) } else { stage.next() };
    let shifts =
        matches!(next, Some(LifecycleStage::TestTrafficShift | LifecycleStage::ProductionTrafficShift));
    if let Some(problem) = lanes::lost(look.world(), row.lanes()).filter(|_| shifts) {
        return Step::Failed(Cause::Network(problem));
    }
    let steps = row.steps();
    let step = if row.production_weight == 0 { steps.first } else { steps.each };
    let production = (row.production_weight + step).min(ALL_TRAFFIC);
    let has_test = row.has_test_traffic();
    // Nothing is in the way any more. If no target groups fit, the next stage finds out and fails.
    let reconciled = stage == LifecycleStage::ReconcileService;
    let found = reconciled.then(|| lanes::find(look.world(), &row.spec, true).ok()).flatten();
    let now = look.now();
    change(look.ctx, id, |row| {
        row.stage = next;
        row.stage_since = now;
        row.hooks.clear();
        if let Some(found) = found {
            row.lanes = Some(Rc::from(found));
        }
        match next {
            Some(LifecycleStage::TestTrafficShift) if has_test => row.test_weight = ALL_TRAFFIC,
            Some(LifecycleStage::ProductionTrafficShift) => row.production_weight = production,
            _ => {}
        }
    });
    match next {
        Some(LifecycleStage::TestTrafficShift) => lanes::weigh_test(look.ctx, row.lanes(), ALL_TRAFFIC),
        Some(LifecycleStage::ProductionTrafficShift) => {
            lanes::weigh_production(look.ctx, row.lanes(), production);
        }
        _ => {}
    }
    Step::Went
}

enum Hooks {
    Done,
    Wait(SimTime),
    Failed(Cause),
}

/// Calls what hooks the stage has and reads their answers.
fn run_hooks(look: &mut Look, id: DeploymentId, row: &ServiceDeployment, stage: LifecycleStage) -> Hooks {
    let runs = if row.hooks.is_empty() { begin_hooks(look, row, stage) } else { row.hooks.clone() };
    if runs.is_empty() {
        return Hooks::Done;
    }
    let now = look.now();
    let answered: Vec<HookRun> = runs.into_iter().map(|run| heard(look.world(), run, now)).collect();
    if answered != row.hooks {
        let runs = answered.clone();
        change(look.ctx, id, |row| {
            row.hooks_run = runs.last().map_or(row.hooks_run, |run| row.hooks_run.max(run.number + 1));
            row.hooks = runs;
        });
    }
    judge(&answered, stage)
}

fn judge(runs: &[HookRun], stage: LifecycleStage) -> Hooks {
    let ended_badly = runs.iter().find_map(|run| match run.status {
        HookStatus::Failed => Some(Cause::Hook { stage, function: run.function.clone() }),
        HookStatus::TimedOut if !run.continues_on_timeout => Some(Cause::HookTimedOut { stage }),
        _ => None,
    });
    if let Some(cause) = ended_badly {
        return Hooks::Failed(cause);
    }
    let due = runs.iter().filter_map(|run| match run.status {
        HookStatus::InProgress => Some(run.call_at.min(run.expires_at)),
        HookStatus::AwaitingAction => Some(run.expires_at),
        _ => None,
    });
    due.min().map_or(Hooks::Done, Hooks::Wait)
}

fn begin_hooks(look: &Look, row: &ServiceDeployment, stage: LifecycleStage) -> Vec<HookRun> {
    let now = look.now();
    let hooks = row.configuration.hooks_at(stage).into_iter().zip(row.hooks_run..);
    let runs = hooks.map(|(hook, number)| HookRun {
        number,
        stage,
        status: if hook.function.is_some() { HookStatus::InProgress } else { HookStatus::AwaitingAction },
        call_at: now + STAGE_TAKES,
        expires_at: now + hook.timeout,
        continues_on_timeout: hook.continues_on_timeout,
        function: hook.function,
    });
    runs.collect()
}

/// The run as it is at `now`: answered, called again, timed out, or as it was.
fn heard(world: &World, mut run: HookRun, now: SimTime) -> HookRun {
    let is_open = matches!(run.status, HookStatus::InProgress | HookStatus::AwaitingAction);
    if is_open && now >= run.expires_at {
        run.status = HookStatus::TimedOut;
    } else if run.status == HookStatus::InProgress && now >= run.call_at {
        let outcome = run.function.as_ref().and_then(|function: &Rc<str>| world.hook_outcomes.get(function));
        match outcome {
            Some(HookStatus::InProgress) => run.call_at = now + CALL_AGAIN,
            Some(HookStatus::Failed) => run.status = HookStatus::Failed,
            _ => run.status = HookStatus::Succeeded,
        }
    }
    run
}
