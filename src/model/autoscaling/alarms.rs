//! Alarms: which metrics they watch, and what their datapoints make of them.

use std::rc::Rc;

use serde_json::Value;

use crate::model::ecs::metric::{MetricKey, Statistic};
use crate::model::ecs::{Alarm, AlarmState};
use crate::model::kernel::{SimTime, calendar, thousandths};
use crate::model::world::{Ctx, Event, World};

/// An alarm's definition as numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    pub key: MetricKey,
    pub statistic: Statistic,
    /// Length of a period in minutes.
    pub period: u32,
    pub periods: u32,
    pub datapoints_to_alarm: u32,
    pub comparison: Comparison,
    /// In thousandths.
    pub threshold: i64,
    pub missing: Missing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    GreaterOrEqual,
    Greater,
    Less,
    LessOrEqual,
}

/// What stands in for a period without data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    Missing,
    Ignore,
    Breaching,
    NotBreaching,
}

impl Rule {
    /// None for an alarm on a metric that the model does not measure: its state is only what somebody sets.
    pub fn of(world: &World, definition: &Value) -> Option<Self> {
        let number = |member: &str| definition[member].as_u64().map(|number| number as u32);
        let periods = number("EvaluationPeriods").unwrap_or(1).max(1);
        Some(Self {
            key: world.find_metric(definition)?,
            statistic: Statistic::named(definition["Statistic"].as_str().unwrap_or_default()),
            period: number("Period").unwrap_or(60).div_ceil(60).max(1),
            periods,
            datapoints_to_alarm: number("DatapointsToAlarm").unwrap_or(periods).clamp(1, periods),
            comparison: match definition["ComparisonOperator"].as_str().unwrap_or_default() {
                "GreaterThanOrEqualToThreshold" => Comparison::GreaterOrEqual,
                "LessThanThreshold" => Comparison::Less,
                "LessThanOrEqualToThreshold" => Comparison::LessOrEqual,
                _ => Comparison::Greater,
            },
            threshold: thousandths::read(&definition["Threshold"])?,
            missing: match definition["TreatMissingData"].as_str().unwrap_or_default() {
                "ignore" => Missing::Ignore,
                "breaching" => Missing::Breaching,
                "notBreaching" => Missing::NotBreaching,
                _ => Missing::Missing,
            },
        })
    }

    fn breaches(&self, value: u64) -> bool {
        let value = value as i64;
        match self.comparison {
            Comparison::GreaterOrEqual => value >= self.threshold,
            Comparison::Greater => value > self.threshold,
            Comparison::Less => value < self.threshold,
            Comparison::LessOrEqual => value <= self.threshold,
        }
    }

    /// The value of each period, newest first; none without data.
    fn values(&self, world: &World) -> Vec<(u32, Option<u64>)> {
        let series = world.scaling.series(self.key);
        let end = world.scaling.minutes / self.period * self.period;
        let period = |number: u32| {
            let to = end.saturating_sub(number * self.period);
            let from = to.saturating_sub(self.period);
            let values: Vec<u64> =
                series.map(|series| series.between(from, to).collect()).unwrap_or_default();
            (from, self.statistic.of(&values))
        };
        (0..self.periods).map(period).collect()
    }

    /// The newest period's value, in thousandths.
    pub fn last(&self, world: &World) -> Option<u64> {
        self.values(world).into_iter().find_map(|(_, value)| value)
    }
}

/// Every metric that an alarm watches, each once.
pub fn watched(world: &World) -> Vec<MetricKey> {
    let mut keys = Vec::new();
    for key in world.alarms.values().filter_map(|alarm| world.find_metric(&alarm.definition)) {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

/// Brings every alarm to the state that its datapoints make.
pub fn evaluate(ctx: &mut Ctx) {
    let alarms: Vec<(Rc<str>, Rc<Alarm>)> =
        ctx.world().alarms.iter().map(|(name, alarm)| (name.clone(), alarm.clone())).collect();
    for (name, alarm) in alarms {
        let Some(rule) = Rule::of(ctx.world(), &alarm.definition) else { continue };
        if let Some((state, reason)) = verdict(ctx.world(), &rule, alarm.state)
            && state != alarm.state
        {
            let to = Alarm {
                state,
                state_reason: reason.into(),
                state_updated_at: ctx.now(),
                definition: alarm.definition.clone(),
            };
            ctx.emit(Event::AlarmChanged { name, to: Rc::new(to) });
        }
    }
}

/// The state and why; none if it stays as it is.
fn verdict(world: &World, rule: &Rule, state: AlarmState) -> Option<(AlarmState, String)> {
    let values = rule.values(world);
    let real: Vec<(u32, u64)> =
        values.iter().filter_map(|&(from, value)| value.map(|value| (from, value))).collect();
    let (mut breaching, mut missing) = (Vec::new(), 0);
    let mut breaches = 0;
    for &(from, value) in &values {
        match value {
            Some(value) if rule.breaches(value) => {
                breaches += 1;
                breaching.push((from, value));
            }
            Some(_) => {}
            None if rule.missing == Missing::Breaching => breaches += 1,
            None if rule.missing == Missing::NotBreaching => {}
            None => missing += 1,
        }
    }
    if breaches >= rule.datapoints_to_alarm {
        let words = crossed(world, rule, &breaching, rule.periods - real.len() as u32, "");
        return Some((AlarmState::Alarm, words));
    }
    if missing == rule.periods {
        let insufficient = format!("Insufficient Data: {missing} datapoints were unknown.");
        let ignored = rule.missing == Missing::Ignore;
        return (!ignored).then_some((AlarmState::InsufficientData, insufficient));
    }
    // The periods without data could yet decide it: an alarm that has no state waits for them.
    let undecided = breaches + missing >= rule.datapoints_to_alarm && breaches > 0;
    if undecided || (rule.missing == Missing::Ignore && missing > 0 && state == AlarmState::Alarm) {
        return None;
    }
    let last: Vec<(u32, u64)> =
        real.into_iter().filter(|&(_, value)| !rule.breaches(value)).take(1).collect();
    Some((AlarmState::Ok, crossed(world, rule, &last, 0, "not ")))
}

/// `Threshold Crossed: 3 datapoints [71.2 (05/01/26 10:05:00), …] were greater than the threshold (70.0).`
fn crossed(world: &World, rule: &Rule, points: &[(u32, u64)], missing: u32, not: &str) -> String {
    let comparison = match rule.comparison {
        Comparison::GreaterOrEqual => "greater than or equal to",
        Comparison::Greater => "greater than",
        Comparison::Less => "less than",
        Comparison::LessOrEqual => "less than or equal to",
    };
    let threshold = thousandths::text(rule.threshold);
    if points.is_empty() {
        let treated = if not.is_empty() { "Breaching" } else { "NonBreaching" };
        return format!(
            "Threshold Crossed: no datapoints were received for {missing} periods and {missing} missing datapoints were \
             treated as [{treated}]."
        );
    }
    let (count, were) = match points.len() {
        1 => ("1 datapoint".to_owned(), "was"),
        many => (format!("{many} datapoints"), "were"),
    };
    let written: Vec<String> = points
        .iter()
        .map(|&(minute, value)| {
            let at = SimTime::from_secs(u64::from(minute) * 60);
            format!("{} ({})", thousandths::text(value as i64), calendar::short(world.epoch_millis(at)))
        })
        .collect();
    let written = written.join(", ");
    format!("Threshold Crossed: {count} [{written}] {were} {not}{comparison} the threshold ({threshold}).")
}
