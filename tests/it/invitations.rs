//! Invitations: listed while they can be accepted, taken back, never shown with their link again.

use chrono::Duration;
use shared::codes::Role;
use shared::id::InvitationId;
use shared::page::Page;
use shared::person::{Invitation, InvitationDraft};
use shared::sign_in::OneTimeCode;
use testkit::{Asks, Staff, TestApp};

fn draft(name: &str) -> InvitationDraft {
    InvitationDraft {
        name: name.to_owned(),
        email: format!("{}@linde.test", name.to_lowercase().replace(' ', ".")),
        roles: vec![Role::Processor],
        ..InvitationDraft::default()
    }
}

async fn open(administrator: &Staff) -> Vec<Invitation> {
    let page: Page<Invitation> = administrator.list_invitations().await.ok();
    page.items
}

/// The code in an invitation's link.
fn code(invitation: &Invitation) -> OneTimeCode {
    let url = invitation.url.clone().unwrap();
    let (_, code) = url.rsplit_once('.').expect("a link with a code");
    OneTimeCode {
        code: code.to_owned(),
    }
}

#[tokio::test]
async fn an_open_invitation_is_listed_without_its_link_until_it_is_too_old() {
    let app = TestApp::start().await;
    let administrator = app.administrator("linde").await;
    let first: Invitation = administrator
        .invite_member(&draft("Mia Peeters"))
        .await
        .created();
    app.advance(Duration::minutes(1));
    let second: Invitation = administrator
        .invite_member(&draft("Jan Claes"))
        .await
        .created();
    assert!(first.url.is_some());
    let listed = open(&administrator).await;
    let ids: Vec<InvitationId> = listed.iter().map(|row| row.id).collect();
    assert_eq!(ids, [second.id, first.id], "the newest first");
    assert!(listed.iter().all(|row| row.url.is_none()));
    assert_eq!(listed[1].name, "Mia Peeters");
    assert!(open(&app.administrator("heidebeek").await).await.is_empty());

    let span = first.expires_on.midnight().since(app.today().midnight());
    app.advance(span + Duration::days(2));
    assert!(open(&administrator).await.is_empty());
}

#[tokio::test]
async fn an_invitation_that_was_taken_back_opens_nothing() {
    let app = TestApp::start().await;
    let administrator = app.administrator("linde").await;
    let invited: Invitation = administrator
        .invite_member(&draft("Mia Peeters"))
        .await
        .created();
    let anyone = app.anyone();
    let opens = || anyone.read_invitation(&code(&invited)).about("linde");
    opens().await.assert_status(200);
    administrator
        .revoke_invitation(invited.id)
        .await
        .no_content();
    assert!(open(&administrator).await.is_empty());
    opens()
        .await
        .assert_problem(404, "lokaalsignaal:codeUnknown");
    administrator
        .revoke_invitation(invited.id)
        .await
        .assert_problem(404, "belgif:resourceNotFound");
    assert_eq!(
        app.database()
            .count("audit WHERE operation = 'revokeInvitation' AND outcome = 'done'"),
        1
    );
}

#[tokio::test]
async fn invitations_come_page_by_page() {
    let app = TestApp::start().await;
    let administrator = app.administrator("linde").await;
    for number in 0..5 {
        administrator
            .invite_member(&draft(&format!("Mia {number}")))
            .await
            .assert_status(201);
    }
    let mut names = Vec::new();
    let mut call = administrator.list_invitations().query("pageSize", "2");
    loop {
        let page: Page<Invitation> = call.await.ok();
        names.extend(page.items.into_iter().map(|row| row.name));
        let Some(next) = page.next else { break };
        call = administrator
            .list_invitations()
            .query("pageSize", "2")
            .query("after", &next);
    }
    assert_eq!(names, ["Mia 4", "Mia 3", "Mia 2", "Mia 1", "Mia 0"]);
}
