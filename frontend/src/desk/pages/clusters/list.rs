//! Every cluster, as a table or a picture, and the run they are of.

use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use policy as op;
use shared::cluster::{
    ClusterChangeKind, ClusterList, ClusterRun, ClusterSummary, FEWEST_TO_GROUP,
};
use wasm_bindgen_futures::spawn_local;

use super::super::signals::{FilterSelect, neighbour};
use super::picture::Picture;
use super::view::{ClustersView, ORDERS, address_of, coherence, growth, name_of};
use super::weeks::Sparkline;
use crate::browser::{dom, timer};
use crate::components::{
    Button, ButtonKind, EmptyState, Loading, Page, ProblemView, Toaster, icon, use_toaster,
};
use crate::desk::choices::Options;
use crate::desk::components::Forbidden;
use crate::desk::keys::{Press, use_keys};
use crate::desk::query::Query;
use crate::desk::seat::{Seat, use_seat};
use crate::desk::sending::Sending;
use crate::desk::words;
use crate::prelude::*;

/// How long the page looks whether a run is done, and how often.
const LOOKS: u32 = 60;
const LOOK_MS: i32 = 2_000;

/// The page of clusters (D4).
#[component]
pub(in crate::desk) fn ClustersPage() -> impl IntoView {
    let seat = use_seat();
    if !untrack(|| seat.may::<op::ListClusters>()) {
        return view! { <Forbidden/> }.into_any();
    }
    view! { <Clusters seat/> }.into_any()
}

#[component]
fn Clusters(seat: Seat) -> impl IntoView {
    let search = use_location().search;
    let view = Memo::new(move |_| ClustersView::of(&Query::parse(&search.get())));
    let listed = LocalResource::new(move || {
        let api = seat.api();
        async move { api.list_clusters().await }
    });
    let retry = Callback::new(move |()| listed.refetch());
    let navigate = use_navigate();
    let go = Callback::new(move |to: ClustersView| {
        let options = NavigateOptions {
            scroll: false,
            ..NavigateOptions::default()
        };
        navigate(&to.address(), options);
    });
    let orders = Reactive::derive(|| {
        let options = ORDERS.map(|order| (order.code().into(), order.label().into()));
        Options::from(options)
    });
    let shape = move |(is_picture, words): (bool, &'static str)| {
        let to = move || {
            ClustersView {
                is_picture,
                ..view.get()
            }
            .address()
        };
        view! {
            <a class="choice" data-noscroll="" href=to
                aria-current=move || view.with(|view| view.is_picture == is_picture).then_some("true")>{words}</a>
        }
    };
    use_keys(move |press| {
        let forward = match press {
            Press::Next => true,
            Press::Previous => false,
            _ => return false,
        };
        let rows: Vec<String> = dom::all(".cluster-link")
            .iter()
            .map(web_sys::Element::id)
            .collect();
        let here = dom::document().active_element().map(|element| element.id());
        neighbour(&rows, here.as_ref(), forward).is_some_and(|next| dom::focus_id(&next))
    });
    view! {
        <Page wide=true title=t!(cluster.title)
            aside=move || view! { <nav class="choices" aria-label=t!(cluster.view)>{[(false, t!(cluster.table)), (true, t!(cluster.picture))].into_iter().map(shape).collect_view()}</nav> }>
            <p>{t!(cluster.intro)}</p>
            {move || match listed.get() {
                None => view! { <Loading rows=4 on_retry=retry/> }.into_any(),
                Some(Err(error)) => view! { <ProblemView error on_retry=retry/> }.into_any(),
                Some(Ok(ClusterList { run, clusters })) => {
                    let is_small = run.as_ref().is_some_and(|run| run.signals < FEWEST_TO_GROUP);
                    let nothing = clusters.is_empty();
                    view! {
                        <Run seat run again=retry/>
                        {nothing.then(|| view! {
                            <EmptyState text=if is_small { t!(cluster.too_few) } else { t!(cluster.empty) }>
                                <a class="button" href="/desk/signals">{t!(cluster.to_inbox)}</a>
                            </EmptyState>
                        })}
                        {(!nothing).then(|| view! {
                            <div class="filter-row">
                                <FilterSelect id="cluster-order" label=t!(cluster.sort) options=orders
                                    value=Reactive::derive(move || view.with(|view| view.order.code().to_owned()))
                                    on_change=Callback::new(move |code: String| {
                                        let order = ClustersView::of(&Query::default().with("order", code)).order;
                                        go.run(ClustersView { order, ..view.get_untracked() });
                                    })/>
                                <p class="meta numbers" role="status">{t!(cluster.count, count = clusters.len())}</p>
                            </div>
                        })}
                        {move || {
                            let view = view.get();
                            let clusters = view.ordered(clusters.clone());
                            if nothing {
                                ().into_any()
                            } else if view.is_picture {
                                view! { <Picture clusters/> }.into_any()
                            } else {
                                view! { <Table seat clusters/> }.into_any()
                            }
                        }}
                    }
                    .into_any()
                }
            }}
        </Page>
    }
}

/// When it was grouped, what that changed, and the button to do it again.
#[component]
fn Run(seat: Seat, run: Option<ClusterRun>, again: Callback<()>) -> impl IntoView {
    let sending = Sending::new();
    let toaster = use_toaster();
    let is_waiting = RwSignal::new(false);
    let before = run.as_ref().map(|run| run.at.clone());
    let ask = move |()| {
        let (api, before) = (seat.api(), before.clone());
        sending.run(
            async move { api.regroup_signals().await },
            move |answer| match answer {
                Ok(()) => {
                    toaster.say(t!(cluster.run_asked));
                    let _ = is_waiting.try_set(true);
                    wait(seat, toaster, before, is_waiting, again);
                }
                Err(error) => toaster.say_failed(error.text(), None),
            },
        );
    };
    let sentence = run.as_ref().map(|run| {
        t!(
            cluster.run,
            date = words::moment(&run.at),
            signals = run.signals,
            loose = run.loose
        )
    });
    let changes = run.filter(|run| !run.changes.is_empty()).map(|run| {
        let count = |kind| run.changes.iter().filter(|it| it.kind == kind).count();
        t!(
            cluster.run_changes,
            born = count(ClusterChangeKind::Born),
            grew = count(ClusterChangeKind::Grew),
            split = count(ClusterChangeKind::Split),
            merged = count(ClusterChangeKind::Merged),
            died = count(ClusterChangeKind::Died)
        )
    });
    let may = seat.authorities::<op::RegroupSignals>().len() == 1 || !seat.is_pool();
    let busy = Reactive::derive(move || is_waiting.get() || sending.is_busy().get());
    view! {
        <div class="cluster-run">
            <div>
                <p>{sentence.unwrap_or_else(|| t!(cluster.run_never).to_owned())}</p>
                {changes.map(|changes| view! { <p class="meta">{changes}</p> })}
            </div>
            {may.then(|| view! { <Button label=t!(cluster.run_now) icon=icon::REFRESH_CW kind=ButtonKind::Quiet busy=busy on_press=ask/> })}
        </div>
    }
}

/// Looks until another run is told, then shows it.
fn wait(
    seat: Seat,
    toaster: Toaster,
    before: Option<String>,
    is_waiting: RwSignal<bool>,
    again: Callback<()>,
) {
    let api = seat.api();
    spawn_local(async move {
        for _ in 0..LOOKS {
            timer::after(LOOK_MS).await;
            if is_waiting.try_get_untracked().is_none() {
                // The page was left.
                return;
            }
            if let Ok(list) = api.list_clusters().await
                && list.run.map(|run| run.at) != before
            {
                toaster.say(t!(cluster.run_done));
                let _ = is_waiting.try_set(false);
                again.try_run(());
                return;
            }
        }
        let _ = is_waiting.try_set(false);
    });
}

#[component]
fn Table(seat: Seat, clusters: Vec<ClusterSummary>) -> impl IntoView {
    let row = move |cluster: ClusterSummary| view! { <Row seat cluster/> };
    view! {
        <div class="table-region" role="region" tabindex="0" aria-label=t!(cluster.title)>
            <table class="table table--stack">
                <thead>
                    <tr>
                        <th scope="col">{t!(cluster.col_cluster)}</th>
                        <th scope="col" class="numbers">{t!(cluster.col_signals)}</th>
                        <th scope="col" class="numbers">{t!(cluster.col_providers)}</th>
                        <th scope="col" class="numbers">{t!(cluster.col_sectors)}</th>
                        <th scope="col">{t!(cluster.col_growth)}</th>
                        <th scope="col">{t!(cluster.col_coherence)}</th>
                        <th scope="col">{t!(cluster.col_issue)}</th>
                    </tr>
                </thead>
                <tbody>{clusters.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(seat: Seat, cluster: ClusterSummary) -> impl IntoView {
    let (name, address, growth) = (name_of(&cluster), address_of(&cluster), growth(&cluster));
    let ClusterSummary {
        id,
        authority,
        locked,
        issue,
        facts,
        ..
    } = cluster;
    let news = [
        (facts.joined > 0).then(|| t!(cluster.joined, count = facts.joined)),
        (facts.left > 0).then(|| t!(cluster.left, count = facts.left)),
        (facts.proposed > 0).then(|| t!(cluster.proposed, count = facts.proposed)),
    ];
    let news: Vec<String> = news.into_iter().flatten().collect();
    view! {
        <tr>
            <th scope="row" class="table__title">
                <a class="cluster-link" id=format!("cluster-{id}") href=address>{name}</a>
                {locked.then(|| view! { " "<span class="badge">{t!(cluster.locked)}</span> })}
                {seat.is_pool().then(|| view! { " "<span class="meta">{seat.name_of(&authority)}</span> })}
                {(!news.is_empty()).then(|| view! { <span class="meta cluster-news">{news.join(" · ")}</span> })}
            </th>
            <td class="numbers">{facts.signals}<span class="table__unit">" "{t!(desk.signals_word)}</span></td>
            <td class="numbers">{facts.providers}<span class="table__unit">" "{t!(cluster.col_providers)}</span></td>
            <td class="numbers">{facts.sectors}<span class="table__unit">" "{t!(cluster.col_sectors)}</span></td>
            <td><Sparkline weeks=facts.weeks/><span class="meta">{growth}</span></td>
            <td>{coherence(facts.coherence)}</td>
            <td>{issue.map(|issue| view! { <a href=format!("/desk/issues/{}", issue.id)>{issue.number}</a> })}</td>
        </tr>
    }
}
