//! One cluster: what it is about, and what a person makes of it.

use leptos_router::hooks::use_params_map;
use policy as op;
use shared::cluster::{ClusterDetail, ClusterUpdate};
use shared::id::{ClusterId, SignalId};
use shared::signal::SignalSummary;

use super::super::signals::InboxView;
use super::accept::{AddForm, MakeForm, add_to};
use super::members::Members;
use super::merge::MergeForm;
use super::name::NameForm;
use super::split::SplitForm;
use super::view::{coherence, name_of};
use super::weeks::Weeks;
use crate::components::{
    BannerKind, Button, ButtonKind, EmptyState, Loading, Notice, Page, ProblemView, icon,
};
use crate::desk::components::Refusal;
use crate::desk::keys::{Press, use_keys};
use crate::desk::seat::use_seat;
use crate::desk::work::Work;
use crate::prelude::*;

/// What is being worked on.
pub(super) type ClusterWork = Work<ClusterDetail>;

/// Which small form is open; one at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pane {
    Make,
    Add,
    Split,
    Merge,
    Name,
}

/// What every part of the page shares.
#[derive(Clone, Copy)]
pub(super) struct ClusterDesk {
    pub(super) work: ClusterWork,
    pub(super) pane: RwSignal<Option<Pane>>,
}

impl ClusterDesk {
    /// Closes what is open.
    pub(super) fn close(self) -> Callback<()> {
        let pane = self.pane;
        Callback::new(move |()| {
            let _ = pane.try_set(None);
        })
    }

    fn toggle(self, wanted: Pane) {
        self.pane
            .update(|pane| *pane = (*pane != Some(wanted)).then_some(wanted));
    }
}

/// The page of a cluster.
#[component]
pub(in crate::desk) fn ClusterPage() -> impl IntoView {
    let seat = use_seat();
    let params = use_params_map();
    let id = Memo::new(move |_| {
        params
            .with(|params| params.get("id"))
            .and_then(|id| id.parse::<ClusterId>().ok())
    });
    let detail = LocalResource::new(move || {
        let (id, api) = (id.get(), seat.api());
        async move {
            match id {
                Some(id) => api.get_cluster(id).await.map(|read| Some(read.value)),
                None => Ok(None),
            }
        }
    });
    let retry = Callback::new(move |()| detail.refetch());
    move || match detail.get() {
        Some(Ok(Some(detail))) => view! { <Cluster detail/> }.into_any(),
        Some(Ok(None)) => view! {
            <Page title=t!(error.not_found_title)>
                <EmptyState text=t!(error.not_found)/>
            </Page>
        }
        .into_any(),
        Some(Err(error)) => view! {
            <Page title=t!(cluster.title)>
                <ProblemView error on_retry=retry/>
            </Page>
        }
        .into_any(),
        None => {
            view! { <div class="page page--wide"><Loading rows=4 on_retry=retry/></div> }.into_any()
        }
    }
}

#[component]
fn Cluster(detail: ClusterDetail) -> impl IntoView {
    let work = Work::on(use_seat(), detail, Callback::new(|_| true));
    work.follow();
    let desk = ClusterDesk {
        work,
        pane: RwSignal::new(None),
    };
    let is_open = move || work.detail.with_untracked(|detail| !detail.gone);
    use_keys(move |press| {
        match press {
            Press::Merge if is_open() && work.may::<op::AcceptCluster>() => desk.toggle(Pane::Make),
            Press::Close if desk.pane.with_untracked(Option::is_some) => desk.pane.set(None),
            _ => return false,
        }
        true
    });
    let title = move || work.detail.with(|detail| name_of(&detail.summary));
    view! {
        <Page wide=true title=title
            aside=move || view! { <a class="button button--quiet" href="/desk/clusters">{t!(cluster.title)}</a> }>
            <Head work/>
            <Refusal work/>
            <div class="issue">
                <div class="issue__main">
                    <Acts desk/>
                    <Quotes work/>
                    <Members desk/>
                </div>
                <aside class="issue__aside" aria-label=t!(cluster.why)>
                    <section class="issue__part">
                        <h2 class="part-title">{t!(cluster.weeks)}</h2>
                        {move || view! { <Weeks facts=work.detail.with(|detail| detail.summary.facts.clone())/> }}
                    </section>
                    <Why work/>
                </aside>
            </div>
        </Page>
    }
}

/// Figures, and where it came from or went.
#[component]
fn Head(work: ClusterWork) -> impl IntoView {
    move || {
        let detail = work.detail.get();
        let (gone, from, into) = (detail.gone, detail.split_from, detail.merged_into);
        let summary = detail.summary;
        let facts = summary.facts;
        let pool = work
            .seat
            .is_pool()
            .then(|| work.seat.name_of(&summary.authority));
        let to = |id: ClusterId| format!("/desk/clusters/{id}");
        view! {
            <p class="issue__head">
                {pool.map(|name| view! { <strong>{name}</strong> })}
                {summary.locked.then(|| view! { <span class="badge">{t!(cluster.locked)}</span> })}
                <span>{t!(issue.signals, count = facts.signals)}</span>
                <span>{t!(issue.providers, count = facts.providers)}</span>
                <span>{t!(issue.sectors, count = facts.sectors)}</span>
                <span>{coherence(facts.coherence)}</span>
                {summary.issue.map(|issue| view! { <a href=format!("/desk/issues/{}", issue.id)>{issue.number}" "{issue.title}</a> })}
                {from.map(|id| view! { <a href=to(id)>{t!(cluster.came_from)}</a> })}
            </p>
            {gone.then(|| view! {
                <Notice kind=BannerKind::Info>
                    <p>{t!(cluster.gone)}" "{into.map(|id| view! { <a href=to(id)>{t!(cluster.went_into)}</a> })}</p>
                </Notice>
            })}
        }
    }
}

/// What a person may make of it, and the small form that is open.
#[component]
fn Acts(desk: ClusterDesk) -> impl IntoView {
    let work = desk.work;
    let pane = move || {
        desk.pane.get().map(|pane| match pane {
            Pane::Make => view! { <MakeForm desk/> }.into_any(),
            Pane::Add => view! { <AddForm desk/> }.into_any(),
            Pane::Split => view! { <SplitForm desk/> }.into_any(),
            Pane::Merge => view! { <MergeForm desk/> }.into_any(),
            Pane::Name => view! { <NameForm desk/> }.into_any(),
        })
    };
    move || {
        let (gone, locked, issues) = work.detail.with(|detail| {
            let issues: Vec<_> = detail.issues.iter().map(|it| it.issue.clone()).collect();
            (detail.gone, detail.summary.locked, issues)
        });
        if gone || !work.may::<op::UpdateCluster>() {
            return ().into_any();
        }
        let busy = work.sending.is_busy();
        let first = issues.into_iter().next();
        let opens = move |wanted| move |()| desk.toggle(wanted);
        view! {
            <section class="next">
                <div class="row">
                    <Button label=t!(cluster.make_issue) icon=icon::FLAG kind=ButtonKind::Primary busy=busy on_press=opens(Pane::Make)/>
                    {first.map(|issue| view! {
                        <Button label=t!(cluster.add_to, issue = issue.number.clone()) busy=busy on_press=move |()| add_to(work, issue.id)/>
                    })}
                    <Button label=t!(cluster.add_to_issue) kind=ButtonKind::Quiet busy=busy on_press=opens(Pane::Add)/>
                    <Button label=t!(cluster.split) icon=icon::SPLIT kind=ButtonKind::Quiet busy=busy on_press=opens(Pane::Split)/>
                    <Button label=t!(cluster.merge) kind=ButtonKind::Quiet busy=busy on_press=opens(Pane::Merge)/>
                    <Button label=t!(cluster.rename) kind=ButtonKind::Quiet busy=busy on_press=opens(Pane::Name)/>
                    <Button label=if locked { t!(cluster.unlock) } else { t!(cluster.lock) } kind=ButtonKind::Quiet busy=busy
                        on_press=move |()| lock(work, !locked)/>
                </div>
                {pane}
            </section>
        }
        .into_any()
    }
}

/// Locks it or unlocks it, with a way back.
fn lock(work: ClusterWork, locked: bool) {
    let update = move |locked| ClusterUpdate {
        locked: Some(locked),
        ..ClusterUpdate::default()
    };
    work.act(
        move |api, id, version| async move {
            api.update_cluster(id, version, &update(locked)).await
        },
        move |detail| {
            let done = if locked {
                t!(cluster.was_locked)
            } else {
                t!(cluster.was_unlocked)
            };
            work.say_undoable(detail, done, move |api, id, version| async move {
                api.update_cluster(id, version, &update(!locked)).await
            });
        },
    );
}

/// The most typical signals, in their own words.
#[component]
fn Quotes(work: ClusterWork) -> impl IntoView {
    move || {
        let quotes: Vec<SignalSummary> = work.detail.with(|detail| {
            let typical = detail.summary.facts.typical.iter();
            let of = |id: &SignalId| {
                let member = detail.members.iter().find(|it| it.signal.id == *id);
                member.map(|member| member.signal.clone())
            };
            typical.filter_map(of).collect()
        });
        if quotes.is_empty() {
            return ().into_any();
        }
        let quote = |signal: SignalSummary| {
            view! {
                <li><blockquote lang=signal.language><a href=InboxView::address_of_signal(signal.id)>{signal.excerpt}</a></blockquote></li>
            }
        };
        view! {
            <section class="issue__part">
                <h2 class="part-title">{t!(cluster.quotes)}</h2>
                <ul class="quotes">{quotes.into_iter().map(quote).collect_view()}</ul>
            </section>
        }
        .into_any()
    }
}

/// What it rests on.
#[component]
fn Why(work: ClusterWork) -> impl IntoView {
    move || {
        let summary = work.detail.with(|detail| detail.summary.clone());
        let issues = work.detail.with(|detail| detail.issues.clone());
        let issue = |it: shared::cluster::ClusterIssue| {
            view! {
                <li><a href=format!("/desk/issues/{}", it.issue.id)>{it.issue.number}" "{it.issue.title}</a>" "<span class="meta numbers">{it.signals}</span></li>
            }
        };
        view! {
            <section class="issue__part">
                <h2 class="part-title">{t!(cluster.why)}</h2>
                {(!summary.words.is_empty()).then(|| view! { <p>{t!(cluster.why_words, words = summary.words.join(", "))}</p> })}
                <p class="meta">{t!(cluster.why_model, percent = summary.facts.coherence, model = summary.model)}</p>
            </section>
            {(!issues.is_empty()).then(|| view! {
                <section class="issue__part">
                    <h2 class="part-title">{t!(cluster.elsewhere)}</h2>
                    <ul>{issues.into_iter().map(issue).collect_view()}</ul>
                </section>
            })}
        }
    }
}
