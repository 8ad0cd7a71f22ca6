//! What the signals of an issue say, in sentences of their own.

use policy as op;
use shared::analysis::{Quote, Summary};
use wasm_bindgen_futures::spawn_local;

use super::super::signals::InboxView;
use super::read::IssueWork;
use crate::prelude::*;

/// With fewer signals there is nothing to sum up: one reads them.
const FEWEST: u32 = 4;

/// The sentences, for who may read signals. Nothing is said where there are few.
#[component]
pub(super) fn SummaryOfSignals(work: IssueWork) -> impl IntoView {
    let found = RwSignal::new(Summary::default());
    let signals = Memo::new(move |_| work.detail.with(|detail| detail.summary.signals));
    Effect::new(move |_| {
        if signals.get() < FEWEST || !work.may::<op::GetSummary>() {
            return;
        }
        let id = work.detail.with_untracked(|detail| detail.summary.id);
        let api = work.api();
        spawn_local(async move {
            if let Ok(summary) = api.get_summary(id).await {
                let _ = found.try_set(summary);
            }
        });
    });
    move || {
        let quotes = found.get().quotes;
        if quotes.is_empty() {
            return ().into_any();
        }
        let line = |quote: Quote| {
            view! {
                <li><blockquote lang=quote.language><a href=InboxView::address_of_signal(quote.signal)>{quote.sentence}</a></blockquote></li>
            }
        };
        view! {
            <section class="issue__part">
                <h2 class="part-title">{t!(issue.summary_title)}</h2>
                <p class="field__hint">{t!(issue.summary_hint)}</p>
                <ul class="quotes">{quotes.into_iter().map(line).collect_view()}</ul>
            </section>
        }
        .into_any()
    }
}
