//! What others will see or what cannot be undone: showing scores to everybody, and fixing the order.

use policy as op;
use shared::priority::OpenScoresDraft;

use super::board::Board;
use super::model::{self, Row};
use crate::components::{BannerKind, Button, ButtonKind, Dialog, Notice};
use crate::desk::sending::Sending;
use crate::prelude::*;

/// The buttons of the lead processor below the table.
#[component]
pub(super) fn LeadActs(board: Board) -> impl IntoView {
    if !board.may::<op::PrioritiseIssues>() {
        return view! { <p class="meta">{t!(priorities.lead_decides)}</p> }.into_any();
    }
    let sending = Sending::new();
    let (confirming, opening) = (RwSignal::new(false), RwSignal::new(false));
    let refusal = RwSignal::new(None::<String>);
    let placed = Memo::new(move |_| model::placed(&board.rows()).len());
    let hidden = Memo::new(move |_| board.list.with(|list| to_open(&list.issues).len()));
    let by_hand = Memo::new(move |_| board.hand.with(Option::is_some));
    let reset = move |()| board.hand.set(None);
    view! {
        <p role="status" class="meta">{move || match (placed.get(), by_hand.get()) {
            (0, _) => None,
            (_, true) => Some(t!(priorities.by_hand)),
            (_, false) => Some(t!(priorities.calculated_order)),
        }}</p>
        {move || refusal.get().map(|words| view! { <Notice kind=BannerKind::Bad><p>{words}</p></Notice> })}
        <div class="row">
            {move || (placed.get() > 0).then(|| view! {
                <Button label=t!(priorities.confirm) kind=ButtonKind::Primary busy=sending.is_busy()
                    on_press=move |()| confirming.set(true)/>
            })}
            {move || by_hand.get().then(|| view! {
                <Button label=t!(priorities.reset_order) kind=ButtonKind::Quiet on_press=reset/>
            })}
            {move || (hidden.get() > 0).then(|| view! {
                <Button label=t!(priorities.open) kind=ButtonKind::Quiet busy=sending.is_busy()
                    on_press=move |()| opening.set(true)/>
            })}
        </div>
        <Dialog open=confirming title=move || t!(priorities.confirm_title, count = placed.get())>
            <ConfirmOrder board sending open=confirming refusal/>
        </Dialog>
        <Dialog open=opening title=t!(priorities.open_title)>
            <OpenAll board sending open=opening refusal/>
        </Dialog>
    }
    .into_any()
}

/// Issues that somebody scored and whose scores not everybody sees yet.
fn to_open(issues: &[shared::priority::IssueToWeigh]) -> Vec<shared::id::IssueId> {
    let closed = issues
        .iter()
        .filter(|issue| issue.scorers > 0 && !issue.opened);
    closed
        .map(|issue| issue.issue.id)
        .take(shared::priority::MAX_IN_ORDER)
        .collect()
}

#[component]
fn ConfirmOrder(
    board: Board,
    sending: Sending,
    open: RwSignal<bool>,
    refusal: RwSignal<Option<String>>,
) -> impl IntoView {
    let rows = untrack(|| board.rows());
    let differs = model::differs(&rows, &untrack(|| board.saved()));
    let is_trial = untrack(|| board.is_trial());
    let placed: Vec<&Row> = rows.iter().filter(|row| row.calculated.is_some()).collect();
    let alone = placed.iter().filter(|row| row.scorers < 2).count();
    let left = rows.len() - placed.len();
    let list = placed.iter().map(|row| {
        let (number, title) = (row.issue.number.clone(), row.issue.title.clone());
        view! { <li>{number}" "{title}</li> }
    });
    let list = list.collect_view();
    let draft = model::order(&rows);
    let send = move |()| {
        refusal.set(None);
        open.set(false);
        let (api, draft) = (board.api(), draft.clone());
        sending.run(
            async move { api.prioritise_issues(&draft).await },
            move |answer| match answer {
                Ok(()) => {
                    board.hand.set(None);
                    board.toaster.say(t!(priorities.confirmed));
                    board.reread();
                }
                Err(error) => {
                    refusal.set(Some(error.text()));
                    if crate::desk::work::is_overtaken(&error) {
                        // The order by hand stays; only what changed is read anew.
                        board.reread();
                    }
                }
            },
        );
    };
    view! {
        <ol class="order-list">{list}</ol>
        <p>{if differs { t!(priorities.confirm_differs) } else { t!(priorities.confirm_same) }}</p>
        {is_trial.then(|| view! { <p>{t!(priorities.confirm_trial)}</p> })}
        {(alone > 0).then(|| view! { <p>{t!(priorities.confirm_alone, count = alone)}</p> })}
        {(left > 0).then(|| view! { <p>{t!(priorities.confirm_left, count = left)}</p> })}
        <p>{t!(priorities.confirm_end)}</p>
        <div class="row dialog__choices">
            <Button label=t!(priorities.confirm_send) kind=ButtonKind::Primary on_press=send/>
            <Button label=t!(common.cancel) kind=ButtonKind::Quiet on_press=move |()| open.set(false)/>
        </div>
    }
}

#[component]
fn OpenAll(
    board: Board,
    sending: Sending,
    open: RwSignal<bool>,
    refusal: RwSignal<Option<String>>,
) -> impl IntoView {
    let send = move |()| {
        refusal.set(None);
        open.set(false);
        let draft = OpenScoresDraft {
            issues: board.list.with_untracked(|list| to_open(&list.issues)),
        };
        let api = board.api();
        sending.run(
            async move { api.open_scores(&draft).await },
            move |answer| {
                match answer {
                    Ok(()) => board.toaster.say(t!(priorities.opened)),
                    Err(error) => refusal.set(Some(error.text())),
                }
                board.reread();
            },
        );
    };
    view! {
        <p>{t!(priorities.open_what)}</p>
        <div class="row dialog__choices">
            <Button label=t!(priorities.open_send) kind=ButtonKind::Primary on_press=send/>
            <Button label=t!(common.cancel) kind=ButtonKind::Quiet on_press=move |()| open.set(false)/>
        </div>
    }
}
