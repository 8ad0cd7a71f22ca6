//! Themes, tags and target groups: a machine or a provider proposes, a person decides.

use shared::analysis::{Phrase, Suggestion};
use shared::signal::{CodeDraft, SignalDetail, TagStatus, Tagging, TaggingDraft};

use super::panel::SignalWork;
use super::view::InboxView;
use crate::components::{Button, ButtonKind, Icon, icon};
use crate::desk::choices::{self, Choice};
use crate::desk::components::Combobox;
use crate::desk::words::code_words;
use crate::prelude::*;

/// What stands on the signal, and what is proposed.
#[component]
pub(super) fn Tags(work: SignalWork, may_work: bool) -> impl IntoView {
    let confirmed = move || {
        let tags = work
            .detail
            .with(|detail| with_status(detail, TagStatus::Confirmed));
        if tags.is_empty() {
            return view! { <p class="meta">{t!(common.none)}</p> }.into_any();
        }
        let tag = move |tag: Tagging| {
            let words = words_of(work, &tag);
            let name = t!(common.remove_item, item = words.clone());
            let remove = move |_| reject(work, &tag);
            view! {
                <li class="tag">
                    <span>{words}</span>
                    {may_work.then(|| view! {
                        <button type="button" class="tag__remove" aria-label=name on:click=remove><Icon shape=icon::X/></button>
                    })}
                </li>
            }
        };
        view! { <ul class="tag-list">{tags.into_iter().map(tag).collect_view()}</ul> }.into_any()
    };
    let proposed = move || {
        let tags = work
            .detail
            .with(|detail| with_status(detail, TagStatus::Proposed));
        (!tags.is_empty()).then(|| {
            let many = tags.len() > 1;
            let line = move |(position, tag): (usize, Tagging)| {
                view! { <Proposal work position tag may_work/> }
            };
            view! {
                <div class="proposals">
                    <h3 class="proposals__title">{t!(suggestion.title)}</h3>
                    <ol class="proposals__list">{tags.into_iter().enumerate().map(line).collect_view()}</ol>
                    {(may_work && many).then(|| view! {
                        <Button label=t!(suggestion.accept_all) icon=icon::CHECK key="Y" busy=work.sending.is_busy()
                            on_press=move |()| accept_all(work)/>
                    })}
                </div>
            }
        })
    };
    view! {
        <section class="signal__part">
            <h2 class="part-title">{t!(tagging.title)}</h2>
            {confirmed}
            {proposed}
        </section>
    }
}

#[component]
fn Proposal(work: SignalWork, position: usize, tag: Tagging, may_work: bool) -> impl IntoView {
    let (accepted, rejected) = (tag.clone(), tag.clone());
    let (origin, status) = (tag.origin, tag.status);
    let suggestion = tag.suggestion.clone();
    let sureness = match &suggestion {
        Some(suggestion) => suggestion.certainty.label(),
        None => code_words("tag_status", status),
    };
    // The taxonomy may come later than the signal.
    let words = Memo::new(move |_| words_of(work, &tag));
    let accept_name = move || t!(suggestion.accept_named, name = words.get());
    let reject_name = move || t!(suggestion.reject_named, name = words.get());
    view! {
        <li class="proposal">
            <kbd aria-hidden="true">{position + 1}</kbd>
            <span class="tag tag--proposed">{words}</span>
            <span class="meta">{code_words("tag_origin", origin)}" · "{sureness}</span>
            {may_work.then(|| view! {
                <span class="proposal__buttons">
                    <Button label=accept_name icon=icon::CHECK icon_only=true kind=ButtonKind::Quiet busy=work.sending.is_busy()
                        on_press=move |()| confirm(work, std::slice::from_ref(&accepted))/>
                    <Button label=reject_name icon=icon::X icon_only=true kind=ButtonKind::Quiet busy=work.sending.is_busy()
                        on_press=move |()| reject(work, &rejected)/>
                </span>
            })}
            {suggestion.map(|suggestion| view! { <Why work suggestion/> })}
        </li>
    }
}

/// What a proposal rests on: the words in the text, signals that look alike, and which model says so.
#[component]
fn Why(work: SignalWork, suggestion: Suggestion) -> impl IntoView {
    let text: Vec<char> = work
        .detail
        .with_untracked(|detail| detail.text.as_deref().unwrap_or_default().chars().collect());
    let phrases: Vec<String> = suggestion
        .reasons
        .phrases
        .iter()
        .filter_map(|phrase| words_at(&text, *phrase))
        .collect();
    let alike = suggestion.reasons.alike;
    view! {
        <details class="why">
            <summary>{t!(suggestion.why)}</summary>
            <p class="meta">{t!(suggestion.sure_of, percent = suggestion.confidence.to_string())}</p>
            {(!phrases.is_empty()).then(|| view! {
                <p class="meta">{t!(suggestion.rests_on)}" "
                    {phrases.into_iter().map(|phrase| view! { <q>{phrase}</q>" " }).collect_view()}
                </p>
            })}
            {(!alike.is_empty()).then(|| view! {
                <p class="meta">{t!(suggestion.alike)}" "
                    {alike.into_iter().enumerate().map(|(place, id)| view! {
                        <a href=InboxView::address_of_signal(id)>{t!(suggestion.alike_nth, number = (place + 1).to_string())}</a>" "
                    }).collect_view()}
                </p>
            })}
            <p class="meta">{t!(suggestion.model, model = suggestion.model)}</p>
        </details>
    }
}

/// The words at a place in the text, counted in characters; nothing for a place that is none.
fn words_at(text: &[char], phrase: Phrase) -> Option<String> {
    let (start, end) = (phrase.start.try_into().ok()?, phrase.end.try_into().ok()?);
    let words: &[char] = text.get::<std::ops::Range<usize>>(start..end)?;
    Some(words.iter().collect())
}

/// Finds a theme, tag or target group and puts it on the signal.
#[component]
pub(super) fn TagPane(work: SignalWork, on_close: Callback<()>) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let all = Memo::new(move |_| {
        work.seat
            .taxonomy(&work.authority())
            .map(|taxonomy| choices::codes(&taxonomy))
            .unwrap_or_default()
    });
    let shown = Reactive::derive(move || {
        let typed = typed.get();
        if typed.trim().is_empty() {
            return Vec::new();
        }
        all.with(|all| choices::matching(all, &typed, 8))
    });
    let choose = Callback::new(move |choice: Choice| {
        let Some((scheme, code)) = choices::code_of(&choice.id) else {
            return;
        };
        let draft = TaggingDraft {
            confirm: vec![CodeDraft { scheme, code }],
            ..TaggingDraft::default()
        };
        send(work, draft, t!(tagging.added, name = choice.label));
    });
    view! {
        <div class="step-form">
            <Combobox label=t!(tagging.search) choices=shown typed on_choose=choose
                none_found=t!(tagging.none_found) autofocus=true on_close/>
            <div class="row"><Button label=t!(common.done) kind=ButtonKind::Quiet on_press=on_close/></div>
        </div>
    }
}

/// Accepts the n-th proposal, from 0.
pub(super) fn accept_nth(work: SignalWork, nth: usize) {
    let proposed = work
        .detail
        .with_untracked(|detail| with_status(detail, TagStatus::Proposed));
    if let Some(tag) = proposed.into_iter().nth(nth) {
        confirm(work, &[tag]);
    }
}

/// Accepts every proposal.
pub(super) fn accept_all(work: SignalWork) {
    let proposed = work
        .detail
        .with_untracked(|detail| with_status(detail, TagStatus::Proposed));
    if !proposed.is_empty() {
        confirm(work, &proposed);
    }
}

fn confirm(work: SignalWork, tags: &[Tagging]) {
    let names: Vec<String> = untrack(|| tags.iter().map(|tag| words_of(work, tag)).collect());
    let draft = TaggingDraft {
        confirm: tags.iter().map(code_draft).collect(),
        ..TaggingDraft::default()
    };
    send(
        work,
        draft,
        t!(suggestion.accepted, name = names.join(", ")),
    );
}

fn reject(work: SignalWork, tag: &Tagging) {
    let words = untrack(|| words_of(work, tag));
    let done = match tag.status {
        TagStatus::Proposed => t!(suggestion.rejected, name = words),
        _ => t!(tagging.removed, name = words),
    };
    let draft = TaggingDraft {
        reject: vec![code_draft(tag)],
        ..TaggingDraft::default()
    };
    send(work, draft, done);
}

/// Sends it; it can be taken back.
fn send(work: SignalWork, draft: TaggingDraft, done: String) {
    let held = work
        .detail
        .with_untracked(|detail| with_status(detail, TagStatus::Confirmed));
    let back = against(&draft, &held);
    work.act(
        move |api, id, version| {
            let draft = draft.clone();
            async move { api.tag_signal(id, version, &draft).await }
        },
        move |detail| {
            let back = back.clone();
            work.say_undoable(detail, done.clone(), move |api, id, version| {
                let back = back.clone();
                async move { api.tag_signal(id, version, &back).await }
            });
        },
    );
}

/// What makes it as it was: codes that held before hold again, on all others the decision is taken back.
pub(super) fn against(draft: &TaggingDraft, held: &[Tagging]) -> TaggingDraft {
    let (confirm, reconsider) = draft
        .confirm
        .iter()
        .chain(&draft.reject)
        .cloned()
        .partition(|code| held.iter().any(|tag| code_draft(tag) == *code));
    TaggingDraft {
        confirm,
        reconsider,
        ..TaggingDraft::default()
    }
}

fn code_draft(tag: &Tagging) -> CodeDraft {
    CodeDraft {
        scheme: tag.scheme,
        code: tag.code.to_string(),
    }
}

fn words_of(work: SignalWork, tag: &Tagging) -> String {
    work.seat
        .words(&work.authority(), tag.scheme, tag.code.as_str())
}

fn with_status(detail: &SignalDetail, status: TagStatus) -> Vec<Tagging> {
    let tags = detail.summary.tags.iter();
    tags.filter(|tag| tag.status == status).cloned().collect()
}

#[cfg(test)]
mod tests {
    use shared::signal::TagOrigin;
    use shared::taxonomy::{Code, Scheme};

    use super::*;

    fn code(code: &str) -> CodeDraft {
        CodeDraft {
            scheme: Scheme::Theme,
            code: code.into(),
        }
    }

    #[test]
    fn an_undo_puts_back_what_held_and_opens_the_rest_again() {
        let tag = |code: &str, status| Tagging {
            scheme: Scheme::Theme,
            code: Code::stored(code.to_owned()),
            origin: TagOrigin::Provider,
            status,
            suggestion: None,
        };
        let before = vec![
            tag("housing", TagStatus::Confirmed),
            tag("digital", TagStatus::Proposed),
        ];
        let held: Vec<Tagging> = before
            .into_iter()
            .filter(|tag| tag.status == TagStatus::Confirmed)
            .collect();
        let draft = TaggingDraft {
            confirm: vec![code("digital"), code("mobility")],
            reject: vec![code("housing")],
            ..TaggingDraft::default()
        };
        let back = against(&draft, &held);
        assert_eq!(back.confirm, [code("housing")]);
        assert_eq!(back.reconsider, [code("digital"), code("mobility")]);
    }
}
