//! Every template of the author panel registers, except the one that is there to be repaired.

use ecs_playground::model::api::shapes::Shape;
use ecs_playground::model::api::shapes::task_definition::REGISTER_TASK_DEFINITION;
use ecs_playground::model::api::task_definitions::validate::{Severity, problems};
use ecs_playground::model::world::WorldConfig;
use ecs_playground::model::world::event::Command;
use ecs_playground::playground::recording::Session;
use ecs_playground::playground::views::author::{all_fixes, families, registration_text};
use serde::Deserialize;
use serde_json::Value;

/// A row of the list that the page loads.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Template {
    group: String,
    name: String,
    title: String,
    summary: String,
}

fn templates() -> Vec<Template> {
    serde_json::from_str(include_str!("../../static/templates/index.json")).unwrap()
}

fn request(name: &str) -> Value {
    let path = format!("{}/static/templates/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn register(session: &mut Session, request: Value) -> bool {
    let operation = "RegisterTaskDefinition".into();
    session.execute(&Command { service: "ecs".into(), operation, request }).is_ok()
}

#[test]
fn templates_register_as_they_say() {
    let folder = format!("{}/static/templates", env!("CARGO_MANIFEST_DIR"));
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), templates().len() + 1, "all are in the list");
    for Template { group, name, title, summary } in templates() {
        assert!(!group.is_empty() && !title.is_empty() && summary.ends_with('.'), "{name}");
        let problems = problems(&request(&name));
        let is_sound = name != "broken";
        assert_eq!(register(&mut Session::new(WorldConfig::default()), request(&name)), is_sound, "{name}");
        if is_sound {
            assert!(problems.is_empty(), "{name}: {problems:#?}");
        }
    }
}

/// One click each mends it, and nothing is left to say.
#[test]
fn the_broken_one_can_be_repaired_by_its_fixes() {
    let mut definition = request("broken");
    let found = problems(&definition);
    let errors = found.iter().filter(|problem| problem.severity == Severity::Error).count();
    assert!(errors >= 3 && found.len() >= 5, "{found:#?}");
    all_fixes(&definition.clone()).iter().for_each(|edit| assert!(edit.apply(&mut definition), "{edit:?}"));
    assert_eq!(problems(&definition), []);
    assert!(register(&mut Session::new(WorldConfig::default()), definition));
}

/// Members that cannot stand beside the others of "Every parameter".
const APART: [&str; 6] = [
    // App Mesh needs awsvpc, which links and hostname rule out.
    "proxyConfiguration",
    // Fargate only.
    "ephemeralStorage",
    // Retired: ECS refuses it.
    "inferenceAccelerators",
    // Managed Instances only.
    "trustedExecutionConfiguration",
    // Windows only.
    "fsxWindowsFileServerVolumeConfiguration",
    // A GPU would keep it off most instances.
    "sharingStrategy",
];

#[test]
fn one_template_has_every_parameter() {
    let mut missing = Vec::new();
    absent(&REGISTER_TASK_DEFINITION, &[&request("everything")], "", &mut missing);
    let unexpected: Vec<&String> = missing
        .iter()
        .filter(|path| !APART.iter().any(|apart| path.split('/').any(|step| step == *apart)))
        .collect();
    // The list is there, empty: what a GPU is given as is in the template for GPUs.
    let of_gpus = |path: &&&String| !path.contains("/resourceRequirements/");
    let unexpected: Vec<_> = unexpected.iter().filter(of_gpus).collect();
    assert!(unexpected.is_empty(), "not in the template: {unexpected:?}");
}

/// Members of the shape that none of the values has.
fn absent(shape: &Shape, values: &[&Value], path: &str, missing: &mut Vec<String>) {
    match shape {
        Shape::List { member, .. } => {
            let entries: Vec<&Value> = values.iter().filter_map(|value| value.as_array()).flatten().collect();
            absent(member, &entries, path, missing);
        }
        Shape::Structure { members } => {
            for member in *members {
                let path = format!("{path}/{}", member.name);
                let inner: Vec<&Value> = values.iter().filter_map(|value| value.get(member.name)).collect();
                if inner.is_empty() {
                    missing.push(path);
                } else {
                    absent(member.shape, &inner, &path, missing);
                }
            }
        }
        _ => {}
    }
}

/// What comes back into the editor is what was registered, members in their order.
#[test]
fn a_revision_comes_back_as_it_was_written() {
    let mut session = Session::new(WorldConfig::default());
    assert!(register(&mut session, request("web")));
    let world = session.world();
    let id = world.find_task_definition("web").unwrap();
    let text = registration_text(session.simulation().log(), &world.task_definitions[id]).unwrap();
    assert_eq!(text, format!("{:#}\n", request("web")));
    let families = families(world);
    assert_eq!(families.len(), 1);
    assert_eq!(&*families[0].revisions[0].name, "web:1");
    assert!(families[0].revisions[0].is_active);
}
