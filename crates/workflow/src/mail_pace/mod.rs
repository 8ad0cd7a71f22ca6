//! How often a provider who left an address wants a mail (docs/adr/0016).

use identity::mail_pace::PaceToken;
use identity::sealing::email_index;
use policy::{Operation, Permit};
use shared::codes::MailPace;
use shared::life_cycle::SignalState;
use shared::text::Email;
use storage::records::ProviderContactRecord;
use storage::{At, Stored, Tx};

use crate::outbox::{Mail, post};
use crate::{Sources, Stop, erasure};

mod change_mail_pace;
mod choose_mail_pace;

pub use change_mail_pace::change_mail_pace;
pub use choose_mail_pace::choose_mail_pace;

/// The pace of a new signal's address: the one that came along, unless its owner said elsewhere to want no mail. A phone
/// sends its address along with every signal, and who stopped the mails stopped them.
pub(crate) fn wanted<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    email: &Email,
    pace: MailPace,
) -> Result<MailPace, Stop> {
    let index = email_index(sources.keys().index(), email.reveal());
    let known = tx.contacts_of_address(permit.scope(), &index)?;
    let is_stopped = known.iter().any(|known| known.pace.0 == MailPace::Never);
    Ok(if is_stopped { MailPace::Never } else { pace })
}

/// The token in the mails to a contact.
pub(crate) fn token_of(sources: &Sources, contact: &ProviderContactRecord) -> String {
    let (authority, id) = (contact.authority_id.uuid(), contact.id.0);
    PaceToken::of_contact(sources.keys().index(), authority, id).reveal()
}

/// Gives a contact another pace. What it already has changes nothing.
fn set<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    contact: ProviderContactRecord,
    pace: MailPace,
) -> Result<(), Stop> {
    let (from, now) = (contact.pace.0, At(sources.now()));
    if from == pace {
        return Ok(());
    }
    if (from, pace) == (MailPace::Weekly, MailPace::AtOnce) {
        tell_what_waits(tx, permit, sources, &contact)?;
    }
    let undeliverable_at = match (from, pace) {
        (_, MailPace::Never) => contact.undeliverable_at.or(Some(now)),
        (MailPace::Never, _) => None,
        _ => contact.undeliverable_at,
    };
    let contact = ProviderContactRecord {
        pace: Stored(pace),
        told_until: Some(now),
        undeliverable_at,
        ..contact
    };
    tx.update_contact(permit.scope(), &contact)?;
    if pace == MailPace::Never {
        // A backup does not know it: restoring one must not write there again.
        erasure::remember(tx, permit, sources, "mails", contact.id.0)?;
    }
    Ok(())
}

/// What would have waited for Monday is told now.
fn tell_what_waits<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    contact: &ProviderContactRecord,
) -> Result<(), Stop> {
    let (scope, authority) = (permit.scope(), contact.authority_id.0);
    let is_news = |at: At| contact.told_until.is_none_or(|told_until| at > told_until);
    for signal in tx.signals_of_contacts(scope, &[contact.id.0])? {
        for (row, _) in tx.feedback_of_signal(scope, signal.id.0)? {
            if row.read_at.is_none() && row.sent_at.is_some_and(is_news) {
                let mail = Mail::FeedbackReady { feedback: row.id.0 };
                post(tx, sources, authority, &mail)?;
            }
        }
        if signal.state.0 == SignalState::QuestionOpen {
            let asked = tx.questions_of(scope, signal.id.0)?;
            if asked
                .last()
                .is_some_and(|question| is_news(question.asked_at))
            {
                let signal = signal.public_id.0;
                post(tx, sources, authority, &Mail::QuestionWaits { signal })?;
            }
        }
    }
    Ok(())
}
