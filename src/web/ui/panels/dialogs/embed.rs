//! The lines that put the run into somebody else's page, with a preview.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::model::kernel::SimTime;
use crate::playground::explain::words;
use crate::playground::scenarios;
use crate::web::browser::{copy_text, page_address};
use crate::web::ui::components::{Modal, symbol};
use crate::web::ui::links::use_linked_run;
use crate::web::ui::state::{Action, Shown, link_of, use_dispatch};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub state: Shown,
}

#[derive(Clone, Copy, PartialEq)]
struct Options {
    /// `light`, `dark`, or nothing for what the reader prefers.
    theme: &'static str,
    from_start: bool,
    is_paused: bool,
    as_script: bool,
}

const THEMES: [(&str, &str); 3] = [("", "As the reader prefers"), ("light", "Light"), ("dark", "Dark")];

#[component]
pub fn EmbedDialog(props: &Props) -> Html {
    let dispatch = use_dispatch();
    let state = (*use_memo((), |()| props.state.clone())).clone();
    let options = use_state(|| Options { theme: "", from_start: false, is_paused: false, as_script: false });
    let copied = use_state(|| false);
    let run = use_linked_run(&props.state);
    let hash = run.map(|run| {
        let mut link = link_of(&state, run);
        if options.from_start {
            (link.at, link.until) = (Some(SimTime::ZERO), Some(state.end));
        }
        (link.select, link.is_paused) = (None, options.is_paused);
        link.to_string()
    });
    let choose = |change: fn(&mut Options, bool), to: bool, is: bool, label: String| {
        let (options, copied) = (options.clone(), copied.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            let mut changed = *options;
            change(&mut changed, to);
            options.set(changed);
            copied.set(false);
        });
        html! { <button type="button" aria-pressed={(is == to).to_string()} {onclick}>{label}</button> }
    };
    let theme = {
        let (options, copied) = (options.clone(), copied.clone());
        Callback::from(move |event: Event| {
            let chosen = event.target_unchecked_into::<HtmlSelectElement>().value();
            let theme = THEMES.iter().find(|(theme, _)| *theme == chosen).map_or("", |(theme, _)| theme);
            options.set(Options { theme, ..*options });
            copied.set(false);
        })
    };
    let lines = hash.as_deref().map_or_else(String::new, |hash| snippet(&state, hash, *options));
    let copy = {
        let (copied, lines) = (copied.clone(), lines.clone());
        Callback::from(move |_: MouseEvent| {
            copy_text(&lines);
            copied.set(true);
        })
    };
    let on_close = {
        let dispatch = dispatch.clone();
        Callback::from(move |()| dispatch.dispatch(Action::CloseDialog))
    };
    let seg = |label: &'static str, buttons: [Html; 2]| {
        html! { <div class="fldset"><legend>{label}</legend><div class="seg" role="group" aria-label={label}>{ for buttons }</div></div> }
    };
    html! {
        <Modal title="Embed this run" class="wide" {on_close}>
            <div class="dlgbody embed-dlg">
                <div class="options">
                    { seg("Opens at", [
                        choose(|o, to| o.from_start = to, false, options.from_start, words::clock(state.snapshot.now)),
                        choose(|o, to| o.from_start = to, true, options.from_start, "The beginning".into()),
                    ]) }
                    { seg("Time", [
                        choose(|o, to| o.is_paused = to, false, options.is_paused, "Runs".into()),
                        choose(|o, to| o.is_paused = to, true, options.is_paused, "Waits".into()),
                    ]) }
                    { seg("As", [
                        choose(|o, to| o.as_script = to, false, options.as_script, "iframe".into()),
                        choose(|o, to| o.as_script = to, true, options.as_script, "Script".into()),
                    ]) }
                    <label class="fld">
                        <span class="flab">{"Theme"}</span>
                        <select onchange={theme}>
                            { for THEMES.iter().map(|(theme, label)| html! { <option value={*theme} selected={*theme == options.theme}>{*label}</option> }) }
                        </select>
                    </label>
                </div>
                <label class="fld code">
                    <span class="flab">{"HTML"}</span>
                    <textarea readonly=true spellcheck="false" value={lines} />
                    <small>{ if options.as_script {
                        "The script puts a frame in place of the element, and loads it when it comes into view. It is as wide as its place, and higher on narrow ones."
                    } else {
                        "A frame of 720 × 420; it works from 320 × 300."
                    } }</small>
                </label>
                if let Some(hash) = hash {
                    <iframe class="preview" title="Preview" loading="lazy" src={frame_address("./", &hash, *options)} />
                }
            </div>
            <footer class="dlgfoot">
                <span class="why">{"The embed runs in the reader's browser. It keeps nothing and takes no focus."}</span>
                <button type="button" class="btn lg primary" autofocus=true onclick={copy}>
                    { symbol(if *copied { "i-check" } else { "i-copy" }, "i i14") }{ if *copied { "Copied" } else { "Copy HTML" } }
                </button>
            </footer>
        </Modal>
    }
}

fn frame_address(page: &str, hash: &str, options: Options) -> String {
    let theme = if options.theme.is_empty() { String::new() } else { format!("&theme={}", options.theme) };
    format!("{page}?embed=1{theme}#{hash}")
}

/// What is to be pasted. Nothing in it needs escaping but `&`.
fn snippet(state: &Shown, hash: &str, options: Options) -> String {
    let named = state.scenario.as_deref().and_then(scenarios::scenario);
    let title =
        named.map_or("ECS Playground".into(), |scenario| format!("ECS Playground: {}", scenario.title));
    let page = page_address();
    let lines = if options.as_script {
        let folder = page.rfind('/').map_or("", |end| &page[..=end]);
        let theme = if options.theme.is_empty() {
            String::new()
        } else {
            format!(" data-theme=\"{}\"", options.theme)
        };
        format!(
            "<div data-ecs-playground=\"{hash}\"{theme} data-title=\"{title}\"></div>\n<script src=\"{folder}embed.js\" async></script>"
        )
    } else {
        let address = frame_address(&page, hash, options);
        format!(
            "<iframe src=\"{address}\" title=\"{title}\" width=\"720\" height=\"420\" loading=\"lazy\" style=\"border:0;max-width:100%\"></iframe>"
        )
    };
    lines.replace('&', "&amp;")
}
