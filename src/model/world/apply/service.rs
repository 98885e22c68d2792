//! Services, their deployments and their event lists.

use std::rc::Rc;

use crate::model::ecs::service::SchedulingStrategy;
use crate::model::ecs::{
    Deployment, DeploymentId, DeploymentRolloutState, DeploymentStatus, Service, ServiceEvent, ServiceId,
    ServiceStatus,
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
                row.was_completed |= *state == DeploymentRolloutState::Completed;
                row.updated_at = now;
            }
            Event::DeploymentFailuresCounted { service, deployment, failed_tasks } => {
                let row = self.deployment(*service, *deployment);
                row.failed_tasks = *failed_tasks;
                row.updated_at = now;
            }
            Event::TaskSetChanged { service, deployment, to } => {
                let row = self.deployment(*service, *deployment);
                row.task_set = Some(to.clone());
                row.updated_at = now;
            }
            Event::DeploymentHasRun { service, deployment } => {
                self.deployment(*service, *deployment).has_run = true;
            }
            Event::DeploymentRolledBack { service, to, reason } => self.roll_back(*service, *to, reason),
            Event::ServiceDeploymentChanged { deployment, to } => {
                self.service_deployments.insert(*deployment, to.clone());
                let under_way = &mut self.services.change(to.service).service_deployment;
                if !to.status.is_over() {
                    *under_way = Some(*deployment);
                } else if *under_way == Some(*deployment) {
                    *under_way = None;
                }
            }
            Event::AlarmChanged { name, to } => {
                self.alarms.insert(name.clone(), to.clone());
            }
            Event::AlarmDeleted { name } => {
                self.alarms.remove(name);
            }
            Event::HookOutcomeSet { function, status } => {
                self.hook_outcomes.insert(function.clone(), *status);
            }
            Event::ServiceEventPosted { service, message, .. } => self.post(*service, message),
            Event::SchedulerMemoryChanged { service, memory } => {
                self.services.change(*service).memory = memory.clone();
                self.index_waiting(*service);
            }
            _ => unreachable!("an event of another file"),
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

    /// The newest deployment is the PRIMARY one; the one that was becomes ACTIVE. Which task set is, a caller says.
    fn add_deployment(&mut self, service: ServiceId, deployment: &Deployment) {
        let deployments = &mut self.services.change(service).deployments;
        if deployment.task_set.is_none() {
            deployments.iter_mut().for_each(|row| row.status = DeploymentStatus::Active);
        }
        deployments.insert(0, deployment.clone());
    }

    fn roll_back(&mut self, id: ServiceId, to: DeploymentId, reason: &Rc<str>) {
        let now = self.now;
        let service = self.services.change(id);
        let at = service.deployments.iter().position(|row| row.id == to);
        let mut row = service.deployments.remove(at.expect("events name listed deployments"));
        service.deployments.iter_mut().for_each(|other| other.status = DeploymentStatus::Active);
        row.status = DeploymentStatus::Primary;
        row.desired_count = service.desired_count;
        row.rollout_state = DeploymentRolloutState::InProgress;
        row.rollout_state_reason = reason.clone();
        row.updated_at = now;
        service.spec = row.spec.clone();
        service.deployments.insert(0, row);
    }

    fn deployment(&mut self, service: ServiceId, deployment: DeploymentId) -> &mut Deployment {
        let deployments = &mut self.services.change(service).deployments;
        deployments.iter_mut().find(|row| row.id == deployment).expect("events name listed deployments")
    }

    fn change_service(&mut self, id: ServiceId, to: &Service) {
        let row = self.services.change(id);
        let old = std::mem::replace(row, to.clone());
        row.deployments = old.deployments;
        row.service_deployment = old.service_deployment;
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
