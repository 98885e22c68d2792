//! The page's one state, and the one reducer that changes it.

mod action;
mod aside;
mod asking;
mod author;
mod command;
mod files;
mod keep;
mod page;
mod playback;
mod reduce;
mod selection;
mod visit;

use std::cell::RefCell;
use std::rc::Rc;

use serde::{Deserialize, Serialize};
use yew::{UseReducerDispatcher, hook, use_context};

pub use action::Action;
pub use aside::Aside;
pub use asking::Asking;
pub use author::{Author, Base};
pub use command::{GivenCommand, command};
pub use files::{DRAFT, MOST_BYTES, PageFiles, TextFile};
pub use keep::{KEY as STORAGE_KEY, Kept, Looks, RestoreError, keep, restore};
pub use page::Range;
pub use playback::{Playback, SPEEDS};
pub use selection::{InspectorTab, Selection, Trail};
pub use visit::{BadLink, Loading, Origin, Visit, link_of};

pub use crate::playground::views::colour::ColourBy;
pub use crate::playground::views::stage::SizeBy;

use crate::model::ecs::{ClusterId, ServiceId};
use crate::model::kernel::SimTime;
use crate::model::world::event::Command;
use crate::model::world::{EventLog, Snapshot, Timer};
use crate::playground::explain::trace::Trace;
use crate::playground::recording::{Recording, Session, TimedCommand};
use crate::playground::views::crowd::Crowd;
use crate::playground::views::events::EventIndex;
use crate::playground::views::shelf::Shelves;
use crate::playground::views::stage::Look;
use crate::playground::views::timeline::{Timeline, Window};

/// What every component acts with. It never changes, so passing it down redraws nobody.
pub type Dispatch = UseReducerDispatcher<AppState>;

/// The state as it is drawn now. Two are equal if they are the same one.
///
/// A copy, not the reducer's handle: a handle always shows the newest state, also one that was handed
/// down long ago, so that no component would ever find that its properties changed.
#[derive(Clone)]
pub struct Shown(Rc<AppState>);

impl Shown {
    pub fn now(state: &AppState) -> Self {
        Self(Rc::new(state.clone()))
    }
}

impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl std::ops::Deref for Shown {
    type Target = AppState;

    fn deref(&self) -> &AppState {
        &self.0
    }
}

/// The dispatcher of the page that the component is in.
#[hook]
pub fn use_dispatch() -> Dispatch {
    use_context::<Dispatch>().expect("every component stands inside App")
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum DrawerTab {
    #[default]
    Events,
    Metrics,
    Terminal,
}

/// The tabs of the narrow layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhoneTab {
    Stage,
    Author,
    Break,
    Events,
    Learn,
}

impl PhoneTab {
    /// As the style sheet knows it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Stage => "stage",
            Self::Author => "author",
            Self::Break => "break",
            Self::Events => "events",
            Self::Learn => "learn",
        }
    }
}

/// Forms and pages that open over the stage.
#[derive(Clone, Debug, PartialEq)]
pub enum Dialog {
    CreateCluster,
    LaunchInstances,
    CreateCapacityProvider,
    /// Which capacity providers the cluster has, and its default strategy.
    ClusterProviders {
        cluster: Rc<str>,
    },
    /// Of the family or revision named.
    CreateService {
        task_definition: Option<Rc<str>>,
    },
    UpdateService {
        service: ServiceId,
    },
    DeleteService {
        service: ServiceId,
    },
    /// Its bounds for auto scaling, or a policy.
    Scaling {
        service: ServiceId,
        bounds: bool,
    },
    RunTask {
        task_definition: Option<Rc<str>>,
    },
    SetImage {
        image: Option<Rc<str>>,
    },
    /// The parameters of a fault; the command says whom it befalls.
    Fault {
        command: Box<Command>,
    },
    CreateLoadBalancer,
    /// To the load balancer named, or any.
    Traffic {
        load_balancer: Option<Rc<str>>,
    },
    /// Acting in the past cuts off what came after: asks first.
    LeaveThePast {
        then: Box<Action>,
    },
    ResetEverything,
    /// Task definitions to begin with.
    Templates,
    Import,
    /// The glossary of ECS's terms, at one of them or at its beginning.
    Glossary {
        term: Option<Rc<str>>,
    },
    Palette,
    Share,
    Embed,
    Keys,
    Fidelity,
    /// Measured runs beside the model's.
    Timelines,
    About,
}

/// One line to the person, until dismissed or replaced.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    pub is_error: bool,
    /// ECS's exception, for a refused command.
    pub title: Rc<str>,
    pub text: Rc<str>,
    /// The run is at stake: offers it as a file.
    pub offers_recording: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TerminalEntry {
    pub line: Rc<str>,
    pub stdout: Rc<str>,
    pub stderr: Rc<str>,
    pub exit_code: i32,
}

#[derive(Clone)]
pub struct AppState {
    session: Rc<RefCell<Session>>,
    /// What is shown: the world at the playhead.
    pub snapshot: Snapshot,
    pub log: EventLog,
    /// The run at its furthest, which the playhead may stand before: its events are not forgotten.
    pub whole: (Snapshot, EventLog),
    /// Where the tasks' blocks lie; it follows the log.
    pub shelves: Rc<RefCell<Shelves>>,
    /// The instances of a cluster that has too many for cards; it follows the log while it is drawn.
    pub crowd: Rc<RefCell<Crowd>>,
    /// The run as the timeline draws it, also beyond the playhead; it follows the log.
    pub timeline: Rc<RefCell<Timeline>>,
    /// Where the log has the answers to "why?"; it follows the log.
    pub trace: Rc<RefCell<Trace>>,
    /// What is due next.
    pub next: Option<(SimTime, Timer)>,
    /// Which events have a row in the drawer; it follows the log.
    pub events: Rc<RefCell<EventIndex>>,
    /// The furthest moment of the run; the playhead may stand before it.
    pub end: SimTime,
    pub in_the_past: bool,
    pub playback: Playback,
    pub cluster: Option<ClusterId>,
    pub trail: Trail,
    pub author: Author,
    pub drawer: DrawerTab,
    /// In CSS pixels; none for what the stage leaves.
    pub drawer_height: Option<u32>,
    /// The part of the run that timeline and charts show.
    pub page: Window,
    pub range: Range,
    pub terminal: Rc<Vec<TerminalEntry>>,
    /// Grows whenever the command line shall take the focus.
    pub focus_terminal: u32,
    /// Files that were dropped on the page.
    pub dropped: Rc<Vec<TextFile>>,
    /// The last command that the page itself gave, and what came of it.
    pub given: Option<Rc<GivenCommand>>,
    pub size_by: SizeBy,
    pub colour_by: ColourBy,
    /// Ports and network interfaces are written on the stage.
    pub shows_ports: bool,
    pub phone_tab: PhoneTab,
    pub dialog: Option<Dialog>,
    pub notice: Option<Rc<Notice>>,
    /// `light`, `dark`, or none for the system's.
    pub theme: Option<Rc<str>>,
    /// The scenario that the run began with, if it is known.
    pub scenario: Option<Rc<str>>,
    /// The run before this one.
    pub aside: Option<Rc<Aside>>,
    /// The page still says that there is one.
    pub tells_aside: bool,
    /// Single letters act; a person who dictates or types without looking can turn that off.
    pub single_keys: bool,
    /// Grows with each change worth keeping, but for those of what is looked at.
    pub changes: u32,
    /// Grows whenever something else is looked at: worth keeping too, but the run is the same.
    pub looks: u32,
    /// Grows with everything that happens but frames, and what frames have taken, in milliseconds.
    pub acts: u32,
    pub played: u64,
    pub visit: Visit,
}

impl AppState {
    /// A page over a session, with what was kept of the last visit.
    pub fn new(session: Session, kept: &Kept) -> Self {
        let snapshot = session.simulation().snapshot();
        let cluster = snapshot.clusters.ids().next();
        let mut state = Self {
            log: session.simulation().log().clone(),
            whole: (snapshot.clone(), EventLog::default()),
            end: session.end(),
            in_the_past: session.is_in_the_past(),
            snapshot,
            shelves: Rc::default(),
            crowd: Rc::default(),
            timeline: Rc::default(),
            trace: Rc::default(),
            next: None,
            events: Rc::default(),
            session: Rc::new(RefCell::new(session)),
            playback: kept.playback(),
            cluster,
            trail: Trail::default(),
            author: Author::new(&kept.draft),
            drawer: kept.looks.drawer,
            drawer_height: kept.looks.drawer_height,
            page: Window::whole(SimTime::ZERO),
            range: Range::default(),
            terminal: Rc::default(),
            focus_terminal: 0,
            dropped: Rc::default(),
            given: None,
            size_by: if kept.looks.by_memory { SizeBy::Memory } else { SizeBy::Cpu },
            colour_by: if kept.looks.by_service { ColourBy::Service } else { ColourBy::Revision },
            shows_ports: kept.looks.ports,
            phone_tab: PhoneTab::Stage,
            dialog: None,
            notice: None,
            theme: kept.theme.as_deref().map(Rc::from),
            scenario: kept.scenario.as_deref().map(Rc::from),
            aside: kept.aside.clone().map(Rc::new),
            tells_aside: false,
            single_keys: kept.single_keys,
            changes: 0,
            looks: 0,
            acts: 0,
            played: 0,
            visit: Visit { base: kept.base, ..Visit::default() },
        };
        state.look_again();
        state
    }

    /// The session, to ask it without changing it.
    pub fn asking(&self) -> Asking {
        Asking::new(self.session.clone())
    }

    /// What is selected, if it is there: the playhead can stand before it was made.
    pub fn selection(&self) -> Option<&Selection> {
        self.trail.current().filter(|selection| selection.is_in(&self.snapshot))
    }

    /// How the stage is drawn.
    pub fn look(&self, cluster: ClusterId) -> Look {
        Look { cluster, size_by: self.size_by, colour_by: self.colour_by, ports: self.shows_ports }
    }

    /// Calls with the commands that were given up to the moment shown.
    pub fn with_commands<T>(&self, read: impl FnOnce(&[TimedCommand]) -> T) -> T {
        let session = self.session.borrow();
        let all = &session.recording().commands;
        let given = all.partition_point(|timed| timed.at <= self.snapshot.now);
        read(&all[..given])
    }

    /// The run with everything it has, also beyond the playhead.
    pub fn recording(&self) -> Recording {
        self.session.borrow().recording().clone()
    }

    /// The run as a file.
    pub fn recording_text(&self) -> String {
        self.session.borrow().recording().to_text()
    }

    /// Shows what the session has come to.
    fn look_again(&mut self) {
        let session = self.session.borrow();
        self.snapshot = session.simulation().snapshot();
        self.log = session.simulation().log().clone();
        self.end = session.end();
        self.in_the_past = session.is_in_the_past();
        self.next = session.simulation().next_promise();
        self.shelves.borrow_mut().follow(&self.log, &self.snapshot);
        self.timeline.borrow_mut().follow(&self.log, &self.snapshot, self.end);
        self.trace.borrow_mut().follow(&self.log);
        if !self.in_the_past || self.log.len() >= self.whole.1.len() {
            self.whole = (self.snapshot.clone(), self.log.clone());
        }
        self.events.borrow_mut().follow(&self.whole.1, &self.whole.0);
        drop(session);
        self.turn_page();
    }
}
