//! What a screen reader hears: one sentence for whatever happened, nothing twice, failures at once.

use ecs_playground::model::kernel::SimDuration;
use ecs_playground::playground::cli::parse::NoFiles;
use ecs_playground::playground::console;
use ecs_playground::playground::recording::Session;
use ecs_playground::playground::scenarios;
use ecs_playground::playground::views::sentence::sentence;
use ecs_playground::playground::views::spoken::{Listener, Spoken};

struct Hearing {
    session: Session,
    listener: Listener,
}

impl Hearing {
    fn new() -> Self {
        let session = scenarios::start("demo").expect("there is a demo");
        let listener = Listener::new(session.world(), session.simulation().log());
        Self { session, listener }
    }

    fn run(&mut self, line: &str) {
        let output = console::run(&mut self.session, line, &NoFiles);
        assert_eq!(output.exit_code, 0, "{line}: {}", output.stderr);
    }

    fn hear(&mut self, seconds: u64, sums_up: bool) -> Option<Spoken> {
        self.session.advance_to(self.session.now() + SimDuration::from_secs(seconds));
        let (world, log) = (self.session.world(), self.session.simulation().log());
        let commands = &self.session.recording().commands;
        self.listener.hear(world, log, sums_up, || sentence(world, 0.into(), commands))
    }
}

#[test]
fn nothing_is_said_while_nothing_happens() {
    let mut hearing = Hearing::new();
    assert_eq!(hearing.hear(10, true), None);
    assert_eq!(hearing.hear(1, false), None);
}

#[test]
fn fast_time_is_summed_up() {
    let mut hearing = Hearing::new();
    hearing.run("aws ecs update-service --cluster demo --service web --desired-count 8");
    let heard: Vec<Spoken> = (0..9).filter_map(|_| hearing.hear(20, true)).collect();
    assert!(heard.iter().any(|spoken| spoken.text == "20 seconds: 2 started."), "{heard:?}");
    assert!(heard.iter().all(|spoken| !spoken.is_urgent), "{heard:?}");
}

#[test]
fn slow_time_names_the_task_and_how_its_service_stands() {
    let mut hearing = Hearing::new();
    hearing.run("aws ecs update-service --cluster demo --service web --desired-count 7");
    let heard: Vec<Spoken> = (0..90).filter_map(|_| hearing.hear(2, false)).collect();
    let told =
        heard.iter().find(|spoken| spoken.text.contains("is RUNNING. web: 7 running, 7 wanted, 0 pending."));
    assert!(told.is_some_and(|spoken| spoken.text.starts_with("Task ")), "{heard:?}");
}

#[test]
fn failures_interrupt_and_are_said_once() {
    let mut hearing = Hearing::new();
    hearing.run("playground fault lose-availability-zone --availability-zone us-east-1a");
    let first = hearing.hear(0, true).expect("a lost zone is said");
    assert!(first.is_urgent && first.text == "us-east-1a has no power.", "{first:?}");
    hearing.run("aws ecs update-service --cluster demo --service web --desired-count 60");
    let heard: Vec<Spoken> = (0..30).filter_map(|_| hearing.hear(2, true)).collect();
    let urgent: Vec<_> = heard.iter().filter(|spoken| spoken.is_urgent).collect();
    assert!(urgent.iter().any(|spoken| spoken.text.contains("no place")), "{heard:?}");
    assert_eq!(urgent.len(), 1, "{urgent:?}");
}
