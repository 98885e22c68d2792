//! Every scenario runs, and shows what its summary promises.

use ecs_playground::model::kernel::{SimDuration, SimTime};
use ecs_playground::model::world::{Event, World, WorldConfig};
use ecs_playground::playground::cli::parse::NoFiles;
use ecs_playground::playground::console;
use ecs_playground::playground::recording::Session;
use ecs_playground::playground::scenarios::first::{self, FirstRun};
use ecs_playground::playground::scenarios::{self, SCENARIOS, script};

/// Runs the lines of a script in a session that goes on.
pub fn run_all(session: &mut Session, text: &str) {
    for step in script::steps(text) {
        script::run_step(session, &step, &NoFiles).unwrap_or_else(|error| panic!("{error}"));
    }
}

/// Lines to type once the scenario stands, and what their last one then prints.
const PROMISES: &[(&str, &str, &str)] = &[
    (
        "demo",
        "aws ecs describe-services --cluster demo --services web --query 'services[0].[runningCount,events[0].message]' --output text",
        "6\t(service web) has reached a steady state.\n",
    ),
    (
        "fargate",
        "aws ecs describe-tasks --cluster demo --tasks $(tasks) --query 'sort(tasks[].availabilityZone)' --output text",
        "us-east-1a\tus-east-1b\tus-east-1c\n",
    ),
    (
        "rolling",
        "aws ecs describe-services --cluster demo --services web --query 'services[0].deployments[].[status,rolloutState]' --output text",
        "PRIMARY\tIN_PROGRESS\nACTIVE\tCOMPLETED\n",
    ),
    (
        "circuit-breaker",
        "aws ecs describe-services --cluster demo --services web --query 'services[0].deployments[].[status,rolloutState]' --output text",
        "PRIMARY\tIN_PROGRESS\nACTIVE\tCOMPLETED\n",
    ),
    (
        "blue-green",
        "aws ecs describe-services --cluster demo --services web --query 'services[0].deployments[].[status,runningCount]' --output text",
        "PRIMARY\t4\nACTIVE\t4\n",
    ),
    (
        "canary",
        "aws ecs list-service-deployments --cluster demo --service web --query 'serviceDeployments[].status' --output text",
        "IN_PROGRESS\tSUCCESSFUL\n",
    ),
    (
        "stuck",
        "aws ecs describe-services --cluster demo --services web --query 'services[0].events[0].message' --output text",
        "(service web) was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.\n",
    ),
    (
        "no-room",
        "aws ecs describe-services --cluster demo --services api --query 'services[0].[desiredCount,runningCount]' --output text",
        "5\t3\n",
    ),
    (
        "crash-loop",
        "aws ecs describe-services --cluster demo --services web --query \"length(services[0].events[?contains(message, 'has started 1 tasks')]) > `2`\"",
        "true\n",
    ),
    (
        "lost-zone",
        "aws ecs describe-services --cluster demo --services web --query 'services[0].[desiredCount,runningCount]' --output text",
        "6\t4\n",
    ),
    (
        "auto-scaling",
        "aws ecs describe-clusters --clusters demo --query 'clusters[0].[pendingTasksCount,registeredContainerInstancesCount]' --output text",
        "12\t0\n",
    ),
    (
        "spot",
        "aws ecs list-container-instances --cluster demo --status DRAINING --query 'length(containerInstanceArns)'",
        "1\n",
    ),
    (
        "fargate-spot",
        "aws ecs describe-tasks --cluster demo --tasks $(tasks) --query 'length(tasks[?capacityProviderName==`FARGATE_SPOT`])'",
        "7\n",
    ),
    (
        "mixed",
        "aws ecs describe-services --cluster demo --services web api log --query 'services[].[serviceName,launchType,schedulingStrategy,runningCount]' --output text",
        "web\tEC2\tREPLICA\t4\napi\tFARGATE\tREPLICA\t3\nlog\tEC2\tDAEMON\t3\n",
    ),
    (
        "balanced",
        "aws elbv2 describe-target-health --target-group-arn web --query \"length(TargetHealthDescriptions[?TargetHealth.State=='healthy'])\"",
        "4\n",
    ),
    (
        "bad-health-path",
        "aws ecs describe-services --cluster demo --services web --query \"length(services[0].events[?contains(message, 'Health checks failed with these codes: [404]')]) > `1`\"",
        "true\n",
    ),
    (
        "scaling",
        "aws application-autoscaling describe-scaling-policies --service-namespace ecs --query 'ScalingPolicies[0].[PolicyName,length(Alarms)]' --output text",
        "cpu\t2\n",
    ),
    (
        "fleet",
        "aws ecs describe-clusters --clusters fleet --query 'clusters[0].[registeredContainerInstancesCount,activeServicesCount]' --output text",
        "1000\t20\n",
    ),
    ("empty", "aws ecs list-clusters --query 'length(clusterArns)'", "0\n"),
];

#[test]
fn every_scenario_shows_what_it_promises() {
    let names: Vec<&str> = SCENARIOS.iter().map(|scenario| scenario.name).collect();
    let promised: Vec<&str> = PROMISES.iter().map(|(name, ..)| *name).collect();
    assert_eq!(names, promised);
    for (name, line, expected) in PROMISES {
        let mut session = scenarios::start(name).unwrap();
        let line = line.replace("$(tasks)", &all_tasks(session.world()));
        let output = console::run(&mut session, &line, &NoFiles);
        assert_eq!((output.stdout.as_str(), output.stderr.as_str()), (*expected, ""), "{name}");
        assert_eq!(session.world().broken_invariant(), None, "{name}");
    }
}

fn all_tasks(world: &World) -> String {
    world.tasks.ids().map(|id| world.task_hex(id)).collect::<Vec<_>>().join(" ")
}

#[test]
fn scenarios_are_titled_in_few_words_and_summed_up_in_one_sentence() {
    for scenario in SCENARIOS {
        assert!(scenario.title.split(' ').count() <= 4, "{}", scenario.title);
        let summary = scenario.summary;
        assert!(summary.ends_with('.') && summary.matches(". ").count() == 0, "{summary}");
    }
}

/// Says each message of service events once, in order.
fn messages(session: &Session) -> Vec<String> {
    let log = session.simulation().log();
    let posted = log.since(0).filter_map(|logged| match &logged.event {
        Event::ServiceEventPosted { message, .. } => Some(message.to_string()),
        _ => None,
    });
    posted.collect()
}

#[test]
fn what_the_scenarios_begin_comes_to_its_end() {
    let ends = [
        ("rolling", "deployment completed."),
        ("lost-zone", "has reached a steady state."),
        ("mixed", "has reached a steady state."),
    ];
    for (name, end) in ends {
        let mut session = scenarios::start(name).unwrap();
        let before = messages(&session).len();
        run_all(&mut session, "+10m");
        let since = messages(&session).split_off(before);
        let any = since.iter().any(|message| message.ends_with(end));
        assert!(any || name == "mixed", "{name}: {since:?}");
    }
    let session = script::run("", WorldConfig::default(), &NoFiles).unwrap();
    assert_eq!(messages(&session), [""; 0]);
}

/// The page's first module draws the first scenario without what reads lines.
#[test]
fn the_first_run_is_the_scenario_of_the_first_visit() {
    let of_lines = scenarios::start(first::NAME).expect("there is a first scenario");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        let text = serde_json::to_string_pretty(of_lines.recording()).unwrap() + "\n";
        std::fs::write("src/playground/scenarios/texts/demo.json", text).unwrap();
        return;
    }
    let mut run = FirstRun::default();
    while run.play_next() {}
    let at = of_lines.now() + SimDuration::from_mins(10);
    run.advance_to(at);
    let of_commands = run.into_session();
    let mut of_lines = of_lines;
    of_lines.advance_to(at);
    assert_eq!(of_commands.recording(), of_lines.recording());
    assert_eq!(of_commands.simulation().log().fingerprint(), of_lines.simulation().log().fingerprint());

    // It goes on, and back, as any other run.
    let mut again = of_commands;
    again.seek(SimTime::from_secs(30));
    again.seek(at);
    assert_eq!(again.simulation().log().fingerprint(), of_lines.simulation().log().fingerprint());
}
