//! How often a provider who left an address wants a mail.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::codes::MailPace;
use crate::draft::{Broken, Check};
use crate::problem::{Code, Invalid};
use crate::timeline::MAX_RECEIPTS;

/// The choice of somebody who has the receipts.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PaceDraft {
    /// One to fifty receipts.
    pub receipts: Vec<String>,
    /// How often.
    pub pace: MailPace,
}

/// Shows no code.
impl fmt::Debug for PaceDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "PaceDraft({} receipts, {})",
            self.receipts.len(),
            self.pace
        )
    }
}

impl PaceDraft {
    /// Checks the number of receipts.
    pub fn parse(self) -> Result<Self, Invalid> {
        let mut check = Check::default();
        match self.receipts.len() {
            0 => check.note("/receipts", Broken::rule(Code::Required)),
            found if found > MAX_RECEIPTS => {
                let broken = Broken::limit(Code::OutOfRange, MAX_RECEIPTS, found);
                check.note("/receipts", broken);
            }
            _ => {}
        }
        check.finish(Some(self))
    }
}

/// The choice of somebody who opened the link at the end of a mail.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PaceByMailDraft {
    /// What stands behind `#p=` in the link.
    pub token: String,
    /// How often.
    pub pace: MailPace,
}

/// Shows no token.
impl fmt::Debug for PaceByMailDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PaceByMailDraft({})", self.pace)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_about_one_to_fifty_signals_and_shows_no_code() {
        let draft = |receipts: usize| PaceDraft {
            receipts: vec!["KX7Q-2M9T-P4HD-V6RB".to_owned(); receipts],
            pace: MailPace::Weekly,
        };
        assert!(draft(1).parse().is_ok() && draft(50).parse().is_ok());
        assert!(draft(0).parse().is_err() && draft(51).parse().is_err());
        let by_mail = PaceByMailDraft {
            token: "geheim".to_owned(),
            pace: MailPace::Never,
        };
        let shown = format!("{:?} {by_mail:?}", draft(1));
        assert!(
            !shown.contains("KX7Q") && !shown.contains("geheim"),
            "{shown}"
        );
    }
}
