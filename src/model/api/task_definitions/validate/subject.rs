//! What the rules look at.

use serde_json::Value;

use crate::model::ecs::tag::Tag;
use crate::model::ecs::task_definition::{Compatibility, ContainerDefinition, NetworkMode, TaskDefinition};

/// A registration of the right shape: typed, and as the caller wrote it.
#[derive(Debug)]
pub struct Subject {
    pub definition: TaskDefinition,
    pub tags: Vec<Tag>,
    /// The document without nulls, for members that are kept untyped and for "was it given?".
    pub document: Value,
}

/// One container and where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Container<'a> {
    pub index: usize,
    pub definition: &'a ContainerDefinition,
}

impl<'a> Container<'a> {
    /// JSON pointer to a member of the container, such as `portMappings/0/hostPort`.
    pub fn at(&self, member: &str) -> String {
        format!("/containerDefinitions/{}/{member}", self.index)
    }

    /// How messages call it.
    pub fn name(&self) -> &'a str {
        &self.definition.name
    }
}

impl Subject {
    pub fn containers(&self) -> impl Iterator<Item = Container<'_>> {
        let definitions = self.definition.container_definitions.iter();
        definitions.enumerate().map(|(index, definition)| Container { index, definition })
    }

    /// The value the caller gave, if any.
    pub fn given(&self, pointer: &str) -> Option<&Value> {
        self.document.pointer(pointer)
    }

    pub fn network_mode(&self) -> NetworkMode {
        self.definition.effective_network_mode()
    }

    pub fn requires(&self, compatibility: Compatibility) -> bool {
        self.definition.requires(compatibility)
    }
}
