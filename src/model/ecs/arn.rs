//! Amazon Resource Names, in the long form with the cluster's name.

use std::fmt;

/// `arn:aws:ecs:<region>:<account>:<kind>/<path>`, split.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arn<'a> {
    pub region: &'a str,
    pub account: &'a str,
    /// `cluster`, `service`, `task`, `container-instance`, `task-definition` ...
    pub kind: &'a str,
    /// What follows the first slash.
    pub path: &'a str,
}

impl<'a> Arn<'a> {
    /// Splits an ECS ARN; none if the text is not one.
    pub fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.splitn(6, ':');
        let (arn, _partition, ecs) = (parts.next()?, parts.next()?, parts.next()?);
        let (region, account, resource) = (parts.next()?, parts.next()?, parts.next()?);
        let (kind, path) = resource.split_once('/')?;
        (arn == "arn" && ecs == "ecs").then_some(Self { region, account, kind, path })
    }
}

impl fmt::Display for Arn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "arn:aws:ecs:{}:{}:{}/{}", self.region, self.account, self.kind, self.path)
    }
}

/// The last part of a name or ARN: what a person would call the thing.
pub fn short_name(name_or_arn: &str) -> &str {
    name_or_arn.rsplit('/').next().unwrap_or(name_or_arn)
}
