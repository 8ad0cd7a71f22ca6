//! Searching: the same words find the same signals on both databases.

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
