//! The editor chunk: a module of its own, loaded when it is first wanted. `static/editor/index.js` says
//! what each function does.

use std::rc::Rc;

use js_sys::{JSON, Object, Promise, Reflect};
use serde_json::{Value, json};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Element;

use crate::model::api::task_definitions::validate::{Edit, Problem, Severity};

/// Beside the page's other files.
const CHUNK: &str = "./editor.js";

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = import)]
    pub(super) fn import_module(address: &str) -> Promise;

    type Chunk;

    #[wasm_bindgen(method, catch)]
    fn mount(this: &Chunk, parent: &Element, options: &Object) -> Result<Handle, JsValue>;

    type Handle;

    #[wasm_bindgen(method, js_name = setDoc)]
    fn set_doc(this: &Handle, text: &str);

    #[wasm_bindgen(method, js_name = setProblems)]
    fn set_problems(this: &Handle, problems: &JsValue);

    #[wasm_bindgen(method, js_name = setBaseline)]
    fn set_baseline(this: &Handle, text: &JsValue);

    #[wasm_bindgen(method)]
    fn format(this: &Handle) -> bool;

    #[wasm_bindgen(method, js_name = nextProblem)]
    fn next_problem(this: &Handle);

    #[wasm_bindgen(method)]
    fn diff(this: &Handle, text: &JsValue);

    #[wasm_bindgen(method)]
    fn focus(this: &Handle);

    #[wasm_bindgen(method)]
    fn undo(this: &Handle);

    #[wasm_bindgen(method)]
    fn redo(this: &Handle);

    #[wasm_bindgen(method)]
    fn insert(this: &Handle, text: &str);

    #[wasm_bindgen(method)]
    fn complete(this: &Handle);

    #[wasm_bindgen(method)]
    fn edit(this: &Handle, edits: &JsValue) -> bool;

    #[wasm_bindgen(method, js_name = applyFix)]
    fn apply_fix(this: &Handle, fix: &JsValue) -> bool;

    #[wasm_bindgen(method, js_name = revealPath)]
    fn reveal_path(this: &Handle, pointer: &str, options: &JsValue);

    #[wasm_bindgen(method)]
    fn destroy(this: &Handle);
}

/// What an editor begins with, and whom it tells.
pub struct EditorOptions {
    pub text: Rc<str>,
    /// As `operations::schema_json` has it.
    pub schema: Value,
    pub label: &'static str,
    /// After every change by the person.
    pub on_change: Box<dyn Fn(String)>,
    /// Mod-S or Mod-Enter.
    pub on_save: Box<dyn Fn()>,
    /// A dropped file could not be taken.
    pub on_notice: Box<dyn Fn(String)>,
}

type TextCallback = Closure<dyn Fn(String)>;

/// A mounted editor; gone when dropped.
pub struct Editor {
    handle: Handle,
    /// The editor calls them as long as it is there.
    _callbacks: (TextCallback, Closure<dyn Fn()>, TextCallback),
}

impl Editor {
    /// Loads the chunk, once for the whole page, and builds an editor inside `parent`. None if the chunk
    /// cannot be loaded: then the plain text field stays.
    pub async fn mount(parent: Element, options: EditorOptions) -> Option<Self> {
        let chunk = JsFuture::from(import_module(CHUNK)).await.ok()?;
        let EditorOptions { text, schema, label, on_change, on_save, on_notice } = options;
        let callbacks = (Closure::wrap(on_change), Closure::wrap(on_save), Closure::wrap(on_notice));
        let given = Object::new();
        let members: [(&str, JsValue); 6] = [
            ("doc", JsValue::from_str(&text)),
            ("schema", js(&schema)),
            ("label", JsValue::from_str(label)),
            ("onChange", callbacks.0.as_ref().clone()),
            ("onSave", callbacks.1.as_ref().clone()),
            ("onNotice", callbacks.2.as_ref().clone()),
        ];
        for (name, value) in members {
            Reflect::set(&given, &name.into(), &value).ok()?;
        }
        let handle = chunk.unchecked_into::<Chunk>().mount(&parent, &given).ok()?;
        Some(Self { handle, _callbacks: callbacks })
    }

    /// Replaces the text; a person can undo it.
    pub fn set_text(&self, text: &str) {
        self.handle.set_doc(text);
    }

    pub fn set_problems(&self, problems: &[Problem]) {
        let list: Vec<Value> = problems.iter().map(problem).collect();
        self.handle.set_problems(&js(&Value::Array(list)));
    }

    /// Marks the lines that differ from it.
    pub fn set_baseline(&self, text: Option<&str>) {
        self.handle.set_baseline(&text.map_or(JsValue::NULL, JsValue::from_str));
    }

    /// Compares with another text, or ends the comparison.
    pub fn compare(&self, text: Option<&str>) {
        self.handle.diff(&text.map_or(JsValue::NULL, JsValue::from_str));
    }

    /// Lays the text out; false while it is not JSON.
    pub fn format(&self) -> bool {
        self.handle.format()
    }

    pub fn undo(&self) {
        self.handle.undo();
    }

    pub fn redo(&self) {
        self.handle.redo();
    }

    /// Types for a person whose keyboard makes that hard.
    pub fn insert(&self, text: &str) {
        self.handle.insert(text);
    }

    /// Opens the list of what may stand at the cursor.
    pub fn complete(&self) {
        self.handle.complete();
    }

    /// Makes the edits as typing does, if they fit the text: those that follow each other quickly are undone
    /// together.
    pub fn edit(&self, edits: &[Edit]) {
        self.handle.edit(&js(&json!(edits)));
    }

    /// Makes the edits as one step of their own.
    pub fn take_fix(&self, edits: &[Edit]) {
        self.handle.apply_fix(&js(&json!({ "edits": edits })));
    }

    /// Selects the place of a JSON pointer: the value, or the member's name.
    pub fn reveal(&self, pointer: &str, key: bool) {
        self.handle.reveal_path(pointer, &js(&json!({ "key": key })));
    }

    pub fn go_to_next_problem(&self) {
        self.handle.focus();
        self.handle.next_problem();
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        self.handle.destroy();
    }
}

fn problem(problem: &Problem) -> Value {
    let title = match problem.severity {
        Severity::Error => format!("{} on register", problem.source),
        Severity::Warning => "Registers, but".to_owned(),
    };
    json!({
        "path": problem.pointer,
        "key": problem.key,
        "severity": problem.severity,
        "source": problem.source,
        "title": title,
        "message": problem.message,
        "fixes": problem.fixes,
    })
}

fn js(value: &Value) -> JsValue {
    JSON::parse(&value.to_string()).expect("a value's text is JSON")
}
