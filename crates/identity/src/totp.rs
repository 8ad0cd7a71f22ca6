//! One-time codes of an authenticator app: RFC 6238 with SHA-1, 30 seconds, six digits, as every app knows them.

use std::fmt;

use aws_lc_rs::{constant_time, hmac};
use chrono::{DateTime, Utc};
use data_encoding::BASE32_NOPAD;
use uuid::Uuid;

use crate::{
    Randomness, Secret,
    keys::Keks,
    sealing::{self, Place, SealingError},
};

/// Length of a step.
pub const STEP_SECONDS: i64 = 30;
/// A code of the step before or after is accepted too: clocks differ, fingers are slow.
const STEPS_AROUND: i64 = 1;

/// The secret shared with the app: 160 bits, as RFC 4226 recommends.
#[derive(Clone, PartialEq, Eq)]
pub struct TotpSecret(Secret<20>);

/// The number of 30-second steps since 1970. The caller stores that of the last code used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step(pub i64);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TotpFault {
    #[error("the code is wrong")]
    Wrong,
    #[error("the code was used already; wait for the next one")]
    UsedAlready,
}

impl TotpSecret {
    pub fn draw(randomness: &dyn Randomness) -> Self {
        Self(Secret::draw(randomness))
    }

    /// Reads the base32 form: for the fixed secrets of demo accounts.
    pub fn parse(base32: &str) -> Option<Self> {
        let bytes = BASE32_NOPAD.decode(base32.as_bytes()).ok()?;
        <[u8; 20]>::try_from(bytes.as_slice())
            .ok()
            .map(|bytes| Self(Secret::new(bytes)))
    }

    /// The base32 form, for those who type it instead of scanning it.
    pub fn reveal(&self) -> String {
        BASE32_NOPAD.encode(self.0.expose())
    }

    /// What the QR code of the enrolment holds.
    pub fn provisioning_uri(&self, issuer: &str, account: &str) -> String {
        let (issuer, account) = (percent_encoded(issuer), percent_encoded(account));
        let secret = self.reveal();
        format!(
            "otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits=6&period=30"
        )
    }

    /// The code an app shows at this moment.
    pub fn code_at(&self, now: DateTime<Utc>) -> String {
        self.code_of(Step::at(now))
    }

    /// Accepts a code once: a step up to the last used one is refused. Returns the step to be stored, in the same
    /// transaction and only if it is still greater than the stored one.
    pub fn verify(
        &self,
        typed: &str,
        now: DateTime<Utc>,
        last_used: Option<Step>,
    ) -> Result<Step, TotpFault> {
        let digits: String = typed
            .chars()
            .filter(|character| !character.is_whitespace())
            .collect();
        let Step(middle) = Step::at(now);
        let mut steps = (middle - STEPS_AROUND..=middle + STEPS_AROUND).map(Step);
        let same = |step: &Step| {
            constant_time::verify_slices_are_equal(
                self.code_of(*step).as_bytes(),
                digits.as_bytes(),
            )
            .is_ok()
        };
        let matching = steps.find(same).ok_or(TotpFault::Wrong)?;
        if last_used.is_some_and(|last_used| matching <= last_used) {
            return Err(TotpFault::UsedAlready);
        }
        Ok(matching)
    }

    /// For the database: sealed with the KEK, bound to its user.
    pub fn seal(
        &self,
        keks: &Keks,
        randomness: &dyn Randomness,
        now: DateTime<Utc>,
        user: Uuid,
    ) -> Result<Vec<u8>, SealingError> {
        sealing::seal_with_kek(keks, randomness, now, place_of(user), self.0.expose())
    }

    pub fn open(keks: &Keks, user: Uuid, sealed: &[u8]) -> Result<Self, SealingError> {
        let bytes = sealing::open_with_kek(keks, place_of(user), sealed)?;
        let bytes =
            <[u8; 20]>::try_from(bytes.as_slice()).map_err(|_| SealingError::DoesNotOpen)?;
        Ok(Self(Secret::new(bytes)))
    }

    fn code_of(&self, Step(step): Step) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, self.0.expose());
        let tag = hmac::sign(&key, &step.to_be_bytes());
        // RFC 4226 §5.3: the last nibble says where to read 31 bits.
        let offset = tag
            .as_ref()
            .last()
            .map_or(0, |byte| usize::from(byte & 0x0f));
        let four = tag.as_ref().iter().skip(offset).take(4);
        let number =
            four.fold(0_u32, |number, byte| (number << 8) | u32::from(*byte)) & 0x7fff_ffff;
        format!("{:06}", number % 1_000_000)
    }
}

/// The KEK moved on: the same secret, wrapped with the newest version; `None` when it already is.
pub fn rewrap(
    keks: &Keks,
    randomness: &dyn Randomness,
    now: DateTime<Utc>,
    user: Uuid,
    sealed: &[u8],
) -> Result<Option<Vec<u8>>, SealingError> {
    sealing::rewrap(keks, randomness, now, place_of(user), sealed)
}

impl Step {
    pub fn at(now: DateTime<Utc>) -> Self {
        Self(now.timestamp().div_euclid(STEP_SECONDS))
    }
}

impl fmt::Debug for TotpSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("TotpSecret(…)")
    }
}

/// Logins belong to no authority.
/// What a sealed secret is bound to.
pub fn place_of(user: Uuid) -> Place {
    Place {
        authority: Uuid::nil(),
        table: "users",
        column: "totp_secret",
        row: user,
    }
}

fn percent_encoded(text: &str) -> String {
    let encode = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(encode).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B: the secret "12345678901234567890", the last six of the eight digits printed there.
    #[test]
    fn codes_agree_with_the_rfc() {
        let secret = TotpSecret(Secret::new(*b"12345678901234567890"));
        let check = |seconds: i64, code: &str| {
            assert_eq!(
                secret.code_at(DateTime::from_timestamp(seconds, 0).unwrap()),
                code,
                "at {seconds}"
            );
        };
        check(59, "287082");
        check(1_111_111_109, "081804");
        check(1_111_111_111, "050471");
        check(1_234_567_890, "005924");
        check(2_000_000_000, "279037");
        check(20_000_000_000, "353130");
    }

    fn secret_and_now() -> (TotpSecret, DateTime<Utc>) {
        (
            TotpSecret(Secret::new(*b"12345678901234567890")),
            DateTime::from_timestamp(1_800_000_000, 0).unwrap(),
        )
    }

    fn after(now: DateTime<Utc>, seconds: i64) -> DateTime<Utc> {
        now + chrono::TimeDelta::seconds(seconds)
    }

    #[test]
    fn a_code_is_accepted_one_step_early_and_one_step_late_but_not_two() {
        let (secret, now) = secret_and_now();
        let code = secret.code_at(now);
        for (seconds, expected) in [
            (-60, false),
            (-30, true),
            (0, true),
            (30, true),
            (60, false),
        ] {
            assert_eq!(
                secret.verify(&code, after(now, seconds), None).is_ok(),
                expected,
                "at {seconds} s"
            );
        }
    }

    #[test]
    fn a_code_is_accepted_only_once() {
        let (secret, now) = secret_and_now();
        let code = secret.code_at(now);
        let step = secret.verify(&code, now, None).unwrap();
        assert_eq!(
            secret.verify(&code, now, Some(step)),
            Err(TotpFault::UsedAlready)
        );
        assert!(
            secret
                .verify(&secret.code_at(after(now, 30)), after(now, 30), Some(step))
                .is_ok()
        );
    }

    #[test]
    fn a_code_of_an_earlier_step_is_refused_after_a_later_one() {
        let (secret, now) = secret_and_now();
        let later = secret
            .verify(&secret.code_at(after(now, 30)), now, None)
            .unwrap();
        assert_eq!(
            secret.verify(&secret.code_at(now), now, Some(later)),
            Err(TotpFault::UsedAlready)
        );
    }

    #[test]
    fn spaces_in_a_code_do_not_matter_and_anything_else_does() {
        let (secret, now) = secret_and_now();
        let code = secret.code_at(now);
        let (left, right) = code.split_at(3);
        assert!(
            secret
                .verify(&format!(" {left} {right} "), now, None)
                .is_ok()
        );
        for wrong in ["", "000000", "12345", left, "abcdef", "１２３４５６"] {
            assert_eq!(
                secret.verify(wrong, now, None),
                Err(TotpFault::Wrong),
                "{wrong}"
            );
        }
    }

    #[test]
    fn the_provisioning_uri_names_issuer_and_account() {
        let (secret, _) = secret_and_now();
        assert_eq!(
            secret.provisioning_uri("Lokaal Signaal", "an@bornem.be"),
            "otpauth://totp/Lokaal%20Signaal:an%40bornem.be?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
             &issuer=Lokaal%20Signaal&algorithm=SHA1&digits=6&period=30"
        );
    }

    #[test]
    fn the_typed_secret_is_read_back() {
        let (secret, _) = secret_and_now();
        assert!(TotpSecret::parse(&secret.reveal()) == Some(secret));
        assert!(TotpSecret::parse("GEZDGNBV").is_none());
    }

    #[test]
    fn a_sealed_secret_opens_for_its_user_only() {
        let (secret, now) = secret_and_now();
        let ring = crate::keys::KeyRing::draw(&crate::SystemRandomness, now).unwrap();
        let (user, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let sealed = secret
            .seal(ring.keks(), &crate::SystemRandomness, now, user)
            .unwrap();
        assert!(TotpSecret::open(ring.keks(), user, &sealed).unwrap() == secret);
        assert_eq!(
            TotpSecret::open(ring.keks(), other, &sealed),
            Err(SealingError::DoesNotOpen)
        );
    }

    #[test]
    fn a_secret_shows_nothing_when_debugged() {
        assert_eq!(format!("{:?}", secret_and_now().0), "TotpSecret(…)");
    }
}
