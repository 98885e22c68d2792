//! How high the drawer is and which tab it shows, kept between visits.

use serde::{Deserialize, Serialize};

use crate::model::kernel::json;
use crate::web::browser::{BrowserStorage, Storage};
use crate::web::ui::state::DrawerTab;

const KEY: &str = "ecs-playground-drawer";

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Layout {
    /// In CSS pixels; none for what the stage leaves.
    pub height: Option<u32>,
    pub is_terminal: bool,
}

impl Layout {
    pub fn tab(&self) -> DrawerTab {
        if self.is_terminal { DrawerTab::Terminal } else { DrawerTab::Events }
    }
}

/// The layout of the last visit, or the plain one.
pub fn restore() -> Layout {
    let text = BrowserStorage.read(KEY).ok().flatten();
    text.and_then(|text| json::parse(&text).ok()).unwrap_or_default()
}

/// A browser that keeps nothing only costs the person the layout.
pub fn keep(layout: &Layout) {
    let text = serde_json::to_string(layout).expect("a layout is plain data");
    let _ = BrowserStorage.write(KEY, &text);
}
