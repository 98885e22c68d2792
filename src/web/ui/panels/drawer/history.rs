//! Lines that were typed, also on earlier visits.

use crate::model::kernel::json;
use crate::playground::cli::complete::{Candidate, Completion};
use crate::web::browser::{BrowserStorage, Storage};

const KEY: &str = "ecs-playground-history";
const LONGEST: usize = 200;

/// Oldest first.
pub fn restore() -> Vec<String> {
    let text = BrowserStorage.read(KEY).ok().flatten();
    text.and_then(|text| json::parse(&text).ok()).unwrap_or_default()
}

/// The history with the line at its end; a line that was there moves.
pub fn remember(history: &[String], line: &str) -> Vec<String> {
    let mut lines: Vec<String> = history.iter().filter(|known| *known != line).cloned().collect();
    lines.push(line.to_owned());
    let surplus = lines.len().saturating_sub(LONGEST);
    lines.drain(..surplus);
    let text = serde_json::to_string(&lines).expect("lines are plain data");
    // A browser that keeps nothing only costs the history.
    let _ = BrowserStorage.write(KEY, &text);
    lines
}

/// Lines in which every word of the query stands, newest first, to be taken for the whole query.
pub fn search(history: &[String], query: &str) -> Completion {
    let words: Vec<&str> = query.split_whitespace().collect();
    let fits = |line: &&String| words.iter().all(|word| line.contains(word));
    let found = history.iter().rev().filter(fits).take(50);
    let candidates = found.map(|line| Candidate { text: line.clone(), doc: String::new() }).collect();
    Completion { start: 0, end: query.len(), candidates }
}

#[cfg(test)]
mod tests {
    use super::search;

    #[test]
    fn the_newest_line_with_all_words_comes_first() {
        let history: Vec<String> =
            ["aws ecs list-tasks", "aws ecs stop-task", "playground advance 30s"].map(String::from).into();
        let found =
            |query| search(&history, query).candidates.into_iter().map(|row| row.text).collect::<Vec<_>>();
        assert_eq!(found("task"), ["aws ecs stop-task", "aws ecs list-tasks"]);
        assert_eq!(found("task list"), ["aws ecs list-tasks"]);
        assert_eq!(found("").len(), 3);
        assert!(found("nothing").is_empty());
    }
}
