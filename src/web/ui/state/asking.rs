//! Questions to the session that leave it as it is.

use std::cell::RefCell;
use std::rc::Rc;

use serde_json::Value;

use super::PageFiles;
use crate::model::ecs::{EcsResult, ServiceId};
use crate::model::workload::{self, ImageBehaviour};
use crate::model::world::World;
use crate::model::world::event::{Command, Resource};
use crate::playground::cli::complete::{Completion, complete};
use crate::playground::console::WorldNames;
use crate::playground::event_bridge::{self, Sent};
use crate::playground::recording::Session;
use crate::playground::views::author::{FamilyRow, families, registration_text};
use crate::playground::views::images::images;
use crate::playground::views::{forms, names};

/// A handle that components keep: it is the same one from frame to frame, so passing it down redraws
/// nobody.
#[derive(Clone)]
pub struct Asking(Rc<RefCell<Session>>);

impl PartialEq for Asking {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Asking {
    pub(super) fn new(session: Rc<RefCell<Session>>) -> Self {
        Self(session)
    }

    /// What the command would answer now. A copy of the simulation takes it, so nothing comes of it.
    pub fn rehearse(&self, command: &Command) -> EcsResult<Value> {
        self.0.borrow().simulation().clone().execute(command)
    }

    /// The same for commands that follow each other: the first refusal, or the last answer.
    pub fn rehearse_all(&self, commands: &[Command]) -> EcsResult<Value> {
        let mut simulation = self.0.borrow().simulation().clone();
        commands.iter().try_fold(Value::Null, |_, command| simulation.execute(command))
    }

    /// A name that no capacity provider, group or launch template has yet.
    pub fn free_provider_name(&self, wanted: &str) -> String {
        self.of_world(|world| forms::free_provider_name(world, wanted))
    }

    /// The capacity providers of a cluster and its default strategy.
    pub fn providers_of(&self, cluster: &str) -> (Vec<String>, Value) {
        self.of_world(|world| forms::providers_of(world, cluster))
    }

    /// The capacity providers that a cluster can have.
    pub fn all_providers(&self) -> Vec<String> {
        self.of_world(forms::all_providers)
    }

    /// The families and revisions there are now.
    pub fn families(&self) -> Vec<FamilyRow> {
        self.of_world(families)
    }

    fn of_world<T>(&self, ask: impl FnOnce(&World) -> T) -> T {
        ask(self.0.borrow().world())
    }

    /// The resource of an ARN or an EC2 instance id.
    pub fn find(&self, name: &str) -> Option<Resource> {
        self.of_world(|world| names::find(world, name))
    }

    pub fn choices(&self) -> forms::Choices {
        self.of_world(forms::choices)
    }

    pub fn definition_facts(&self, name: &str) -> Option<forms::DefinitionFacts> {
        self.of_world(|world| forms::definition_facts(world, name))
    }

    pub fn free_service_name(&self, cluster: &str, wanted: &str) -> String {
        self.of_world(|world| forms::free_service_name(world, cluster, wanted))
    }

    pub fn service_facts(&self, service: ServiceId) -> Option<forms::ServiceFacts> {
        self.of_world(|world| forms::service_facts(world, service))
    }

    /// All subnets there are.
    pub fn network_configuration(&self) -> Value {
        self.of_world(forms::network_configuration)
    }

    /// The images that task definitions name or that somebody gave a behaviour.
    pub fn images(&self) -> Vec<Rc<str>> {
        self.of_world(|world| images(world).into_iter().map(|row| row.image).collect())
    }

    /// A registered revision, `family:revision`, as text for the editor.
    pub fn revision_text(&self, name: &str) -> Option<String> {
        let session = self.0.borrow();
        let definition = session.world().find_task_definition(name)?;
        registration_text(session.simulation().log(), &session.world().task_definitions[definition])
    }

    pub fn image_behaviour(&self, image: &str) -> Rc<ImageBehaviour> {
        self.of_world(|world| workload::behaviour(world, image, &[], &[]))
    }

    /// What EventBridge got of an entry of the log; nothing of one that lies ahead.
    pub fn sent_events(&self, seq: u32) -> Vec<(Sent, Value)> {
        let mut events = Vec::new();
        self.0.borrow().retell(seq, |world, logged| {
            let sent = event_bridge::sent(&logged.event, world).into_iter();
            events = sent.map(|sent| (sent, event_bridge::event(world, logged, sent))).collect();
            false
        });
        events
    }

    /// What may stand at the cursor, a byte position in the line.
    pub fn complete(&self, line: &str, cursor: usize, files: &PageFiles) -> Completion {
        complete(line, cursor, &WorldNames(self.0.borrow().world()), files)
    }
}
