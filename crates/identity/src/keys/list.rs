//! `keys list`: which keys there are and what is due, without any secret.

use chrono::{DateTime, TimeDelta, Utc};

use super::{KeyKind, KeyRing, SigningKey, SigningKeys};

/// One key, fit to be printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyLine {
    pub kind: KeyKind,
    /// What `keys revoke` takes; the name of the kind for keys that are never changed.
    pub id: String,
    pub state: KeyState,
    /// `None` for keys as old as the installation.
    pub created_at: Option<DateTime<Utc>>,
    pub not_before: Option<DateTime<Utc>>,
    pub retire_at: Option<DateTime<Utc>>,
    /// When a successor is due; `None` where there never is one or already is one.
    pub due_at: Option<DateTime<Utc>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyState {
    /// In the file, not yet in use.
    Announced,
    /// Makes new things.
    InUse,
    /// Only reads what it made.
    Reading,
    Retired,
    Revoked,
}

/// Every key, kind by kind, oldest first.
pub fn list(ring: &KeyRing, now: DateTime<Utc>) -> Vec<KeyLine> {
    let mut lines = signing_lines(KeyKind::AccessToken, &ring.access_token, now);
    lines.extend(signing_lines(KeyKind::AuditHead, &ring.audit_head, now));
    let current = ring.kek.current(now).map(super::Kek::version);
    for kek in ring.kek.all() {
        let state = match kek.not_before() > now {
            true => KeyState::Announced,
            false if current == Some(kek.version()) => KeyState::InUse,
            false => KeyState::Reading,
        };
        let has_successor = ring
            .kek
            .all()
            .iter()
            .any(|other| other.version() > kek.version());
        lines.push(KeyLine {
            kind: KeyKind::Kek,
            id: format!("kek-{}", kek.version()),
            state,
            created_at: Some(kek.created_at()),
            not_before: Some(kek.not_before()),
            retire_at: None,
            due_at: due_at(KeyKind::Kek, kek.created_at()).filter(|_| !has_successor),
        });
    }
    let never_rotated = [
        KeyKind::Receipt,
        KeyKind::Index,
        KeyKind::Pseudonym,
        KeyKind::Publication,
        KeyKind::Idempotency,
    ];
    lines.extend(never_rotated.map(|kind| constant_line(kind, kind.name(), None)));
    lines.push(constant_line(
        KeyKind::Vapid,
        KeyKind::Vapid.name(),
        Some(ring.vapid.created_at()),
    ));
    let newest = ring.backup.last().map(|key| key.recipient().to_owned());
    for key in &ring.backup {
        let is_newest = newest.as_deref() == Some(key.recipient());
        let mut line = constant_line(KeyKind::Backup, key.recipient(), Some(key.created_at()));
        line.state = if is_newest {
            KeyState::InUse
        } else {
            KeyState::Reading
        };
        line.due_at = due_at(KeyKind::Backup, key.created_at()).filter(|_| is_newest);
        lines.push(line);
    }
    lines
}

fn signing_lines(kind: KeyKind, keys: &SigningKeys, now: DateTime<Utc>) -> Vec<KeyLine> {
    let in_use = keys.signing(now).map(SigningKey::kid);
    let newest = keys.all().last().map(SigningKey::kid);
    let line = |key: &SigningKey| KeyLine {
        kind,
        id: key.kid().to_owned(),
        state: signing_state(key, in_use, now),
        created_at: Some(key.created_at()),
        not_before: Some(key.not_before()),
        retire_at: key.retire_at(),
        due_at: due_at(kind, key.created_at()).filter(|_| newest == Some(key.kid())),
    };
    keys.all().iter().map(line).collect()
}

fn signing_state(key: &SigningKey, in_use: Option<&str>, now: DateTime<Utc>) -> KeyState {
    if key.revoked_at().is_some() {
        KeyState::Revoked
    } else if !key.verifies_at(now) {
        KeyState::Retired
    } else if in_use == Some(key.kid()) {
        KeyState::InUse
    } else if key.not_before() > now {
        KeyState::Announced
    } else {
        KeyState::Reading
    }
}

fn constant_line(kind: KeyKind, id: &str, created_at: Option<DateTime<Utc>>) -> KeyLine {
    let id = id.to_owned();
    KeyLine {
        kind,
        id,
        state: KeyState::InUse,
        created_at,
        not_before: None,
        retire_at: None,
        due_at: None,
    }
}

fn due_at(kind: KeyKind, created_at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    kind.rotated_after_days()
        .map(|days| created_at + TimeDelta::days(days))
}
