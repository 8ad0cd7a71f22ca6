//! A device that was lost: where somebody is signed in, and emptying one of those devices.

use shared::id::LoginId;
use shared::sign_in::ProviderLogin;

use super::super::transport::Call;
use super::super::{Answer, ApiClient};
use super::account::{access_token, with_token};
use super::{Anonymous, read};

impl ApiClient<Anonymous> {
    /// `refreshProviderLogin`, unless a token is at hand: an account shows itself, and hears whether its device was
    /// reported lost.
    pub async fn greet(&self) -> Answer<()> {
        access_token().await.map(drop)
    }

    /// `listProviderLogins`
    pub async fn list_provider_logins(&self) -> Answer<Vec<ProviderLogin>> {
        with_token(Call::get("/providerLogins"), read::provider_logins).await
    }

    /// `wipeProviderLogin`
    pub async fn wipe_provider_login(&self, login: LoginId) -> Answer<()> {
        let token = access_token().await?;
        Call::ask(format!("/providerLogins/{login}/wipe"))
            .bearer(&token)
            .done()
            .await
    }
}
