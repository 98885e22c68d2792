//! The command that a deed comes to.

use ecs_playground::model::ecs::ServiceId;
use ecs_playground::model::simulation::Simulation;
use ecs_playground::model::world::World;
use ecs_playground::model::world::event::Command;
use serde_json::{Value, json};

use super::deeds::*;

/// The command of a deed in the world as it is; none if there is nothing to do it to.
pub fn command(simulation: &Simulation, deed: &Deed) -> Option<Command> {
    let world = simulation.world();
    let pick = |number: usize, count: u32| (count > 0).then(|| (number % count as usize) as u32);
    let family =
        |number| pick(number, world.task_definitions.len()).map(|row| world.task_definition_name(row.into()));
    let service =
        |number| pick(number, world.services.len()).map(|row| world.services[row.into()].name.to_string());
    let task = |number| pick(number, world.tasks.len()).map(|row| world.task_hex(row.into()));
    let instance = |number| {
        pick(number, world.container_instances.len()).map(|row| world.container_instance_hex(row.into()))
    };
    let zone = |number: u8| world.zones[usize::from(number)].name.to_string();
    let (operation, request) = match deed {
        Deed::Pass { .. } => return None,
        Deed::Launch { instance_type, zone: at, count } => (
            "LaunchInstances",
            json!({"cluster":"c","instanceType":instance_type,"availabilityZone":zone(*at),"count":count}),
        ),
        Deed::Register { shape } => {
            let mut request: Value = serde_json::from_str(SHAPES[*shape]).unwrap();
            request["family"] = json!(format!("f{shape}"));
            ("RegisterTaskDefinition", request)
        }
        Deed::Steer { service: number, what } => {
            steer(world, pick(*number, world.services.len())?.into(), *what)?
        }
        Deed::TaskSet { service: number, family: of, what, scale } => {
            let external = world.services.iter().filter(|(_, row)| row.is_external());
            let services: Vec<_> = external.map(|(id, _)| id).collect();
            let service = pick(*number, services.len() as u32).map(|at| services[at as usize]);
            task_set(world, service, &family(*of)?, *what, *scale)
        }
        Deed::Create {
            family: number,
            desired,
            fargate,
            balanced,
            minimum,
            maximum,
            strategy,
            deployment,
        } => {
            let definition = family(*number)?;
            let name = format!("s{}", world.services.len());
            let mut request = json!({
                "cluster": "c", "serviceName": name, "taskDefinition": definition, "desiredCount": desired,
                "launchType": if *fargate { "FARGATE" } else { "EC2" },
                "deploymentConfiguration": {"minimumHealthyPercent": minimum, "maximumPercent": maximum},
            });
            let extra: Value = serde_json::from_str(DEPLOYMENTS[*deployment]).unwrap();
            crate::lab::overlay(&mut request["deploymentConfiguration"], extra);
            if definition.starts_with("f2") {
                let subnets: Vec<_> = world.zones.iter().map(|zone| zone.subnet_id.to_string()).collect();
                request["networkConfiguration"] = json!({"awsvpcConfiguration": {"subnets": subnets}});
            }
            let port = [("f0", 80, "instance"), ("f1", 80, "instance"), ("f2", 6379, "ip")];
            let port = port.iter().find(|(family, ..)| definition.starts_with(family));
            if let Some((_, port, group)) = port.filter(|_| *balanced) {
                let mut entry =
                    json!({"targetGroupArn": group, "containerName": "app", "containerPort": port});
                if request["deploymentConfiguration"]["strategy"].is_string() {
                    entry["advancedConfiguration"] = advanced(group);
                }
                request["loadBalancers"] = json!([entry]);
                request["healthCheckGracePeriodSeconds"] = json!(desired * 10);
            }
            if !fargate {
                request["placementStrategy"] = serde_json::from_str(STRATEGIES[*strategy]).unwrap();
            }
            ("CreateService", request)
        }
        Deed::AutoScale { service: number, what, number: value } => {
            auto_scale(&service(*number)?, *what, u32::from(*value))
        }
        Deed::Scale { service: number, desired } => {
            ("UpdateService", json!({"cluster":"c","service":service(*number)?,"desiredCount":desired}))
        }
        Deed::Update { service: number, family: to } => (
            "UpdateService",
            json!({"cluster":"c","service":service(*number)?,"taskDefinition":family(*to)?}),
        ),
        Deed::Force { service: number } => {
            ("UpdateService", json!({"cluster":"c","service":service(*number)?,"forceNewDeployment":true}))
        }
        Deed::Delete { service: number, force } => {
            ("DeleteService", json!({"cluster":"c","service":service(*number)?,"force":force}))
        }
        Deed::Run { family: number, count } => {
            ("RunTask", json!({"cluster":"c","taskDefinition":family(*number)?,"count":count}))
        }
        Deed::Stop { task: number } => ("StopTask", json!({"cluster":"c","task":task(*number)?})),
        Deed::Kill { task: number, exit_code } => {
            ("KillContainer", json!({"cluster":"c","task":task(*number)?,"exitCode":exit_code}))
        }
        Deed::OutOfMemory { task: number } => ("OomContainer", json!({"cluster":"c","task":task(*number)?})),
        Deed::FailHealth { task: number } => {
            ("FailHealthChecks", json!({"cluster":"c","task":task(*number)?}))
        }
        Deed::Instance { instance: number, operation } => {
            (ON_INSTANCES[*operation], json!({"cluster":"c","containerInstance":instance(*number)?}))
        }
        Deed::Drain { instance: number, back } => (
            "UpdateContainerInstancesState",
            json!({"cluster":"c","containerInstances":[instance(*number)?],"status": if *back {"ACTIVE"} else {"DRAINING"}}),
        ),
        Deed::Deregister { instance: number, force } => (
            "DeregisterContainerInstance",
            json!({"cluster":"c","containerInstance":instance(*number)?,"force":force}),
        ),
        Deed::Zone { zone: at, lose } => (
            if *lose { "LoseAvailabilityZone" } else { "RestoreAvailabilityZone" },
            json!({"availabilityZone": zone(*at)}),
        ),
        Deed::OnProvider { family: number, desired, provider } => {
            let name = format!("s{}", world.services.len());
            (
                "CreateService",
                on_provider(
                    world,
                    &family(*number)?,
                    *provider,
                    json!({"serviceName":name,"desiredCount":desired}),
                ),
            )
        }
        Deed::RunOnProvider { family: number, count, provider } => {
            ("RunTask", on_provider(world, &family(*number)?, *provider, json!({"count":count})))
        }
        Deed::Group { group, desired } => {
            ("SetDesiredCapacity", json!({"AutoScalingGroupName":GROUPS[*group],"DesiredCapacity":desired}))
        }
        Deed::TakeOut { instance: number, decrement } => {
            let row = pick(*number, world.container_instances.len())?;
            let id = world.ec2_instance_id(row.into());
            (
                "TerminateInstanceInAutoScalingGroup",
                json!({"InstanceId":id,"ShouldDecrementDesiredCapacity":decrement}),
            )
        }
        Deed::Capacity { fault, instance: number, task: victim } => {
            let mut request =
                json!({"cluster":"c","percentage":50,"durationSeconds":300,"autoScalingGroup":"grows"});
            if CAPACITY_FAULTS[*fault].ends_with("Port") {
                (request["port"], request["trafficType"]) = (json!(80), json!("ingress"));
            }
            // Later than the timeout of some health checks, lost more often than not.
            (request["delayMilliseconds"], request["lossPercent"]) = (json!(2500), json!(60));
            request["containerInstance"] = json!(instance(*number)?);
            request["task"] = json!(task(*victim).unwrap_or_default());
            (CAPACITY_FAULTS[*fault], request)
        }
        Deed::Image { image, pull } => ("SetImage", json!({"image": IMAGES[*image], "pull": pull})),
        Deed::Traffic { requests_per_second } => {
            ("SetTraffic", json!({"loadBalancer":"front","requestsPerSecond":requests_per_second}))
        }
        Deed::TargetGroup { ip, delay, mend: false } => (
            "ModifyTargetGroupAttributes",
            json!({
                "TargetGroupArn": if *ip {"ip"} else {"instance"},
                "Attributes": [{"Key":"deregistration_delay.timeout_seconds","Value":delay.to_string()}],
            }),
        ),
        Deed::TargetGroup { ip, delay, mend: true } => (
            "ModifyTargetGroup",
            json!({
                "TargetGroupArn": if *ip {"ip"} else {"instance"},
                "HealthCheckPath": if delay % 2 == 0 {"/"} else {"/nothing"},
            }),
        ),
        Deed::Weights { instance, ip } if (instance + ip) % 2 == 0 => {
            ("ModifyListener", weights(*instance, *ip))
        }
        Deed::Weights { instance, ip } => {
            let groups = [("instance", *instance), ("instance-b", *ip)];
            ("ModifyListener", listener("ListenerArn", "front:81", &groups))
        }
    };
    let api = ecs_playground::model::api::apis::APIS.iter().find(|api| api.operation(operation).is_some());
    Some(Command {
        service: api.map_or("playground", |api| api.name).into(),
        operation: operation.into(),
        request,
    })
}

fn on_provider(world: &World, definition: &str, provider: usize, mut request: Value) -> Value {
    request["cluster"] = json!("c");
    request["taskDefinition"] = json!(definition);
    request["capacityProviderStrategy"] = json!([{"capacityProvider":PROVIDERS[provider],"weight":1}]);
    if definition.starts_with("f2") {
        let subnets: Vec<_> = world.zones.iter().map(|zone| zone.subnet_id.to_string()).collect();
        request["networkConfiguration"] = json!({"awsvpcConfiguration": {"subnets": subnets}});
    }
    request
}

fn weights(instance: u16, ip: u16) -> Value {
    listener("ListenerArn", "front:80", &[("instance", instance), ("ip", ip)])
}

/// A listener that is named by that member and forwards to these groups with their weights.
pub fn listener(member: &str, name: &str, groups: &[(&str, u16)]) -> Value {
    let groups = groups.iter().map(|(group, weight)| json!({"TargetGroupArn": group, "Weight": weight}));
    let groups: Value = groups.collect();
    json!({
        member: name,
        "DefaultActions": [{"Type": "forward", "ForwardConfig": {"TargetGroups": groups}}],
    })
}

/// Listeners with production traffic of one target group, or with test traffic of its alternate one.
pub const BESIDE: [(u16, &str); 4] = [(81, "instance"), (8081, "instance-b"), (82, "ip"), (8082, "ip-b")];

/// What a service that shifts traffic adds to its target group.
fn advanced(group: &str) -> Value {
    let port = if group == "ip" { 82 } else { 81 };
    json!({
        "alternateTargetGroupArn": format!("{group}-b"),
        "productionListenerRule": format!("front:{port}/default"),
        "testListenerRule": format!("front:80{port}/default"),
        "roleArn": "r",
    })
}

/// Stops or answers the deployment of a service, or changes what hooks and alarms say.
fn steer(world: &World, service: ServiceId, what: usize) -> Option<(&'static str, Value)> {
    let deployment = world.services[service].service_deployment;
    if deployment.is_none() && what % 8 < 4 {
        let name = &*world.services[service].name;
        return Some(("UpdateService", json!({"cluster":"c","service":name,"forceNewDeployment":true})));
    }
    let arn = deployment.map(|id| world.service_deployment_arn(service, id));
    Some(match what % 8 {
        0 => ("StopServiceDeployment", json!({"serviceDeploymentArn": arn?})),
        1 => ("StopServiceDeployment", json!({"serviceDeploymentArn": arn?, "stopType": "ABORT"})),
        2 | 3 => {
            let run = world.service_deployments[&deployment?].hooks.first()?.number;
            let hook = world.hook_id(deployment?, run);
            let action = if what % 8 == 2 { "CONTINUE" } else { "ROLLBACK" };
            (
                "ContinueServiceDeployment",
                json!({"serviceDeploymentArn": arn?, "hookId": hook, "action": action}),
            )
        }
        4 => ("SetLifecycleHook", json!({"hookTargetArn": HOOK, "hookStatus": "FAILED"})),
        5 => ("SetLifecycleHook", json!({"hookTargetArn": HOOK, "hookStatus": "SUCCEEDED"})),
        6 => {
            ("SetAlarmState", json!({"AlarmName": "errors", "StateValue": "ALARM", "StateReason": "chance"}))
        }
        _ => ("SetAlarmState", json!({"AlarmName": "errors", "StateValue": "OK", "StateReason": "chance"})),
    })
}

/// Without a service that is deployed from outside, creates one.
fn task_set(
    world: &World,
    service: Option<ServiceId>,
    definition: &str,
    what: usize,
    scale: u8,
) -> (&'static str, Value) {
    let Some(id) = service else {
        let name = format!("s{}", world.services.len());
        let controller = json!({"type": "EXTERNAL"});
        return (
            "CreateService",
            json!({"cluster":"c","serviceName":name,"desiredCount":scale % 9,"deploymentController":controller}),
        );
    };
    let row = &world.services[id];
    let named = json!({"cluster":"c","service":&*row.name});
    let set =
        row.deployments.get(what % row.deployments.len().max(1)).map(|set| world.deployment_name(set.id));
    let with = |members: Value| {
        let mut request = named.clone();
        crate::lab::overlay(&mut request, members);
        request
    };
    let scale = json!({"value": scale, "unit": "PERCENT"});
    match (what % 5, set) {
        (1, Some(set)) => ("UpdateTaskSet", with(json!({"taskSet": set, "scale": scale}))),
        (2, Some(set)) => ("UpdateServicePrimaryTaskSet", with(json!({"primaryTaskSet": set}))),
        (3, Some(set)) => ("DeleteTaskSet", with(json!({"taskSet": set, "force": true}))),
        _ => ("CreateTaskSet", with(json!({"taskDefinition": definition, "scale": scale}))),
    }
}

/// Registers a service with auto scaling, gives it a policy or a schedule, or takes these away.
fn auto_scale(service: &str, what: usize, number: u32) -> (&'static str, Value) {
    let mut request = json!({
        "ServiceNamespace": "ecs", "ResourceId": format!("service/c/{service}"),
        "ScalableDimension": "ecs:service:DesiredCount",
    });
    let metrics = ["ECSServiceAverageCPUUtilization", "ECSServiceAverageMemoryUtilization"];
    let policy = json!({
        "PolicyName": metrics[number as usize % 2], "PolicyType": "TargetTrackingScaling",
        "TargetTrackingScalingPolicyConfiguration": {
            "TargetValue": number, "ScaleInCooldown": 60, "ScaleOutCooldown": 30,
            "PredefinedMetricSpecification": {"PredefinedMetricType": metrics[number as usize % 2]},
        },
    });
    let (operation, members) = match what % 8 {
        0..3 => ("RegisterScalableTarget", json!({"MinCapacity": number / 2, "MaxCapacity": number})),
        3..6 => ("PutScalingPolicy", policy),
        6 => (
            "PutScheduledAction",
            json!({
                "ScheduledActionName": "s", "Schedule": format!("rate({number} minutes)"),
                "ScalableTargetAction": {"MinCapacity": number},
            }),
        ),
        _ => ("DeregisterScalableTarget", json!({})),
    };
    crate::lab::overlay(&mut request, members);
    (operation, request)
}
