//! What came of signals: times that do not forget what still waits, who is heard, who was told; by who looks.

use chrono::Duration;
use shared::action::{Action, ActionDraft, ActionStepDraft};
use shared::codes::{ContactChoice, NotStructuralReason};
use shared::id::SignalId;
use shared::indicator::{
    Breakdown, Ended, Ending, Figures, IndicatorList, Indicators, PartKind, Share, Stage, Waiting,
};
use shared::issue::IssueDetail;
use shared::life_cycle::ActionEvent;
use shared::signal::{
    Chips, ContactDraft, EndDraft, LinkDraft, SignalDetail, SignalDraft, SubmittedSignal,
};
use shared::timeline::{Empty, RatingDraft, Timeline};
use testkit::{Asks, Provider, Staff, TestApp, by};

async fn indicators(who: &Staff, query: &str) -> Indicators {
    let mut list: IndicatorList = who.get_indicators(query).await.ok();
    assert_eq!(list.items.len(), 1, "{list:?}");
    list.items.remove(0)
}

async fn figures(who: &Staff) -> Figures {
    indicators(who, "").await.now
}

/// A signal of a new provider, who works somewhere.
async fn submits_from(nurse: &Provider, sector: &str, place: &str) -> SubmittedSignal {
    let draft = SignalDraft {
        text: "Gezinnen wachten maanden op een woning in de wijk".to_owned(),
        sector: Some(sector.to_owned()),
        chips: Chips {
            themes: vec!["housing".to_owned()],
            place: Some(place.to_owned()),
            ..Chips::default()
        },
        ..SignalDraft::default()
    };
    nurse.submit_signal(&draft).await.created()
}

async fn plans(lead: &Staff, issue: &IssueDetail) -> Action {
    let issue = lead.assigns_first_organisation(issue).await;
    let draft = ActionDraft {
        title: "Wachtlijst samen bekijken".to_owned(),
        owner: lead.app().organisations(&issue.summary.authority)[0].to_string(),
        owner_member: None,
        due_on: lead.app().today().plus_days(30).to_string(),
    };
    lead.plan_action(issue.summary.id, issue.summary.version, &draft)
        .await
        .created()
}

async fn moves(lead: &Staff, action: &Action, event: ActionEvent) -> Action {
    let note = (event == ActionEvent::Finish).then(|| "Elk gezin staat op de lijst.".to_owned());
    let step = ActionStepDraft { event, note };
    lead.move_action(action.id, action.version, &step)
        .await
        .ok()
}

async fn links(processor: &Staff, issue: &IssueDetail, signal: SignalId) {
    let draft = LinkDraft {
        issue: issue.summary.id,
    };
    let version = processor.signal(signal).await.summary.version;
    processor
        .link_signal(signal, version, &draft)
        .await
        .ok::<SignalDetail>();
}

async fn ends(processor: &Staff, signal: SignalId) {
    let end = EndDraft::NotStructural {
        reason: NotStructuralReason::Opinion,
        note: "Dit is een mening.".to_owned(),
    };
    let version = processor.signal(signal).await.summary.version;
    processor
        .end_signal(signal, version, &end)
        .await
        .ok::<SignalDetail>();
}

fn by_kind(figures: &Figures, kind: PartKind) -> &Breakdown {
    let own = figures.parts.iter().find(|parts| parts.kind == kind);
    own.expect("every kind is there")
}

fn stage(figures: &Figures, stage: Stage) -> &Waiting {
    let own = figures.stages.iter().find(|time| time.stage == stage);
    &own.expect("every stage is there").waiting
}

#[tokio::test]
async fn a_lead_time_does_not_forget_what_still_waits_and_tells_the_rest_apart() {
    let app = TestApp::start().await;
    let (nurse, lead) = (app.provider("linde"), app.lead_processor("linde").await);
    let first = nurse
        .submits("Gezinnen wachten maanden op een woning")
        .await;
    app.advance(Duration::days(10));
    let second = nurse
        .submits("Een gezin met vier kinderen vindt geen woning")
        .await;
    nurse
        .submits("De bus rijdt niet meer tot aan het ziekenhuis")
        .await;
    let other = nurse.submits("De straatlamp aan de kerk is kapot").await;
    let issue = lead.decides_to_act_on(&[first.id, second.id]).await;
    let action = plans(&lead, &issue).await;
    ends(&lead, other.id).await;
    app.advance(Duration::days(6));
    let action = moves(&lead, &action, ActionEvent::Start).await;
    app.advance(Duration::days(4));
    let late = nurse
        .submits("Ook in onze straat wachten gezinnen op een woning")
        .await;
    links(&lead, &issue, late.id).await;
    moves(&lead, &action, ActionEvent::Finish).await;

    let figures = figures(&lead).await;
    assert_eq!(figures.received, 5);
    let times = &figures.lead_time_action;
    assert_eq!(
        (times.all, times.reached, times.open),
        (5, 2, 1),
        "{times:?}"
    );
    assert_eq!(times.joined_later, 1);
    let not_structural = Ended {
        how: Ending::NotStructural,
        count: 1,
    };
    assert_eq!(times.ended, [not_structural]);
    // 6 and 16 days; the third waits for 10, the fourth ended on its first day.
    let days: Vec<u32> = times.curve.iter().map(|point| point.days).collect();
    assert_eq!(days, [6, 16]);
    assert!(
        (times.curve[0].share - 1.0 / 3.0).abs() < 1e-12,
        "{times:?}"
    );
    assert_eq!(
        (times.median_days, times.open_share),
        (Some(16), Some(0.25))
    );
    assert_eq!(stage(&figures, Stage::Started).median_days, Some(6));
    assert_eq!(stage(&figures, Stage::Resolved).open, 1);
    assert_eq!(figures.conversion.linked, Share::of(3, 5));
    assert_eq!(figures.conversion.done, Share::of(1, 1));
    assert_eq!(figures.detection.median_days, Some(10));
}

#[tokio::test]
async fn who_reads_no_signals_sees_totals_and_themes_and_no_part_under_five_providers() {
    let app = TestApp::start().await;
    let nurse = app.provider("linde");
    for (sector, place, count) in [
        ("home-nursing", "Vaartwijk", 7),
        ("education", "Oude Haven", 5),
        ("police-justice", "Oude Haven", 1),
    ] {
        for _ in 0..count {
            submits_from(&nurse, sector, place).await;
        }
    }
    let processor = figures(&app.processor("linde").await).await;
    for who in [
        app.policy_officer("linde").await,
        app.administrator("linde").await,
    ] {
        let seen = figures(&who).await;
        assert_eq!((seen.received, seen.providers), (13, 13));
        let themes = by_kind(&seen, PartKind::Theme);
        assert_eq!(themes, by_kind(&processor, PartKind::Theme));
        assert_eq!((themes.parts[0].signals, themes.unknown), (13, 0));
        let sectors = by_kind(&seen, PartKind::Sector);
        assert_eq!(sectors.parts.len(), 1, "{sectors:?}");
        let others = sectors.others.expect("one is too small");
        assert_eq!((others.groups, others.providers), (2, 6), "with one more");
        // Nor do the figures made of them give it away.
        assert_eq!(seen.diversity.map(|all| all.groups), Some(2));
        assert!(
            seen.coverage
                .silent
                .iter()
                .all(|sector| sector != "police-justice")
        );
    }
    assert_eq!(processor.diversity.map(|all| all.groups), Some(3));
    let places = by_kind(&processor, PartKind::Place);
    assert_eq!((places.parts.len(), places.others), (2, None));
    let sectors = by_kind(&processor, PartKind::Sector);
    assert!(
        sectors.others.is_some(),
        "a sector of one names its provider"
    );
}

#[tokio::test]
async fn each_authority_is_counted_by_itself_and_nobody_sees_another() {
    let app = TestApp::start().await;
    app.provider("linde")
        .submits("Hier wacht iedereen lang")
        .await;
    for _ in 0..2 {
        let there = app.provider("heidebeek");
        there.submits("De bus rijdt niet meer naar het dorp").await;
    }
    let both = app.shared_processor(&["linde", "heidebeek"]).await;
    let list: IndicatorList = both.about_all().get_indicators("").await.ok();
    let mut counts: Vec<(&str, u32)> = list
        .items
        .iter()
        .map(|item| (item.authority.as_str(), item.now.received))
        .collect();
    counts.sort_unstable();
    assert_eq!(counts, [("heidebeek", 2), ("linde", 1)]);
    let own = indicators(&app.policy_officer("linde").await, "").await;
    assert_eq!((own.authority.as_str(), own.now.received), ("linde", 1));
}

#[tokio::test]
async fn a_period_stands_beside_the_days_before_it_and_what_was_taken_back_at_once_counts_nowhere()
{
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    for _ in 0..3 {
        nurse.submits("De wachtlijst is weer langer").await;
    }
    app.advance(Duration::days(20));
    nurse.submits("De wachtlijst is nog langer").await;
    let undone = nurse.submits("Dit was een vergissing").await;
    nurse
        .withdraw_signal(&by(&undone.receipt, Empty {}))
        .await
        .no_content();
    let today = app.today();
    let asked = format!("?from={}&to={today}", today.plus_days(-13));
    let seen = indicators(&processor, &asked).await;
    assert_eq!((seen.now.received, seen.before.received), (1, 3));
    let days = (seen.before.from, seen.before.to, seen.before.until);
    let expected = (
        today.plus_days(-27),
        today.plus_days(-14),
        today.plus_days(-14),
    );
    assert_eq!(days, expected);

    let wrong = format!("?from={today}&to={}", today.plus_days(-1));
    let refused = processor.get_indicators(&wrong).await;
    refused.assert_problem(422, "lokaalsignaal:invalidDraft");
    processor
        .get_indicators("?from=2019-01-01&to=2026-01-01")
        .await
        .assert_problem(422, "lokaalsignaal:invalidDraft");
}

#[tokio::test]
async fn who_was_told_in_time_and_says_that_it_helps_is_counted() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let mut signals = Vec::new();
    for name in ["an", "bo", "cis"] {
        let draft = SignalDraft {
            text: "Ouderen raken niet meer aan het loket in de wijk".to_owned(),
            contact: Some(ContactDraft {
                choice: ContactChoice::Email,
                email: Some(format!("{name}@wijkteam.test")),
                pace: None,
            }),
            ..SignalDraft::default()
        };
        let signal: SubmittedSignal = nurse.submit_signal(&draft).await.created();
        signals.push(signal);
    }
    let linked = [signals[0].id, signals[1].id];
    processor
        .opens_issue("Bereikbaarheid van het loket", &linked)
        .await;
    app.advance(Duration::days(3));
    processor
        .sends_all_feedback("Het loket komt naar de wijk.")
        .await;
    app.run_jobs().await;
    let third = [signals[2].id];
    processor
        .opens_issue("Openingsuren van het loket", &third)
        .await;
    let timeline: Timeline = nurse.timeline(&signals[0].receipt).await;
    let told = timeline.feedback.first().expect("an answer").id;
    let useful = RatingDraft { useful: true };
    nurse
        .rate_feedback(told, &by(&signals[0].receipt, useful))
        .await
        .ok::<Timeline>();

    let seen = figures(&processor).await;
    assert_eq!(
        seen.feedback.coverage,
        Share::of(2, 3),
        "{:?}",
        seen.feedback
    );
    assert_eq!(seen.feedback.on_time, Share::of(2, 2));
    assert_eq!(seen.feedback.response, Share::of(1, 2));
    assert_eq!(seen.feedback.usefulness, Share::of(1, 1));
    assert_eq!(seen.first_response.reached, 2);
    assert_eq!(seen.again.told.providers, 2);
    app.advance(Duration::days(60));
    let later = figures(&processor).await;
    assert_eq!(
        later.feedback.on_time,
        Share::of(2, 3),
        "one day has passed"
    );
}
