//! Signing in as a provider by a passkey (docs/adr/0013). A device is asked, the question waits in the database for five
//! minutes, and the first answer takes it away, right or wrong. Whatever is wrong with an answer, it is told the same:
//! nobody learns which passkeys or accounts there are.

use chrono::Duration;
use identity::passkeys::{
    Handle, KeptPasskey, Made, PARTY_NAME, PasskeyFault, Question, RelyingParty, Signed,
    credential_hash, open_state, question_hash, seal_state, text,
};
use identity::sealing::DataKey;
use policy::{
    AddPasskey, AskPasskey, BeginPasskey, ListMyPasskeys, Operation, Permit, RemovePasskey,
    UsePasskey,
};
use shared::codes::LoginRights;
use shared::id::{LoginId, PasskeyId, UserId};
use shared::passkey::{
    MAX_PASSKEYS, NewPasskey, Passkey, PasskeyAnswer, PasskeyOffer, PasskeyQuestion, Passkeys,
};
use storage::records::{PasskeyChallengeRecord, PasskeyRecord, UserRecord};
use storage::{At, Key, StorageError, Tx};

use super::login::{SignedIn, open_login};
use super::revoke::revoke_login;
use crate::people::{data_key_of, email_of, passkey_place};
use crate::{Refusal, Sources, Stop};

/// How long a question waits for its answer.
const QUESTION_MINUTES: i64 = 5;

/// What came of an answer. Refused is a value and no error: that the question was answered must be stored.
#[derive(Debug, Clone)]
pub enum Answered<T> {
    /// It is true.
    Right(T),
    /// It counts for nothing.
    Wrong,
    /// It is signed rightly, but the device counts less than before: somebody may have a copy of the passkey.
    Copied,
}

/// Asks the device of whoever is signed in for a new passkey.
pub fn begin_passkey(
    tx: &mut Tx<'_>,
    permit: &Permit<BeginPasskey>,
    sources: &Sources,
    party: &RelyingParty,
) -> Result<PasskeyOffer, Stop> {
    let user = owner(tx, permit)?;
    let data_key = data_key_of(sources, &user)?;
    let kept = tx.passkeys_of(user.id.0)?;
    if kept.len() >= MAX_PASSKEYS {
        return Err(Refusal::WrongState.into());
    }
    let known: Result<Vec<_>, Stop> = kept
        .iter()
        .map(|record| Ok(opened(&data_key, record)?.credential().to_vec()))
        .collect();
    let known = known?;
    let handle = Handle::of_user(sources.keys().index(), user.id.uuid());
    let name = email_of(sources, &user)?;
    let question = party.ask_for_new(handle, &name, known.clone());
    let question = question.map_err(unexpected)?;
    ask(tx, sources, &question, Some(user.id.0))?;
    Ok(PasskeyOffer {
        challenge: text(&question.challenge),
        rp_id: party.id().to_owned(),
        rp_name: PARTY_NAME.to_owned(),
        user_handle: text(&handle.reveal()),
        user_name: name,
        algorithms: question.algorithms,
        known: known.iter().map(|known| text(known)).collect(),
        expires_in_sec: seconds(),
    })
}

/// Keeps a passkey that a device made, for who asked for it.
pub fn add_passkey(
    tx: &mut Tx<'_>,
    permit: &Permit<AddPasskey>,
    sources: &Sources,
    party: &RelyingParty,
    new: &NewPasskey,
) -> Result<Answered<Passkey>, Stop> {
    let user = owner(tx, permit)?;
    let Some(made) = Made::parse(&new.client_data, &new.attestation) else {
        return Ok(Answered::Wrong);
    };
    let asked = take(tx, sources, &made.client_data)?;
    let Some(asked) = asked.filter(|asked| asked.user_id == Some(user.id)) else {
        return Ok(Answered::Wrong);
    };
    let state = open_state(sources.keys().keks(), asked.id.0, &asked.state_sealed)?;
    let Ok(passkey) = party.accept_new(&state, &made) else {
        return Ok(Answered::Wrong);
    };
    let hash = credential_hash(passkey.credential());
    let is_full = tx.passkeys_of(user.id.0)?.len() >= MAX_PASSKEYS;
    if is_full || tx.passkey_by_credential(&hash)?.is_some() {
        return Ok(Answered::Wrong);
    }
    let id = PasskeyId::new(sources.ids.public());
    let data_key = data_key_of(sources, &user)?;
    let randomness = &*sources.randomness;
    let seal = |column, plain: &str| {
        data_key.seal(randomness, passkey_place(id, column), plain.as_bytes())
    };
    let today = today(sources, permit)?;
    let record = PasskeyRecord {
        id: Key(id),
        user_id: user.id,
        credential_hash: hash.to_vec(),
        passkey_sealed: seal("passkey_sealed", &passkey.to_stored().map_err(unexpected)?)?,
        name_sealed: seal("name_sealed", new.name.reveal())?,
        created_on: today.into(),
        last_used_on: None,
    };
    tx.insert_passkey(&record)?;
    Ok(Answered::Right(shown(&data_key, &record)?))
}

/// The passkeys of whoever asks.
pub fn list_my_passkeys(
    tx: &mut Tx<'_>,
    permit: &Permit<ListMyPasskeys>,
    sources: &Sources,
) -> Result<Passkeys, Stop> {
    let user = owner(tx, permit)?;
    let data_key = data_key_of(sources, &user)?;
    let records = tx.passkeys_of(user.id.0)?;
    let items: Result<Vec<_>, Stop> = records
        .iter()
        .map(|record| shown(&data_key, record))
        .collect();
    Ok(Passkeys { items: items? })
}

/// Removes an own passkey, and ends every login but the one that asks: whoever found the device is out as well.
pub fn remove_passkey(
    tx: &mut Tx<'_>,
    permit: &Permit<RemovePasskey>,
    sources: &Sources,
    login: LoginId,
    id: PasskeyId,
) -> Result<(), Stop> {
    let user = permit.scope().user().ok_or(Refusal::NotFound)?;
    if !tx.delete_passkey(user, id)? {
        return Err(Refusal::NotFound.into());
    }
    for other in tx.logins_of(user)? {
        if other != login {
            revoke_login(tx, sources, other)?;
        }
    }
    Ok(())
}

/// Asks whoever is there for a passkey.
pub fn ask_passkey(
    tx: &mut Tx<'_>,
    permit: &Permit<AskPasskey>,
    sources: &Sources,
    party: &RelyingParty,
) -> Result<PasskeyQuestion, Stop> {
    permit.scope().writes().ok_or(Refusal::NotFound)?;
    let question = party.ask_anybody().map_err(unexpected)?;
    ask(tx, sources, &question, None)?;
    Ok(PasskeyQuestion {
        challenge: text(&question.challenge),
        rp_id: party.id().to_owned(),
        expires_in_sec: seconds(),
    })
}

/// Signs in a member of this authority by her passkey, with the rights of a provider and no more.
pub fn use_passkey(
    tx: &mut Tx<'_>,
    permit: &Permit<UsePasskey>,
    sources: &Sources,
    party: &RelyingParty,
    answer: &PasskeyAnswer,
) -> Result<Answered<SignedIn>, Stop> {
    let authority = permit.scope().writes().ok_or(Refusal::NotFound)?;
    let signed = Signed::parse([
        &answer.credential,
        &answer.client_data,
        &answer.authenticator_data,
        &answer.signature,
        &answer.user_handle,
    ]);
    let Some(signed) = signed else {
        return Ok(Answered::Wrong);
    };
    let asked = take(tx, sources, &signed.client_data)?;
    let Some(asked) = asked.filter(|asked| asked.user_id.is_none()) else {
        return Ok(Answered::Wrong);
    };
    let record = tx.passkey_by_credential(&credential_hash(&signed.credential))?;
    let Some(record) = record else {
        return Ok(Answered::Wrong);
    };
    let user = tx.user(record.user_id.0)?;
    let Some(user) = user.filter(|user| user.disabled_at.is_none()) else {
        return Ok(Answered::Wrong);
    };
    let membership = tx.membership_of(permit.scope(), user.id.0)?;
    if membership.is_none_or(|membership| membership.ended_at.is_some()) {
        return Ok(Answered::Wrong);
    }
    let data_key = data_key_of(sources, &user)?;
    let state = open_state(sources.keys().keks(), asked.id.0, &asked.state_sealed)?;
    let handle = Handle::of_user(sources.keys().index(), user.id.uuid());
    let kept = opened(&data_key, &record)?;
    let used = match party.accept(&state, kept, handle, &signed) {
        Ok(used) => used.to_stored().map_err(unexpected)?,
        Err(PasskeyFault::Copied) => return Ok(Answered::Copied),
        Err(_) => return Ok(Answered::Wrong),
    };
    let place = passkey_place(record.id.0, "passkey_sealed");
    let sealed = data_key.seal(&*sources.randomness, place, used.as_bytes())?;
    let today = sources.today(authority);
    if !tx.use_passkey(record.id.0, &record.passkey_sealed, &sealed, today.into())? {
        return Ok(Answered::Wrong);
    }
    tx.note_sign_in(user.id.0, today.into())?;
    let login = open_login(tx, sources, user.id.0, LoginRights::Provider)?;
    Ok(Answered::Right(login))
}

/// Whoever is signed in.
fn owner<A: Operation>(tx: &mut Tx<'_>, permit: &Permit<A>) -> Result<UserRecord, Stop> {
    let user: UserId = permit.scope().user().ok_or(Refusal::NotFound)?;
    let user = tx.user(user)?.filter(|user| user.disabled_at.is_none());
    user.ok_or_else(|| Refusal::NotFound.into())
}

fn ask(
    tx: &mut Tx<'_>,
    sources: &Sources,
    question: &Question,
    user: Option<UserId>,
) -> Result<(), Stop> {
    let now = sources.now();
    let id = sources.ids.key();
    let keys = sources.keys();
    let randomness = &*sources.randomness;
    tx.expire_passkey_challenges(At(now))?;
    let record = PasskeyChallengeRecord {
        id: Key(id),
        challenge_hash: question.hash().to_vec(),
        user_id: user.map(Key),
        state_sealed: seal_state(keys.keks(), randomness, now.utc(), id, &question.state)?,
        expires_at: At(now.plus(Duration::minutes(QUESTION_MINUTES))),
    };
    Ok(tx.insert_passkey_challenge(&record)?)
}

/// The question of an answer, which is gone from now on.
fn take(
    tx: &mut Tx<'_>,
    sources: &Sources,
    client_data: &[u8],
) -> Result<Option<PasskeyChallengeRecord>, Stop> {
    match question_hash(client_data) {
        Some(hash) => Ok(tx.take_passkey_challenge(&hash, At(sources.now()))?),
        None => Ok(None),
    }
}

fn opened(data_key: &DataKey, record: &PasskeyRecord) -> Result<KeptPasskey, Stop> {
    let place = passkey_place(record.id.0, "passkey_sealed");
    let stored = data_key.open(place, &record.passkey_sealed)?;
    KeptPasskey::of_stored(&stored).map_err(unexpected)
}

fn shown(data_key: &DataKey, record: &PasskeyRecord) -> Result<Passkey, Stop> {
    let place = passkey_place(record.id.0, "name_sealed");
    let name = data_key.open(place, &record.name_sealed)?;
    Ok(Passkey {
        id: record.id.0,
        name: String::from_utf8_lossy(&name).into_owned(),
        created_on: record.created_on.0,
        last_used_on: record.last_used_on.map(|on| on.0),
    })
}

fn today<A: Operation>(sources: &Sources, permit: &Permit<A>) -> Result<shared::time::Day, Stop> {
    let authority = permit.scope().writes().ok_or(Refusal::NotFound)?;
    Ok(sources.today(authority))
}

fn seconds() -> u32 {
    u32::try_from(QUESTION_MINUTES * 60).unwrap_or_default()
}

/// What no answer of a device can bring about.
fn unexpected(fault: PasskeyFault) -> Stop {
    StorageError::Unexpected(fault.to_string()).into()
}
