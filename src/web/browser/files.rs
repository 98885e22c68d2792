//! Files to and from the person's disk.

use gloo::file::callbacks::{FileReader, read_as_text};
use gloo::file::{Blob, ObjectUrl};
use web_sys::wasm_bindgen::JsCast;

/// Offers a text as a download.
pub fn download_text(file_name: &str, text: &str) {
    let url = ObjectUrl::from(Blob::new_with_options(text, Some("application/json")));
    let anchor = gloo::utils::document().create_element("a").ok();
    let Some(anchor) = anchor.and_then(|element| element.dyn_into::<web_sys::HtmlAnchorElement>().ok())
    else {
        return;
    };
    anchor.set_href(&url);
    anchor.set_download(file_name);
    anchor.click();
}

/// Reads a chosen or dropped file. Keep what is given back until `done` was called.
pub fn read_file(file: web_sys::File, done: impl FnOnce(Result<String, String>) + 'static) -> FileReader {
    let file = gloo::file::File::from(file);
    read_as_text(&file, move |text| done(text.map_err(|error| error.to_string())))
}
