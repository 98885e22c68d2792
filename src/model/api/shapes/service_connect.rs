//! Service Connect and VPC Lattice settings of a service.

use super::container::LOG_CONFIGURATION;
use super::{BOOLEAN, PORT, STRING, Shape, list, optional, range, required, structure};

static TEST_TRAFFIC_RULES: Shape = structure(&[required(
    "header",
    &structure(&[
        required("name", &STRING, "HTTP header that marks test traffic."),
        optional(
            "value",
            &structure(&[required("exact", &STRING, "Value the header must have.")]),
            "Value to match; any when left out.",
        ),
    ]),
    "Header rule for test traffic.",
)]);

static CLIENT_ALIAS: Shape = structure(&[
    required("port", &PORT, "Port clients use."),
    optional("dnsName", &STRING, "Name clients use; discoveryName.namespace when left out."),
    optional(
        "testTrafficRules",
        &TEST_TRAFFIC_RULES,
        "Which traffic goes to the test revision of a blue/green deployment.",
    ),
]);

static TLS: Shape = structure(&[
    required(
        "issuerCertificateAuthority",
        &structure(&[optional("awsPcaAuthorityArn", &STRING, "ARN of the AWS Private CA.")]),
        "Who signs the certificates.",
    ),
    optional("kmsKey", &STRING, "KMS key for the private keys."),
    optional("roleArn", &STRING, "Role for certificates and keys."),
]);

static SERVICE: Shape = structure(&[
    required("portName", &STRING, "Name of a port mapping of the task definition."),
    optional("discoveryName", &STRING, "Name in Cloud Map; portName when left out."),
    optional("clientAliases", &list(&CLIENT_ALIAS), "Names and ports clients use. At most 1."),
    optional("ingressPortOverride", &PORT, "Port the proxy listens on."),
    optional(
        "timeout",
        &structure(&[
            optional(
                "idleTimeoutSeconds",
                &range(0, i32::MAX),
                "Seconds a connection may be idle; 0 for ever.",
            ),
            optional(
                "perRequestTimeoutSeconds",
                &range(0, i32::MAX),
                "Seconds a request may take; 0 for ever.",
            ),
        ]),
        "Timeouts of the proxy.",
    ),
    optional("tls", &TLS, "Encryption between proxies."),
]);

pub static SERVICE_CONNECT_CONFIGURATION: Shape = structure(&[
    required("enabled", &BOOLEAN, "Use Service Connect."),
    optional("namespace", &STRING, "Cloud Map namespace; the cluster's default when left out."),
    optional("services", &list(&SERVICE), "Ports other services can reach."),
    optional("logConfiguration", &LOG_CONFIGURATION, "Where the proxy's output goes."),
    optional(
        "accessLogConfiguration",
        &structure(&[
            required("format", &Shape::Enum(&["TEXT", "JSON"]), "Format of the access log."),
            optional("includeQueryParameters", &super::ENABLED_OR_DISABLED, "Log the query part of the URL.")
                .text("DISABLED"),
        ]),
        "The proxy's access log.",
    ),
]);

pub static VPC_LATTICE_CONFIGURATIONS: Shape = list(&structure(&[
    required("roleArn", &STRING, "Role that manages the VPC Lattice targets."),
    required("targetGroupArn", &STRING, "VPC Lattice target group."),
    required("portName", &STRING, "Name of a port mapping of the task definition."),
]));
