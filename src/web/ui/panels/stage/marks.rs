//! What is selected, aimed at or under the pointer.

use std::rc::Rc;

use crate::model::ecs::TaskId;
use crate::playground::views::faults::Thing;
use crate::playground::views::stage::{InstanceCard, ServiceCard, TaskBlock};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marks {
    pub selected: Option<Thing>,
    /// What the fault under the pointer would befall.
    pub aimed: Option<Thing>,
    pub hovered: Option<TaskId>,
    /// The revision under the pointer, such as `web:4`: all others step back.
    pub lit: Option<Rc<str>>,
}

impl Marks {
    pub fn dims(&self, name: &str) -> bool {
        self.lit.as_deref().is_some_and(|lit| lit != name)
    }

    /// Only what concerns the card, so that the others are not drawn again.
    pub fn on_instance(&self, card: &InstanceCard) -> Self {
        self.among(&card.blocks, Thing::ContainerInstance(card.id))
    }

    pub fn on_service(&self, card: &ServiceCard) -> Self {
        self.among(&card.pips, Thing::Service(card.id))
    }

    pub fn among(&self, blocks: &[TaskBlock], whole: Thing) -> Self {
        let holds =
            |thing: &Thing| *thing == whole || blocks.iter().any(|block| *thing == Thing::Task(block.id));
        Self {
            selected: self.selected.filter(holds),
            aimed: self.aimed.filter(holds),
            hovered: self.hovered.filter(|&id| holds(&Thing::Task(id))),
            lit: self.lit.clone(),
        }
    }
}
