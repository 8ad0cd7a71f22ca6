//! An authority lets a language model read what its signals say, or not.

use policy::{ChangeLanguageModel, GetLanguageModel, Operation, Permit};
use shared::id::AuthorityId;
use shared::summary::{LanguageModel, LanguageModelChoice, LanguageModelUse};
use storage::records::LanguageModelRecord;
use storage::{At, Key, Tx};

use crate::issues::is_current;
use crate::{Refusal, Sources, Stop};

/// What the authority decided; nobody decided is no.
pub fn get_language_model(
    tx: &mut Tx<'_>,
    permit: &Permit<GetLanguageModel>,
    set_up: Option<&LanguageModel>,
    authority: AuthorityId,
) -> Result<LanguageModelUse, Stop> {
    let record = tx.language_model_of(permit.scope(), authority)?;
    Ok(told(record.as_ref(), set_up))
}

/// Decides. What was written before stays where it is.
pub fn change_language_model(
    tx: &mut Tx<'_>,
    permit: &Permit<ChangeLanguageModel>,
    sources: &Sources,
    set_up: Option<&LanguageModel>,
    expected: u64,
    choice: LanguageModelChoice,
) -> Result<LanguageModelUse, Stop> {
    let scope = permit.scope();
    let authority = scope.writes().ok_or(Refusal::NotFound)?;
    let before = tx.language_model_of(scope, authority)?;
    let current = before.as_ref().map_or(0, |record| record.version);
    is_current(current, expected)?;
    if choice.allowed && set_up.is_none() {
        return Err(Refusal::Missing(vec![SET_UP]).into());
    }
    let since = before.and_then(|record| record.allowed_at);
    let record = LanguageModelRecord {
        authority_id: Key(authority),
        allowed_at: choice.allowed.then(|| since.unwrap_or(At(sources.now()))),
        version: current + 1,
    };
    if !tx.put_language_model(scope, &record)? {
        return Err(Refusal::Stale {
            current: u64::try_from(current + 1).unwrap_or_default(),
        }
        .into());
    }
    let decision = if choice.allowed {
        "allowed"
    } else {
        "forbidden"
    };
    tx.touches_because("languageModel", authority, decision);
    Ok(told(Some(&record), set_up))
}

/// The condition that is not met where nobody set a language model up.
pub(super) const SET_UP: &str = "languageModelSetUp";
/// The condition that is not met where an authority does not allow it.
pub(super) const ALLOWED: &str = "languageModelAllowed";

/// True while the authority allows it.
pub(super) fn is_allowed<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    authority: AuthorityId,
) -> Result<bool, Stop> {
    let record = tx.language_model_of(permit.scope(), authority)?;
    Ok(record.is_some_and(|record| record.allowed_at.is_some()))
}

fn told(record: Option<&LanguageModelRecord>, set_up: Option<&LanguageModel>) -> LanguageModelUse {
    LanguageModelUse {
        language_model: set_up.cloned(),
        allowed: record.is_some_and(|record| record.allowed_at.is_some()),
        version: record.map_or(0, |record| {
            u64::try_from(record.version).unwrap_or_default()
        }),
    }
}
