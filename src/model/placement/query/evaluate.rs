//! Whether an expression holds for a container instance.

use std::cmp::Ordering;
use std::rc::Rc;

use super::{Expression, Pattern, Test, TextCheck, parser};
use crate::model::ecs::{ContainerInstance, ContainerInstanceId};
use crate::model::world::World;

/// The instance an expression is asked about.
struct About<'a> {
    world: &'a World,
    id: ContainerInstanceId,
    row: &'a ContainerInstance,
    /// The group of a task that is about to be there.
    coming: Option<&'a str>,
}

impl Expression {
    pub fn matches(&self, world: &World, instance: ContainerInstanceId) -> bool {
        self.holds(&About { world, id: instance, row: &world.container_instances[instance], coming: None })
    }

    /// Whether it would still hold if a task of `group` were on the instance too.
    pub fn matches_beside(&self, world: &World, instance: ContainerInstanceId, group: &str) -> bool {
        let row = &world.container_instances[instance];
        self.holds(&About { world, id: instance, row, coming: Some(group) })
    }

    /// Whether it looks at the tasks on an instance, so that placing one can change the answer.
    pub fn asks_for_groups(&self) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::asks_for_groups),
            Self::Not(inner) => inner.asks_for_groups(),
            Self::Test(test) => matches!(test, Test::TaskGroup(_)),
        }
    }

    fn holds(&self, about: &About) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(about)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(about)),
            Self::Not(inner) => !inner.holds(about),
            Self::Test(test) => test.holds(about),
        }
    }
}

impl Test {
    fn holds(&self, about: &About) -> bool {
        let row = about.row;
        match self {
            Self::AgentConnected(check) => check.holds(if row.agent_connected { "true" } else { "false" }),
            Self::Ec2InstanceId(check) => check.holds(&about.world.ec2_instance_id(about.id)),
            Self::AgentVersion(how, wanted) => {
                let version = parser::version(&row.agent_version).unwrap_or_default();
                how.holds(version.cmp(wanted))
            }
            Self::RunningTasksCount(how, wanted) => how.holds(row.running_tasks_count.cmp(wanted)),
            Self::RegisteredAt(how, wanted) => {
                let seconds = about.world.epoch_millis(row.registered_at) / 1000;
                how.holds(i64::try_from(seconds).unwrap_or(i64::MAX).cmp(wanted))
            }
            Self::Attribute(name, check) => check.holds_for_attribute(row, name),
            Self::TaskGroup(check) => {
                let tasks = row.tasks.iter().map(|&task| &about.world.tasks[task]);
                let groups = tasks.filter(|task| task.is_wanted()).map(|task| &*task.group);
                groups.chain(about.coming).any(|group| check.holds(group))
            }
        }
    }
}

impl TextCheck {
    fn holds(&self, text: &str) -> bool {
        match self {
            Self::Exists => true,
            Self::In(list) => list.iter().any(|entry| **entry == *text),
            Self::Matches(pattern) => pattern.regex.is_match(text),
            Self::Compare(how, wanted) => how.holds(compare(text, wanted)),
        }
    }

    /// An attribute can be there without a value; then it exists, and that is all.
    fn holds_for_attribute(&self, row: &ContainerInstance, name: &str) -> bool {
        let Some(attribute) = row.attribute(name) else { return false };
        match (self, &attribute.value) {
            (Self::Exists, _) => true,
            (_, None) => false,
            (Self::Matches(pattern), Some(value)) => pattern.remembered(value),
            (check, Some(value)) => check.holds(value),
        }
    }
}

impl Pattern {
    fn remembered(&self, value: &Rc<str>) -> bool {
        if let Some(&answer) = self.answers.borrow().get(value) {
            return answer;
        }
        let answer = self.regex.is_match(value);
        self.answers.borrow_mut().insert(value.clone(), answer);
        answer
    }
}

fn compare(text: &str, wanted: &str) -> Ordering {
    match (text.parse::<i64>(), wanted.parse::<i64>()) {
        (Ok(text), Ok(wanted)) => text.cmp(&wanted),
        _ => text.cmp(wanted),
    }
}
