//! `cargo xtask bench http`: what the server costs, on both databases, beside a bare handler and bare SQL.
#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "a program for developers: it prints figures and stops where it cannot go on"
)]

mod analysis;
mod bare;
mod fill;
mod measure;
mod operation;
mod raw;
mod statements;

use std::thread::sleep;
use std::time::{Duration, Instant};

use api::sources::SystemClock;
use clap::{Parser, ValueEnum};
use shared::sources::Clock;
use testkit::{Prepared, RealServer};

use crate::measure::{Figures, Load, Workers};
use crate::operation::Operation;
use crate::statements::Statements;

/// Prints what requests cost.
#[derive(Parser)]
struct Bench {
    /// What to measure.
    what: What,
    /// How many signals stand in the database.
    #[arg(long, value_delimiter = ',', default_value = "1000,100000")]
    sizes: Vec<u32>,
    /// `sqlite` or `postgres`; both when absent.
    #[arg(long)]
    engine: Option<String>,
    /// How long each operation is asked.
    #[arg(long, default_value_t = 4)]
    seconds: u64,
    /// `analysis`: how long signals are looked at, at most.
    #[arg(long, default_value_t = 60)]
    minutes: u64,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// Create, list, last page, detail, search.
    Http,
    /// Looking at very many signals while people use the server.
    Analysis,
    /// The handler to compare with, in a process of its own.
    Bare,
}

/// Aims of issue 2 for the whole process.
const READY_MS: f64 = 300.0;
const IDLE_MB: f64 = 60.0;
const LAST_TO_FIRST: f64 = 1.5;
/// How often a start is timed; the middle one counts.
const STARTS: usize = 5;
/// How long a server has nothing to do before its memory is looked at.
const REST: Duration = Duration::from_secs(2);

fn main() {
    let asked = Bench::parse();
    if asked.what == What::Bare {
        return bare::serve();
    }
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    if asked.what == What::Analysis {
        return looking(&asked, &runtime);
    }
    let bare = bare::measure(asked.seconds);
    say_where();
    println!(
        "8 connections, closed loop, 1 s warm-up, {} s each; every write waits for the disk; whoever asks uses the same processors",
        asked.seconds
    );
    println!(
        "CPU: of the server's process; DB: of PostgreSQL's processes (SQLite works inside the server); \
         SQL: statements + frames of transactions (begin with the scope, commit); \
         x bare: CPU + DB to a bare Actix handler; x SQL: CPU + DB to one process that runs the same statements raw"
    );
    println!(
        "bare Actix handler: {:.0} requests/s, {:.3} ms CPU",
        bare.per_second, bare.cpu_ms
    );
    println!(
        "{:9} {:>8} {:11} {:>9} {:>8} {:>8} {:>8} {:>8} {:>5} {:>8} {:>8}",
        "engine",
        "signals",
        "operation",
        "req/s",
        "p50 ms",
        "p99 ms",
        "CPU ms",
        "DB ms",
        "SQL",
        "x bare",
        "x SQL"
    );
    let mut missed = Vec::new();
    for engine in ["sqlite", "postgres"] {
        if asked
            .engine
            .as_deref()
            .is_some_and(|wanted| wanted != engine)
        {
            continue;
        }
        testkit::choose_engine(engine);
        let statements = runtime.block_on(statements::count());
        for &size in &asked.sizes {
            let began = Instant::now();
            let prepared = runtime.block_on(fill::filled(size));
            let bench = OneSize {
                engine,
                size,
                prepared: &prepared,
                seconds: asked.seconds,
                filled_in: began.elapsed(),
            };
            missed.extend(bench.measure(&statements, &bare));
        }
    }
    if missed.is_empty() {
        println!("every aim of issue 2 is met");
    } else {
        println!("missed: {}", missed.join("; "));
    }
}

/// Signals that were imported, or came in while nobody looked.
fn looking(asked: &Bench, runtime: &tokio::runtime::Runtime) {
    say_where();
    println!(
        "three people: a list of 50, one signal, a new signal, each ten times a second; every write waits for the disk"
    );
    for engine in ["sqlite", "postgres"] {
        if asked
            .engine
            .as_deref()
            .is_some_and(|wanted| wanted != engine)
        {
            continue;
        }
        testkit::choose_engine(engine);
        for &size in &asked.sizes {
            let prepared = runtime.block_on(fill::filled(size));
            let bench = OneSize {
                engine,
                size,
                prepared: &prepared,
                seconds: asked.seconds,
                filled_in: Duration::ZERO,
            };
            prepared.database.settles();
            let (detail, last) = (bench.a_signal(), bench.before_the_last_page());
            let people = |server: &RealServer| analysis::People {
                loads: [Operation::List, Operation::Detail, Operation::Create]
                    .map(|it| (it.name(), bench.load(it, server, &detail, &last)))
                    .into(),
            };
            let postmaster = bench.postmaster();
            analysis::measure(engine, &prepared, postmaster, people, asked.minutes);
        }
    }
}

/// When, on what, compiled how, and how busy the machine was before.
fn say_where() {
    let profile = if cfg!(debug_assertions) {
        "debug: figures mean nothing"
    } else {
        "release"
    };
    let server = std::env::var("LOKAAL_TEST_SERVER").unwrap_or_default();
    let server = std::path::Path::new(&server).parent();
    let server = server.and_then(std::path::Path::file_name);
    let first_line = |file: &str, prefix: &str| {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        let line = text.lines().find(|line| line.starts_with(prefix));
        line.unwrap_or_default().to_owned()
    };
    println!(
        "{}; bench compiled as {profile}, server as {}; {} processors ({}); load {}",
        SystemClock.now().utc().format("%Y-%m-%d %H:%M UTC"),
        server.unwrap_or_else(|| "its neighbour".as_ref()).display(),
        std::thread::available_parallelism().map_or(0, usize::from),
        first_line("/proc/cpuinfo", "model name")
            .rsplit(": ")
            .next()
            .unwrap_or_default(),
        first_line("/proc/loadavg", ""),
    );
}

/// One database of one size.
struct OneSize<'a> {
    engine: &'static str,
    size: u32,
    prepared: &'a Prepared,
    seconds: u64,
    filled_in: Duration,
}

impl OneSize<'_> {
    /// Prints everything about it; answers which aims were missed.
    fn measure(&self, statements: &Statements, bare: &Figures) -> Vec<String> {
        self.prepared.database.settles();
        let ready_ms = self.ready_ms();
        let postmaster = self.postmaster();
        let server = self.prepared.start();
        sleep(REST);
        let idle_mb = measure::resident_mb(server.pid());
        let detail = self.a_signal();
        let last = self.before_the_last_page();
        let workers = Workers {
            own: server.pid(),
            postmaster,
        };
        let figures: Vec<(Operation, Figures)> = Operation::ALL
            .into_iter()
            .map(|operation| {
                let load = self.load(operation, &server, &detail, &last);
                (operation, load.run(workers, self.seconds))
            })
            .collect();
        sleep(REST);
        let loaded_mb = measure::resident_mb(server.pid());
        server.kill();
        let mut missed = Vec::new();
        for (operation, figures) in &figures {
            let (sent, frames) = statements.of(*operation);
            let raw_ms = raw::whole_ms(
                *operation,
                self.engine,
                self.prepared,
                &detail,
                &last,
                postmaster,
            );
            println!(
                "{:9} {:>8} {:11} {:>9.0} {:>8.2} {:>8.2} {:>8.3} {:>8.3} {:>5} {:>8.1} {:>8.1}",
                self.engine,
                self.size,
                operation.name(),
                figures.per_second,
                figures.p50_ms,
                figures.p99_ms,
                figures.cpu_ms,
                figures.database_ms,
                format!("{sent}+{frames}"),
                figures.whole_ms() / bare.whole_ms(),
                figures.whole_ms() / raw_ms,
            );
            if let Some((most_sent, most_ms)) = operation.aim()
                && (sent > most_sent || figures.whole_ms() > most_ms)
            {
                missed.push(operation.name().to_owned());
            }
        }
        let of = |wanted: Operation| figures.iter().find(|(operation, _)| *operation == wanted);
        let ratio = |by: fn(&Figures) -> f64| match (of(Operation::LastPage), of(Operation::List)) {
            (Some((_, last)), Some((_, first))) => by(last) / by(first),
            _ => f64::NAN,
        };
        let (by_time, by_cpu) = (ratio(|figures| figures.p50_ms), ratio(Figures::whole_ms));
        println!(
            "{:9} {:>8} filled in {:.0} s; ready after {ready_ms:.0} ms; {idle_mb:.0} MB idle, {loaded_mb:.0} MB after all this; \
             last page {by_time:.2} x first page (p50), {by_cpu:.2} x (CPU)",
            self.engine,
            self.size,
            self.filled_in.as_secs_f64(),
        );
        for (name, figure, most) in [
            ("start", ready_ms, READY_MS),
            ("idle", idle_mb, IDLE_MB),
            ("last page", by_time, LAST_TO_FIRST),
        ] {
            if figure > most {
                missed.push(name.to_owned());
            }
        }
        let place = |name: String| format!("{name} ({}, {})", self.engine, self.size);
        missed.into_iter().map(place).collect()
    }

    /// From the start of the program to its first answer, the middle of several.
    fn ready_ms(&self) -> f64 {
        let mut times: Vec<Duration> = (0..STARTS)
            .map(|_| {
                let server = self.prepared.start();
                let time = server.ready_after;
                server.kill();
                time
            })
            .collect();
        times.sort_unstable();
        let middle = times.get(STARTS / 2).copied().unwrap_or_default();
        middle.as_secs_f64() * 1_000.0
    }

    /// Whose children PostgreSQL's connections are.
    fn postmaster(&self) -> Option<u32> {
        if self.engine == "sqlite" {
            return None;
        }
        let line = self.prepared.database.runner()("SELECT pg_backend_pid()::text AS line");
        measure::parent_of(line.trim().parse().expect("a process id"))
    }

    fn a_signal(&self) -> String {
        let ids = self.prepared.database.public_ids_of_signals();
        ids.into_iter().next().unwrap_or_default()
    }

    /// Day and id of the row after which the last page begins.
    fn before_the_last_page(&self) -> (String, String) {
        let id = if self.engine == "sqlite" {
            "lower(hex(public_id))"
        } else {
            "public_id::text"
        };
        let query = format!(
            "SELECT received_on || '.' || {id} AS line FROM signals ORDER BY received_on DESC, public_id LIMIT 1 OFFSET {}",
            self.size.saturating_sub(51)
        );
        let line = self.prepared.database.runner()(&query);
        let (day, id) = line.split_once('.').expect("a cursor");
        let id = uuid::Uuid::parse_str(id).expect("an id");
        (day.to_owned(), id.to_string())
    }

    fn load(
        &self,
        operation: Operation,
        server: &RealServer,
        detail: &str,
        (last_day, last_id): &(String, String),
    ) -> Load {
        let signed_in = format!(
            "LokaalSignaal-Authority: linde\r\nAuthorization: Bearer {}\r\n",
            self.prepared.access_token()
        );
        let get = |path: &str| Load::get(&server.address, &signed_in, path);
        match operation {
            Operation::Create => {
                let entry = format!(
                    "LokaalSignaal-Authority: linde\r\nLokaalSignaal-Entry-Token: {}\r\n",
                    self.prepared.entry_token
                );
                Load::create(&server.address, &entry)
            }
            Operation::List => get("/api/v1/signals?pageSize=50"),
            Operation::LastPage => get(&format!(
                "/api/v1/signals?pageSize=50&after={last_day}.{last_id}"
            )),
            Operation::Detail => get(&format!("/api/v1/signals/{detail}")),
            Operation::Search | Operation::RareSearch => get(&format!(
                "/api/v1/signals?pageSize=20&q={}",
                operation.word()
            )),
        }
    }
}
