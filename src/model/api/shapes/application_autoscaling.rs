//! Requests to Application Auto Scaling, as far as it scales ECS services.

use super::{
    BOOLEAN, DOUBLE, Member, STRING, STRING_LIST, Shape, list, list_up_to, optional, range, required,
    structure,
};

static NAMESPACE: Shape = Shape::Enum(&["ecs"]);
static DIMENSION: Shape = Shape::Enum(&["ecs:service:DesiredCount"]);
static RESOURCE_DOC: &str = "service/CLUSTER/SERVICE.";
static CAPACITY: Shape = range(0, i32::MAX);
static SECONDS: Shape = range(0, i32::MAX);
static TIMESTAMP: Shape = Shape::Timestamp;

const fn namespace() -> Member {
    required("ServiceNamespace", &NAMESPACE, "ecs.")
}
const fn resource() -> Member {
    required("ResourceId", &STRING, RESOURCE_DOC)
}
const fn dimension() -> Member {
    required("ScalableDimension", &DIMENSION, "ecs:service:DesiredCount.")
}
const fn maybe_resource() -> Member {
    optional("ResourceId", &STRING, RESOURCE_DOC)
}
const fn maybe_dimension() -> Member {
    optional("ScalableDimension", &DIMENSION, "ecs:service:DesiredCount.")
}
const fn most() -> Member {
    optional("MaxResults", &CAPACITY, "Accepted; all are given at once.")
}
const fn token() -> Member {
    optional("NextToken", &STRING, "Accepted; there is one page.")
}

static SUSPENDED: Shape = structure(&[
    optional("DynamicScalingInSuspended", &BOOLEAN, "Policies do not scale in.").flag(false),
    optional("DynamicScalingOutSuspended", &BOOLEAN, "Policies do not scale out.").flag(false),
    optional("ScheduledScalingSuspended", &BOOLEAN, "Scheduled actions do nothing.").flag(false),
]);

pub static REGISTER_SCALABLE_TARGET: Shape = structure(&[
    namespace(),
    resource(),
    dimension(),
    optional("MinCapacity", &CAPACITY, "The fewest tasks that scaling in leaves."),
    optional("MaxCapacity", &CAPACITY, "The most tasks that scaling out reaches."),
    optional("RoleARN", &STRING, "Accepted; the service-linked role is used."),
    optional("SuspendedState", &SUSPENDED, "What is switched off for the time being."),
    optional("Tags", &Shape::Map { value: &STRING }, "Accepted without effect."),
]);

pub static ONE_SCALABLE_TARGET: Shape = structure(&[namespace(), resource(), dimension()]);

pub static DESCRIBE_SCALABLE_TARGETS: Shape = structure(&[
    namespace(),
    optional("ResourceIds", &STRING_LIST, "Only of these services."),
    maybe_dimension(),
    most(),
    token(),
]);

static POLICY_TYPE: Shape = Shape::Enum(&["StepScaling", "TargetTrackingScaling", "PredictiveScaling"]);

static PREDEFINED: Shape = structure(&[
    required(
        "PredefinedMetricType",
        &Shape::Enum(&[
            "ECSServiceAverageCPUUtilization",
            "ECSServiceAverageMemoryUtilization",
            "ALBRequestCountPerTarget",
            "ECSServiceAverageCPUUtilizationHighResolution",
            "ECSServiceAverageMemoryUtilizationHighResolution",
        ]),
        "What is kept near the target.",
    ),
    optional("ResourceLabel", &STRING, "app/NAME/ID/targetgroup/NAME/ID, for ALBRequestCountPerTarget."),
]);

static CUSTOMIZED: Shape = structure(&[
    optional("MetricName", &STRING, "Name of the metric."),
    optional("Namespace", &STRING, "Where it belongs, such as AWS/ECS."),
    optional(
        "Dimensions",
        &list(&structure(&[
            required("Name", &STRING, "Name of the dimension."),
            required("Value", &STRING, "Its value."),
        ])),
        "Which series of it.",
    ),
    optional(
        "Statistic",
        &Shape::Enum(&["Average", "Minimum", "Maximum", "SampleCount", "Sum"]),
        "What of it.",
    ),
    optional("Unit", &STRING, "Its unit."),
    optional("Metrics", &list(&Shape::Document), "Metric math is not reckoned."),
]);

static TARGET_TRACKING: Shape = structure(&[
    required("TargetValue", &DOUBLE, "The value that the metric is kept near."),
    optional("PredefinedMetricSpecification", &PREDEFINED, "A metric that ECS or the load balancer has."),
    optional("CustomizedMetricSpecification", &CUSTOMIZED, "Any other metric."),
    optional("ScaleOutCooldown", &SECONDS, "Seconds after a scale-out in which only a larger one follows.")
        .number(300),
    optional("ScaleInCooldown", &SECONDS, "Seconds after a scale-in in which no other follows.").number(300),
    optional("DisableScaleIn", &BOOLEAN, "It never scales in.").flag(false),
]);

static STEP: Shape = structure(&[
    optional(
        "MetricIntervalLowerBound",
        &DOUBLE,
        "Lower bound, as an offset from the threshold; none is -infinity.",
    ),
    optional(
        "MetricIntervalUpperBound",
        &DOUBLE,
        "Upper bound, as an offset from the threshold; none is infinity.",
    ),
    required(
        "ScalingAdjustment",
        &range(i32::MIN, i32::MAX),
        "Tasks, or per cent, to add; negative to remove.",
    ),
]);

static STEP_SCALING: Shape = structure(&[
    optional(
        "AdjustmentType",
        &Shape::Enum(&["ChangeInCapacity", "PercentChangeInCapacity", "ExactCapacity"]),
        "What the adjustments are.",
    ),
    optional("StepAdjustments", &list_up_to(&STEP, 20), "The steps, without gap or overlap."),
    optional("MinAdjustmentMagnitude", &CAPACITY, "The least that a change in per cent comes to."),
    optional("Cooldown", &SECONDS, "Seconds to wait after an activity.").number(300),
    optional(
        "MetricAggregationType",
        &Shape::Enum(&["Average", "Minimum", "Maximum"]),
        "Kept; the alarm says it.",
    )
    .text("Average"),
]);

pub static PUT_SCALING_POLICY: Shape = structure(&[
    required("PolicyName", &STRING, "Name of the policy."),
    namespace(),
    resource(),
    dimension(),
    optional("PolicyType", &POLICY_TYPE, "How it scales.").text("StepScaling"),
    optional("StepScalingPolicyConfiguration", &STEP_SCALING, "Of a StepScaling policy."),
    optional(
        "TargetTrackingScalingPolicyConfiguration",
        &TARGET_TRACKING,
        "Of a TargetTrackingScaling policy.",
    ),
    optional("PredictiveScalingPolicyConfiguration", &Shape::Document, "Predictive scaling is not modelled."),
]);

pub static DELETE_SCALING_POLICY: Shape = structure(&[
    required("PolicyName", &STRING, "Name of the policy."),
    namespace(),
    resource(),
    dimension(),
]);

pub static DESCRIBE_SCALING_POLICIES: Shape = structure(&[
    optional("PolicyNames", &STRING_LIST, "Only these policies."),
    namespace(),
    maybe_resource(),
    maybe_dimension(),
    most(),
    token(),
]);

static ACTION: Shape = structure(&[
    optional("MinCapacity", &CAPACITY, "The minimum from then on."),
    optional("MaxCapacity", &CAPACITY, "The maximum from then on."),
]);

pub static PUT_SCHEDULED_ACTION: Shape = structure(&[
    namespace(),
    optional(
        "Schedule",
        &STRING,
        "at(yyyy-mm-ddThh:mm:ss), rate(n unit) or cron(min hour day month weekday year).",
    ),
    optional("Timezone", &STRING, "By whose clocks at and cron go, such as Europe/Berlin.").text("UTC"),
    required("ScheduledActionName", &STRING, "Name of the action."),
    resource(),
    dimension(),
    optional("StartTime", &TIMESTAMP, "From when on it is due."),
    optional("EndTime", &TIMESTAMP, "Until when it is due."),
    optional("ScalableTargetAction", &ACTION, "The bounds that it sets."),
]);

pub static DELETE_SCHEDULED_ACTION: Shape = structure(&[
    namespace(),
    required("ScheduledActionName", &STRING, "Name of the action."),
    resource(),
    dimension(),
]);

pub static DESCRIBE_SCHEDULED_ACTIONS: Shape = structure(&[
    optional("ScheduledActionNames", &STRING_LIST, "Only these actions."),
    namespace(),
    maybe_resource(),
    maybe_dimension(),
    most(),
    token(),
]);

pub static DESCRIBE_SCALING_ACTIVITIES: Shape = structure(&[
    namespace(),
    maybe_resource(),
    maybe_dimension(),
    most(),
    token(),
    optional("IncludeNotScaledActivities", &BOOLEAN, "Also what did not scale, with the reason.").flag(false),
]);
