//! What the list shows, as its address says it.

use shared::trend::TrendKind;

use crate::desk::query::Query;
use crate::prelude::*;

/// Where the list lives.
const PATH: &str = "/desk/trends";

/// Which counts are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TrendsView {
    pub(super) kind: TrendKind,
}

impl TrendsView {
    /// Reads an address.
    pub(super) fn of(query: &Query) -> Self {
        let kind = query.get("kind").and_then(TrendKind::of_code);
        Self {
            kind: kind.unwrap_or(TrendKind::Theme),
        }
    }

    /// Its address.
    pub(super) fn address(self) -> String {
        let kind = (self.kind != TrendKind::Theme).then_some(self.kind);
        Query::default()
            .with_all("kind", kind.map(ClosedList::code))
            .at(PATH)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_keeps_the_kind() {
        for kind in TrendKind::ALL {
            let view = TrendsView { kind: *kind };
            let address = view.address();
            let (_, search) = address.split_once('?').unwrap_or_default();
            assert_eq!(TrendsView::of(&Query::parse(search)), view);
        }
    }
}
