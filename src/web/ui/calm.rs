//! The page at the pace of a reader.

use yew::prelude::*;

use super::state::Shown;

/// Milliseconds in which a panel of words is drawn once while time passes.
const CALM: u64 = 120;

/// The state for panels of words: nobody reads sixty times a second. Whatever else happens shows at once.
#[hook]
pub fn use_calm(shown: &Shown) -> Shown {
    let kept = use_mut_ref(|| shown.clone());
    let mut kept = kept.borrow_mut();
    if kept.acts != shown.acts || shown.played >= kept.played + CALM {
        *kept = shown.clone();
    }
    kept.clone()
}
