//! From one database into another, into a backup, and back out of it.

use std::io::{BufRead, Write};

use serde::{Deserialize, Serialize};

use super::PortError;
use super::erasures::{Erasure, replay};
use super::manifest::Manifest;
use super::rows::{Inserting, each_row};
use super::sql::{Table, tables};
use super::store::Store;
use crate::Engine;

/// Copies every row into an empty database, and checks by count and hash that all arrived. All or nothing.
pub fn port(from: &mut Store, to: &mut Store) -> Result<Manifest, PortError> {
    from.begin_reading()?;
    to.begin_writing()?;
    let mut manifest = Manifest::default();
    for table in tables() {
        let mut inserting = Inserting::new(table);
        let sum = each_row(from, table, &mut |line| inserting.add(to, line))?;
        inserting.flush(to)?;
        manifest.tables.insert(table.name.to_owned(), sum);
    }
    from.execute("COMMIT")?;
    finish(to, &manifest)?;
    Ok(manifest)
}

/// One line of a backup.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Line {
    /// The first: what this file is.
    Backup { version: u32 },
    /// Rows of this table follow, each a line of its own; `columns` says what stands where.
    Table { name: String, columns: Vec<String> },
    /// The last: a backup without it is cut off.
    Manifest(Manifest),
}

/// Version of the form of backups.
const VERSION: u32 = 1;

/// Writes every row of one consistent snapshot, and at the end what there should be.
pub fn backup(from: &mut Store, out: &mut dyn Write) -> Result<Manifest, PortError> {
    from.begin_reading()?;
    write_line(out, &Line::Backup { version: VERSION })?;
    let mut manifest = Manifest::default();
    for table in tables() {
        let columns = table
            .columns
            .iter()
            .map(|column| (*column).to_owned())
            .collect();
        write_line(
            out,
            &Line::Table {
                name: table.name.to_owned(),
                columns,
            },
        )?;
        let sum = each_row(from, table, &mut |line| Ok(writeln!(out, "{line}")?))?;
        manifest.tables.insert(table.name.to_owned(), sum);
    }
    write_line(out, &Line::Manifest(manifest.clone()))?;
    out.flush()?;
    from.execute("COMMIT")?;
    Ok(manifest)
}

/// Puts a backup into an empty database, checks it by count and hash, and forgets again what was erased since it was
/// made. All or nothing.
pub fn restore(
    backup: &mut dyn BufRead,
    to: &mut Store,
    erasures: &[Erasure],
) -> Result<(Manifest, usize), PortError> {
    to.begin_writing()?;
    let manifest = take_in(backup, to)?;
    let found = sums(to)?;
    manifest.expect(&found)?;
    let forgotten = replay(to, erasures)?;
    rebuild_search(to)?;
    to.execute("COMMIT")?;
    Ok((manifest, forgotten))
}

/// Checks what arrived, makes it findable, and keeps it.
fn finish(to: &mut Store, manifest: &Manifest) -> Result<(), PortError> {
    let found = sums(to)?;
    manifest.expect(&found)?;
    rebuild_search(to)?;
    to.execute("COMMIT")
}

/// Rows and hashes of every table, as they stand.
fn sums(store: &mut Store) -> Result<Manifest, PortError> {
    let mut manifest = Manifest::default();
    for table in tables() {
        let sum = each_row(store, table, &mut |_| Ok(()))?;
        manifest.tables.insert(table.name.to_owned(), sum);
    }
    Ok(manifest)
}

impl Store {
    /// Rows and hashes of every table in one snapshot.
    pub fn manifest(&mut self) -> Result<Manifest, PortError> {
        self.begin_reading()?;
        let manifest = sums(self)?;
        self.execute("COMMIT")?;
        Ok(manifest)
    }
}

fn take_in(backup: &mut dyn BufRead, to: &mut Store) -> Result<Manifest, PortError> {
    let mut lines = backup.lines();
    match lines.next().transpose()?.as_deref().map(header) {
        Some(Ok(Line::Backup { version: VERSION })) => {}
        _ => {
            return Err(PortError::Damaged(
                "it does not begin like one of this version".to_owned(),
            ));
        }
    }
    let mut current: Option<Arriving> = None;
    for line in lines {
        let line = line?;
        if line.starts_with('[') {
            let arriving = current
                .as_mut()
                .ok_or_else(|| PortError::Damaged("rows without a table".to_owned()))?;
            arriving.add(to, &line)?;
            continue;
        }
        let finished = current.take();
        if let Some(finished) = finished {
            finished.flush(to)?;
        }
        match header(&line)? {
            Line::Table { name, columns } => current = Some(Arriving::of(&name, &columns)?),
            Line::Manifest(manifest) => return Ok(manifest),
            Line::Backup { .. } => return Err(PortError::Damaged("it begins twice".to_owned())),
        }
    }
    Err(PortError::Damaged("its end is missing".to_owned()))
}

fn header(line: &str) -> Result<Line, PortError> {
    serde_json::from_str(line).map_err(|error| PortError::Damaged(error.to_string()))
}

fn write_line(out: &mut dyn Write, line: &Line) -> Result<(), PortError> {
    let line =
        serde_json::to_string(line).map_err(|error| PortError::Damaged(error.to_string()))?;
    Ok(writeln!(out, "{line}")?)
}

/// The table whose rows arrive.
struct Arriving {
    inserting: Inserting,
}

impl Arriving {
    fn of(name: &str, columns: &[String]) -> Result<Self, PortError> {
        let table: Table = tables()
            .find(|table| table.name == name)
            .ok_or_else(|| PortError::UnknownTable(name.to_owned()))?;
        if !table.columns.iter().eq(columns.iter()) {
            return Err(PortError::UnknownTable(format!(
                "{name} with other columns"
            )));
        }
        Ok(Self {
            inserting: Inserting::new(table),
        })
    }

    fn add(&mut self, to: &mut Store, line: &str) -> Result<(), PortError> {
        self.inserting.add(to, line)
    }

    fn flush(mut self, to: &mut Store) -> Result<(), PortError> {
        self.inserting.flush(to)
    }
}

/// PostgreSQL keeps its index by itself; SQLite's holds no row of its own and is made anew.
fn rebuild_search(to: &mut Store) -> Result<(), PortError> {
    if to.engine() != Engine::Sqlite {
        return Ok(());
    }
    to.execute(
        "DELETE FROM signal_search; \
         INSERT INTO signal_search (rowid, authority, terms) \
         SELECT search_row, 'a' || lower(hex(authority_id)), search_terms FROM signal_texts WHERE search_terms <> ''; \
         INSERT INTO signal_search (signal_search) VALUES ('optimize');",
    )
}
