//! The page.

use std::marker::PhantomData;

use policy as op;
use shared::priority::Priorities;

use super::board::{self, Board};
use super::confirm::LeadActs;
use super::follow::Ordered;
use super::model;
use super::picture::Picture;
use super::table::{Table, TableActs};
use super::weigh::WeightPanel;
use crate::components::{BannerKind, EmptyState, Loaded, Notice, Page};
use crate::desk::components::OneAuthority;
use crate::desk::seat::use_seat;
use crate::prelude::*;

/// The page (D12).
#[component]
pub(in crate::desk) fn PrioritiesPage() -> impl IntoView {
    view! {
        <Page wide=true title=t!(priorities.title)>
            <p class="lead">{t!(priorities.intro)}</p>
            <OneAuthority operation={PhantomData::<op::GetPriorityWeights>} let:authority>
                <OfAuthority authority/>
            </OneAuthority>
        </Page>
    }
}

#[component]
fn OfAuthority(authority: String) -> impl IntoView {
    let seat = use_seat();
    let read = LocalResource::new(move || {
        let authority = authority.clone();
        async move { board::read(seat, &authority).await }
    });
    view! { <Loaded rows=8 resource=read view=move |list| view! { <Whole list/> }/> }
}

#[component]
fn Whole(list: Priorities) -> impl IntoView {
    let board = Board::new(list);
    if !board.may::<op::ListPriorities>() {
        // Without issues there is nothing to try weights out on: they are open.
        return view! { <WeightPanel board open=true/> }.into_any();
    }
    let is_empty = Memo::new(move |_| board.list.with(|list| list.issues.is_empty()));
    let more = Memo::new(move |_| board.list.with(|list| list.more));
    view! {
        {move || more.get().then(|| view! { <Notice kind=BannerKind::Info><p>{t!(priorities.more)}</p></Notice> })}
        {move || if is_empty.get() {
            view! {
                <EmptyState text=t!(priorities.empty)>
                    <a class="button" href="/desk/issues">{t!(priorities.to_issues)}</a>
                </EmptyState>
            }.into_any()
        } else {
            view! { <Weighing board/> }.into_any()
        }}
        <Ordered board/>
    }
    .into_any()
}

#[component]
fn Weighing(board: Board) -> impl IntoView {
    let said = move || {
        let sentences = model::sensitivity(&board.rows(), &board.weights());
        sentences
            .into_iter()
            .map(|words| view! { <p>{words}</p> })
            .collect_view()
    };
    view! {
        <div class="weighing">
            <div class="weighing__picture">
                {move || view! { <Picture rows=board.rows() weights=board.weights()/> }}
            </div>
            <div class="weighing__said">
                <h2 class="part-title">{t!(priorities.sure_title)}</h2>
                <div role="status">{said}</div>
                <p class="meta">{t!(priorities.computed)}</p>
                <WeightPanel board/>
            </div>
        </div>
        <div class="part-head">
            <h2 class="part-title">{t!(priorities.order_title)}</h2>
            <div class="row"><TableActs board/></div>
        </div>
        <Table board/>
        <LeadActs board/>
    }
}
