//! A provider follows own signals: by receipt, or signed in.

use identity::pseudonym;
use identity::receipts::ReceiptCode;
use policy::{FollowSignals, ListMySignals, Permit};
use shared::id::{ProviderRef, SignalId};
use shared::page::Page;
use shared::time::Day;
use shared::timeline::Timeline;
use storage::Tx;
use storage::records::SignalRecord;
use uuid::Uuid;

use super::find::by_receipt;
use super::timeline::{timeline, timeline_read};
use crate::{Refusal, Sources, Stop};

/// What follow-up codes opened.
pub struct Followed {
    /// The signals, in the order of their codes.
    pub timelines: Vec<Timeline>,
    /// How many codes were never given out: guesses, or mistakes of typing.
    pub misses: u32,
}

/// The signals that these receipts open; receipts that open nothing are left out, unless all do. Opening marks the
/// feedback as read, but for somebody who only peeks.
pub fn follow_signals(
    tx: &mut Tx<'_>,
    permit: &Permit<FollowSignals>,
    sources: &Sources,
    receipts: &[String],
    peek: bool,
) -> Result<Followed, Stop> {
    let (mut timelines, mut misses) = (Vec::new(), 0);
    for receipt in receipts {
        match by_receipt(tx, permit, sources, receipt) {
            Ok(record) => {
                if !peek {
                    crate::feedback::mark_read(tx, permit, sources, &record)?;
                }
                timelines.push(timeline(tx, permit, sources, &record)?);
            }
            Err(Stop::Refused(Refusal::ReceiptsUnknown { misses: more })) => misses += more,
            Err(other) => return Err(other),
        }
    }
    if timelines.is_empty() {
        Err(Refusal::ReceiptsUnknown { misses }.into())
    } else {
        Ok(Followed { timelines, misses })
    }
}

/// The follow-up code of a signal: made anew, since nothing stores it.
fn receipt_of(sources: &Sources, record: &SignalRecord) -> ReceiptCode {
    let (authority, key) = (record.authority_id.uuid(), record.client_key.uuid());
    ReceiptCode::derive(sources.keys().receipt(), authority, key)
}

/// One page of the signals that the signed-in person sent with the account, in every authority of the scope.
pub fn list_my_signals(
    tx: &mut Tx<'_>,
    permit: &Permit<ListMySignals>,
    sources: &Sources,
    after: Option<(Day, SignalId)>,
    size: u32,
) -> Result<Page<Timeline>, Stop> {
    let Some(user) = permit.user() else {
        return Ok(Page::whole(Vec::new()));
    };
    let mine = |authority: &shared::id::AuthorityId| {
        let pseudonym = pseudonym::ProviderRef::of_user(
            sources.keys().pseudonym(),
            authority.uuid(),
            user.uuid(),
        );
        ProviderRef::new(Uuid::from_bytes(pseudonym.to_stored()))
    };
    let mine: Vec<ProviderRef> = permit.scope().reads().iter().map(mine).collect();
    let most = i64::from(size) + 1;
    let records = tx.signals_of_provider(permit.scope(), &mine, after, most)?;
    let cursor = |last: &SignalRecord| format!("{}.{}", last.received_on.0, last.public_id.0);
    Page::cut(records, size, cursor).try_map(|record| {
        let timeline = timeline_read(tx, permit.scope(), sources, &record)?;
        let receipt = receipt_of(sources, &record).reveal();
        Ok(Timeline {
            receipt: Some(receipt),
            ..timeline
        })
    })
}
