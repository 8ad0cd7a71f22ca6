//! Bad input: each limit answers with its problem, and nothing that was typed comes back (trust.md §5.2).

use serde_json::json;
use shared::codes::ContactChoice;
use shared::signal::{Chips, ContactDraft, SignalDraft, SubmittedSignal};
use shared::timeline::Empty;
use testkit::{Answer, Asks, Call, Provider, TestApp, by};

const TEXT: &str = "Ouders wachten op een plaats in de crèche";

fn submit(nurse: &Provider) -> Call {
    nurse
        .call("POST", "/signals")
        .json(&json!({ "text": TEXT }))
}

/// The rule that one field broke.
fn broken(answer: &Answer, status: u16, problem: &str) -> (String, String) {
    let problem = answer.assert_problem(status, problem);
    let issue = &problem.issues[0];
    let rule = issue.r#type.rsplit(':').next().unwrap_or_default();
    (issue.name.clone(), rule.to_owned())
}

#[tokio::test]
async fn an_unknown_field_is_refused_and_named() {
    let app = TestApp::start().await;
    let nurse = app.provider("linde");
    let body = json!({ "text": TEXT, "colour": "red" });
    let answer = submit(&nurse).json(&body).await;
    let expected = ("/colour".to_owned(), "unknownInput".to_owned());
    assert_eq!(broken(&answer, 400, "belgif:badRequest"), expected);
}

#[tokio::test]
async fn an_unknown_field_deep_inside_is_named_by_its_pointer() {
    let app = TestApp::start().await;
    let nurse = app.provider("linde");
    let body = json!({ "text": TEXT, "contact": { "choice": "code", "colour": "red" } });
    let answer = submit(&nurse).json(&body).await;
    let expected = ("/contact/colour".to_owned(), "unknownInput".to_owned());
    assert_eq!(broken(&answer, 400, "belgif:badRequest"), expected);
}

#[tokio::test]
async fn an_unknown_parameter_is_refused_and_named() {
    let app = TestApp::start().await;
    let processor = app.processor("linde").await;
    let answer = processor.list_signals().query("colour", "red").await;
    let expected = ("colour".to_owned(), "unknownInput".to_owned());
    assert_eq!(broken(&answer, 400, "belgif:badRequest"), expected);
}

#[tokio::test]
async fn parameters_outside_their_lists_and_limits_are_refused() {
    let app = TestApp::start().await;
    let processor = app.processor("linde").await;
    for (name, value) in [
        ("pageSize", "0"),
        ("pageSize", "101"),
        ("pageSize", "many"),
        ("state", "lost"),
        ("from", "yesterday"),
        ("issue", "K-17"),
        ("after", "nonsense"),
    ] {
        let answer = processor.list_signals().query(name, value).await;
        assert!(
            [400, 422].contains(&answer.status),
            "{name}={value}: {}",
            answer.text()
        );
        assert!(!answer.text().contains("nonsense"));
    }
    let long = "a".repeat(201);
    let answer = processor.list_signals().query("q", &long).await;
    assert!([400, 422].contains(&answer.status), "{}", answer.text());
}

#[tokio::test]
async fn a_zero_byte_and_other_control_characters_are_refused_on_both_databases() {
    let app = TestApp::start().await;
    let nurse = app.provider("linde");
    for character in ['\u{0}', '\u{7}', '\u{1b}', '\u{7f}', '\u{85}'] {
        let body = json!({ "text": format!("Ouders wachten{character} op een plaats") });
        let answer = submit(&nurse).json(&body).await;
        let expected = ("/text".to_owned(), "forbiddenCharacter".to_owned());
        assert_eq!(
            broken(&answer, 422, "lokaalsignaal:invalidDraft"),
            expected,
            "{character:?}"
        );
    }
    let processor = app.processor("linde").await;
    let answer = processor.list_signals().query("q", "wacht\u{0}en").await;
    assert!(answer.status < 500, "{}", answer.text());
}

#[tokio::test]
async fn letters_that_turn_the_reading_direction_are_taken_out() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let draft = SignalDraft {
        text: "Ouders \u{202e}wachten\u{202c} op een \u{2066}plaats\u{2069}".to_owned(),
        ..SignalDraft::default()
    };
    let signal: SubmittedSignal = nurse.submit_signal(&draft).await.created();
    let text = processor.signal(signal.id).await.text.unwrap();
    assert_eq!(text, "Ouders wachten op een plaats");
}

#[tokio::test]
async fn text_of_any_script_comes_back_as_it_was_typed() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    for typed in [
        "الأهالي ينتظرون مكانا في الحضانة",
        "Родители ждут места в яслях",
        "家长们在等托儿所的名额，已经等了好几个月",
        "Ouders 👩‍👧‍👦 wachten; DROP TABLE signals; -- {{7*7}} <script>",
        "=cmd|' /C calc'!A0 wachten op een plaats",
        "Ouders wachten\n\top een plaats 'quoted' \"twice\" \\ %s",
    ] {
        let signal = nurse.submits(typed).await;
        assert_eq!(
            processor.signal(signal.id).await.text.as_deref(),
            Some(typed)
        );
    }
}

#[tokio::test]
async fn a_text_has_a_length() {
    let app = TestApp::start().await;
    let nurse = app.provider("linde");
    for (text, rule) in [
        (String::new(), "required"),
        ("kort".to_owned(), "tooShort"),
        ("a ".repeat(1_100), "tooLong"),
    ] {
        let answer = submit(&nurse).json(&json!({ "text": text })).await;
        let expected = ("/text".to_owned(), rule.to_owned());
        assert_eq!(broken(&answer, 422, "lokaalsignaal:invalidDraft"), expected);
    }
}

#[tokio::test]
async fn a_body_over_its_limit_is_refused_before_it_is_read() {
    let app = TestApp::start().await;
    let nurse = app.provider("linde");
    let body = json!({ "text": "a".repeat(40_000) });
    let answer = submit(&nurse).json(&body).await;
    answer.assert_problem(413, "belgif:payloadTooLarge");
    assert_eq!(ten_megabytes(&app).await, 413);
}

/// A client that reads while it writes, as a server may answer before the end of a body.
async fn ten_megabytes(app: &TestApp) -> u16 {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let address = app.url().trim_start_matches("http://").to_owned();
    let stream = tokio::net::TcpStream::connect(&address).await.unwrap();
    let (mut read, mut write) = stream.into_split();
    let head = format!(
        "POST /api/v1/signals HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n\
         LokaalSignaal-Authority: linde\r\nLokaalSignaal-Entry-Token: {}\r\n\
         Idempotency-Key: 01890a5d-ac96-774b-bcce-b302099a8057\r\nContent-Length: 10485760\r\n\r\n",
        app.entry_token("linde")
    );
    let writing = tokio::spawn(async move {
        write.write_all(head.as_bytes()).await.ok();
        for _ in 0..1_280 {
            if write.write_all(&[b'a'; 8_192]).await.is_err() {
                break;
            }
        }
        write
    });
    let mut answer = [0; 12];
    read.read_exact(&mut answer).await.unwrap();
    drop(writing.await);
    String::from_utf8_lossy(&answer[9..12]).parse().unwrap()
}

#[tokio::test]
async fn a_body_that_is_no_json_is_refused() {
    let app = TestApp::start().await;
    let nurse = app.provider("linde");
    for content_type in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
    ] {
        let answer = submit(&nurse).bytes(content_type, "text=hallo").await;
        answer.assert_problem(415, "belgif:unsupportedMediaType");
    }
    for body in [
        "{",
        "[1,2",
        "{\"text\":",
        "\u{feff}{}",
        "null",
        "[]",
        "\"text\"",
        "{\"text\":1}",
    ] {
        let answer = submit(&nurse).bytes("application/json", body).await;
        assert_eq!(answer.status, 400, "{body:?}: {}", answer.text());
        answer.assert_problem(400, "belgif:badRequest");
    }
    let answer = submit(&nurse)
        .bytes("application/json", vec![0xff, 0xfe, b'{'])
        .await;
    answer.assert_problem(400, "belgif:badRequest");
}

#[tokio::test]
async fn a_body_that_nests_too_deep_is_refused() {
    let app = TestApp::start().await;
    let nurse = app.provider("linde");
    for open in ["[", "{\"a\":"] {
        let bomb = open.repeat(5_000);
        let answer = submit(&nurse).bytes("application/json", bomb).await;
        answer.assert_problem(400, "belgif:badRequest");
    }
}

#[tokio::test]
async fn a_write_without_a_mark_is_refused() {
    let app = TestApp::start().await;
    let nurse = app.provider("linde");
    let answer = submit(&nurse).without("Idempotency-Key").await;
    let expected = ("Idempotency-Key".to_owned(), "required".to_owned());
    assert_eq!(broken(&answer, 400, "belgif:badRequest"), expected);
    let answer = submit(&nurse).header("Idempotency-Key", "once").await;
    let expected = ("Idempotency-Key".to_owned(), "invalidInput".to_owned());
    assert_eq!(broken(&answer, 400, "belgif:badRequest"), expected);
    let processor = app.processor("linde").await;
    let signal = nurse.submits(TEXT).await;
    let reveal = processor.reconsider_signal(signal.id, 1, &Empty {});
    let answer = reveal.header("If-Match", "W/\"x\"").await;
    let expected = ("If-Match".to_owned(), "invalidInput".to_owned());
    assert_eq!(broken(&answer, 400, "belgif:badRequest"), expected);
    let answer = submit(&nurse).without("LokaalSignaal-Authority").await;
    let expected = ("LokaalSignaal-Authority".to_owned(), "required".to_owned());
    assert_eq!(broken(&answer, 400, "belgif:badRequest"), expected);
}

#[tokio::test]
async fn a_change_of_something_that_somebody_else_changed_is_refused_with_its_version() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let signal = nurse.submits(TEXT).await;
    let question = shared::question::NoteDraft {
        text: "In welke wijk?".to_owned(),
    };
    let version = processor.signal(signal.id).await.summary.version;
    let asked = processor.ask_question(signal.id, version, &question).await;
    let now: shared::signal::SignalDetail = asked.ok();
    assert_eq!(asked.header("etag"), format!("\"{}\"", now.summary.version));

    let stale = processor.ask_question(signal.id, version, &question).await;
    let problem = stale.assert_problem(412, "lokaalsignaal:staleVersion");
    assert_eq!(problem.current_version, Some(now.summary.version));
    let blind = processor
        .ask_question(signal.id, 1, &question)
        .without("If-Match")
        .await;
    blind.assert_problem(428, "lokaalsignaal:missingPrecondition");
    let odd = processor
        .ask_question(signal.id, 1, &question)
        .header("If-Match", "W/\"x\"")
        .await;
    odd.assert_problem(400, "belgif:badRequest");
}

#[tokio::test]
async fn of_many_changes_at_once_one_wins() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let signal = nurse.submits(TEXT).await;
    let version = processor.signal(signal.id).await.summary.version;
    let question = shared::question::NoteDraft {
        text: "In welke wijk?".to_owned(),
    };
    let attempts: Vec<_> = (0..20)
        .map(|_| processor.ask_question(signal.id, version, &question))
        .map(|call| tokio::spawn(call.into_future()))
        .collect();
    let mut won = 0;
    for attempt in attempts {
        match attempt.await.unwrap().status {
            200 => won += 1,
            409 | 412 | 503 => {}
            other => panic!("{other}"),
        }
    }
    assert_eq!(won, 1);
}

#[tokio::test]
async fn an_address_or_a_method_that_does_not_exist_is_a_problem_too() {
    let app = TestApp::start().await;
    let processor = app.processor("linde").await;
    let nothing = processor.call("GET", "/nothing").await;
    nothing.assert_problem(404, "belgif:resourceNotFound");
    let odd = processor.call("GET", "/signals/not-an-id").await;
    odd.assert_problem(404, "belgif:resourceNotFound");
    let method = processor.call("DELETE", "/me").await;
    method.assert_problem(405, "belgif:methodNotAllowed");
    assert_eq!(method.header("allow"), "GET");
    let authority = processor.list_signals().about("nowhere").await;
    authority.assert_problem(404, "belgif:resourceNotFound");
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_protect_browsers() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let answers = [
        submit(&nurse).await,
        processor.list_signals().await,
        processor.list_audit_entries().await,
        app.anyone().list_signals().await,
        app.anyone().call("GET", "/nothing").await,
    ];
    for answer in answers {
        for (name, part) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("content-security-policy", "default-src 'none'"),
            ("cache-control", "no-store"),
            ("strict-transport-security", "max-age"),
        ] {
            assert!(
                answer.header(name).contains(part),
                "{}: {name}",
                answer.status
            );
        }
        assert!(answer.header("server").is_empty());
    }
}

#[tokio::test]
async fn a_misspelt_chip_wipes_nothing() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let signal = nurse.submits(TEXT).await;
    let chips = by(
        &signal.receipt,
        Chips {
            tried: Some("Gebeld met de dienst".to_owned()),
            ..Chips::default()
        },
    );
    nurse.enrich_signal(&chips).await.assert_status(200);
    let misspelt = json!({ "receipt": signal.receipt, "body": { "treid": "Niets" } });
    let answer = nurse.call("POST", "/receipts/enrich").json(&misspelt).await;
    let expected = ("/body/treid".to_owned(), "unknownInput".to_owned());
    assert_eq!(broken(&answer, 400, "belgif:badRequest"), expected);
    let kept = processor.signal(signal.id).await.tried;
    assert_eq!(kept.as_deref(), Some("Gebeld met de dienst"));
}

#[tokio::test]
async fn an_error_in_a_new_address_points_to_it() {
    let app = TestApp::start().await;
    let nurse = app.provider("linde");
    let signal = nurse.submits(TEXT).await;
    let contact = by(
        &signal.receipt,
        ContactDraft {
            choice: ContactChoice::Email,
            email: Some("an zonder apenstaart".to_owned()),
            pace: None,
        },
    );
    let answer = nurse.change_contact(&contact).await;
    let expected = ("/body/email".to_owned(), "invalidEmail".to_owned());
    assert_eq!(broken(&answer, 422, "lokaalsignaal:invalidDraft"), expected);
}

#[tokio::test]
async fn a_file_over_ten_megabytes_is_refused() {
    let app = TestApp::start().await;
    let processor = app.processor("linde").await;
    let file = vec![b'a'; 10 * 1_024 * 1_024 + 1];
    let answer = processor.create_import("text/csv", &file).await;
    answer.assert_problem(413, "belgif:payloadTooLarge");
    assert_eq!(app.database().count("imports"), 0);
}

#[tokio::test]
async fn a_request_with_more_than_sixty_four_headers_is_refused() {
    let app = TestApp::start().await;
    let many = |how_many: u32| {
        // The client itself sends Host and Accept.
        (2..how_many).fold(app.anyone().get_meta(), |call, number| {
            call.header(&format!("X-Number-{number}"), "1")
        })
    };
    many(64).await.assert_status(200);
    let answer = many(65).await;
    let problem = answer.assert_problem(400, "belgif:badRequest");
    assert!(problem.detail.unwrap().contains("64 headers"));
}

#[tokio::test]
async fn a_body_that_does_not_come_is_not_waited_for() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let app = TestApp::start().await;
    let address = app.url().trim_start_matches("http://").to_owned();
    let paths = ["/api/v1/signals", "/api/v1/logins/end"];
    let slow = paths.map(|path| {
        let (address, token) = (address.clone(), app.entry_token("linde").to_owned());
        tokio::spawn(async move {
            let mut stream = tokio::net::TcpStream::connect(&address).await.unwrap();
            let head = format!(
                "POST {path} HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n\
                 LokaalSignaal-Authority: linde\r\nLokaalSignaal-Entry-Token: {token}\r\n\
                 Idempotency-Key: 01890a5d-ac96-774b-bcce-b302099a8057\r\nContent-Length: 100\r\n\r\n{{\"text\":"
            );
            let since = std::time::Instant::now();
            stream.write_all(head.as_bytes()).await.unwrap();
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer).await.unwrap();
            (String::from_utf8_lossy(&answer).into_owned(), since.elapsed())
        })
    });
    for slow in slow {
        let (answer, took) = slow.await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
        assert!(answer.contains("requestTimeout"), "{answer}");
        assert!(took.as_secs() < 8, "it took {took:?}");
    }
}

#[tokio::test]
async fn an_address_of_no_authority_leads_to_no_other_site() {
    let app = TestApp::start().await;
    let known = app.at_the_root("/linde/m/manifest.webmanifest").await;
    known.assert_status(200);
    for name in [
        "%5Cevil.example",
        "%2Fevil.example",
        "evil.example",
        "a%0D%0Ab",
        "%C3%A9",
    ] {
        for path in [
            format!("/{name}/m"),
            format!("/{name}/m/"),
            format!("/{name}/m/manifest.webmanifest"),
        ] {
            app.at_the_root(&path)
                .await
                .assert_problem(404, "belgif:resourceNotFound");
        }
    }
}
