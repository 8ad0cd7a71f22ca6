//! A provider takes back a submission whose answer never came.

use identity::receipts::ReceiptCode;
use policy::{Permit, RecallSubmission};
use shared::codes::{ContactChoice, Language, Source};
use shared::id::{AuthorityId, IdempotencyKey, ProviderRef, SignalKey};
use shared::life_cycle::SignalState;
use storage::records::{SignalRecord, SignalTextRecord, search_row};
use storage::{At, Key, On, Stored, Tx};

use super::withdraw::withdraw;
use crate::{Sources, Stop};

/// Withdraws what came with this key. What did not come yet is kept out: an empty row takes its place, so that a
/// request that is still on its way finds its key used and is answered `gone` (decisions.md 1).
pub fn recall_submission(
    tx: &mut Tx<'_>,
    permit: &Permit<RecallSubmission>,
    sources: &Sources,
    authority: AuthorityId,
    key: IdempotencyKey,
) -> Result<(), Stop> {
    if let Some(record) = tx.signal_by_client_key(permit.scope(), key)? {
        return withdraw(tx, permit, sources, record);
    }
    let (record, text) = empty_place(sources, authority, key);
    tx.insert_signal(permit.scope(), &record, &text)?;
    Ok(())
}

/// A withdrawn signal without content, of no provider.
fn empty_place(
    sources: &Sources,
    authority: AuthorityId,
    key: IdempotencyKey,
) -> (SignalRecord, SignalTextRecord) {
    let now = At(sources.now());
    let today = On(sources.today(authority));
    let receipt = ReceiptCode::derive(sources.keys().receipt(), authority.uuid(), key.uuid());
    let record = SignalRecord {
        authority_id: Key(authority),
        id: Key(SignalKey::new(sources.ids.key())),
        public_id: Key(sources.ids.public().into()),
        client_key: Key(key),
        client_body: None,
        receipt_index: receipt.index(sources.keys().index()).to_vec(),
        state: Stored(SignalState::Withdrawn),
        source: Stored(Source::Form),
        received_at: now,
        received_on: today,
        promised_on: today,
        last_activity_on: today,
        language: None,
        locale: Stored(Language::Nl),
        sector: None,
        profession: None,
        organisation_id: None,
        entry_link_id: None,
        frequency: None,
        people: None,
        kind: None,
        place: None,
        contact: Stored(ContactChoice::Code),
        contact_id: None,
        provider_ref: Key(ProviderRef::NOBODY),
        duplicate_of: None,
        links: 0,
        first_linked_at: None,
        first_response_at: None,
        ended_at: Some(now),
        seen_issue_id: None,
        depth: None,
        version: 1,
    };
    let text = SignalTextRecord {
        authority_id: record.authority_id,
        signal_id: record.id,
        search_row: search_row(record.received_on.0, record.public_id.0),
        text: None,
        tried: None,
        wish: None,
        search_terms: String::new(),
        erased_at: Some(now),
    };
    (record, text)
}
