//! What the signals of an issue say, in sentences of their own. It comes in a chunk of its own: most issues are small.

use policy as op;
use shared::analysis::{Quote, Summary};
use wasm_bindgen_futures::spawn_local;

use super::super::signals::InboxView;
use super::draft::Draft;
use super::read::IssueWork;
use crate::desk::chunks;
use crate::desk::lazy::Lazy;
use crate::prelude::*;

/// With fewer signals there is nothing to sum up: one reads them.
const FEWEST: u32 = 4;

/// Fetches the sentences for who may read signals. Nothing is said where there are few.
#[component]
pub(super) fn SummaryComing(work: IssueWork) -> impl IntoView {
    provide_context(work);
    let signals = Memo::new(move |_| work.detail.with(|detail| detail.summary.signals));
    let is_worth = move || signals.get() >= FEWEST && work.may::<op::GetSummary>();
    move || is_worth().then(|| view! { <Lazy fetch=chunks::summary/> })
}

/// The sentences, and what a language model makes of them where an authority allows one.
#[component]
pub(in crate::desk) fn SummaryOfSignals() -> impl IntoView {
    let work = expect_context::<IssueWork>();
    let found = RwSignal::new(Summary::default());
    let signals = Memo::new(move |_| work.detail.with(|detail| detail.summary.signals));
    let read = Callback::new(move |()| {
        let id = work.detail.with_untracked(|detail| detail.summary.id);
        let api = work.api();
        spawn_local(async move {
            if let Ok(summary) = api.get_summary(id).await {
                let _ = found.try_set(summary);
            }
        });
    });
    Effect::new(move |_| {
        signals.track();
        read.run(());
    });
    move || {
        let Summary {
            quotes,
            language_model,
            draft,
            ..
        } = found.get();
        if quotes.is_empty() && draft.is_none() {
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
                <Draft work offered=language_model draft again=read/>
            </section>
        }
        .into_any()
    }
}
