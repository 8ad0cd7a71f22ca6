//! A device is lost: its owner says so on another one, and it is told to forget everything when it next comes.

use chrono::Duration;
use shared::page::Page;
use shared::problem::Problem;
use shared::sign_in::{LoginTokens, ProviderLogin};
use shared::timeline::Empty;
use testkit::{Answer, Asks, TestApp};

use crate::browser::Browser;

const NURSE: &str = "an@thuiszorg.test";
const COLLEAGUE: &str = "bea@thuiszorg.test";

async fn renews(phone: &mut Browser, app: &TestApp) -> Answer {
    phone
        .sends(app.anyone().refresh_provider_login(&Empty {}))
        .await
}

async fn logins(app: &TestApp, token: &str) -> Vec<ProviderLogin> {
    let call = app.anyone().list_provider_logins().bearer(token);
    let page: Page<ProviderLogin> = call.await.ok();
    page.items
}

async fn wipes(app: &TestApp, token: &str, login: &ProviderLogin) -> Answer {
    app.anyone()
        .wipe_provider_login(login.id)
        .bearer(token)
        .await
}

fn is_told_to_forget(answer: &Answer) -> bool {
    assert_eq!(answer.status, 401);
    let clears = answer.headers.get("clear-site-data");
    let problem: Problem = answer.json();
    assert_eq!(
        clears.is_some(),
        problem.wipe,
        "header and body say the same"
    );
    problem.wipe
}

#[tokio::test]
async fn a_lost_phone_is_told_to_forget_everything_when_it_next_comes() {
    let app = TestApp::start().await;
    let (mut lost, mut tablet) = (Browser::default(), Browser::default());
    let stolen = lost.signs_in(&app, NURSE).await;
    app.advance(Duration::days(2));
    let token = tablet.signs_in(&app, NURSE).await;

    let before = logins(&app, &token).await;
    let own: Vec<bool> = before.iter().map(|login| login.is_own).collect();
    assert_eq!(own, [true, false], "the newest first");
    assert_eq!(before[1].signed_in_on, app.today().plus_days(-2));
    assert_eq!(before[1].wipe_asked_on, None);

    wipes(&app, &token, &before[1]).await.no_content();
    let asked = logins(&app, &token).await;
    assert_eq!(asked[1].wipe_asked_on, Some(app.today()));
    assert_eq!(asked[1].wiped_on, None, "it was not told yet");
    // Its access token opens nothing any more, though it says nothing of the loss.
    let old = app.anyone().list_provider_logins().bearer(&stolen).await;
    assert_eq!(old.status, 401);

    let cookies = lost.cookies.clone();
    assert!(is_told_to_forget(&renews(&mut lost, &app).await));
    assert_eq!(lost.cookies, [], "the cookie goes");
    assert_eq!(logins(&app, &token).await[1].wiped_on, Some(app.today()));
    // The answer may have been lost.
    let mut again = Browser { cookies };
    assert!(is_told_to_forget(&renews(&mut again, &app).await));
    // The tablet stays what it was.
    renews(&mut tablet, &app).await.ok::<LoginTokens>();
}

#[tokio::test]
async fn who_signs_out_or_waits_too_long_is_not_told_to_forget() {
    let app = TestApp::start().await;
    let (mut phone, mut tablet) = (Browser::default(), Browser::default());
    phone.signs_in(&app, NURSE).await;
    tablet.signs_in(&app, NURSE).await;
    let kept = phone.cookies.clone();
    let end = app.anyone().end_provider_login(&Empty {});
    phone.sends(end).await.no_content();
    let mut again = Browser { cookies: kept };
    assert!(!is_told_to_forget(&renews(&mut again, &app).await));
    app.advance(Duration::days(31));
    assert!(!is_told_to_forget(&renews(&mut tablet, &app).await));
}

#[tokio::test]
async fn nobody_empties_the_device_of_somebody_else() {
    let app = TestApp::start().await;
    let (mut phone, mut other) = (Browser::default(), Browser::default());
    let token = phone.signs_in(&app, NURSE).await;
    let colleague = other.signs_in(&app, COLLEAGUE).await;
    let own = logins(&app, &token).await;
    assert_eq!(own.len(), 1, "only her own");
    let refused = wipes(&app, &colleague, &own[0]).await;
    refused.assert_problem(404, "belgif:resourceNotFound");
    renews(&mut phone, &app).await.ok::<LoginTokens>();
}

#[tokio::test]
async fn a_token_that_the_device_never_had_is_not_told_that_it_is_lost() {
    let app = TestApp::start().await;
    let (mut lost, mut tablet) = (Browser::default(), Browser::default());
    lost.signs_in(&app, NURSE).await;
    let token = tablet.signs_in(&app, NURSE).await;
    let list = logins(&app, &token).await;
    let login = list.iter().find(|login| !login.is_own).unwrap();
    wipes(&app, &token, login).await.no_content();
    // Half the cookie is the login's id; the other half is a secret.
    let (name, value) = lost.cookies.last().cloned().unwrap();
    let guessed = format!(
        "{:A<width$}",
        value.chars().take(24).collect::<String>(),
        width = value.len()
    );
    let mut guesser = Browser {
        cookies: vec![(name, guessed)],
    };
    assert!(!is_told_to_forget(&renews(&mut guesser, &app).await));
}
