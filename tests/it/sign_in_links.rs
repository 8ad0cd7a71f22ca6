//! A provider signs in by a link in a mail: never asked, and never more than a provider's rights.

use std::time::{Duration, Instant};

use shared::codes::{ContactChoice, Role};
use shared::page::Page;
use shared::person::{Invitation, InvitationDraft, Member};
use shared::sign_in::{
    AcceptInvitationDraft, InvitationOffer, LoginTokens, OneTimeCode, OpenedSignInLink,
    SignInDraft, SignInToken,
};
use shared::signal::{ContactDraft, SignalDraft, SubmittedSignal};
use shared::timeline::{ByReceipt, Empty, Timeline};
use testkit::{Asks, PASSWORD, TestApp};

use crate::browser::{Browser, mails, roles, token_of_last_mail};

const NURSE: &str = "an@thuiszorg.test";

fn with_account(text: &str) -> SignalDraft {
    SignalDraft {
        text: text.to_owned(),
        contact: Some(ContactDraft {
            choice: ContactChoice::Account,
            email: None,
            pace: None,
        }),
        ..SignalDraft::default()
    }
}

#[tokio::test]
async fn a_nurse_signs_in_and_finds_her_signals_on_another_device() {
    let app = TestApp::start().await;
    let (mut phone, mut tablet) = (Browser::default(), Browser::default());
    let token = phone.signs_in(&app, NURSE).await;
    assert_eq!(roles(&app, &token).await, [Role::Provider]);
    let draft = with_account("Het loket in de wijk is dicht en niemand weet waarheen");
    let sent = app.provider("linde").submit_signal(&draft).bearer(&token);
    let sent: SubmittedSignal = sent.await.created();
    // Another signal, sent without the account, stays nobody's.
    app.provider("linde")
        .submits("De bus rijdt niet meer door de wijk")
        .await;

    let token = tablet.signs_in(&app, NURSE).await;
    let mine = app.anyone().list_my_signals().bearer(&token).about("linde");
    let mine: Page<Timeline> = mine.await.ok();
    assert_eq!(mine.items.len(), 1);
    assert_eq!(mine.items[0].id, sent.id);
    let receipt = mine.items[0].receipt.clone().expect("its code");
    assert_eq!(receipt, sent.receipt);
    let withdrawn = ByReceipt {
        receipt,
        body: Empty {},
    };
    app.provider("linde")
        .withdraw_signal(&withdrawn)
        .await
        .no_content();
}

#[tokio::test]
async fn a_device_tells_one_account_from_another_and_learns_nothing_else() {
    let app = TestApp::start().await;
    let (mut phone, mut tablet) = (Browser::default(), Browser::default());
    phone.signs_in(&app, NURSE).await;
    let mark = mark_of(&mut phone, &app).await.expect("a mark");
    tablet.signs_in(&app, NURSE).await;
    assert_eq!(mark_of(&mut tablet, &app).await, Some(mark.clone()));
    assert_eq!(mark_of(&mut phone, &app).await, Some(mark.clone()));
    let token = tablet.signs_in(&app, "bea@thuiszorg.test").await;
    let colleague = mark_of(&mut tablet, &app).await.expect("a mark");
    assert_ne!(colleague, mark);
    let claims = token.split('.').nth(1).expect("claims").to_owned();
    assert!(!claims.contains(&colleague), "the token says who it is");
}

async fn mark_of(browser: &mut Browser, app: &TestApp) -> Option<String> {
    let call = app.anyone().refresh_provider_login(&Empty {});
    let tokens: LoginTokens = browser.sends(call).await.ok();
    tokens.account_mark
}

#[tokio::test]
async fn a_link_works_once_and_ten_minutes() {
    let app = TestApp::start().await;
    let mut phone = Browser::default();
    phone.asks(&app, NURSE).await.no_content();
    let token = token_of_last_mail(&app).await;
    phone.uses(&app, &token).await.assert_status(200);
    let replayed = phone.uses(&app, &token).await;
    replayed.assert_problem(404, "lokaalsignaal:codeUnknown");
    let elsewhere = Browser::default().uses(&app, &token).await;
    elsewhere.assert_problem(404, "lokaalsignaal:codeUnknown");

    phone.asks(&app, NURSE).await.no_content();
    let token = token_of_last_mail(&app).await;
    app.advance(chrono::Duration::minutes(10));
    let late = phone.uses(&app, &token).await;
    late.assert_problem(404, "lokaalsignaal:codeUnknown");
}

#[tokio::test]
async fn looking_at_the_link_uses_nothing_up() {
    let app = TestApp::start().await;
    let mut phone = Browser::default();
    phone.asks(&app, NURSE).await.no_content();
    let token = token_of_last_mail(&app).await;
    // What a scanner of mails fetches: the page, whose address holds no token, and the operation by GET.
    for path in ["/signInLinks/use", "/signInLinks"] {
        assert_eq!(app.anyone().call("GET", path).await.status, 405, "{path}");
    }
    // Nor does a page of another site.
    let body = SignInToken {
        token: token.clone(),
    };
    let foreign = app.anyone().use_sign_in_link(&body).about("linde");
    let foreign = foreign.header("Sec-Fetch-Site", "cross-site").await;
    assert_eq!(foreign.status, 403);
    phone.uses(&app, &token).await.assert_status(200);
}

#[tokio::test]
async fn another_browser_shows_digits_that_sign_in_the_one_that_asked() {
    let app = TestApp::start().await;
    let (mut phone, mut office) = (Browser::default(), Browser::default());
    phone.asks(&app, NURSE).await.no_content();
    let token = token_of_last_mail(&app).await;
    let opened: OpenedSignInLink = office.uses(&app, &token).await.ok();
    assert!(opened.login.is_none(), "another browser is never signed in");
    let digits = opened.digits.expect("digits");
    // The digits alone are good for nothing, and neither are they elsewhere.
    let wrong_place = office.types(&app, &digits).await;
    wrong_place.assert_problem(404, "lokaalsignaal:codeUnknown");
    // Whoever keeps the cookie that the answer takes away gets no further either.
    let mut stubborn = Browser {
        cookies: phone.cookies.clone(),
    };
    let tokens: LoginTokens = phone.types(&app, &digits).await.ok();
    assert_eq!(roles(&app, &tokens.access_token).await, [Role::Provider]);
    for browser in [&mut phone, &mut stubborn] {
        let again = browser.types(&app, &digits).await;
        again.assert_problem(404, "lokaalsignaal:codeUnknown");
    }
}

#[tokio::test]
async fn digits_are_guessed_five_times_at_most_and_never_before_they_were_shown() {
    let app = TestApp::start().await;
    let (mut phone, mut office) = (Browser::default(), Browser::default());
    phone.asks(&app, NURSE).await.no_content();
    let token = token_of_last_mail(&app).await;
    let opened: OpenedSignInLink = office.uses(&app, &token).await.ok();
    let digits = opened.digits.expect("digits");
    let wrong = if digits == "000000" {
        "000001"
    } else {
        "000000"
    };
    for _ in 0..5 {
        let guess = phone.types(&app, wrong).await;
        guess.assert_problem(404, "lokaalsignaal:codeUnknown");
    }
    let right = phone.types(&app, &digits).await;
    right.assert_problem(404, "lokaalsignaal:codeUnknown");

    // A link whose mail nobody opened: tries count for nothing, and open nothing.
    let mut other = Browser::default();
    other.asks(&app, "piet@thuiszorg.test").await.no_content();
    for _ in 0..5 {
        let before = other.types(&app, wrong).await;
        before.assert_problem(404, "lokaalsignaal:codeUnknown");
    }
    let token = token_of_last_mail(&app).await;
    let opened: OpenedSignInLink = Browser::default().uses(&app, &token).await.ok();
    let digits = opened.digits.expect("digits");
    other.types(&app, &digits).await.assert_status(200);
}

#[tokio::test]
async fn nobody_learns_which_addresses_have_an_account() {
    let app = TestApp::start().await;
    let person = app.add_person(&[("linde", &[Role::Provider])]).await;
    let mut answers = Vec::new();
    for email in [person.email.as_str(), "niemand@thuiszorg.test"] {
        let answer = Browser::default().asks_bare(&app, email).await;
        answer.assert_status(204);
        answers.push((answer.status, answer.body.clone(), answer.headers.len()));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(mails(&app).await, 1, "who has no account here gets no mail");
    assert_eq!(app.database().count("sign_in_links"), 2);

    // Somebody who works elsewhere alone has none here either.
    let elsewhere = app.add_person(&[("heidebeek", &[Role::Provider])]).await;
    let answer = Browser::default().asks_bare(&app, &elsewhere.email).await;
    answer.assert_status(204);
    assert_eq!(mails(&app).await, 1);
}

#[tokio::test]
async fn an_address_gets_three_mails_an_hour() {
    let app = TestApp::start().await;
    let mut phone = Browser::default();
    for _ in 0..3 {
        phone.asks(&app, NURSE).await.no_content();
    }
    let fourth = phone.asks(&app, " AN@thuiszorg.test").await;
    assert_eq!(fourth.status, 429);
    assert_eq!(mails(&app).await, 3);
    app.advance(chrono::Duration::minutes(61));
    phone.asks(&app, NURSE).await.no_content();
    // What is over is not kept: neither hash nor sealed address.
    assert_eq!(app.database().count("sign_in_links"), 1);
}

#[tokio::test]
async fn a_processor_who_signs_in_by_mail_is_a_provider_and_no_more() {
    let app = TestApp::start().await;
    let all = [Role::LeadProcessor, Role::Administrator];
    let person = app.add_person(&[("linde", &all)]).await;
    let mut phone = Browser::default();
    let token = phone.signs_in(&app, &person.email).await;
    assert_eq!(roles(&app, &token).await, [Role::Provider]);
    for call in [
        app.anyone().list_signals(),
        app.anyone().list_members(),
        app.anyone().list_issues(),
    ] {
        assert_eq!(call.bearer(&token).about("linde").await.status, 403);
    }
    // Renewing makes it no more, and its cookie is no cookie of the desk.
    let renew = app.anyone().refresh_provider_login(&Empty {});
    let renewed: LoginTokens = phone.sends(renew).await.ok();
    assert_eq!(roles(&app, &renewed.access_token).await, [Role::Provider]);
    let (_, value) = phone.cookies[0].clone();
    let mut desk = Browser {
        cookies: vec![("__Host-rt".to_owned(), value)],
    };
    let renew = app.anyone().refresh_login(&Empty {});
    assert_eq!(desk.sends(renew).await.status, 401);
    // The roles themselves stay as they were.
    let draft = SignInDraft {
        email: person.email.clone(),
        password: PASSWORD.to_owned(),
        totp: person.totp.code_at(app.now()),
    };
    let tokens: LoginTokens = app.anyone().sign_in(&draft).await.created();
    assert_eq!(roles(&app, &tokens.access_token).await, all);
}

#[tokio::test]
async fn a_provider_stays_signed_in_for_thirty_idle_days() {
    let app = TestApp::start().await;
    let mut phone = Browser::default();
    phone.signs_in(&app, NURSE).await;
    for _ in 0..6 {
        app.advance(chrono::Duration::days(29));
        let renew = app.anyone().refresh_provider_login(&Empty {});
        phone.sends(renew).await.assert_status(200);
    }
    // 174 days; at 180 it is over however busy.
    app.advance(chrono::Duration::days(7));
    let renew = app.anyone().refresh_provider_login(&Empty {});
    assert_eq!(phone.sends(renew).await.status, 401);

    phone.signs_in(&app, NURSE).await;
    app.advance(chrono::Duration::days(31));
    let renew = app.anyone().refresh_provider_login(&Empty {});
    assert_eq!(phone.sends(renew).await.status, 401);
}

#[tokio::test]
async fn who_signs_out_is_out_within_ten_seconds() {
    let app = TestApp::start().await;
    let mut phone = Browser::default();
    let token = phone.signs_in(&app, NURSE).await;
    let copy = phone.cookies.clone();
    let out = app.anyone().end_provider_login(&Empty {});
    phone.sends(out).await.no_content();
    assert!(phone.cookies.is_empty(), "{:?}", phone.cookies);
    let since = Instant::now();
    while app.anyone().get_me().bearer(&token).await.status != 401 {
        assert!(since.elapsed() < Duration::from_secs(10));
    }
    let mut thief = Browser { cookies: copy };
    let renew = app.anyone().refresh_provider_login(&Empty {});
    assert_eq!(thief.sends(renew).await.status, 401);
}

#[tokio::test]
async fn choosing_the_account_without_being_signed_in_waits_for_it() {
    let app = TestApp::start().await;
    let draft = with_account("Het loket in de wijk is dicht en niemand weet waarheen");
    let answer = app.provider("linde").submit_signal(&draft).await;
    answer.assert_problem(401, "belgif:noAccessToken");
    assert_eq!(app.database().count("signals"), 0);
}

#[tokio::test]
async fn no_administrator_sees_who_signs_in_by_mail_and_may_invite_her_all_the_same() {
    let app = TestApp::start().await;
    let administrator = app.administrator("linde").await;
    Browser::default().signs_in(&app, NURSE).await;
    let members: Page<Member> = administrator.list_members().await.ok();
    assert!(members.items.iter().all(|member| member.email != NURSE));

    let draft = InvitationDraft {
        name: "An Claes".to_owned(),
        email: NURSE.to_owned(),
        roles: vec![Role::Processor],
        ..InvitationDraft::default()
    };
    let invited: Invitation = administrator.invite_member(&draft).await.created();
    let url = invited.url.expect("a link");
    let code = url.split("linde.").last().expect("a code").to_owned();
    let read = OneTimeCode { code: code.clone() };
    let offer = app.anyone().read_invitation(&read).about("linde").await;
    let offer: InvitationOffer = offer.ok();
    assert!(!offer.has_account, "she has no password yet");
    let secret = offer.totp_secret.expect("a secret");
    let totp = identity::totp::TotpSecret::parse(&secret).expect("a secret");
    let accept = AcceptInvitationDraft {
        code,
        password: PASSWORD.to_owned(),
        totp: totp.code_at(app.now()),
        locale: None,
    };
    let accept = app.anyone().accept_invitation(&accept).about("linde");
    let tokens: LoginTokens = accept.await.created();
    assert_eq!(roles(&app, &tokens.access_token).await, [Role::Processor]);
    let members: Page<Member> = administrator.list_members().await.ok();
    assert!(members.items.iter().any(|member| member.email == NURSE));
}

#[tokio::test]
async fn neither_token_nor_address_nor_digits_are_readable_in_the_database() {
    let app = TestApp::start().await;
    let (mut phone, mut office) = (Browser::default(), Browser::default());
    phone.asks(&app, NURSE).await.no_content();
    let token = token_of_last_mail(&app).await;
    let opened: OpenedSignInLink = office.uses(&app, &token).await.ok();
    let digits = opened.digits.expect("digits");
    phone.types(&app, &digits).await.assert_status(200);
    for words in [NURSE, token.as_str(), digits.as_str()] {
        assert!(!app.database().holds(words), "{words}");
    }
}
