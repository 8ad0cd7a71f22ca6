//! Passwords: which are accepted, how they are hashed and checked. The list of common ones is in `common_passwords`.
//!
//! One hash takes 46 MiB and some tens of milliseconds of a core. The caller lets [`AT_A_TIME`] run at once, on threads
//! that may block; every function here is plain and synchronous for that reason.

mod common_passwords;

use std::fmt;

use argon2::{
    Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version,
    password_hash::phc::PasswordHash as Phc,
};
use data_encoding::BASE64_NOPAD;
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroize;

use crate::{Randomness, randomness::draw};

/// How many hashes may run at once, whatever the number of requests.
pub const AT_A_TIME: usize = 2;
pub const MIN_CHARACTERS: usize = 12;
/// Enough for a sentence; a bound, since every character is hashed.
pub const MAX_CHARACTERS: usize = 128;

/// OWASP's recommendation with the least time: 46 MiB, one pass, one lane.
const MEMORY_KIB: u32 = 46 * 1024;
const PASSES: u32 = 1;
const LANES: u32 = 1;

/// A password that may be set.
pub struct Password(String);

/// Why a password may not be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordFault {
    #[error("the password has {found} characters, at least {MIN_CHARACTERS} are needed")]
    TooShort { found: usize },
    #[error("the password has {found} characters, at most {MAX_CHARACTERS} are possible")]
    TooLong { found: usize },
    #[error(
        "the password is one of those that are tried first; take three or four words that do not belong together"
    )]
    TooCommon,
}

impl Password {
    /// `about_the_user` are words a guesser would try: name, e-mail address, authority. No rules of composition.
    pub fn parse(typed: &str, about_the_user: &[&str]) -> Result<Self, PasswordFault> {
        let password = Self(normalised(typed));
        let found = password.0.chars().count();
        if found < MIN_CHARACTERS {
            return Err(PasswordFault::TooShort { found });
        }
        if found > MAX_CHARACTERS {
            return Err(PasswordFault::TooLong { found });
        }
        if common_passwords::is_common(&password.0, about_the_user) {
            return Err(PasswordFault::TooCommon);
        }
        Ok(password)
    }

    /// Slow on purpose; see the module.
    pub fn hash(&self, randomness: &dyn Randomness) -> Result<PasswordHash, NotHashed> {
        let salt = draw::<16>(randomness);
        let hash = hasher()?
            .hash_password_with_salt(self.0.as_bytes(), &salt)
            .map_err(|_| NotHashed)?;
        Ok(PasswordHash(hash.to_string()))
    }
}

/// Not enough memory, in practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the password could not be hashed; is there memory left?")]
pub struct NotHashed;

impl Drop for Password {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Password(…)")
    }
}

/// A hash with its parameters and salt, as stored (PHC string).
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Right,
    /// Right, but hashed with less than today's cost: hash anew and store.
    RightButWeak,
    Wrong,
}

impl PasswordHash {
    pub fn from_stored(text: String) -> Self {
        Self(text)
    }

    pub fn to_stored(&self) -> &str {
        &self.0
    }

    /// Slow on purpose; see the module.
    pub fn verify(&self, typed: &str) -> Verdict {
        // Far longer than any password that could be set: not worth hashing.
        if typed.len() > MAX_CHARACTERS * 8 {
            return Verdict::Wrong;
        }
        let Ok(phc) = Phc::new(&self.0) else {
            return Verdict::Wrong;
        };
        let mut typed = normalised(typed);
        let verdict = Argon2::default().verify_password(typed.as_bytes(), &phc);
        typed.zeroize();
        match verdict {
            Err(_) => Verdict::Wrong,
            Ok(()) if self.needs_rehash() => Verdict::RightButWeak,
            Ok(()) => Verdict::Right,
        }
    }

    pub fn needs_rehash(&self) -> bool {
        let Ok(phc) = Phc::new(&self.0) else {
            return true;
        };
        let Ok(params) = Params::try_from(&phc) else {
            return true;
        };
        phc.algorithm.as_str() != "argon2id"
            || params.m_cost() < MEMORY_KIB
            || params.t_cost() < PASSES
            || params.p_cost() != LANES
    }

    /// A hash nobody's password has, to be checked where there is no such user: the answer then takes equally long.
    /// Salt and hash are drawn, so that making it costs nothing.
    pub fn of_nobody(randomness: &dyn Randomness) -> Self {
        let drawn = |bytes: &[u8]| BASE64_NOPAD.encode(bytes);
        let (salt, hash) = (draw::<16>(randomness), draw::<32>(randomness));
        Self(format!(
            "$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p={LANES}${}${}",
            drawn(&salt),
            drawn(&hash)
        ))
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("PasswordHash(…)")
    }
}

fn hasher() -> Result<Argon2<'static>, NotHashed> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|_| NotHashed)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// One keyboard writes é as one character, another as two: both are the same password.
fn normalised(typed: &str) -> String {
    typed.nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SystemRandomness;

    const GOOD: &str = "kruiwagen pinda lantaarn";

    fn hash_of(typed: &str) -> PasswordHash {
        Password::parse(typed, &[])
            .unwrap()
            .hash(&SystemRandomness)
            .unwrap()
    }

    #[test]
    fn the_right_password_is_right_and_any_other_wrong() {
        let hash = hash_of(GOOD);
        assert_eq!(hash.verify(GOOD), Verdict::Right);
        for wrong in [
            "",
            "kruiwagen pinda lantaarm",
            "Kruiwagen pinda lantaarn",
            &"a".repeat(10_000_000),
        ] {
            assert_eq!(hash.verify(wrong), Verdict::Wrong);
        }
    }

    #[test]
    fn the_cost_is_46_mib_one_pass_one_lane() {
        assert!(
            hash_of(GOOD)
                .to_stored()
                .starts_with("$argon2id$v=19$m=47104,t=1,p=1$")
        );
    }

    #[test]
    fn equal_passwords_have_different_hashes() {
        assert!(hash_of(GOOD) != hash_of(GOOD));
    }

    #[test]
    fn a_cheaper_hash_still_opens_but_asks_to_be_renewed() {
        let cheap = Argon2::new(
            Algorithm::Argon2id,
            Version::V0x13,
            Params::new(19 * 1024, 2, 1, None).unwrap(),
        );
        let stored = cheap
            .hash_password_with_salt(GOOD.as_bytes(), &[7; 16])
            .unwrap()
            .to_string();
        let hash = PasswordHash::from_stored(stored);
        assert!(hash.needs_rehash());
        assert_eq!(hash.verify(GOOD), Verdict::RightButWeak);
        assert!(!hash_of(GOOD).needs_rehash());
    }

    #[test]
    fn a_damaged_hash_is_wrong_and_asks_to_be_renewed() {
        for damaged in [
            "",
            "$argon2id$",
            "plain text",
            "$argon2id$v=19$m=1,t=0,p=0$AA$AA",
        ] {
            let hash = PasswordHash::from_stored(damaged.to_owned());
            assert_eq!(hash.verify(GOOD), Verdict::Wrong, "{damaged}");
            assert!(hash.needs_rehash(), "{damaged}");
        }
    }

    #[test]
    fn lengths_count_characters_not_bytes() {
        let check = |typed: &str, expected| {
            assert_eq!(Password::parse(typed, &[]).err(), expected, "{typed}");
        };
        check("ëxkqvbzrwpt", Some(PasswordFault::TooShort { found: 11 }));
        check("ëxkqvbzrwptl", None);
        check(
            &"xkqvbzrw".repeat(17),
            Some(PasswordFault::TooLong { found: 136 }),
        );
        check("welkom123456", Some(PasswordFault::TooCommon));
    }

    #[test]
    fn an_accent_typed_as_two_characters_is_the_same_password() {
        let composed = hash_of("été à la mer près");
        assert_eq!(
            composed.verify("e\u{301}te\u{301} a\u{300} la mer pre\u{300}s"),
            Verdict::Right
        );
    }

    #[test]
    fn nobody_has_the_password_of_nobody() {
        let hash = PasswordHash::of_nobody(&SystemRandomness);
        assert_eq!(hash.verify(GOOD), Verdict::Wrong);
        assert!(!hash.needs_rehash());
        let fields = |hash: &PasswordHash| {
            let shape = |field: &str| field.len();
            hash.to_stored().split('$').map(shape).collect::<Vec<_>>()
        };
        assert_eq!(
            fields(&hash),
            fields(&hash_of(GOOD)),
            "checked in the same way"
        );
    }

    #[test]
    fn passwords_and_hashes_show_nothing_when_debugged() {
        let password = Password::parse(GOOD, &[]).unwrap();
        assert_eq!(
            format!("{password:?} {:?}", hash_of(GOOD)),
            "Password(…) PasswordHash(…)"
        );
    }
}
