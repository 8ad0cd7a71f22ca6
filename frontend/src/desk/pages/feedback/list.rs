//! The queue of answers that are due.

use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use policy as op;
use shared::feedback::FeedbackBatch;
use shared::id::IssueId;

use super::super::signals::neighbour;
use super::compose::Composer;
use crate::browser::dom;
use crate::components::Page;
use crate::desk::components::{Forbidden, ListBody, Pager};
use crate::desk::keys::{Press, use_keys};
use crate::desk::listing::Listing;
use crate::desk::query::Query;
use crate::desk::seat::{Seat, use_seat};
use crate::desk::words;
use crate::prelude::*;

/// What the queue shows, as its address says it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct QueueView {
    batch: Option<String>,
    issue: Option<IssueId>,
    after: Option<String>,
}

impl QueueView {
    fn of(query: &Query) -> Self {
        Self {
            batch: query.get("batch").map(str::to_owned),
            issue: query.get("issue").and_then(|id| id.parse().ok()),
            after: query.get("after").map(str::to_owned),
        }
    }

    fn address(&self) -> String {
        Query::default()
            .with_all("batch", &self.batch)
            .with_all("issue", self.issue)
            .with_all("after", &self.after)
            .at("/desk/feedback")
    }

    fn shows(&self, batch: &FeedbackBatch) -> bool {
        self.issue.is_none_or(|issue| batch.issue == Some(issue))
    }
}

/// The page of the queue.
#[component]
pub(in crate::desk) fn FeedbackPage() -> impl IntoView {
    let seat = use_seat();
    if !untrack(|| seat.may::<op::ListFeedback>()) {
        return view! { <Forbidden/> }.into_any();
    }
    view! { <Queue seat/> }.into_any()
}

#[component]
fn Queue(seat: Seat) -> impl IntoView {
    let search = use_location().search;
    let view = Memo::new(move |_| QueueView::of(&Query::parse(&search.get())));
    let after = Memo::new(move |_| view.with(|view| view.after.clone()));
    let listing = Listing::new(after, move |after: Option<String>| {
        let api = seat.api();
        async move { api.list_feedback(after.as_deref()).await }
    });
    let rows = Memo::new(move |_| {
        let view = view.get();
        let rows = listing.rows().into_iter();
        rows.filter(|batch| view.shows(batch)).collect::<Vec<_>>()
    });
    // The chosen one; for one issue the first, so that the way from the issue needs no further press.
    let chosen = Memo::new(move |_| {
        let view = view.get();
        rows.with(|rows| match &view.batch {
            Some(id) => rows.iter().find(|batch| batch.id == *id).cloned(),
            None => rows.first().filter(|_| view.issue.is_some()).cloned(),
        })
    });
    let chosen_id =
        Memo::new(move |_| chosen.with(|chosen| chosen.as_ref().map(|batch| batch.id.clone())));
    let on_sent = Callback::new(move |id: String| {
        listing.patch(|rows| rows.retain(|batch| batch.id != id));
        listing.reread();
    });
    let on_draft = Callback::new(move |new: FeedbackBatch| {
        listing.patch(|rows| {
            if let Some(row) = rows.iter_mut().find(|row| row.id == new.id) {
                *row = new;
            }
        });
    });
    let navigate = use_navigate();
    use_keys(move |press| {
        let forward = match press {
            Press::Next | Press::Done => true,
            Press::Previous => false,
            Press::Open => return dom::focus_field_in("composer"),
            _ => return false,
        };
        let ids: Vec<String> =
            rows.with_untracked(|rows| rows.iter().map(|row| row.id.clone()).collect());
        let next = neighbour(&ids, chosen_id.get_untracked().as_ref(), forward);
        if let Some(next) = next {
            let options = NavigateOptions {
                scroll: false,
                replace: true,
                ..NavigateOptions::default()
            };
            let to = QueueView {
                batch: Some(next.clone()),
                ..view.get_untracked()
            };
            navigate(&to.address(), options);
            dom::focus_id(&row_id(&next));
        }
        true
    });
    view! {
        <Page wide=true title=t!(queue.title)>
            <p class="lead">{t!(queue.intro)}</p>
            <ListBody listing empty=t!(desk.queue_empty)>
                <div class="queue">
                    <div class="queue__list">
                        {move || view.with(|view| view.issue.is_some()).then(|| view! {
                            <p><a class="button" href="/desk/feedback">{t!(inbox.reset)}</a></p>
                        })}
                        {move || rows.with(Vec::is_empty).then(|| view! { <p>{t!(queue.filtered_empty)}</p> })}
                        <ul class="queue__rows">
                            <For each=move || rows.get() key=|batch| (batch.id.clone(), batch.drafted) let:batch>
                                <Row seat batch view/>
                            </For>
                        </ul>
                        <Pager listing is_later=Reactive::derive(move || after.with(Option::is_some))
                            address=Callback::new(move |after: Option<String>| QueueView { after, batch: None, ..view.get_untracked() }.address())/>
                    </div>
                    <div class="queue__work">
                        {move || {
                            // Read, not only tracked: a memo that nobody reads never learns of a change.
                            let _ = chosen_id.get();
                            match chosen.get_untracked() {
                                Some(batch) => view! { <Composer batch on_sent on_draft/> }.into_any(),
                                None => view! { <p class="inbox__nothing">{t!(desk.queue_choose)}</p> }.into_any(),
                            }
                        }}
                    </div>
                </div>
            </ListBody>
        </Page>
    }
}

#[component]
fn Row(seat: Seat, batch: FeedbackBatch, view: Memo<QueueView>) -> impl IntoView {
    let FeedbackBatch {
        id,
        authority,
        moment,
        title,
        due_on,
        late,
        by_mail,
        by_receipt,
        undeliverable,
        drafted,
        ..
    } = batch;
    let (own, link) = (id.clone(), row_id(&id));
    let address = move || {
        let batch = Some(id.clone());
        QueueView {
            batch,
            ..view.get()
        }
        .address()
    };
    let is_current = move || view.with(|view| view.batch.as_ref() == Some(&own));
    view! {
        <li>
            <a class="queue-row" id=link href=address data-noscroll="" aria-current=move || is_current().then_some("true")>
                <span class="queue-row__title">{title}</span>
                <span class="queue-row__meta">
                    {move || seat.is_pool().then(|| view! { <strong>{seat.name_of(&authority)}</strong> })}
                    <span class="badge badge--info">{moment.label()}</span>
                    <span>{t!(queue.recipients, count = by_mail + by_receipt)}</span>
                    <span class=if late { "badge badge--bad" } else { "meta" }>{words::term(due_on, words::today())}</span>
                    {(undeliverable > 0).then(|| view! { <span class="badge badge--warn">{t!(desk.undeliverable_count, count = undeliverable)}</span> })}
                    {drafted.then(|| view! { <span class="badge badge--ok">{shared::life_cycle::FeedbackState::Drafted.label()}</span> })}
                </span>
            </a>
        </li>
    }
}

/// The link of a row, for the focus.
fn row_id(batch: &str) -> String {
    format!("batch-{batch}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_restores_the_view() {
        let view = QueueView {
            batch: Some("issue.5d0b.decided".into()),
            issue: "5d0b7a52-93a4-4a0e-8a7e-1f6f1c0d4b22".parse().ok(),
            after: Some("x".into()),
        };
        let address = view.address();
        let (_, search) = address.split_once('?').unwrap();
        assert_eq!(QueueView::of(&Query::parse(search)), view);
    }
}
