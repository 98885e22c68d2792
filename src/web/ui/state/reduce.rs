//! The reducer: what each action does.

use std::rc::Rc;

use yew::Reducible;

use super::{Action, AppState, Dialog, DrawerTab, GivenCommand, Notice, PhoneTab, TerminalEntry};
use crate::model::kernel::{SimDuration, SimTime};
use crate::model::world::event::Command;
use crate::playground::console;
use crate::playground::recording::Session;
use crate::playground::scenarios::script::steps;
use crate::web::browser::remember_deed;

/// Simulated time that "run until steady" spends at most.
const STEADY_LIMIT: SimDuration = SimDuration::from_hours(1);

impl Reducible for AppState {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        if let Action::Frame(elapsed) = action {
            return self.frame(elapsed);
        }
        let mut state = (*self).clone();
        state.acts += 1;
        state.note_deed(&action);
        if state.in_the_past && state.changes_the_run(&action) {
            state.dialog = Some(Dialog::LeaveThePast { then: Box::new(action) });
            return Rc::new(state);
        }
        state.take(action);
        Rc::new(state)
    }
}

impl AppState {
    fn frame(self: Rc<Self>, elapsed: u32) -> Rc<Self> {
        if self.visit.loading.is_some() {
            let mut state = (*self).clone();
            state.load_slice();
            return Rc::new(state);
        }
        let span = self.playback.span(elapsed);
        if span == SimDuration::ZERO {
            return self;
        }
        let mut state = (*self).clone();
        state.played += u64::from(elapsed);
        state.pass_time(|session| session.advance_to(session.now() + span));
        Rc::new(state)
    }

    /// For the page of a panic.
    fn note_deed(&self, action: &Action) {
        match action {
            Action::Give(command) => remember_deed(console::line_of(command)),
            Action::Type(text) => remember_deed(text.to_string()),
            _ => {}
        }
    }

    /// Would change what comes after the playhead.
    fn changes_the_run(&self, action: &Action) -> bool {
        match action {
            Action::Give(_) | Action::Register(_) => true,
            Action::Type(text) => {
                let files = self.files();
                steps(text).iter().any(|step| console::changes_the_run(&step.line, &files))
            }
            _ => false,
        }
    }

    /// Takes the action that was asked about first.
    fn leave_the_past(&mut self) {
        if let Some(Dialog::LeaveThePast { then }) = self.dialog.take() {
            self.keep_base_true();
            self.take(*then);
        }
    }

    fn pass_time(&mut self, pass: impl FnOnce(&mut Session)) {
        pass(&mut self.session.borrow_mut());
        self.look_again();
    }

    pub(super) fn take(&mut self, action: Action) {
        match action {
            Action::Frame(_) => {}
            Action::TogglePlay => {
                self.playback.playing = !self.playback.playing;
                self.changes += 1;
            }
            Action::SetSpeed(speed) => {
                self.playback.speed = speed;
                self.turn_page();
                self.changes += 1;
            }
            Action::StepForward => self.pause_and(|session| {
                session.step();
            }),
            Action::StepBack => self.step_back(),
            Action::Seek(to) => self.pause_and(|session| session.seek(to)),
            Action::RunUntilSteady => self.run_until_steady(),
            Action::ReturnToPresent => self.pass_time(|session| session.seek(session.end())),
            Action::Give(command) => self.give(command),
            Action::Type(text) => self.type_lines(&text),
            Action::ClearTerminal => self.terminal = Rc::default(),
            Action::FocusTerminal => {
                self.show_drawer(DrawerTab::Terminal);
                self.phone_tab = PhoneTab::Events;
                self.focus_terminal += 1;
            }
            Action::AddFile(file) => self.add_file(file),
            Action::RemoveFile(name) => self.remove_file(&name),
            Action::Select(selection, tab) => self.look_otherwise(|state| state.trail.go(selection, tab)),
            Action::ShowTab(tab) => self.look_otherwise(|state| state.trail.tab = tab),
            Action::CloseInspector => self.look_otherwise(|state| state.trail.close()),
            Action::Back => self.look_otherwise(|state| state.trail.back()),
            Action::Forward => self.look_otherwise(|state| state.trail.forward()),
            Action::ShowCluster(cluster) => self.look_otherwise(|state| state.cluster = Some(cluster)),
            Action::SetSizeBy(size_by) => self.look_otherwise(|state| state.size_by = size_by),
            Action::SetColourBy(colour_by) => self.look_otherwise(|state| state.colour_by = colour_by),
            Action::TogglePorts => self.look_otherwise(|state| state.shows_ports = !state.shows_ports),
            Action::ShowDrawer(tab) => self.show_drawer(tab),
            Action::SetDrawerHeight(height) => self.look_otherwise(|state| state.drawer_height = height),
            Action::SetRange(range) => {
                self.range = range;
                self.turn_page();
            }
            Action::ShowPhoneTab(tab) => self.phone_tab = tab,
            Action::ToggleAuthor => self.look_otherwise(|state| state.author.open = !state.author.open),
            Action::Draft(text) => {
                self.author.draft = text;
                self.changes += 1;
            }
            Action::ReplaceDraft(text) => self.replace_draft(text, None),
            Action::EditRevision(name) => self.edit_revision(name),
            Action::Register(definition) => self.register(definition),
            Action::Open(dialog) => self.dialog = Some(dialog),
            Action::CloseDialog => self.close_dialog(),
            Action::LeaveThePast => self.leave_the_past(),
            Action::Notify(notice) => self.notice = Some(Rc::new(notice)),
            Action::DismissNotice => self.notice = None,
            Action::SetTheme(theme) => {
                self.theme = theme;
                self.changes += 1;
            }
            Action::ToggleSingleKeys => {
                self.single_keys = !self.single_keys;
                self.changes += 1;
            }
            Action::Undo => self.undo(),
            Action::Redo => self.redo(),
            Action::OpenLink(hash, unpacked) => self.open_link(&hash, unpacked),
            Action::StopLoading => self.stop_loading(),
            Action::DismissBadLink => self.visit.bad_link = None,
            Action::Import(text) => self.import(&text),
            Action::LoadScenario(name) => self.load_scenario(&name),
            Action::BringBack => self.bring_back(),
            Action::ForgetAside => self.tells_aside = false,
        }
    }

    /// Looks at something else; who comes back finds it so.
    fn look_otherwise(&mut self, change: impl FnOnce(&mut Self)) {
        change(self);
        self.looks += 1;
    }

    fn show_drawer(&mut self, tab: DrawerTab) {
        self.look_otherwise(|state| state.drawer = tab);
        self.turn_page();
    }

    /// What the dialog was refused is of no interest without it.
    fn close_dialog(&mut self) {
        self.dialog = None;
        self.forget_refusal();
    }

    /// A refusal is over with the next success; that nothing is kept stays true.
    fn forget_refusal(&mut self) {
        self.notice = self.notice.take().filter(|notice| notice.offers_recording);
    }

    fn pause_and(&mut self, pass: impl FnOnce(&mut Session)) {
        self.playback.playing = false;
        self.pass_time(pass);
    }

    fn step_back(&mut self) {
        let now = self.snapshot.now;
        let earlier = self.log.iter().rev().map(|event| event.at).find(|at| *at < now);
        self.pause_and(|session| session.seek(earlier.unwrap_or(SimTime::ZERO)));
    }

    fn run_until_steady(&mut self) {
        self.pause_and(|session| {
            session.run_until_steady(STEADY_LIMIT);
        });
        self.changes += 1;
    }

    fn give(&mut self, command: Command) {
        let answer = self.session.borrow_mut().execute(&command);
        if let Err(error) = &answer {
            let title = Rc::from(error.name.as_str());
            let text = Rc::from(error.message.as_str());
            self.notice = Some(Rc::new(Notice { is_error: true, title, text, offers_recording: false }));
        } else {
            self.forget_refusal();
            self.dialog = None;
        }
        let line = console::line_of(&command).into();
        self.given = Some(Rc::new(GivenCommand { command, line, answer }));
        self.look_again();
        self.forget_undone();
        self.cluster = self.cluster.or_else(|| self.snapshot.clusters.ids().next());
        self.changes += 1;
    }

    /// Runs what was typed: one line, or several that were pasted.
    fn type_lines(&mut self, text: &str) {
        for step in steps(text) {
            let output = console::run(&mut self.session.borrow_mut(), &step.line, &self.files());
            if output.clear {
                self.terminal = Rc::default();
                continue;
            }
            Rc::make_mut(&mut self.terminal).push(TerminalEntry {
                line: step.line.into(),
                stdout: output.stdout.into(),
                stderr: output.stderr.into(),
                exit_code: output.exit_code,
            });
        }
        self.look_again();
        self.forget_undone();
        self.cluster = self.cluster.or_else(|| self.snapshot.clusters.ids().next());
        self.changes += 1;
    }
}
