//! What images and commands come to.

use std::rc::Rc;

use ecs_playground::model::ecs::image::{ImageBehaviour, Then};
use ecs_playground::model::workload;
use ecs_playground::model::world::{Event, World, WorldConfig};

use crate::agent_world::steady;

fn behaviour(world: &World, image: &str, command: &[&str]) -> Rc<ImageBehaviour> {
    let command: Vec<String> = command.iter().map(|word| (*word).to_owned()).collect();
    workload::behaviour(world, image, &command, &[])
}

fn world() -> World {
    World::new(WorldConfig::default())
}

#[test]
fn registry_tag_and_digest_do_not_matter() {
    let world = world();
    let nginx = behaviour(&world, "nginx", &[]);
    let digest = format!("nginx@sha256:{}", "0".repeat(64));
    let spellings = [
        "nginx:1.29-alpine",
        "docker.io/library/nginx:latest",
        "public.ecr.aws/nginx/nginx:stable",
        "public.ecr.aws/docker/library/nginx",
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/nginx:v3",
        "localhost:5000/nginx",
        &digest,
    ];
    for image in spellings {
        assert_eq!(behaviour(&world, image, &[]), nginx, "{image}");
    }
    assert_ne!(behaviour(&world, "my-nginx", &[]), nginx);
    let datadog = behaviour(&world, "public.ecr.aws/datadog/agent:7", &[]);
    assert_ne!(datadog, behaviour(&world, "acme/agent:7", &[]));
}

#[test]
fn unknown_images_are_the_same_every_time() {
    let world = world();
    let known = behaviour(&world, "acme/checkout:1", &[]);
    assert_eq!(behaviour(&world, "acme/checkout:2", &[]), known);
    assert_eq!(known.then, Then::Run);
    assert!(known.memory_mib < 16);
}

#[test]
fn simple_commands_are_understood() {
    let world = world();
    let exits = |code, after_millis| Some(Then::Exit { code, after_millis });
    let cases: [(&[&str], Option<Then>); 24] = [
        (&["sleep", "30"], exits(0, 30_000)),
        (&["sleep", "1.5"], exits(0, 1_500)),
        (&["sleep", "2m"], exits(0, 120_000)),
        (&["sleep", "infinity"], Some(Then::Run)),
        (&["/bin/sleep", "1h", "30m"], exits(0, 5_400_000)),
        (&["exit", "1"], exits(1, 0)),
        (&["true"], exits(0, 0)),
        (&["/bin/false"], exits(1, 0)),
        (&["echo", "hello"], exits(0, 0)),
        (&["tail", "-f", "/dev/null"], Some(Then::Run)),
        (&["sh", "-c", "sleep 5; exit 3"], exits(3, 5_000)),
        (&["/bin/bash", "-ec", "echo a && sleep 2 && exit 256"], exits(0, 2_000)),
        (&["sh", "-c", "false && exit 4"], exits(1, 0)),
        (&["sh", "-c", "false || exit 4"], exits(4, 0)),
        (&["sh", "-c", "true || exit 4; sleep 1"], exits(0, 1_000)),
        (&["sh", "-c", "exec sleep 7"], exits(0, 7_000)),
        (&["sh", "-c", "while true; do sleep 1; done"], Some(Then::Run)),
        (&["sh", "-c", "echo 'up'\nsleep 3\nexit 2"], exits(2, 3_000)),
        (&["sleep 10"], exits(0, 10_000)),
        (&["sleep", "99999999999"], exits(0, u32::MAX)),
        (&["sh", "-c"], None),
        (&["sleep", "a"], None),
        (&["sh", "-c", "./serve --port 80"], None),
        (&["exit", "many"], None),
    ];
    for (command, expected) in cases {
        let behaviour = behaviour(&world, "alpine", command);
        match expected {
            Some(then) => {
                assert_eq!(behaviour.then, then, "{command:?}");
                assert_eq!(behaviour.stop_millis, None, "process 1 is deaf to SIGTERM: {command:?}");
            }
            None => assert!(behaviour.stop_millis.is_some(), "{command:?} is left to the image"),
        }
    }
}

#[test]
fn a_shell_without_a_command_ends_at_once() {
    let world = world();
    for image in ["alpine", "busybox:1.36", "amazonlinux:2023", "python:3.12", "hello-world"] {
        assert!(matches!(behaviour(&world, image, &[]).then, Then::Exit { code: 0, .. }), "{image}");
    }
    assert_eq!(behaviour(&world, "python:3.12", &["python", "app.py"]).then, Then::Run);
}

#[test]
fn what_somebody_set_comes_first() {
    let mut world = world();
    let marked = |cpu_percent| Rc::new(ImageBehaviour { cpu_percent, ..steady() });
    let set = [("acme/api", 91), ("acme/api:bad", 92), ("nginx", 93)];
    for (image, mark) in set {
        world.apply(&Event::ImageBehaviourSet { image: image.into(), behaviour: marked(mark) });
    }
    let cases = [
        ("acme/api:bad", 92),
        ("acme/api:good", 91),
        ("acme/api", 91),
        ("quay.io/acme/api:good", 91),
        ("docker.io/library/nginx:1", 93),
    ];
    for (image, mark) in cases {
        assert_eq!(behaviour(&world, image, &["sleep", "3"]).cpu_percent, mark, "{image}");
    }
    world.apply(&Event::ImageBehaviourReset { image: "nginx".into() });
    assert_ne!(behaviour(&world, "nginx", &[]).cpu_percent, 93);
}

#[test]
fn well_known_images_are_found() {
    let world = world();
    let images = [
        "httpd",
        "amazonlinux",
        "redis:7",
        "postgres:16",
        "mysql:8",
        "rabbitmq:3-management",
        "node:22",
        "golang:1.23",
        "openjdk:21",
        "eclipse-temurin:21-jre",
        "amazon/aws-for-fluent-bit:stable",
        "public.ecr.aws/aws-observability/aws-for-fluent-bit",
        "amazon/aws-xray-daemon",
        "datadog/agent:7",
        "otel/opentelemetry-collector-contrib",
        "public.ecr.aws/aws-observability/aws-otel-collector",
        "grafana/grafana",
        "prom/prometheus",
        "wordpress",
        "amazon/amazon-ecs-sample",
        "zookeeper",
        "alpine",
        "public.ecr.aws/datadog/agent",
    ];
    for image in images {
        let last = image.rsplit('/').next().unwrap();
        let unknown = behaviour(&world, &format!("acme/not-{last}"), &["serve"]);
        let known = behaviour(&world, image, &["serve"]);
        assert_ne!(known, unknown, "{image}");
        assert_eq!(known, behaviour(&world, &format!("{image}@sha256:ab"), &["serve"]), "{image}");
    }
}
