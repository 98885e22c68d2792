//! The arithmetic of the service scheduler, as a table.

use ecs_playground::model::kernel::SimDuration;
use ecs_playground::model::scheduler::reconcile::{Counts, Input, Plan, lower_limit, plan, upper_limit};
use ecs_playground::model::scheduler::throttle::gap_after;

fn healthy(count: u32) -> Counts {
    Counts { healthy: count, ..Counts::default() }
}

fn pending(count: u32) -> Counts {
    Counts { pending: count, ..Counts::default() }
}

/// A rollout of `new` over `source`, which aims at what it has.
fn rollout(desired: u32, (minimum, maximum): (u32, u32), source: Counts, new: Counts) -> Input {
    Input {
        desired,
        minimum_healthy_percent: minimum,
        maximum_percent: maximum,
        new,
        source,
        source_desired: source.total(),
        ..Input::default()
    }
}

/// Carries a rollout through, with every started task healthy by the next look: `+n` tasks started, `-n`
/// old ones stopped, `stuck`, or `done`.
fn sequence(desired: u32, percents: (u32, u32)) -> String {
    let mut input = rollout(desired, percents, healthy(desired), Counts::default());
    let mut steps = Vec::new();
    for _ in 0..50 {
        let Plan { start, start_source, stop, stuck, lower, upper, .. } = plan(&input);
        assert_eq!(start_source, 0, "nothing of the source was lost");
        if stuck {
            steps.push("stuck".to_owned());
            break;
        }
        if start + stop.total() == 0 {
            steps.push("done".to_owned());
            break;
        }
        if start > 0 {
            steps.push(format!("+{start}"));
        }
        if stop.total() > 0 {
            steps.push(format!("-{}", stop.total()));
        }
        input.new.healthy += start;
        input.source.healthy -= stop.source.healthy;
        input.source_desired -= stop.source.healthy;
        let running = input.new.healthy + input.source.healthy;
        assert!(running >= lower && running <= upper.max(desired), "{steps:?}");
    }
    steps.join(" ")
}

#[test]
fn rollouts_follow_the_documented_arithmetic() {
    let rows = [
        (4, (100, 200), (4, 8), "+4 -4 done"),
        (4, (50, 200), (2, 8), "+4 -2 -2 done"),
        (4, (50, 100), (2, 4), "-2 +2 -2 +2 done"),
        (4, (100, 150), (4, 6), "+2 -2 +2 -2 done"),
        (1, (100, 200), (1, 2), "+1 -1 done"),
        (1, (50, 200), (1, 2), "+1 -1 done"),
        (1, (0, 100), (0, 1), "-1 +1 done"),
        (1, (100, 150), (1, 1), "stuck"),
        (3, (100, 125), (3, 3), "stuck"),
        (2, (75, 100), (2, 2), "stuck"),
        (5, (100, 100), (5, 5), "stuck"),
        (0, (100, 200), (0, 0), "done"),
    ];
    for (desired, percents, limits, expected) in rows {
        let found = (lower_limit(desired, percents.0), upper_limit(desired, percents.1));
        assert_eq!(found, limits, "{desired} at {percents:?}");
        assert_eq!(sequence(desired, percents), expected, "{desired} at {percents:?}");
    }
}

#[test]
fn single_plans() {
    let unhealthy = |healthy, unhealthy| Counts { healthy, unhealthy, ..Counts::default() };
    let steady = |desired, percents, new| rollout(desired, percents, Counts::default(), new);
    // (what, input) -> (start, for unhealthy ones, start of the source, surplus, unhealthy, old stops)
    let rows = [
        ("all is well", steady(3, (100, 200), healthy(3)), (0, 0, 0, 0, 0, 0)),
        ("one lost", steady(3, (100, 200), healthy(2)), (1, 0, 0, 0, 0, 0)),
        ("one lost and on its way", steady(1, (100, 200), pending(1)), (0, 0, 0, 0, 0, 0)),
        ("too many", steady(2, (100, 200), healthy(5)), (0, 0, 0, 3, 0, 0)),
        ("unhealthy, room: start first", steady(4, (100, 200), unhealthy(3, 1)), (1, 1, 0, 0, 0, 0)),
        ("its replacement is healthy", steady(4, (100, 200), unhealthy(4, 1)), (0, 0, 0, 0, 1, 0)),
        (
            "the replacement is bad too: stop either",
            steady(4, (100, 200), unhealthy(3, 2)),
            (1, 1, 0, 0, 1, 0),
        ),
        ("unhealthy, no room: stop first", steady(4, (50, 100), unhealthy(2, 2)), (0, 0, 0, 0, 1, 0)),
        ("lost and unhealthy", steady(4, (100, 200), unhealthy(2, 1)), (2, 1, 0, 0, 0, 0)),
        (
            "lost by the source: its own revision comes back",
            Input { source_desired: 4, ..rollout(4, (100, 200), healthy(3), pending(4)) },
            (0, 0, 1, 0, 0, 0),
        ),
        (
            "lost by the source, made up for by a healthy new one",
            Input { source_desired: 4, ..rollout(4, (100, 200), healthy(3), unhealthy(1, 0)) },
            (3, 0, 0, 0, 0, 0),
        ),
        (
            "superseded and pending: goes at once",
            Input { leaving: pending(2), ..rollout(2, (100, 200), healthy(2), Counts::default()) },
            (0, 0, 0, 0, 0, 2),
        ),
        (
            "draining, minimum 100: replacement first",
            Input { leaving: healthy(1), ..steady(2, (100, 200), healthy(1)) },
            (1, 0, 0, 0, 0, 0),
        ),
        (
            "draining, minimum 50: stop first",
            Input { leaving: healthy(1), ..steady(2, (50, 100), healthy(1)) },
            (0, 0, 0, 0, 0, 1),
        ),
    ];
    for (what, input, expected) in rows {
        let plan = plan(&input);
        let old = plan.stop.leaving.total() + plan.stop.source.total();
        let found = (
            plan.start,
            plan.start_for_unhealthy,
            plan.start_source,
            plan.stop.surplus,
            plan.stop.unhealthy,
            old,
        );
        assert_eq!(found, expected, "{what}: {plan:?}");
    }
}

#[test]
fn the_throttle_grows_to_27_minutes() {
    let minutes: Vec<u64> = (0..10).map(|attempts| gap_after(attempts).as_secs() / 60).collect();
    assert_eq!(minutes, [0, 3, 9, 27, 27, 27, 27, 27, 27, 27]);
    assert_eq!(gap_after(u32::MAX), SimDuration::from_mins(27));
}
