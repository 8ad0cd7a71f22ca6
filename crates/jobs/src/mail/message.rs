//! A letter as mail servers read it.

use std::time::SystemTime;

use lettre::Message;
use lettre::message::Mailbox;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use shared::time::Moment;
use workflow::outbox::Letter;

use super::MailError;

/// Builds the message. Its id is the job's, so that a letter sent twice after a crash is recognised as one.
pub(super) fn message(
    letter: &Letter,
    from: &Mailbox,
    host: &str,
    now: Moment,
) -> Result<Message, MailError> {
    let address = letter
        .to
        .parse()
        .map_err(|_| MailError::Refused("no mail address".to_owned()))?;
    let header = |name: HeaderName, value: &str| HeaderValue::new(name, value.to_owned());
    let mut message = Message::builder()
        .from(from.clone())
        .to(Mailbox::new(None, address))
        .subject(letter.subject.clone())
        .date(SystemTime::from(now.utc()))
        .message_id(Some(format!("<{}@{host}>", letter.id)))
        .header(ContentType::TEXT_PLAIN)
        // RFC 3834: out-of-office robots do not answer.
        .raw_header(header(
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated",
        ));
    if let Some(unsubscribe) = &letter.unsubscribe {
        // RFC 8058: one press in the mail program ends these mails.
        message = message
            .raw_header(header(
                HeaderName::new_from_ascii_str("List-Unsubscribe"),
                &format!("<{unsubscribe}>"),
            ))
            .raw_header(header(
                HeaderName::new_from_ascii_str("List-Unsubscribe-Post"),
                "List-Unsubscribe=One-Click",
            ));
    }
    message
        .body(letter.body.clone())
        .map_err(|error| MailError::Again(error.to_string()))
}

/// The host of our own address, for Message-ID.
pub(super) fn host_of(base_url: &str) -> String {
    let after_scheme = base_url
        .split_once("://")
        .map_or(base_url, |(_, rest)| rest);
    let authority = after_scheme.split('/').next().unwrap_or_default();
    let host = authority
        .rsplit_once(':')
        .map_or(authority, |(host, _)| host);
    if host.is_empty() {
        "localhost".to_owned()
    } else {
        host.to_owned()
    }
}
