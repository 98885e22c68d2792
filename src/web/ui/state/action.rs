//! Everything that can happen to the page.

use std::rc::Rc;

use serde_json::Value;

use super::{
    ColourBy, Dialog, DrawerTab, InspectorTab, Notice, PhoneTab, Range, Selection, SizeBy, TextFile,
};
use crate::model::ecs::ClusterId;
use crate::model::kernel::SimTime;
use crate::model::world::event::Command;
use crate::playground::links::LinkError;
use crate::playground::views::faults::Fault;

impl From<Fault> for Action {
    /// Gives its command, or asks for its parameters first.
    fn from(Fault { command, asks, .. }: Fault) -> Self {
        if asks { Self::Open(Dialog::Fault { command: command.into() }) } else { Self::Give(command) }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// An animation frame, so many milliseconds after the one before.
    Frame(u32),
    TogglePlay,
    SetSpeed(u32),
    /// To the next moment at which something happens.
    StepForward,
    /// To just before the newest event.
    StepBack,
    Seek(SimTime),
    RunUntilSteady,
    /// The playhead goes back to the end of the run.
    ReturnToPresent,

    /// A button's command. Shows the line it sends, and a refusal in ECS's words.
    Give(Command),
    /// What was typed or pasted into the terminal: one line or several.
    Type(Rc<str>),
    ClearTerminal,
    /// Opens the terminal, and its line takes the focus.
    FocusTerminal,
    /// A file for the lines of the terminal.
    AddFile(TextFile),
    RemoveFile(Rc<str>),

    Select(Selection, InspectorTab),
    ShowTab(InspectorTab),
    CloseInspector,
    Back,
    Forward,
    ShowCluster(ClusterId),
    SetSizeBy(SizeBy),
    SetColourBy(ColourBy),
    TogglePorts,
    ShowDrawer(DrawerTab),
    /// In CSS pixels; none for what the stage leaves.
    SetDrawerHeight(Option<u32>),
    SetRange(Range),
    ShowPhoneTab(PhoneTab),
    ToggleAuthor,
    /// The person typed in the editor.
    Draft(Rc<str>),
    /// The page puts a text into the editor.
    ReplaceDraft(Rc<str>),
    /// A registered revision, `family:revision`, comes into the editor.
    EditRevision(Rc<str>),
    /// The draft, which is this JSON, becomes a revision.
    Register(Value),
    Open(Dialog),
    CloseDialog,
    /// Yes to what [`Dialog::LeaveThePast`] asks.
    LeaveThePast,
    Notify(Notice),
    DismissNotice,
    SetTheme(Option<Rc<str>>),
    ToggleSingleKeys,

    /// Takes the last command back; has it again.
    Undo,
    Redo,

    /// The hash of an address, and the text of the run in it.
    OpenLink(Rc<str>, Result<Rc<str>, LinkError>),
    /// Long enough: stands where the replay has come to.
    StopLoading,
    DismissBadLink,
    /// A recording, as text that is not trusted.
    Import(Rc<str>),
    LoadScenario(Rc<str>),
    /// The run that was set aside takes the place of the one that is open, which is set aside.
    BringBack,
    /// Says no more that a run was set aside; it stays in the menu.
    ForgetAside,
}
