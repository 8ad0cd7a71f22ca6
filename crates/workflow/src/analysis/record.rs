//! What became of what models proposed.

use std::collections::{BTreeMap, BTreeSet};

use policy::{GetSuggestionRecord, Permit, Scope};
use shared::codes::ClosedList;
use shared::id::{IssueKey, SignalKey};
use shared::learning::{
    Fates, KindRecord, Outcome, SuggestionKind, SuggestionPeriod, SuggestionRecord, calibration,
};
use shared::signal::TagStatus;
use shared::taxonomy::Scheme;
use shared::time::{Day, Moment};
use storage::{At, Key, Tx};

use crate::{Sources, Stop};

/// Totals per kind and model. A decision that was taken back leaves the proposal open; the last decision counts.
pub fn get_suggestion_record(
    tx: &mut Tx<'_>,
    permit: &Permit<GetSuggestionRecord>,
    sources: &Sources,
    period: SuggestionPeriod,
) -> Result<SuggestionRecord, Stop> {
    let scope = permit.scope();
    // Without days: from before anything was proposed until tomorrow.
    let from = period
        .from
        .map_or_else(|| Moment::from_micros(0), Day::midnight);
    let tomorrow = || sources.now().plus(chrono::Duration::days(1));
    let before = period
        .to
        .map_or_else(tomorrow, |to| to.plus_days(1).midnight());
    let (from, before) = (At(from), At(before));
    let mut sums = Sums::default();
    for scheme in Scheme::ALL {
        for (model, count, last) in tx.count_shown_suggestions(scope, *scheme, from, before)? {
            let sum = sums.of(kind_of(*scheme), model);
            (sum.fates.shown, sum.last) = (number(count), last);
        }
    }
    let own = tx.signals_with_own_codes(scope)?;
    let replaced: BTreeSet<_> = own
        .into_iter()
        .map(|(signal, scheme)| (signal, scheme.0))
        .collect();
    for (signal, scheme, model, confidence, status) in
        tx.decided_suggestions(scope, from, before)?
    {
        let is_right = status.0 == TagStatus::Confirmed;
        let sum = sums.of(kind_of(scheme.0), model);
        let confidence = u8::try_from(confidence).unwrap_or_default();
        sum.outcomes.push((confidence, is_right, 1));
        if !is_right && replaced.contains(&(signal, scheme.0)) {
            sum.fates.corrected += 1;
        }
    }
    for (model, proposed, told, confidence, at) in tx.decided_kinds(scope, from, before)? {
        let sum = sums.of(SuggestionKind::KindOfProblem, model);
        let is_right = told == Some(proposed);
        let confidence = u8::try_from(confidence).unwrap_or_default();
        sum.outcomes.push((confidence, is_right, 1));
        sum.fates.shown += 1;
        // Whoever does not take it over tells another.
        sum.fates.corrected += u32::from(!is_right);
        sum.last = sum.last.max(Some(at));
    }
    for (model, count, last) in tx.count_shown_likes(scope, from, before)? {
        let sum = sums.of(SuggestionKind::Similar, model);
        (sum.fates.shown, sum.last) = (number(count), last);
    }
    for (is_right, pairs) in [
        (false, tx.likes_told_apart(scope, from, before)?),
        (true, belonging_together(tx, scope, from, before)?),
    ] {
        for (.., model) in pairs {
            let sum = sums.of(SuggestionKind::Similar, model);
            sum.outcomes.push((0, is_right, 1));
        }
    }
    let mut kinds: Vec<(Option<At>, KindRecord)> = sums
        .0
        .into_iter()
        .map(|((kind, model), sum)| (sum.last, sum.record(kind, model)))
        .collect();
    kinds.sort_by_key(|(last, record)| (record.kind, std::cmp::Reverse(*last)));
    Ok(SuggestionRecord {
        kinds: kinds.into_iter().map(|(_, record)| record).collect(),
    })
}

/// Two signals that were shown as alike, and the model.
type Pair = (Key<SignalKey>, Key<SignalKey>, String);

/// Pairs that share an issue, or of which one was closed as a duplicate of the other; not those that somebody told apart.
fn belonging_together(
    tx: &mut Tx<'_>,
    scope: &Scope,
    from: At,
    before: At,
) -> Result<Vec<Pair>, Stop> {
    let mut issues: BTreeMap<Key<SignalKey>, BTreeSet<Key<IssueKey>>> = BTreeMap::new();
    for (signal, issue) in tx.links_to_issues(scope)? {
        issues.entry(signal).or_default().insert(issue);
    }
    let share_one = |one: Key<SignalKey>, other: Key<SignalKey>| {
        let of = |signal| issues.get(&signal);
        matches!((of(one), of(other)), (Some(one), Some(other)) if !one.is_disjoint(other))
    };
    let mut pairs = BTreeSet::new();
    for (one, other, model, duplicate_of) in tx.likes_of_worked_on(scope, from, before)? {
        if duplicate_of == Some(other) || share_one(one, other) {
            pairs.insert((one, other, model));
        }
    }
    for (closed, other, model, duplicate_of) in
        tx.likes_of_earlier_duplicates(scope, from, before)?
    {
        if duplicate_of == Some(other) {
            pairs.insert((other, closed, model));
        }
    }
    for pair in tx.likes_told_apart(scope, from, before)? {
        pairs.remove(&pair);
    }
    Ok(pairs.into_iter().collect())
}

const fn kind_of(scheme: Scheme) -> SuggestionKind {
    match scheme {
        Scheme::Theme => SuggestionKind::Theme,
        Scheme::Tag => SuggestionKind::Tag,
        Scheme::TargetGroup => SuggestionKind::TargetGroup,
    }
}

fn number(count: i64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[derive(Default)]
struct Sums(BTreeMap<(SuggestionKind, String), Sum>);

impl Sums {
    fn of(&mut self, kind: SuggestionKind, model: String) -> &mut Sum {
        self.0.entry((kind, model)).or_default()
    }
}

/// Of one kind and model.
#[derive(Default)]
struct Sum {
    /// All that were shown, and those that were corrected, which are among the rejected ones until they are told apart.
    fates: Fates,
    outcomes: Vec<Outcome>,
    last: Option<At>,
}

impl Sum {
    fn record(self, kind: SuggestionKind, model: String) -> KindRecord {
        let Self {
            mut fates,
            outcomes,
            ..
        } = self;
        for (_, is_right, count) in &outcomes {
            let own = if *is_right {
                &mut fates.accepted
            } else {
                &mut fates.rejected
            };
            *own = own.saturating_add(*count);
        }
        fates.rejected = fates.rejected.saturating_sub(fates.corrected);
        fates.open = fates.shown.saturating_sub(fates.decided());
        // A likeness is no probability: it is not held against what came of it, and nothing takes its place.
        let is_code = kind != SuggestionKind::Similar;
        KindRecord {
            kind,
            model,
            fates,
            acceptance: fates.share_of(fates.accepted),
            overridden: fates.share_of(fates.corrected).filter(|_| is_code),
            calibration: if is_code {
                calibration(outcomes)
            } else {
                Vec::new()
            },
        }
    }
}
