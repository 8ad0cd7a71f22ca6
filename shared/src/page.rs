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
    /// The first `size` of rows that were read with one more, to know whether another page follows. `cursor` tells where
    /// that one begins.
    pub fn cut(mut rows: Vec<T>, size: u32, cursor: impl FnOnce(&T) -> String) -> Self {
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let more = rows.len() > size;
        rows.truncate(size);
        let next = rows.last().filter(|_| more).map(cursor);
        Self {
            items: rows,
            next,
            total: None,
        }
    }

    /// The same page of what is made of its rows, unless one of them cannot be made.
    pub fn try_map<U, E>(self, make: impl FnMut(T) -> Result<U, E>) -> Result<Page<U>, E> {
        Ok(Page {
            items: self.items.into_iter().map(make).collect::<Result<_, E>>()?,
            next: self.next,
            total: self.total,
        })
    }

    /// The same page of what is made of its rows.
    pub fn map<U>(self, make: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(make).collect(),
            next: self.next,
            total: self.total,
        }
    }

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

impl<T> Page<Option<T>> {
    /// Only the rows that are there.
    pub fn present(self) -> Page<T> {
        Page {
            items: self.items.into_iter().flatten().collect(),
            next: self.next,
            total: self.total,
        }
    }
}
