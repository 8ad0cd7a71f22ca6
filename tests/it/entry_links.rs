//! Entry links: made for a team, printed as a QR code, ended for good.

use chrono::Duration;
use shared::entry_link::{EntryLink, EntryLinkDraft};
use shared::id::EntryLinkId;
use shared::page::Page;
use shared::signal::SignalDraft;
use testkit::{Asks, Call, Staff, TestApp};

fn draft(name: &str) -> EntryLinkDraft {
    EntryLinkDraft {
        name: name.to_owned(),
        ..EntryLinkDraft::default()
    }
}

async fn listed(staff: &Staff) -> Vec<EntryLink> {
    let page: Page<EntryLink> = staff.list_entry_links().await.ok();
    page.items
}

/// Somebody sends a signal through a link.
fn submits(app: &TestApp, link: &EntryLink) -> Call {
    let (_, token) = link.url.split_once("#e=").expect("a link with a token");
    let draft = SignalDraft {
        text: "Ouders wachten op een plaats in de crèche".to_owned(),
        ..SignalDraft::default()
    };
    let call = app.anyone().submit_signal(&draft);
    call.about("linde")
        .header("LokaalSignaal-Entry-Token", token)
}

#[tokio::test]
async fn a_link_for_a_team_tells_where_its_signals_come_from() {
    let app = TestApp::start().await;
    let lead = app.lead_processor("linde").await;
    let organisation = app.organisations("linde")[1];
    app.advance(Duration::minutes(1));
    let made: EntryLink = lead
        .create_entry_link(&EntryLinkDraft {
            sector: Some("home-nursing".to_owned()),
            organisation: Some(organisation),
            ..draft("Wijkteam Oude Haven")
        })
        .await
        .created();
    assert!(
        made.url.starts_with("https://signaal.test/linde/m/#e="),
        "the token stands where browsers send it to nobody: {}",
        made.url
    );
    submits(&app, &made).await.assert_status(201);
    assert_eq!(
        app.database()
            .count("signals WHERE sector = 'home-nursing' AND organisation_id IS NOT NULL"),
        1
    );
    let shown = listed(&lead).await;
    assert_eq!(shown.len(), 2, "the first one came with the authority");
    assert_eq!(
        (shown[0].id, shown[0].organisation),
        (made.id, Some(organisation))
    );
    let elsewhere = listed(&app.lead_processor("heidebeek").await).await;
    assert!(elsewhere.iter().all(|link| link.id != made.id));
}

#[tokio::test]
async fn a_link_is_printed_as_a_picture_until_it_ends() {
    let app = TestApp::start().await;
    let lead = app.lead_processor("linde").await;
    let made: EntryLink = lead.create_entry_link(&draft("Markt")).await.created();
    let picture = lead.get_entry_link_qr(made.id).await;
    picture.assert_status(200);
    assert!(
        picture.header("content-type").starts_with("image/svg+xml"),
        "{}",
        picture.header("content-type")
    );
    assert!(picture.text().starts_with("<svg"));
    let other: EntryLink = lead.create_entry_link(&draft("Station")).await.created();
    assert_ne!(
        lead.get_entry_link_qr(other.id).await.text(),
        picture.text()
    );

    submits(&app, &made).await.assert_status(201);
    lead.revoke_entry_link(made.id).await.no_content();
    submits(&app, &made)
        .await
        .assert_problem(401, "lokaalsignaal:entryLinkInvalid");
    submits(&app, &other).await.assert_status(201);
    lead.get_entry_link_qr(made.id)
        .await
        .assert_problem(404, "belgif:resourceNotFound");
    lead.revoke_entry_link(made.id)
        .await
        .assert_problem(404, "belgif:resourceNotFound");
    let ended = listed(&lead)
        .await
        .into_iter()
        .find(|link| link.id == made.id);
    assert_eq!(ended.unwrap().revoked_on, Some(app.today()));
}

#[tokio::test]
async fn a_link_opens_until_its_last_day_is_over() {
    let app = TestApp::start().await;
    let lead = app.lead_processor("linde").await;
    let until = |days: i64| EntryLinkDraft {
        expires_on: Some(app.today().plus_days(days)),
        ..draft("Signaaldag")
    };
    let answer = lead.create_entry_link(&until(-1)).await;
    let problem = answer.assert_problem(422, "lokaalsignaal:invalidDraft");
    assert_eq!(problem.issues[0].name, "/expiresOn");

    let (today, tomorrow) = (until(0), until(1));
    let today: EntryLink = lead.create_entry_link(&today).await.created();
    let tomorrow: EntryLink = lead.create_entry_link(&tomorrow).await.created();
    submits(&app, &today).await.assert_status(201);
    // Nobody asked for this one yet, so no copy of it is a few seconds old.
    app.advance(Duration::days(1));
    submits(&app, &tomorrow).await.assert_status(201);
    let late: EntryLink = lead.create_entry_link(&until(0)).await.created();
    app.advance(Duration::days(1));
    submits(&app, &late)
        .await
        .assert_problem(401, "lokaalsignaal:entryLinkInvalid");
}

#[tokio::test]
async fn links_come_page_by_page() {
    let app = TestApp::start().await;
    let lead = app.lead_processor("linde").await;
    // All in the same moment: the order must still be one.
    for number in 0..4 {
        lead.create_entry_link(&draft(&format!("Markt {number}")))
            .await
            .assert_status(201);
    }
    let mut seen: Vec<EntryLinkId> = Vec::new();
    let mut call = lead.list_entry_links().query("pageSize", "2");
    loop {
        let page: Page<EntryLink> = call.await.ok();
        seen.extend(page.items.into_iter().map(|row| row.id));
        let Some(next) = page.next else { break };
        call = lead
            .list_entry_links()
            .query("pageSize", "2")
            .query("after", &next);
    }
    let whole: Vec<EntryLinkId> = listed(&lead).await.into_iter().map(|row| row.id).collect();
    assert_eq!(seen, whole);
    assert_eq!(seen.len(), 5);
}
