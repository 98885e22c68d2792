//! Moments and durations as people type them.

/// Where `playground run-until` stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// All services are steady.
    Steady,
    /// The next thing that happens has happened.
    NextEvent,
    /// The clock shows this time of day, in seconds since midnight; tomorrow when it is past.
    TimeOfDay { seconds: u32 },
    /// So much time has passed.
    After { milliseconds: u64 },
}

impl Until {
    /// `steady`, `next-event`, `HH:MM:SS` or a duration such as `+30s`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "steady" => Some(Until::Steady),
            "next-event" => Some(Until::NextEvent),
            _ => match duration_ms(text) {
                Some(milliseconds) => Some(Until::After { milliseconds }),
                None => time_of_day(text).map(|seconds| Until::TimeOfDay { seconds }),
            },
        }
    }
}

/// A duration in milliseconds: `+30s`, `5m`, `1h30m`, `250ms`, `2d`. At most a year.
pub fn duration_ms(text: &str) -> Option<u64> {
    const YEAR_MS: u64 = 366 * 86_400_000;
    let mut rest = text.strip_prefix('+').unwrap_or(text);
    let mut total: u64 = 0;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest.find(|next: char| !next.is_ascii_digit())?;
        let amount: u64 = rest[..digits].parse().ok()?;
        rest = &rest[digits..];
        let unit_length = rest.find(|next: char| next.is_ascii_digit()).unwrap_or(rest.len());
        let unit_ms = match &rest[..unit_length] {
            "ms" => 1,
            "s" => 1_000,
            "m" => 60_000,
            "h" => 3_600_000,
            "d" => 86_400_000,
            _ => return None,
        };
        rest = &rest[unit_length..];
        total = total.checked_add(amount.checked_mul(unit_ms)?)?;
    }
    (total <= YEAR_MS).then_some(total)
}

fn time_of_day(text: &str) -> Option<u32> {
    let parts: Vec<u32> = text.split(':').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    match parts.as_slice() {
        [hours @ 0..24, minutes @ 0..60] => Some(hours * 3600 + minutes * 60),
        [hours @ 0..24, minutes @ 0..60, seconds @ 0..60] => Some(hours * 3600 + minutes * 60 + seconds),
        _ => None,
    }
}
