//! The author panel: families and their revisions, and a draft held against what is registered.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::Value;

use crate::model::api::task_definitions::validate::{self, Edit, Problem, Severity};
use crate::model::ecs::task_definition::TaskDefinitionStatus;
use crate::model::ecs::{TaskDefinition, TaskDefinitionId};
use crate::model::world::{Event, EventLog, World};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevisionRow {
    /// `family:revision`.
    pub name: Rc<str>,
    pub is_active: bool,
    /// Services that are deployed with it now.
    pub services: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FamilyRow {
    pub name: Rc<str>,
    /// Newest first, without those being deleted.
    pub revisions: Vec<RevisionRow>,
}

/// Families by name.
pub fn families(world: &World) -> Vec<FamilyRow> {
    let mut deployed: BTreeMap<TaskDefinitionId, u32> = BTreeMap::new();
    for (_, service) in world.services.iter() {
        for deployment in &service.deployments {
            *deployed.entry(deployment.task_definition).or_default() += 1;
        }
    }
    let revision = |&id: &TaskDefinitionId| {
        let definition = &world.task_definitions[id];
        (definition.status != TaskDefinitionStatus::DeleteInProgress).then(|| RevisionRow {
            name: definition.family_revision().into(),
            is_active: definition.status == TaskDefinitionStatus::Active,
            services: deployed.get(&id).copied().unwrap_or_default(),
        })
    };
    let rows = world.families.iter().map(|(name, family)| FamilyRow {
        name: name.clone(),
        revisions: family.revisions.iter().rev().filter_map(revision).collect(),
    });
    rows.filter(|family| !family.revisions.is_empty()).collect()
}

/// The registration that made a revision, as its author wrote it.
pub fn registration(log: &EventLog, definition: &TaskDefinition) -> Option<Value> {
    let is_it = |event: &Event| match event {
        Event::TaskDefinitionRegistered { definition: registered, .. } => {
            registered.family == definition.family && registered.revision == definition.revision
        }
        _ => false,
    };
    let mut logged = log.iter().rev().find(|logged| is_it(&logged.event))?;
    loop {
        if let Event::CommandReceived(command) = &logged.event {
            return Some(command.request.clone());
        }
        logged = log.get(logged.cause?)?;
    }
}

/// The same as text for the editor.
pub fn registration_text(log: &EventLog, definition: &TaskDefinition) -> Option<String> {
    registration(log, definition).map(|request| format!("{request:#}\n"))
}

/// The revision that registering a definition of the family would make; 1 for a new family.
pub fn next_revision(world: &World, family: &str) -> u32 {
    world.families.get(family).map_or(0, |family| family.revisions.len() as u32) + 1
}

/// What is to be said about a draft, whatever is registered.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DraftView {
    /// `web`, if the draft says so.
    pub family: Option<Rc<str>>,
    /// Where and why the text is no JSON.
    pub syntax_error: Option<Rc<str>>,
    pub problems: Rc<[Problem]>,
}

impl DraftView {
    pub fn errors(&self) -> u32 {
        let errors = self.problems.iter().filter(|problem| problem.severity == Severity::Error).count();
        errors as u32 + u32::from(self.syntax_error.is_some())
    }

    pub fn warnings(&self) -> u32 {
        self.problems.iter().filter(|problem| problem.severity == Severity::Warning).count() as u32
    }

    /// Why it cannot be registered now.
    pub fn refusal(&self) -> Option<&str> {
        let broken = || {
            let first = self.problems.iter().find(|problem| problem.severity == Severity::Error);
            first.map(|problem| &*problem.message)
        };
        self.syntax_error.as_deref().or_else(broken)
    }
}

/// Reads a draft.
pub fn draft(text: &str) -> DraftView {
    let broken = |message: String| DraftView { syntax_error: Some(message.into()), ..DraftView::default() };
    if text.trim().is_empty() {
        return broken("The draft is empty.".to_owned());
    }
    match serde_json::from_str::<Value>(text) {
        Ok(definition) => DraftView {
            family: definition["family"].as_str().map(Rc::from),
            problems: validate::problems(&definition).into(),
            syntax_error: None,
        },
        Err(error) => broken(format!("The draft is not JSON: {error}.")),
    }
}

/// Where a problem is, in words: `app, portMappings 1, hostPort`.
pub fn place(definition: &Value, pointer: &str) -> String {
    let mut at = String::new();
    let mut words: Vec<String> = Vec::new();
    for step in pointer.split('/').skip(1) {
        at = [at.as_str(), "/", step].concat();
        let name = definition.pointer(&at).and_then(|value| value["name"].as_str());
        match (step.parse::<u32>(), name, words.last_mut()) {
            (Ok(_), Some(name), Some(list)) if *list == "containerDefinitions" => *list = name.to_owned(),
            (Ok(place), _, Some(list)) => *list += &format!(" {}", place + 1),
            _ => words.push(step.replace("~1", "/").replace("~0", "~")),
        }
    }
    if words.is_empty() { "The task definition".to_owned() } else { words.join(", ") }
}

/// More rounds than a definition has problems with fixes.
const MOST_ROUNDS: u32 = 100;

/// The first fix of one problem after the other, until none is left that has one.
pub fn all_fixes(definition: &Value) -> Vec<Edit> {
    let mut definition = definition.clone();
    let mut edits = Vec::new();
    for _ in 0..MOST_ROUNDS {
        let problems = validate::problems(&definition);
        let Some(fix) = problems.into_iter().find_map(|problem| problem.fixes.into_iter().next()) else {
            break;
        };
        if !fix.edits.iter().all(|edit| edit.apply(&mut definition)) {
            break;
        }
        edits.extend(fix.edits);
    }
    edits
}

/// Longest stretch of differing lines that is compared line by line; longer ones count as changed whole.
const MOST_COMPARED: usize = 2_000;

/// Lines of `text` that are not in `base` in that order, and at least one for lines that are gone.
pub fn lines_changed(base: &str, text: &str) -> u32 {
    if base == text {
        return 0;
    }
    let (old, new): (Vec<&str>, Vec<&str>) = (base.lines().collect(), text.lines().collect());
    let same = |(a, b): &(&&str, &&str)| a == b;
    let start = old.iter().zip(&new).take_while(same).count();
    let (old, new) = (&old[start..], &new[start..]);
    let end = old.iter().rev().zip(new.iter().rev()).take_while(same).count();
    let (old, new) = (&old[..old.len() - end], &new[..new.len() - end]);
    if old.len().max(new.len()) > MOST_COMPARED {
        return old.len().max(new.len()) as u32;
    }
    let kept = longest_common(old, new);
    (new.len() - kept).max(old.len() - kept) as u32
}

fn longest_common(old: &[&str], new: &[&str]) -> usize {
    let mut row = vec![0; new.len() + 1];
    for line in old {
        let mut diagonal = 0;
        for (column, other) in new.iter().enumerate() {
            let above = row[column + 1];
            row[column + 1] = if line == other { diagonal + 1 } else { above.max(row[column]) };
            diagonal = above;
        }
    }
    row[new.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::world::WorldConfig;

    #[test]
    fn changed_lines_are_counted_once() {
        let rows = [
            ("a\nb\nc", "a\nb\nc", 0),
            ("a\nb\nc", "a\nx\nc", 1),
            ("a\nb\nc", "a\nb\nx\nc", 1),
            ("a\nb\nc\nd", "a\nd", 2),
            ("a\nb\nc\nd", "b\nx\nd\ne", 2),
        ];
        for (base, text, changed) in rows {
            assert_eq!(lines_changed(base, text), changed, "{base:?} to {text:?}");
        }
    }

    #[test]
    fn places_have_names() {
        let definition =
            serde_json::json!({ "containerDefinitions": [{ "name": "app", "portMappings": [{}] }] });
        let rows = [
            ("", "The task definition"),
            ("/memory", "memory"),
            ("/containerDefinitions/0/portMappings/0/hostPort", "app, portMappings 1, hostPort"),
            ("/volumes/1", "volumes 2"),
        ];
        for (pointer, words) in rows {
            assert_eq!(place(&definition, pointer), words);
        }
    }

    #[test]
    fn a_draft_says_what_is_wrong_with_it() {
        let broken = draft("{");
        assert!(broken.refusal().is_some_and(|text| text.contains("line 1")), "{broken:?}");
        assert_eq!(broken.errors(), 1);
        assert!(draft("{}").errors() > 0);
        assert_eq!(next_revision(&World::new(WorldConfig::default()), "web"), 1);
    }
}
