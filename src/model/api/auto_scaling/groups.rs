//! Auto Scaling groups.

use std::collections::VecDeque;
use std::rc::Rc;

use serde_json::{Value, json};

use super::templates::template_id;
use super::{found, invalid, nothing, number, text, texts};
use crate::model::api::members::{Members, seconds};
use crate::model::capacity::groups::{self, activities};
use crate::model::capacity::instance_type;
use crate::model::ecs::auto_scaling::InstancesDistribution;
use crate::model::ecs::{
    AutoScalingGroup, AutoScalingGroupId, ContainerInstanceId, EcsError, EcsResult, ExceptionName, Tag,
    ZoneId,
};
use crate::model::world::{CapacityEvent, Ctx, Event, World};

/// The quota of an account is 500 groups; one of 5,000 instances is as large as a cluster can be.
const MOST_INSTANCES: u32 = 5_000;

pub fn create(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let world = ctx.world();
    let name = text(request, "AutoScalingGroupName").unwrap_or_default();
    if name.is_empty() || name.len() > 255 || name.contains([':', '/']) {
        return Err(invalid(
            "1 validation error detected: the group name has 1 to 255 characters without : and /.",
        ));
    }
    if super::find(world, name).is_some() {
        return Err(EcsError::new(
            ExceptionName::AlreadyExists,
            format!(
                "AutoScalingGroup by this name already exists - A group with the name {name} already exists"
            ),
        ));
    }
    let blank = AutoScalingGroup {
        name: name.into(),
        created_at: ctx.now(),
        deleted_at: None,
        min_size: 0,
        max_size: 0,
        desired_capacity: 0,
        launch_template: "".into(),
        overrides: Vec::new(),
        distribution: None,
        zones: (0..world.zones.len() as u32).map(ZoneId).collect(),
        new_instances_protected_from_scale_in: false,
        tags: tags(request),
        instances: Vec::new(),
        activities: VecDeque::new(),
        activities_begun: 0,
        cause: "".into(),
        next_look_at: None,
    };
    let mut group = laid_over(world, blank, request)?;
    group.desired_capacity = number(request, "DesiredCapacity").unwrap_or(group.min_size);
    refuse_sizes(&group)?;
    if group.launch_template.is_empty() {
        return Err(invalid(
            "Valid requests must contain either LaunchTemplate, LaunchConfigurationName, InstanceId or MixedInstancesPolicy parameter.",
        ));
    }
    if groups::types(&group, &world.launch_templates[&group.launch_template]).is_empty() {
        return Err(invalid(
            "You must use a valid fully-formed launch template. The request must contain the parameter InstanceType",
        ));
    }
    group.cause = activities::created(world, group.desired_capacity).into();
    let id = world.auto_scaling_groups.next_id();
    ctx.emit(Event::Capacity(CapacityEvent::GroupCreated(Rc::new(group))));
    groups::begin(ctx, id);
    Ok(nothing())
}

fn tags(request: &Value) -> Vec<Tag> {
    let given = request["Tags"].as_array().into_iter().flatten();
    let text = |tag: &Value, member: &str| tag[member].as_str().unwrap_or_default().to_owned();
    given.map(|tag| Tag { key: text(tag, "Key"), value: text(tag, "Value") }).collect()
}

/// What create and update have in common: members that are given replace the old ones.
fn laid_over(world: &World, mut group: AutoScalingGroup, request: &Value) -> EcsResult<AutoScalingGroup> {
    group.min_size = number(request, "MinSize").unwrap_or(group.min_size);
    group.max_size = number(request, "MaxSize").unwrap_or(group.max_size);
    if let Some(protected) = request["NewInstancesProtectedFromScaleIn"].as_bool() {
        group.new_instances_protected_from_scale_in = protected;
    }
    let policy = &request["MixedInstancesPolicy"];
    let template = match &policy["LaunchTemplate"]["LaunchTemplateSpecification"] {
        Value::Null => &request["LaunchTemplate"],
        specification => specification,
    };
    if !template.is_null() {
        group.launch_template = find_template(world, template)?;
    }
    if !policy.is_null() {
        let overrides = policy["LaunchTemplate"]["Overrides"].as_array().into_iter().flatten();
        let names = overrides.filter_map(|row| row["InstanceType"].as_str());
        group.overrides = names.map(known_type).collect::<EcsResult<_>>()?;
        let distribution = &policy["InstancesDistribution"];
        group.distribution = (!distribution.is_null()).then(|| InstancesDistribution {
            on_demand_base_capacity: number(distribution, "OnDemandBaseCapacity").unwrap_or(0),
            on_demand_percentage_above_base_capacity: number(
                distribution,
                "OnDemandPercentageAboveBaseCapacity",
            )
            .unwrap_or(100),
        });
    }
    if let Some(zones) = zones(world, request)? {
        group.zones = zones;
    }
    Ok(group)
}

fn known_type(name: &str) -> EcsResult<Rc<str>> {
    match instance_type(name) {
        Some(kind) => Ok(kind.name.into()),
        None => Err(invalid(format!("The instance type {name} is not one of the playground's."))),
    }
}

fn find_template(world: &World, given: &Value) -> EcsResult<Rc<str>> {
    let (name, id) = (given["LaunchTemplateName"].as_str(), given["LaunchTemplateId"].as_str());
    let found = world
        .launch_templates
        .values()
        .find(|row| name == Some(&*row.name) || id.is_some_and(|id| id == template_id(world, row)));
    found.map(|row| row.name.clone()).ok_or_else(|| {
        invalid(
            "You must use a valid fully-formed launch template. The specified launch template, with template \
                 name or id as given, does not exist.",
        )
    })
}

fn zones(world: &World, request: &Value) -> EcsResult<Option<Vec<ZoneId>>> {
    let mut zones = Vec::new();
    for name in texts(request, "AvailabilityZones") {
        let unknown = || {
            invalid(format!(
                "The availability zones of the specified subnets and the Auto Scaling group do not match: {name}"
            ))
        };
        zones.push(world.zone_named(name).ok_or_else(unknown)?);
    }
    let subnets = text(request, "VPCZoneIdentifier").unwrap_or_default();
    zones.extend(
        subnets
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .map(|name| world.zone_of_subnet(name)),
    );
    zones.sort_unstable();
    zones.dedup();
    Ok((!zones.is_empty()).then_some(zones))
}

fn refuse_sizes(group: &AutoScalingGroup) -> EcsResult<()> {
    let (min, max, desired) = (group.min_size, group.max_size, group.desired_capacity);
    if min > max {
        return Err(invalid("Max bound must be greater than or equal to min bound"));
    }
    if !(min..=max).contains(&desired) {
        return Err(invalid(format!(
            "Desired capacity:{desired} must be between the specified min size:{min} and max size:{max}"
        )));
    }
    if max > MOST_INSTANCES {
        return Err(invalid(format!("The playground's groups have at most {MOST_INSTANCES} instances.")));
    }
    Ok(())
}

pub fn update(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let world = ctx.world();
    let id = found(world, text(request, "AutoScalingGroupName").unwrap_or_default())?;
    let old = world.auto_scaling_groups.rc(id).clone();
    let mut group = laid_over(world, (*old).clone(), request)?;
    // A bound that moves past the desired capacity takes it along.
    let kept = old.desired_capacity.min(group.max_size).max(group.min_size);
    group.desired_capacity = number(request, "DesiredCapacity").unwrap_or(kept);
    refuse_sizes(&group)?;
    if group.desired_capacity != old.desired_capacity {
        let (min, max, desired) = (group.min_size, group.max_size, group.desired_capacity);
        group.cause = activities::updated(world, &old, min, max, desired).into();
    }
    groups::change(ctx, id, group);
    Ok(nothing())
}

pub fn set_desired_capacity(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let id = found(ctx.world(), text(request, "AutoScalingGroupName").unwrap_or_default())?;
    let row = &ctx.world().auto_scaling_groups[id];
    let (old, desired) = (row.desired_capacity, number(request, "DesiredCapacity").unwrap_or_default());
    if desired < row.min_size {
        return Err(invalid(format!(
            "New SetDesiredCapacity value {desired} is below min value {} for the AutoScalingGroup.",
            row.min_size
        )));
    }
    if desired > row.max_size {
        return Err(invalid(format!(
            "New SetDesiredCapacity value {desired} is above max value {} for the AutoScalingGroup.",
            row.max_size
        )));
    }
    let cause = activities::set_explicitly(ctx.world(), old, desired);
    groups::set_desired_capacity(ctx, id, desired, cause);
    Ok(nothing())
}

pub fn delete(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let id = found(ctx.world(), text(request, "AutoScalingGroupName").unwrap_or_default())?;
    let row = &ctx.world().auto_scaling_groups[id];
    let forced = request["ForceDelete"] == true;
    if !row.instances.is_empty() && !forced {
        return Err(EcsError::new(
            ExceptionName::ResourceInUse,
            "You cannot delete an AutoScalingGroup while there are instances or pending Spot instance request(s) still in the group.",
        ));
    }
    let deleted_at = Some(ctx.now());
    let (min_size, desired_capacity, cause) = (0, 0, activities::taken_by_user(ctx.world()).into());
    let to = AutoScalingGroup { deleted_at, min_size, desired_capacity, cause, ..row.clone() };
    groups::change(ctx, id, to);
    Ok(nothing())
}

fn instance(world: &World, id: &str) -> EcsResult<ContainerInstanceId> {
    let found = world.find_ec2_instance(id).filter(|&id| world.container_instances[id].group.is_some());
    found.ok_or_else(|| {
        invalid(format!("Instance Id not found - No managed instance found for instance ID: {id}"))
    })
}

pub fn terminate_instance(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let id = instance(ctx.world(), text(request, "InstanceId").unwrap_or_default())?;
    let row = &ctx.world().container_instances[id];
    let Some(member) = row.group.clone().filter(|member| member.lifecycle.counts()) else {
        return Err(invalid("The instance is not in service: its group is terminating it already."));
    };
    let group = ctx.world().auto_scaling_groups.rc(member.group).clone();
    if request["ShouldDecrementDesiredCapacity"] == true {
        if group.desired_capacity <= group.min_size {
            return Err(invalid(format!(
                "Currently, desiredSize equals minSize ({}). Terminating instance without replacement will violate group's min size constraint. Either set shouldDecrementDesiredCapacity flag to false or lower group's min size.",
                group.min_size
            )));
        }
        let to = AutoScalingGroup { desired_capacity: group.desired_capacity - 1, ..(*group).clone() };
        groups::change(ctx, member.group, to);
    } else {
        groups::begin(ctx, member.group);
    }
    groups::take_out(ctx, id);
    let newest = ctx.world().auto_scaling_groups[member.group].activities.front().cloned();
    Ok(json!({ "Activity": newest.map(|row| super::activities::activity(ctx.world(), &row)) }))
}

pub fn set_instance_protection(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let group = found(ctx.world(), text(request, "AutoScalingGroupName").unwrap_or_default())?;
    let named = texts(request, "InstanceIds");
    let ids: Vec<_> = named.iter().map(|id| instance(ctx.world(), id)).collect::<EcsResult<_>>()?;
    let is_own = |id: &ContainerInstanceId| ctx.world().auto_scaling_groups[group].instances.contains(id);
    if let Some(other) = ids.iter().position(|id| !is_own(id)) {
        let message = format!(
            "Instance Id not found - the instance {} is not part of Auto Scaling group",
            named[other]
        );
        return Err(invalid(message));
    }
    for id in ids {
        groups::protect(ctx, id, request["ProtectedFromScaleIn"] == true);
    }
    Ok(nothing())
}

pub fn describe_all(world: &World, request: &Value) -> EcsResult<Value> {
    let names = texts(request, "AutoScalingGroupNames");
    let groups = world.auto_scaling_groups.iter().filter(|(_, row)| !row.is_gone());
    let wanted = groups.filter(|(_, row)| names.is_empty() || names.contains(&&*row.name));
    Ok(json!({ "AutoScalingGroups": wanted.map(|(id, _)| shown(world, id)).collect::<Value>() }))
}

pub fn describe_instances(world: &World, request: &Value) -> EcsResult<Value> {
    let named = texts(request, "InstanceIds");
    let members = world.auto_scaling_groups.iter().flat_map(|(_, row)| &row.instances);
    let wanted = members
        .filter(|&&id| named.is_empty() || named.iter().any(|name| *name == world.ec2_instance_id(id)));
    let shown = wanted.map(|&id| {
        let mut row = shown_instance(world, id);
        let group = world.container_instances[id].group.as_ref().map(|member| member.group);
        row["AutoScalingGroupName"] =
            json!(group.map(|group| world.auto_scaling_groups[group].name.to_string()));
        row
    });
    Ok(json!({ "AutoScalingInstances": shown.collect::<Value>() }))
}

fn shown_instance(world: &World, id: ContainerInstanceId) -> Value {
    let row = &world.container_instances[id];
    let member = row.group.as_deref();
    let counts = member.is_some_and(|member| member.lifecycle.counts());
    json!({
        "InstanceId": world.ec2_instance_id(id),
        "InstanceType": &*row.instance_type,
        "AvailabilityZone": &**world.zone_name(row.zone),
        "LifecycleState": member.map(|member| member.lifecycle.as_str()),
        "HealthStatus": if counts { "Healthy" } else { "Unhealthy" },
        "ProtectedFromScaleIn": member.is_some_and(|member| member.protected_from_scale_in),
    })
}

fn shown(world: &World, id: AutoScalingGroupId) -> Value {
    let row = &world.auto_scaling_groups[id];
    let zones: Vec<&str> = row.zones.iter().map(|&zone| &**world.zone_name(zone)).collect();
    let subnets: Vec<&str> = row.zones.iter().map(|&zone| &*world.zone(zone).subnet_id).collect();
    let template = json!({
        "LaunchTemplateId": world.launch_templates.get(&row.launch_template).map(|row| template_id(world, row)),
        "LaunchTemplateName": &*row.launch_template,
        "Version": "$Default",
    });
    let mixed = !row.overrides.is_empty() || row.distribution.is_some();
    let overrides: Vec<Value> = row.overrides.iter().map(|name| json!({ "InstanceType": &**name })).collect();
    let distribution = row.distribution.map(|given| {
        json!({
            "OnDemandBaseCapacity": given.on_demand_base_capacity,
            "OnDemandPercentageAboveBaseCapacity": given.on_demand_percentage_above_base_capacity,
        })
    });
    let policy = json!({
        "LaunchTemplate": { "LaunchTemplateSpecification": template, "Overrides": overrides },
        "InstancesDistribution": distribution,
    });
    let tags: Vec<Value> = row.tags.iter().map(|tag| json!({ "Key": tag.key, "Value": tag.value })).collect();
    Members::new()
        .with("AutoScalingGroupName", &*row.name)
        .with("AutoScalingGroupARN", world.auto_scaling_group_arn(id))
        .maybe("LaunchTemplate", (!mixed).then_some(template))
        .maybe("MixedInstancesPolicy", mixed.then_some(policy))
        .with("MinSize", row.min_size)
        .with("MaxSize", row.max_size)
        .with("DesiredCapacity", row.desired_capacity)
        .with("DefaultCooldown", 300)
        .with("AvailabilityZones", zones)
        .with("HealthCheckType", "EC2")
        .with("Instances", row.instances.iter().map(|&id| shown_instance(world, id)).collect::<Value>())
        .with("CreatedTime", seconds(world, row.created_at))
        .with("VPCZoneIdentifier", subnets.join(","))
        .maybe("Status", row.deleted_at.map(|_| "Delete in progress"))
        .with("Tags", tags)
        .with("NewInstancesProtectedFromScaleIn", row.new_instances_protected_from_scale_in)
        .build()
}
