//! The map in `src/lib.rs`, checked: a room uses the rooms named behind it, and nothing else.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

type Map = BTreeMap<String, Vec<String>>;

/// A file below `src/`, with its path from there and its text without comments.
struct Source {
    path: String,
    code: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    collect(&root, &root, &mut found);
    assert!(found.len() > 50, "the sources were not found below {root:?}");
    found
}

fn collect(root: &Path, folder: &Path, found: &mut Vec<Source>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(root, &path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.lines().map(|line| line.split("//").next().unwrap_or("")).collect::<Vec<_>>();
            let path = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            found.push(Source { path, code: code.join("\n") });
        }
    }
}

/// The rows between the fences in the docs of `src/lib.rs`.
fn map() -> Map {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let lines = text.lines().skip_while(|line| !line.contains("```text")).skip(1);
    let rows = lines.take_while(|line| !line.contains("```"));
    rows.map(|row| {
        let mut words = row.trim_start_matches("//!").split_whitespace().map(str::to_owned);
        (words.next().expect("a row names a room"), words.collect())
    })
    .collect()
}

/// `model::world` for `model/world/apply.rs`; `web` for anything in there.
fn room_of(path: &str) -> Option<String> {
    let mut parts = path.split('/');
    let storey = parts.next()?;
    let room = parts.next()?.trim_end_matches(".rs");
    match storey {
        "web" => Some("web".into()),
        "model" | "playground" if room != "mod" => Some(format!("{storey}::{room}")),
        _ => None,
    }
}

/// Every `crate::storey::room` that the code names, also inside `use crate::model::{a, b}`.
fn rooms_named(code: &str) -> Vec<String> {
    let mut named = Vec::new();
    for (position, _) in code.match_indices("crate::") {
        let path = &code[position + "crate::".len()..];
        let storey: String = path.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let Some(rest) = path[storey.len()..].strip_prefix("::") else { continue };
        if let Some(group) = rest.strip_prefix('{') {
            named.extend(group_heads(group).into_iter().map(|room| format!("{storey}::{room}")));
        } else {
            let room: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            named.push(format!("{storey}::{room}"));
        }
    }
    named
}

/// The first path segment of each entry of a `{...}` group.
fn group_heads(group: &str) -> Vec<String> {
    let (mut depth, mut heads, mut word, mut in_head) = (0, Vec::new(), String::new(), true);
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                heads.push(std::mem::take(&mut word));
                in_head = true;
            }
            c if depth == 0 && in_head && (c.is_alphanumeric() || c == '_') => word.push(c),
            ':' => in_head = false,
            _ => {}
        }
    }
    heads.push(word);
    heads.retain(|head| !head.is_empty());
    heads
}

#[test]
fn rooms_use_only_what_the_map_allows() {
    let map = map();
    assert!(map.len() > 10, "the map in src/lib.rs was not read");
    let mut broken = Vec::new();
    for source in sources() {
        let Some(room) = room_of(&source.path) else { continue };
        let Some(allowed) = map.get(&room) else {
            broken.push(format!("{}: the room {room} is not on the map in src/lib.rs", source.path));
            continue;
        };
        for named in rooms_named(&source.code) {
            let own = named == room || named.starts_with("web::") && room == "web";
            let short = named.split("::").nth(1).unwrap_or_default();
            if !own && !allowed.iter().any(|room| room == short || room == "*") {
                broken.push(format!("{}: {room} uses {named}, which the map does not allow", source.path));
            }
        }
    }
    assert!(broken.is_empty(), "the map in src/lib.rs says who may use whom:\n{}", broken.join("\n"));
}

#[test]
fn nothing_that_breaks_determinism_or_the_storeys() {
    // Word, where it may not stand, and why.
    let bans = [
        ("HashMap", &["model/", "playground/"][..], "its order differs from run to run: use BTreeMap or Vec"),
        ("HashSet", &["model/", "playground/"], "its order differs from run to run: use BTreeSet or Vec"),
        ("Instant", &["model/", "playground/"], "the clock is virtual: use SimTime"),
        ("SystemTime", &["model/", "playground/"], "the clock is virtual: use SimTime"),
        ("web_sys", &["model/", "playground/"], "only web/ names a browser crate"),
        ("js_sys", &["model/", "playground/"], "only web/ names a browser crate"),
        ("wasm_bindgen", &["model/", "playground/"], "only web/ names a browser crate"),
        ("gloo", &["model/", "playground/"], "only web/ names a browser crate"),
        ("yew", &["model/", "playground/"], "only web/ names a browser crate"),
        ("playground", &["model/"], "the model does not know who uses it"),
    ];
    let mut broken = Vec::new();
    for source in sources() {
        for (word, folders, why) in &bans {
            let here = folders.iter().any(|folder| source.path.starts_with(folder));
            let is_crate_path = *word == "playground";
            let needle = if is_crate_path { "crate::playground".to_owned() } else { (*word).to_owned() };
            if here
                && source.code.split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':').any(|w| {
                    if is_crate_path {
                        w.starts_with(&needle)
                    } else {
                        w.split("::").any(|part| part == needle)
                    }
                })
            {
                broken.push(format!("{}: {word}: {why}", source.path));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn only_apply_and_the_simulation_change_a_world() {
    let mut broken = Vec::new();
    for source in sources() {
        let allowed =
            ["model/world/", "model/simulation/"].iter().any(|folder| source.path.starts_with(folder));
        if !allowed && source.path.starts_with("model/") && source.code.contains("&mut World") {
            broken.push(source.path);
        }
    }
    assert!(broken.is_empty(), "deciders take &World and emit events: {broken:?}");
}
