//! What the analysis found out about signals, and which signals wait for it.

use diesel::dsl::{count_star, max};
use diesel::prelude::*;
use policy::Scope;
use shared::codes::{ClosedList, KindOfProblem, Language};
use shared::id::{IssueKey, SignalKey};
use shared::life_cycle::SignalState;
use shared::signal::{TagOrigin, TagStatus};
use shared::taxonomy::Scheme;
use shared::trend::Grown;

use super::signals::put_proposal;
use super::{Conn, is_readable, is_writable};
use crate::records::{
    ShownKindRecord, SignalDifferenceRecord, SignalLikeRecord, SignalTagRecord, SignalVectorRecord,
    TagSuggestionRecord, spoken,
};
use crate::schema::{
    issue_signals, issues, shown_kinds, shown_likes, shown_suggestions, signal_differences,
    signal_likes, signal_tags, signal_texts, signal_vectors, signals, tag_suggestions, trends,
};
use crate::tx::query_types::{
    DecidedKindRow, DecidedRow, KindSeen, LikeRow, ShownLikeRow, ShownRow, TextRow, TextWithVector,
};
use crate::{At, Json, KEYS_AT_A_TIME, Key, Stored};

/// States in which nobody may read the text, nor a machine.
pub(super) fn unreadable() -> impl Iterator<Item = Stored<SignalState>> {
    let states = SignalState::ALL.iter().copied();
    states.filter(|state| !state.is_readable()).map(Stored)
}

/// Two signals, and the model that found them alike.
type PairByModel = (Key<SignalKey>, Key<SignalKey>, String);

/// A text as the columns of two tables hold it.
type Columns = (
    Key<SignalKey>,
    Option<String>,
    Stored<Language>,
    Option<String>,
);

fn text_row((key, language, locale, text): Columns) -> TextRow {
    TextRow {
        key: key.0,
        language: spoken(language.as_deref(), locale.0),
        text: text.unwrap_or_default(),
    }
}

/// Signals that no model looked at, the newest first: what came in just now does not wait behind an import.
pub fn unanalysed_signals(conn: &mut Conn, scope: &Scope, most: i64) -> QueryResult<Vec<TextRow>> {
    let rows: Vec<Columns> = signals::table
        .inner_join(
            signal_texts::table.on(signal_texts::authority_id
                .eq(signals::authority_id)
                .and(signal_texts::signal_id.eq(signals::id))),
        )
        .filter(is_readable(signals::authority_id, scope))
        .filter(signals::analysed_by.is_null())
        .filter(signals::state.ne_all(unreadable()))
        .order(signals::id.desc())
        .limit(most)
        .select((
            signals::id,
            signals::language,
            signals::locale,
            signal_texts::text,
        ))
        .load(conn)?;
    Ok(rows.into_iter().map(text_row).collect())
}

/// Another model takes over: at most so many signals wait again; how many.
pub fn await_analysis_by(
    conn: &mut Conn,
    scope: &Scope,
    model: &str,
    most: i64,
) -> QueryResult<usize> {
    let keys: Vec<Key<SignalKey>> = signals::table
        .filter(is_readable(signals::authority_id, scope))
        .filter(signals::analysed_by.ne(model))
        .filter(signals::state.ne_all(unreadable()))
        .order(signals::id)
        .limit(most)
        .select(signals::id)
        .load(conn)?;
    let query = signals::table
        .filter(is_writable(signals::authority_id, scope))
        .filter(signals::id.eq_any(keys));
    diesel::update(query)
        .set(signals::analysed_by.eq(None::<String>))
        .execute(conn)
}

/// How many signals each model looked at last, and none, of those whose text may be read.
pub fn count_signals_by_model(
    conn: &mut Conn,
    scope: &Scope,
) -> QueryResult<Vec<(Option<String>, i64)>> {
    signals::table
        .filter(is_readable(signals::authority_id, scope))
        .filter(signals::state.ne_all(unreadable()))
        .group_by(signals::analysed_by)
        .select((signals::analysed_by, count_star()))
        .load(conn)
}

/// A model looked at a signal: its vector, what it proposes, what the signal is like. What it proposed before goes, unless a
/// person decided about it; that it was shown stays on record.
pub fn put_analysis(
    conn: &mut Conn,
    scope: &Scope,
    vector: &SignalVectorRecord,
    proposals: &[(SignalTagRecord, TagSuggestionRecord)],
    likes: &[SignalLikeRecord],
    at: At,
) -> QueryResult<()> {
    forget_findings(conn, scope, vector.signal_id.0)?;
    diesel::insert_into(signal_vectors::table)
        .values(vector)
        .execute(conn)?;
    for (tag, suggestion) in proposals {
        put_proposal(conn, scope, tag)?;
        diesel::insert_into(tag_suggestions::table)
            .values(suggestion)
            .on_conflict_do_nothing()
            .execute(conn)?;
        diesel::insert_into(shown_suggestions::table)
            .values((
                shown_suggestions::authority_id.eq(suggestion.authority_id),
                shown_suggestions::signal_id.eq(suggestion.signal_id),
                shown_suggestions::scheme.eq(suggestion.scheme),
                shown_suggestions::code.eq(&suggestion.code),
                shown_suggestions::model.eq(&suggestion.model),
                shown_suggestions::confidence.eq(suggestion.confidence),
                shown_suggestions::at.eq(suggestion.at),
            ))
            .on_conflict_do_nothing()
            .execute(conn)?;
    }
    for like in likes {
        diesel::insert_into(signal_likes::table)
            .values(like)
            .on_conflict_do_nothing()
            .execute(conn)?;
        diesel::insert_into(shown_likes::table)
            .values((
                shown_likes::authority_id.eq(like.authority_id),
                shown_likes::signal_id.eq(like.signal_id),
                shown_likes::other_id.eq(like.other_id),
                shown_likes::model.eq(&vector.model),
                shown_likes::score.eq(like.score),
                shown_likes::at.eq(at),
            ))
            .on_conflict_do_nothing()
            .execute(conn)?;
    }
    let query = signals::table
        .filter(is_writable(signals::authority_id, scope))
        .filter(signals::id.eq(vector.signal_id));
    diesel::update(query)
        .set(signals::analysed_by.eq(&vector.model))
        .execute(conn)?;
    Ok(())
}

/// Another text stands there, or none: what was found out about the one before goes, and the signal waits again.
pub fn forget_analysis(conn: &mut Conn, scope: &Scope, key: SignalKey) -> QueryResult<()> {
    forget_findings(conn, scope, key)?;
    let suggestions = tag_suggestions::table
        .filter(is_writable(tag_suggestions::authority_id, scope))
        .filter(tag_suggestions::signal_id.eq(Key(key)));
    diesel::delete(suggestions).execute(conn)?;
    super::clusters::forget_in_clusters(conn, scope, key)?;
    super::summaries::forget_in_drafts(conn, scope, key)?;
    // Words that several signals have in common may be one of its words; the next look finds those that are left.
    let words = trends::table
        .filter(is_writable(trends::authority_id, scope))
        .filter(trends::words.is_not_null());
    diesel::update(words)
        .set(trends::words.eq(None::<Json<Vec<Grown>>>))
        .execute(conn)?;
    let shown = shown_suggestions::table
        .filter(is_writable(shown_suggestions::authority_id, scope))
        .filter(shown_suggestions::signal_id.eq(Key(key)));
    diesel::delete(shown).execute(conn)?;
    let shown = shown_likes::table
        .filter(is_writable(shown_likes::authority_id, scope))
        .filter(shown_likes::signal_id.eq(Key(key)));
    diesel::delete(shown).execute(conn)?;
    let shown = shown_likes::table
        .filter(is_writable(shown_likes::authority_id, scope))
        .filter(shown_likes::other_id.eq(Key(key)));
    diesel::delete(shown).execute(conn)?;
    let query = signals::table
        .filter(is_writable(signals::authority_id, scope))
        .filter(signals::id.eq(Key(key)));
    diesel::update(query)
        .set(signals::analysed_by.eq(None::<String>))
        .execute(conn)?;
    Ok(())
}

/// Vector, likes and open proposals. A suggestion about which a person decided stays, for the record of how good they are.
fn forget_findings(conn: &mut Conn, scope: &Scope, key: SignalKey) -> QueryResult<()> {
    let key = Key(key);
    let vector = signal_vectors::table
        .filter(is_writable(signal_vectors::authority_id, scope))
        .filter(signal_vectors::signal_id.eq(key));
    diesel::delete(vector).execute(conn)?;
    let likes = signal_likes::table
        .filter(is_writable(signal_likes::authority_id, scope))
        .filter(signal_likes::signal_id.eq(key));
    diesel::delete(likes).execute(conn)?;
    let liked = signal_likes::table
        .filter(is_writable(signal_likes::authority_id, scope))
        .filter(signal_likes::other_id.eq(key));
    diesel::delete(liked).execute(conn)?;
    let open = signal_tags::table
        .filter(is_writable(signal_tags::authority_id, scope))
        .filter(signal_tags::signal_id.eq(key))
        .filter(signal_tags::origin.eq(Stored(TagOrigin::Machine)))
        .filter(signal_tags::status.eq(Stored(TagStatus::Proposed)));
    diesel::delete(open).execute(conn)?;
    let decided: Vec<(String, String)> = signal_tags::table
        .filter(is_readable(signal_tags::authority_id, scope))
        .filter(signal_tags::signal_id.eq(key))
        .select((signal_tags::scheme, signal_tags::code))
        .load(conn)?;
    let suggested: Vec<(String, String)> = tag_suggestions::table
        .filter(is_readable(tag_suggestions::authority_id, scope))
        .filter(tag_suggestions::signal_id.eq(key))
        .select((tag_suggestions::scheme, tag_suggestions::code))
        .load(conn)?;
    for (scheme, code) in suggested.into_iter().filter(|it| !decided.contains(it)) {
        let suggestion = tag_suggestions::table
            .filter(is_writable(tag_suggestions::authority_id, scope))
            .filter(tag_suggestions::signal_id.eq(key))
            .filter(tag_suggestions::scheme.eq(scheme))
            .filter(tag_suggestions::code.eq(code));
        diesel::delete(suggestion).execute(conn)?;
    }
    Ok(())
}

/// Vectors of one model, in the order of the signals.
pub fn signal_vectors(
    conn: &mut Conn,
    scope: &Scope,
    model: &str,
) -> QueryResult<Vec<(Key<SignalKey>, Vec<u8>)>> {
    signal_vectors::table
        .filter(is_readable(signal_vectors::authority_id, scope))
        .filter(signal_vectors::model.eq(model))
        .order(signal_vectors::signal_id)
        .select((signal_vectors::signal_id, signal_vectors::vector))
        .load(conn)
}

/// Texts with their vectors of one model, of signals that may be read.
pub fn texts_with_vectors(
    conn: &mut Conn,
    scope: &Scope,
    model: &str,
    keys: &[SignalKey],
) -> QueryResult<Vec<TextWithVector>> {
    let keys: Vec<Key<SignalKey>> = keys.iter().copied().map(Key).collect();
    let rows: Vec<(Columns, Vec<u8>)> = signals::table
        .inner_join(
            signal_texts::table.on(signal_texts::authority_id
                .eq(signals::authority_id)
                .and(signal_texts::signal_id.eq(signals::id))),
        )
        .inner_join(
            signal_vectors::table.on(signal_vectors::authority_id
                .eq(signals::authority_id)
                .and(signal_vectors::signal_id.eq(signals::id))),
        )
        .filter(is_readable(signals::authority_id, scope))
        .filter(signals::id.eq_any(keys))
        .filter(signals::state.ne_all(unreadable()))
        .filter(signal_vectors::model.eq(model))
        .order(signals::id)
        .select((
            (
                signals::id,
                signals::language,
                signals::locale,
                signal_texts::text,
            ),
            signal_vectors::vector,
        ))
        .load(conn)?;
    let with_vector = |(columns, vector)| (text_row(columns), vector);
    Ok(rows.into_iter().map(with_vector).collect())
}

/// The model that looked at most of some signals.
pub fn model_of_most(
    conn: &mut Conn,
    scope: &Scope,
    keys: &[SignalKey],
) -> QueryResult<Option<String>> {
    let mut counts: std::collections::BTreeMap<String, i64> = std::collections::BTreeMap::new();
    for keys in keys.chunks(KEYS_AT_A_TIME) {
        let keys: Vec<Key<SignalKey>> = keys.iter().copied().map(Key).collect();
        let found: Vec<(String, i64)> = signal_vectors::table
            .filter(is_readable(signal_vectors::authority_id, scope))
            .filter(signal_vectors::signal_id.eq_any(keys))
            .group_by(signal_vectors::model)
            .select((signal_vectors::model, diesel::dsl::count_star()))
            .load(conn)?;
        for (model, count) in found {
            *counts.entry(model).or_insert(0) += count;
        }
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    Ok(most.map(|(model, _)| model))
}

/// How many vectors of one model there are.
pub fn count_vectors(conn: &mut Conn, scope: &Scope, model: &str) -> QueryResult<i64> {
    signal_vectors::table
        .filter(is_readable(signal_vectors::authority_id, scope))
        .filter(signal_vectors::model.eq(model))
        .count()
        .get_result(conn)
}

/// What models proposed for several signals.
pub fn suggestions_of(
    conn: &mut Conn,
    scope: &Scope,
    keys: &[SignalKey],
) -> QueryResult<Vec<TagSuggestionRecord>> {
    let keys: Vec<Key<SignalKey>> = keys.iter().copied().map(Key).collect();
    tag_suggestions::table
        .filter(is_readable(tag_suggestions::authority_id, scope))
        .filter(tag_suggestions::signal_id.eq_any(keys))
        .order((
            tag_suggestions::signal_id,
            tag_suggestions::scheme,
            tag_suggestions::code,
        ))
        .select(TagSuggestionRecord::as_select())
        .load(conn)
}

/// What people decided about codes, the oldest decision first.
pub fn tag_decisions(
    conn: &mut Conn,
    scope: &Scope,
    most: i64,
) -> QueryResult<Vec<SignalTagRecord>> {
    let mut latest: Vec<SignalTagRecord> = signal_tags::table
        .filter(is_readable(signal_tags::authority_id, scope))
        .filter(signal_tags::membership_id.is_not_null())
        .filter(signal_tags::status.ne(Stored(TagStatus::Proposed)))
        .order((
            signal_tags::at.desc(),
            signal_tags::signal_id.desc(),
            signal_tags::scheme.desc(),
            signal_tags::code.desc(),
        ))
        .limit(most)
        .select(SignalTagRecord::as_select())
        .load(conn)?;
    latest.reverse();
    Ok(latest)
}

/// How many decisions there are and when the last one was made: equal figures, equal decisions.
pub fn tag_decisions_mark(conn: &mut Conn, scope: &Scope) -> QueryResult<(i64, Option<At>)> {
    signal_tags::table
        .filter(is_readable(signal_tags::authority_id, scope))
        .filter(signal_tags::membership_id.is_not_null())
        .filter(signal_tags::status.ne(Stored(TagStatus::Proposed)))
        .select((count_star(), max(signal_tags::at)))
        .first(conn)
}

/// Signals that are like one, the most like first; those of which a person said that they differ are not among them.
pub fn likes_of(
    conn: &mut Conn,
    scope: &Scope,
    key: SignalKey,
    most: usize,
) -> QueryResult<Vec<LikeRow>> {
    let key = Key(key);
    let like = (signal_likes::likeness, signal_likes::score);
    let found: Vec<LikeRow> = signal_likes::table
        .filter(is_readable(signal_likes::authority_id, scope))
        .filter(signal_likes::signal_id.eq(key))
        .select((signal_likes::other_id, like.0, like.1))
        .load(conn)?;
    let finders: Vec<LikeRow> = signal_likes::table
        .filter(is_readable(signal_likes::authority_id, scope))
        .filter(signal_likes::other_id.eq(key))
        .select((signal_likes::signal_id, like.0, like.1))
        .load(conn)?;
    let different = different_from(conn, scope, key.0)?;
    let mut all: Vec<LikeRow> = found
        .into_iter()
        .chain(finders)
        .filter(|(other, ..)| !different.contains(other))
        .collect();
    all.sort_by_key(|(other, likeness, score)| (likeness.0, -score, *other));
    all.dedup_by_key(|(other, ..)| *other);
    all.truncate(most);
    Ok(all)
}

fn different_from(
    conn: &mut Conn,
    scope: &Scope,
    key: SignalKey,
) -> QueryResult<Vec<Key<SignalKey>>> {
    let key = Key(key);
    let mut different: Vec<Key<SignalKey>> = signal_differences::table
        .filter(is_readable(signal_differences::authority_id, scope))
        .filter(signal_differences::signal_id.eq(key))
        .select(signal_differences::other_id)
        .load(conn)?;
    let others: Vec<Key<SignalKey>> = signal_differences::table
        .filter(is_readable(signal_differences::authority_id, scope))
        .filter(signal_differences::other_id.eq(key))
        .select(signal_differences::signal_id)
        .load(conn)?;
    different.extend(others);
    Ok(different)
}

/// A person says that two signals are not the same.
pub fn put_difference(
    conn: &mut Conn,
    _scope: &Scope,
    record: &SignalDifferenceRecord,
) -> QueryResult<()> {
    diesel::insert_into(signal_differences::table)
        .values(record)
        .on_conflict_do_nothing()
        .execute(conn)?;
    Ok(())
}

/// Nobody says so any more. The lesser id first.
pub fn delete_difference(
    conn: &mut Conn,
    scope: &Scope,
    one: SignalKey,
    other: SignalKey,
) -> QueryResult<()> {
    let query = signal_differences::table
        .filter(is_writable(signal_differences::authority_id, scope))
        .filter(signal_differences::signal_id.eq(Key(one)))
        .filter(signal_differences::other_id.eq(Key(other)));
    diesel::delete(query).execute(conn)?;
    Ok(())
}

/// Codes of one scheme that models proposed within a time: how many each model, and when the last.
pub fn count_shown_suggestions(
    conn: &mut Conn,
    scope: &Scope,
    scheme: Scheme,
    from: At,
    before: At,
) -> QueryResult<Vec<ShownRow>> {
    shown_suggestions::table
        .filter(is_readable(shown_suggestions::authority_id, scope))
        .filter(shown_suggestions::scheme.eq(Stored(scheme)))
        .filter(shown_suggestions::at.ge(from))
        .filter(shown_suggestions::at.lt(before))
        .group_by(shown_suggestions::model)
        .select((
            shown_suggestions::model,
            count_star(),
            max(shown_suggestions::at),
        ))
        .load(conn)
}

/// Those about which a person decided: as many rows as decisions.
pub fn decided_suggestions(
    conn: &mut Conn,
    scope: &Scope,
    from: At,
    before: At,
) -> QueryResult<Vec<DecidedRow>> {
    shown_suggestions::table
        .inner_join(
            signal_tags::table.on(signal_tags::authority_id
                .eq(shown_suggestions::authority_id)
                .and(signal_tags::signal_id.eq(shown_suggestions::signal_id))
                .and(signal_tags::scheme.eq(shown_suggestions::scheme))
                .and(signal_tags::code.eq(shown_suggestions::code))),
        )
        .filter(is_readable(shown_suggestions::authority_id, scope))
        .filter(shown_suggestions::at.ge(from))
        .filter(shown_suggestions::at.lt(before))
        .filter(signal_tags::status.ne(Stored(TagStatus::Proposed)))
        .select((
            shown_suggestions::signal_id,
            shown_suggestions::scheme,
            shown_suggestions::model,
            shown_suggestions::confidence,
            signal_tags::status,
        ))
        .load(conn)
}

/// Signals to which a processor gave a code of her own, with the list it is of.
pub fn signals_with_own_codes(
    conn: &mut Conn,
    scope: &Scope,
) -> QueryResult<Vec<(Key<SignalKey>, Stored<Scheme>)>> {
    signal_tags::table
        .filter(is_readable(signal_tags::authority_id, scope))
        .filter(signal_tags::origin.eq(Stored(TagOrigin::Processor)))
        .filter(signal_tags::status.eq(Stored(TagStatus::Confirmed)))
        .select((signal_tags::signal_id, signal_tags::scheme))
        .load(conn)
}

/// Pairs of signals that models showed as alike within a time: how many each, and when the last.
pub fn count_shown_likes(
    conn: &mut Conn,
    scope: &Scope,
    from: At,
    before: At,
) -> QueryResult<Vec<ShownRow>> {
    shown_likes::table
        .filter(is_readable(shown_likes::authority_id, scope))
        .filter(shown_likes::at.ge(from))
        .filter(shown_likes::at.lt(before))
        .group_by(shown_likes::model)
        .select((shown_likes::model, count_star(), max(shown_likes::at)))
        .load(conn)
}

/// Those of which the later signal was linked to an issue or closed as a duplicate of another one.
pub fn likes_of_worked_on(
    conn: &mut Conn,
    scope: &Scope,
    from: At,
    before: At,
) -> QueryResult<Vec<ShownLikeRow>> {
    shown_likes::table
        .inner_join(
            signals::table.on(signals::authority_id
                .eq(shown_likes::authority_id)
                .and(signals::id.eq(shown_likes::signal_id))),
        )
        .filter(is_readable(shown_likes::authority_id, scope))
        .filter(shown_likes::at.ge(from))
        .filter(shown_likes::at.lt(before))
        .filter(
            signals::first_linked_at
                .is_not_null()
                .or(signals::duplicate_of.is_not_null()),
        )
        .select((
            shown_likes::signal_id,
            shown_likes::other_id,
            shown_likes::model,
            signals::duplicate_of,
        ))
        .load(conn)
}

/// Those of which the earlier signal was closed as a duplicate of another one.
pub fn likes_of_earlier_duplicates(
    conn: &mut Conn,
    scope: &Scope,
    from: At,
    before: At,
) -> QueryResult<Vec<ShownLikeRow>> {
    shown_likes::table
        .inner_join(
            signals::table.on(signals::authority_id
                .eq(shown_likes::authority_id)
                .and(signals::id.eq(shown_likes::other_id))),
        )
        .filter(is_readable(shown_likes::authority_id, scope))
        .filter(shown_likes::at.ge(from))
        .filter(shown_likes::at.lt(before))
        .filter(signals::duplicate_of.is_not_null())
        .select((
            shown_likes::other_id,
            shown_likes::signal_id,
            shown_likes::model,
            signals::duplicate_of,
        ))
        .load(conn)
}

/// Those of which a person said that they are not the same.
pub fn likes_told_apart(
    conn: &mut Conn,
    scope: &Scope,
    from: At,
    before: At,
) -> QueryResult<Vec<PairByModel>> {
    let same_order = signal_differences::signal_id
        .eq(shown_likes::signal_id)
        .and(signal_differences::other_id.eq(shown_likes::other_id));
    let other_order = signal_differences::signal_id
        .eq(shown_likes::other_id)
        .and(signal_differences::other_id.eq(shown_likes::signal_id));
    shown_likes::table
        .inner_join(
            signal_differences::table.on(signal_differences::authority_id
                .eq(shown_likes::authority_id)
                .and(same_order.or(other_order))),
        )
        .filter(is_readable(shown_likes::authority_id, scope))
        .filter(shown_likes::at.ge(from))
        .filter(shown_likes::at.lt(before))
        .select((
            shown_likes::signal_id,
            shown_likes::other_id,
            shown_likes::model,
        ))
        .load(conn)
}

/// Which issue signals belong to.
pub fn links_to_issues(
    conn: &mut Conn,
    scope: &Scope,
) -> QueryResult<Vec<(Key<SignalKey>, Key<IssueKey>)>> {
    issue_signals::table
        .filter(is_readable(issue_signals::authority_id, scope))
        .filter(issue_signals::unlinked_at.is_null())
        .select((issue_signals::signal_id, issue_signals::issue_id))
        .load(conn)
}

/// The kinds of problem that a model sees in signals, with how sure it is in percent; signals in which it sees none count too.
pub fn kinds_seen(conn: &mut Conn, scope: &Scope, issue: IssueKey) -> QueryResult<Vec<KindSeen>> {
    signal_vectors::table
        .inner_join(
            issue_signals::table.on(issue_signals::authority_id
                .eq(signal_vectors::authority_id)
                .and(issue_signals::signal_id.eq(signal_vectors::signal_id))),
        )
        .filter(is_readable(signal_vectors::authority_id, scope))
        .filter(issue_signals::issue_id.eq(Key(issue)))
        .filter(issue_signals::unlinked_at.is_null())
        .order(signal_vectors::signal_id)
        .select((
            signal_vectors::model,
            signal_vectors::kind,
            signal_vectors::kind_confidence,
        ))
        .load(conn)
}

/// Keeps what was proposed when a person told the kind of an issue.
pub fn put_shown_kind(
    conn: &mut Conn,
    _scope: &Scope,
    record: &ShownKindRecord,
) -> QueryResult<()> {
    diesel::insert_into(shown_kinds::table)
        .values(record)
        .on_conflict_do_nothing()
        .execute(conn)?;
    Ok(())
}

/// Proposed kinds, each with what a person says that it is.
pub fn decided_kinds(
    conn: &mut Conn,
    scope: &Scope,
    from: At,
    before: At,
) -> QueryResult<Vec<DecidedKindRow>> {
    shown_kinds::table
        .inner_join(
            issues::table.on(issues::authority_id
                .eq(shown_kinds::authority_id)
                .and(issues::id.eq(shown_kinds::issue_id))),
        )
        .filter(is_readable(shown_kinds::authority_id, scope))
        .filter(shown_kinds::at.ge(from))
        .filter(shown_kinds::at.lt(before))
        .select((
            shown_kinds::model,
            shown_kinds::kind,
            issues::kind,
            shown_kinds::confidence,
            shown_kinds::at,
        ))
        .load(conn)
}

/// Of how many signals a person told each kind of problem of their issue.
pub fn count_kinds_told(
    conn: &mut Conn,
    scope: &Scope,
) -> QueryResult<Vec<(Option<Stored<KindOfProblem>>, i64)>> {
    issue_signals::table
        .inner_join(
            issues::table.on(issues::authority_id
                .eq(issue_signals::authority_id)
                .and(issues::id.eq(issue_signals::issue_id))),
        )
        .filter(is_readable(issue_signals::authority_id, scope))
        .filter(issue_signals::unlinked_at.is_null())
        .filter(issues::kind.is_not_null())
        .group_by(issues::kind)
        .select((issues::kind, count_star()))
        .load(conn)
}

/// Signals of issues of which a person told the kind of problem.
pub fn kinds_told(
    conn: &mut Conn,
    scope: &Scope,
) -> QueryResult<Vec<(Key<SignalKey>, Stored<KindOfProblem>)>> {
    let rows: Vec<(Key<SignalKey>, Option<Stored<KindOfProblem>>)> = issue_signals::table
        .inner_join(
            issues::table.on(issues::authority_id
                .eq(issue_signals::authority_id)
                .and(issues::id.eq(issue_signals::issue_id))),
        )
        .filter(is_readable(issue_signals::authority_id, scope))
        .filter(issue_signals::unlinked_at.is_null())
        .filter(issues::kind.is_not_null())
        .order((issue_signals::signal_id, issue_signals::issue_id))
        .select((issue_signals::signal_id, issues::kind))
        .load(conn)?;
    let told = rows
        .into_iter()
        .filter_map(|(key, kind)| Some((key, kind?)));
    Ok(told.collect())
}
