//! Makes the links that lead to a run.

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::state::{AppState, Shown};
use crate::playground::links::{LinkedRun, payload, payload_after};
use crate::web::browser::pack;

/// The run as links have it, made anew after each command. None until it is made, or if the browser cannot.
#[hook]
pub fn use_linked_run(state: &Shown) -> Option<LinkedRun> {
    let made = use_state(|| None);
    {
        let (state, made) = (state.clone(), made.clone());
        use_effect_with(state.changes, move |_| {
            spawn_local(async move { made.set(linked_run(&state).await) });
        });
    }
    (*made).clone()
}

/// Characters up to which a link carries its whole run, and so lasts longer than a scenario stays the same.
const COMFORTABLE: usize = 2_000;

async fn linked_run(state: &AppState) -> Option<LinkedRun> {
    let scenario = state.scenario.as_deref();
    if let Some(name) = scenario.filter(|_| !state.can_undo()) {
        return Some(LinkedRun::Scenario(name.into()));
    }
    let recording = state.recording();
    let whole = pack(&payload(&recording, scenario)).await?;
    if whole.len() > COMFORTABLE
        && let Some(rest) = scenario.and_then(|name| payload_after(&recording, name))
    {
        let rest = pack(&rest).await?;
        return Some(LinkedRun::Packed(if rest.len() < whole.len() { rest } else { whole }.into()));
    }
    Some(LinkedRun::Packed(whole.into()))
}
