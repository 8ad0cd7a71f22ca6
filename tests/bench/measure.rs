//! Asking as fast as answers come, over eight connections, and what it costs the server's process.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use testkit::wire::Wire;

const CONNECTIONS: usize = 8;
/// Ticks a second in `/proc` on Linux.
const TICKS: f64 = 100.0;

/// What was measured.
pub(crate) struct Figures {
    pub(crate) per_second: f64,
    pub(crate) p50_ms: f64,
    pub(crate) p99_ms: f64,
    pub(crate) cpu_ms: f64,
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

    pub(crate) fn run(&self, pid: u32, seconds: u64) -> Figures {
        let number = Arc::new(AtomicU64::new(1));
        self.ask(&number, Duration::from_millis(300));
        let (began, cpu) = (Instant::now(), cpu_seconds(pid));
        let mut latencies = self.ask(&number, Duration::from_secs(seconds));
        let (took, cpu) = (began.elapsed().as_secs_f64(), cpu_seconds(pid) - cpu);
        latencies.sort_unstable();
        let asked = latencies.len() as f64;
        let at = |part: usize| {
            let place = latencies.len().saturating_sub(1) * part / 100;
            latencies
                .get(place)
                .map_or(0.0, |span| span.as_secs_f64() * 1_000.0)
        };
        Figures {
            per_second: asked / took,
            p50_ms: at(50),
            p99_ms: at(99),
            cpu_ms: cpu * 1_000.0 / asked,
        }
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

/// User and system time of a process.
pub(crate) fn cpu_seconds(pid: u32) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let fields: Vec<f64> = after_name
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse().ok())
        .collect();
    fields.iter().sum::<f64>() / TICKS
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
