//! `cargo xtask faults [--quick]`: providers send signals and files become signals while the server is killed again and
//! again; what was acknowledged is stored, exactly once, every job is done, once, and every seal of the log is whole
//! (trust.md §14, `kill`). The seed repeats the waits between kills.
#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a program for developers: it says what it found and stops where it cannot go on"
)]

use std::collections::HashSet;
use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use clap::Parser;
use policy::{CreateImport, StartImport, for_system};
use shared::id::AuthorityId;
use shared::import::{Import, ImportField, ImportMapping};
use shared::signal::SubmittedSignal;
use storage::Db;
use testkit::wire::Wire;
use testkit::{Database, Prepared};
use workflow::imports::{Upload, create_import, start_import};
use workflow::{Sources, Stop};

/// Kills the server while eight providers send signals.
#[derive(Parser)]
struct Faults {
    /// How many kills per engine; 50 on SQLite and 30 on PostgreSQL when absent.
    #[arg(long)]
    kills: Option<u32>,
    /// Few kills, for every day.
    #[arg(long)]
    quick: bool,
    /// Where the random waits begin.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// `sqlite` or `postgres`; both when absent.
    #[arg(long)]
    engine: Option<String>,
}

const CLIENTS: u64 = 8;
/// More than the product reads in one transaction, so that a kill can come between two.
const ROWS_PER_IMPORT: u32 = 250;
/// How long the last server may take for what the kills left behind.
const PATIENCE: Duration = Duration::from_mins(2);
/// Entries of the log that stand in no seal yet.
const UNSEALED: &str = "audit a WHERE NOT EXISTS (SELECT 1 FROM audit_sealed s \
    WHERE s.authority_id = a.authority_id AND s.audit_id = a.id)";

fn main() -> std::process::ExitCode {
    let faults = Faults::parse();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let mut sound = true;
    for (engine, usual) in [("sqlite", 50), ("postgres", 30)] {
        if faults
            .engine
            .as_deref()
            .is_some_and(|wanted| wanted != engine)
        {
            continue;
        }
        let kills = faults.kills.unwrap_or(if faults.quick { 8 } else { usual });
        testkit::choose_engine(engine);
        let prepared = runtime.block_on(Prepared::with(move |db, sources, authority| {
            queue_imports(db, sources, authority, kills)
        }));
        if engine == "postgres" {
            let safe = "pg_settings WHERE name IN ('fsync', 'full_page_writes') AND setting = 'on'";
            let is_safe = prepared.database.count(safe) == 2;
            assert!(
                is_safe,
                "this cluster forgets what it was told: start one with fsync"
            );
        }
        sound &= run(engine, &prepared, kills, faults.seed);
    }
    if sound {
        println!("acknowledged = stored, exactly once; jobs done once; every seal whole");
        std::process::ExitCode::SUCCESS
    } else {
        std::process::ExitCode::FAILURE
    }
}

/// What one client was told.
struct Acknowledged {
    id: String,
    text: String,
}

fn run(engine: &str, prepared: &Prepared, kills: u32, seed: u64) -> bool {
    let began = Instant::now();
    let over = Arc::new(AtomicBool::new(false));
    let mut dice = Dice(seed);
    let mut server = prepared.start();
    let clients: Vec<_> = (0..CLIENTS)
        .map(|client| {
            let (over, address) = (Arc::clone(&over), server.address.clone());
            let token = prepared.entry_token.clone();
            thread::spawn(move || send_until(&over, client, &address, &token))
        })
        .collect();
    let mut slowest = Duration::ZERO;
    for _ in 0..kills {
        thread::sleep(Duration::from_millis(20 + dice.throw() % 331));
        server.kill();
        server = prepared.start();
        slowest = slowest.max(server.ready_after);
    }
    over.store(true, Ordering::SeqCst);
    let told: Vec<Acknowledged> = clients
        .into_iter()
        .flat_map(|client| client.join().expect("a client that ends"))
        .collect();
    server.kill();
    let mut findings = rest(prepared);
    findings.extend(judge(&prepared.database, &told, kills));
    findings.extend(judge_seals(prepared));
    println!(
        "{engine:9} seed {seed}: {kills} kills, {} acknowledged, {} stored, {} of files, {} entries in {} seals, \
         ready again after at most {:.0} ms, {:.0} s",
        told.len(),
        prepared.database.count(SENT),
        prepared.database.count(IMPORTED),
        prepared.database.count("audit_sealed"),
        prepared.database.count("audit_seals"),
        slowest.as_secs_f64() * 1_000.0,
        began.elapsed().as_secs_f64()
    );
    for finding in &findings {
        println!("  {finding}");
    }
    findings.is_empty()
}

/// Work for the background: as many files as there are kills, each with rows of its own.
async fn queue_imports(db: Db, sources: Sources, authority: AuthorityId, imports: u32) {
    for import in 0..imports {
        let mut file = String::from("Wat merk je?\n");
        for row in 0..ROWS_PER_IMPORT {
            let _ = writeln!(
                file,
                "Rij {row} van bestand {import} over wachten op een woning"
            );
        }
        let upload = Arc::new(Upload::read(file.into_bytes()).expect("a table"));
        let (permit, of) = (for_system::<CreateImport>(authority), sources.clone());
        let held = permit.clone();
        let create = move |tx: &mut storage::Tx<'_>| create_import(tx, &held, &of, &upload);
        let made: Result<Import, Stop> = db.write(&permit, create).await;
        let made = made.expect("an import");
        let mapping = ImportMapping {
            columns: [(0, ImportField::Text)].into(),
        };
        let (permit, of) = (for_system::<StartImport>(authority), sources.clone());
        let held = permit.clone();
        let start = move |tx: &mut storage::Tx<'_>| start_import(tx, &held, &of, made.id, &mapping);
        let started: Result<Import, Stop> = db.write(&permit, start).await;
        started.expect("a started import");
    }
}

/// After the last kill one server finishes what the others left: leases that ran out, entries without a seal. Time is
/// advanced, not waited for: the leases of the dead end at once.
fn rest(prepared: &Prepared) -> Vec<String> {
    let database = &prepared.database;
    database.execute("UPDATE jobs SET lease_until = created_at WHERE state = 'running'");
    let server = prepared.start();
    let since = Instant::now();
    let left = || {
        let jobs = database.count("jobs WHERE kind = 'import' AND state IN ('queued', 'running')");
        (jobs, database.count(UNSEALED))
    };
    let mut findings = Vec::new();
    while left() != (0, 0) {
        if since.elapsed() > PATIENCE {
            let (jobs, entries) = left();
            findings.push(format!(
                "{jobs} jobs and {entries} entries of the log are left after {} s",
                PATIENCE.as_secs()
            ));
            break;
        }
        thread::sleep(Duration::from_millis(50));
    }
    server.kill();
    findings
}

/// `verify-audit` finds nothing, and there was something to find.
fn judge_seals(prepared: &Prepared) -> Vec<String> {
    let mut findings = Vec::new();
    if let Err(faults) = prepared.verify_audit() {
        findings.push(format!("the log does not verify: {faults}"));
    }
    if prepared.database.count("audit_seals") == 0 {
        findings.push("nothing was sealed: the harness proved nothing".to_owned());
    }
    findings
}

/// Signals that providers sent, and those that files became.
const SENT: &str = "signals WHERE source = 'form'";
const IMPORTED: &str = "signals WHERE source = 'import'";

/// Sends one signal after the other and each again until it is answered.
fn send_until(over: &AtomicBool, client: u64, address: &str, token: &str) -> Vec<Acknowledged> {
    let mut told = Vec::new();
    let mut number = 0_u64;
    let mut wire = None;
    while !over.load(Ordering::SeqCst) {
        number += 1;
        let text = format!("Signaal {client}-{number} over wachten op een woning");
        let request = request(address, token, client, number, &text);
        let since = Instant::now();
        loop {
            let answer = ask(&mut wire, address, request.as_bytes());
            match answer {
                Some((201, body)) => {
                    let signal: SubmittedSignal = serde_json::from_slice(&body).expect("a signal");
                    told.push(Acknowledged {
                        id: signal.id.to_string(),
                        text,
                    });
                    break;
                }
                // The server is gone, busy or just coming up: the client keeps what it has and sends it again.
                Some((409 | 429 | 503, _)) | None => thread::sleep(Duration::from_millis(5)),
                Some((status, body)) => {
                    panic!("{status}: {}", String::from_utf8_lossy(&body));
                }
            }
            assert!(
                since.elapsed() < Duration::from_mins(1),
                "no answer for a minute"
            );
        }
    }
    told
}

fn ask(wire: &mut Option<Wire>, address: &str, request: &[u8]) -> Option<(u16, Vec<u8>)> {
    if wire.is_none() {
        *wire = Wire::open(address).ok();
    }
    let answered = wire
        .as_mut()?
        .ask(request)
        .map(|(status, body)| (status, body.to_vec()));
    if answered.is_err() {
        *wire = None;
    }
    answered.ok()
}

fn request(address: &str, token: &str, client: u64, number: u64, text: &str) -> String {
    let body = format!("{{\"text\":\"{text}\"}}");
    let key = uuid::Builder::from_unix_timestamp_millis(
        1_790_000_000_000 + number,
        &[
            7,
            7,
            7,
            7,
            7,
            7,
            7,
            7,
            7,
            u8::try_from(client).unwrap_or_default(),
        ],
    )
    .into_uuid();
    format!(
        "POST /api/v1/signals HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n\
         LokaalSignaal-Authority: linde\r\nLokaalSignaal-Entry-Token: {token}\r\nIdempotency-Key: {key}\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// Every acknowledged signal stands there once, nothing stands there twice, each has its entry in the log, and every row
/// of every file is one signal.
fn judge(database: &Database, told: &[Acknowledged], imports: u32) -> Vec<String> {
    let mut findings = Vec::new();
    let stored: HashSet<String> = database.public_ids_of_signals().into_iter().collect();
    let lost = told
        .iter()
        .filter(|signal| !stored.contains(&signal.id))
        .count();
    if lost > 0 {
        findings.push(format!("{lost} acknowledged signals are not stored"));
    }
    let ids: HashSet<&str> = told.iter().map(|signal| signal.id.as_str()).collect();
    if ids.len() != told.len() {
        findings.push(format!("{} signals share an id", told.len() - ids.len()));
    }
    let texts: HashSet<&str> = told.iter().map(|signal| signal.text.as_str()).collect();
    assert_eq!(texts.len(), told.len(), "the harness sends each text once");
    let (rows, distinct) = (
        database.count("signal_texts"),
        database.count("(SELECT DISTINCT text FROM signal_texts) t"),
    );
    if rows != distinct {
        findings.push(format!("{} texts are stored twice", rows - distinct));
    }
    let signals = database.count(SENT);
    if i64::try_from(told.len()) != Ok(signals) {
        findings.push(format!("{signals} stored, {} acknowledged", told.len()));
    }
    let logged = database.count("audit WHERE operation = 'submitSignal'");
    if logged < signals {
        findings.push(format!(
            "{} signals have no entry in the log",
            signals - logged
        ));
    }
    let (rows, imported) = (
        i64::from(imports) * i64::from(ROWS_PER_IMPORT),
        database.count(IMPORTED),
    );
    if imported != rows {
        findings.push(format!("{rows} rows became {imported} signals"));
    }
    let wrong = format!("imports WHERE state <> 'done' OR created <> {ROWS_PER_IMPORT}");
    let wrong = database.count(&wrong);
    if wrong > 0 {
        findings.push(format!(
            "{wrong} imports did not make each of their rows once"
        ));
    }
    let dead = database.count("jobs WHERE state = 'dead'");
    if dead > 0 {
        findings.push(format!("{dead} jobs are dead"));
    }
    if told.is_empty() {
        findings.push("no signal was acknowledged: the harness proved nothing".to_owned());
    }
    findings
}

/// Random numbers that a seed repeats (xorshift).
struct Dice(u64);

impl Dice {
    fn throw(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
}
