//! Packs the text of a run into a link, and unpacks it. `static/link.js` does it with what browsers have for
//! it; it is loaded with the first link.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::editor::import_module;
use crate::playground::links::{LinkError, MOST_UNPACKED};

const CHUNK: &str = "./link.js";

#[wasm_bindgen]
extern "C" {
    type Packer;

    #[wasm_bindgen(method)]
    fn pack(this: &Packer, text: &str) -> Promise;

    #[wasm_bindgen(method)]
    fn unpack(this: &Packer, packed: &str, most: u32) -> Promise;
}

async fn packer() -> Option<Packer> {
    Some(JsFuture::from(import_module(CHUNK)).await.ok()?.unchecked_into())
}

/// None if the browser cannot do it.
pub async fn pack(text: &str) -> Option<String> {
    JsFuture::from(packer().await?.pack(text)).await.ok()?.as_string()
}

pub async fn unpack(packed: &str) -> Result<String, LinkError> {
    let wrong = |detail: String| LinkError::new("run", detail);
    let packer = packer().await.ok_or_else(|| wrong("cannot be unpacked by this browser".into()))?;
    let text = JsFuture::from(packer.unpack(packed, MOST_UNPACKED)).await;
    let text = text.map_err(|error| {
        let message = error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
        wrong(message.unwrap_or_else(|| "is damaged".into()))
    })?;
    text.as_string().ok_or_else(|| wrong("is damaged".into()))
}
