//! DescribeScalingActivities.

use serde_json::{Value, json};

use super::{found, number, text};
use crate::model::api::members::{Members, seconds};
use crate::model::ecs::EcsResult;
use crate::model::ecs::auto_scaling::{ActivityStatus, ScalingActivity};
use crate::model::kernel::Kind;
use crate::model::world::World;

pub fn describe_all(world: &World, request: &Value) -> EcsResult<Value> {
    let wanted = text(request, "AutoScalingGroupName").map(|name| found(world, name)).transpose()?;
    let most = number(request, "MaxRecords").unwrap_or(100) as usize;
    let groups = world.auto_scaling_groups.iter().filter(|(id, _)| wanted.is_none_or(|wanted| wanted == *id));
    let mut all: Vec<_> = groups.flat_map(|(_, group)| &group.activities).collect();
    all.sort_by_key(|row| std::cmp::Reverse((row.started_at, row.number)));
    let shown: Vec<Value> = all.into_iter().take(most).map(|row| activity(world, row)).collect();
    Ok(json!({ "Activities": shown }))
}

pub(super) fn activity(world: &World, row: &ScalingActivity) -> Value {
    let (status, progress) = match row.status {
        ActivityStatus::InProgress => ("InProgress", 30),
        ActivityStatus::WaitingForInstanceTermination => ("MidTerminatingLifecycleAction", 50),
        ActivityStatus::Successful => ("Successful", 100),
        ActivityStatus::Failed => ("Failed", 100),
    };
    let group = &world.auto_scaling_groups[row.group];
    Members::new()
        .with("ActivityId", world.identifiers.uuid(Kind::ScalingActivity, row.group.0, row.number))
        .with("AutoScalingGroupName", &*group.name)
        .with("Description", description(world, row))
        .with("Cause", &*row.cause)
        .with("StartTime", seconds(world, row.started_at))
        .maybe("EndTime", row.ended_at.map(|at| seconds(world, at)))
        .with("StatusCode", status)
        .maybe("StatusMessage", row.status_message.as_deref())
        .with("Progress", progress)
        .build()
}

/// As EC2 Auto Scaling words it.
pub fn description(world: &World, row: &ScalingActivity) -> String {
    match row.instance {
        Some(id) if row.launches => format!("Launching a new EC2 instance: {}", world.ec2_instance_id(id)),
        Some(id) => format!("Terminating EC2 instance: {}", world.ec2_instance_id(id)),
        None if row.launches => "Launching a new EC2 instance.  Status Reason: the launch failed.".to_owned(),
        None => "Terminating EC2 instance.".to_owned(),
    }
}
