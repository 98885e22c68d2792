//! Services, their deployments and their event lists.

use std::rc::Rc;

use crate::model::ecs::service::SchedulingStrategy;
use crate::model::ecs::{
    Deployment, DeploymentId, DeploymentStatus, Service, ServiceEvent, ServiceId, ServiceStatus,
};
use crate::model::world::{Event, World};

/// `DescribeServices` gives this many events; the log has them all.
const EVENTS_KEPT: usize = 100;

impl World {
    pub(super) fn apply_service(&mut self, event: &Event) {
        let now = self.now;
        match event {
            Event::ServiceCreated(service) => {
                let id = self.services.push(service.clone());
                self.clusters.change(service.cluster).services.push(id);
                self.index_waiting(id);
            }
            Event::ServiceChanged { service, to } => self.change_service(*service, to),
            Event::ServiceStatusChanged { service, status } => {
                self.services.change(*service).status = *status;
                self.index_waiting(*service);
            }
            Event::DeploymentCreated { service, deployment } => {
                self.next_deployment = DeploymentId(self.next_deployment.0.max(deployment.id.0 + 1));
                self.add_deployment(*service, deployment);
            }
            Event::DeploymentStatusChanged { service, deployment, status } => {
                if *status == DeploymentStatus::Inactive {
                    self.services.change(*service).deployments.retain(|row| row.id != *deployment);
                } else {
                    self.deployment(*service, *deployment).status = *status;
                }
            }
            Event::DeploymentDesiredCountChanged { service, deployment, desired_count } => {
                let row = self.deployment(*service, *deployment);
                row.desired_count = *desired_count;
                row.updated_at = now;
            }
            Event::DeploymentRolloutChanged { service, deployment, state, reason } => {
                let row = self.deployment(*service, *deployment);
                row.rollout_state = *state;
                row.rollout_state_reason = reason.clone();
                row.updated_at = now;
            }
            Event::DeploymentFailuresCounted { service, deployment, failed_tasks } => {
                let row = self.deployment(*service, *deployment);
                row.failed_tasks = *failed_tasks;
                row.updated_at = now;
            }
            Event::ServiceEventPosted { service, message, .. } => self.post(*service, message),
            Event::SchedulerMemoryChanged { service, memory } => {
                self.services.change(*service).memory = memory.clone();
                self.index_waiting(*service);
            }
            other => unreachable!("{other:?} is not of this file"),
        }
    }

    fn index_waiting(&mut self, id: ServiceId) {
        let service = &self.services[id];
        let waits = service.memory.placement_failing_since.is_some()
            || service.scheduling_strategy == SchedulingStrategy::Daemon;
        let key = (service.cluster, id);
        if waits && service.status == ServiceStatus::Active {
            self.services_awaiting_capacity.insert(key);
        } else {
            self.services_awaiting_capacity.remove(&key);
        }
    }

    /// The newest deployment is the PRIMARY one; the one that was becomes ACTIVE.
    fn add_deployment(&mut self, service: ServiceId, deployment: &Deployment) {
        let deployments = &mut self.services.change(service).deployments;
        deployments.iter_mut().for_each(|row| row.status = DeploymentStatus::Active);
        deployments.insert(0, deployment.clone());
    }

    fn deployment(&mut self, service: ServiceId, deployment: DeploymentId) -> &mut Deployment {
        let deployments = &mut self.services.change(service).deployments;
        deployments.iter_mut().find(|row| row.id == deployment).expect("events name listed deployments")
    }

    fn change_service(&mut self, id: ServiceId, to: &Service) {
        let row = self.services.change(id);
        let old = std::mem::replace(row, to.clone());
        row.deployments = old.deployments;
        row.events = old.events;
        row.tasks = old.tasks;
        row.memory = old.memory;
    }

    fn post(&mut self, service: ServiceId, message: &Rc<str>) {
        let number = self.next_service_event;
        self.next_service_event += 1;
        let event = ServiceEvent { number, created_at: self.now, message: message.clone() };
        let events = &mut self.services.change(service).events;
        events.push_front(Rc::new(event));
        events.truncate(EVENTS_KEPT);
    }
}
