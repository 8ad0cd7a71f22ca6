//! Letters by SMTP.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use lettre::message::Mailbox;
use lettre::transport::smtp::Error as SendError;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use shared::time::Moment;
use workflow::outbox::Letter;

use super::message::{host_of, message};
use super::{MailError, Mailer};

/// A server that does not answer must not outlive the lease of its job.
const PATIENCE: Duration = Duration::from_secs(30);

/// Refusals that blame the address (RFC 5321, RFC 3463, RFC 7505). Others, such as 554 or 535, blame us or the server
/// and are tried again, so that a wrong password does not silence every provider.
const NOBODY_THERE: [u16; 4] = [550, 551, 553, 556];

/// A mail server.
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    host: String,
}

/// The mail server cannot be used as configured.
#[derive(Debug, thiserror::Error)]
pub enum SmtpError {
    /// The address of the server.
    #[error(
        "the address of the mail server is not usable: {0}; expected smtp://USER:PASSWORD@HOST:587 or smtps://…"
    )]
    Address(String),
    /// The sender.
    #[error(
        "the sender of mails is not an address such as `Lokaal Signaal <signalen@gent.example>`"
    )]
    Sender,
}

impl Smtp {
    /// `smtps://` speaks TLS from the first byte, `smtp://` asks for it (STARTTLS) and insists, except with this very
    /// machine.
    pub fn open(url: &str, from: Mailbox, base_url: &str) -> Result<Self, SmtpError> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(&with_tls(url))
            .map_err(|error| SmtpError::Address(error.to_string()))?
            .timeout(Some(PATIENCE))
            .build();
        let host = host_of(base_url);
        Ok(Self {
            transport,
            from,
            host,
        })
    }
}

impl Mailer for Smtp {
    fn send<'a>(
        &'a self,
        letter: &'a Letter,
        now: Moment,
    ) -> Pin<Box<dyn Future<Output = Result<(), MailError>> + Send + 'a>> {
        Box::pin(async move {
            let message = message(letter, &self.from, &self.host, now)?;
            self.transport
                .send(message)
                .await
                .map(drop)
                .map_err(|error| reason(&error))
        })
    }
}

/// The server's words may quote the address: only its code is kept.
fn reason(error: &SendError) -> MailError {
    let Some(code) = error.status().map(u16::from) else {
        let kind = if error.is_timeout() {
            "no answer in time"
        } else {
            "no connection"
        };
        return MailError::Again(kind.to_owned());
    };
    if NOBODY_THERE.contains(&code) {
        MailError::Refused(code.to_string())
    } else {
        MailError::Again(format!("the mail server answered {code}"))
    }
}

fn with_tls(url: &str) -> String {
    let Some(rest) = url
        .strip_prefix("smtp://")
        .filter(|rest| !rest.contains("tls="))
    else {
        return url.to_owned();
    };
    let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    let is_here = ["localhost", "127.0.0.1", "[::1]"]
        .iter()
        .any(|here| host.starts_with(here));
    match (is_here, url.contains('?')) {
        (true, _) => url.to_owned(),
        (false, true) => format!("{url}&tls=required"),
        (false, false) => format!("{url}?tls=required"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_to_another_machine_is_never_sent_in_the_clear() {
        assert_eq!(
            with_tls("smtp://u:p@mail.example:587"),
            "smtp://u:p@mail.example:587?tls=required"
        );
        assert_eq!(
            with_tls("smtps://u:p@mail.example"),
            "smtps://u:p@mail.example"
        );
        assert_eq!(with_tls("smtp://127.0.0.1:2525"), "smtp://127.0.0.1:2525");
        assert_eq!(
            with_tls("smtp://localhost@mail.example"),
            "smtp://localhost@mail.example?tls=required",
            "a user name is no host"
        );
    }
}
