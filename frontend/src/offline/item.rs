//! Items as the device stores them.

use shared::codes::ClosedList;
use shared::outbox::Item;
use shared::problem::Code;

use crate::browser::json::{Json, Object};

/// An item from its JSON; `None` when another version wrote what this one does not know.
pub(super) fn read(json: &str) -> Option<Item> {
    let json = Json::parse(json)?;
    Some(Item {
        key: json.parsed("key")?,
        kind: json.code("kind")?,
        authority: json.text("authority")?,
        parent: json.parsed("parent"),
        created_at_ms: json.number("createdAt")?,
        tries: json.number("tries")?,
        next_at_ms: json.number("nextAt")?,
        state: json.code("state")?,
        is_in_doubt: json.flag("inDoubt")?,
        refusal: json.text("refusal").as_deref().and_then(Code::of_urn),
    })
}

/// An item as JSON.
pub(super) fn written(item: &Item) -> String {
    let parent = item.parent.map(|parent| parent.to_string());
    let refusal = item.refusal.map(Code::urn);
    Object::new()
        .text("key", item.key.to_string().as_str())
        .text("kind", item.kind.code())
        .text("authority", item.authority.as_str())
        .text("parent", parent.as_deref())
        .plain("createdAt", item.created_at_ms.max(0))
        .plain("tries", item.tries)
        .plain("nextAt", item.next_at_ms.max(0))
        .text("state", item.state.code())
        .plain("inDoubt", item.is_in_doubt)
        .text("refusal", refusal.as_deref())
        .written()
}

#[cfg(test)]
mod tests {
    use shared::outbox::{ItemKind, ItemState};

    use super::*;

    #[test]
    fn an_item_is_the_same_after_the_night() {
        let key = "01934f6e-8a3b-7c21-9d4e-5f60718293a4".parse().unwrap();
        let plain = Item::new(key, ItemKind::Submit, "linde".into(), 1_772_440_200_000);
        let tried = Item {
            parent: Some(key),
            tries: 3,
            state: ItemState::Rejected,
            is_in_doubt: true,
            refusal: Some(Code::TooLong),
            ..plain.clone()
        };
        for item in [plain, tried] {
            assert_eq!(read(&written(&item)), Some(item));
        }
    }

    #[test]
    fn what_an_earlier_release_kept_is_read() {
        let kept = r#"{"key":"01934f6e-8a3b-7c21-9d4e-5f60718293a4","kind":"submit","authority":"linde","createdAt":1,"tries":2,"nextAt":3,"state":"sending","inDoubt":false}"#;
        let item = read(kept).unwrap();
        assert_eq!((item.tries, item.state), (2, ItemState::Sending));
    }

    #[test]
    fn what_a_newer_version_wrote_is_left_alone() {
        let json =
            r#"{"key":"01934f6e-8a3b-7c21-9d4e-5f60718293a4","kind":"sing","authority":"linde"}"#;
        assert_eq!(read(json), None);
    }
}
