//! The cluster that the random runs begin with: instances, providers, load balancers and traffic.

use ecs_playground::model::kernel::SimTime;
use ecs_playground::model::simulation::Simulation;
use ecs_playground::model::world::WorldConfig;
use ecs_playground::model::world::event::Command;
use serde_json::{Value, json};

use super::commands::{BESIDE, command, listener};
use super::deeds::{Deed, SHAPES};

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

pub fn furnished(seed: u64) -> Simulation {
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
