//! The service actions: what is refused and how, and what is given back.

use serde_json::{Value, json};

use crate::lab::{Lab, fargate_service, overlay};

/// Families: `web` and `checked` for Fargate, `host` for EC2, `gone` deregistered.
fn lab() -> Lab {
    let mut lab = Lab::new();
    lab.register_fargate("web", json!({ "portMappings": [{ "containerPort": 80, "name": "http" }] }));
    lab.register_fargate("checked", json!({ "healthCheck": { "command": ["CMD", "true"] } }));
    lab.register_ec2("host", json!({ "portMappings": [{ "containerPort": 80 }] }));
    lab.register_ec2("gone", json!({}));
    lab.ok("DeregisterTaskDefinition", json!({ "taskDefinition": "gone:1" }));
    lab
}

/// Members for EC2 with `members` on top; a null stays, to take the member away later.
fn on_ec2(members: Value) -> Value {
    both(json!({ "taskDefinition": "host", "launchType": "EC2", "networkConfiguration": null }), members)
}

fn daemon(members: Value) -> Value {
    both(on_ec2(json!({ "schedulingStrategy": "DAEMON", "desiredCount": null })), members)
}

fn both(mut first: Value, second: Value) -> Value {
    let members = second.as_object().expect("members").clone();
    first.as_object_mut().expect("members").extend(members);
    first
}

fn strategy(items: Value) -> Value {
    json!({ "launchType": null, "capacityProviderStrategy": items })
}

fn percents(minimum: u32, maximum: u32) -> Value {
    json!({ "deploymentConfiguration": { "minimumHealthyPercent": minimum, "maximumPercent": maximum } })
}

fn refusal(lab: &mut Lab, operation: &str, request: Value) -> String {
    let events = lab.world().services.len();
    let error = lab.call(operation, request.clone()).expect_err(&request.to_string());
    assert_eq!(lab.world().services.len(), events, "a refused request changes nothing");
    error.to_string()
}

#[test]
fn create_service_refuses() {
    let target_group = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/0123456789abcdef";
    let balancer = |members: Value| {
        let mut given =
            json!({ "targetGroupArn": target_group, "containerName": "app", "containerPort": 80 });
        overlay(&mut given, members);
        json!({ "loadBalancers": [given] })
    };
    let connect = |members: Value| {
        let mut given = json!({ "enabled": true, "namespace": "local" });
        overlay(&mut given, members);
        json!({ "serviceConnectConfiguration": given })
    };
    let rows: Vec<(Value, &str)> = vec![
        (json!({ "cluster": "nowhere" }), "ClusterNotFoundException: Cluster not found."),
        (json!({ "serviceName": "????" }), r"ServiceName must match ^[a-zA-Z0-9\-_]{1,255}$, but was ????"),
        (json!({ "taskDefinition": "nothing" }), "ClientException: TaskDefinition not found."),
        (json!({ "taskDefinition": "gone:1" }), "ClientException: TaskDefinition is inactive"),
        (json!({ "taskDefinition": "host" }), "Task definition does not support launch_type FARGATE."),
        (
            json!({ "capacityProviderStrategy": [{ "capacityProvider": "FARGATE", "weight": 1 }] }),
            "Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.",
        ),
        (
            strategy(json!([
                { "capacityProvider": "FARGATE", "weight": 1, "base": 1 },
                { "capacityProvider": "FARGATE_SPOT", "weight": 1, "base": 1 },
            ])),
            "There are multiple capacity providers in the specified capacity provider strategy with a base value defined",
        ),
        (
            strategy(json!([{ "capacityProvider": "FARGATE", "weight": 0 }])),
            "There are no capacity providers in the capacity provider strategy with a weight value greater than zero",
        ),
        (
            strategy(json!([{ "capacityProvider": "elsewhere", "weight": 1 }])),
            "The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster",
        ),
        (
            json!({ "networkConfiguration": null }),
            "Network Configuration must be provided when networkMode 'awsvpc' is specified.",
        ),
        (
            on_ec2(json!({ "networkConfiguration": { "awsvpcConfiguration": { "subnets": ["subnet-1"] } } })),
            "Network Configuration is not valid for the given networkMode of this task definition.",
        ),
        (
            json!({ "launchType": "EC2", "networkConfiguration":
                { "awsvpcConfiguration": { "subnets": ["subnet-1"], "assignPublicIp": "ENABLED" } } }),
            "Assign public IP is not supported for this launch type",
        ),
        (
            on_ec2(json!({ "platformVersion": "1.4.0" })),
            "The platform version must be null when specifying an EC2 launch type",
        ),
        (
            json!({ "placementConstraints": [{ "type": "distinctInstance" }] }),
            "Placement constraints are not supported with FARGATE launch type.",
        ),
        (
            json!({ "placementStrategy": [{ "type": "random" }] }),
            "Placement strategies are not supported with FARGATE launch type.",
        ),
        (
            on_ec2(json!({ "placementStrategy": vec![json!({ "type": "random" }); 6] })),
            "Maximum number of strategies is 5",
        ),
        (
            on_ec2(json!({ "placementStrategy": [{ "type": "random", "field": "cpu" }] })),
            "random field should not be specified",
        ),
        (
            on_ec2(json!({ "placementConstraints": [{ "type": "distinctInstance", "expression": "a" }] })),
            "distinctInstance expression should not be specified",
        ),
        (
            on_ec2(json!({ "placementConstraints": [{ "type": "memberOf", "expression": "attribute:" }] })),
            "Invalid placement constraint expression 'attribute:'",
        ),
        (
            daemon(json!({ "desiredCount": 0 })),
            "The daemon scheduling strategy does not support a desired count for services. Remove the desired \
             count value and try again",
        ),
        (
            daemon(percents(50, 200)),
            "The daemon scheduling strategy does not support values above 100 for maximumPercent on a \
             deployment configuration. Change the maximumPercent value to 100, and try again",
        ),
        (
            daemon(json!({ "placementStrategy": [{ "type": "random" }] })),
            "The daemon scheduling strategy does not support placement strategies",
        ),
        (
            daemon(json!({ "availabilityZoneRebalancing": "ENABLED" })),
            "Availability Zone Rebalancing does not support DAEMON services",
        ),
        (
            daemon(strategy(json!([{ "capacityProvider": "FARGATE", "weight": 1 }]))),
            "Specifying a capacity provider strategy is not supported when you create a service using the DAEMON \
             scheduling strategy.",
        ),
        (percents(101, 200), "minimumHealthyPercent must be at most 100"),
        (percents(0, 99), "maximumPercent must be at least 100"),
        (
            percents(100, 100),
            "Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments",
        ),
        (
            both(percents(50, 100), json!({ "availabilityZoneRebalancing": "ENABLED" })),
            "Availability Zone Rebalancing does not support maximumPercent <= 100%",
        ),
        (json!({ "desiredCount": null }), "desiredCount cannot be empty for a REPLICA service."),
        (
            json!({ "desiredCount": 1_000_000_000 }),
            "desiredCount 1000000000 is above the quota of 5000 tasks per service.",
        ),
        (balancer(json!({ "containerName": "x" })), "The container x does not exist in the task definition"),
        (
            balancer(json!({ "containerPort": 81 })),
            "The container app did not have a container port 81 defined.",
        ),
        (
            balancer(json!({})),
            "The target group with targetGroupArn arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/0123456789abcdef does not exist.",
        ),
        (
            balancer(json!({ "loadBalancerName": "classic" })),
            "loadBalancerName and targetGroupArn cannot both be specified",
        ),
        (
            balancer(json!({ "loadBalancerName": "classic", "targetGroupArn": null })),
            "Classic Load Balancers are not supported with Fargate",
        ),
        (
            json!({ "role": "ecsServiceRole" }),
            "IAM roles are only valid for services configured to use load balancers",
        ),
        (
            both(balancer(json!({})), json!({ "role": "ecsServiceRole" })),
            "You cannot specify an IAM role for services that require a service linked role",
        ),
        (
            json!({ "healthCheckGracePeriodSeconds": 30 }),
            "Health check grace period is only valid for services configured to use load balancers",
        ),
        (
            json!({ "deploymentController": { "type": "CODE_DEPLOY" } }),
            "When specifying the CODE_DEPLOY deployment controller type, the service requires an Application \
             Load Balancer or Network Load Balancer.",
        ),
        (json!({ "deploymentController": { "type": "EXTERNAL" } }), "TaskDefinition must be blank"),
        (connect(json!({ "namespace": null })), "Namespace is missing"),
        (
            connect(json!({ "services": [{ "portName": "x" }] })),
            "portName(x) does not refer to any named PortMapping in the container definitions",
        ),
        (
            connect(
                json!({ "services": [{ "portName": "http", "clientAliases": [{ "port": 1 }, { "port": 2 }] }] }),
            ),
            "2 clientAliases exceeds the max limit of 1",
        ),
        (
            connect(
                json!({ "services": [{ "portName": "http", "clientAliases": [{ "port": 1, "dnsName": "a b" }] }] }),
            ),
            "The DNS name that you provided is invalid",
        ),
        (
            json!({ "serviceRegistries": [{ "registryArn": "a" }, { "registryArn": "b" }] }),
            "service registries can have at most 1 items",
        ),
        (
            json!({ "volumeConfigurations": [{ "name": "v", "managedEBSVolume": { "roleArn": "r" } }] }),
            "The volume name 'v' in your request does not have a matching volume in your Task Definition",
        ),
    ];
    let mut lab = lab();
    for (members, expected) in rows {
        let mut request = fargate_service("api", "web", 1);
        overlay(&mut request, members);
        let found = refusal(&mut lab, "CreateService", request);
        let with_name = expected.contains("Exception: ");
        let wanted =
            if with_name { expected.to_owned() } else { format!("InvalidParameterException: {expected}") };
        assert!(found.starts_with(&wanted), "{found}\nis not\n{wanted}");
    }
}

#[test]
fn update_service_refuses() {
    let rows = [
        (json!({ "service": "nothing" }), "ServiceNotFoundException: Service not found."),
        (json!({ "taskDefinition": "gone:1" }), "ClientException: TaskDefinition is inactive"),
        (
            json!({ "capacityProviderStrategy": [{ "capacityProvider": "FARGATE_SPOT", "weight": 1 }] }),
            "InvalidParameterException: When switching from launch type to capacity provider strategy on an \
             existing service, or making a change to a capacity provider strategy on a service that is already \
             using one, you must force a new deployment.",
        ),
        (
            percents(100, 100),
            "InvalidParameterException: Both maximumPercent and minimumHealthyPercent cannot be 100 as this will \
             block deployments",
        ),
    ];
    let mut lab = lab();
    lab.create_web(1, json!({}));
    for (members, expected) in rows {
        let mut request = json!({ "cluster": "lab", "service": "web" });
        overlay(&mut request, members);
        assert_eq!(refusal(&mut lab, "UpdateService", request), expected);
    }
    let delete = |force| json!({ "cluster": "lab", "service": "web", "force": force });
    assert_eq!(
        refusal(&mut lab, "DeleteService", delete(false)),
        "InvalidParameterException: The service cannot be stopped while it is scaled above 0."
    );
    lab.ok("DeleteService", delete(true));
    assert_eq!(
        refusal(&mut lab, "UpdateService", json!({ "cluster": "lab", "service": "web" })),
        "ServiceNotActiveException: Service was not ACTIVE."
    );
    assert_eq!(
        refusal(&mut lab, "CreateService", fargate_service("web", "web", 1)),
        "InvalidParameterException: Unable to Start a service that is still Draining."
    );
    lab.advance(300);
    assert_eq!(
        refusal(&mut lab, "DeleteService", delete(true)),
        "ServiceNotFoundException: Service not found."
    );
}

#[test]
fn creating_twice_is_creating_once() {
    let mut lab = lab();
    let first = lab.create_web(1, json!({}));
    assert_eq!(lab.create_web(1, json!({}))["service"]["serviceArn"], first["service"]["serviceArn"]);
    assert_eq!(lab.world().services.len(), 1);
    assert_eq!(
        refusal(&mut lab, "CreateService", fargate_service("web", "web", 2)),
        "InvalidParameterException: Creation of service was not idempotent."
    );
}

#[test]
fn a_described_service_has_the_documented_members() {
    let mut lab = lab();
    lab.create_web(2, json!({ "tags": [{ "key": "env", "value": "lab" }] }));
    lab.advance(120);
    let service = lab.service("web");
    let members: Vec<&str> = service.as_object().unwrap().keys().map(String::as_str).collect();
    let expected = [
        "serviceArn",
        "serviceName",
        "clusterArn",
        "loadBalancers",
        "serviceRegistries",
        "status",
        "desiredCount",
        "runningCount",
        "pendingCount",
        "launchType",
        "platformVersion",
        "platformFamily",
        "taskDefinition",
        "deploymentConfiguration",
        "deployments",
        "roleArn",
        "events",
        "createdAt",
        "currentServiceDeployment",
        "currentServiceRevisions",
        "placementConstraints",
        "placementStrategy",
        "networkConfiguration",
        "schedulingStrategy",
        "createdBy",
        "enableECSManagedTags",
        "propagateTags",
        "enableExecuteCommand",
        "availabilityZoneRebalancing",
    ];
    assert_eq!(members, expected);
    assert_eq!(
        service["deploymentConfiguration"],
        json!({ "deploymentCircuitBreaker": { "enable": false, "rollback": false }, "maximumPercent": 200,
                "minimumHealthyPercent": 100, "strategy": "ROLLING" })
    );
    let deployment = &service["deployments"][0];
    for (member, value) in [
        ("status", json!("PRIMARY")),
        ("desiredCount", json!(2)),
        ("runningCount", json!(2)),
        ("failedTasks", json!(0)),
        ("platformVersion", json!("1.4.0")),
        ("rolloutState", json!("COMPLETED")),
    ] {
        assert_eq!(deployment[member], value, "{member}");
    }
    let id = deployment["id"].as_str().unwrap();
    assert_eq!(deployment["rolloutStateReason"], format!("ECS deployment {id} completed."));
    assert_eq!(service["createdAt"], 1_767_607_200.0);
    let request = json!({ "cluster": "lab", "services": ["web", "ghost"], "include": ["TAGS"] });
    let described = lab.ok("DescribeServices", request);
    assert_eq!(described["services"][0]["tags"], json!([{ "key": "env", "value": "lab" }]));
    assert_eq!(
        described["failures"],
        json!([{ "arn": "arn:aws:ecs:us-east-1:123456789012:service/lab/ghost", "reason": "MISSING" }])
    );
}

#[test]
fn what_begins_a_deployment() {
    let rows = [
        (json!({ "desiredCount": 3 }), 1),
        (json!({ "deploymentConfiguration": { "maximumPercent": 150 } }), 1),
        (json!({ "taskDefinition": "web:1" }), 1),
        (json!({ "enableExecuteCommand": true, "propagateTags": "SERVICE" }), 1),
        (json!({ "forceNewDeployment": true }), 2),
        (json!({ "taskDefinition": "checked" }), 2),
        (json!({ "platformVersion": "1.4.0" }), 2),
        (json!({ "networkConfiguration": { "awsvpcConfiguration": { "subnets": ["subnet-9"] } } }), 2),
        (
            json!({ "forceNewDeployment": true,
                    "capacityProviderStrategy": [{ "capacityProvider": "FARGATE_SPOT", "weight": 1 }] }),
            2,
        ),
    ];
    for (members, deployments) in rows {
        let mut lab = lab();
        lab.create_web(1, json!({}));
        lab.advance(120);
        let updated = lab.update_web(members.clone());
        let found = updated["service"]["deployments"].as_array().unwrap().len();
        assert_eq!(found, deployments, "{members}");
    }
}

#[test]
fn a_strategy_divides_the_tasks() {
    let mut lab = lab();
    let items = json!([
        { "capacityProvider": "FARGATE", "weight": 1, "base": 2 },
        { "capacityProvider": "FARGATE_SPOT", "weight": 3 },
    ]);
    lab.create_web(10, strategy(items));
    lab.advance(60);
    let tasks = lab.world().tasks.iter();
    let on_spot = tasks.filter(|(_, task)| task.capacity_provider.as_deref() == Some("FARGATE_SPOT")).count();
    assert_eq!((lab.world().tasks.len(), on_spot), (10, 6));
    let service = lab.service("web");
    assert_eq!(
        (&service["launchType"], &service["capacityProviderStrategy"][1]["weight"]),
        (&Value::Null, &json!(3))
    );
}

#[test]
fn services_are_listed_ten_to_a_page() {
    let mut lab = lab();
    for number in 0..12 {
        lab.ok("CreateService", fargate_service(&format!("web-{number}"), "web", 0));
    }
    let first = lab.ok("ListServices", json!({ "cluster": "lab" }));
    assert_eq!(first["serviceArns"].as_array().unwrap().len(), 10);
    let rest = json!({ "cluster": "lab", "nextToken": first["nextToken"] });
    let second = lab.ok("ListServices", rest);
    assert_eq!(second["serviceArns"].as_array().unwrap().len(), 2);
    assert_eq!(second.get("nextToken"), None);
    let on_ec2 = lab.ok("ListServices", json!({ "cluster": "lab", "launchType": "EC2" }));
    assert_eq!(on_ec2["serviceArns"], json!([]));
}
