//! Words under which things are found are made anew after a release that reads them in another way.

use policy::{Permit, RunJob};
use storage::{Db, Tx};
use workflow::{Sources, Stop, search};

use super::Failure;

/// Makes them until none wait, some at a time. A second run finds none.
pub(super) async fn renew(
    db: &Db,
    sources: &Sources,
    permit: &Permit<RunJob>,
) -> Result<(), Failure> {
    loop {
        let (own, of) = (permit.clone(), sources.clone());
        let some =
            move |tx: &mut Tx<'_>| -> Result<bool, Stop> { search::renew_words(tx, &own, &of) };
        if !db.keep_house(permit.scope(), some).await? {
            return Ok(());
        }
    }
}
