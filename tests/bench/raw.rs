//! The statements of a request as bare SQL on one connection of one process: what the database itself asks for.

use std::time::{Duration, Instant};

use testkit::Prepared;
use uuid::Uuid;

use crate::measure::Workers;
use crate::operation::Operation;

/// Processor time of one request's statements, in milliseconds: here and in the database's processes.
pub(crate) fn whole_ms(
    operation: Operation,
    engine: &str,
    prepared: &Prepared,
    detail: &str,
    last: &(String, String),
    postmaster: Option<u32>,
) -> f64 {
    let workers = Workers {
        own: std::process::id(),
        postmaster,
    };
    let raw = Raw {
        engine,
        authority: prepared.authority.uuid(),
    };
    let mut run = prepared.database.runner();
    let mut ask = |number: u64| {
        for statement in raw.statements(operation, number, detail, last) {
            run(&statement);
        }
    };
    ask(0);
    let (began, before, mut asked) = (Instant::now(), workers.seconds(), 0_u64);
    while began.elapsed() < Duration::from_secs(2) {
        asked += 1;
        ask(asked);
    }
    let after = workers.seconds();
    (after.0 - before.0 + after.1 - before.1) * 1_000.0 / asked as f64
}

struct Raw<'a> {
    engine: &'a str,
    authority: Uuid,
}

impl Raw<'_> {
    fn statements(
        &self,
        operation: Operation,
        number: u64,
        detail: &str,
        (last_day, last_id): &(String, String),
    ) -> Vec<String> {
        let authority = self.id(self.authority);
        let joined = "FROM signals s JOIN signal_texts t ON t.authority_id = s.authority_id AND t.signal_id = s.id";
        let columns = "s.state || s.source || s.received_on || s.promised_on || coalesce(s.place, '') || coalesce(s.language, '') \
             || s.version || coalesce(substr(t.text, 1, 200), '') AS line";
        let page = "ORDER BY s.received_on DESC, s.public_id LIMIT 51";
        let here = format!("s.authority_id = {authority}");
        let detail = Uuid::parse_str(detail).map_or_else(|_| String::new(), |id| self.id(id));
        let last_id = Uuid::parse_str(last_id).map_or_else(|_| String::new(), |id| self.id(id));
        let found = if self.engine == "sqlite" {
            |word: &str| {
                format!(
                    "t.search_row IN (SELECT rowid FROM signal_search WHERE signal_search MATCH 'terms : \"{word}\"')"
                )
            }
        } else {
            |word: &str| format!("t.words @@ to_tsquery('simple', '{word}')")
        };
        let of_page = |rows: &str| {
            let keys = format!("(SELECT s.id {rows})");
            vec![
                format!(
                    "SELECT g.code || g.status AS line FROM signal_tags g WHERE g.authority_id = {authority} AND g.signal_id IN {keys}"
                ),
                format!(
                    "SELECT i.title || i.number AS line FROM issue_signals l JOIN issues i ON i.authority_id = l.authority_id \
                     AND i.id = l.issue_id WHERE l.authority_id = {authority} AND l.unlinked_at IS NULL AND l.signal_id IN {keys}"
                ),
            ]
        };
        let list = |rows: String| {
            let mut statements = vec![format!("SELECT {columns} {rows}")];
            statements.extend(of_page(&rows));
            statements
        };
        match operation {
            Operation::Create => self.create(number),
            Operation::List => list(format!("{joined} WHERE {here} {page}")),
            Operation::LastPage => list(format!(
                "{joined} WHERE {here} AND s.received_on <= '{last_day}' AND (s.received_on < '{last_day}' OR s.public_id > {last_id}) {page}"
            )),
            Operation::Detail => list(format!("{joined} WHERE {here} AND s.public_id = {detail}")),
            Operation::Search | Operation::RareSearch => list(format!(
                "{joined} WHERE {here} AND t.authority_id = {authority} AND {} ORDER BY t.search_row DESC LIMIT 21",
                found(operation.word())
            )),
        }
    }

    /// The rows of one signal in one transaction, as the use case writes them.
    fn create(&self, number: u64) -> Vec<String> {
        let fresh = |kind: u128| self.id(Uuid::from_u128((kind << 100) | u128::from(number)));
        let authority = self.id(self.authority);
        let (key, now) = (fresh(1), self.now());
        let row = -1 - i64::try_from(number).unwrap_or_default();
        let text = format!("Signaal {number} over de wachtlijst voor een woning in de wijk");
        let bytes = if self.engine == "sqlite" {
            format!("x'{number:064x}'")
        } else {
            format!("'\\x{number:064x}'::bytea")
        };
        let mut statements = vec![
            if self.engine == "sqlite" {
                "BEGIN IMMEDIATE"
            } else {
                "BEGIN"
            }
            .to_owned(),
            format!(
                "INSERT INTO signals (authority_id, id, public_id, client_key, client_body, receipt_index, state, source, \
                 received_at, received_on, promised_on, last_activity_on, language, locale, contact, provider_ref, links, version) \
                 VALUES ({authority}, {key}, {}, {}, {bytes}, {bytes}, 'received', 'form', {now}, '2026-11-23', '2026-12-23', \
                 '2026-11-23', 'nl', 'nl', 'code', {}, 0, 1)",
                fresh(2),
                fresh(3),
                fresh(4)
            ),
            format!(
                "INSERT INTO signal_texts (authority_id, signal_id, search_row, text, search_terms) \
                 VALUES ({authority}, {key}, {row}, '{text}', '{text}')"
            ),
        ];
        if self.engine == "sqlite" {
            let word = format!("a{}", self.authority.simple());
            statements.push(format!(
                "INSERT INTO signal_search (rowid, authority, terms) VALUES ({row}, '{word}', '{text}')"
            ));
        }
        statements.push(format!(
            "INSERT INTO audit (authority_id, id, at, operation, object_type, object_id, outcome) \
             VALUES ({authority}, {}, {now}, 'submitSignal', 'signal', '{number}', 'done')",
            fresh(5)
        ));
        statements.push("COMMIT".to_owned());
        statements
    }

    fn id(&self, id: Uuid) -> String {
        if self.engine == "sqlite" {
            format!("x'{}'", id.simple())
        } else {
            format!("'{id}'::uuid")
        }
    }

    fn now(&self) -> &'static str {
        if self.engine == "sqlite" {
            "1795000000000000"
        } else {
            "'2026-11-23T08:00:00Z'::timestamptz"
        }
    }
}
