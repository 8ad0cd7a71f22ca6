//! Accounts of the demo: who they are, and how to sign in as them.

use aws_lc_rs::digest::{SHA256, digest};
use identity::Randomness;
use identity::totp::TotpSecret;
use shared::time::Moment;

use super::content;

/// Where only this machine can reach it, everybody may know the password (decisions.md 26).
const PASSWORD_ON_LOOPBACK: &str = "samen signalen bundelen";
/// Words of a password that is drawn anew each run: 5 of 64 are 30 bits, enough for an afternoon behind the throttle.
#[rustfmt::skip]
const WORDS: [&str; 64] = [
    "appel", "balkon", "bezem", "biet", "boot", "brug", "citroen", "dak", "deken", "draad", "eik", "emmer", "fiets", "fluit", "geit", "glas",
    "gordijn", "haven", "hek", "herfst", "hooi", "kaars", "kachel", "kano", "kast", "kers", "klok", "knoop", "kruik", "lamp", "lepel", "lijm",
    "maan", "mand", "molen", "mos", "muts", "naald", "noot", "oever", "olm", "paal", "pan", "peer", "plank", "regen", "riet", "ring",
    "schop", "sleutel", "sneeuw", "spade", "steen", "stoel", "tafel", "tent", "touw", "trap", "trommel", "veer", "vlieger", "wiel", "wolk", "zeil",
];
const WORDS_PER_PASSWORD: usize = 5;
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The password of every account in this run.
pub(super) fn password(randomness: &dyn Randomness, is_loopback: bool) -> String {
    if is_loopback {
        return PASSWORD_ON_LOOPBACK.to_owned();
    }
    let mut drawn = [0; WORDS_PER_PASSWORD];
    randomness.fill(&mut drawn);
    let words = drawn
        .iter()
        .filter_map(|byte| WORDS.get(usize::from(byte % 64)));
    words.copied().collect::<Vec<_>>().join(" ")
}

/// The one-time-code secret of a demo account: the same in every run, so that an app set up once keeps working.
pub(super) fn totp_secret(email: &str) -> Option<TotpSecret> {
    let hash = digest(&SHA256, format!("lokaal-signaal demo: {email}").as_bytes());
    let letters = hash
        .as_ref()
        .iter()
        .filter_map(|byte| BASE32.get(usize::from(byte % 32)));
    TotpSecret::parse(
        &letters
            .map(|letter| char::from(*letter))
            .collect::<String>(),
    )
}

/// The code that signs in now, for accounts of the demo only.
pub(crate) fn code_now(email: &str, now: Moment) -> Option<String> {
    let people = content::people().ok()?;
    let person = people
        .persons
        .into_iter()
        .find(|person| person.email.eq_ignore_ascii_case(email))?;
    Some(totp_secret(&person.email)?.code_at(now.utc()))
}

#[cfg(test)]
mod tests {
    use identity::SeededRandomness;
    use identity::password::Password;

    use super::*;

    #[test]
    fn a_demo_password_is_one_that_anybody_could_set() {
        for is_loopback in [true, false] {
            let password = password(&SeededRandomness::new(7), is_loopback);
            for person in content::people().unwrap().persons {
                Password::parse(&password, &[&person.name, &person.email]).unwrap();
            }
        }
    }

    #[test]
    fn every_account_has_a_code_and_a_stranger_has_none() {
        let now: Moment = "2026-11-23T09:00:00Z".parse().unwrap();
        assert_eq!(code_now("nora@linde.example", now).unwrap().len(), 6);
        assert_ne!(
            code_now("nora@linde.example", now),
            code_now("bram@linde.example", now)
        );
        assert_eq!(code_now("somebody@else.example", now), None);
    }
}
