//! How good proposals were: what people made of them, as totals of the authority, and how a model would have done.

use serde_json::Value;
use shared::codes::KindOfProblem;
use shared::id::IssueId;
use shared::issue::{DescribeDraft, IssueDetail};
use shared::learning::{Fates, KindRecord, SuggestionKind, SuggestionRecord};
use shared::signal::{CodeDraft, SignalDetail, SubmittedSignal, TaggingDraft};
use shared::taxonomy::Scheme;
use shared::timeline::Empty;
use testkit::{Asks, Staff, TestApp, by};

/// Its label stands in each of these texts, so it is proposed on the first day.
const CODE: &str = "social-housing";
const TEXTS: [&str; 6] = [
    "Zes jaar op de sociale huur en wachtlijst is te lang voor deze gezinnen",
    "Sociale huur en wachtlijst: acht jaar is te lang voor gezinnen",
    "De sociale huur en wachtlijst is te lang voor ouderen",
    "Jongeren op de sociale huur en wachtlijst wachten te lang",
    "Sociale huur en wachtlijst: grote gezinnen wachten te lang",
    "Zieke mensen op de sociale huur en wachtlijst wachten te lang",
];

/// Signals of which a model said that they are about social housing.
async fn proposed(app: &TestApp) -> Vec<SubmittedSignal> {
    let nurse = app.provider("linde");
    let mut signals = Vec::new();
    for text in TEXTS {
        signals.push(nurse.submits(text).await);
    }
    app.run_jobs().await;
    signals
}

fn code(scheme: Scheme, code: &str) -> Vec<CodeDraft> {
    vec![CodeDraft {
        scheme,
        code: code.to_owned(),
    }]
}

fn confirming() -> TaggingDraft {
    TaggingDraft {
        confirm: code(Scheme::Tag, CODE),
        ..TaggingDraft::default()
    }
}

fn rejecting() -> TaggingDraft {
    TaggingDraft {
        reject: code(Scheme::Tag, CODE),
        ..TaggingDraft::default()
    }
}

async fn tag(processor: &Staff, signal: &SubmittedSignal, draft: &TaggingDraft) {
    let version = processor.signal(signal.id).await.summary.version;
    let tagged = processor.tag_signal(signal.id, version, draft).await;
    tagged.ok::<SignalDetail>();
}

async fn record(staff: &Staff) -> Vec<KindRecord> {
    let record: SuggestionRecord = staff.get_suggestion_record().await.ok();
    record.kinds
}

/// Of tags, by the only model there is.
async fn tags(staff: &Staff) -> KindRecord {
    let mut kinds = record(staff).await;
    kinds.retain(|kind| kind.kind == SuggestionKind::Tag);
    assert_eq!(kinds.len(), 1, "{kinds:?}");
    kinds.remove(0)
}

#[tokio::test]
async fn a_decision_moves_a_proposal_from_open_to_its_fate_and_taking_it_back_moves_it_back() {
    let app = TestApp::start().await;
    let processor = app.processor("linde").await;
    let signals = proposed(&app).await;
    let open = tags(&processor).await;
    assert_eq!(open.model, "hashed-384-1");
    assert!(open.fates.shown >= 6, "{open:?}");
    assert_eq!(open.fates.open, open.fates.shown);
    tag(&processor, &signals[0], &confirming()).await;
    tag(&processor, &signals[1], &rejecting()).await;
    let decided = tags(&processor).await.fates;
    let expected = Fates {
        accepted: 1,
        rejected: 1,
        open: open.fates.open - 2,
        ..open.fates
    };
    assert_eq!(decided, expected);
    let back = TaggingDraft {
        reconsider: code(Scheme::Tag, CODE),
        ..TaggingDraft::default()
    };
    tag(&processor, &signals[0], &back).await;
    tag(&processor, &signals[1], &back).await;
    assert_eq!(tags(&processor).await, open);
}

#[tokio::test]
async fn what_was_replaced_by_something_that_nobody_proposed_is_corrected() {
    let app = TestApp::start().await;
    let processor = app.processor("linde").await;
    let signals = proposed(&app).await;
    let corrected = TaggingDraft {
        confirm: code(Scheme::Tag, "childcare"),
        ..rejecting()
    };
    tag(&processor, &signals[0], &corrected).await;
    // A theme beside it takes the place of no tag.
    let beside = TaggingDraft {
        confirm: code(Scheme::Theme, "safety"),
        ..rejecting()
    };
    tag(&processor, &signals[1], &beside).await;
    let fates = tags(&processor).await.fates;
    assert_eq!((fates.corrected, fates.rejected), (1, 1), "{fates:?}");
}

#[tokio::test]
async fn shares_and_calibration_are_told_from_five_decisions_on() {
    let app = TestApp::start().await;
    let processor = app.processor("linde").await;
    let signals = proposed(&app).await;
    for signal in &signals[..4] {
        tag(&processor, signal, &confirming()).await;
    }
    let four = tags(&processor).await;
    assert_eq!((four.acceptance, four.overridden), (None, None));
    assert_eq!(four.calibration, [], "four decisions say nothing");
    tag(&processor, &signals[4], &rejecting()).await;
    let five = tags(&processor).await;
    assert_eq!((five.acceptance, five.overridden), (Some(80), Some(0)));
    let decisions: u32 = five.calibration.iter().map(|group| group.decisions).sum();
    assert!(decisions <= 5, "{five:?}");
    for group in &five.calibration {
        assert!(group.decisions >= 5 && group.said >= group.from && group.said <= group.to);
        assert_eq!(group.right, 80);
    }
}

#[tokio::test]
async fn pairs_are_accepted_by_a_common_issue_and_rejected_by_who_tells_them_apart() {
    let app = TestApp::start().await;
    let (nurse, lead) = (app.provider("linde"), app.lead_processor("linde").await);
    let mut signals = Vec::new();
    for text in [
        "Ouders met een laat uurrooster vinden geen plaats in de crèche",
        "Weer ouders met een laat uurrooster: geen plaats in de crèche",
        "Ouders met laat uurrooster, opnieuw geen plaats in de crèche",
    ] {
        signals.push(nurse.submits(text).await.id);
    }
    app.run_jobs().await;
    let pairs = |kinds: Vec<KindRecord>| {
        let similar = kinds
            .into_iter()
            .find(|kind| kind.kind == SuggestionKind::Similar);
        similar.expect("pairs were shown")
    };
    let shown = pairs(record(&lead).await);
    assert_eq!(
        (shown.fates.shown, shown.fates.open),
        (3, 3),
        "each pair once"
    );
    lead.opens_issue("Geen plaats in de crèche", &signals[..2])
        .await;
    let apart = shared::analysis::ComparisonDraft {
        other: signals[2],
        different: true,
    };
    let compared = lead.compare_signals(signals[0], &apart).await;
    compared.ok::<Vec<shared::analysis::SimilarSignal>>();
    let found = pairs(record(&lead).await);
    let expected = Fates {
        shown: 3,
        accepted: 1,
        rejected: 1,
        open: 1,
        ..Fates::default()
    };
    assert_eq!(found.fates, expected);
    assert_eq!(found.calibration, [], "a likeness is no probability");
}

#[tokio::test]
async fn what_another_model_showed_stays_on_record_beside_the_new_one() {
    let app = TestApp::start().await;
    let processor = app.processor("linde").await;
    let signals = proposed(&app).await;
    let before = tags(&processor).await.fates.shown;
    // As if another model had looked at all of them.
    for table in ["shown_suggestions", "tag_suggestions", "signal_vectors"] {
        app.database()
            .execute(&format!("UPDATE {table} SET model = 'older-1'"));
    }
    app.database()
        .execute("UPDATE signals SET analysed_by = 'older-1'");
    app.resumes_looking().await;
    app.run_jobs().await;
    tag(&processor, &signals[0], &confirming()).await;
    let kinds = record(&processor).await;
    let of = |model: &str| {
        let mut kinds = kinds.iter();
        let found = kinds.find(|kind| kind.kind == SuggestionKind::Tag && kind.model == model);
        found.expect(model).fates
    };
    assert_eq!(of("older-1").shown, before);
    assert_eq!(of("hashed-384-1").shown, before);
    assert_eq!(
        (of("older-1").accepted, of("hashed-384-1").accepted),
        (1, 1)
    );
    let models: Vec<&str> = kinds.iter().map(|kind| &*kind.model).collect();
    assert!(models.contains(&"older-1"), "{models:?}");
}

#[tokio::test]
async fn an_erased_signal_leaves_nothing_on_record() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let signals = proposed(&app).await;
    let before = tags(&processor).await.fates.shown;
    assert!(app.database().count("shown_likes") > 0);
    for signal in &signals {
        let taken_back = nurse.withdraw_signal(&by(&signal.receipt, Empty {}));
        taken_back.await.no_content();
    }
    assert!(before > 0);
    assert_eq!(record(&processor).await, []);
    assert_eq!(app.database().count("shown_suggestions"), 0);
    assert_eq!(app.database().count("shown_likes"), 0);
}

#[tokio::test]
async fn a_period_is_about_the_day_on_which_something_was_proposed() {
    let app = TestApp::start().await;
    let processor = app.processor("linde").await;
    proposed(&app).await;
    let (today, tomorrow) = (app.today(), app.today().plus_days(1));
    let asked = |from: Option<shared::time::Day>, to: Option<shared::time::Day>| {
        let mut call = processor.get_suggestion_record();
        for (name, day) in [("from", from), ("to", to)] {
            if let Some(day) = day {
                call = call.query(name, &day.to_string());
            }
        }
        async { call.await.ok::<SuggestionRecord>().kinds.len() }
    };
    let all = asked(None, None).await;
    assert!(all > 0);
    assert_eq!(asked(Some(today), Some(today)).await, all);
    assert_eq!(asked(Some(tomorrow), None).await, 0);
    assert_eq!(asked(None, Some(today.plus_days(-1))).await, 0);
    let wrong = processor.get_suggestion_record().query("from", "today");
    wrong
        .await
        .assert_problem(422, "lokaalsignaal:invalidDraft");
}

#[tokio::test]
async fn nothing_on_record_tells_who_decided() {
    let app = TestApp::start().await;
    let (one, other) = (app.processor("linde").await, app.processor("linde").await);
    let signals = proposed(&app).await;
    for signal in &signals[..3] {
        tag(&one, signal, &confirming()).await;
    }
    for signal in &signals[3..] {
        tag(&other, signal, &rejecting()).await;
    }
    let officer = app.policy_officer("linde").await;
    assert_eq!(record(&one).await, record(&other).await);
    assert_eq!(record(&one).await, record(&officer).await);
    let text = officer.get_suggestion_record().await.text();
    for word in ["member", "wachtlijst", CODE] {
        assert!(!text.contains(word), "{text}");
    }
}

#[tokio::test]
async fn a_model_foretells_what_people_decided_and_prints_no_word_of_a_signal() {
    let app = TestApp::start().await;
    let processor = app.processor("linde").await;
    let signals = proposed(&app).await;
    for signal in &signals {
        tag(&processor, signal, &confirming()).await;
    }
    let arguments = ["evaluate", "--authority", "linde", "--model", ""];
    let table = app.command(&arguments);
    assert!(table.contains("linde: 6 signals with decisions"), "{table}");
    let json: Value =
        serde_json::from_str(&app.command(&[&arguments[..], &["--json"]].concat())).expect("JSON");
    assert_eq!(json["model"], "hashed-384-1");
    let tags = &json["evaluation"]["kinds"][1];
    assert_eq!(
        (&tags["kind"], &tags["decisions"]),
        (&"tag".into(), &6.into())
    );
    for word in ["wachtlijst", "gezin", CODE] {
        assert!(!table.contains(word) && !json.to_string().contains(word));
    }
    let unknown = app.try_command(&["evaluate", "--authority", "nergens", "--model", ""]);
    assert!(unknown.unwrap_err().contains("no such authority"));
    let missing = app.try_command(&["evaluate", "--authority", "linde", "--model", "nowhere"]);
    assert!(missing.unwrap_err().contains("no model folder"));
}

#[tokio::test]
async fn the_kind_of_problem_that_stood_there_when_a_person_told_it_is_on_record() {
    let app = TestApp::start().await;
    let (nurse, lead) = (app.provider("linde"), app.lead_processor("linde").await);
    let mut place = 0;
    let mut about_soup = async |count: u32| {
        let mut signals = Vec::new();
        for _ in 0..count {
            place += 1;
            let text = format!("De kleuters van straat {place} krijgen soep zonder brood");
            signals.push(nurse.submits(&text).await.id);
        }
        app.run_jobs().await;
        lead.opens_issue("Soep zonder brood", &signals).await
    };
    // Told before anything was proposed: that is learnt from, and no proposal was right or wrong.
    let first = about_soup(12).await;
    tell_kind(&lead, first.summary.id, KindOfProblem::OneOrganisation).await;
    assert_eq!(kinds_of_problem(&lead).await, None);
    let second = about_soup(3).await;
    let third = about_soup(3).await;
    tell_kind(&lead, second.summary.id, KindOfProblem::OneOrganisation).await;
    tell_kind(&lead, third.summary.id, KindOfProblem::Coordination).await;
    let fates = kinds_of_problem(&lead).await.expect("two proposals");
    assert_eq!((fates.shown, fates.open), (2, 0));
    assert_eq!((fates.accepted, fates.corrected), (1, 1));
    // The last decision counts.
    tell_kind(&lead, third.summary.id, KindOfProblem::OneOrganisation).await;
    let fates = kinds_of_problem(&lead).await.expect("two proposals");
    assert_eq!((fates.accepted, fates.corrected), (2, 0));
}

async fn tell_kind(lead: &Staff, id: IssueId, kind: KindOfProblem) {
    let detail: IssueDetail = lead.get_issue(id).await.ok();
    let draft = DescribeDraft {
        kind: Some(kind),
        ..DescribeDraft::default()
    };
    lead.describe_issue(id, detail.summary.version, &draft)
        .await
        .ok::<IssueDetail>();
}

async fn kinds_of_problem(staff: &Staff) -> Option<Fates> {
    let kinds = record(staff).await;
    let of_problem = |kind: &&KindRecord| kind.kind == SuggestionKind::KindOfProblem;
    kinds.iter().find(of_problem).map(|kind| kind.fates)
}
