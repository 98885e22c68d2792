//! Targets: registered by hand, and how they are.

use serde_json::{Value, json};

use super::{number, refused, target_group, text};
use crate::model::ecs::{
    EcsResult, ExceptionName, TargetGroup, TargetGroupId, TargetId, TargetState, TargetType,
};
use crate::model::elb::{self, registration};
use crate::model::world::{Ctx, World};

/// Id and port of a target that a request names.
type Address<'a> = (&'a str, u32);

fn addresses<'a>(group: &TargetGroup, request: &'a Value) -> Vec<Address<'a>> {
    let given = request["Targets"].as_array().into_iter().flatten();
    given.map(|target| (text(target, "Id"), number(target, "Port").unwrap_or(group.port))).collect()
}

pub fn register(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let world = ctx.world();
    let id = target_group(world, text(request, "TargetGroupArn"))?;
    let addresses = addresses(&world.target_groups[id], request);
    for &(address, _) in &addresses {
        refuse_address(world, &world.target_groups[id], address)?;
    }
    for (address, port) in addresses {
        if registered(ctx.world(), id, address, port).is_none() {
            let task = ctx.world().answering(address, port);
            let target = registration::fresh(ctx.world(), id, address.into(), port, task);
            registration::register(ctx, target);
        }
    }
    Ok(Value::Null)
}

fn refuse_address(world: &World, group: &TargetGroup, address: &str) -> EcsResult<()> {
    let message = match group.target_type {
        TargetType::Instance if !address.starts_with("i-") => {
            format!("Instance ID '{address}' is not valid")
        }
        TargetType::Instance if world.find_ec2_instance(address).is_none() => {
            format!("The following targets are not in a running state and cannot be registered: '{address}'")
        }
        TargetType::Ip if address.parse::<std::net::IpAddr>().is_err() => {
            format!("The IP address '{address}' is not a valid IPv4 or IPv6 address")
        }
        _ => return Ok(()),
    };
    let name =
        if address.starts_with("i-") { ExceptionName::InvalidTarget } else { ExceptionName::ValidationError };
    refused(name, message)
}

/// The registration of that address, unless it drains.
fn registered(world: &World, group: TargetGroupId, address: &str, port: u32) -> Option<TargetId> {
    world.target_groups[group].targets.iter().copied().find(|&id| {
        let row = &world.targets[id];
        row.is_registered() && &*row.id == address && row.port == port
    })
}

pub fn deregister(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let world = ctx.world();
    let id = target_group(world, text(request, "TargetGroupArn"))?;
    let addresses = addresses(&world.target_groups[id], request);
    let found = addresses.into_iter().filter_map(|(address, port)| registered(world, id, address, port));
    let targets: Vec<TargetId> = found.collect();
    elb::deregister(ctx, &targets);
    Ok(Value::Null)
}

/// Targets that are asked for by name and not registered are `unused`.
pub fn describe_health(world: &World, request: &Value) -> EcsResult<Value> {
    let id = target_group(world, text(request, "TargetGroupArn"))?;
    let group = &world.target_groups[id];
    let rows: Value = if request["Targets"].is_array() {
        let found = |(address, port): Address| {
            let mut rows = group.targets.iter().rev().copied();
            let named = |target: &TargetId| {
                &*world.targets[*target].id == address && world.targets[*target].port == port
            };
            match rows.find(named) {
                Some(target) => shown(world, target),
                None => json!({
                    "Target": { "Id": address, "Port": port },
                    "TargetHealth": {
                        "State": TargetState::Unused.as_str(),
                        "Reason": "Target.NotRegistered",
                        "Description": "Target is not registered to the target group",
                    },
                }),
            }
        };
        addresses(group, request).into_iter().map(found).collect()
    } else {
        group.targets.iter().map(|&target| shown(world, target)).collect()
    };
    Ok(json!({ "TargetHealthDescriptions": rows }))
}

fn shown(world: &World, id: TargetId) -> Value {
    let row = &world.targets[id];
    let group = &world.target_groups[row.target_group];
    let health = world.target_health(id);
    let port = match group.health_check.port.parse::<u32>() {
        Ok(port) => port,
        Err(_) => row.port,
    };
    let mut target = json!({ "Id": &*row.id, "Port": row.port });
    if let Some(zone) = row.zone.filter(|_| group.target_type == TargetType::Ip) {
        target["AvailabilityZone"] = json!(&**world.zone_name(zone));
    }
    let mut state = json!({ "State": health.state.as_str() });
    if !health.reason.is_empty() {
        state["Reason"] = json!(health.reason);
        state["Description"] = json!(health.description());
    }
    json!({ "Target": target, "HealthCheckPort": port.to_string(), "TargetHealth": state })
}
