//! Weighing an issue alone: scores of 1 to 5.

use shared::codes::WorkMode;
use shared::issue::{PrioritiseDraft, PriorityCriterion, Score};
use shared::life_cycle::IssueEvent;
use shared::priority::asked_in;

use super::read::IssueWork;
use crate::components::{BannerKind, Notice};
use crate::desk::components::StepForm;
use crate::desk::unsent::Unsent;
use crate::desk::words::{self, code_words};
use crate::forms::Form;
use crate::prelude::*;

/// One row of scores a criterion.
#[component]
pub(super) fn PrioritiseForm(work: IssueWork, on_close: Callback<()>) -> impl IntoView {
    let before = work.detail.with_untracked(|detail| detail.priority.clone());
    let fresh = PrioritiseDraft {
        scores: before
            .filter(|priority| priority.voters == 1)
            .map(|priority| priority.scores)
            .unwrap_or_default(),
    };
    let id = work.detail.with_untracked(|detail| detail.summary.id);
    let unsent = Unsent::new(format!("prioritise.{id}"), fresh);
    let form = unsent.form;
    let slug = work.authority();
    let mode = LocalResource::new(move || {
        let (api, slug) = (work.api(), slug.clone());
        async move {
            api.get_authority(&slug)
                .await
                .ok()
                .map(|authority| authority.work_mode)
        }
    });
    let criteria = Reactive::derive(move || {
        let mode = mode.get().flatten().unwrap_or(WorkMode::Continuous);
        asked_in(mode).to_vec()
    });
    let send = Callback::new(move |()| {
        if !form.is_valid(PrioritiseDraft::parse) {
            return;
        }
        let draft = form.draft.get_untracked();
        work.act_in(
            Some(form.any()),
            move |api, id, version| {
                let draft = draft.clone();
                async move { api.prioritise_issue(id, version, &draft).await }
            },
            move |_| {
                work.toaster.say(words::done(IssueEvent::Prioritise));
                unsent.sent();
                let _ = on_close.try_run(());
            },
        );
    });
    view! {
        <StepForm form title=t!(prioritise.title) hint=t!(prioritise.score) send=t!(issue_event.prioritise)
            busy=work.sending.is_busy() on_send=send on_close leftover=unsent.leftover()>
            <Notice kind=BannerKind::Info><p>{t!(prioritise.alone_hint)}</p></Notice>
            <ScoreRows form criteria/>
        </StepForm>
    }
}

/// A row of scores for each criterion, each from 1 to 5; a row may stay empty.
#[component]
pub(super) fn ScoreRows(
    form: Form<PrioritiseDraft>,
    criteria: Reactive<Vec<PriorityCriterion>>,
) -> impl IntoView {
    let row = move |criterion: PriorityCriterion| {
        let name = format!("score-{}", criterion.code());
        let one = move |score: u8| {
            let is_chosen = move || {
                form.draft
                    .with(|draft| score_of(draft, criterion) == Some(score))
            };
            view! {
                <label class="score">
                    <input type="radio" class="chip__input" name=name.clone() prop:checked=is_chosen
                        on:change=move |_| form.draft.update(|draft| put(draft, criterion, score))/>
                    <span class="score__face">{score}</span>
                </label>
            }
        };
        view! {
            <fieldset class="score-row">
                <legend>{code_words("priority_criterion", criterion)}</legend>
                <span class="score-row__scores">{(1..=5).map(one).collect_view()}</span>
            </fieldset>
        }
    };
    let error = move || form.any().error_at("/scores");
    view! {
        {move || error().map(|words| view! { <p class="field__error">{words}</p> })}
        {move || criteria.get().into_iter().map(row).collect_view()}
    }
}

fn score_of(draft: &PrioritiseDraft, criterion: PriorityCriterion) -> Option<u8> {
    let scores = draft.scores.iter();
    scores
        .clone()
        .find(|score| score.criterion == criterion)
        .map(|score| score.score)
}

fn put(draft: &mut PrioritiseDraft, criterion: PriorityCriterion, score: u8) {
    draft.scores.retain(|known| known.criterion != criterion);
    draft.scores.push(Score { criterion, score });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_score_replaces_the_first() {
        let mut draft = PrioritiseDraft::default();
        put(&mut draft, PriorityCriterion::Reach, 2);
        put(&mut draft, PriorityCriterion::Reach, 4);
        assert_eq!(score_of(&draft, PriorityCriterion::Reach), Some(4));
        assert_eq!(draft.scores.len(), 1);
        assert_eq!(score_of(&draft, PriorityCriterion::Trend), None);
    }
}
