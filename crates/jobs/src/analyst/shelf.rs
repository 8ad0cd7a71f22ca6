//! A file in the folder of the data for what was learnt of what ships: learning it takes up to a minute, and the first
//! signal after a start would wait for it.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use analysis::embed::Embedder;
use analysis::tagging::{EXAMPLES, MEANINGS};
use identity::digest;
use shared::taxonomy::DEFAULT;

const NAME: &str = "learnt-of-what-ships";

/// Hexadecimal digits of a digest.
const DIGEST: usize = 64;

/// Where it lies, and what it must rest on.
pub(super) struct Shelf {
    path: PathBuf,
    mark: String,
}

impl Shelf {
    /// In this folder, of this model.
    pub(super) fn of(folder: &Path, embedder: &dyn Embedder) -> Self {
        let what = [EXAMPLES, MEANINGS, DEFAULT].map(|part| digest::in_hex(part.as_bytes()));
        let model = digest::in_hex(embedder.id().as_bytes());
        let model = model.get(..8).unwrap_or_default();
        Self {
            // One a model: whoever judges another one leaves that of the server alone.
            path: folder.join(format!("{NAME}-{model}")),
            mark: format!("{} {} {}", embedder.id(), what.join(" "), this_build()),
        }
    }

    /// What lies there, when it is whole, and of the same model, texts and build.
    pub(super) fn take(&self) -> Option<Vec<u8>> {
        let bytes = fs::read(&self.path).ok()?;
        let (digest, content) = bytes.split_at_checked(DIGEST)?;
        (digest == self.digest(content).as_bytes()).then(|| content.to_vec())
    }

    /// Puts it there at once or not at all. Without it the next start takes longer, and nothing else is wrong.
    pub(super) fn put(&self, content: &[u8]) {
        if let Err(error) = self.write(content) {
            tracing::warn!(
                file = %self.path.display(),
                cause = %error,
                "what was learnt of what ships cannot be kept: the next start learns it again"
            );
        }
    }

    fn write(&self, content: &[u8]) -> io::Result<()> {
        let folder = self.path.parent().unwrap_or(Path::new("."));
        let mut new = tempfile::NamedTempFile::new_in(folder)?;
        new.write_all(self.digest(content).as_bytes())?;
        new.write_all(content)?;
        new.persist(&self.path)?;
        Ok(())
    }

    /// Of what it rests on as well: what another build learnt is as good as damaged.
    fn digest(&self, content: &[u8]) -> String {
        let content = digest::in_hex(content);
        digest::in_hex(format!("{} {content}", self.mark).as_bytes())
    }
}

/// Another build may learn otherwise.
fn this_build() -> String {
    let program = std::env::current_exe().and_then(fs::metadata);
    let mark = program.and_then(|file| Ok((file.len(), file.modified()?)));
    mark.map(|mark| format!("{mark:?}")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use analysis::embed::Hashed;

    use super::*;

    #[test]
    fn only_what_is_whole_and_rests_on_the_same_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Shelf::of(folder.path(), &Hashed);
        assert_eq!(shelf.take(), None);
        shelf.put(b"learnt");
        assert_eq!(shelf.take().as_deref(), Some(&b"learnt"[..]));
        let other = Shelf {
            mark: format!("{} of another build", shelf.mark),
            path: shelf.path.clone(),
        };
        assert_eq!(other.take(), None);
        let whole = fs::read(&shelf.path).unwrap();
        for length in 0..whole.len() {
            fs::write(&shelf.path, whole.get(..length).unwrap()).unwrap();
            assert_eq!(shelf.take(), None, "cut off after {length} bytes");
        }
        // Nothing but the file itself is left, also when it is written again.
        shelf.put(b"learnt again");
        assert_eq!(shelf.take().as_deref(), Some(&b"learnt again"[..]));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_no_reason_to_stop() {
        let shelf = Shelf::of(Path::new("/proc/nowhere"), &Hashed);
        shelf.put(b"learnt");
        assert_eq!(shelf.take(), None);
    }
}
