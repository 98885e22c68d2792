//! Rows of the event log about Auto Scaling groups, capacity providers and Spot Instances.

use super::event_line::Tone;
use super::events::EventKind;
use crate::model::api::auto_scaling::describe_activity;
use crate::model::capacity::groups::provider_of;
use crate::model::ecs::auto_scaling::ActivityStatus;
use crate::model::ecs::capacity_provider::ScalingOutcome;
use crate::model::ecs::shortage::ShortageOf;
use crate::model::ecs::{ContainerInstanceId, TaskId};
use crate::model::world::event::Resource;
use crate::model::world::{CapacityEvent, World};
use crate::playground::explain::capacity as explain;

/// The kind of row and what it is about; none for what is only bookkeeping.
pub fn row(event: &CapacityEvent, world: &World) -> Option<(EventKind, Option<Resource>)> {
    // A group is seen with its capacity provider, if it has one.
    let of_group = |group| provider_of(world, group).map(Resource::CapacityProvider);
    let resource = match event {
        CapacityEvent::GroupCreated(_) => None,
        CapacityEvent::ActivityStarted(activity) => of_group(activity.group),
        CapacityEvent::ActivityChanged { group, status: ActivityStatus::Failed, attempts: 1, .. } => {
            of_group(*group)
        }
        CapacityEvent::ProviderCreated(provider) => {
            world.find_any_capacity_provider(&provider.name).map(Resource::CapacityProvider)
        }
        CapacityEvent::ScalingDecided(decision) => Some(Resource::CapacityProvider(decision.provider)),
        CapacityEvent::ManagedInstancesLaunched { provider, .. } => {
            Some(Resource::CapacityProvider(*provider))
        }
        CapacityEvent::SpotInterruptionNoticed { instance, .. } => {
            Some(Resource::ContainerInstance(*instance))
        }
        CapacityEvent::TaskRetires { task } => Some(Resource::Task(*task)),
        CapacityEvent::ShortageBegan(_) | CapacityEvent::ShortageEnded { .. } => None,
        _ => return None,
    };
    Some((EventKind::Instance, resource))
}

/// Symbol, tone and words of a row.
pub fn tell(event: &CapacityEvent, world: &World) -> (&'static str, Tone, String) {
    match event {
        CapacityEvent::GroupCreated(group) => {
            ("i-plus", Tone::Plain, format!("Auto Scaling group {} created", group.name))
        }
        CapacityEvent::ActivityStarted(row) => {
            let name = &world.auto_scaling_groups[row.group].name;
            let icon = if row.launches { "i-plus" } else { "i-power" };
            (icon, Tone::Plain, format!("{name}: {}. {}", describe_activity(world, row), row.cause))
        }
        CapacityEvent::ActivityChanged { group, message, .. } => {
            let name = &world.auto_scaling_groups[*group].name;
            ("x-bad", Tone::Bad, format!("{name}: {}", message.as_deref().unwrap_or("Failed.")))
        }
        CapacityEvent::ProviderCreated(row) => {
            ("i-plus", Tone::Plain, format!("Capacity provider {} created", row.name))
        }
        CapacityEvent::ScalingDecided(decision) => {
            let bad = matches!(
                decision.outcome,
                ScalingOutcome::AlreadyAtMaxSize
                    | ScalingOutcome::NothingFits
                    | ScalingOutcome::WaitingForLaunches
            );
            let tone = if bad { Tone::Bad } else { Tone::Plain };
            let name = &world.capacity_providers[decision.provider].name;
            ("i-chart", tone, format!("{name}: {}", explain::decision(world, decision)))
        }
        CapacityEvent::ManagedInstancesLaunched { provider, instance_type, instances, tasks } => {
            let name = &world.capacity_providers[*provider].name;
            match instance_type {
                Some(kind) if *instances == 0 => {
                    let words = format!(
                        "{name}: EC2 has no {kind} for {tasks} waiting tasks; ECS tries again in a minute"
                    );
                    ("x-bad", Tone::Bad, words)
                }
                Some(kind) => {
                    let words =
                        format!("{name}: ECS launches {instances} × {kind} for {tasks} waiting tasks");
                    ("i-plus", Tone::Plain, words)
                }
                None => {
                    let words =
                        format!("{name}: no instance type it may launch holds one of {tasks} waiting tasks");
                    ("x-bad", Tone::Bad, words)
                }
            }
        }
        CapacityEvent::SpotInterruptionNoticed { instance, at } => {
            let id = short(world, *instance);
            (
                "i-bolt",
                Tone::Bad,
                format!("Spot Instance {id}: interruption notice, EC2 takes it back at {at}"),
            )
        }
        CapacityEvent::TaskRetires { task } => {
            let words = format!("task {} retires: Fargate maintains its machine", task_name(world, *task));
            ("i-restart", Tone::Plain, words)
        }
        CapacityEvent::ShortageBegan(shortage) => {
            let what = match shortage.of {
                ShortageOf::AutoScalingGroup(id) => {
                    format!("EC2 has no capacity for {}", world.auto_scaling_groups[id].name)
                }
                ShortageOf::Api => "EC2 refuses launches by hand and those of Managed Instances".to_owned(),
                ShortageOf::Fargate { spot: false } => "Fargate has no room for new tasks".to_owned(),
                ShortageOf::Fargate { spot: true } => "Fargate Spot has no room for new tasks".to_owned(),
            };
            ("i-bolt", Tone::Bad, what)
        }
        _ => ("i-bolt", Tone::Plain, "Capacity is to be had again".to_owned()),
    }
}

fn short(world: &World, instance: ContainerInstanceId) -> String {
    world.ec2_instance_id(instance)
}

fn task_name(world: &World, task: TaskId) -> String {
    format!("{} of {}", &world.task_hex(task)[..8], world.tasks[task].definition.family_revision())
}
