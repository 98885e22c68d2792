//! Services that can never be steady: waiting for them ends and says why, however much goes wrong.

use ecs_playground::model::world::WorldConfig;
use ecs_playground::playground::cli::parse::NoFiles;
use ecs_playground::playground::console::{self, Output};
use ecs_playground::playground::recording::Session;

use crate::scenarios::run_all;

const HEAD: &str = r#"
aws ecs create-cluster --cluster-name demo
playground launch-instances --cluster demo --instance-type m5.large --ready --count 3
playground image set --image shop/ends --then exit --exit-code 1 --after-seconds 0
playground image set --image shop/gone --pull missing
aws ecs register-task-definition --family ends --container-definitions '[{"name":"app","image":"shop/ends","memory":64}]'
aws ecs register-task-definition --family gone --container-definitions '[{"name":"app","image":"shop/gone","memory":64}]'
aws ecs register-task-definition --family huge --container-definitions '[{"name":"app","image":"nginx","memory":64000}]'
"#;

fn with_service(definition: &str, count: u32) -> Session {
    let mut session = Session::new(WorldConfig::default());
    let create = format!(
        "aws ecs create-service --cluster demo --service-name web --task-definition {definition} --desired-count {count}"
    );
    run_all(&mut session, &format!("{HEAD}{create}"));
    session
}

fn run(session: &mut Session, line: &str) -> Output {
    console::run(session, line, &NoFiles)
}

#[test]
fn run_until_steady_ends_at_its_limit_and_names_the_service() {
    for definition in ["gone", "huge"] {
        let mut session = with_service(definition, 50);
        let output = run(&mut session, "playground run-until steady --limit 24h");
        let expected = "not steady within 24h, at 24:00:00: service web of cluster demo\n";
        assert_eq!((output.stdout.as_str(), output.exit_code), (expected, 0), "{definition}");
    }
}

#[test]
fn a_day_of_crashing_at_once_ends() {
    let mut session = with_service("ends", 20);
    run(&mut session, "playground advance --by 24h");
    let started = session.world().tasks.len();
    assert!(started > 10_000, "{started} tasks were started");
}

#[test]
fn services_stable_gives_up_after_ten_minutes() {
    let mut session = with_service("gone", 1);
    let before = session.now();
    let output = run(&mut session, "aws ecs wait services-stable --cluster demo --services web");
    assert_eq!(output.exit_code, 255);
    assert_eq!(output.stderr.trim(), "Waiter ServicesStable failed: Max attempts exceeded");
    assert_eq!(session.now().since(before).as_millis(), 39 * 15_000);
}
