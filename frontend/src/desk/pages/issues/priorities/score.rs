//! Giving points: each person for herself, before she sees those of others.

use shared::issue::{IssueSummary, PrioritiseDraft, Score};

use super::board::Board;
use crate::components::{Button, ButtonKind};
use crate::desk::components::StepForm;
use crate::desk::pages::issues::prioritise::ScoreRows;
use crate::desk::sending::Sending;
use crate::desk::unsent::Unsent;
use crate::prelude::*;

/// One row of scores for each criterion that counts. What was given can be changed and taken back until the issue has its
/// place.
#[component]
pub(super) fn ScoreForm(board: Board, issue: IssueSummary, own: Vec<Score>) -> impl IntoView {
    let has_own = !own.is_empty();
    let unsent = Unsent::new(
        format!("score.{}", issue.id),
        PrioritiseDraft { scores: own },
    );
    let form = unsent.form;
    let sending = Sending::new();
    let close = board.close();
    let id = issue.id;
    let send = Callback::new(move |()| {
        if !form.is_valid(PrioritiseDraft::parse) {
            return;
        }
        let draft = form.draft.get_untracked();
        let api = board.api();
        sending.run(
            async move { api.score_issue(id, &draft).await },
            move |answer| match answer {
                Ok(()) => {
                    unsent.sent();
                    board.toaster.say(t!(priorities.score_saved));
                    close.run(());
                    board.reread();
                }
                Err(error) => {
                    form.show(&error);
                    if crate::desk::work::is_overtaken(&error) {
                        board.reread();
                    }
                }
            },
        );
    });
    let withdraw = move |()| {
        let api = board.api();
        sending.run(
            async move { api.withdraw_scores(id).await },
            move |answer| match answer {
                Ok(()) => {
                    unsent.sent();
                    board.toaster.say(t!(priorities.score_withdrawn));
                    close.run(());
                    board.reread();
                }
                Err(error) => form.show(&error),
            },
        );
    };
    let counted: Vec<_> = untrack(|| board.saved()).counted().collect();
    view! {
        <StepForm form title=t!(priorities.score_title, number = issue.number) hint=t!(priorities.score_hint)
            send=t!(priorities.score_send) busy=sending.is_busy() on_send=send on_close=close leftover=unsent.leftover()>
            <ScoreRows form criteria=Reactive::stored(counted)/>
            {has_own.then(|| view! {
                <Button label=t!(priorities.score_withdraw) kind=ButtonKind::Quiet busy=sending.is_busy() on_press=withdraw/>
            })}
        </StepForm>
    }
}
