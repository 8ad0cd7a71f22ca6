//! From the rows of a file to submissions, each with a key that is the same in every reading.

use chrono_tz::Tz;
use identity::idempotency::body_mac;
use importers::{ImportedSignal, RowKeys, RowParser, Table};
use shared::authority::Authority;
use shared::codes::Source;
use shared::id::IdempotencyKey;
use shared::import::{ImportError, ImportField, ImportMapping};
use shared::problem::Code;
use shared::taxonomy::Taxonomy;
use shared::time::Day;
use uuid::{Builder, Uuid};

use crate::once::Attempt;
use crate::signals::Submission;
use crate::{Refusal, Sources, Stop, calendar};

/// What a row holds.
pub(super) enum RowResult {
    /// A signal.
    Signal(Box<Submission>),
    /// Everything that is wrong with it.
    Broken(Vec<ImportError>),
}

/// Reads every row: a later row's key depends on equal rows before it.
pub(super) fn rows(
    sources: &Sources,
    authority: &Authority,
    table: &Table,
    mapping: &ImportMapping,
    taxonomy: &Taxonomy,
) -> Result<Vec<RowResult>, Stop> {
    let zone: Tz = authority
        .time_zone
        .parse()
        .unwrap_or(calendar::DEFAULT_ZONE);
    let parser = RowParser::new(table, mapping, taxonomy, zone)
        .map_err(|_| Refusal::Code(Code::FileUnreadable))?;
    let owner = authority.id.uuid();
    let mut keys = RowKeys::new(owner.as_bytes());
    let today = sources.today(authority.id);
    let rows = table.rows.iter().map(|row| match parser.parse(row) {
        Err(errors) => RowResult::Broken(errors),
        Ok(imported) => {
            let written_on = imported
                .received_at
                .map(|moment| calendar::day_of(moment, &authority.time_zone));
            let bytes = keys.next(&imported);
            if written_on.is_some_and(|day| day > today) {
                return RowResult::Broken(vec![of_tomorrow(row.number, table, mapping)]);
            }
            RowResult::Signal(Box::new(submission(sources, imported, bytes, written_on)))
        }
    });
    Ok(rows.collect())
}

fn submission(
    sources: &Sources,
    imported: ImportedSignal,
    bytes: Vec<u8>,
    written_on: Option<Day>,
) -> Submission {
    Submission {
        signal: imported.signal,
        attempt: Attempt {
            key: key_of(sources, &bytes),
            body: bytes,
        },
        source: Source::Import,
        entry_link: None,
        organisation: None,
        sector_of_link: None,
        account: None,
        written_on,
    }
}

/// A key nobody without the key file can link to the row's text (decisions.md 8).
fn key_of(sources: &Sources, bytes: &[u8]) -> IdempotencyKey {
    let mac = body_mac(
        sources.keys().idempotency(),
        "importRow",
        Uuid::nil(),
        bytes,
    );
    let mut first = [0; 16];
    first
        .iter_mut()
        .zip(mac)
        .for_each(|(target, byte)| *target = byte);
    IdempotencyKey::new(Builder::from_custom_bytes(first).into_uuid())
}

/// A day that has not come yet is a slip of the pen, and would stand first in every list.
fn of_tomorrow(row: u32, table: &Table, mapping: &ImportMapping) -> ImportError {
    let column = mapping
        .columns
        .iter()
        .find(|(_, field)| **field == ImportField::ReceivedAt);
    let column = column.and_then(|(number, _)| table.headers.get(usize::try_from(*number).ok()?));
    ImportError {
        row,
        column: column.cloned(),
        code: Code::InvalidDate.row().key.to_owned(),
        limit: None,
    }
}
