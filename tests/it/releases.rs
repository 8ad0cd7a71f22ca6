//! Phones that were not renewed yet: what clients of earlier releases send is still understood (decisions.md 3).

use serde_json::Value;
use shared::signal::SubmittedSignal;
use testkit::{Asks, TestApp};

/// What the clients of the last two releases send. The crate `frontend` holds its own parcels against the newest one; a
/// release that changes what it sends adds a file, and the oldest may go.
const RELEASES: [(&str, &str); 2] = [
    (
        "before 0.1.0",
        include_str!("../releases/before-0.1.0.json"),
    ),
    ("0.1.0", include_str!("../releases/0.1.0.json")),
];

#[tokio::test]
async fn what_the_two_releases_before_send_is_still_taken() {
    for (release, requests) in RELEASES {
        let app = TestApp::start().await;
        let nurse = app.provider("linde");
        let requests: Vec<(String, Value)> = serde_json::from_str(requests).unwrap();
        let mut receipt = String::new();
        for (path, body) in requests {
            let body = body.to_string().replace("$RECEIPT", &receipt);
            let call = nurse.call("POST", &path);
            let answer = call.bytes("application/json", body).await;
            assert!(
                [200, 201, 204].contains(&answer.status),
                "{release} {path}: {}",
                answer.text()
            );
            if path == "/signals" {
                receipt = answer.created::<SubmittedSignal>().receipt;
            }
        }
        assert!(!receipt.is_empty(), "{release} submitted something");
    }
}
