//! `cargo xtask faults [--quick]`: providers send signals while the server is killed again and again; what was
//! acknowledged is stored, exactly once (trust.md §14, `kill`).
#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a program for developers: it says what it found and stops where it cannot go on"
)]

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use clap::Parser;
use shared::signal::SubmittedSignal;
use testkit::wire::Wire;
use testkit::{Database, Prepared};

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
        let prepared = runtime.block_on(Prepared::with(|_, _, _| async {}));
        sound &= run(engine, &prepared, kills, faults.seed);
    }
    if sound {
        println!("acknowledged = stored, exactly once");
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
    let findings = judge(&prepared.database, &told);
    println!(
        "{engine:9} seed {seed}: {kills} kills, {} acknowledged, {} stored, ready again after at most {:.0} ms, {:.0} s",
        told.len(),
        prepared.database.count("signals"),
        slowest.as_secs_f64() * 1_000.0,
        began.elapsed().as_secs_f64()
    );
    for finding in &findings {
        println!("  {finding}");
    }
    findings.is_empty()
}

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

/// Every acknowledged signal stands there once, nothing stands there twice, and each has its entry in the log.
fn judge(database: &Database, told: &[Acknowledged]) -> Vec<String> {
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
    let signals = database.count("signals");
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
