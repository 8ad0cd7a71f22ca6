//! Authorities and what they configure, as everybody may read it.

use policy::{ChangeProfessions, Permit, Scope, SetUp};
use shared::authority::Authority;
use shared::codes::{Language, Level, WorkMode};
use shared::id::AuthorityId;
use shared::profession::{self, Profession};
use shared::taxonomy::{self, Taxonomy};
use shared::text::{Email, Name};
use storage::records::{AuthorityRecord, TaxonomyRecord};
use storage::{At, Db, Json, Key, Many, On, StorageError, Stored, Tx};

use crate::people::{FirstAdministrator, first_administrator_link, reset_link};
use crate::{Refusal, Sources, Stop};

/// Every authority with its successors.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Authority>, Stop> {
    let mut authorities = Vec::new();
    for record in tx.authorities()? {
        let successors = tx.successors(record.id.0)?;
        authorities.push(view(record, successors));
    }
    Ok(authorities)
}

/// The newest taxonomy of an authority.
pub fn taxonomy(
    tx: &mut Tx<'_>,
    scope: &Scope,
    authority: shared::id::AuthorityId,
) -> Result<Taxonomy, Stop> {
    let record = tx.taxonomy(scope, authority)?.ok_or(Refusal::NotFound)?;
    shown(record)
}

/// The professions of an authority, each with its line; `None` takes back those that ship with the product.
pub fn change_professions(
    tx: &mut Tx<'_>,
    permit: &Permit<ChangeProfessions>,
    sources: &Sources,
    expected: u64,
    professions: Option<&[Profession]>,
) -> Result<Taxonomy, Stop> {
    let id = permit.scope().writes().ok_or(Refusal::NotFound)?;
    let before = tx.taxonomy(permit.scope(), id)?.ok_or(Refusal::NotFound)?;
    let current = u64::try_from(before.revision).unwrap_or_default();
    if current != expected {
        return Err(Refusal::Stale { current }.into());
    }
    let record = TaxonomyRecord {
        authority_id: Key(id),
        revision: before.revision + 1,
        content: Json(Taxonomy {
            professions: professions.map(<[Profession]>::to_vec),
            ..before.content.0
        }),
        created_at: At(sources.now()),
    };
    tx.touches("authority", id);
    match tx.insert_taxonomy(permit.scope(), &record) {
        // Somebody else was a moment earlier.
        Err(StorageError::Duplicate) => Err(Refusal::Stale {
            current: current + 1,
        }
        .into()),
        done => {
            done?;
            shown(record)
        }
    }
}

/// As everybody reads it: where the authority wrote no lines of its own, those that ship with the product.
fn shown(record: TaxonomyRecord) -> Result<Taxonomy, Stop> {
    let unexpected = |error: String| StorageError::Unexpected(error);
    let revision = u32::try_from(record.revision).map_err(|error| unexpected(error.to_string()))?;
    let own = record.content.0.professions;
    let professions = match own {
        Some(own) => own,
        None => serde_json::from_str(profession::DEFAULT)
            .map_err(|error| unexpected(error.to_string()))?,
    };
    Ok(Taxonomy {
        revision,
        professions: Some(professions),
        ..record.content.0
    })
}

fn view(record: AuthorityRecord, successors: Vec<shared::id::AuthorityId>) -> Authority {
    Authority {
        id: record.id.0,
        slug: record.slug,
        name: record.name,
        level: record.level.0,
        nis_code: record.nis_code,
        languages: record.languages.0,
        time_zone: record.time_zone,
        answer_term_days: u32::try_from(record.answer_term_days).unwrap_or_default(),
        work_mode: record.work_mode.0,
        places: record.places.0,
        referrals: record.referrals.0,
        valid_from: record.valid_from.0,
        valid_to: record.valid_to.map(|day| day.0),
        successors,
    }
}

/// A new authority, checked.
#[derive(Debug, Clone)]
pub struct NewAuthority {
    /// Its name in addresses.
    pub slug: String,
    /// Its name.
    pub name: Name,
    /// Its level.
    pub level: Level,
    /// Statbel's code.
    pub nis_code: Option<String>,
    /// Languages of its interface.
    pub languages: Vec<Language>,
    /// Within how many days a provider gets an answer.
    pub answer_term_days: u16,
    /// Day by day or in rounds.
    pub work_mode: WorkMode,
    /// Neighbourhoods.
    pub places: Vec<String>,
    /// Languages of its public page; those that its municipality owes when absent.
    pub page_languages: Option<Vec<Language>>,
    /// Name and address of the first administrator.
    pub administrator: (Name, Email),
}

/// Makes an authority with the default taxonomy; answers the one-time link of its first administrator.
pub async fn add(
    db: &Db,
    sources: &Sources,
    base_url: &str,
    new: NewAuthority,
) -> Result<String, Stop> {
    let permit = policy::for_system::<SetUp>(AuthorityId::new(sources.ids.public()));
    let (slug, administrator) = (new.slug.clone(), new.administrator.clone());
    let (inside, with) = (sources.clone(), permit.clone());
    db.write(&permit, move |tx| insert(tx, &with, &inside, &new))
        .await?;
    let link = first_link(db, sources, base_url, &slug, administrator).await?;
    link.ok_or_else(|| Refusal::WrongState.into())
}

/// Sets the languages of an authority's public page, the first one first; `None` goes back to those that its municipality owes.
/// False when there is no such authority.
pub async fn set_page_languages(
    db: &Db,
    sources: &Sources,
    slug: &str,
    languages: Option<Vec<Language>>,
) -> Result<bool, Stop> {
    let Some(permit) = permit_to_set_up(db, sources, slug).await? else {
        return Ok(false);
    };
    let id = permit.scope().writes().ok_or(Refusal::NotFound)?;
    let set = move |tx: &mut Tx<'_>| -> Result<(), Stop> {
        tx.touches("authority", id);
        Ok(tx.set_page_languages(id, languages.as_deref())?)
    };
    db.write(&permit, set).await?;
    Ok(true)
}

/// A one-time link with which a member of an authority sets another password and app; nothing when there is no such
/// member.
pub async fn reset_sign_in_link(
    db: &Db,
    sources: &Sources,
    base_url: &str,
    slug: &str,
    email: Email,
) -> Result<Option<String>, Stop> {
    let Some(permit) = permit_to_set_up(db, sources, slug).await? else {
        return Ok(None);
    };
    let (inside, with, base_url) = (sources.clone(), permit.clone(), base_url.to_owned());
    db.write(&permit, move |tx| {
        reset_link(tx, &with, &inside, &base_url, &email)
    })
    .await
}

/// A new one-time link of an authority's first administrator, in place of any before it; nothing once it has one, and
/// where there is no such authority.
pub async fn first_link(
    db: &Db,
    sources: &Sources,
    base_url: &str,
    slug: &str,
    (name, email): (Name, Email),
) -> Result<Option<String>, Stop> {
    let Some(permit) = permit_to_set_up(db, sources, slug).await? else {
        return Ok(None);
    };
    let first = FirstAdministrator {
        name,
        email,
        locale: Language::Nl,
    };
    let (inside, with, base_url) = (sources.clone(), permit.clone(), base_url.to_owned());
    db.write(&permit, move |tx| {
        first_administrator_link(tx, &with, &inside, &base_url, &first)
    })
    .await
}

/// The permit of a command of the server itself; nothing where there is no such authority.
async fn permit_to_set_up(
    db: &Db,
    sources: &Sources,
    slug: &str,
) -> Result<Option<Permit<SetUp>>, Stop> {
    // The command, or another instance, may have made the authority a moment ago; its links name the slug.
    let known = db.read(&Scope::nothing(None), all).await?;
    sources.directory.renew(known);
    let authority = sources.directory.by_slug(slug);
    Ok(authority.map(|authority| policy::for_system(authority.id)))
}

fn insert(
    tx: &mut Tx<'_>,
    permit: &Permit<SetUp>,
    sources: &Sources,
    new: &NewAuthority,
) -> Result<(), Stop> {
    let id = permit.scope().writes().ok_or(Refusal::NotFound)?;
    let created_at = At(sources.now());
    tx.insert_authority(&AuthorityRecord {
        id: Key(id),
        slug: new.slug.clone(),
        name: new.name.reveal().to_owned(),
        level: Stored(new.level),
        nis_code: new.nis_code.clone(),
        languages: Many(new.languages.clone()),
        time_zone: "Europe/Brussels".to_owned(),
        answer_term_days: i32::from(new.answer_term_days),
        work_mode: Stored(new.work_mode),
        places: Json(new.places.clone()),
        referrals: Json(Vec::new()),
        valid_from: On(sources.today(id)),
        valid_to: None,
        created_at,
        page_languages: new.page_languages.clone().map(Many),
    })?;
    let content: Taxonomy = serde_json::from_str(taxonomy::DEFAULT)
        .map_err(|error| StorageError::Unexpected(error.to_string()))?;
    let taxonomy = TaxonomyRecord {
        authority_id: Key(id),
        revision: 1,
        content: Json(content),
        created_at,
    };
    tx.insert_taxonomy(permit.scope(), &taxonomy)?;
    tx.touches("authority", id);
    Ok(())
}
