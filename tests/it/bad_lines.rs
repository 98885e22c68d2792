//! Bad input as a person gives it, line by line: each is refused in a sentence, and the work goes on.

use ecs_playground::playground::cli::Files;
use ecs_playground::playground::console;
use ecs_playground::playground::recording::{Recording, Session};
use ecs_playground::playground::scenarios;

use crate::scenarios::run_all;

/// Files that somebody named after `file://`.
struct BadFiles;

impl Files for BadFiles {
    fn read(&self, name: &str) -> Option<String> {
        let eleven: Vec<String> =
            (0..11).map(|number| format!(r#"{{"name":"c{number}","image":"nginx","memory":16}}"#)).collect();
        Some(match name {
            "broken.json" => r#"{"family": "web", "containerDefinitions": [{]}"#.to_owned(),
            "half.json" => r#"{"family": "web", "containerDefinitions": ["#.to_owned(),
            "list.json" => "[]".to_owned(),
            "eleven.json" => {
                format!(r#"{{"family":"web","containerDefinitions":[{}]}}"#, eleven.join(","))
            }
            "huge.json" => format!(
                r#"{{"family":"web","containerDefinitions":[{{"name":"app","image":"nginx","memory":64,"command":["{}"]}}]}}"#,
                "x".repeat(10_000_000)
            ),
            "deep.json" => "[".repeat(100_000),
            _ => return None,
        })
    }

    fn names(&self) -> Vec<String> {
        Vec::new()
    }
}

const REFUSED: &[(&str, &str)] = &[
    ("aws ecs register-task-definition --cli-input-json file://broken.json", "JSON"),
    ("aws ecs register-task-definition --cli-input-json file://half.json", "JSON"),
    ("aws ecs register-task-definition --cli-input-json file://list.json", ""),
    ("aws ecs register-task-definition --cli-input-json file://deep.json", "JSON"),
    ("aws ecs register-task-definition --cli-input-json file://none.json", "none.json"),
    ("aws ecs register-task-definition --cli-input-json file://huge.json", "ClientException"),
    ("aws ecs register-task-definition --cli-input-json file://eleven.json", "ClientException"),
    ("aws ecs register-task-definition --family a --container-definitions '[{'", "JSON"),
    (
        "aws ecs update-service --cluster demo --service web --desired-count 1000000000",
        "InvalidParameterException",
    ),
    ("aws ecs update-service --cluster demo --service web --desired-count 99999999999", ""),
    ("aws ecs update-service --cluster demo --service web --desired-count many", "many"),
    ("aws ecs run-task --cluster demo --task-definition web --count 1000000000", "InvalidParameterException"),
    ("aws ecs describe-services --cluster nowhere --services web", "ClusterNotFoundException"),
    ("aws ecs update-service --cluster gone --service web", "ClusterNotFoundException"),
    ("aws ecs update-service --cluster demo --service old --desired-count 1", "ServiceNotActiveException"),
    ("aws ecs update-service --cluster demo --service nobody --desired-count 1", "ServiceNotFoundException"),
    ("aws ecs run-task --cluster demo --task-definition old:1", "ClientException"),
    ("aws ecs stop-task --cluster demo --task 0123456789abcdef0123456789abcdef", "InvalidParameterException"),
    ("aws ecs make-coffee", ""),
    ("aws ecs list-tasks --cluster 'demo", ""),
    ("playground launch-instances --cluster demo --count 1000000000", ""),
    ("playground launch-instances --cluster demo --instance-type x9.huge", "x9.huge"),
    ("playground run-until yesterday", "yesterday"),
    ("playground advance --by 99999999999d", ""),
    ("\u{0}\u{1b}[2J💥", ""),
];

fn demo() -> Session {
    let mut session = scenarios::start("demo").unwrap();
    run_all(
        &mut session,
        "aws ecs register-task-definition --family old --container-definitions '[{\"name\":\"app\",\"image\":\"nginx\",\"memory\":64}]'
aws ecs create-service --cluster demo --service-name old --task-definition old --desired-count 0
aws ecs delete-service --cluster demo --service old
aws ecs deregister-task-definition --task-definition old:1
aws ecs create-cluster --cluster-name gone
aws ecs delete-cluster --cluster gone
+30s",
    );
    session
}

#[test]
fn each_bad_line_is_refused_in_a_sentence_and_nothing_is_lost() {
    let mut session = demo();
    let (now, tasks) = (session.now(), session.world().tasks.len());
    for (line, words) in REFUSED {
        let output = console::run(&mut session, line, &BadFiles);
        assert_ne!(output.exit_code, 0, "{line}: {}", output.stdout);
        assert!(output.stderr.contains(words), "{line}: {} should say {words}", output.stderr);
        assert!((10..5_000).contains(&output.stderr.len()), "{line}: {:.300}", output.stderr);
        assert_eq!(session.world().broken_invariant(), None, "{line}");
    }
    assert_eq!((session.now(), session.world().tasks.len()), (now, tasks));
    run_all(
        &mut session,
        "aws ecs update-service --cluster demo --service web --desired-count 7\nplayground run-until steady",
    );
    assert_eq!(session.world().services.iter().next().unwrap().1.running_count(), 7);
    let again = Session::from_text(&session.recording().to_text()).expect("the work can be loaded again");
    assert_eq!(again.simulation().log().fingerprint(), session.simulation().log().fingerprint());
}

#[test]
fn saved_work_that_was_damaged_is_refused_or_still_runs() {
    let text = demo().recording().to_text();
    for end in (0..text.len()).step_by(97).filter(|&end| text.is_char_boundary(end)) {
        assert!(Session::from_text(&text[..end]).is_err(), "cut off at {end}");
    }
    let mut refused = 0;
    for at in
        (0..text.len()).step_by(61).filter(|&at| text.is_char_boundary(at) && text.is_char_boundary(at + 1))
    {
        for with in ["0", "\"", "{", "9"] {
            let damaged = format!("{}{with}{}", &text[..at], &text[at + 1..]);
            match Recording::from_text(&damaged) {
                Ok(recording) => drop(Session::replay(recording)),
                Err(error) => {
                    refused += 1;
                    assert!(!error.to_string().is_empty());
                }
            }
        }
    }
    assert!(refused > 20, "{refused}");
}
