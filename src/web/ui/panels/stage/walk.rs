//! The stage is one stop for the keyboard: arrows walk from block to block.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Left,
    Right,
    Up,
    Down,
}

impl Way {
    pub fn of_key(key: &str) -> Option<Self> {
        Some(match key {
            "ArrowLeft" => Self::Left,
            "ArrowRight" => Self::Right,
            "ArrowUp" => Self::Up,
            "ArrowDown" => Self::Down,
            _ => return None,
        })
    }
}

fn stops(stage: &Element) -> Vec<HtmlElement> {
    let Ok(list) = stage.query_selector_all("[data-walk]") else { return Vec::new() };
    (0..list.length()).filter_map(|at| list.item(at)?.dyn_into().ok()).collect()
}

/// Focuses the first thing on the stage, a task's block if there is one.
pub fn enter(stage: &Element) {
    let first = stage.query_selector("[data-task][data-walk]").ok().flatten();
    let first = first.and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(first) = first.or_else(|| stops(stage).into_iter().next()) {
        let _ = first.focus();
    }
}

/// Focuses the nearest thing in that direction.
pub fn step(stage: &Element, from: &Element, way: Way) {
    let here = middle(from);
    let there = stops(stage).into_iter().filter(|stop| !stop.is_same_node(Some(from)));
    let ranked = there.filter_map(|stop| Some((distance(here, middle(&stop), way)?, stop)));
    if let Some((_, nearest)) = ranked.min_by(|(a, _), (b, _)| a.total_cmp(b)) {
        let _ = nearest.focus();
    }
}

fn middle(element: &Element) -> (f64, f64) {
    let rect = element.get_bounding_client_rect();
    (rect.left() + rect.width() / 2.0, rect.top() + rect.height() / 2.0)
}

/// How far it is in that direction; sideways counts thrice. None if it lies in another direction.
fn distance(from: (f64, f64), to: (f64, f64), way: Way) -> Option<f64> {
    let (x, y) = (to.0 - from.0, to.1 - from.1);
    let (along, across) = match way {
        Way::Left => (-x, y),
        Way::Right => (x, y),
        Way::Up => (-y, x),
        Way::Down => (y, x),
    };
    (along > 2.0).then(|| along + 3.0 * across.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_one_in_a_direction_wins() {
        let right = |to| distance((0.0, 0.0), to, Way::Right);
        assert!(right((50.0, 0.0)) < right((40.0, 30.0)));
        assert_eq!(right((-10.0, 0.0)), None);
        assert_eq!(distance((0.0, 0.0), (0.0, -20.0), Way::Up), Some(20.0));
    }
}
