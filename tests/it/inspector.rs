//! What the inspector shows of a thing's life, and which events are about it.

use ecs_playground::model::ecs::{ContainerInstanceId, DeploymentId, TaskId, ZoneId};
use ecs_playground::model::world::WorldConfig;
use ecs_playground::model::world::event::Resource;
use ecs_playground::playground::cli::parse::NoFiles;
use ecs_playground::playground::explain::instance::considered;
use ecs_playground::playground::explain::life::{Being, Turn, container_life, life};
use ecs_playground::playground::explain::trace::Trace;
use ecs_playground::playground::recording::Session;
use ecs_playground::playground::scenarios::script;
use ecs_playground::playground::views::event_line::{line, text_of};
use ecs_playground::playground::views::events::{EventFilter, EventIndex, FilteredEvents, Scope};
use ecs_playground::playground::views::names::find;

const BEGIN: &str = r#"
aws ecs create-cluster --cluster-name lab
playground launch-instances --cluster lab --instance-type m5.large --count 3 --ready
aws ecs register-task-definition --family web --container-definitions '[{"name":"app","image":"nginx:1.27","cpu":256,"memory":512,"restartPolicy":{"enabled":true,"restartAttemptPeriod":60}}]'
aws ecs create-service --cluster lab --service-name web --task-definition web --desired-count 3
playground advance 3m
"#;

fn run(more: &str) -> (Session, Trace) {
    let text = format!("{BEGIN}{more}");
    let session =
        script::run(&text, WorldConfig::default(), &NoFiles).unwrap_or_else(|error| panic!("{error}"));
    let mut trace = Trace::default();
    trace.follow(session.simulation().log());
    (session, trace)
}

fn lived(session: &Session, trace: &Trace, being: &Being) -> Vec<Turn> {
    life(session.world(), session.simulation().log(), trace, being)
}

fn states(turns: &[Turn]) -> Vec<&str> {
    turns.iter().map(|turn| turn.state.as_str()).collect()
}

fn told(session: &Session, filter: &EventFilter) -> Vec<String> {
    let (world, log) = (session.world(), session.simulation().log());
    let mut index = EventIndex::default();
    index.follow(log, world);
    let mut rows = FilteredEvents::default();
    rows.follow(filter, &index, log, world);
    rows.newest(0, rows.len())
        .map(|entry| text_of(&line(world, log.get(entry.entry.seq).unwrap(), &entry.entry)))
        .collect()
}

#[test]
fn an_instance_says_what_it_went_through_and_who_did_it() {
    let (session, trace) =
        run("playground fault disconnect-agent --cluster lab --container-instance i-IGNORED\n"
            .replace("i-IGNORED", &first_instance())
            .as_str());
    let turns = lived(&session, &trace, &Being::ContainerInstance(ContainerInstanceId(0)));
    assert_eq!(states(&turns).last(), Some(&"agent disconnected"), "{turns:?}");
    let last = turns.last().unwrap();
    assert!(last.is_present && last.is_bad);
    assert_eq!(&*last.cause.as_ref().expect("a command did it").command.operation, "DisconnectAgent");
    assert!(turns.iter().rev().skip(1).all(|turn| !turn.is_present));
}

fn first_instance() -> String {
    let (session, _) = run("");
    session.world().ec2_instance_id(ContainerInstanceId(0))
}

#[test]
fn a_deployment_and_its_service_have_a_life() {
    let (session, trace) = run(
        "aws ecs update-service --cluster lab --service web --force-new-deployment\nplayground advance 5m\n",
    );
    let first = lived(&session, &trace, &Being::Deployment(DeploymentId(0)));
    assert_eq!(states(&first), ["PRIMARY", "COMPLETED", "ACTIVE", "INACTIVE"], "{first:?}");
    assert!(first[0].lasted.as_secs() > 0);
    let service = lived(&session, &trace, &Being::Service(0.into()));
    assert_eq!(states(&service), ["ACTIVE", "deployment begins", "deployment begins"]);
    assert_eq!(&*service[2].cause.as_ref().unwrap().command.operation, "UpdateService");
}

#[test]
fn a_container_says_its_states_and_its_restarts() {
    let hex = run("").0.world().task_hex(TaskId(0));
    let (session, _) = run(&format!(
        "playground fault kill-container --cluster lab --task {hex} --exit-code 1\nplayground advance 30s\n"
    ));
    let turns = container_life(session.world(), session.simulation().log(), TaskId(0), 0);
    let found = states(&turns);
    assert!(found.starts_with(&["PULLING"]) || found.starts_with(&["PENDING"]), "{turns:?}");
    assert!(found.contains(&"restarted"), "{turns:?}");
    assert_eq!(turns.iter().filter(|turn| turn.is_present).count(), 1);
}

#[test]
fn a_zone_and_an_image_have_their_own_events() {
    let (session, trace) = run(concat!(
        "playground fault lose-availability-zone --availability-zone us-east-1a\n",
        "playground image set --image nginx:1.27 --then crash\nplayground advance 2m\n",
    ));
    assert_eq!(states(&lived(&session, &trace, &Being::Zone(ZoneId(0)))), ["power cut"]);
    let zone = told(&session, &EventFilter { scope: Some(Scope::Zone(ZoneId(0))), ..EventFilter::default() });
    assert!(zone.iter().any(|row| row.contains("is lost")), "{zone:#?}");
    assert!(zone.iter().any(|row| row.contains("LoseAvailabilityZone")), "{zone:#?}");
    let other =
        told(&session, &EventFilter { scope: Some(Scope::Zone(ZoneId(1))), ..EventFilter::default() });
    assert!(!other.iter().any(|row| row.contains("is lost")), "{other:#?}");
    let image = Scope::Image("nginx:1.27".into());
    let image = told(&session, &EventFilter { scope: Some(image), ..EventFilter::default() });
    assert!(image.iter().any(|row| row.contains("behaves differently")), "{image:#?}");
    assert!(image.iter().all(|row| !row.contains("RUNNING")), "{image:#?}");
}

#[test]
fn only_the_own_tasks_of_a_deployment_pass_its_filter() {
    let (session, _) = run(
        "aws ecs update-service --cluster lab --service web --force-new-deployment\nplayground advance 5m\n",
    );
    let of = |id| {
        let scope = Some(Scope::Deployment(DeploymentId(id)));
        let rows = told(&session, &EventFilter { scope, ..EventFilter::default() });
        rows.iter().filter(|row| row.contains(" created, ")).count()
    };
    assert_eq!((of(0), of(1)), (3, 3));
}

#[test]
fn an_instance_knows_what_placement_said_of_it() {
    let (session, _) = run(
        "aws ecs update-service --cluster lab --service web --desired-count 60\nplayground advance 30s\n",
    );
    let seen = considered(session.world(), ContainerInstanceId(0));
    assert!(seen.iter().any(|row| row.taken > 0), "{seen:?}");
    assert!(seen.iter().any(|row| row.unplaced > 0 && !row.rejects.is_empty()), "{seen:?}");
    assert!(seen.windows(2).all(|pair| pair[0].at >= pair[1].at));
}

#[test]
fn arns_and_instance_ids_lead_to_their_resource() {
    let (session, _) = run("");
    let world = session.world();
    let names = [
        (world.cluster_arn(0.into()), Resource::Cluster(0.into())),
        (world.service_arn(0.into()), Resource::Service(0.into())),
        (world.task_arn(TaskId(1)), Resource::Task(TaskId(1))),
        (world.task_definition_arn("web", 1), Resource::TaskDefinition(0.into())),
        (world.container_instance_arn(2.into()), Resource::ContainerInstance(2.into())),
        (world.ec2_instance_id(2.into()), Resource::ContainerInstance(2.into())),
    ];
    for (name, resource) in names {
        assert_eq!(find(world, &name), Some(resource), "{name}");
    }
    for name in ["web", "arn:aws:ecs:us-east-1:123456789012:task/lab/0123", "arn:aws:s3:::bucket", "i-0", ""]
    {
        assert_eq!(find(world, name), None, "{name}");
    }
}

#[test]
fn a_pasted_line_that_goes_on_is_one_command_and_a_mistake_swallows_nothing() {
    let lines = |text: &str| script::steps(text).into_iter().map(|step| step.line).collect::<Vec<_>>();
    assert_eq!(
        lines("aws ecs list-tasks \\\n  --cluster lab\nhelp"),
        ["aws ecs list-tasks \\\n  --cluster lab", "help"]
    );
    assert_eq!(lines("aws ecs list-tasks | jq .\nhelp"), ["aws ecs list-tasks | jq .", "help"]);
    assert_eq!(lines("echo 'a\nb' c\nhelp"), ["echo 'a\nb' c", "help"]);
}
