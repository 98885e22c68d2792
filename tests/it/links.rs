//! Links: what they carry is what comes out, and nothing that a stranger writes into one does harm.

use ecs_playground::model::api::operations::OPERATIONS;
use ecs_playground::model::kernel::SimTime;
use ecs_playground::model::simulation::Simulation;
use ecs_playground::model::world::event::Command;
use ecs_playground::playground::cli::parse::NoFiles;
use ecs_playground::playground::cli::verbs::VERBS;
use ecs_playground::playground::links::{Link, LinkedRun, Opened, payload, payload_after, scenario_commands};
use ecs_playground::playground::recording::{Recording, Session, TimedCommand};
use ecs_playground::playground::{console, scenarios};
use proptest::prelude::*;
use serde_json::{Value, json};

/// A scenario with two commands of somebody's own.
fn worked_on(scenario: &str) -> Session {
    let mut session = scenarios::start(scenario).unwrap();
    for line in [
        "+5s",
        "aws ecs update-service --cluster demo --service web --desired-count 7",
        "+30s",
        "aws ecs create-cluster --cluster-name x",
        "+1m",
    ] {
        console::run(&mut session, line, &NoFiles);
    }
    session
}

#[test]
fn a_link_has_the_whole_run_again() {
    let session = worked_on("demo");
    let recording = session.recording();
    let link = Link {
        until: Some(session.end()),
        at: Some(session.now()),
        ..Link::new(LinkedRun::Packed("eJw".into()))
    };
    let link = Link::parse(&format!("#{link}")).unwrap().unwrap();
    for (text, scenario) in [
        (payload(recording, None), None),
        (payload(recording, Some("demo")), Some("demo".into())),
        (payload_after(recording, "demo").unwrap(), Some("demo".into())),
    ] {
        let opened = link.open(&text).unwrap();
        assert_eq!(opened, Opened { recording: recording.clone(), at: session.now(), scenario });
    }
    let again = Session::replay(recording.clone());
    assert_eq!(again.simulation().log().fingerprint(), session.simulation().log().fingerprint());
}

#[test]
fn what_a_scenario_has_already_is_left_out() {
    let session = worked_on("demo");
    let recording = session.recording();
    let (whole, rest) = (payload(recording, None), payload_after(recording, "demo").unwrap());
    assert!(rest.len() < whole.len() / 3, "{} of {}", rest.len(), whole.len());
    assert_eq!(recording.commands.len() - scenario_commands(recording, "demo").unwrap(), 2);
    assert_eq!(scenario_commands(recording, "rolling"), None);
    assert_eq!(payload_after(recording, "rolling"), None);
}

#[test]
fn every_part_of_a_link_is_written_and_read() {
    let run = LinkedRun::Scenario("rolling".into());
    let full = Link {
        at: Some(SimTime::from_millis(95_250)),
        until: Some(SimTime::from_secs(120)),
        select: Some("task-3".into()),
        is_paused: true,
        ..Link::new(run)
    };
    assert_eq!(full.to_string(), "scenario=rolling&at=95.250&until=120&select=task-3&paused");
    assert_eq!(Link::parse(&full.to_string()).unwrap().unwrap(), full);
    for (text, millis) in [("7", 7_000), ("7.5", 7_500), ("7.05", 7_050), ("7.005", 7_005)] {
        let link = Link::parse(&format!("#scenario=demo&at={text}")).unwrap().unwrap();
        assert_eq!(link.at, Some(SimTime::from_millis(millis)));
    }
    for other in ["", "#", "#top", "#at=5", "#utm=1&x"] {
        assert_eq!(Link::parse(other).unwrap(), None, "{other}");
    }
}

#[test]
fn a_bad_link_says_which_part() {
    let long = format!("#run=1.{}", "a".repeat(70_000));
    let cases = [
        ("#scenario=nothing-of-ours", "The link's scenario “nothing-of-ours” is none of this page's."),
        ("#run=abc", "The link's run has no version."),
        ("#run=9.abc", "The link's run is of version 9, and this page reads 1."),
        ("#run=1.", "The link's run is cut off."),
        ("#run=1.ab%20c", "The link's run holds “%”, which no link does."),
        (&*long, "The link's run has 70000 characters, and 65536 is the most."),
        ("#scenario=demo&at=soon", "The link's time “soon” is no number of seconds."),
        ("#scenario=demo&until=-5", "The link's end “-5” is no number of seconds."),
        ("#scenario=demo&at=1.2345", "The link's time “1.2345” is no number of seconds."),
    ];
    for (hash, expected) in cases {
        assert_eq!(Link::parse(hash).unwrap_err().to_string(), expected);
    }
}

#[test]
fn a_bad_run_inside_a_link_says_why() {
    let link = Link::new(LinkedRun::Packed("x".into()));
    let many = json!({ "commands": vec![json!([0, "CreateCluster", {}]); 20_001] }).to_string();
    let cases = [
        ("", "is damaged"),
        ("[]", "is damaged"),
        (r#"{"commands":[[1]]}"#, "is damaged"),
        (r#"{"commands":[[-1,"RunTask",{}]]}"#, "is damaged"),
        (r#"{"config":7,"commands":[]}"#, "is damaged"),
        (r#"{"after":["demo"],"commands":[]}"#, "is damaged"),
        (r#"{"after":["gone","00000000"],"commands":[]}"#, "scenario is none of this page's"),
        (
            r#"{"after":["demo","00000000"],"commands":[]}"#,
            "scenario “demo” has changed since the link was made",
        ),
        (r#"{"commands":[[5,"RunTask",{}],[4,"RunTask",{}]]}"#, "Command 2 of the recording is earlier"),
        (r#"{"commands":[[99999999999999,"RunTask",{}]]}"#, "400 is the most"),
        (
            r#"{"config":{"seed":1,"region":"","accountId":"123456789012","startEpochMillis":0},"commands":[]}"#,
            "The recording's region is none that a world can have.",
        ),
        (
            r#"{"config":{"seed":1,"region":"x","accountId":"1","startEpochMillis":0},"commands":[]}"#,
            "The recording's accountId is none",
        ),
        (&*many, "20001 commands"),
    ];
    for (text, expected) in cases {
        let error = link.open(text).unwrap_err().to_string();
        assert!(error.contains(expected), "{error} should say {expected}");
    }
}

#[test]
fn slices_come_to_the_same_run() {
    let session = worked_on("mixed");
    let mut sliced = Session::load(session.recording().clone());
    let (mut slices, mut before) = (0, 0);
    while !sliced.advance_some(session.end(), 10) {
        let grown = sliced.simulation().log().len() - before;
        assert!(grown < 200, "one slice had {grown} events");
        before = sliced.simulation().log().len();
        slices += 1;
    }
    assert!(slices > 10);
    assert_eq!(sliced.recording(), session.recording());
    assert_eq!(sliced.simulation().log().fingerprint(), session.simulation().log().fingerprint());
}

#[test]
fn a_run_that_would_never_end_is_left_off_in_time() {
    let commands = [
        ("ecs", "CreateCluster", json!({})),
        (
            "playground",
            "LaunchInstances",
            json!({ "cluster": "default", "instanceType": "m5.4xlarge", "count": 100, "ready": true }),
        ),
        (
            "ecs",
            "RegisterTaskDefinition",
            json!({ "family": "f", "containerDefinitions": [{ "name": "a", "image": "busybox", "memory": 8, "command": ["false"] }] }),
        ),
        ("ecs", "CreateService", json!({ "serviceName": "s", "taskDefinition": "f", "desiredCount": 5000 })),
    ];
    let mut recording = Recording::new(Default::default());
    let timed = |(service, operation, request): (&str, &str, Value)| TimedCommand {
        at: SimTime::ZERO,
        command: Command { service: service.into(), operation: operation.into(), request },
    };
    recording.commands = commands.into_iter().map(timed).collect();
    recording.until = SimTime::from_secs(300 * 24 * 3600);
    recording.check().unwrap();
    let mut session = Session::load(recording.clone());
    while session.simulation().log().len() < 20_000 {
        assert!(!session.advance_some(recording.until, 500));
    }
    assert!(session.simulation().log().len() < 60_000, "a slice is a slice");
}

#[test]
fn undo_takes_the_last_command_back_and_redo_has_it_again() {
    let mut session = worked_on("demo");
    let whole = session.clone();
    let start = scenarios::start("demo").unwrap();
    let cluster = session.undo().unwrap();
    assert_eq!(&*cluster.command.command.operation, "CreateCluster");
    assert_eq!(session.now(), cluster.command.at);
    let update = session.undo().unwrap();
    assert_eq!(session.recording().commands, start.recording().commands);
    session.redo(update);
    // Time that passes in between is given up.
    session.advance_to(session.now() + ecs_playground::model::kernel::SimDuration::from_secs(500));
    session.redo(cluster);
    assert_eq!(session.recording(), whole.recording());
    assert_eq!(session.simulation().log().fingerprint(), whole.simulation().log().fingerprint());
    while session.undo().is_some() {}
    assert_eq!((session.now(), session.simulation().log().len()), (SimTime::ZERO, 0));
}

/// Lets a run that nobody vouches for pass, but not for ever.
fn suffer(recording: Recording) {
    let until = recording.until;
    let mut session = Session::load(recording);
    for _ in 0..40 {
        if session.advance_some(until, 50) {
            break;
        }
    }
    let simulation: &Simulation = session.simulation();
    assert_eq!(simulation.world().broken_invariant(), None);
}

fn strange() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(|value| json!(value)),
        any::<i64>().prop_map(|value| json!(value)),
        any::<u64>().prop_map(|value| json!(value)),
        (-5..20_i64).prop_map(|value| json!(value)),
        ".{0,12}".prop_map(|value| json!(value)),
        prop_oneof![
            Just("demo"),
            Just("web"),
            Just("web:1"),
            Just("default"),
            Just("us-east-1a"),
            Just("m5.large")
        ]
        .prop_map(|value| json!(value)),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        let member = prop_oneof![
            Just("name".to_owned()),
            Just("type".to_owned()),
            Just("containerDefinitions".to_owned()),
            "[a-z]{1,6}"
        ];
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            proptest::collection::vec((member, inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// A command with members that its operation has, and values that it may not have.
fn strange_command() -> impl Strategy<Value = Value> {
    let nth = 0..OPERATIONS.len() + VERBS.len();
    (nth, proptest::collection::vec((any::<prop::sample::Index>(), strange()), 0..5), 0..400_000_u64)
        .prop_map(|(nth, given, at)| {
            let (name, input) = match OPERATIONS.get(nth) {
                Some(row) => (row.name.to_owned(), row.input),
                None => {
                    let verb = &VERBS[nth - OPERATIONS.len()];
                    let words = verb.name.split([' ', '-']).filter(|word| *word != "fault");
                    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
                    (format!("playground:{}", words.map(capital).collect::<String>()), verb.input)
                }
            };
            let members = input.members();
            let mut request = json!({});
            for (index, value) in given {
                if !members.is_empty() {
                    request[index.get(members).name] = value;
                }
            }
            json!([at, name, request])
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_hash_does_harm(hash in "(#?(run|scenario|at|until|select|paused)?=?[^&]{0,20}&?){0,4}") {
        if let Ok(Some(link)) = Link::parse(&hash)
            && let Ok(opened) = link.open("")
        {
            prop_assert!(opened.recording.check().is_ok());
        }
    }

    #[test]
    fn a_damaged_run_is_refused_or_replayed(at in any::<prop::sample::Index>(), with in ".{0,3}", cut in 0..3_usize) {
        let text = payload(worked_on("mixed").recording(), None);
        let start = at.index(text.len());
        let end = (start + cut).min(text.len());
        if let (Some(before), Some(after)) = (text.get(..start), text.get(end..)) {
            let link = Link { at: Some(SimTime::from_secs(600)), ..Link::new(LinkedRun::Packed("x".into())) };
            if let Ok(opened) = link.open(&format!("{before}{with}{after}")) {
                suffer(opened.recording);
            }
        }
    }

    #[test]
    fn no_commands_do_harm(commands in proptest::collection::vec(strange_command(), 1..12)) {
        let mut commands = commands;
        commands.sort_by_key(|command| command[0].as_u64());
        let mut value: Value = serde_json::from_str(&payload(worked_on("mixed").recording(), None)).unwrap();
        let list = value["commands"].as_array_mut().unwrap();
        let start = list.last().unwrap()[0].as_u64().unwrap();
        list.extend(commands.into_iter().map(|mut command| {
            command[0] = json!(start + command[0].as_u64().unwrap());
            command
        }));
        let link = Link { at: Some(SimTime::from_secs(1_200)), ..Link::new(LinkedRun::Packed("x".into())) };
        suffer(link.open(&value.to_string()).unwrap().recording);
    }
}
