//! Searching: the same words find the same signals on both databases.

use shared::issue::{DescribeDraft, IssueSummary};
use shared::page::Page;
use shared::signal::SignalSummary;
use testkit::{Asks, TestApp};

const TEXTS: [&str; 8] = [
    "Gezinnen wachten maanden op een sociale woning in de Vaartwijk",
    "De wachtlijst voor sociale woningen is te lang",
    "Ouderen raken niet meer bij de huisarts zonder auto",
    "Huisartsen nemen geen nieuwe patiënten meer aan",
    "Énergie trop chère pour les familles monoparentales",
    "Kinderen komen zonder ontbijt naar school",
    "De bus naar het ziekenhuis rijdt niet meer op zondag",
    "Jongeren met schulden durven niet naar het OCMW te gaan",
];

#[tokio::test]
async fn words_find_the_same_signals_on_both_databases() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    for text in TEXTS {
        nurse.submits(text).await;
    }
    // Expected by hand, so that an engine that differs fails.
    for (q, expected) in [
        ("woning", &[0, 1][..]),
        ("woningen", &[0, 1]),
        ("WONINGEN", &[0, 1]),
        ("sociale woning", &[0, 1]),
        ("\"sociale woning\"", &[0, 1]),
        ("maanden woning", &[0]),
        ("huisarts", &[2, 3]),
        ("energie", &[4]),
        ("ontbijt", &[5]),
        ("zondag ziekenhuis", &[6]),
        ("ocmw", &[7]),
        ("zwembad", &[]),
        ("' OR 1=1 --", &[]),
        ("\"", &[]),
        ("*", &[]),
    ] {
        let page: Page<SignalSummary> = processor.list_signals().query("q", q).await.ok();
        let mut found: Vec<&str> = page.items.iter().map(|row| row.excerpt.as_str()).collect();
        found.sort_unstable();
        let mut wanted: Vec<&str> = expected.iter().map(|position| TEXTS[*position]).collect();
        wanted.sort_unstable();
        assert_eq!(found, wanted, "{q}");
    }
}

#[tokio::test]
async fn a_search_stays_within_its_authority() {
    let app = TestApp::start().await;
    app.provider("heidebeek").submits(TEXTS[0]).await;
    let processor = app.processor("linde").await;
    let page: Page<SignalSummary> = processor
        .list_signals()
        .query("q", "woning")
        .query("count", "true")
        .await
        .ok();
    assert!(page.items.is_empty());
    assert_eq!(page.total, Some(0));
}

const TITLES: [&str; 6] = [
    "Wachtlijst voor sociale woningen",
    "Énergie te duur voor gezinnen met één ouder",
    "Crèches met te weinig plaatsen",
    "ÉCOLE: geen opvang na vier uur",
    "Bus 7 naar het ziekenhuis",
    "Schulden bij jongeren",
];

#[tokio::test]
async fn words_find_the_same_issues_on_both_databases() {
    let app = TestApp::start().await;
    let (nurse, lead) = (app.provider("linde"), app.lead_processor("linde").await);
    let signal = nurse.submits("Iets waar het over gaat").await;
    for title in TITLES {
        lead.opens_issue(title, &[signal.id]).await;
    }
    // Expected by hand, so that an engine that differs fails.
    for (q, expected) in [
        ("woning", &[0][..]),
        ("WONINGEN", &[0]),
        ("sociale woning", &[0]),
        ("\"sociale woningen\"", &[0]),
        ("\"woningen sociale\"", &[]),
        ("wachtl", &[0]),
        ("energie", &[1]),
        ("ÉNERGIE", &[1]),
        ("gezin", &[1]),
        ("creche", &[2]),
        ("crèches", &[2]),
        ("plaats", &[2]),
        ("école", &[3]),
        ("ecole", &[3]),
        ("bus", &[4]),
        ("7 ziekenhuis", &[4]),
        ("jongere schuld", &[5]),
        ("K-2", &[1]),
        ("zwembad", &[]),
        ("100%_", &[]),
        ("%", &[]),
        ("_", &[]),
        ("' OR 1=1 --", &[]),
        ("\"", &[]),
    ] {
        let page: Page<IssueSummary> = lead
            .list_issues()
            .query("q", q)
            .query("count", "true")
            .await
            .ok();
        let mut found: Vec<&str> = page.items.iter().map(|row| row.title.as_str()).collect();
        found.sort_unstable();
        let mut wanted: Vec<&str> = expected.iter().map(|position| TITLES[*position]).collect();
        wanted.sort_unstable();
        assert_eq!(found, wanted, "{q}");
        assert_eq!(page.total, u64::try_from(wanted.len()).ok(), "{q}");
    }
    let page: Page<IssueSummary> = lead.list_issues().await.ok();
    assert_eq!(
        page.total, None,
        "who does not ask does not pay for counting"
    );
}

#[tokio::test]
async fn an_issue_is_found_by_its_newest_title() {
    let app = TestApp::start().await;
    let (nurse, lead) = (app.provider("linde"), app.lead_processor("linde").await);
    let signal = nurse.submits("Iets waar het over gaat").await;
    let issue = lead.opens_issue("Wachten", &[signal.id]).await;
    let words = DescribeDraft {
        title: Some("Geen plaats in de kribbe".to_owned()),
        ..DescribeDraft::default()
    };
    lead.describe_issue(issue.summary.id, issue.summary.version, &words)
        .await
        .assert_status(200);
    for (q, expected) in [("wachten", 0), ("kribbe", 1)] {
        let page: Page<IssueSummary> = lead.list_issues().query("q", q).await.ok();
        assert_eq!(page.items.len(), expected, "{q}");
    }
}
