//! Access tokens: how they are issued, and the one verifier that everything with a token goes through.
//!
//! The verifier is a table: issuer → algorithms, keys, audience, `typ`. A token's own header chooses the row (by its
//! issuer) and the key (by `kid`, a look-up in a map) and nothing else.

#[cfg(test)]
mod forgeries;

use std::{collections::HashMap, fmt};

use chrono::{DateTime, TimeDelta, Utc};
use data_encoding::BASE64URL_NOPAD;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, errors::ErrorKind};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::{
    Randomness,
    keys::{SigningKey, SigningKeys},
    randomness::draw,
};

/// Issuer of tokens for users who sign in here.
pub const LOCAL_ISSUER: &str = "urn:lokaalsignaal:local";
/// Life of an access token. Short, because revocation is polled (5 s) and a token lives in memory only.
pub const ACCESS_TOKEN_SECONDS: i64 = 600;
/// How far clocks may differ.
pub const LEEWAY_SECONDS: i64 = 5;
/// Longest token that is looked at: an honest one has about 500 bytes.
pub const MAX_TOKEN_BYTES: usize = 8 * 1024;

const ACCESS_TOKEN_TYPE: &str = "at+jwt"; // RFC 9068
/// Header parameters that would let a token bring or point to its own key, or ask for rules we do not know.
const REFUSED_PARAMETERS: [&str; 5] = ["jwk", "jku", "x5u", "x5c", "crit"];

/// An access token in its compact form.
#[derive(Clone)]
pub struct AccessToken {
    compact: String,
    expires_at: DateTime<Utc>,
}

impl AccessToken {
    /// Issues a token for a user's login, with all the rights this person has.
    pub fn issue(
        keys: &SigningKeys,
        randomness: &dyn Randomness,
        now: DateTime<Utc>,
        audience: &str,
        user: Uuid,
        login: Uuid,
    ) -> Result<Self, NotIssued> {
        Self::with_rights(
            keys,
            randomness,
            now,
            audience,
            (user, login),
            Rights::Everything,
        )
    }

    /// Issues a token for a user's login, with these rights.
    pub fn with_rights(
        keys: &SigningKeys,
        randomness: &dyn Randomness,
        now: DateTime<Utc>,
        audience: &str,
        (user, login): (Uuid, Uuid),
        rights: Rights,
    ) -> Result<Self, NotIssued> {
        let key = keys.signing(now).ok_or(NotIssued)?;
        let expires_at = now + TimeDelta::seconds(ACCESS_TOKEN_SECONDS);
        let claims = Claims {
            iss: LOCAL_ISSUER.to_owned(),
            aud: audience.to_owned(),
            sub: user.to_string(),
            sid: login,
            iat: now.timestamp(),
            nbf: now.timestamp(),
            exp: expires_at.timestamp(),
            jti: BASE64URL_NOPAD.encode(&draw::<16>(randomness)),
            role: match rights {
                Rights::Everything => None,
                Rights::Provider => Some(Role::Provider),
            },
        };
        Ok(Self {
            compact: sign(key, &claims)?,
            expires_at,
        })
    }

    /// What goes into `Authorization: Bearer`.
    pub fn reveal(&self) -> &str {
        &self.compact
    }

    pub fn expires_at(&self) -> DateTime<Utc> {
        self.expires_at
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("AccessToken(…)")
    }
}

/// No key signs at this moment: the key file is damaged or the clock stands before its keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "no access-token key is in use at this moment; check the clock and `lokaal-signaal keys list`"
)]
pub struct NotIssued;

fn sign(key: &SigningKey, claims: &Claims) -> Result<String, NotIssued> {
    let mut header = Header::new(Algorithm::EdDSA);
    header.typ = Some(ACCESS_TOKEN_TYPE.to_owned());
    header.kid = Some(key.kid().to_owned());
    let pkcs8 = key.pkcs8().ok_or(NotIssued)?;
    jsonwebtoken::encode(&header, claims, &EncodingKey::from_ed_der(&pkcs8)).map_err(|_| NotIssued)
}

/// What a login may be used for. It can only narrow what the database says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rights {
    /// Everything the person may do.
    Everything,
    /// What a provider may do, and nothing of what this person may do besides.
    Provider,
}

/// The one value that claim `role` may have; any other is a forgery.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Role {
    Provider,
}

/// Every claim is required but the one that narrows: a token with it stays narrow, since it is signed.
#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    /// One string: we issue no lists, so a list is a forgery.
    aud: String,
    sub: String,
    sid: Uuid,
    iat: i64,
    nbf: i64,
    exp: i64,
    jti: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    role: Option<Role>,
}

/// Who a valid token speaks for. What they may do is loaded from the database, never read from the token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedToken {
    pub user: Uuid,
    pub login: Uuid,
    pub issued_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub token_id: String,
    pub rights: Rights,
}

/// Why a token is refused. The caller is told `expired` or `invalid`; the fault is for the log of security events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenRefusal {
    #[error("the access token has expired")]
    Expired,
    #[error("the access token is invalid ({0:?})")]
    Invalid(Fault),
}

/// What exactly is wrong with an invalid token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    TooLong,
    /// Not three parts of base64url JSON.
    Shape,
    RefusedParameter,
    Type,
    Issuer,
    Algorithm,
    Key,
    Signature,
    Audience,
    /// A claim is missing, twice there or of the wrong type.
    Claims,
    Subject,
    NotYetValid,
    /// Lives longer than any token we issue.
    Lifetime,
}

/// The table of issuers.
pub struct Verifier {
    issuers: HashMap<String, IssuerRow>,
}

struct IssuerRow {
    /// By the name in the header and in the library.
    algorithms: Vec<(&'static str, Algorithm)>,
    keys: HashMap<String, VerifyingKey>,
    audience: String,
    token_type: &'static str,
}

struct VerifyingKey {
    key: DecodingKey,
    not_before: DateTime<Utc>,
    retire_at: Option<DateTime<Utc>>,
}

impl Verifier {
    /// A verifier for local users only. Build it anew when the key file changed.
    pub fn local(keys: &SigningKeys, audience: &str) -> Self {
        let unrevoked = keys.all().iter().filter(|key| key.revoked_at().is_none());
        let by_kid = unrevoked.map(|key| {
            let verifying = VerifyingKey {
                key: DecodingKey::from_ed_der(key.public_key()),
                not_before: key.not_before(),
                retire_at: key.retire_at(),
            };
            (key.kid().to_owned(), verifying)
        });
        let row = IssuerRow {
            algorithms: vec![("EdDSA", Algorithm::EdDSA)],
            keys: by_kid.collect(),
            audience: audience.to_owned(),
            token_type: ACCESS_TOKEN_TYPE,
        };
        Self {
            issuers: HashMap::from([(LOCAL_ISSUER.to_owned(), row)]),
        }
    }

    /// The only way from a token to a user.
    pub fn verify(&self, token: &str, now: DateTime<Utc>) -> Result<VerifiedToken, TokenRefusal> {
        let claims = self
            .believed_claims(token, now)
            .map_err(TokenRefusal::Invalid)?;
        let moment = |seconds| {
            DateTime::from_timestamp(seconds, 0).ok_or(TokenRefusal::Invalid(Fault::Claims))
        };
        let (issued_at, not_before, expires_at) = (
            moment(claims.iat)?,
            moment(claims.nbf)?,
            moment(claims.exp)?,
        );
        let leeway = TimeDelta::seconds(LEEWAY_SECONDS);
        if now >= expires_at + leeway {
            return Err(TokenRefusal::Expired);
        }
        if not_before > now + leeway || issued_at > now + leeway {
            return Err(TokenRefusal::Invalid(Fault::NotYetValid));
        }
        if expires_at - issued_at > TimeDelta::seconds(ACCESS_TOKEN_SECONDS) {
            return Err(TokenRefusal::Invalid(Fault::Lifetime));
        }
        let user = claims
            .sub
            .parse()
            .map_err(|_| TokenRefusal::Invalid(Fault::Subject))?;
        Ok(VerifiedToken {
            user,
            login: claims.sid,
            issued_at,
            expires_at,
            token_id: claims.jti,
            rights: match claims.role {
                None => Rights::Everything,
                Some(Role::Provider) => Rights::Provider,
            },
        })
    }

    /// The claims, once size, header, issuer, key, signature and audience are found good. Times are the caller's.
    fn believed_claims(&self, token: &str, now: DateTime<Utc>) -> Result<Claims, Fault> {
        if token.len() > MAX_TOKEN_BYTES {
            return Err(Fault::TooLong);
        }
        let mut parts = token.split('.');
        // Whether there are three parts is for the library to say: it looks at the same ones.
        let (Some(header), Some(payload)) = (parts.next(), parts.next()) else {
            return Err(Fault::Shape);
        };
        let (header, unproven_claims) = (json_object(header)?, json_object(payload)?);
        if REFUSED_PARAMETERS
            .iter()
            .any(|parameter| header.contains_key(*parameter))
        {
            return Err(Fault::RefusedParameter);
        }
        let row = text(&unproven_claims, "iss")
            .and_then(|issuer| self.issuers.get(issuer))
            .ok_or(Fault::Issuer)?;
        if text(&header, "typ") != Some(row.token_type) {
            return Err(Fault::Type);
        }
        let algorithm = text(&header, "alg").ok_or(Fault::Algorithm)?;
        let row_algorithm = row.algorithms.iter().find(|(name, _)| *name == algorithm);
        let (_, algorithm) = row_algorithm.ok_or(Fault::Algorithm)?;
        let key = text(&header, "kid")
            .and_then(|kid| row.keys.get(kid))
            .ok_or(Fault::Key)?;
        if !key.is_believed_at(now) {
            return Err(Fault::Key);
        }
        let rules = row.rules(*algorithm);
        let token_data = jsonwebtoken::decode(token, &key.key, &rules)
            .map_err(|error| fault_of(error.kind()))?;
        Ok(token_data.claims)
    }
}

impl IssuerRow {
    fn rules(&self, algorithm: Algorithm) -> Validation {
        let mut rules = Validation::new(algorithm);
        rules.set_audience(&[&self.audience]);
        // The library reads the system's clock; time is a parameter here, and `verify` looks at it.
        rules.validate_exp = false;
        rules.validate_nbf = false;
        rules
    }
}

impl VerifyingKey {
    fn is_believed_at(&self, now: DateTime<Utc>) -> bool {
        let has_begun = self.not_before <= now + TimeDelta::seconds(LEEWAY_SECONDS);
        has_begun && self.retire_at.is_none_or(|retire_at| now < retire_at)
    }
}

fn fault_of(error: &ErrorKind) -> Fault {
    match error {
        ErrorKind::InvalidSignature => Fault::Signature,
        ErrorKind::InvalidAudience => Fault::Audience,
        ErrorKind::InvalidAlgorithm => Fault::Algorithm,
        ErrorKind::Json(_)
        | ErrorKind::MissingRequiredClaim(_)
        | ErrorKind::InvalidClaimFormat(_) => Fault::Claims,
        _ => Fault::Shape,
    }
}

/// A part of a token as a JSON object. `serde_json` stops at 128 levels, so a nested bomb is a fault like any other.
fn json_object(part: &str) -> Result<Map<String, Value>, Fault> {
    let bytes = BASE64URL_NOPAD
        .decode(part.as_bytes())
        .map_err(|_| Fault::Shape)?;
    serde_json::from_slice(&bytes).map_err(|_| Fault::Shape)
}

fn text<'object>(object: &'object Map<String, Value>, name: &str) -> Option<&'object str> {
    object.get(name).and_then(Value::as_str)
}
