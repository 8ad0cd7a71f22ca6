//! Asking as fast as answers come, over eight connections, and what it costs the server's process.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use testkit::wire::Wire;

const CONNECTIONS: usize = 8;
/// Asked before anything is counted: caches and prepared statements are there afterwards.
const WARM_UP: Duration = Duration::from_secs(1);
/// Ticks a second in `/proc` on Linux.
const TICKS: f64 = 100.0;

/// Numbers of what is created at a pace: each once in a run, also by a server that was started anew.
static FIRST_OF_PACED: AtomicU64 = AtomicU64::new(1_000_000);

/// What was measured.
pub(crate) struct Figures {
    pub(crate) per_second: f64,
    pub(crate) p50_ms: f64,
    pub(crate) p99_ms: f64,
    /// Processor time of the server's process.
    pub(crate) cpu_ms: f64,
    /// Processor time of the database's own processes; none on SQLite, which works inside the server.
    pub(crate) database_ms: f64,
}

impl Figures {
    /// All that the machine did for one request, apart from asking.
    pub(crate) fn whole_ms(&self) -> f64 {
        self.cpu_ms + self.database_ms
    }
}

/// The processes that work for a request.
#[derive(Clone, Copy)]
pub(crate) struct Workers {
    /// The server, or whoever asks the database.
    pub(crate) own: u32,
    /// The process whose children PostgreSQL's connections are.
    pub(crate) postmaster: Option<u32>,
}

impl Workers {
    /// Processor seconds so far: of the own process, and of the database's.
    pub(crate) fn seconds(self) -> (f64, f64) {
        (
            cpu_seconds(self.own),
            self.postmaster.map_or(0.0, seconds_of_family),
        )
    }
}

/// One kind of request.
pub(crate) struct Load {
    address: String,
    request: Arc<dyn Fn(u64) -> String + Send + Sync>,
    expected: u16,
}

impl Load {
    pub(crate) fn get(address: &str, headers: &str, path: &str) -> Self {
        let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\n{headers}\r\n");
        Self {
            address: address.to_owned(),
            request: Arc::new(move |_| request.clone()),
            expected: 200,
        }
    }

    pub(crate) fn create(address: &str, headers: &str) -> Self {
        let (host, headers) = (address.to_owned(), headers.to_owned());
        let request = move |number: u64| {
            let body = format!(
                "{{\"text\":\"Signaal {number} over de wachtlijst voor een woning in de wijk\"}}"
            );
            let key =
                uuid::Uuid::from_u128((0x7_u128 << 76) | (0x2_u128 << 62) | u128::from(number));
            format!(
                "POST /api/v1/signals HTTP/1.1\r\nHost: {host}\r\n{headers}Content-Type: application/json\r\n\
                 Idempotency-Key: {key}\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            )
        };
        Self {
            address: address.to_owned(),
            request: Arc::new(request),
            expected: 201,
        }
    }

    pub(crate) fn run(&self, workers: Workers, seconds: u64) -> Figures {
        let number = Arc::new(AtomicU64::new(1));
        self.ask(&number, WARM_UP);
        let (began, before) = (Instant::now(), workers.seconds());
        let mut latencies = self.ask(&number, Duration::from_secs(seconds));
        let (took, after) = (began.elapsed().as_secs_f64(), workers.seconds());
        latencies.sort_unstable();
        let asked = latencies.len() as f64;
        Figures {
            per_second: asked / took,
            p50_ms: at(&latencies, 50),
            p99_ms: at(&latencies, 99),
            cpu_ms: (after.0 - before.0) * 1_000.0 / asked,
            database_ms: (after.1 - before.1) * 1_000.0 / asked,
        }
    }

    /// One request after the other with a pause between, until it is over.
    pub(crate) fn paced(&self, pause: Duration, is_over: &AtomicBool) -> Vec<Duration> {
        let mut wire = Wire::open(&self.address).expect("a connection");
        let mut latencies = Vec::new();
        while !is_over.load(Ordering::Relaxed) {
            let number = FIRST_OF_PACED.fetch_add(1, Ordering::Relaxed);
            let asked = (self.request)(number);
            let since = Instant::now();
            let (status, body) = wire.ask(asked.as_bytes()).expect("an answer");
            assert_eq!(status, self.expected, "{}", String::from_utf8_lossy(body));
            let took = since.elapsed();
            latencies.push(took);
            thread::sleep(pause.saturating_sub(took));
        }
        latencies
    }

    fn ask(&self, number: &Arc<AtomicU64>, span: Duration) -> Vec<Duration> {
        let until = Instant::now() + span;
        let connections: Vec<_> = (0..CONNECTIONS)
            .map(|_| {
                let (address, request, number) = (
                    self.address.clone(),
                    Arc::clone(&self.request),
                    Arc::clone(number),
                );
                let expected = self.expected;
                thread::spawn(move || {
                    let mut wire = Wire::open(&address).expect("a connection");
                    let mut latencies = Vec::new();
                    while Instant::now() < until {
                        let asked = request(number.fetch_add(1, Ordering::Relaxed));
                        let since = Instant::now();
                        let (status, body) = wire.ask(asked.as_bytes()).expect("an answer");
                        assert_eq!(status, expected, "{}", String::from_utf8_lossy(body));
                        latencies.push(since.elapsed());
                    }
                    latencies
                })
            })
            .collect();
        connections
            .into_iter()
            .flat_map(|connection| connection.join().expect("a connection that ends"))
            .collect()
    }
}

/// A percentile of sorted latencies, in milliseconds.
pub(crate) fn at(latencies: &[Duration], part: usize) -> f64 {
    let place = latencies.len().saturating_sub(1) * part / 100;
    latencies
        .get(place)
        .map_or(0.0, |span| span.as_secs_f64() * 1_000.0)
}

/// User and system time of a process.
fn cpu_seconds(pid: u32) -> f64 {
    ticks(pid).map_or(0.0, |ticks| ticks.own / TICKS)
}

/// The same of a process, its children, and those that have ended.
fn seconds_of_family(parent: u32) -> f64 {
    let everybody = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let children: f64 = everybody
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter_map(ticks)
        .filter(|ticks| ticks.parent == parent)
        .map(|ticks| ticks.own)
        .sum();
    ticks(parent).map_or(0.0, |ticks| {
        (ticks.own + ticks.of_ended_children + children) / TICKS
    })
}

/// The parent of a process.
pub(crate) fn parent_of(pid: u32) -> Option<u32> {
    ticks(pid).map(|ticks| ticks.parent)
}

struct Ticks {
    parent: u32,
    own: f64,
    of_ended_children: f64,
}

/// What `/proc/<pid>/stat` says: behind the name stand state, parent, and as 12th to 15th the times.
fn ticks(pid: u32) -> Option<Ticks> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
    let number = |place: usize| fields.get(place)?.parse::<f64>().ok();
    Some(Ticks {
        parent: fields.get(1)?.parse().ok()?,
        own: number(11)? + number(12)?,
        of_ended_children: number(13)? + number(14)?,
    })
}

/// Memory that a process holds.
pub(crate) fn resident_mb(pid: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let kilobytes = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .and_then(|line| line.split_whitespace().next())
        .and_then(|number| number.parse::<f64>().ok());
    kilobytes.unwrap_or_default() / 1_024.0
}
