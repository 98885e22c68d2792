//! Views of worlds that came about by commands.

use ecs_playground::model::ecs::{ClusterId, TaskStatus};
use ecs_playground::model::world::WorldConfig;
use ecs_playground::playground::cli::parse::NoFiles;
use ecs_playground::playground::console;
use ecs_playground::playground::recording::Session;
use ecs_playground::playground::scenarios;
use ecs_playground::playground::scenarios::script;
use ecs_playground::playground::views::faults::{self, RandomFault, Thing};
use ecs_playground::playground::views::sentence::{Reason, Sentence, Tone, sentence};
use ecs_playground::playground::views::shelf::Shelves;
use ecs_playground::playground::views::stage::{InstanceMood, Look, MOST_CARDS, StageView, stage};

const CLUSTER: ClusterId = ClusterId(0);

fn run(session: &mut Session, lines: &str) {
    for step in script::steps(lines) {
        script::run_step(session, &step, &NoFiles).unwrap_or_else(|error| panic!("{error}"));
    }
}

fn demo_and(lines: &str) -> Session {
    let mut session = scenarios::start("demo").expect("the demo scenario exists");
    run(&mut session, lines);
    session
}

fn from_nothing(lines: &str) -> Session {
    let mut session = Session::new(WorldConfig::default());
    run(&mut session, lines);
    session
}

fn said(session: &Session) -> Sentence {
    sentence(session.world(), CLUSTER, &session.recording().commands)
}

fn seen(session: &Session) -> StageView {
    let mut shelves = Shelves::default();
    shelves.follow(session.simulation().log(), session.world());
    stage(session.world(), &shelves, Look::new(CLUSTER))
}

fn kill(session: &mut Session, fault: RandomFault) {
    let command = faults::random_fault(session.world(), CLUSTER, fault).expect("somebody to befall");
    session.execute(&command).unwrap_or_else(|error| panic!("{error:?}"));
}

#[test]
fn the_first_sentence_dares_and_the_next_dare_follows_the_deed() {
    let mut session = demo_and("");
    let first = said(&session);
    assert_eq!((first.tone, &*first.lead), (Tone::Calm, "Everything is steady."));
    assert_eq!(first.rest, "Kill a task and see what ECS does.");
    kill(&mut session, RandomFault::KillTask);
    run(&mut session, "playground advance 10s\nplayground run-until steady");
    assert_eq!(said(&session).rest, "Now lose an instance.");
    kill(&mut session, RandomFault::LoseInstance);
    run(&mut session, "playground advance 2m\nplayground run-until steady");
    assert_eq!(said(&session).rest, "6 tasks RUNNING, 2 instances.");
}

#[test]
fn a_killed_task_is_explained_until_its_replacement_runs() {
    let mut session = demo_and("");
    kill(&mut session, RandomFault::KillTask);
    let mut leads = Vec::new();
    for _ in 0..40 {
        run(&mut session, "playground advance 1s");
        let sentence = said(&session);
        assert_ne!(sentence.tone, Tone::Stuck, "{sentence:?}");
        if leads.last() != Some(&sentence.lead) {
            leads.push(sentence.lead.clone());
        }
        if sentence.lead == "web has all 6 tasks RUNNING." && sentence.rest.contains("in its place") {
            assert!(sentence.rest.contains("was stopped by you"), "{}", sentence.rest);
            return;
        }
    }
    panic!("nobody said who took whose place: {leads:?}");
}

#[test]
fn a_rollout_says_what_its_new_tasks_still_need() {
    let mut session = scenarios::start("balanced").expect("the scenario exists");
    run(&mut session, "aws ecs update-service --cluster demo --service web --force-new-deployment\n+35s");
    let said = said(&session);
    assert_eq!((said.tone, &*said.lead), (Tone::Working, "web goes from web:1 to web:1."));
    assert!(said.rest.ends_with("40 seconds after RUNNING, if their targets are healthy."), "{}", said.rest);
}

#[test]
fn what_has_no_place_is_red_and_leads_to_the_reason() {
    let mut session = demo_and(
        "aws ecs register-task-definition --family big --requires-compatibilities EC2 --cpu 2048 --memory 1024 \
         --container-definitions '[{\"name\":\"app\",\"image\":\"busybox\"}]'\n\
         aws ecs create-service --cluster demo --service-name big --task-definition big --desired-count 1 --launch-type EC2",
    );
    run(&mut session, "playground advance 30s");
    let sentence = said(&session);
    assert_eq!(sentence.tone, Tone::Stuck);
    assert_eq!(sentence.lead, "1 task of big has no place.");
    assert!(sentence.rest.starts_with("ECS creates it once an instance fits."), "{}", sentence.rest);
    let Some(Reason::Placement(id)) = sentence.reason else { panic!("{:?}", sentence.reason) };
    assert!(session.world().decisions[id].failure.is_some());
    assert_eq!(&*sentence.homeless.unwrap().0, "big:1");
    let view = seen(&session);
    let card = view.services.iter().find(|card| &*card.name == "big").unwrap();
    assert_eq!((card.unplaced, card.is_steady), (1, false));
}

#[test]
fn the_victim_stays_the_same_until_it_is_gone() {
    let mut session = demo_and("");
    let first = faults::victim(session.world(), CLUSTER, RandomFault::KillTask);
    run(&mut session, "playground advance 5m");
    assert_eq!(faults::victim(session.world(), CLUSTER, RandomFault::KillTask), first);
    kill(&mut session, RandomFault::KillTask);
    let Some(Thing::Task(id)) = first else { panic!("{first:?}") };
    assert!(!session.world().tasks[id].is_wanted());
    assert_ne!(faults::victim(session.world(), CLUSTER, RandomFault::KillTask), first);
}

#[test]
fn every_line_of_every_menu_is_a_command_that_the_console_knows_and_the_model_takes() {
    let session = demo_and("");
    let world = session.world();
    let things = (0..6).map(|id| Thing::Task(ecs_playground::model::ecs::TaskId(id)));
    let others = [
        Thing::ContainerInstance(ecs_playground::model::ecs::ContainerInstanceId(0)),
        Thing::Zone(ecs_playground::model::ecs::ZoneId(0)),
        Thing::Service(ecs_playground::model::ecs::ServiceId(0)),
    ];
    for thing in things.chain(others) {
        let menu = faults::menu(world, thing);
        assert!(!menu.is_empty(), "{thing:?}");
        for fault in menu {
            let line = console::line_of(&fault.command);
            let mut branch = session.clone();
            let output = console::run(&mut branch, &line, &NoFiles);
            assert_eq!(output.exit_code, 0, "{line}\n{}", output.stderr);
        }
    }
}

#[test]
fn a_stopped_task_keeps_its_outline_for_a_minute_or_until_its_room_is_taken() {
    let mut session = demo_and("");
    let outlines = |session: &Session| {
        let view = seen(session);
        let blocks = view.zones.iter().flat_map(|zone| &zone.instances).flat_map(|card| &card.blocks);
        blocks.filter(|block| block.status == TaskStatus::Stopped).count()
    };
    kill(&mut session, RandomFault::LoseInstance);
    run(&mut session, "playground advance 20s");
    assert_eq!(outlines(&session), 2);
    let view = seen(&session);
    let moods: Vec<_> = view.zones.iter().flat_map(|zone| &zone.instances).map(|card| card.mood).collect();
    assert_eq!(moods.iter().filter(|mood| **mood == InstanceMood::Lost).count(), 1, "{moods:?}");
    run(&mut session, "playground advance 2m");
    assert_eq!(outlines(&session), 0);
}

#[test]
fn blocks_of_living_tasks_never_overlap_and_never_move() {
    let mut session = demo_and("");
    let mut shelves = Shelves::default();
    let mut places = std::collections::BTreeMap::new();
    for round in 0..6 {
        if round > 0 {
            kill(&mut session, RandomFault::KillTask);
        }
        run(&mut session, "playground advance 40s");
        shelves.follow(session.simulation().log(), session.world());
        let view = stage(session.world(), &shelves, Look::new(CLUSTER));
        for card in view.zones.iter().flat_map(|zone| &zone.instances) {
            let live =
                card.blocks.iter().filter(|block| block.status <= TaskStatus::Running && !block.stop_asked);
            let mut runs: Vec<_> = live.map(|block| (block.run.unwrap(), block.id)).collect();
            runs.sort_by_key(|(run, _)| run.start);
            for pair in runs.windows(2) {
                assert!(pair[0].0.start + pair[0].0.length <= pair[1].0.start, "{runs:?}");
            }
            for (run, id) in runs {
                assert_eq!(*places.entry(id).or_insert(run), run, "task {id:?} moved");
            }
        }
    }
}

#[test]
fn a_large_cluster_is_a_crowd_and_a_large_service_a_sum() {
    let session = from_nothing(
        "aws ecs create-cluster --cluster-name many\n\
         playground launch-instances --cluster many --instance-type m5.large --count 61\n\
         playground run-until +3m\n\
         aws ecs register-task-definition --family web --requires-compatibilities EC2 --cpu 256 --memory 256 \
         --container-definitions '[{\"name\":\"app\",\"image\":\"busybox\"}]'\n\
         aws ecs create-service --cluster many --service-name web --task-definition web --desired-count 61 --launch-type EC2\n\
         playground advance 3m",
    );
    let view = seen(&session);
    assert!(view.instances as usize > MOST_CARDS && view.is_crowd);
    assert!(view.zones.iter().all(|zone| zone.instances.is_empty()));
    let card = &view.services[0];
    assert!(card.pips.is_empty());
    assert_eq!(card.parts.iter().map(|part| part.count).sum::<u32>(), card.running + card.pending);
}

#[test]
fn a_card_keeps_its_place_and_a_launch_takes_the_free_one() {
    let mut session = from_nothing(
        "aws ecs create-cluster --cluster-name c\n\
         playground launch-instances --cluster c --availability-zone us-east-1a --count 3 --ready",
    );
    let column = |session: &Session| {
        let view = seen(session);
        let cards = view.zones[0].instances.iter();
        cards.map(|card| (card.id.0, card.is_vacant)).collect::<Vec<_>>()
    };
    let lose = |session: &mut Session, id: u32| {
        let name = session.world().ec2_instance_id(ecs_playground::model::ecs::ContainerInstanceId(id));
        run(session, &format!("playground terminate-instance --cluster c --container-instance {name}"));
        run(session, "playground advance 3m");
    };
    lose(&mut session, 0);
    assert_eq!(column(&session), [(0, true), (1, false), (2, false)]);
    run(&mut session, "playground launch-instances --cluster c --availability-zone us-east-1a");
    assert_eq!(column(&session), [(3, false), (1, false), (2, false)]);
    lose(&mut session, 2);
    assert_eq!(column(&session), [(3, false), (1, false)], "nobody stands behind it");
}
