//! Tasks: run, start, stop, describe, list.

use serde_json::{Value, json};

use crate::api_world::{ApiWorld, golden, network};

fn run(world: &mut ApiWorld, definition: &str, more: Value) -> Value {
    let mut request = json!({ "cluster": "lab", "taskDefinition": definition });
    for (name, value) in more.as_object().into_iter().flatten() {
        request[name] = value.clone();
    }
    world.ok("RunTask", request)
}

fn describe(world: &mut ApiWorld, arn: &Value) -> Value {
    world.ok("DescribeTasks", json!({ "cluster": "lab", "tasks": [arn] }))
}

#[test]
fn tasks_are_described_member_by_member() {
    let mut world = ApiWorld::with_definitions();
    let network = network(&world);
    let bridge = run(&mut world, "web", json!({ "startedBy": "me", "tags": [{ "key": "a", "value": "b" }] }));
    let own = run(&mut world, "own", json!({ "networkConfiguration": network }));
    let far = run(&mut world, "far", json!({ "launchType": "FARGATE", "networkConfiguration": network }));
    golden("task_ec2_bridge_started", &bridge);
    golden("task_fargate_started", &far);
    world.advance(120);
    for (name, answer) in [("ec2_bridge", &bridge), ("ec2_awsvpc", &own), ("fargate", &far)] {
        let running = describe(&mut world, &answer["tasks"][0]["taskArn"]);
        assert_eq!(running["tasks"][0]["lastStatus"], "RUNNING", "{name}");
        golden(&format!("task_{name}_running"), &running);
    }
    let stopped = &bridge["tasks"][0]["taskArn"];
    world.ok("StopTask", json!({ "cluster": "lab", "task": stopped, "reason": "enough" }));
    world.advance(60);
    golden("task_ec2_bridge_stopped", &describe(&mut world, stopped));
}

/// The members of a RUNNING Fargate task, as section 6 of the facts shows them.
#[test]
fn a_running_fargate_task_has_the_members_of_the_real_one() {
    let mut world = ApiWorld::with_definitions();
    let network = network(&world);
    let started = run(
        &mut world,
        "far",
        json!({ "launchType": "FARGATE", "networkConfiguration": network, "startedBy": "x" }),
    );
    world.advance(120);
    let running = describe(&mut world, &started["tasks"][0]["taskArn"]);
    let members = |value: &Value| {
        let mut names: Vec<String> =
            value.as_object().into_iter().flat_map(|all| all.keys().cloned()).collect();
        names.sort();
        names.join(" ")
    };
    assert_eq!(
        members(&running["tasks"][0]),
        "attachments attributes availabilityZone clusterArn connectivity connectivityAt containers cpu createdAt \
         desiredStatus enableExecuteCommand ephemeralStorage fargateEphemeralStorage group healthStatus lastStatus \
         launchType memory overrides platformFamily platformVersion pullStartedAt pullStoppedAt startedAt startedBy \
         tags taskArn taskDefinitionArn version"
    );
    assert_eq!(
        members(&running["tasks"][0]["containers"][0]),
        "containerArn cpu healthStatus image imageDigest lastStatus name networkBindings networkInterfaces runtimeId \
         taskArn"
    );
}

#[test]
fn overrides_change_what_a_task_reserves() {
    let mut world = ApiWorld::with_definitions();
    let overrides = json!({ "containerOverrides": [{ "name": "web", "cpu": 1024, "memory": 1000 }] });
    let answer = run(&mut world, "web", json!({ "overrides": overrides }));
    let task = &answer["tasks"][0];
    assert_eq!((&task["cpu"], &task["memory"]), (&json!("1024"), &json!("1000")));
    assert_eq!(task["overrides"]["containerOverrides"], overrides["containerOverrides"]);
}

#[test]
fn tasks_without_a_place_are_failures() {
    let mut world = ApiWorld::with_definitions();
    let large = json!({ "containerOverrides": [{ "name": "web", "memory": 3000 }] });
    let answer = run(&mut world, "web", json!({ "count": 5, "overrides": large }));
    assert_eq!(answer["tasks"].as_array().map(Vec::len), Some(3));
    let failures = answer["failures"].as_array().expect("failures");
    assert_eq!(failures.len(), 2, "one for each task without a place");
    assert!(failures.iter().all(|failure| failure["reason"] == "RESOURCE:MEMORY"), "{failures:?}");
    let arn = failures[0]["arn"].as_str().expect("the container instance that came closest");
    assert!(arn.contains(":container-instance/lab/"), "{arn}");
}

#[test]
fn a_strategy_divides_the_tasks() {
    let mut world = ApiWorld::with_definitions();
    let strategy = json!([
        { "capacityProvider": "FARGATE", "base": 1, "weight": 1 },
        { "capacityProvider": "FARGATE_SPOT", "weight": 2 },
    ]);
    let network = network(&world);
    let more = json!({ "count": 4, "capacityProviderStrategy": strategy, "networkConfiguration": network });
    let answer = run(&mut world, "far", more);
    let tasks = answer["tasks"].as_array().expect("tasks");
    let providers: Vec<_> = tasks.iter().filter_map(|task| task["capacityProviderName"].as_str()).collect();
    assert_eq!(providers, ["FARGATE", "FARGATE", "FARGATE_SPOT", "FARGATE_SPOT"]);
    assert!(tasks.iter().all(|task| task["launchType"] == "FARGATE"));
}

#[test]
fn the_clusters_default_strategy_counts_when_nothing_is_said() {
    let mut world = ApiWorld::with_definitions();
    let strategy = json!([{ "capacityProvider": "FARGATE_SPOT", "weight": 1 }]);
    let request = json!({
        "cluster": "lab", "capacityProviders": ["FARGATE_SPOT"], "defaultCapacityProviderStrategy": strategy,
    });
    world.ok("PutClusterCapacityProviders", request);
    let network = network(&world);
    let answer = run(&mut world, "far", json!({ "networkConfiguration": network }));
    assert_eq!(answer["tasks"][0]["capacityProviderName"], "FARGATE_SPOT");
    let answer = run(&mut world, "web", json!({ "launchType": "EC2" }));
    assert_eq!(answer["tasks"][0].get("capacityProviderName"), None);
}

#[test]
fn a_client_token_starts_tasks_once() {
    let mut world = ApiWorld::with_definitions();
    let first = run(&mut world, "web", json!({ "clientToken": "t1" }));
    let again = run(&mut world, "web", json!({ "clientToken": "t1" }));
    assert_eq!(first["tasks"][0]["taskArn"], again["tasks"][0]["taskArn"]);
    let other = json!({ "cluster": "lab", "taskDefinition": "web", "clientToken": "t1", "count": 2 });
    let refusal = world.refused("RunTask", other);
    assert!(refusal.starts_with("ConflictException: "), "{refusal}");
}

#[test]
fn tags_come_from_the_request_and_the_task_definition() {
    let mut world = ApiWorld::with_definitions();
    let more = json!({
        "propagateTags": "TASK_DEFINITION", "enableECSManagedTags": true, "tags": [{ "key": "a", "value": "b" }],
    });
    let answer = run(&mut world, "web", more);
    let tag = |key: &str, value: &str| json!({ "key": key, "value": value });
    let expected = json!([tag("team", "shop"), tag("a", "b"), tag("aws:ecs:clusterName", "lab")]);
    assert_eq!(answer["tasks"][0]["tags"], expected);
    let arn = &answer["tasks"][0]["taskArn"];
    assert_eq!(describe(&mut world, arn)["tasks"][0]["tags"], json!([]));
    let request = json!({ "cluster": "lab", "tasks": [arn], "include": ["TAGS"] });
    assert_eq!(world.ok("DescribeTasks", request)["tasks"][0]["tags"], expected);
}

#[test]
fn start_task_checks_and_never_chooses() {
    let mut world = ApiWorld::with_definitions();
    let instance = world.instance_arn(1);
    let request = |instances: Value| json!({ "cluster": "lab", "taskDefinition": "web", "containerInstances": instances });
    let answer = world.ok("StartTask", request(json!([instance, "0123456789abcdef0123456789abcdef"])));
    assert_eq!(answer["tasks"][0]["containerInstanceArn"], json!(instance));
    let missing =
        "arn:aws:ecs:us-east-1:123456789012:container-instance/lab/0123456789abcdef0123456789abcdef";
    assert_eq!(answer["failures"], json!([{ "arn": missing, "reason": "MISSING" }]));
    let mut large = request(json!([instance]));
    large["overrides"] = json!({ "containerOverrides": [{ "name": "web", "cpu": 2000 }] });
    let answer = world.ok("StartTask", large);
    assert_eq!(answer["failures"], json!([{ "arn": instance, "reason": "RESOURCE:CPU" }]));
    let refusal = world.refused("StartTask", request(json!([])));
    assert_eq!(refusal, "InvalidParameterException: Container instances cannot be empty.");
}

#[test]
fn stopped_tasks_are_described_for_an_hour() {
    let mut world = ApiWorld::with_definitions();
    let task = world.one_task(json!({ "cluster": "lab", "taskDefinition": "web" }));
    world.advance(60);
    let stopped = world.ok("StopTask", json!({ "cluster": "lab", "task": task }));
    assert_eq!(stopped["task"]["desiredStatus"], "STOPPED");
    assert_eq!(stopped["task"]["stopCode"], "UserInitiated");
    assert_eq!(stopped["task"]["stoppedReason"], "Task stopped by user");
    world.advance(120);
    let again = world.ok("StopTask", json!({ "cluster": "lab", "task": task }));
    assert_eq!(again["task"]["lastStatus"], "STOPPED");
    world.advance(3_400);
    assert_eq!(describe(&mut world, &json!(task))["tasks"][0]["lastStatus"], "STOPPED");
    world.advance(400);
    let failure = json!([{ "arn": task, "reason": "MISSING" }]);
    assert_eq!(describe(&mut world, &json!(task)), json!({ "tasks": [], "failures": failure }));
    let refusal = world.refused("StopTask", json!({ "cluster": "lab", "task": task }));
    assert_eq!(refusal, "InvalidParameterException: The referenced task was not found.");
}

#[test]
fn lists_are_filtered() {
    let mut world = ApiWorld::with_definitions();
    let network = network(&world);
    let arn = |answer: &Value| answer["tasks"][0]["taskArn"].as_str().unwrap_or_default().to_owned();
    let first = run(&mut world, "web", json!({ "startedBy": "me" }));
    let second = arn(&run(&mut world, "own", json!({ "networkConfiguration": network })));
    let third =
        arn(&run(&mut world, "far", json!({ "launchType": "FARGATE", "networkConfiguration": network })));
    let on = first["tasks"][0]["containerInstanceArn"].clone();
    let first = arn(&first);
    world.advance(60);
    world.ok("StopTask", json!({ "cluster": "lab", "task": second }));
    let rows = [
        (json!({}), vec![&first, &third]),
        (json!({ "desiredStatus": "STOPPED" }), vec![&second]),
        (json!({ "desiredStatus": "PENDING" }), vec![]),
        (json!({ "family": "far" }), vec![&third]),
        (json!({ "startedBy": "me" }), vec![&first]),
        (json!({ "launchType": "FARGATE" }), vec![&third]),
        (json!({ "containerInstance": on }), vec![&first]),
        (json!({ "maxResults": 100, "family": "none" }), vec![]),
    ];
    for (mut request, expected) in rows {
        request["cluster"] = json!("lab");
        let shown = request.to_string();
        assert_eq!(world.ok("ListTasks", request), json!({ "taskArns": expected }), "{shown}");
    }
    let page = world.ok("ListTasks", json!({ "cluster": "lab", "maxResults": 1 }));
    let rest = world.ok("ListTasks", json!({ "cluster": "lab", "nextToken": page["nextToken"] }));
    assert_eq!((&page["taskArns"], &rest["taskArns"]), (&json!([first]), &json!([third])));
}

#[test]
fn refusals() {
    let mut world = ApiWorld::with_definitions();
    world.ok("RegisterTaskDefinition", crate::api_world::web());
    world.ok("DeregisterTaskDefinition", json!({ "taskDefinition": "web:2" }));
    let awsvpc = network(&world);
    let public = json!({ "awsvpcConfiguration": { "subnets": ["subnet-1"], "assignPublicIp": "ENABLED" } });
    let web = |more: Value| with(json!({ "cluster": "lab", "taskDefinition": "web:1" }), more);
    let own = |more: Value| with(json!({ "cluster": "lab", "taskDefinition": "own" }), more);
    let far = |more: Value| {
        let base = json!({ "cluster": "lab", "taskDefinition": "far", "launchType": "FARGATE", "networkConfiguration": awsvpc });
        with(base, more)
    };
    let invalid = "InvalidParameterException: ";
    let rows = [
        ("RunTask", web(json!({ "cluster": "nope" })), "ClusterNotFoundException: Cluster not found."),
        ("RunTask", web(json!({ "taskDefinition": "nope" })), "ClientException: TaskDefinition not found."),
        ("RunTask", web(json!({ "taskDefinition": "web:2" })), "ClientException: TaskDefinition is inactive"),
        (
            "RunTask",
            json!({ "cluster": "lab" }),
            "InvalidParameterException: TaskDefinition cannot be empty.",
        ),
        (
            "RunTask",
            web(json!({ "count": 11 })),
            "InvalidParameterException: count must be between 1 and 10.",
        ),
        ("RunTask", web(json!({ "count": 0 })), "InvalidParameterException: count must be between 1 and 10."),
        ("RunTask", web(json!({ "count": 1e9 })), "SerializationException: "),
        (
            "RunTask",
            web(json!({ "count": 10_000_000_000_u64 })),
            "SerializationException: NUMBER_VALUE can not be converted to an Integer",
        ),
        (
            "RunTask",
            web(json!({ "count": "2" })),
            "SerializationException: STRING_VALUE can not be converted to an Integer",
        ),
        (
            "RunTask",
            web(json!({ "cluster": "empty" })),
            "InvalidParameterException: No Container Instances were found in your cluster.",
        ),
        (
            "RunTask",
            web(json!({ "launchType": "FARGATE" })),
            "InvalidParameterException: Task definition does not support launch_type FARGATE.",
        ),
        (
            "RunTask",
            own(json!({})),
            "InvalidParameterException: Network Configuration must be provided when networkMode 'awsvpc' is specified.",
        ),
        (
            "RunTask",
            web(json!({ "networkConfiguration": public })),
            "InvalidParameterException: Network Configuration is not valid for the given networkMode of this task definition.",
        ),
        (
            "RunTask",
            own(json!({ "networkConfiguration": public })),
            "InvalidParameterException: Assign public IP is not supported for this launch type",
        ),
        (
            "RunTask",
            web(json!({ "platformVersion": "LATEST" })),
            "InvalidParameterException: The platform version must be null when specifying an EC2 launch type",
        ),
        ("RunTask", far(json!({ "platformVersion": "9.9.9" })), "PlatformUnknownException: "),
        (
            "RunTask",
            far(json!({ "placementConstraints": [{ "type": "distinctInstance" }] })),
            "InvalidParameterException: Placement constraints are not supported with FARGATE launch type.",
        ),
        (
            "RunTask",
            far(json!({ "placementStrategy": [{ "type": "random" }] })),
            "InvalidParameterException: Placement strategies are not supported with FARGATE launch type.",
        ),
        (
            "RunTask",
            web(json!({ "placementStrategy": vec![json!({ "type": "random" }); 6] })),
            "InvalidParameterException: Maximum number of strategies is 5",
        ),
        (
            "RunTask",
            web(json!({ "placementStrategy": [{ "type": "random", "field": "cpu" }] })),
            "InvalidParameterException: random field should not be specified",
        ),
        (
            "RunTask",
            web(json!({ "placementConstraints": [{ "type": "distinctInstance", "expression": "x" }] })),
            "InvalidParameterException: distinctInstance expression should not be specified",
        ),
        (
            "RunTask",
            web(json!({ "placementConstraints": [{ "type": "memberOf", "expression": "attribute:x ==" }] })),
            "InvalidParameterException: Invalid placement constraint expression 'attribute:x ==': ",
        ),
        (
            "RunTask",
            far(json!({ "capacityProviderStrategy": [{ "capacityProvider": "FARGATE", "weight": 1 }] })),
            "InvalidParameterException: Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.",
        ),
        (
            "RunTask",
            own(
                json!({ "networkConfiguration": awsvpc, "capacityProviderStrategy": [{ "capacityProvider": "asg", "weight": 1 }] }),
            ),
            "InvalidParameterException: The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster",
        ),
        (
            "RunTask",
            web(json!({ "overrides": { "containerOverrides": [{ "name": "db" }] } })),
            "InvalidParameterException: Override for container named db is not a container in the TaskDefinition.",
        ),
        (
            "RunTask",
            far(json!({ "overrides": { "cpu": "1024", "memory": "1024" } })),
            "ClientException: No Fargate configuration exists for given values: 1024 CPU, 1024 memory.",
        ),
        (
            "RunTask",
            web(json!({ "overrides": { "cpu": "lots" } })),
            "ClientException: Invalid 'cpu' setting for task.",
        ),
        (
            "RunTask",
            web(
                json!({ "overrides": { "containerOverrides": [{ "name": "web", "command": ["x".repeat(9_000)] }] } }),
            ),
            "InvalidParameterException: Overrides can have at most 8192 characters.",
        ),
        ("RunTask", web(json!({ "startedBy": "x".repeat(129) })), invalid),
        (
            "RunTask",
            web(json!({ "propagateTags": "SERVICE" })),
            "InvalidParameterException: 'SERVICE' is not a valid value for 'propagateTags'.",
        ),
        (
            "RunTask",
            web(json!({ "enableExecuteCommand": true })),
            "InvalidParameterException: The execute command failed because a valid task role is not being used.",
        ),
        ("RunTask", web(json!({ "tags": [{ "key": "aws:x", "value": "" }] })), invalid),
        (
            "RunTask",
            web(json!({ "volumeConfigurations": [{ "name": "v" }] })),
            "InvalidParameterException: The volume name 'v' in your request does not have a matching volume in your Task Definition",
        ),
        ("RunTask", web(json!({ "launchType": "EXTERNAL" })), "UnsupportedFeatureException: "),
        (
            "DescribeTasks",
            json!({ "cluster": "lab", "tasks": [] }),
            "InvalidParameterException: Tasks cannot be empty.",
        ),
        ("DescribeTasks", json!({ "cluster": "lab" }), "InvalidParameterException: Tasks cannot be empty."),
        ("DescribeTasks", json!({ "cluster": "lab", "tasks": vec!["x"; 101] }), invalid),
        (
            "StopTask",
            json!({ "cluster": "lab", "task": "x" }),
            "InvalidParameterException: The referenced task was not found.",
        ),
        (
            "ListTasks",
            json!({ "cluster": "lab", "startedBy": "me", "family": "web" }),
            "InvalidParameterException: startedBy must be the only filter.",
        ),
        (
            "ListTasks",
            json!({ "cluster": "lab", "serviceName": "nope" }),
            "ServiceNotFoundException: Service not found.",
        ),
        ("ListTasks", json!({ "cluster": "lab", "containerInstance": "nope" }), invalid),
    ];
    let tasks = world.simulation.world().tasks.len();
    for (operation, request, expected) in rows {
        let shown = request.to_string();
        let refusal = world.refused(operation, request);
        assert!(refusal.starts_with(expected), "{operation} {:.200}: {refusal}", shown);
    }
    assert_eq!(world.simulation.world().tasks.len(), tasks, "refused requests start nothing");
}

fn with(mut base: Value, more: Value) -> Value {
    for (name, value) in more.as_object().into_iter().flatten() {
        base[name] = value.clone();
    }
    base
}
