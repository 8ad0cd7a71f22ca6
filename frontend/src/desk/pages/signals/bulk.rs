//! The same act on many signals, in sight or not, with progress, with what became of each, and with a way back.

use std::collections::BTreeSet;

use shared::id::SignalId;
use shared::issue::{IssueDraft, IssueSummary, MAX_SIGNALS_PER_REQUEST};
use shared::life_cycle::IssueState;
use shared::signal::{CodeDraft, SignalSummary};
use shared::signal_changes::{RefusedSignal, SeenSignal, SignalChange};
use wasm_bindgen_futures::spawn_local;

use super::bulk_run::{self, MOST, Outcome};
use super::inbox_list::InboxList;
use super::rows::first_words;
use super::take_along::TakeAlong;
use super::view::InboxView;
use crate::api::ApiError;
use crate::components::{Button, ButtonKind, Dialog, TextField, Toaster, icon, use_toaster};
use crate::desk::choices::{self, Choice};
use crate::desk::components::{Combobox, IssuePicker, StepForm};
use crate::desk::keys::{Press, use_keys};
use crate::desk::seat::{Seat, use_seat};
use crate::desk::sending::Sending;
use crate::desk::unsent::Unsent;
use crate::i18n::number;
use crate::prelude::*;

/// From so many on it is asked first: whoever chose everything may not know how much that is.
const MANY: usize = 50;
/// So many refusals are told one by one.
const TOLD: usize = 20;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Pane {
    Tag,
    Link,
    NewIssue,
}

/// What is done to each signal, and how it is said before.
#[derive(Clone)]
struct Deed {
    change: SignalChange,
    /// Asks for it, with the count.
    question: String,
}

/// What is under way, or what became of it. `Copy`.
#[derive(Clone, Copy)]
struct Bulk {
    seat: Seat,
    toaster: Toaster,
    list: InboxList,
    view: Memo<InboxView>,
    selected: RwSignal<BTreeSet<SignalId>>,
    progress: RwSignal<Option<(usize, usize)>>,
    is_stopped: RwSignal<bool>,
    /// The last act, and what was refused of it.
    refused: RwSignal<Option<Failed>>,
}

/// Signals that stayed as they were.
#[derive(Clone)]
struct Failed {
    authority: String,
    change: SignalChange,
    signals: Vec<(SignalId, String)>,
}

impl Bulk {
    fn start(self, authority: String, change: SignalChange, signals: Vec<SeenSignal>) {
        if self.progress.get_untracked().is_some() {
            return;
        }
        self.refused.set(None);
        self.is_stopped.set(false);
        let total = signals.len();
        self.progress.set(Some((0, total)));
        spawn_local(async move {
            let goes_on = move |through| {
                // Goes on when the page is left: what was chosen gets done.
                let _ = self.progress.try_set(Some((through, total)));
                !self.is_stopped.try_get_untracked().unwrap_or(false)
            };
            let api = self.seat.api_at(&authority);
            let outcome = bulk_run::run(api, change.clone(), signals, goes_on).await;
            let _ = self.progress.try_set(None);
            self.renew_open(&outcome);
            self.tell(&authority, &outcome);
            self.keep_refused(authority, change, outcome);
            self.list.reread();
        });
    }

    /// The signal beside the list shows what became of it.
    fn renew_open(self, outcome: &Outcome) {
        let open = self.view.try_with_untracked(|view| view.signal).flatten();
        let is_done = |open: &SignalId| outcome.done.iter().any(|changed| changed.id == *open);
        if let Some(open) = open.filter(is_done) {
            self.seat.tell(open.to_string(), true);
        }
    }

    /// Says how much was done, and offers to take it back.
    fn tell(self, authority: &str, outcome: &Outcome) {
        let (done, failed) = (
            outcome.done.len(),
            outcome.refused.len() + outcome.left.len(),
        );
        let words = if failed == 0 {
            t!(inbox.bulk_done, count = done)
        } else {
            t!(inbox.bulk_partly, done = done, failed = failed)
        };
        let back = bulk_run::undo(&outcome.done);
        if back.is_empty() {
            self.toaster.say(words);
            return;
        }
        let authority = authority.to_owned();
        self.toaster.say_undoable(words, move || {
            take_back(self.seat, self.toaster, authority.clone(), back.clone());
        });
    }

    /// What was not done stays chosen, and says why.
    fn keep_refused(self, authority: String, change: SignalChange, outcome: Outcome) {
        let why = outcome.error.as_ref().map(ApiError::text);
        let left = outcome.left.iter().map(|seen| {
            let words = why
                .clone()
                .unwrap_or_else(|| t!(inbox.bulk_stopped).to_owned());
            (seen.id, words)
        });
        let refused = outcome.refused.into_iter().map(reason);
        let signals: Vec<_> = refused.chain(left).collect();
        let _ = self.selected.try_update(|selected| {
            for changed in &outcome.done {
                selected.remove(&changed.id);
            }
        });
        let failed = (!signals.is_empty()).then_some(Failed {
            authority,
            change,
            signals,
        });
        let _ = self.refused.try_set(failed);
    }
}

fn reason(refused: RefusedSignal) -> (SignalId, String) {
    (
        refused.id,
        ApiError::Refused(Box::new(refused.problem)).text(),
    )
}

/// Appears when something is chosen; says how many.
#[component]
pub(super) fn BulkBar(
    list: InboxList,
    view: Memo<InboxView>,
    selected: RwSignal<BTreeSet<SignalId>>,
    printed: RwSignal<Option<Vec<SignalSummary>>>,
) -> impl IntoView {
    let seat = use_seat();
    let bulk = Bulk {
        seat,
        toaster: use_toaster(),
        list,
        view,
        selected,
        progress: RwSignal::new(None),
        is_stopped: RwSignal::new(false),
        refused: RwSignal::new(None),
    };
    let pane = RwSignal::new(None::<Pane>);
    let count = Memo::new(move |_| selected.with(BTreeSet::len));
    Effect::new(move |_| {
        if count.get() == 0 {
            pane.set(None);
        }
    });
    // Data of two authorities are never linked together.
    let authority = Memo::new(move |_| {
        if !seat.is_pool() {
            let own = seat.memberships().into_iter().map(|(slug, _)| slug).next();
            return seat.chosen().or(own).filter(|_| count.get() > 0);
        }
        selected.with(|selected| list.authority_of(selected))
    });
    let may = Memo::new(move |_| authority.get().is_some() && count.get() <= MOST);
    let asked = RwSignal::new(None::<Deed>);
    let is_asking = RwSignal::new(false);
    let start = move |deed: Deed| {
        if let Some(authority) = authority.get_untracked() {
            bulk.start(authority, deed.change, chosen(list, selected));
        }
    };
    let run = Callback::new(move |deed: Deed| {
        pane.set(None);
        if count.get_untracked() >= MANY {
            asked.set(Some(deed));
            is_asking.set(true);
        } else {
            start(deed);
        }
    });
    let confirm = Callback::new(move |()| {
        is_asking.set(false);
        if let Some(deed) = asked.get_untracked() {
            start(deed);
        }
    });
    use_keys(move |press| {
        let wanted = match press {
            Press::Tag => Pane::Tag,
            Press::Link => Pane::Link,
            Press::Close if pane.get_untracked().is_some() => {
                pane.set(None);
                return true;
            }
            _ => return false,
        };
        // One signal is worked on in the preview; several here.
        let is_mine = count.get_untracked() > 1;
        let is_free = bulk.progress.with_untracked(Option::is_none);
        if is_mine && is_free && may.get_untracked() {
            pane.set(Some(wanted));
        }
        is_mine
    });
    let toggle_all = move |event| {
        selected.set(if event_target_checked(&event) {
            list.ids_untracked().iter().copied().collect()
        } else {
            BTreeSet::new()
        });
    };
    let is_all = Memo::new(move |_| count.get() > 0 && count.get() == list.len());
    let is_some = Memo::new(move |_| count.get() > 0 && !is_all.get());
    let close = Callback::new(move |()| pane.set(None));
    let opens = move |wanted: Pane| move |()| pane.set(Some(wanted));
    let is_ready = Memo::new(move |_| count.get() > 0 && bulk.progress.with(Option::is_none));
    let all_words = move || match count.get() {
        0 => t!(inbox.select_all).to_owned(),
        count => t!(inbox.selected, count = count),
    };
    let is_running = Memo::new(move |_| bulk.progress.with(Option::is_some));
    let through = move || bulk.progress.get().unwrap_or_default();
    view! {
        <div class="bulk">
            <div class="bulk__bar" hidden=move || list.is_empty()>
                <label class="tick">
                    <input type="checkbox" prop:checked=is_all prop:indeterminate=is_some
                        on:change=toggle_all/>
                    <span>{all_words}</span>
                </label>
                {move || (is_ready.get() && may.get()).then(|| view! {
                    <Button label=t!(inbox.bulk_tag) icon=icon::TAG kind=ButtonKind::Quiet on_press=opens(Pane::Tag)/>
                    <Button label=t!(inbox.bulk_link) icon=icon::LINK kind=ButtonKind::Quiet on_press=opens(Pane::Link)/>
                    {move || (count.get() <= MAX_SIGNALS_PER_REQUEST).then(|| view! {
                        <Button label=t!(inbox.bulk_issue) icon=icon::PLUS kind=ButtonKind::Quiet on_press=opens(Pane::NewIssue)/>
                    })}
                    {move || authority.get().map(|authority| view! { <TakeAlong authority list selected printed/> })}
                })}
            </div>
            <p class="visually-hidden" role="status">{move || (count.get() > 0).then(|| t!(inbox.selected, count = count.get()))}</p>
            {move || (count.get() > 0 && authority.get().is_none()).then(|| view! { <p class="meta">{t!(nav.pool_hint)}</p> })}
            {move || (count.get() > MOST).then(|| {
                let most = u64::try_from(MOST).unwrap_or_default();
                view! { <p class="notice notice--warn" role="status">{t!(inbox.bulk_most, most = number(most))}</p> }
            })}
            {move || is_running.get().then(|| view! {
                <div class="row">
                    <p role="status">{move || { let (done, total) = through(); t!(common.shown_of, shown = done, total = total) }}</p>
                    <progress class="progress" max=move || through().1 value=move || through().0 aria-label=t!(common.saving)></progress>
                    <Button label=t!(inbox.bulk_stop) kind=ButtonKind::Quiet on_press=move |()| bulk.is_stopped.set(true)/>
                </div>
            })}
            {move || bulk.refused.get().map(|failed| view! { <NotDone bulk failed/> })}
            {move || {
                let authority = authority.get()?;
                Some(match pane.get()? {
                    Pane::Tag => view! { <TagAll seat authority count run close/> }.into_any(),
                    Pane::Link => {
                        let choose = Callback::new(move |issue: IssueSummary| run.run(link(&issue, count.get_untracked())));
                        view! {
                            <div class="step-form">
                                <IssuePicker authority label=t!(link.search) takes=IssueState::takes_signals on_choose=choose on_close=close/>
                            </div>
                        }.into_any()
                    }
                    Pane::NewIssue => {
                        let signals = selected.with_untracked(|selected| selected.iter().copied().collect());
                        view! { <IssueOfSignals authority signals on_close=close on_done=Callback::new(move |()| {
                            selected.set(BTreeSet::new());
                            list.reread();
                        })/> }.into_any()
                    }
                })
            }}
            <Dialog open=is_asking title=move || asked.with(|deed| deed.as_ref().map(|deed| deed.question.clone()).unwrap_or_default())>
                <p>{t!(inbox.bulk_undo_hint)}</p>
                <div class="row">
                    <Button label=t!(inbox.bulk_confirm, count = count.get_untracked()) kind=ButtonKind::Primary on_press=confirm/>
                    <Button label=t!(common.cancel) kind=ButtonKind::Quiet on_press=move |()| is_asking.set(false)/>
                </div>
            </Dialog>
        </div>
    }
}

/// What is chosen, in the order of the list, each in the version that was seen, if any.
fn chosen(list: InboxList, selected: RwSignal<BTreeSet<SignalId>>) -> Vec<SeenSignal> {
    let ids = list.ids_untracked();
    selected.with_untracked(|selected| {
        let chosen = ids.iter().filter(|id| selected.contains(id));
        chosen
            .map(|id| SeenSignal {
                id: *id,
                version: list.row_untracked(*id).map(|row| row.version),
            })
            .collect()
    })
}

fn link(issue: &IssueSummary, count: usize) -> Deed {
    Deed {
        question: t!(
            inbox.bulk_ask_link,
            count = count,
            issue = issue.number.clone()
        ),
        change: SignalChange {
            link: Some(issue.id),
            ..SignalChange::default()
        },
    }
}

/// Signals that stayed as they were: which, why, and once more.
#[component]
fn NotDone(bulk: Bulk, failed: Failed) -> impl IntoView {
    let Failed {
        authority,
        change,
        signals,
    } = failed;
    let total = signals.len();
    let line = move |(id, why): &(SignalId, String)| {
        let row = bulk.list.row_untracked(*id);
        let name = row.map_or_else(
            || t!(signal.title).to_owned(),
            |row| first_words(&row.excerpt),
        );
        view! { <li><a href=InboxView::address_of_signal(*id)>{name}</a>": "{why.clone()}</li> }
    };
    let lines = signals.iter().take(TOLD).map(line).collect_view();
    // Whoever read why decides again: about the signals as they are now.
    let again: Vec<SeenSignal> = signals
        .iter()
        .map(|(id, _)| SeenSignal {
            id: *id,
            version: None,
        })
        .collect();
    let retry = move |()| bulk.start(authority.clone(), change.clone(), again.clone());
    view! {
        <div class="notice notice--warn" role="status">
            <p><strong>{t!(inbox.bulk_failed, count = total)}</strong></p>
            <ul class="plain-list">{lines}</ul>
            {(total > TOLD).then(|| view! { <p>{t!(inbox.bulk_failed_more, count = total - TOLD)}</p> })}
            <div class="row">
                <Button label=t!(common.retry) icon=icon::ROTATE_CCW on_press=retry/>
                <Button label=t!(common.close) kind=ButtonKind::Quiet on_press=move |()| bulk.refused.set(None)/>
            </div>
        </div>
    }
}

/// Takes all of it back, and says so when the last one is through.
fn take_back(
    seat: Seat,
    toaster: Toaster,
    authority: String,
    back: Vec<(SignalChange, Vec<SeenSignal>)>,
) {
    spawn_local(async move {
        let mut failed = 0;
        let mut last = None;
        for (change, signals) in back {
            last = signals.last().map(|seen| seen.id).or(last);
            let api = seat.api_at(&authority);
            let outcome = bulk_run::run(api, change, signals, |_| true).await;
            failed += outcome.refused.len() + outcome.left.len();
        }
        toaster.say(if failed == 0 {
            t!(common.undone).to_owned()
        } else {
            t!(desk.undone_partly, count = failed)
        });
        if let Some(signal) = last {
            seat.tell(signal.to_string(), false);
        }
    });
}

#[component]
fn TagAll(
    seat: Seat,
    authority: String,
    count: Memo<usize>,
    run: Callback<Deed>,
    close: Callback<()>,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let all = Memo::new(move |_| {
        seat.taxonomy(&authority)
            .map(|taxonomy| choices::codes(&taxonomy))
            .unwrap_or_default()
    });
    let shown = Reactive::derive(move || all.with(|all| choices::matching(all, &typed.get(), 8)));
    let choose = Callback::new(move |choice: Choice| {
        let Some((scheme, code)) = choices::code_of(&choice.id) else {
            return;
        };
        run.run(Deed {
            question: t!(
                inbox.bulk_ask_tag,
                count = count.get_untracked(),
                name = choice.label
            ),
            change: SignalChange {
                confirm: vec![CodeDraft { scheme, code }],
                ..SignalChange::default()
            },
        });
    });
    view! {
        <div class="step-form">
            <Combobox label=t!(tagging.search) choices=shown typed on_choose=choose
                none_found=t!(tagging.none_found) autofocus=true on_close=close/>
        </div>
    }
}

/// A new issue for these signals.
#[component]
pub(super) fn IssueOfSignals(
    authority: String,
    signals: Vec<SignalId>,
    on_close: Callback<()>,
    on_done: Callback<()>,
) -> impl IntoView {
    let seat = use_seat();
    let toaster = use_toaster();
    let sending = Sending::new();
    let count = signals.len();
    let fresh = IssueDraft {
        title: String::new(),
        signals,
    };
    let unsent = Unsent::new(format!("issue.{}", names(&fresh.signals)), fresh);
    let form = unsent.form;
    let send = Callback::new(move |()| {
        if !form.is_valid(IssueDraft::parse) {
            return;
        }
        let api = seat.api_at(&authority);
        let draft = form.draft.get_untracked();
        sending.run(
            async move { api.create_issue(&draft).await },
            move |answer| match answer {
                Ok(issue) => {
                    let number = &issue.value.summary.number;
                    toaster.say(t!(link.done, issue = number));
                    unsent.sent();
                    on_done.run(());
                    on_close.run(());
                }
                Err(error) => form.show(&error),
            },
        );
    });
    view! {
        <StepForm form title=t!(link.new_issue) hint=t!(inbox.selected, count = count) send=t!(inbox.bulk_issue)
            busy=sending.is_busy() on_send=send on_close leftover=unsent.leftover()>
            <TextField form at="/title" label=t!(issue.form_title) hint=t!(issue.form_title_hint)
                get=|draft| draft.title.clone() set=|draft, typed| draft.title = typed/>
        </StepForm>
    }
}

fn names(signals: &[SignalId]) -> String {
    signals
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("+")
}
