//! Recomputes every seal of the audit log.

use policy::Scope;
use workflow::audit::{Verification, verify};

use super::beside::{explained, installation, wait};
use crate::config::Config;

const BY_REVOKED_KEY: &str =
    "signed by a key that was revoked later; compare with a head that was written down before";

/// Fails when an entry or a seal was changed, moved, added or removed. Prints the heads: written down elsewhere, they
/// also prove that nothing was cut off the end.
pub(crate) fn run(config: &Config) -> super::Done {
    let installation = installation(config)?;
    let (db, sources) = (&installation.db, &installation.sources);
    let all =
        wait(db.read(&Scope::nothing(None), workflow::authorities::all))?.map_err(explained)?;
    let mut faults = 0;
    let mut lines = Vec::new();
    for authority in all {
        let verification = wait(verify(db, sources, authority.id))?.map_err(explained)?;
        faults += verification.faults.len();
        lines.push(line(&authority.slug, &verification));
    }
    super::say(&lines.join("\n"))?;
    if faults > 0 {
        return Err(format!("{faults} faults were found").into());
    }
    Ok(())
}

fn line(slug: &str, verification: &Verification) -> String {
    let head = match &verification.head {
        Some((no, hash)) => {
            let digits: String = hash
                .iter()
                .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
            format!("head {no} {digits}")
        }
        None => "no seal yet".to_owned(),
    };
    let faults: Vec<String> = verification
        .faults
        .iter()
        .map(|fault| format!("\n  FAULT {fault:?}"))
        .collect();
    let unsure = match verification.by_revoked_key.as_slice() {
        [] => String::new(),
        [first, .., last] => format!("\n  seals {first} to {last}: {BY_REVOKED_KEY}"),
        [only] => format!("\n  seal {only}: {BY_REVOKED_KEY}"),
    };
    format!(
        "{slug}\t{} entries in {} seals\t{head}{unsure}{}",
        verification.entries,
        verification.seals,
        faults.concat()
    )
}
