//! The areas of the desk: address, name and permission of each in one place. The menu shows what the server would allow.

use policy as op;

use super::chunks;
use super::lazy::Fetch;
use super::seat::Seat;
use crate::components::{Shape, icon};
use crate::prelude::*;

/// A part of the desk with an address of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Area {
    Start,
    Signals,
    Clusters,
    Issues,
    Actions,
    Feedback,
    Trends,
    Overview,
    Priorities,
    Search,
    Import,
    People,
    EntryLinks,
    Organisations,
    Audit,
    Suggestions,
    Export,
}

/// What stands in the bar.
pub(super) const MAIN: [Area; 8] = [
    Area::Start,
    Area::Signals,
    Area::Clusters,
    Area::Issues,
    Area::Actions,
    Area::Feedback,
    Area::Trends,
    Area::Overview,
];

/// What stands behind the menu.
pub(super) const MORE: [Area; 8] = [
    Area::Priorities,
    Area::Import,
    Area::Organisations,
    Area::EntryLinks,
    Area::People,
    Area::Audit,
    Area::Suggestions,
    Area::Export,
];

impl Area {
    /// Its address.
    pub(super) const fn path(self) -> &'static str {
        match self {
            Self::Start => "/desk/",
            Self::Signals => "/desk/signals",
            Self::Clusters => "/desk/clusters",
            Self::Issues => "/desk/issues",
            Self::Actions => "/desk/actions",
            Self::Feedback => "/desk/feedback",
            Self::Trends => "/desk/trends",
            Self::Overview => "/desk/overview",
            Self::Priorities => "/desk/priorities",
            Self::Search => "/desk/search",
            Self::Import => "/desk/import",
            Self::People => "/desk/people",
            Self::EntryLinks => "/desk/links",
            Self::Organisations => "/desk/organisations",
            Self::Audit => "/desk/audit",
            Self::Suggestions => "/desk/suggestions",
            Self::Export => "/desk/export",
        }
    }

    /// Its name in the menu.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Start => t!(nav.start),
            Self::Signals => t!(nav.inbox),
            Self::Clusters => t!(nav.clusters),
            Self::Issues => t!(nav.issues),
            Self::Actions => t!(nav.actions),
            Self::Feedback => t!(nav.feedback),
            Self::Trends => t!(nav.trends),
            Self::Overview => t!(nav.overview),
            Self::Priorities => t!(priorities.title),
            Self::Search => t!(search.title),
            Self::Import => t!(nav.import),
            Self::People => t!(nav.people),
            Self::EntryLinks => t!(nav.entry_links),
            Self::Organisations => t!(organisation.title),
            Self::Audit => t!(nav.audit),
            Self::Suggestions => t!(nav.suggestions),
            Self::Export => t!(nav.export),
        }
    }

    /// Beside its name.
    pub(super) const fn icon(self) -> Shape {
        match self {
            Self::Start => icon::HOUSE,
            Self::Signals => icon::INBOX,
            Self::Clusters => icon::GIT_MERGE,
            Self::Issues => icon::FLAG,
            Self::Actions => icon::CIRCLE_CHECK,
            Self::Feedback => icon::MESSAGE_SQUARE,
            Self::Trends => icon::TRENDING_UP,
            Self::Overview => icon::CHART_COLUMN,
            Self::Priorities => icon::LIST,
            Self::Search => icon::SEARCH,
            Self::Import => icon::UPLOAD,
            Self::People => icon::USERS,
            Self::EntryLinks => icon::QR_CODE,
            Self::Organisations => icon::USER,
            Self::Audit => icon::HISTORY,
            Self::Suggestions => icon::THUMBS_UP,
            Self::Export => icon::DOWNLOAD,
        }
    }

    /// Fetches its chunk of the program; the first page is there from the start.
    pub(super) fn chunk(self) -> Option<Fetch> {
        match self {
            Self::Start => None,
            Self::Signals => Some(chunks::inbox),
            Self::Clusters => Some(chunks::cluster_list),
            Self::Issues => Some(chunks::issue_list),
            Self::Actions => Some(chunks::action_list),
            Self::Feedback => Some(chunks::feedback_list),
            Self::Trends => Some(chunks::trend_list),
            Self::Overview => Some(chunks::overview),
            Self::Priorities => Some(chunks::priorities),
            Self::Search => Some(chunks::search),
            Self::Import => Some(chunks::import),
            Self::People => Some(chunks::people_list),
            Self::EntryLinks => Some(chunks::entry_link_list),
            Self::Organisations => Some(chunks::organisation_list),
            Self::Audit => Some(chunks::audit_log),
            Self::Suggestions => Some(chunks::suggestion_record),
            Self::Export => Some(chunks::export),
        }
    }

    /// Whether the signed-in person may see it, for the authorities that are being looked at.
    pub(super) fn is_open_to(self, seat: Seat) -> bool {
        match self {
            Self::Start => true,
            Self::Signals => seat.may::<op::ListSignals>(),
            Self::Clusters => seat.may::<op::ListClusters>(),
            Self::Issues => seat.may::<op::ListIssues>(),
            Self::Actions => seat.may::<op::ListActions>(),
            Self::Feedback => seat.may::<op::ListFeedback>(),
            Self::Trends => seat.may::<op::ListTrends>(),
            Self::Overview => seat.may::<op::GetIndicators>(),
            Self::Priorities => seat.may::<op::GetPriorityWeights>(),
            Self::Search => seat.may::<op::Search>(),
            Self::Import => seat.may::<op::CreateImport>(),
            Self::People => seat.may::<op::ListMembers>(),
            Self::EntryLinks => seat.may::<op::ListEntryLinks>(),
            Self::Organisations => seat.may::<op::ListOrganisations>(),
            Self::Audit => seat.may::<op::ListAuditEntries>(),
            Self::Suggestions => seat.may::<op::GetSuggestionRecord>(),
            Self::Export => seat.may::<op::ExportAuthority>(),
        }
    }

    /// Whether an address lies in it.
    pub(super) fn holds(self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        let own = self.path().trim_end_matches('/');
        match self {
            Self::Start => path == own,
            _ => path
                .strip_prefix(own)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/')),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_lies_in_exactly_one_area() {
        for (path, area) in [
            ("/desk/", Area::Start),
            ("/desk", Area::Start),
            ("/desk/signals/0b6c", Area::Signals),
            ("/desk/issues", Area::Issues),
        ] {
            let found: Vec<Area> = MAIN
                .into_iter()
                .chain(MORE)
                .filter(|area| area.holds(path))
                .collect();
            assert_eq!(found, [area], "{path}");
        }
    }
}
