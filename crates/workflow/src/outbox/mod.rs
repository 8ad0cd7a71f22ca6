//! What must happen because something was written: rows in `jobs`, in the same transaction, with ids only.

use serde::{Deserialize, Serialize};
use shared::codes::{ClosedList, ContactChoice, MailPace};
use shared::id::{ActionId, AuthorityId, FeedbackId, JobId, SignalId};
use storage::records::{JobRecord, SignalRecord};
use storage::{At, Tx};

use crate::{Sources, Stop};

mod compose_mail;
mod remind;
mod weekly;

pub use compose_mail::{Letter, compose_mail};
pub(crate) use compose_mail::{letter, member_of_staff, name_of};
pub use remind::remind_of_actions;
pub use weekly::{Week, queue_weekly_mails};

/// A kind of background work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum JobKind {
    /// A mail goes out.
    Mail,
    /// A browser rings.
    Push,
    /// A file becomes signals.
    Import,
    /// Parked issues whose day has come return.
    Unpark,
    /// Providers who heard nothing for ninety days are owed an answer.
    StillOpen,
    /// Owners hear of actions that must be done soon or are late.
    Remind,
    /// What nobody needs any more is deleted.
    Expire,
    /// What was erased leaves the disk, of all authorities at once.
    Forget,
    /// Providers who want one mail a week get it.
    Weekly,
    /// A model looks at signals that wait for one.
    Analyse,
    /// Signals that tell of the same thing are put together.
    Group,
    /// Weeks are counted and judged.
    Trends,
    /// A language model is asked for a draft.
    Summarise,
    /// Numbers of closed months are published.
    Publish,
    /// Words that an earlier release made are made anew.
    Words,
}

impl ClosedList for JobKind {
    const ALL: &'static [Self] = &[
        Self::Mail,
        Self::Import,
        Self::Unpark,
        Self::StillOpen,
        Self::Remind,
        Self::Expire,
        Self::Forget,
        Self::Push,
        Self::Weekly,
        Self::Analyse,
        Self::Group,
        Self::Trends,
        Self::Summarise,
        Self::Publish,
        Self::Words,
    ];

    fn code(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Import => "import",
            Self::Unpark => "unpark",
            Self::StillOpen => "stillOpen",
            Self::Remind => "remind",
            Self::Expire => "expire",
            Self::Forget => "forget",
            Self::Push => "push",
            Self::Weekly => "weekly",
            Self::Analyse => "analyse",
            Self::Group => "group",
            Self::Trends => "trends",
            Self::Summarise => "summarise",
            Self::Publish => "publish",
            Self::Words => "words",
        }
    }
}

/// A mail as it waits: whom it is about, never an address or a word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "mail",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Mail {
    /// An answer can be read.
    FeedbackReady {
        /// Which.
        feedback: FeedbackId,
    },
    /// A question waits.
    QuestionWaits {
        /// About which signal.
        signal: SignalId,
    },
    /// Answers and questions of a week wait. Which address it goes to, the id of its job tells who has the key.
    Weekly {
        /// What was there before this moment.
        until: shared::time::Moment,
    },
    /// What a member follows rises.
    Rises {
        /// Who.
        member: shared::id::MembershipId,
        /// Monday of the week.
        week: shared::time::Day,
    },
    /// An action must be done soon.
    ActionDue {
        /// Which.
        action: ActionId,
    },
    /// An action is late.
    ActionLate {
        /// Which.
        action: ActionId,
    },
    /// Somebody is invited.
    Invitation {
        /// By which invitation.
        invitation: shared::id::InvitationId,
    },
    /// Somebody asked for a link to sign in with, at an address that may.
    SignInLink {
        /// Which.
        link: shared::id::SignInLinkId,
    },
}

/// Queues a mail.
pub fn post(
    tx: &mut Tx<'_>,
    sources: &Sources,
    authority: AuthorityId,
    mail: &Mail,
) -> Result<(), Stop> {
    let payload = serde_json::to_value(mail).unwrap_or_default();
    Ok(tx.insert_job(&job(sources, JobKind::Mail, Some(authority), payload))?)
}

/// Tells the provider of a signal, if an address is known or a browser listens, that a question waits behind the receipt.
pub(crate) fn tell_that_a_question_waits<A: policy::Operation>(
    tx: &mut Tx<'_>,
    permit: &policy::Permit<A>,
    sources: &Sources,
    signal: &SignalRecord,
) -> Result<(), Stop> {
    crate::push::ring(tx, permit, sources, signal.authority_id.0, &[signal.id.0])?;
    let contact = match signal.contact_id {
        Some(contact) if signal.contact.0 == ContactChoice::Email => {
            tx.contact(permit.scope(), contact.0)?
        }
        _ => None,
    };
    // Who wants one mail a week is told on Monday.
    if contact.is_none_or(|contact| contact.pace.0 != MailPace::AtOnce) {
        return Ok(());
    }
    post(
        tx,
        sources,
        signal.authority_id.0,
        &Mail::QuestionWaits {
            signal: signal.public_id.0,
        },
    )
}

/// A job that may start at once.
pub fn job(
    sources: &Sources,
    kind: JobKind,
    authority: Option<AuthorityId>,
    payload: serde_json::Value,
) -> JobRecord {
    let id = JobId::new(sources.ids.key());
    JobRecord::queued(id, authority, kind.code(), payload, At(sources.now()))
}
