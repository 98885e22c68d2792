//! JSON 1.1: targets, bodies, responses.

use ecs_playground::model::api::wire::{decode_body, parse_target, request_id, response};
use ecs_playground::model::ecs::EcsError;
use ecs_playground::model::world::{World, WorldConfig};
use serde_json::{Value, json};

use crate::api_world::ApiWorld;

/// What a client over HTTP would get.
fn handle(world: &mut ApiWorld, target: &str, body: &str) -> (u16, Value) {
    let answer = parse_target(target).and_then(|operation| world.call(operation, decode_body(body)?));
    let response = response(&answer, request_id(world.simulation.world(), 1));
    (response.status, serde_json::from_str(&response.body).expect("the body is JSON"))
}

#[test]
fn requests_over_the_wire() {
    let ecs = |operation: &str| format!("AmazonEC2ContainerServiceV20141113.{operation}");
    let rows = [
        (ecs("ListTasks"), r#"{"cluster":"lab"}"#, 200, json!({ "taskArns": [] })),
        (
            ecs("UntagResource"),
            r#"{"resourceArn":"arn:aws:ecs:us-east-1:123456789012:cluster/lab","tagKeys":[]}"#,
            200,
            json!({}),
        ),
        (
            ecs("ListTasks"),
            "",
            400,
            json!({ "__type": "ClusterNotFoundException", "message": "Cluster not found." }),
        ),
        (
            ecs("ListTasks"),
            "[]",
            400,
            json!({ "__type": "SerializationException", "message": "Unexpected value type in payload" }),
        ),
        (
            ecs("RunTask"),
            r#"{"taskDefinition":{}}"#,
            400,
            json!({ "__type": "SerializationException", "message": "Start of structure or map found where not expected." }),
        ),
        (
            ecs("RunTask"),
            r#"{"taskDefinition":"x","tags":1}"#,
            400,
            json!({ "__type": "SerializationException", "message": "Unexpected value type in payload" }),
        ),
    ];
    for (target, body, status, expected) in rows {
        let mut world = ApiWorld::new();
        assert_eq!(handle(&mut world, &target, body), (status, expected), "{target} {body}");
    }
    let unknown = [
        "AmazonEC2ContainerServiceV20141113.MakeCoffee",
        "AmazonEC2ContainerServiceV20141113.",
        "DynamoDB_20120810.GetItem",
        "",
    ];
    for target in unknown {
        let (status, body) = handle(&mut ApiWorld::new(), target, "{}");
        assert_eq!((status, &body["__type"]), (400, &json!("UnknownOperationException")), "{target}");
    }
    for broken in ["{", "{\"a\":}", "nul", &"[".repeat(100_000), "\u{0}"] {
        let (status, body) = handle(&mut ApiWorld::new(), &ecs("RunTask"), broken);
        assert_eq!((status, &body["__type"]), (400, &json!("SerializationException")));
    }
}

#[test]
fn a_response_has_the_headers_of_the_real_one() {
    let world = World::new(WorldConfig::default());
    let answer = response(&Ok(Value::Null), request_id(&world, 3));
    assert_eq!((answer.status, answer.body.as_str()), (200, "{}"));
    let header =
        |name: &str| answer.headers.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str());
    assert_eq!(header("Content-Type"), Some("application/x-amz-json-1.1"));
    assert_eq!(header("x-amzn-RequestId"), Some(request_id(&world, 3).as_str()));
    assert_ne!(request_id(&world, 3), request_id(&world, 4));
}

#[test]
fn a_servers_fault_is_500_and_a_conflict_names_its_resources() {
    use ecs_playground::model::ecs::ExceptionName;
    let fault = response(&Err(EcsError::new(ExceptionName::ServerException, "oops")), String::new());
    assert_eq!(fault.status, 500);
    let name = ExceptionName::ConflictException;
    let conflict = EcsError { name, message: "twice".into(), resource_ids: vec!["arn".into()] };
    let body = response(&Err(conflict), String::new()).body;
    assert_eq!(body, r#"{"__type":"ConflictException","message":"twice","resourceIds":["arn"]}"#);
}
