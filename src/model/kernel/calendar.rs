//! Days and hours in UTC. Source of the arithmetic: the proleptic Gregorian calendar, counted from 1 March of the
//! year 0 so that a leap day is the last of its year.

/// A minute of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    pub year: u32,
    /// 1 to 12.
    pub month: u32,
    /// 1 to 31.
    pub day: u32,
    pub hour: u32,
    pub minute: u32,
    pub second: u32,
    /// 1 is Sunday, 7 Saturday, as cron expressions of AWS count.
    pub weekday: u32,
}

const DAY: u64 = 86_400;
/// From 1 March of the year 0 to 1 January 1970.
const DAYS_BEFORE_1970: u64 = 719_468;

/// A moment in milliseconds since 1970.
pub fn moment(epoch_millis: u64) -> Moment {
    let seconds = epoch_millis / 1000;
    let since_1970 = seconds / DAY;
    let days = since_1970 + DAYS_BEFORE_1970;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let of_era_year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * of_era_year + of_era_year / 4 - of_era_year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let of_day = seconds % DAY;
    Moment {
        year: (of_era_year + era * 400 + u64::from(month <= 2)) as u32,
        month: month as u32,
        day: (of_year - (153 * shifted + 2) / 5 + 1) as u32,
        hour: (of_day / 3600) as u32,
        minute: (of_day / 60 % 60) as u32,
        second: (of_day % 60) as u32,
        // 1 January 1970 was a Thursday.
        weekday: ((since_1970 + 4) % 7 + 1) as u32,
    }
}

/// Milliseconds since 1970; none before that, or if there is no such day or hour.
pub fn epoch_millis(year: u32, month: u32, day: u32, time: (u32, u32, u32)) -> Option<u64> {
    let (hour, minute, second) = time;
    if !(1..=12).contains(&month)
        || !(1..=31).contains(&day)
        || !(1970..=9999).contains(&year)
        || hour > 23
        || minute > 59
        || second > 59
    {
        return None;
    }
    let years = u64::from(if month <= 2 { year - 1 } else { year });
    let shifted = u64::from(if month <= 2 { month + 9 } else { month - 3 });
    let (era, of_era_year) = (years / 400, years % 400);
    let of_year = (153 * shifted + 2) / 5 + u64::from(day) - 1;
    let of_era = of_era_year * 365 + of_era_year / 4 - of_era_year / 100 + of_year;
    let days = era * 146_097 + of_era - DAYS_BEFORE_1970;
    let seconds = days * DAY + u64::from(hour) * 3600 + u64::from(minute) * 60 + u64::from(second);
    let found = moment(seconds * 1000);
    ((found.year, found.month, found.day) == (year, month, day)).then_some(seconds * 1000)
}

/// A moment such as `2026-01-05T10:30:00`, with or without `Z`, in milliseconds since 1970.
pub fn read(text: &str) -> Option<u64> {
    let (date, time) = text.trim_end_matches('Z').split_once('T')?;
    let numbers = |text: &str, between: char| -> Option<Vec<u32>> {
        text.split(between).map(|part| part.parse().ok()).collect()
    };
    let (date, time) = (numbers(date, '-')?, numbers(time, ':')?);
    match (&date[..], &time[..]) {
        (&[year, month, day], &[hour, minute, second]) => {
            epoch_millis(year, month, day, (hour, minute, second))
        }
        _ => None,
    }
}

/// `05/01/26 10:05:00`, as CloudWatch writes the times of datapoints.
pub fn short(epoch_millis: u64) -> String {
    let at = moment(epoch_millis);
    format!(
        "{:02}/{:02}/{:02} {:02}:{:02}:{:02}",
        at.day,
        at.month,
        at.year % 100,
        at.hour,
        at.minute,
        at.second
    )
}

/// `2026-01-05T10:05:00Z`.
pub fn iso_seconds(epoch_millis: u64) -> String {
    format!("{}Z", iso(epoch_millis))
}

/// `2026-01-05T10:05:00.250Z`.
pub fn iso_millis(epoch_millis: u64) -> String {
    format!("{}.{:03}Z", iso(epoch_millis), epoch_millis % 1000)
}

fn iso(epoch_millis: u64) -> String {
    let Moment { year, month, day, hour, minute, second, .. } = moment(epoch_millis);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_over_leap_years() {
        // The run's own beginning, a leap day, the day after it, and the turn of a century that has no leap day.
        for (millis, year, month, day, weekday) in [
            (1_767_607_200_000, 2026, 1, 5, 2),
            (1_709_208_000_000, 2024, 2, 29, 5),
            (1_709_251_200_000, 2024, 3, 1, 6),
            (4_107_542_400_000, 2100, 3, 1, 2),
        ] {
            let found = moment(millis);
            assert_eq!((found.year, found.month, found.day, found.weekday), (year, month, day, weekday));
            let time = (found.hour, found.minute, found.second);
            assert_eq!(epoch_millis(year, month, day, time), Some(millis));
        }
        assert_eq!(read("2026-01-05T10:00:00Z"), Some(1_767_607_200_000));
        assert_eq!(read("2026-01-00T10:00:00"), None);
        assert_eq!(epoch_millis(2026, 2, 29, (0, 0, 0)), None);
        assert_eq!(epoch_millis(2026, 4, 31, (0, 0, 0)), None);
    }
}
