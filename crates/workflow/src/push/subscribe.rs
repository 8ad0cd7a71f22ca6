//! A browser wants to hear when there is news.

use identity::sealing::{DataKey, push_index};
use policy::{Permit, SubscribePush};
use shared::life_cycle::SignalState;
use shared::push::{PushEndpoint, PushSubscription};
use storage::records::{PushSubscriptionRecord, SignalRecord};
use storage::{Key, On, Tx};

use super::{place, same, signals_of};
use crate::{Sources, Stop};

/// Browsers that hear of one signal: a phone, a desktop, and some to spare.
const MOST: usize = 5;

/// Remembers where to ring, for each signal that a receipt opens; asking again only shows that the browser is still
/// there. Answers how many receipts open nothing.
pub fn subscribe_push(
    tx: &mut Tx<'_>,
    permit: &Permit<SubscribePush>,
    sources: &Sources,
    subscription: &PushSubscription,
) -> Result<u32, Stop> {
    let (signals, misses) = signals_of(tx, permit, sources, &subscription.receipts)?;
    for signal in signals {
        // Nothing comes of what was taken back.
        if signal.state.0 != SignalState::Withdrawn {
            remember(tx, permit, sources, &signal, &subscription.endpoint)?;
        }
    }
    Ok(misses)
}

fn remember(
    tx: &mut Tx<'_>,
    permit: &Permit<SubscribePush>,
    sources: &Sources,
    signal: &SignalRecord,
    endpoint: &PushEndpoint,
) -> Result<(), Stop> {
    let scope = permit.scope();
    let (authority, key) = (signal.authority_id.0, signal.id.0);
    let today = sources.today(authority);
    let known = tx.push_subscriptions(scope, &[key])?;
    if let Some(record) = same(sources, key, endpoint, &known) {
        return Ok(tx.renew_push_subscription(scope, record.id.0, today)?);
    }
    let too_many = (known.len() + 1).saturating_sub(MOST);
    for record in known.iter().take(too_many) {
        tx.delete_push_subscription(scope, record.id.0)?;
    }
    let id = sources.ids.public();
    let place = |column| place(authority, column, id);
    let data_key = DataKey::draw(&*sources.randomness);
    let record = PushSubscriptionRecord {
        authority_id: Key(authority),
        id: Key(id),
        signal_id: Key(key),
        data_key: data_key.wrap(
            sources.keys().keks(),
            &*sources.randomness,
            sources.now().utc(),
            place("data_key"),
        )?,
        endpoint_sealed: data_key.seal(
            &*sources.randomness,
            place("endpoint"),
            endpoint.reveal().as_bytes(),
        )?,
        endpoint_index: push_index(sources.keys().index(), key.uuid(), endpoint.reveal()).to_vec(),
        renewed_on: On(today),
    };
    Ok(tx.insert_push_subscription(scope, &record)?)
}
