//! Somebody who only sends signals is invited: a press on the phone, no password, no app, and never required.

use shared::codes::Role;
use shared::page::Page;
use shared::person::{Invitation, InvitationDraft, Member};
use shared::sign_in::{LoginTokens, OneTimeCode};
use testkit::{Answer, Asks, TestApp, unfolded};

use crate::browser::{Browser, roles};

const NURSE: &str = "an@thuiszorg.test";

async fn invites(app: &TestApp, email: &str, roles: &[Role]) -> Invitation {
    let administrator = app.administrator("linde").await;
    let draft = InvitationDraft {
        name: "An Claes".to_owned(),
        email: email.to_owned(),
        roles: roles.to_vec(),
        ..InvitationDraft::default()
    };
    administrator.invite_member(&draft).await.created()
}

/// The code in the link of the last mail.
async fn code_of_last_mail(app: &TestApp) -> String {
    app.run_jobs().await;
    let mail = app.mails_in_folder().pop().expect("a mail");
    let unfolded = unfolded(&mail);
    assert!(!unfolded.contains("/desk/"), "{unfolded}");
    let link = unfolded.split_once("/linde/m/#i=").expect("a link").1;
    link.chars().take(43).collect()
}

async fn joins(app: &TestApp, browser: &mut Browser, code: &str) -> Answer {
    let code = OneTimeCode {
        code: code.to_owned(),
    };
    browser.sends(app.anyone().join_as_provider(&code)).await
}

#[tokio::test]
async fn an_invited_nurse_is_in_with_one_press() {
    let app = TestApp::start().await;
    let invitation = invites(&app, NURSE, &[Role::Provider]).await;
    let url = invitation.url.expect("a link");
    assert!(url.contains("/linde/m/#i="), "{url}");
    let code = code_of_last_mail(&app).await;
    let mut phone = Browser::default();
    let tokens: LoginTokens = joins(&app, &mut phone, &code).await.ok();
    assert_eq!(phone.cookies[0].0, "__Host-prt");
    assert_eq!(roles(&app, &tokens.access_token).await, [Role::Provider]);
    // Once, for whoever comes.
    for mut browser in [phone, Browser::default()] {
        let again = joins(&app, &mut browser, &code).await;
        again.assert_problem(404, "lokaalsignaal:codeUnknown");
    }
    // She has no password, and stands in no list of members.
    assert_eq!(app.database().count("users WHERE password_hash IS NULL"), 1);
    let administrator = app.administrator("linde").await;
    let members: Page<Member> = administrator.list_members().await.ok();
    assert!(members.items.iter().all(|member| member.email != NURSE));
    for words in [code.as_str(), NURSE, "An Claes"] {
        assert!(!app.database().holds(words), "{words}");
    }
}

#[tokio::test]
async fn looking_at_the_invitation_uses_nothing_up() {
    let app = TestApp::start().await;
    invites(&app, NURSE, &[Role::Provider]).await;
    let code = code_of_last_mail(&app).await;
    let looked = app.anyone().call("GET", "/invitations/join").await;
    assert_eq!(looked.status, 405);
    let body = OneTimeCode { code: code.clone() };
    let foreign = app.anyone().join_as_provider(&body).about("linde");
    let foreign = foreign.header("Sec-Fetch-Site", "cross-site").await;
    assert_eq!(foreign.status, 403);
    joins(&app, &mut Browser::default(), &code)
        .await
        .assert_status(200);
}

#[tokio::test]
async fn an_invitation_of_staff_opens_no_phone() {
    let app = TestApp::start().await;
    for roles in [&[Role::Processor][..], &[Role::Provider, Role::Processor]] {
        let invitation = invites(&app, NURSE, roles).await;
        let url = invitation.url.expect("a link");
        assert!(url.contains("/desk/#invite=linde."), "{url}");
        let code = url.split("linde.").last().expect("a code");
        let answer = joins(&app, &mut Browser::default(), code).await;
        answer.assert_problem(404, "lokaalsignaal:codeUnknown");
    }
}

#[tokio::test]
async fn an_old_or_revoked_invitation_and_one_of_elsewhere_let_nobody_in() {
    let app = TestApp::start().await;
    let unknown = |answer: Answer| {
        answer.assert_problem(404, "lokaalsignaal:codeUnknown");
    };
    let invitation = invites(&app, NURSE, &[Role::Provider]).await;
    let code = code_of_last_mail(&app).await;
    let body = OneTimeCode { code: code.clone() };
    let elsewhere = app.anyone().join_as_provider(&body);
    unknown(Browser::default().sends_to("heidebeek", elsewhere).await);
    let administrator = app.administrator("linde").await;
    let revoke = administrator.revoke_invitation(invitation.id);
    revoke.await.no_content();
    unknown(joins(&app, &mut Browser::default(), &code).await);

    invites(&app, NURSE, &[Role::Provider]).await;
    let code = code_of_last_mail(&app).await;
    app.advance(chrono::Duration::days(14));
    unknown(joins(&app, &mut Browser::default(), &code).await);
}

#[tokio::test]
async fn who_has_an_account_by_mail_keeps_it() {
    let app = TestApp::start().await;
    Browser::default().signs_in(&app, NURSE).await;
    invites(&app, NURSE, &[Role::Provider]).await;
    let code = code_of_last_mail(&app).await;
    let tokens: LoginTokens = joins(&app, &mut Browser::default(), &code).await.ok();
    assert_eq!(roles(&app, &tokens.access_token).await, [Role::Provider]);
    assert_eq!(app.database().count("users WHERE password_hash IS NULL"), 1);
}
