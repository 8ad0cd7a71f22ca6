//! Refresh tokens: a family of one-time tokens per login, and what happens when one is presented.
//!
//! A successor is `SHA-256(token ‖ salt)`, with 256 random bits of salt drawn at each rotation and kept in the row.
//! So the directly preceding token, presented again by a second tab or after a lost answer, leads to the *same*
//! successor: tabs cannot drive each other out, and neither the row nor an old token alone yields a usable one.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use data_encoding::BASE64URL_NOPAD;
use uuid::Uuid;

use crate::{
    Randomness, Secret,
    keyed_hash::{first, sha256},
};

/// How long the directly preceding token still works.
pub const GRACE_SECONDS: i64 = 30;

/// How long a login lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifetimes {
    pub idle: TimeDelta,
    pub absolute: TimeDelta,
}

impl Lifetimes {
    /// A working day: idle 2 h, absolute 20 h.
    pub const STAFF: Self = Self {
        idle: TimeDelta::hours(2),
        absolute: TimeDelta::hours(20),
    };
    pub const PROVIDER: Self = Self {
        idle: TimeDelta::days(30),
        absolute: TimeDelta::days(180),
    };
}

/// What the cookie holds: which login, and 256 secret bits.
#[derive(Clone, PartialEq, Eq)]
pub struct RefreshToken {
    login: Uuid,
    secret: Secret<32>,
}

impl RefreshToken {
    /// Reads a cookie's value; `None` for anything that was never a token.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = BASE64URL_NOPAD
            .decode(text.as_bytes())
            .ok()
            .filter(|bytes| bytes.len() == 48)?;
        let (login, secret) = bytes.split_at_checked(16)?;
        Some(Self {
            login: Uuid::from_slice(login).ok()?,
            secret: Secret::new(first(secret)),
        })
    }

    /// The cookie's value.
    pub fn reveal(&self) -> String {
        BASE64URL_NOPAD.encode(&[self.login.as_bytes().as_slice(), self.secret.expose()].concat())
    }

    /// The login whose row says whether the token is good.
    pub fn login(&self) -> Uuid {
        self.login
    }

    fn hash(&self) -> [u8; 32] {
        sha256(&[self.login.as_bytes().as_slice(), self.secret.expose()].concat())
    }

    fn successor(&self, salt: &[u8; 32]) -> Self {
        let secret = Secret::new(sha256(&[self.secret.expose().as_slice(), salt].concat()));
        Self {
            login: self.login,
            secret,
        }
    }
}

impl fmt::Debug for RefreshToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("RefreshToken(…)")
    }
}

/// The row of a login: all that is stored of its tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Family {
    pub signed_in_at: DateTime<Utc>,
    /// Moment of the last rotation; the idle time counts from here.
    pub used_at: DateTime<Utc>,
    /// SHA-256 of the token that is good now.
    pub current: [u8; 32],
    pub preceding: Option<Preceding>,
    pub revoked_at: Option<DateTime<Utc>>,
}

/// The token before the current one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preceding {
    pub hash: [u8; 32],
    pub salt: [u8; 32],
    pub replaced_at: DateTime<Utc>,
}

/// What to do with a presented token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Store the family where `current` still is what was read, answer with this token. If another call was
    /// faster, read the row and decide again: this token is then the preceding one.
    Rotate { token: RefreshToken, family: Family },
    /// Store nothing, answer with this token: it is the one that was answered before.
    Repeat { token: RefreshToken },
    /// An older token: somebody has a copy. Store `revoked_at`, answer 401.
    RevokeFamily,
    /// Answer 401.
    Refuse(Refusal),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    Revoked,
    IdleTooLong,
    TooOld,
}

/// The first token of a login, and its row.
pub fn begin(
    randomness: &dyn Randomness,
    now: DateTime<Utc>,
    login: Uuid,
) -> (RefreshToken, Family) {
    let token = RefreshToken {
        login,
        secret: Secret::draw(randomness),
    };
    let current = token.hash();
    (
        token,
        Family {
            signed_in_at: now,
            used_at: now,
            current,
            preceding: None,
            revoked_at: None,
        },
    )
}

/// Decides on a token presented for this family.
pub fn decide(
    family: &Family,
    lifetimes: Lifetimes,
    randomness: &dyn Randomness,
    now: DateTime<Utc>,
    presented: &RefreshToken,
) -> Decision {
    if family.revoked_at.is_some() {
        return Decision::Refuse(Refusal::Revoked);
    }
    if now >= family.signed_in_at + lifetimes.absolute {
        return Decision::Refuse(Refusal::TooOld);
    }
    if now >= family.used_at + lifetimes.idle {
        return Decision::Refuse(Refusal::IdleTooLong);
    }
    let hash = presented.hash();
    if hash == family.current {
        return rotate(family, randomness, now, presented);
    }
    match &family.preceding {
        Some(preceding) if preceding.hash == hash && preceding.is_in_grace(now) => {
            Decision::Repeat {
                token: presented.successor(&preceding.salt),
            }
        }
        _ => Decision::RevokeFamily,
    }
}

fn rotate(
    family: &Family,
    randomness: &dyn Randomness,
    now: DateTime<Utc>,
    presented: &RefreshToken,
) -> Decision {
    let salt = crate::randomness::draw(randomness);
    let token = presented.successor(&salt);
    let preceding = Preceding {
        hash: family.current,
        salt,
        replaced_at: now,
    };
    let family = Family {
        used_at: now,
        current: token.hash(),
        preceding: Some(preceding),
        ..family.clone()
    };
    Decision::Rotate { token, family }
}

impl Preceding {
    fn is_in_grace(&self, now: DateTime<Utc>) -> bool {
        now < self.replaced_at + TimeDelta::seconds(GRACE_SECONDS)
    }
}

impl Family {
    /// True for the token that is good now and the one before it, also once the login is over: it comes from the device
    /// that signed in.
    pub fn knows(&self, presented: &RefreshToken) -> bool {
        let hash = presented.hash();
        let is_preceding = |preceding: &Preceding| preceding.hash == hash;
        hash == self.current || self.preceding.as_ref().is_some_and(is_preceding)
    }

    /// When the login ends if nothing more happens: for the cookie's `Max-Age` and the warning before it.
    pub fn ends_at(&self, lifetimes: Lifetimes) -> DateTime<Utc> {
        (self.used_at + lifetimes.idle).min(self.signed_in_at + lifetimes.absolute)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::SeededRandomness;

    const LOGIN: Uuid = Uuid::from_u128(1);

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
    }

    /// A login and its row, as a server keeps it.
    struct Server {
        family: Family,
        randomness: SeededRandomness,
    }

    impl Server {
        fn sign_in() -> (RefreshToken, Self) {
            let randomness = SeededRandomness::new(1);
            let (token, family) = begin(&randomness, at(0), LOGIN);
            (token, Self { family, randomness })
        }

        fn present(
            &mut self,
            token: &RefreshToken,
            second: i64,
        ) -> Result<RefreshToken, &'static str> {
            match decide(
                &self.family,
                Lifetimes::STAFF,
                &self.randomness,
                at(second),
                token,
            ) {
                Decision::Rotate { token, family } => {
                    self.family = family;
                    Ok(token)
                }
                Decision::Repeat { token } => Ok(token),
                Decision::RevokeFamily => {
                    self.family.revoked_at = Some(at(second));
                    Err("family revoked")
                }
                Decision::Refuse(Refusal::Revoked) => Err("revoked"),
                Decision::Refuse(Refusal::IdleTooLong) => Err("idle"),
                Decision::Refuse(Refusal::TooOld) => Err("too old"),
            }
        }
    }

    #[test]
    fn each_use_gives_a_new_token() {
        let (first, mut server) = Server::sign_in();
        let second = server.present(&first, 60).unwrap();
        let third = server.present(&second, 120).unwrap();
        assert!(first != second && second != third && first != third);
    }

    #[test]
    fn a_lost_answer_is_given_again_within_thirty_seconds() {
        let (first, mut server) = Server::sign_in();
        let lost = server.present(&first, 60).unwrap();
        let again = server.present(&first, 89).unwrap();
        assert!(lost == again);
        assert!(server.present(&again, 90).is_ok());
    }

    #[test]
    fn two_tabs_with_the_same_token_get_the_same_successor() {
        let (first, mut server) = Server::sign_in();
        let (left, right) = (
            server.present(&first, 60).unwrap(),
            server.present(&first, 60).unwrap(),
        );
        assert!(left == right);
    }

    #[test]
    fn after_thirty_seconds_the_preceding_token_revokes_the_family() {
        let (first, mut server) = Server::sign_in();
        let second = server.present(&first, 60).unwrap();
        assert_eq!(server.present(&first, 90).unwrap_err(), "family revoked");
        assert_eq!(server.present(&second, 91).unwrap_err(), "revoked");
    }

    #[test]
    fn repeating_does_not_lengthen_the_grace() {
        let (first, mut server) = Server::sign_in();
        server.present(&first, 60).unwrap();
        server.present(&first, 80).unwrap();
        assert_eq!(server.present(&first, 100).unwrap_err(), "family revoked");
    }

    #[test]
    fn a_token_older_than_the_preceding_one_revokes_the_family_at_once() {
        let (first, mut server) = Server::sign_in();
        let second = server.present(&first, 10).unwrap();
        server.present(&second, 11).unwrap();
        assert_eq!(server.present(&first, 12).unwrap_err(), "family revoked");
    }

    #[test]
    fn an_invented_token_for_a_known_login_revokes_the_family() {
        let (_, mut server) = Server::sign_in();
        let invented = RefreshToken {
            login: LOGIN,
            secret: Secret::new([7; 32]),
        };
        assert_eq!(server.present(&invented, 1).unwrap_err(), "family revoked");
    }

    #[test]
    fn a_login_ends_after_two_idle_hours() {
        let (first, mut server) = Server::sign_in();
        let second = server.present(&first, 2 * 3600 - 1).unwrap();
        assert_eq!(server.family.ends_at(Lifetimes::STAFF), at(4 * 3600 - 1));
        assert_eq!(server.present(&second, 4 * 3600 - 1).unwrap_err(), "idle");
    }

    #[test]
    fn a_login_ends_after_twenty_hours_however_busy() {
        let (mut token, mut server) = Server::sign_in();
        for hour in 1..20 {
            token = server.present(&token, hour * 3600).unwrap();
        }
        assert_eq!(server.family.ends_at(Lifetimes::STAFF), at(20 * 3600));
        assert_eq!(server.present(&token, 20 * 3600).unwrap_err(), "too old");
    }

    #[test]
    fn the_row_alone_gives_no_token() {
        let (first, mut server) = Server::sign_in();
        let second = server.present(&first, 1).unwrap();
        let preceding = server.family.preceding.unwrap();
        let guessed = RefreshToken {
            login: LOGIN,
            secret: Secret::new(preceding.hash),
        }
        .successor(&preceding.salt);
        assert!(guessed != second && server.family.current != *second.secret.expose());
    }

    #[test]
    fn a_cookie_is_read_back_and_nonsense_is_not() {
        let (token, _) = Server::sign_in();
        assert!(RefreshToken::parse(&token.reveal()).as_ref() == Some(&token));
        assert_eq!(token.login(), LOGIN);
        for nonsense in ["", "é", "AAAA", &format!("{}A", token.reveal())] {
            assert!(RefreshToken::parse(nonsense).is_none());
        }
        assert_eq!(format!("{token:?}"), "RefreshToken(…)");
    }

    proptest! {
        /// Whatever tokens are presented whenever: never are two different ones good at the same time.
        #[test]
        fn a_family_never_splits(steps in prop::collection::vec((0_usize..8, 1_i64..60), 1..40)) {
            let (first, mut server) = Server::sign_in();
            let mut known = vec![first];
            let mut second = 0;
            for (back, pause) in steps {
                second += pause;
                let token = known[known.len().saturating_sub(1 + back)].clone();
                if let Ok(answer) = server.present(&token, second) {
                    prop_assert_eq!(answer.hash(), server.family.current);
                    if known.last() != Some(&answer) {
                        known.push(answer);
                    }
                }
            }
        }
    }
}
