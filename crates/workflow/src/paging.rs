//! Which page of a list is asked for.

/// Where a page begins and how long it is; `C` is what a cursor of this list says.
#[derive(Debug, Clone, Copy)]
pub struct PageOf<C> {
    /// The row after which it begins.
    pub after: Option<C>,
    /// How many rows.
    pub size: u32,
}

impl<C> PageOf<C> {
    /// How many rows to read: one more than the page has, which tells whether another page follows.
    pub(crate) fn most(&self) -> i64 {
        i64::from(self.size) + 1
    }
}
