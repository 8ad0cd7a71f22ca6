//! Issues that everybody may read, and senders who say that they see one too.

use shared::id::IssueId;
use shared::issue::{IssueDetail, PublishedIssue};
use shared::lineage::MergeDraft;
use shared::page::Page;
use shared::signal::{LinkDraft, SignalDraft, SubmittedSignal};
use shared::timeline::Empty;
use testkit::{Asks, Staff, TestApp};

const TEXT: &str = "Ouders met een laat uurrooster vinden geen opvang in de wijk";

fn seeing(issue: IssueId) -> SignalDraft {
    SignalDraft {
        text: TEXT.to_owned(),
        seen_issue: Some(issue),
        ..SignalDraft::default()
    }
}

async fn published(app: &TestApp) -> Vec<PublishedIssue> {
    let anyone = app.anyone();
    let page: Page<PublishedIssue> = anyone.list_published_issues("linde").await.ok();
    page.items
}

async fn publishes(lead: &Staff, issue: &IssueDetail) -> IssueDetail {
    let version = lead.issue(issue).await.summary.version;
    lead.publish_issue(issue.summary.id, version, &Empty {})
        .await
        .ok()
}

async fn validated(app: &TestApp, lead: &Staff, title: &str) -> IssueDetail {
    let signal = app.provider("linde").submits(TEXT).await;
    let issue = lead.opens_issue(title, &[signal.id]).await;
    lead.validates(&issue).await
}

#[tokio::test]
async fn everybody_reads_an_issue_from_its_publication_until_it_is_taken_back() {
    let app = TestApp::start().await;
    let lead = app.lead_processor("linde").await;
    let issue = validated(&app, &lead, "Opvang na zes uur").await;
    assert!(issue.publishable);
    assert_eq!(published(&app).await, []);

    let shown = publishes(&lead, &issue).await;
    assert_eq!(shown.published_on, Some(app.today()));
    let [only] = published(&app).await.try_into().unwrap();
    assert_eq!(only.id, issue.summary.id);
    assert_eq!(only.title, "Opvang na zes uur");
    assert_eq!(only.published_on, app.today());
    let answer = app.anyone().list_published_issues("linde").await.text();
    for hidden in ["signals", "providers", "sectors", TEXT] {
        assert!(!answer.contains(hidden), "{hidden} is nobody's business");
    }
    let nothing: Page<PublishedIssue> = app.anyone().list_published_issues("heidebeek").await.ok();
    assert_eq!(nothing.items, [], "another authority shows its own");

    let twice = lead
        .publish_issue(issue.summary.id, shown.summary.version, &Empty {})
        .await;
    twice.assert_problem(409, "lokaalsignaal:wrongState");
    let back: IssueDetail = lead
        .unpublish_issue(issue.summary.id, shown.summary.version, &Empty {})
        .await
        .ok();
    assert_eq!(back.published_on, None);
    assert_eq!(published(&app).await, []);
    publishes(&lead, &issue).await;
    assert_eq!(published(&app).await.len(), 1);
}

#[tokio::test]
async fn what_nobody_confirmed_yet_is_not_published() {
    let app = TestApp::start().await;
    let lead = app.lead_processor("linde").await;
    let signal = app.provider("linde").submits(TEXT).await;
    let issue = lead.opens_issue("Opvang na zes uur", &[signal.id]).await;
    let described = lead.describes(&issue).await;
    assert!(!described.publishable);
    let refused = lead
        .publish_issue(issue.summary.id, described.summary.version, &Empty {})
        .await;
    refused.assert_problem(409, "lokaalsignaal:wrongState");
    assert_eq!(published(&app).await, []);
}

#[tokio::test]
async fn a_sender_says_to_see_it_too_and_a_processor_confirms() {
    let app = TestApp::start().await;
    let lead = app.lead_processor("linde").await;
    let issue = validated(&app, &lead, "Opvang na zes uur").await;
    publishes(&lead, &issue).await;
    let sent: SubmittedSignal = app
        .provider("linde")
        .submit_signal(&seeing(issue.summary.id))
        .await
        .created();
    let signal = lead.signal(sent.id).await;
    assert!(signal.summary.issues.is_empty(), "a person decides");
    assert_eq!(signal.seen_issue.unwrap().id, issue.summary.id);

    let link = LinkDraft {
        issue: issue.summary.id,
    };
    lead.link_signal(sent.id, signal.summary.version, &link)
        .await
        .assert_status(200);
    let linked = lead.signal(sent.id).await;
    assert_eq!(linked.summary.issues.len(), 1);
    assert_eq!(linked.seen_issue, None, "said and done");
}

#[tokio::test]
async fn what_a_sender_saw_is_found_where_it_went() {
    let app = TestApp::start().await;
    let lead = app.lead_processor("linde").await;
    let old = validated(&app, &lead, "Opvang na zes uur").await;
    let into = validated(&app, &lead, "Opvang buiten de uren").await;
    publishes(&lead, &old).await;
    let sent: SubmittedSignal = app
        .provider("linde")
        .submit_signal(&seeing(old.summary.id))
        .await
        .created();
    let version = lead.issue(&into).await.summary.version;
    let merge = MergeDraft {
        from: old.summary.id,
    };
    lead.merge_issues(into.summary.id, version, &merge)
        .await
        .assert_status(200);
    assert_eq!(
        published(&app).await,
        [],
        "it went into one that is not shown"
    );
    let seen = lead.signal(sent.id).await.seen_issue.unwrap();
    assert_eq!(seen.id, into.summary.id);
}

#[tokio::test]
async fn a_text_comes_in_also_when_the_issue_is_no_longer_shown() {
    let app = TestApp::start().await;
    let lead = app.lead_processor("linde").await;
    let hidden = validated(&app, &lead, "Opvang na zes uur").await;
    let nowhere = IssueId::new(uuid::Uuid::from_u128(7));
    for issue in [hidden.summary.id, nowhere] {
        let sent: SubmittedSignal = app
            .provider("linde")
            .submit_signal(&seeing(issue))
            .await
            .created();
        assert_eq!(lead.signal(sent.id).await.seen_issue, None);
    }
}
