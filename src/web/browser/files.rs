//! Files to and from the person's disk.

use gloo::events::EventListener;
use gloo::file::callbacks::{FileReader, read_as_text};
use gloo::file::futures::read_as_text as read_as_text_future;
use gloo::file::{Blob, ObjectUrl};
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
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

/// Lets the person choose a file and reads it. Nothing happens if none is chosen.
pub fn pick_file(accept: &str, done: impl FnOnce(Result<String, String>) + 'static) {
    let element = gloo::utils::document().create_element("input").ok();
    let Some(input) = element.and_then(|element| element.dyn_into::<HtmlInputElement>().ok()) else { return };
    input.set_type("file");
    input.set_accept(accept);
    let chooser = input.clone();
    let listener = EventListener::once(&input, "change", move |_| {
        if let Some(file) = chooser.files().and_then(|files| files.get(0)) {
            spawn_local(async move {
                let text = read_as_text_future(&gloo::file::File::from(file)).await;
                done(text.map_err(|error| error.to_string()));
            });
        }
    });
    // The listener goes with the element, which is let go once the choice is made.
    listener.forget();
    input.click();
}

/// A file that was chosen or dropped: its name, and its text or why it has none.
pub struct ChosenFile {
    pub name: String,
    pub text: Result<String, String>,
}

/// Reads files one after the other; those over the limit are not read.
pub fn read_files(files: web_sys::FileList, most_bytes: u32, done: impl Fn(ChosenFile) + 'static) {
    spawn_local(async move {
        for file in (0..files.length()).filter_map(|at| files.get(at)) {
            let name = file.name();
            let text = if file.size() > f64::from(most_bytes) {
                Err(format!("it is larger than {} kB", most_bytes / 1024))
            } else {
                let text = read_as_text_future(&gloo::file::File::from(file)).await;
                match text {
                    Ok(text) if text.contains('\0') => Err("it is not a text file".to_owned()),
                    Ok(text) => Ok(text.trim_start_matches('\u{feff}').to_owned()),
                    Err(error) => Err(error.to_string()),
                }
            };
            done(ChosenFile { name, text });
        }
    });
}

/// Lets the person choose files. Nothing happens if none is chosen.
pub fn pick_files(chosen: impl FnOnce(web_sys::FileList) + 'static) {
    let element = gloo::utils::document().create_element("input").ok();
    let Some(input) = element.and_then(|element| element.dyn_into::<HtmlInputElement>().ok()) else { return };
    input.set_type("file");
    input.set_multiple(true);
    let chooser = input.clone();
    let listener = EventListener::once(&input, "change", move |_| {
        if let Some(files) = chooser.files() {
            chosen(files);
        }
    });
    listener.forget();
    input.click();
}
