//! A page that the roles of this person do not open: an old link, or roles that changed meanwhile.

use crate::components::{EmptyState, Page};
use crate::prelude::*;

/// Says so, and leads to where one can go on.
#[component]
pub(in crate::desk) fn Forbidden() -> impl IntoView {
    view! {
        <Page wide=true title=t!(error.forbidden_title)>
            <EmptyState text=t!(error.forbidden)>
                <a class="button" href="/desk/">{t!(error.go_start)}</a>
            </EmptyState>
        </Page>
    }
}
