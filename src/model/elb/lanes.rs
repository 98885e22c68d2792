//! Listener rules that ECS moves the weights of: where they lead, and how they are set.
//!
//! Of the two target groups of an entry, a deployment that shifts traffic takes the one that serves no production
//! traffic, whichever of the two that is.
//! Source: the troubleshooting page of blue/green deployments in the ECS guide, which also has the texts.

use std::rc::Rc;

use serde_json::Value;

use crate::model::ecs::deployment_configuration::ALL_TRAFFIC;
use crate::model::ecs::service::ServiceSpec;
use crate::model::ecs::service_deployment::Lane;
use crate::model::ecs::{Rule, RuleAction, RuleId, TargetGroupId};
use crate::model::world::{Ctx, Event, World};

/// What ECS says of rules that it cannot work with; goes behind `because of `.
type Problem = String;

/// The lanes of a deployment that is about to begin. `beside` the old revision it takes the target groups that serve
/// nothing, otherwise those that serve.
pub fn find(world: &World, spec: &ServiceSpec, beside: bool) -> Result<Vec<Lane>, Problem> {
    let advanced = spec.load_balancers.iter().enumerate();
    let advanced = advanced.filter(|(_, given)| given["advancedConfiguration"].is_object());
    advanced.map(|(entry, given)| lane(world, entry, given, beside)).collect()
}

fn lane(world: &World, entry: usize, given: &Value, beside: bool) -> Result<Lane, Problem> {
    let advanced = &given["advancedConfiguration"];
    let rule = |name: &str| advanced[name].as_str().and_then(|arn| world.find_rule_or_listener(arn));
    let (production, test_rule) = (rule("productionListenerRule"), rule("testListenerRule"));
    let rules = [production, test_rule];
    let group = |arn: &Value| {
        let arn = arn.as_str().unwrap_or_default();
        let found = world.find_target_group(arn);
        let is_named = |group: &TargetGroupId| rules.iter().flatten().any(|&rule| names(world, rule, *group));
        found.filter(is_named).ok_or_else(|| not_associated(arn))
    };
    let primary = group(&given["targetGroupArn"])?;
    let alternate = group(&advanced["alternateTargetGroupArn"])?;
    let production_rule = production.ok_or_else(|| not_associated(&world.target_group_arn(primary)))?;
    let serving = serving(world, production_rule)?;
    if serving != primary && serving != alternate {
        return Err(format!(
            "invalid networking configuration. Production listener rule is forwarding traffic to unexpected target \
             group {}. Expected traffic to be forwarded to either targetGroupArn: {} or alternateTargetGroupArn: {}",
            world.target_group_arn(serving),
            world.target_group_arn(primary),
            world.target_group_arn(alternate)
        ));
    }
    let idle = if serving == primary { alternate } else { primary };
    let (target_group, other) = if beside { (idle, serving) } else { (serving, idle) };
    Ok(Lane { entry, target_group, other, production_rule, test_rule })
}

fn names(world: &World, rule: RuleId, group: TargetGroupId) -> bool {
    let row = &world.rules[rule];
    !row.is_deleted && row.action.target_groups().iter().any(|(named, _)| *named == group)
}

fn not_associated(arn: &str) -> Problem {
    format!(
        "invalid networking configuration: Target group {arn} is not associated with either productionListenerRule \
         or testListenerRule."
    )
}

/// The one target group that gets the rule's requests.
fn serving(world: &World, rule: RuleId) -> Result<TargetGroupId, Problem> {
    let groups = world.rules[rule].action.target_groups();
    let serving: Vec<TargetGroupId> = match groups {
        [(only, _)] => vec![*only],
        groups => groups.iter().filter(|(_, weight)| *weight > 0).map(|(group, _)| *group).collect(),
    };
    match serving.as_slice() {
        [one] => Ok(*one),
        several => Err(format!(
            "invalid networking configuration. productionListenerRule {} should have exactly one target group serving \
             traffic but found {} target groups which are serving traffic",
            world.rule_arn(rule),
            several.len()
        )),
    }
}

/// Somebody has taken a rule or a target group away since the deployment began.
pub fn lost(world: &World, lanes: &[Lane]) -> Option<Problem> {
    let is_whole = |lane: &&Lane| {
        let rules = [Some(lane.production_rule), lane.test_rule];
        rules.into_iter().flatten().any(|rule| names(world, rule, lane.target_group))
            && !world.rules[lane.production_rule].is_deleted
    };
    let lost = lanes.iter().find(|lane| !is_whole(lane))?;
    Some(not_associated(&world.target_group_arn(lost.target_group)))
}

/// `share`, in tenths of a per cent, of production traffic goes to the lanes' own target groups from now on.
pub fn weigh_production(ctx: &mut Ctx, lanes: &[Lane], share: u32) {
    for lane in lanes {
        weigh(ctx, lane.production_rule, lane, share);
    }
}

/// The same for test traffic.
pub fn weigh_test(ctx: &mut Ctx, lanes: &[Lane], share: u32) {
    for lane in lanes {
        if let Some(rule) = lane.test_rule {
            weigh(ctx, rule, lane, share);
        }
    }
}

fn weigh(ctx: &mut Ctx, rule: RuleId, lane: &Lane, share: u32) {
    let row = ctx.world().rules.rc(rule).clone();
    if row.is_deleted {
        return;
    }
    let (own, other) = weights(share);
    // Whatever else a test rule led to gets nothing any more.
    let mut groups: Vec<_> = row.action.target_groups().iter().map(|(group, _)| (*group, 0)).collect();
    for (group, weight) in [(lane.target_group, own), (lane.other, other)] {
        match groups.iter_mut().find(|(named, _)| *named == group) {
            Some(known) => known.1 = weight,
            None => groups.push((group, weight)),
        }
    }
    let action = RuleAction::Forward(groups);
    if action != row.action {
        ctx.emit(Event::RuleChanged { rule, to: Rc::new(Rule { action, ..(*row).clone() }) });
    }
}

/// Weights end at 999: of a hundred, or of a thousand where there is a decimal.
fn weights(share: u32) -> (u32, u32) {
    let rest = ALL_TRAFFIC - share.min(ALL_TRAFFIC);
    if share.is_multiple_of(10) { (share / 10, rest / 10) } else { (share, rest) }
}
