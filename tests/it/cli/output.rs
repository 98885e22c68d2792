//! Responses and what is printed.

use super::parsed;
use ecs_playground::model::api::operations::operation;
use ecs_playground::playground::cli::Target;
use ecs_playground::playground::cli::format::{moment, response_text};
use ecs_playground::playground::cli::paging::Pages;
use ecs_playground::playground::cli::query::Query;
use ecs_playground::playground::cli::wait::Verdict;
use serde_json::{Value, json};

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

/// The pages of `letters`, two at a time, through the lines of a session.
fn listed(options: &str) -> (Value, usize) {
    let parsed = parsed(&format!("aws ecs list-clusters {options}"));
    let mut pages = Pages::of(operation("ListClusters").unwrap(), &parsed).unwrap();
    let letters = ["a", "b", "c", "d", "e"];
    for asked in 1.. {
        let request = pages.request();
        let from: usize = request["nextToken"].as_str().map_or(0, |token| token.parse().unwrap());
        let to = (from + request["maxResults"].as_u64().unwrap_or(2) as usize).min(5);
        let next = (to < 5).then(|| to.to_string());
        if !pages.take(json!({ "clusterArns": letters[from..to], "nextToken": next })) {
            return (pages.finish(), asked);
        }
    }
    unreachable!("the last page has no token")
}

#[test]
fn pages_are_joined() {
    assert_eq!(listed(""), (json!({ "clusterArns": ["a", "b", "c", "d", "e"] }), 3));
    assert_eq!(listed("--page-size 5"), (json!({ "clusterArns": ["a", "b", "c", "d", "e"] }), 1));
    // {"nextToken": "2", "boto_truncate_amount": 1}
    let token = "eyJuZXh0VG9rZW4iOiAiMiIsICJib3RvX3RydW5jYXRlX2Ftb3VudCI6IDF9";
    assert_eq!(listed("--max-items 3"), (json!({ "clusterArns": ["a", "b", "c"], "NextToken": token }), 2));
    let rest = listed(&format!("--starting-token {token}"));
    assert_eq!(rest, (json!({ "clusterArns": ["d", "e"] }), 2));
    let (even, asked) = listed("--max-items 4");
    assert_eq!((&even["clusterArns"], asked), (&json!(["a", "b", "c", "d"]), 2));
    let rest = listed(&format!("--starting-token {}", even["NextToken"].as_str().unwrap()));
    assert_eq!(rest, (json!({ "clusterArns": ["e"] }), 1));
    assert_eq!(listed("--max-items 0").0["clusterArns"], json!([]));
    assert_eq!(
        listed("--starting-token 4").0,
        json!({ "clusterArns": ["e"] }),
        "a token of the service itself"
    );
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
    let doubling = ["[@,@]"; 40].join("|");
    assert!(Query::compile(&doubling).unwrap().search(&value).is_err(), "memory is bounded");
    let keys = Query::compile("tasks[0]").unwrap().search(&value).unwrap();
    assert_eq!(keys.as_object().unwrap().keys().next().unwrap(), "arn", "members keep their order");
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
