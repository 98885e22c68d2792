//! Recordings: what is refused, and that going back and replaying comes to the same run.

use ecs_playground::model::kernel::{SimDuration, SimTime};
use ecs_playground::playground::recording::{Recording, Session};
use ecs_playground::playground::{console, scenarios};

fn fingerprint(session: &Session) -> u64 {
    session.simulation().log().fingerprint()
}

/// The demo with some trouble: tasks stopped, an instance lost, an update rolled out.
fn eventful() -> Session {
    let mut session = scenarios::start("demo").unwrap();
    let lines = [
        "playground fault lose-availability-zone --availability-zone us-east-1b",
        "+45s",
        "aws ecs update-service --cluster demo --service web --desired-count 8",
        "+20s",
        "aws ecs update-service --cluster demo --service nobody",
        "playground fault restore-availability-zone --availability-zone us-east-1b",
        "aws ecs update-service --cluster demo --service web --force-new-deployment",
        "+10m",
    ];
    for line in lines {
        console::run(&mut session, line, &ecs_playground::playground::cli::parse::NoFiles);
    }
    session
}

#[test]
fn replay_equals_live() {
    let live = eventful();
    assert!(live.simulation().log().len() > 200, "the run should hold something");
    let replayed = Session::from_text(&live.recording().to_text()).unwrap();
    assert_eq!(fingerprint(&live), fingerprint(&replayed));
    assert_eq!(live.now(), replayed.now());
}

#[test]
fn the_same_seed_gives_the_same_run_and_another_does_not() {
    assert_eq!(fingerprint(&eventful()), fingerprint(&eventful()));
    let mut other = eventful().recording().clone();
    other.config.seed += 1;
    assert_ne!(fingerprint(&eventful()), fingerprint(&Session::replay(other)));
}

#[test]
fn going_back_and_forth_changes_nothing() {
    let live = eventful();
    let mut travelled = live.clone();
    let stops = [200, 31, 130, 0, 190, 400];
    for seconds in stops {
        travelled.seek(SimTime::from_secs(seconds));
        assert_eq!(travelled.now(), SimTime::from_secs(seconds));
    }
    travelled.seek(travelled.end());
    assert_eq!(fingerprint(&live), fingerprint(&travelled));
    assert_eq!(live.recording(), travelled.recording());
}

#[test]
fn a_run_that_is_gone_on_with_can_be_gone_back_in() {
    let mut recording = eventful().recording().clone();
    recording.config.seed += 1;
    let run = Session::replay(recording);
    let mut goes_on = Session::going_on(run.simulation().clone(), run.recording().clone());
    goes_on.seek(SimTime::ZERO);
    assert_eq!(goes_on.world().config, run.world().config);
    goes_on.seek(run.now());
    assert_eq!(fingerprint(&goes_on), fingerprint(&run));
}

#[test]
fn a_command_in_the_past_cuts_off_what_came_after() {
    let mut session = eventful();
    let commands = session.recording().commands.len();
    session.seek(SimTime::from_secs(60));
    assert!(session.is_in_the_past());
    console::run(
        &mut session,
        "aws ecs create-cluster --cluster-name other",
        &ecs_playground::playground::cli::parse::NoFiles,
    );
    assert!(!session.is_in_the_past());
    assert!(session.recording().commands.len() < commands);
    let replayed = Session::replay(session.recording().clone());
    assert_eq!(fingerprint(&session), fingerprint(&replayed));
}

#[test]
fn reading_leaves_no_trace() {
    let mut session = eventful();
    let (before, log) = (session.recording().clone(), session.simulation().log().len());
    console::run(&mut session, "aws ecs list-clusters", &ecs_playground::playground::cli::parse::NoFiles);
    assert_eq!((before, log), (session.recording().clone(), session.simulation().log().len()));
}

#[test]
fn every_step_moves_time_on() {
    let mut session = scenarios::start("demo").unwrap();
    for _ in 0..50 {
        let before = session.now();
        session.step();
        assert!(session.now() > before);
    }
}

#[test]
fn hostile_recordings_are_refused_with_a_sentence() {
    let good = Recording::new(Default::default()).to_text();
    let with = |members: &str| {
        format!(
            r#"{{"version":1,"config":{{"seed":7,"region":"us-east-1","accountId":"123456789012","startEpochMillis":0}},{members}}}"#
        )
    };
    let command =
        |at: u64| format!(r#"{{"at":{at},"service":"ecs","operation":"CreateCluster","request":{{}}}}"#);
    let cases = [
        ("nonsense".to_owned(), "This is not a recording"),
        ("{}".to_owned(), "it has no version"),
        (good.replace(r#""version":1"#, r#""version":99"#), "format version 99"),
        (with(r#""commands":[],"until":-1"#), "This is not a recording"),
        (with(r#""commands":[],"until":99999999999999"#), "400 is the most"),
        (
            with(&format!(r#""commands":[{},{}],"until":9"#, command(5), command(4))),
            "Command 2 of the recording",
        ),
        (with(&format!(r#""commands":[{}],"until":4"#, command(5))), "earlier than the one before it"),
        (
            with(&format!(r#""commands":[{}],"until":5"#, vec![command(1); 20_001].join(","))),
            "20001 commands",
        ),
        (" ".repeat((16 << 20) + 1), "bytes"),
    ];
    for (text, expected) in cases {
        let error = Session::from_text(&text).map(|_| ()).unwrap_err().to_string();
        assert!(error.contains(expected), "{error} should say {expected}");
    }
    assert!(Session::from_text(&good).is_ok());
}

#[test]
fn checkpoints_stay_few_in_a_long_run() {
    let mut session = scenarios::start("demo").unwrap();
    session.advance_to(session.now() + SimDuration::from_hours(30));
    session.seek(SimTime::from_secs(5 * 3600));
    assert_eq!(session.now(), SimTime::from_secs(5 * 3600));
}
