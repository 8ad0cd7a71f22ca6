//! A browser: what a page of this server sends, and the cookies that it keeps.

use shared::codes::Role;
use shared::person::Me;
use shared::sign_in::{OpenedSignInLink, SignInDigits, SignInLinkDraft, SignInToken};
use testkit::{Answer, Asks, Call, TestApp, unfolded};

/// A browser: what it holds in cookies of this server.
#[derive(Default)]
pub(crate) struct Browser {
    pub(crate) cookies: Vec<(String, String)>,
}

impl Browser {
    /// Sends a call as a page of this server does, and keeps the cookies that come back.
    pub(crate) async fn sends(&mut self, call: Call) -> Answer {
        self.sends_to("linde", call).await
    }

    /// The same about an authority.
    pub(crate) async fn sends_to(&mut self, authority: &str, call: Call) -> Answer {
        let cookies = self.cookies.iter();
        let cookies: Vec<String> = cookies
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let call = call
            .about(authority)
            .header("Sec-Fetch-Site", "same-origin")
            .header("Origin", "https://signaal.test");
        let call = if cookies.is_empty() {
            call
        } else {
            call.header("Cookie", &cookies.join("; "))
        };
        let answer = call.await;
        for set in answer.headers.get_all("set-cookie") {
            let set = set.to_str().expect("a cookie");
            for part in ["HttpOnly", "SameSite=Strict", "Path=/", "Secure"] {
                assert!(set.contains(part), "{set}");
            }
            let (name, rest) = set.split_once('=').expect("a cookie");
            let value = rest.split(';').next().unwrap_or_default();
            self.cookies.retain(|(known, _)| known != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        answer
    }

    /// Asks for a link with the entry link of the authority.
    pub(crate) async fn asks(&mut self, app: &TestApp, email: &str) -> Answer {
        let call = app.provider("linde").ask_sign_in_link(&to(email));
        self.sends(call).await
    }

    /// Asks without any entry link.
    pub(crate) async fn asks_bare(&mut self, app: &TestApp, email: &str) -> Answer {
        self.sends(app.anyone().ask_sign_in_link(&to(email))).await
    }

    pub(crate) async fn uses(&mut self, app: &TestApp, token: &str) -> Answer {
        let token = token.to_owned();
        self.sends(app.anyone().use_sign_in_link(&SignInToken { token }))
            .await
    }

    pub(crate) async fn types(&mut self, app: &TestApp, digits: &str) -> Answer {
        let digits = digits.to_owned();
        self.sends(app.anyone().confirm_sign_in(&SignInDigits { digits }))
            .await
    }

    /// Signs in: asks, waits for the mail, opens its link.
    pub(crate) async fn signs_in(&mut self, app: &TestApp, email: &str) -> String {
        self.asks(app, email).await.no_content();
        let token = token_of_last_mail(app).await;
        let opened: OpenedSignInLink = self.uses(app, &token).await.ok();
        opened.login.expect("a login").access_token
    }
}

fn to(email: &str) -> SignInLinkDraft {
    SignInLinkDraft {
        email: email.to_owned(),
        locale: None,
    }
}

pub(crate) async fn token_of_last_mail(app: &TestApp) -> String {
    app.run_jobs().await;
    let mail = app.mails_in_folder().pop().expect("a mail");
    let unfolded = unfolded(&mail);
    let link = unfolded.split_once("/linde/m/#l=").expect("a link").1;
    link.chars().take(22).collect()
}

pub(crate) async fn mails(app: &TestApp) -> usize {
    app.run_jobs().await;
    app.mails_in_folder().len()
}

/// The roles that a token gives, wherever it gives any.
pub(crate) async fn roles(app: &TestApp, token: &str) -> Vec<Role> {
    let me: Me = app.anyone().get_me().bearer(token).await.ok();
    let roles = me.memberships.into_iter().map(|one| one.roles);
    roles.flatten().collect()
}
