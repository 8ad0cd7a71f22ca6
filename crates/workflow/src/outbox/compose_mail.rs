//! Turns a waiting mail into a letter. The address is unsealed here and nowhere else; the letter holds a link and no
//! word of a signal, a question or a feedback.

use identity::receipts::ReceiptCode;
use identity::sealing::{DataKey, Place, SealingError};
use policy::{Permit, RunJob, Scope};
use shared::codes::{ContactChoice, Language};
use shared::id::{AuthorityId, FeedbackId, MembershipId, SignalKey};
use shared::life_cycle::{ActionState, SignalState};
use storage::Tx;
use storage::records::{ActionRecord, ProviderContactRecord, SignalRecord};
use uuid::Uuid;

use super::Mail;
use super::weekly::weekly_letter;
use crate::mail_pace::token_of;
use crate::{Sources, Stop, texts};

/// A letter, ready to go.
#[derive(Clone)]
pub struct Letter {
    /// Names this letter for ever: a mail sent twice after a crash is recognised by its Message-ID.
    pub id: Uuid,
    /// The address.
    pub to: String,
    /// One line.
    pub subject: String,
    /// Plain text.
    pub body: String,
    /// Where its reader ends these mails (RFC 8058), when it is a provider's.
    pub unsubscribe: Option<String>,
    /// The contacts that the address belongs to, when it is a provider's.
    pub contacts: Vec<Uuid>,
    /// The feedback that it tells of.
    pub feedback: Vec<FeedbackId>,
    /// True when it was given up before, and an operator sends it again.
    pub was_given_up: bool,
}

/// Shows neither address nor link: a link holds a receipt.
impl std::fmt::Debug for Letter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Letter({})", self.id)
    }
}

/// The letter of a job, or nothing when there is nobody left to write to. `base_url` is where the world reaches us,
/// without a slash at its end.
pub fn compose_mail(
    tx: &mut Tx<'_>,
    permit: &Permit<RunJob>,
    sources: &Sources,
    base_url: &str,
    job: Uuid,
    mail: &Mail,
) -> Result<Option<Letter>, Stop> {
    let scope = permit.scope();
    let Some(authority) = scope.writes() else {
        return Ok(None);
    };
    match mail {
        Mail::FeedbackReady { feedback } => {
            let Some(row) = tx
                .feedback(scope, *feedback)?
                .filter(|row| row.sent_at.is_some())
            else {
                return Ok(None);
            };
            let letter = to_provider(
                tx,
                scope,
                sources,
                base_url,
                row.signal_id.0,
                "feedback_ready",
                Some(*feedback),
            )?;
            Ok(letter.map(|letter| Letter {
                id: job,
                feedback: vec![*feedback],
                was_given_up: row.undeliverable_at.is_some(),
                ..letter
            }))
        }
        Mail::QuestionWaits { signal } => {
            let Some(record) = tx
                .signal(scope, *signal)?
                .filter(|record| record.state.0 == SignalState::QuestionOpen)
            else {
                return Ok(None);
            };
            let template = "question_waits";
            let letter = to_provider(tx, scope, sources, base_url, record.id.0, template, None)?;
            Ok(letter.map(|letter| Letter { id: job, ..letter }))
        }
        Mail::Weekly { until } => {
            let letter = weekly_letter(tx, scope, sources, base_url, job, *until)?;
            Ok(letter.map(|letter| Letter { id: job, ..letter }))
        }
        Mail::Rises { member, week } => {
            let letter = crate::trends::rises_letter(tx, scope, sources, base_url, *member, *week)?;
            Ok(letter.map(|letter| Letter { id: job, ..letter }))
        }
        Mail::Invitation { invitation } => {
            let invited =
                crate::people::invitation_letter(tx, scope, sources, base_url, *invitation)?;
            let Some(invited) = invited else {
                return Ok(None);
            };
            let values = [
                ("name", Some(invited.name)),
                ("authority", name_of(sources, authority)),
                ("link", Some(invited.link)),
                ("date", Some(texts::day(invited.until, invited.language))),
            ];
            let template = if invited.resets {
                "password_reset"
            } else if invited.is_for_a_provider {
                "provider_invitation"
            } else {
                "invitation"
            };
            let letter = letter(template, invited.language, &values, invited.to);
            Ok(letter.map(|letter| Letter { id: job, ..letter }))
        }
        Mail::SignInLink { link } => {
            let asked =
                crate::doors::sign_in_letter(tx, scope, sources, base_url, authority, *link)?;
            let Some(asked) = asked else {
                return Ok(None);
            };
            let values = [
                ("authority", name_of(sources, authority)),
                ("link", Some(asked.link)),
            ];
            let letter = letter("sign_in_link", asked.language, &values, asked.to);
            Ok(letter.map(|letter| Letter { id: job, ..letter }))
        }
        Mail::ActionDue { action } | Mail::ActionLate { action } => {
            let open = |action: &ActionRecord| {
                matches!(action.state.0, ActionState::Planned | ActionState::Running)
            };
            let Some(record) = tx.action(scope, *action)?.filter(open) else {
                return Ok(None);
            };
            let key = if matches!(mail, Mail::ActionLate { .. }) {
                "action_late"
            } else {
                "action_due"
            };
            let letter = to_owner(tx, scope, sources, base_url, authority, &record, key)?;
            Ok(letter.map(|letter| Letter { id: job, ..letter }))
        }
    }
}

fn to_provider(
    tx: &mut Tx<'_>,
    scope: &Scope,
    sources: &Sources,
    base_url: &str,
    signal: SignalKey,
    template: &str,
    rates: Option<FeedbackId>,
) -> Result<Option<Letter>, Stop> {
    let Some(signal) = tx.signals_by_keys(scope, &[signal])?.pop() else {
        return Ok(None);
    };
    let Some(contact) = signal
        .contact_id
        .filter(|_| signal.contact.0 == ContactChoice::Email)
    else {
        return Ok(None);
    };
    let Some(contact) = tx
        .contact(scope, contact.0)?
        .filter(|contact| contact.undeliverable_at.is_none())
    else {
        return Ok(None);
    };
    let to = address_of(sources, &contact)?;
    let language = contact.locale.0;
    let link = receipt_link(sources, base_url, &signal);
    // Opening either link changes nothing, whoever does it: the page asks for a press (a scanner of mail never presses).
    let answer = |choice| rates.map(|feedback| format!("{link}&{choice}={feedback}"));
    let values = [
        ("authority", name_of(sources, signal.authority_id.0)),
        ("yes", answer("yes")),
        ("no", answer("no")),
        ("link", Some(link.clone())),
        ("date", Some(texts::day(signal.promised_on.0, language))),
        ("pace", Some(pace_link(sources, base_url, &contact))),
    ];
    Ok(
        letter(template, language, &values, to).map(|letter| Letter {
            unsubscribe: Some(unsubscribe_link(sources, base_url, &contact)),
            contacts: vec![contact.id.0],
            ..letter
        }),
    )
}

/// The address of a contact, unsealed.
pub(super) fn address_of(
    sources: &Sources,
    contact: &ProviderContactRecord,
) -> Result<String, Stop> {
    let place = |column| Place {
        authority: contact.authority_id.uuid(),
        table: "provider_contacts",
        column,
        row: contact.id.0,
    };
    let data_key = DataKey::unwrap(sources.keys().keks(), place("data_key"), &contact.data_key)?;
    Ok(readable(
        &data_key.open(place("email"), &contact.email_sealed)?,
    )?)
}

/// Where the reader of a mail chooses how often to be written to: in the fragment, as codes.
pub(super) fn pace_link(
    sources: &Sources,
    base_url: &str,
    contact: &ProviderContactRecord,
) -> String {
    let (slug, token) = (
        sources.slug(contact.authority_id.0),
        token_of(sources, contact),
    );
    format!("{base_url}/{slug}/m/#p={token}")
}

/// Where a mail program ends these mails by itself: it sends what stands in the address, and no fragment.
pub(super) fn unsubscribe_link(
    sources: &Sources,
    base_url: &str,
    contact: &ProviderContactRecord,
) -> String {
    let (slug, token) = (
        sources.slug(contact.authority_id.0),
        token_of(sources, contact),
    );
    format!("{base_url}/{slug}/m/mail/{token}")
}

fn to_owner(
    tx: &mut Tx<'_>,
    scope: &Scope,
    sources: &Sources,
    base_url: &str,
    authority: AuthorityId,
    action: &ActionRecord,
    template: &str,
) -> Result<Option<Letter>, Stop> {
    let Some(member) = action.owner_membership_id else {
        return Ok(None);
    };
    let Some((to, name, language)) = member_of_staff(tx, scope, sources, member.0)? else {
        return Ok(None);
    };
    let Some(issue) = tx.issue_by_key(scope, action.issue_id.0)? else {
        return Ok(None);
    };
    let values = [
        ("name", Some(name)),
        ("authority", name_of(sources, authority)),
        (
            "link",
            Some(format!("{base_url}/desk/issues/{}", issue.public_id.0)),
        ),
        ("date", Some(texts::day(action.due_on.0, language))),
    ];
    Ok(letter(template, language, &values, to))
}

/// Address, name and language of a member of staff who still is one.
pub(crate) fn member_of_staff(
    tx: &mut Tx<'_>,
    scope: &Scope,
    sources: &Sources,
    member: MembershipId,
) -> Result<Option<(String, String, Language)>, Stop> {
    let Some(user) = tx.user_behind(scope, member)? else {
        return Ok(None);
    };
    let place = |column| Place {
        authority: Uuid::nil(),
        table: "users",
        column,
        row: user.id.uuid(),
    };
    let data_key = DataKey::unwrap(sources.keys().keks(), place("data_key"), &user.data_key)?;
    let to = readable(&data_key.open(place("email"), &user.email_sealed)?)?;
    let name = readable(&data_key.open(place("name"), &user.name_sealed)?)?;
    Ok(Some((to, name, user.locale.0)))
}

pub(crate) fn letter(
    template: &str,
    language: Language,
    values: &[(&str, Option<String>)],
    to: String,
) -> Option<Letter> {
    let template = texts::mail(template, language)?;
    Some(Letter {
        id: Uuid::nil(),
        to,
        subject: texts::fill(&template.subject, values),
        body: texts::fill(&template.body, values),
        unsubscribe: None,
        contacts: Vec::new(),
        feedback: Vec::new(),
        was_given_up: false,
    })
}

/// The receipt is recomputed from what the row holds; it stands behind `#`, which browsers send to nobody.
pub(super) fn receipt_link(sources: &Sources, base_url: &str, signal: &SignalRecord) -> String {
    let authority = signal.authority_id.0;
    let receipt = ReceiptCode::derive(
        sources.keys().receipt(),
        authority.uuid(),
        signal.client_key.uuid(),
    );
    format!(
        "{base_url}/{}/m/#r={}",
        sources.slug(authority),
        receipt.reveal()
    )
}

pub(crate) fn name_of(sources: &Sources, authority: AuthorityId) -> Option<String> {
    sources
        .directory
        .by_id(authority)
        .map(|authority| authority.name.clone())
}

fn readable(bytes: &[u8]) -> Result<String, SealingError> {
    String::from_utf8(bytes.to_vec()).map_err(|_| SealingError::DoesNotOpen)
}
