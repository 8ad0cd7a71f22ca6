//! Signing in for real, and being shown out.

use std::time::{Duration, Instant};

use shared::codes::Role;
use shared::page::Page;
use shared::person::{Invitation, InvitationDraft, Me, Member, RolesDraft};
use shared::sign_in::{
    AcceptInvitationDraft, InvitationOffer, LoginTokens, OneTimeCode, SignInDraft,
};
use shared::timeline::Empty;
use testkit::{Answer, Asks, Call, PASSWORD, Person, TestApp};

fn draft(app: &TestApp, person: &Person) -> SignInDraft {
    SignInDraft {
        email: person.email.clone(),
        password: PASSWORD.to_owned(),
        totp: person.totp.code_at(app.now()),
    }
}

/// A call that carries a cookie, as a page of this server would send it.
fn with_cookie(call: Call, cookie: &str) -> Call {
    call.header("Cookie", cookie)
        .header("Sec-Fetch-Site", "same-origin")
        .header("Origin", "https://signaal.test")
}

fn cookie(answer: &Answer) -> String {
    let set = answer.header("set-cookie");
    set.split(';').next().unwrap_or_default().to_owned()
}

fn refresh(app: &TestApp, cookie: &str) -> Call {
    with_cookie(app.anyone().refresh_login(&Empty {}), cookie)
}

#[tokio::test]
async fn a_lead_processor_signs_in_works_and_signs_out() {
    let app = TestApp::start().await;
    let person = app.add_person(&[("linde", &[Role::LeadProcessor])]).await;
    let answer = app.anyone().sign_in(&draft(&app, &person)).await;
    let tokens: LoginTokens = answer.assert_status(201).json();
    let set = answer.header("set-cookie");
    for part in ["HttpOnly", "SameSite=Strict", "Path=/"] {
        assert!(set.contains(part), "{set}");
    }
    let me = app.anyone().get_me().bearer(&tokens.access_token);
    let me: Me = me.await.ok();
    assert_eq!(me.memberships[0].authority, "linde");
    assert_eq!(me.memberships[0].roles, [Role::LeadProcessor]);

    let cookie = cookie(&answer);
    let out = with_cookie(app.anyone().sign_out(&Empty {}), &cookie).await;
    out.no_content();
    let since = Instant::now();
    loop {
        let answer = app.anyone().get_me().bearer(&tokens.access_token).await;
        if answer.status == 401 {
            break;
        }
        assert!(
            since.elapsed() < Duration::from_secs(10),
            "the login still works"
        );
    }
    assert_eq!(refresh(&app, &cookie).await.status, 401);
}

#[tokio::test]
async fn what_was_wrong_about_signing_in_is_not_told() {
    let app = TestApp::start().await;
    let person = app.add_person(&[("linde", &[Role::Processor])]).await;
    let right = draft(&app, &person);
    let wrong = [
        SignInDraft {
            password: "wollig-schaap-telt-wolken".to_owned(),
            ..right.clone()
        },
        SignInDraft {
            totp: "000000".to_owned(),
            ..right.clone()
        },
        SignInDraft {
            email: "niemand@linde.test".to_owned(),
            ..right.clone()
        },
    ];
    let mut bodies = Vec::new();
    for draft in &wrong {
        let answer = app.anyone().sign_in(draft).await;
        let problem = answer.assert_problem(401, "lokaalsignaal:signInFailed");
        bodies.push((problem.title, problem.detail));
    }
    assert!(
        bodies.windows(2).all(|pair| pair[0] == pair[1]),
        "{bodies:?}"
    );
}

#[tokio::test]
async fn a_one_time_code_is_good_for_one_time() {
    let app = TestApp::start().await;
    let person = app.add_person(&[("linde", &[Role::Processor])]).await;
    let right = draft(&app, &person);
    app.anyone().sign_in(&right).await.assert_status(201);
    let again = app.anyone().sign_in(&right).await;
    again.assert_problem(401, "lokaalsignaal:signInFailed");
    app.advance(chrono::Duration::seconds(60));
    app.anyone()
        .sign_in(&draft(&app, &person))
        .await
        .assert_status(201);
}

#[tokio::test]
async fn a_server_that_starts_knows_what_was_revoked_before() {
    let app = TestApp::start().await;
    let person = app.add_person(&[("linde", &[Role::Processor])]).await;
    let answer = app.anyone().sign_in(&draft(&app, &person)).await;
    let tokens: LoginTokens = answer.assert_status(201).json();
    let out = with_cookie(app.anyone().sign_out(&Empty {}), &cookie(&answer)).await;
    out.no_content();
    // Its first answer, long before it polls for the first time.
    let url = app.starts_anew().await;
    let asked = app.anyone().get_me().bearer(&tokens.access_token);
    assert_eq!(asked.at(&url).await.status, 401);
}

#[tokio::test]
async fn a_refresh_rotates_and_an_old_cookie_ends_the_login() {
    let app = TestApp::start().await;
    let person = app.add_person(&[("linde", &[Role::Processor])]).await;
    let first = cookie(&app.anyone().sign_in(&draft(&app, &person)).await);
    let second = cookie(refresh(&app, &first).await.assert_status(200));
    assert_ne!(first, second);
    // A second tab, or an answer that was lost: the one before works a little longer.
    refresh(&app, &first).await.assert_status(200);
    app.advance(chrono::Duration::seconds(31));
    assert_eq!(refresh(&app, &first).await.status, 401, "it was stolen");
    assert_eq!(
        refresh(&app, &second).await.status,
        401,
        "so everybody is shown out"
    );
}

#[tokio::test]
async fn a_cookie_sent_by_another_site_is_refused() {
    let app = TestApp::start().await;
    let person = app.add_person(&[("linde", &[Role::Processor])]).await;
    let cookie = cookie(&app.anyone().sign_in(&draft(&app, &person)).await);
    for (name, value) in [
        ("Sec-Fetch-Site", "cross-site"),
        ("Origin", "https://evil.test"),
    ] {
        let call = app
            .anyone()
            .refresh_login(&Empty {})
            .header("Cookie", &cookie);
        let answer = call.header(name, value).await;
        assert!(
            [400, 401, 403].contains(&answer.status),
            "{name}: {}",
            answer.text()
        );
    }
    refresh(&app, &cookie).await.assert_status(200);
}

#[tokio::test]
async fn somebody_is_invited_accepts_and_works() {
    let app = TestApp::start().await;
    let administrator = app.administrator("linde").await;
    let invitation: Invitation = administrator
        .invite_member(&InvitationDraft {
            name: "Mia Peeters".to_owned(),
            email: "mia.peeters@linde.test".to_owned(),
            roles: vec![Role::Processor],
            ..InvitationDraft::default()
        })
        .await
        .created();
    let url = invitation.url.unwrap();
    let code = url.rsplit('.').next().unwrap().to_owned();
    let anyone = app.anyone();
    let offer: InvitationOffer = anyone
        .read_invitation(&OneTimeCode { code: code.clone() })
        .about("linde")
        .await
        .ok();
    assert_eq!(offer.roles, [Role::Processor]);
    let secret = identity::totp::TotpSecret::parse(&offer.totp_secret.unwrap()).unwrap();
    let accept = AcceptInvitationDraft {
        code: code.clone(),
        password: "een-lange-rivier-stroomt".to_owned(),
        totp: secret.code_at(app.now()),
        locale: None,
    };
    let tokens: LoginTokens = anyone
        .accept_invitation(&accept)
        .about("linde")
        .await
        .assert_status(201)
        .json();
    let me: Me = anyone.get_me().bearer(&tokens.access_token).await.ok();
    assert_eq!(me.name, "Mia Peeters");
    let listed = anyone.list_signals().bearer(&tokens.access_token).await;
    listed.assert_status(200);

    app.advance(chrono::Duration::seconds(60));
    let again = AcceptInvitationDraft {
        totp: secret.code_at(app.now()),
        ..accept
    };
    let answer = anyone.accept_invitation(&again).about("linde").await;
    answer.assert_problem(404, "lokaalsignaal:codeUnknown");
}

#[tokio::test]
async fn who_leaves_is_out_within_ten_seconds() {
    let app = TestApp::start().await;
    let administrator = app.administrator("linde").await;
    let processor = app.processor("linde").await;
    processor.list_signals().await.assert_status(200);
    let token = processor.access_token();
    let page: Page<Member> = administrator.list_members().await.ok();
    let member = page
        .items
        .iter()
        .find(|member| member.id == processor.memberships[0])
        .unwrap();
    administrator
        .end_membership(member.id, member.version)
        .await
        .no_content();
    let since = Instant::now();
    let answer = loop {
        let answer = app
            .anyone()
            .list_signals()
            .about("linde")
            .bearer(&token)
            .await;
        if answer.status != 200 {
            break answer;
        }
        assert!(since.elapsed() < Duration::from_secs(10), "still in");
    };
    assert!(
        [401, 403, 404].contains(&answer.status),
        "{}",
        answer.text()
    );
}

#[tokio::test]
async fn a_change_of_roles_takes_effect_and_one_administrator_always_stays() {
    let app = TestApp::start().await;
    let administrator = app.administrator("linde").await;
    let page: Page<Member> = administrator.list_members().await.ok();
    let own = page
        .items
        .iter()
        .find(|member| member.id == administrator.memberships[0])
        .unwrap();
    let demoted = RolesDraft {
        roles: vec![Role::Processor],
    };
    let answer = administrator
        .change_roles(own.id, own.version, &demoted)
        .await;
    answer.assert_problem(409, "lokaalsignaal:lastAdministrator");
}

#[tokio::test]
async fn a_token_that_was_tampered_with_opens_nothing() {
    let app = TestApp::start().await;
    let processor = app.processor("linde").await;
    let token = processor.access_token();
    let parts: Vec<&str> = token.split('.').collect();
    let other = app.lead_processor("linde").await.access_token();
    let payload_of_other = other.split('.').nth(1).unwrap();
    let flipped = {
        let last = if token.ends_with('A') { 'B' } else { 'A' };
        // The last character of a signature has unused bits; the one before has none.
        let mut letters: Vec<char> = token.chars().collect();
        let place = letters.len() - 2;
        letters[place] = if letters[place] == last { 'C' } else { last };
        letters.into_iter().collect::<String>()
    };
    let forged = [
        String::new(),
        "a.b.c".to_owned(),
        flipped,
        format!("{}.{}.", parts[0], parts[1]),
        format!("{}.{payload_of_other}.{}", parts[0], parts[2]),
        format!("eyJhbGciOiJub25lIn0.{}.", parts[1]),
        format!("{token}.{}", parts[2]),
        "x".repeat(9_000),
    ];
    for forged in forged {
        let answer = app.anyone().list_signals().bearer(&forged).await;
        answer.assert_problem(401, "belgif:invalidAccessToken");
    }
    let basic = app
        .anyone()
        .list_signals()
        .header("Authorization", "Basic YTpi")
        .await;
    basic.assert_problem(401, "belgif:invalidAccessToken");
}

#[tokio::test]
async fn a_token_is_taken_from_its_header_only() {
    let app = TestApp::start().await;
    let token = app.processor("linde").await.access_token();
    let in_cookie = app
        .anyone()
        .list_signals()
        .header("Cookie", &format!("token={token}"))
        .await;
    in_cookie.assert_problem(401, "belgif:noAccessToken");
    let in_query = app
        .anyone()
        .list_signals()
        .query("access_token", &token)
        .await;
    assert!([400, 401].contains(&in_query.status));
}

#[tokio::test]
async fn a_token_expires_after_ten_minutes() {
    let app = TestApp::start().await;
    let token = app.processor("linde").await.access_token();
    app.advance(chrono::Duration::seconds(599));
    app.anyone()
        .list_signals()
        .bearer(&token)
        .await
        .assert_status(200);
    app.advance(chrono::Duration::seconds(10));
    let answer = app.anyone().list_signals().bearer(&token).await;
    answer.assert_problem(401, "belgif:expiredAccessToken");
    assert_eq!(answer.header("www-authenticate"), "Bearer");
}

#[tokio::test]
async fn a_first_link_that_was_lost_is_made_again_and_only_the_newest_works() {
    let app = TestApp::start().await;
    let link = |email: &str| {
        let arguments = [
            "authority",
            "admin-link",
            "linde",
            "--admin-name",
            "An De Smet",
        ];
        let all: Vec<&str> = arguments
            .into_iter()
            .chain(["--admin-email", email])
            .collect();
        app.try_command(&all)
    };
    let code = |said: String| {
        let url = said.lines().next().unwrap_or_default().to_owned();
        let code = url.rsplit('.').next().unwrap_or_default().to_owned();
        OneTimeCode { code }
    };
    // The first one went to an address with a mistake in it.
    let lost = code(link("an@linde.tset").unwrap());
    let newest = code(link("an@linde.test").unwrap());
    let anyone = app.anyone();
    let answer = anyone.read_invitation(&lost).about("linde").await;
    answer.assert_problem(404, "lokaalsignaal:codeUnknown");
    let offer: InvitationOffer = anyone.read_invitation(&newest).about("linde").await.ok();
    assert_eq!(offer.roles, [Role::Administrator]);
    app.administrator("linde").await;
    let refused = link("an@linde.test").unwrap_err();
    assert!(
        refused.contains("has an administrator already"),
        "{refused}"
    );
}
