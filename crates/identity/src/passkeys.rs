//! Passkeys (Web Authentication, level 2): what a browser is asked, and whether its answer is true. webauthn-rs judges
//! the answers; here stands what is asked of it. It draws its challenges itself, so they come from no [`Randomness`].

use std::fmt;

use chrono::{DateTime, Utc};
use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use uuid::Uuid;
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Url, Webauthn, WebauthnBuilder, WebauthnError,
};
use zeroize::Zeroizing;

use crate::{
    Randomness,
    keyed_hash::{first, sha256},
    keys::{IndexKey, Keks},
    sealing::{self, Place, SealingError},
};

/// What devices show as the place that a passkey belongs to.
pub const PARTY_NAME: &str = "Lokaal Signaal";

/// Why an answer counts for nothing. Nobody outside learns which it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasskeyFault {
    #[error("not an answer to this question")]
    Refused,
    #[error("the device counts less than it did before: there may be a copy of this passkey")]
    Copied,
    #[error("what was stored of a passkey cannot be read")]
    Damaged,
}

impl From<WebauthnError> for PasskeyFault {
    fn from(error: WebauthnError) -> Self {
        match error {
            WebauthnError::CredentialPossibleCompromise => Self::Copied,
            _ => Self::Refused,
        }
    }
}

/// How a device knows an account: tells nothing about the person, not even the id that other tables have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Handle(Uuid);

impl Handle {
    pub fn of_user(key: &IndexKey, user: Uuid) -> Self {
        let mac = key.mac(&[b"passkey\0", user.as_bytes()]);
        Self(Uuid::from_bytes(first(&mac)))
    }

    /// For the device to keep.
    pub fn reveal(self) -> [u8; 16] {
        self.0.into_bytes()
    }

    /// True when a device named this account.
    fn is(self, bytes: &[u8]) -> bool {
        bytes == self.0.as_bytes().as_slice()
    }
}

impl fmt::Debug for Handle {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Handle(…)")
    }
}

/// The site that passkeys belong to: they work at this origin and nowhere else.
#[derive(Debug, Clone)]
pub struct RelyingParty {
    webauthn: Webauthn,
    id: String,
}

/// A question to a device.
#[derive(Debug, Clone)]
pub struct Question {
    /// Random bytes that the device signs.
    pub challenge: Vec<u8>,
    /// To be stored sealed until the answer comes.
    pub state: Zeroizing<String>,
    /// Signature algorithms that are understood, the best first (COSE numbers).
    pub algorithms: Vec<i64>,
}

impl Question {
    /// Finds the question again.
    pub fn hash(&self) -> [u8; 32] {
        sha256(&self.challenge)
    }
}

/// What a device made of a question for a new passkey.
#[derive(Debug, Clone)]
pub struct Made {
    pub client_data: Vec<u8>,
    pub attestation: Vec<u8>,
}

/// What a device answered to sign in.
#[derive(Debug, Clone)]
pub struct Signed {
    pub credential: Vec<u8>,
    pub client_data: Vec<u8>,
    pub authenticator_data: Vec<u8>,
    pub signature: Vec<u8>,
    pub handle: Vec<u8>,
}

impl Signed {
    /// Reads what travelled as base64url: credential, client data, authenticator data, signature, handle.
    pub fn parse(parts: [&str; 5]) -> Option<Self> {
        let [
            credential,
            client_data,
            authenticator_data,
            signature,
            handle,
        ] = parts.map(bytes);
        Some(Self {
            credential: credential?,
            client_data: client_data?,
            authenticator_data: authenticator_data?,
            signature: signature?,
            handle: handle?,
        })
    }
}

impl Made {
    /// Reads what travelled as base64url.
    pub fn parse(client_data: &str, attestation: &str) -> Option<Self> {
        Some(Self {
            client_data: bytes(client_data)?,
            attestation: bytes(attestation)?,
        })
    }
}

impl RelyingParty {
    /// `None` where the address is no name: browsers know passkeys of names only.
    pub fn at(base_url: &str) -> Option<Self> {
        let origin = Url::parse(base_url).ok()?;
        let id = origin.domain()?.to_owned();
        let webauthn = WebauthnBuilder::new(&id, &origin).ok()?;
        let webauthn = webauthn.rp_name(PARTY_NAME).build().ok()?;
        Some(Self { webauthn, id })
    }

    /// The name that passkeys belong to (`rpId`).
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Asks for a new passkey; `known` keeps a device from making a second one.
    pub fn ask_for_new(
        &self,
        handle: Handle,
        name: &str,
        known: Vec<Vec<u8>>,
    ) -> Result<Question, PasskeyFault> {
        let (asked, state) =
            self.webauthn
                .start_passkey_registration(handle.0, name, name, Some(known))?;
        let asked = asked.public_key;
        Ok(Question {
            challenge: asked.challenge,
            state: written(&state)?,
            algorithms: asked
                .pub_key_cred_params
                .into_iter()
                .map(|one| one.alg)
                .collect(),
        })
    }

    /// The passkey that a device made, when the answer is true.
    pub fn accept_new(&self, state: &str, made: &Made) -> Result<KeptPasskey, PasskeyFault> {
        let state: PasskeyRegistration = read(state)?;
        // The credential's id is read from what the device attests, not from beside it.
        let answer: RegisterPublicKeyCredential = read_value(serde_json::json!({
            "id": "", "rawId": "", "type": "public-key",
            "response": {
                "attestationObject": text(&made.attestation),
                "clientDataJSON": text(&made.client_data),
            },
        }))?;
        let passkey = self.webauthn.finish_passkey_registration(&answer, &state)?;
        Ok(KeptPasskey(passkey))
    }

    /// Asks whoever has a passkey of this site; nobody says who she is.
    pub fn ask_anybody(&self) -> Result<Question, PasskeyFault> {
        let (asked, state) = self.webauthn.start_discoverable_authentication()?;
        Ok(Question {
            challenge: asked.public_key.challenge,
            state: written(&state)?,
            algorithms: Vec::new(),
        })
    }

    /// The passkey as it is to be stored from now on, when the answer is true and of this account.
    pub fn accept(
        &self,
        state: &str,
        passkey: KeptPasskey,
        handle: Handle,
        signed: &Signed,
    ) -> Result<KeptPasskey, PasskeyFault> {
        if !handle.is(&signed.handle) {
            return Err(PasskeyFault::Refused);
        }
        let state: DiscoverableAuthentication = read(state)?;
        let answer: PublicKeyCredential = read_value(serde_json::json!({
            "id": text(&signed.credential), "rawId": text(&signed.credential), "type": "public-key",
            "response": {
                "authenticatorData": text(&signed.authenticator_data),
                "clientDataJSON": text(&signed.client_data),
                "signature": text(&signed.signature),
                "userHandle": text(&signed.handle),
            },
        }))?;
        let KeptPasskey(mut passkey) = passkey;
        let used = self
            .webauthn
            .finish_discoverable_authentication_v2(&answer, state, &passkey)?;
        passkey.update_credential(&used);
        Ok(KeptPasskey(passkey))
    }
}

/// A passkey as the server keeps it: the id, the public key, and how often the device says that it was used.
#[derive(Clone)]
pub struct KeptPasskey(Passkey);

impl KeptPasskey {
    /// Reads what [`Self::to_stored`] wrote.
    pub fn of_stored(stored: &[u8]) -> Result<Self, PasskeyFault> {
        let passkey = serde_json::from_slice(stored).map_err(|_| PasskeyFault::Damaged)?;
        Ok(Self(passkey))
    }

    /// To be sealed.
    pub fn to_stored(&self) -> Result<Zeroizing<String>, PasskeyFault> {
        written(&self.0)
    }

    /// The id by which a device knows it.
    pub fn credential(&self) -> &[u8] {
        self.0.cred_id()
    }
}

impl fmt::Debug for KeptPasskey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("KeptPasskey(…)")
    }
}

/// Finds a passkey in the database.
pub fn credential_hash(credential: &[u8]) -> [u8; 32] {
    sha256(credential)
}

/// Finds the question that an answer belongs to: what the browser says was signed holds the challenge.
pub fn question_hash(client_data: &[u8]) -> Option<[u8; 32]> {
    #[derive(Deserialize)]
    struct ClientData {
        challenge: String,
    }
    let client_data: ClientData = serde_json::from_slice(client_data).ok()?;
    let challenge = BASE64URL_NOPAD.decode(client_data.challenge.as_bytes());
    challenge.ok().map(|challenge| sha256(&challenge))
}

/// Seals the state of a question, for its row.
pub fn seal_state(
    keks: &Keks,
    randomness: &dyn Randomness,
    now: DateTime<Utc>,
    question: Uuid,
    state: &str,
) -> Result<Vec<u8>, SealingError> {
    sealing::seal_with_kek(keks, randomness, now, state_at(question), state.as_bytes())
}

/// Opens it again.
pub fn open_state(
    keks: &Keks,
    question: Uuid,
    sealed: &[u8],
) -> Result<Zeroizing<String>, SealingError> {
    let bytes = sealing::open_with_kek(keks, state_at(question), sealed)?;
    let text = String::from_utf8(bytes.to_vec()).map_err(|_| SealingError::DoesNotOpen)?;
    Ok(Zeroizing::new(text))
}

fn state_at(question: Uuid) -> Place {
    Place {
        authority: Uuid::nil(),
        table: "passkey_challenges",
        column: "state_sealed",
        row: question,
    }
}

/// Bytes as they travel: base64url without padding.
pub fn text(bytes: &[u8]) -> String {
    BASE64URL_NOPAD.encode(bytes)
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    BASE64URL_NOPAD.decode(text.as_bytes()).ok()
}

fn written<T: Serialize>(value: &T) -> Result<Zeroizing<String>, PasskeyFault> {
    let text = serde_json::to_string(value).map_err(|_| PasskeyFault::Damaged)?;
    Ok(Zeroizing::new(text))
}

fn read<T: DeserializeOwned>(stored: &str) -> Result<T, PasskeyFault> {
    serde_json::from_str(stored).map_err(|_| PasskeyFault::Damaged)
}

fn read_value<T: DeserializeOwned>(value: serde_json::Value) -> Result<T, PasskeyFault> {
    serde_json::from_value(value).map_err(|_| PasskeyFault::Refused)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{SeededRandomness, keys::HmacKey};

    #[test]
    fn passkeys_belong_to_a_name_and_never_to_a_number() {
        let party = RelyingParty::at("https://signaal.test:8443").unwrap();
        assert_eq!(party.id(), "signaal.test");
        for address in ["http://127.0.0.1:8080", "https://[::1]", "signaal.test", ""] {
            assert!(RelyingParty::at(address).is_none(), "{address}");
        }
    }

    #[test]
    fn every_question_is_another_one_and_is_found_by_what_was_signed() {
        let party = RelyingParty::at("https://signaal.test").unwrap();
        let (first, second) = (party.ask_anybody().unwrap(), party.ask_anybody().unwrap());
        assert_ne!(first.hash(), second.hash());
        let client_data = format!("{{\"challenge\":\"{}\"}}", text(&first.challenge));
        assert_eq!(question_hash(client_data.as_bytes()), Some(first.hash()));
        for nonsense in [
            "",
            "{}",
            "[1]",
            "{\"challenge\":\"é\"}",
            "{\"challenge\":7}",
        ] {
            assert_eq!(question_hash(nonsense.as_bytes()), None, "{nonsense}");
        }
    }

    #[test]
    fn a_handle_belongs_to_one_account_and_needs_the_key() {
        let key = |seed| HmacKey::draw(&SeededRandomness::new(seed));
        let handle = Handle::of_user(&key(1), Uuid::from_u128(1));
        assert_eq!(handle, Handle::of_user(&key(1), Uuid::from_u128(1)));
        assert_ne!(handle, Handle::of_user(&key(1), Uuid::from_u128(2)));
        assert_ne!(handle, Handle::of_user(&key(2), Uuid::from_u128(1)));
        assert!(!handle.is(&[]) && !handle.is(Uuid::from_u128(1).as_bytes()));
        assert_eq!(format!("{handle:?}"), "Handle(…)");
    }
}
