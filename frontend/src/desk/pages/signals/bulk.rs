//! The same act on several signals, one after the other, with progress.

use std::collections::BTreeSet;

use shared::id::{IssueId, SignalId};
use shared::issue::{IssueDraft, IssueSummary};
use shared::life_cycle::IssueState;
use shared::signal::{CodeDraft, SignalDetail, SignalSummary, TagStatus, Tagging, TaggingDraft};
use wasm_bindgen_futures::spawn_local;

use super::tagging::against;
use crate::api::{Answer, Versioned};
use crate::components::{Button, ButtonKind, TextField, Toaster, icon, use_toaster};
use crate::desk::choices::{self, Choice};
use crate::desk::components::{Combobox, IssuePicker, StepForm};
use crate::desk::keys::{Press, use_keys};
use crate::desk::listing::Listing;
use crate::desk::seat::{Seat, use_seat};
use crate::desk::sending::Sending;
use crate::desk::unsent::Unsent;
use crate::prelude::*;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Pane {
    Tag,
    Link,
    NewIssue,
}

/// What is done to each signal.
#[derive(Clone)]
enum Deed {
    Link(IssueSummary),
    Tag(TaggingDraft),
}

/// Appears when something is chosen; says how many.
#[component]
pub(super) fn BulkBar(
    listing: Listing<SignalSummary>,
    selected: RwSignal<BTreeSet<SignalId>>,
) -> impl IntoView {
    let seat = use_seat();
    let toaster = use_toaster();
    let pane = RwSignal::new(None::<Pane>);
    let progress = RwSignal::new(None::<(usize, usize)>);
    let count = Memo::new(move |_| selected.with(BTreeSet::len));
    Effect::new(move |_| {
        if count.get() == 0 {
            pane.set(None);
        }
    });
    let chosen = move || -> Vec<SignalSummary> {
        let selected = selected.get_untracked();
        let rows = listing.rows_untracked().into_iter();
        rows.filter(|row| selected.contains(&row.id)).collect()
    };
    // Data of two authorities are never linked together.
    let authority = Memo::new(move |_| {
        let selected = selected.get();
        only_authority(&listing.rows(), &selected)
    });
    let run = Callback::new(move |deed: Deed| {
        let rows = chosen();
        pane.set(None);
        if progress.get_untracked().is_some() {
            return;
        }
        progress.set(Some((0, rows.len())));
        spawn_local(async move {
            let total = rows.len();
            let mut done = Vec::new();
            for (position, row) in rows.into_iter().enumerate() {
                if let Ok(new) = perform(seat, &row, &deed).await {
                    done.push(Done::of(&row, &deed, new.version));
                }
                // Goes on when the page is left: what was chosen gets done.
                let _ = progress.try_set(Some((position + 1, total)));
            }
            let _ = progress.try_set(None);
            let failed = total - done.len();
            let words = if failed == 0 {
                t!(inbox.bulk_done, count = done.len())
            } else {
                t!(inbox.bulk_partly, done = done.len(), failed = failed)
            };
            if done.is_empty() {
                toaster.say(words);
            } else {
                toaster.say_undoable(words, move || take_back(seat, toaster, done.clone()));
            }
            let _ = selected.try_set(BTreeSet::new());
            listing.reread();
        });
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
        let is_mine = count.get_untracked() > 1 && authority.get_untracked().is_some();
        if is_mine {
            pane.set(Some(wanted));
        }
        is_mine
    });
    let toggle_all = move |event| {
        let rows = listing.rows_untracked();
        selected.set(if event_target_checked(&event) {
            rows.iter().map(|row| row.id).collect()
        } else {
            BTreeSet::new()
        });
    };
    let is_all = move || {
        let rows = listing.rows();
        !rows.is_empty()
            && selected.with(|selected| rows.iter().all(|row| selected.contains(&row.id)))
    };
    let close = Callback::new(move |()| pane.set(None));
    let opens = move |wanted: Pane| move |()| pane.set(Some(wanted));
    view! {
        <div class="bulk">
            <div class="bulk__bar" hidden=move || listing.rows().is_empty()>
                <label class="tick">
                    <input type="checkbox" prop:checked=is_all on:change=toggle_all/>
                    <span>
                        {move || if count.get() == 0 { t!(inbox.select_all).to_owned() } else { t!(inbox.selected, count = count.get()) }}
                    </span>
                </label>
                {move || (count.get() > 0 && authority.get().is_some() && progress.get().is_none()).then(|| view! {
                    <Button label=t!(inbox.bulk_tag) icon=icon::TAG kind=ButtonKind::Quiet on_press=opens(Pane::Tag)/>
                    <Button label=t!(inbox.bulk_link) icon=icon::LINK kind=ButtonKind::Quiet on_press=opens(Pane::Link)/>
                    <Button label=t!(inbox.bulk_issue) icon=icon::PLUS kind=ButtonKind::Quiet on_press=opens(Pane::NewIssue)/>
                })}
            </div>
            <p class="visually-hidden" role="status">{move || (count.get() > 0).then(|| t!(inbox.selected, count = count.get()))}</p>
            {move || (count.get() > 0 && authority.get().is_none()).then(|| view! { <p class="meta">{t!(nav.pool_hint)}</p> })}
            {move || progress.get().map(|(done, total)| view! {
                <p role="status">{t!(common.shown_of, shown = done, total = total)}</p>
                <progress class="progress" max=total value=done aria-label=t!(common.saving)></progress>
            })}
            {move || {
                let authority = authority.get()?;
                Some(match pane.get()? {
                    Pane::Tag => view! { <TagAll seat authority run close/> }.into_any(),
                    Pane::Link => {
                        let choose = Callback::new(move |issue: IssueSummary| run.run(Deed::Link(issue)));
                        view! {
                            <div class="step-form">
                                <IssuePicker authority label=t!(link.search) takes=IssueState::takes_signals on_choose=choose on_close=close/>
                            </div>
                        }.into_any()
                    }
                    Pane::NewIssue => {
                        let signals = chosen().iter().map(|row| row.id).collect();
                        view! { <IssueOfSignals authority signals on_close=close on_done=Callback::new(move |()| {
                            selected.set(BTreeSet::new());
                            listing.reread();
                        })/> }.into_any()
                    }
                })
            }}
        </div>
    }
}

async fn perform(seat: Seat, row: &SignalSummary, deed: &Deed) -> Answer<Versioned<SignalDetail>> {
    let api = seat.api_at(&row.authority);
    match deed {
        Deed::Link(issue) => api.link_signal(row.id, row.version, issue.id).await,
        Deed::Tag(draft) => api.tag_signal(row.id, row.version, draft).await,
    }
}

/// What was done to one signal, and how it is undone.
#[derive(Clone)]
struct Done {
    authority: String,
    signal: SignalId,
    version: u64,
    back: Back,
}

#[derive(Clone)]
enum Back {
    Unlink(IssueId),
    Tag(TaggingDraft),
    /// It was so before.
    Nothing,
}

impl Done {
    fn of(row: &SignalSummary, deed: &Deed, version: u64) -> Self {
        let back = match deed {
            Deed::Link(issue) if row.issues.iter().any(|link| link.id == issue.id) => Back::Nothing,
            Deed::Link(issue) => Back::Unlink(issue.id),
            Deed::Tag(draft) => {
                let tags = row.tags.iter();
                let held: Vec<Tagging> = tags
                    .filter(|tag| tag.status == TagStatus::Confirmed)
                    .cloned()
                    .collect();
                Back::Tag(against(draft, &held))
            }
        };
        Self {
            authority: row.authority.clone(),
            signal: row.id,
            version,
            back,
        }
    }
}

/// Undoes it on one signal after the other, and says so when the last one is through.
fn take_back(seat: Seat, toaster: Toaster, done: Vec<Done>) {
    spawn_local(async move {
        let mut failed = 0;
        let mut last = None;
        for Done {
            authority,
            signal,
            version,
            back,
        } in done
        {
            let api = seat.api_at(&authority);
            let answer = match &back {
                Back::Unlink(issue) => api.unlink_signal(signal, version, *issue).await,
                Back::Tag(draft) => api.tag_signal(signal, version, draft).await,
                Back::Nothing => continue,
            };
            failed += usize::from(answer.is_err());
            last = Some(signal);
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
        run.run(Deed::Tag(TaggingDraft {
            confirm: vec![CodeDraft { scheme, code }],
            ..TaggingDraft::default()
        }));
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

/// The one authority of what is chosen; `None` for several, and when nothing may be written there.
fn only_authority(rows: &[SignalSummary], selected: &BTreeSet<SignalId>) -> Option<String> {
    let mut chosen = rows.iter().filter(|row| selected.contains(&row.id));
    let first = chosen.next()?;
    chosen
        .all(|row| row.authority == first.authority)
        .then(|| first.authority.clone())
}

#[cfg(test)]
mod tests {
    use shared::life_cycle::SignalState;
    use uuid::Uuid;

    use super::*;

    fn row(number: u128, authority: &str) -> SignalSummary {
        SignalSummary {
            href: String::new(),
            id: Uuid::from_u128(number).into(),
            authority: authority.into(),
            state: SignalState::Received,
            excerpt: String::new(),
            language: None,
            received_on: "2026-11-23".parse().unwrap(),
            promised_on: "2026-12-23".parse().unwrap(),
            late: false,
            sector: None,
            place: None,
            tags: Vec::new(),
            issues: Vec::new(),
            version: 1,
        }
    }

    #[test]
    fn signals_of_two_authorities_are_never_worked_on_together() {
        let rows = [row(1, "linde"), row(2, "linde"), row(3, "beek")];
        let chosen = |numbers: &[u128]| {
            let numbers = numbers.iter().map(|number| Uuid::from_u128(*number).into());
            only_authority(&rows, &numbers.collect())
        };
        assert_eq!(chosen(&[1, 2]), Some("linde".into()));
        assert_eq!(chosen(&[1, 3]), None);
        assert_eq!(chosen(&[]), None);
    }
}
