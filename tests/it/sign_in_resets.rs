//! Somebody who lost the password or the phone with the app gets a link from an administrator, and only by mail.

use chrono::Duration;
use identity::totp::TotpSecret;
use shared::codes::Role;
use shared::page::Page;
use shared::person::{Invitation, Me};
use shared::sign_in::{
    AcceptInvitationDraft, InvitationOffer, LoginTokens, OneTimeCode, SignInDraft,
};
use shared::timeline::Empty;
use testkit::{Asks, Person, TestApp, unfolded};

const ANOTHER: &str = "een-lange-rivier-stroomt";

/// The code in the newest mail.
fn code_of_mail(app: &TestApp) -> OneTimeCode {
    let mail = app.mails_in_folder().pop().expect("a mail");
    let joined = unfolded(&mail);
    let (_, link) = joined.split_once("#invite=linde.").expect("a link");
    let code = link
        .split_whitespace()
        .next()
        .unwrap_or_default()
        .to_owned();
    OneTimeCode { code }
}

/// Takes the link up with another password and the app of the offer.
async fn takes_up(app: &TestApp, code: &OneTimeCode) -> (LoginTokens, TotpSecret) {
    let anyone = app.anyone();
    let offer: InvitationOffer = anyone.read_invitation(code).about("linde").await.ok();
    assert!(offer.resets && !offer.has_account);
    let totp = TotpSecret::parse(&offer.totp_secret.unwrap()).unwrap();
    let draft = AcceptInvitationDraft {
        code: code.code.clone(),
        password: ANOTHER.to_owned(),
        totp: totp.code_at(app.now()),
        locale: None,
    };
    let answer = anyone.accept_invitation(&draft).about("linde").await;
    (answer.assert_status(201).json(), totp)
}

fn known(app: &TestApp, person: &Person) -> SignInDraft {
    SignInDraft {
        email: person.email.clone(),
        password: testkit::PASSWORD.to_owned(),
        totp: person.totp.code_at(app.now()),
    }
}

#[tokio::test]
async fn who_lost_the_password_gets_another_and_stays_who_she_is() {
    let app = TestApp::start().await;
    let administrator = app.administrator("linde").await;
    let person = app
        .add_person(&[
            ("linde", &[Role::Processor]),
            ("heidebeek", &[Role::LeadProcessor]),
        ])
        .await;
    let still_open: LoginTokens = app.anyone().sign_in(&known(&app, &person)).await.created();
    let sent: Invitation = administrator
        .reset_sign_in(person.memberships[0], &Empty {})
        .await
        .created();
    assert!(sent.resets);
    assert_eq!(
        sent.url, None,
        "with the link an administrator could read signals"
    );
    app.run_jobs().await;

    // Nothing changes by the asking.
    app.advance(Duration::minutes(1));
    app.anyone()
        .sign_in(&known(&app, &person))
        .await
        .assert_status(201);

    let (tokens, totp) = takes_up(&app, &code_of_mail(&app)).await;
    let anyone = app.anyone();
    let me: Me = anyone.get_me().bearer(&tokens.access_token).await.ok();
    assert_eq!(me.id, person.user);
    assert_eq!(me.memberships.len(), 2, "also elsewhere");
    let before = anyone.get_me().bearer(&still_open.access_token).await;
    before.assert_status(401);

    app.advance(Duration::minutes(1));
    let old = anyone.sign_in(&known(&app, &person)).await;
    old.assert_problem(401, "lokaalsignaal:signInFailed");
    let new = SignInDraft {
        email: person.email.clone(),
        password: ANOTHER.to_owned(),
        totp: totp.code_at(app.now()),
    };
    anyone.sign_in(&new).await.assert_status(201);
    let entries =
        "audit WHERE operation IN ('resetSignIn', 'acceptInvitation') AND outcome = 'done'";
    assert_eq!(app.database().count(entries), 2);
}

#[tokio::test]
async fn a_link_works_once_for_two_days_and_ends_with_the_membership() {
    let app = TestApp::start().await;
    let administrator = app.administrator("linde").await;
    let person = app.add_person(&[("linde", &[Role::Processor])]).await;
    let opens = async |code: &OneTimeCode| {
        let anyone = app.anyone();
        anyone.read_invitation(code).about("linde").await.status
    };
    let sends = async || {
        administrator
            .reset_sign_in(person.memberships[0], &Empty {})
            .await
            .assert_status(201);
        app.run_jobs().await;
        // Mails of one second are told apart by nothing: the next one is newer.
        app.advance(Duration::seconds(61));
        code_of_mail(&app)
    };
    let first = sends().await;
    let second = sends().await;
    assert_eq!(opens(&first).await, 404, "the newest is the only one");
    takes_up(&app, &second).await;
    assert_eq!(opens(&second).await, 404, "once");

    let third = sends().await;
    app.advance(Duration::days(2));
    assert_eq!(opens(&third).await, 404, "two days");

    let fourth = sends().await;
    let anyone = app.anyone();
    let offer: InvitationOffer = anyone.read_invitation(&fourth).about("linde").await.ok();
    let totp = TotpSecret::parse(&offer.totp_secret.unwrap()).unwrap();
    let members: Page<shared::person::Member> = administrator.list_members().await.ok();
    let member = members
        .items
        .iter()
        .find(|member| member.id == person.memberships[0])
        .unwrap();
    administrator
        .end_membership(member.id, member.version)
        .await
        .no_content();
    let draft = AcceptInvitationDraft {
        code: fourth.code.clone(),
        password: ANOTHER.to_owned(),
        totp: totp.code_at(app.now()),
        locale: None,
    };
    let late = anyone.accept_invitation(&draft).about("linde").await;
    late.assert_problem(404, "lokaalsignaal:codeUnknown");
    let gone = administrator.reset_sign_in(member.id, &Empty {}).await;
    gone.assert_problem(404, "belgif:resourceNotFound");
}

#[tokio::test]
async fn a_weak_password_or_a_wrong_code_leaves_the_link_as_it_was() {
    let app = TestApp::start().await;
    let administrator = app.administrator("linde").await;
    let person = app.add_person(&[("linde", &[Role::Processor])]).await;
    administrator
        .reset_sign_in(person.memberships[0], &Empty {})
        .await
        .assert_status(201);
    app.run_jobs().await;
    let code = code_of_mail(&app);
    let try_with = async |password: &str, totp: &str| {
        let draft = AcceptInvitationDraft {
            code: code.code.clone(),
            password: password.to_owned(),
            totp: totp.to_owned(),
            locale: None,
        };
        app.anyone().accept_invitation(&draft).about("linde").await
    };
    try_with("wachtwoord123", "000000")
        .await
        .assert_problem(422, "lokaalsignaal:invalidDraft");
    try_with(ANOTHER, "000000")
        .await
        .assert_problem(422, "lokaalsignaal:invalidDraft");
    takes_up(&app, &code).await;
}

#[tokio::test]
async fn an_only_administrator_is_helped_by_the_operator() {
    let app = TestApp::start().await;
    let person = app.add_person(&[("linde", &[Role::Administrator])]).await;
    let link =
        |email: &str| app.try_command(&["authority", "reset-link", "linde", "--email", email]);
    let refused = link("niemand@linde.test").unwrap_err();
    assert!(
        refused.contains("nobody at linde has this address"),
        "{refused}"
    );
    let said = link(&person.email).unwrap();
    let url = said.lines().next().unwrap();
    let code = url.rsplit('.').next().unwrap().to_owned();
    let (tokens, _) = takes_up(&app, &OneTimeCode { code }).await;
    let members = app
        .anyone()
        .list_members()
        .about("linde")
        .bearer(&tokens.access_token)
        .await;
    members.assert_status(200);
}
