//! The shapes of Elastic Load Balancing's API. Names and limits follow its service model (2015-12-01).

use super::{
    BOOLEAN, INTEGER, Member, STRING, STRING_LIST, Shape, list, optional, range, required, structure,
};

static PROTOCOL: Shape = Shape::Enum(&["HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP"]);
static CHECK_PROTOCOL: Shape = Shape::Enum(&["HTTP", "HTTPS", "TCP"]);
static PORT: Shape = range(1, 65_535);
static TAGS: Shape = list(&structure(&[
    optional("Key", &STRING, "Key of the tag."),
    optional("Value", &STRING, "Value of the tag."),
]));
static ATTRIBUTES: Shape = list(&structure(&[
    optional("Key", &STRING, "Name of the attribute, such as deregistration_delay.timeout_seconds."),
    optional("Value", &STRING, "Value of the attribute."),
]));

const LOAD_BALANCER_ARN: Member =
    required("LoadBalancerArn", &STRING, "ARN of the load balancer; here its name will do.");
const TARGET_GROUP_ARN: Member =
    required("TargetGroupArn", &STRING, "ARN of the target group; here its name will do.");
const LISTENER_ARN: Member = required("ListenerArn", &STRING, "ARN of the listener; here NAME:PORT will do.");
const RULE_ARN: Member = required("RuleArn", &STRING, "ARN of the rule; here NAME:PORT/PRIORITY will do.");

pub static CREATE_LOAD_BALANCER: Shape = structure(&[
    required("Name", &STRING, "Up to 32 letters, digits and hyphens."),
    optional("Subnets", &STRING_LIST, "Ids of subnets in at least two Availability Zones."),
    optional(
        "SubnetMappings",
        &list(&structure(&[optional("SubnetId", &STRING, "Id of the subnet.")])),
        "Subnets with addresses of their own; in place of Subnets.",
    ),
    optional("SecurityGroups", &STRING_LIST, "Security groups; they filter nothing here."),
    optional("Scheme", &Shape::Enum(&["internet-facing", "internal"]), "Who reaches it.")
        .text("internet-facing"),
    optional("Type", &Shape::Enum(&["application", "network"]), "Application or Network Load Balancer.")
        .text("application"),
    optional("IpAddressType", &STRING, "Accepted; addresses are IPv4 here."),
    optional("Tags", &TAGS, "Accepted without effect."),
]);
pub static DESCRIBE_LOAD_BALANCERS: Shape = structure(&[
    optional("LoadBalancerArns", &STRING_LIST, "ARNs of load balancers; all when left out."),
    optional("Names", &STRING_LIST, "Names of load balancers."),
]);
pub static ONE_LOAD_BALANCER: Shape = structure(&[LOAD_BALANCER_ARN]);
pub static MODIFY_LOAD_BALANCER_ATTRIBUTES: Shape = structure(&[
    LOAD_BALANCER_ARN,
    required("Attributes", &ATTRIBUTES, "Attributes to set; they are kept without effect."),
]);

static MATCHER: Shape =
    structure(&[optional("HttpCode", &STRING, "Codes that pass: 200, 200,202 or 200-299.")]);

/// A structure of these members and those of a health check.
macro_rules! with_health_check {
    ($($own:expr),* $(,)?) => {
        structure(&[
            $($own,)*
            optional(
                "HealthCheckProtocol",
                &CHECK_PROTOCOL,
                "HTTP for Application, TCP for Network Load Balancers unless given.",
            ),
            optional("HealthCheckPort", &STRING, "A port, or traffic-port for the port of the target.")
                .text("traffic-port"),
            optional("HealthCheckEnabled", &BOOLEAN, "Always true for instances and addresses.").flag(true),
            optional("HealthCheckPath", &STRING, "Path that is asked for.").text("/"),
            optional("HealthCheckIntervalSeconds", &range(5, 300), "Seconds between checks, 5 to 300.")
                .number(30),
            optional(
                "HealthCheckTimeoutSeconds",
                &range(2, 120),
                "Seconds without an answer that count as a failure, 2 to 120.",
            ),
            optional(
                "HealthyThresholdCount",
                &range(2, 10),
                "Passes in a row until an unhealthy target is healthy, 2 to 10.",
            )
            .number(5),
            optional(
                "UnhealthyThresholdCount",
                &range(2, 10),
                "Failures in a row until a target is unhealthy, 2 to 10.",
            )
            .number(2),
            optional("Matcher", &MATCHER, "HTTP codes of an answer that passes."),
        ])
    };
}

pub static CREATE_TARGET_GROUP: Shape = with_health_check![
    required("Name", &STRING, "Up to 32 letters, digits and hyphens."),
    optional(
        "Protocol",
        &PROTOCOL,
        "HTTP or HTTPS for an Application Load Balancer, TCP and its like for a Network one.",
    ),
    optional("ProtocolVersion", &STRING, "Accepted without effect."),
    optional("Port", &PORT, "Port of targets that name none."),
    optional("VpcId", &STRING, "The VPC; there is one here."),
    optional(
        "TargetType",
        &Shape::Enum(&["instance", "ip"]),
        "ip for tasks in awsvpc mode and on Fargate, instance for bridge and host mode.",
    )
    .text("instance"),
    optional("IpAddressType", &STRING, "Accepted; addresses are IPv4 here."),
    optional("Tags", &TAGS, "Accepted without effect."),
];
pub static MODIFY_TARGET_GROUP: Shape = with_health_check![TARGET_GROUP_ARN];
pub static DESCRIBE_TARGET_GROUPS: Shape = structure(&[
    optional("LoadBalancerArn", &STRING, "Only target groups of this load balancer."),
    optional("TargetGroupArns", &STRING_LIST, "ARNs of target groups; all when left out."),
    optional("Names", &STRING_LIST, "Names of target groups."),
]);
pub static ONE_TARGET_GROUP: Shape = structure(&[TARGET_GROUP_ARN]);
pub static MODIFY_TARGET_GROUP_ATTRIBUTES: Shape =
    structure(&[TARGET_GROUP_ARN, required("Attributes", &ATTRIBUTES, "Attributes to set.")]);

static FORWARD: Shape = structure(&[
    optional(
        "TargetGroups",
        &list(&structure(&[
            optional("TargetGroupArn", &STRING, "ARN of the target group; here its name will do."),
            optional("Weight", &range(0, 999), "Share of the requests, 0 to 999."),
        ])),
        "Up to 5 target groups and their weights.",
    ),
    optional(
        "TargetGroupStickinessConfig",
        &structure(&[
            optional("Enabled", &BOOLEAN, "Accepted without effect."),
            optional("DurationSeconds", &INTEGER, "Accepted without effect."),
        ]),
        "Accepted without effect.",
    ),
]);
static ACTIONS: Shape = list(&structure(&[
    required("Type", &Shape::Enum(&["forward", "fixed-response", "redirect"]), "What is done with requests."),
    optional("TargetGroupArn", &STRING, "The one target group that gets them; here its name will do."),
    optional("Order", &range(1, 50_000), "Accepted; there is one action here."),
    optional("ForwardConfig", &FORWARD, "Several target groups with weights."),
    optional(
        "FixedResponseConfig",
        &structure(&[
            required("StatusCode", &STRING, "The code of the answer."),
            optional("ContentType", &STRING, "Type of the body."),
            optional("MessageBody", &STRING, "The body."),
        ]),
        "The answer of fixed-response.",
    ),
    optional("RedirectConfig", &Shape::Document, "Where redirect leads."),
]));
pub static CREATE_LISTENER: Shape = structure(&[
    LOAD_BALANCER_ARN,
    optional("Protocol", &PROTOCOL, "Of its load balancer's kind."),
    optional("Port", &PORT, "Port it listens on."),
    optional("SslPolicy", &STRING, "Accepted without effect."),
    optional("Certificates", &Shape::Document, "Kept without effect."),
    required("DefaultActions", &ACTIONS, "What happens to requests that no rule takes."),
    optional("Tags", &TAGS, "Accepted without effect."),
]);
pub static DESCRIBE_LISTENERS: Shape = structure(&[
    optional("LoadBalancerArn", &STRING, "The load balancer whose listeners to describe."),
    optional("ListenerArns", &STRING_LIST, "ARNs of listeners."),
]);
pub static MODIFY_LISTENER: Shape = structure(&[
    LISTENER_ARN,
    optional("Port", &PORT, "Port it listens on."),
    optional("Protocol", &PROTOCOL, "Of its load balancer's kind."),
    optional("SslPolicy", &STRING, "Accepted without effect."),
    optional("Certificates", &Shape::Document, "Kept without effect."),
    optional("DefaultActions", &ACTIONS, "What happens to requests that no rule takes."),
]);
pub static ONE_LISTENER: Shape = structure(&[LISTENER_ARN]);

static VALUES: Shape =
    structure(&[optional("Values", &STRING_LIST, "Patterns; * and ? stand for any text.")]);
static CONDITIONS: Shape = list(&structure(&[
    optional(
        "Field",
        &Shape::Enum(&[
            "path-pattern",
            "host-header",
            "http-header",
            "http-request-method",
            "query-string",
            "source-ip",
        ]),
        "What is looked at. Traffic of the playground has a path and a host.",
    ),
    optional("Values", &STRING_LIST, "Patterns, one of which must fit."),
    optional("PathPatternConfig", &VALUES, "Patterns of the path."),
    optional("HostHeaderConfig", &VALUES, "Patterns of the host."),
    optional("HttpHeaderConfig", &Shape::Document, "Kept; such a condition never holds here."),
    optional("HttpRequestMethodConfig", &Shape::Document, "Kept; such a condition never holds here."),
    optional("QueryStringConfig", &Shape::Document, "Kept; such a condition never holds here."),
    optional("SourceIpConfig", &Shape::Document, "Kept; such a condition never holds here."),
]));
static PRIORITY: Shape = range(1, 50_000);
pub static CREATE_RULE: Shape = structure(&[
    LISTENER_ARN,
    required("Conditions", &CONDITIONS, "All must hold."),
    required("Priority", &PRIORITY, "1 to 50000; the lowest is tried first."),
    required("Actions", &ACTIONS, "What happens to the requests it takes."),
    optional("Tags", &TAGS, "Accepted without effect."),
]);
pub static DESCRIBE_RULES: Shape = structure(&[
    optional("ListenerArn", &STRING, "The listener whose rules to describe."),
    optional("RuleArns", &STRING_LIST, "ARNs of rules."),
]);
pub static MODIFY_RULE: Shape = structure(&[
    RULE_ARN,
    optional("Conditions", &CONDITIONS, "All must hold."),
    optional("Actions", &ACTIONS, "What happens to the requests it takes."),
]);
pub static ONE_RULE: Shape = structure(&[RULE_ARN]);
pub static SET_RULE_PRIORITIES: Shape = structure(&[required(
    "RulePriorities",
    &list(&structure(&[
        optional("RuleArn", &STRING, "ARN of the rule; here NAME:PORT/PRIORITY will do."),
        optional("Priority", &PRIORITY, "Its new priority."),
    ])),
    "Rules and their new priorities.",
)]);

static TARGETS: Shape = list(&structure(&[
    required("Id", &STRING, "EC2 instance id, or address."),
    optional("Port", &PORT, "Port; that of the target group when left out."),
    optional("AvailabilityZone", &STRING, "Accepted without effect."),
]));
pub static CHANGE_TARGETS: Shape =
    structure(&[TARGET_GROUP_ARN, required("Targets", &TARGETS, "Which targets.")]);
pub static DESCRIBE_TARGET_HEALTH: Shape =
    structure(&[TARGET_GROUP_ARN, optional("Targets", &TARGETS, "Which targets; all when left out.")]);
