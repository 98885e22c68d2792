//! What the page answers to "why?", on real runs.

use std::collections::BTreeSet;

use ecs_playground::model::ecs::{ContainerInstanceId, DecisionId, ServiceId, TaskId};
use ecs_playground::model::world::WorldConfig;
use ecs_playground::model::world::decision::RejectReason;
use ecs_playground::playground::cli::parse::NoFiles;
use ecs_playground::playground::console;
use ecs_playground::playground::explain::placement::why_here;
use ecs_playground::playground::explain::table::{RULES, Verdict};
use ecs_playground::playground::explain::trace::Trace;
use ecs_playground::playground::explain::why_not::{WhyNot, why_not};
use ecs_playground::playground::explain::{service, task};
use ecs_playground::playground::recording::Session;
use ecs_playground::playground::scenarios::script;

fn run(text: &str) -> Session {
    script::run(text, WorldConfig::default(), &NoFiles).unwrap_or_else(|error| panic!("{error}"))
}

/// The instances register at once.
fn cluster(instances: &str) -> String {
    format!(
        "aws ecs create-cluster --cluster-name demo\n\
         playground launch-instances --cluster demo --ready --instance-type m5.large {instances}\n+5s\n"
    )
}

fn register(members: &str, container: &str) -> String {
    format!(
        "aws ecs register-task-definition --cli-input-json \
         '{{\"family\":\"app\",{members}\"containerDefinitions\":[{{\"name\":\"app\",\"image\":\"nginx:1.27\",\
         \"cpu\":256,\"memory\":256{container}}}]}}'\n"
    )
}

fn service_of(count: u32, options: &str) -> String {
    format!(
        "aws ecs create-service --cluster demo --service-name app --task-definition app --desired-count {count} \
         --launch-type EC2 {options}\n+20s\n"
    )
}

/// A session whose last failed placement shows the reason.
fn scripts() -> Vec<(&'static str, String)> {
    let plain = register("", "");
    let small = cluster("--count 1");
    let port = r#","portMappings":[{"containerPort":80,"hostPort":8080}]"#;
    let ports: Vec<String> = (0..100)
        .map(|number| format!(r#"{{"containerPort":{},"hostPort":{}}}"#, 1000 + number, 9000 + number))
        .collect();
    let gpu = r#","resourceRequirements":[{"type":"GPU","value":"1"}]"#;
    let drain =
        "aws ecs update-container-instances-state --cluster demo --status DRAINING --container-instances";
    let first = instance_of(&small);
    let awsvpc = r#""networkMode":"awsvpc","#;
    let network =
        |subnet: &str| format!("--network-configuration 'awsvpcConfiguration={{subnets=[{subnet}]}}'");
    let session = run(&small);
    let zones = &session.world().zones;
    let here = session.world().container_instances.iter().next().unwrap().1.zone;
    let (own, other) =
        (&zones[here.0 as usize].subnet_id, &zones[(here.0 as usize + 1) % zones.len()].subnet_id);
    let zone = &zones[here.0 as usize].name;
    let small_gpu = small.clone();
    vec![
        (
            "Cpu",
            format!(
                "{small}{}{}",
                register("", "").replace("256,\"memory", "1536,\"memory"),
                service_of(2, "")
            ),
        ),
        (
            "Memory",
            format!(
                "{small}{}{}",
                register("", "").replace("\"memory\":256", "\"memory\":5000"),
                service_of(2, "")
            ),
        ),
        ("Gpu", format!("{small_gpu}{}{}", register("", gpu), service_of(1, ""))),
        ("Port", format!("{small}{}{}", register("", port), service_of(2, ""))),
        (
            "PortLimit",
            format!(
                "{small}{}{}",
                register("", &format!(r#","portMappings":[{}]"#, ports.join(","))),
                service_of(1, "")
            ),
        ),
        ("Eni", format!("{small}{}{}", register(awsvpc, ""), service_of(3, &network(own)))),
        ("Location", format!("{small}{}{}", register(awsvpc, ""), service_of(1, &network(other)))),
        ("Status", format!("{small}{drain} {first}\n{plain}{}", service_of(1, ""))),
        (
            "ZoneUnavailable",
            format!(
                "{small}playground fault lose-availability-zone --availability-zone {zone}\n+1s\n{plain}{}",
                service_of(1, "")
            ),
        ),
        (
            "AgentDisconnected",
            format!(
                "{small}playground disconnect-agent --container-instance {first}\n+1s\n{plain}{}",
                service_of(1, "")
            ),
        ),
        (
            "MissingAttribute",
            format!(
                "{small}{}{}",
                register(r#""ephemeralStorage":{"sizeInGiB":50},"#, ""),
                service_of(1, "")
            ),
        ),
        (
            "Architecture",
            format!(
                "{small}{}{}",
                register(r#""runtimePlatform":{"cpuArchitecture":"ARM64"},"#, ""),
                service_of(1, "")
            ),
        ),
        (
            "DistinctInstance",
            format!("{small}{plain}{}", service_of(2, "--placement-constraints type=distinctInstance")),
        ),
        (
            "MemberOf",
            format!(
                "{small}{plain}{}",
                service_of(
                    1,
                    "--placement-constraints 'type=memberOf,expression=attribute:ecs.instance-type==c5.large'"
                )
            ),
        ),
    ]
}

fn instance_of(script: &str) -> String {
    let session = run(script);
    let id = session.world().container_instances.ids().next().unwrap();
    session.world().container_instance_hex(id)
}

fn name(reason: &RejectReason) -> &'static str {
    // No wildcard: a new reason has to be reached by a script too.
    match reason {
        RejectReason::Status(_) => "Status",
        RejectReason::ZoneUnavailable => "ZoneUnavailable",
        RejectReason::AgentDisconnected => "AgentDisconnected",
        RejectReason::MissingAttribute(_) => "MissingAttribute",
        RejectReason::Architecture { .. } => "Architecture",
        RejectReason::Cpu { .. } => "Cpu",
        RejectReason::Memory { .. } => "Memory",
        RejectReason::Gpu { .. } => "Gpu",
        RejectReason::Port { .. } => "Port",
        RejectReason::PortLimit { .. } => "PortLimit",
        RejectReason::Eni { .. } => "Eni",
        RejectReason::DistinctInstance => "DistinctInstance",
        RejectReason::MemberOf(_) => "MemberOf",
        RejectReason::Location => "Location",
    }
}

const REASONS: usize = 14;

fn failures(session: &Session) -> impl Iterator<Item = (DecisionId, WhyNot)> + '_ {
    session.world().decisions.ids().filter_map(|id| Some((id, why_not(session.world(), id)?)))
}

fn reasons(answer: &WhyNot) -> impl Iterator<Item = &RejectReason> {
    let verdicts = answer.rows.iter().flat_map(|row| &row.verdicts);
    verdicts.flat_map(|verdict| match verdict {
        Verdict::Fails(reasons) => &reasons[..],
        Verdict::Passes { .. } | Verdict::NotAsked => &[],
    })
}

#[test]
fn every_reason_is_reached_and_explained() {
    let mut reached = BTreeSet::new();
    for (wanted, text) in scripts() {
        let session = run(&text);
        let found: BTreeSet<_> = failures(&session)
            .flat_map(|(_, answer)| reasons(&answer).map(name).collect::<Vec<_>>())
            .collect();
        assert!(found.contains(wanted), "{wanted} was not reached, only {found:?}:\n{text}");
        for (_, answer) in failures(&session) {
            assert!(answer.lead.ends_with('.') && !answer.lead.contains("  "), "{wanted}: {}", answer.lead);
            assert!(answer.rows.iter().all(|row| row.verdicts.len() == RULES.len() && !row.fits()));
        }
        reached.extend(found);
    }
    assert_eq!(reached.len(), REASONS, "{reached:?}");
}

/// What is said first, for each reason.
#[test]
fn the_lead_names_what_is_missing() {
    let expected = [
        ("Cpu", "512 CPU units are free in the whole cluster; one task needs 1536."),
        ("Memory", "2690 MiB of memory are free in the whole cluster; one task needs 5000."),
        ("Gpu", "0 GPUs are free in the whole cluster; one task needs 1."),
        ("Port", "The only container instance has host port tcp 8080 in use."),
        ("PortLimit", "The only container instance has no host port left to reserve."),
        ("Eni", "0 network interfaces are free in the whole cluster; one task needs 1."),
        ("Location", "The only container instance is outside the zones of the request's subnets."),
        ("Status", "No container instance is ACTIVE."),
        ("DistinctInstance", "The only container instance has a task of the group already."),
        ("MemberOf", "The only container instance fails attribute:ecs.instance-type==c5.large."),
        ("AgentDisconnected", "The only container instance has lost its agent's connection."),
    ];
    let scripts = scripts();
    for (reason, lead) in expected {
        let (_, text) = scripts.iter().find(|(name, _)| *name == reason).unwrap();
        let session = run(text);
        let (_, answer) = failures(&session).last().unwrap();
        assert_eq!(answer.lead, lead, "{reason}");
    }
}

/// The first change that is proposed really makes room: nothing is left without a place after it.
#[test]
fn the_changes_that_are_proposed_work() {
    let expected = [
        ("Cpu", "Lower app’s cpu from 1536 to 512"),
        ("Memory", "Lower app’s memory from 5000 to 2690"),
        ("Port", "Use a dynamic host port instead of tcp 8080"),
        ("Eni", "Add one m5.large in us-east-1"),
        ("Status", "Set i-"),
        ("ZoneUnavailable", "Bring us-east-1"),
        ("AgentDisconnected", "Connect the agent of i-"),
        ("DistinctInstance", "Drop app’s constraint distinctInstance"),
        ("MemberOf", "Drop app’s constraint memberOf"),
        ("Architecture", "Add one "),
    ];
    let scripts = scripts();
    for (reason, title) in expected {
        let (_, text) = scripts.iter().find(|(name, _)| *name == reason).unwrap();
        let mut session = run(text);
        let (_, answer) = failures(&session).last().unwrap();
        let change = &answer.changes.first().unwrap_or_else(|| panic!("{reason}: no change is proposed"));
        assert!(change.title.starts_with(title), "{reason}: {}", change.title);
        for command in &change.commands {
            session.execute(command).unwrap_or_else(|error| panic!("{reason}: {}", error.message));
        }
        session.advance_to(session.now() + ecs_playground::model::kernel::SimDuration::from_mins(15));
        let service = &session.world().services[ServiceId(0)];
        assert_eq!(service.running_count(), service.desired_count, "{reason}: {}", change.title);
    }
}

#[test]
fn free_units_do_not_add_up() {
    let text = cluster("--count 2")
        + &register("", "").replace("256,\"memory", "1280,\"memory")
        + &service_of(3, "");
    let session = run(&text);
    let (_, answer) = failures(&session).last().unwrap();
    assert_eq!(answer.lead, "1536 CPU units are free in the cluster, but the most on one instance is 768.");
    let shortage = answer.shortage.unwrap();
    assert_eq!((shortage.needs, &shortage.has[..]), (1280, &[768, 768][..]));
    assert_eq!(answer.rows.len(), 2);
}

#[test]
fn why_here_counts_the_zones_as_they_were_for_this_task_of_the_batch() {
    let text = cluster("--count 3") + &register("", "") + &service_of(5, "");
    let session = run(&text);
    let world = session.world();
    let lead = |task: u32| why_here(world, TaskId(task)).unwrap().lead;
    assert!(lead(0).ends_with("was among the zones with the fewest app tasks: 0, 0, 0."), "{}", lead(0));
    assert!(lead(2).ends_with("had the fewest app tasks: 0, 1, 1."), "{}", lead(2));
    assert!(lead(4).ends_with("was among the zones with the fewest app tasks: 1, 1, 2."), "{}", lead(4));
    let answer = why_here(world, TaskId(4)).unwrap();
    assert!(answer.rows[0].chosen && answer.rows[0].fits());
    assert_eq!(answer.rows.len(), 3);
    let held: u32 = answer.rows.iter().map(|row| row.group_tasks).sum();
    assert_eq!(held, 4, "four tasks of the batch came before it");
    assert!(answer.rest.contains("seed 7 broke the tie"), "{}", answer.rest);
}

#[test]
fn a_stopped_task_names_the_command_behind_it() {
    let session = run(&(cluster("--count 1") + &register("", "") + &service_of(1, "")));
    let task_hex = session.world().task_hex(TaskId(0));
    let mut session = session;
    let line = format!("playground fault kill-container --cluster demo --task {task_hex} --exit-code 3");
    for step in script::steps(&format!("{line}\n+5s\n")) {
        script::run_step(&mut session, &step, &NoFiles).unwrap();
    }
    let (world, log) = (session.world(), session.simulation().log());
    let mut trace = Trace::default();
    trace.follow(log);
    let story = task::story(world, log, &trace, TaskId(0));
    let ending = story.ending.unwrap();
    assert_eq!(&*ending.reason, "Essential container in task exited");
    assert_eq!(&*ending.cause.unwrap().command.operation, "KillContainer");
    assert_eq!(ending.containers[0].exit_code, Some(3));
    let sum: u64 = story.stages.iter().map(|stage| stage.lasted.as_millis()).sum();
    assert_eq!(sum, world.now.since(story.stages[0].from).as_millis(), "the stages leave no gap");
    let service = service::story(world, log, &trace, ServiceId(0));
    assert!(!service.lead.is_empty());
}

#[test]
fn a_task_says_what_it_waits_for() {
    let container = r#"},{"name":"db","image":"nginx:1.27","memory":64,"essential":true"#;
    let waits = r#","dependsOn":[{"containerName":"db","condition":"HEALTHY"}]"#;
    let health = r#","healthCheck":{"command":["CMD","true"],"interval":30}"#;
    let text =
        cluster("--count 1") + &register("", &format!("{waits}{container}{health}")) + &service_of(1, "");
    let session = run(&text);
    let mut trace = Trace::default();
    trace.follow(session.simulation().log());
    let story = task::story(session.world(), session.simulation().log(), &trace, TaskId(0));
    assert!(story.waits.iter().any(|line| line == "Waits for db to be HEALTHY"), "{:?}", story.waits);
}

#[test]
fn a_task_of_start_task_is_where_its_caller_said() {
    let mut session = run(&(cluster("--count 2") + &register("", "")));
    let named = session.world().container_instance_hex(ContainerInstanceId(1));
    let start = "aws ecs start-task --cluster demo --task-definition app --container-instances";
    run_in(&mut session, &format!("{start} {named}"));
    let here = why_here(session.world(), TaskId(0)).unwrap();
    assert!(here.lead.starts_with("StartTask named "), "{}", here.lead);
    assert_eq!((here.rows.len(), here.steps.len()), (1, 0));
    assert!(here.rows[0].chosen && here.rows[0].fits());
    let big = r#"--overrides '{"containerOverrides":[{"name":"app","memory":90000}]}'"#;
    run_in(&mut session, &format!("{start} {named} {big}"));
    let not = why_not(session.world(), DecisionId(1)).unwrap();
    assert_eq!(not.rows.len(), 1);
}

fn run_in(session: &mut Session, line: &str) {
    let output = console::run(session, line, &NoFiles);
    assert_eq!(output.stderr, "");
}

/// Going back keeps what lies ahead; a run that was cut is read anew.
#[test]
fn the_timeline_follows_a_run_back_and_into_a_branch() {
    use ecs_playground::model::kernel::{SimDuration, SimTime};
    use ecs_playground::playground::views::timeline::{Timeline, Window, view};
    let mut session = run(&(cluster("--count 1") + &register("", "") + &service_of(2, "")));
    let mut timeline = Timeline::default();
    let service = Some(ServiceId(0));
    let window = Window { from: SimTime::ZERO, span: SimDuration::from_secs(60) };
    let follow = |timeline: &mut Timeline, session: &Session| {
        timeline.follow(session.simulation().log(), session.world(), session.end());
        view(timeline, session.world(), service, window).chart.unwrap().now
    };
    let now = follow(&mut timeline, &session);
    assert_eq!((now.running, now.desired, now.lower, now.upper), (2, 2, 2, 4));
    session.seek(SimTime::from_secs(6));
    assert_eq!(follow(&mut timeline, &session).running, 0, "the playhead is before the first task");
    assert!(view(&timeline, session.world(), service, window).end > 30.0, "the run goes on ahead of it");
    for step in script::steps("aws ecs update-service --cluster demo --service app --desired-count 1\n+15s\n")
    {
        script::run_step(&mut session, &step, &NoFiles).unwrap();
    }
    let now = follow(&mut timeline, &session);
    assert_eq!((now.running, now.desired), (1, 1));
}
