//! Passkeys: adding one, signing in by one, and the list of one's own.

use shared::passkey::Passkey;

use super::super::transport::Call;
use super::super::{Answer, ApiClient};
use super::Anonymous;
use super::account::{access_token, entered_in, keep};
use crate::browser::json::{Json, Object};
use crate::browser::passkey::{Made, Offer, Question, Signed};

impl ApiClient<Anonymous> {
    /// `beginPasskey`
    pub async fn begin_passkey(&self) -> Answer<Offer> {
        Call::ask("/myPasskeys/begin")
            .authority(&self.who.authority)
            .bearer(&access_token().await?)
            .body(Object::new().written())
            .read(offer)
            .await
    }

    /// `addPasskey`
    pub async fn add_passkey(&self, name: &str, made: &Made) -> Answer<()> {
        let body = Object::new()
            .text("name", name)
            .text("clientData", made.client_data.as_str())
            .text("attestation", made.attestation.as_str());
        Call::ask("/myPasskeys")
            .authority(&self.who.authority)
            .bearer(&access_token().await?)
            .body(body.written())
            .done()
            .await
    }

    /// `listMyPasskeys`
    pub async fn list_my_passkeys(&self) -> Answer<Vec<Passkey>> {
        Call::get("/myPasskeys")
            .authority(&self.who.authority)
            .bearer(&access_token().await?)
            .read(passkeys)
            .await
    }

    /// `removePasskey`
    pub async fn remove_passkey(&self, passkey: &Passkey) -> Answer<()> {
        Call::delete(format!("/myPasskeys/{}", passkey.id))
            .authority(&self.who.authority)
            .bearer(&access_token().await?)
            .done()
            .await
    }

    /// `askPasskey`
    pub async fn ask_passkey(&self) -> Answer<Question> {
        Call::ask("/passkeyLogins/begin")
            .authority(&self.who.authority)
            .body(Object::new().written())
            .read(question)
            .await
    }

    /// `usePasskey`
    pub async fn use_passkey(&self, signed: &Signed) -> Answer<()> {
        let body = Object::new()
            .text("credential", signed.credential.as_str())
            .text("clientData", signed.client_data.as_str())
            .text("authenticatorData", signed.authenticator_data.as_str())
            .text("signature", signed.signature.as_str())
            .text("userHandle", signed.handle.as_str());
        let entered = Call::ask("/passkeyLogins")
            .authority(&self.who.authority)
            .body(body.written())
            .read(entered_in)
            .await?;
        keep(entered);
        Ok(())
    }

    /// `joinAsProvider`
    pub async fn join_as_provider(&self, code: &str) -> Answer<()> {
        let entered = Call::ask("/invitations/join")
            .authority(&self.who.authority)
            .body(Object::new().text("code", code).written())
            .read(entered_in)
            .await?;
        keep(entered);
        Ok(())
    }
}

fn offer(json: &Json) -> Option<Offer> {
    let algorithm = |json: &Json| json.as_whole();
    Some(Offer {
        challenge: json.text("challenge")?,
        rp_id: json.text("rpId")?,
        rp_name: json.text("rpName")?,
        handle: json.text("userHandle")?,
        name: json.text("userName")?,
        algorithms: json.list("algorithms", algorithm)?,
        known: json.list("known", Json::as_text)?,
        seconds: json.number("expiresInSec")?,
    })
}

fn question(json: &Json) -> Option<Question> {
    Some(Question {
        challenge: json.text("challenge")?,
        rp_id: json.text("rpId")?,
        seconds: json.number("expiresInSec")?,
    })
}

fn passkeys(json: &Json) -> Option<Vec<Passkey>> {
    json.list("items", |json| {
        Some(Passkey {
            id: json.parsed("id")?,
            name: json.text("name")?,
            created_on: json.parsed("createdOn")?,
            last_used_on: json.parsed("lastUsedOn"),
        })
    })
}
