//! One series: its year, what grew, what was done, and a way to its signals.

use leptos_router::hooks::use_params_map;
use policy as op;
use shared::id::TrendId;
use shared::trend::{Grown, TrendAction, TrendDetail, TrendKind, TrendSubscriptionDraft};

use super::super::signals::{InboxView, Tab};
use super::follow::{FollowButton, Followed};
use super::meaning::Meaning;
use super::sentence::{chance, name, sentence};
use crate::components::{EmptyState, Loading, Page, ProblemView};
use crate::desk::charts::{TrendChart, whole};
use crate::desk::seat::{Seat, use_seat};
use crate::prelude::*;

/// The page of a series.
#[component]
pub(in crate::desk) fn TrendPage() -> impl IntoView {
    let seat = use_seat();
    let params = use_params_map();
    let id = Memo::new(move |_| {
        params
            .with(|params| params.get("id"))
            .and_then(|id| id.parse::<TrendId>().ok())
    });
    let detail = LocalResource::new(move || {
        let (id, api) = (id.get(), seat.api());
        async move {
            match id {
                Some(id) => api.get_trend(id).await.map(Some),
                None => Ok(None),
            }
        }
    });
    let retry = Callback::new(move |()| detail.refetch());
    move || match detail.get() {
        Some(Ok(Some(detail))) => view! { <Trend detail/> }.into_any(),
        Some(Ok(None)) => view! {
            <Page title=t!(error.not_found_title)><EmptyState text=t!(error.not_found)/></Page>
        }
        .into_any(),
        Some(Err(error)) => view! {
            <Page title=t!(nav.trends)><ProblemView error on_retry=retry/></Page>
        }
        .into_any(),
        None => {
            view! { <div class="page page--wide"><Loading rows=4 on_retry=retry/></div> }.into_any()
        }
    }
}

#[component]
fn Trend(detail: TrendDetail) -> impl IntoView {
    let seat = use_seat();
    let TrendDetail {
        summary,
        growth,
        words,
        actions,
    } = detail;
    let said = sentence(&summary.last);
    let rise = summary.last.rise_began_on.map(|began| {
        let chance = summary.q_value.map(chance);
        view! {
            <p>
                <span class="badge badge--warn">{t!(trend.rise)}</span>" "
                {t!(trend.since, date = crate::i18n::day(began))}" "
                {chance.map(|chance| view! { <span class="meta">{t!(trend.chance, chance = chance)}</span> })}
            </p>
        }
    });
    let authority = summary.authority.clone();
    let grew = growth.map(|growth| {
        let of = authority.clone();
        let sector = move |code: &str| seat.sector(&of, code);
        let plain = |name: &str| name.to_owned();
        let who = t!(
            trend.who,
            providers = crate::i18n::number(growth.providers.into()),
            organisations = crate::i18n::number(growth.organisations.into())
        );
        view! {
            <section class="trends__part">
                <h2 class="part-title">{t!(trend.grew)}</h2>
                <p>{who}</p>
                <div class="grew">
                    {parts(t!(trend.sectors), growth.sectors, sector)}
                    {parts(t!(trend.places), growth.places, plain)}
                    {parts(t!(trend.words), words, plain)}
                </div>
            </section>
        }
    });
    let followed = Followed::read(&authority);
    let follow = wish(summary.kind, &summary.code).map(|(draft, label)| {
        view! { <FollowButton followed draft label/> }
    });
    let signals = inbox(seat, &authority, summary.kind, &summary.code);
    let issue = (summary.kind == TrendKind::Issue && seat.may_at::<op::ListIssues>(&authority))
        .then(|| format!("/desk/issues?state=all&q={}", summary.code));
    let of = (summary.last.weeks, summary.model.clone());
    let points = summary.points.clone();
    let named = summary.clone();
    let done = actions.clone();
    view! {
        <Page wide=true title=move || name(seat, &named)>
            <p><a href="/desk/trends">{t!(trend.back)}</a></p>
            {rise}
            <TrendChart sentence=said points actions is_large=true/>
            <div class="row">
                {signals.map(|href| view! { <a class="button" href=href>{t!(trend.to_inbox)}</a> })}
                {issue.map(|href| view! { <a class="button" href=href>{t!(trend.to_issue)}</a> })}
                {follow}
            </div>
            {grew}
            {done_about(done)}
            <Meaning age=None of/>
        </Page>
    }
}

/// What a button follows: a theme or a place.
fn wish(kind: TrendKind, code: &str) -> Option<(TrendSubscriptionDraft, &'static str)> {
    let mut draft = TrendSubscriptionDraft::default();
    match kind {
        TrendKind::Theme => draft.theme = Some(code.to_owned()),
        TrendKind::Place => draft.place = Some(code.to_owned()),
        _ => return None,
    }
    let label = match kind {
        TrendKind::Theme => t!(trend.follow_theme),
        _ => t!(trend.follow_place),
    };
    Some((draft, label))
}

/// The inbox with the signals behind a series, for who reads signals.
fn inbox(seat: Seat, authority: &str, kind: TrendKind, code: &str) -> Option<String> {
    if !seat.may_at::<op::ListSignals>(authority) {
        return None;
    }
    let mut view = InboxView {
        tab: Tab::All,
        ..InboxView::default()
    };
    let code = Some(code.to_owned());
    match kind {
        TrendKind::Theme => view.theme = code,
        TrendKind::TargetGroup => view.target_group = code,
        TrendKind::Place => view.place = code,
        TrendKind::Authority => {}
        TrendKind::Tag | TrendKind::Issue => return None,
    }
    Some(view.address())
}

fn parts(
    title: &'static str,
    parts: Vec<Grown>,
    name: impl Fn(&str) -> String + Clone + Send + 'static,
) -> Option<impl IntoView> {
    let is_empty = parts.is_empty();
    let line = move |part: Grown| {
        let name = name.clone();
        let now = crate::i18n::number(part.now.into());
        let counts = t!(trend.grown_line, now = now, expected = whole(part.expected));
        view! { <li>{move || name(&part.name)}" "<span class="meta">{counts}</span></li> }
    };
    (!is_empty).then(|| {
        let lines = parts.into_iter().map(line).collect_view();
        view! { <div><h3 class="grew__title">{title}</h3><ul>{lines}</ul></div> }
    })
}

fn done_about(actions: Vec<TrendAction>) -> Option<impl IntoView> {
    let line = |action: TrendAction| {
        view! {
            <li>
                {crate::i18n::day(action.on)}": "{action.title}" "
                <span class="meta">{action.state.label()}</span>" "
                <a href=format!("/desk/issues/{}", action.issue)>{action.issue_number}</a>
            </li>
        }
    };
    (!actions.is_empty()).then(|| {
        view! {
            <section class="trends__part">
                <h2 class="part-title">{t!(trend.actions)}</h2>
                <ul>{actions.into_iter().map(line).collect_view()}</ul>
            </section>
        }
    })
}
