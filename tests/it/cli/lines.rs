//! Lines and what becomes of them.

use super::{OneFile, parsed, target};
use ecs_playground::model::api::apis::APIS;
use ecs_playground::model::ecs::EcsError;
use ecs_playground::playground::cli::until::{Until, duration_ms};
use ecs_playground::playground::cli::{CliError, OutputFormat, Target, parse};
use serde_json::{Map, Value, json};

fn error(line: &str) -> CliError {
    parse(line, &OneFile).err().unwrap_or_else(|| panic!("{line}: no error"))
}

#[test]
fn lines_and_their_requests() {
    let rows = [
        ("", "nothing", json!(null)),
        ("  # only a remark", "nothing", json!(null)),
        ("clear", "clear", json!(null)),
        ("help", "print", json!(null)),
        ("aws ecs list-clusters", "ListClusters", json!({})),
        ("aws ecs create-cluster --cluster-name demo", "CreateCluster", json!({ "clusterName": "demo" })),
        (
            "aws ecs create-cluster --cluster-name=demo # trailing",
            "CreateCluster",
            json!({ "clusterName": "demo" }),
        ),
        ("aws --region us-east-1 --no-cli-pager ecs --debug list-clusters", "ListClusters", json!({})),
        (
            "aws ecs describe-tasks --tasks a b \\\n  --cluster 'my cluster'",
            "DescribeTasks",
            json!({ "tasks": ["a", "b"], "cluster": "my cluster" }),
        ),
        (r#"aws ecs describe-tasks --tasks '["a","b"]'"#, "DescribeTasks", json!({ "tasks": ["a", "b"] })),
        (
            "aws ecs delete-service --service web --no-force",
            "DeleteService",
            json!({ "service": "web", "force": false }),
        ),
        (
            "aws ecs run-task --task-definition web --count 3 --enable-ecs-managed-tags",
            "RunTask",
            json!({ "taskDefinition": "web", "count": 3, "enableECSManagedTags": true }),
        ),
        (
            "aws ecs run-task --task-definition web --network-configuration \
             'awsvpcConfiguration={subnets=[a,b],assignPublicIp=ENABLED}'",
            "RunTask",
            json!({ "taskDefinition": "web", "networkConfiguration":
                { "awsvpcConfiguration": { "subnets": ["a", "b"], "assignPublicIp": "ENABLED" } } }),
        ),
        (
            "aws ecs run-task --task-definition web --placement-strategy type=spread,field=attribute:ecs.availability-zone \
             type=binpack,field=memory --capacity-provider-strategy capacityProvider=FARGATE,weight=1",
            "RunTask",
            json!({ "taskDefinition": "web",
                "placementStrategy": [
                    { "type": "spread", "field": "attribute:ecs.availability-zone" },
                    { "type": "binpack", "field": "memory" }
                ],
                "capacityProviderStrategy": [{ "capacityProvider": "FARGATE", "weight": 1 }] }),
        ),
        (
            "aws ecs create-service --service-name web --deployment-configuration \
             deploymentCircuitBreaker={enable=true,rollback=false},maximumPercent=150",
            "CreateService",
            json!({ "serviceName": "web", "deploymentConfiguration":
                { "deploymentCircuitBreaker": { "enable": true, "rollback": false }, "maximumPercent": 150 } }),
        ),
        (
            "aws ecs register-task-definition --cli-input-json file://task-definition.json --family other",
            "RegisterTaskDefinition",
            json!({ "family": "other", "containerDefinitions": [{ "name": "app", "image": "nginx" }] }),
        ),
        ("aws ecs stop-task --task t --reason=-oops", "StopTask", json!({ "task": "t", "reason": "-oops" })),
        (
            "aws ecs stop-task --task t --reason \"it's \\\"bad\\\"\"",
            "StopTask",
            json!({ "task": "t", "reason": "it's \"bad\"" }),
        ),
        (
            "aws ecs wait services-stable --services web",
            "wait services-stable",
            json!({ "services": ["web"] }),
        ),
        ("aws ecs run-task --generate-cli-skeleton", "print", json!(null)),
        ("aws ecs run-task help", "print", json!(null)),
        ("aws ecs wait help", "print", json!(null)),
        ("playground help", "print", json!(null)),
        ("playground image set help", "print", json!(null)),
        ("+90s", "playground advance", json!({ "by": "+90s" })),
        ("playground run-until steady", "playground run-until", json!({ "until": "steady" })),
        ("playground seed 42", "playground seed", json!({ "seed": 42 })),
        (
            "playground launch-instances --cluster demo --instance-type t3.small --count 3 --attributes name=rack,value=r1",
            "playground launch-instances",
            json!({ "cluster": "demo", "instanceType": "t3.small", "count": 3,
                "attributes": [{ "name": "rack", "value": "r1" }] }),
        ),
        (
            "playground image set --image nginx:1.27 --then crash --mean-seconds 60",
            "playground image set",
            json!({ "image": "nginx:1.27", "then": "crash", "meanSeconds": 60 }),
        ),
        (
            "playground fault kill-container --task abc --container app --exit-code 137",
            "playground fault kill-container",
            json!({ "task": "abc", "container": "app", "exitCode": 137 }),
        ),
    ];
    for (line, name, request) in rows {
        let parsed = parsed(line);
        assert_eq!((target(&parsed).as_str(), &parsed.request), (name, &request), "{line}");
    }
}

#[test]
fn options_beside_the_request() {
    let line = "aws ecs list-tasks --output text --query 'taskArns[0]' --max-items 5 --page-size 2 --starting-token x";
    let all = parsed(line);
    assert_eq!((all.output, all.query.as_deref()), (OutputFormat::Text, Some("taskArns[0]")));
    assert_eq!((all.max_items, all.page_size, all.starting_token.as_deref()), (Some(5), Some(2), Some("x")));
    assert!(all.paginate);
    assert!(!parsed("aws ecs list-tasks --no-paginate").paginate);
    assert!(
        !parsed("aws ecs list-tasks --max-results 5").paginate,
        "asking for a page turns joining pages off"
    );
}

#[test]
fn lines_and_their_errors() {
    const USAGE: &str = "\nusage: aws [options] <command> <subcommand> [<subcommand> ...] [parameters]\n";
    let rows = [
        ("kubectl get pods", 127, "sh: kubectl: command not found."),
        ("aws ecs list-clusters | jq .", 2, "sh: syntax error near unexpected token `|' (column 23)"),
        ("aws ecs stop-task --reason 'oops", 2, "sh: no closing quotation (column 28)"),
        ("aws", 252, "aws: error: the following arguments are required: command\n"),
        ("aws ecs", 252, "aws: error: the following arguments are required: operation\n"),
        ("aws s3 ls", 252, "aws: error: argument command: Invalid choice, valid choices are:\n"),
        ("aws ecs run-tsk", 252, "Invalid choice: 'run-tsk', maybe you meant:\n\n  * run-task\n"),
        ("aws ecs wait service-stable", 252, "maybe you meant:\n\n  * services-stable\n"),
        ("aws ecs delete-cluster", 252, "aws: error: the following arguments are required: --cluster\n"),
        (
            "aws ecs update-container-instances-state",
            252,
            "aws: error: the following arguments are required: --container-instances, --status\n",
        ),
        ("aws ecs run-task --task-definition a --bogus 1", 252, "\nUnknown options: --bogus, 1\n"),
        ("aws ecs delete-service --service a b", 252, "\nUnknown options: b\n"),
        (
            "aws ecs run-task --count --task-definition a",
            252,
            "aws: error: argument --count: expected one argument\n",
        ),
        (
            "aws ecs delete-service --service x --force=1",
            252,
            "aws: error: argument --force: ignored explicit argument '1'\n",
        ),
        (
            "aws ecs list-tasks --max-items x",
            252,
            "aws: error: argument --max-items: invalid int value: 'x'\n",
        ),
        (
            "aws ecs list-tasks --output yml",
            252,
            "aws: error: argument --output: Invalid choice, valid choices are:\n",
        ),
        (
            "aws ecs list-tasks --query 'a['",
            252,
            "\nBad value for --query a[: Invalid jmespath expression: Incomplete expression:\n\"a[\"\n   ^\n",
        ),
        (
            "aws ecs run-task --task-definition a --count x",
            255,
            "\ninvalid literal for int() with base 10: 'x'\n",
        ),
        (
            "aws ecs run-task --task-definition a --network-configuration 'awsvpcConfiguration={subnets=[a],foo=c}'",
            252,
            "\nParameter validation failed:\nUnknown parameter in networkConfiguration.awsvpcConfiguration: \"foo\", must be \
             one of: subnets, securityGroups, assignPublicIp\n",
        ),
        (
            "aws ecs run-task --task-definition a --network-configuration 'awsvpcConfiguration={subnets=[a,b'",
            252,
            "\nError parsing parameter '--network-configuration': Expected: ',', received: 'EOF' for input:\n",
        ),
        (
            "aws ecs run-task --task-definition a --tags key=a,key=b",
            252,
            "\nError parsing parameter '--tags': Second instance of key \"key\" encountered for input:\nkey=a,key=b\n      \
             ^\nThis is often because there is a preceding \",\" instead of a space.\n",
        ),
        (
            "aws ecs run-task --task-definition a --tags key=a,value",
            252,
            "\nParameter validation failed:\nInvalid type for parameter tags[0].key, value: ['a', 'value'], type: \
             <class 'list'>, valid types: <class 'str'>\n",
        ),
        (
            r#"aws ecs run-task --cli-input-json '{"x":1}'"#,
            252,
            "\nParameter validation failed:\nMissing required parameter in input: \"taskDefinition\"\nUnknown parameter in \
             input: \"x\", must be one of: capacityProviderStrategy, cluster, count,",
        ),
        (
            r#"aws ecs register-task-definition --family x --container-definitions '[{"memory":"12","portMappings":{}}]'"#,
            252,
            "Invalid type for parameter containerDefinitions[0].memory, value: 12, type: <class 'str'>, valid types: \
             <class 'int'>\nInvalid type for parameter containerDefinitions[0].portMappings, value: OrderedDict(), type: \
             <class 'collections.OrderedDict'>, valid types: <class 'list'>, <class 'tuple'>\n",
        ),
        (
            "aws ecs run-task --cli-input-json file://nope.json",
            252,
            "\nError parsing parameter '--cli-input-json': Unable to load paramfile file://nope.json: [Errno 2] No such \
             file or directory: 'nope.json'\n",
        ),
        (
            &format!("aws ecs tag-resource --resource-arn x --tags key={}", "[".repeat(9999)),
            252,
            "nested too deeply",
        ),
        (
            &format!("aws ecs tag-resource --resource-arn x --tags '{}'", "[".repeat(9999)),
            252,
            "Invalid JSON: ",
        ),
        ("aws ecs describe-tasks --tasks '[a]'", 252, "\nError parsing parameter '--tasks': Invalid JSON: "),
        ("playground", 252, "playground: error: the following arguments are required: verb\n"),
        (
            "playground fault",
            252,
            "the following arguments are required: one of kill-container, oom-container,",
        ),
        ("playground fault kill-conteiner", 252, "maybe you meant:\n\n  * kill-container\n"),
        (
            "playground image set --image x --then dance",
            252,
            "argument --then: must be one of run, exit, crash, leak, cannotStart\n",
        ),
        ("playground launch-instances --count 0", 252, "argument --count: must be from 1 to 5000\n"),
        ("playground advance 30s 40s", 252, "\nUnknown options: 30s, 40s\n"),
    ];
    for (line, exit_code, text) in rows {
        let found = error(line);
        assert_eq!(found.exit_code, exit_code, "{line}\n{}", found.message);
        assert!(found.message.contains(text), "{line}\nexpected: {text}\nfound: {}", found.message);
    }
    assert!(error("aws ecs").message.starts_with(USAGE));
    assert_eq!(
        CliError::service("CreateService", &EcsError::cluster_not_found()),
        CliError {
            exit_code: 254,
            message: "\nAn error occurred (ClusterNotFoundException) when calling the CreateService operation: Cluster not \
                      found.\n"
                .into(),
        }
    );
}

#[test]
fn help_and_skeletons_name_every_member() {
    for operation in APIS.iter().flat_map(|api| api.operations) {
        for (line, dashes) in [("help", true), ("--generate-cli-skeleton", false)] {
            let line = format!("aws {} {} {line}", operation.api, operation.cli);
            let Target::Print(text) = parsed(&line).target else { panic!("{line}: prints nothing") };
            if !dashes {
                let skeleton: Value = serde_json::from_str(&text).unwrap();
                let members = operation.input.members().len();
                assert_eq!(skeleton.as_object().map(Map::len), Some(members), "{line}");
            }
            assert!(text.len() > 2, "{line}");
        }
    }
    let Target::Print(text) = parsed("aws ecs run-task help").target else { panic!("prints nothing") };
    assert!(text.contains("    --enable-ecs-managed-tags (boolean)\n"), "{text}");
}

#[test]
fn moments_and_durations() {
    let rows = [
        ("30s", Some(30_000)),
        ("+30s", Some(30_000)),
        ("1h30m", Some(5_400_000)),
        ("250ms", Some(250)),
        ("2d", Some(172_800_000)),
        ("", None),
        ("+", None),
        ("30", None),
        ("s", None),
        ("5 m", None),
        ("99999999999999999999d", None),
        ("400d", None),
    ];
    for (text, expected) in rows {
        assert_eq!(duration_ms(text), expected, "{text}");
    }
    assert_eq!(Until::parse("steady"), Some(Until::Steady));
    assert_eq!(Until::parse("next-event"), Some(Until::NextEvent));
    assert_eq!(Until::parse("14:30:05"), Some(Until::TimeOfDay { seconds: 52_205 }));
    assert_eq!(Until::parse("25:00:00"), None);
    assert_eq!(Until::parse("+5m"), Some(Until::After { milliseconds: 300_000 }));
}

#[test]
fn files_are_listed_and_printed() {
    let printed = |line: &str| match parsed(line).target {
        Target::Print(text) => text,
        other => panic!("{line}: {other:?}"),
    };
    assert_eq!(printed("ls"), "task-definition.json\n");
    assert!(printed("cat task-definition.json").contains("\"web\""));
    let missing = error("cat nothing.json");
    assert_eq!(
        (missing.exit_code, missing.message.as_str()),
        (1, "cat: nothing.json: No such file or directory\n")
    );
}
