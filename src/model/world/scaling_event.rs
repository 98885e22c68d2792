//! What happens to metrics, scalable targets and their activities.

use std::rc::Rc;

use serde::Serialize;

use super::World;
use crate::model::ecs::ServiceId;
use crate::model::ecs::metric::{Datapoint, MetricSeries, Scaling};
use crate::model::ecs::service_scaling::{ScalableTarget, ScalingActivity, ScalingOutcome};

/// As [`super::Event`]: in the past tense, and never refused.
#[derive(Clone, Debug, Serialize)]
pub enum ScalingEvent {
    /// A minute is over, and these are its datapoints.
    MetricsPublished(Rc<[Datapoint]>),
    /// A scalable target was registered, or anything of it changed: this is what it is now.
    TargetChanged(Rc<ScalableTarget>),
    TargetDeregistered {
        service: ServiceId,
    },
    /// The desired count or the bounds were changed, or they were not and this is why.
    Activity(Rc<ScalingActivity>),
    /// The tasks have followed, or another change came first.
    ActivityEnded {
        number: u32,
        outcome: ScalingOutcome,
    },
}

/// Older activities are forgotten.
const MOST_ACTIVITIES: usize = 1_000;

impl World {
    /// The minute of the run that is under way.
    pub fn minute(&self) -> u32 {
        (self.now.as_millis() / 60_000) as u32
    }

    pub(super) fn apply_scaling(&mut self, event: &ScalingEvent) {
        let (now, minute) = (self.now, self.minute());
        let scaling = Rc::make_mut(&mut self.scaling);
        match event {
            ScalingEvent::MetricsPublished(points) => {
                for point in points.iter() {
                    add_point(scaling, minute.saturating_sub(1), point);
                }
                scaling.minutes = minute;
            }
            ScalingEvent::TargetChanged(target) => {
                let policies = target.policies.iter().map(|row| row.number);
                let numbers = policies.chain(target.actions.iter().map(|row| row.number));
                let last = numbers.chain([target.number]).max();
                scaling.next_number = scaling.next_number.max(last.map_or(0, |last| last + 1));
                match scaling.targets.iter_mut().find(|row| row.service == target.service) {
                    Some(row) => *row = target.clone(),
                    None => scaling.targets.push(target.clone()),
                }
            }
            ScalingEvent::TargetDeregistered { service } => {
                scaling.targets.retain(|row| row.service != *service);
            }
            ScalingEvent::Activity(activity) => {
                scaling.next_number = scaling.next_number.max(activity.number + 1);
                if scaling.activities.len() == MOST_ACTIVITIES {
                    scaling.activities.pop_front();
                }
                scaling.activities.push_back(activity.clone());
            }
            ScalingEvent::ActivityEnded { number, outcome } => {
                let row = scaling.activities.iter_mut().rev().find(|row| row.number == *number);
                if let Some(row) = row {
                    let row = Rc::make_mut(row);
                    row.outcome = outcome.clone();
                    row.ended_at = Some(now);
                }
            }
        }
    }
}

fn add_point(scaling: &mut Scaling, minute: u32, point: &Datapoint) {
    let at = scaling.series.iter().position(|series| series.key == point.key).unwrap_or_else(|| {
        scaling.series.push(Rc::new(MetricSeries { key: point.key, points: Default::default() }));
        scaling.series.len() - 1
    });
    Rc::make_mut(&mut scaling.series[at]).push(minute, point.value);
}
