//! Signals and what lies beside them.

use diesel::prelude::*;
use shared::codes::{ContactChoice, Frequency, KindOfProblem, Language, People, Role, Source};
use shared::id::{
    AuthorityId, EntryLinkId, IdempotencyKey, IssueKey, MembershipId, OrganisationId, ProviderRef,
    QuestionId, SignalId, SignalKey,
};
use shared::life_cycle::{SignalEvent, SignalState};
use shared::signal::{TagOrigin, TagStatus};
use shared::taxonomy::Scheme;
use shared::time::Day;
use uuid::Uuid;

use crate::adapters::{At, Key, On, Stored};
use crate::schema::{notes, questions, signal_events, signal_tags, signal_texts, signals};

/// A row of `signals`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = signals, primary_key(authority_id, id), treat_none_as_null = true)]
pub struct SignalRecord {
    pub authority_id: Key<AuthorityId>,
    pub id: Key<SignalKey>,
    pub public_id: Key<SignalId>,
    pub client_key: Key<IdempotencyKey>,
    pub client_body: Option<Vec<u8>>,
    pub receipt_index: Vec<u8>,
    pub state: Stored<SignalState>,
    pub source: Stored<Source>,
    pub received_at: At,
    pub received_on: On,
    pub promised_on: On,
    pub last_activity_on: On,
    pub language: Option<String>,
    pub locale: Stored<Language>,
    pub sector: Option<String>,
    pub profession: Option<String>,
    pub organisation_id: Option<Key<OrganisationId>>,
    pub entry_link_id: Option<Key<EntryLinkId>>,
    pub frequency: Option<Stored<Frequency>>,
    pub people: Option<Stored<People>>,
    pub kind: Option<Stored<KindOfProblem>>,
    pub place: Option<String>,
    pub contact: Stored<ContactChoice>,
    pub contact_id: Option<Key<Uuid>>,
    pub provider_ref: Key<ProviderRef>,
    pub duplicate_of: Option<Key<SignalKey>>,
    pub links: i32,
    pub first_linked_at: Option<At>,
    pub first_response_at: Option<At>,
    pub ended_at: Option<At>,
    pub seen_issue_id: Option<Key<IssueKey>>,
    pub depth: Option<i32>,
    pub version: i64,
}

impl SignalRecord {
    /// The language of its text, or of the form it was written in.
    pub fn spoken(&self) -> Language {
        spoken(self.language.as_deref(), self.locale.0)
    }
}

/// The language that was found, if it is one of ours, or that of the form.
pub fn spoken(found: Option<&str>, locale: Language) -> Language {
    found.and_then(|tag| tag.parse().ok()).unwrap_or(locale)
}

/// Where a signal stands among those that a search finds. Largest first is the order of the inbox: the newest day, and
/// within a day by public id. An index of words keeps its rows in this order, so that it can stop at the end of a page.
///
/// It tells the day and bits of the random id, so no more than any list does. Sixteen bits count days since 1970, which
/// ends in 2149; the other 47 are the id's first, backwards: two signals of one day share them once in 10¹⁴ times,
/// and the second is then refused and sent again.
pub fn search_row(received_on: Day, id: SignalId) -> i64 {
    const ID_BITS: u32 = 47;
    const LAST_DAY: i64 = 0xFFFF;
    const DAY_MICROS: i64 = 86_400_000_000;
    let day = (received_on.midnight().micros() / DAY_MICROS).clamp(0, LAST_DAY);
    let (first_bits, _) = id.uuid().as_u64_pair();
    let backwards = !first_bits >> (u64::BITS - ID_BITS);
    (day << ID_BITS) | i64::try_from(backwards).unwrap_or_default()
}

/// A row of `signal_texts`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = signal_texts, primary_key(authority_id, signal_id), treat_none_as_null = true)]
pub struct SignalTextRecord {
    pub authority_id: Key<AuthorityId>,
    pub signal_id: Key<SignalKey>,
    pub search_row: i64,
    pub text: Option<String>,
    pub tried: Option<String>,
    pub wish: Option<String>,
    pub search_terms: String,
    pub erased_at: Option<At>,
}

/// A row of `signal_tags`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = signal_tags, primary_key(authority_id, signal_id, scheme, code), treat_none_as_null = true)]
pub struct SignalTagRecord {
    pub authority_id: Key<AuthorityId>,
    pub signal_id: Key<SignalKey>,
    pub scheme: Stored<Scheme>,
    pub code: String,
    pub origin: Stored<TagOrigin>,
    pub status: Stored<TagStatus>,
    pub membership_id: Option<Key<MembershipId>>,
    pub at: At,
}

/// A row of `signal_events`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = signal_events, primary_key(authority_id, id), treat_none_as_null = true)]
pub struct SignalEventRecord {
    pub authority_id: Key<AuthorityId>,
    pub id: Key<Uuid>,
    pub signal_id: Key<SignalKey>,
    pub at: At,
    pub event: Stored<SignalEvent>,
    pub from_state: Option<Stored<SignalState>>,
    pub to_state: Stored<SignalState>,
    pub membership_id: Option<Key<MembershipId>>,
    pub role: Option<Stored<Role>>,
    pub reason: Option<String>,
    pub note_id: Option<Key<Uuid>>,
    pub issue_id: Option<Key<IssueKey>>,
}

/// A row of `notes`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = notes, primary_key(authority_id, id), treat_none_as_null = true)]
pub struct NoteRecord {
    pub authority_id: Key<AuthorityId>,
    pub id: Key<Uuid>,
    pub signal_id: Option<Key<SignalKey>>,
    pub issue_id: Option<Key<IssueKey>>,
    pub text: Option<String>,
    pub erased_at: Option<At>,
}

/// A row of `questions`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = questions, primary_key(authority_id, id), treat_none_as_null = true)]
pub struct QuestionRecord {
    pub authority_id: Key<AuthorityId>,
    pub id: Key<QuestionId>,
    pub signal_id: Key<SignalKey>,
    pub membership_id: Option<Key<MembershipId>>,
    pub text: Option<String>,
    pub asked_at: At,
    pub answer: Option<String>,
    pub answered_at: Option<At>,
    pub seen_at: Option<At>,
    pub cancelled_at: Option<At>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn largest_row_first_is_newest_day_first_then_by_public_id() {
        let id = |first: u128| SignalId::new(Uuid::from_u128(first << 96));
        let days: Vec<Day> = ["1999-12-31", "2026-11-23", "2026-11-24", "2148-01-01"]
            .iter()
            .map(|day| day.parse().unwrap())
            .collect();
        let mut inbox = Vec::new();
        for day in days.iter().rev() {
            for first in [0, 1, 0x7FFF_FFFF, 0xFFFF_FFFF] {
                inbox.push(search_row(*day, id(first)));
            }
        }
        assert!(inbox.iter().all(|row| *row > 0));
        assert!(
            inbox.is_sorted_by(|before, after| before > after),
            "{inbox:?}"
        );
    }
}
