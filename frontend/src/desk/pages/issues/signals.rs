//! The signals of an issue: read them, take one out, split some off.

use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use policy as op;
use shared::id::SignalId;
use shared::lineage::SplitDraft;
use shared::signal::{SignalDetail, SignalFilter, SignalSummary};

use super::super::signals::{InboxView, Tab};
use super::conclude::toggle_in;
use super::merge::say_movable_back;
use super::read::{IssueDesk, IssueWork, Pane};
use crate::api::{Answer, ApiClient, Authorised};
use crate::components::{Button, ButtonKind, TextField, icon};
use crate::desk::components::{MoreRows, StepForm};
use crate::desk::listing::Growing;
use crate::desk::unsent::Unsent;
use crate::desk::words::{age, today};
use crate::desk::work::in_line;
use crate::prelude::*;

/// How many are read at a time.
const READ: u32 = 50;
/// How many are shown until somebody wants more.
const SHOWN: usize = 6;

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
    let list = Growing::new(version, move |_, after: Option<String>| {
        let api = work.api();
        async move {
            let filter = SignalFilter {
                issue: Some(id),
                ..SignalFilter::default()
            };
            api.list_signals(&filter, READ, after.as_deref()).await
        }
    });
    let chosen = RwSignal::new(Vec::<SignalId>::new());
    let is_unfolded = RwSignal::new(false);
    // Whoever splits chooses among all of them.
    let shows_all = Memo::new(move |_| is_unfolded.get() || desk.is_open(Pane::Split));
    let is_folded = Memo::new(move |_| !shows_all.get() && list.count() > SHOWN);
    let shown = move || {
        let most = if shows_all.get() { usize::MAX } else { SHOWN };
        list.rows().into_iter().take(most).collect::<Vec<_>>()
    };
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
                    <a class="button button--quiet" href=address>{t!(desk.open_in_inbox)}</a>
                    {move || (can_split() && !desk.is_open(Pane::Split)).then(|| view! {
                        <Button label=t!(issue_event.split) icon=icon::SPLIT kind=ButtonKind::Quiet on_press=move |()| desk.toggle(Pane::Split)/>
                    })}
                </div>
            </div>
            {move || desk.is_open(Pane::Split).then(|| view! { <SplitForm desk chosen/> })}
            {move || list.is_empty().then(|| view! { <p class="meta">{t!(issue.signals_empty)}</p> })}
            <ul class="signal-lines" hidden=move || list.count() == 0>
                <For each=shown key=|signal| (signal.id, signal.version) let:signal><Line desk signal chosen/></For>
            </ul>
            {move || is_folded.get().then(|| {
                let count = work.detail.with(|detail| detail.summary.signals);
                view! { <div class="row"><Button label=t!(desk.show_all_signals, count = count) on_press=move |()| is_unfolded.set(true)/></div> }
            })}
            <div hidden=move || is_folded.get()><MoreRows list/></div>
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
    let may_unlink = work.may::<op::UnlinkSignal>()
        && work
            .detail
            .with_untracked(|detail| detail.summary.state.is_editable());
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
    let (seat, toaster, authority) = (work.seat, work.toaster, work.authority());
    let api = work.api();
    work.sending.begin();
    let call = move |api: ApiClient<Authorised>, id, version| async move {
        api.unlink_signal(id, version, issue).await
    };
    in_line(
        api,
        signal,
        Some(version),
        call,
        move |answer: Answer<SignalDetail>| {
            work.sending.end();
            if let Err(error) = answer {
                work.refused(None, error);
                return;
            }
            seat.tell(issue.to_string(), false);
            toaster.say_undoable(t!(link.undone, issue = number), move || {
                let call = move |api: ApiClient<Authorised>, id, version| async move {
                    api.link_signal(id, version, issue).await
                };
                let api = seat.api_at(&authority);
                in_line(
                    api,
                    signal,
                    None,
                    call,
                    move |answer: Answer<SignalDetail>| {
                        match answer {
                            Ok(_) => toaster.say(t!(common.undone)),
                            Err(error) => toaster.say(error.text()),
                        }
                        seat.tell(issue.to_string(), false);
                    },
                );
            });
        },
    );
}

#[component]
fn SplitForm(desk: IssueDesk, chosen: RwSignal<Vec<SignalId>>) -> impl IntoView {
    let work = desk.work;
    let id = work.detail.with_untracked(|detail| detail.summary.id);
    let fresh = SplitDraft {
        title: String::new(),
        signals: Vec::new(),
    };
    let unsent = Unsent::new(format!("split.{id}"), fresh);
    let form = unsent.form;
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
                    unsent.sent();
                    let number = new.value.summary.number.clone();
                    say_movable_back(work, &new.value, t!(split.done, number = number));
                    let new = new.value.summary;
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
        <StepForm form title=t!(split.title) hint=t!(split.none_left) send=t!(split.send) busy=work.sending.is_busy() on_send=send on_close=close leftover=unsent.leftover()>
            <TextField form at="/title" label=t!(split.new_title) hint=t!(issue.form_title_hint)
                get=|draft| draft.title.clone() set=|draft, typed| draft.title = typed/>
            <p class="field__label">{t!(split.choose)}</p>
            <p role="status">{move || t!(inbox.selected, count = chosen.with(Vec::len))}</p>
        </StepForm>
    }
}
