//! Names and addresses, sealed with a data key per person. Table and column are part of what is sealed, so a value
//! copied to another row or column does not open.

use identity::sealing::{DataKey, Place, SealingError};
use shared::id::PasskeyId;
use storage::records::{InvitationRecord, UserRecord};
use uuid::Uuid;

use crate::{Sources, Stop};

/// Name and address of a person.
#[derive(Clone)]
pub(crate) struct Who {
    pub(crate) name: String,
    pub(crate) email: String,
}

/// Shows neither.
impl std::fmt::Debug for Who {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Who(…)")
    }
}

/// The same, fit for the database.
pub(crate) struct Sealed {
    pub(crate) data_key: Vec<u8>,
    pub(crate) name: Vec<u8>,
    pub(crate) email: Vec<u8>,
    /// What was asked to be sealed beside them, such as an invitation's code.
    pub(crate) also: Option<Vec<u8>>,
}

/// A row whose columns are sealed.
#[derive(Clone, Copy)]
pub(crate) struct Row {
    authority: Uuid,
    table: &'static str,
    id: Uuid,
}

impl Row {
    /// People belong to no authority.
    pub(crate) fn of_user(user: Uuid) -> Self {
        Self {
            authority: Uuid::nil(),
            table: "users",
            id: user,
        }
    }

    pub(crate) fn of_invitation(authority: Uuid, invitation: Uuid) -> Self {
        Self {
            authority,
            table: "invitations",
            id: invitation,
        }
    }

    pub(crate) fn of_sign_in_link(authority: Uuid, link: Uuid) -> Self {
        Self {
            authority,
            table: "sign_in_links",
            id: link,
        }
    }

    pub(crate) fn at(self, column: &'static str) -> Place {
        Place {
            authority: self.authority,
            table: self.table,
            column,
            row: self.id,
        }
    }
}

/// Seals a person's data under a new data key; `code` too, for invitations.
pub(crate) fn seal(
    sources: &Sources,
    row: Row,
    who: &Who,
    code: Option<&str>,
) -> Result<Sealed, Stop> {
    let randomness = &*sources.randomness;
    let key = DataKey::draw(randomness);
    let data_key = key.wrap(
        sources.keys().keks(),
        randomness,
        sources.now().utc(),
        row.at("data_key"),
    )?;
    let seal = |column, plain: &str| key.seal(randomness, row.at(column), plain.as_bytes());
    Ok(Sealed {
        data_key,
        name: seal("name", &who.name)?,
        email: seal("email", &who.email)?,
        also: code.map(|code| seal("code", code)).transpose()?,
    })
}

/// Name and address of a user.
pub(crate) fn open_user(sources: &Sources, user: &UserRecord) -> Result<Who, Stop> {
    let row = Row::of_user(user.id.uuid());
    let key = DataKey::unwrap(sources.keys().keks(), row.at("data_key"), &user.data_key)?;
    Ok(Who {
        name: open(&key, row.at("name"), &user.name_sealed)?,
        email: open(&key, row.at("email"), &user.email_sealed)?,
    })
}

/// The key of a person's data.
pub(crate) fn data_key_of(sources: &Sources, user: &UserRecord) -> Result<DataKey, Stop> {
    let place = Row::of_user(user.id.uuid()).at("data_key");
    Ok(DataKey::unwrap(
        sources.keys().keks(),
        place,
        &user.data_key,
    )?)
}

/// The address of a user alone.
pub(crate) fn email_of(sources: &Sources, user: &UserRecord) -> Result<String, Stop> {
    let key = data_key_of(sources, user)?;
    let place = Row::of_user(user.id.uuid()).at("email");
    Ok(open(&key, place, &user.email_sealed)?)
}

/// Where a column of a passkey stands: sealed with its owner's key.
pub(crate) fn passkey_place(id: PasskeyId, column: &'static str) -> Place {
    Place {
        authority: Uuid::nil(),
        table: "passkeys",
        column,
        row: id.uuid(),
    }
}

/// The name of a user alone.
pub(crate) fn open_name(sources: &Sources, user: &UserRecord) -> Result<String, Stop> {
    let row = Row::of_user(user.id.uuid());
    let key = DataKey::unwrap(sources.keys().keks(), row.at("data_key"), &user.data_key)?;
    Ok(open(&key, row.at("name"), &user.name_sealed)?)
}

/// Name, address and, while it is open, the code of an invitation.
pub(crate) fn open_invitation(
    sources: &Sources,
    invitation: &InvitationRecord,
) -> Result<(Who, Option<String>), Stop> {
    let row = Row::of_invitation(invitation.authority_id.uuid(), invitation.id.uuid());
    let key = DataKey::unwrap(
        sources.keys().keks(),
        row.at("data_key"),
        &invitation.data_key,
    )?;
    let who = Who {
        name: open(&key, row.at("name"), &invitation.name_sealed)?,
        email: open(&key, row.at("email"), &invitation.email_sealed)?,
    };
    let code = invitation.code_sealed.as_ref();
    let code = code
        .map(|sealed| open(&key, row.at("code"), sealed))
        .transpose()?;
    Ok((who, code))
}

pub(crate) fn open(key: &DataKey, place: Place, sealed: &[u8]) -> Result<String, SealingError> {
    let plain = key.open(place, sealed)?;
    String::from_utf8(plain.to_vec()).map_err(|_| SealingError::DoesNotOpen)
}
