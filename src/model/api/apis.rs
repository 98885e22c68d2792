//! The AWS services whose APIs are answered here: one row each.
//!
//! A command names the service by [`Api::name`], and so does the word after `aws`. To add a service: a table of
//! its operations (made with `single(..).of("NAME")`), a row here, and an arm in `super::dispatch`.

use serde_json::Value;

use super::application_autoscaling;
use super::auto_scaling;
use super::cloudwatch;
use super::elbv2;
use super::operations::{OPERATIONS, Operation};
use crate::model::ecs::{EcsResult, ExceptionName};
use crate::model::world::Ctx;

/// One service's API.
#[derive(Debug)]
pub struct Api {
    /// As a command and the AWS CLI name it: `ecs`.
    pub name: &'static str,
    /// The service's own name.
    pub title: &'static str,
    pub operations: &'static [Operation],
    /// What it calls a request that does not have the shape of its operation.
    pub invalid: ExceptionName,
    /// Carries out one of `operations`; none for a name that is not among them.
    pub dispatch: fn(&mut Ctx, &str, &Value) -> Option<EcsResult<Value>>,
}

/// Every service, ECS first.
pub static APIS: &[Api] = &[
    Api {
        name: "ecs",
        title: "Amazon Elastic Container Service",
        operations: OPERATIONS,
        invalid: ExceptionName::InvalidParameterException,
        dispatch: super::dispatch,
    },
    Api {
        name: "autoscaling",
        title: "Amazon EC2 Auto Scaling",
        operations: auto_scaling::OPERATIONS,
        invalid: ExceptionName::ValidationError,
        dispatch: auto_scaling::dispatch,
    },
    Api {
        name: "ec2",
        title: "Amazon Elastic Compute Cloud",
        operations: auto_scaling::EC2_OPERATIONS,
        invalid: ExceptionName::InvalidParameterValue,
        dispatch: auto_scaling::dispatch_ec2,
    },
    Api {
        name: "elbv2",
        title: "Elastic Load Balancing",
        operations: elbv2::OPERATIONS,
        invalid: ExceptionName::ValidationError,
        dispatch: elbv2::dispatch,
    },
    Api {
        name: "cloudwatch",
        title: "Amazon CloudWatch",
        operations: cloudwatch::OPERATIONS,
        invalid: ExceptionName::ValidationError,
        dispatch: cloudwatch::dispatch,
    },
    Api {
        name: "application-autoscaling",
        title: "Application Auto Scaling",
        operations: application_autoscaling::OPERATIONS,
        invalid: ExceptionName::ValidationException,
        dispatch: application_autoscaling::dispatch,
    },
];

/// The service of that name.
pub fn api(name: &str) -> Option<&'static Api> {
    APIS.iter().find(|api| api.name == name)
}

impl Api {
    /// The operation of that API name.
    pub fn operation(&self, name: &str) -> Option<&'static Operation> {
        self.operations.iter().find(|operation| operation.name == name)
    }

    /// The operation behind that subcommand.
    pub fn operation_by_cli(&self, cli: &str) -> Option<&'static Operation> {
        self.operations.iter().find(|operation| operation.cli == cli)
    }
}
