//! `cargo xtask bench http`: what the server costs, on both databases, beside a bare handler and bare SQL.
#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "a program for developers: it prints figures and stops where it cannot go on"
)]

mod bare;
mod fill;
mod measure;

use clap::{Parser, ValueEnum};
use shared::page::Page;
use shared::signal::SignalSummary;
use testkit::{Asks, Prepared, TestApp, recorder};

use crate::measure::{Figures, Load};

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
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// Create, list, detail, search.
    Http,
    /// The handler to compare with, in a process of its own.
    Bare,
}

const OPERATIONS: [&str; 4] = ["create", "list of 50", "detail", "search"];

fn main() {
    let asked = Bench::parse();
    if asked.what == What::Bare {
        return bare::serve();
    }
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let statements = runtime.block_on(statements());
    let bare = bare::measure(asked.seconds);
    println!(
        "8 connections, closed loop, {} s each; CPU of the server's process; one fsync per write on SQLite",
        asked.seconds
    );
    println!(
        "bare Actix handler: {:.0} requests/s, {:.3} ms CPU",
        bare.per_second, bare.cpu_ms
    );
    println!(
        "{:9} {:>8} {:11} {:>9} {:>8} {:>8} {:>8} {:>5} {:>8} {:>8}",
        "engine",
        "signals",
        "operation",
        "req/s",
        "p50 ms",
        "p99 ms",
        "CPU ms",
        "SQL",
        "x bare",
        "x SQL"
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
            one_size(engine, size, &prepared, &asked, &statements, &bare);
        }
    }
}

fn one_size(
    engine: &str,
    size: u32,
    prepared: &Prepared,
    asked: &Bench,
    statements: &[usize; 4],
    bare: &Figures,
) {
    let server = prepared.start();
    let idle = measure::resident_mb(server.pid());
    let token = prepared.access_token();
    let detail = prepared
        .database
        .public_ids_of_signals()
        .into_iter()
        .next()
        .unwrap_or_default();
    let signed_in = format!("LokaalSignaal-Authority: linde\r\nAuthorization: Bearer {token}\r\n");
    let entry = format!(
        "LokaalSignaal-Authority: linde\r\nLokaalSignaal-Entry-Token: {}\r\n",
        prepared.entry_token
    );
    let load = |operation: usize| match operation {
        0 => Load::create(&server.address, &entry),
        1 => Load::get(&server.address, &signed_in, "/api/v1/signals?pageSize=50"),
        2 => Load::get(
            &server.address,
            &signed_in,
            &format!("/api/v1/signals/{detail}"),
        ),
        _ => Load::get(
            &server.address,
            &signed_in,
            "/api/v1/signals?pageSize=20&q=wachtlijst",
        ),
    };
    let figures: Vec<Figures> = (0..4)
        .map(|operation| load(operation).run(server.pid(), asked.seconds))
        .collect();
    let ready_ms = server.ready_after.as_secs_f64() * 1_000.0;
    server.kill();
    for (operation, figures) in figures.iter().enumerate() {
        let raw_ms = fill::raw_sql(operation, engine, prepared, &detail)
            .map(|query| prepared.database.time_of(&query, 20).as_secs_f64() * 1_000.0);
        println!(
            "{engine:9} {size:>8} {:11} {:>9.0} {:>8.2} {:>8.2} {:>8.3} {:>5} {:>8.1} {:>8}",
            OPERATIONS.get(operation).copied().unwrap_or_default(),
            figures.per_second,
            figures.p50_ms,
            figures.p99_ms,
            figures.cpu_ms,
            statements.get(operation).copied().unwrap_or_default(),
            figures.cpu_ms / bare.cpu_ms,
            raw_ms.map_or_else(
                || "-".to_owned(),
                |raw_ms| format!("{:.1}", figures.cpu_ms / raw_ms)
            ),
        );
    }
    println!("{engine:9} {size:>8} ready after {ready_ms:.0} ms, {idle:.0} MB when idle");
}

/// How many statements each operation sends, counted in one process once its caches are warm.
async fn statements() -> [usize; 4] {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    for number in 0..60 {
        nurse
            .submits(&format!(
                "Signaal {number} over de wachtlijst voor een woning"
            ))
            .await;
    }
    let mut counted = [0; 4];
    for _ in 0..2 {
        let before = recorder::sent();
        let signal = nurse.submits("Nog een signaal over de wachtlijst").await;
        let after_create = recorder::sent();
        processor
            .list_signals()
            .query("pageSize", "50")
            .await
            .ok::<Page<SignalSummary>>();
        let after_list = recorder::sent();
        processor.signal(signal.id).await;
        let after_detail = recorder::sent();
        processor
            .list_signals()
            .query("q", "wachtlijst")
            .await
            .ok::<Page<SignalSummary>>();
        let after_search = recorder::sent();
        counted = [
            after_create - before,
            after_list - after_create,
            after_detail - after_list,
            after_search - after_detail,
        ];
    }
    counted
}
