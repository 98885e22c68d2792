//! EC2 Auto Scaling groups, and the launch templates of EC2 that they use. As far as ECS meets them.

use super::{
    BOOLEAN, INTEGER, Member, STRING, STRING_LIST, Shape, list, optional, range, required, structure,
};

static SIZE: Shape = range(0, i32::MAX);

static TAG_SPECIFICATION: Shape = structure(&[
    optional("Key", &STRING, "Key of the tag."),
    optional("Value", &STRING, "Value of the tag."),
    optional("PropagateAtLaunch", &BOOLEAN, "Whether instances get it too; accepted without effect."),
    optional("ResourceId", &STRING, "Name of the group; accepted without effect."),
    optional("ResourceType", &STRING, "auto-scaling-group; accepted without effect."),
]);

static LAUNCH_TEMPLATE: Shape = structure(&[
    optional("LaunchTemplateName", &STRING, "Name of the launch template."),
    optional("LaunchTemplateId", &STRING, "Id of the launch template, in place of its name."),
    optional("Version", &STRING, "Accepted; a template has one version here.").text("$Default"),
]);

static MIXED_INSTANCES_POLICY: Shape = structure(&[
    optional(
        "LaunchTemplate",
        &structure(&[
            optional("LaunchTemplateSpecification", &LAUNCH_TEMPLATE, "What is launched."),
            optional(
                "Overrides",
                &list(&structure(&[
                    optional("InstanceType", &STRING, "EC2 instance type."),
                    optional("WeightedCapacity", &STRING, "Accepted without effect."),
                ])),
                "Instance types in place of the template's, the preferred one first.",
            ),
        ]),
        "The launch template and the types it is used with.",
    ),
    optional(
        "InstancesDistribution",
        &structure(&[
            optional("OnDemandBaseCapacity", &SIZE, "Instances that are On-Demand in any case.").number(0),
            optional(
                "OnDemandPercentageAboveBaseCapacity",
                &range(0, 100),
                "Share of On-Demand Instances beyond the base; the rest is Spot.",
            )
            .number(100),
            optional("OnDemandAllocationStrategy", &STRING, "Accepted without effect."),
            optional("SpotAllocationStrategy", &STRING, "Accepted without effect."),
        ]),
        "On-Demand and Spot.",
    ),
]);

const fn group_name() -> Member {
    required("AutoScalingGroupName", &STRING, "Name of the Auto Scaling group.")
}

const fn launch_template() -> Member {
    optional("LaunchTemplate", &LAUNCH_TEMPLATE, "What is launched; this or MixedInstancesPolicy.")
}

const fn mixed_instances() -> Member {
    optional("MixedInstancesPolicy", &MIXED_INSTANCES_POLICY, "Several instance types, On-Demand and Spot.")
}

const fn zones() -> Member {
    optional(
        "AvailabilityZones",
        &STRING_LIST,
        "Zones to launch in; all when neither they nor subnets are given.",
    )
}

const fn subnets() -> Member {
    optional("VPCZoneIdentifier", &STRING, "Subnets to launch in, with commas between them.")
}

const fn protection() -> Member {
    optional(
        "NewInstancesProtectedFromScaleIn",
        &BOOLEAN,
        "Protects new instances from scale-in; managed termination protection needs it.",
    )
}

pub static CREATE_AUTO_SCALING_GROUP: Shape = structure(&[
    group_name(),
    required("MinSize", &SIZE, "Fewest instances."),
    required("MaxSize", &SIZE, "Most instances."),
    optional("DesiredCapacity", &SIZE, "Instances at the beginning; MinSize when left out."),
    launch_template(),
    mixed_instances(),
    zones(),
    subnets(),
    protection(),
    optional("CapacityRebalance", &BOOLEAN, "Accepted without effect."),
    optional("DefaultCooldown", &INTEGER, "Accepted without effect."),
    optional("HealthCheckType", &STRING, "Accepted; EC2 checks count."),
    optional("HealthCheckGracePeriod", &INTEGER, "Accepted without effect."),
    optional("Tags", &list(&TAG_SPECIFICATION), "Tags for the group."),
]);

pub static UPDATE_AUTO_SCALING_GROUP: Shape = structure(&[
    group_name(),
    optional("MinSize", &SIZE, "Fewest instances."),
    optional("MaxSize", &SIZE, "Most instances."),
    optional("DesiredCapacity", &SIZE, "Instances there shall be now."),
    launch_template(),
    mixed_instances(),
    zones(),
    subnets(),
    protection(),
]);

pub static DELETE_AUTO_SCALING_GROUP: Shape = structure(&[
    group_name(),
    optional("ForceDelete", &BOOLEAN, "Terminates its instances with it, protected ones too."),
]);

pub static DESCRIBE_AUTO_SCALING_GROUPS: Shape =
    structure(&[optional("AutoScalingGroupNames", &STRING_LIST, "Names; all groups when left out.")]);

pub static SET_DESIRED_CAPACITY: Shape = structure(&[
    group_name(),
    required("DesiredCapacity", &SIZE, "Instances there shall be."),
    optional("HonorCooldown", &BOOLEAN, "Accepted without effect."),
]);

pub static TERMINATE_INSTANCE: Shape = structure(&[
    required("InstanceId", &STRING, "EC2 instance id."),
    required("ShouldDecrementDesiredCapacity", &BOOLEAN, "Whether nothing takes its place."),
]);

pub static DESCRIBE_AUTO_SCALING_INSTANCES: Shape = structure(&[optional(
    "InstanceIds",
    &STRING_LIST,
    "EC2 instance ids; all that groups have when left out.",
)]);

pub static SET_INSTANCE_PROTECTION: Shape = structure(&[
    required("InstanceIds", &STRING_LIST, "EC2 instance ids."),
    group_name(),
    required("ProtectedFromScaleIn", &BOOLEAN, "Whether scale-in leaves them alone."),
]);

pub static DESCRIBE_SCALING_ACTIVITIES: Shape = structure(&[
    optional("AutoScalingGroupName", &STRING, "One group; all when left out."),
    optional("MaxRecords", &range(1, 100), "Most activities in the answer, newest first.").number(100),
    optional("IncludeDeletedGroups", &BOOLEAN, "Also those of groups that are gone."),
]);

static LAUNCH_TEMPLATE_DATA: Shape = structure(&[
    optional("InstanceType", &STRING, "EC2 instance type."),
    optional("ImageId", &STRING, "Accepted without effect."),
    optional(
        "UserData",
        &STRING,
        "Script of the instances: its ECS_CLUSTER, ECS_INSTANCE_ATTRIBUTES and ECS_ENABLE_SPOT_INSTANCE_DRAINING \
         count. Base64, or plain here.",
    ),
    optional(
        "InstanceMarketOptions",
        &structure(&[
            optional("MarketType", &Shape::Enum(&["spot"]), "spot for Spot Instances."),
            optional("SpotOptions", &Shape::Document, "Accepted without effect."),
        ]),
        "Spot Instances.",
    ),
    optional("IamInstanceProfile", &Shape::Document, "Accepted without effect."),
    optional("SecurityGroupIds", &STRING_LIST, "Accepted without effect."),
]);

pub static CREATE_LAUNCH_TEMPLATE: Shape = structure(&[
    required("LaunchTemplateName", &STRING, "3 to 128 letters, digits and ()./_-."),
    required("LaunchTemplateData", &LAUNCH_TEMPLATE_DATA, "What EC2 launches."),
]);

pub static DESCRIBE_LAUNCH_TEMPLATES: Shape =
    structure(&[optional("LaunchTemplateNames", &STRING_LIST, "Names; all templates when left out.")]);

pub static DELETE_LAUNCH_TEMPLATE: Shape =
    structure(&[required("LaunchTemplateName", &STRING, "Name of the launch template.")]);
