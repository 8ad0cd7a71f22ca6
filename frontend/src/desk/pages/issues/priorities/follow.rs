//! From a place straight to a decision, and from a "yes" straight to an action: the same forms as on the page of the issue.

use policy as op;
use shared::id::IssueId;
use shared::issue::IssueDetail;
use shared::life_cycle::IssueState;
use shared::priority::OrderedIssue;

use super::board::{Below, Board};
use crate::components::{Button, ButtonKind, Loaded};
use crate::desk::components::{Refusal, StateBadge};
use crate::desk::pages::issues::decide::DecideForm;
use crate::desk::pages::issues::facts::method_words;
use crate::desk::pages::issues::plan_action::Actions;
use crate::desk::pages::issues::read::{IssueDesk, Pane};
use crate::desk::work::Work;
use crate::prelude::*;

/// Issues that have their place and wait for what follows.
#[component]
pub(super) fn Ordered(board: Board) -> impl IntoView {
    let ordered = Memo::new(move |_| board.list.with(|list| list.ordered.clone()));
    move || {
        if ordered.with(Vec::is_empty) {
            return ().into_any();
        }
        view! {
            <section class="ordered" aria-labelledby="ordered-title">
                <h2 class="part-title" id="ordered-title">{t!(priorities.ordered)}</h2>
                <p class="meta">{t!(priorities.ordered_hint)}</p>
                <ol class="ordered__list">
                    <For each=move || ordered.get() key=|one| (one.issue.id, one.issue.version) children=move |one| view! {
                        <li class="ordered__issue"><OneOrdered board one/></li>
                    }/>
                </ol>
            </section>
        }
        .into_any()
    }
}

#[component]
fn OneOrdered(board: Board, one: OrderedIssue) -> impl IntoView {
    let OrderedIssue { issue, priority } = one;
    let id = issue.id;
    let place = priority.place.map_or_else(
        || t!(priorities.no_place).to_owned(),
        |place| t!(priorities.place_of, place = place.place, of = place.of),
    );
    let is_open = Memo::new(move |_| board.below.get() == Some(Below::Follow(id)));
    let (may, verb) = if issue.state == IssueState::Prioritised {
        (board.may::<op::DecideIssue>(), t!(issue_event.decide))
    } else {
        (board.may::<op::PlanAction>(), t!(action.new))
    };
    let number = issue.number.clone();
    view! {
        <div class="ordered__head">
            <strong class="ordered__place">{place}</strong>
            <span class="ordered__title">
                <span class="meta">{issue.number.clone()}</span>" "
                <a href=format!("/desk/issues/{id}")>{issue.title.clone()}</a>
            </span>
            <StateBadge state=issue.state/>
            <span class="meta">{method_words(&priority)}</span>
            {may.then(|| view! {
                <button type="button" class="button" aria-expanded=move || is_open.get().to_string()
                    on:click=move |_| board.toggle(Below::Follow(id))>
                    {verb}<span class="visually-hidden">" "{number.clone()}</span>
                </button>
            })}
        </div>
        {move || is_open.get().then(|| view! { <Follow board id/> })}
    }
}

#[component]
fn Follow(board: Board, id: IssueId) -> impl IntoView {
    let detail = LocalResource::new(move || {
        let api = board.api();
        async move { api.get_issue(id).await.map(|read| read.value) }
    });
    view! { <Loaded resource=detail view=move |detail| view! { <FollowIssue board detail/> }/> }
}

/// The form of what comes next. After a "yes" the action is asked at once.
#[component]
fn FollowIssue(board: Board, detail: IssueDetail) -> impl IntoView {
    let begins = detail.summary.state;
    let work = Work::on(board.seat, detail, Callback::new(|_| false));
    let pane = (begins != IssueState::Prioritised).then_some(Pane::PlanAction);
    let desk = IssueDesk::on(work, pane);
    let state = Memo::new(move |_| work.detail.with(|detail| detail.summary.state));
    let close = board.close();
    let leave = move || {
        close.run(());
        board.reread();
    };
    let after_decision = Callback::new(move |()| {
        match work
            .detail
            .try_with_untracked(|detail| detail.summary.state)
        {
            Some(IssueState::DecidedAct) => desk.pane.set(Some(Pane::PlanAction)),
            Some(IssueState::Prioritised) => close.run(()),
            _ => leave(),
        }
    });
    view! {
        <Refusal work/>
        {move || match state.get() {
            IssueState::Prioritised => view! { <DecideForm work on_close=after_decision/> }.into_any(),
            IssueState::DecidedAct => view! {
                <Actions desk/>
                <div class="row"><Button label=t!(common.close) kind=ButtonKind::Quiet on_press=move |()| leave()/></div>
            }.into_any(),
            _ => ().into_any(),
        }}
    }
}
