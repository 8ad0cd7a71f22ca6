//! The corpus of forgeries. Wherever possible a forgery is signed with the right key and wrong in one respect only, so
//! that each check is the only one standing between it and a valid answer.

use std::collections::BTreeSet;

use aws_lc_rs::hmac;
use chrono::TimeDelta;
use data_encoding::BASE64;

use super::*;
use crate::{
    SystemRandomness,
    keys::{KeyKind, KeyRing, PREANNOUNCED_SECONDS, SigningKey},
};

const AUDIENCE: &str = "https://signaal.bornem.be";
const USER: Uuid = Uuid::from_u128(0x00a1);
const LOGIN: Uuid = Uuid::from_u128(0x00b2);

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap()
}

fn after(seconds: i64) -> DateTime<Utc> {
    now() + TimeDelta::seconds(seconds)
}

fn ring() -> KeyRing {
    KeyRing::draw(&SystemRandomness, now()).unwrap()
}

/// A forger who, for most forgeries, even has the right key.
struct Forger {
    ring: KeyRing,
}

impl Forger {
    fn key(&self) -> &SigningKey {
        self.ring.access_token().signing(now()).unwrap()
    }

    fn header(&self) -> Value {
        serde_json::json!({ "typ": "at+jwt", "alg": "EdDSA", "kid": self.key().kid() })
    }

    fn claims() -> Value {
        let seconds = now().timestamp();
        serde_json::json!({
            "iss": LOCAL_ISSUER, "aud": AUDIENCE, "sub": USER, "sid": LOGIN,
            "iat": seconds, "nbf": seconds, "exp": seconds + ACCESS_TOKEN_SECONDS, "jti": "j"
        })
    }

    /// Signed with the right key.
    fn signed(&self, header: &str, claims: &str) -> String {
        let message = message(header, claims);
        let signature = self.key().sign(message.as_bytes());
        format!("{message}.{}", BASE64URL_NOPAD.encode(&signature))
    }

    fn honest(&self) -> String {
        self.signed(&self.header().to_string(), &Self::claims().to_string())
    }

    fn with_header(&self, name: &str, value: impl Into<Value>) -> String {
        self.signed(
            &with(self.header(), name, value.into()),
            &Self::claims().to_string(),
        )
    }

    fn without_header(&self, name: &str) -> String {
        self.signed(&without(self.header(), name), &Self::claims().to_string())
    }

    fn with_claim(&self, name: &str, value: impl Into<Value>) -> String {
        self.signed(
            &self.header().to_string(),
            &with(Self::claims(), name, value.into()),
        )
    }

    fn without_claim(&self, name: &str) -> String {
        self.signed(&self.header().to_string(), &without(Self::claims(), name))
    }

    /// The text of one claim replaced by something JSON values cannot express.
    fn with_raw_claims(&self, from: &str, to: &str) -> String {
        let claims = Self::claims().to_string();
        assert!(claims.contains(from), "{claims}");
        self.signed(&self.header().to_string(), &claims.replace(from, to))
    }

    /// Another algorithm in the header, an HMAC under a key everybody can know as signature.
    fn hmac(&self, name: &str, algorithm: hmac::Algorithm, key: &[u8]) -> String {
        let message = message(
            &with(self.header(), "alg", name.into()),
            &Self::claims().to_string(),
        );
        let tag = hmac::sign(&hmac::Key::new(algorithm, key), message.as_bytes());
        format!("{message}.{}", BASE64URL_NOPAD.encode(tag.as_ref()))
    }

    fn unsigned(&self, algorithm: &str) -> String {
        format!(
            "{}.",
            message(
                &with(self.header(), "alg", algorithm.into()),
                &Self::claims().to_string()
            )
        )
    }

    fn public_der(&self) -> Vec<u8> {
        // SubjectPublicKeyInfo of Ed25519, RFC 8410.
        let prefix = [
            0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00,
        ];
        [prefix.as_slice(), self.key().public_key()].concat()
    }

    fn public_pem(&self) -> String {
        let der = BASE64.encode(&self.public_der());
        format!("-----BEGIN PUBLIC KEY-----\n{der}\n-----END PUBLIC KEY-----\n")
    }
}

fn message(header: &str, claims: &str) -> String {
    format!(
        "{}.{}",
        BASE64URL_NOPAD.encode(header.as_bytes()),
        BASE64URL_NOPAD.encode(claims.as_bytes())
    )
}

fn with(mut object: Value, name: &str, value: Value) -> String {
    object[name] = value;
    object.to_string()
}

fn without(mut object: Value, name: &str) -> String {
    object.as_object_mut().unwrap().remove(name).unwrap();
    object.to_string()
}

fn corpus(forger: &Forger) -> Vec<(&'static str, String, Fault)> {
    let honest = forger.honest();
    let parts: Vec<&str> = honest.split('.').collect();
    let (header, claims, signature) = (parts[0], parts[1], parts[2]);
    let other_key = Forger { ring: ring() };
    let seconds = now().timestamp();
    let (sha256, sha512) = (hmac::HMAC_SHA256, hmac::HMAC_SHA512);
    let (pem, der) = (forger.public_pem(), forger.public_der());
    let attacker_jwk = other_key.ring.access_token().jwks(now())["keys"][0].clone();
    let admin = Forger { ring: ring() }.with_claim("sub", "00000000-0000-0000-0000-000000000001");
    let admin_claims = admin.split('.').nth(1).unwrap().to_owned();
    let mut flipped = BASE64URL_NOPAD.decode(signature.as_bytes()).unwrap();
    flipped[10] ^= 1;
    let bomb = "[".repeat(3000);
    let long = "a".repeat(MAX_TOKEN_BYTES);

    vec![
        // No signature at all.
        ("none", forger.unsigned("none"), Fault::Algorithm),
        ("None", forger.unsigned("None"), Fault::Algorithm),
        ("NONE", forger.unsigned("NONE"), Fault::Algorithm),
        ("nOnE", forger.unsigned("nOnE"), Fault::Algorithm),
        (
            "none with a zero byte",
            forger.unsigned("none\0"),
            Fault::Algorithm,
        ),
        ("empty algorithm", forger.unsigned(""), Fault::Algorithm),
        (
            "honest header, empty signature",
            format!("{header}.{claims}."),
            Fault::Signature,
        ),
        // The public key as a secret, and secrets one guesses.
        (
            "HS256, PEM",
            forger.hmac("HS256", sha256, pem.as_bytes()),
            Fault::Algorithm,
        ),
        (
            "HS512, PEM",
            forger.hmac("HS512", sha512, pem.as_bytes()),
            Fault::Algorithm,
        ),
        (
            "HS256, PEM without line end",
            forger.hmac("HS256", sha256, pem.trim().as_bytes()),
            Fault::Algorithm,
        ),
        (
            "HS256, DER",
            forger.hmac("HS256", sha256, &der),
            Fault::Algorithm,
        ),
        (
            "HS256, raw key",
            forger.hmac("HS256", sha256, forger.key().public_key()),
            Fault::Algorithm,
        ),
        (
            "HS256, empty secret",
            forger.hmac("HS256", sha256, b""),
            Fault::Algorithm,
        ),
        (
            "HS256, guessed secret",
            forger.hmac("HS256", sha256, b"secret"),
            Fault::Algorithm,
        ),
        (
            "EdDSA with an HMAC",
            forger.hmac("EdDSA", sha512, forger.key().public_key()),
            Fault::Signature,
        ),
        // Other algorithms under the right key.
        (
            "HS256 named, EdDSA signed",
            forger.with_header("alg", "HS256"),
            Fault::Algorithm,
        ),
        (
            "ES256",
            forger.with_header("alg", "ES256"),
            Fault::Algorithm,
        ),
        (
            "RS256",
            forger.with_header("alg", "RS256"),
            Fault::Algorithm,
        ),
        (
            "eddsa in lower case",
            forger.with_header("alg", "eddsa"),
            Fault::Algorithm,
        ),
        (
            "a list of algorithms",
            forger.with_header("alg", vec!["EdDSA"]),
            Fault::Algorithm,
        ),
        (
            "no algorithm",
            forger.without_header("alg"),
            Fault::Algorithm,
        ),
        (
            "null algorithm",
            forger.with_header("alg", Value::Null),
            Fault::Algorithm,
        ),
        // Key look-up.
        (
            "kid as path",
            forger.with_header("kid", "../../../../dev/null"),
            Fault::Key,
        ),
        (
            "kid as SQL",
            forger.with_header("kid", "x' UNION SELECT 'secret'--"),
            Fault::Key,
        ),
        (
            "kid as URL",
            forger.with_header("kid", "https://attacker.example/key"),
            Fault::Key,
        ),
        ("kid empty", forger.with_header("kid", ""), Fault::Key),
        (
            "kid null",
            forger.with_header("kid", Value::Null),
            Fault::Key,
        ),
        ("kid a number", forger.with_header("kid", 1), Fault::Key),
        (
            "kid in upper case",
            forger.with_header("kid", forger.key().kid().to_uppercase()),
            Fault::Key,
        ),
        ("no kid", forger.without_header("kid"), Fault::Key),
        (
            "kid of the audit-head key",
            forger.with_header("kid", forger.ring.audit_head().all()[0].kid()),
            Fault::Key,
        ),
        (
            "another installation's token",
            other_key.honest(),
            Fault::Key,
        ),
        (
            "our kid, another key",
            other_key.with_header("kid", forger.key().kid()),
            Fault::Signature,
        ),
        // Keys the token brings along.
        (
            "jwk",
            forger.with_header("jwk", attacker_jwk),
            Fault::RefusedParameter,
        ),
        (
            "jku",
            forger.with_header("jku", "https://attacker.example/jwks.json"),
            Fault::RefusedParameter,
        ),
        (
            "x5u",
            forger.with_header("x5u", "https://attacker.example/cert.pem"),
            Fault::RefusedParameter,
        ),
        (
            "x5c",
            forger.with_header("x5c", vec!["MIIB"]),
            Fault::RefusedParameter,
        ),
        (
            "crit",
            forger.with_header("crit", vec!["exp"]),
            Fault::RefusedParameter,
        ),
        (
            "empty crit",
            forger.with_header("crit", Value::Array(Vec::new())),
            Fault::RefusedParameter,
        ),
        (
            "null jwk",
            forger.with_header("jwk", Value::Null),
            Fault::RefusedParameter,
        ),
        // Tokens that are something else.
        ("id_token", forger.with_header("typ", "JWT"), Fault::Type),
        ("no typ", forger.without_header("typ"), Fault::Type),
        (
            "null typ",
            forger.with_header("typ", Value::Null),
            Fault::Type,
        ),
        (
            "logout token",
            forger.with_header("typ", "logout+jwt"),
            Fault::Type,
        ),
        (
            "typ with a space",
            forger.with_header("typ", "at+jwt "),
            Fault::Type,
        ),
        // Issuer, audience, subject, login.
        (
            "other issuer",
            forger.with_claim("iss", "https://attacker.example"),
            Fault::Issuer,
        ),
        (
            "issuer with a slash",
            forger.with_claim("iss", format!("{LOCAL_ISSUER}/")),
            Fault::Issuer,
        ),
        (
            "list of issuers",
            forger.with_claim("iss", vec![LOCAL_ISSUER]),
            Fault::Issuer,
        ),
        ("no issuer", forger.without_claim("iss"), Fault::Issuer),
        (
            "other audience",
            forger.with_claim("aud", "https://signaal.gent.be"),
            Fault::Audience,
        ),
        (
            "audience as prefix",
            forger.with_claim("aud", format!("{AUDIENCE}.attacker.example")),
            Fault::Audience,
        ),
        (
            "empty audience",
            forger.with_claim("aud", ""),
            Fault::Audience,
        ),
        (
            "list of audiences",
            forger.with_claim("aud", vec![AUDIENCE, "https://x"]),
            Fault::Claims,
        ),
        ("no audience", forger.without_claim("aud"), Fault::Claims),
        (
            "null audience",
            forger.with_claim("aud", Value::Null),
            Fault::Claims,
        ),
        ("no subject", forger.without_claim("sub"), Fault::Claims),
        (
            "null subject",
            forger.with_claim("sub", Value::Null),
            Fault::Claims,
        ),
        (
            "subject a number",
            forger.with_claim("sub", 1),
            Fault::Claims,
        ),
        (
            "subject a name",
            forger.with_claim("sub", "admin"),
            Fault::Subject,
        ),
        (
            "empty subject",
            forger.with_claim("sub", ""),
            Fault::Subject,
        ),
        (
            "two subjects",
            forger.with_raw_claims(
                "\"sub\":",
                "\"sub\":\"00000000-0000-0000-0000-000000000001\",\"sub\":",
            ),
            Fault::Claims,
        ),
        ("no login", forger.without_claim("sid"), Fault::Claims),
        (
            "login not an id",
            forger.with_claim("sid", "*"),
            Fault::Claims,
        ),
        ("no token id", forger.without_claim("jti"), Fault::Claims),
        // Times.
        ("no exp", forger.without_claim("exp"), Fault::Claims),
        (
            "null exp",
            forger.with_claim("exp", Value::Null),
            Fault::Claims,
        ),
        (
            "exp as text",
            forger.with_claim("exp", (seconds + 60).to_string()),
            Fault::Claims,
        ),
        (
            "infinite exp",
            forger.with_raw_claims(&(seconds + 600).to_string(), "1e400"),
            Fault::Shape,
        ),
        (
            "exp a fraction",
            forger.with_raw_claims(&(seconds + 600).to_string(), "1.8e9"),
            Fault::Claims,
        ),
        (
            "exp beyond all numbers",
            forger.with_raw_claims(&(seconds + 600).to_string(), &"9".repeat(40)),
            Fault::Claims,
        ),
        (
            "exp beyond all dates",
            forger.with_claim("exp", i64::MAX),
            Fault::Claims,
        ),
        (
            "exp in a year",
            forger.with_claim("exp", seconds + 365 * 86_400),
            Fault::Lifetime,
        ),
        (
            "one second too long",
            forger.with_claim("exp", seconds + ACCESS_TOKEN_SECONDS + 1),
            Fault::Lifetime,
        ),
        (
            "nbf in the future",
            forger.with_claim("nbf", seconds + LEEWAY_SECONDS + 1),
            Fault::NotYetValid,
        ),
        (
            "nbf as text",
            forger.with_claim("nbf", "now"),
            Fault::Claims,
        ),
        ("no nbf", forger.without_claim("nbf"), Fault::Claims),
        (
            "issued in the future",
            forger.with_claim("iat", seconds + LEEWAY_SECONDS + 1),
            Fault::NotYetValid,
        ),
        ("no iat", forger.without_claim("iat"), Fault::Claims),
        // Parts moved about.
        (
            "another's payload",
            format!("{header}.{admin_claims}.{signature}"),
            Fault::Signature,
        ),
        (
            "a flipped bit",
            format!("{header}.{claims}.{}", BASE64URL_NOPAD.encode(&flipped)),
            Fault::Signature,
        ),
        (
            "half a signature",
            format!(
                "{header}.{claims}.{}",
                BASE64URL_NOPAD.encode(&flipped[..32])
            ),
            Fault::Signature,
        ),
        (
            "signature of zeros",
            format!("{header}.{claims}.{}", BASE64URL_NOPAD.encode(&[0; 64])),
            Fault::Signature,
        ),
        ("padded signature", format!("{honest}=="), Fault::Shape),
        ("two parts", format!("{header}.{claims}"), Fault::Shape),
        ("four parts", format!("{honest}.{signature}"), Fault::Shape),
        (
            "five parts, as if encrypted",
            format!("{honest}.a.b"),
            Fault::Shape,
        ),
        ("a line end", format!("{honest}\n"), Fault::Shape),
        ("a space before", format!(" {honest}"), Fault::Shape),
        (
            "still with Bearer",
            format!("Bearer {honest}"),
            Fault::Shape,
        ),
        ("empty", String::new(), Fault::Shape),
        ("only dots", "..".to_owned(), Fault::Shape),
        (
            "header no object",
            forger.signed("[]", &Forger::claims().to_string()),
            Fault::Shape,
        ),
        (
            "claims no object",
            forger.signed(&forger.header().to_string(), "\"admin\""),
            Fault::Shape,
        ),
        (
            "header no JSON",
            forger.signed("{", &Forger::claims().to_string()),
            Fault::Shape,
        ),
        (
            "nested bomb",
            forger.signed(&forger.header().to_string(), &bomb),
            Fault::Shape,
        ),
        // Size.
        (
            "8 KiB and more, honest otherwise",
            forger.with_claim("note", long),
            Fault::TooLong,
        ),
        ("1 MB", "a".repeat(1_000_000), Fault::TooLong),
    ]
}

#[test]
fn every_forgery_is_refused_for_its_own_reason() {
    let forger = Forger { ring: ring() };
    let verifier = Verifier::local(forger.ring.access_token(), AUDIENCE);
    let corpus = corpus(&forger);
    let names: BTreeSet<&str> = corpus.iter().map(|(name, ..)| *name).collect();
    assert!(
        names.len() == corpus.len() && corpus.len() >= 60,
        "{} forgeries",
        corpus.len()
    );
    let wrongly_answered: Vec<String> = corpus
        .iter()
        .map(|(name, token, fault)| {
            (
                name,
                verifier.verify(token, now()),
                Err(TokenRefusal::Invalid(*fault)),
            )
        })
        .filter(|(_, found, expected)| found != expected)
        .map(|(name, found, expected)| format!("{name}: {found:?} instead of {expected:?}"))
        .collect();
    assert!(wrongly_answered.is_empty(), "{wrongly_answered:#?}");
}

#[test]
fn an_honest_token_is_believed_whoever_wrote_it() {
    let forger = Forger { ring: ring() };
    let verifier = Verifier::local(forger.ring.access_token(), AUDIENCE);
    let believed = verifier.verify(&forger.honest(), now()).unwrap();
    assert_eq!((believed.user, believed.login), (USER, LOGIN));

    let issued = issue(&forger.ring, now());
    let believed = verifier.verify(issued.reveal(), now()).unwrap();
    assert_eq!((believed.user, believed.login), (USER, LOGIN));
    assert_eq!(
        (believed.issued_at, believed.expires_at),
        (now(), issued.expires_at())
    );
    assert_eq!(format!("{issued:?}"), "AccessToken(…)");
}

fn issue(ring: &KeyRing, moment: DateTime<Utc>) -> AccessToken {
    AccessToken::issue(
        ring.access_token(),
        &SystemRandomness,
        moment,
        AUDIENCE,
        USER,
        LOGIN,
    )
    .unwrap()
}

#[test]
fn a_token_expires_after_ten_minutes_and_five_seconds() {
    let ring = ring();
    let verifier = Verifier::local(ring.access_token(), AUDIENCE);
    let token = issue(&ring, now());
    assert!(verifier.verify(token.reveal(), after(604)).is_ok());
    assert_eq!(
        verifier.verify(token.reveal(), after(605)),
        Err(TokenRefusal::Expired)
    );
}

#[test]
fn a_forgery_that_has_expired_is_still_a_forgery() {
    let forger = Forger { ring: ring() };
    let verifier = Verifier::local(forger.ring.access_token(), AUDIENCE);
    let token = forger.with_claim("aud", "https://signaal.gent.be");
    assert_eq!(
        verifier.verify(&token, after(10_000)),
        Err(TokenRefusal::Invalid(Fault::Audience))
    );
}

#[test]
fn clocks_may_differ_by_five_seconds() {
    let ring = ring();
    let verifier = Verifier::local(ring.access_token(), AUDIENCE);
    let token = issue(&ring, after(5));
    assert!(verifier.verify(token.reveal(), now()).is_ok());
    let token = issue(&ring, after(6));
    assert_eq!(
        verifier.verify(token.reveal(), now()),
        Err(TokenRefusal::Invalid(Fault::NotYetValid))
    );
}

#[test]
fn no_two_tokens_are_equal() {
    let ring = ring();
    assert_ne!(issue(&ring, now()).reveal(), issue(&ring, now()).reveal());
}

/// Every second over a rotation: the token issued then is believed for all its life by a verifier that knows both keys.
#[test]
fn tokens_outlive_the_rotation_of_their_key() {
    let mut ring = ring();
    let first = ring.access_token().signing(now()).unwrap().kid().to_owned();
    let second =
        crate::keys::rotate_in(&mut ring, KeyKind::AccessToken, &SystemRandomness, now()).unwrap();
    let verifier = Verifier::local(ring.access_token(), AUDIENCE);
    for second_no in (0..PREANNOUNCED_SECONDS + 100)
        .step_by(7)
        .chain([PREANNOUNCED_SECONDS - 1, PREANNOUNCED_SECONDS])
    {
        let signing = ring.access_token().signing(after(second_no)).unwrap().kid();
        assert_eq!(
            signing,
            if second_no < PREANNOUNCED_SECONDS {
                &first
            } else {
                &second
            }
        );
        let token = issue(&ring, after(second_no));
        assert!(
            verifier.verify(token.reveal(), after(second_no)).is_ok(),
            "{second_no}"
        );
        let end = after(second_no + ACCESS_TOKEN_SECONDS + LEEWAY_SECONDS - 1);
        assert!(verifier.verify(token.reveal(), end).is_ok(), "{second_no}");
    }
}

#[test]
fn a_retired_key_is_believed_no_more() {
    let mut forger = Forger { ring: ring() };
    crate::keys::rotate_in(
        &mut forger.ring,
        KeyKind::AccessToken,
        &SystemRandomness,
        now(),
    )
    .unwrap();
    let retired_at = after(PREANNOUNCED_SECONDS + ACCESS_TOKEN_SECONDS + LEEWAY_SECONDS);
    let seconds = retired_at.timestamp();
    let mut claims = Forger::claims();
    for (name, value) in [("iat", seconds), ("nbf", seconds), ("exp", seconds + 60)] {
        claims[name] = value.into();
    }
    let token = forger.signed(&forger.header().to_string(), &claims.to_string());
    let verifier = Verifier::local(forger.ring.access_token(), AUDIENCE);
    assert!(
        verifier
            .verify(&token, retired_at - TimeDelta::seconds(1))
            .is_ok()
    );
    assert_eq!(
        verifier.verify(&token, retired_at),
        Err(TokenRefusal::Invalid(Fault::Key))
    );
}

#[test]
fn an_announced_key_is_not_believed_before_it_begins() {
    let mut forger = Forger { ring: ring() };
    let announced = crate::keys::rotate_in(
        &mut forger.ring,
        KeyKind::AccessToken,
        &SystemRandomness,
        now(),
    )
    .unwrap();
    let key = forger.ring.access_token().by_kid(&announced).unwrap();
    let message = message(
        &with(forger.header(), "kid", announced.into()),
        &Forger::claims().to_string(),
    );
    let token = format!(
        "{message}.{}",
        BASE64URL_NOPAD.encode(&key.sign(message.as_bytes()))
    );
    let verifier = Verifier::local(forger.ring.access_token(), AUDIENCE);
    assert_eq!(
        verifier.verify(&token, now()),
        Err(TokenRefusal::Invalid(Fault::Key))
    );
}

#[test]
fn what_a_revoked_key_signed_is_believed_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.json");
    let before = crate::keys::init(&path, &SystemRandomness, now()).unwrap();
    let token = issue(&before, now());
    let kid = before.access_token().signing(now()).unwrap().kid();
    crate::keys::revoke(&path, kid, 0, &SystemRandomness, now()).unwrap();
    let revoked = KeyRing::load(&path).unwrap();
    let verifier = Verifier::local(revoked.access_token(), AUDIENCE);
    assert_eq!(
        verifier.verify(token.reveal(), now()),
        Err(TokenRefusal::Invalid(Fault::Key))
    );
    assert!(
        verifier
            .verify(issue(&revoked, now()).reveal(), now())
            .is_ok()
    );
}
