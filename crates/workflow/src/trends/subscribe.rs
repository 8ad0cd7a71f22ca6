//! Who wants to hear of rises of what.

use policy::{ListTrendSubscriptions, Permit, SubscribeTrends, UnsubscribeTrends};
use shared::id::TrendSubscriptionId;
use shared::problem::Code;
use shared::trend::{NewTrendSubscription, TrendSubscription};
use storage::records::TrendSubscriptionRecord;
use storage::{At, Key, Tx};

use crate::seats::{own_seat, own_seats};
use crate::{Attempt, Refusal, Sources, Stop, once};

/// What the caller follows, the first first.
pub fn list_trend_subscriptions(
    tx: &mut Tx<'_>,
    permit: &Permit<ListTrendSubscriptions>,
    sources: &Sources,
) -> Result<Vec<TrendSubscription>, Stop> {
    let scope = permit.scope();
    let records = tx.trend_subscriptions(scope, Some(&own_seats(permit)))?;
    Ok(records.into_iter().map(|it| told(sources, it)).collect())
}

/// Follows a theme, a place, or a theme in a place. What is followed already stays as it is.
pub fn subscribe_trends(
    tx: &mut Tx<'_>,
    permit: &Permit<SubscribeTrends>,
    sources: &Sources,
    attempt: &Attempt,
    new: &NewTrendSubscription,
) -> Result<TrendSubscription, Stop> {
    let scope = permit.scope();
    let theme = new.theme.as_ref().map(ToString::to_string);
    let place = new.place.as_ref().map(|name| name.reveal().to_owned());
    let first = |tx: &mut Tx<'_>| {
        let authority = scope.writes().ok_or(Refusal::NotFound)?;
        let known = sources
            .directory
            .by_id(authority)
            .ok_or(Refusal::NotFound)?;
        if place
            .as_ref()
            .is_some_and(|place| !known.places.contains(place))
        {
            return Err(Refusal::field("/place", Code::UnknownValue).into());
        }
        let member = own_seat(permit)?;
        let followed = tx.trend_subscriptions(scope, Some(&[member]))?;
        let same = |it: &&TrendSubscriptionRecord| it.theme == theme && it.place == place;
        if let Some(same) = followed.iter().find(same) {
            let id = same.id.to_string();
            return Ok((told(sources, same.clone()), id));
        }
        let record = TrendSubscriptionRecord {
            authority_id: Key(authority),
            id: Key(TrendSubscriptionId::new(sources.ids.public())),
            membership_id: Key(member),
            theme: theme.clone(),
            place: place.clone(),
            created_at: At(sources.now()),
        };
        tx.insert_trend_subscription(scope, &record)?;
        let id = record.id.to_string();
        tx.touches("trendSubscription", &id);
        Ok((told(sources, record), id))
    };
    once(tx, permit, sources, attempt, first, |tx, id| {
        let member = own_seat(permit)?;
        let followed = tx.trend_subscriptions(scope, Some(&[member]))?;
        let same = followed.into_iter().find(|it| it.id.to_string() == id);
        same.map(|it| told(sources, it))
            .ok_or_else(|| Code::Gone.into())
    })
}

/// Follows it no more.
pub fn unsubscribe_trends(
    tx: &mut Tx<'_>,
    permit: &Permit<UnsubscribeTrends>,
    id: TrendSubscriptionId,
) -> Result<(), Stop> {
    let member = own_seat(permit)?;
    if !tx.delete_trend_subscription(permit.scope(), member, id)? {
        return Err(Refusal::NotFound.into());
    }
    tx.touches("trendSubscription", id);
    Ok(())
}

fn told(sources: &Sources, record: TrendSubscriptionRecord) -> TrendSubscription {
    TrendSubscription {
        id: record.id.0,
        authority: sources.slug(record.authority_id.0),
        theme: record.theme,
        place: record.place,
    }
}
