//! Every template of the author panel registers, except the one that is there to be repaired.

use ecs_playground::model::api::task_definitions::validate::{Severity, problems};
use ecs_playground::model::world::WorldConfig;
use ecs_playground::model::world::event::Command;
use ecs_playground::playground::recording::Session;
use ecs_playground::playground::scenarios::templates::TEMPLATES;
use ecs_playground::playground::views::author::{families, registration_text};

#[test]
fn templates_register_as_they_say() {
    assert!(TEMPLATES.iter().filter(|template| template.is_sound).count() >= 6);
    for template in TEMPLATES {
        let request: serde_json::Value = serde_json::from_str(template.text).expect(template.name);
        let problems = problems(&request);
        let mut session = Session::new(WorldConfig::default());
        let command = Command { service: "ecs".into(), operation: "RegisterTaskDefinition".into(), request };
        let answer = session.execute(&command);
        assert_eq!(answer.is_ok(), template.is_sound, "{}: {answer:?}", template.name);
        let is_error = |severity| severity == Severity::Error;
        let errors = problems.iter().filter(|problem| is_error(problem.severity)).count();
        assert_eq!(errors == 0, template.is_sound, "{}: {problems:#?}", template.name);
        if template.is_sound {
            assert!(problems.is_empty(), "{}: {problems:#?}", template.name);
        } else {
            assert!(errors >= 3 && problems.iter().any(|problem| !problem.fixes.is_empty()));
        }
    }
}

/// What comes back into the editor is what was registered, members in their order.
#[test]
fn a_revision_comes_back_as_it_was_written() {
    let template = TEMPLATES[0];
    let request: serde_json::Value = serde_json::from_str(template.text).unwrap();
    let mut session = Session::new(WorldConfig::default());
    let operation = "RegisterTaskDefinition".into();
    session.execute(&Command { service: "ecs".into(), operation, request: request.clone() }).unwrap();
    let world = session.world();
    let id = world.find_task_definition("web").unwrap();
    let text = registration_text(session.simulation().log(), &world.task_definitions[id]).unwrap();
    assert_eq!(text, format!("{request:#}\n"));
    let families = families(world);
    assert_eq!(families.len(), 1);
    assert_eq!(&*families[0].revisions[0].name, "web:1");
    assert!(families[0].revisions[0].is_active);
}
