//! The signals of an issue: read them, take one out, split some off.

use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use policy as op;
use shared::id::SignalId;
use shared::lineage::SplitDraft;
use shared::signal::{SignalFilter, SignalSummary};

use super::super::signals::{InboxView, Tab};
use super::conclude::toggle_in;
use super::read::{IssueDesk, IssueWork, Pane};
use crate::components::{Button, ButtonKind, Loaded, TextField, icon};
use crate::desk::components::StepForm;
use crate::desk::words::{age, today};
use crate::forms::Form;
use crate::prelude::*;

/// How many are shown here; the inbox shows all.
const SHOWN: u32 = 25;

/// The signals, for who may read them.
#[component]
pub(super) fn Signals(desk: IssueDesk) -> impl IntoView {
    let work = desk.work;
    if !work.may::<op::ListSignals>() {
        return ().into_any();
    }
    let id = work.detail.with_untracked(|detail| detail.summary.id);
    // A merge, a split or a link changes the count, and so the list.
    let version = Memo::new(move |_| {
        work.detail
            .with(|detail| (detail.summary.signals, detail.summary.version))
    });
    let page = LocalResource::new(move || {
        let _ = version.get();
        let api = work.api();
        async move {
            let filter = SignalFilter {
                issue: Some(id),
                ..SignalFilter::default()
            };
            api.list_signals(&filter, SHOWN, None).await
        }
    });
    let chosen = RwSignal::new(Vec::<SignalId>::new());
    let can_split = move || {
        work.may::<op::SplitIssue>()
            && work
                .detail
                .with(|detail| detail.summary.signals > 1 && detail.summary.state.is_editable())
    };
    let all = InboxView {
        tab: Tab::All,
        issue: Some(id),
        ..InboxView::default()
    };
    let address = all.address();
    view! {
        <section class="issue__part" id="signals">
            <div class="part-head">
                <h2 class="part-title">{t!(issue.signals_title)}</h2>
                <div class="row">
                    <a class="button button--quiet" href=address>{t!(inbox.all_title)}</a>
                    {move || (can_split() && !desk.is_open(Pane::Split)).then(|| view! {
                        <Button label=t!(issue_event.split) icon=icon::SPLIT kind=ButtonKind::Quiet on_press=move |()| desk.toggle(Pane::Split)/>
                    })}
                </div>
            </div>
            {move || desk.is_open(Pane::Split).then(|| view! { <SplitForm desk chosen/> })}
            <Loaded resource=page view=move |page| {
                if page.items.is_empty() {
                    view! { <p class="meta">{t!(issue.signals_empty)}</p> }.into_any()
                } else {
                    let line = move |signal: SignalSummary| view! { <Line desk signal chosen/> };
                    view! { <ul class="signal-lines">{page.items.into_iter().map(line).collect_view()}</ul> }.into_any()
                }
            }/>
        </section>
    }
    .into_any()
}

#[component]
fn Line(desk: IssueDesk, signal: SignalSummary, chosen: RwSignal<Vec<SignalId>>) -> impl IntoView {
    let work = desk.work;
    let SignalSummary {
        id,
        excerpt,
        language,
        received_on,
        place,
        version,
        ..
    } = signal;
    let may_unlink = work.may::<op::UnlinkSignal>();
    let name = t!(desk.select_signal, text = excerpt.clone());
    view! {
        <li class="signal-line">
            {move || desk.is_open(Pane::Split).then(|| view! {
                <input type="checkbox" aria-label=name.clone() prop:checked=move || chosen.with(|chosen| chosen.contains(&id))
                    on:change=move |_| chosen.update(|chosen| toggle_in(chosen, id))/>
            })}
            <div class="signal-line__text">
                <a href=InboxView::address_of_signal(id) lang=language>{excerpt}</a>
                <p class="meta"><time datetime=received_on.to_string()>{age(received_on, today())}</time>{place.map(|place| format!(" · {place}"))}</p>
            </div>
            {may_unlink.then(|| view! {
                <Button label=t!(link.undo) kind=ButtonKind::Quiet busy=work.sending.is_busy() on_press=move |()| unlink(work, id, version)/>
            })}
        </li>
    }
}

/// Takes a signal out; it can be put back for a while.
fn unlink(work: IssueWork, signal: SignalId, version: u64) {
    let (issue, number) = work
        .detail
        .with_untracked(|detail| (detail.summary.id, detail.summary.number.clone()));
    let api = work.api();
    work.sending.run(
        async move { api.unlink_signal(signal, version, issue).await },
        move |answer| match answer {
            Ok(new) => {
                let version = new.value.summary.version;
                let done = t!(link.undone, issue = number);
                work.toaster.say_undoable(done, move || {
                    let api = work.api();
                    work.sending.run(
                        async move { api.link_signal(signal, version, issue).await },
                        move |answer| match answer {
                            Ok(_) => work.reread(),
                            Err(error) => work.refused(None, error),
                        },
                    );
                });
                work.reread();
            }
            Err(error) => work.refused(None, error),
        },
    );
}

#[component]
fn SplitForm(desk: IssueDesk, chosen: RwSignal<Vec<SignalId>>) -> impl IntoView {
    let work = desk.work;
    let form = Form::new(SplitDraft {
        title: String::new(),
        signals: Vec::new(),
    });
    let navigate = StoredValue::new_local(use_navigate());
    let close = desk.close();
    let send = Callback::new(move |()| {
        form.draft
            .update(|draft| draft.signals = chosen.get_untracked());
        if !form.is_valid(SplitDraft::parse) {
            return;
        }
        let draft = form.draft.get_untracked();
        let (id, version) = work
            .detail
            .with_untracked(|detail| (detail.summary.id, detail.summary.version));
        let api = work.api();
        work.sending.run(
            async move { api.split_issue(id, version, &draft).await },
            move |answer| match answer {
                Ok(new) => {
                    let new = new.value.summary;
                    work.toaster.say(t!(split.done, number = new.number));
                    navigate.with_value(|navigate| {
                        navigate(
                            &format!("/desk/issues/{}", new.id),
                            NavigateOptions::default(),
                        );
                    });
                }
                Err(error) => work.refused(Some(form.any()), error),
            },
        );
    });
    view! {
        <StepForm form title=t!(split.title) hint=t!(split.none_left) send=t!(split.send) busy=work.sending.is_busy() on_send=send on_close=close>
            <TextField form at="/title" label=t!(split.new_title) hint=t!(issue.form_title_hint)
                get=|draft| draft.title.clone() set=|draft, typed| draft.title = typed/>
            <p class="field__label">{t!(split.choose)}</p>
            <p role="status">{move || t!(inbox.selected, count = chosen.with(Vec::len))}</p>
        </StepForm>
    }
}
