//! Entry links of an authority, and their QR codes.

use policy::{GetEntryLinkQr, ListEntryLinks, Permit};
use shared::entry_link::EntryLink;
use shared::id::EntryLinkId;
use shared::page::Page;
use shared::time::Moment;
use storage::Tx;
use storage::records::EntryLinkRecord;

use super::qr::qr_svg;
use crate::{Refusal, Sources, Stop};

/// One page of entry links, newest first, also those that ended.
pub fn list_entry_links(
    tx: &mut Tx<'_>,
    permit: &Permit<ListEntryLinks>,
    sources: &Sources,
    base_url: &str,
    after: Option<(Moment, EntryLinkId)>,
    size: u32,
) -> Result<Page<EntryLink>, Stop> {
    let records = tx.entry_links(permit.scope(), after, i64::from(size) + 1)?;
    let cursor = |last: &EntryLinkRecord| format!("{}.{}", last.created_at.micros(), last.id.0);
    let page = Page::cut(records, size, cursor);
    Ok(page.map(|record| entry_link(sources, base_url, record)))
}

/// Reads where a page of entry links begins, as `next` of the page before told.
pub fn after(cursor: &str) -> Option<(Moment, EntryLinkId)> {
    let (micros, id) = cursor.split_once('.')?;
    Some((Moment::from_micros(micros.parse().ok()?), id.parse().ok()?))
}

/// The QR code of an entry link, as SVG.
pub fn get_entry_link_qr(
    tx: &mut Tx<'_>,
    permit: &Permit<GetEntryLinkQr>,
    sources: &Sources,
    base_url: &str,
    id: EntryLinkId,
) -> Result<String, Stop> {
    let record = tx.entry_link(permit.scope(), id)?;
    let record = record
        .filter(|record| record.revoked_at.is_none())
        .ok_or(Refusal::NotFound)?;
    let slug = sources.slug(record.authority_id.0);
    qr_svg(&entry_link_url(base_url, &slug, &record.token)).ok_or_else(|| Refusal::NotFound.into())
}

/// The address of an entry link: the token stands behind `#`, which browsers send to nobody.
pub fn entry_link_url(base_url: &str, slug: &str, token: &str) -> String {
    format!("{base_url}/{slug}/m/#e={token}")
}

pub(super) fn entry_link(sources: &Sources, base_url: &str, record: EntryLinkRecord) -> EntryLink {
    let authority = record.authority_id.0;
    let slug = sources.slug(authority);
    EntryLink {
        id: record.id.0,
        name: record.name,
        url: entry_link_url(base_url, &slug, &record.token),
        authority: slug,
        sector: record.sector,
        organisation: record.organisation_id.map(|organisation| organisation.0),
        created_on: sources.day_of(record.created_at.0, authority),
        expires_on: record.expires_on.map(|day| day.0),
        revoked_on: record.revoked_at.map(|at| sources.day_of(at.0, authority)),
    }
}
