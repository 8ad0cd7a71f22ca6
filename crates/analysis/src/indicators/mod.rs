//! The indicators of product.md, in this one place: facts in, figures out (docs/adr/0026). Every number stands beside that of
//! an independent implementation in tests/goldens.

mod facts;
mod issues;
mod numbers;
mod parts;
mod providers;
mod waiting;

pub use facts::{Facts, IssueFact, LinkFact, SignalFact, ToldFact, Window};

use shared::indicator::{Breakdown, Figures, PartKind};

use issues::{conversion, stages, to_action, to_detection, to_response};
use numbers::count;
use parts::Parts;
use waiting::waiting;

/// What somebody may see of counts (product.md, counts by who looks).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// Who reads the signals: every count.
    Everything,
    /// Totals and themes; parts with few providers as one.
    Totals,
}

/// Every figure of one authority and one window. `coded` are its themes and target groups, counted where they are kept: they are
/// shown to everybody as they are.
pub fn figures(facts: &Facts, window: Window, sight: Sight, coded: Vec<Breakdown>) -> Figures {
    let signals: Vec<&SignalFact> = facts
        .signals
        .iter()
        .filter(|signal| window.holds(signal.received_on))
        .collect();
    let sectors = Parts::of(&signals, |signal| signal.sector.as_deref());
    let organisations = Parts::of(&signals, |signal| signal.organisation.as_deref());
    let places = Parts::of(&signals, |signal| signal.place.as_deref());
    let received = count(signals.len());
    let activity = providers::activity(window, &signals);
    let registered = f64::from(activity.whole);
    let mut parts = coded;
    parts.extend([
        sectors.breakdown(PartKind::Sector, sight),
        organisations.breakdown(PartKind::Organisation, sight),
        places.breakdown(PartKind::Place, sight),
    ]);
    let seen = |issue| to_detection(window, issue);
    Figures {
        from: window.from,
        to: window.to,
        until: window.until,
        received,
        providers: providers::distinct(&signals),
        per_thousand: (activity.whole > 0).then(|| f64::from(received) * 1_000.0 / registered),
        lead_time_action: waiting(
            signals
                .iter()
                .map(|signal| to_action(facts, window, signal)),
        ),
        first_response: waiting(signals.iter().map(|signal| to_response(window, signal))),
        detection: waiting(facts.issues.iter().filter_map(seen)),
        stages: stages(facts, window, &signals),
        diversity: sectors.diversity(sight),
        coverage: sectors.coverage(&facts.sectors),
        concentration: organisations.concentration(sight),
        depth: parts::depth(&signals),
        activity,
        retention: providers::retention(facts, window),
        conversion: conversion(facts, window, &signals),
        feedback: providers::feedback(facts, window),
        again: providers::again(facts, window),
        parts,
    }
}
