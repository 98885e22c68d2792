//! How the page came to the run that it shows, and what it can go back to: runs that are being had again,
//! links, the run before, commands that were taken back.

use std::cell::RefCell;
use std::rc::Rc;

use super::{AppState, InspectorTab, Looks, Notice, Selection};
use crate::model::ecs::ClusterId;
use crate::model::kernel::SimTime;
use crate::model::world::EventLog;
use crate::playground::links::{Link, LinkError, LinkedRun, MOST_EVENTS, Opened, scenario_commands};
use crate::playground::recording::{Recording, Session, Undone};
use crate::playground::scenarios::{self, first};
use crate::web::browser::{forget_wishes, now_millis};

#[derive(Clone, Debug, Default)]
pub struct Visit {
    /// Only the stage and a small transport, inside somebody else's page: keeps nothing.
    pub is_embed: bool,
    /// A run that is being had again. Until it is there the page shows only how far it has come.
    pub loading: Option<Rc<Loading>>,
    /// A link that could not be opened.
    pub bad_link: Option<Rc<BadLink>>,
    /// Commands of the scenario that the run began with: they are not taken back.
    pub base: u32,
    pub undone: Rc<Vec<Undone>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLink {
    /// One sentence that names the part.
    pub why: String,
    pub link: Rc<str>,
}

/// Where a run comes from.
#[derive(Clone, Debug)]
pub enum Origin {
    /// The visit before this one, and what was looked at then.
    Kept(Box<Looks>),
    /// The same, to a moment before its end: the page had stopped after it.
    KeptUntil,
    File,
    Link(Link, Option<Rc<str>>),
    /// The run that was set aside, with its scenario.
    Aside(Option<Rc<str>>),
}

/// A run that is being replayed, a slice in each frame.
#[derive(Clone, Debug)]
pub struct Loading {
    /// None while the link's text is being unpacked.
    session: Option<Rc<RefCell<Session>>>,
    origin: Origin,
    pub now: SimTime,
    pub to: SimTime,
}

/// Milliseconds of the reader's that a slice takes, and the first one: most runs are there with that.
const SLICE: f64 = 12.0;
const FIRST_SLICE: f64 = 60.0;
const EVENTS_AT_A_TIME: u32 = 50;

impl Loading {
    /// Waits for the text of a link.
    pub fn of_link() -> Self {
        Self { session: None, origin: Origin::File, now: SimTime::ZERO, to: SimTime::ZERO }
    }
}

impl AppState {
    /// Has a recording again: at once if it is short, otherwise in slices, with [`Self::load_slice`].
    pub fn load(&mut self, recording: Recording, to: SimTime, origin: Origin) {
        self.begin_loading(recording, to, origin);
        self.load_for(FIRST_SLICE);
    }

    /// Will have a recording again, in slices only.
    pub fn begin_loading(&mut self, recording: Recording, to: SimTime, origin: Origin) {
        let session = Some(Rc::new(RefCell::new(Session::load(recording))));
        self.visit.loading = Some(Rc::new(Loading { session, origin, now: SimTime::ZERO, to }));
    }

    /// A slice would bring it on: what it waits for is not the text of a link.
    pub fn is_replaying(&self) -> bool {
        self.visit.loading.as_ref().is_some_and(|loading| loading.session.is_some())
    }

    /// A frame's worth of what is being loaded.
    pub fn load_slice(&mut self) {
        self.load_for(SLICE);
    }

    fn load_for(&mut self, millis: f64) {
        let Some(loading) = self.visit.loading.clone() else { return };
        let Some(session) = &loading.session else { return };
        let end = now_millis() + millis;
        let (mut is_there, mut is_too_much) = (false, false);
        while !is_there && !is_too_much && now_millis() < end {
            let mut session = session.borrow_mut();
            is_there = session.advance_some(loading.to, EVENTS_AT_A_TIME);
            is_too_much = !is_there && session.simulation().log().len() > MOST_EVENTS;
        }
        if is_there {
            self.loaded(&loading);
        } else if is_too_much {
            self.stop_loading();
            let title = "The run is longer than this page replays.".into();
            let text = format!("It was left at {}, after {MOST_EVENTS} events.", self.snapshot.now);
            let notice = Notice { is_error: true, title, text: text.into(), offers_recording: true };
            self.notice = Some(Rc::new(notice));
        } else {
            let now = session.borrow().now();
            self.visit.loading = Some(Rc::new(Loading { now, ..(*loading).clone() }));
        }
    }

    /// Stays where the replay has come to; what is recorded after it stays recorded.
    pub(super) fn stop_loading(&mut self) {
        let Some(loading) = self.visit.loading.clone() else { return };
        self.loaded(&loading);
        self.playback.playing = false;
    }

    fn loaded(&mut self, loading: &Loading) {
        self.visit.loading = None;
        // A frame has brought it, and it may stand still from now on: it shows everywhere at once.
        self.acts += 1;
        // A link whose text never came: there is nothing to stand at.
        let Some(session) = loading.session.clone() else { return self.begin_first() };
        match &loading.origin {
            Origin::Kept(looks) => {
                self.show(session);
                return self.look_as(looks);
            }
            Origin::KeptUntil => {
                self.playback.playing = false;
                return self.show(session);
            }
            _ => self.begin(session),
        }
        let scenario = match &loading.origin {
            Origin::Link(_, scenario) | Origin::Aside(scenario) => scenario.clone(),
            _ => None,
        };
        self.set_base(scenario);
        if let Origin::Link(link, _) = &loading.origin {
            self.playback.playing = !link.is_paused;
            self.follow_link(link);
        }
    }

    /// Notes the scenario that the run began with, if it did, and how many of its commands are the scenario's.
    fn set_base(&mut self, scenario: Option<Rc<str>>) {
        let base = scenario.as_deref().and_then(|name| {
            let session = self.session.borrow();
            scenario_commands(session.recording(), name)
        });
        self.visit.base = base.unwrap_or(0) as u32;
        self.scenario = scenario.filter(|_| base.is_some());
    }

    /// Stands in another run. What belonged to the one before goes, and that one is set aside.
    fn begin(&mut self, session: Rc<RefCell<Session>>) {
        self.set_aside();
        self.show(session);
        self.leave_the_revision();
        self.trail.forget();
        self.trail.tab = InspectorTab::Overview;
        self.terminal = Rc::default();
        self.given = None;
        self.dialog = None;
        self.notice = None;
        self.changes += 1;
    }

    fn show(&mut self, session: Rc<RefCell<Session>>) {
        self.session = session;
        self.visit.undone = Rc::default();
        self.look_anew();
        self.cluster = self.snapshot.clusters.ids().next();
    }

    /// Shows what the session has come to, when the log is not what it was with something added.
    fn look_anew(&mut self) {
        self.shelves = Rc::default();
        self.crowd.borrow_mut().begin_anew();
        self.whole.1 = EventLog::default();
        self.timeline = Rc::default();
        self.trace = Rc::default();
        self.events.borrow_mut().begin_anew();
        self.look_again();
    }

    pub fn begin_first(&mut self) {
        self.load_scenario(first::NAME);
    }

    /// As [`Self::begin_first`], where a first look has let the scenario run for a while.
    pub fn go_on_with_first(&mut self, session: Session) {
        self.begin_scenario(first::NAME, session);
    }

    pub(super) fn load_scenario(&mut self, name: &str) {
        if let Some(session) = scenarios::start(name) {
            self.begin_scenario(name, session);
        }
    }

    fn begin_scenario(&mut self, name: &str, session: Session) {
        let base = session.recording().commands.len() as u32;
        self.begin(Rc::new(RefCell::new(session)));
        (self.scenario, self.visit.base) = (Some(name.into()), base);
    }

    pub(super) fn import(&mut self, text: &str) {
        match Recording::from_text(text) {
            Ok(recording) => {
                let end = recording.until;
                self.load(recording, end, Origin::File);
            }
            Err(error) => {
                let title = Rc::from("The file was not opened.");
                let text = Rc::from(error.to_string());
                self.notice = Some(Rc::new(Notice { is_error: true, title, text, offers_recording: false }));
            }
        }
    }

    /// Shows nothing yet: a link has been found in the address.
    pub fn wait_for_link(&mut self) {
        self.visit.loading = Some(Rc::new(Loading::of_link()));
    }

    /// `unpacked` is the text of the link's run, if it has one.
    pub(super) fn open_link(&mut self, hash: &Rc<str>, unpacked: Result<Rc<str>, LinkError>) {
        let opened = Link::parse(hash).and_then(|link| {
            let Some(link) = link else { return Ok(None) };
            link.open(&unpacked?).map(|opened| Some((link, opened)))
        });
        match opened {
            Ok(None) => {}
            Ok(Some((link, Opened { recording, at, scenario }))) => {
                if !self.visit.is_embed {
                    forget_wishes();
                }
                self.load(recording, at, Origin::Link(link, scenario));
            }
            Err(error) => self.refuse_link(hash, &error),
        }
    }

    /// Says what is wrong with a link. A page that has no run yet begins with the first scenario.
    pub fn refuse_link(&mut self, hash: &Rc<str>, error: &LinkError) {
        if self.visit.loading.take().is_some() {
            self.begin_first();
            self.changes = 0;
        }
        self.visit.bad_link = Some(BadLink { why: error.to_string(), link: hash.clone() }.into());
    }

    fn look_as(&mut self, looks: &Looks) {
        self.cluster =
            looks.cluster.map(ClusterId).filter(|&id| self.snapshot.clusters.contains(id)).or(self.cluster);
        self.select_named(looks.selection.as_deref(), looks.tab);
    }

    fn follow_link(&mut self, link: &Link) {
        self.select_named(link.select.as_deref(), InspectorTab::Overview);
    }

    fn select_named(&mut self, name: Option<&str>, tab: InspectorTab) {
        let selection = name.and_then(Selection::parse);
        let is_there = |selection: &Selection| match *selection {
            Selection::Event(seq) => seq < self.log.len(),
            other => other.is_in(&self.snapshot),
        };
        if let Some(selection) = selection.filter(is_there) {
            self.trail.go(selection, tab);
        }
    }

    pub(super) fn undo(&mut self) {
        if !self.can_undo() {
            return;
        }
        let undone = self.session.borrow_mut().undo();
        Rc::make_mut(&mut self.visit.undone).extend(undone);
        self.after_travel();
    }

    pub(super) fn redo(&mut self) {
        let Some(undone) = Rc::make_mut(&mut self.visit.undone).pop() else { return };
        self.session.borrow_mut().redo(undone);
        self.after_travel();
    }

    /// What was taken back cannot be had again once another command was given in its place.
    pub(super) fn forget_undone(&mut self) {
        let newest = self.visit.undone.last().map(|undone| undone.place);
        let commands = self.session.borrow().recording().commands.len();
        if newest.is_some_and(|place| place != commands) {
            self.visit.undone = Rc::default();
        }
    }

    fn after_travel(&mut self) {
        self.look_anew();
        self.cluster = self.cluster.filter(|id| self.snapshot.clusters.contains(*id));
        self.cluster = self.cluster.or_else(|| self.snapshot.clusters.ids().next());
        self.given = None;
        self.changes += 1;
    }

    /// Before what comes after the playhead is cut off: a scenario that loses commands is none any more.
    pub(super) fn keep_base_true(&mut self) {
        let left = self.with_commands(|given| given.len() as u32);
        if left < self.visit.base {
            self.visit.base = left;
            self.scenario = None;
        }
    }

    pub fn can_undo(&self) -> bool {
        self.session.borrow().recording().commands.len() > self.visit.base as usize
    }

    /// The line that [`Self::undo`] takes back.
    pub fn undo_line(&self) -> Option<String> {
        let session = self.session.borrow();
        let last = session.recording().commands.last().filter(|_| self.can_undo())?;
        Some(crate::playground::console::line_of(&last.command))
    }
}

/// What a link to this moment says, but for its run.
pub fn link_of(state: &AppState, run: LinkedRun) -> Link {
    let is_past = state.end > state.snapshot.now;
    Link {
        run,
        at: Some(state.snapshot.now),
        until: is_past.then_some(state.end),
        select: state.selection().map(|selection| selection.to_string().into()),
        is_paused: !state.playback.playing,
    }
}
