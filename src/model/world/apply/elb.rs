//! Load balancers, their targets, and the traffic that passed.

use std::rc::Rc;

use crate::model::ecs::{Listener, Target, TargetGroup, TargetId, TargetState};
use crate::model::world::{Event, World};

impl World {
    pub(super) fn apply_elb(&mut self, event: &Event) {
        let now = self.now;
        match event {
            Event::LoadBalancerCreated(row) => {
                self.load_balancers.push(row.clone());
            }
            Event::LoadBalancerChanged { load_balancer, to } => {
                *self.load_balancers.change(*load_balancer) = (**to).clone();
            }
            Event::ListenerCreated { listener, default_rule } => {
                self.listeners.push(listener.clone());
                self.rules.push(default_rule.clone());
            }
            Event::ListenerChanged { listener, to } => {
                let row = self.listeners.change(*listener);
                let traffic = std::mem::take(&mut row.traffic);
                *row = Listener { traffic, ..(**to).clone() };
            }
            Event::TrafficChanged { listener, traffic } => {
                self.listeners.change(*listener).traffic = traffic.to_vec();
            }
            Event::RuleCreated(row) => {
                self.rules.push(row.clone());
            }
            Event::RuleChanged { rule, to } => *self.rules.change(*rule) = (**to).clone(),
            Event::TargetGroupCreated(row) => {
                self.target_groups.push(row.clone());
            }
            Event::TargetGroupChanged { target_group, to } => {
                let row = self.target_groups.change(*target_group);
                let targets = std::mem::take(&mut row.targets);
                *row = TargetGroup { targets, ..(**to).clone() };
            }
            Event::TargetRegistered(target) => self.add_target(target),
            Event::TargetHealthChanged { target, state, failure, next_check_at } => {
                let row = self.targets.change(*target);
                row.state = *state;
                row.since = now;
                row.failure = *failure;
                row.against = 0;
                row.next_check_at = *next_check_at;
                if *state == TargetState::Unused {
                    self.forget_target(*target);
                }
            }
            Event::TargetChecked { target, against, next_check_at } => {
                let row = self.targets.change(*target);
                row.against = *against;
                row.next_check_at = *next_check_at;
            }
            Event::TargetOverloadChanged { target, overloaded } => {
                self.targets.change(*target).is_overloaded = *overloaded;
            }
            Event::TrafficFlowed(tick) => {
                self.traffic.push(tick.clone());
            }
            _ => unreachable!("an event of another file"),
        }
    }

    fn add_target(&mut self, target: &Rc<Target>) {
        let id = self.targets.push(target.clone());
        self.target_groups.change(target.target_group).targets.push(id);
        if let Some((task, _)) = target.task {
            self.tasks.change(task).targets.push(id);
        }
    }

    /// It has drained: nobody counts it any more.
    fn forget_target(&mut self, id: TargetId) {
        let target = self.targets.rc(id).clone();
        self.target_groups.change(target.target_group).targets.retain(|&row| row != id);
        if let Some((task, _)) = target.task {
            self.tasks.change(task).targets.retain(|&row| row != id);
        }
    }
}
