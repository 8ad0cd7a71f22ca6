//! Who sends, who is told, who comes back: numbers of providers, never one of them.

use std::collections::{BTreeMap, BTreeSet};

use shared::indicator::{AGAIN_WITHIN_DAYS, Again, FeedbackFigures, Returning, Share};
use shared::time::Day;

use super::facts::{Facts, SignalFact, Window, days};
use super::numbers::count;
use super::waiting::Lives;

/// Distinct providers.
pub(super) fn distinct(signals: &[&SignalFact]) -> u32 {
    let providers: BTreeSet<u32> = signals.iter().map(|signal| signal.provider).collect();
    count(providers.len())
}

/// Accounts that sent something ÷ registered providers. Whoever sent with an account was registered then.
pub(super) fn activity(window: Window, signals: &[&SignalFact]) -> Share {
    let accounts = signals.iter().filter(|signal| signal.has_account);
    let accounts: BTreeSet<u32> = accounts.map(|signal| signal.provider).collect();
    let active = count(accounts.len());
    Share::of(active, window.registered.max(active))
}

/// Active in this window and in the one before ÷ active in the one before.
pub(super) fn retention(facts: &Facts, window: Window) -> Share {
    let days = window.days();
    let earlier = (window.from.plus_days(-days), window.from.plus_days(-1));
    let before = lasting(facts, earlier);
    let now = lasting(facts, (window.from, window.to.min(window.until)));
    Share::of(
        count(before.intersection(&now).count()),
        count(before.len()),
    )
}

/// Providers of some days who are known again when they come back.
fn lasting(facts: &Facts, (from, to): (Day, Day)) -> BTreeSet<u32> {
    let signals = facts.signals.iter();
    let sent = signals.filter(|signal| {
        signal.is_lasting && from <= signal.received_on && signal.received_on <= to
    });
    sent.map(|signal| signal.provider).collect()
}

/// Who was told, by the promised day, and what they say of it.
pub(super) fn feedback(facts: &Facts, window: Window) -> FeedbackFigures {
    let mut first_told: BTreeMap<usize, Day> = BTreeMap::new();
    let known = || facts.told.iter().filter(|told| window.knows(told.sent_on));
    for told in known() {
        if let Some(signal) = told.signal {
            let first = first_told.entry(signal).or_insert(told.sent_on);
            *first = (*first).min(told.sent_on);
        }
    }
    let mut providers: BTreeMap<u32, Standing> = BTreeMap::new();
    for (at, signal) in facts.signals.iter().enumerate() {
        let is_linked = signal.links_in(window).next().is_some();
        if window.holds(signal.received_on) && signal.is_reachable && is_linked {
            let standing = providers.entry(signal.provider).or_default();
            standing.add(window, signal.promised_on, first_told.get(&at).copied());
        }
    }
    let informed = providers.values().filter(|standing| !standing.waits);
    let judged = providers
        .values()
        .filter(|standing| standing.is_late || !standing.waits);
    let in_time = judged.clone().filter(|standing| !standing.is_late);
    let sent = || known().filter(|told| window.holds(told.sent_on));
    let rated: Vec<bool> = sent()
        .filter_map(|told| told.rated)
        .filter(|(day, _)| window.knows(*day))
        .map(|(_, helps)| helps)
        .collect();
    let helps = rated.iter().filter(|helps| **helps).count();
    Figures4 {
        coverage: (informed.count(), providers.len()),
        on_time: (in_time.count(), judged.count()),
        response: (rated.len(), sent().count()),
        usefulness: (helps, rated.len()),
    }
    .into()
}

/// Parts and wholes.
struct Figures4 {
    coverage: (usize, usize),
    on_time: (usize, usize),
    response: (usize, usize),
    usefulness: (usize, usize),
}

impl From<Figures4> for FeedbackFigures {
    fn from(figures: Figures4) -> Self {
        let share = |(part, whole)| Share::of(count(part), count(whole));
        Self {
            coverage: share(figures.coverage),
            on_time: share(figures.on_time),
            response: share(figures.response),
            usefulness: share(figures.usefulness),
        }
    }
}

/// What one provider was told about linked signals.
#[derive(Debug, Default)]
struct Standing {
    /// About one of them nothing yet.
    waits: bool,
    /// About one of them nothing by the promised day, which has passed.
    is_late: bool,
}

impl Standing {
    fn add(&mut self, window: Window, promised_on: Day, told_on: Option<Day>) {
        self.waits |= told_on.is_none();
        self.is_late |= match told_on {
            Some(told_on) => told_on > promised_on,
            None => window.until > promised_on,
        };
    }
}

/// Who signals again within 180 days, after an answer and without one.
pub(super) fn again(facts: &Facts, window: Window) -> Again {
    let mut sent: BTreeMap<u32, BTreeSet<Day>> = BTreeMap::new();
    for signal in &facts.signals {
        if signal.is_lasting && window.knows(signal.received_on) {
            let days = sent.entry(signal.provider).or_default();
            days.insert(signal.received_on);
        }
    }
    let mut answered: BTreeMap<u32, BTreeSet<Day>> = BTreeMap::new();
    for told in &facts.told {
        if told.is_lasting && window.knows(told.sent_on) {
            let days = answered.entry(told.provider).or_default();
            days.insert(told.sent_on);
        }
    }
    let next = |provider: u32, after: Day| {
        let later = |day: &&Day| **day > after;
        sent.get(&provider)
            .and_then(|days| days.iter().find(later))
            .copied()
    };
    let mut told = Lives::default();
    for (provider, days_told) in &answered {
        if let Some(first) = days_told.iter().find(|day| window.holds(**day)) {
            add(&mut told, *first, next(*provider, *first), window.until);
        }
    }
    let mut untold = Lives::default();
    for (provider, days_sent) in &sent {
        let Some(first) = days_sent.iter().find(|day| window.holds(**day)) else {
            continue;
        };
        let answer = answered.get(provider).and_then(|days| days.first());
        // From an answer on, this provider is among the others.
        let last = answer.map_or(window.until, |answer| (*answer).min(window.until));
        if last > *first || answer.is_none() {
            let next = next(*provider, *first).filter(|next| *next <= last);
            add(&mut untold, *first, next, last);
        }
    }
    Again {
        told: returning(&told),
        untold: returning(&untold),
    }
}

fn add(lives: &mut Lives, from: Day, next: Option<Day>, last: Day) {
    lives.add(days(from, next.unwrap_or(last)), next.is_some());
}

fn returning(lives: &Lives) -> Returning {
    Returning {
        providers: lives.all(),
        again: lives.reached_by(AGAIN_WITHIN_DAYS),
        rate: lives.share_by(AGAIN_WITHIN_DAYS),
    }
}
