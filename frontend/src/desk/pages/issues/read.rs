//! One issue (D6).

use leptos_router::hooks::use_params_map;
use policy as op;
use shared::id::IssueId;
use shared::issue::IssueDetail;
use shared::organisation::Organisation;
use wasm_bindgen_futures::spawn_local;

use super::criteria::Criteria;
use super::describe::Description;
use super::facts::{Facts, Lineage};
use super::next::{Act, NextSteps, is_offered, press};
use super::own::OwnForm;
use super::plan_action::Actions;
use super::publication::Publication;
use super::recognise::Recognitions;
use super::signals::Signals;
use super::summary::SummaryComing;
use crate::components::{
    BannerKind, Button, ButtonKind, EmptyState, Loading, Notice, Page, ProblemView, icon,
};
use crate::desk::components::{HistoryLine, HistoryList, Refusal, StateBadge};
use crate::desk::keys::{Press, use_keys};
use crate::desk::seat::use_seat;
use crate::desk::words;
use crate::desk::work::Work;
use crate::prelude::*;

/// What is being worked on.
pub(super) type IssueWork = Work<IssueDetail>;

/// Which small form is open; one at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pane {
    Step(Act),
    Describe,
    Recognise,
    Own,
    PlanAction,
    Split,
}

/// What every part of the page shares.
#[derive(Clone, Copy)]
pub(super) struct IssueDesk {
    pub(super) work: IssueWork,
    pub(super) pane: RwSignal<Option<Pane>>,
    pub(super) organisations: RwSignal<Vec<Organisation>>,
}

impl IssueDesk {
    /// Begins with this form open, and reads the organisations for whoever may see them.
    pub(super) fn on(work: IssueWork, pane: Option<Pane>) -> Self {
        let desk = Self {
            work,
            pane: RwSignal::new(pane),
            organisations: RwSignal::new(Vec::new()),
        };
        if work.may::<op::ListOrganisations>() {
            let api = work.api();
            spawn_local(async move {
                if let Ok(page) = api.list_organisations().await {
                    let _ = desk.organisations.try_set(page.items);
                }
            });
        }
        desk
    }

    /// Closes what is open.
    pub(super) fn close(self) -> Callback<()> {
        let pane = self.pane;
        Callback::new(move |()| {
            let _ = pane.try_set(None);
        })
    }

    /// Opens a form, or closes it when it is open.
    pub(super) fn toggle(self, wanted: Pane) {
        self.pane
            .update(|pane| *pane = (*pane != Some(wanted)).then_some(wanted));
    }

    /// True while a form is open.
    pub(super) fn is_open(self, wanted: Pane) -> bool {
        self.pane.get() == Some(wanted)
    }
}

/// The page of an issue.
#[component]
pub(in crate::desk) fn IssuePage() -> impl IntoView {
    let seat = use_seat();
    let params = use_params_map();
    let id = Memo::new(move |_| {
        params
            .with(|params| params.get("id"))
            .and_then(|id| id.parse::<IssueId>().ok())
    });
    let detail = LocalResource::new(move || {
        let (id, api) = (id.get(), seat.api());
        async move {
            match id {
                Some(id) => api.get_issue(id).await.map(|read| Some(read.value)),
                None => Ok(None),
            }
        }
    });
    let retry = Callback::new(move |()| detail.refetch());
    // Whatever comes of it, the page has a heading.
    move || match detail.get() {
        Some(Ok(Some(detail))) => view! { <Issue detail/> }.into_any(),
        Some(Ok(None)) => view! {
            <Page title=t!(error.not_found_title)>
                <EmptyState text=t!(error.not_found)/>
            </Page>
        }
        .into_any(),
        Some(Err(error)) => view! {
            <Page title=t!(issues.title)>
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
fn Issue(detail: IssueDetail) -> impl IntoView {
    let work = Work::on(use_seat(), detail, Callback::new(|_| true));
    work.follow();
    let desk = IssueDesk::on(work, None);
    let may_own = move || {
        let is_editable = |detail: &IssueDetail| detail.summary.state.is_editable();
        work.may::<op::AssignOwner>() && work.detail.with_untracked(is_editable)
    };
    use_keys(move |press_of| {
        match press_of {
            Press::Merge if is_offered(work, Act::Merge) => press(desk, Act::Merge),
            Press::Assign if may_own() => desk.toggle(Pane::Own),
            Press::Close if desk.pane.with_untracked(Option::is_some) => desk.pane.set(None),
            _ => return false,
        }
        true
    });
    let title = move || {
        work.detail.with(|detail| {
            t!(
                issue.number_title,
                number = detail.summary.number.clone(),
                title = detail.summary.title.clone()
            )
        })
    };
    let print = move |()| {
        let _ = crate::browser::dom::window().print();
    };
    view! {
        <Page wide=true title=title
            aside=move || view! { <Button label=t!(common.print) icon=icon::PRINTER kind=ButtonKind::Quiet on_press=print/> }>
            <Head desk/>
            <Refusal work/>
            <div class="issue">
                <div class="issue__main">
                    <NextSteps desk/>
                    <Description desk/>
                    <Criteria desk/>
                    <Recognitions desk/>
                    <Actions desk/>
                    <SummaryComing work/>
                    <Signals desk/>
                </div>
                <aside class="issue__aside" aria-label=t!(desk.about_issue)>
                    <Facts desk/>
                    {move || desk.is_open(Pane::Own).then(|| view! { <OwnForm desk/> })}
                    <Publication desk/>
                    <Lineage work/>
                    <section class="issue__part">
                        <h2 class="part-title">{t!(history.title)}</h2>
                        {move || view! { <HistoryList lines=work.detail.with(history)/> }}
                    </section>
                </aside>
            </div>
        </Page>
    }
}

/// State, figures, owner, and where it went.
#[component]
fn Head(desk: IssueDesk) -> impl IntoView {
    let work = desk.work;
    move || {
        let detail = work.detail.get();
        let IssueDetail {
            summary,
            providers,
            sectors,
            informed,
            merged_into,
            ..
        } = detail;
        let pool = work
            .seat
            .is_pool()
            .then(|| work.seat.name_of(&summary.authority));
        let id = summary.id;
        let owed = informed.waiting > 0 && work.seat.may_at::<op::ListFeedback>(&summary.authority);
        let review = summary
            .review_on
            .map(|day| t!(park.until, date = crate::i18n::day(day)));
        view! {
            <p class="issue__head">
                {pool.map(|name| view! { <strong>{name}</strong> })}
                <StateBadge state=summary.state/>
                {review.map(|review| view! { <span>{review}</span> })}
                <span>{t!(issue.signals, count = summary.signals)}</span>
                {providers.map(|count| view! { <span>{t!(issue.providers, count = count)}</span> })}
                {sectors.map(|count| view! { <span>{t!(issue.sectors, count = count)}</span> })}
                <span>{summary.owner_name.map_or_else(|| t!(owner.none).to_owned(), |name| format!("{}: {name}", t!(owner.title)))}</span>
            </p>
            {merged_into.map(|target| view! {
                <Notice kind=BannerKind::Info>
                    <p>{t!(desk.merged_away)}" "<a href=format!("/desk/issues/{target}")>{t!(common.open)}</a></p>
                </Notice>
            })}
            {owed.then(|| view! {
                <Notice kind=BannerKind::Warn>
                    <p>
                        {t!(close.informed, informed = informed.informed, total = informed.informed + informed.waiting)}". "
                        <a href=format!("/desk/feedback?issue={id}")>{t!(close.write_feedback)}</a>
                    </p>
                </Notice>
            })}
        }
    }
}

fn history(detail: &IssueDetail) -> Vec<HistoryLine> {
    detail
        .history
        .iter()
        .map(|step| HistoryLine {
            title: words::done(step.event),
            on: step.on,
            states: step
                .from
                .filter(|from| *from != step.to)
                .map(|from| (from.label(), step.to.label())),
            role: step.role,
            by: step.by.clone(),
            own_work: step.own_work,
            reason: step.reason.clone(),
            note: step.note.clone(),
        })
        .collect()
}
