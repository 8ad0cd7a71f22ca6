//! What stays on the device: settings and receipts, never the text of a signal (ux.md §16).

#[cfg(feature = "desk")]
use serde::{Serialize, de::DeserializeOwned};
use web_sys::Storage;

fn storage() -> Option<Storage> {
    super::dom::window().local_storage().ok()?
}

/// What was kept under a name.
#[inline(never)]
pub fn read(name: &str) -> Option<String> {
    storage()?.get_item(name).ok()?
}

/// Keeps a value; false when the device has no room or forbids it.
#[inline(never)]
pub fn write(name: &str, value: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(name, value).is_ok())
}

/// Forgets a value.
#[inline(never)]
pub fn remove(name: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(name);
    }
}

/// Forgets every value whose name begins like this.
#[cfg(feature = "field")]
pub fn remove_all(beginning: &str) {
    let Some(storage) = storage() else { return };
    let names =
        (0..storage.length().unwrap_or_default()).filter_map(|place| storage.key(place).ok()?);
    let names: Vec<String> = names.filter(|name| name.starts_with(beginning)).collect();
    for name in names {
        let _ = storage.remove_item(&name);
    }
}

/// What was kept under a name, read as JSON; `None` also when an older version wrote something else.
#[cfg(feature = "desk")]
pub fn read_json<T: DeserializeOwned>(name: &str) -> Option<T> {
    super::json::parse(&read(name)?)
}

/// Keeps a value as JSON.
#[cfg(feature = "desk")]
pub fn write_json<T: Serialize>(name: &str, value: &T) -> bool {
    serde_json::to_string(value).is_ok_and(|json| write(name, &json))
}
