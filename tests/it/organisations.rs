//! Organisations that work in an authority.

use shared::organisation::{Organisation, OrganisationDraft};
use shared::page::Page;
use testkit::{Asks, Staff, TestApp};
use uuid::Uuid;

fn draft(name: &str) -> OrganisationDraft {
    OrganisationDraft {
        name: name.to_owned(),
        sector: "education".to_owned(),
    }
}

async fn names(staff: &Staff) -> Vec<String> {
    let page: Page<Organisation> = staff.list_organisations().await.ok();
    page.items.into_iter().map(|row| row.name).collect()
}

#[tokio::test]
async fn an_organisation_joins_the_list_by_name_and_stays_in_its_authority() {
    let app = TestApp::start().await;
    let processor = app.processor("linde").await;
    let before = names(&processor).await;
    assert_eq!(before.len(), 3, "{before:?}");
    let made: Organisation = processor
        .create_organisation(&draft("Huis van het Kind"))
        .await
        .created();
    assert_eq!(made.sector, "education");
    let after = names(&processor).await;
    assert_eq!(
        after,
        [
            "Basisschool De Klaver linde",
            "Huis van het Kind",
            "Sociaal Huis linde",
            "Thuiszorg De Brug linde"
        ]
    );
    let elsewhere = names(&app.processor("heidebeek").await).await;
    assert!(!elsewhere.contains(&made.name), "{elsewhere:?}");
}

#[tokio::test]
async fn an_organisation_is_made_once_however_often_the_request_comes() {
    let app = TestApp::start().await;
    let processor = app.processor("linde").await;
    let key = Uuid::from_u128(0x0193_5c1f_0000_7000_8000_0000_0000_0011);
    let call = || {
        processor
            .create_organisation(&draft("Huis van het Kind"))
            .key(key)
    };
    let first: Organisation = call().await.created();
    let again: Organisation = call().await.created();
    assert_eq!(first.id, again.id);
    assert_eq!(names(&processor).await.len(), 4);
    let other = processor.create_organisation(&draft("Wijkhuis")).key(key);
    other.await.assert_problem(422, "lokaalsignaal:keyReused");
}

#[tokio::test]
async fn an_organisation_has_a_name_and_a_sector_of_the_list() {
    let app = TestApp::start().await;
    let processor = app.processor("linde").await;
    let wrong = OrganisationDraft {
        name: String::new(),
        sector: "unicorns".to_owned(),
    };
    let answer = processor.create_organisation(&wrong).await;
    let problem = answer.assert_problem(422, "lokaalsignaal:invalidDraft");
    let fields: Vec<&str> = problem
        .issues
        .iter()
        .map(|issue| issue.name.as_str())
        .collect();
    assert_eq!(fields, ["/name", "/sector"], "all at once");
}

#[tokio::test]
async fn organisations_come_page_by_page_and_none_is_missed_or_shown_twice() {
    let app = TestApp::start().await;
    let processor = app.processor("linde").await;
    for number in 0..4 {
        // Two of the same name: the order must still be one.
        let name = format!("Wijkhuis {}", number / 2);
        processor
            .create_organisation(&draft(&name))
            .await
            .assert_status(201);
    }
    let mut seen = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let mut call = processor.list_organisations().query("pageSize", "2");
        if let Some(after) = &after {
            call = call.query("after", after);
        }
        let page: Page<Organisation> = call.await.ok();
        assert!(page.items.len() <= 2);
        seen.extend(page.items);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let names: Vec<&str> = seen.iter().map(|row| row.name.as_str()).collect();
    assert!(names.is_sorted(), "{names:?}");
    let mut ids: Vec<String> = seen.iter().map(|row| row.id.to_string()).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 7);
    let wrong = processor.list_organisations().query("after", "nonsense");
    assert!([400, 422].contains(&wrong.await.status));
}
