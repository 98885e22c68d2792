//! Metrics and service auto scaling, where a transcript does not show it.

use ecs_playground::model::ecs::ServiceId;
use ecs_playground::model::ecs::metric::{MetricKey, ServiceMetric};
use ecs_playground::model::kernel::{SimDuration, SimTime};
use ecs_playground::model::world::Event;
use ecs_playground::playground::scenarios;
use ecs_playground::playground::views::metrics::{Book, charts};
use ecs_playground::playground::views::timeline::Window;

#[test]
fn nothing_is_measured_where_nobody_watches() {
    let mut session = scenarios::start("demo").unwrap();
    session.advance_to(session.now() + SimDuration::from_mins(30));
    let simulation = session.simulation();
    assert!(!simulation.log().iter().any(|logged| matches!(logged.event, Event::Scaling(_))));
    assert!(simulation.world().scaling.series.is_empty());
}

/// The page reckons its charts from the log; CloudWatch's datapoints must be the same numbers.
#[test]
fn the_charts_show_what_cloudwatch_measured() {
    let mut session = scenarios::start("scaling").unwrap();
    let files = ecs_playground::playground::cli::parse::NoFiles;
    session.advance_to(session.now() + SimDuration::from_mins(4));
    // Requests and stress together would use more than there is.
    let stress = "playground fault task-cpu-stress --cluster demo --service web --selection-mode COUNT(1)";
    let output = ecs_playground::playground::console::run(&mut session, stress, &files);
    assert_eq!(output.exit_code, 0, "{}", output.stderr);
    session.advance_to(session.now() + SimDuration::from_mins(11));
    let world = session.simulation().world();
    let service = ServiceId(0);
    let mut book = Book::default();
    book.follow(session.simulation().log(), world);
    let charts = charts(&book, world, service, Window::whole(world.now));
    let chart = charts.iter().find(|chart| chart.title == "CPU utilization").unwrap();
    let series = world.scaling.series(MetricKey::Service(service, ServiceMetric::CpuUtilization)).unwrap();
    assert!(series.points.len() > 10);
    for &(minute, value) in &series.points {
        let at = SimTime::ZERO + SimDuration::from_mins(u64::from(minute) + 1);
        let drawn = chart.lines[0].points.iter().find(|(moment, _)| *moment == at).map(|(_, value)| *value);
        let drawn = drawn.unwrap_or_else(|| panic!("no point at {at}"));
        assert!((drawn * 1000.0 - value as f64).abs() < 1.0, "at {at}: {drawn}, {value}");
    }
    assert!(world.services[service].desired_count > 2, "the ramp scaled it out");
}

#[test]
fn a_deleted_service_takes_its_scaling_along() {
    let mut session = scenarios::start("scaling").unwrap();
    let delete = "aws ecs delete-service --cluster demo --service web --force";
    let files = ecs_playground::playground::cli::parse::NoFiles;
    let output = ecs_playground::playground::console::run(&mut session, delete, &files);
    assert_eq!(output.exit_code, 0, "{}", output.stderr);
    let world = session.simulation().world();
    assert!(world.scaling.targets.is_empty() && world.alarms.is_empty());
}
