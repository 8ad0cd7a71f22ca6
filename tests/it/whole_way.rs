//! One signal's whole way, from a phone to a decision and back to its sender.

use shared::action::{Action, ActionDraft, ActionStepDraft};
use shared::codes::{ContactChoice, Decision, Outcome};
use shared::import::{Import, ImportField, ImportMapping};
use shared::issue::{IssueDetail, ResolveDraft};
use shared::life_cycle::{ActionEvent, IssueState, SignalState};
use shared::page::Page;
use shared::signal::{
    CodeDraft, ContactDraft, LinkDraft, SignalDetail, SignalDraft, SignalSummary, SubmittedSignal,
    TaggingDraft,
};
use shared::taxonomy::Scheme;
use shared::timeline::{Empty, RatingDraft, Step, Timeline};
use testkit::{Asks, Mailbox, Staff, TestApp, by};

const FORM: &str = "Id;Wat merk je in je werk?\n\
    1;Gezinnen wachten negen maanden op een sociale woning\n\
    2;Ouders met een laag inkomen vinden geen betaalbare huurwoning\n\
    3;De wachtlijst voor sociale woningen groeit elke maand\n";

#[tokio::test]
async fn a_signal_goes_from_a_phone_to_a_decision_and_back_to_its_sender() {
    let mailbox = Mailbox::open();
    let app = TestApp::configured(|config| config.smtp_url = Some(mailbox.url())).await;
    let nurse = app.provider("linde");
    let (processor, lead) = (
        app.processor("linde").await,
        app.lead_processor("linde").await,
    );

    // A worker sends a signal without saying who she is, and another one asks for a mail.
    let anonymous = nurse
        .submits("In deze wijk wachten gezinnen maanden op een sociale woning")
        .await;
    let reachable: SubmittedSignal = nurse
        .submit_signal(&SignalDraft {
            text: "Jonge gezinnen vinden hier geen betaalbare woning meer".to_owned(),
            contact: Some(ContactDraft {
                choice: ContactChoice::Email,
                email: Some("an@wijkteam.test".to_owned()),
                pace: None,
            }),
            ..SignalDraft::default()
        })
        .await
        .created();
    assert_eq!(anonymous.state, SignalState::Received);
    assert!(anonymous.promised_on > app.today());
    let imported = imports_three_signals(&app, &processor).await;

    // A processor accepts a tag and links everything to an issue.
    let opened = processor.signal(anonymous.id).await;
    let tagged: SignalDetail = processor
        .tag_signal(anonymous.id, opened.summary.version, &housing())
        .await
        .ok();
    assert_eq!(tagged.summary.tags[0].code.as_str(), "social-housing");
    let issue = processor
        .opens_issue("Wachtlijst sociale woningen", &imported)
        .await;
    for signal in [anonymous.id, reachable.id] {
        let version = processor.signal(signal).await.summary.version;
        let link = LinkDraft {
            issue: issue.summary.id,
        };
        let linked: SignalDetail = processor.link_signal(signal, version, &link).await.ok();
        assert_eq!(linked.summary.state, SignalState::Linked);
    }
    assert_eq!(processor.issue(&issue).await.summary.signals, 5);

    // The lead processor validates with two organisations, not with one.
    lead.describes(&issue).await;
    let one = lead.records_recognitions(&issue, 1).await;
    let analysed: IssueDetail = lead
        .analyse_issue(one.summary.id, one.summary.version, &Empty {})
        .await
        .ok();
    let refused = lead
        .validate_issue(issue.summary.id, analysed.summary.version, &Empty {})
        .await;
    let problem = refused.assert_problem(409, "lokaalsignaal:guardNotMet");
    assert_eq!(problem.missing, ["twoOrganisations"]);
    let two = lead.records_recognitions(&issue, 2).await;
    lead.validate_issue(issue.summary.id, two.summary.version, &Empty {})
        .await
        .ok::<IssueDetail>();

    // She decides to act, assigns an owner and an action, and the work begins.
    lead.decides(&issue, Decision::Act).await;
    let owned = lead.assigns_first_organisation(&issue).await;
    let planned: Action = lead
        .plan_action(issue.summary.id, owned.summary.version, &action(&app))
        .await
        .created();
    let version = lead.issue(&issue).await.summary.version;
    lead.start_issue(issue.summary.id, version, &Empty {})
        .await
        .ok::<IssueDetail>();
    finish(&lead, planned).await;

    // Feedback goes out to everybody behind the issue; a mail carries a link and no word of the signal.
    let reached = lead
        .sends_all_feedback("We openen een woonloket in de wijk.")
        .await;
    assert!(
        reached
            .iter()
            .any(|sent| sent.by_mail == 1 && sent.by_receipt == 4),
        "{reached:?}"
    );
    app.run_jobs().await;
    let mails = mailbox.to("an@wijkteam.test");
    assert!(!mails.is_empty());
    for mail in &mails {
        assert!(
            mail.content.contains("https://signaal.test"),
            "{}",
            mail.content
        );
        assert!(!mail.content.contains("Jonge gezinnen"), "{}", mail.content);
    }

    // The anonymous worker reads the decision with her follow-up code, and says that it helps.
    let timeline = nurse.timeline(&anonymous.receipt).await;
    let steps: Vec<Step> = timeline.steps.iter().map(|step| step.step).collect();
    assert_eq!(
        steps,
        [
            Step::Received,
            Step::Linked,
            Step::Weighed,
            Step::Decided,
            Step::Action
        ]
    );
    assert!(
        timeline
            .feedback
            .iter()
            .all(|feedback| feedback.text.contains("woonloket"))
    );
    let rated: Timeline = nurse
        .rate_feedback(
            timeline.feedback[0].id,
            &by(&anonymous.receipt, RatingDraft { useful: true }),
        )
        .await
        .ok();
    assert_eq!(rated.feedback[0].useful, Some(true));

    // It cannot be closed before everybody knows how it ended; then it can.
    let now = lead.issue(&issue).await;
    let resolved: IssueDetail = lead
        .resolve_issue(issue.summary.id, now.summary.version, &solved())
        .await
        .ok();
    let refused = lead
        .close_issue(issue.summary.id, resolved.summary.version, &Empty {})
        .await;
    let problem = refused.assert_problem(409, "lokaalsignaal:guardNotMet");
    assert_eq!(problem.missing, ["allInformed"]);
    let before = mails.len();
    lead.sends_all_feedback("Het woonloket is open en helpt elke week tien gezinnen.")
        .await;
    app.run_jobs().await;
    assert!(mailbox.to("an@wijkteam.test").len() > before);
    let now = lead.issue(&issue).await;
    let closed: IssueDetail = lead
        .close_issue(issue.summary.id, now.summary.version, &Empty {})
        .await
        .ok();
    assert_eq!(closed.summary.state, IssueState::Closed);
    let last = nurse.timeline(&anonymous.receipt).await;
    assert_eq!(last.steps.last().map(|step| step.step), Some(Step::Done));
}

async fn imports_three_signals(app: &TestApp, processor: &Staff) -> Vec<shared::id::SignalId> {
    let import: Import = processor
        .create_import("text/csv", FORM.as_bytes())
        .await
        .created();
    assert_eq!(import.rows, 3);
    let mapping = ImportMapping {
        columns: [(0, ImportField::SourceId), (1, ImportField::Text)].into(),
    };
    processor
        .start_import(import.id, &mapping)
        .await
        .ok::<Import>();
    app.run_jobs().await;
    let done: Import = processor.get_import(import.id).await.ok();
    assert_eq!((done.created, done.errors.len()), (3, 0));
    let page: Page<SignalSummary> = processor.list_signals().await.ok();
    let wanted = |row: &&SignalSummary| {
        ["negen maanden", "betaalbare huurwoning", "elke maand"]
            .iter()
            .any(|words| row.excerpt.contains(words))
    };
    let found: Vec<_> = page.items.iter().filter(wanted).map(|row| row.id).collect();
    assert_eq!(found.len(), 3, "{:?}", page.items);
    found
}

async fn finish(lead: &Staff, planned: Action) {
    let start = ActionStepDraft {
        event: ActionEvent::Start,
        note: None,
    };
    let started: Action = lead
        .move_action(planned.id, planned.version, &start)
        .await
        .ok();
    let end = ActionStepDraft {
        event: ActionEvent::Finish,
        note: Some("Het loket is open.".to_owned()),
    };
    lead.move_action(planned.id, started.version, &end)
        .await
        .ok::<Action>();
}

fn housing() -> TaggingDraft {
    TaggingDraft {
        confirm: vec![CodeDraft {
            scheme: Scheme::Tag,
            code: "social-housing".to_owned(),
        }],
        ..TaggingDraft::default()
    }
}

fn action(app: &TestApp) -> ActionDraft {
    ActionDraft {
        title: "Woonloket in de wijk".to_owned(),
        owner: app.organisations("linde")[0].to_string(),
        owner_member: None,
        due_on: app.today().plus_days(30).to_string(),
    }
}

fn solved() -> ResolveDraft {
    ResolveDraft {
        outcome: Outcome::Solved,
        evidence: "Tien gezinnen per week vonden hun weg.".to_owned(),
    }
}
