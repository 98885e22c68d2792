//! A page that comes up in steps.

use gloo::timers::callback::Timeout;
use yew::prelude::*;

/// How many steps of `all` have been taken: one each in a task of its own, so that the browser can paint and hear in
/// between.
#[hook]
pub fn use_steps(all: u32) -> u32 {
    let taken = use_state_eq(|| 0);
    {
        let set = taken.setter();
        use_effect_with((*taken, all), move |&(taken, all)| {
            let soon = (taken < all).then(|| Timeout::new(0, move || set.set(taken + 1)));
            move || drop(soon)
        });
    }
    *taken
}
