//! GetMetricStatistics: the datapoints that CloudWatch has of a metric.

use serde_json::{Value, json};

use super::members::{Members, seconds};
use crate::model::ecs::metric::Statistic;
use crate::model::ecs::{EcsError, EcsResult, ExceptionName};
use crate::model::kernel::{SimTime, thousandths};
use crate::model::world::{World, scaling_names};

/// Oldest first. Only metrics that an alarm watches have datapoints.
pub fn get(world: &World, request: &Value) -> EcsResult<Value> {
    let label = request["MetricName"].clone();
    let none = json!({ "Label": label, "Datapoints": [] });
    let Some(key) = world.find_metric(request) else { return Ok(none) };
    let Some(series) = world.scaling.series(key) else { return Ok(none) };
    let minute = |member: &str| {
        let millis = thousandths::read(&request[member])?.max(0) as u64;
        let since = millis.saturating_sub(world.config.start_epoch_millis);
        Some((since / 60_000).min(u64::from(u32::MAX)) as u32)
    };
    let (Some(from), Some(to)) = (minute("StartTime"), minute("EndTime")) else { return Ok(none) };
    let period = (request["Period"].as_u64().unwrap_or(60).div_ceil(60).max(1)) as u32;
    let statistics: Vec<&str> =
        request["Statistics"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    if statistics.is_empty() {
        let message = "Must specify either Statistics or ExtendedStatistics";
        return Err(EcsError::new(ExceptionName::InvalidParameterCombination, message));
    }
    let last = to.min(world.scaling.minutes);
    let starts = (from / period..).map(|number| number * period).take_while(|&start| start < last);
    let points = starts.filter_map(|start| {
        let values: Vec<u64> = series.between(start, start + period).collect();
        let at = SimTime::from_secs(u64::from(start) * 60);
        let mut members = Members::new().with("Timestamp", seconds(world, at));
        for &name in &statistics {
            members = members.with(name, thousandths::to_json(Statistic::named(name).of(&values)? as i64));
        }
        Some(members.with("Unit", scaling_names::unit(key)).build())
    });
    Ok(json!({ "Label": label, "Datapoints": points.collect::<Value>() }))
}
