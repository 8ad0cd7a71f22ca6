//! What a server writes about its work tells nothing about people, however much it is asked to write (trust.md §11).

use std::collections::BTreeMap;

use testkit::Prepared;
use testkit::wire::Wire;

/// Stands in texts, addresses, questions and mistakes, and nowhere else.
const CANARY: &str = "kanariepiet";

const AUTHORITY: &str = "LokaalSignaal-Authority: linde\r\n";

/// A caller over a wire of its own.
struct Caller<'a> {
    prepared: &'a Prepared,
    address: &'a str,
}

impl Caller<'_> {
    /// Status and body of an answer.
    fn asks(&self, line: &str, headers: &str, body: &str) -> (u16, String) {
        let request = format!(
            "{line} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\n{headers}Content-Length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        );
        let mut wire = Wire::open(self.address).expect("a connection");
        let (status, body) = wire.ask(request.as_bytes()).expect("an answer");
        (status, String::from_utf8_lossy(body).into_owned())
    }

    /// Sends a signal with this body.
    fn submits(&self, number: u64, body: &str) -> (u16, String) {
        let key = uuid::Builder::from_unix_timestamp_millis(1_790_000_000_000 + number, &[7; 10]);
        let headers = format!(
            "{AUTHORITY}LokaalSignaal-Entry-Token: {}\r\nIdempotency-Key: {}\r\n",
            self.prepared.entry_token,
            key.into_uuid()
        );
        self.asks("POST /api/v1/signals", &headers, body)
    }
}

fn member<'a>(body: &'a str, name: &str) -> &'a str {
    let (_, rest) = body.split_once(&format!("\"{name}\":\"")).expect(name);
    rest.split('"').next().unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_of_everything_holds_no_text_no_address_no_code_and_no_key() {
    let prepared = Prepared::with(|_, _, _| async {}).await;
    let (server, log) = prepared.start_talkative();
    let address = server.address.clone();
    let caller = Caller {
        prepared: &prepared,
        address: &address,
    };

    let good = format!(
        r#"{{"text":"De {CANARY} wacht op een woning","contact":{{"choice":"email","email":"{CANARY}@wijkteam.test"}}}}"#
    );
    let (status, submitted) = caller.submits(1, &good);
    assert_eq!(status, 201, "{submitted}");
    let receipt = member(&submitted, "receipt").to_owned();
    let long = format!(r#"{{"text":"{}"}}"#, format!("{CANARY} ").repeat(400));
    for (number, (body, refused)) in (10..).zip([
        (format!(r#"{{"text":"De {CANARY}"#), 400),
        (
            format!(r#"{{"text":"De {CANARY} wacht","{CANARY}":1}}"#),
            400,
        ),
        (format!(r#"{{"text":["{CANARY}"]}}"#), 400),
        (long, 422),
    ]) {
        let (status, answer) = caller.submits(number, &body);
        assert_eq!(status, refused, "{answer}");
    }
    let follow = format!(r#"{{"receipts":["{receipt}"]}}"#);
    let (status, timeline) = caller.asks("POST /api/v1/receipts/query", AUTHORITY, &follow);
    assert!(
        status == 200 && timeline.contains(CANARY),
        "{status} {timeline}"
    );

    let token = prepared.access_token();
    let bearer = format!("{AUTHORITY}Authorization: Bearer {token}\r\n");
    let search = format!("GET /api/v1/signals?q={CANARY}");
    let (status, found) = caller.asks(&search, &bearer, "");
    assert!(status == 200 && found.contains(CANARY), "{status} {found}");
    let search = format!("GET /api/v1/search?q={CANARY}");
    let (status, found) = caller.asks(&search, &bearer, "");
    assert!(status == 200 && found.contains(CANARY), "{status} {found}");
    let sign_in = format!(
        r#"{{"email":"{CANARY}@linde.test","password":"{CANARY}-geheim","code":"123456"}}"#
    );
    let (status, _) = caller.asks("POST /api/v1/logins", "", &sign_in);
    assert!((400..500).contains(&status), "{status}");

    server.terminate();
    assert!(server.ends());
    let log = std::fs::read_to_string(log).expect("a log");
    let levels: BTreeMap<&str, usize> = ["INFO", "DEBUG", "TRACE"]
        .map(|level| {
            (
                level,
                log.matches(&format!("\"level\":\"{level}\"")).count(),
            )
        })
        .into();
    assert!(levels["INFO"] > 0 && levels["TRACE"] > 0, "{levels:?}");
    for secret in [CANARY, &receipt, &prepared.entry_token, &token] {
        let line = log.lines().find(|line| line.contains(secret));
        assert_eq!(line, None, "{secret}");
    }
}
