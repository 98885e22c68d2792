//! Lines in, requests or error texts out; responses in, printed text out.

use ecs_playground::model::api::operations::{OPERATIONS, operation};
use ecs_playground::model::api::shapes::{Member, Shape};
use ecs_playground::model::ecs::EcsError;
use ecs_playground::playground::cli::complete::{Names, complete};
use ecs_playground::playground::cli::format::{moment, response_text};
use ecs_playground::playground::cli::line::{to_line, verb_to_line};
use ecs_playground::playground::cli::parse::NoFiles;
use ecs_playground::playground::cli::query::Query;
use ecs_playground::playground::cli::until::{Until, duration_ms};
use ecs_playground::playground::cli::verbs::VERBS;
use ecs_playground::playground::cli::wait::Verdict;
use ecs_playground::playground::cli::{CliError, Files, OutputFormat, Parsed, Target, parse};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

struct OneFile;

impl Files for OneFile {
    fn read(&self, name: &str) -> Option<String> {
        (name == "task-definition.json").then(|| {
            json!({ "family": "web", "containerDefinitions": [{ "name": "app", "image": "nginx" }] })
                .to_string()
        })
    }

    fn names(&self) -> Vec<String> {
        vec!["task-definition.json".into()]
    }
}

fn parsed(line: &str) -> Parsed {
    parse(line, &OneFile).unwrap_or_else(|error| panic!("{line}\n{}", error.message))
}

fn error(line: &str) -> CliError {
    parse(line, &OneFile).err().unwrap_or_else(|| panic!("{line}: no error"))
}

/// The words that name the target.
fn target(parsed: &Parsed) -> String {
    match &parsed.target {
        Target::Ecs(operation) => operation.name.to_string(),
        Target::Wait(waiter) => format!("wait {}", waiter.cli),
        Target::Playground(verb) => format!("playground {}", verb.name),
        Target::Print(_) => "print".into(),
        Target::Clear => "clear".into(),
        Target::Nothing => "nothing".into(),
    }
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
        (
            "aws ec2 describe-instances",
            252,
            "aws: error: argument command: Invalid choice, valid choices are:\n",
        ),
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
            "argument --then: must be one of run, exit, crash, leak\n",
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
fn responses_are_printed_as_the_aws_cli_prints_them() {
    let response = json!({ "tasks": [
        { "taskArn": "a", "cpu": "256", "createdAt": 1_767_608_400.123, "containers": [], "healthy": true,
          "overrides": { "containerOverrides": [{ "name": "web" }] } },
        { "taskArn": "b", "cpu": "512", "containers": [{ "name": "app", "exitCode": 0 }] },
    ], "failures": [] });
    let print = |options: &str| {
        let parsed = parsed(&format!("aws ecs describe-tasks --tasks a b {options}"));
        response_text(&parsed, "DescribeTasks", response.clone()).unwrap()
    };
    assert_eq!(
        print("--query 'tasks[0]'"),
        r#"{
    "taskArn": "a",
    "cpu": "256",
    "createdAt": "2026-01-05T10:20:00.123000+00:00",
    "containers": [],
    "healthy": true,
    "overrides": {
        "containerOverrides": [
            {
                "name": "web"
            }
        ]
    }
}
"#
    );
    assert_eq!(
        print("--output text"),
        "TASKS\t256\t2026-01-05T10:20:00.123000+00:00\tTrue\ta\nCONTAINEROVERRIDES\tweb\nTASKS\t512\t\t\tb\n\
         CONTAINERS\t0\tapp\n"
    );
    assert_eq!(
        print("--output yaml --query 'tasks[0]'"),
        "taskArn: a\ncpu: '256'\ncreatedAt: '2026-01-05T10:20:00.123000+00:00'\ncontainers: []\nhealthy: true\n\
         overrides:\n  containerOverrides:\n  - name: web\n"
    );
    assert_eq!(
        print("--output table --query 'tasks[*].{arn:taskArn,cpu:cpu}'"),
        "\
----------------
| DescribeTasks|
+------+-------+
|  arn |  cpu  |
+------+-------+
|  a   |  256  |
|  b   |  512  |
+------+-------+
"
    );
    assert_eq!(
        print("--output table --query 'tasks[1]'"),
        "\
------------------------
|     DescribeTasks    |
+-------+--------------+
|  cpu  |   taskArn    |
+-------+--------------+
|  512  |  b           |
+-------+--------------+
||     containers     ||
|+-----------+--------+|
|| exitCode  | name   ||
|+-----------+--------+|
||  0        |  app   ||
|+-----------+--------+|
"
    );
    let nothing = parsed("aws ecs tag-resource --resource-arn x --tags key=a");
    assert_eq!(response_text(&nothing, "TagResource", json!({})).unwrap(), "");
    assert_eq!(moment(1_767_225_600.0), "2026-01-01T00:00:00+00:00");
    assert_eq!(moment(951_782_399.999), "2000-02-28T23:59:59.999000+00:00");
}

#[test]
fn queries() {
    let value = json!({ "tasks": [
        { "arn": "a", "cpu": "256", "version": 5, "containers": [{ "name": "web", "up": true }, { "name": "log", "up": false }] },
        { "arn": "b", "cpu": "512", "version": 7, "containers": [] },
    ] });
    let rows = [
        ("tasks[*].arn", json!(["a", "b"])),
        ("tasks[].{v: version, a: arn}", json!([{ "v": 5, "a": "a" }, { "v": 7, "a": "b" }])),
        ("tasks[?cpu=='256'].arn | [0]", json!("a")),
        ("tasks[?version > `5`].arn", json!(["b"])),
        ("tasks[?version==`5` && cpu=='256' || arn=='z'].arn", json!(["a"])),
        ("tasks[].containers[?up].name", json!([["web"], []])),
        ("tasks[].containers[?!up].name[]", json!(["log"])),
        ("tasks[::-1].version", json!([7, 5])),
        ("tasks[-1].arn", json!("b")),
        ("tasks[9]", json!(null)),
        ("length(tasks)", json!(2)),
        ("sort_by(tasks, &version)[-1].arn", json!("b")),
        ("max_by(tasks, &version).arn", json!("b")),
        ("sum(tasks[*].version)", json!(12)),
        ("avg(tasks[*].version)", json!(6.0)),
        ("join(',', tasks[*].arn)", json!("a,b")),
        ("tasks[?contains(arn, 'a')].cpu", json!(["256"])),
        ("tasks[0].nope || 'none'", json!("none")),
        ("tasks[*].[arn, version][]", json!(["a", 5, "b", 7])),
        ("tasks[0].*|[0]", json!("a")),
    ];
    for (expression, expected) in rows {
        assert_eq!(Query::compile(expression).unwrap().search(&value), Ok(expected), "{expression}");
    }
    for broken in ["a[", "a.", "{a}", "a b", "[?a", "a[1:2:0]", "'open", &"(".repeat(500), &"a|".repeat(5000)]
    {
        assert!(Query::compile(broken).is_err(), "{broken}");
    }
    assert!(Query::compile("length(nope)").unwrap().search(&value).is_err());
    let keys = Query::compile("tasks[0]").unwrap().search(&value).unwrap();
    assert_eq!(keys.as_object().unwrap().keys().next().unwrap(), "arn", "members keep their order");
}

#[test]
fn help_and_skeletons_name_every_member() {
    for operation in OPERATIONS {
        for (line, dashes) in [("help", true), ("--generate-cli-skeleton", false)] {
            let line = format!("aws ecs {} {line}", operation.cli);
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
fn waiters_judge_responses() {
    let Target::Wait(stable) = parsed("aws ecs wait services-stable --services web").target else {
        panic!("no waiter")
    };
    assert_eq!((stable.delay_seconds, stable.max_attempts), (15, 40));
    let service = |running: u32, deployments: usize| {
        let deployments = vec![json!({}); deployments];
        json!({ "services": [{ "status": "ACTIVE", "runningCount": running, "desiredCount": 2, "deployments": deployments }] })
    };
    assert_eq!(stable.judge(&service(2, 1)), Verdict::Success);
    assert_eq!(stable.judge(&service(1, 1)), Verdict::Retry);
    assert_eq!(stable.judge(&service(2, 2)), Verdict::Retry);
    let Verdict::Failure(reason) = stable.judge(&json!({ "failures": [{ "reason": "MISSING" }] })) else {
        panic!("a missing service never becomes stable")
    };
    assert!(reason.ends_with(
        "For expression \"failures[].reason\" we matched expected path: \"MISSING\" at least once"
    ));
    let Target::Wait(running) = parsed("aws ecs wait tasks-running --tasks a").target else {
        panic!("no waiter")
    };
    assert_eq!(running.judge(&json!({ "tasks": [{ "lastStatus": "RUNNING" }] })), Verdict::Success);
    assert_eq!(running.judge(&json!({ "tasks": [{ "lastStatus": "PENDING" }] })), Verdict::Retry);
    assert!(matches!(running.judge(&json!({ "tasks": [{ "lastStatus": "STOPPED" }] })), Verdict::Failure(_)));
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

struct SomeNames;

impl Names for SomeNames {
    fn clusters(&self) -> Vec<String> {
        vec!["demo".into()]
    }
    fn services(&self, cluster: &str) -> Vec<String> {
        vec![format!("{cluster}-web")]
    }
    fn tasks(&self, _cluster: &str) -> Vec<String> {
        vec!["0123abcd".into()]
    }
    fn container_instances(&self, _cluster: &str) -> Vec<String> {
        vec!["4567cdef".into()]
    }
    fn families(&self) -> Vec<String> {
        vec!["web".into()]
    }
    fn task_definitions(&self) -> Vec<String> {
        vec!["web:1".into()]
    }
    fn images(&self) -> Vec<String> {
        vec!["nginx:1.27".into()]
    }
    fn availability_zones(&self) -> Vec<String> {
        vec!["us-east-1a".into()]
    }
    fn instance_types(&self) -> Vec<String> {
        vec!["t3.small".into()]
    }
    fn capacity_providers(&self) -> Vec<String> {
        vec!["FARGATE".into()]
    }
}

#[test]
fn completions() {
    // `^` marks the cursor; the first candidates and whether they are all.
    let rows: &[(&str, &[&str], bool)] = &[
        ("^", &["aws", "playground", "help", "clear"], true),
        ("aw^", &["aws"], true),
        ("aws ecs run^", &["run-task"], true),
        ("aws ecs wait ^", &["services-inactive", "services-stable", "tasks-running", "tasks-stopped"], true),
        ("aws ecs run-task ^", &["--task-definition", "--capacity-provider-strategy"], false),
        ("aws ecs run-task --task-definition ^", &["web", "web:1"], true),
        ("aws ecs run-task --task-definition web --task^", &[], true),
        ("aws ecs run-task --launch-type F^", &["FARGATE"], true),
        ("aws ecs describe-services --cluster demo --services ^", &["demo-web"], false),
        ("aws ecs delete-service --service default^ --force", &["default-web"], true),
        ("aws ecs list-tasks --output ^", &["json", "text", "table", "yaml"], true),
        ("aws ecs register-task-definition --cli-input-json ^", &["file://task-definition.json"], true),
        ("playground fault k^", &["kill-container"], true),
        ("playground im^", &["image"], true),
        ("playground image ^", &["set", "list", "reset"], true),
        ("playground launch-instances --instance-type ^", &["t3.small"], true),
        ("playground run-until ^", &["steady", "next-event", "+30s"], false),
        ("kubectl ^", &[], true),
    ];
    for (line, expected, all) in rows {
        let cursor = line.find('^').unwrap();
        let completion = complete(&line.replace('^', ""), cursor, &SomeNames, &OneFile);
        let texts: Vec<&str> =
            completion.candidates.iter().map(|candidate| candidate.text.as_str()).collect();
        let compared = if *all { texts.len() } else { expected.len() };
        assert_eq!(&texts[..compared.min(texts.len())], *expected, "{line}");
    }
    let whole = complete("aws ecs run", 9, &SomeNames, &NoFiles);
    assert_eq!((whole.start, whole.end), (8, 9));
}

#[test]
fn requests_and_their_lines() {
    let rows = [
        ("ListClusters", json!({}), "aws ecs list-clusters"),
        (
            "RunTask",
            json!({ "taskDefinition": "web:1", "cluster": "demo", "count": 2, "launchType": "FARGATE",
                "networkConfiguration": { "awsvpcConfiguration": { "subnets": ["subnet-a"] } } }),
            "aws ecs run-task --cluster demo --count 2 --launch-type FARGATE --network-configuration \
             'awsvpcConfiguration={subnets=[subnet-a]}' --task-definition web:1",
        ),
        (
            "StopTask",
            json!({ "task": "abc", "reason": "it's over" }),
            r"aws ecs stop-task --task abc --reason 'it'\''s over'",
        ),
        (
            "DeleteService",
            json!({ "service": "web", "force": true }),
            "aws ecs delete-service --service web --force",
        ),
        (
            "TagResource",
            json!({ "resourceArn": "arn:x", "tags": [{ "key": "team", "value": "a" }, { "key": "b", "value": "c d" }] }),
            "aws ecs tag-resource --resource-arn arn:x --tags key=team,value=a 'key=b,value=\"c d\"'",
        ),
    ];
    for (name, request, line) in rows {
        assert_eq!(to_line(operation(name).unwrap(), &request), line);
    }
}

/// Texts with everything that quoting, shorthand and JSON could trip over.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-z][a-z0-9:/.-]{0,12}",
        1 => "[ -~]{0,12}",
        1 => prop::sample::select(vec!["", "-x", "--force", "file://x", "[a", "{a", "a,b", "it's", "\"", "\\", "é\n\t", "help", "=", "#"])
            .prop_map(String::from),
    ]
}

fn request_of(shape: &'static Shape) -> BoxedStrategy<Value> {
    match shape {
        Shape::Structure { members } => {
            let members: Vec<_> = members.iter().map(member_of).collect();
            members.prop_map(|members| members.into_iter().flatten().collect::<Map<_, _>>().into()).boxed()
        }
        Shape::List { member, .. } => {
            prop::collection::vec(request_of(member), 0..3).prop_map(Value::from).boxed()
        }
        Shape::Map { value } => prop::collection::btree_map(text(), request_of(value), 0..3)
            .prop_map(|entries| entries.into_iter().collect::<Map<_, _>>().into())
            .boxed(),
        Shape::String => text().prop_map(Value::from).boxed(),
        Shape::Enum(words) => prop::sample::select(*words).prop_map(Value::from).boxed(),
        Shape::Integer { min, max } => (*min..=*max).prop_map(Value::from).boxed(),
        Shape::Long => any::<i64>().prop_map(Value::from).boxed(),
        Shape::Double | Shape::Timestamp => {
            any::<i16>().prop_map(|n| Value::from(f64::from(n) / 4.0)).boxed()
        }
        Shape::Boolean => any::<bool>().prop_map(Value::from).boxed(),
        Shape::Document => Just(json!({ "a": [1, { "b": null }], "c": "d" })).boxed(),
    }
}

fn member_of(member: &'static Member) -> BoxedStrategy<Option<(String, Value)>> {
    let value = request_of(member.shape).prop_map(|value| (member.name.to_string(), value));
    if member.required { value.prop_map(Some).boxed() } else { prop::option::weighted(0.2, value).boxed() }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn each_request_comes_back_from_its_line(
        (row, request) in prop::sample::select((0..OPERATIONS.len()).collect::<Vec<_>>())
            .prop_flat_map(|row| (Just(row), request_of(OPERATIONS[row].input)))
    ) {
        let line = to_line(&OPERATIONS[row], &request);
        let back = parse(&line, &OneFile).map_err(|error| TestCaseError::fail(format!("{line}\n{}", error.message)))?;
        prop_assert_eq!(target(&back), OPERATIONS[row].name);
        prop_assert_eq!(back.request, request, "{}", line);
    }

    #[test]
    fn each_verb_comes_back_from_its_line(
        (row, request) in prop::sample::select((0..VERBS.len()).collect::<Vec<_>>())
            .prop_flat_map(|row| (Just(row), request_of(VERBS[row].input)))
    ) {
        let has_file = request.to_string().contains("file://");
        prop_assume!(!has_file);
        let line = verb_to_line(&VERBS[row], &request);
        let back = parse(&line, &OneFile).map_err(|error| TestCaseError::fail(format!("{line}\n{}", error.message)))?;
        prop_assert_eq!(target(&back), format!("playground {}", VERBS[row].name));
        prop_assert_eq!(back.request, request, "{}", line);
    }

    #[test]
    fn no_line_breaks_the_parser(line in "(aws ecs |playground |)[ -~é\n]{0,60}", cursor in 0usize..80) {
        let _ = parse(&line, &OneFile);
        complete(&line, cursor, &SomeNames, &OneFile);
    }

    #[test]
    fn no_query_breaks_the_evaluator(expression in r#"[a-c@*&!|<>=?:.,'"`\[\](){} 0-9-]{0,24}"#) {
        if let Ok(query) = Query::compile(&expression) {
            let _ = query.search(&json!({ "a": [1, "x", { "b": [null, true] }], "b": {}, "c": 2 }));
        }
    }
}
