//! What `loadBalancers` must be like. Messages are ECS's own; those marked "assumed" are not known and are ours.
//! Source for those about blue/green deployments: their troubleshooting page in the ECS guide.

use serde_json::Value;

use super::rules::Subject;
use crate::model::ecs::task_definition::NetworkMode;
use crate::model::ecs::{LaunchType, LoadBalancerType, RuleId, TargetGroupId, TargetType};
use crate::model::world::World;

const RULES: [&str; 2] = ["productionListenerRule", "testListenerRule"];

/// The first rule that the service's load balancers break.
pub fn load_balancers(subject: &Subject) -> Option<String> {
    let given = &subject.service.spec.load_balancers;
    let of_each = || given.iter().find_map(|given| load_balancer(subject, given));
    as_a_whole(subject, given).or_else(of_each)
}

/// What the entries must be like together.
fn as_a_whole(subject: &Subject, given: &[Value]) -> Option<String> {
    let is_classic = |given: &&Value| given["loadBalancerName"].is_string();
    let is_advanced = |given: &&Value| given["advancedConfiguration"].is_object();
    let (classic, advanced) =
        (given.iter().filter(is_classic).count(), given.iter().filter(is_advanced).count());
    let shifts = subject.service.deployment_configuration.shifts_traffic();
    let message = if classic > 0 && classic < given.len() {
        "All loadBalancers must be strictly either ELBv1 (defining loadBalancerName) or ELBv2 (defining targetGroupArn)"
    } else if classic > 0 && advanced > 0 {
        "advancedConfiguration field is not allowed with ELBv1 loadBalancers"
    } else if advanced > 0 && advanced < given.len() {
        "Either all or none of the provided loadBalancers must have advancedConfiguration defined"
    } else if shifts && advanced < given.len() {
        "advancedConfiguration field is required for all loadBalancers when using a non-ROLLING deployment strategy"
    } else {
        return if advanced > 0 { duplicate(given).or_else(|| both_rules(given)) } else { None };
    };
    Some(message.to_owned())
}

fn duplicate(given: &[Value]) -> Option<String> {
    let groups = given.iter().flat_map(|given| {
        [&given["targetGroupArn"], &given["advancedConfiguration"]["alternateTargetGroupArn"]]
    });
    let mut seen: Vec<&str> = Vec::new();
    for group in groups.filter_map(Value::as_str) {
        if seen.contains(&group) {
            return Some(format!("Duplicate targetGroupArn found: {group}"));
        }
        seen.push(group);
    }
    None
}

fn both_rules(given: &[Value]) -> Option<String> {
    let named = |rule: &'static str| {
        given.iter().filter_map(move |given| given["advancedConfiguration"][rule].as_str())
    };
    let both: Vec<&str> = named(RULES[0]).filter(|rule| named(RULES[1]).any(|test| test == *rule)).collect();
    (!both.is_empty()).then(|| {
        format!(
            "The following rules cannot be used as both production and test listener rules: {}",
            both.join(", ")
        )
    })
}

fn load_balancer(subject: &Subject, given: &Value) -> Option<String> {
    let is_classic = given["loadBalancerName"].is_string();
    if is_classic && given["targetGroupArn"].is_string() {
        return Some("loadBalancerName and targetGroupArn cannot both be specified".into());
    }
    if is_classic && subject.launch_type == LaunchType::Fargate {
        return Some("Classic Load Balancers are not supported with Fargate".into());
    }
    let name = given["containerName"].as_str().unwrap_or_default();
    let Some(container) = subject.definition.container(name) else {
        return Some(format!("The container {name} does not exist in the task definition"));
    };
    let port = given["containerPort"].as_u64().unwrap_or_default();
    let is_port = |mapped: Option<u32>| mapped.map(u64::from) == Some(port);
    let is_mapped = container.port_mappings.iter().any(|mapping| is_port(mapping.container_port));
    if !is_mapped {
        return Some(format!("The container {name} did not have a container port {port} defined."));
    }
    let arn = given["targetGroupArn"].as_str()?;
    let advanced = given.get("advancedConfiguration").filter(|given| given.is_object());
    target_group(subject, arn, true).or_else(|| advanced_configuration(subject, arn, advanced?))
}

fn advanced_configuration(subject: &Subject, primary: &str, given: &Value) -> Option<String> {
    let world = subject.world;
    // Both assumed.
    let Some(alternate) = given["alternateTargetGroupArn"].as_str() else {
        return Some("alternateTargetGroupArn is required in advancedConfiguration".into());
    };
    if !given[RULES[0]].is_string() {
        return Some("productionListenerRule is required in advancedConfiguration".into());
    }
    if let Some(problem) = target_group(subject, alternate, false) {
        return Some(problem);
    }
    if let Some(problem) = RULES.iter().find_map(|rule| listener_rule(world, rule, given[*rule].as_str()?)) {
        return Some(problem);
    }
    let production = world.find_rule_or_listener(given[RULES[0]].as_str()?)?;
    let groups = [world.find_target_group(primary)?, world.find_target_group(alternate)?];
    let names_both = groups.into_iter().all(|group| names(world, production, group));
    let is_application = kind_of(world, production) == LoadBalancerType::Application;
    (is_application && !names_both && !given[RULES[1]].is_string()).then(|| {
        "For Application LoadBalancer, testListenerRule is required when productionListenerRule is not associated \
         with both targetGroup and alternateTargetGroup"
            .to_owned()
    })
}

fn names(world: &World, rule: RuleId, group: TargetGroupId) -> bool {
    world.rules[rule].action.target_groups().iter().any(|(named, _)| *named == group)
}

fn kind_of(world: &World, rule: RuleId) -> LoadBalancerType {
    world.load_balancers[world.listeners[world.rules[rule].listener].load_balancer].kind
}

/// Application Load Balancers have rules, for Network Load Balancers the listener stands.
fn listener_rule(world: &World, member: &str, given: &str) -> Option<String> {
    let fits = match (world.find_rule(given), world.find_listener(given)) {
        (Some(rule), _) => kind_of(world, rule) == LoadBalancerType::Application,
        (None, Some(listener)) => {
            kind_of(world, world.listeners[listener].default_rule) == LoadBalancerType::Network
        }
        (None, None) if given.contains(":listener-rule/app/") || given.contains(":listener/net/") => {
            // Assumed.
            return Some(format!("The listener rule {given} of {member} does not exist."));
        }
        (None, None) => false,
    };
    (!fits).then(|| {
        format!(
            "{member} has an invalid ARN format. Must be RuleArn for ALB or ListenerArn for NLB. Got: {given}"
        )
    })
}

/// Whether rules lead to the alternate target group ECS finds out when a deployment begins.
fn target_group(subject: &Subject, arn: &str, leads_there: bool) -> Option<String> {
    let world = subject.world;
    let Some(group) = world.find_target_group(arn) else {
        // Assumed.
        return Some(format!("The target group with targetGroupArn {arn} does not exist."));
    };
    if leads_there && world.rules_naming(group).next().is_none() {
        return Some(format!(
            "The target group with targetGroupArn {arn} does not have an associated load balancer."
        ));
    }
    let has = world.target_groups[group].target_type;
    let own_network = subject.definition.needs_eni() || subject.launch_type == LaunchType::Fargate;
    let mode = match subject.definition.effective_network_mode() {
        NetworkMode::Awsvpc => "awsvpc",
        NetworkMode::Host => "host",
        NetworkMode::None => "none",
        NetworkMode::Bridge => "bridge",
    };
    (own_network != (has == TargetType::Ip)).then(|| {
        format!(
            "The provided target group {arn} has target type {}, which is incompatible with the {mode} network \
             mode specified in the task definition.",
            has.as_str()
        )
    })
}

/// `loadBalancers` with the ARNs of what is called by its name.
pub fn completed_load_balancers(world: &World, mut given: Vec<Value>) -> Vec<Value> {
    let group = |name: &str| world.find_target_group(name).map(|group| world.target_group_arn(group));
    let rule = |name: &str| {
        let listener = || world.find_listener(name).map(|listener| world.listener_arn(listener));
        world.find_rule(name).map(|rule| world.rule_arn(rule)).or_else(listener)
    };
    let complete = |value: &mut Value, find: &dyn Fn(&str) -> Option<String>| {
        if let Some(arn) = value.as_str().and_then(find) {
            *value = arn.into();
        }
    };
    let members = given.iter_mut().filter_map(Value::as_object_mut).flatten();
    for (member, value) in members {
        match (member.as_str(), value) {
            ("targetGroupArn", value) => complete(value, &group),
            ("advancedConfiguration", Value::Object(advanced)) => {
                for (member, value) in advanced {
                    if RULES.contains(&member.as_str()) {
                        complete(value, &rule);
                    } else if member == "alternateTargetGroupArn" {
                        complete(value, &group);
                    }
                }
            }
            _ => {}
        }
    }
    given
}
