//! What the palette finds.

use ecs_playground::playground::cli::parse::NoFiles;
use ecs_playground::playground::views::search::{Found, find};
use ecs_playground::playground::{console, scenarios};

#[test]
fn every_kind_is_found_by_name_id_and_status() {
    let mut session = scenarios::start("mixed").unwrap();
    let labels = |session: &ecs_playground::playground::recording::Session, query: &str| {
        let hits = find(session.world(), query, 3);
        hits.into_iter().map(|hit| format!("{}|{}", hit.label, hit.detail)).collect::<Vec<_>>()
    };
    let world = session.world();
    let task = world.tasks.ids().next().unwrap();
    let (hex, instance) = (world.task_hex(task), world.ec2_instance_id(0.into()));
    let arn = world.task_arn(task);
    assert_eq!(find(world, &hex, 3).len(), 1);
    assert_eq!(find(world, &hex[..8].to_uppercase(), 3)[0].found, Found::Task(task));
    assert_eq!(find(world, &arn, 3).len(), 0, "an ARN is no id");
    assert_eq!(find(world, &instance, 3)[0].found, Found::ContainerInstance(0.into()));
    assert_eq!(labels(&session, "service api"), ["Service api|in demo"]);
    assert_eq!(labels(&session, "cluster"), ["Cluster demo|"]);
    assert_eq!(labels(&session, "definition log"), ["Task definition log:1|"]);
    assert_eq!(labels(&session, "web:1 running").len(), 3, "so many of a kind at most");
    assert!(labels(&session, "").is_empty());
    assert!(labels(&session, "web nothing-has-this").is_empty());
    // What is gone comes last, or not at all.
    for line in ["aws ecs delete-service --cluster demo --service api --force", "+10m"] {
        console::run(&mut session, line, &NoFiles);
    }
    assert!(labels(&session, "service api").is_empty());
    assert!(labels(&session, "api:1 stopped").len() == 3);
}
