//! What became of what models proposed.

use std::collections::BTreeMap;

use policy::{GetSuggestionRecord, Permit};
use shared::learning::{
    Fates, KindRecord, Outcome, SuggestionKind, SuggestionPeriod, SuggestionRecord, calibration,
};
use shared::signal::TagStatus;
use shared::taxonomy::Scheme;
use shared::time::{Day, Moment};
use storage::{At, Tx};

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
    let from = period.from.map_or_else(|| Moment::from_micros(0), Day::midnight);
    let tomorrow = || sources.now().plus(chrono::Duration::days(1));
    let before = period.to.map_or_else(tomorrow, |to| to.plus_days(1).midnight());
    let (from, before) = (At(from), At(before));
    let mut sums: BTreeMap<(SuggestionKind, String), Sum> = BTreeMap::new();
    for (scheme, model, count, last) in tx.count_shown_suggestions(scope, from, before)? {
        let sum = sums.entry((kind_of(scheme.0), model)).or_default();
        sum.fates.shown = number(count);
        sum.last = last;
    }
    for (status, is_right) in [(TagStatus::Confirmed, true), (TagStatus::Rejected, false)] {
        for (scheme, model, confidence, count) in
            tx.count_decided_suggestions(scope, from, before, status)?
        {
            let sum = sums.entry((kind_of(scheme.0), model)).or_default();
            let confidence = u8::try_from(confidence).unwrap_or_default();
            sum.outcomes.push((confidence, is_right, number(count)));
        }
    }
    for (scheme, model, count) in tx.count_corrected_suggestions(scope, from, before)? {
        let sum = sums.entry((kind_of(scheme.0), model)).or_default();
        sum.fates.corrected = number(count);
    }
    let of_likes = |model| (SuggestionKind::Similar, model);
    for (model, count, last) in tx.count_shown_likes(scope, from, before)? {
        let sum = sums.entry(of_likes(model)).or_default();
        sum.fates.shown = number(count);
        sum.last = last;
    }
    for (model, count) in tx.count_accepted_likes(scope, from, before)? {
        let sum = sums.entry(of_likes(model)).or_default();
        sum.outcomes.push((0, true, number(count)));
    }
    for (model, count) in tx.count_rejected_likes(scope, from, before)? {
        let sum = sums.entry(of_likes(model)).or_default();
        sum.outcomes.push((0, false, number(count)));
    }
    let mut kinds: Vec<(Option<At>, KindRecord)> = sums
        .into_iter()
        .map(|((kind, model), sum)| (sum.last, sum.record(kind, model)))
        .collect();
    kinds.sort_by_key(|(last, record)| (record.kind, std::cmp::Reverse(*last)));
    Ok(SuggestionRecord {
        kinds: kinds.into_iter().map(|(_, record)| record).collect(),
    })
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
