//! A backup holds everything, shows every damage, and does not bring back what was erased.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};
use storage::port::{
    Erasure, Manifest, PortError, Store, StoreAddress, append_erasures, backup, read_erasures,
    restore,
};
use storage::{postgres, sqlite};
use uuid::Uuid;

use crate::world::World;

fn backed_up(from: &StoreAddress) -> (Vec<u8>, Manifest) {
    let mut file = Vec::new();
    let manifest = backup(&mut Store::source(from).unwrap(), &mut file).unwrap();
    (file, manifest)
}

fn restored(
    file: &[u8],
    to: &StoreAddress,
    erasures: &[Erasure],
) -> Result<(Manifest, usize), PortError> {
    restore(&mut &*file, &mut Store::target(to)?, erasures)
}

#[test]
fn a_restored_database_is_the_one_that_was_backed_up_on_either_engine() {
    let mut world = World::new();
    let here = world.filled("here");
    let (file, manifest) = backed_up(&here);
    assert_eq!(manifest, Store::source(&here).unwrap().manifest().unwrap());
    for there in [world.sqlite("there"), world.postgres()] {
        restored(&file, &there, &[]).unwrap();
        assert_eq!(
            Store::source(&there).unwrap().manifest().unwrap(),
            manifest,
            "{}",
            there.url
        );
        let (again, _) = backed_up(&there);
        assert_eq!(
            again, file,
            "the same bytes, whichever engine it comes from"
        );
    }
}

#[test]
fn every_damage_is_found_and_nothing_is_kept() {
    let world = World::new();
    let (file, _) = backed_up(&world.filled("here"));
    let text = String::from_utf8(file).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let without = |position: usize| {
        let kept = lines
            .iter()
            .enumerate()
            .filter(|(at, _)| *at != position)
            .map(|(_, line)| *line);
        kept.collect::<Vec<_>>().join("\n")
    };
    // One line a table keeps the test short: the first row, the middle, the end.
    let rows: Vec<usize> = (0..lines.len())
        .filter(|at| lines[*at].starts_with('['))
        .collect();
    let mut damaged: Vec<String> = [
        rows[0],
        rows[rows.len() / 2],
        rows[rows.len() - 1],
        lines.len() - 1,
        0,
    ]
    .map(without)
    .into();
    damaged.push(text.replacen("2028-02-27", "2028-02-28", 1));
    damaged.push(text.replacen("💧", "🔥", 1));
    damaged.push(text.replacen("\"slug\"", "\"slag\"", 1));
    // What is no backup at all.
    damaged.extend([String::new(), "{\"somethingElse\":1}".to_owned()]);
    for (position, damaged) in damaged.iter().enumerate() {
        let there = world.sqlite(&format!("there-{position}"));
        assert!(
            restored(damaged.as_bytes(), &there, &[]).is_err(),
            "damage {position} was not found"
        );
        assert_eq!(
            Store::source(&there).unwrap().manifest().unwrap().rows(),
            0,
            "damage {position} left rows"
        );
    }
}

#[derive(QueryableByName)]
struct Signal {
    #[diesel(sql_type = Text)]
    state: String,
    #[diesel(sql_type = Nullable<Text>)]
    text: Option<String>,
    #[diesel(sql_type = Text)]
    search_terms: String,
    #[diesel(sql_type = BigInt)]
    contacts: i64,
    #[diesel(sql_type = BigInt)]
    words: i64,
    #[diesel(sql_type = BigInt)]
    erasures: i64,
}

#[test]
fn restore_forgets_what_was_erased_since() {
    let mut world = World::new();
    let (file, _) = backed_up(&world.filled("here"));
    let log = world.folder.path().join("erasures.jsonl");
    let erasure = |row: u128, kind: &str| Erasure {
        authority: Uuid::from_u128(row),
        id: Uuid::from_u128(0xe000 + row),
        at: "2026-11-23T10:00:00.000007Z".parse().unwrap(),
        subject_type: kind.to_owned(),
        subject: Uuid::from_u128(row),
    };
    let erased = [
        erasure(1, "signal"),
        erasure(3, "redactedSignal"),
        Erasure {
            id: Uuid::from_u128(0xe103),
            ..erasure(3, "contact")
        },
    ];
    assert_eq!(append_erasures(&log, &erased).unwrap(), 3);
    assert_eq!(
        append_erasures(&log, &erased).unwrap(),
        0,
        "told twice, written once"
    );
    let listed = read_erasures(&log).unwrap().unwrap().erasures;

    let query = |id: &str| {
        format!(
            "SELECT s.state, t.text, t.search_terms, \
             (SELECT count(*) FROM provider_contacts c WHERE c.authority_id = s.authority_id AND c.id = s.id) AS contacts, \
             (SELECT count(*) FROM notes n WHERE n.signal_id = s.id AND n.text IS NOT NULL) AS words, \
             (SELECT count(*) FROM erasure_log e WHERE e.subject_id = s.id AND e.authority_id = s.authority_id) AS erasures \
             FROM signals s JOIN signal_texts t ON t.authority_id = s.authority_id AND t.signal_id = s.id WHERE s.id = {id}"
        )
    };
    for there in [world.sqlite("there"), world.postgres()] {
        let (_, forgotten) = restored(&file, &there, &listed).unwrap();
        assert_eq!(forgotten, 3);
        let signal = |row: u8| -> Signal {
            match there.url.strip_prefix("sqlite:") {
                Some(path) => diesel::sql_query(query(&format!("X'{row:032x}'")))
                    .get_result(&mut sqlite::open(path).unwrap()),
                None => diesel::sql_query(query(&format!("'{row:032x}'::uuid")))
                    .get_result(&mut postgres::Conn::establish(&there.url).unwrap()),
            }
            .unwrap()
        };
        let withdrawn = signal(1);
        assert_eq!(
            (
                withdrawn.state.as_str(),
                withdrawn.text,
                withdrawn.search_terms.as_str()
            ),
            ("withdrawn", None, "")
        );
        assert_eq!(
            (withdrawn.contacts, withdrawn.words, withdrawn.erasures),
            (0, 0, 2)
        );
        let redacted = signal(3);
        assert_eq!(
            (
                redacted.text,
                redacted.search_terms.as_str(),
                redacted.erasures
            ),
            (None, "", 3)
        );
        assert_eq!(redacted.contacts, 0, "and nobody is written to");
        assert!(
            redacted.state.starts_with("state 3"),
            "it stays in its state"
        );
        assert!(
            signal(2).search_terms.starts_with("search_terms 2"),
            "others keep their words"
        );
    }
}

#[test]
fn a_half_written_line_of_the_list_hides_no_erasure() {
    let world = World::new();
    let log = world.folder.path().join("erasures.jsonl");
    let erasure = |row: u128| Erasure {
        authority: Uuid::from_u128(1),
        id: Uuid::from_u128(row),
        at: "2026-11-23T10:00:00Z".parse().unwrap(),
        subject_type: "signal".to_owned(),
        subject: Uuid::from_u128(row),
    };
    append_erasures(&log, &[erasure(1)]).unwrap();
    let whole = std::fs::read_to_string(&log).unwrap();
    let half: String = whole.chars().take(30).collect();
    std::fs::write(&log, format!("{whole}\n{half}")).unwrap();
    append_erasures(&log, &[erasure(1), erasure(2)]).unwrap();
    let list = read_erasures(&log).unwrap().unwrap();
    assert_eq!(list.erasures, [erasure(1), erasure(2)]);
    assert_eq!(list.unreadable, 1, "and is counted");
    let nowhere = world.folder.path().join("nowhere.jsonl");
    assert_eq!(
        read_erasures(&nowhere).unwrap(),
        None,
        "none is not an empty one"
    );
}

/// Writes into the database as soon as the first row of the backup is out.
struct Meddling<'a>(Vec<u8>, &'a mut sqlite::Conn);
fn rows_began(file: &[u8]) -> bool {
    file.windows(2).any(|pair| pair == b"\n[")
}
impl std::io::Write for Meddling<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let began = rows_began(&self.0);
        self.0.extend_from_slice(bytes);
        if !began && rows_began(&self.0) {
            self.1
                .batch_execute("UPDATE signals SET place = 'elders'")
                .unwrap();
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_backup_taken_while_somebody_writes_is_one_moment() {
    let world = World::new();
    let here = world.filled("here");
    let mut source = Store::source(&here).unwrap();
    let mut writer = sqlite::open(&world.path("here").to_string_lossy()).unwrap();
    let before = Store::source(&here).unwrap().manifest().unwrap();
    let mut out = Meddling(Vec::new(), &mut writer);
    let during = backup(&mut source, &mut out).unwrap();
    let file = out.0;
    assert_eq!(
        during, before,
        "signals went out after they were changed, as they were before"
    );
    assert_ne!(Store::source(&here).unwrap().manifest().unwrap(), before);
    let there = world.sqlite("there");
    restored(&file, &there, &[]).unwrap();
    assert_eq!(Store::source(&there).unwrap().manifest().unwrap(), during);
}

#[derive(QueryableByName)]
struct Facets {
    #[diesel(sql_type = BigInt)]
    left: i64,
}

#[test]
fn restore_takes_what_was_undone_from_whoever_sent_it() {
    let mut world = World::new();
    let (file, _) = backed_up(&world.filled("here"));
    let undone = Erasure {
        authority: Uuid::from_u128(1),
        id: Uuid::from_u128(0xe001),
        at: "2026-11-23T10:00:00.000007Z".parse().unwrap(),
        subject_type: "undoneSignal".to_owned(),
        subject: Uuid::from_u128(1),
    };
    for there in [world.sqlite("there"), world.postgres()] {
        let (_, forgotten) = restored(&file, &there, std::slice::from_ref(&undone)).unwrap();
        assert_eq!(forgotten, 1);
        let query = |nobody: &str| {
            format!(
                "SELECT (SELECT count(*) FROM signals WHERE state = 'withdrawn' AND provider_ref = {nobody} \
                 AND sector IS NULL AND place IS NULL AND entry_link_id IS NULL) + (SELECT count(*) * 100 FROM signal_tags) \
                 + (SELECT count(*) * 1000 FROM signal_texts WHERE text IS NOT NULL) AS \"left\""
            )
        };
        let facets: Facets = match there.url.strip_prefix("sqlite:") {
            Some(path) => diesel::sql_query(query("X'00000000000000000000000000000000'"))
                .get_result(&mut sqlite::open(path).unwrap()),
            None => diesel::sql_query(query("'00000000000000000000000000000000'::uuid"))
                .get_result(&mut postgres::Conn::establish(&there.url).unwrap()),
        }
        .unwrap();
        // One row of nobody; of three the tags of two, and of one of those the words.
        assert_eq!(facets.left, 1 + 200 + 1_000);
    }
}
