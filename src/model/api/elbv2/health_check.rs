//! The health check of a target group, from a request and back.

use serde_json::{Value, json};

use super::{invalid, number, text};
use crate::model::ecs::{EcsResult, HealthCheck};

/// The defaults of a target group of that protocol.
pub fn default_for(protocol: &str) -> HealthCheck {
    let is_http = protocol.starts_with("HTTP");
    HealthCheck {
        protocol: if is_http { protocol } else { "TCP" }.into(),
        port: "traffic-port".into(),
        path: if is_http { "/" } else { "" }.into(),
        interval_seconds: 30,
        timeout_seconds: if is_http { 5 } else { 10 },
        healthy_threshold: 5,
        unhealthy_threshold: 2,
        matcher: if is_http { "200" } else { "" }.into(),
    }
}

/// What the request says, laid over what is there.
pub fn laid_over(request: &Value, old: HealthCheck, network: bool) -> EcsResult<HealthCheck> {
    let given = |member| Some(text(request, member)).filter(|given| !given.is_empty());
    let protocol = given("HealthCheckProtocol").unwrap_or(&old.protocol);
    // A Network Load Balancer that checks by HTTP has limits of its own.
    let changes_kind = protocol.starts_with("HTTP") != old.is_http();
    let base = if changes_kind {
        let timeout_seconds = if protocol.starts_with("HTTP") { 6 } else { 10 };
        let matcher = if protocol.starts_with("HTTP") { "200-399" } else { "" };
        HealthCheck { timeout_seconds, matcher: matcher.into(), ..default_for(protocol) }
    } else {
        HealthCheck { protocol: protocol.into(), ..old.clone() }
    };
    if protocol == "TCP" && !network {
        return invalid("Health check protocol 'TCP' is not supported with the target group protocol 'HTTP'");
    }
    let check = HealthCheck {
        port: given("HealthCheckPort").map_or(base.port, Into::into),
        path: given("HealthCheckPath").map_or(base.path, Into::into),
        interval_seconds: number(request, "HealthCheckIntervalSeconds").unwrap_or(base.interval_seconds),
        timeout_seconds: number(request, "HealthCheckTimeoutSeconds").unwrap_or(base.timeout_seconds),
        healthy_threshold: number(request, "HealthyThresholdCount").unwrap_or(base.healthy_threshold),
        unhealthy_threshold: number(request, "UnhealthyThresholdCount").unwrap_or(base.unhealthy_threshold),
        matcher: request["Matcher"]["HttpCode"].as_str().map_or(base.matcher, Into::into),
        protocol: base.protocol,
    };
    refuse(&check)?;
    Ok(check)
}

fn refuse(check: &HealthCheck) -> EcsResult<()> {
    if check.is_http() && check.interval_seconds <= check.timeout_seconds {
        return invalid("Health check interval must be greater than the timeout.");
    }
    if check.is_http() && !check.path.starts_with('/') {
        return invalid(format!("Health check path '{}' must start with '/'", check.path));
    }
    let is_port = |port: &str| port.parse::<u32>().is_ok_and(|port| (1..=65_535).contains(&port));
    if &*check.port != "traffic-port" && !is_port(&check.port) {
        return invalid(format!(
            "Health check port '{}' must be 'traffic-port' or a port number",
            check.port
        ));
    }
    let is_code = |code: &str| code.trim().parse::<u32>().is_ok_and(|code| (200..=599).contains(&code));
    let is_part = |part: &str| part.split('-').count() <= 2 && part.split('-').all(is_code);
    if check.is_http() && !check.matcher.split(',').all(is_part) {
        return invalid(format!(
            "Health check matcher HTTP code '{}' must be a code, a list or a range",
            check.matcher
        ));
    }
    Ok(())
}

/// The members of a description.
pub fn shown(check: &HealthCheck, into: &mut Value) {
    into["HealthCheckProtocol"] = json!(&*check.protocol);
    into["HealthCheckPort"] = json!(&*check.port);
    into["HealthCheckEnabled"] = json!(true);
    into["HealthCheckIntervalSeconds"] = json!(check.interval_seconds);
    into["HealthCheckTimeoutSeconds"] = json!(check.timeout_seconds);
    into["HealthyThresholdCount"] = json!(check.healthy_threshold);
    into["UnhealthyThresholdCount"] = json!(check.unhealthy_threshold);
    if check.is_http() {
        into["HealthCheckPath"] = json!(&*check.path);
        into["Matcher"] = json!({ "HttpCode": &*check.matcher });
    }
}
