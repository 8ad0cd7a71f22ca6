//! The page: which days, the cards, and a file of all numbers.

use std::marker::PhantomData;

use leptos_router::hooks::use_location;
use policy as op;
use shared::indicator::{Figures, IndicatorPeriod, Indicators, PartKind};
use shared::taxonomy::Scheme;

use super::super::signals::{InboxView, Tab};
use super::card::{Card, CardView, OpenTables};
use super::cards::{Around, cards};
use super::export::csv;
use super::view::Period;
use crate::components::{Button, EmptyState, Loaded, Page, icon};
use crate::desk::components::OneAuthority;
use crate::desk::download;
use crate::desk::query::Query;
use crate::desk::seat::{Seat, use_seat};
use crate::desk::words::{self, today};
use crate::prelude::*;

/// The page (D15).
#[component]
pub(in crate::desk) fn OverviewPage() -> impl IntoView {
    let search = use_location().search;
    let period = Memo::new(move |_| Period::of(&Query::parse(&search.get())));
    let choice = move |of: &Period| {
        let of = *of;
        view! {
            <a class="choice" data-noscroll="" href=of.address()
                aria-current=move || (period.get() == of).then_some("true")>{of.label()}</a>
        }
    };
    view! {
        <Page wide=true title=t!(nav.overview)>
            <p class="lead">{t!(indicator.intro)}</p>
            <nav class="choices" aria-label=t!(record.period)>{Period::ALL.iter().map(choice).collect_view()}</nav>
            <OneAuthority operation={PhantomData::<op::GetIndicators>} let:authority>
                <Overview authority period/>
            </OneAuthority>
        </Page>
    }
}

#[component]
fn Overview(authority: String, period: Memo<Period>) -> impl IntoView {
    let seat = use_seat();
    let open = OpenTables::new();
    let read = LocalResource::new(move || {
        let days = IndicatorPeriod {
            from: Some(period.get().from(today())),
            to: Some(today()),
        };
        let api = seat.api_at(&authority);
        async move { api.get_indicators(days).await }
    });
    view! {
        <Loaded rows=8 resource=read view=move |list| match list.items.into_iter().next() {
            Some(indicators) => view! { <Cards indicators open/> }.into_any(),
            None => view! { <EmptyState text=t!(indicator.nothing)/> }.into_any(),
        }/>
    }
}

#[component]
fn Cards(indicators: Indicators, open: OpenTables) -> impl IntoView {
    let seat = use_seat();
    let counted = words::local_day(&indicators.computed_at.to_string());
    let days = |figures: &Figures| {
        t!(
            indicator.from_to,
            from = crate::i18n::day(figures.from),
            to = crate::i18n::day(figures.to)
        )
    };
    let (now, before) = (days(&indicators.now), days(&indicators.before));
    let about = t!(indicator.beside, now = now.clone(), before = before);
    let counted = counted.map(|on| t!(indicator.counted, date = crate::i18n::day(on)));
    let file = format!("{}-{}.csv", indicators.authority, indicators.now.to);
    // Words of the taxonomy may come later than the figures.
    let all = Memo::new(move |_| told(seat, &indicators));
    let save = move |()| {
        let content = all.with_untracked(|all| csv(&now, all));
        download::save(&file, "text/csv;charset=utf-8", &content);
    };
    let record = seat.may::<op::GetSuggestionRecord>();
    view! {
        <p class="meta">{about}" "{counted}</p>
        <p class="row">
            <Button label=t!(indicator.save) icon=icon::DOWNLOAD on_press=save/>
            {record.then(|| view! { <a href="/desk/suggestions">{t!(record.title)}</a> })}
        </p>
        {move || {
            let cards = all.get().into_iter().map(|card| view! { <CardView card open/> });
            view! { <div class="overview">{cards.collect_view()}</div> }
        }}
    }
}

/// The cards, in the words of the authority and with the ways that this person may go.
fn told(seat: Seat, indicators: &Indicators) -> Vec<Card> {
    let authority = indicators.authority.as_str();
    let name = |kind: PartKind, code: &str| match kind {
        PartKind::Theme => seat.words(authority, Scheme::Theme, code),
        PartKind::TargetGroup => seat.words(authority, Scheme::TargetGroup, code),
        PartKind::Sector => seat.sector(authority, code),
        PartKind::Organisation | PartKind::Place => code.to_owned(),
    };
    let may_read = seat.may_at::<op::ListSignals>(authority);
    let days = (indicators.now.from, indicators.now.to);
    let inbox = |part: Option<(PartKind, &str)>| inbox(days, part).filter(|_| may_read);
    let may_answer = seat.may_at::<op::ListFeedback>(authority);
    cards(
        &indicators.now,
        &indicators.before,
        &Around {
            name: &name,
            inbox: &inbox,
            feedback: may_answer.then(|| "/desk/feedback".to_owned()),
        },
    )
}

/// The inbox with what was received on these days; none where it has no such filter.
fn inbox((from, to): (Day, Day), part: Option<(PartKind, &str)>) -> Option<String> {
    let mut view = InboxView {
        tab: Tab::All,
        from: Some(from),
        to: Some(to),
        ..InboxView::default()
    };
    if let Some((kind, name)) = part {
        let name = Some(name.to_owned());
        match kind {
            PartKind::Theme => view.theme = name,
            PartKind::TargetGroup => view.target_group = name,
            PartKind::Place => view.place = name,
            PartKind::Sector | PartKind::Organisation => return None,
        }
    }
    Some(view.address())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_leads_to_its_signals_where_the_inbox_knows_it() {
        let days = ("2026-11-01".parse().unwrap(), "2026-11-30".parse().unwrap());
        let theme = inbox(days, Some((PartKind::Theme, "housing"))).unwrap();
        assert_eq!(
            theme,
            "/desk/signals?tab=all&theme=housing&from=2026-11-01&to=2026-11-30"
        );
        assert_eq!(inbox(days, Some((PartKind::Sector, "care"))), None);
    }
}
