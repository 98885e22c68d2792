//! What RunTask and StartTask have in common: the rules that do not depend on where the tasks go, and the creation
//! of tasks that have a place.

use std::rc::Rc;

use serde::Deserialize;
use serde_json::Value;

use super::overrides;
use crate::model::agent::{self, NewTask};
use crate::model::api::launch::capacity::Share;
use crate::model::api::launch::{self, network};
use crate::model::api::tags::{merge, refuse_bad_tags};
use crate::model::ecs::container_instance::Resources;
use crate::model::ecs::{
    ClusterId, DecisionId, EcsError, EcsResult, LaunchType, Tag, TaskDefinition, TaskDefinitionId, TaskId,
    ZoneId,
};
use crate::model::world::decision::{Choice, Target};
use crate::model::world::{Ctx, World};

/// The members that both requests have.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Common {
    pub cluster: Option<String>,
    pub task_definition: String,
    #[serde(rename = "enableECSManagedTags")]
    pub enable_ecs_managed_tags: Option<bool>,
    pub enable_execute_command: Option<bool>,
    pub group: Option<Rc<str>>,
    pub network_configuration: Option<Rc<Value>>,
    pub overrides: Option<Rc<Value>>,
    pub propagate_tags: Option<String>,
    pub started_by: Option<Rc<str>>,
    pub tags: Option<Vec<Tag>>,
    pub volume_configurations: Option<Vec<Value>>,
}

/// Tasks that passed the rules and only need places.
pub struct TaskOrder {
    pub cluster: ClusterId,
    pub definition: TaskDefinitionId,
    pub group: Rc<str>,
    pub reservation: Resources,
    /// Only RunTask can ask for one.
    pub platform_version: Option<Rc<str>>,
    common: Common,
    tags: Vec<Tag>,
}

impl TaskOrder {
    /// Holds the common members against the rules, in this order: startedBy, tags, overrides' size, task
    /// definition, its launch type, network, overrides, ECS Exec, volumes. `longest_started_by` is in characters.
    pub fn new(
        world: &World,
        cluster: ClusterId,
        on: LaunchType,
        common: Common,
        longest_started_by: usize,
    ) -> EcsResult<Self> {
        if common.started_by.as_ref().is_some_and(|name| name.chars().count() > longest_started_by) {
            // Assumed.
            let message = format!("startedBy can have at most {longest_started_by} characters.");
            return Err(EcsError::invalid_parameter(message));
        }
        let own_tags = common.tags.as_deref().unwrap_or_default();
        refuse_bad_tags(own_tags)?;
        overrides::refuse_too_long(common.overrides.as_deref())?;
        let definition = launch::active_task_definition(world, &common.task_definition)?;
        let row = &world.task_definitions[definition];
        launch::refuse_incompatible(row, on)?;
        network::refuse(common.network_configuration.as_deref(), row, on)?;
        overrides::refuse(common.overrides.as_deref(), row, on)?;
        refuse_execute_command(&common, row)?;
        refuse_volumes(&common, row)?;
        let tags = all_tags(world, cluster, definition, &common, own_tags);
        let group = common.group.clone().unwrap_or_else(|| format!("family:{}", row.family).into());
        let reservation =
            overrides::reservation(world.task_definitions.rc(definition), &common.overrides, on);
        Ok(Self { cluster, definition, group, reservation, platform_version: None, common, tags })
    }

    /// The zones its network configuration allows; empty means all.
    pub fn zones(&self, world: &World) -> Vec<ZoneId> {
        world.zones_of_network(self.common.network_configuration.as_deref())
    }

    /// Creates the tasks for which a decision found places, in its order.
    pub fn create_placed(
        &self,
        ctx: &mut Ctx,
        decision: DecisionId,
        choices: &[Choice],
        share: &Share,
    ) -> Vec<TaskId> {
        let placed = (0..).zip(choices);
        let create = |(number, choice): (u32, &Choice)| {
            let provider = share.capacity_provider.clone();
            self.create(ctx, Some(choice.target), share.launch_type, provider, Some((decision, number)))
        };
        placed.map(create).collect()
    }

    /// Creates one task where it shall go, or lets it wait for its capacity provider.
    pub fn create(
        &self,
        ctx: &mut Ctx,
        target: Option<Target>,
        launch_type: LaunchType,
        capacity_provider: Option<Rc<str>>,
        decision: Option<(DecisionId, u32)>,
    ) -> TaskId {
        let task = NewTask {
            cluster: self.cluster,
            definition: self.definition,
            service: None,
            group: self.group.clone(),
            started_by: self.common.started_by.clone(),
            launch_type,
            capacity_provider,
            platform_version: self.platform_version.clone(),
            target,
            decision,
            overrides: self.common.overrides.clone(),
            network_configuration: self.common.network_configuration.clone(),
            tags: self.tags.clone(),
            enable_execute_command: self.common.enable_execute_command.unwrap_or(false),
        };
        agent::create_task(ctx, task)
    }
}

/// The definition's tags if they are to be copied, the request's over them, and the one ECS adds.
fn all_tags(
    world: &World,
    cluster: ClusterId,
    definition: TaskDefinitionId,
    common: &Common,
    own: &[Tag],
) -> Vec<Tag> {
    let copied = world
        .task_definition_tags
        .get(&definition)
        .filter(|_| common.propagate_tags.as_deref() == Some("TASK_DEFINITION"));
    let mut tags = merge(copied.map_or(&[], |tags| tags), own);
    if common.enable_ecs_managed_tags == Some(true) {
        let value = world.clusters[cluster].name.to_string();
        tags.push(Tag { key: "aws:ecs:clusterName".to_owned(), value });
    }
    tags
}

fn refuse_execute_command(common: &Common, definition: &TaskDefinition) -> EcsResult<()> {
    let overridden = common.overrides.as_ref().is_some_and(|all| all["taskRoleArn"].is_string());
    let has_role = definition.task_role_arn.is_some() || overridden;
    if common.enable_execute_command != Some(true) || has_role {
        return Ok(());
    }
    Err(EcsError::invalid_parameter(
        "The execute command failed because a valid task role is not being used. Specify a valid task role in your task definition or as a task override and try again.",
    ))
}

/// A configuration must be for a volume that leaves its own to the launch.
fn refuse_volumes(common: &Common, definition: &TaskDefinition) -> EcsResult<()> {
    let names = common.volume_configurations.iter().flatten().filter_map(|given| given["name"].as_str());
    let is_known = |name: &str| {
        let mut volumes = definition.volumes.iter();
        volumes.any(|volume| volume.name == name && volume.configured_at_launch == Some(true))
    };
    match { names }.find(|name| !is_known(name)) {
        Some(name) => Err(EcsError::invalid_parameter(format!(
            "The volume name '{name}' in your request does not have a matching volume in your Task Definition"
        ))),
        None => Ok(()),
    }
}
