//! Chance attacks a service: whatever happens, it comes to rest.

use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, prop_assert_eq, proptest};
use serde_json::json;

use crate::lab::Lab;
use crate::scheduler::{STEADY, ec2_web};

/// One thing that can happen to a service and leaves it able to recover.
fn disturb(lab: &mut Lab, choice: u32, number: u32) {
    let cluster = "lab";
    match choice {
        0 => drop(lab.update_web(json!({ "desiredCount": number % 7 }))),
        1 => drop(lab.update_web(json!({ "forceNewDeployment": true }))),
        2 => drop(lab.update_web(json!({ "taskDefinition": format!("web:{}", 1 + number % 2) }))),
        3 | 4 => {
            let wanted = lab.wanted("web");
            if let Some(task) = wanted.get(number as usize % wanted.len().max(1)) {
                lab.ok("StopTask", json!({ "cluster": cluster, "task": task }));
            }
        }
        5 => {
            let percents = [(100, 200), (0, 100), (50, 100), (50, 200)][number as usize % 4];
            let configuration = json!({ "minimumHealthyPercent": percents.0, "maximumPercent": percents.1 });
            lab.update_web(json!({ "deploymentConfiguration": configuration }));
        }
        6 => {
            let instances = lab.ok("ListContainerInstances", json!({ "cluster": cluster }));
            let instances = instances["containerInstanceArns"].as_array().unwrap().clone();
            let status = if number.is_multiple_of(3) { "DRAINING" } else { "ACTIVE" };
            let chosen = &instances[number as usize % instances.len()];
            let request = json!({ "cluster": cluster, "containerInstances": [chosen], "status": status });
            lab.ok("UpdateContainerInstancesState", request);
        }
        7 => lab.try_playground("UnpullableImage", json!({ "image": "nginx:1.27" })),
        8 => lab.try_playground("SetImage", json!({ "image": "nginx:1.27", "health": "unhealthy" })),
        9 => lab.try_playground("ResetImage", json!({})),
        10 => {
            let zone = ["us-east-1a", "us-east-1b"][number as usize % 2];
            let operation =
                if number.is_multiple_of(3) { "LoseAvailabilityZone" } else { "RestoreAvailabilityZone" };
            lab.try_playground(operation, json!({ "availabilityZone": zone }));
        }
        _ => {
            let wanted = lab.wanted("web");
            if let Some(task) = wanted.get(number as usize % wanted.len().max(1)) {
                let request = json!({ "cluster": cluster, "task": task, "exitCode": 1 });
                lab.try_playground("KillContainer", request);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Whatever happens, a service with enough room comes to rest with the count it wants, one deployment
    /// and nothing unhealthy, and says so.
    #[test]
    fn a_service_comes_to_rest(steps in vec((0_u32..12, 0_u32..1000, 0_u64..90), 1..14)) {
        let mut lab = ec2_web(3, 9);
        let check = json!({ "command": ["CMD-SHELL", "curl localhost"], "interval": 5, "retries": 2 });
        lab.register_ec2("web", json!({ "cpu": 512, "healthCheck": check }));
        lab.update_web(json!({ "availabilityZoneRebalancing": "DISABLED" }));
        for (choice, number, seconds) in steps {
            disturb(&mut lab, choice, number);
            lab.advance(seconds);
        }
        lab.try_playground("ResetImage", json!({}));
        for zone in ["us-east-1a", "us-east-1b"] {
            lab.try_playground("RestoreAvailabilityZone", json!({ "availabilityZone": zone }));
        }
        activate_all(&mut lab);
        lab.update_web(json!({ "deploymentConfiguration": { "minimumHealthyPercent": 50, "maximumPercent": 200 } }));
        // The longest wait of the throttle is 27 minutes.
        lab.advance(3600);
        let service = lab.service("web");
        prop_assert_eq!(&service["runningCount"], &service["desiredCount"]);
        prop_assert_eq!(service["deployments"].as_array().unwrap().len(), 1);
        let messages = lab.messages("web");
        prop_assert_eq!(messages.last().map(String::as_str), Some(STEADY));
    }
}

fn activate_all(lab: &mut Lab) {
    let instances = lab.ok("ListContainerInstances", json!({ "cluster": "lab" }));
    let request = json!({
        "cluster": "lab", "containerInstances": instances["containerInstanceArns"], "status": "ACTIVE",
    });
    lab.ok("UpdateContainerInstancesState", request);
}
