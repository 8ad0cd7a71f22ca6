//! Every SQL statement of this process, as Diesel sends it. SQLite has no row-level security; this stands in for it: a
//! statement on an authority's table that is held by no bound `authority_id` fails the test (architecture.md §5).

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};

mod statement;

/// Statements that ask for something else on purpose, each with its reason; the list may only shrink.
const ALLOWED: &str = include_str!("../../../tests/security/cross_authority.allow");

static SENT: AtomicUsize = AtomicUsize::new(0);
static FRAMES: AtomicUsize = AtomicUsize::new(0);
static FINDINGS: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Watches every connection that is opened from now on.
pub fn watch() {
    set_default_instrumentation(|| Some(Box::new(Watcher))).expect("the recorder");
}

/// How many statements were sent in this process since it began; the frames of transactions do not count.
pub fn sent() -> usize {
    SENT.load(Ordering::SeqCst)
}

/// How many frames of transactions (`BEGIN` with its scope, `COMMIT`, `ROLLBACK`) were sent in this process since it began.
pub fn frames() -> usize {
    FRAMES.load(Ordering::SeqCst)
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
            if frames.iter().any(|frame| shown.starts_with(frame)) {
                FRAMES.fetch_add(1, Ordering::SeqCst);
            } else {
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

/// What is wrong with a statement: it touches an authority's table, and no authority that was bound holds that table.
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
    let loose = statement::loose_table(&bare)?;
    (!is_allowed(&bare)).then(|| format!("{loose}: {bare}"))
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
    fn tables_that_are_tied_to_each_other_still_need_one_bound_authority() {
        let tied = "(`issue_signals` INNER JOIN `issues` ON ((`issues`.`authority_id` = `issue_signals`.`authority_id`) \
            AND (`issues`.`id` = `issue_signals`.`issue_id`)))";
        let bad = format!("SELECT `issues`.`title` FROM {tied} WHERE (`issues`.`number` = ?)");
        assert!(judge(&bad).is_some());
        let nothing_bound = format!(
            "SELECT `issues`.`title` FROM {tied} WHERE (`issues`.`authority_id` IN (`issue_signals`.`authority_id`))"
        );
        assert!(judge(&nothing_bound).is_some());
        let good = format!(
            "SELECT `issues`.`title` FROM {tied} WHERE (`issue_signals`.`authority_id` IN (?, ?))"
        );
        assert_eq!(judge(&good), None);
    }

    #[test]
    fn a_query_within_a_query_must_be_held_too() {
        let outer =
            "SELECT `signals`.`id` FROM `signals` WHERE ((`signals`.`authority_id` IN (?)) AND ";
        let loose = format!(
            "{outer} (`signals`.`id` IN (SELECT `signal_tags`.`signal_id` FROM `signal_tags` WHERE (`signal_tags`.`code` = ?))))"
        );
        assert!(judge(&loose).is_some_and(|finding| finding.starts_with("signal_tags:")));
        let bound = format!(
            "{outer} (`signals`.`id` IN (SELECT `signal_tags`.`signal_id` FROM `signal_tags` WHERE (`signal_tags`.`authority_id` IN (?)))))"
        );
        assert_eq!(judge(&bound), None);
        let tied = format!(
            "{outer} EXISTS (SELECT 1 FROM `signal_tags` WHERE (`signal_tags`.`authority_id` = `signals`.`authority_id`)))"
        );
        assert_eq!(judge(&tied), None);
        let same_table_twice = format!(
            "{outer} (`signals`.`id` IN (SELECT `signals`.`duplicate_of` FROM `signals` WHERE (`signals`.`state` = ?))))"
        );
        assert!(judge(&same_table_twice).is_some());
    }

    #[test]
    fn a_value_that_is_written_is_no_condition() {
        let moved = "UPDATE `signals` SET `authority_id` = ? WHERE (`signals`.`id` = ?)";
        assert!(judge(moved).is_some());
        assert_eq!(
            judge("INSERT INTO `notes` (`authority_id`, `id`) VALUES (?, ?)"),
            None
        );
        assert!(judge("INSERT INTO `notes` (`id`) VALUES (?)").is_some());
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
