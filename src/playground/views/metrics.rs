//! Metrics over time, as the charts of the drawer draw them.
//!
//! CloudWatch measures only what an alarm watches. What the page shows besides is reckoned here, by the same rules,
//! from the event log and the traffic that flowed; it changes nothing in the run.

mod book;

use std::fmt::Write;
use std::rc::Rc;

pub use book::Book;
use book::Sample;

use super::decimal::decimal;
use super::timeline::Window;
use crate::model::ecs::metric::{MetricKey, ServiceMetric, TrafficMetric};
use crate::model::ecs::service_scaling::{PolicyKind, ScalableTarget, ScalingActivity};
use crate::model::ecs::{ServiceId, TargetGroupId};
use crate::model::kernel::SimTime;
use crate::model::world::World;
use crate::model::world::elb::Flow;

/// The box that charts are drawn in.
pub const WIDTH: f64 = 1000.0;
pub const HEIGHT: f64 = 100.0;
/// No line has more points than about this.
const FINEST: u64 = 300;
const MINUTE: u64 = 60_000;

/// One line of a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub name: &'static str,
    /// How it is drawn: `main`, `second` or `bad`.
    pub class: &'static str,
    pub points: Vec<(SimTime, f64)>,
    /// Each value holds until the next.
    pub stairs: bool,
}

/// One chart: lines over a window, and the values that something acts at.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    pub title: String,
    pub unit: &'static str,
    pub lines: Vec<Line>,
    /// A name and a value each: the target of a policy, the bounds of a scalable target.
    pub limits: Vec<(String, f64)>,
    /// The value at the top edge.
    pub top: f64,
}

/// A change of the desired count by auto scaling.
#[derive(Clone, Debug, PartialEq)]
pub struct ScaleMark {
    /// In per cent of the width.
    pub left: f64,
    pub label: String,
}

/// Every chart of a service.
pub fn charts(book: &Book, world: &World, service: ServiceId, window: Window) -> Vec<Chart> {
    let target = world.scaling.target(service);
    let mut charts = vec![tasks(book, service, target.map(|target| &**target), window, world.now)];
    let minutes = Minutes::of(book, world, service, window);
    let limits = |metric| tracked(target.map(|target| &**target), MetricKey::Service(service, metric));
    charts.push(percent(
        "CPU utilization",
        minutes.lines(Sample::cpu),
        limits(ServiceMetric::CpuUtilization),
    ));
    charts.push(percent(
        "Memory utilization",
        minutes.lines(|sample, _| sample.memory()),
        limits(ServiceMetric::MemoryUtilization),
    ));
    if !world.traffic.is_empty() {
        traffic(&mut charts, world, service, window);
    }
    providers(&mut charts, world, service, window);
    for series in &world.scaling.series {
        if let MetricKey::TargetGroup(group, metric) = series.key
            && serves(world, service, group)
        {
            let divide = if metric == TrafficMetric::TargetResponseTime { 1.0 } else { 1000.0 };
            let moment = |minute: u32| SimTime::from_millis((u64::from(minute) + 1) * MINUTE);
            let points = series.points.iter().map(|&(minute, value)| (moment(minute), value as f64 / divide));
            let points = points.filter(|(at, _)| shown(*at, window, world.now)).collect();
            let line = Line { name: "value", class: "main", points, stairs: false };
            let limits = tracked(target.map(|target| &**target), series.key);
            let unit = if metric == TrafficMetric::TargetResponseTime { "ms" } else { "" };
            charts.push(chart(world.metric_title(series.key), unit, vec![line], limits, 0.0));
        }
    }
    charts
}

/// CapacityProviderReservation of the Auto Scaling groups that the service runs on, with their target capacity.
fn providers(charts: &mut Vec<Chart>, world: &World, service: ServiceId, window: Window) {
    for item in &world.services[service].spec.capacity_provider_strategy {
        let Some(id) = world.find_capacity_provider(&item.capacity_provider) else { continue };
        let row = &world.capacity_providers[id];
        let Some(group) = row.group().filter(|group| group.managed_scaling.enabled) else { continue };
        let all = row.reservation.iter().map(|(at, value)| (at, f64::from(value) / 100.0));
        let mut points: Vec<(SimTime, f64)> = all.filter(|(at, _)| *at <= world.now).collect();
        let first = points.partition_point(|(at, _)| *at <= window.from).saturating_sub(1);
        points.drain(..first);
        points.iter_mut().for_each(|point| point.0 = point.0.max(window.from));
        if let Some(&(_, last)) = points.last() {
            points.push((world.now.min(window.to()), last));
        }
        let target = f64::from(group.managed_scaling.target_capacity);
        let line = Line { name: "reservation", class: "main", points, stairs: true };
        let limits = vec![("target capacity".to_owned(), target)];
        charts.push(percent(&format!("{} reservation", row.name), vec![line], limits));
    }
}

fn serves(world: &World, service: ServiceId, group: TargetGroupId) -> bool {
    let named = world.services[service].spec.load_balancers.iter();
    let mut named = named.filter_map(|given| given["targetGroupArn"].as_str());
    named.any(|name| world.find_target_group(name) == Some(group))
}

fn shown(at: SimTime, window: Window, now: SimTime) -> bool {
    at >= window.from && at <= window.to() && at <= now
}

/// The target values of the policies that follow a metric.
fn tracked(target: Option<&ScalableTarget>, key: MetricKey) -> Vec<(String, f64)> {
    let policies = target.into_iter().flat_map(|target| &target.policies);
    let following = policies.filter_map(|policy| match &policy.kind {
        PolicyKind::TargetTracking(tracking) if tracking.metric == key => {
            Some((format!("target of {}", policy.name), tracking.target as f64 / 1000.0))
        }
        _ => None,
    });
    following.collect()
}

fn chart(
    title: impl Into<String>,
    unit: &'static str,
    lines: Vec<Line>,
    limits: Vec<(String, f64)>,
    least: f64,
) -> Chart {
    let values = lines.iter().flat_map(|line| line.points.iter().map(|(_, value)| *value));
    let all = values.chain(limits.iter().map(|(_, value)| *value));
    let top = round_up(all.fold(least, f64::max));
    Chart { title: title.into(), unit, lines, limits, top }
}

/// The next of 1, 2, 5, 10, 20, 50 and so on.
fn round_up(value: f64) -> f64 {
    let mut step = 1.0;
    loop {
        for factor in [1.0, 2.0, 5.0] {
            if value <= step * factor {
                return step * factor;
            }
        }
        step *= 10.0;
    }
}

fn percent(title: &str, lines: Vec<Line>, limits: Vec<(String, f64)>) -> Chart {
    let mut chart = chart(title, "%", lines, limits, 1.0);
    chart.top = if chart.top > 50.0 && chart.top <= 100.0 { 100.0 } else { chart.top };
    chart
}

fn tasks(
    book: &Book,
    service: ServiceId,
    target: Option<&ScalableTarget>,
    window: Window,
    now: SimTime,
) -> Chart {
    let samples = book.between(service, window, now, window.span.as_millis() / FINEST);
    let line = |name, class, count: fn(&Sample) -> u32| {
        let points = samples.iter().map(|sample| (sample.at.max(window.from), f64::from(count(sample))));
        let mut points: Vec<(SimTime, f64)> = points.collect();
        if let Some(&(_, last)) = points.last() {
            points.push((now.min(window.to()), last));
        }
        Line { name, class, points, stairs: true }
    };
    let lines = vec![
        line("running", "main", |sample| sample.running),
        line("desired", "second", |sample| sample.desired),
    ];
    let bounds = target.map(|target| [("min", target.min_capacity), ("max", target.max_capacity)]);
    let limits = bounds.into_iter().flatten().map(|(name, value)| (name.to_owned(), f64::from(value)));
    chart("Tasks", "", lines, limits.collect(), 2.0)
}

/// What a service used in each minute.
struct Minutes {
    samples: Vec<(SimTime, Sample, Flow)>,
}

impl Minutes {
    fn of(book: &Book, world: &World, service: ServiceId, window: Window) -> Self {
        let flows = flows(world, service, window, MINUTE);
        let first = window.from.as_millis() / MINUTE;
        let last = world.now.min(window.to()).as_millis() / MINUTE;
        let every = (window.span.as_millis() / MINUTE / FINEST).max(1);
        let samples = (first..last).filter(|minute| minute % every == 0).filter_map(|minute| {
            let end = SimTime::from_millis((minute + 1) * MINUTE);
            let flow = flows.get((minute - first) as usize).cloned().unwrap_or_default();
            book.at(service, end).filter(|sample| sample.running > 0).map(|sample| (end, sample, flow))
        });
        Self { samples: samples.collect() }
    }

    /// The average of the service's tasks; a minute without tasks has none.
    fn lines(&self, value: impl Fn(&Sample, &Flow) -> Option<f64>) -> Vec<Line> {
        let points = self.samples.iter().filter_map(|(at, sample, flow)| Some((*at, value(sample, flow)?)));
        vec![Line { name: "average", class: "main", points: points.collect(), stairs: false }]
    }
}

/// What flowed to a service in each stretch of `width` milliseconds from the window's beginning.
fn flows(world: &World, service: ServiceId, window: Window, width: u64) -> Vec<Flow> {
    let mut sums: Vec<Flow> = Vec::new();
    let from = window.from.as_millis() / width * width;
    for tick in world.traffic_since(SimTime::from_millis(from.saturating_sub(1))) {
        if tick.at > window.to() {
            break;
        }
        let place = (tick.at.as_millis().saturating_sub(from) / width) as usize;
        if sums.len() <= place {
            sums.resize(place + 1, Flow::default());
        }
        for flow in tick.flows.iter().filter(|flow| flow.service == Some(service)) {
            sums[place].add(flow);
        }
    }
    sums
}

fn traffic(charts: &mut Vec<Chart>, world: &World, service: ServiceId, window: Window) {
    let width = (window.span.as_millis() / FINEST).next_multiple_of(10_000).max(10_000);
    let from = window.from.as_millis() / width * width;
    let flows = flows(world, service, window, width);
    let line = |name, class, value: &dyn Fn(&Flow) -> Option<f64>| {
        let ends = (1_u64..).map(|number| SimTime::from_millis(from + number * width));
        let points = ends.zip(&flows).filter_map(|(at, flow)| Some((at, value(flow)?)));
        let points = points.filter(|(at, _)| shown(*at, window, world.now)).collect();
        Line { name, class, points, stairs: false }
    };
    let per_second = |count: u64| Some(count as f64 * 1000.0 / width as f64);
    let requests = vec![
        line("requests", "main", &|flow: &Flow| per_second(flow.requests)),
        line("errors", "bad", &|flow: &Flow| per_second(flow.errors())),
    ];
    charts.push(chart("Requests", "/s", requests, Vec::new(), 1.0));
    let latency = line("latency", "main", &|flow: &Flow| {
        flow.latency_total_millis.checked_div(flow.answered()).map(|millis| millis as f64)
    });
    charts.push(chart("Response time", "ms", vec![latency], Vec::new(), 1.0));
}

/// Where auto scaling changed the desired count.
pub fn scale_marks(world: &World, service: ServiceId, window: Window) -> Vec<ScaleMark> {
    let own = world.scaling.activities.iter().filter(|row| row.service == service && row.from != row.to);
    let inside = own.filter(|row| shown(row.at, window, world.now));
    let mark = |row: &Rc<ScalingActivity>| ScaleMark {
        left: window.percent(row.at),
        label: format!("{} → {}", row.from, row.to),
    };
    inside.map(mark).collect()
}

impl Chart {
    /// A line as an SVG path. It is broken where minutes are missing.
    pub fn path(&self, line: &Line, window: Window) -> String {
        let gap = (window.span.as_millis() / FINEST).max(MINUTE) * 2;
        let (mut text, mut last) = (String::new(), None::<(SimTime, f64)>);
        for &(at, value) in &line.points {
            let (x, y) = (window.clamped(at) * WIDTH / 100.0, self.y(value));
            match last {
                Some((_, old)) if line.stairs => {
                    let _ = write!(
                        text,
                        "L{:.1},{:.1}L{:.1},{:.1}",
                        decimal(x),
                        decimal(self.y(old)),
                        decimal(x),
                        decimal(y)
                    );
                }
                Some((before, _)) if at.since(before).as_millis() <= gap => {
                    let _ = write!(text, "L{:.1},{:.1}", decimal(x), decimal(y));
                }
                _ => {
                    let _ = write!(text, "M{:.1},{:.1}", decimal(x), decimal(y));
                }
            }
            last = Some((at, value));
        }
        text
    }

    /// Distance from the top edge, in units of the box.
    pub fn y(&self, value: f64) -> f64 {
        HEIGHT - (value / self.top).clamp(0.0, 1.0) * (HEIGHT - 2.0)
    }

    /// `71.2%`, `4`, `120 ms`.
    pub fn written(&self, value: f64) -> String {
        let number = if value < 10.0 && self.unit != "ms" && value.fract() != 0.0 {
            format!("{:.1}", decimal(value))
        } else {
            format!("{:.0}", decimal(value))
        };
        match self.unit {
            "ms" => format!("{number} ms"),
            unit => format!("{number}{unit}"),
        }
    }
}

impl Line {
    /// The value in force at a moment; none before the first or long after the last.
    pub fn at(&self, moment: SimTime) -> Option<f64> {
        let after = self.points.partition_point(|(at, _)| *at <= moment);
        let next =
            self.points.get(after).filter(|(at, _)| !self.stairs && at.since(moment).as_millis() <= MINUTE);
        let before = after.checked_sub(1).map(|place| self.points[place]);
        let near = before.filter(|(at, _)| self.stairs || moment.since(*at).as_millis() <= MINUTE);
        near.or(next.copied()).map(|(_, value)| value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_end_at_round_numbers() {
        assert_eq!([0.4, 1.0, 3.0, 12.0, 51.0, 101.0].map(round_up), [1.0, 1.0, 5.0, 20.0, 100.0, 200.0]);
    }
}
