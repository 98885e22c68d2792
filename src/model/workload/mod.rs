//! What containers do: an image has a behaviour.

mod catalogue;
mod command;
mod reference;
pub mod serving;
pub mod strain;

use std::rc::Rc;

pub use super::ecs::image::{HealthPlan, ImageBehaviour, PullOutcome, Serving, Then};
use super::world::World;

/// How a container of `image` behaves: as somebody set it for exactly this reference or for its
/// repository; else as its command says, if that is a simple one; else as the catalogue has it.
pub fn behaviour(
    world: &World,
    image: &str,
    command: &[String],
    entry_point: &[String],
) -> Rc<ImageBehaviour> {
    if let Some(set) = set_behaviour(world, image) {
        return set.clone();
    }
    let runs_default_command = command.is_empty() && entry_point.is_empty();
    let image = catalogue::behaviour(image, runs_default_command);
    let words: Vec<&str> = entry_point.iter().chain(command).map(String::as_str).collect();
    Rc::new(match command::understand(&words) {
        Some(outcome) => outcome.run_in(image),
        None => image,
    })
}

/// Whether a health check's command can only fail, as `CMD-SHELL, exit 1` or `CMD, false`. Of any other
/// command the image's behaviour decides.
pub fn check_always_fails(command: &[String]) -> bool {
    let words: Vec<&str> = command.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["CMD-SHELL", script] => command::understand(&["sh", "-c", script]),
        ["CMD", words @ ..] => command::understand(words),
        _ => None,
    };
    matches!(outcome, Some(command::Outcome::Exits { code, .. }) if code != 0)
}

/// The TCP port of its own host that a health check's command asks, if it asks one as
/// `curl -f http://localhost:8080/` or `nc -z 127.0.0.1 5432` do.
pub fn checked_port(command: &[String]) -> Option<u32> {
    let text = command.join(" ");
    let hosts = ["localhost", "127.0.0.1", "[::1]", "0.0.0.0"];
    let (at, host) = hosts.iter().find_map(|host| Some((text.find(host)?, host)))?;
    let (before, after) = (&text[..at], &text[at + host.len()..]);
    let digits = after.trim_start_matches([':', ' ']);
    let digits = &digits[..digits.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(digits.len())];
    match digits.parse() {
        Ok(port) => Some(port),
        Err(_) if before.ends_with("https://") => Some(443),
        Err(_) => before.ends_with("http://").then_some(80),
    }
}

/// What somebody set: for the reference as it is written, for its repository, or for the repository's
/// familiar name (`nginx` for `docker.io/library/nginx:1.29`).
fn set_behaviour<'a>(world: &'a World, image: &str) -> Option<&'a Rc<ImageBehaviour>> {
    if world.images.is_empty() {
        return None;
    }
    names(image).into_iter().find_map(|name| world.images.get(name))
}

/// Whether what is set for `name` is set for `image`.
pub fn is_name_of(name: &str, image: &str) -> bool {
    names(image).contains(&name)
}

fn names(image: &str) -> [&str; 3] {
    [image, reference::repository(image), reference::familiar_name(image)]
}
