//! Weeks are counted and judged. What is computed is computed between transactions: nobody waits for it.

use policy::{Permit, RunJob};
use shared::id::AuthorityId;
use storage::{Db, Tx};
use workflow::trends::{count_weeks, judge_weeks, keep_trends, tell_rises};
use workflow::{Sources, Stop};

use super::Failure;
use super::analyse::aside;

/// Judges the last whole weeks of an authority, and every earlier one of half a year that nobody judged.
pub(super) async fn judge(
    db: &Db,
    sources: &Sources,
    permit: &Permit<RunJob>,
    authority: AuthorityId,
) -> Result<(), Failure> {
    let (own, from) = (permit.clone(), sources.clone());
    let count = move |tx: &mut Tx<'_>| count_weeks(tx, &own, &from, authority);
    let counts = db.read(permit.scope(), count).await?;
    let (counts, records) = aside(move || {
        let records = judge_weeks(&counts);
        (counts, records)
    })
    .await?;
    let own = permit.clone();
    let tell = move |tx: &mut Tx<'_>| -> Result<_, Stop> {
        let mut told = records.clone();
        tell_rises(tx, &own, &counts, &mut told)?;
        Ok((counts.clone(), told))
    };
    let (counts, records) = db.read(permit.scope(), tell).await?;
    let (own, from) = (permit.clone(), sources.clone());
    let keep = move |tx: &mut Tx<'_>| keep_trends(tx, &own, &from, &counts, &records);
    Ok(db.write(permit, keep).await?)
}
