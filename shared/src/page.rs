//! One page of a list, and the version of a thing.

use serde::{Deserialize, Serialize};

/// How many rows a page may have (trust.md §5.2).
pub const MAX_PAGE_SIZE: u32 = 100;
/// How many it has when nobody asks.
pub const DEFAULT_PAGE_SIZE: u32 = 20;

/// Counting a long list stops here: a `total` of so many means "so many or more".
pub const MAX_COUNTED: u64 = 10_000;

/// One page of a list (Belgif `col-repres`): never a bare array, so that fields can be added.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Where the next page begins; absent on the last one. Opaque: pass it back as `after`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// How many rows match in all, where that was asked or costs nothing; 10,000 means so many or more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
}

impl<T> Page<T> {
    /// A list that fits one page.
    pub fn whole(items: Vec<T>) -> Self {
        let total = u64::try_from(items.len()).ok();
        Self {
            items,
            next: None,
            total,
        }
    }
}
