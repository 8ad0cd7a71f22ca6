//! Doing a thing once, however often the request comes (trust.md §9).

use identity::idempotency::{Caller, body_mac, caller_ref};
use policy::{Operation, Permit};
use shared::id::IdempotencyKey;
use shared::problem::Code;
use storage::records::IdempotencyRecord;
use storage::{At, Key, Tx};

use crate::{Refusal, Sources, Stop};

/// One attempt of a client, as its header and body say.
#[derive(Debug, Clone)]
pub struct Attempt {
    /// Header `Idempotency-Key`.
    pub key: IdempotencyKey,
    /// The body as it came.
    pub body: Vec<u8>,
}

/// Does `work` the first time and answers `again` every other time. Both get the transaction; `work` also answers the
/// id of what it made, from which `again` finds it back. The same key with another body is refused.
pub fn once<A: Operation, T>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    attempt: &Attempt,
    work: impl FnOnce(&mut Tx<'_>) -> Result<(T, String), Stop>,
    again: impl FnOnce(&mut Tx<'_>, &str) -> Result<T, Stop>,
) -> Result<T, Stop> {
    let scope = permit.scope();
    let (Some(authority), Some(user)) = (scope.writes(), permit.user()) else {
        return work(tx).map(|(value, _)| value);
    };
    let keys = sources.keys();
    let hmac = keys.idempotency();
    let caller = caller_ref(hmac, Caller::User(user.uuid()));
    let body = body_mac(hmac, A::NAME, attempt.key.uuid(), &attempt.body);
    if let Some(earlier) = tx.idempotency(scope, &caller, A::NAME, attempt.key)? {
        return match (earlier.body_hmac, earlier.object_id) {
            (Some(known), _) if known != body => Err(Code::KeyReused.into()),
            (_, Some(object)) => again(tx, &object),
            _ => Err(Refusal::Code(Code::Gone).into()),
        };
    }
    let (value, object) = match work(tx) {
        Ok(done) => done,
        // The first request with this key ended while this one was at work: what it changed is why this one was refused.
        Err(Stop::Refused(_))
            if tx
                .idempotency(scope, &caller, A::NAME, attempt.key)?
                .is_some() =>
        {
            return Err(Refusal::Later {
                code: Code::StillProcessing,
                seconds: 1,
            }
            .into());
        }
        Err(stop) => return Err(stop),
    };
    tx.insert_idempotency(
        scope,
        &IdempotencyRecord {
            authority_id: Key(authority),
            caller: caller.to_vec(),
            operation: A::NAME.to_owned(),
            key: Key(attempt.key),
            body_hmac: Some(body.to_vec()),
            status: 200,
            object_id: Some(object),
            created_at: At(sources.clock.now()),
        },
    )?;
    Ok(value)
}
