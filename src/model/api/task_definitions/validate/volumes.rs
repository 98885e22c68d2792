//! Rules about volumes and where containers mount them.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::model::api::shapes::check::nearest;
use crate::model::ecs::task_definition::{EfsVolumeConfiguration, Volume};

use super::problem::{Edit, Findings};
use super::subject::Subject;
use super::task::is_name;
use super::words::{self, fill};

pub fn volumes(subject: &Subject, findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    let mut at_launch = 0;
    for (index, volume) in subject.definition.volumes.iter().enumerate() {
        let place = Place { volume, base: format!("/volumes/{index}") };
        if !(1..=255).contains(&volume.name.len()) || !is_name(&volume.name) {
            findings.client(place.at("name"), words::VOLUME_NAME);
        } else if !seen.insert(volume.name.as_str()) {
            findings.client(place.at("name"), fill(words::DUPLICATE_VOLUME, &[&volume.name]));
        }
        let kinds = volume.kinds();
        if kinds.len() > 1 {
            let problem =
                findings.client(place.base.clone(), fill(words::ONE_KIND_OF_VOLUME, &[&volume.name]));
            for kind in kinds {
                problem.fix(format!("Remove {kind}"), vec![Edit::remove(place.at(kind))]);
            }
        }
        at_launch += u32::from(volume.configured_at_launch == Some(true));
        if at_launch > 1 && volume.configured_at_launch == Some(true) {
            findings.client(place.at("configuredAtLaunch"), words::ONE_VOLUME_AT_LAUNCH).fix_by_removing();
        }
        docker(&place, findings);
        if let Some(efs) = &volume.efs_volume_configuration {
            efs_volume(&place, efs, findings);
        }
        fsx(&place, findings);
        s3files(subject, &place, findings);
    }
}

struct Place<'a> {
    volume: &'a Volume,
    base: String,
}

impl Place<'_> {
    fn at(&self, member: &str) -> String {
        format!("{}/{member}", self.base)
    }

    fn require(&self, configuration: &str, member: &str, is_given: bool, findings: &mut Findings) {
        if !is_given {
            let message = fill(words::VOLUME_MEMBER, &[member, configuration, &self.volume.name]);
            findings.client(self.at(&format!("{configuration}/{member}")), message);
        }
    }
}

fn docker(place: &Place<'_>, findings: &mut Findings) {
    let Some(docker) = &place.volume.docker_volume_configuration else { return };
    let is_shared = docker.get("scope").is_some_and(|scope| scope == "shared");
    if docker.get("autoprovision").is_some() && !is_shared {
        let pointer = place.at("dockerVolumeConfiguration/autoprovision");
        findings.client(pointer, words::AUTOPROVISION_SHARED_ONLY).fix_by_removing();
    }
}

fn efs_volume(place: &Place<'_>, efs: &EfsVolumeConfiguration, findings: &mut Findings) {
    let at = |member: &str| place.at(&format!("efsVolumeConfiguration/{member}"));
    place.require("efsVolumeConfiguration", "fileSystemId", !efs.file_system_id.is_empty(), findings);
    let is_encrypted = efs.transit_encryption.as_deref() == Some("ENABLED");
    let encrypt = || vec![Edit::set(at("transitEncryption"), "ENABLED")];
    let authorization = efs.authorization_config.as_ref();
    if authorization.is_some_and(|config| config.iam.as_deref() == Some("ENABLED")) && !is_encrypted {
        let message = "EFS IAM authorization requires TransitEncryption to be enabled";
        findings.client(at("authorizationConfig/iam"), message).fix("Enable transitEncryption", encrypt());
    }
    if efs.transit_encryption_port.is_some() && !is_encrypted {
        let message = "TransitEncryptionPort requires that TransitEncryption is enabled";
        findings.client(at("transitEncryptionPort"), message).fix("Enable transitEncryption", encrypt());
    }
    let access_point = authorization.and_then(|config| config.access_point_id.as_deref());
    if access_point.is_some() && efs.root_directory.as_deref().is_some_and(|root| root != "/") {
        let message =
            "When using an EFS access point, the root directory must either be set to \"/\" or be omitted";
        findings.client(at("rootDirectory"), message).fix_by_removing();
    }
}

fn fsx(place: &Place<'_>, findings: &mut Findings) {
    let Some(fsx) = &place.volume.fsx_windows_file_server_volume_configuration else { return };
    for member in ["fileSystemId", "rootDirectory", "authorizationConfig"] {
        let is_given = fsx.get(member).is_some_and(|value| value != &Value::from(""));
        place.require("fsxWindowsFileServerVolumeConfiguration", member, is_given, findings);
    }
}

fn s3files(subject: &Subject, place: &Place<'_>, findings: &mut Findings) {
    let Some(s3files) = &place.volume.s3files_volume_configuration else { return };
    let is_given = s3files.get("fileSystemArn").and_then(Value::as_str).is_some_and(|arn| !arn.is_empty());
    place.require("s3filesVolumeConfiguration", "fileSystemArn", is_given, findings);
    if subject.definition.task_role_arn.is_none() {
        findings.client("/taskRoleArn", words::S3FILES_ROLE);
    }
}

pub fn mount_points(subject: &Subject, findings: &mut Findings) {
    let volumes = &subject.definition.volumes;
    for container in subject.containers() {
        for (index, mount) in container.definition.mount_points.iter().enumerate() {
            let at = |member: &str| container.at(&format!("mountPoints/{index}/{member}"));
            let source = mount.source_volume.as_deref().unwrap_or_default();
            let path = mount.container_path.as_deref().unwrap_or_default();
            if source.is_empty() || path.is_empty() {
                let member = if source.is_empty() { "sourceVolume" } else { "containerPath" };
                findings.client(at(member), fill(words::MOUNT_MEMBER, &[container.name()]));
            } else if !volumes.iter().any(|volume| volume.name == source) {
                let problem = findings.client(at("sourceVolume"), format!("Unknown volume '{source}'."));
                if let Some(meant) = nearest(source, volumes.iter().map(|volume| volume.name.as_str())) {
                    problem.fix(format!("Mount {meant}"), vec![Edit::set(at("sourceVolume"), meant)]);
                }
                let all: Vec<Value> = volumes.iter().map(|volume| serde_json::json!(volume)).collect();
                let added = serde_json::json!({ "name": source });
                let label = format!("Add an empty volume {source}");
                problem.fix(label, vec![Edit::set("/volumes", [all, vec![added]].concat())]);
            }
        }
    }
}
