//! What came of the work, and beginning again when new signals come in.

use shared::codes::Outcome;
use shared::id::SignalId;
use shared::issue::{ReopenDraft, ResolveDraft};
use shared::life_cycle::{ActionState, IssueEvent, SignalState};
use shared::problem::Invalid;
use shared::signal::{SignalFilter, SignalSummary};
use shared::text::NOTE;

use super::read::IssueWork;
use crate::components::{BannerKind, Chip, ChoiceSet, Notice, TextArea};
use crate::desk::components::StepForm;
use crate::desk::words::{self, age, both, chosen, filled, today};
use crate::forms::Form;
use crate::prelude::*;

/// As typed.
#[derive(Clone, Default)]
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
    let form = Form::new(Typed::default());
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
            |api, id, version| async move { api.resolve_issue(id, version, &draft).await },
            move |_| {
                work.toaster.say(words::done(IssueEvent::Resolve));
                on_close.run(());
            },
        );
    });
    view! {
        <StepForm form title=t!(resolve.title) send=t!(resolve.send) busy=work.sending.is_busy() on_send=send on_close>
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
    let form = Form::new(ReopenDraft {
        signals: Vec::new(),
        note: String::new(),
    });
    let new = LocalResource::new(move || {
        let api = work.api();
        async move {
            let filter = SignalFilter {
                state: vec![SignalState::Received],
                ..SignalFilter::default()
            };
            api.list_signals(&filter, 50, None).await
        }
    });
    let send = Callback::new(move |()| {
        if !form.is_valid(ReopenDraft::parse) {
            return;
        }
        let draft = form.draft.get_untracked();
        work.act_in(
            Some(form.any()),
            |api, id, version| async move { api.reopen_issue(id, version, &draft).await },
            move |_| {
                work.toaster.say(words::done(IssueEvent::Reopen));
                on_close.run(());
            },
        );
    });
    let toggle = move |id: SignalId| form.draft.update(|draft| toggle_in(&mut draft.signals, id));
    let line = move |signal: SignalSummary| {
        let id = signal.id;
        view! {
            <li>
                <label class="tick">
                    <input type="checkbox" prop:checked=move || form.draft.with(|draft| draft.signals.contains(&id)) on:change=move |_| toggle(id)/>
                    <span>{signal.excerpt}" "<span class="meta">{age(signal.received_on, today())}</span></span>
                </label>
            </li>
        }
    };
    let error = move || form.any().error_at("/signals");
    view! {
        <StepForm form title=t!(reopen.title) hint=t!(reopen.hint) send=t!(issue_event.reopen) busy=work.sending.is_busy() on_send=send on_close>
            <fieldset class="field">
                <legend class="field__label">{t!(guard.has_new_signal)}</legend>
                {move || error().map(|words| view! { <p class="field__error">{words}</p> })}
                <crate::components::Loaded resource=new view=move |page| view! {
                    <ul class="picks">{page.items.into_iter().map(line).collect_view()}</ul>
                }/>
            </fieldset>
            <TextArea form at="/note" limits=NOTE label=t!(issue.reason_text)
                get=|draft| draft.note.clone() set=|draft, words| draft.note = words/>
        </StepForm>
    }
}

/// Chooses what was not chosen, and the other way round.
pub(super) fn toggle_in(signals: &mut Vec<SignalId>, id: SignalId) {
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
