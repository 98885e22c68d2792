//! What the page needs of the browser, each behind a small function or trait that never panics: storage
//! can be full, blocked or absent, and the page goes on.

mod address;
mod clipboard;
mod editor;
mod fields;
mod files;
mod frames;
mod packing;
mod panic;
mod preferences;
mod sizes;
mod storage;
mod texts;

pub use address::{forget_wishes, hash, now_millis, on_hash_change, page_address, parameter};
pub use clipboard::copy_text;
pub use editor::{Editor, EditorOptions};
pub use fields::reveal_field;
pub use files::{ChosenFile, download_text, pick_file, pick_files, read_file, read_files};
pub use frames::{Frames, is_page_hidden, on_visibility_change};
pub use packing::{pack, unpack};
pub use panic::{panic_page, remember_clock, remember_deed, remember_run};
pub use preferences::{
    has_coarse_pointer, is_mac, is_phone, is_wide, on_scheme_change, prefers_dark, prefers_reduced_motion,
    set_theme,
};
pub use sizes::{Resizes, on_resize};
pub use storage::{BrowserStorage, MemoryStorage, Storage, StorageError};
pub use texts::load_text;
