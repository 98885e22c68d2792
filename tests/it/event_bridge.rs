//! What EventBridge gets, in every run that the page offers.

use std::collections::BTreeMap;

use ecs_playground::playground::event_bridge::{self, Sent};
use ecs_playground::playground::scenarios::{SCENARIOS, start};
use serde_json::Value;

/// `version` in the detail grows with every change, so the same number is the same event delivered twice.
#[test]
fn a_version_tells_a_change_from_a_duplicate() {
    let mut checked = 0;
    for scenario in SCENARIOS {
        let session = start(scenario.name).expect("a scenario of the list");
        let mut newest: BTreeMap<String, Value> = BTreeMap::new();
        session.retell(0, |world, logged| {
            for sent in event_bridge::sent(&logged.event, world) {
                let event = event_bridge::event(world, logged, sent);
                if !matches!(sent, Sent::TaskStateChange(_) | Sent::ContainerInstanceStateChange(_)) {
                    assert!(event["detail"]["version"].is_null(), "{event:#}");
                    continue;
                }
                let version = |event: &Value| event["detail"]["version"].as_u64().expect("a number");
                let arn = event["resources"][0].as_str().expect("an ARN").to_owned();
                if let Some(earlier) = newest.insert(arn, event.clone()) {
                    checked += 1;
                    let is_duplicate = without_time(&earlier) == without_time(&event);
                    assert!(
                        version(&event) > version(&earlier) || is_duplicate,
                        "{}: {earlier:#} {event:#}",
                        scenario.name
                    );
                }
            }
            true
        });
    }
    assert!(checked > 1_000, "{checked}");
}

fn without_time(event: &Value) -> Value {
    let mut detail = event["detail"].clone();
    detail["updatedAt"].take();
    detail
}

/// The log told again from any entry on ends in the world that the run has come to.
#[test]
fn a_run_retold_ends_where_it_stands() {
    for scenario in SCENARIOS {
        let session = start(scenario.name).expect("a scenario of the list");
        let length = session.simulation().log().len();
        for first in [0, length / 2, length.saturating_sub(1)].into_iter().filter(|first| *first < length) {
            let mut told = 0;
            let mut last = None;
            session.retell(first, |world, _| {
                told += 1;
                if told == length - first {
                    last = Some(world.clone());
                }
                true
            });
            let mut world =
                last.unwrap_or_else(|| panic!("{}: {told} of {length} from {first}", scenario.name));
            world.now = session.now();
            assert_eq!(format!("{world:?}"), format!("{:?}", session.world()), "{}", scenario.name);
        }
    }
}

/// No two events have one id, whatever they are about.
#[test]
fn every_event_has_an_id_of_its_own() {
    for scenario in SCENARIOS {
        let (mut ids, mut events) = (std::collections::BTreeSet::new(), 0);
        start(scenario.name).expect("a scenario of the list").retell(0, |world, logged| {
            for sent in event_bridge::sent(&logged.event, world) {
                events += 1;
                ids.insert(event_bridge::event(world, logged, sent)["id"].to_string());
            }
            true
        });
        assert_eq!(ids.len(), events, "{}", scenario.name);
    }
}
