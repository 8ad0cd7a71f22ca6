//! A provider sends a signal.

use identity::idempotency::body_mac;
use identity::pseudonym;
use identity::receipts::ReceiptCode;
use identity::sealing::{DataKey, Place, email_index};
use policy::{Permit, SubmitSignal};
use privacy::Severity;
use shared::authority::Authority;
use shared::codes::{Language, MailPace, Source};
use shared::id::{EntryLinkId, IssueId, IssueKey, OrganisationId, ProviderRef, SignalKey, UserId};
use shared::life_cycle::{LifeCycle, SignalEvent, SignalState};
use shared::problem::Code;
use shared::signal::{Contact, NewSignal, SubmittedSignal, TagOrigin, TagStatus};
use shared::taxonomy::{self, Scheme};
use shared::text::{Email, Note};
use storage::records::{
    ProviderContactRecord, SignalEventRecord, SignalRecord, SignalTagRecord, SignalTextRecord,
    search_row,
};
use storage::{At, Key, On, Stored, Tx};
use uuid::Uuid;

use super::depth::{Told, depth_of};
use crate::once::Attempt;
use crate::{Refusal, Sources, Stop, analysis, calendar};

/// A signal with what the server knows about its way in.
#[derive(Debug)]
pub struct Submission {
    /// What was typed, checked.
    pub signal: NewSignal,
    /// Key and body of the attempt.
    pub attempt: Attempt,
    /// How it came in.
    pub source: Source,
    /// The entry link it came through, with what that link fixes.
    pub entry_link: Option<EntryLinkId>,
    /// Organisation of everybody who uses the link.
    pub organisation: Option<OrganisationId>,
    /// Sector of everybody who uses the link, unless the provider chose one.
    pub sector_of_link: Option<String>,
    /// The account it came from. Only its pseudonym is stored.
    pub account: Option<UserId>,
    /// The day on which it was written, for what is imported; today when absent.
    pub written_on: Option<shared::time::Day>,
}

/// Stores a signal exactly once. Certain personal data holds it, whatever the form confirmed (decisions.md 7).
///
/// Four statements: the signal, its text, its words in the index, the audit entry. A second request with the same key
/// fails on the unique key as `StorageError::Duplicate`; the caller then asks [`replay_submission`].
pub fn submit_signal(
    tx: &mut Tx<'_>,
    permit: &Permit<SubmitSignal>,
    sources: &Sources,
    authority: &Authority,
    submission: &Submission,
) -> Result<SubmittedSignal, Stop> {
    let scope = permit.scope();
    let (signal, key) = (&submission.signal, submission.attempt.key);
    let now = sources.now();
    let received_on = submission
        .written_on
        .unwrap_or_else(|| sources.today(authority.id));
    let receipt = ReceiptCode::derive(sources.keys().receipt(), authority.id.uuid(), key.uuid());
    let provider_ref = provider_of(sources, authority, submission);
    let contact_id = match &signal.contact {
        Contact::Email(email, pace) => {
            let pace = crate::mail_pace::wanted(tx, permit, sources, email, *pace)?;
            Some(seal_contact(
                tx,
                permit,
                sources,
                authority,
                provider_ref,
                (email, pace),
                signal.locale,
            )?)
        }
        Contact::Code | Contact::Account => None,
    };
    let state = first_state(signal)?;
    let language = signal
        .language
        .clone()
        .or_else(|| guessed(signal.text.reveal()));
    let seen_issue_id = seen_issue(tx, permit, signal.seen_issue)?;
    let depth = state.is_readable().then(|| {
        depth_of(
            signal.text.reveal(),
            &Told::by(&signal.chips),
            signal.locale,
        )
    });
    let record = SignalRecord {
        authority_id: Key(authority.id),
        id: Key(SignalKey::new(sources.ids.key())),
        public_id: Key(sources.ids.public().into()),
        client_key: Key(key),
        client_body: Some(body_of(sources, &submission.attempt)),
        receipt_index: receipt.index(sources.keys().index()).to_vec(),
        state: Stored(state),
        source: Stored(submission.source),
        received_at: At(now),
        received_on: On(received_on),
        promised_on: On(calendar::promise(
            sources.today(authority.id),
            i64::from(authority.answer_term_days),
        )),
        last_activity_on: On(sources.today(authority.id)),
        language,
        locale: Stored(signal.locale),
        sector: signal
            .sector
            .as_ref()
            .map(ToString::to_string)
            .or_else(|| submission.sector_of_link.clone()),
        profession: signal
            .profession
            .as_ref()
            .map(|name| name.reveal().to_owned()),
        organisation_id: submission.organisation.map(Key),
        entry_link_id: submission.entry_link.map(Key),
        frequency: signal.chips.frequency.map(Stored),
        people: signal.chips.people.map(Stored),
        kind: signal.chips.kind.map(Stored),
        place: signal
            .chips
            .place
            .as_ref()
            .map(|name| name.reveal().to_owned()),
        contact: Stored(signal.contact.choice()),
        contact_id: contact_id.map(Key),
        provider_ref: Key(provider_ref),
        duplicate_of: None,
        links: 0,
        first_linked_at: None,
        first_response_at: None,
        ended_at: None,
        seen_issue_id,
        depth,
        version: 1,
    };
    tx.insert_signal(scope, &record, &text_of(&record, signal))?;
    if state == SignalState::Held {
        tx.insert_signal_event(scope, &held_by_the_system(sources, &record))?;
    }
    put_codes(tx, permit, sources, &record, submission)?;
    // An import wakes once for many.
    if state.is_readable() && submission.source != Source::Import {
        analysis::wake(tx, sources, authority.id)?;
    }
    tx.touches("signal", record.public_id.0);
    Ok(answer(&record, &receipt))
}

/// The answer to a repeated submission: the same as the first time.
pub fn replay_submission(
    tx: &mut Tx<'_>,
    permit: &Permit<SubmitSignal>,
    sources: &Sources,
    attempt: &Attempt,
) -> Result<SubmittedSignal, Stop> {
    let scope = permit.scope();
    let record = tx
        .signal_by_client_key(scope, attempt.key)?
        .ok_or(Refusal::NotFound)?;
    if matches!(record.state.0, SignalState::Withdrawn | SignalState::Erased) {
        return Err(Code::Gone.into());
    }
    if record
        .client_body
        .as_ref()
        .is_some_and(|known| *known != body_of(sources, attempt))
    {
        return Err(Code::KeyReused.into());
    }
    let receipt = ReceiptCode::derive(
        sources.keys().receipt(),
        record.authority_id.uuid(),
        attempt.key.uuid(),
    );
    Ok(answer(&record, &receipt))
}

fn answer(record: &SignalRecord, receipt: &ReceiptCode) -> SubmittedSignal {
    SubmittedSignal {
        href: super::view::href(record.public_id.0),
        id: record.public_id.0,
        receipt: receipt.reveal(),
        promised_on: record.promised_on.0,
        // A later state is not told here: the answer to a repetition equals the first.
        state: if record.state.0 == SignalState::Held {
            SignalState::Held
        } else {
            SignalState::Received
        },
        sector_known: record.sector.is_some(),
    }
}

fn first_state(signal: &NewSignal) -> Result<SignalState, Stop> {
    let texts = [
        Some(signal.text.reveal()),
        signal.chips.tried.as_ref().map(Note::reveal),
        signal.chips.wish.as_ref().map(Note::reveal),
    ];
    let certain = texts.into_iter().flatten().any(has_certain_personal_data);
    let event = if certain {
        SignalEvent::Hold
    } else {
        SignalEvent::Receive
    };
    Ok(SignalState::FIRST.after(event, |_| true)?)
}

/// True when the detector has no doubt (product.md: national number, phone, e-mail, IBAN, full address).
pub(crate) fn has_certain_personal_data(text: &str) -> bool {
    privacy::find(text)
        .iter()
        .any(|finding| finding.severity == Severity::Certain)
}

/// The issue that the sender said to see too. One that is no longer shown is no reason to refuse a text.
fn seen_issue(
    tx: &mut Tx<'_>,
    permit: &Permit<SubmitSignal>,
    seen: Option<IssueId>,
) -> Result<Option<Key<IssueKey>>, Stop> {
    let Some(seen) = seen else { return Ok(None) };
    let issue = tx.issue(permit.scope(), seen)?;
    Ok(issue
        .filter(crate::issues::is_published)
        .map(|issue| issue.id))
}

fn body_of(sources: &Sources, attempt: &Attempt) -> Vec<u8> {
    body_mac(
        sources.keys().idempotency(),
        "submitSignal",
        attempt.key.uuid(),
        &attempt.body,
    )
    .to_vec()
}

fn guessed(text: &str) -> Option<String> {
    text::guess(text).map(|language| language.to_string())
}

/// The pseudonym under which providers are counted: of the account, of the device's mark, or a new one each time.
fn provider_of(sources: &Sources, authority: &Authority, submission: &Submission) -> ProviderRef {
    let keys = sources.keys();
    let key = keys.pseudonym();
    let mark = submission
        .signal
        .device_mark
        .as_deref()
        .and_then(|mark| Uuid::parse_str(mark).ok());
    let pseudonym = match (submission.account, mark) {
        (Some(user), _) => pseudonym::ProviderRef::of_user(key, authority.id.uuid(), user.uuid()),
        (None, Some(mark)) => pseudonym::ProviderRef::of_device(key, authority.id.uuid(), mark),
        (None, None) => return sources.ids.public().into(),
    };
    ProviderRef::new(Uuid::from_bytes(pseudonym.to_stored()))
}

fn text_of(record: &SignalRecord, signal: &NewSignal) -> SignalTextRecord {
    let note = |note: &Option<Note>| note.as_ref().map(|note| note.reveal().to_owned());
    let text = signal.text.reveal().to_owned();
    // Held text is neither searched nor analysed (decisions.md 7).
    let search_terms = if record.state.0.is_readable() {
        terms(&text, record)
    } else {
        String::new()
    };
    SignalTextRecord {
        authority_id: record.authority_id,
        signal_id: record.id,
        search_row: search_row(record.received_on.0, record.public_id.0),
        text: Some(text),
        tried: note(&signal.chips.tried),
        wish: note(&signal.chips.wish),
        search_terms,
        erased_at: None,
    }
}

/// Words under which a signal is found.
pub(crate) fn terms(text: &str, record: &SignalRecord) -> String {
    text::search_terms(text, Some(record.spoken()))
}

fn held_by_the_system(sources: &Sources, record: &SignalRecord) -> SignalEventRecord {
    SignalEventRecord {
        authority_id: record.authority_id,
        id: Key(sources.ids.key()),
        signal_id: record.id,
        at: record.received_at,
        event: Stored(SignalEvent::Hold),
        from_state: Some(Stored(SignalState::Submitted)),
        to_state: Stored(SignalState::Held),
        membership_id: None,
        role: None,
        reason: None,
        note_id: None,
        issue_id: None,
    }
}

fn put_codes(
    tx: &mut Tx<'_>,
    permit: &Permit<SubmitSignal>,
    sources: &Sources,
    record: &SignalRecord,
    submission: &Submission,
) -> Result<(), Stop> {
    let origin = if submission.source == Source::Import {
        TagOrigin::Import
    } else {
        TagOrigin::Provider
    };
    let chips = &submission.signal.chips;
    let themes = chips.themes.iter().map(|code| (Scheme::Theme, code));
    let groups = chips
        .target_groups
        .iter()
        .map(|code| (Scheme::TargetGroup, code));
    for (scheme, code) in themes.chain(groups) {
        tx.put_tag(
            permit.scope(),
            &provider_code(sources, record, scheme, code, origin),
        )?;
    }
    Ok(())
}

/// A provider's chip is a proposal like any other: a processor confirms it.
pub(crate) fn provider_code(
    sources: &Sources,
    record: &SignalRecord,
    scheme: Scheme,
    code: &taxonomy::Code,
    origin: TagOrigin,
) -> SignalTagRecord {
    SignalTagRecord {
        authority_id: record.authority_id,
        signal_id: record.id,
        scheme: Stored(scheme),
        code: code.to_string(),
        origin: Stored(origin),
        status: Stored(TagStatus::Proposed),
        membership_id: None,
        at: At(sources.now()),
    }
}

/// Seals an address apart from the text, under a key of its own (trust.md §8.1).
pub(crate) fn seal_contact<A: policy::Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    authority: &Authority,
    provider_ref: ProviderRef,
    (email, pace): (&Email, MailPace),
    locale: Language,
) -> Result<Uuid, Stop> {
    let id = sources.ids.public();
    let place = |column| Place {
        authority: authority.id.uuid(),
        table: "provider_contacts",
        column,
        row: id,
    };
    let data_key = DataKey::draw(&*sources.randomness);
    let now = sources.now();
    let record = ProviderContactRecord {
        authority_id: Key(authority.id),
        id: Key(id),
        provider_ref: Key(provider_ref),
        data_key: data_key.wrap(
            sources.keys().keks(),
            &*sources.randomness,
            now.utc(),
            place("data_key"),
        )?,
        email_sealed: data_key.seal(
            &*sources.randomness,
            place("email"),
            email.reveal().as_bytes(),
        )?,
        email_index: email_index(sources.keys().index(), email.reveal()).to_vec(),
        locale: Stored(locale),
        created_at: At(now),
        undeliverable_at: (pace == MailPace::Never).then_some(At(now)),
        pace: Stored(pace),
        told_until: None,
    };
    tx.insert_contact(permit.scope(), &record)?;
    Ok(id)
}
