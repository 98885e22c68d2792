//! The drawer's rows: what is worth one, in which words, and that they follow the log.

use ecs_playground::model::kernel::{SimDuration, SimTime};
use ecs_playground::model::world::WorldConfig;
use ecs_playground::model::world::event::Resource;
use ecs_playground::playground::cli::parse::NoFiles;
use ecs_playground::playground::console;
use ecs_playground::playground::recording::Session;
use ecs_playground::playground::scenarios;
use ecs_playground::playground::views::event_line::{EventLine, Part, line, text_of};
use ecs_playground::playground::views::events::{
    Entry, EventFilter, EventIndex, EventKind, FilteredEvents, Subject,
};

fn demo() -> (Session, EventIndex) {
    let session = scenarios::start("demo").expect("there is a demo");
    let mut index = EventIndex::default();
    index.follow(session.simulation().log(), session.world());
    (session, index)
}

fn told(session: &Session, entry: &Entry) -> EventLine {
    let logged = session.simulation().log().get(entry.seq).expect("rows are of the log");
    line(session.world(), logged, entry)
}

fn words(session: &Session, entries: impl IntoIterator<Item = Entry>) -> Vec<String> {
    entries.into_iter().map(|entry| text_of(&told(session, &entry))).collect()
}

fn filtered(session: &Session, index: &EventIndex, filter: &EventFilter) -> Vec<Entry> {
    let mut rows = FilteredEvents::default();
    rows.follow(filter, index, session.simulation().log(), session.world());
    rows.newest(0, rows.len()).map(|row| row.entry).collect()
}

#[test]
fn a_task_is_told_from_pending_to_running() {
    let (session, index) = demo();
    let rows = words(&session, index.entries().iter().copied());
    for part in
        ["created, PENDING on i-", "PENDING → RUNNING", "is HEALTHY", "has reached a steady state.", "ACTIVE"]
    {
        assert!(rows.iter().any(|row| row.contains(part)), "no row says {part:?}: {rows:#?}");
    }
}

#[test]
fn ecs_messages_stay_as_they_are_and_their_ids_lead_somewhere() {
    let (session, index) = demo();
    let started = index.entries().iter().map(|entry| told(&session, entry));
    let started = started.into_iter().find(|line| text_of(line).contains("has started")).expect("a message");
    let log = session.simulation().log();
    let logged = format!("{:?}", log.get(started.seq).unwrap().event);
    assert!(logged.contains(&text_of(&started)), "{logged}");
    let links = started.parts.iter().filter_map(|part| match part {
        Part::Link { to: Subject::Resource(resource), .. } => Some(*resource),
        _ => None,
    });
    let links: Vec<Resource> = links.collect();
    assert!(matches!(links[0], Resource::Service(_)), "{links:?}");
    assert!(links[1..].iter().all(|link| matches!(link, Resource::Task(_))) && links.len() > 1);
}

#[test]
fn rows_follow_the_log_forth_and_back() {
    let (mut session, mut index) = demo();
    let before = index.entries().to_vec();
    session.advance_to(session.now() + SimDuration::from_mins(5));
    index.follow(session.simulation().log(), session.world());
    assert!(index.entries().starts_with(&before));
    session.seek(SimTime::from_secs(60));
    index.follow(session.simulation().log(), session.world());
    assert!(index.entries().len() < before.len());
    session.seek(session.end());
    index.follow(session.simulation().log(), session.world());
    let mut anew = EventIndex::default();
    anew.follow(session.simulation().log(), session.world());
    assert_eq!(index.entries(), anew.entries());
}

#[test]
fn another_run_leaves_no_rows_of_the_one_before() {
    for name in ["demo", "rolling", "empty"] {
        let (session, mut index) = demo();
        let everything = EventFilter::default();
        let mut rows = FilteredEvents::default();
        rows.follow(&everything, &index, session.simulation().log(), session.world());
        let other = scenarios::start(name).expect("there is such a scenario");
        index.begin_anew();
        index.follow(other.simulation().log(), other.world());
        rows.follow(&everything, &index, other.simulation().log(), other.world());
        let kept: Vec<Entry> = rows.newest(0, rows.len()).map(|row| row.entry).collect();
        assert!(kept.iter().rev().eq(index.entries()), "{name}");
    }
}

#[test]
fn filters_leave_what_was_asked_for() {
    let (session, index) = demo();
    let services = EventFilter { kind: Some(EventKind::Service), ..EventFilter::default() };
    let rows = filtered(&session, &index, &services);
    assert!(!rows.is_empty() && rows.iter().all(|row| row.kind == EventKind::Service));

    let steady = EventFilter { text: " STEADY state".into(), ..EventFilter::default() };
    let rows = words(&session, filtered(&session, &index, &steady));
    assert!(!rows.is_empty() && rows.iter().all(|row| row.contains("steady state")));

    let (task, row) = session.world().tasks.iter().next().expect("the demo runs tasks");
    let of_task = EventFilter { resource: Some(Resource::Task(task)), ..EventFilter::default() };
    let of_service = EventFilter { resource: row.service.map(Resource::Service), ..EventFilter::default() };
    let (few, more) = (filtered(&session, &index, &of_task), filtered(&session, &index, &of_service));
    assert!(!few.is_empty() && few.len() < more.len() && few.iter().all(|row| more.contains(row)));
}

#[test]
fn what_ecs_says_again_is_one_row_that_counts_and_opens() {
    let mut session = scenarios::start("no-room").expect("there is such a scenario");
    session.advance_to(session.now() + SimDuration::from_mins(20));
    let (log, world) = (session.simulation().log(), session.world());
    let mut index = EventIndex::default();
    index.follow(log, world);
    let mut rows = FilteredEvents::default();
    rows.follow(
        &EventFilter { kind: Some(EventKind::Service), ..EventFilter::default() },
        &index,
        log,
        world,
    );
    let all = index.entries().iter().filter(|entry| entry.kind == EventKind::Service).count() as u32;
    let shown: Vec<_> = rows.newest(0, rows.len()).collect();
    assert_eq!(shown.iter().map(|row| row.times).sum::<u32>(), all, "nothing is lost");
    let failures = shown.iter().filter(|row| matches!(row.entry.subject, Some(Subject::Placement(_))));
    let failures: Vec<_> = failures.collect();
    assert_eq!(failures.len(), 1, "{failures:?}");
    assert!(failures[0].times > 3, "{failures:?}");

    let (first, times) = (failures[0].first, failures[0].times);
    let before = rows.len();
    rows.toggle(first);
    assert_eq!(rows.len(), before + times - 1);
    let opened: Vec<_> = rows.newest(0, rows.len()).filter(|row| row.first == first).collect();
    assert!(opened.len() as u32 == times && opened.iter().all(|row| row.is_open && row.times == 1));
    assert!(opened.windows(2).all(|pair| pair[0].entry.seq > pair[1].entry.seq), "newest first");
    rows.toggle(first);
    assert_eq!(rows.len(), before);
}

#[test]
fn a_process_that_outlasts_sigterm_is_said_to_have_been_killed() {
    for (behaviour, said) in [
        (
            "--ignores-sigterm",
            "exited with 137 (SIGKILL): it ignores SIGTERM, so SIGKILL came after its stopTimeout of 30 s",
        ),
        (
            "--stop-ms 45000",
            "exited with 137 (SIGKILL): it needs 45 s to end, so SIGKILL came after its stopTimeout of 30 s",
        ),
        ("--stop-ms 2000", "exited with 143 (SIGTERM)"),
    ] {
        let mut session = Session::new(WorldConfig::default());
        let definition = r#"'[{"name":"app","image":"slow","memory":64}]'"#;
        for line in [
            "aws ecs create-cluster --cluster-name lab",
            "playground launch-instances --cluster lab --instance-type m5.large --ready",
            &format!("playground image set --image slow {behaviour}"),
            &format!("aws ecs register-task-definition --family slow --container-definitions {definition}"),
            "aws ecs create-service --cluster lab --service-name slow --task-definition slow --desired-count 1",
            "playground run-until steady",
            "aws ecs update-service --cluster lab --service slow --desired-count 0",
            "playground advance 2m",
        ] {
            let output = console::run(&mut session, line, &NoFiles);
            assert_eq!(output.exit_code, 0, "{line}: {}", output.stderr);
        }
        let mut index = EventIndex::default();
        index.follow(session.simulation().log(), session.world());
        let rows = words(&session, index.entries().iter().copied());
        assert!(rows.iter().any(|row| row.ends_with(said)), "{behaviour}: {rows:#?}");
    }
}
