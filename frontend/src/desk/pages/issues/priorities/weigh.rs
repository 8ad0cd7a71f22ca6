//! What counts, and how much: to try out by anybody, to keep by who may.

use policy as op;
use shared::priority::{CriterionWeight, MAX_WEIGHT, WeightsDraft};

use super::board::Board;
use crate::components::{BannerKind, Button, ButtonKind, Notice};
use crate::desk::sending::Sending;
use crate::desk::words::code_words;
use crate::prelude::*;

/// A slider for each criterion. What is tried out shows at once and is nobody else's business until it is kept.
#[component]
pub(super) fn WeightPanel(
    board: Board,
    /// From the start: there is nothing else on the page.
    #[prop(optional)]
    open: bool,
) -> impl IntoView {
    let sending = Sending::new();
    let may_keep = board.may::<op::ChangePriorityWeights>();
    let criteria = untrack(|| board.saved()).as_slice().to_vec();
    let slider = move |one: CriterionWeight| {
        let criterion = one.criterion;
        let id = format!("weight-{}", criterion.code());
        let now = Memo::new(move |_| board.weights().weight(criterion));
        let turn = move |event: web_sys::Event| {
            if let Ok(weight) = event_target_value(&event).parse::<u8>() {
                board.try_out(criterion, weight);
            }
        };
        view! {
            <div class="weight">
                <label for=id.clone()>{code_words("priority_short", criterion)}</label>
                <input type="range" id=id min="0" max=MAX_WEIGHT step="1" prop:value=move || now.get().to_string()
                    on:input=turn/>
                <span class="weight__now numbers" aria-hidden="true">{now}</span>
            </div>
        }
    };
    let keep = move |()| {
        board.weights_problem.set(None);
        let draft = WeightsDraft {
            weights: Some(untrack(|| board.weights()).as_slice().to_vec()),
        };
        send(board, sending, draft);
    };
    let even = move |()| board.try_even();
    let back = move |()| board.trial.set(None);
    let is_trial = Memo::new(move |_| board.is_trial());
    let is_usual = Memo::new(move |_| board.list.with(|list| list.weights.usual));
    let in_rounds = criteria.len() < shared::issue::PriorityCriterion::ALL.len();
    view! {
        <details class="weights" open=open>
            <summary>{t!(priorities.weights)}</summary>
            <p class="meta">{t!(priorities.weights_hint)}</p>
            {in_rounds.then(|| view! { <p class="meta">{t!(priorities.weights_rounds)}</p> })}
            {move || is_usual.get().then(|| view! { <p class="meta">{t!(priorities.weights_usual)}</p> })}
            <div class="weights__list" role="group" aria-label=t!(priorities.weights)>
                {criteria.into_iter().map(slider).collect_view()}
            </div>
            <p class="meta" role="status">{move || is_trial.get().then_some(t!(priorities.trying))}</p>
            {move || board.weights_problem.get().map(|words| view! {
                <Notice kind=BannerKind::Bad><p>{words}</p></Notice>
            })}
            <div class="row">
                {move || (may_keep && is_trial.get()).then(|| view! {
                    <Button label=t!(priorities.weights_save) busy=sending.is_busy() on_press=keep/>
                })}
                {move || is_trial.get().then(|| view! {
                    <Button label=t!(priorities.weights_back) kind=ButtonKind::Quiet on_press=back/>
                })}
                <Button label=t!(priorities.weights_even) kind=ButtonKind::Quiet on_press=even/>
            </div>
        </details>
    }
}

/// Keeps weights for everybody; when somebody else was first, says so and shows what holds now. What was tried stays.
fn send(board: Board, sending: Sending, draft: WeightsDraft) {
    let version = board.list.with_untracked(|list| list.weights.version);
    let api = board.api();
    sending.run(
        async move { api.change_priority_weights(version, &draft).await },
        move |answer| match answer {
            Ok(now) => {
                board.trial.set(None);
                board.list.update(|list| list.weights = now);
                board.toaster.say(t!(priorities.weights_saved));
            }
            Err(error) => {
                board.weights_problem.set(Some(error.text()));
                if crate::desk::work::is_overtaken(&error) {
                    board.reread();
                }
            }
        },
    );
}
