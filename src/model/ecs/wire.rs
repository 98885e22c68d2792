//! How the wire writes what the model keeps in another form.

/// Keeps a moment as milliseconds since the epoch and writes it as ECS does: a JSON number of seconds with
/// milliseconds, such as `1557119253.821`. Use it as `#[serde(with = "epoch_seconds")]` on a `u64`.
pub mod epoch_seconds {
    use serde::{Deserialize, Deserializer, Serializer};

    /// The number the wire carries. Exact to the millisecond for every date of the next hundred thousand years.
    pub fn to_wire(milliseconds: u64) -> f64 {
        milliseconds as f64 / 1000.0
    }

    pub fn serialize<S: Serializer>(milliseconds: &u64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(to_wire(*milliseconds))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
        Ok((f64::deserialize(deserializer)? * 1000.0).round() as u64)
    }

    /// The same for a moment that may not have come: `#[serde(with = "epoch_seconds::option")]`.
    pub mod option {
        use serde::{Deserialize, Deserializer, Serializer};

        pub fn serialize<S: Serializer>(moment: &Option<u64>, serializer: S) -> Result<S::Ok, S::Error> {
            match moment {
                Some(milliseconds) => serializer.serialize_some(&super::to_wire(*milliseconds)),
                None => serializer.serialize_none(),
            }
        }

        pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
            let seconds = Option::<f64>::deserialize(deserializer)?;
            Ok(seconds.map(|seconds| (seconds * 1000.0).round() as u64))
        }
    }
}
