//! The published issues as a JSON Feed (version 1.1).

use serde_json::{Value, json};
use shared::codes::ClosedList;

use super::atom::{address, content};
use super::html::label;
use super::words::word;
use super::{Asked, JSON_FEED};

/// The feed in the language that was asked for.
pub(super) fn feed(asked: &Asked) -> String {
    let page = &asked.page;
    let items: Vec<Value> = page
        .issues
        .iter()
        .map(|issue| {
            let tags = issue.themes.iter().map(|code| label(asked, code.as_str()));
            json!({
                "id": format!("urn:uuid:{}", issue.id),
                "url": address(asked, issue),
                "title": issue.title,
                "content_text": content(asked, issue),
                "date_published": issue.published_at,
                "date_modified": issue.changed_at,
                "tags": tags.collect::<Vec<_>>(),
                "language": page.written_in.code(),
            })
        })
        .collect();
    json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": asked.title(),
        "description": word("public.lead", asked.language),
        "home_page_url": asked.address(""),
        "feed_url": asked.address(JSON_FEED),
        "language": asked.language.code(),
        "authors": [{ "name": page.name }],
        "items": items,
    })
    .to_string()
}
