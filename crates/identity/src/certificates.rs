//! The self-signed certificate of `--tls-self-signed`: phones need a secure context, also in a room without a proxy.

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use chrono::{DateTime, Datelike as _, TimeDelta, Utc};
use rcgen::{CertificateParams, DnType, ExtendedKeyUsagePurpose, KeyPair, date_time_ymd};
use serde::{Deserialize, Serialize};

/// The longest life browsers accept of a certificate somebody chose to trust.
const LIFE_DAYS: i64 = 397;
/// A certificate is made anew when fewer days are left.
const RENEWED_BEFORE_DAYS: i64 = 14;

/// A certificate and its key, both PEM.
pub struct SelfSigned {
    pub certificate_pem: String,
    pub key_pem: String,
    pub not_after: DateTime<Utc>,
}

#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    #[error(
        "{path} cannot be used: {source}. Check that the folder exists and belongs to this user"
    )]
    Io { path: PathBuf, source: io::Error },
    #[error(
        "no certificate can be made for {names}: {source}. Give host names or addresses like `192.168.1.10`"
    )]
    NotMade { names: String, source: rcgen::Error },
    #[error("there is no host name to make a certificate for; give at least one")]
    NoNames,
}

/// What the certificate in the folder is for, so that it need not be parsed.
#[derive(PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Note {
    names: Vec<String>,
    not_after: DateTime<Utc>,
}

/// The certificate kept in the folder, if it is for these host names and addresses and lasts; else a new one.
/// Keeping it matters: each new one is a new warning on every phone in the room.
pub fn self_signed(
    folder: &Path,
    names: &[String],
    now: DateTime<Utc>,
) -> Result<SelfSigned, CertificateError> {
    let mut names = names.to_vec();
    names.sort();
    names.dedup();
    if names.is_empty() {
        return Err(CertificateError::NoNames);
    }
    if let Some(kept) = kept(folder, &names, now) {
        return Ok(kept);
    }
    make(folder, names, now)
}

fn kept(folder: &Path, names: &[String], now: DateTime<Utc>) -> Option<SelfSigned> {
    let note = fs::read(folder.join("certificate.json")).ok()?;
    let Note {
        names: noted,
        not_after,
    } = serde_json::from_slice(&note).ok()?;
    let lasts = now + TimeDelta::days(RENEWED_BEFORE_DAYS) < not_after;
    let key_pem = fs::read_to_string(folder.join("key.pem")).ok()?;
    let certificate_pem = fs::read_to_string(folder.join("certificate.pem")).ok()?;
    (lasts && noted == names).then_some(SelfSigned {
        certificate_pem,
        key_pem,
        not_after,
    })
}

fn make(
    folder: &Path,
    names: Vec<String>,
    now: DateTime<Utc>,
) -> Result<SelfSigned, CertificateError> {
    let not_made = |source| CertificateError::NotMade {
        names: names.join(", "),
        source,
    };
    let mut params = CertificateParams::new(names.clone()).map_err(not_made)?;
    params
        .distinguished_name
        .push(DnType::CommonName, "Lokaal Signaal (self-signed)");
    params
        .extended_key_usages
        .push(ExtendedKeyUsagePurpose::ServerAuth);
    let midnight = |moment: DateTime<Utc>| {
        date_time_ymd(moment.year(), byte(moment.month()), byte(moment.day()))
    };
    // A day of slack: a phone's clock may be behind.
    params.not_before = midnight(now - TimeDelta::days(1));
    let not_after = now + TimeDelta::days(LIFE_DAYS - 2);
    params.not_after = midnight(not_after);
    let key = KeyPair::generate().map_err(not_made)?;
    let certificate = params.self_signed(&key).map_err(not_made)?;
    let made = SelfSigned {
        certificate_pem: certificate.pem(),
        key_pem: key.serialize_pem(),
        not_after,
    };
    write(&folder.join("key.pem"), &made.key_pem)?;
    write(&folder.join("certificate.pem"), &made.certificate_pem)?;
    // Last: without the note the other two are not looked at.
    let note = serde_json::to_string(&Note { names, not_after }).unwrap_or_default();
    write(&folder.join("certificate.json"), &note)?;
    Ok(made)
}

/// A small number of the calendar as rcgen wants it.
fn byte(number: u32) -> u8 {
    u8::try_from(number).unwrap_or(1)
}

/// Readable by the owner only.
fn write(path: &Path, text: &str) -> Result<(), CertificateError> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|source| CertificateError::Io {
            path: path.to_owned(),
            source,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000, 0).unwrap()
    }

    fn names() -> Vec<String> {
        ["localhost", "192.168.1.10", "::1"]
            .map(str::to_owned)
            .to_vec()
    }

    #[test]
    fn a_certificate_is_kept_from_start_to_start() {
        let folder = tempfile::tempdir().unwrap();
        let first = self_signed(folder.path(), &names(), now()).unwrap();
        let mut other_order = names();
        other_order.reverse();
        let second =
            self_signed(folder.path(), &other_order, now() + TimeDelta::days(300)).unwrap();
        assert!(first.certificate_pem == second.certificate_pem && first.key_pem == second.key_pem);
        assert!(
            first
                .certificate_pem
                .starts_with("-----BEGIN CERTIFICATE-----")
        );
        assert!(first.key_pem.starts_with("-----BEGIN PRIVATE KEY-----"));
    }

    #[test]
    fn a_certificate_about_to_expire_is_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        let first = self_signed(folder.path(), &names(), now()).unwrap();
        let late = first.not_after - TimeDelta::days(RENEWED_BEFORE_DAYS);
        let second = self_signed(folder.path(), &names(), late).unwrap();
        assert!(
            first.certificate_pem != second.certificate_pem && second.not_after > first.not_after
        );
    }

    #[test]
    fn another_address_needs_another_certificate() {
        let folder = tempfile::tempdir().unwrap();
        let first = self_signed(folder.path(), &names(), now()).unwrap();
        let second = self_signed(folder.path(), &["192.168.1.11".to_owned()], now()).unwrap();
        assert!(first.certificate_pem != second.certificate_pem);
    }

    #[test]
    fn a_half_written_folder_is_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        self_signed(folder.path(), &names(), now()).unwrap();
        fs::remove_file(folder.path().join("certificate.json")).unwrap();
        assert!(self_signed(folder.path(), &names(), now()).is_ok());
        fs::write(folder.path().join("certificate.json"), "{").unwrap();
        assert!(self_signed(folder.path(), &names(), now()).is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_reads_the_key() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        self_signed(folder.path(), &names(), now()).unwrap();
        let mode = fs::metadata(folder.path().join("key.pem"))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_missing_folder_and_missing_names_are_told() {
        let missing = self_signed(Path::new("/nowhere/at/all"), &names(), now())
            .err()
            .unwrap()
            .to_string();
        assert!(
            missing.contains("Check that the folder exists"),
            "{missing}"
        );
        let nameless = self_signed(Path::new("/nowhere"), &[], now())
            .err()
            .unwrap();
        assert!(matches!(nameless, CertificateError::NoNames));
    }
}
