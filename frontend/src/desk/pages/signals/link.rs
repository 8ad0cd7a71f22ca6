//! Which issues a signal belongs to.

use shared::id::IssueId;
use shared::issue::IssueSummary;
use shared::life_cycle::IssueState;
use shared::signal::{IssueLink, TagStatus, Tagging};
use shared::taxonomy::Scheme;

use super::bulk::IssueOfSignals;
use super::panel::SignalWork;
use crate::components::{Button, ButtonKind, icon};
use crate::desk::components::IssuePicker;
use crate::prelude::*;

/// The issues, each with a way out.
#[component]
pub(super) fn Links(work: SignalWork, may_work: bool) -> impl IntoView {
    let line = move |issue: IssueLink| {
        let IssueLink { id, number, title } = issue;
        let out = number.clone();
        view! {
            <li class="link-line">
                <a href=format!("/desk/issues/{id}")>{number}" "{title}</a>
                {may_work.then(|| view! {
                    <Button label=t!(link.undo) kind=ButtonKind::Quiet busy=work.sending.is_busy()
                        on_press=move |()| unlink(work, id, out.clone())/>
                })}
            </li>
        }
    };
    let seen = move || {
        let seen = work.detail.with(|detail| detail.seen_issue.clone())?;
        let IssueLink { id, number, title } = seen;
        let of = number.clone();
        Some(view! {
            <div class="seen-too">
                <p class="meta">{t!(link.seen)}</p>
                <p class="link-line">
                    <a href=format!("/desk/issues/{id}")>{number.clone()}" "{title}</a>
                    {may_work.then(|| view! {
                        <Button label=t!(link.confirm, issue = number) busy=work.sending.is_busy() on_press=move |()| link(work, id, of.clone())/>
                    })}
                </p>
            </div>
        })
    };
    view! {
        <section class="signal__part">
            <h2 class="part-title">{t!(link.list_title)}</h2>
            {seen}
            {move || {
                let issues = work.detail.with(|detail| detail.summary.issues.clone());
                if issues.is_empty() {
                    view! { <p class="meta">{t!(link.list_empty)}</p> }.into_any()
                } else {
                    view! { <ul class="link-list">{issues.into_iter().map(line).collect_view()}</ul> }.into_any()
                }
            }}
        </section>
    }
}

/// Finds an issue and links the signal, or makes a new one of it.
#[component]
pub(super) fn LinkPane(work: SignalWork, on_close: Callback<()>) -> impl IntoView {
    let is_new = RwSignal::new(false);
    let choose = Callback::new(move |issue: IssueSummary| {
        let is_there = work
            .detail
            .with_untracked(|detail| detail.summary.issues.iter().any(|link| link.id == issue.id));
        if is_there {
            work.toaster.say(t!(link.already, issue = issue.number));
            return;
        }
        on_close.run(());
        link(work, issue.id, issue.number);
    });
    move || {
        let authority = work.authority();
        if is_new.get() {
            let signals = vec![work.detail.with_untracked(|detail| detail.summary.id)];
            let done = Callback::new(move |()| work.reread());
            return view! { <IssueOfSignals authority signals on_close on_done=done/> }.into_any();
        }
        view! {
            <div class="step-form">
                <IssuePicker authority label=t!(link.search) takes=IssueState::takes_signals themes=themes(work)
                    on_choose=choose on_close/>
                <div class="row">
                    <Button label=t!(link.new_issue) icon=icon::PLUS on_press=move |()| is_new.set(true)/>
                    <Button label=t!(common.cancel) kind=ButtonKind::Quiet on_press=on_close/>
                </div>
            </div>
        }
        .into_any()
    }
}

/// Confirms what the sender said to see too; false when nothing was said.
pub(super) fn confirm_seen(work: SignalWork) -> bool {
    let seen = work
        .detail
        .with_untracked(|detail| detail.seen_issue.clone());
    let Some(IssueLink { id, number, .. }) = seen else {
        return false;
    };
    link(work, id, number);
    true
}

/// The themes that somebody put on the signal or proposed for it.
fn themes(work: SignalWork) -> Vec<String> {
    let taxonomy = work.seat.taxonomy_now(&work.authority());
    let tags = work
        .detail
        .with_untracked(|detail| detail.summary.tags.clone());
    let theme = |tag: Tagging| match tag.scheme {
        Scheme::Theme => Some(tag.code.to_string()),
        Scheme::Tag => {
            let theme = taxonomy.as_ref()?.theme_of(tag.code.as_str())?;
            Some(theme.code.to_string())
        }
        Scheme::TargetGroup => None,
    };
    let mut themes: Vec<String> = tags
        .into_iter()
        .filter(|tag| tag.status != TagStatus::Rejected)
        .filter_map(theme)
        .collect();
    themes.sort_unstable();
    themes.dedup();
    themes
}

pub(super) fn link(work: SignalWork, issue: IssueId, number: String) {
    work.act(
        move |api, id, version| async move { api.link_signal(id, version, issue).await },
        move |detail| {
            let done = t!(link.done, issue = number.clone());
            work.say_undoable(detail, done, move |api, id, version| async move {
                api.unlink_signal(id, version, issue).await
            });
        },
    );
}

fn unlink(work: SignalWork, issue: IssueId, number: String) {
    work.act(
        move |api, id, version| async move { api.unlink_signal(id, version, issue).await },
        move |detail| {
            let done = t!(link.undone, issue = number.clone());
            work.say_undoable(detail, done, move |api, id, version| async move {
                api.link_signal(id, version, issue).await
            });
        },
    );
}
