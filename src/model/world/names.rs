//! From what callers write (names, ids, ARNs) to rows, and back.

use std::rc::Rc;

use serde_json::Value;

use super::World;
use crate::model::ecs::arn::{Arn, short_name};
use crate::model::ecs::task::{AttachmentStatus, NetworkInterface};
use crate::model::ecs::task_definition::TaskDefinitionStatus;
use crate::model::ecs::{
    AutoScalingGroupId, CapacityProviderId, ClusterId, ClusterStatus, ContainerInstanceId, DeploymentId,
    EcsError, EcsResult, ExceptionName, ServiceId, ServiceStatus, TaskDefinitionId, TaskId, ZoneId,
};
use crate::model::kernel::Kind;

/// The subnets that a network configuration names.
pub fn subnets(configuration: Option<&Value>) -> impl Iterator<Item = &str> {
    let named = configuration.and_then(|given| given["awsvpcConfiguration"]["subnets"].as_array());
    named.into_iter().flatten().filter_map(Value::as_str)
}

/// Each zone's subnet is a /18 of 10.0.0.0/16, of which AWS keeps the first four addresses. It goes by the name that
/// the request has for it.
pub fn network_interface(world: &World, zone: ZoneId, configuration: Option<&Value>) -> NetworkInterface {
    const USABLE: u32 = (1 << 14) - 5;
    let row = world.zone(zone);
    let host = zone.0 * (1 << 14) + 4 + row.addresses_given % USABLE;
    let asked = subnets(configuration).find(|subnet| world.zone_of_subnet(subnet) == zone);
    NetworkInterface {
        status: AttachmentStatus::Precreated,
        private_ipv4_address: format!("10.0.{}.{}", host >> 8, host & 0xff).into(),
        subnet_id: asked.map_or_else(|| row.subnet_id.clone(), Rc::from),
    }
}

impl World {
    fn arn(&self, kind: &str, path: &str) -> String {
        Arn { region: &self.config.region, account: &self.config.account_id, kind, path }.to_string()
    }

    pub fn cluster_arn(&self, id: ClusterId) -> String {
        self.arn("cluster", &self.clusters[id].name)
    }

    pub fn service_arn(&self, id: ServiceId) -> String {
        let service = &self.services[id];
        self.arn("service", &format!("{}/{}", self.clusters[service.cluster].name, service.name))
    }

    pub fn task_arn(&self, id: TaskId) -> String {
        let cluster = &self.clusters[self.tasks[id].cluster].name;
        self.arn("task", &format!("{cluster}/{}", self.task_hex(id)))
    }

    pub fn container_arn(&self, id: TaskId, container: u32) -> String {
        let cluster = &self.clusters[self.tasks[id].cluster].name;
        let uuid = self.identifiers.uuid(Kind::Container, id.0, container + 1);
        self.arn("container", &format!("{cluster}/{}/{uuid}", self.task_hex(id)))
    }

    pub fn container_instance_arn(&self, id: ContainerInstanceId) -> String {
        let cluster = &self.clusters[self.container_instances[id].cluster].name;
        self.arn("container-instance", &format!("{cluster}/{}", self.container_instance_hex(id)))
    }

    pub fn capacity_provider_arn(&self, name: &str) -> String {
        self.arn("capacity-provider", name)
    }

    /// The capacity provider of that name or ARN that is ACTIVE.
    pub fn find_capacity_provider(&self, name_or_arn: &str) -> Option<CapacityProviderId> {
        self.find_any_capacity_provider(name_or_arn).filter(|&id| self.capacity_providers[id].is_active())
    }

    /// The same, also one that was deleted, while no other has its name.
    pub fn find_any_capacity_provider(&self, name_or_arn: &str) -> Option<CapacityProviderId> {
        let name = self.own_path(name_or_arn, "capacity-provider")?;
        self.capacity_providers.ids().rev().find(|&id| &*self.capacity_providers[id].name == name)
    }

    pub fn auto_scaling_group_arn(&self, id: AutoScalingGroupId) -> String {
        let (region, account) = (&self.config.region, &self.config.account_id);
        let uuid = self.identifiers.uuid(Kind::AutoScalingGroup, id.0, 0);
        let name = &self.auto_scaling_groups[id].name;
        format!("arn:aws:autoscaling:{region}:{account}:autoScalingGroup:{uuid}:autoScalingGroupName/{name}")
    }

    /// The Auto Scaling group of that name or ARN that is not deleted.
    pub fn find_auto_scaling_group(&self, name_or_arn: &str) -> Option<AutoScalingGroupId> {
        self.auto_scaling_groups.ids().rev().find(|&id| {
            let row = &self.auto_scaling_groups[id];
            row.deleted_at.is_none()
                && (&*row.name == name_or_arn || self.auto_scaling_group_arn(id) == name_or_arn)
        })
    }

    pub fn task_definition_arn(&self, family: &str, revision: u32) -> String {
        self.arn("task-definition", &format!("{family}:{revision}"))
    }

    /// The 32 hexadecimal digits that ECS calls the task.
    pub fn task_hex(&self, id: TaskId) -> String {
        self.identifiers.hex(Kind::Task, id.0)
    }

    pub fn container_instance_hex(&self, id: ContainerInstanceId) -> String {
        self.identifiers.hex(Kind::ContainerInstance, id.0)
    }

    /// `i-` and 17 hexadecimal digits.
    pub fn ec2_instance_id(&self, id: ContainerInstanceId) -> String {
        let hex = self.identifiers.hex(Kind::Ec2Instance, id.0);
        format!("i-0{}", &hex[..16])
    }

    /// `ecs-svc/` and 19 digits, which is also the `startedBy` of the deployment's tasks.
    pub fn deployment_name(&self, id: DeploymentId) -> String {
        format!("ecs-svc/{}", self.identifiers.digits(Kind::Deployment, id.0))
    }

    /// The cluster that a name or ARN means now: a deleted one counts only while no other has its name.
    pub fn find_cluster(&self, name_or_arn: &str) -> Option<ClusterId> {
        let name = self.own_path(name_or_arn, "cluster")?;
        let named = self.clusters.iter().rev().filter(|(_, cluster)| &*cluster.name == name);
        let mut deleted = None;
        for (id, cluster) in named {
            if cluster.status != ClusterStatus::Inactive {
                return Some(id);
            }
            deleted = deleted.or(Some(id));
        }
        deleted
    }

    /// The cluster that a request names, `default` if it names none. It must not be deleted.
    pub fn active_cluster(&self, name_or_arn: Option<&str>) -> EcsResult<ClusterId> {
        let id = self.find_cluster(name_or_arn.unwrap_or("default"));
        let id = id.ok_or_else(EcsError::cluster_not_found)?;
        match self.clusters[id].status {
            ClusterStatus::Inactive => {
                let message = "The referenced cluster was inactive.";
                Err(EcsError::new(ExceptionName::ClusterNotFoundException, message))
            }
            _ => Ok(id),
        }
    }

    /// The service of a cluster that a name or ARN means now; a live one wins over a deleted one.
    pub fn find_service(&self, cluster: ClusterId, name_or_arn: &str) -> Option<ServiceId> {
        let path = self.own_path(name_or_arn, "service")?;
        let name = match path.split_once('/') {
            Some((named, name)) if named == &*self.clusters[cluster].name => name,
            Some(_) => return None,
            None => path,
        };
        let services = self.clusters[cluster].services.iter().rev().copied();
        let mut named = services.filter(|&id| &*self.services[id].name == name).peekable();
        let newest = named.peek().copied();
        named.find(|&id| self.services[id].status != ServiceStatus::Inactive).or(newest)
    }

    /// The task of a cluster with this id or ARN.
    pub fn find_task(&self, cluster: ClusterId, id_or_arn: &str) -> Option<TaskId> {
        self.own_path(id_or_arn, "task")?;
        let number = self.identifiers.parse_hex(Kind::Task, short_name(id_or_arn))?;
        let id = TaskId(number);
        (self.tasks.contains(id) && self.tasks[id].cluster == cluster).then_some(id)
    }

    /// The container instance of a cluster with this id or ARN, if it ever registered.
    pub fn find_container_instance(
        &self,
        cluster: ClusterId,
        id_or_arn: &str,
    ) -> Option<ContainerInstanceId> {
        self.own_path(id_or_arn, "container-instance")?;
        let number = self.identifiers.parse_hex(Kind::ContainerInstance, short_name(id_or_arn))?;
        let id = ContainerInstanceId(number);
        let row = self.container_instances.contains(id).then(|| &self.container_instances[id])?;
        (row.cluster == cluster && row.is_known_to_ecs()).then_some(id)
    }

    /// The container instance of an EC2 instance id, in any cluster.
    pub fn find_ec2_instance(&self, ec2_instance_id: &str) -> Option<ContainerInstanceId> {
        self.container_instances.ids().rev().find(|&id| self.ec2_instance_id(id) == ec2_instance_id)
    }

    /// What `family`, `family:revision` or an ARN means: the newest ACTIVE revision if none is named.
    pub fn find_task_definition(&self, name_or_arn: &str) -> Option<TaskDefinitionId> {
        let path = self.own_path(name_or_arn, "task-definition")?;
        let Some((family, revision)) = path.rsplit_once(':') else {
            return self.newest_active_revision(path);
        };
        let revision: usize = revision.parse().ok()?;
        self.families.get(family)?.revisions.get(revision.checked_sub(1)?).copied()
    }

    pub fn newest_active_revision(&self, family: &str) -> Option<TaskDefinitionId> {
        let revisions = self.families.get(family)?.revisions.iter().rev().copied();
        revisions.into_iter().find(|&id| self.task_definitions[id].status == TaskDefinitionStatus::Active)
    }

    /// `family:revision`, as people write it.
    pub fn task_definition_name(&self, id: TaskDefinitionId) -> String {
        let definition = &self.task_definitions[id];
        format!("{}:{}", definition.family, definition.revision)
    }

    pub fn zone_name(&self, zone: ZoneId) -> &Rc<str> {
        &self.zone(zone).name
    }

    /// The zone that a subnet lies in.
    ///
    /// The model has one subnet in each zone. A subnet it does not know comes from somebody's real command: it
    /// lies in a zone that its letters choose, so that a row of them spreads over the zones.
    pub fn zone_of_subnet(&self, subnet: &str) -> ZoneId {
        let known = self.zones.iter().position(|zone| &*zone.subnet_id == subnet);
        let letters = subnet.bytes().fold(0_u32, |sum, byte| sum.wrapping_add(u32::from(byte)));
        ZoneId(known.map_or(letters % self.zones.len() as u32, |zone| zone as u32))
    }

    /// The zones of a network configuration's subnets, in order, each once; empty means all.
    pub fn zones_of_network(&self, configuration: Option<&Value>) -> Vec<ZoneId> {
        let mut zones: Vec<ZoneId> = subnets(configuration).map(|name| self.zone_of_subnet(name)).collect();
        zones.sort_unstable();
        zones.dedup();
        zones
    }

    /// The path of an ARN of ours and of that kind, or the text itself if it is no ARN at all.
    fn own_path<'a>(&self, name_or_arn: &'a str, kind: &str) -> Option<&'a str> {
        if !name_or_arn.starts_with("arn:") {
            return Some(name_or_arn);
        }
        let arn = Arn::parse(name_or_arn)?;
        let ours =
            arn.kind == kind && arn.region == &*self.config.region && arn.account == &*self.config.account_id;
        ours.then_some(arn.path)
    }
}
