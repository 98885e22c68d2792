//! One page of the timeline as shapes: percentages across, and for the chart units of a box of
//! [`WIDTH`] by [`HEIGHT`].

use std::fmt::Write;
use std::rc::Rc;

use super::{Lane, MarkKind, Point, Rollout, Timeline, Window};
use crate::model::ecs::{DeploymentRolloutState, ServiceId};
use crate::model::kernel::SimTime;
use crate::model::world::World;
use crate::playground::explain::words;
use crate::playground::views::colour::Colour;
use crate::playground::views::decimal::decimal;

pub const WIDTH: f64 = 1000.0;
pub const HEIGHT: f64 = 42.0;
/// In per cent of the width: room for a mark's words.
const LABEL_ROOM: f64 = 11.0;

/// A stretch of one deployment.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    pub left: f64,
    pub width: f64,
    pub colour: Colour,
    pub label: String,
    /// Tasks are being replaced; otherwise the deployment is done.
    pub rolling: bool,
    pub failed: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct MarkView {
    pub left: f64,
    pub kind: MarkKind,
    pub label: Rc<str>,
    /// The words stand beside it; otherwise they are its tooltip only.
    pub with_words: bool,
    /// The words stand to the left, because the edge is near.
    pub words_left: bool,
    /// Its position in the log.
    pub seq: u32,
    pub at: SimTime,
}

/// Tasks of one revision, as the points of a polygon.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    pub colour: Colour,
    pub points: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    pub name: Rc<str>,
    /// At the playhead.
    pub now: Point,
    /// Total in the colour of the revision before, with the newest in its own before it.
    pub areas: Vec<Area>,
    /// Between the fewest and the most tasks that the percentages allow.
    pub band: String,
    pub upper: String,
    pub lower: String,
    pub desired: String,
    /// Distance from the top of the chart, in its units.
    pub upper_y: f64,
    pub desired_y: f64,
    pub lower_y: f64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct AxisLabel {
    pub left: f64,
    pub text: String,
}

/// The whole run in a strip.
#[derive(Clone, Debug, PartialEq)]
pub struct WholeRun {
    /// Simulated milliseconds that the strip stands for.
    pub span: Window,
    pub end: f64,
    pub now: f64,
    pub page: (f64, f64),
    pub rollouts: Vec<(f64, f64, Colour)>,
    pub faults: Vec<f64>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct TimelineView {
    pub window: Window,
    pub whole: WholeRun,
    pub bands: Vec<Band>,
    pub marks: Vec<MarkView>,
    pub ticks: Vec<f64>,
    pub chart: Option<Chart>,
    pub axis: Vec<AxisLabel>,
    /// Where the run ends so far.
    pub end: f64,
}

/// The page `window` for one service, with the playhead at the world's now.
pub fn view(timeline: &Timeline, world: &World, service: Option<ServiceId>, window: Window) -> TimelineView {
    let lane = service.and_then(|service| timeline.lanes.get(&service));
    let name = service.map(|service| world.services[service].name.clone());
    TimelineView {
        window,
        whole: whole_run(timeline, lane, world.now, window),
        bands: lane.map(|lane| bands(lane, window, world.now, timeline.end)).unwrap_or_default(),
        marks: marks(timeline, window),
        ticks: timeline
            .ticks
            .between(window.from, window.to(), window.grain())
            .into_iter()
            .map(|at| window.percent(at))
            .collect(),
        chart: lane.zip(name).and_then(|(lane, name)| chart(lane, name, window, world.now, timeline.end)),
        axis: axis(window),
        end: window.clamped(timeline.end),
    }
}

fn whole_run(timeline: &Timeline, lane: Option<&Lane>, now: SimTime, window: Window) -> WholeRun {
    // The strip always has room for the page that is shown.
    let span = timeline.end.max(window.to()).since(SimTime::ZERO);
    let strip = Window { from: SimTime::ZERO, span };
    let rollouts = lane.into_iter().flat_map(|lane| &lane.rollouts).map(|rollout| {
        let ended = rollout.ended.map_or(timeline.end, |(at, _)| at);
        let left = strip.clamped(rollout.began);
        (left, strip.clamped(ended) - left, rollout.colour)
    });
    let faults = timeline.marks.iter().filter(|mark| mark.kind == MarkKind::Fault);
    let left = strip.clamped(window.from);
    WholeRun {
        span: strip,
        end: strip.clamped(timeline.end),
        now: strip.clamped(now),
        page: (left, strip.clamped(window.to()) - left),
        rollouts: rollouts.collect(),
        faults: faults.map(|mark| strip.clamped(mark.at)).collect(),
    }
}

fn bands(lane: &Lane, window: Window, now: SimTime, end: SimTime) -> Vec<Band> {
    let mut bands = Vec::new();
    for (position, rollout) in lane.rollouts.iter().enumerate() {
        let next = lane.rollouts.get(position + 1).map_or(end, |next| next.began);
        let before = position.checked_sub(1).map(|before| &lane.rollouts[before]);
        let done = rollout.ended.map_or(next, |(at, _)| at.min(next));
        let failed = matches!(rollout.ended, Some((_, DeploymentRolloutState::Failed)));
        let rolling = rolling_label(rollout, before, lane.points.at(now.min(done)));
        let pieces = [(rollout.began, done, rolling, true), (done, next, rollout.name.to_string(), false)];
        for (from, to, label, rolling) in pieces {
            if from < to && window.shows(from, to) {
                let left = window.clamped(from);
                let width = window.clamped(to) - left;
                bands.push(Band { left, width, colour: rollout.colour, label, rolling, failed });
            }
        }
    }
    bands
}

fn rolling_label(rollout: &Rollout, before: Option<&Rollout>, point: Option<Point>) -> String {
    let from = before.map_or(String::new(), |before| format!("{} → ", before.name));
    let point = point.unwrap_or_default();
    format!("{from}{}, {} of {} running", rollout.name, point.newest, point.desired)
}

fn marks(timeline: &Timeline, window: Window) -> Vec<MarkView> {
    let first = timeline.marks.partition_point(|mark| mark.at < window.from);
    let shown = timeline.marks[first..].iter().take_while(|mark| mark.at <= window.to());
    let mut views: Vec<MarkView> = Vec::new();
    let mut words_end = 0.0;
    for mark in shown {
        let left = window.percent(mark.at);
        if views.last().is_some_and(|last| last.kind == mark.kind && left - last.left < 0.25) {
            continue;
        }
        let words_left = left > 100.0 - LABEL_ROOM;
        let begins = if words_left { left - LABEL_ROOM } else { left };
        let with_words = mark.kind == MarkKind::Fault && (begins >= words_end || views.is_empty());
        if with_words {
            words_end = begins + LABEL_ROOM;
        }
        views.push(MarkView {
            left,
            kind: mark.kind,
            label: mark.label.clone(),
            with_words,
            words_left,
            seq: mark.seq,
            at: mark.at,
        });
    }
    views
}

fn axis(window: Window) -> Vec<AxisLabel> {
    let gap = window.label_gap();
    let first = window.from.as_millis() / gap + 1;
    let moments = (first..).map(|number| SimTime::from_millis(number * gap));
    let shown = moments.take_while(|at| window.percent(*at) < 98.0);
    shown.map(|at| AxisLabel { left: window.percent(at), text: words::clock(at) }).collect()
}

fn chart(lane: &Lane, name: Rc<str>, window: Window, now: SimTime, end: SimTime) -> Option<Chart> {
    let until = end.min(window.to());
    let points = lane.points.between(window.from, until, window.grain());
    let last = points.last()?;
    let top = points.iter().map(|point| point.upper.max(point.running).max(point.desired)).max();
    let scale = Scale { window, top: f64::from(top.unwrap_or(1).max(1)), until };
    Some(Chart {
        name,
        now: lane.points.at(now).unwrap_or_default(),
        areas: areas(lane, &points, &scale),
        band: scale.between(&points, |point| point.lower, |point| point.upper),
        upper: scale.line(&points, |point| point.upper),
        lower: scale.line(&points, |point| point.lower),
        desired: scale.line(&points, |point| point.desired),
        upper_y: scale.y(last.upper),
        desired_y: scale.y(last.desired),
        lower_y: scale.y(last.lower),
    })
}

/// For each rollout the total in the colour of the revision before it, and the newest tasks over that.
fn areas(lane: &Lane, points: &[Point], scale: &Scale) -> Vec<Area> {
    let mut areas = Vec::new();
    for (position, rollout) in lane.rollouts.iter().enumerate() {
        let until = lane.rollouts.get(position + 1).map_or(scale.until, |next| next.began);
        let inside = |point: &&Point| point.at >= rollout.began && point.at < until;
        let mut piece: Vec<Point> = points.iter().filter(inside).copied().collect();
        let from = rollout.began.max(scale.window.from);
        if piece.first().is_none_or(|first| first.at > from) && from < until {
            let in_force = lane.points.at(from);
            piece.splice(0..0, in_force.map(|point| Point { at: from, ..point }));
        }
        let part = Scale { until: until.min(scale.until), ..*scale };
        if piece.is_empty() || part.until <= from {
            continue;
        }
        if let Some(before) = position.checked_sub(1).map(|before| &lane.rollouts[before]) {
            areas.push(Area {
                colour: before.colour,
                points: part.between(&piece, |_| 0, |point| point.running),
            });
        }
        areas
            .push(Area { colour: rollout.colour, points: part.between(&piece, |_| 0, |point| point.newest) });
    }
    areas
}

#[derive(Clone, Copy)]
struct Scale {
    window: Window,
    /// The number at the top edge.
    top: f64,
    until: SimTime,
}

impl Scale {
    fn x(&self, at: SimTime) -> f64 {
        self.window.clamped(at) * WIDTH / 100.0
    }

    fn y(&self, number: u32) -> f64 {
        HEIGHT - f64::from(number) * (HEIGHT - 1.0) / self.top
    }

    /// A staircase: each number holds until the next point.
    fn line(&self, points: &[Point], number: impl Fn(&Point) -> u32) -> String {
        let mut text = String::new();
        for (position, point) in points.iter().enumerate() {
            let ends = points.get(position + 1).map_or(self.until, |next| next.at);
            let y = decimal(self.y(number(point)));
            let _ =
                write!(text, "{:.1},{y:.1} {:.1},{y:.1} ", decimal(self.x(point.at)), decimal(self.x(ends)));
        }
        text
    }

    fn between(&self, points: &[Point], low: impl Fn(&Point) -> u32, high: impl Fn(&Point) -> u32) -> String {
        let mut text = self.line(points, high);
        let ends = points.iter().skip(1).map(|next| next.at).chain([self.until]);
        let backwards: Vec<_> = points.iter().zip(ends).collect();
        for (point, ends) in backwards.into_iter().rev() {
            let y = decimal(self.y(low(point)));
            let _ =
                write!(text, "{:.1},{y:.1} {:.1},{y:.1} ", decimal(self.x(ends)), decimal(self.x(point.at)));
        }
        text
    }
}
