//! Service deployments, service revisions and lifecycle hooks: their ARNs and ids, and back.

use super::World;
use crate::model::ecs::arn::{Arn, short_name};
use crate::model::ecs::{DeploymentId, ServiceId};
use crate::model::kernel::Kind;

impl World {
    pub fn service_deployment_arn(&self, service: ServiceId, id: DeploymentId) -> String {
        self.arn_below_service(service, "service-deployment", &self.mixed_letters(id))
    }

    /// The revision that a deployment brings.
    pub fn service_revision_arn(&self, service: ServiceId, id: DeploymentId) -> String {
        let digits = self.identifiers.digits(Kind::ServiceRevision, id.0).to_string();
        self.arn_below_service(service, "service-revision", &digits)
    }

    /// `task-set/cluster/service/ecs-svc/` and 19 digits.
    pub fn task_set_arn(&self, service: ServiceId, id: DeploymentId) -> String {
        self.arn_below_service(service, "task-set", &self.deployment_name(id))
    }

    pub fn hook_id(&self, id: DeploymentId, number: u32) -> String {
        self.identifiers.uuid(Kind::Hook, id.0, number)
    }

    /// The deployment of a service deployment's ARN.
    pub fn find_service_deployment(&self, arn: &str) -> Option<DeploymentId> {
        self.find_deployment(arn, |service, id| self.service_deployment_arn(service, id))
    }

    /// The deployment that brought the revision of that ARN.
    pub fn find_service_revision(&self, arn: &str) -> Option<DeploymentId> {
        self.find_deployment(arn, |service, id| self.service_revision_arn(service, id))
    }

    fn find_deployment(
        &self,
        arn: &str,
        arn_of: impl Fn(ServiceId, DeploymentId) -> String,
    ) -> Option<DeploymentId> {
        let last = short_name(arn);
        let mut rows = self.service_deployments.iter().rev();
        let found = rows.find(|(id, row)| {
            let own = arn_of(row.service, **id);
            own == arn && short_name(&own) == last
        });
        found.map(|(id, _)| *id)
    }

    /// 21 letters and digits.
    fn mixed_letters(&self, deployment: DeploymentId) -> String {
        const ALPHABET: &[u8; 62] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        const LENGTH: u32 = 21;
        let mut bits = self.identifiers.bits(Kind::ServiceDeployment, deployment.0, 0);
        let mut next = || {
            let letter = ALPHABET[(bits % 62) as usize];
            bits /= 62;
            char::from(letter)
        };
        (0..LENGTH).map(|_| next()).collect()
    }

    fn arn_below_service(&self, id: ServiceId, kind: &str, last: &str) -> String {
        let service = &self.services[id];
        let path = format!("{}/{}/{last}", self.clusters[service.cluster].name, service.name);
        let config = &self.config;
        Arn { region: &config.region, account: &config.account_id, kind, path: &path }.to_string()
    }
}
