//! A place to keep the work between visits.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;

use web_sys::wasm_bindgen::{JsCast, JsValue};

/// Why something could not be kept or read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StorageError {
    /// The browser forbids it: private mode, a sandboxed frame, a policy.
    Blocked,
    /// There is no room left.
    Full,
}

impl fmt::Display for StorageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Blocked => "This browser does not let the page keep anything.",
            Self::Full => "This browser's storage for the page is full.",
        })
    }
}

pub trait Storage {
    fn read(&self, key: &str) -> Result<Option<String>, StorageError>;
    fn write(&self, key: &str, value: &str) -> Result<(), StorageError>;
    fn remove(&self, key: &str);
}

/// `localStorage`.
#[derive(Clone, Copy, Debug, Default)]
pub struct BrowserStorage;

impl BrowserStorage {
    fn area() -> Result<web_sys::Storage, StorageError> {
        let window = web_sys::window().ok_or(StorageError::Blocked)?;
        window.local_storage().ok().flatten().ok_or(StorageError::Blocked)
    }
}

impl Storage for BrowserStorage {
    fn read(&self, key: &str) -> Result<Option<String>, StorageError> {
        Self::area()?.get_item(key).map_err(|_| StorageError::Blocked)
    }

    fn write(&self, key: &str, value: &str) -> Result<(), StorageError> {
        Self::area()?.set_item(key, value).map_err(|error| reason(&error))
    }

    fn remove(&self, key: &str) {
        if let Ok(area) = Self::area() {
            let _ = area.remove_item(key);
        }
    }
}

fn reason(error: &JsValue) -> StorageError {
    match error.dyn_ref::<web_sys::DomException>() {
        Some(exception) if exception.name().contains("Quota") => StorageError::Full,
        _ => StorageError::Blocked,
    }
}

/// The same without a browser, for tests.
#[derive(Debug, Default)]
pub struct MemoryStorage {
    entries: RefCell<BTreeMap<String, String>>,
    /// Bytes that may be kept; none for no limit.
    pub limit: Option<usize>,
}

impl Storage for MemoryStorage {
    fn read(&self, key: &str) -> Result<Option<String>, StorageError> {
        Ok(self.entries.borrow().get(key).cloned())
    }

    fn write(&self, key: &str, value: &str) -> Result<(), StorageError> {
        if self.limit.is_some_and(|limit| value.len() > limit) {
            return Err(StorageError::Full);
        }
        self.entries.borrow_mut().insert(key.into(), value.into());
        Ok(())
    }

    fn remove(&self, key: &str) {
        self.entries.borrow_mut().remove(key);
    }
}
