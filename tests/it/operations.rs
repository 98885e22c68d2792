//! The table of operations: names, and the check of a request against its shape.

use ecs_playground::model::api::apis::{APIS, api};
use ecs_playground::model::api::operations::{OPERATIONS, ProblemKind, check, operation, schema_json};
use ecs_playground::model::api::shapes::{DefaultValue, Shape};
use serde_json::{Value, json};

#[test]
fn each_operation_is_found_by_both_names() {
    for service in APIS {
        for row in service.operations {
            assert_eq!(row.api, service.name, "{}", row.name);
            let found = api(row.api).unwrap();
            assert_eq!(found.operation(row.name).map(|found| found.cli), Some(row.cli));
            assert_eq!(found.operation_by_cli(row.cli).map(|found| found.name), Some(row.name));
            assert!(row.doc.ends_with('.'), "{}: the doc is a sentence", row.name);
        }
    }
    assert_eq!(APIS[0].operations.len(), OPERATIONS.len());
}

#[test]
fn each_member_is_documented_once_and_its_default_fits_its_shape() {
    for row in APIS.iter().flat_map(|api| api.operations) {
        walk(row.name, row.input);
    }
}

fn walk(path: &str, shape: &Shape) {
    match shape {
        Shape::Structure { members } => {
            for (index, member) in members.iter().enumerate() {
                let path = format!("{path}.{}", member.name);
                assert!(member.doc.ends_with('.'), "{path}: the doc is a sentence");
                assert!(members[..index].iter().all(|other| other.name != member.name), "{path}: twice");
                let default = match member.default {
                    DefaultValue::None => Value::Null,
                    DefaultValue::Text(text) => text.into(),
                    DefaultValue::Number(number) => number.into(),
                    DefaultValue::Flag(flag) => flag.into(),
                };
                assert_eq!(check(member.shape, &default), [], "{path}: default");
                walk(&path, member.shape);
            }
        }
        Shape::List { member, .. } => walk(path, member),
        Shape::Map { value } => walk(path, value),
        _ => {}
    }
}

#[test]
fn problems_of_a_request() {
    let register = operation("RegisterTaskDefinition").unwrap().input;
    let container = |members: Value| json!({ "family": "web", "containerDefinitions": [members] });
    let at = "/containerDefinitions/0";
    let wrong = |expected, got| ProblemKind::WrongType { expected, got };
    let rows: Vec<(Value, Vec<(String, ProblemKind)>)> = vec![
        (container(json!({ "name": "app", "image": "nginx", "cpu": null })), vec![]),
        (
            json!({ "family": null }),
            vec![
                (String::new(), ProblemKind::MissingRequired { name: "family" }),
                (String::new(), ProblemKind::MissingRequired { name: "containerDefinitions" }),
            ],
        ),
        (
            container(json!({ "portMapping": [] })),
            vec![(
                format!("{at}/portMapping"),
                ProblemKind::UnknownMember { did_you_mean: Some("portMappings") },
            )],
        ),
        (container(json!({ "cpu": "256" })), vec![(format!("{at}/cpu"), wrong("integer", "string"))]),
        (container(json!({ "cpu": 1.5 })), vec![(format!("{at}/cpu"), wrong("integer", "number"))]),
        (
            container(json!({ "cpu": 10_000_000_000_i64 })),
            vec![(format!("{at}/cpu"), wrong("integer", "number"))],
        ),
        (
            container(json!({ "essential": "true" })),
            vec![(format!("{at}/essential"), wrong("boolean", "string"))],
        ),
        (
            container(json!({ "dockerLabels": { "a/b": 1 } })),
            vec![(format!("{at}/dockerLabels/a~1b"), wrong("string", "number"))],
        ),
        (
            container(json!({ "healthCheck": { "interval": 301 } })),
            vec![
                (format!("{at}/healthCheck"), ProblemKind::MissingRequired { name: "command" }),
                (format!("{at}/healthCheck/interval"), ProblemKind::OutOfRange { min: 5, max: 300 }),
            ],
        ),
        (
            json!({ "family": "web", "containerDefinitions": vec![json!({}); 11] }),
            vec![("/containerDefinitions".into(), ProblemKind::TooMany { max: 10 })],
        ),
        (
            json!({ "family": "web", "containerDefinitions": [], "networkMode": "awsVpc" }),
            vec![(
                "/networkMode".into(),
                ProblemKind::NotInEnum {
                    allowed: &["bridge", "host", "awsvpc", "none"],
                    did_you_mean: Some("awsvpc"),
                },
            )],
        ),
    ];
    for (request, expected) in rows {
        let found: Vec<_> = check(register, &request).into_iter().map(|p| (p.pointer, p.kind)).collect();
        assert_eq!(found, expected, "{request}");
    }
}

#[test]
fn the_editor_gets_a_compact_schema() {
    let schema = schema_json(operation("RegisterTaskDefinition").unwrap().input);
    assert_eq!(schema["required"], json!(["family", "containerDefinitions"]));
    let container = &schema["members"]["containerDefinitions"]["member"];
    assert_eq!(container["members"]["essential"]["default"], json!(true));
    assert_eq!(
        container["members"]["healthCheck"]["members"]["interval"],
        json!({ "type": "integer", "min": 5, "max": 300, "doc": "Seconds between checks, 5 to 300.", "default": 30 })
    );
    assert_eq!(schema["members"]["networkMode"]["enum"], json!(["bridge", "host", "awsvpc", "none"]));
}
