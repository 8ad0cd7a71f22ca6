//! What the signals of an issue say: sentences of their own, and the draft of a language model where an authority allows it.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use shared::analysis::Summary;
use shared::issue::IssueDetail;
use shared::signal::LinkDraft;
use shared::summary::{
    DraftState, DraftTrouble, LanguageModelChoice, LanguageModelUse, SummaryDraft,
};
use shared::timeline::Empty;
use testkit::{Asks, LanguageModelServer, Says, Staff, TestApp, by};

const TEXTS: [&str; 4] = [
    "Ouders vinden geen plaats in de kinderopvang na zes uur",
    "De kinderopvang sluit om zes uur, ouders met een laat uurrooster vinden geen plaats",
    "Weer ouders die laat werken en geen kinderopvang vinden",
    "Een collega van het wijkhuis hoort hetzelfde: geen kinderopvang in de late uren",
];

/// An issue about child care, and who works on it.
struct Story {
    app: TestApp,
    machine: LanguageModelServer,
    processor: Staff,
    issue: IssueDetail,
    /// Opens the first signal.
    receipt: String,
}

impl Story {
    async fn begins() -> Self {
        Self::of(&TEXTS).await
    }

    async fn of(texts: &[&str]) -> Self {
        let machine = LanguageModelServer::open();
        let url = machine.url();
        let app = TestApp::configured(|config| {
            config.language_model_url = Some(url);
            config.language_model = "small".into();
            config.language_model_key = Some("sleutel".to_owned());
            config.language_model_hosts = vec!["127.0.0.1".to_owned()];
            config.language_model_patience = 2;
        })
        .await;
        let mut signals = Vec::new();
        for text in texts {
            signals.push(app.provider("linde").submits(text).await);
        }
        let ids: Vec<_> = signals.iter().map(|signal| signal.id).collect();
        app.run_jobs().await;
        let processor = app.processor("linde").await;
        let issue = processor.opens_issue("Kinderopvang", &ids).await;
        Self {
            app,
            machine,
            processor,
            issue,
            receipt: signals[0].receipt.clone(),
        }
    }

    async fn allowed() -> Self {
        let story = Self::begins().await;
        story.allows(0, true).await;
        story
    }

    async fn allows(&self, version: u64, allowed: bool) -> LanguageModelUse {
        let administrator = self.app.administrator("linde").await;
        let choice = LanguageModelChoice { allowed };
        administrator
            .change_language_model(version, &choice)
            .await
            .ok()
    }

    async fn asks(&self) -> SummaryDraft {
        self.processor
            .draft_summary(self.issue.summary.id)
            .await
            .ok()
    }

    /// Asks, and lets the work be done.
    async fn drafted(&self) -> SummaryDraft {
        self.asks().await;
        self.app.run_jobs().await;
        self.summary()
            .await
            .draft
            .expect("a draft, or why there is none")
    }

    async fn summary(&self) -> Summary {
        self.processor.get_summary(self.issue.summary.id).await.ok()
    }
}

fn good() -> Value {
    json!({
        "title": "Geen kinderopvang in de late uren",
        "summary": "Ouders vinden geen plaats in de kinderopvang. Er komt een nieuw gebouw.",
        "claims": [
            {"text": "Ouders vinden geen plaats in de kinderopvang.", "signalIds": ["S1", "S2", "S99"]},
            {"text": "De gemeente beloofde 12 plaatsen.", "signalIds": ["S1"]},
        ],
    })
}

#[tokio::test]
async fn without_a_language_model_the_signals_speak_for_themselves() {
    let story = Story::begins().await;
    let summary = story.summary().await;
    assert_eq!(summary.signals, 4);
    assert!(!summary.quotes.is_empty());
    for quote in &summary.quotes {
        let detail = story.processor.signal(quote.signal).await;
        assert!(detail.text.expect("a text").contains(&quote.sentence));
    }
    assert_eq!((summary.language_model, summary.draft), (None, None));
}

#[tokio::test]
async fn nothing_is_sent_before_an_administrator_allows_it() {
    let story = Story::begins().await;
    let refused = story.processor.draft_summary(story.issue.summary.id).await;
    refused.assert_problem(409, "lokaalsignaal:guardNotMet");
    assert!(
        refused.text().contains("languageModelAllowed"),
        "{}",
        refused.text()
    );
    let administrator = story.app.administrator("linde").await;
    let before: LanguageModelUse = administrator.get_language_model().await.ok();
    assert!(!before.allowed);
    let host = before.language_model.expect("one is set up").host;
    assert_eq!(host, "127.0.0.1");
    let now = story.allows(0, true).await;
    assert!(now.allowed);
    assert_eq!(
        story.summary().await.language_model.expect("one").model,
        "small"
    );
    story.asks().await;
    // Forbidden again before the work was done: nothing leaves.
    story.allows(now.version, false).await;
    story.app.run_jobs().await;
    assert!(story.machine.questions().is_empty());
}

#[tokio::test]
async fn what_rests_on_signals_is_kept_with_their_ids_and_the_rest_is_dropped() {
    let story = Story::allowed().await;
    story.machine.answers(&good());
    let asked = story.asks().await;
    assert_eq!(asked.state, DraftState::Asked);
    story.app.run_jobs().await;
    let draft = story.summary().await.draft.expect("a draft");
    assert_eq!((draft.state, draft.outdated), (DraftState::Made, false));
    let content = draft.content.expect("a text");
    assert_eq!(
        content.title.as_deref(),
        Some("Geen kinderopvang in de late uren")
    );
    assert_eq!(
        content.summary,
        "Ouders vinden geen plaats in de kinderopvang."
    );
    assert_eq!(
        (content.claims.len(), content.dropped, content.signals),
        (1, 2, 4)
    );
    for signal in &content.claims[0].signals {
        let text = story.processor.signal(*signal).await.text.expect("a text");
        assert!(text.contains("kinderopvang"));
    }
    let question = &story.machine.questions()[0];
    assert_eq!(question.line, "POST /v1/chat/completions HTTP/1.1");
    assert_eq!(question.header("authorization"), "Bearer sleutel");
}

#[tokio::test]
async fn personal_data_stays_here() {
    let story = Story::allowed().await;
    // As an earlier detector might have let it pass.
    let text = "Nr. 85.07.30-033.28 vindt geen kinderopvang, bel 0470 12 34 56 of an@linde.test";
    story.app.database().execute(&format!(
        "UPDATE signal_texts SET text = '{text}' WHERE text = '{}'",
        TEXTS[0]
    ));
    story.machine.answers(&good());
    story.drafted().await;
    let sent = story.machine.read();
    assert!(
        sent.iter().any(|text| text.starts_with("Nr. █████")),
        "{sent:?}"
    );
    let whole = String::from_utf8(story.machine.questions()[0].body.clone()).expect("text");
    for secret in ["85.07", "033.28", "0470", "an@", "linde"] {
        assert!(!whole.contains(secret), "{secret} in {whole}");
    }
}

#[tokio::test]
async fn a_name_that_is_likely_one_is_hidden_and_an_invented_one_is_dropped() {
    let mut texts = TEXTS.to_vec();
    texts[0] = "Mevrouw Peeters vindt geen plaats in de kinderopvang na zes uur";
    let story = Story::of(&texts).await;
    story.allows(0, true).await;
    story.machine.answers(&json!({
        "title": "Mevrouw Janssens vindt geen kinderopvang",
        "summary": "Mevrouw Janssens vindt geen plaats in de kinderopvang.",
        "claims": [
            {"text": "Mevrouw Janssens vindt geen kinderopvang.", "signalIds": ["S1"]},
            {"text": "Ouders vinden geen kinderopvang.", "signalIds": ["S1", "S2", "S3", "S4"]},
        ],
    }));
    let content = story.drafted().await.content.expect("a text");
    let sent = story.machine.read();
    assert_eq!(sent.len(), 4);
    assert!(!sent.join("\n").contains("Peeters"), "{sent:?}");
    assert_eq!((content.title, content.summary.as_str()), (None, ""));
    assert_eq!((content.claims.len(), content.dropped), (1, 3));
}

#[tokio::test]
async fn whatever_goes_wrong_is_told_and_the_quotes_are_still_there() {
    let story = Story::allowed().await;
    let huge = json!({"title": "", "summary": "x".repeat(300_000), "claims": []}).to_string();
    let invented = json!({"title": "Kinderopvang", "summary": "", "claims": [
        {"text": "Ouders vinden geen kinderopvang.", "signalIds": ["S7", "ba5eba11", ""]},
    ]});
    let bytes = |text: &str| Says::Bytes(text.as_bytes().to_vec());
    let moved = "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n";
    for (says, cause) in [
        (
            Says::Text("Met plezier! Hier is uw samenvatting:".to_owned()),
            DraftTrouble::Unreadable,
        ),
        (
            Says::Text("{\"title\": 3}".to_owned()),
            DraftTrouble::Unreadable,
        ),
        (
            bytes("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n<garbage>"),
            DraftTrouble::Unreadable,
        ),
        (bytes("\u{0}\u{1}garbage"), DraftTrouble::Unreachable),
        (
            bytes("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n"),
            DraftTrouble::Unreachable,
        ),
        (bytes(moved), DraftTrouble::Unreachable),
        (bytes(""), DraftTrouble::Unreachable),
        (Says::Text(huge), DraftTrouble::TooLong),
        (Says::Endless, DraftTrouble::TooLong),
        (Says::Text(invented.to_string()), DraftTrouble::Ungrounded),
    ] {
        story.machine.says(says.clone());
        let draft = story.drafted().await;
        assert_eq!(draft.state, DraftState::Failed, "{cause:?}");
        assert_eq!((draft.cause, draft.content), (Some(cause), None));
        assert!(!story.summary().await.quotes.is_empty());
    }
}

#[tokio::test]
async fn whoever_is_slow_is_not_waited_for() {
    let story = Story::allowed().await;
    story.machine.says(Says::Nothing(Duration::from_secs(30)));
    let began = Instant::now();
    let draft = story.drafted().await;
    assert_eq!(draft.cause, Some(DraftTrouble::TooSlow));
    assert!(
        began.elapsed() < Duration::from_secs(20),
        "two seconds were configured"
    );
}

#[tokio::test]
async fn the_same_signals_are_not_sent_twice_and_one_more_makes_a_draft_old() {
    let story = Story::allowed().await;
    story.machine.answers(&good());
    let draft = story.drafted().await;
    let again = story.drafted().await;
    assert_eq!(
        (again.version, story.machine.questions().len()),
        (draft.version, 1)
    );
    let text = "Nog ouders zonder kinderopvang in de late uren";
    let more = story.app.provider("linde").submits(text).await;
    story.app.run_jobs().await;
    let version = story.processor.signal(more.id).await.summary.version;
    let link = LinkDraft {
        issue: story.issue.summary.id,
    };
    let linked = story.processor.link_signal(more.id, version, &link).await;
    linked.assert_status(200);
    assert!(story.summary().await.draft.expect("a draft").outdated);
    story.machine.answers(&good());
    let renewed = story.drafted().await;
    assert!(!renewed.outdated);
    assert_eq!(story.machine.questions().len(), 2);
}

#[tokio::test]
async fn a_person_approves_or_throws_away_what_was_read() {
    let story = Story::allowed().await;
    let id = story.issue.summary.id;
    story.machine.answers(&good());
    let draft = story.drafted().await;
    let early = story.processor.approve_summary(id, draft.version - 1).await;
    early.assert_problem(412, "lokaalsignaal:staleVersion");
    let approved: SummaryDraft = story
        .processor
        .approve_summary(id, draft.version)
        .await
        .ok();
    assert_eq!(approved.state, DraftState::Approved);
    let twice = story.processor.approve_summary(id, approved.version).await;
    twice.assert_problem(409, "lokaalsignaal:wrongState");
    story
        .processor
        .discard_summary(id, approved.version)
        .await
        .assert_status(204);
    assert_eq!(story.summary().await.draft, None);
}

#[tokio::test]
async fn a_text_that_goes_takes_along_what_was_made_of_it() {
    let story = Story::allowed().await;
    story.machine.answers(&good());
    story.drafted().await;
    story
        .app
        .provider("linde")
        .withdraw_signal(&by(&story.receipt, Empty {}))
        .await
        .no_content();
    assert_eq!(story.summary().await.draft, None);
}

#[tokio::test]
async fn the_log_tells_that_texts_were_sent_and_not_a_word_of_them() {
    let story = Story::allowed().await;
    story.machine.answers(&good());
    story.drafted().await;
    let rows = story
        .app
        .database()
        .count("audit WHERE reason_code = 'sentToLanguageModel' AND object_type = 'issue'");
    assert_eq!(rows, 1);
}
