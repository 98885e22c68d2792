//! The files that lines of the terminal can name: the draft, and whatever was dropped on the page.

use std::rc::Rc;

use super::AppState;
use crate::playground::cli::Files;

/// The draft's name.
pub const DRAFT: &str = "task-definition.json";
/// Files kept, and the most that one may have.
const MOST: usize = 40;
pub const MOST_BYTES: u32 = 1024 * 1024;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextFile {
    pub name: Rc<str>,
    pub text: Rc<str>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct PageFiles {
    draft: Rc<str>,
    dropped: Rc<Vec<TextFile>>,
}

impl Files for PageFiles {
    /// A path leads to the file of its last part: a page has no folders.
    fn read(&self, name: &str) -> Option<String> {
        let name = name.rsplit('/').next().unwrap_or(name);
        let dropped = self.dropped.iter().find(|file| *file.name == *name).map(|file| &file.text);
        dropped.or_else(|| (name == DRAFT).then_some(&self.draft)).map(|text| text.to_string())
    }

    fn names(&self) -> Vec<String> {
        let dropped = self.dropped.iter().map(|file| file.name.to_string());
        let hides_draft = self.dropped.iter().any(|file| &*file.name == DRAFT);
        dropped.chain((!hides_draft).then(|| DRAFT.to_owned())).collect()
    }
}

impl AppState {
    /// Dropped files go before the draft of the same name.
    pub fn files(&self) -> PageFiles {
        PageFiles { draft: self.author.draft.clone(), dropped: self.dropped.clone() }
    }

    /// A file of a name that is there replaces it; the oldest give way to the newest.
    pub(super) fn add_file(&mut self, file: TextFile) {
        let files = Rc::make_mut(&mut self.dropped);
        files.retain(|known| known.name != file.name);
        files.push(file);
        let surplus = files.len().saturating_sub(MOST);
        files.drain(..surplus);
    }

    pub(super) fn remove_file(&mut self, name: &str) {
        Rc::make_mut(&mut self.dropped).retain(|file| *file.name != *name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dropped_file_goes_before_the_draft_of_the_same_name() {
        let file = |name: &str, text: &str| TextFile { name: name.into(), text: text.into() };
        let mut files = PageFiles { draft: "{}".into(), dropped: Rc::default() };
        assert_eq!(files.read("./task-definition.json").as_deref(), Some("{}"));
        assert_eq!(files.read("web.json"), None);
        files.dropped = Rc::new(vec![file("web.json", "1"), file(DRAFT, "2")]);
        assert_eq!(files.read("some/folder/web.json").as_deref(), Some("1"));
        assert_eq!(files.read(DRAFT).as_deref(), Some("2"));
        assert_eq!(files.names(), ["web.json", DRAFT]);
    }
}
