//! Without a mail server, letters land in a folder, and the log says where.

use std::future::Future;
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
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
                std::fs::DirBuilder::new()
                    .recursive(true)
                    .mode(0o700)
                    .create(&folder)?;
                write_for_owner(&path, &bytes)
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

/// A letter holds an address and a link that opens an answer: nobody else on this machine reads it.
fn write_for_owner(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(0o600);
    options.open(path)?.write_all(bytes)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[tokio::test]
    async fn letters_are_for_their_owner_only() {
        let data = tempfile::tempdir().unwrap();
        let path = data.path().join("mail");
        let from = "Linde <signalen@linde.test>".parse().unwrap();
        let letter = Letter {
            id: uuid::Uuid::from_u128(7),
            to: "an@wijkteam.test".to_owned(),
            subject: "Er is nieuws".to_owned(),
            body: "Lees het antwoord".to_owned(),
            unsubscribe: None,
            contacts: Vec::new(),
            feedback: Vec::new(),
            was_given_up: false,
        };
        let folder = Folder::new(path.clone(), from, "https://signaal.test");
        folder.send(&letter, Moment::from_micros(0)).await.unwrap();
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o700);
        let file = path.join(format!("{}.eml", letter.id));
        assert_eq!(mode(&file), 0o600);
    }
}
