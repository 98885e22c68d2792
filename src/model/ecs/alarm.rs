//! A CloudWatch alarm, as far as deployments and scaling look at it.

use std::rc::Rc;

use serde::Serialize;
use serde_json::Value;

use crate::model::kernel::SimTime;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AlarmState {
    Ok,
    Alarm,
    InsufficientData,
}

impl AlarmState {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "OK",
            Self::Alarm => "ALARM",
            Self::InsufficientData => "INSUFFICIENT_DATA",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Alarm {
    pub state: AlarmState,
    pub state_reason: Rc<str>,
    pub state_updated_at: SimTime,
    /// Metric, threshold and the rest, as PutMetricAlarm was given them.
    pub definition: Rc<Value>,
}
