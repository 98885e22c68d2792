//! Tasks, their containers, and what they take of their container instance.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::rc::Rc;

use crate::model::ecs::container_instance::TransportProtocol;
use crate::model::ecs::task::NetworkBinding;
use crate::model::ecs::{
    Container, ContainerStatus, DecisionId, DesiredStatus, HealthStatus, LaunchType, Task, TaskId, TaskStatus,
};
use crate::model::world::decision::Target;
use crate::model::world::names::network_interface;
use crate::model::world::{Event, World};

impl World {
    pub(super) fn apply_task(&mut self, event: &Event) {
        let now = self.now;
        match event {
            Event::PlacementDecided(record) => {
                self.decisions.push(record.clone());
            }
            Event::TaskCreated(task) => self.add_task(task),
            Event::TaskPlaced { task, target, decision } => self.place_task(*task, *target, *decision),
            Event::RunRemembered(run) => {
                self.remembered_runs.insert((run.cluster, run.token.clone()), run.clone());
            }
            Event::TaskStatusChanged { task, status } => self.set_task_status(*task, *status),
            Event::TaskStopAsked { task, code, reason } => {
                self.release_from_scheduler(*task);
                self.waiting_tasks.remove(&(self.tasks[*task].cluster, *task));
                self.count_task(*task, -1);
                let row = self.tasks.change(*task);
                row.desired_status = DesiredStatus::Stopped;
                row.stop_code = Some(*code);
                row.stopped_reason = Some(reason.clone());
                row.version += 1;
                self.count_task(*task, 1);
            }
            Event::TaskProtectionChanged { task, until } => self.tasks.change(*task).protected_until = *until,
            Event::TaskHealthChanged { task, health } => {
                let row = self.tasks.change(*task);
                row.health_status = *health;
                row.version += 1;
            }
            Event::TaskAccepted { task } => self.hold(*task),
            Event::TaskConnected { task } => self.tasks.change(*task).connectivity_at = Some(now),
            Event::TaskFaultBegan { task, fault } => {
                self.tasks.change(*task).faults.push((**fault).clone());
            }
            Event::TaskFaultEnded { task, number } => {
                let faults = &mut self.tasks.change(*task).faults;
                faults[*number as usize].ended_at = Some(now);
            }
            Event::TaskPullStarted { task } => {
                self.tasks.change(*task).pull_started_at = Some(now);
                self.pay_fargate_task(*task, true);
            }
            Event::TaskPullStopped { task } => self.tasks.change(*task).pull_stopped_at = Some(now),
            Event::NetworkInterfaceChanged { task, status } => {
                if let Some(interface) = &mut self.tasks.change(*task).network_interface {
                    interface.status = *status;
                }
            }
            _ => unreachable!("an event of another file"),
        }
    }

    /// A waiting task is where it shall run: from here on it is like one that was created there.
    fn place_task(&mut self, id: TaskId, target: Target, decision: (DecisionId, u32)) {
        let (container_instance, zone) = match target {
            Target::ContainerInstance(instance) => (Some(instance), self.container_instances[instance].zone),
            Target::Fargate(zone) => (None, zone),
        };
        self.count_task(id, -1);
        let cluster = self.tasks[id].cluster;
        self.waiting_tasks.remove(&(cluster, id));
        let task = &self.tasks[id];
        let network = task.network_configuration.as_deref();
        let network_interface = task.has_own_network().then(|| network_interface(self, zone, network));
        let row = self.tasks.change(id);
        row.container_instance = container_instance;
        row.zone = Some(zone);
        row.network_interface = network_interface;
        row.decision = Some(decision);
        row.version += 1;
        let row = self.tasks.rc(id).clone();
        self.occupy(id, &row);
        self.count_task(id, 1);
    }

    pub(super) fn apply_container(&mut self, event: &Event) {
        let now = self.now;
        match event {
            Event::ContainerStatusChanged { task, container, status } => {
                let row = self.container(*task, *container);
                row.status = *status;
                if *status == ContainerStatus::Running {
                    row.started_at = Some(now);
                    self.tasks.change(*task).version += 1;
                }
            }
            Event::ContainerStopped { task, container, exit_code, reason } => {
                let row = self.container(*task, *container);
                row.status = ContainerStatus::Stopped;
                row.stopped_at = Some(now);
                row.exit_code = *exit_code;
                row.reason.clone_from(reason);
                let essential = self.is_essential(*task, *container);
                let row = self.tasks.change(*task);
                row.version += 1;
                if essential && exit_code.is_some() && row.execution_stopped_at.is_none() {
                    row.execution_stopped_at = Some(now);
                }
            }
            Event::ContainerStopAsked { task, container } => {
                self.container(*task, *container).stop_requested = true;
            }
            Event::ContainerRestarted { task, container } => {
                let row = self.container(*task, *container);
                row.status = ContainerStatus::Running;
                row.restart_count += 1;
                row.started_at = Some(now);
                row.stopped_at = None;
                row.exit_code = None;
                row.reason = None;
                row.health_status = HealthStatus::Unknown;
                row.health_broken_at = None;
                self.tasks.change(*task).version += 1;
            }
            Event::ContainerHealthChanged { task, container, health } => {
                self.container(*task, *container).health_status = *health;
            }
            Event::ContainerHealthBroken { task, container } => {
                self.container(*task, *container).health_broken_at = Some(now);
            }
            Event::ReportHeldBack { task, container, step } => {
                self.container(*task, *container).held_back.push(*step);
            }
            Event::ReportsCaughtUp { task } => {
                self.tasks.change(*task).containers.iter_mut().for_each(|row| row.held_back.clear());
            }
            Event::ContainerPortsBound { task, container, bindings } => {
                self.bind_ports(*task, *container, bindings);
            }
            _ => unreachable!("an event of another file"),
        }
    }

    fn container(&mut self, task: TaskId, container: u8) -> &mut Container {
        &mut self.tasks.change(task).containers[usize::from(container)]
    }

    fn is_essential(&self, task: TaskId, container: u8) -> bool {
        self.tasks[task].definition.container_definitions[usize::from(container)].essential
    }

    fn add_task(&mut self, task: &Rc<Task>) {
        let id = self.tasks.push(task.clone());
        if task.waits_for_capacity() {
            self.waiting_tasks.insert((task.cluster, id));
        }
        if let Some(service) = task.service {
            self.services.change(service).tasks.push(id);
        }
        self.occupy(id, task);
        self.count_task(id, 1);
    }

    /// Takes what the task needs of its zone and its container instance.
    fn occupy(&mut self, id: TaskId, task: &Task) {
        if let Some(zone) = task.zone.filter(|_| task.network_interface.is_some()) {
            self.zones[zone.0 as usize].addresses_given += 1;
        }
        if let Some(instance) = task.container_instance {
            let row = self.container_instances.change(instance);
            add_sorted(&mut row.tasks, id);
            row.version += 1;
            row.remaining_resources.take(task.reservation);
            for &port in task.host_ports.iter() {
                *row.ports.entry(port).or_insert(0) += 1;
            }
        }
    }

    fn set_task_status(&mut self, id: TaskId, status: TaskStatus) {
        let now = self.now;
        self.count_task(id, -1);
        if status == TaskStatus::Stopped {
            self.release_everything(id);
            if self.tasks[id].pull_started_at.is_some() {
                self.pay_fargate_task(id, false);
            }
        }
        let row = self.tasks.change(id);
        row.last_status = status;
        row.history.push((status, now));
        row.version += 1;
        match status {
            TaskStatus::Running => row.started_at = Some(now),
            TaskStatus::Deactivating | TaskStatus::Stopping => {
                row.stopping_at = row.stopping_at.or(Some(now));
            }
            TaskStatus::Stopped => {
                row.stopping_at = row.stopping_at.or(Some(now));
                row.stopped_at = Some(now);
            }
            _ => {}
        }
        self.count_task(id, 1);
        if status == TaskStatus::Stopped {
            self.forget_live(id);
        }
    }

    /// Adds a task to the counts of its cluster, container instance and deployment, or takes it out.
    /// What it counts as follows from its status, so a change takes it out first and adds it after.
    fn count_task(&mut self, id: TaskId, by: i32) {
        let task = self.tasks.rc(id).clone();
        let running = u32::from(task.last_status == TaskStatus::Running);
        let pending = u32::from(task.last_status.is_starting());
        let add = |count: &mut u32, units: u32| *count = count.wrapping_add_signed(by * units as i32);
        if running + pending == 0 {
            return;
        }
        let cluster = self.clusters.change(task.cluster);
        match task.launch_type {
            LaunchType::Fargate => {
                add(&mut cluster.running_tasks.fargate, running);
                add(&mut cluster.pending_tasks.fargate, pending);
            }
            LaunchType::Ec2 | LaunchType::External => {
                add(&mut cluster.running_tasks.ec2, running);
                add(&mut cluster.pending_tasks.ec2, pending);
            }
        }
        if let Some(instance) = task.container_instance {
            let row = self.container_instances.change(instance);
            add(&mut row.running_tasks_count, running);
            add(&mut row.pending_tasks_count, pending);
        }
        if let (Some(service), Some(deployment)) = (task.service, task.deployment) {
            let deployments = &mut self.services.change(service).deployments;
            if let Some(row) = deployments.iter_mut().find(|row| row.id == deployment) {
                add(&mut row.running_count, running);
                add(&mut row.pending_count, pending * u32::from(task.is_wanted()));
            }
        }
    }

    /// The scheduler sees the task's room as free again, while its containers may still use it.
    fn release_from_scheduler(&mut self, id: TaskId) {
        let task = self.tasks.rc(id).clone();
        let Some(instance) = task.container_instance.filter(|_| task.is_wanted()) else { return };
        let row = self.container_instances.change(instance);
        row.version += 1;
        row.remaining_resources.add(task.reservation);
        for port in task.host_ports.iter() {
            release_port(&mut row.ports, *port);
        }
    }

    /// The agent took the task on: its room and fixed ports are really in use from here on.
    fn hold(&mut self, id: TaskId) {
        let now = self.now;
        let row = self.tasks.change(id);
        row.accepted_at = Some(now);
        row.connectivity_at = row.connectivity_at.or(Some(now));
        let task = self.tasks.rc(id).clone();
        let Some(instance) = task.container_instance else { return };
        let row = self.container_instances.change(instance);
        row.held_resources.add(task.reservation);
        for &port in task.host_ports.iter() {
            *row.held_ports.entry(port).or_insert(0) += 1;
        }
    }

    /// The task's containers are gone, and with them all they held.
    fn release_everything(&mut self, id: TaskId) {
        self.release_from_scheduler(id);
        let task = self.tasks.rc(id).clone();
        let Some(instance) = task.container_instance.filter(|_| task.accepted_at.is_some()) else { return };
        let row = self.container_instances.change(instance);
        row.held_resources.take(task.reservation);
        let bindings = task.containers.iter().flat_map(|container| &container.network_bindings);
        let dynamic = bindings.map(port_of).filter(|port| !task.host_ports.contains(port));
        for port in task.host_ports.iter().copied().chain(dynamic) {
            release_port(&mut row.held_ports, port);
        }
    }

    /// Takes a STOPPED task off the lists of live ones.
    fn forget_live(&mut self, id: TaskId) {
        let task = self.tasks.rc(id).clone();
        if let Some(service) = task.service {
            remove_sorted(&mut self.services.change(service).tasks, id);
        }
        if let Some(instance) = task.container_instance {
            remove_sorted(&mut self.container_instances.change(instance).tasks, id);
        }
    }

    fn bind_ports(&mut self, id: TaskId, container: u8, bindings: &[NetworkBinding]) {
        self.container(id, container).network_bindings = bindings.to_vec();
        let task = self.tasks.rc(id).clone();
        let Some(instance) = task.container_instance else { return };
        let row = self.container_instances.change(instance);
        for port in bindings.iter().map(port_of).filter(|port| !task.host_ports.contains(port)) {
            *row.held_ports.entry(port).or_insert(0) += 1;
        }
    }
}

fn port_of(binding: &NetworkBinding) -> (TransportProtocol, u16) {
    (binding.protocol, binding.host_port)
}

fn release_port(ports: &mut BTreeMap<(TransportProtocol, u16), u32>, port: (TransportProtocol, u16)) {
    if let Entry::Occupied(mut holders) = ports.entry(port) {
        *holders.get_mut() -= 1;
        if *holders.get() == 0 {
            holders.remove();
        }
    }
}

/// Lists of live tasks are in order of creation, which is the order of ids. One that waited for its place is
/// older than those that came before it.
fn add_sorted(tasks: &mut Vec<TaskId>, id: TaskId) {
    let position = if tasks.last().is_none_or(|&last| last < id) {
        tasks.len()
    } else {
        tasks.partition_point(|&task| task < id)
    };
    tasks.insert(position, id);
}

fn remove_sorted(tasks: &mut Vec<TaskId>, id: TaskId) {
    if let Ok(position) = tasks.binary_search(&id) {
        tasks.remove(position);
    }
}
