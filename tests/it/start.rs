//! What needs somebody today: counts of what this person's roles cover, and nothing else.

use shared::codes::{ParkReason, Role};
use shared::issue::ParkDraft;
use shared::question::NoteDraft;
use shared::start::{Analysis, KeysBackup, Start};
use testkit::{Asks, Staff, TestApp, by};

async fn start(staff: &Staff) -> Start {
    staff.get_start().await.ok()
}

/// What a processor sees where nothing waits.
fn nothing() -> Start {
    Start {
        held: Some(0),
        received: Some(0),
        late: Some(0),
        answered: Some(0),
        to_validate: Some(0),
        to_decide: Some(0),
        to_review: Some(0),
        actions_late: Some(0),
        feedback_due: Some(0),
        dead_jobs: None,
        keys_backup: None,
        analysis: None,
    }
}

#[tokio::test]
async fn a_person_sees_counts_of_what_the_roles_cover() {
    let app = TestApp::start().await;
    for role in [Role::Processor, Role::LeadProcessor] {
        let member = app.member("linde", &[role]).await;
        assert_eq!(start(&member).await, nothing(), "{role}");
    }
    let officer = Start {
        to_validate: Some(0),
        to_decide: Some(0),
        to_review: Some(0),
        actions_late: Some(0),
        ..Start::default()
    };
    assert_eq!(start(&app.policy_officer("linde").await).await, officer);
    let administrator = Start {
        dead_jobs: Some(0),
        keys_backup: Some(KeysBackup::Never),
        analysis: Some(Analysis::default()),
        ..Start::default()
    };
    assert_eq!(
        start(&app.administrator("linde").await).await,
        administrator
    );
    let provider = app.member("linde", &[Role::Provider]).await;
    assert_eq!(start(&provider).await, Start::default());
    let guest = app.member("linde", &[Role::Guest]).await;
    guest
        .get_start()
        .await
        .assert_problem(403, "belgif:missingPermission");
}

#[tokio::test]
async fn everything_that_waits_is_counted_where_it_waits() {
    let app = TestApp::start().await;
    let (nurse, lead) = (app.provider("linde"), app.lead_processor("linde").await);
    let elsewhere = app.lead_processor("heidebeek").await;
    nurse
        .submits("Mevrouw met rijksregisternummer 85.07.30-033.28 wacht op een woning")
        .await;
    let asked = nurse.submits("Gezinnen wachten op een woning").await;
    let mut linked = Vec::new();
    for text in [
        "De bus rijdt niet",
        "Kinderen zonder ontbijt",
        "Geen crèche",
        "Geen crèche in de Vaartwijk",
    ] {
        linked.push(nurse.submits(text).await.id);
    }
    let question = NoteDraft {
        text: "In welke wijk?".to_owned(),
    };
    let version = lead.signal(asked.id).await.summary.version;
    lead.ask_question(asked.id, version, &question)
        .await
        .assert_status(200);
    let questions = nurse.timeline(&asked.receipt).await.questions;
    let answer = by(
        &asked.receipt,
        NoteDraft {
            text: "In de Vaartwijk".to_owned(),
        },
    );
    nurse
        .answer_question(questions[0].id, &answer)
        .await
        .assert_status(200);

    // One waits for validation, one for a decision, one was parked until yesterday.
    let analysed = lead.opens_issue("Wachten", &linked[..1]).await;
    lead.describes(&analysed).await;
    let now = lead.records_recognitions(&analysed, 1).await.summary;
    lead.analyse_issue(now.id, now.version, &shared::timeline::Empty {})
        .await
        .assert_status(200);
    let parked = lead.opens_issue("Vervoer", &linked[1..2]).await;
    let park = ParkDraft {
        reason: ParkReason::NoCapacity,
        note: None,
        review_on: app.today().plus_days(5).to_string(),
    };
    lead.park_issue(parked.summary.id, parked.summary.version, &park)
        .await
        .assert_status(200);
    let weighed = lead.opens_issue("Opvang", &linked[2..]).await;
    lead.validates(&weighed).await;
    let now = lead.issue(&weighed).await.summary;
    let scores = shared::issue::PrioritiseDraft {
        scores: vec![shared::issue::Score {
            criterion: shared::issue::PriorityCriterion::Reach,
            score: 3,
        }],
    };
    lead.prioritise_issue(now.id, now.version, &scores)
        .await
        .assert_status(200);

    let waiting = Start {
        held: Some(1),
        received: Some(1),
        answered: Some(1),
        to_validate: Some(1),
        to_decide: Some(1),
        // The two providers behind one issue get one answer.
        feedback_due: Some(3),
        ..nothing()
    };
    assert_eq!(start(&lead).await, waiting);
    assert_eq!(start(&elsewhere).await, nothing(), "of this authority only");
    let pool = app.shared_processor(&["linde", "heidebeek"]).await;
    assert_eq!(start(&pool).await, waiting, "together");
    assert_eq!(start(&pool.about("heidebeek")).await, nothing());

    app.advance(chrono::Duration::days(6));
    app.begins_the_day().await;
    app.run_jobs().await;
    assert_eq!(start(&lead).await.to_review, Some(1), "it came back");
}
