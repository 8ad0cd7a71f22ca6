//! What came of the work, and beginning again when new signals come in.

use shared::codes::Outcome;
use shared::id::SignalId;
use shared::issue::{IssueDetail, ReopenDraft, ResolveDraft};
use shared::life_cycle::{ActionState, IssueEvent, SignalState};
use shared::problem::Invalid;
use shared::signal::{SignalFilter, SignalSummary};
use shared::text::NOTE;

use super::read::IssueWork;
use crate::components::{BannerKind, Chip, ChoiceSet, Notice, TextArea};
use crate::desk::components::{MoreRows, StepForm};
use crate::desk::listing::Growing;
use crate::desk::unsent::Unsent;
use crate::desk::words::{self, age, both, chosen, filled, today, unless_blank};
use crate::prelude::*;

/// How many new signals are read at a time; searching finds one among them.
const SHOWN: u32 = 20;

/// As typed.
#[derive(Clone, Default, PartialEq)]
struct Typed {
    outcome: String,
    evidence: String,
}

impl Typed {
    fn parse(self) -> Result<ResolveDraft, Invalid> {
        let (outcome, evidence) = both(
            chosen::<Outcome>("/outcome", &self.outcome),
            filled("/evidence", &self.evidence),
        )?;
        Ok(ResolveDraft { outcome, evidence })
    }
}

/// The end of the work.
#[component]
pub(super) fn ResolveForm(work: IssueWork, on_close: Callback<()>) -> impl IntoView {
    let id = work.detail.with_untracked(|detail| detail.summary.id);
    let unsent = Unsent::new(format!("resolve.{id}"), Typed::default());
    let form = unsent.form;
    let open_actions = work.detail.with_untracked(|detail| {
        let actions = detail.actions.iter();
        actions
            .filter(|action| matches!(action.state, ActionState::Planned | ActionState::Running))
            .count()
    });
    let send = Callback::new(move |()| {
        let Some(draft) = form.parsed(Typed::parse) else {
            return;
        };
        work.act_in(
            Some(form.any()),
            move |api, id, version| {
                let draft = draft.clone();
                async move { api.resolve_issue(id, version, &draft).await }
            },
            move |_| {
                work.toaster.say(words::done(IssueEvent::Resolve));
                unsent.sent();
                let _ = on_close.try_run(());
            },
        );
    });
    view! {
        <StepForm form title=t!(resolve.title) send=t!(resolve.send) busy=work.sending.is_busy() on_send=send on_close leftover=unsent.leftover()>
            {(open_actions > 0).then(|| view! {
                <Notice kind=BannerKind::Warn><p>{t!(resolve.open_actions, count = open_actions)}</p></Notice>
            })}
            <ChoiceSet form at="/outcome" label=t!(desk.outcome) chips=Reactive::stored(Chip::of_list::<Outcome>())
                get=|typed| typed.outcome.clone() set=|typed, code| typed.outcome = code/>
            <TextArea form at="/evidence" limits=NOTE label=t!(resolve.evidence) hint=t!(resolve.evidence_hint)
                get=|typed| typed.evidence.clone() set=|typed, words| typed.evidence = words/>
        </StepForm>
    }
}

/// New signals on a closed issue.
#[component]
pub(super) fn ReopenForm(work: IssueWork, on_close: Callback<()>) -> impl IntoView {
    let id = work.detail.with_untracked(|detail| detail.summary.id);
    let fresh = ReopenDraft {
        signals: Vec::new(),
        note: String::new(),
    };
    let unsent = Unsent::new(format!("reopen.{id}"), fresh);
    let form = unsent.form;
    form.any().name_field("/signals", t!(desk.reopen_signals));
    // Only what came in since it was closed makes it open again.
    let from = work.detail.with_untracked(closed_on);
    let words = RwSignal::new(String::new());
    let asked = Memo::new(move |_| unless_blank(&words.get()));
    let new = Growing::new(asked, move |q, after: Option<String>| {
        let api = work.api();
        async move {
            let filter = SignalFilter {
                state: vec![SignalState::Received],
                from,
                q,
                ..SignalFilter::default()
            };
            api.list_signals(&filter, SHOWN, after.as_deref()).await
        }
    });
    let send = Callback::new(move |()| {
        if !form.is_valid(ReopenDraft::parse) {
            return;
        }
        let draft = form.draft.get_untracked();
        work.act_in(
            Some(form.any()),
            move |api, id, version| {
                let draft = draft.clone();
                async move { api.reopen_issue(id, version, &draft).await }
            },
            move |_| {
                work.toaster.say(words::done(IssueEvent::Reopen));
                unsent.sent();
                let _ = on_close.try_run(());
            },
        );
    });
    let toggle = move |id: SignalId| form.draft.update(|draft| toggle_in(&mut draft.signals, id));
    let line = move |signal: SignalSummary| {
        let id = signal.id;
        view! {
            <li>
                <label class="tick pick-line">
                    <input type="checkbox" prop:checked=move || form.draft.with(|draft| draft.signals.contains(&id)) on:change=move |_| toggle(id)/>
                    <span lang=signal.language>{signal.excerpt}</span>
                    <span class="meta">{age(signal.received_on, today())}</span>
                </label>
            </li>
        }
    };
    let error = move || form.any().error_at("/signals");
    view! {
        <StepForm form title=t!(reopen.title) hint=t!(reopen.hint) send=t!(issue_event.reopen) busy=work.sending.is_busy() on_send=send on_close leftover=unsent.leftover()>
            <fieldset class="field" id=form.any().id_of("/signals") tabindex="-1">
                <legend class="field__label">{t!(desk.reopen_signals)}</legend>
                {move || error().map(|words| view! { <p class="field__error">{words}</p> })}
                <label class="visually-hidden" for="reopen-search">{t!(inbox.search)}</label>
                <input class="control" id="reopen-search" type="search" autocomplete="off" placeholder=t!(inbox.search)
                    prop:value=move || words.get()
                    on:keydown=move |event: leptos::ev::KeyboardEvent| {
                        // Searches, and does not send the form around it.
                        if event.key() == "Enter" {
                            event.prevent_default();
                            words.set(event_target_value(&event));
                        }
                    }
                    on:change=move |event| words.set(event_target_value(&event))
                    on:search=move |event: web_sys::Event| words.set(event_target_value(&event))/>
                {move || new.is_empty().then(|| view! { <p class="meta">{t!(inbox.filtered_empty)}</p> })}
                <ul class="picks" hidden=move || new.count() == 0>
                    <For each=move || new.rows() key=|signal| (signal.id, signal.version) let:signal>{line(signal)}</For>
                </ul>
                <MoreRows list=new/>
                <p class="meta" role="status">{move || t!(inbox.selected, count = form.draft.with(|draft| draft.signals.len()))}</p>
            </fieldset>
            <TextArea form at="/note" limits=NOTE label=t!(issue.reason_text)
                get=|draft| draft.note.clone() set=|draft, words| draft.note = words/>
        </StepForm>
    }
}

/// The day on which it was closed last.
fn closed_on(detail: &IssueDetail) -> Option<Day> {
    let mut closings = detail
        .history
        .iter()
        .filter(|step| step.event == IssueEvent::Close);
    closings.next_back().map(|step| step.on)
}

/// Chooses what was not chosen, and the other way round.
pub(in crate::desk) fn toggle_in(signals: &mut Vec<SignalId>, id: SignalId) {
    match signals.iter().position(|known| *known == id) {
        Some(position) => {
            signals.remove(position);
        }
        None => signals.push(id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_owes_its_outcome_and_what_shows_it() {
        assert_eq!(
            Typed::default().parse().unwrap_err().to_string(),
            "/outcome required; /evidence required"
        );
    }
}
