//! The configuration of a step scaling policy.

use serde_json::Value;

use super::{invalid, number, text};
use crate::model::ecs::EcsResult;
use crate::model::ecs::service_scaling::{AdjustmentType, StepAdjustment, StepScaling};
use crate::model::kernel::{order, thousandths};

/// Steps must follow each other without gap or overlap, and at most one may be open at each end.
pub fn read(given: &Value) -> EcsResult<StepScaling> {
    let adjustment = match text(given, "AdjustmentType") {
        "ChangeInCapacity" => AdjustmentType::ChangeInCapacity,
        "PercentChangeInCapacity" => AdjustmentType::PercentChangeInCapacity,
        "ExactCapacity" => AdjustmentType::ExactCapacity,
        _ => return invalid("AdjustmentType is required for step scaling"),
    };
    let rows = given["StepAdjustments"].as_array().map_or(&[][..], Vec::as_slice);
    let mut steps: Vec<StepAdjustment> = rows.iter().map(step).collect();
    if steps.is_empty() {
        return invalid("There must be at least one step adjustment");
    }
    if adjustment == AdjustmentType::ExactCapacity && steps.iter().any(|step| step.adjustment < 0) {
        return invalid("A step adjustment of the type ExactCapacity cannot be negative");
    }
    order::sort_by(&mut steps, |a, b| lower_edge(a).cmp(&lower_edge(b)));
    refuse_gaps(&steps)?;
    if number(given, "MinAdjustmentMagnitude").is_some()
        && adjustment != AdjustmentType::PercentChangeInCapacity
    {
        return invalid(
            "MinAdjustmentMagnitude can only be used with the adjustment type PercentChangeInCapacity",
        );
    }
    Ok(StepScaling {
        adjustment,
        steps,
        min_magnitude: number(given, "MinAdjustmentMagnitude").unwrap_or(0),
        cooldown: number(given, "Cooldown").unwrap_or(300),
    })
}

fn step(row: &Value) -> StepAdjustment {
    StepAdjustment {
        lower: thousandths::read(&row["MetricIntervalLowerBound"]),
        upper: thousandths::read(&row["MetricIntervalUpperBound"]),
        adjustment: row["ScalingAdjustment"].as_i64().unwrap_or(0) as i32,
    }
}

fn lower_edge(step: &StepAdjustment) -> i64 {
    step.lower.unwrap_or(i64::MIN)
}

fn refuse_gaps(steps: &[StepAdjustment]) -> EcsResult<()> {
    if steps.iter().any(|step| step.lower.zip(step.upper).is_some_and(|(lower, upper)| lower >= upper)) {
        return invalid("The lower bound of a step adjustment must be less than its upper bound");
    }
    for pair in steps.windows(2) {
        match (pair[0].upper, pair[1].lower) {
            (Some(upper), Some(lower)) if upper == lower => {}
            (Some(upper), Some(lower)) if upper < lower => {
                return invalid("Step adjustment intervals can't have a gap between them");
            }
            _ => return invalid("Step adjustment intervals can't overlap"),
        }
    }
    Ok(())
}
