//! Proves to a push service who rings (VAPID, RFC 8292).

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair},
};
use chrono::{DateTime, TimeDelta, Utc};
use data_encoding::BASE64URL_NOPAD;
use serde_json::json;

use crate::keys::VapidKey;

/// A token lives half of the day that RFC 8292 allows: clocks of push services need not be ours.
const TOKEN_HOURS: i64 = 12;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the VAPID key of the key file cannot sign; restore the file from its backup")]
pub struct NotSigned;

/// What stands in `Authorization`: an ES256 token for this push service alone, and the key that checks it. `contact` is
/// an `https:` or `mailto:` address for its operators.
pub fn authorization(
    key: &VapidKey,
    audience: &str,
    contact: Option<&str>,
    now: DateTime<Utc>,
) -> Result<String, NotSigned> {
    let expires_at = now + TimeDelta::hours(TOKEN_HOURS);
    let mut claims = json!({ "aud": audience, "exp": expires_at.timestamp() });
    if let (Some(contact), Some(claims)) = (contact, claims.as_object_mut()) {
        claims.insert("sub".to_owned(), contact.into());
    }
    let encoded = |part: String| BASE64URL_NOPAD.encode(part.as_bytes());
    let header = encoded(json!({ "typ": "JWT", "alg": "ES256" }).to_string());
    let signed = format!("{header}.{}", encoded(claims.to_string()));
    let public = BASE64URL_NOPAD
        .decode(key.public().as_bytes())
        .map_err(|_| NotSigned)?;
    let pair = EcdsaKeyPair::from_private_key_and_public_key(
        &ECDSA_P256_SHA256_FIXED_SIGNING,
        key.scalar().expose(),
        &public,
    )
    .map_err(|_| NotSigned)?;
    let signature = pair
        .sign(&SystemRandom::new(), signed.as_bytes())
        .map_err(|_| NotSigned)?;
    let signature = BASE64URL_NOPAD.encode(signature.as_ref());
    Ok(format!("vapid t={signed}.{signature}, k={}", key.public()))
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};

    use super::*;

    #[test]
    fn a_push_service_can_check_who_rings_and_until_when() {
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let key = VapidKey::generate(now).unwrap();
        let contact = Some("https://signaal.test");
        let header = authorization(&key, "https://push.example", contact, now).unwrap();
        let (token, public) = header
            .strip_prefix("vapid t=")
            .and_then(|rest| rest.split_once(", k="))
            .unwrap();
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let decoded = |text: &str| BASE64URL_NOPAD.decode(text.as_bytes()).unwrap();
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, decoded(public))
            .verify(signed.as_bytes(), &decoded(signature))
            .unwrap();
        let (_, claims) = signed.split_once('.').unwrap();
        let claims: serde_json::Value = serde_json::from_slice(&decoded(claims)).unwrap();
        let expected = json!({
            "aud": "https://push.example",
            "exp": now.timestamp() + 12 * 3_600,
            "sub": "https://signaal.test",
        });
        assert_eq!(claims, expected);
    }
}
