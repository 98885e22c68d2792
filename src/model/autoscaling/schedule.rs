//! When scheduled actions are due: `at(…)`, `rate(…)` and `cron(…)` of Application Auto Scaling.

use crate::model::kernel::TimeZone;
use crate::model::kernel::calendar::{self, Moment};

/// What a schedule expression says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Schedule {
    /// Once, when the clocks show this, in milliseconds since 1970.
    At(u64),
    /// Again after this many milliseconds.
    Rate(u64),
    Cron(Box<Cron>),
}

/// The values that each field allows, as bits; none of a field with `*` or `?`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cron {
    minutes: u64,
    hours: u64,
    days: u64,
    months: u64,
    weekdays: u64,
    years: Vec<u32>,
}

const MONTHS: [&str; 12] =
    ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS: [&str; 7] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/// The schedule of an expression; none if it is not one.
pub fn parse(expression: &str) -> Option<Schedule> {
    let (kind, rest) = expression.trim().split_once('(')?;
    let inside = rest.strip_suffix(')')?.trim();
    match kind {
        "at" => calendar::read(inside).map(Schedule::At),
        "rate" => rate(inside).map(Schedule::Rate),
        "cron" => cron(inside).map(|cron| Schedule::Cron(Box::new(cron))),
        _ => None,
    }
}

/// `5 minutes`, `1 hour`, `2 days`.
fn rate(text: &str) -> Option<u64> {
    let (number, unit) = text.split_once(' ')?;
    let number: u64 = number.parse().ok().filter(|&number| (1..=1_000_000).contains(&number))?;
    let minutes = match unit.trim() {
        "minute" | "minutes" => 1,
        "hour" | "hours" => 60,
        "day" | "days" => 1440,
        _ => return None,
    };
    Some(number * minutes * 60_000)
}

fn cron(text: &str) -> Option<Cron> {
    let fields: Vec<&str> = text.split_whitespace().collect();
    let &[minutes, hours, days, months, weekdays, years] = &fields[..] else { return None };
    Some(Cron {
        minutes: bits(minutes, 0, 59, &[])?,
        hours: bits(hours, 0, 23, &[])?,
        days: bits(days, 1, 31, &[])?,
        months: bits(months, 1, 12, &MONTHS)?,
        weekdays: bits(weekdays, 1, 7, &WEEKDAYS)?,
        years: if years == "*" { Vec::new() } else { values(years, 1970, 2199, &[])? },
    })
}

fn bits(field: &str, low: u32, high: u32, names: &[&str]) -> Option<u64> {
    if field == "?" {
        return bits("*", low, high, names);
    }
    Some(values(field, low, high, names)?.into_iter().fold(0, |bits, value| bits | 1 << value))
}

/// `*`, `5`, `1-5`, `MON-FRI`, `*/15`, and several of these with commas.
fn values(field: &str, low: u32, high: u32, names: &[&str]) -> Option<Vec<u32>> {
    let number = |text: &str| -> Option<u32> {
        let named = names.iter().position(|name| *name == text).map(|place| place as u32 + low);
        named.or_else(|| text.parse().ok()).filter(|value| (low..=high).contains(value))
    };
    let mut all = Vec::new();
    for part in field.split(',') {
        let (range, step) = part.split_once('/').map_or((part, None), |(range, step)| (range, Some(step)));
        let every: u32 = step.map_or(Some(1), |step| step.parse().ok().filter(|&step| step > 0))?;
        let (from, to) = match range.split_once('-') {
            _ if range == "*" => (low, high),
            Some((from, to)) => (number(from)?, number(to)?),
            None => (number(range)?, if step.is_some() { high } else { number(range)? }),
        };
        all.extend((from..=to).step_by(every as usize));
    }
    (!all.is_empty()).then_some(all)
}

impl Cron {
    fn allows_day(&self, at: &Moment) -> bool {
        self.months >> at.month & 1 == 1
            && self.days >> at.day & 1 == 1
            && self.weekdays >> at.weekday & 1 == 1
            && (self.years.is_empty() || self.years.contains(&at.year))
    }
}

/// The first moment after `after` at which it is due by the clocks of `zone`, in milliseconds since 1970. `rate` counts
/// from `anchor`.
pub fn next(schedule: &Schedule, zone: TimeZone, anchor: u64, after: u64) -> Option<u64> {
    match schedule {
        Schedule::At(at) => Some(zone.moment_of(*at)).filter(|&at| at > after),
        Schedule::Rate(every) => Some(anchor + (after.saturating_sub(anchor) / every + 1) * every),
        Schedule::Cron(cron) => {
            let mut shown = zone.shown_at(after);
            // What clocks that were put back show a second time was due the first time.
            loop {
                shown = next_of(cron, shown)?;
                let due = zone.moment_of(shown);
                if due > after {
                    return Some(due);
                }
            }
        }
    }
}

fn next_of(cron: &Cron, after: u64) -> Option<u64> {
    const MINUTE: u64 = 60_000;
    const DAY: u64 = 1440 * MINUTE;
    /// A leap day may be eight years away.
    const FARTHEST: u64 = 366 * 9;
    let first = (after / MINUTE + 1) * MINUTE;
    let days = (0..FARTHEST).map(|day| (first / DAY + day) * DAY);
    let due_on = |day: u64| {
        let minutes = (0..1440_u64).map(|minute| (minute, day + minute * MINUTE));
        let mut allowed = minutes.filter(|&(minute, _)| {
            cron.hours >> (minute / 60) & 1 == 1 && cron.minutes >> (minute % 60) & 1 == 1
        });
        allowed.find(|&(_, at)| at >= first).map(|(_, at)| at)
    };
    days.filter(|&day| cron.allows_day(&calendar::moment(day))).find_map(due_on)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schedules_are_due_when_they_say() {
        // Monday 5 January 2026, 10:00.
        let now = 1_767_607_200_000;
        let in_minutes = |minutes: u64| now + minutes * 60_000;
        for (expression, expected) in [
            ("at(2026-01-05T10:30:00)", Some(in_minutes(30))),
            ("at(2026-01-05T09:30:00)", None),
            ("rate(5 minutes)", Some(in_minutes(5))),
            ("rate(1 hour)", Some(in_minutes(60))),
            ("cron(0 12 * * ? *)", Some(in_minutes(120))),
            ("cron(*/15 * * * ? *)", Some(in_minutes(15))),
            ("cron(0 10 ? * MON *)", Some(in_minutes(7 * 1440))),
            ("cron(30 9 ? * TUE-FRI *)", Some(in_minutes(1410))),
            ("cron(0 0 1 2 ? *)", Some(in_minutes(26 * 1440 + 840))),
            ("cron(0 0 30 2 ? *)", None),
        ] {
            let schedule = parse(expression).unwrap_or_else(|| panic!("{expression}"));
            assert_eq!(next(&schedule, TimeZone::UTC, now, now), expected, "{expression}");
        }
        let berlin = TimeZone::named("Europe/Berlin").unwrap();
        for (expression, expected) in [
            ("at(2026-01-05T12:00:00)", Some(in_minutes(60))),
            ("cron(0 12 * * ? *)", Some(in_minutes(60))),
            // Noon of the summer is an hour earlier.
            ("cron(0 12 1 7 ? *)", Some(in_minutes(177 * 1440))),
        ] {
            assert_eq!(next(&parse(expression).unwrap(), berlin, now, now), expected, "{expression}");
        }
        for wrong in
            ["", "at()", "rate(0 minutes)", "rate(5 weeks)", "cron(* * *)", "cron(60 * * * ? *)", "every(1)"]
        {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}
