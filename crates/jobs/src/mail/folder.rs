//! Without a mail server, letters land in a folder, and the log says where.

use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;

use lettre::message::Mailbox;
use shared::time::Moment;
use workflow::outbox::Letter;

use super::message::{host_of, message};
use super::{MailError, Mailer};

/// A folder of `.eml` files, which any mail program opens.
pub struct Folder {
    path: PathBuf,
    from: Mailbox,
    host: String,
}

impl Folder {
    /// The folder is made with the first letter.
    pub fn new(path: PathBuf, from: Mailbox, base_url: &str) -> Self {
        let host = host_of(base_url);
        Self { path, from, host }
    }
}

impl Mailer for Folder {
    fn send<'a>(
        &'a self,
        letter: &'a Letter,
        now: Moment,
    ) -> Pin<Box<dyn Future<Output = Result<(), MailError>> + Send + 'a>> {
        Box::pin(async move {
            let bytes = message(letter, &self.from, &self.host, now)?.formatted();
            // Named after the job: writing it again replaces it.
            let (folder, file) = (
                self.path.clone(),
                self.path.join(format!("{}.eml", letter.id)),
            );
            let path = file.clone();
            let written = tokio::task::spawn_blocking(move || {
                std::fs::create_dir_all(&folder)?;
                std::fs::write(&path, bytes)
            });
            let again = |error: &dyn std::fmt::Display| MailError::Again(error.to_string());
            written
                .await
                .map_err(|error| again(&error))?
                .map_err(|error| again(&error))?;
            tracing::info!(path = %file.display(), "no mail server is configured: the mail was written to a file");
            Ok(())
        })
    }
}
