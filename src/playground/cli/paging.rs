//! Joins the pages of a list action, as the AWS CLI does without being asked.
//!
//! Whoever runs a line asks for `request()`, hands each response to `take`, and prints what `finish` returns.

use super::Parsed;
use crate::model::api::operations::{Operation, Pagination};
use crate::model::kernel::base64;
use serde_json::{Map, Value, json};

/// A list action under way.
#[derive(Debug)]
pub struct Pages {
    pagination: &'static Pagination,
    request: Map<String, Value>,
    max_items: Option<usize>,
    /// Entries of the first page that an earlier answer already had.
    skip: usize,
    entries: Vec<Value>,
    /// The first response without its list.
    answer: Option<Map<String, Value>>,
    resume: Option<String>,
}

impl Pages {
    /// `None` when the line asks for a single response.
    pub fn of(operation: &'static Operation, parsed: &Parsed) -> Option<Self> {
        let pagination = operation.paginated.as_ref().filter(|_| parsed.paginate)?;
        let mut request = parsed.request.as_object().cloned().unwrap_or_default();
        let mut skip = 0;
        if let Some(text) = &parsed.starting_token {
            let (token, skipped) = read_token(text, pagination.token);
            skip = skipped;
            request.extend(token.map(|token| (pagination.token.to_string(), token)));
        }
        request.extend(parsed.page_size.map(|size| (pagination.limit_key.to_string(), size.into())));
        let max_items = parsed.max_items.map(|most| most as usize);
        Some(Self { pagination, request, max_items, skip, entries: Vec::new(), answer: None, resume: None })
    }

    /// The request for the next page.
    pub fn request(&self) -> Value {
        Value::Object(self.request.clone())
    }

    /// Takes a response in; whether another page is to be asked for.
    pub fn take(&mut self, mut response: Value) -> bool {
        let page = response[self.pagination.result_key].take();
        let next = response[self.pagination.token].take();
        let entries = page.as_array().map_or(&[][..], Vec::as_slice);
        let entries = entries.get(self.skip..).unwrap_or_default();
        let room = self.max_items.map_or(usize::MAX, |most| most - self.entries.len());
        if entries.len() > room {
            let this_page = self.request.get(self.pagination.token).cloned().unwrap_or_default();
            self.resume = Some(write_token(self.pagination.token, &this_page, Some(room + self.skip)));
        } else if entries.len() == room && !next.is_null() {
            self.resume = Some(write_token(self.pagination.token, &next, None));
        }
        self.entries.extend(entries.iter().take(room).cloned());
        self.skip = 0;
        if let Value::Object(members) = response {
            self.answer.get_or_insert(members);
        }
        let more = self.resume.is_none() && !next.is_null();
        self.request.insert(self.pagination.token.to_string(), next);
        more
    }

    /// All entries in one response; `NextToken` when `--max-items` cut it short.
    pub fn finish(self) -> Value {
        let mut answer = self.answer.unwrap_or_default();
        answer.insert(self.pagination.result_key.to_string(), self.entries.into());
        answer.shift_remove(self.pagination.token);
        answer.extend(self.resume.map(|token| ("NextToken".to_string(), token.into())));
        answer.into()
    }
}

/// The AWS CLI's own token: where to go on, and how many entries of that page are already known.
fn write_token(name: &str, token: &Value, known: Option<usize>) -> String {
    let known = known.map_or_else(String::new, |known| format!(", \"boto_truncate_amount\": {known}"));
    base64::encode(format!("{{{}: {token}{known}}}", json!(name)).as_bytes())
}

/// A token that is not the AWS CLI's is taken for the service's.
fn read_token(text: &str, name: &str) -> (Option<Value>, usize) {
    let decoded = base64::decode(text).and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
    match decoded.filter(|token| token.get(name).is_some()) {
        None => (Some(text.into()), 0),
        Some(token) => {
            let known = token["boto_truncate_amount"].as_u64().and_then(|known| usize::try_from(known).ok());
            (Some(token[name].clone()).filter(|token| !token.is_null()), known.unwrap_or(0))
        }
    }
}
