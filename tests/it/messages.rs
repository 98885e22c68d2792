//! Every text of the service event list that this model can cause is caused by some transcript, word for word, and
//! no transcript shows a text that ECS does not have.
//!
//! In a pattern `*` stands for names, numbers and lists of tasks.

use std::fs;
use std::path::PathBuf;

const FAILED_PLACEMENT: &str =
    "(service *) was unable to place a task because no container instance met all of its requirements. ";
const TROUBLESHOOTING: &str =
    " For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.";

/// A text, and the transcript that shows it. Source: "Amazon ECS service event messages" and real event lists.
const TEXTS: &[(&str, &str)] = &[
    ("(service *) has started * tasks: (task *).", "rolling-update"),
    (
        "(service *) has started * tasks: (task *). Amazon ECS replaced * tasks due to an unhealthy status.",
        "failing-health-check",
    ),
    ("(service *) has stopped * running tasks: (task *).", "rolling-update"),
    ("(service *) stopped * pending tasks.", "breaker-without-rollback"),
    ("(service *) has reached a steady state.", "rolling-update"),
    ("(service *) (deployment ecs-svc/*) deployment completed.", "rolling-update"),
    ("(service *) (deployment ecs-svc/*) deployment failed: tasks failed to start.", "circuit-breaker"),
    ("(service *) (deployment ecs-svc/*) deployment failed: alarm detected.", "deployment-alarms"),
    ("(service *) rolling back to deployment ecs-svc/*.", "circuit-breaker"),
    ("(service *) (task *) failed container health checks.", "failing-health-check"),
    ("(service *) is unable to consistently start tasks successfully.", "cannot-pull"),
    ("(service *) updated computedDesiredCount for taskSet ecs-svc/* to *.", "task-sets"),
    ("(service *, taskSet ecs-svc/*) updated state to STEADY_STATE.", "task-sets"),
    ("(service *, taskSet ecs-svc/*) has started * tasks: (task *).", "task-sets"),
    ("(service *, taskSet ecs-svc/*) has stopped * running tasks: (task *).", "task-sets"),
    (
        "(service *) was unable to stop or start tasks during a deployment because of the service deployment \
         configuration. Update the minimumHealthyPercent or maximumPercent value and try again.",
        "stuck-percents",
    ),
    (
        "(service *) was unable to place a task. Reason: Capacity is unavailable at this time. Please try again later \
         or in a different availability zone.",
        "fargate-spot",
    ),
    (
        "(service *) was unable to reach steady state. Reason: No Container Instances were found in your capacity \
         provider.",
        "waits-in-vain",
    ),
    ("(service *) registered * targets in (target-group *)", "load-balancer"),
    ("(service *) deregistered * targets in (target-group *)", "load-balancer"),
    // The error in it is Elastic Load Balancing's; this one is assumed.
    (
        "(service *) failed to register targets in (target-group *) with (error One or more target groups not found)",
        "target-group-gone",
    ),
    ("(service *) has begun draining connections on * tasks.", "load-balancer"),
    ("(service *, taskSet ecs-svc/*) has begun draining connections on * tasks.", "traffic-and-deployments"),
    (
        "(service *) (task *) (port *) is unhealthy in (target-group *) due to (reason Health checks failed with these \
         codes: [404]).",
        "bad-health-path",
    ),
    (
        "(service *) (task *) (instance i-*) (port *) is unhealthy in (target-group *) due to (reason Health checks failed \
         with these codes: [404])",
        "several-target-groups",
    ),
    (
        "(service *) (task *) (port *) is unhealthy in (target-group *) due to (reason Request timed out).",
        "task-faults",
    ),
    (
        "(service *) (task *) (instance i-*) (port *) is unhealthy in (target-group *) due to (reason Request timed out)",
        "weights-and-overload",
    ),
    (
        "(service *) is not AZ balanced with * tasks in *, * tasks in *. AZ Rebalancing in progress.",
        "az-rebalancing",
    ),
    ("(service *) has started * tasks in * to AZ Rebalance: (task *).", "az-rebalancing"),
    ("* has stopped * running tasks in * due to AZ rebalancing: (task *).", "az-rebalancing"),
    ("(service *) is AZ balanced with * tasks in *, * tasks in *.", "az-rebalancing"),
    (
        "service (*) is unable to place a task in * because no container instance met all of its requirements.",
        "az-rebalancing",
    ),
    ("service (*) is unable to place a task in us-east-1b.", "az-rebalancing-held"),
    (
        "service (*) was unable to AZ Rebalance because ecs-svc/* was unable to scale in due to * tasks under \
         protection.",
        "az-rebalancing-held",
    ),
    ("service (*) stopped AZ Rebalancing.", "az-rebalancing-held"),
    ("service (*) could not launch * tasks for deployment ecs-svc/*.", "could-not-launch"),
    (
        "(service *) was unable to reach steady state because (taskSet ecs-svc/*) was unable to scale in due to (reason \
         * tasks under protection)",
        "task-protection",
    ),
];

/// What stands between [`FAILED_PLACEMENT`] and [`TROUBLESHOOTING`].
const PLACEMENTS: &[(&str, &str)] = &[
    ("Reason: No Container Instances were found in your cluster.", "placement-messages"),
    ("The closest matching (container-instance *) has insufficient CPU units available.", "no-room"),
    ("The closest matching (container-instance *) has insufficient memory available.", "placement-messages"),
    (
        "The closest matching (container-instance *) is already using a port required by your task.",
        "host-port-clash",
    ),
    (
        "The closest matching (container-instance *) is missing an attribute required by your task.",
        "placement-messages",
    ),
    ("The closest matching (container-instance *) doesn't have the agent connected.", "agent-disconnect"),
    (
        "The closest matching (container-instance *) encountered error \"MemberOf placement constraint unsatisfied.\".",
        "placement-messages",
    ),
    ("The closest matching (container-instance *) encountered error \"RESOURCE:ENI\".", "eni-limit"),
    // Worded like MemberOf: assumed.
    (
        "The closest matching (container-instance *) encountered error \"DistinctInstance placement constraint unsatisfied.\".",
        "constraints",
    ),
];

fn texts() -> Vec<(String, &'static str)> {
    let plain = TEXTS.iter().map(|&(text, transcript)| (text.to_owned(), transcript));
    let placements = PLACEMENTS
        .iter()
        .map(|&(part, transcript)| (format!("{FAILED_PLACEMENT}{part}{TROUBLESHOOTING}"), transcript));
    plain.chain(placements).collect()
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/transcripts")
}

/// The service event messages of a transcript: what follows the time.
fn messages(transcript: &str) -> Vec<String> {
    let text = fs::read_to_string(folder().join(format!("{transcript}.txt")))
        .unwrap_or_else(|error| panic!("{transcript}: {error}"));
    let told = text.lines().filter_map(|line| line.strip_prefix("> ")?.split_once(' '));
    let messages = told.filter(|(at, what)| at.contains(':') && is_message(what));
    messages.map(|(_, what)| what.to_owned()).collect()
}

/// Of the texts, some name the service first, or without brackets: only their documented form is known.
fn is_message(text: &str) -> bool {
    text.starts_with("(service ")
        || text.starts_with("service (")
        || text.contains(" due to AZ rebalancing: ")
}

fn matches(pattern: &str, text: &str) -> bool {
    let mut pieces = pattern.split('*');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let mut pieces = pieces.peekable();
    while let Some(piece) = pieces.next() {
        let found = if pieces.peek().is_none() {
            rest.strip_suffix(piece).map(|_| rest.len() - piece.len())
        } else {
            rest.find(piece)
        };
        let Some(at) = found.filter(|&at| at > 0) else { return false };
        rest = &rest[at + piece.len()..];
    }
    rest.is_empty()
}

#[test]
fn every_text_is_shown_by_its_transcript() {
    let missing: Vec<String> = texts()
        .into_iter()
        .filter(|(text, transcript)| !messages(transcript).iter().any(|message| matches(text, message)))
        .map(|(text, transcript)| format!("{transcript} does not show: {text}"))
        .collect();
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn every_message_is_one_of_the_texts() {
    let texts = texts();
    let files = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut unknown = Vec::new();
    for file in files {
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        let messages = messages(&name).into_iter();
        let strange = messages.filter(|message| !texts.iter().any(|(text, _)| matches(text, message)));
        unknown.extend(strange.map(|message| format!("{name}: {message}")));
    }
    assert!(unknown.is_empty(), "{}", unknown.join("\n"));
}

#[test]
fn patterns_match_whole_texts_only() {
    let rows = [
        ("(service *) rolls.", "(service web) rolls.", true),
        ("(service *) rolls.", "(service web) rolls. Further.", false),
        ("a * b * c", "a 1 b 2 c", true),
        ("a * b * c", "a  b 2 c", false),
        ("plain", "plain", true),
        ("plain", "plainer", false),
    ];
    for (pattern, text, expected) in rows {
        assert_eq!(matches(pattern, text), expected, "{pattern} on {text}");
    }
}
