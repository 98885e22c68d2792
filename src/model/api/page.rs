//! Pages of a list.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::model::ecs::{EcsError, EcsResult};
use crate::model::kernel::Kind;
use crate::model::world::World;

/// The members by which every list action lets its caller page.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PageRequest {
    pub next_token: Option<String>,
    pub max_results: Option<u32>,
}

/// One page of a list as the member `key`, with a `nextToken` if there is more.
///
/// Each item comes with a number that grows along the list, such as its row; a token remembers the number of
/// the last item given, so nothing is given twice or left out when the list changes between two pages.
/// `show` writes one item, and is called for those of the page only.
pub fn page<T>(
    world: &World,
    key: &str,
    items: impl IntoIterator<Item = (u32, T)>,
    asked: &PageRequest,
    most: u32,
    show: impl Fn(T) -> Value,
) -> EcsResult<Value> {
    let most = page_size(asked, most)?;
    let after = asked.next_token.as_deref().map(|token| read_token(world, token)).transpose()?;
    let mut rest = items.into_iter().filter(|(number, _)| after.is_none_or(|after| *number > after));
    let mut last = None;
    let shown: Vec<Value> = rest
        .by_ref()
        .take(most as usize)
        .map(|(number, item)| {
            last = Some(number);
            show(item)
        })
        .collect();
    let mut answer = json!({ key: shown });
    if let Some(last) = last.filter(|_| rest.next().is_some()) {
        answer["nextToken"] = json!(world.identifiers.hex(Kind::Request, last));
    }
    Ok(answer)
}

/// Items a page may hold: as asked, `most` if nothing was asked. All list actions take 1 to 100.
fn page_size(asked: &PageRequest, most: u32) -> EcsResult<u32> {
    match asked.max_results {
        None => Ok(most),
        Some(size @ 1..=100) => Ok(size),
        // Assumed: ECS's own words are not known.
        Some(_) => Err(EcsError::invalid_parameter("maxResults must be between 1 and 100.")),
    }
}

/// Assumed: ECS's own words are not known.
fn read_token(world: &World, token: &str) -> EcsResult<u32> {
    let number = world.identifiers.parse_hex(Kind::Request, token);
    number.ok_or_else(|| EcsError::invalid_parameter("Invalid token."))
}
