//! What is known of a signal beside its text.

use shared::codes::ContactChoice;
use shared::signal::Disclosure;

use super::panel::SignalWork;
use crate::components::{Button, ButtonKind};
use crate::desk::components::StateBadge;
use crate::desk::words;
use crate::prelude::*;

/// State, days, place, and the promise.
#[component]
pub(super) fn Head(work: SignalWork) -> impl IntoView {
    let seat = work.seat;
    move || {
        let today = words::today();
        let summary = work.detail.with(|detail| detail.summary.clone());
        let is_owed = !summary.state.is_ended();
        let promised = crate::i18n::day(summary.promised_on);
        let is_late = summary.promised_on < today;
        let promise = if is_late {
            t!(signal.promise_late, date = promised)
        } else {
            t!(signal.promise, date = promised)
        };
        let pool = seat.is_pool().then(|| seat.name_of(&summary.authority));
        view! {
            <header class="signal__head">
                {pool.map(|name| view! { <strong>{name}</strong> })}
                <StateBadge state=summary.state/>
                <span>
                    {t!(signal.received_on, date = crate::i18n::day(summary.received_on))}
                </span>
                {summary.place.map(|place| view! { <span>{place}</span> })}
                {is_owed.then(|| view! { <span class:late=is_late>{promise}</span> })}
            </header>
        }
    }
}

/// The chips, the rest of the text, and how the provider is reached.
#[component]
pub(super) fn Facts(work: SignalWork) -> impl IntoView {
    let seat = work.seat;
    move || {
        let detail = work.detail.get();
        let authority = detail.summary.authority.clone();
        let sector = match &detail.summary.sector {
            Some(sector) => t!(signal.sector, sector = seat.sector(&authority, sector)),
            None => t!(signal.sector_hidden).to_owned(),
        };
        let reach = match detail.contact {
            ContactChoice::Code if detail.disclosed => t!(signal.by_code),
            ContactChoice::Code => t!(signal.anonymous),
            other => other.label(),
        };
        let rows: Vec<(&'static str, Option<String>)> = vec![
            (
                t!(import_field.frequency),
                detail.frequency.map(|it| it.label().to_owned()),
            ),
            (
                t!(import_field.people),
                detail.people.map(|it| it.label().to_owned()),
            ),
            (
                t!(issue.form_kind),
                detail.kind.map(|it| it.label().to_owned()),
            ),
            (t!(signal.tried), detail.tried),
            (t!(signal.wish), detail.wish),
            (
                t!(signal.depth),
                detail.depth.map(|depth| t!(signal.depth_of, depth = depth)),
            ),
            (
                t!(signal.language),
                detail.summary.language.as_deref().map(words::language),
            ),
        ];
        let row = |(name, value): (&'static str, Option<String>)| {
            value.map(|value| view! { <div class="fact"><dt>{name}</dt><dd class="quote">{value}</dd></div> })
        };
        view! {
            <section class="signal__part">
                <dl class="facts">{rows.into_iter().map(row).collect_view()}</dl>
                <p class="meta">{sector}" · "{reach}</p>
                {detail.disclosed.then(|| view! { <Known work/> })}
            </section>
        }
    }
}

/// Who the provider is, where the provider wants that to be known. Each look stands in the log.
#[component]
fn Known(work: SignalWork) -> impl IntoView {
    let told = RwSignal::new(None::<Disclosure>);
    let show = move |()| {
        let id = work.detail.with_untracked(|detail| detail.summary.id);
        let api = work.api();
        work.sending.run(
            async move { api.reveal_disclosure(id).await },
            move |answer| match answer {
                Ok(disclosure) => told.set(Some(disclosure)),
                Err(error) => work.refused(None, error),
            },
        );
    };
    move || {
        match told.get() {
        Some(Disclosure { name, reach }) => view! {
            <p class="known" role="status"><strong>{name}</strong>{reach.map(|reach| format!(", {reach}"))}</p>
        }
        .into_any(),
        None => view! {
            <p class="known">
                {t!(signal.disclosed)}" "
                <Button label=t!(signal.disclosed_show) kind=ButtonKind::Quiet busy=work.sending.is_busy() on_press=show/>
            </p>
            <p class="meta">{t!(signal.disclosed_logged)}</p>
        }
        .into_any(),
    }
    }
}
