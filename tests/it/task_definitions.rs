//! Registering task definitions: one case a rule, in `task_definitions.txt`.

use ecs_playground::model::api::shapes::task_definition::REGISTER_TASK_DEFINITION;
use ecs_playground::model::api::shapes::{Member, Shape};
use ecs_playground::model::api::task_definitions::validate::{
    ASSUMED_MESSAGES, Edit, EditOp, FARGATE_SIZES, Problem, Registrar, Severity, problems, register,
};
use ecs_playground::model::ecs::TaskDefinition;
use ecs_playground::model::ecs::task_definition::{HostPort, Reservation, TransportProtocol, units};
use proptest::prelude::*;
use serde_json::{Value, json};

/// An account whose next revision is always 3.
pub fn registrar() -> Registrar<'static> {
    Registrar {
        region: "eu-west-1",
        account_id: "123456789012",
        principal: "arn:aws:iam::123456789012:user/learner",
        now: 1_557_119_253_821,
        next_revision: &|_| 3,
    }
}

struct Case {
    name: String,
    document: Value,
    expected: String,
}

fn cases() -> Vec<Case> {
    let text = include_str!("task_definitions.txt");
    let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let case = |rows: &[&str]| {
        let (base, patch) = rows[1].split_once(' ').unwrap();
        let patch = serde_json::from_str(patch).unwrap_or_else(|error| panic!("{}: {error}", rows[0]));
        Case { name: rows[0].to_owned(), document: patched(base, &patch), expected: rows[2].to_owned() }
    };
    lines.chunks(3).map(case).collect()
}

fn patched(base: &str, patch: &Value) -> Value {
    let mut document = match base.trim_end_matches('/') {
        "ec2" => json!({
            "family": "web",
            "containerDefinitions": [{ "name": "web", "image": "nginx:latest", "memory": 128 }],
        }),
        _ => json!({
            "family": "web",
            "networkMode": "awsvpc",
            "requiresCompatibilities": ["FARGATE"],
            "cpu": "256",
            "memory": "512",
            "executionRoleArn": "arn:aws:iam::123456789012:role/ecsTaskExecutionRole",
            "containerDefinitions": [{ "name": "web", "image": "nginx:latest" }],
        }),
    };
    let target = if base.ends_with('/') { &mut document["containerDefinitions"][0] } else { &mut document };
    for (name, value) in patch.as_object().unwrap() {
        target[name.as_str()] = spelled_out(value);
    }
    document
}

/// Values that would be too long to read in a table.
fn spelled_out(value: &Value) -> Value {
    match value.as_str() {
        Some("LONG256") => "a".repeat(256).into(),
        Some("TAGS51") => (0..51).map(|key| json!({ "key": key.to_string(), "value": "" })).collect(),
        Some("RANGES101") => {
            let range = |low: u32| json!({ "containerPortRange": format!("{low}-{}", low + 1) });
            (1..=101).map(|index| range(index * 2)).collect()
        }
        _ => value.clone(),
    }
}

fn registered(document: &Value) -> TaskDefinition {
    register(document, &registrar()).unwrap().definition
}

#[test]
fn each_rule_speaks_as_ecs_does() {
    let mut wrong = Vec::new();
    for case in cases() {
        let told = match register(&case.document, &registrar()) {
            Ok(accepted) => {
                let words = accepted.definition.compatibilities.iter().map(|one| json!(one));
                let words: Vec<String> = words.map(|word| word.as_str().unwrap().to_owned()).collect();
                format!("ok {}", words.join(" "))
            }
            Err(error) => error.to_string(),
        };
        if told != case.expected {
            wrong.push(format!("{}\n  expected {}\n  got      {told}", case.name, case.expected));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn registering_throws_the_first_problem_the_editor_shows() {
    for case in cases() {
        let problems = problems(&case.document);
        let first = problems.iter().find(|problem| problem.severity == Severity::Error);
        let told = first.map(|problem| format!("{}: {}", problem.source, problem.message));
        let thrown = register(&case.document, &registrar()).err().map(|error| error.to_string());
        assert_eq!(told, thrown, "{}", case.name);
        for problem in &problems {
            assert!(case.document.pointer(&problem.pointer).is_some(), "{}: {}", case.name, problem.pointer);
        }
    }
}

#[test]
fn every_fix_cures_what_it_is_offered_for() {
    for case in cases() {
        for problem in problems(&case.document) {
            for fix in &problem.fixes {
                let mut document = case.document.clone();
                fix.edits.iter().for_each(|edit| apply(edit, &mut document));
                let is_same = |other: &Problem| {
                    (&other.pointer, &other.message) == (&problem.pointer, &problem.message)
                };
                let left = problems(&document);
                assert!(!left.iter().any(is_same), "{}: {} leaves {left:?}", case.name, fix.label);
            }
        }
    }
}

fn apply(edit: &Edit, document: &mut Value) {
    let Some((parent, step)) = edit.path.rsplit_once('/') else {
        *document = edit.value.clone();
        return;
    };
    match (document.pointer_mut(parent).unwrap(), edit.op) {
        (Value::Object(members), EditOp::Set) => {
            members.insert(step.to_owned(), edit.value.clone());
        }
        (Value::Object(members), EditOp::Remove) => {
            members.remove(step).unwrap();
        }
        (Value::Object(members), EditOp::Rename) => {
            let value = members.remove(step).unwrap();
            members.insert(edit.value.as_str().unwrap().to_owned(), value);
        }
        (Value::Array(items), EditOp::Remove) => {
            items.remove(step.parse().unwrap());
        }
        (Value::Array(items), _) => items[step.parse::<usize>().unwrap()] = edit.value.clone(),
        (other, _) => panic!("{edit:?} in {other}"),
    }
}

/// A wording nobody can provoke is one the fidelity list should not show.
#[test]
fn every_assumed_message_is_reached() {
    let cases = cases();
    for wording in ASSUMED_MESSAGES {
        let is_reached = cases.iter().any(|case| {
            let mut rest = case.expected.split_once(": ").map_or("", |(_, message)| message);
            wording.split("{}").all(|piece| match rest.split_once(piece) {
                Some((_, after)) => {
                    rest = after;
                    true
                }
                None => false,
            })
        });
        assert!(is_reached, "{wording}");
    }
}

#[test]
fn problems_point_at_the_place() {
    let document = json!({
        "family": "web",
        "containerDefinitions": [
            { "name": "web", "image": "nginx", "memory": "128", "Essential": true, "portMapping": [] },
            { "image": 5, "memory": 9 },
        ],
    });
    let told: Vec<String> = problems(&document)
        .iter()
        .map(|problem| format!("{} {} {}", problem.pointer, problem.source, problem.message))
        .collect();
    let expected = [
        "/containerDefinitions/0/memory SerializationException STRING_VALUE can not be converted to an Integer",
        "/containerDefinitions/1/image SerializationException NUMBER_VALUE can not be converted to a String",
        "/containerDefinitions/1 ClientException Container.name should not be null or empty.",
        "/containerDefinitions/0/Essential Playground Unknown member Essential: ECS ignores it.",
        "/containerDefinitions/0/portMapping Playground Unknown member portMapping: ECS ignores it.",
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_whole_answer_of_describe_is_unwrapped_for_the_editor_only() {
    let inner = patched("ec2", &json!({ "essential": 1 }));
    let wrapped = json!({ "taskDefinition": inner, "tags": [] });
    let error = register(&wrapped, &registrar()).unwrap_err();
    assert_eq!(error.message, "Family should not be null or empty.");
    let problems = problems(&wrapped);
    assert_eq!(problems[0].fixes[0].edits, [Edit::set("", inner)]);
    assert_eq!(problems[1].pointer, "/taskDefinition/essential");
}

#[test]
fn a_registration_has_at_most_64_kib() {
    let document = |bytes: usize| patched("ec2/", &json!({ "user": "u".repeat(bytes) }));
    let empty = serde_json::to_string(&document(0)).unwrap().len();
    assert!(register(&document(65_536 - empty), &registrar()).is_ok());
    let error = register(&document(65_537 - empty), &registrar()).unwrap_err();
    assert_eq!(error.message, "Actual length: '65537'. Max allowed length is '65536' bytes.");
    assert_eq!(problems(&document(10_000_000)).len(), 1);
}

#[test]
fn described_as_ecs_describes_it() {
    let document = patched("fargate/", &json!({ "portMappings": [{ "containerPort": 80 }] }));
    let expected = concat!(
        r#"{"taskDefinitionArn":"arn:aws:ecs:eu-west-1:123456789012:task-definition/web:3","#,
        r#""containerDefinitions":[{"name":"web","image":"nginx:latest","cpu":0,"#,
        r#""portMappings":[{"containerPort":80,"hostPort":80,"protocol":"tcp"}],"essential":true,"#,
        r#""environment":[],"mountPoints":[],"volumesFrom":[]}],"family":"web","#,
        r#""executionRoleArn":"arn:aws:iam::123456789012:role/ecsTaskExecutionRole","networkMode":"awsvpc","#,
        r#""revision":3,"volumes":[],"status":"ACTIVE","#,
        r#""requiresAttributes":[{"name":"com.amazonaws.ecs.capability.docker-remote-api.1.18"},"#,
        r#"{"name":"ecs.capability.task-eni"}],"placementConstraints":[],"compatibilities":["EC2","FARGATE"],"#,
        r#""requiresCompatibilities":["FARGATE"],"cpu":"256","memory":"512","registeredAt":1557119253.821,"#,
        r#""registeredBy":"arn:aws:iam::123456789012:user/learner"}"#,
    );
    assert_eq!(serde_json::to_string(&registered(&document)).unwrap(), expected);
}

/// A value for every member there is, so that a misspelt or forgotten one in the types shows.
fn sample(shape: &Shape) -> Value {
    match shape {
        Shape::Structure { members } => {
            members.iter().map(|member: &Member| (member.name.to_owned(), sample(member.shape))).collect()
        }
        Shape::List { member, .. } => json!([sample(member)]),
        Shape::Map { value } => json!({ "key": sample(value) }),
        Shape::Enum(words) => words[words.len() - 1].into(),
        Shape::Integer { min, max } => i64::from(7.clamp(*min, *max)).into(),
        Shape::Boolean => true.into(),
        _ => "text".into(),
    }
}

#[test]
fn every_parameter_is_kept_and_described_back() {
    let mut given = sample(&REGISTER_TASK_DEFINITION);
    let members = given.as_object_mut().unwrap();
    // Tags stand beside the definition in replies; inference accelerators are refused.
    members.remove("tags").unwrap();
    members.remove("inferenceAccelerators").unwrap();
    let definition: TaskDefinition = serde_json::from_value(given.clone()).unwrap();
    let described = serde_json::to_value(definition).unwrap();
    for (name, value) in given.as_object().unwrap() {
        assert_eq!(&described[name], value, "{name}");
    }
}

#[test]
fn units_have_two_spellings() {
    let cpu =
        [("1024", Some(1024)), ("1 vCPU", Some(1024)), (".25 vcpu", Some(256)), ("1.5vCPU", Some(1536))];
    for (text, expected) in cpu {
        assert_eq!(units::cpu_units(text), expected, "{text}");
    }
    for text in ["", "vCPU", ".", "1,5 vCPU", "-1", "1 GB", "1e3", "99999999999", "9999999999 vCPU", "١"] {
        assert_eq!(units::cpu_units(text), None, "{text}");
    }
    assert_eq!(units::memory_mib("0.5GB"), Some(512));
    let sizes = |index: usize| FARGATE_SIZES[index].memory_sizes();
    assert_eq!(sizes(0), [512, 1024, 2048]);
    assert_eq!(sizes(5).len(), 12);
    assert_eq!(sizes(6).last(), Some(&122_880));
}

#[test]
fn what_a_task_needs() {
    let document = json!({
        "family": "web",
        "containerDefinitions": [
            {
                "name": "a", "image": "i", "cpu": 100, "memory": 300, "memoryReservation": 200,
                "portMappings": [{ "containerPort": 80, "hostPort": 8080 }, { "containerPort": 443 }],
                "resourceRequirements": [{ "type": "GPU", "value": "2" }],
            },
            {
                "name": "b", "image": "i", "cpu": 28, "memory": 100,
                "portMappings": [{ "containerPort": 53, "hostPort": 53, "protocol": "udp" }],
            },
        ],
    });
    let bridge = registered(&document);
    assert_eq!(bridge.reservation(), Reservation { cpu_units: 128, memory_mib: 300, gpus: 2 });
    let port = |port, protocol| HostPort { port, protocol };
    let (tcp, udp) = (TransportProtocol::Tcp, TransportProtocol::Udp);
    assert_eq!(bridge.host_ports(), [port(53, udp), port(8080, tcp)]);
    assert_eq!(bridge.dynamic_ports().len(), 1);
    assert!(!bridge.needs_eni());

    let mut document = document;
    document["containerDefinitions"][0]["portMappings"][0] = json!({ "containerPort": 80 });
    document["networkMode"] = "host".into();
    document["cpu"] = "256".into();
    document["memory"] = "1 GB".into();
    let host = registered(&document);
    assert_eq!(host.reservation(), Reservation { cpu_units: 256, memory_mib: 1024, gpus: 2 });
    assert_eq!(host.host_ports(), [port(53, udp), port(80, tcp), port(443, tcp)]);
    document["networkMode"] = "awsvpc".into();
    let awsvpc = registered(&document);
    assert!(awsvpc.needs_eni() && awsvpc.host_ports().is_empty() && awsvpc.dynamic_ports().is_empty());
}

/// Any JSON, with the API's member names among its own.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-3i32..70_000).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,6}".prop_map(Value::from),
        prop::sample::select(vec!["FARGATE", "awsvpc", "host", "web", "awslogs", "GPU", "80-90", "1 vCPU"])
            .prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 60, 6, |inner| {
        let name = prop_oneof![prop::sample::select(member_names()).prop_map(str::to_owned), "\\PC{0,4}"];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((name, inner), 0..6).prop_map(|members| members.into_iter().collect()),
        ]
    })
}

fn member_names() -> Vec<&'static str> {
    fn collect(shape: &'static Shape, names: &mut Vec<&'static str>) {
        match shape {
            Shape::List { member: inner, .. } | Shape::Map { value: inner } => collect(inner, names),
            _ => {}
        }
        for member in shape.members() {
            names.push(member.name);
            collect(member.shape, names);
        }
    }
    let mut names = Vec::new();
    collect(&REGISTER_TASK_DEFINITION, &mut names);
    names
}

/// A pointer to somewhere in the document, chosen by a number.
fn place(document: &Value, choice: usize) -> String {
    fn collect(value: &Value, pointer: &str, pointers: &mut Vec<String>) {
        pointers.push(pointer.to_owned());
        match value {
            Value::Object(members) => {
                members
                    .iter()
                    .for_each(|(name, value)| collect(value, &format!("{pointer}/{name}"), pointers));
            }
            Value::Array(items) => {
                let with_index = items.iter().enumerate();
                with_index.for_each(|(index, value)| collect(value, &format!("{pointer}/{index}"), pointers));
            }
            _ => {}
        }
    }
    let mut pointers = Vec::new();
    collect(document, "", &mut pointers);
    pointers.swap_remove(choice % pointers.len())
}

proptest! {
    #[test]
    fn any_json_gets_an_answer(document in any_json()) {
        let refused = register(&document, &registrar()).is_err();
        let told = problems(&document).iter().any(|problem| problem.severity == Severity::Error);
        prop_assert!(refused == told || document.get("taskDefinition").is_some());
    }

    #[test]
    fn any_slip_gets_an_answer(choice in any::<usize>(), slip in any_json()) {
        let mut document = sample(&REGISTER_TASK_DEFINITION);
        let pointer = place(&document, choice);
        *document.pointer_mut(&pointer).unwrap() = slip;
        for problem in problems(&document) {
            prop_assert!(document.pointer(&problem.pointer).is_some(), "{}", problem.pointer);
        }
        let _ = register(&document, &registrar());
    }
}
