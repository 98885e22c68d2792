//! The cluster query language: which instances an expression finds, and what it says of a mistake.

use ecs_playground::model::ecs::{Attribute, ContainerInstance, EcsError};
use ecs_playground::model::kernel::SimTime;
use ecs_playground::model::placement::query;
use ecs_playground::model::world::Event;
use ecs_playground::model::world::decision::Target;
use proptest::prelude::*;

use crate::placement_world::{Setup, Wanted, attribute, instance, room};

fn typed(zone: u32, instance_type: &str, stack: Option<&str>) -> ContainerInstance {
    let zone_name = ["us-east-1a", "us-east-1b", "us-east-1c"][zone as usize];
    let mut attributes =
        vec![attribute("ecs.availability-zone", zone_name), attribute("ecs.instance-type", instance_type)];
    attributes.extend(stack.map(|value| attribute("stack", value)));
    ContainerInstance { attributes: attributes.into(), ..instance(zone, room(2048, 4096)) }
}

/// Instance 0 holds a database task, 1 a web task; 2 is new and disconnected; 3 has an attribute without a
/// value and an old agent.
fn setup() -> Setup {
    let mut setup = Setup::new();
    setup.add(typed(0, "g2.2xlarge", Some("prod")));
    setup.add(typed(1, "t2.small", Some("test")));
    let registered_at = SimTime::from_secs(3600);
    setup.add(ContainerInstance { registered_at, agent_connected: false, ..typed(2, "t3.micro", None) });
    let mut old = typed(0, "t2.micro", Some("10"));
    let bare = Attribute { name: "bare".into(), value: None };
    old.attributes = old.attributes.iter().cloned().chain([bare]).collect();
    setup.add(ContainerInstance { agent_version: "1.9.0".into(), running_tasks_count: 3, ..old });
    for (number, group) in ["database", "service:web"].into_iter().enumerate() {
        let wanted = Wanted { group: group.into(), ..Wanted::of_run_task(1, "") };
        let id = setup.world().container_instances.ids().nth(number).unwrap();
        setup.create(&wanted, Target::ContainerInstance(id));
    }
    setup
}

fn found(setup: &Setup, expression: &str) -> String {
    let parsed = query::parse(expression).unwrap_or_else(|error| panic!("{expression}: {error}"));
    let world = setup.world();
    let found = world.container_instances.ids().filter(|&id| parsed.matches(world, id));
    found.map(|id| id.0.to_string()).collect::<Vec<_>>().join(" ")
}

#[test]
fn expressions_find_instances() {
    let cases = [
        ("agentConnected == true", "0 1 3"),
        ("agentConnected != true", "2"),
        ("agentConnected equals false", "2"),
        ("agentConnected in [true, false]", "0 1 2 3"),
        ("agentVersion == 1.105.1", "0 1 2"),
        ("agentVersion < 1.10.0", "3"),
        ("agentVersion == 1.9", "3"),
        ("agentVersion greater_than_equal 1.9.0", "0 1 2 3"),
        ("agentVersion greater_than 1.9.0", "0 1 2"),
        ("runningTasksCount >= 3", "3"),
        ("runningTasksCount less_than 1", "0 1 2"),
        ("runningTasksCount less_than_equal 3", "0 1 2 3"),
        ("runningTasksCount not_equals 3", "0 1 2"),
        ("registeredAt < 2026-01-05T11:00:00Z", "0 1 3"),
        ("registeredAt == 2026-01-05T11:00:00", "2"),
        ("registeredAt == 2026-01-05T12:00:00+01:00", "2"),
        ("registeredAt > '2026-01-05'", "0 1 2 3"),
        ("registeredAt > 2026-01-06", ""),
        ("attribute:ecs.instance-type == t2.small", "1"),
        ("attribute:ecs.instance-type =~ t2.*", "1 3"),
        ("attribute:ecs.instance-type =~ t2", ""),
        ("attribute:ecs.instance-type matches t[23].(small|micro)", "1 2 3"),
        ("attribute:ecs.instance-type !~ t.*", "0"),
        ("attribute:ecs.instance-type not_matches t2.*", "0 2"),
        ("attribute:ecs.instance-type in [t2.small, 'g2.2xlarge']", "0 1"),
        ("attribute:ecs.instance-type in['t2.small']", "1"),
        ("attribute:ecs.instance-type !in [t2.small, t2.micro]", "0 2"),
        ("attribute:ecs.instance-type not_in [\"t2.small\"]", "0 2 3"),
        ("attribute:stack exists", "0 1 3"),
        ("attribute:stack !exists", "2"),
        ("attribute:stack not_exists", "2"),
        ("attribute:stack != prod", "1 2 3"),
        ("attribute:stack > 9", "0 1 3"),
        ("attribute:bare exists", "3"),
        ("attribute:bare == x", ""),
        ("task:group == database", "0"),
        ("not(task:group == database)", "1 2 3"),
        ("task:group == service:web", "1"),
        ("task:group =~ service:.*", "1"),
        ("task:group != database", "1 2 3"),
        ("attribute:ecs.instance-type =~ g2.* or attribute:ecs.instance-type =~ t3.*", "0 2"),
        ("attribute:ecs.instance-type =~ t2.* and attribute:ecs.availability-zone != us-east-1b", "3"),
        ("attribute:stack==prod||attribute:stack==test&&agentConnected==false", "0"),
        ("(attribute:stack == prod || attribute:stack == test) && !(agentConnected == false)", "0 1"),
        ("not not agentConnected == true", "0 1 3"),
    ];
    let setup = setup();
    for (expression, expected) in cases {
        assert_eq!(found(&setup, expression), expected, "{expression}");
    }
}

#[test]
fn instances_are_found_by_their_ec2_instance_id() {
    let setup = setup();
    let ids: Vec<_> = setup.world().container_instances.ids().collect();
    let name = setup.world().ec2_instance_id(ids[1]);
    assert_eq!(found(&setup, &format!("ec2InstanceId == {name}")), "1");
    assert_eq!(found(&setup, &format!("ec2InstanceId in ['i-abcd1234', '{name}']")), "1");
    assert_eq!(found(&setup, &format!("ec2InstanceId !in [{name}]")), "0 2 3");
    assert_eq!(found(&setup, "ec2InstanceId =~ i-0.*"), "0 1 2 3");
}

#[test]
fn a_task_that_was_asked_to_stop_is_in_no_group() {
    let mut setup = setup();
    let task = setup.world().tasks.ids().next().unwrap();
    setup.ask_to_stop(task);
    assert_eq!(found(&setup, "task:group == database"), "");
}

#[test]
fn an_attribute_that_changes_changes_the_answer() {
    let mut setup = setup();
    let id = setup.world().container_instances.ids().nth(2).unwrap();
    let attributes = [attribute("stack", "prod")].into();
    setup.say(Event::AttributesChanged { instance: id, attributes });
    assert_eq!(found(&setup, "attribute:stack == prod"), "0 2");
}

#[test]
fn mistakes_are_pointed_at() {
    let long = format!("attribute:stack == {}", "x".repeat(2000));
    let deep = format!("{}agentConnected == true", "!".repeat(100));
    let cases = [
        ("", 1, "a subject was expected"),
        ("   ", 4, "a subject was expected"),
        ("zone == a", 1, "there is no subject `zone`"),
        ("attribute: == a", 1, "an attribute has no name"),
        ("attribute:stack", 16, "an operator was expected"),
        ("attribute:stack = a", 17, "an operator was expected"),
        ("attribute:stack ==", 19, "a value was expected"),
        ("attribute:stack == 'a", 20, "a quote is not closed"),
        ("attribute:stack in a", 20, "`[` was expected"),
        ("attribute:stack in []", 21, "a value was expected"),
        ("attribute:stack in [a b]", 23, "`,` or `]` was expected"),
        ("attribute:stack =~ a(", 20, "`a(` is not a regular expression"),
        ("attribute:stack == a b", 22, "`and`, `or` or the end was expected"),
        ("(attribute:stack == a", 22, "`)` was expected"),
        ("attribute:stack == a)", 21, "`and`, `or` or the end was expected"),
        ("agentConnected > true", 16, "the subject does not take this operator"),
        ("agentConnected exists", 16, "the subject does not take this operator"),
        ("agentVersion =~ 1.*", 14, "the subject does not take this operator"),
        ("agentVersion == new", 17, "`new` is not a version such as 1.105.1"),
        ("runningTasksCount > many", 21, "`many` is not a whole number"),
        ("runningTasksCount > -1", 21, "`-1` is not a whole number"),
        ("registeredAt > 2018-02-30", 16, "`2018-02-30` is not a date such as 2018-06-18T22:28:28Z"),
        ("attribute:ü == a", 1, "an attribute has no name"),
        (&long, 2001, "more than 2000 characters"),
        (&deep, 65, "too many parentheses or negations inside each other"),
    ];
    for (expression, position, message) in cases {
        let error = query::parse(expression).expect_err(expression);
        assert_eq!((error.position, error.message.as_str()), (position, message), "{expression}");
    }
}

#[test]
fn the_api_says_it_as_an_invalid_parameter() {
    let error: EcsError = query::parse("zone == a").unwrap_err().into();
    let expected =
        "InvalidParameterException: Invalid expression: there is no subject `zone` at character 1.";
    assert_eq!(error.to_string(), expected);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,60}") {
        let _ = query::parse(&text);
    }

    #[test]
    fn any_words_of_the_language_are_read_or_refused(
        words in prop::collection::vec(prop::sample::select(WORDS), 0..12),
    ) {
        let setup = Setup::new();
        if let Ok(expression) = query::parse(&words.concat()) {
            let world = setup.world();
            let _ = world.container_instances.ids().filter(|&id| expression.matches(world, id)).count();
        }
    }
}

const WORDS: &[&str] = &[
    "attribute:a",
    "agentConnected",
    "registeredAt",
    "task:group",
    "runningTasksCount",
    " ",
    " ",
    "==",
    "!",
    "!=",
    "=~",
    "in",
    "[",
    "]",
    ",",
    "(",
    ")",
    "'",
    "and",
    "or",
    "not",
    "||",
    "&&",
    "1",
    "true",
    "é",
    "a.*",
    "2018-06-18",
    "T22:28:28",
    "+00:00",
    "exists",
];
