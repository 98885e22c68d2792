//! Random commands and faults, with every invariant checked after every event.

use ecs_playground::model::ecs::ServiceId;
use ecs_playground::model::kernel::{SimDuration, SimTime};
use ecs_playground::model::simulation::Simulation;
use ecs_playground::model::world::event::Command;
use ecs_playground::model::world::{World, WorldConfig};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Something a person could do. What it is done to is chosen by number from what there is by then.
#[derive(Clone, Debug)]
enum Deed {
    /// Lets auto scaling have a service, or takes it away.
    AutoScale {
        service: usize,
        what: usize,
        number: u8,
    },
    Launch {
        instance_type: &'static str,
        zone: u8,
        count: u8,
    },
    Register {
        shape: usize,
    },
    Create {
        family: usize,
        desired: u8,
        fargate: bool,
        balanced: bool,
        minimum: u8,
        maximum: u8,
        strategy: usize,
        deployment: usize,
    },
    /// Stops or answers a deployment, or changes what its hooks and alarms say.
    Steer {
        service: usize,
        what: usize,
    },
    /// Something about the task sets of a service that is deployed from outside.
    TaskSet {
        service: usize,
        family: usize,
        what: usize,
        scale: u8,
    },
    Scale {
        service: usize,
        desired: u8,
    },
    Update {
        service: usize,
        family: usize,
    },
    Force {
        service: usize,
    },
    Delete {
        service: usize,
        force: bool,
    },
    Run {
        family: usize,
        count: u8,
    },
    Stop {
        task: usize,
    },
    Kill {
        task: usize,
        exit_code: u8,
    },
    OutOfMemory {
        task: usize,
    },
    FailHealth {
        task: usize,
    },
    Instance {
        instance: usize,
        operation: usize,
    },
    Drain {
        instance: usize,
        back: bool,
    },
    Deregister {
        instance: usize,
        force: bool,
    },
    Zone {
        zone: u8,
        lose: bool,
    },
    Image {
        image: usize,
        pull: &'static str,
    },
    Traffic {
        requests_per_second: u16,
    },
    TargetGroup {
        ip: bool,
        delay: u16,
        mend: bool,
    },
    Weights {
        instance: u16,
        ip: u16,
    },
    OnProvider {
        family: usize,
        desired: u8,
        provider: usize,
    },
    RunOnProvider {
        family: usize,
        count: u8,
        provider: usize,
    },
    Group {
        group: usize,
        desired: u8,
    },
    TakeOut {
        instance: usize,
        decrement: bool,
    },
    Capacity {
        fault: usize,
        instance: usize,
        task: usize,
    },
    Pass {
        seconds: u16,
    },
}

const SHAPES: [&str; 6] = [
    r#"{"containerDefinitions":[{"name":"app","image":"nginx:1","cpu":256,"memory":256,"portMappings":[{"containerPort":80,"hostPort":0}],"healthCheck":{"command":["CMD","x"],"interval":5,"retries":2}}]}"#,
    r#"{"containerDefinitions":[{"name":"app","image":"httpd","cpu":512,"memory":512,"portMappings":[{"containerPort":80,"hostPort":8080}]}]}"#,
    r#"{"networkMode":"awsvpc","cpu":"256","memory":"512","requiresCompatibilities":["FARGATE","EC2"],"containerDefinitions":[{"name":"app","image":"redis","portMappings":[{"containerPort":6379}]}]}"#,
    r#"{"containerDefinitions":[{"name":"app","image":"busybox","command":["sleep","20"],"memory":64,"dependsOn":[{"containerName":"init","condition":"SUCCESS"}]},{"name":"init","image":"busybox","command":["true"],"essential":false,"memory":32}]}"#,
    r#"{"containerDefinitions":[{"name":"app","image":"postgres","memory":512,"restartPolicy":{"enabled":true,"restartAttemptPeriod":60}},{"name":"log","image":"fluent/fluent-bit","memory":64,"dependsOn":[{"containerName":"app","condition":"START"}]}]}"#,
    r#"{"containerDefinitions":[{"name":"app","image":"shop/api:2","cpu":1500,"memory":3000}]}"#,
];
const IMAGES: [&str; 3] = ["nginx:1", "httpd", "shop/api:2"];
const STRATEGIES: [&str; 4] = [
    "[]",
    r#"[{"type":"binpack","field":"memory"}]"#,
    r#"[{"type":"spread","field":"attribute:ecs.availability-zone"},{"type":"binpack","field":"cpu"}]"#,
    r#"[{"type":"random"}]"#,
];
const HOOK: &str = "arn:aws:lambda:us-east-1:123456789012:function:check";
/// Every strategy of deployment, and everything that watches over one.
const DEPLOYMENTS: [&str; 8] = [
    "{}",
    "{}",
    r#"{"deploymentCircuitBreaker":{"enable":true,"rollback":true}}"#,
    r#"{"deploymentCircuitBreaker":{"enable":true,"rollback":false,"resetOnHealthyTask":false,"thresholdConfiguration":{"type":"COUNT","value":2}}}"#,
    r#"{"strategy":"BLUE_GREEN","bakeTimeInMinutes":1,"lifecycleHooks":[{"targetType":"PAUSE","lifecycleStages":["PRE_SCALE_UP"],"timeoutConfiguration":{"timeoutInMinutes":2,"action":"CONTINUE"}},{"hookTargetArn":"arn:aws:lambda:us-east-1:123456789012:function:check","roleArn":"r","lifecycleStages":["POST_SCALE_UP"]}]}"#,
    r#"{"strategy":"LINEAR","bakeTimeInMinutes":0,"linearConfiguration":{"stepPercent":40.0,"stepBakeTimeInMinutes":1},"deploymentCircuitBreaker":{"enable":true,"rollback":true}}"#,
    r#"{"strategy":"CANARY","bakeTimeInMinutes":1,"canaryConfiguration":{"canaryPercent":10.0,"canaryBakeTimeInMinutes":1},"alarms":{"alarmNames":["errors"],"enable":true,"rollback":true}}"#,
    r#"{"alarms":{"alarmNames":["errors"],"enable":true,"rollback":false},"bakeTimeInMinutes":2}"#,
];
const ON_INSTANCES: [&str; 6] = [
    "TerminateInstance",
    "StopInstance",
    "StartInstance",
    "RebootInstance",
    "DisconnectAgent",
    "ConnectAgent",
];

const PROVIDERS: [&str; 5] = ["grows", "spot", "fixed", "managed", "FARGATE_SPOT"];
const GROUPS: [&str; 3] = ["grows", "spot", "fixed"];
const CAPACITY_FAULTS: [&str; 14] = [
    "SendSpotInstanceInterruption",
    "InterruptFargateSpotTask",
    "RetireFargateTask",
    "DrainContainerInstances",
    "InsufficientInstanceCapacity",
    "ApiInsufficientInstanceCapacity",
    "ExhaustFargate",
    "RestoreCapacity",
    "TaskCpuStress",
    "TaskIoStress",
    "TaskNetworkLatency",
    "TaskNetworkPacketLoss",
    "TaskNetworkBlackholePort",
    "EndTaskFaults",
];

fn deed() -> impl Strategy<Value = Deed> {
    let nth = any::<usize>;
    prop_oneof![
        2 => (prop_oneof![Just("m5.large"), Just("c5.xlarge"), Just("t3.medium")], 0..3u8, 1..4u8)
            .prop_map(|(instance_type, zone, count)| Deed::Launch { instance_type, zone, count }),
        2 => (0..SHAPES.len()).prop_map(|shape| Deed::Register { shape }),
        3 => (nth(), 0..9u8, any::<(bool, bool)>(), 0..101u8, 100..201u8, 0..STRATEGIES.len(), 0..DEPLOYMENTS.len()).prop_map(
            |(family, desired, (fargate, balanced), minimum, maximum, strategy, deployment)| Deed::Create {
                family, desired, fargate, balanced, minimum, maximum, strategy, deployment
            }
        ),
        3 => (nth(), nth()).prop_map(|(service, what)| Deed::Steer { service, what }),
        2 => (nth(), nth(), nth(), 0..101u8)
            .prop_map(|(service, family, what, scale)| Deed::TaskSet { service, family, what, scale }),
        2 => (nth(), 0..9u8).prop_map(|(service, desired)| Deed::Scale { service, desired }),
        2 => (nth(), nth()).prop_map(|(service, family)| Deed::Update { service, family }),
        1 => nth().prop_map(|service| Deed::Force { service }),
        1 => (nth(), any::<bool>()).prop_map(|(service, force)| Deed::Delete { service, force }),
        2 => (nth(), 1..11u8).prop_map(|(family, count)| Deed::Run { family, count }),
        2 => nth().prop_map(|task| Deed::Stop { task }),
        2 => (nth(), any::<u8>()).prop_map(|(task, exit_code)| Deed::Kill { task, exit_code }),
        1 => nth().prop_map(|task| Deed::OutOfMemory { task }),
        1 => nth().prop_map(|task| Deed::FailHealth { task }),
        3 => (nth(), 0..ON_INSTANCES.len()).prop_map(|(instance, operation)| Deed::Instance { instance, operation }),
        2 => (nth(), any::<bool>()).prop_map(|(instance, back)| Deed::Drain { instance, back }),
        1 => (nth(), any::<bool>()).prop_map(|(instance, force)| Deed::Deregister { instance, force }),
        1 => (0..3u8, any::<bool>()).prop_map(|(zone, lose)| Deed::Zone { zone, lose }),
        1 => (0..IMAGES.len(), prop_oneof![Just("ok"), Just("missing")])
            .prop_map(|(image, pull)| Deed::Image { image, pull }),
        3 => (nth(), 0..9u8, 0..PROVIDERS.len())
            .prop_map(|(family, desired, provider)| Deed::OnProvider { family, desired, provider }),
        2 => (nth(), 1..11u8, 0..PROVIDERS.len())
            .prop_map(|(family, count, provider)| Deed::RunOnProvider { family, count, provider }),
        2 => (0..GROUPS.len(), 0..7u8).prop_map(|(group, desired)| Deed::Group { group, desired }),
        1 => (nth(), any::<bool>()).prop_map(|(instance, decrement)| Deed::TakeOut { instance, decrement }),
        3 => (0..CAPACITY_FAULTS.len(), nth(), nth())
            .prop_map(|(fault, instance, task)| Deed::Capacity { fault, instance, task }),
        1 => (400..1500u16).prop_map(|seconds| Deed::Pass { seconds }),
        1 => (0..800u16).prop_map(|requests_per_second| Deed::Traffic { requests_per_second }),
        1 => (any::<bool>(), 0..400u16, any::<bool>())
            .prop_map(|(ip, delay, mend)| Deed::TargetGroup { ip, delay, mend }),
        1 => (0..3u16, 0..3u16).prop_map(|(instance, ip)| Deed::Weights { instance, ip }),
        3 => (nth(), nth(), 1..9u8)
            .prop_map(|(service, what, number)| Deed::AutoScale { service, what, number }),
        8 => (0..400u16).prop_map(|seconds| Deed::Pass { seconds }),
    ]
}

/// The command of a deed in the world as it is; none if there is nothing to do it to.
fn command(simulation: &Simulation, deed: &Deed) -> Option<Command> {
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
fn listener(member: &str, name: &str, groups: &[(&str, u16)]) -> Value {
    let groups = groups.iter().map(|(group, weight)| json!({"TargetGroupArn": group, "Weight": weight}));
    let groups: Value = groups.collect();
    json!({
        member: name,
        "DefaultActions": [{"Type": "forward", "ForwardConfig": {"TargetGroups": groups}}],
    })
}

/// Listeners with production traffic of one target group, or with test traffic of its alternate one.
const BESIDE: [(u16, &str); 4] = [(81, "instance"), (8081, "instance-b"), (82, "ip"), (8082, "ip-b")];

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

/// Does all the deeds, some of which are refused, and gives how many were not.
fn live(simulation: &mut Simulation, deeds: &[Deed]) -> u32 {
    let mut taken = 0;
    for deed in deeds {
        if let Deed::Pass { seconds } = deed {
            simulation.advance_to(simulation.now() + SimDuration::from_secs(u64::from(*seconds)));
        } else if let Some(command) = command(simulation, deed) {
            let answer = simulation.execute(&command);
            if let Err(error) = &answer {
                assert!(!error.message.is_empty(), "{command:?}");
            }
            taken += u32::from(answer.is_ok());
        }
    }
    taken
}

fn on_port(port: u16, groups: &[(&str, u16)]) -> Value {
    let mut request = listener("LoadBalancerArn", "front", groups);
    request["Protocol"] = json!("HTTP");
    request["Port"] = json!(port);
    request
}

fn template(name: &str, market: Value) -> Value {
    let user_data = "ECS_CLUSTER=c ECS_ENABLE_SPOT_INSTANCE_DRAINING=true";
    json!({"LaunchTemplateName":name,"LaunchTemplateData":{
        "InstanceType":"m5.large","UserData":user_data,"InstanceMarketOptions":market}})
}

fn group(name: &str, template: &str, min: u32) -> Value {
    json!({"AutoScalingGroupName":name,"LaunchTemplate":{"LaunchTemplateName":template},"MinSize":min,"MaxSize":6,
        "NewInstancesProtectedFromScaleIn":name == "grows"})
}

fn provider(group: &str, scaling: &str, protection: &str) -> Value {
    json!({"name":group,"autoScalingGroupProvider":{"autoScalingGroupArn":group,
        "managedScaling":{"status":scaling},"managedTerminationProtection":protection}})
}

fn furnished(seed: u64) -> Simulation {
    let mut simulation = Simulation::new(WorldConfig { seed, ..WorldConfig::default() });
    let beginning = [
        ("ecs", "CreateCluster", json!({"clusterName":"c","capacityProviders":["FARGATE"]})),
        ("playground", "LaunchInstances", json!({"cluster":"c","instanceType":"m5.large","count":3})),
        ("elbv2", "CreateLoadBalancer", json!({"Name":"front"})),
        ("elbv2", "CreateTargetGroup", json!({"Name":"instance","Protocol":"HTTP","Port":80})),
        ("elbv2", "CreateTargetGroup", json!({"Name":"ip","Protocol":"HTTP","Port":80,"TargetType":"ip"})),
        (
            "elbv2",
            "CreateTargetGroup",
            json!({"Name":"instance-b","Protocol":"HTTP","Port":80,"HealthCheckIntervalSeconds":10}),
        ),
        ("elbv2", "CreateTargetGroup", json!({"Name":"ip-b","Protocol":"HTTP","Port":80,"TargetType":"ip"})),
        ("elbv2", "CreateListener", on_port(80, &[("instance", 1), ("ip", 1)])),
        ("ec2", "CreateLaunchTemplate", template("plain", json!({}))),
        ("ec2", "CreateLaunchTemplate", template("market", json!({"MarketType":"spot"}))),
        ("autoscaling", "CreateAutoScalingGroup", group("grows", "plain", 0)),
        ("autoscaling", "CreateAutoScalingGroup", group("spot", "market", 1)),
        ("autoscaling", "CreateAutoScalingGroup", group("fixed", "plain", 1)),
        ("ecs", "CreateCapacityProvider", provider("grows", "ENABLED", "ENABLED")),
        ("ecs", "CreateCapacityProvider", provider("spot", "ENABLED", "DISABLED")),
        ("ecs", "CreateCapacityProvider", provider("fixed", "DISABLED", "DISABLED")),
        (
            "ecs",
            "CreateCapacityProvider",
            json!({"name":"managed","cluster":"c","managedInstancesProvider":{
                "infrastructureOptimization":{"scaleInAfter":60}}}),
        ),
        (
            "ecs",
            "PutClusterCapacityProviders",
            json!({"cluster":"c","defaultCapacityProviderStrategy":[],
                "capacityProviders":["FARGATE","FARGATE_SPOT","grows","spot","fixed","managed"]}),
        ),
        (
            "cloudwatch",
            "PutMetricAlarm",
            json!({"AlarmName":"errors","EvaluationPeriods":1,"ComparisonOperator":"GreaterThanThreshold"}),
        ),
    ];
    let beside = BESIDE.map(|(port, group)| ("elbv2", "CreateListener", on_port(port, &[(group, 1)])));
    let traffic = json!({"loadBalancer":"front","port":81,"requestsPerSecond":20});
    let traffic = ("playground", "SetTraffic", traffic);
    for (service, operation, request) in beginning.into_iter().chain(beside).chain([traffic]) {
        let command = Command { service: service.into(), operation: operation.into(), request };
        simulation.execute(&command).unwrap();
    }
    for shape in 0..SHAPES.len() {
        let command = command(&simulation, &Deed::Register { shape }).unwrap();
        simulation.execute(&command).unwrap();
    }
    simulation.advance_to(SimTime::from_secs(150));
    simulation
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, max_shrink_iters: 400, ..ProptestConfig::default() })]

    #[test]
    fn invariants_hold_whatever_people_do(seed in 0..1000u64, deeds in prop::collection::vec(deed(), 5..40)) {
        let mut simulation = furnished(seed).watchful();
        let taken = live(&mut simulation, &deeds);
        simulation.advance_to(simulation.now() + SimDuration::from_mins(20));
        prop_assert!(taken <= deeds.len() as u32);
    }

    #[test]
    fn the_same_deeds_give_the_same_log(seed in 0..1000u64, deeds in prop::collection::vec(deed(), 5..40)) {
        let run = || {
            let mut simulation = furnished(seed);
            live(&mut simulation, &deeds);
            simulation.log().fingerprint()
        };
        prop_assert_eq!(run(), run());
    }
}

/// Random runs of which everything is refused would prove nothing.
#[test]
fn most_deeds_are_not_refused() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let (mut taken, mut given) = (0, 0);
    for seed in 0..10 {
        let deeds = prop::collection::vec(deed(), 60).new_tree(&mut runner).unwrap().current();
        given += deeds.iter().filter(|deed| !matches!(deed, Deed::Pass { .. })).count() as u32;
        taken += live(&mut furnished(seed), &deeds);
    }
    assert!(taken * 2 > given, "{taken} of {given} commands were taken: the random runs do too little");
}
