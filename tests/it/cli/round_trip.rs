//! Requests become lines and come back, and nothing a person types breaks the parsers.

use super::{OneFile, SomeNames, target};
use ecs_playground::model::api::apis::APIS;
use ecs_playground::model::api::operations::Operation;
use ecs_playground::model::api::shapes::{Member, Shape};
use ecs_playground::playground::cli::complete::complete;
use ecs_playground::playground::cli::line::{to_line, verb_to_line};
use ecs_playground::playground::cli::parse;
use ecs_playground::playground::cli::query::Query;
use ecs_playground::playground::cli::verbs::VERBS;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

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
        (
            "RegisterScalableTarget",
            json!({ "ServiceNamespace": "ecs", "ResourceId": "a", "ScalableDimension": "d", "Tags": { "-x": "a" } }),
            "aws application-autoscaling register-scalable-target --service-namespace ecs --resource-id a \
             --scalable-dimension d --tags '{\"-x\":\"a\"}'",
        ),
    ];
    for (name, request, line) in rows {
        let row = operations().into_iter().find(|row| row.name == name).unwrap();
        assert_eq!(to_line(row, &request), line);
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

fn operations() -> Vec<&'static Operation> {
    APIS.iter().flat_map(|api| api.operations).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn each_request_comes_back_from_its_line(
        (row, request) in (0..operations().len())
            .prop_flat_map(|row| (Just(operations()[row]), request_of(operations()[row].input)))
    ) {
        let line = to_line(row, &request);
        let back = parse(&line, &OneFile).map_err(|error| TestCaseError::fail(format!("{line}\n{}", error.message)))?;
        prop_assert_eq!(target(&back), row.name);
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
