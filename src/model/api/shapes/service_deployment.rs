//! Requests about service deployments and service revisions.

use super::{
    STRING, Shape, cluster_member, list, list_up_to, next_token_member, optional, range, required, structure,
};

static ARN: &str = "ARN of the service deployment.";

pub static LIST_SERVICE_DEPLOYMENTS: Shape = structure(&[
    required("service", &STRING, "Name or ARN of the service."),
    cluster_member(),
    optional(
        "status",
        &list(&Shape::Enum(&[
            "PENDING",
            "SUCCESSFUL",
            "STOPPED",
            "STOP_REQUESTED",
            "IN_PROGRESS",
            "ROLLBACK_REQUESTED",
            "ROLLBACK_IN_PROGRESS",
            "ROLLBACK_SUCCESSFUL",
            "ROLLBACK_FAILED",
        ])),
        "List only those in one of these states.",
    ),
    optional(
        "createdAt",
        &structure(&[
            optional("before", &Shape::Timestamp, "Created before this moment."),
            optional("after", &Shape::Timestamp, "Created after this moment."),
        ]),
        "List only those created in this span.",
    ),
    next_token_member(),
    optional("maxResults", &range(1, 100), "Service deployments per page, 1 to 100.").number(20),
]);

pub static DESCRIBE_SERVICE_DEPLOYMENTS: Shape = structure(&[required(
    "serviceDeploymentArns",
    &list_up_to(&STRING, 20),
    "Up to 20 ARNs of service deployments.",
)]);

pub static DESCRIBE_SERVICE_REVISIONS: Shape = structure(&[required(
    "serviceRevisionArns",
    &list_up_to(&STRING, 20),
    "Up to 20 ARNs of service revisions.",
)]);

pub static STOP_SERVICE_DEPLOYMENT: Shape = structure(&[
    required("serviceDeploymentArn", &STRING, ARN),
    optional(
        "stopType",
        &Shape::Enum(&["ABORT", "ROLLBACK"]),
        "ROLLBACK goes back to the source revision; ABORT stays where it is.",
    )
    .text("ROLLBACK"),
]);

pub static CONTINUE_SERVICE_DEPLOYMENT: Shape = structure(&[
    required("serviceDeploymentArn", &STRING, ARN),
    required("hookId", &STRING, "Id of the PAUSE hook, as DescribeServiceDeployments gives it."),
    optional("action", &Shape::Enum(&["CONTINUE", "ROLLBACK"]), "Go on, or go back.").text("CONTINUE"),
]);
