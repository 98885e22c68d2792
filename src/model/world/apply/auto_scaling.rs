//! Auto Scaling groups, capacity providers and Spot Instances.

use std::rc::Rc;

use crate::model::ecs::auto_scaling::{ActivityStatus, ScalingActivity};
use crate::model::ecs::{
    AutoScalingGroup, AutoScalingGroupId, CapacityProvider, CapacityProviderId, ContainerInstanceId,
    Ec2State, GroupMember, LifecycleState,
};
use crate::model::world::{CapacityEvent, World};

/// Activities that DescribeScalingActivities still gives. The event log has all.
const ACTIVITIES_KEPT: usize = 100;

impl World {
    pub(super) fn apply_auto_scaling(&mut self, event: &CapacityEvent) {
        let now = self.now;
        match event {
            CapacityEvent::LaunchTemplateCreated(template) => {
                self.launch_templates.insert(template.name.clone(), template.clone());
                self.launch_templates_created += 1;
            }
            CapacityEvent::LaunchTemplateDeleted { name } => {
                self.launch_templates.remove(name);
            }
            CapacityEvent::GroupCreated(group) => {
                self.auto_scaling_groups.push(group.clone());
            }
            CapacityEvent::GroupChanged { group, to } => self.change_group(*group, to),
            CapacityEvent::GroupLookPromised { group, at } => {
                self.auto_scaling_groups.change(*group).next_look_at = *at;
            }
            CapacityEvent::LifecycleChanged { instance, lifecycle, activity } => {
                self.set_lifecycle(*instance, *lifecycle, *activity);
            }
            CapacityEvent::ProtectionChanged { instance, protected } => {
                self.change_member(*instance, |member| member.protected_from_scale_in = *protected);
            }
            CapacityEvent::ActivityStarted(activity) => {
                let row = self.auto_scaling_groups.change(activity.group);
                row.activities.push_front(activity.clone());
                row.activities.truncate(ACTIVITIES_KEPT);
                row.activities_begun += 1;
            }
            CapacityEvent::ActivityChanged { group, number, status, message, attempts } => {
                let row = self.auto_scaling_groups.change(*group);
                let found = row.activities.iter_mut().find(|activity| activity.number == *number);
                if let Some(activity) = found {
                    let ended = matches!(status, ActivityStatus::Successful | ActivityStatus::Failed);
                    *activity = Rc::new(ScalingActivity {
                        status: *status,
                        status_message: message.clone().or_else(|| activity.status_message.clone()),
                        ended_at: ended.then_some(now),
                        attempts: *attempts,
                        ..(**activity).clone()
                    });
                }
            }
            CapacityEvent::ProviderCreated(provider) => {
                self.capacity_providers.push(provider.clone());
            }
            CapacityEvent::ProviderChanged { provider, to } => self.change_provider(*provider, to),
            CapacityEvent::InstancesAdopted { provider } => self.adopt_instances(*provider),
            CapacityEvent::DatapointPublished { provider, datapoint } => {
                self.capacity_providers.change(*provider).reservation.push(now, datapoint.reservation);
            }
            CapacityEvent::ScalingDecided(_) | CapacityEvent::ManagedInstancesLaunched { .. } => {}
            CapacityEvent::TaskRetires { task } => self.tasks.change(*task).retires = true,
            CapacityEvent::ScalingMemoryChanged { provider, memory } => {
                self.capacity_providers.change(*provider).memory = memory.clone();
            }
            CapacityEvent::WaitingLookPromised { cluster, at } => match at {
                Some(at) => drop(self.waiting_looks.insert(*cluster, *at)),
                None => drop(self.waiting_looks.remove(cluster)),
            },
            CapacityEvent::ShortageBegan(shortage) => {
                self.shortages.push(shortage.clone());
                self.shortages_begun += 1;
            }
            CapacityEvent::ShortageEnded { number } => self.shortages.retain(|row| row.number != *number),
            CapacityEvent::SpotInterruptionNoticed { instance, at } => {
                let row = self.container_instances.change(*instance);
                if let Some(spot) = &mut row.spot {
                    Rc::make_mut(spot).interrupted_at = Some(*at);
                }
            }
        }
    }

    fn change_group(&mut self, id: AutoScalingGroupId, to: &AutoScalingGroup) {
        let row = self.auto_scaling_groups.change(id);
        *row = AutoScalingGroup {
            instances: std::mem::take(&mut row.instances),
            activities: std::mem::take(&mut row.activities),
            activities_begun: row.activities_begun,
            next_look_at: row.next_look_at,
            ..to.clone()
        };
    }

    fn change_provider(&mut self, id: CapacityProviderId, to: &CapacityProvider) {
        let row = self.capacity_providers.change(id);
        *row = CapacityProvider {
            memory: row.memory.clone(),
            reservation: std::mem::take(&mut row.reservation),
            ..to.clone()
        };
    }

    fn change_member(&mut self, id: ContainerInstanceId, change: impl FnOnce(&mut GroupMember)) {
        if let Some(member) = &mut self.container_instances.change(id).group {
            change(Rc::make_mut(member));
        }
    }

    fn set_lifecycle(&mut self, id: ContainerInstanceId, lifecycle: LifecycleState, activity: u32) {
        let since = self.now;
        let Some(group) = self.container_instances[id].group.as_ref().map(|member| member.group) else {
            return;
        };
        self.change_member(id, |member| {
            *member = GroupMember { lifecycle, since, activity, ..member.clone() };
        });
        if lifecycle == LifecycleState::Terminated {
            self.auto_scaling_groups.change(group).instances.retain(|&instance| instance != id);
        }
    }

    fn adopt_instances(&mut self, id: CapacityProviderId) {
        let provider = &self.capacity_providers[id];
        let Some(group) = provider.group().map(|group| group.group) else { return };
        let name = provider.name.clone();
        for instance in self.auto_scaling_groups[group].instances.clone() {
            let runs = self.container_instances[instance].ec2_state == Ec2State::Running;
            if runs {
                self.pay_instance(instance, false);
            }
            self.container_instances.change(instance).capacity_provider = Some(name.clone());
            if runs {
                self.pay_instance(instance, true);
            }
        }
    }
}
