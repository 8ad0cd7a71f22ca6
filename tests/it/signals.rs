//! Signals: sent once, held when they name people, answered by questions.

use shared::codes::{ContactChoice, Frequency, NotStructuralReason, People, RedirectReason};
use shared::life_cycle::SignalState;
use shared::page::Page;
use shared::question::NoteDraft;
use shared::signal::{
    Chips, CodeDraft, ContactDraft, EndDraft, LocationDraft, RedactDraft, RedirectDraft,
    ReleaseDraft, SignalDetail, SignalDraft, SignalSummary, SubmittedSignal, TagStatus,
    TaggingDraft,
};
use shared::start::Start;
use shared::taxonomy::Scheme;
use shared::timeline::{Empty, Timeline};
use storage::{SignalQuery, StorageError};
use testkit::{Asks, TestApp, by};
use uuid::Uuid;

const NATIONAL_NUMBER: &str = "85.07.30-033.28";

fn text(text: &str) -> SignalDraft {
    SignalDraft {
        text: text.to_owned(),
        ..SignalDraft::default()
    }
}

fn key(number: u64) -> Uuid {
    uuid::Builder::from_unix_timestamp_millis(1_772_440_200_000 + number, &[7; 10]).into_uuid()
}

#[tokio::test]
async fn the_same_key_gets_the_same_answer_however_often_it_is_sent() {
    let app = TestApp::start().await;
    let nurse = app.provider("linde");
    let draft = text("Geen plaats in de crèche voor ouders met een laat uurrooster");
    let first = nurse.submit_signal(&draft).key(key(1)).await;
    let submitted: SubmittedSignal = first.created();
    for _ in 0..3 {
        let again = nurse.submit_signal(&draft).key(key(1)).await;
        assert_eq!(again.created::<SubmittedSignal>(), submitted);
    }
    assert_eq!(app.database().count("signals"), 1);
}

#[tokio::test]
async fn a_hundred_attempts_at_once_make_one_signal() {
    let app = TestApp::start().await;
    let nurse = app.provider("linde");
    let draft = text("Geen plaats in de crèche voor ouders met een laat uurrooster");
    let attempts: Vec<_> = (0..100)
        .map(|_| tokio::spawn(nurse.submit_signal(&draft).key(key(1)).into_future()))
        .collect();
    for attempt in attempts {
        let answer = attempt.await.unwrap();
        // Too many at once are told to come back; nobody gets an error that a client could not repeat.
        assert!(
            [201, 409, 503].contains(&answer.status),
            "{}",
            answer.text()
        );
    }
    let last = nurse.submit_signal(&draft).key(key(1)).await;
    last.created::<SubmittedSignal>();
    assert_eq!(app.database().count("signals"), 1);
}

#[tokio::test]
async fn a_key_with_another_body_is_refused() {
    let app = TestApp::start().await;
    let nurse = app.provider("linde");
    let first = text("Geen plaats in de crèche voor ouders met een laat uurrooster");
    nurse
        .submit_signal(&first)
        .key(key(1))
        .await
        .assert_status(201);
    let other = text("Geen plaats in de crèche voor ouders met een vroeg uurrooster");
    let answer = nurse.submit_signal(&other).key(key(1)).await;
    answer.assert_problem(422, "lokaalsignaal:keyReused");
}

#[tokio::test]
async fn a_signal_that_names_somebody_is_held_and_masked_until_it_is_redacted_for_good() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let named = format!("Mevrouw met rijksregisternummer {NATIONAL_NUMBER} wacht op een woning");
    let held: SubmittedSignal = nurse.submit_signal(&text(&named)).await.created();
    assert_eq!(held.state, SignalState::Held);

    let detail = processor.signal(held.id).await;
    assert!(!detail.text.clone().unwrap().contains(NATIONAL_NUMBER));
    assert!(!detail.held.is_empty());
    let found: Page<SignalSummary> = processor.list_signals().query("q", "woning").await.ok();
    assert!(found.items.is_empty(), "held text is not searched");
    let page = processor.list_signals().await;
    assert!(!page.text().contains(NATIONAL_NUMBER));

    let shown: serde_json::Value = processor.reveal_held_text(held.id, &Empty {}).await.ok();
    assert_eq!(shown["text"], named);
    assert_eq!(
        app.database()
            .count("audit WHERE operation = 'revealHeldText'"),
        1
    );

    let still = RedactDraft {
        text: named.clone(),
    };
    let refused = processor
        .redact_signal(held.id, detail.summary.version, &still)
        .await;
    let problem = refused.assert_problem(422, "lokaalsignaal:invalidDraft");
    assert!(problem.issues[0].r#type.ends_with("personalData"));

    let redacted = RedactDraft {
        text: "Een oudere mevrouw wacht op een woning".to_owned(),
    };
    let done: SignalDetail = processor
        .redact_signal(held.id, detail.summary.version, &redacted)
        .await
        .ok();
    assert_eq!(done.summary.state, SignalState::Received);
    app.run_jobs().await;
    app.forgets_erased().await;
    assert!(
        !app.database().disk_holds(NATIONAL_NUMBER),
        "the original is gone from the disk"
    );
    let replay = nurse.timeline(&held.receipt).await;
    assert_eq!(
        replay.text.as_deref(),
        Some("Een oudere mevrouw wacht op een woning")
    );
}

#[tokio::test]
async fn what_may_be_personal_data_is_pointed_out_to_a_processor_and_holds_nothing() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let named = "Mevrouw Peeters wacht al zes jaar op een woning in de wijk";
    let sent = nurse.submits(named).await;
    assert_eq!(sent.state, SignalState::Received);
    let detail = processor.signal(sent.id).await;
    assert_eq!(
        (detail.text.as_deref(), detail.held.len()),
        (Some(named), 0)
    );
    let [doubt] = &detail.doubtful[..] else {
        panic!("{:?}", detail.doubtful);
    };
    assert_eq!(doubt.kind, "name");
    assert_eq!(
        (doubt.start.min(8), doubt.end),
        (doubt.start, 15),
        "up to and with Peeters"
    );
    // A place is nobody.
    let sent = nurse
        .submits("In Sint-Niklaas wachten gezinnen zes jaar op een woning")
        .await;
    assert_eq!(processor.signal(sent.id).await.doubtful, []);
}

#[tokio::test]
async fn the_desk_tells_what_kind_is_hidden_where_in_any_language_and_a_name_alone_holds_nothing() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    for (observed, kind) in [
        (
            "Bel haar terug op ٠٤٧٥ 12\u{200B} 34 56, zij wacht al lang",
            "phone",
        ),
        (
            "La famille attend depuis mars, appelez +33 6 12 34 56 78",
            "phone",
        ),
        (
            "She lives at 12 Church Street and waits for a flat",
            "address",
        ),
        (
            "Die Familie wohnt Am Markt 3, 4700 Eupen und wartet",
            "address",
        ),
        (
            "Geboren op 12/03/1956 en nog altijd geen premie",
            "birthDate",
        ),
    ] {
        let held: SubmittedSignal = nurse.submit_signal(&text(observed)).await.created();
        assert_eq!(held.state, SignalState::Held, "{observed}");
        let detail = processor.signal(held.id).await;
        let shown: Vec<char> = detail.text.unwrap().chars().collect();
        let spans: Vec<(&str, String)> = detail
            .held
            .iter()
            .map(|span| {
                let places =
                    usize::try_from(span.start).unwrap()..usize::try_from(span.end).unwrap();
                (span.kind.as_str(), shown[places].iter().collect())
            })
            .collect();
        assert_eq!(spans, [(kind, "█████".to_owned())], "{observed}");
    }
    let named: SubmittedSignal = nurse
        .submit_signal(&text("Mevrouw Peeters wacht al acht maanden op een woning"))
        .await
        .created();
    assert_eq!(named.state, SignalState::Received);
}

#[tokio::test]
async fn a_false_alarm_is_released_with_its_reason() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let held = nurse
        .submits(&format!(
            "Het voorbeeldnummer {NATIONAL_NUMBER} staat verkeerd op het formulier"
        ))
        .await;
    let version = processor.signal(held.id).await.summary.version;
    let why = ReleaseDraft {
        note: "Het nummer is een voorbeeld van niemand.".to_owned(),
    };
    let released: SignalDetail = processor.release_signal(held.id, version, &why).await.ok();
    assert_eq!(released.summary.state, SignalState::Received);
    assert!(released.text.unwrap().contains(NATIONAL_NUMBER));
    let with_reason = "signal_events WHERE event = 'release' AND reason = 'falseAlarm'";
    assert_eq!(app.database().count(with_reason), 1);
}

#[tokio::test]
async fn how_much_a_signal_tells_grows_with_its_chips_and_goes_with_its_words() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let sent = nurse
        .submits("De wachttijd bij de psycholoog is te lang")
        .await;
    let before = processor.signal(sent.id).await.depth.unwrap();
    let chips = Chips {
        frequency: Some(Frequency::Weekly),
        people: Some(People::SixToTwenty),
        wish: Some("Een tweede psycholoog in de wijk".to_owned()),
        ..Chips::default()
    };
    nurse
        .enrich_signal(&by(&sent.receipt, chips))
        .await
        .assert_status(200);
    let after = processor.signal(sent.id).await.depth.unwrap();
    assert_eq!((before, after), (16, 50), "three elements more of nine");
    nurse
        .withdraw_signal(&by(&sent.receipt, Empty {}))
        .await
        .no_content();
    assert_eq!(app.database().count("signals WHERE depth IS NOT NULL"), 0);
}

#[tokio::test]
async fn a_held_text_is_not_weighed_before_somebody_looked() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let held = nurse
        .submits(&format!(
            "Al zeker 12 gezinnen wachten, zoals {NATIONAL_NUMBER}"
        ))
        .await;
    let detail = processor.signal(held.id).await;
    assert_eq!(detail.depth, None);
    let redacted = RedactDraft {
        text: "Al zeker 12 gezinnen wachten op een woning".to_owned(),
    };
    let done: SignalDetail = processor
        .redact_signal(held.id, detail.summary.version, &redacted)
        .await
        .ok();
    let told = nurse.submits(&redacted.text).await;
    assert_eq!(done.depth, processor.signal(told.id).await.depth);
    assert!(done.depth.is_some());
}

#[tokio::test]
async fn a_withdrawn_signal_leaves_no_word_behind() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let signal: SubmittedSignal = nurse
        .submit_signal(&SignalDraft {
            contact: Some(ContactDraft {
                choice: ContactChoice::Email,
                email: Some("an@wijkteam.test".to_owned()),
                pace: None,
            }),
            ..text("De zeldzame wielewaal wacht op een woning")
        })
        .await
        .created();
    nurse
        .withdraw_signal(&by(&signal.receipt, Empty {}))
        .await
        .no_content();
    nurse
        .withdraw_signal(&by(&signal.receipt, Empty {}))
        .await
        .no_content();
    app.run_jobs().await;
    app.forgets_erased().await;
    // The index leaves out what a word shares with the one before it.
    assert!(!app.database().disk_holds("ielewa"));
    assert_eq!(app.database().count("provider_contacts"), 0);
    let page: Page<SignalSummary> = processor.list_signals().query("q", "wielewaal").await.ok();
    assert!(page.items.is_empty());
}

#[tokio::test]
async fn a_provider_adds_chips_after_sending() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let signal = nurse
        .submits("Ouders wachten op een plaats in de crèche")
        .await;
    let chips = Chips {
        frequency: Some(Frequency::Weekly),
        people: Some(People::SixToTwenty),
        place: Some("Vaartwijk".to_owned()),
        themes: vec!["housing".to_owned()],
        ..Chips::default()
    };
    nurse
        .enrich_signal(&by(&signal.receipt, chips))
        .await
        .ok::<Timeline>();
    let detail = processor.signal(signal.id).await;
    assert_eq!(detail.frequency, Some(Frequency::Weekly));
    assert_eq!(detail.people, Some(People::SixToTwenty));
    assert_eq!(detail.summary.place.as_deref(), Some("Vaartwijk"));
    let unknown = Chips {
        themes: vec!["housing".to_owned(), "unicorns".to_owned()],
        ..Chips::default()
    };
    let answer = nurse.enrich_signal(&by(&signal.receipt, unknown)).await;
    let problem = answer.assert_problem(422, "lokaalsignaal:invalidDraft");
    assert_eq!(problem.issues[0].name, "/body/themes/1");
}

#[tokio::test]
async fn a_question_reaches_the_provider_and_her_answer_comes_back() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let signal = nurse
        .submits("Ouders wachten op een plaats in de crèche")
        .await;
    let version = processor.signal(signal.id).await.summary.version;
    let question = NoteDraft {
        text: "Gaat het over heel de wijk?".to_owned(),
    };
    let asked: SignalDetail = processor
        .ask_question(signal.id, version, &question)
        .await
        .ok();
    assert_eq!(asked.summary.state, SignalState::QuestionOpen);

    let timeline = nurse.timeline(&signal.receipt).await;
    assert_eq!(timeline.questions[0].text.as_ref(), Some(&question.text));
    let answer = NoteDraft {
        text: "Ja, ook aan de Oude Haven.".to_owned(),
    };
    nurse
        .answer_question(
            timeline.questions[0].id,
            &by(&signal.receipt, answer.clone()),
        )
        .await
        .ok::<Timeline>();
    let detail = processor.signal(signal.id).await;
    assert_eq!(detail.summary.state, SignalState::Received);
    assert_eq!(detail.questions[0].answer.as_ref(), Some(&answer.text));
}

#[tokio::test]
async fn an_answer_is_found_until_somebody_works_on_its_signal() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let signal = nurse
        .submits("Ouders wachten op een plaats in de crèche")
        .await;
    nurse.submits("Het loket is op woensdag dicht").await;
    let found = async || -> usize {
        let list = processor.list_signals().query("answered", "true");
        list.await.ok::<Page<SignalSummary>>().items.len()
    };
    let version = processor.signal(signal.id).await.summary.version;
    let text = "Gaat het over heel de wijk?".to_owned();
    let question = NoteDraft { text };
    let asked = processor.ask_question(signal.id, version, &question).await;
    let asked: SignalDetail = asked.ok();
    assert_eq!(found().await, 0, "nobody answered yet");

    let text = "Ja, ook aan de Oude Haven.".to_owned();
    let answer = by(&signal.receipt, NoteDraft { text });
    let answered = nurse.answer_question(asked.questions[0].id, &answer).await;
    answered.ok::<Timeline>();
    assert_eq!(found().await, 1);

    let version = processor.signal(signal.id).await.summary.version;
    assert_eq!(found().await, 1, "looking is not working");
    let tag = TaggingDraft {
        confirm: vec![CodeDraft {
            scheme: Scheme::Theme,
            code: "housing".to_owned(),
        }],
        ..TaggingDraft::default()
    };
    let tagged = processor.tag_signal(signal.id, version, &tag).await;
    tagged.ok::<SignalDetail>();
    assert_eq!(found().await, 0);
}

#[tokio::test]
async fn a_question_can_be_taken_back() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let signal = nurse
        .submits("Ouders wachten op een plaats in de crèche")
        .await;
    let version = processor.signal(signal.id).await.summary.version;
    let question = NoteDraft {
        text: "Gaat het over heel de wijk?".to_owned(),
    };
    let asked: SignalDetail = processor
        .ask_question(signal.id, version, &question)
        .await
        .ok();
    let cancelled: SignalDetail = processor
        .cancel_question(
            signal.id,
            asked.questions[0].id,
            asked.summary.version,
            &Empty {},
        )
        .await
        .ok();
    assert_eq!(cancelled.summary.state, SignalState::Received);
    assert!(nurse.timeline(&signal.receipt).await.questions.is_empty());
}

#[tokio::test]
async fn a_processor_confirms_and_rejects_codes() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let signal = nurse
        .submits("Ouders wachten op een plaats in de crèche")
        .await;
    let version = processor.signal(signal.id).await.summary.version;
    let code = |scheme, code: &str| CodeDraft {
        scheme,
        code: code.to_owned(),
    };
    let draft = TaggingDraft {
        confirm: vec![code(Scheme::Theme, "housing")],
        reject: vec![code(Scheme::TargetGroup, "children")],
        ..TaggingDraft::default()
    };
    let tagged: SignalDetail = processor.tag_signal(signal.id, version, &draft).await.ok();
    let status = |code: &str| {
        let tags = &tagged.summary.tags;
        tags.iter()
            .find(|tag| tag.code.as_str() == code)
            .map(|tag| tag.status)
    };
    assert_eq!(status("housing"), Some(TagStatus::Confirmed));
    assert_eq!(status("children"), Some(TagStatus::Rejected));
    let filtered = |theme: &'static str| processor.list_signals().query("theme", theme);
    let page: Page<SignalSummary> = filtered("housing").await.ok();
    assert_eq!(page.items.len(), 1);
    let page: Page<SignalSummary> = filtered("safety").await.ok();
    assert!(page.items.is_empty());
}

#[tokio::test]
async fn a_decision_on_a_code_can_be_taken_back() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let signal = nurse
        .submits("Ouders wachten op een plaats in de crèche")
        .await;
    let chips = Chips {
        themes: vec!["housing".to_owned(), "safety".to_owned()],
        ..Chips::default()
    };
    nurse
        .enrich_signal(&by(&signal.receipt, chips))
        .await
        .ok::<Timeline>();
    let code = |code: &str| CodeDraft {
        scheme: Scheme::Theme,
        code: code.to_owned(),
    };
    let version = processor.signal(signal.id).await.summary.version;
    let decided = TaggingDraft {
        confirm: vec![code("housing"), code("mobility")],
        reject: vec![code("safety")],
        ..TaggingDraft::default()
    };
    let tagged: SignalDetail = processor
        .tag_signal(signal.id, version, &decided)
        .await
        .ok();

    let back = TaggingDraft {
        reconsider: vec![code("housing"), code("mobility"), code("safety")],
        ..TaggingDraft::default()
    };
    let version = tagged.summary.version;
    let back: SignalDetail = processor.tag_signal(signal.id, version, &back).await.ok();

    let status = |code: &str| {
        let tags = &back.summary.tags;
        tags.iter()
            .find(|tag| tag.code.as_str() == code)
            .map(|tag| tag.status)
    };
    assert_eq!(status("housing"), Some(TagStatus::Proposed));
    assert_eq!(status("safety"), Some(TagStatus::Proposed));
    assert_eq!(
        status("mobility"),
        Some(TagStatus::Rejected),
        "nobody proposed it"
    );
}

#[tokio::test]
async fn a_signal_that_is_not_structural_ends_with_a_reason_and_can_come_back() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let signal = nurse
        .submits("Ik vind het gemeentehuis een lelijk gebouw")
        .await;
    let version = processor.signal(signal.id).await.summary.version;
    let end = EndDraft::NotStructural {
        reason: NotStructuralReason::Opinion,
        note: "Dit is een mening over een gebouw.".to_owned(),
    };
    let ended: SignalDetail = processor.end_signal(signal.id, version, &end).await.ok();
    assert_eq!(ended.summary.state, SignalState::NotStructural);
    let back: SignalDetail = processor
        .reconsider_signal(signal.id, ended.summary.version, &Empty {})
        .await
        .ok();
    assert_eq!(back.summary.state, SignalState::Received);
}

#[tokio::test]
async fn a_call_for_help_goes_to_who_helps() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let signal = nurse
        .submits("Een buur heeft vandaag nog een bed nodig")
        .await;
    let version = processor.signal(signal.id).await.summary.version;
    let redirect = RedirectDraft {
        reason: RedirectReason::IndividualHelp,
        address: "Sociaal Huis Linde, zonder afspraak".to_owned(),
    };
    let sent: SignalDetail = processor
        .redirect_signal(signal.id, version, &redirect)
        .await
        .ok();
    assert_eq!(sent.summary.state, SignalState::Redirected);
}

#[tokio::test]
async fn nothing_that_a_processor_reads_tells_who_sent_it_or_at_what_moment() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let signal: SubmittedSignal = nurse
        .submit_signal(&SignalDraft {
            contact: Some(ContactDraft {
                choice: ContactChoice::Email,
                email: Some("an.verhelst@wijkteam.test".to_owned()),
                pace: None,
            }),
            device_mark: Some("0123456789abcdef0123456789abcdef".to_owned()),
            sector: Some("home-nursing".to_owned()),
            ..text("Ouders wachten op een plaats in de crèche")
        })
        .await
        .created();
    let lead = app.lead_processor("linde").await;
    let answers = [
        processor.list_signals().await.text(),
        processor.get_signal(signal.id).await.text(),
        lead.list_audit_entries().await.text(),
    ];
    let refs = [
        "an.verhelst",
        signal.receipt.as_str(),
        "0123456789abcdef",
        app.entry_token("linde"),
    ];
    for answer in &answers {
        for reference in refs {
            assert!(!answer.contains(reference), "{reference} in {answer}");
        }
    }
    let detail: serde_json::Value = processor.get_signal(signal.id).await.ok();
    assert_eq!(
        detail["receivedOn"],
        app.today().to_string(),
        "a day, not a moment"
    );
    assert!(
        detail.get("sector").is_none(),
        "one provider of a sector is too few"
    );
    assert!(!answers[1].contains("08:30"));
}

#[tokio::test]
async fn within_a_day_the_order_of_a_list_does_not_tell_who_came_first() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let mut sent = Vec::new();
    for number in 0..12 {
        sent.push(
            nurse
                .submits(&format!(
                    "Signaal nummer {number} over wachten op een woning"
                ))
                .await
                .id,
        );
        app.advance(chrono::Duration::minutes(1));
    }
    let mut listed = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let call = processor
            .list_signals()
            .query("pageSize", "5")
            .query("count", "true");
        let call = match &after {
            Some(after) => call.query("after", after),
            None => call,
        };
        let page: Page<SignalSummary> = call.await.ok();
        assert_eq!(page.total, Some(12));
        listed.extend(page.items.iter().map(|row| row.id));
        match page.next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    let mut by_public_id = sent.clone();
    by_public_id.sort_unstable();
    assert_eq!(
        listed, by_public_id,
        "every signal once, in an order that tells nothing"
    );
}

#[tokio::test]
async fn a_signal_is_late_once_its_promised_day_passed_without_an_answer() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let mut sent = Vec::new();
    for text in [
        "Gezinnen wachten maanden op een woning",
        "De bus rijdt niet op zondag",
        "Kinderen komen zonder ontbijt",
        "Huisartsen nemen geen nieuwe mensen aan",
    ] {
        sent.push(nurse.submits(text).await);
    }
    let promised_on = sent[0].promised_on;
    let late = || async {
        let call = processor.list_signals().query("late", "true");
        let page: Page<SignalSummary> = call.query("count", "true").await.ok();
        assert!(page.items.iter().all(|signal| signal.late));
        (page.items.len(), page.total)
    };
    app.advance(promised_on.midnight().since(app.today().midnight()));
    assert_eq!(
        late().await,
        (0, Some(0)),
        "the day itself keeps the promise"
    );
    app.advance(chrono::Duration::days(1));
    assert_eq!(late().await, (4, Some(4)));

    let question = NoteDraft {
        text: "In welke wijk is dat?".to_owned(),
    };
    let version = processor.signal(sent[1].id).await.summary.version;
    processor
        .ask_question(sent[1].id, version, &question)
        .await
        .assert_status(200);
    let end = EndDraft::NotStructural {
        reason: NotStructuralReason::Opinion,
        note: "Dit is een mening.".to_owned(),
    };
    let version = processor.signal(sent[2].id).await.summary.version;
    processor
        .end_signal(sent[2].id, version, &end)
        .await
        .assert_status(200);
    nurse
        .withdraw_signal(&by(&sent[3].receipt, Empty {}))
        .await
        .assert_status(204);
    nurse.submits("Vandaag pas gestuurd").await;
    assert_eq!(late().await, (1, Some(1)), "an answer, an end, and youth");

    let start: Start = processor.get_start().await.ok();
    assert_eq!(
        start.late,
        Some(1),
        "the start page counts by the same rule"
    );
    let all: Page<SignalSummary> = processor.list_signals().query("count", "true").await.ok();
    assert_eq!(all.total, Some(5), "withdrawn ones are listed too");
    assert_eq!(all.items.iter().filter(|signal| signal.late).count(), 1);
}

#[tokio::test]
async fn a_total_counts_what_the_filters_leave_and_not_the_page() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    for number in 0..6 {
        let theme = if number < 4 {
            "housing"
        } else {
            "energy-water"
        };
        let draft = SignalDraft {
            chips: Chips {
                themes: vec![theme.to_owned()],
                ..Chips::default()
            },
            ..text(&format!("Signaal {number} over wachten op een woning"))
        };
        nurse.submit_signal(&draft).await.assert_status(201);
    }
    let total = |name: &'static str, value: &'static str| {
        let call = processor.list_signals().query("pageSize", "2");
        let call = call.query("count", "true").query(name, value);
        async { call.await.ok::<Page<SignalSummary>>().total }
    };
    assert_eq!(total("theme", "housing").await, Some(4));
    assert_eq!(total("q", "woning").await, Some(6));
    assert_eq!(total("state", "linked").await, Some(0));
    let page: Page<SignalSummary> = processor.list_signals().await.ok();
    assert_eq!(
        page.total, None,
        "who does not ask does not pay for counting"
    );

    let scope = policy::Scope::looking_up(app.authority("linde"));
    let of = scope.clone();
    let counted: Result<i64, StorageError> = app
        .installation()
        .db
        .read(&scope, move |tx| {
            tx.count_signals(&of, &SignalQuery::default(), 5)
        })
        .await;
    assert_eq!(counted.unwrap(), 5, "counting stops where it is told to");
}

#[tokio::test]
async fn a_shared_processor_reads_every_authority_of_hers_and_writes_one() {
    let app = TestApp::start().await;
    let shared = app.shared_processor(&["linde", "heidebeek"]).await;
    let here = app
        .provider("linde")
        .submits("Ouders wachten op een plaats in Linde")
        .await;
    let there = app
        .provider("heidebeek")
        .submits("Ouders wachten op een plaats in Heidebeek")
        .await;
    let page: Page<SignalSummary> = shared.list_signals().await.ok();
    assert_eq!(page.items.len(), 2);
    let page: Page<SignalSummary> = shared.about("linde").list_signals().await.ok();
    assert_eq!(page.items.len(), 1);
    assert_eq!(page.items[0].id, here.id);

    let issue = shared
        .about("linde")
        .opens_issue("Wachten op een plaats", &[here.id])
        .await;
    let version = shared.signal(there.id).await.summary.version;
    let across = shared::signal::LinkDraft {
        issue: issue.summary.id,
    };
    let answer = shared
        .about("heidebeek")
        .link_signal(there.id, version, &across)
        .await;
    assert!([404, 422].contains(&answer.status), "{}", answer.text());
}

#[tokio::test]
async fn a_place_that_the_text_names_is_proposed_and_a_person_decides() {
    let app = TestApp::start().await;
    let nurse = app.provider("linde");
    let said = "In de Vaartwijk rijdt na zes uur geen bus meer, aan het station wel.";
    let signal: SubmittedSignal = nurse.submit_signal(&text(said)).await.created();
    let processor = app.processor("linde").await;
    let detail = processor.signal(signal.id).await;
    assert_eq!(detail.places_named, ["Vaartwijk"]);
    assert_eq!(detail.summary.place, None, "nobody decided");

    let put = |place: Option<&str>| LocationDraft {
        place: place.map(str::to_owned),
    };
    let version = detail.summary.version;
    let unknown = put(Some("Nergens"));
    let refused = processor.locate_signal(signal.id, version, &unknown).await;
    assert_eq!(refused.status, 422, "{}", refused.text());
    assert!(refused.text().contains("/place"), "{}", refused.text());

    let there = put(Some("Vaartwijk"));
    let answer = processor.locate_signal(signal.id, version, &there).await;
    let located: SignalDetail = answer.ok();
    assert_eq!(located.summary.place.as_deref(), Some("Vaartwijk"));
    assert!(located.places_named.is_empty(), "it is decided");
    let outdated = processor.locate_signal(signal.id, version, &there).await;
    assert_eq!(outdated.status, 412, "{}", outdated.text());

    let version = located.summary.version;
    let answer = processor
        .locate_signal(signal.id, version, &put(None))
        .await;
    let back: SignalDetail = answer.ok();
    assert_eq!(
        (back.summary.place, back.places_named),
        (None, vec!["Vaartwijk".to_owned()])
    );
}

#[tokio::test]
async fn a_held_text_names_no_place_and_cannot_be_put_anywhere() {
    let app = TestApp::start().await;
    let nurse = app.provider("linde");
    let said = format!("In de Vaartwijk wacht {NATIONAL_NUMBER} al maanden op een woning.");
    let signal: SubmittedSignal = nurse.submit_signal(&text(&said)).await.created();
    let processor = app.processor("linde").await;
    let detail = processor.signal(signal.id).await;
    assert_eq!(detail.summary.state, SignalState::Held);
    assert!(detail.places_named.is_empty());
    let there = LocationDraft {
        place: Some("Vaartwijk".to_owned()),
    };
    let version = detail.summary.version;
    let refused = processor.locate_signal(signal.id, version, &there).await;
    assert_eq!(refused.status, 409, "{}", refused.text());
}
