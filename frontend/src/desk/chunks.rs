//! Which page comes in which chunk of the program. What is not named here is in the module that the desk starts with.
//!
//! Only `cargo xtask` can cut (feature `chunks`); without it everything is in one module and each page is there at once.

use super::lazy::{Coming, Show};
use super::pages::{
    actions, audit, clusters, entry_links, exports, feedback, imports, issues, organisations,
    overview, people, search, signals, suggestions, trends,
};
use crate::browser::chunk::Missing;
use crate::prelude::*;

macro_rules! chunks {
    ($($chunk:ident { $($name:ident: $page:path,)* })*) => { $($(
        /// Fetches the page.
        pub(super) fn $name() -> Coming {
            #[cfg(feature = "chunks")]
            #[wasm_split_helpers::wasm_split($chunk, fallible)]
            fn $name() -> Result<Show, Missing> {
                Ok(|| $page().into_any())
            }
            #[cfg(not(feature = "chunks"))]
            fn $name() -> std::future::Ready<Result<Show, Missing>> {
                std::future::ready(Ok(|| $page().into_any()))
            }
            Box::pin($name())
        }
    )*)* };
}

chunks! {
    inbox {
        inbox: signals::InboxPage,
    }
    signals {
        signal: signals::SignalPage,
    }
    clusters {
        cluster_list: clusters::ClustersPage,
        cluster: clusters::ClusterPage,
        compare: signals::ComparePage,
    }
    issues {
        issue_list: issues::IssuesPage,
        issue: issues::IssuePage,
    }
    summary {
        summary: issues::SummaryOfSignals,
    }
    follow_up {
        action_list: actions::ActionsPage,
        feedback_list: feedback::FeedbackPage,
        priorities: issues::PrioritiesPage,
    }
    trends {
        trend_list: trends::TrendsPage,
        trend: trends::TrendPage,
    }
    overview {
        search: search::SearchPage,
        overview: overview::OverviewPage,
    }
    office {
        import: imports::ImportPage,
        people_list: people::PeoplePage,
        entry_link_list: entry_links::EntryLinksPage,
        organisation_list: organisations::OrganisationsPage,
        audit_log: audit::AuditPage,
        suggestion_record: suggestions::SuggestionRecordPage,
        export: exports::ExportPage,
    }
}
