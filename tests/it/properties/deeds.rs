//! What a person could do, by chance.

use proptest::prelude::*;

/// Something a person could do. What it is done to is chosen by number from what there is by then.
#[derive(Clone, Debug)]
pub enum Deed {
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

pub const SHAPES: [&str; 6] = [
    r#"{"containerDefinitions":[{"name":"app","image":"nginx:1","cpu":256,"memory":256,"portMappings":[{"containerPort":80,"hostPort":0}],"healthCheck":{"command":["CMD","x"],"interval":5,"retries":2}}]}"#,
    r#"{"containerDefinitions":[{"name":"app","image":"httpd","cpu":512,"memory":512,"portMappings":[{"containerPort":80,"hostPort":8080}]}]}"#,
    r#"{"networkMode":"awsvpc","cpu":"256","memory":"512","requiresCompatibilities":["FARGATE","EC2"],"containerDefinitions":[{"name":"app","image":"redis","portMappings":[{"containerPort":6379}]}]}"#,
    r#"{"containerDefinitions":[{"name":"app","image":"busybox","command":["sleep","20"],"memory":64,"dependsOn":[{"containerName":"init","condition":"SUCCESS"}]},{"name":"init","image":"busybox","command":["true"],"essential":false,"memory":32}]}"#,
    r#"{"containerDefinitions":[{"name":"app","image":"postgres","memory":512,"restartPolicy":{"enabled":true,"restartAttemptPeriod":60}},{"name":"log","image":"fluent/fluent-bit","memory":64,"dependsOn":[{"containerName":"app","condition":"START"}]}]}"#,
    r#"{"containerDefinitions":[{"name":"app","image":"shop/api:2","cpu":1500,"memory":3000}]}"#,
];
pub const IMAGES: [&str; 3] = ["nginx:1", "httpd", "shop/api:2"];
pub const STRATEGIES: [&str; 4] = [
    "[]",
    r#"[{"type":"binpack","field":"memory"}]"#,
    r#"[{"type":"spread","field":"attribute:ecs.availability-zone"},{"type":"binpack","field":"cpu"}]"#,
    r#"[{"type":"random"}]"#,
];
pub const HOOK: &str = "arn:aws:lambda:us-east-1:123456789012:function:check";
/// Every strategy of deployment, and everything that watches over one.
pub const DEPLOYMENTS: [&str; 8] = [
    "{}",
    "{}",
    r#"{"deploymentCircuitBreaker":{"enable":true,"rollback":true}}"#,
    r#"{"deploymentCircuitBreaker":{"enable":true,"rollback":false,"resetOnHealthyTask":false,"thresholdConfiguration":{"type":"COUNT","value":2}}}"#,
    r#"{"strategy":"BLUE_GREEN","bakeTimeInMinutes":1,"lifecycleHooks":[{"targetType":"PAUSE","lifecycleStages":["PRE_SCALE_UP"],"timeoutConfiguration":{"timeoutInMinutes":2,"action":"CONTINUE"}},{"hookTargetArn":"arn:aws:lambda:us-east-1:123456789012:function:check","roleArn":"r","lifecycleStages":["POST_SCALE_UP"]}]}"#,
    r#"{"strategy":"LINEAR","bakeTimeInMinutes":0,"linearConfiguration":{"stepPercent":40.0,"stepBakeTimeInMinutes":1},"deploymentCircuitBreaker":{"enable":true,"rollback":true}}"#,
    r#"{"strategy":"CANARY","bakeTimeInMinutes":1,"canaryConfiguration":{"canaryPercent":10.0,"canaryBakeTimeInMinutes":1},"alarms":{"alarmNames":["errors"],"enable":true,"rollback":true}}"#,
    r#"{"alarms":{"alarmNames":["errors"],"enable":true,"rollback":false},"bakeTimeInMinutes":2}"#,
];
pub const ON_INSTANCES: [&str; 6] = [
    "TerminateInstance",
    "StopInstance",
    "StartInstance",
    "RebootInstance",
    "DisconnectAgent",
    "ConnectAgent",
];

pub const PROVIDERS: [&str; 5] = ["grows", "spot", "fixed", "managed", "FARGATE_SPOT"];
pub const GROUPS: [&str; 3] = ["grows", "spot", "fixed"];
pub const CAPACITY_FAULTS: [&str; 14] = [
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

pub fn deed() -> impl Strategy<Value = Deed> {
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
