//! What was erased since a backup was made stays erased: the list lives in a file outside backups, and `restore`
//! replays it before it reports success (trust.md §8.3).

use std::collections::BTreeSet;
use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use serde::{Deserialize, Serialize};
use shared::id::ProviderRef;
use shared::time::Moment;
use uuid::Uuid;

use super::PortError;
use super::store::Store;
use crate::Engine;
use crate::records::ErasureRecord;

/// One erasure: ids and a time, nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Erasure {
    /// Its authority.
    pub authority: Uuid,
    /// Its id.
    pub id: Uuid,
    /// When.
    pub at: Moment,
    /// What kind of thing.
    pub subject_type: String,
    /// Which.
    pub subject: Uuid,
}

impl From<ErasureRecord> for Erasure {
    fn from(record: ErasureRecord) -> Self {
        Self {
            authority: record.authority_id.uuid(),
            id: record.id.0,
            at: record.at.0,
            subject_type: record.subject_type,
            subject: record.subject_id.0,
        }
    }
}

/// A list of erasures as it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ErasureList {
    /// Every erasure, in the order in which it was written down.
    pub erasures: Vec<Erasure>,
    /// Lines that mean nothing. One that a power cut left half is followed by the same erasure, written again.
    pub unreadable: usize,
}

/// Reads the file; nothing when there is none.
pub fn read_erasures(path: &Path) -> Result<Option<ErasureList>, PortError> {
    let text = match std::fs::read(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        bytes => String::from_utf8_lossy(&bytes?).into_owned(),
    };
    let mut list = ErasureList::default();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        match serde_json::from_str(line) {
            Ok(erasure) => list.erasures.push(erasure),
            Err(_) => list.unreadable += 1,
        }
    }
    Ok(Some(list))
}

/// Adds to the file what it does not list yet, and waits for the disk; how many.
pub fn append_erasures(path: &Path, erasures: &[Erasure]) -> Result<usize, PortError> {
    let known: BTreeSet<Uuid> = read_erasures(path)?
        .unwrap_or_default()
        .erasures
        .iter()
        .map(|erasure| erasure.id)
        .collect();
    let mut text = String::new();
    let mut added = 0;
    for erasure in erasures
        .iter()
        .filter(|erasure| !known.contains(&erasure.id))
    {
        let line = serde_json::to_string(erasure)
            .map_err(|error| PortError::Damaged(error.to_string()))?;
        // The line break comes first, so that a half line before it stays alone.
        text.push('\n');
        text.push_str(&line);
        added += 1;
    }
    if added > 0 {
        let mut file = OpenOptions::new()
            .create(true)
            .append(true)
            .mode(0o600)
            .open(path)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
    }
    Ok(added)
}

/// Does again what the backup does not know of; how many.
pub(super) fn replay(store: &mut Store, erasures: &[Erasure]) -> Result<usize, PortError> {
    let mut replayed = 0;
    for erasure in erasures {
        if is_known(store, erasure)? {
            continue;
        }
        for statement in found_out(&erasure.subject_type)
            .iter()
            .chain(statements(&erasure.subject_type))
        {
            run(store, statement, erasure)?;
        }
        run(store, REMEMBER, erasure)?;
        replayed += 1;
    }
    Ok(replayed)
}

fn is_known(store: &mut Store, erasure: &Erasure) -> Result<bool, PortError> {
    // Touches no value: answers whether the row is there.
    let statement = "UPDATE erasure_log SET subject_type = subject_type WHERE authority_id = {authority} AND id = {id}";
    Ok(run(store, statement, erasure)? > 0)
}

const REMEMBER: &str = "INSERT INTO erasure_log (authority_id, id, at, subject_type, subject_id) \
    VALUES ({authority}, {id}, {at}, {type}, {subject})";

/// What the analysis found out goes with every text that goes.
fn found_out(subject_type: &str) -> &'static [&'static str] {
    match subject_type {
        "signal" | "undoneSignal" | "redactedSignal" => &[
            "DELETE FROM signal_vectors WHERE authority_id = {authority} AND signal_id = {subject}",
            "DELETE FROM tag_suggestions WHERE authority_id = {authority} AND signal_id = {subject}",
            "DELETE FROM signal_likes WHERE authority_id = {authority} AND (signal_id = {subject} OR other_id = {subject})",
            "UPDATE clusters SET words = '[]' WHERE authority_id = {authority} AND id IN \
             (SELECT cluster_id FROM cluster_members WHERE authority_id = {authority} AND signal_id = {subject})",
            "DELETE FROM cluster_members WHERE authority_id = {authority} AND signal_id = {subject}",
            "UPDATE trends SET words = NULL WHERE authority_id = {authority} AND words IS NOT NULL",
            "DELETE FROM shown_suggestions WHERE authority_id = {authority} AND signal_id = {subject}",
            "DELETE FROM shown_likes WHERE authority_id = {authority} AND (signal_id = {subject} OR other_id = {subject})",
        ],
        _ => &[],
    }
}

/// What erasing means for each kind of thing. `{…}` stands for a value of the erasure.
fn statements(subject_type: &str) -> &'static [&'static str] {
    match subject_type {
        // The provider took it back: words, address and whoever sent it are gone; the row stays as a count.
        "signal" => &[
            "UPDATE signal_texts SET text = NULL, tried = NULL, wish = NULL, search_terms = '', erased_at = {at} \
             WHERE authority_id = {authority} AND signal_id = {subject}",
            "UPDATE notes SET text = NULL, erased_at = {at} WHERE authority_id = {authority} AND signal_id = {subject}",
            "UPDATE questions SET text = NULL, answer = NULL WHERE authority_id = {authority} AND signal_id = {subject}",
            "DELETE FROM disclosures WHERE authority_id = {authority} AND signal_id = {subject}",
            "DELETE FROM provider_contacts WHERE authority_id = {authority} AND id IN \
             (SELECT contact_id FROM signals WHERE authority_id = {authority} AND id = {subject})",
            "DELETE FROM push_subscriptions WHERE authority_id = {authority} AND signal_id = {subject}",
            "UPDATE issues SET signal_count = signal_count - 1 WHERE authority_id = {authority} AND id IN \
             (SELECT issue_id FROM issue_signals WHERE authority_id = {authority} AND signal_id = {subject} AND unlinked_at IS NULL)",
            "UPDATE issue_signals SET unlinked_at = {at} \
             WHERE authority_id = {authority} AND signal_id = {subject} AND unlinked_at IS NULL",
            "DELETE FROM feedback WHERE authority_id = {authority} AND signal_id = {subject} AND state IN ('due', 'drafted')",
            "DELETE FROM feedback_texts WHERE authority_id = {authority} AND signal_id = {subject} AND sent_at IS NULL",
            "UPDATE signals SET state = 'withdrawn', contact = 'code', contact_id = NULL, client_body = NULL, links = 0, \
             version = version + 1 WHERE authority_id = {authority} AND id = {subject} AND state <> 'erased'",
        ],
        // The provider took it back at once: nothing but the mark of the attempt stays, for a copy of it that comes late.
        "undoneSignal" => &[
            "UPDATE signal_texts SET text = NULL, tried = NULL, wish = NULL, search_terms = '', erased_at = {at} \
             WHERE authority_id = {authority} AND signal_id = {subject}",
            "UPDATE notes SET text = NULL, erased_at = {at} WHERE authority_id = {authority} AND signal_id = {subject}",
            "UPDATE questions SET text = NULL, answer = NULL WHERE authority_id = {authority} AND signal_id = {subject}",
            "DELETE FROM feedback WHERE authority_id = {authority} AND signal_id = {subject} AND state IN ('due', 'drafted')",
            "DELETE FROM feedback_texts WHERE authority_id = {authority} AND signal_id = {subject} AND sent_at IS NULL",
            "DELETE FROM signal_tags WHERE authority_id = {authority} AND signal_id = {subject}",
            "DELETE FROM disclosures WHERE authority_id = {authority} AND signal_id = {subject}",
            "DELETE FROM provider_contacts WHERE authority_id = {authority} AND id IN \
             (SELECT contact_id FROM signals WHERE authority_id = {authority} AND id = {subject})",
            "DELETE FROM push_subscriptions WHERE authority_id = {authority} AND signal_id = {subject}",
            "UPDATE signals SET state = 'withdrawn', contact = 'code', contact_id = NULL, client_body = NULL, \
             provider_ref = {nobody}, language = NULL, sector = NULL, profession = NULL, organisation_id = NULL, \
             entry_link_id = NULL, frequency = NULL, people = NULL, kind = NULL, place = NULL, \
             seen_issue_id = NULL, depth = NULL, version = version + 1 \
             WHERE authority_id = {authority} AND id = {subject} AND state <> 'erased'",
        ],
        // The original words are destroyed; those that replaced them came after the backup and are lost with it.
        "redactedSignal" => &[
            "UPDATE signal_texts SET text = NULL, tried = NULL, wish = NULL, search_terms = '', erased_at = {at} \
             WHERE authority_id = {authority} AND signal_id = {subject}",
            "UPDATE signals SET client_body = NULL, analysed_by = NULL, version = version + 1 \
             WHERE authority_id = {authority} AND id = {subject}",
        ],
        // The provider took the address away; another one that came after the backup is lost with it.
        "contact" => &[
            "UPDATE signals SET contact = 'code', contact_id = NULL, version = version + 1 \
             WHERE authority_id = {authority} AND contact_id = {subject}",
            "DELETE FROM provider_contacts WHERE authority_id = {authority} AND id = {subject}",
        ],
        // Nobody at this address wants a mail, whichever signal it was left with.
        "mails" => &[
            "UPDATE provider_contacts SET pace = 'never', undeliverable_at = {at} WHERE authority_id = {authority} \
             AND email_index IN (SELECT email_index FROM provider_contacts WHERE authority_id = {authority} AND id = {subject})",
        ],
        // The provider no longer wants to be known.
        "disclosure" => {
            &["DELETE FROM disclosures WHERE authority_id = {authority} AND signal_id = {subject}"]
        }
        // A device no longer wants to hear.
        "push" => {
            &["DELETE FROM push_subscriptions WHERE authority_id = {authority} AND id = {subject}"]
        }
        _ => &[],
    }
}

/// Binds the values of an erasure where a statement names them, in the way of each engine.
fn run(store: &mut Store, statement: &str, erasure: &Erasure) -> Result<usize, PortError> {
    let engine = store.engine();
    let (mut sql, mut texts) = (String::new(), Vec::new());
    let mut rest = statement;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        let (text, kind) = value(name, erasure);
        texts.push(text);
        sql.push_str(before);
        sql.push_str(&placeholder(engine, texts.len(), kind));
        rest = after;
    }
    sql.push_str(rest);
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    store.execute_with(&sql, &texts)
}

#[derive(Clone, Copy)]
enum Kind {
    Id,
    Moment,
    Text,
}

fn value(name: &str, erasure: &Erasure) -> (String, Kind) {
    let id = |id: Uuid| (id.simple().to_string(), Kind::Id);
    match name {
        "authority" => id(erasure.authority),
        "id" => id(erasure.id),
        "subject" => id(erasure.subject),
        "nobody" => id(ProviderRef::NOBODY.uuid()),
        "at" => (erasure.at.micros().to_string(), Kind::Moment),
        _ => (erasure.subject_type.clone(), Kind::Text),
    }
}

fn placeholder(engine: Engine, position: usize, kind: Kind) -> String {
    match (engine, kind) {
        (Engine::Sqlite, Kind::Id) => "unhex(?)".to_owned(),
        (Engine::Sqlite, Kind::Moment) => "CAST(? AS INTEGER)".to_owned(),
        (Engine::Sqlite, Kind::Text) => "?".to_owned(),
        (Engine::Postgres, Kind::Id) => format!("${position}::text::uuid"),
        (Engine::Postgres, Kind::Moment) => {
            format!(
                "(timestamptz '1970-01-01 00:00:00+00' + ${position}::text::bigint * interval '1 microsecond')"
            )
        }
        (Engine::Postgres, Kind::Text) => format!("${position}"),
    }
}
