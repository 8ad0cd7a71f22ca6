//! Signing in, staying signed in, signing out.

use futures::FutureExt;
use futures::future::{LocalBoxFuture, Shared};
use shared::person::Me;
use shared::sign_in::{
    AcceptInvitationDraft, InvitationOffer, LoginTokens, OneTimeCode, SignInDraft,
};

use super::super::transport::Call;
use super::super::{Answer, ApiClient, ApiError};
use super::Authorised;
use crate::prelude::*;

type Renewal = Shared<LocalBoxFuture<'static, Answer<String>>>;

/// One signing-in on this page. `Copy`, so that every part of the page asks the same one.
#[derive(Clone, Copy)]
pub struct Login {
    token: StoredValue<Option<String>>,
    /// Many calls may find the token expired at once; the cookie may be used only once, so they wait for one renewal.
    renewal: StoredValue<Option<Renewal>, LocalStorage>,
    is_signed_in: RwSignal<Option<bool>>,
    /// When the server last renewed it, in milliseconds of the device's clock.
    renewed_at: RwSignal<Option<f64>>,
}

impl Default for Login {
    fn default() -> Self {
        Self::new()
    }
}

impl Login {
    /// A page that does not know yet whether the cookie is still good.
    pub fn new() -> Self {
        Self {
            token: StoredValue::new(None),
            renewal: StoredValue::new_local(None),
            is_signed_in: RwSignal::new(None),
            renewed_at: RwSignal::new(None),
        }
    }

    /// Whether somebody is signed in; `None` until the first answer. Turns false when the login ends on the server:
    /// the page keeps what was typed and asks to sign in again.
    pub fn is_signed_in(self) -> Reactive<Option<bool>> {
        self.is_signed_in.into()
    }

    /// When this page last got a token, in milliseconds of the device's clock.
    pub fn renewed_at(self) -> Option<f64> {
        self.renewed_at.get()
    }

    /// The same, for whoever looks once.
    pub fn renewed_at_untracked(self) -> Option<f64> {
        self.renewed_at.get_untracked()
    }

    /// `signIn`
    pub async fn sign_in(self, draft: &SignInDraft) -> Answer<()> {
        self.begin(Call::ask("/logins").json(draft).receive().await?);
        Ok(())
    }

    /// `readInvitation`
    pub async fn read_invitation(self, code: &str) -> Answer<InvitationOffer> {
        let (slug, code) = of_link(code);
        Call::ask("/invitations/query")
            .authority(slug)
            .json(&OneTimeCode { code })
            .receive()
            .await
    }

    /// `acceptInvitation`
    pub async fn accept_invitation(self, draft: &AcceptInvitationDraft) -> Answer<()> {
        let (slug, code) = of_link(&draft.code);
        self.begin(
            Call::post("/invitations/accept")
                .authority(slug)
                .json(&AcceptInvitationDraft {
                    code,
                    ..draft.clone()
                })
                .receive()
                .await?,
        );
        Ok(())
    }

    /// `signOut`
    pub async fn sign_out(self) -> Answer<()> {
        Call::ask("/logins/end").done().await?;
        self.end();
        Ok(())
    }

    /// `refreshLogin`, once however many ask.
    async fn refresh_login(self) -> Answer<String> {
        if let Some(running) = self.renewal.get_value() {
            return running.await;
        }
        let renewal = async move {
            let answer: Answer<LoginTokens> = Call::ask("/logins/refresh").receive().await;
            self.renewal.set_value(None);
            match answer {
                Ok(tokens) => Ok(self.begin(tokens)),
                Err(error) => {
                    // Without network we do not know; only the server's word ends a login.
                    if matches!(&error, ApiError::Refused(problem) if problem.status == 401) {
                        self.end();
                    }
                    Err(error)
                }
            }
        };
        let renewal = renewal.boxed_local().shared();
        self.renewal.set_value(Some(renewal.clone()));
        renewal.await
    }

    /// Asks the cookie at the start of a page whether somebody is still signed in.
    pub async fn resume(self) -> Answer<()> {
        self.refresh_login().await.map(drop)
    }

    pub(super) async fn token(self) -> Answer<String> {
        match self.token.get_value() {
            Some(token) => Ok(token),
            None => self.refresh_login().await,
        }
    }

    /// Forgets a token that the server refused, unless another call renewed it meanwhile.
    pub(super) fn forget_token(self, refused: &str) {
        self.token.update_value(|token| {
            if token.as_deref() == Some(refused) {
                *token = None;
            }
        });
    }

    fn begin(self, tokens: LoginTokens) -> String {
        let token = tokens.access_token;
        self.token.set_value(Some(token.clone()));
        self.is_signed_in.set(Some(true));
        self.renewed_at.set(Some(js_sys::Date::now()));
        token
    }

    fn end(self) {
        self.token.set_value(None);
        self.is_signed_in.set(Some(false));
    }
}

impl ApiClient<Authorised> {
    /// `getMe`
    pub async fn get_me(&self) -> Answer<Me> {
        self.receive(Call::get("/me")).await
    }
}

/// A link carries `<slug>.<code>`: the slug says which authority is asked, the code is the secret.
fn of_link(code: &str) -> (&str, String) {
    let (slug, code) = code.split_once('.').unwrap_or(("", code));
    (slug, code.to_owned())
}
