//! How a letter leaves the house.

mod folder;
mod message;
mod smtp;

use std::future::Future;
use std::pin::Pin;

use shared::time::Moment;
use workflow::outbox::Letter;

pub use folder::Folder;
pub use smtp::{Smtp, SmtpError};

/// Sends letters.
pub trait Mailer: Send + Sync {
    /// Hands a letter over; `now` is its date.
    fn send<'a>(
        &'a self,
        letter: &'a Letter,
        now: Moment,
    ) -> Pin<Box<dyn Future<Output = Result<(), MailError>> + Send + 'a>>;
}

/// Why a letter was not taken. Neither ever holds an address: both end in the log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// Nobody has this address, now or later: the provider reads by receipt (decisions.md 18).
    #[error("the address takes no mail ({0})")]
    Refused(String),
    /// Something stands in the way: tried again.
    #[error("the mail could not be handed over: {0}")]
    Again(String),
}
