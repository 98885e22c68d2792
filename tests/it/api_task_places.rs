//! Where tasks of RunTask and StartTask run, and what is recorded of it.

use ecs_playground::model::ecs::{ContainerInstanceId, TaskId};
use ecs_playground::model::world::decision::{PlacementRecord, Purpose, RejectReason, Target};
use serde_json::{Value, json};

use crate::api_world::{ApiWorld, network};

fn decisions(world: &ApiWorld) -> Vec<&PlacementRecord> {
    let decisions = &world.simulation.world().decisions;
    decisions.iter().map(|(_, record)| &**record).collect()
}

#[test]
fn start_task_records_why_it_started_and_why_not() {
    let mut world = ApiWorld::with_definitions();
    let on = [world.instance_arn(0), world.instance_arn(1)];
    let big = json!({ "containerOverrides": [{ "name": "web", "cpu": 2000 }] });
    let request = |overrides: &Value| json!({ "cluster": "lab", "taskDefinition": "web", "containerInstances": on, "overrides": overrides });
    world.ok("StartTask", request(&json!({})));
    let answer = world.ok("StartTask", request(&big));
    let reasons: Vec<&Value> =
        answer["failures"].as_array().unwrap().iter().map(|failure| &failure["reason"]).collect();
    assert_eq!(reasons, ["RESOURCE:CPU", "RESOURCE:CPU"]);

    let all = decisions(&world);
    assert_eq!(all.len(), 4);
    let named = [ContainerInstanceId(0), ContainerInstanceId(1)];
    for (record, instance) in all.iter().zip(named.into_iter().cycle()) {
        assert_eq!(record.purpose, Purpose::StartTask);
        assert_eq!(record.candidates.len(), 1, "nothing was chosen among others");
        assert_eq!(record.candidates[0].instance, instance);
    }
    assert_eq!(all[0].choices[0].target, Target::ContainerInstance(named[0]));
    assert_eq!((all[0].unplaced, &all[0].failure), (0, &None));
    let short = RejectReason::Cpu { needs: 2000, has: 1792 };
    assert_eq!((all[2].choices.len(), all[2].unplaced), (0, 1));
    assert_eq!(&*all[2].candidates[0].rejects, std::slice::from_ref(&short));
    assert_eq!(all[2].candidates[0].group_tasks, 1);
    assert_eq!(all[2].failure.as_ref().unwrap().closest, Some((named[0], short)));

    let tasks = &world.simulation.world().tasks;
    let decision = |task: u32| tasks[TaskId(task)].decision.map(|(id, choice)| (id.0, choice));
    assert_eq!([decision(0), decision(1)], [Some((0, 0)), Some((1, 0))]);
}

#[test]
fn run_task_runs_on_the_platform_version_that_was_asked_for() {
    for (asked, given) in [(json!("1.3.0"), "1.3.0"), (json!("LATEST"), "1.4.0"), (Value::Null, "1.4.0")] {
        let mut world = ApiWorld::with_definitions();
        let mut request = json!({ "cluster": "lab", "taskDefinition": "far", "launchType": "FARGATE" });
        request["networkConfiguration"] = network(&world);
        if !asked.is_null() {
            request["platformVersion"] = asked;
        }
        let answer = world.ok("RunTask", request);
        assert_eq!(answer["tasks"][0]["platformVersion"], given);
    }
}

#[test]
fn a_network_interface_lies_in_the_subnet_that_was_asked_for() {
    let mut world = ApiWorld::with_definitions();
    let mine = "subnet-0123456789abcdef0";
    let subnets = json!({ "awsvpcConfiguration": { "subnets": [mine] } });
    let request = json!({ "cluster": "lab", "taskDefinition": "own", "networkConfiguration": subnets });
    let task = world.one_task(request);
    let answer = world.ok("DescribeTasks", json!({ "cluster": "lab", "tasks": [task] }));
    let details = answer["tasks"][0]["attachments"][0]["details"].as_array().unwrap().clone();
    let subnet = details.iter().find(|detail| detail["name"] == "subnetId").unwrap();
    assert_eq!(subnet["value"], mine);
}
