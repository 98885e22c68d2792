//! Requests about CloudWatch alarms.

use super::{
    BOOLEAN, DOUBLE, INTEGER, STRING, STRING_LIST, Shape, list, list_up_to, optional, range, required,
    structure,
};

static STATES: Shape = Shape::Enum(&["OK", "ALARM", "INSUFFICIENT_DATA"]);
static NAME_DOC: &str = "Name of the alarm.";

static DIMENSIONS: Shape = list_up_to(
    &structure(&[
        required("Name", &STRING, "Name of the dimension."),
        required("Value", &STRING, "Its value."),
    ]),
    30,
);

static STATISTIC: Shape = Shape::Enum(&["SampleCount", "Average", "Sum", "Minimum", "Maximum"]);
static COMPARISON: Shape = Shape::Enum(&[
    "GreaterThanOrEqualToThreshold",
    "GreaterThanThreshold",
    "LessThanThreshold",
    "LessThanOrEqualToThreshold",
]);

pub static PUT_METRIC_ALARM: Shape = structure(&[
    required("AlarmName", &STRING, NAME_DOC),
    optional("AlarmDescription", &STRING, "What it is for."),
    optional("ActionsEnabled", &BOOLEAN, "Whether its actions are taken.").flag(true),
    optional("OKActions", &STRING_LIST, "Kept without effect."),
    optional("AlarmActions", &STRING_LIST, "Kept without effect."),
    optional("InsufficientDataActions", &STRING_LIST, "Kept without effect."),
    optional("MetricName", &STRING, "The metric it watches."),
    optional("Namespace", &STRING, "Where the metric belongs, such as AWS/ECS."),
    optional("Statistic", &STATISTIC, "What of the metric it looks at."),
    optional("Dimensions", &DIMENSIONS, "Which series of the metric."),
    optional("Period", &range(10, 86_400), "Seconds that one datapoint covers."),
    optional("Unit", &STRING, "Unit of the metric."),
    required("EvaluationPeriods", &range(1, 1440), "Datapoints that are compared."),
    optional("DatapointsToAlarm", &INTEGER, "How many of them must breach."),
    optional("Threshold", &DOUBLE, "What they are compared with."),
    required("ComparisonOperator", &COMPARISON, "How they are compared."),
    optional("TreatMissingData", &STRING, "breaching, notBreaching, ignore or missing.").text("missing"),
]);

pub static SET_ALARM_STATE: Shape = structure(&[
    required("AlarmName", &STRING, NAME_DOC),
    required("StateValue", &STATES, "The state it has until it is evaluated again."),
    required("StateReason", &STRING, "Why, for a reader."),
    optional("StateReasonData", &STRING, "Why, for a program."),
]);

pub static DESCRIBE_ALARMS: Shape = structure(&[
    optional("AlarmNames", &list_up_to(&STRING, 100), "Only these alarms."),
    optional("AlarmNamePrefix", &STRING, "Only alarms whose name begins like this."),
    optional("StateValue", &STATES, "Only alarms in this state."),
    optional("MaxRecords", &range(1, 100), "Accepted; all are given at once."),
    optional("NextToken", &STRING, "Accepted; there is one page."),
]);

pub static DELETE_ALARMS: Shape =
    structure(&[required("AlarmNames", &list(&STRING), "The alarms to delete, up to 100.")]);

pub static GET_METRIC_STATISTICS: Shape = structure(&[
    required("Namespace", &STRING, "Where the metric belongs, such as AWS/ECS."),
    required("MetricName", &STRING, "The metric."),
    optional("Dimensions", &DIMENSIONS, "Which series of it."),
    required("StartTime", &Shape::Timestamp, "The first moment."),
    required("EndTime", &Shape::Timestamp, "The moment after the last."),
    required("Period", &range(1, 86_400), "Seconds that one datapoint covers."),
    optional("Statistics", &list_up_to(&STATISTIC, 5), "What of it."),
    optional("Unit", &STRING, "Accepted; a metric has one unit here."),
]);
