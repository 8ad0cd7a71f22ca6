//! The server is told to stop (SIGTERM): it says so, serves what comes meanwhile, and leaves nothing behind (trust.md §9).

use std::time::{Duration, Instant};

use testkit::wire::Wire;
use testkit::{Database, Prepared};

/// How long a server announces that it stops before it takes no more connections.
const NOTICE: Duration = Duration::from_secs(2);

fn get(address: &str, path: &str) -> Option<u16> {
    let asked = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    let mut wire = Wire::open(address).ok()?;
    wire.ask(asked.as_bytes()).ok().map(|(status, _)| status)
}

fn submission(prepared: &Prepared, address: &str, client: u8, number: u64) -> String {
    let body = format!(r#"{{"text":"Signaal {client}-{number} over wachten op een woning"}}"#);
    let key = uuid::Builder::from_unix_timestamp_millis(1_790_000_000_000 + number, &[client; 10]);
    format!(
        "POST /api/v1/signals HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n\
         LokaalSignaal-Authority: linde\r\nLokaalSignaal-Entry-Token: {}\r\n\
         Idempotency-Key: {}\r\nContent-Length: {}\r\n\r\n{body}",
        prepared.entry_token,
        key.into_uuid(),
        body.len()
    )
}

/// Sends signals, one connection each, until nobody answers any more; how many were acknowledged.
fn send_until_nobody_answers(prepared: &Prepared, address: &str, client: u8) -> u64 {
    let mut acknowledged = 0;
    loop {
        let request = submission(prepared, address, client, acknowledged);
        let Ok(mut wire) = Wire::open(address) else {
            return acknowledged;
        };
        match wire.ask(request.as_bytes()) {
            Ok((201, _)) => acknowledged += 1,
            Ok((status, body)) => panic!("{status}: {}", String::from_utf8_lossy(body)),
            // The connection stood in the queue when the door closed: the client would send it again.
            Err(_) => return acknowledged,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_told_to_stop_says_so_serves_on_and_leaves_nothing_behind() {
    let prepared = Prepared::with(|_, _, _| async {}).await;
    let server = prepared.start();
    let address = server.address.clone();
    let mut idle = Wire::open(&address).unwrap();
    let asked = format!("GET /health HTTP/1.1\r\nHost: {address}\r\n\r\n");
    assert_eq!(idle.ask(asked.as_bytes()).unwrap().0, 200);

    let acknowledged: u64 = std::thread::scope(|scope| {
        let clients: Vec<_> = (1..=3)
            .map(|client| {
                let (prepared, address) = (&prepared, &address);
                scope.spawn(move || send_until_nobody_answers(prepared, address, client))
            })
            .collect();
        let told = Instant::now();
        server.terminate();
        while get(&address, "/ready") != Some(503) {
            assert!(told.elapsed() < NOTICE, "nobody was told");
        }
        assert_eq!(get(&address, "/health"), Some(200), "it is alive");
        assert!(server.ends(), "it ended with an error");
        let took = told.elapsed();
        assert!(took >= NOTICE, "it left after {took:?}, before others knew");
        // An idle connection does not keep it.
        assert!(took < Duration::from_secs(15), "it took {took:?}");
        clients
            .into_iter()
            .map(|client| client.join().expect("a client that ends"))
            .sum()
    });
    assert!(Wire::open(&address).is_err(), "somebody still answers");
    assert!(acknowledged > 0, "it served on while it announced its end");
    let stored = prepared.database.count("signals");
    let stored = u64::try_from(stored).unwrap();
    // What was stored and not acknowledged is sent again with its key.
    assert!(
        (acknowledged..=acknowledged + 3).contains(&stored),
        "{acknowledged}: {stored}"
    );
    assert_eq!(prepared.database.count("jobs WHERE state = 'running'"), 0);
    if let Database::Sqlite(path) = &prepared.database {
        let log = format!("{}-wal", path.display());
        let left = std::fs::metadata(log).map_or(0, |log| log.len());
        assert_eq!(left, 0, "the write-ahead log was emptied into the file");
    }
    drop(prepared.start());
}
