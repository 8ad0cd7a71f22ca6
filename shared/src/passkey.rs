//! Passkeys: signing in with a finger, a face or the code of a device. Bytes travel as base64url without padding.

use serde::{Deserialize, Serialize};

use crate::draft::{Broken, Check};
use crate::id::PasskeyId;
use crate::problem::{Code, Invalid};
use crate::text::Name;
use crate::time::Day;

/// How many passkeys one person may have.
pub const MAX_PASSKEYS: usize = 10;

/// What a device is asked for a new passkey.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PasskeyOffer {
    /// Random bytes, good for one answer.
    pub challenge: String,
    /// The name that the passkey will belong to.
    pub rp_id: String,
    /// What the device shows for it.
    pub rp_name: String,
    /// How the device knows the account.
    pub user_handle: String,
    /// The address of the account, so that its owner knows it again.
    pub user_name: String,
    /// Signature algorithms (COSE numbers), the best first.
    pub algorithms: Vec<i64>,
    /// Ids of the passkeys that this person has.
    pub known: Vec<String>,
    /// After how many seconds the answer comes too late.
    pub expires_in_sec: u32,
}

/// A passkey that a device made.
#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PasskeyDraft {
    /// What its owner calls it, such as the kind of device.
    pub name: String,
    /// `clientDataJSON` of the answer.
    pub client_data: String,
    /// `attestationObject` of the answer.
    pub attestation: String,
}

/// A new passkey; whether the answer is true is not yet known.
#[derive(Clone)]
pub struct NewPasskey {
    /// What its owner calls it.
    pub name: Name,
    /// `clientDataJSON` of the answer.
    pub client_data: String,
    /// `attestationObject` of the answer.
    pub attestation: String,
}

impl PasskeyDraft {
    /// Checks the name.
    pub fn parse(self) -> Result<NewPasskey, Invalid> {
        let mut check = Check::default();
        let name = check.field("/name", Name::parse(&self.name));
        for (pointer, value) in [
            ("/clientData", &self.client_data),
            ("/attestation", &self.attestation),
        ] {
            if value.is_empty() {
                check.note(pointer, Broken::rule(Code::Required));
            }
        }
        check.finish(name.map(|name| NewPasskey {
            name,
            client_data: self.client_data,
            attestation: self.attestation,
        }))
    }
}

/// A passkey, for its owner alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Passkey {
    /// Its id.
    pub id: PasskeyId,
    /// What its owner calls it.
    pub name: String,
    /// The day it was made.
    pub created_on: Day,
    /// The day it was last used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_on: Option<Day>,
}

/// The passkeys of whoever asks, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Passkeys {
    /// The passkeys; ten at most.
    pub items: Vec<Passkey>,
}

/// What any device is asked to sign in; nobody says who she is.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PasskeyQuestion {
    /// Random bytes, good for one answer.
    pub challenge: String,
    /// The name that passkeys belong to.
    pub rp_id: String,
    /// After how many seconds the answer comes too late.
    pub expires_in_sec: u32,
}

/// What a device answered to sign in.
#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PasskeyAnswer {
    /// Id of the passkey (`rawId`).
    pub credential: String,
    /// `clientDataJSON` of the answer.
    pub client_data: String,
    /// `authenticatorData` of the answer.
    pub authenticator_data: String,
    /// `signature` of the answer.
    pub signature: String,
    /// `userHandle` of the answer.
    pub user_handle: String,
}
