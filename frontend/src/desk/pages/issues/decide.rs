//! Deciding, and the answer of a higher level: both owe their reasons.

use shared::codes::{Decision, EscalationAnswer};
use shared::issue::{DecisionDraft, EscalationAnswerDraft};
use shared::problem::Invalid;
use shared::text::DESCRIPTION;

use super::next::say_reconsiderable;
use super::read::IssueWork;
use crate::components::{Chip, ChoiceSet, TextArea};
use crate::desk::components::StepForm;
use crate::desk::unsent::Unsent;
use crate::desk::words::{both, chosen, filled};
use crate::prelude::*;

/// As typed.
#[derive(Clone, Default, PartialEq)]
struct Typed {
    choice: String,
    motivation: String,
}

impl Typed {
    fn decision(self) -> Result<DecisionDraft, Invalid> {
        let (decision, motivation) = both(
            chosen::<Decision>("/decision", &self.choice),
            filled("/motivation", &self.motivation),
        )?;
        let draft = DecisionDraft {
            decision,
            motivation,
        };
        draft.clone().parse().map(|_| draft)
    }

    fn answer(self) -> Result<EscalationAnswerDraft, Invalid> {
        let (answer, motivation) = both(
            chosen::<EscalationAnswer>("/answer", &self.choice),
            filled("/motivation", &self.motivation),
        )?;
        let draft = EscalationAnswerDraft { answer, motivation };
        draft.clone().parse().map(|_| draft)
    }
}

/// To act, not to act, or to bring it higher.
#[component]
pub(super) fn DecideForm(work: IssueWork, on_close: Callback<()>) -> impl IntoView {
    let id = work.detail.with_untracked(|detail| detail.summary.id);
    let unsent = Unsent::new(format!("decide.{id}"), Typed::default());
    let form = unsent.form;
    let hint = Memo::new(move |_| {
        form.draft
            .with(|typed| match Decision::of_code(&typed.choice) {
                Some(Decision::Act) => t!(decide.act_hint),
                Some(Decision::NoAct) => t!(decide.no_act_hint),
                Some(Decision::Escalate) => t!(decide.escalate_hint),
                None => "",
            })
    });
    let owed = work
        .detail
        .with_untracked(|detail| detail.informed.informed + detail.informed.waiting);
    let chips = vec![
        Chip::new(Decision::Act.code(), t!(decide.act)),
        Chip::new(Decision::NoAct.code(), t!(decide.no_act)),
        Chip::new(Decision::Escalate.code(), t!(decide.escalate)),
    ];
    let send = Callback::new(move |()| {
        let Some(draft) = form.parsed(Typed::decision) else {
            return;
        };
        work.act_in(
            Some(form.any()),
            move |api, id, version| {
                let draft = draft.clone();
                async move { api.decide_issue(id, version, &draft).await }
            },
            move |detail| {
                say_reconsiderable(work, detail, t!(decide.done));
                unsent.sent();
                let _ = on_close.try_run(());
            },
        );
    });
    view! {
        <StepForm form title=t!(decide.title) send=t!(decide.send) busy=work.sending.is_busy() on_send=send on_close leftover=unsent.leftover()>
            <ChoiceSet form at="/decision" label=t!(desk.decision) chips=Reactive::stored(chips)
                get=|typed| typed.choice.clone() set=|typed, code| typed.choice = code/>
            <p class="meta" role="status">{hint}</p>
            <TextArea form at="/motivation" rows=4 limits=DESCRIPTION label=t!(decide.motivation) hint=t!(decide.motivation_hint)
                get=|typed| typed.motivation.clone() set=|typed, words| typed.motivation = words/>
            <p class="meta">{t!(decide.confirm, count = owed)}</p>
        </StepForm>
    }
}

/// What the higher level answered, recorded by hand.
#[component]
pub(super) fn AnswerForm(work: IssueWork, on_close: Callback<()>) -> impl IntoView {
    let id = work.detail.with_untracked(|detail| detail.summary.id);
    let unsent = Unsent::new(format!("answer.{id}"), Typed::default());
    let form = unsent.form;
    let send = Callback::new(move |()| {
        let Some(draft) = form.parsed(Typed::answer) else {
            return;
        };
        work.act_in(
            Some(form.any()),
            move |api, id, version| {
                let draft = draft.clone();
                async move { api.record_escalation_answer(id, version, &draft).await }
            },
            move |_| {
                work.toaster.say(t!(decide.done));
                unsent.sent();
                let _ = on_close.try_run(());
            },
        );
    });
    view! {
        <StepForm form title=t!(escalation.answer_title) send=t!(escalation.record) busy=work.sending.is_busy() on_send=send on_close leftover=unsent.leftover()>
            <ChoiceSet form at="/answer" label=t!(escalation.answer_title) chips=Reactive::stored(Chip::of_list::<EscalationAnswer>())
                get=|typed| typed.choice.clone() set=|typed, code| typed.choice = code/>
            <TextArea form at="/motivation" rows=4 limits=DESCRIPTION label=t!(escalation.answer_text) hint=t!(decide.motivation_hint)
                get=|typed| typed.motivation.clone() set=|typed, words| typed.motivation = words/>
        </StepForm>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_no_owes_its_reasons_as_much_as_a_yes() {
        for decision in Decision::ALL {
            let typed = Typed {
                choice: decision.code().into(),
                motivation: String::new(),
            };
            assert_eq!(
                typed.decision().unwrap_err().to_string(),
                "/motivation required"
            );
        }
        assert_eq!(
            Typed::default().answer().unwrap_err().to_string(),
            "/answer required; /motivation required"
        );
    }
}
