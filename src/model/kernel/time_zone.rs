//! Time zones, by the rules that are in force in them now. Source: the tz database of IANA, which names them.

use super::calendar;

/// When clocks are put forward and back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Summer {
    Never,
    /// From the last Sunday of March to the last of October, at 01:00 UTC.
    Europe,
    /// From the second Sunday of March to the first of November, at 02:00 on the clock.
    America,
    /// From the first Sunday of October to the first of April, at 02:00 standard time.
    Australia,
    /// From the last Sunday of September to the first of April, at 02:00 standard time.
    NewZealand,
}

/// A time zone: minutes ahead of UTC in winter, and its rule for the summer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeZone {
    standard: i64,
    summer: Summer,
}

use Summer::{America, Australia, Europe, Never, NewZealand};

/// Names that share minutes and rule.
static ZONES: &[(&[&str], i64, Summer)] = &[
    (&["UTC", "Etc/UTC", "GMT", "Etc/GMT", "Africa/Abidjan", "Africa/Accra", "Atlantic/Reykjavik"], 0, Never),
    (&["Europe/London", "Europe/Dublin", "Europe/Lisbon"], 0, Europe),
    (&["Africa/Lagos", "Africa/Algiers", "Africa/Tunis"], 60, Never),
    (
        &[
            "Europe/Amsterdam",
            "Europe/Belgrade",
            "Europe/Berlin",
            "Europe/Brussels",
            "Europe/Budapest",
            "Europe/Copenhagen",
            "Europe/Luxembourg",
            "Europe/Madrid",
            "Europe/Malta",
            "Europe/Oslo",
            "Europe/Paris",
            "Europe/Prague",
            "Europe/Rome",
            "Europe/Stockholm",
            "Europe/Vienna",
            "Europe/Warsaw",
            "Europe/Zagreb",
            "Europe/Zurich",
        ],
        60,
        Europe,
    ),
    (&["Africa/Johannesburg", "Africa/Maputo", "Africa/Tripoli"], 120, Never),
    (
        &[
            "Europe/Athens",
            "Europe/Bucharest",
            "Europe/Helsinki",
            "Europe/Kyiv",
            "Europe/Kiev",
            "Europe/Riga",
            "Europe/Sofia",
            "Europe/Tallinn",
            "Europe/Vilnius",
        ],
        120,
        Europe,
    ),
    (&["Europe/Istanbul", "Europe/Moscow", "Africa/Nairobi", "Asia/Riyadh", "Asia/Baghdad"], 180, Never),
    (&["Asia/Dubai", "Asia/Baku", "Asia/Tbilisi"], 240, Never),
    (&["Asia/Karachi", "Asia/Tashkent"], 300, Never),
    (&["Asia/Kolkata", "Asia/Calcutta", "Asia/Colombo"], 330, Never),
    (&["Asia/Kathmandu"], 345, Never),
    (&["Asia/Dhaka"], 360, Never),
    (&["Asia/Bangkok", "Asia/Ho_Chi_Minh", "Asia/Jakarta"], 420, Never),
    (
        &[
            "Asia/Hong_Kong",
            "Asia/Kuala_Lumpur",
            "Asia/Manila",
            "Asia/Shanghai",
            "Asia/Singapore",
            "Asia/Taipei",
            "Australia/Perth",
        ],
        480,
        Never,
    ),
    (&["Asia/Tokyo", "Asia/Seoul"], 540, Never),
    (&["Australia/Darwin"], 570, Never),
    (&["Australia/Adelaide"], 570, Australia),
    (&["Australia/Brisbane"], 600, Never),
    (&["Australia/Canberra", "Australia/Hobart", "Australia/Melbourne", "Australia/Sydney"], 600, Australia),
    (&["Pacific/Auckland"], 720, NewZealand),
    (&["America/Sao_Paulo", "America/Argentina/Buenos_Aires", "America/Montevideo"], -180, Never),
    (&["America/St_Johns"], -210, America),
    (&["America/Halifax", "Atlantic/Bermuda"], -240, America),
    (&["America/Caracas", "America/La_Paz", "America/Puerto_Rico"], -240, Never),
    (&["America/New_York", "America/Detroit", "America/Toronto", "US/Eastern"], -300, America),
    (&["America/Bogota", "America/Lima", "America/Panama", "America/Jamaica"], -300, Never),
    (&["America/Chicago", "America/Winnipeg", "US/Central"], -360, America),
    (&["America/Mexico_City", "America/Costa_Rica", "America/Guatemala"], -360, Never),
    (&["America/Denver", "America/Edmonton", "US/Mountain"], -420, America),
    (&["America/Phoenix", "US/Arizona"], -420, Never),
    (&["America/Los_Angeles", "America/Vancouver", "America/Tijuana", "US/Pacific"], -480, America),
    (&["America/Anchorage", "US/Alaska"], -540, America),
    (&["Pacific/Honolulu", "US/Hawaii"], -600, Never),
];

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

impl TimeZone {
    pub const UTC: Self = Self { standard: 0, summer: Never };

    /// The zone of that name; none if its rules are not known here.
    pub fn named(name: &str) -> Option<Self> {
        let found = ZONES.iter().find(|(names, ..)| names.contains(&name));
        found.map(|&(_, standard, summer)| Self { standard, summer })
    }

    /// What its clocks show at a moment, as if they showed UTC. Both in milliseconds since 1970.
    pub fn shown_at(self, moment: u64) -> u64 {
        add(moment, self.offset_at(moment))
    }

    /// The moment at which its clocks show that: the first one where they show it twice, and where they skip it, the
    /// one at which they would have shown it without the change.
    pub fn moment_of(self, shown: u64) -> u64 {
        let standard = self.standard * MINUTE;
        let in_summer = add(shown, -(standard + HOUR));
        if self.offset_at(in_summer) == standard + HOUR { in_summer } else { add(shown, -standard) }
    }

    /// Milliseconds ahead of UTC.
    fn offset_at(self, moment: u64) -> i64 {
        let standard = self.standard * MINUTE;
        if self.is_summer(moment as i64) { standard + HOUR } else { standard }
    }

    fn is_summer(self, moment: i64) -> bool {
        let standard = self.standard * MINUTE;
        let year = calendar::moment(add(moment as u64, standard)).year;
        // At standard time, but for the end of the American summer, which clocks of the summer show.
        let at = |day: i64, hour: i64| day + hour * HOUR - standard;
        match self.summer {
            Never => false,
            Europe => {
                let (from, to) = (last_sunday(year, 3) + HOUR, last_sunday(year, 10) + HOUR);
                (from..to).contains(&moment)
            }
            America => {
                let (from, to) = (at(sunday(year, 3, 2), 2), at(sunday(year, 11, 1), 1));
                (from..to).contains(&moment)
            }
            Australia => !(at(sunday(year, 4, 1), 2)..at(sunday(year, 10, 1), 2)).contains(&moment),
            NewZealand => !(at(sunday(year, 4, 1), 2)..at(last_sunday(year, 9), 2)).contains(&moment),
        }
    }
}

fn add(moment: u64, millis: i64) -> u64 {
    moment.saturating_add_signed(millis)
}

/// Midnight of the nth Sunday of a month.
fn sunday(year: u32, month: u32, nth: i64) -> i64 {
    let first = calendar::epoch_millis(year, month, 1, (0, 0, 0)).unwrap_or(0);
    // 1 is Sunday.
    let until_sunday = i64::from((8 - calendar::moment(first).weekday) % 7);
    first as i64 + (until_sunday + (nth - 1) * 7) * DAY
}

/// Midnight of the last Sunday of a month of at least thirty days that is not followed by January.
fn last_sunday(year: u32, month: u32) -> i64 {
    sunday(year, month + 1, 1) - 7 * DAY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_are_put_forward_and_back() {
        // Zone, a moment in UTC, what its clocks show.
        for (zone, moment, shown) in [
            ("UTC", "2026-07-01T12:00:00", "2026-07-01T12:00:00"),
            ("Europe/Berlin", "2026-01-05T10:00:00", "2026-01-05T11:00:00"),
            ("Europe/Berlin", "2026-03-29T00:59:59", "2026-03-29T01:59:59"),
            ("Europe/Berlin", "2026-03-29T01:00:00", "2026-03-29T03:00:00"),
            ("Europe/Berlin", "2026-10-25T00:59:59", "2026-10-25T02:59:59"),
            ("Europe/Berlin", "2026-10-25T01:00:00", "2026-10-25T02:00:00"),
            ("Europe/London", "2026-07-01T12:00:00", "2026-07-01T13:00:00"),
            ("America/New_York", "2026-03-08T06:59:59", "2026-03-08T01:59:59"),
            ("America/New_York", "2026-03-08T07:00:00", "2026-03-08T03:00:00"),
            ("America/New_York", "2026-11-01T05:59:59", "2026-11-01T01:59:59"),
            ("America/New_York", "2026-11-01T06:00:00", "2026-11-01T01:00:00"),
            ("America/Los_Angeles", "2026-01-05T10:00:00", "2026-01-05T02:00:00"),
            ("Australia/Sydney", "2026-01-05T10:00:00", "2026-01-05T21:00:00"),
            ("Australia/Sydney", "2026-04-04T16:00:00", "2026-04-05T02:00:00"),
            ("Australia/Sydney", "2026-10-03T16:00:00", "2026-10-04T03:00:00"),
            ("Pacific/Auckland", "2026-09-26T14:00:00", "2026-09-27T03:00:00"),
            ("Asia/Kolkata", "2026-01-05T10:00:00", "2026-01-05T15:30:00"),
        ] {
            let read = |text| calendar::read(text).unwrap();
            let zone = TimeZone::named(zone).unwrap();
            assert_eq!(zone.shown_at(read(moment)), read(shown), "{moment}");
        }
        assert_eq!(TimeZone::named("Mars/Olympus"), None);
    }

    #[test]
    fn a_time_that_is_shown_twice_or_never_has_one_moment() {
        let read = |text| calendar::read(text).unwrap();
        for (zone, shown, moment) in [
            ("Europe/Berlin", "2026-07-01T12:00:00", "2026-07-01T10:00:00"),
            ("Europe/Berlin", "2026-03-29T02:30:00", "2026-03-29T01:30:00"),
            ("Europe/Berlin", "2026-10-25T02:30:00", "2026-10-25T00:30:00"),
            ("America/New_York", "2026-11-01T01:30:00", "2026-11-01T05:30:00"),
        ] {
            assert_eq!(TimeZone::named(zone).unwrap().moment_of(read(shown)), read(moment), "{shown}");
        }
    }
}
