//! The model folder, read and checked: what lies there must be what was put there.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use analysis::embed::{About, BadModel, Encoder, ModelFolder};
use identity::digest;
use shared::start::NoModel;

/// Why signals are looked at without a model.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum WrongModel {
    /// Nobody wants one.
    #[error(
        "no model is configured; set `model_folder` to a folder that `cargo xtask models` made, or that came with the release"
    )]
    Unset,
    /// There is no folder.
    #[error(
        "there is no model folder; `cargo xtask models` makes it, and a release has it beside the program: set `model_folder`"
    )]
    Absent,
    /// The numbers are not those that were described.
    #[error(
        "model.safetensors has the SHA-256 {found}, model.toml says {said}; copy the folder again"
    )]
    Damaged {
        /// Of what lies there.
        found: String,
        /// In model.toml.
        said: Said,
    },
    /// Anything else in it.
    #[error("{0}; {remedy}", remedy = remedy(.0))]
    Unusable(BadModel),
}

/// What model.toml says; it may say nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said(String);

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.as_str() {
            "" => f.write_str("none"),
            digest => f.write_str(digest),
        }
    }
}

impl WrongModel {
    /// The same for those who do not manage the server; nothing when there is nothing to mend.
    pub(super) const fn kind(&self) -> Option<NoModel> {
        match self {
            Self::Unset => None,
            Self::Absent => Some(NoModel::Absent),
            Self::Unusable(BadModel::Licence(_) | BadModel::NoLicence) => Some(NoModel::Licence),
            Self::Damaged { .. } | Self::Unusable(_) => Some(NoModel::Damaged),
        }
    }
}

const fn remedy(wrong: &BadModel) -> &'static str {
    match wrong {
        BadModel::Licence(_) => "use a model under one of these",
        BadModel::NoLicence => "without it the model may not be passed on",
        _ => "copy the folder again, or make it with `cargo xtask models`",
    }
}

/// The encoder of a folder. The smallest files are judged before the large one is read.
pub(super) fn read(folder: &Path) -> Result<Encoder, WrongModel> {
    if folder.as_os_str().is_empty() {
        return Err(WrongModel::Unset);
    }
    if !folder.is_dir() {
        return Err(WrongModel::Absent);
    }
    let path = |name: &str| -> PathBuf { folder.join(name) };
    let [about, ..] = ModelFolder::FILES;
    let about = fs::read(path(about)).map_err(|error| {
        WrongModel::Unusable(BadModel::Missing {
            file: about,
            wrong: error.to_string(),
        })
    })?;
    let about = About::parse(&about).map_err(WrongModel::Unusable)?;
    let files = ModelFolder::gather(|name| fs::read(path(name))).map_err(WrongModel::Unusable)?;
    let found = digest::in_hex(&files.weights);
    if !found.eq_ignore_ascii_case(&about.sha256) {
        let said = Said(about.sha256);
        return Err(WrongModel::Damaged { found, said });
    }
    Encoder::load(files).map_err(WrongModel::Unusable)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ABOUT: &str = "id = \"small-1\"\ndim = 32\nprefix = \"\"\npooling = \"mean\"\nlicence = \"MIT\"\n\
        source = \"chance\"\nsha256 = \"DIGEST\"\n";

    /// A folder whose numbers are some bytes, so that whoever gets past the digest is told of the next file.
    fn folder(about: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let about = about.replace("DIGEST", &digest::in_hex(b"numbers"));
        for (name, content) in [
            ("model.toml", &*about),
            ("LICENSE", "MIT License"),
            ("config.json", "{}"),
            ("tokenizer.json", "{}"),
            ("model.safetensors", "numbers"),
        ] {
            fs::write(folder.path().join(name), content).unwrap();
        }
        folder
    }

    fn refused(folder: &Path) -> (NoModel, String) {
        let wrong = read(folder).err().expect("no model");
        (wrong.kind().unwrap(), wrong.to_string())
    }

    #[test]
    fn numbers_that_were_changed_or_cut_off_are_told_with_both_digests_and_what_helps() {
        let folder = folder(ABOUT);
        let (kind, said) = refused(folder.path());
        assert!(said.contains("config.json"), "its digest is right: {said}");
        assert_eq!(kind, NoModel::Damaged);
        fs::write(folder.path().join("model.safetensors"), "number").unwrap();
        let (kind, said) = refused(folder.path());
        assert_eq!(kind, NoModel::Damaged);
        for part in [
            "model.safetensors",
            &digest::in_hex(b"number"),
            &digest::in_hex(b"numbers"),
            "copy the folder again",
        ] {
            assert!(said.contains(part), "{part}: {said}");
        }
    }

    #[test]
    fn a_folder_without_a_digest_or_a_file_is_not_trusted() {
        let unsaid = folder(&ABOUT.replace("DIGEST", ""));
        assert!(refused(unsaid.path()).1.contains("model.toml says none"));
        for name in ModelFolder::FILES {
            let folder = folder(ABOUT);
            fs::remove_file(folder.path().join(name)).unwrap();
            let (kind, said) = refused(folder.path());
            assert_eq!(kind, NoModel::Damaged);
            assert!(said.contains(name) && said.contains("copy"), "{said}");
        }
    }

    #[test]
    fn a_licence_that_is_not_accepted_is_told_with_those_that_are() {
        let folder = folder(&ABOUT.replace("MIT", "CC-BY-NC-4.0"));
        let (kind, said) = refused(folder.path());
        assert_eq!(kind, NoModel::Licence);
        assert!(
            said.contains("\"CC-BY-NC-4.0\"") && said.contains("EUPL-1.2"),
            "{said}"
        );
    }

    #[test]
    fn no_folder_is_no_reason_to_worry_when_none_is_wanted() {
        let unset = read(Path::new("")).err().unwrap();
        assert_eq!((unset.kind(), unset), (None, WrongModel::Unset));
        let (kind, said) = refused(Path::new("nowhere"));
        assert_eq!(kind, NoModel::Absent);
        assert!(said.contains("cargo xtask models"), "{said}");
    }
}
