//! Capacity providers: what is refused, what the metric says, and what it costs.

use ecs_playground::model::capacity::managed_scaling::estimate::measure;
use ecs_playground::model::capacity::user_data;
use ecs_playground::model::ecs::container_instance::{CpuArchitecture, Resources};
use ecs_playground::model::ecs::{CapacityProviderId, ClusterId, cost};
use ecs_playground::model::kernel::{Series, SimTime, base64, time::utc};
use ecs_playground::playground::explain::capacity::percent;
use ecs_playground::playground::views::providers::{self, dollars};
use serde_json::{Value, json};

use crate::lab::Lab;

impl Lab {
    fn api(&mut self, service: &str, operation: &str, request: Value) -> Value {
        self.command_of(service, operation, request).unwrap_or_else(|error| panic!("{operation}: {error}"))
    }

    /// A group of that type, and a provider of the same name, attached to the cluster with Fargate.
    fn provider(&mut self, name: &str, instance_type: &str, members: Value) {
        let data = json!({ "InstanceType": instance_type, "UserData": "ECS_CLUSTER=lab" });
        let template = json!({ "LaunchTemplateName": name, "LaunchTemplateData": data });
        self.api("ec2", "CreateLaunchTemplate", template);
        let group = json!({
            "AutoScalingGroupName": name, "MinSize": 0, "MaxSize": 10, "LaunchTemplate": { "LaunchTemplateName": name },
        });
        self.api("autoscaling", "CreateAutoScalingGroup", group);
        let mut provider = json!({ "autoScalingGroupArn": name, "managedScaling": { "status": "ENABLED" } });
        crate::lab::overlay(&mut provider, members);
        self.ok("CreateCapacityProvider", json!({ "name": name, "autoScalingGroupProvider": provider }));
        let request = json!({
            "cluster": "lab", "capacityProviders": ["FARGATE", name], "defaultCapacityProviderStrategy": [],
        });
        self.ok("PutClusterCapacityProviders", request);
    }

    fn run_on(&mut self, provider: &str, count: u32) -> Value {
        let strategy = json!([{ "capacityProvider": provider, "weight": 1 }]);
        self.ok(
            "RunTask",
            json!({ "cluster": "lab", "taskDefinition": "web", "count": count, "capacityProviderStrategy": strategy }),
        )
    }

    fn set_desired(&mut self, group: &str, desired: u32) {
        let request = json!({ "AutoScalingGroupName": group, "DesiredCapacity": desired });
        self.api("autoscaling", "SetDesiredCapacity", request);
    }

    fn refusal(&mut self, service: &str, operation: &str, request: Value) -> String {
        self.command_of(service, operation, request).unwrap_err().to_string()
    }
}

const PROVIDER: CapacityProviderId = CapacityProviderId(0);

#[test]
fn the_metric_is_what_is_needed_over_what_there_is() {
    // Instances, tasks of a quarter of one running, tasks that wait, and the value. The facts' own cases.
    let rows: [(u32, u32, u32, &str); 6] = [
        (0, 0, 0, "100 %"),
        (0, 0, 4, "200 %"),
        (2, 8, 0, "100 %"),
        (2, 8, 8, "200 %"),
        (2, 8, 1, "150 %"),
        (2, 0, 0, "0 %"),
    ];
    for (instances, running, waiting, expected) in rows {
        let mut lab = Lab::new();
        lab.provider("grows", "m5.large", json!({}));
        lab.register_ec2("web", json!({ "cpu": 512, "memory": 512 }));
        lab.set_desired("grows", instances);
        lab.advance(110);
        for _ in 0..running.div_ceil(4) {
            lab.run_on("grows", running.min(4));
        }
        for _ in 0..waiting.div_ceil(4) {
            lab.run_on("grows", waiting.min(4));
        }
        let datapoint = measure(lab.world(), PROVIDER);
        assert_eq!(
            (datapoint.running, datapoint.waiting),
            (instances, waiting),
            "{instances} {running} {waiting}"
        );
        assert_eq!(percent(datapoint.reservation), expected, "{instances} {running} {waiting}");
    }
}

#[test]
fn steps_keep_to_their_sizes() {
    // Smallest and largest step, and M with 16 waiting tasks, four to an instance, and one instance there.
    for (least, most, needed) in [(1, 10_000, 5), (6, 10_000, 7), (1, 2, 3)] {
        let mut lab = Lab::new();
        let scaling =
            json!({ "status": "ENABLED", "minimumScalingStepSize": least, "maximumScalingStepSize": most });
        lab.provider("grows", "m5.large", json!({ "managedScaling": scaling }));
        lab.register_ec2("web", json!({ "cpu": 512, "memory": 512 }));
        lab.set_desired("grows", 1);
        lab.advance(110);
        (0..2).for_each(|_| drop(lab.run_on("grows", 10)));
        assert_eq!(measure(lab.world(), PROVIDER).needed, needed, "{least} {most}");
    }
}

#[test]
fn what_ecs_would_not_keep_is_refused() {
    let group = |members: Value| json!({ "name": "new", "autoScalingGroupProvider": members });
    let rows: Vec<(&str, &str, Value, &str)> = vec![
        (
            "ecs",
            "CreateCapacityProvider",
            json!({ "name": "ecs-mine" }),
            "The specified capacity provider name is invalid.",
        ),
        (
            "ecs",
            "CreateCapacityProvider",
            json!({ "name": "grows" }),
            "The specified capacity provider already exists.",
        ),
        (
            "ecs",
            "CreateCapacityProvider",
            json!({ "name": "new" }),
            "Specify either autoScalingGroupProvider or",
        ),
        (
            "ecs",
            "CreateCapacityProvider",
            group(json!({ "autoScalingGroupArn": "none" })),
            "Auto Scaling group ARN does not exist.",
        ),
        (
            "ecs",
            "CreateCapacityProvider",
            group(json!({ "autoScalingGroupArn": "grows" })),
            "already being used by another",
        ),
        (
            "ecs",
            "UpdateCapacityProvider",
            json!({ "name": "grows", "autoScalingGroupProvider": { "managedTerminationProtection": "ENABLED" } }),
            "the Auto Scaling group must have instance protection from scale in enabled.",
        ),
        (
            "ecs",
            "UpdateCapacityProvider",
            json!({ "name": "grows", "autoScalingGroupProvider": { "managedScaling": { "minimumScalingStepSize": 9, "maximumScalingStepSize": 8 } } }),
            "The minimum or maximum scaling step size value is invalid",
        ),
        ("ecs", "DeleteCapacityProvider", json!({ "capacityProvider": "grows" }), "ResourceInUseException"),
        ("ecs", "DeleteCapacityProvider", json!({ "capacityProvider": "FARGATE" }), "can't be deleted."),
        ("ecs", "DeleteCapacityProvider", json!({ "capacityProvider": "none" }), "does not exist."),
        (
            "ecs",
            "PutClusterCapacityProviders",
            json!({ "cluster": "lab", "capacityProviders": ["FARGATE", "grows"], "defaultCapacityProviderStrategy": [
                { "capacityProvider": "FARGATE", "weight": 1 }, { "capacityProvider": "grows", "weight": 1 }] }),
            "cannot contain a mix of capacity providers using Auto Scaling groups and Fargate providers.",
        ),
        (
            "autoscaling",
            "CreateAutoScalingGroup",
            json!({ "AutoScalingGroupName": "x", "MinSize": 2, "MaxSize": 1 }),
            "Max bound must be greater than or equal to min bound",
        ),
        (
            "autoscaling",
            "CreateAutoScalingGroup",
            json!({ "AutoScalingGroupName": "x", "MinSize": 0, "MaxSize": 1 }),
            "Valid requests must contain either LaunchTemplate,",
        ),
        (
            "autoscaling",
            "SetDesiredCapacity",
            json!({ "AutoScalingGroupName": "grows", "DesiredCapacity": 11 }),
            "is above max value 10 for the AutoScalingGroup.",
        ),
        (
            "autoscaling",
            "DeleteAutoScalingGroup",
            json!({ "AutoScalingGroupName": "none" }),
            "AutoScalingGroup name not found",
        ),
        (
            "ec2",
            "DeleteLaunchTemplate",
            json!({ "LaunchTemplateName": "none" }),
            "At least one of the launch templates",
        ),
    ];
    for (service, operation, request, expected) in rows {
        let mut lab = Lab::new();
        lab.provider("grows", "m5.large", json!({}));
        let refusal = lab.refusal(service, operation, request);
        assert!(refusal.contains(expected), "{operation}: {refusal}");
    }
}

#[test]
fn a_provider_is_described_as_ecs_does() {
    let mut lab = Lab::new();
    lab.provider("grows", "m5.large", json!({}));
    let answer =
        lab.ok("DescribeCapacityProviders", json!({ "capacityProviders": ["grows", "FARGATE", "none"] }));
    let grows = &answer["capacityProviders"][0];
    let scaling = json!({
        "status": "ENABLED", "targetCapacity": 100, "minimumScalingStepSize": 1, "maximumScalingStepSize": 10000,
        "instanceWarmupPeriod": 300,
    });
    assert_eq!(grows["autoScalingGroupProvider"]["managedScaling"], scaling);
    assert_eq!(grows["autoScalingGroupProvider"]["managedTerminationProtection"], "DISABLED");
    assert_eq!((&grows["status"], &grows["type"]), (&json!("ACTIVE"), &json!("EC2_AUTOSCALING")));
    assert_eq!(answer["capacityProviders"][1]["type"], "FARGATE");
    assert_eq!(answer["failures"][0]["reason"], "MISSING");
    let cluster = lab.ok("DescribeClusters", json!({ "clusters": ["lab"], "include": ["ATTACHMENTS"] }));
    let kinds: Vec<_> =
        cluster["clusters"][0]["attachments"].as_array().unwrap().iter().map(|row| &row["type"]).collect();
    assert_eq!(kinds, ["as_policy", "managed_draining"]);
}

#[test]
fn no_more_than_500_tasks_of_a_cluster_wait() {
    let mut lab = Lab::new();
    lab.provider("grows", "m5.large", json!({}));
    lab.register_ec2("web", json!({}));
    let strategy = json!([{ "capacityProvider": "grows", "weight": 1 }]);
    let request = json!({
        "cluster": "lab", "serviceName": "web", "taskDefinition": "web", "desiredCount": 501,
        "capacityProviderStrategy": strategy,
    });
    lab.ok("CreateService", request);
    lab.advance(80);
    assert_eq!(lab.world().waiting_tasks.len(), 500);
    let limit = "(service web) was unable to place tasks in your cluster because the tasks provisioning capacity limit \
                 was exceeded.";
    assert!(lab.messages("web").iter().any(|message| message == limit), "{:?}", lab.messages("web"));
    let answer = lab.run_on("grows", 1);
    assert_eq!(answer["failures"].as_array().unwrap().len(), 1);
}

#[test]
fn user_data_is_read_as_the_agent_would_find_it() {
    let script = "#!/bin/bash\necho \"ECS_CLUSTER=shop\" >> /etc/ecs/ecs.config\necho ECS_ENABLE_SPOT_INSTANCE_DRAINING=true >> \
                  /etc/ecs/ecs.config\necho 'ECS_INSTANCE_ATTRIBUTES={\"stack\":\"blue\"}' >> /etc/ecs/ecs.config\n";
    for text in [script.to_owned(), base64::encode(script.as_bytes())] {
        let config = user_data::read(&text);
        assert_eq!(config.cluster.as_deref(), Some("shop"));
        assert!(config.drains_on_spot_notice);
        assert_eq!(config.attributes[0].value.as_deref(), Some("blue"));
    }
    for nothing in [
        "",
        "ECS_CLUSTER=",
        "ECS_INSTANCE_ATTRIBUTES={",
        "}ECS_INSTANCE_ATTRIBUTES=",
        "ECS_INSTANCE_ATTRIBUTES=é}",
    ] {
        assert_eq!(user_data::read(nothing), user_data::AgentConfig::default(), "{nothing}");
    }
}

#[test]
fn moments_are_written_as_activities_have_them() {
    let rows = [
        (0, "1970-01-01T00:00:00Z"),
        (951_826_154_000, "2000-02-29T12:09:14Z"),
        (1_767_607_200_000, "2026-01-05T10:00:00Z"),
        (4_107_542_399_999, "2100-02-28T23:59:59Z"),
        (4_107_542_400_000, "2100-03-01T00:00:00Z"),
    ];
    for (millis, text) in rows {
        assert_eq!(utc(millis), text);
    }
}

#[test]
fn capacity_costs_what_the_price_lists_say() {
    // A quarter vCPU and half a GB on Fargate: 0.04048 / 4 + 0.004445 / 2.
    let size = Resources { cpu_units: 256, memory_mib: 512, gpus: 0, enis: 0 };
    assert_eq!(cost::fargate_per_hour(size, CpuArchitecture::X86_64, false), 12_342);
    assert_eq!(cost::fargate_per_hour(size, CpuArchitecture::X86_64, true), 3_702);
    for (micro, text) in
        [(0, "$0"), (3_702, "$0.0037"), (96_000, "$0.096"), (1_234_567, "$1.23"), (999_999_999, "$1000.00")]
    {
        assert_eq!(dollars(micro), text);
    }
    let mut lab = Lab::new();
    let request = json!({ "cluster": "lab", "instanceType": "m5.large", "count": 2, "ready": true });
    lab.playground("LaunchInstances", request);
    lab.register_ec2("web", json!({ "cpu": 1024, "memory": 512 }));
    lab.ok("RunTask", json!({ "cluster": "lab", "taskDefinition": "web", "launchType": "EC2" }));
    lab.advance(1800);
    let cost = providers::cost(lab.world(), ClusterId(0)).expect("instances run");
    assert_eq!((cost.per_hour, cost.paid), (192_000, 96_000), "half an hour of two");
    assert_eq!(cost.idle_per_hour, 96_000 + 48_000, "all of one, and half of the other by CPU");
    lab.playground("TerminateInstance", json!({ "containerInstance": lab_instance(&lab, 0) }));
    lab.playground("TerminateInstance", json!({ "containerInstance": lab_instance(&lab, 1) }));
    lab.advance(3600);
    let cost = providers::cost(lab.world(), ClusterId(0)).expect("they were paid for");
    assert_eq!((cost.per_hour, cost.paid), (0, 96_000), "nothing more");
}

fn lab_instance(lab: &Lab, number: u32) -> String {
    lab.world().ec2_instance_id(number.into())
}

#[test]
fn a_series_keeps_what_changes() {
    let mut series = Series::default();
    for minute in 0..1000 {
        series.push(SimTime::from_secs(60 * minute), (minute / 3) as u32);
    }
    assert_eq!(series.iter().count(), 334);
    assert_eq!(series.last(), Some((SimTime::from_secs(60 * 999), 333)));
    assert!(series.iter().zip(series.iter().skip(1)).all(|((a, _), (b, _))| a < b));
}
