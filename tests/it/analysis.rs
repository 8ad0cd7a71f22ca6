//! What the machine finds out about signals: proposals with reasons, and signals that are alike. A person decides.

use serde_json::{Value, json};
use shared::analysis::{Certainty, ComparisonDraft, Likeness, SimilarSignal};
use shared::codes::KindOfProblem;
use shared::issue::{DescribeDraft, IssueDetail};
use shared::life_cycle::SignalState;
use shared::signal::{
    CodeDraft, RedactDraft, SignalDetail, TagOrigin, TagStatus, Tagging, TaggingDraft,
};
use shared::start::{Analysis, NoModel, Relooked, Start};
use shared::taxonomy::Scheme;
use shared::timeline::Empty;
use testkit::{Analyst, Asks, TestApp, by};

const WAITING: &str = "Ouders met een laat uurrooster vinden geen plaats in de crèche";
const WAITING_TOO: &str = "Weer ouders met een laat uurrooster: geen plaats in de crèche";
const HOUSING: &str = "Zes jaar op de sociale huur en wachtlijst is te lang voor deze gezinnen";

async fn proposed(app: &TestApp, text: &str) -> (SignalDetail, Vec<Tagging>) {
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let signal = nurse.submits(text).await;
    app.run_jobs().await;
    let detail = processor.signal(signal.id).await;
    let tags = detail.summary.tags.iter().cloned();
    let tags = tags
        .filter(|tag| tag.origin == TagOrigin::Machine)
        .collect();
    (detail, tags)
}

fn confirming(tag: &Tagging) -> TaggingDraft {
    let code = CodeDraft {
        scheme: tag.scheme,
        code: tag.code.to_string(),
    };
    TaggingDraft {
        confirm: vec![code],
        ..TaggingDraft::default()
    }
}

fn rejecting(tag: &Tagging) -> TaggingDraft {
    let TaggingDraft { confirm, .. } = confirming(tag);
    TaggingDraft {
        reject: confirm,
        ..TaggingDraft::default()
    }
}

#[tokio::test]
async fn a_text_in_the_words_of_the_taxonomy_gets_a_proposal_with_its_reasons() {
    let app = TestApp::start().await;
    let (detail, tags) = proposed(&app, HOUSING).await;
    let tag = tags
        .iter()
        .find(|tag| tag.code.as_str() == "social-housing")
        .expect("its label stands in the text");
    assert_eq!(tag.status, TagStatus::Proposed, "nobody confirmed it");
    let suggestion = tag.suggestion.clone().expect("a model says why");
    assert_eq!(suggestion.model, "hashed-384-1");
    assert_eq!(
        Certainty::of(suggestion.confidence),
        Some(suggestion.certainty)
    );
    let text: Vec<char> = detail.text.unwrap().chars().collect();
    let phrases: Vec<String> = suggestion
        .reasons
        .phrases
        .iter()
        .map(|phrase| {
            let characters = text.iter().zip(0..);
            let inside = characters.filter(|(_, at)| (phrase.start..phrase.end).contains(at));
            inside.map(|(letter, _)| letter).collect()
        })
        .collect();
    assert!(
        phrases
            .iter()
            .any(|phrase| phrase.to_lowercase().contains("social")),
        "{phrases:?}"
    );
}

#[tokio::test]
async fn a_text_that_says_nothing_gets_no_proposal() {
    let app = TestApp::start().await;
    for text in [
        "Dit is een test",
        "Dank u wel voor alles",
        "🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂",
    ] {
        let (_, tags) = proposed(&app, text).await;
        assert!(tags.is_empty(), "{text}: {tags:?}");
    }
}

#[tokio::test]
async fn what_was_rejected_is_not_proposed_again_for_the_same_words() {
    let app = TestApp::start().await;
    let processor = app.processor("linde").await;
    let (detail, tags) = proposed(&app, HOUSING).await;
    let tag = &tags[0];
    let id = detail.summary.id;
    let rejected = processor
        .tag_signal(id, detail.summary.version, &rejecting(tag))
        .await;
    rejected.ok::<SignalDetail>();
    let (_, again) = proposed(&app, HOUSING).await;
    let is_again = |other: &Tagging| (other.scheme, &other.code) == (tag.scheme, &tag.code);
    assert!(!again.iter().any(is_again), "{again:?}");
}

#[tokio::test]
async fn what_was_confirmed_is_proposed_for_texts_like_it() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let lesson = TaggingDraft {
        confirm: vec![CodeDraft {
            scheme: Scheme::Theme,
            code: "education".to_owned(),
        }],
        ..TaggingDraft::default()
    };
    let text = |class: &str| format!("Kinderen uit {class} komen zonder brooddoos naar school");
    let mut taught = Vec::new();
    for class in [
        "de eerste klas",
        "het tweede leerjaar",
        "de kleuterklas",
        "het vierde",
    ] {
        let signal = nurse.submits(&text(class)).await;
        app.run_jobs().await;
        let version = processor.signal(signal.id).await.summary.version;
        let done = processor.tag_signal(signal.id, version, &lesson).await;
        done.ok::<SignalDetail>();
        taught.push(signal.id);
    }
    let (_, tags) = proposed(&app, &text("het zesde leerjaar")).await;
    let tag = tags.iter().find(|tag| tag.code.as_str() == "education");
    let suggestion = tag
        .and_then(|tag| tag.suggestion.clone())
        .expect("it was taught");
    assert!(!suggestion.reasons.alike.is_empty(), "{suggestion:?}");
    for alike in &suggestion.reasons.alike {
        assert!(taught.contains(alike));
    }
}

#[tokio::test]
async fn signals_that_are_alike_find_each_other_and_say_what_they_share() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let first = nurse.submits(WAITING).await;
    let second = nurse.submits(WAITING_TOO).await;
    let same = nurse.submits(&WAITING.to_uppercase()).await;
    nurse.submits(HOUSING).await;
    app.run_jobs().await;
    let similar: Vec<SimilarSignal> = processor.list_similar_signals(first.id).await.ok();
    let found: Vec<_> = similar
        .iter()
        .map(|one| (one.signal.id, one.likeness))
        .collect();
    assert_eq!(found[0], (same.id, Likeness::Same));
    assert_eq!(found[1].0, second.id);
    assert_eq!(
        found.len(),
        2,
        "what is about something else is left in peace"
    );
    assert!(
        similar[1]
            .shared
            .iter()
            .any(|words| words.contains("crèche")),
        "{:?}",
        similar[1].shared
    );
    let back: Vec<SimilarSignal> = processor.list_similar_signals(second.id).await.ok();
    assert!(
        back.iter().any(|one| one.signal.id == first.id),
        "it holds both ways"
    );
}

#[tokio::test]
async fn two_signals_that_a_person_told_apart_stay_apart_until_that_is_taken_back() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let (first, second) = (
        nurse.submits(WAITING).await,
        nurse.submits(WAITING_TOO).await,
    );
    app.run_jobs().await;
    let mut draft = ComparisonDraft {
        other: first.id,
        different: true,
    };
    let compared = processor.compare_signals(second.id, &draft).await;
    assert_eq!(compared.ok::<Vec<SimilarSignal>>(), []);
    let other_way: Vec<SimilarSignal> = processor.list_similar_signals(first.id).await.ok();
    assert_eq!(other_way, []);
    draft.different = false;
    let compared = processor.compare_signals(second.id, &draft).await;
    assert_eq!(compared.ok::<Vec<SimilarSignal>>().len(), 1);
}

#[tokio::test]
async fn a_held_text_is_looked_at_when_it_was_redacted_and_not_before() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let signal = nurse
        .submits("Mevrouw met nummer 85.07.30-033.28 wacht op een sociale huurwoning")
        .await;
    // Somebody else's wakes the look.
    nurse.submits(WAITING).await;
    app.run_jobs().await;
    assert_eq!(app.database().count("signal_vectors"), 1);
    let held = processor.signal(signal.id).await;
    assert_eq!(held.summary.state, SignalState::Held);
    let redacted = RedactDraft {
        text: HOUSING.to_owned(),
    };
    let redacted = processor.redact_signal(signal.id, held.summary.version, &redacted);
    redacted.await.ok::<SignalDetail>();
    app.run_jobs().await;
    assert_eq!(app.database().count("signal_vectors"), 2);
}

#[tokio::test]
async fn what_was_withdrawn_leaves_no_vector_no_likeness_and_no_proposal() {
    let app = TestApp::start().await;
    let nurse = app.provider("linde");
    nurse.submits(WAITING).await;
    let second = nurse.submits(WAITING_TOO).await;
    let third = nurse.submits(HOUSING).await;
    app.run_jobs().await;
    assert_eq!(app.database().count("signal_likes"), 1);
    assert!(app.database().count("tag_suggestions") > 0);
    for receipt in [&second.receipt, &third.receipt] {
        nurse
            .withdraw_signal(&by(receipt, Empty {}))
            .await
            .no_content();
    }
    assert_eq!(app.database().count("signal_vectors"), 1);
    assert_eq!(app.database().count("signal_likes"), 0);
    let of_withdrawn = "tag_suggestions JOIN signals ON signals.id = tag_suggestions.signal_id \
        WHERE signals.state = 'withdrawn'";
    assert_eq!(app.database().count(of_withdrawn), 0);
}

#[tokio::test]
async fn one_look_is_for_all_signals_that_wait_however_often_it_was_called_for() {
    let app = TestApp::start().await;
    let nurse = app.provider("linde");
    for place in 0..40 {
        nurse
            .submits(&format!(
                "In straat {place} is de bushalte te ver voor ouderen"
            ))
            .await;
    }
    let calls = || app.database().count("jobs WHERE kind = 'analyse'");
    assert_eq!(calls(), 40);
    app.run_jobs().await;
    let waiting = app.database().count("signals WHERE analysed_by IS NULL");
    assert_eq!(waiting, 0);
    // Those that were taken up together with the first; nobody had to hear the others.
    assert!(calls() <= 16, "{}", calls());
}

#[tokio::test]
async fn looking_twice_changes_nothing() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let signal = nurse.submits(HOUSING).await;
    app.run_jobs().await;
    let before = processor.signal(signal.id).await;
    // As a killed instance leaves it: written down or not, the work is there again.
    app.database()
        .execute("UPDATE signals SET analysed_by = NULL");
    nurse.submits(WAITING).await;
    app.run_jobs().await;
    let after = processor.signal(signal.id).await;
    assert_eq!(before.summary.tags, after.summary.tags);
    assert_eq!(app.database().count("signal_vectors"), 2);
}

async fn progress(app: &TestApp) -> Analysis {
    let start: Start = app.administrator("linde").await.get_start().await.ok();
    start.analysis.expect("an administrator is told")
}

#[tokio::test]
async fn another_model_looks_at_everything_anew_and_an_administrator_sees_how_far_it_is() {
    let app = TestApp::start().await;
    let nurse = app.provider("linde");
    for text in [HOUSING, WAITING, WAITING_TOO] {
        nurse.submits(text).await;
    }
    assert_eq!(progress(&app).await.waiting, 3);
    app.run_jobs().await;
    assert_eq!(progress(&app).await, Analysis::default(), "all is done");
    // As after a change of model, when one of three was looked at anew.
    let of_two = "signal_id IN (SELECT signal_id FROM signal_texts WHERE text LIKE '%uurrooster%')";
    for set in [
        format!("UPDATE signal_vectors SET model = 'older-1' WHERE {of_two}"),
        format!(
            "UPDATE signals SET analysed_by = 'older-1' WHERE {}",
            of_two.replacen("signal_id", "id", 1)
        ),
    ] {
        app.database().execute(&set);
    }
    let relooked = progress(&app).await.relooked;
    assert_eq!(relooked, Some(Relooked { done: 1, all: 3 }));
    assert_eq!(app.run_jobs().await, Vec::<String>::new());
    let relooked = progress(&app).await.relooked;
    assert!(relooked.is_some(), "nobody wakes it but a start");
    app.resumes_looking().await;
    app.run_jobs().await;
    assert_eq!(progress(&app).await, Analysis::default());
    assert_eq!(
        app.database()
            .count("signal_vectors WHERE model = 'older-1'"),
        0
    );
}

#[tokio::test]
async fn vectors_of_two_models_are_never_held_against_each_other() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    nurse.submits(WAITING).await;
    app.run_jobs().await;
    app.database()
        .execute("UPDATE signal_vectors SET model = 'older-1'");
    let second = nurse.submits(WAITING_TOO).await;
    app.run_jobs().await;
    let similar: Vec<SimilarSignal> = processor.list_similar_signals(second.id).await.ok();
    assert_eq!(similar, [], "the first is known by another model only");
}

#[tokio::test]
async fn without_a_model_that_may_be_used_everything_goes_on_and_whoever_must_know_is_told_why() {
    let app = TestApp::start().await;
    let ready: Value = app.at_the_root("/ready").await.json();
    assert_eq!(ready["analysis"], json!({ "model": "hashed-384-1" }));
    let folder = app.folder().join("model");
    std::fs::create_dir(&folder).unwrap();
    let about = "id = \"a\"\ndim = 32\nprefix = \"\"\npooling = \"mean\"\nlicence = \"CC-BY-NC-4.0\"\n\
        source = \"b\"\nsha256 = \"\"\n";
    std::fs::write(folder.join("model.toml"), about).unwrap();
    let url = app.starts_looking_with(Analyst::open(folder)).await;
    let ready: Value = app.at_the_root_of(&url, "/ready").await.json();
    assert_eq!(ready["analysis"]["model"], "hashed-384-1");
    let why = ready["analysis"]["withoutModel"].as_str().unwrap();
    assert!(
        why.contains("CC-BY-NC-4.0") && why.contains("accepted are"),
        "{why}"
    );
    let administrator = app.administrator("linde").await;
    let start: Start = administrator.get_start().at(&url).await.ok();
    assert_eq!(start.analysis.unwrap().no_model, Some(NoModel::Licence));
    let processor = app.processor("linde").await;
    let start: Start = processor.get_start().at(&url).await.ok();
    assert_eq!(start.analysis, None, "it is the administrator's to mend");
}

#[tokio::test]
async fn the_kind_that_people_tell_of_issues_is_learnt_and_proposed_until_a_person_tells_it() {
    let app = TestApp::start().await;
    let (nurse, lead) = (app.provider("linde"), app.lead_processor("linde").await);
    // No cue of the taxonomy stands in it: what it means is learnt from people alone.
    let text = |place: usize| format!("De kleuters van straat {place} krijgen soep zonder brood");
    let mut told = Vec::new();
    for place in 0..12 {
        told.push(nurse.submits(&text(place)).await.id);
    }
    app.run_jobs().await;
    let issue = lead.opens_issue("Soep zonder brood", &told).await;
    assert_eq!(
        lead.issue(&issue).await.kind_proposal,
        None,
        "nobody said so yet"
    );
    let draft = DescribeDraft {
        kind: Some(KindOfProblem::OneOrganisation),
        ..DescribeDraft::default()
    };
    lead.describe_issue(issue.summary.id, issue.summary.version, &draft)
        .await
        .assert_status(200);
    let mut more = Vec::new();
    for place in 20..23 {
        more.push(nurse.submits(&text(place)).await.id);
    }
    app.run_jobs().await;
    let another = lead.opens_issue("Weer soep zonder brood", &more).await;
    let proposal = lead.issue(&another).await.kind_proposal.expect("a kind");
    assert_eq!(proposal.kind, KindOfProblem::OneOrganisation);
    assert_eq!((proposal.signals, proposal.looked_at), (3, 3));
    assert_eq!(proposal.model, "hashed-384-1");
    assert!((40..=100).contains(&proposal.confidence));
    let other = DescribeDraft {
        kind: Some(KindOfProblem::Coordination),
        ..DescribeDraft::default()
    };
    let version = lead.issue(&another).await.summary.version;
    let id = another.summary.id;
    let told: IssueDetail = lead.describe_issue(id, version, &other).await.ok();
    assert_eq!(told.kind_proposal, None, "a person decided");
}
