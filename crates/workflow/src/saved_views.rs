//! Views of the inbox that members keep under a name.

use policy::{ListSavedViews, Permit, RemoveSavedView, SaveView};
use shared::id::SavedViewId;
use shared::problem::Code;
use shared::saved_view::{MAX_SAVED_VIEWS, NewSavedView, SavedView};
use storage::records::SavedViewRecord;
use storage::{At, Json, Key, Tx};

use crate::seats::{own_seat, own_seats};
use crate::signals::has_certain_personal_data;
use crate::{Attempt, Refusal, Sources, Stop, once};

/// What the caller keeps, the oldest first.
pub fn list_saved_views(
    tx: &mut Tx<'_>,
    permit: &Permit<ListSavedViews>,
    sources: &Sources,
) -> Result<Vec<SavedView>, Stop> {
    let scope = permit.scope();
    let records = tx.saved_views(scope, &own_seats(permit))?;
    Ok(records.into_iter().map(|it| told(sources, it)).collect())
}

/// Keeps a view. One of the same name makes room for it.
pub fn save_view(
    tx: &mut Tx<'_>,
    permit: &Permit<SaveView>,
    sources: &Sources,
    attempt: &Attempt,
    new: &NewSavedView,
) -> Result<SavedView, Stop> {
    let scope = permit.scope();
    let name = new.name.reveal();
    let first = |tx: &mut Tx<'_>| {
        let authority = scope.writes().ok_or(Refusal::NotFound)?;
        let member = own_seat(permit)?;
        let words = new.filter.q.as_deref().unwrap_or_default();
        for (pointer, text) in [("/name", name), ("/filter/q", words)] {
            if has_certain_personal_data(text) {
                return Err(Refusal::field(pointer, Code::PersonalData).into());
            }
        }
        let kept = tx.saved_views(scope, &[member])?;
        match kept.iter().find(|view| view.name == name) {
            Some(same) => drop(tx.delete_saved_view(scope, member, same.id.0)?),
            None if kept.len() >= MAX_SAVED_VIEWS => {
                return Err(Refusal::field("/name", Code::OutOfRange).into());
            }
            None => {}
        }
        let record = SavedViewRecord {
            authority_id: Key(authority),
            id: Key(SavedViewId::new(sources.ids.public())),
            membership_id: Key(member),
            name: name.to_owned(),
            filter: Json(new.filter.clone()),
            created_at: At(sources.now()),
        };
        tx.insert_saved_view(scope, &record)?;
        let id = record.id.to_string();
        tx.touches("savedView", &id);
        Ok((told(sources, record), id))
    };
    once(tx, permit, sources, attempt, first, |tx, id| {
        let member = own_seat(permit)?;
        let kept = tx.saved_views(scope, &[member])?;
        let same = kept.into_iter().find(|view| view.id.to_string() == id);
        same.map(|view| told(sources, view))
            .ok_or_else(|| Code::Gone.into())
    })
}

/// Keeps it no more.
pub fn remove_saved_view(
    tx: &mut Tx<'_>,
    permit: &Permit<RemoveSavedView>,
    id: SavedViewId,
) -> Result<(), Stop> {
    let member = own_seat(permit)?;
    if !tx.delete_saved_view(permit.scope(), member, id)? {
        return Err(Refusal::NotFound.into());
    }
    tx.touches("savedView", id);
    Ok(())
}

fn told(sources: &Sources, record: SavedViewRecord) -> SavedView {
    SavedView {
        id: record.id.0,
        authority: sources.slug(record.authority_id.0),
        name: record.name,
        filter: record.filter.0,
    }
}
