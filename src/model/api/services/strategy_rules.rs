//! What `deploymentConfiguration` and its strategy must be like. The rules are documented, their texts are not:
//! all of them are assumed.

use serde_json::Value;

use crate::model::ecs::Service;
use crate::model::ecs::deployment_configuration::{DeploymentStrategy, tenths};
use crate::model::ecs::service::DeploymentConfiguration;

/// The first rule that the service breaks.
pub fn strategy(service: &Service) -> Option<String> {
    let configuration = &service.deployment_configuration;
    let strategy = configuration.strategy();
    let name = strategy.as_str();
    let other = &configuration.other;
    if strategy != DeploymentStrategy::Rolling && service.is_daemon() {
        return Some(format!(
            "The daemon scheduling strategy does not support the deployment strategy {name}"
        ));
    }
    if strategy == DeploymentStrategy::BlueGreen && !is_number(other.get("bakeTimeInMinutes")) {
        return Some("bakeTimeInMinutes is required when the deployment strategy is BLUE_GREEN".to_owned());
    }
    let ranges = [
        ("linearConfiguration", "stepPercent", 30, DeploymentStrategy::Linear),
        ("canaryConfiguration", "canaryPercent", 1, DeploymentStrategy::Canary),
    ];
    for (member, percent, least, its_strategy) in ranges {
        let Some(given) = other.get(member).filter(|given| !given.is_null()) else { continue };
        if strategy != its_strategy {
            return Some(format!("{member} is not supported when the deployment strategy is {name}"));
        }
        if tenths(&given[percent]).is_some_and(|size| !(least..=1000).contains(&size)) {
            return Some(format!("{percent} must be between {}.{} and 100.0", least / 10, least % 10));
        }
    }
    if let Some(problem) = early_success(configuration) {
        return Some(problem);
    }
    let hooks = other.get("lifecycleHooks").and_then(Value::as_array).into_iter().flatten();
    hooks.into_iter().find_map(hook).or_else(|| breaker(other.get("deploymentCircuitBreaker")?))
}

fn early_success(configuration: &DeploymentConfiguration) -> Option<String> {
    let given = configuration.other.get("earlySuccessCriteria").filter(|given| given["enable"] == true)?;
    if configuration.shifts_traffic() {
        let name = configuration.strategy().as_str();
        return Some(format!("earlySuccessCriteria is not supported when the deployment strategy is {name}"));
    }
    let percent = given["healthyPercent"].as_u64()?;
    let least = u64::from(configuration.minimum_healthy_percent);
    (!(least..=100).contains(&percent))
        .then(|| "healthyPercent must be between minimumHealthyPercent and 100".to_owned())
}

fn is_number(given: Option<&Value>) -> bool {
    given.is_some_and(Value::is_number)
}

fn hook(given: &Value) -> Option<String> {
    let is_pause = given["targetType"] == "PAUSE";
    let stages = given["lifecycleStages"].as_array().into_iter().flatten();
    let mut unpaused =
        stages.filter(|stage| *stage == "TEST_TRAFFIC_SHIFT" || *stage == "PRODUCTION_TRAFFIC_SHIFT");
    if is_pause && unpaused.next().is_some() {
        return Some(
            "PAUSE hooks are not supported at TEST_TRAFFIC_SHIFT and PRODUCTION_TRAFFIC_SHIFT".to_owned(),
        );
    }
    let has_function = given["hookTargetArn"].is_string() && given["roleArn"].is_string();
    let is_whole = is_pause || has_function;
    (!is_whole).then(|| "Lifecycle hooks of type AWS_LAMBDA require hookTargetArn and roleArn".to_owned())
}

fn breaker(given: &Value) -> Option<String> {
    let threshold = &given["thresholdConfiguration"];
    let value = threshold["value"].as_i64()?;
    let is_count = threshold["type"] == "COUNT";
    let fits = value >= 1 && (is_count || value <= 100);
    let most = if is_count { "at least 1" } else { "between 1 and 100" };
    (!fits).then(|| format!("The value of thresholdConfiguration must be {most}"))
}
