//! Two signals beside each other (D5): link them, put them together, or say that they are not the same.

use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map};
use policy as op;
use shared::analysis::{Likeness, SimilarSignal};
use shared::id::SignalId;
use shared::life_cycle::{LifeCycle, SignalEvent};
use shared::signal::SignalDetail;

use super::link::link;
use super::panel::SignalWork;
use super::similar::{end_as_duplicate, tell_apart};
use super::view::InboxView;
use crate::components::{Button, ButtonKind, EmptyState, Loaded, Page};
use crate::desk::components::{Forbidden, Refusal, StateBadge};
use crate::desk::keys::{Press, use_keys};
use crate::desk::seat::use_seat;
use crate::desk::words::{age, today};
use crate::desk::work::Work;
use crate::prelude::*;

/// The page of two signals.
#[component]
pub(in crate::desk) fn ComparePage() -> impl IntoView {
    let params = use_params_map();
    let ids = Memo::new(move |_| {
        params.with(|params| {
            let id = |name| params.get(name).and_then(|id| id.parse::<SignalId>().ok());
            id("id").zip(id("other"))
        })
    });
    let may_read = untrack(|| use_seat().may::<op::ListSimilarSignals>());
    move || match ids.get() {
        Some(_) if !may_read => view! { <Forbidden/> }.into_any(),
        Some((one, other)) => view! { <Two one other/> }.into_any(),
        None => view! {
            <Page title=t!(error.not_found_title)>
                <EmptyState text=t!(error.not_found)>
                    <a class="button" href="/desk/signals">{t!(signal.back)}</a>
                </EmptyState>
            </Page>
        }
        .into_any(),
    }
}

/// Both, and what they have in common.
#[derive(Clone)]
struct Pair {
    one: SignalDetail,
    other: SignalDetail,
    found: Vec<SimilarSignal>,
}

#[component]
fn Two(one: SignalId, other: SignalId) -> impl IntoView {
    let seat = use_seat();
    let pair = LocalResource::new(move || {
        let api = seat.api();
        async move {
            let (own, theirs) = (api.get_signal(one).await?, api.get_signal(other).await?);
            // Signals that are not alike can be compared as well.
            let found = api.list_similar_signals(one).await.unwrap_or_default();
            Ok(Pair {
                one: own.value,
                other: theirs.value,
                found,
            })
        }
    });
    view! {
        <Page wide=true title=t!(alike.compare_title)
            aside=move || view! { <a class="button" href=InboxView::address_of_signal(one)>{t!(alike.back)}</a> }>
            <Loaded resource=pair view=move |pair| view! { <Beside pair/> }/>
        </Page>
    }
}

#[component]
fn Beside(pair: Pair) -> impl IntoView {
    let Pair { one, other, found } = pair;
    let (id, theirs) = (one.summary.id, other.summary.id);
    let alike = found
        .iter()
        .find(|found| found.signal.id == theirs)
        .cloned();
    let found = RwSignal::new(found);
    let work: SignalWork = Work::on(use_seat(), one.clone(), Callback::new(|_| true));
    work.follow();
    let shared = alike
        .as_ref()
        .map(|alike| alike.shared.clone())
        .unwrap_or_default();
    let likeness = alike.map(|alike| alike.likeness);
    let issues = other.summary.issues.clone();
    let link_to = Memo::new(move |_| {
        work.detail.with(|detail| {
            let own = &detail.summary.issues;
            issues
                .iter()
                .find(|issue| !own.iter().any(|own| own.id == issue.id))
                .cloned()
        })
    });
    let may_end = Memo::new(move |_| {
        let state = work.detail.with(|detail| detail.summary.state);
        state.on(SignalEvent::CloseDuplicate).next().is_some()
    });
    let navigate = StoredValue::new_local(use_navigate());
    let done = move || {
        navigate.with_value(|navigate| {
            navigate(
                &InboxView::address_of_signal(id),
                NavigateOptions::default(),
            );
        });
    };
    let link_both = move || {
        let Some(issue) = link_to.get_untracked() else {
            return false;
        };
        link(work, issue.id, issue.number);
        true
    };
    let put_together = move || {
        let may = may_end.get_untracked();
        if may {
            end_as_duplicate(work, theirs);
        }
        may
    };
    let differ = move || {
        tell_apart(work, theirs, found, true);
        done();
    };
    use_keys(move |press| match press {
        Press::Link => link_both(),
        Press::Merge => put_together(),
        Press::Differ => {
            differ();
            true
        }
        Press::Close => {
            done();
            true
        }
        _ => false,
    });
    let busy = work.sending.is_busy();
    view! {
        <Refusal work/>
        <p class="issue__head">{likeness.map(|likeness| view! { <span class="badge">{Likeness::label(likeness)}</span> })}
            {(!shared.is_empty()).then(|| view! { <span>{t!(alike.shared, words = shared.join(" · "))}</span> })}</p>
        <div class="row">
            {move || link_to.get().map(|issue| view! {
                <Button label=t!(alike.link, issue = issue.number) key="l" busy=busy on_press=move |()| { link_both(); }/>
            })}
            {move || may_end.get().then(|| view! {
                <Button label=t!(alike.duplicate) key="m" busy=busy on_press=move |()| { put_together(); }/>
            })}
            <Button label=t!(alike.different) key="n" kind=ButtonKind::Quiet busy=busy on_press=move |()| differ()/>
        </div>
        <div class="beside">
            {move || view! { <Side detail=work.detail.get() shared=shared.clone()/> }}
            <Side detail=other shared=Vec::new()/>
        </div>
    }
}

#[component]
fn Side(detail: SignalDetail, shared: Vec<String>) -> impl IntoView {
    let summary = detail.summary;
    let text = detail.text.unwrap_or_default();
    let issues: Vec<String> = summary
        .issues
        .iter()
        .map(|issue| format!("{} {}", issue.number, issue.title))
        .collect();
    let pieces = marked(&text, &shared);
    let piece = |(piece, is_shared): (String, bool)| {
        if is_shared {
            view! { <mark>{piece}</mark> }.into_any()
        } else {
            piece.into_any()
        }
    };
    view! {
        <article class="beside__one">
            <p class="meta">
                <StateBadge state=summary.state/>" "
                <time datetime=summary.received_on.to_string()>{age(summary.received_on, today())}</time>
                {summary.place.map(|place| format!(" · {place}"))}
            </p>
            <p class="beside__text" lang=summary.language>{pieces.into_iter().map(piece).collect_view()}</p>
            {(!issues.is_empty()).then(|| view! { <p class="meta">{issues.join(", ")}</p> })}
            <a class="button button--quiet" href=InboxView::address_of_signal(summary.id)>{t!(common.open)}</a>
        </article>
    }
}

/// A text in pieces: those that both have, and the rest. Letters count, not how large they are written.
fn marked(text: &str, shared: &[String]) -> Vec<(String, bool)> {
    let mut pieces: Vec<(String, bool)> = Vec::new();
    for word in text.split_inclusive(char::is_whitespace) {
        let letters: String = word
            .chars()
            .filter(|letter| letter.is_alphanumeric())
            .collect();
        let is_shared = !letters.is_empty()
            && shared
                .iter()
                .flat_map(|words| words.split_whitespace())
                .any(|known| known.to_lowercase() == letters.to_lowercase());
        match pieces.last_mut() {
            Some((piece, same)) if *same == is_shared => piece.push_str(word),
            _ => pieces.push((word.to_owned(), is_shared)),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_both_have_are_marked_and_nothing_is_lost() {
        let text = "Geen Plaats, in de opvang.";
        let pieces = marked(text, &["plaats".to_owned(), "de opvang".to_owned()]);
        let whole: String = pieces.iter().map(|(piece, _)| piece.as_str()).collect();
        assert_eq!(whole, text);
        let shared: Vec<&str> = pieces
            .iter()
            .filter(|(_, is_shared)| *is_shared)
            .map(|(piece, _)| piece.as_str())
            .collect();
        assert_eq!(shared, ["Plaats, ", "de opvang."]);
    }
}
