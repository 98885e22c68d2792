//! What is always true of a world. Tests check it after every event.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::World;
use crate::model::ecs::container_instance::{Resources, TransportProtocol};
use crate::model::ecs::service_deployment::{Lane, ServiceDeploymentStatus};
use crate::model::ecs::{
    ContainerInstance, ContainerInstanceId, DeploymentStatus, GroupMember, LifecycleState, ServiceStatus,
    Target, TargetGroupId, TargetId, TargetState, Task, TaskId, TaskStatus,
};

/// Source: weights of target groups in the Elastic Load Balancing guide.
const MOST_WEIGHT: u32 = 999;

impl World {
    /// The first sentence that does not hold, if any.
    pub fn broken_invariant(&self) -> Option<String> {
        let instances = self.container_instances.iter();
        let in_instances = instances.into_iter().find_map(|(id, row)| self.broken_in_instance(id, row));
        let in_instances = in_instances.or_else(|| self.broken_in_services());
        in_instances
            .or_else(|| self.broken_in_tasks())
            .or_else(|| self.broken_in_groups())
            .or_else(|| self.broken_in_targets())
            .or_else(|| self.broken_in_rules())
            .or_else(|| self.broken_in_lanes())
            .or_else(|| self.broken_in_scaling())
    }

    fn broken_in_instance(&self, id: ContainerInstanceId, row: &ContainerInstance) -> Option<String> {
        let (mut reserved, mut held) = (Resources::default(), Resources::default());
        let mut ports: BTreeMap<(TransportProtocol, u16), u32> = BTreeMap::new();
        for task in row.tasks.iter().map(|&task| &self.tasks[task]) {
            if task.is_wanted() {
                reserved.add(task.reservation);
                task.host_ports.iter().for_each(|&port| *ports.entry(port).or_insert(0) += 1);
            }
            if task.accepted_at.is_some() {
                held.add(task.reservation);
            }
        }
        let mut all = row.remaining_resources;
        all.add(reserved);
        if all != row.registered_resources {
            return Some(format!(
                "{id:?}: remaining + used = registered: {all:?}, {:?}",
                row.registered_resources
            ));
        }
        if held != row.held_resources {
            return Some(format!(
                "{id:?}: held is what accepted tasks reserve: {held:?}, {:?}",
                row.held_resources
            ));
        }
        if let Some((port, _)) = ports.iter().find(|(_, holders)| **holders > 1) {
            return Some(format!("{id:?}: a host port belongs to one task that is meant to run: {port:?}"));
        }
        let running = row.tasks.iter().filter(|&&task| self.tasks[task].is_running()).count();
        (running as u32 != row.running_tasks_count)
            .then(|| format!("{id:?}: runningTasksCount {} but {running} run", row.running_tasks_count))
    }

    fn broken_in_scaling(&self) -> Option<String> {
        let broken = self.scaling.targets.iter().find(|target| target.min_capacity > target.max_capacity);
        let backwards = self.scaling.series.iter().find(|series| {
            let minutes = series.points.iter().zip(series.points.iter().skip(1));
            minutes.into_iter().any(|(before, after)| before.0 >= after.0)
        });
        let service =
            broken.map(|target| format!("{:?}: the minimum is not above the maximum", target.service));
        service.or_else(|| backwards.map(|series| format!("{:?}: a minute has one datapoint", series.key)))
    }

    fn broken_in_services(&self) -> Option<String> {
        self.services.iter().find_map(|(id, service)| {
            let primaries =
                service.deployments.iter().filter(|row| row.status == DeploymentStatus::Primary).count();
            let wants_one = !service.is_external();
            if wants_one
                && primaries != 1
                && !service.deployments.is_empty()
                && service.status == ServiceStatus::Active
            {
                return Some(format!("{id:?}: one PRIMARY deployment per ACTIVE service, not {primaries}"));
            }
            let running = service.tasks.iter().filter(|&&task| self.tasks[task].is_running()).count();
            (running as u32 != service.running_count() && service.status != ServiceStatus::Inactive)
                .then(|| format!("{id:?}: counts {} running, has {running}", service.running_count()))
        })
    }

    fn broken_in_groups(&self) -> Option<String> {
        let broken = self.auto_scaling_groups.iter().find_map(|(id, group)| {
            let is_own =
                |member: &GroupMember| member.group == id && member.lifecycle != LifecycleState::Terminated;
            let stray = group
                .instances
                .iter()
                .find(|&&instance| !self.container_instances[instance].group.as_deref().is_some_and(is_own));
            if let Some(stray) = stray {
                return Some(format!("{id:?}: has {stray:?}, which does not know it"));
            }
            let sizes = group.min_size..=group.max_size;
            (!sizes.contains(&group.desired_capacity))
                .then(|| format!("{id:?}: desired capacity {} within {sizes:?}", group.desired_capacity))
        });
        let waits = |(id, task): (TaskId, &Rc<Task>)| {
            let listed = self.waiting_tasks.contains(&(task.cluster, id));
            (listed != task.waits_for_capacity())
                .then(|| format!("{id:?}: the list of waiting tasks has it: {listed}"))
        };
        broken.or_else(|| self.tasks.iter().find_map(waits))
    }

    fn broken_in_tasks(&self) -> Option<String> {
        self.tasks.iter().find_map(|(id, task)| {
            let ordered = task.history.windows(2).all(|two| two[0].0 < two[1].0 && two[0].1 <= two[1].1);
            if !ordered {
                return Some(format!("{id:?}: statuses only go forward: {:?}", task.history));
            }
            if task.last_status != TaskStatus::Stopped {
                return None;
            }
            if task.stopped_reason.is_none() || task.is_wanted() {
                return Some(format!(
                    "{id:?}: a STOPPED task has a stopped reason and a desired status of STOPPED"
                ));
            }
            None
        })
    }

    fn broken_in_rules(&self) -> Option<String> {
        self.rules.iter().find_map(|(id, rule)| {
            let groups = rule.action.target_groups();
            let is_sound = |(at, (group, weight)): (usize, &(TargetGroupId, u32))| {
                *weight <= MOST_WEIGHT && groups[..at].iter().all(|(earlier, _)| earlier != group)
            };
            (!groups.iter().enumerate().all(is_sound))
                .then(|| format!("{id:?}: names a target group once, with a weight up to 999: {groups:?}"))
        })
    }

    fn broken_in_lanes(&self) -> Option<String> {
        let broken = self.service_deployments.iter().find_map(|(id, row)| {
            let splits =
                |lane: &Lane| lane.target_group == lane.other || lane.test_rule == Some(lane.production_rule);
            if row.lanes().iter().any(splits) {
                return Some(format!(
                    "{id:?}: each lane has two target groups and a rule for each kind of traffic"
                ));
            }
            let is_back = row.status == ServiceDeploymentStatus::RollbackSuccessful;
            (is_back && row.production_weight + row.test_weight > 0)
                .then(|| format!("{id:?}: what was rolled back has no traffic"))
        });
        broken.or_else(|| self.targets.iter().find_map(|(id, target)| self.strays(id, target)))
    }

    /// A target of a task that its deployment did not choose.
    fn strays(&self, id: TargetId, target: &Target) -> Option<String> {
        let deployment = self.tasks[target.task?.0].deployment?;
        let row = self.service_deployments.get(&deployment)?;
        let avoided = row.lanes().iter().any(|lane| lane.other == target.target_group);
        (avoided && target.is_registered())
            .then(|| format!("{id:?}: is in the target group that {deployment:?} left to the other revision"))
    }

    fn broken_in_targets(&self) -> Option<String> {
        self.targets.iter().find_map(|(id, target)| {
            let is_gone = target.state == TargetState::Unused;
            let in_group = self.target_groups[target.target_group].targets.contains(&id);
            let by_task =
                target.task.is_none_or(|(task, _)| self.tasks[task].targets.contains(&id) != is_gone);
            if in_group == is_gone || !by_task {
                return Some(format!("{id:?}: group and task know a target until it has drained"));
            }
            let is_failure = target.state == TargetState::Unhealthy;
            (target.failure.is_some() != is_failure)
                .then(|| format!("{id:?}: an unhealthy target, and no other, has a failure"))
        })
    }
}
