//! Every SQL statement of this process, as Diesel sends it. SQLite has no row-level security; this stands in for it: a
//! statement on an authority's table that does not ask for an `authority_id` fails the test (architecture.md §5).

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};
use storage::schema::{Kind, TABLES};

/// Statements that ask for something else on purpose, each with its reason; the list may only shrink.
const ALLOWED: &str = include_str!("../../../tests/security/cross_authority.allow");

static SENT: AtomicUsize = AtomicUsize::new(0);
static FINDINGS: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Watches every connection that is opened from now on.
pub fn watch() {
    set_default_instrumentation(|| Some(Box::new(Watcher))).expect("the recorder");
}

/// How many statements were sent in this process since it began; the frames of transactions do not count.
pub fn sent() -> usize {
    SENT.load(Ordering::SeqCst)
}

/// Statements that crossed authorities so far; takes them out.
pub fn findings() -> Vec<String> {
    std::mem::take(&mut *FINDINGS.lock().unwrap_or_else(PoisonError::into_inner))
}

/// For a connection of the test itself, which may look past every wall.
pub(crate) fn unwatched() -> impl Instrumentation {
    |_: InstrumentationEvent<'_>| {}
}

struct Watcher;

impl Instrumentation for Watcher {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            let shown = query.to_string();
            let frames = ["BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE"];
            if !frames.iter().any(|frame| shown.starts_with(frame)) {
                SENT.fetch_add(1, Ordering::SeqCst);
            }
            if let Some(finding) = judge(&shown) {
                FINDINGS
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push(finding);
            }
        }
    }
}

/// What is wrong with a statement: it touches an authority's table and nothing in it asks for one authority.
pub fn judge(shown: &str) -> Option<String> {
    let statement = shown.split(" -- binds:").next().unwrap_or(shown);
    let bare = statement.replace(['`', '"'], "");
    let verb = bare
        .split_whitespace()
        .next()
        .unwrap_or_default()
        .to_ascii_uppercase();
    if !["SELECT", "UPDATE", "DELETE", "INSERT", "WITH", "REPLACE"].contains(&verb.as_str()) {
        return None;
    }
    let touched = TABLES
        .iter()
        .filter(|(_, kind, _)| *kind == Kind::Authority)
        .filter(|(table, _, _)| is_touched(&bare, table));
    for (table, _, _) in touched {
        if !asks_for_one_authority(&bare, table, &verb) && !is_allowed(&bare) {
            return Some(format!("{table}: {bare}"));
        }
    }
    None
}

fn is_touched(bare: &str, table: &str) -> bool {
    ["FROM ", "JOIN ", "INTO ", "UPDATE "].iter().any(|before| {
        bare.match_indices(before).any(|(at, _)| {
            let rest = bare.get(at + before.len()..).unwrap_or_default();
            let rest = rest.trim_start_matches('(');
            rest.strip_prefix(table).is_some_and(|after| {
                !after.starts_with(|letter: char| letter.is_alphanumeric() || letter == '_')
            })
        })
    })
}

/// The columns that a `SELECT` lists prove nothing; conditions after its tables do, and the columns of an `INSERT`.
fn asks_for_one_authority(bare: &str, table: &str, verb: &str) -> bool {
    if verb == "INSERT" || verb == "REPLACE" {
        return bare.contains("authority_id");
    }
    let conditions: Vec<&str> = ["WHERE ", " ON "]
        .iter()
        .flat_map(|word| {
            bare.match_indices(word)
                .filter_map(|(at, _)| bare.get(at..))
        })
        .collect();
    let named = format!("{table}.authority_id");
    conditions.iter().any(|condition| {
        condition.contains(&named)
            || (!condition.contains('.') && condition.contains("authority_id"))
    })
}

fn is_allowed(bare: &str) -> bool {
    ALLOWED
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .any(|line| bare.contains(line.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_select_must_ask_for_an_authority_and_not_only_list_it() {
        let bad = "SELECT `signals`.`authority_id`, `signals`.`id` FROM `signals` WHERE (`signals`.`public_id` = ?) -- binds: []";
        assert!(judge(bad).is_some());
        let good = "SELECT `signals`.`id` FROM `signals` WHERE ((`signals`.`authority_id` IN (?)) AND (`signals`.`public_id` = ?)) -- binds: []";
        assert_eq!(judge(good), None);
    }

    #[test]
    fn every_joined_table_must_be_tied_to_an_authority() {
        let bad = "SELECT `issues`.`title` FROM (`issue_signals` INNER JOIN `issues` ON (`issues`.`id` = `issue_signals`.`issue_id`)) \
            WHERE (`issue_signals`.`authority_id` IN (?)) -- binds: []";
        assert!(judge(bad).is_some_and(|finding| finding.starts_with("issues:")));
    }

    #[test]
    fn updates_and_deletes_are_watched_too() {
        assert!(judge("UPDATE `signals` SET `version` = ? WHERE (`signals`.`id` = ?)").is_some());
        assert!(judge("DELETE FROM `notes` WHERE (`notes`.`id` = ?)").is_some());
        assert!(judge("DELETE FROM `notes`").is_some());
    }

    #[test]
    fn tables_of_the_installation_are_nobodys() {
        assert_eq!(
            judge("SELECT `users`.`id` FROM `users` WHERE (`users`.`id` = ?)"),
            None
        );
        assert_eq!(judge("PRAGMA wal_checkpoint(TRUNCATE)"), None);
    }
}
