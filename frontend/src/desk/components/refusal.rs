//! Why the last act on a page failed, or that somebody else was first.

use crate::components::{BannerKind, Notice, ProblemView};
use crate::desk::work::{Work, Workable};
use crate::prelude::*;

/// Above what was being done; announced.
#[component]
pub(in crate::desk) fn Refusal<D: Workable>(
    /// The work.
    work: Work<D>,
) -> impl IntoView {
    let retry = Callback::new(move |()| {
        work.refusal.set(None);
        work.reread();
    });
    view! {
        <div role="alert">
            {move || work.moved_on.get().map(|state| view! {
                <Notice kind=BannerKind::Warn><p>{t!(conflict.moved_on, state = state)}</p></Notice>
            })}
            {move || work.refusal.get().map(|error| view! { <ProblemView error on_retry=retry/> })}
        </div>
    }
}
