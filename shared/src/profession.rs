//! Professions that a provider chooses from, each with one line on secrecy and mandate. They are data of the authority; the
//! lines that ship with the product hold until it writes its own.

use serde::{Deserialize, Serialize};

use crate::codes::Labels;
use crate::draft::{Broken, Check};
use crate::problem::{self, Invalid};
use crate::taxonomy::{Code, MAX_CODE_BYTES};
use crate::text::{Line, Name};
use crate::unicode::lowercase;

/// What every authority has that wrote no lines of its own.
pub const DEFAULT: &str = include_str!("../data/professions.json");
/// The profession of everybody whose own is not in the list.
pub const OTHER: &str = "other";
/// Most professions of an authority: they are chips on a phone.
pub const MAX_PROFESSIONS: usize = 20;

/// A profession and what somebody who has it should know before writing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Profession {
    /// Its code.
    pub code: Code,
    /// What it is called.
    pub label: Labels,
    /// One line on secrecy and mandate.
    pub note: Labels,
}

/// The profession that somebody typed or chose, in whichever language; else the line for any other.
pub fn of_words<'a>(professions: &'a [Profession], words: &str) -> Option<&'a Profession> {
    let words = lowercase(words.trim());
    let is_it = |label: &String| lowercase(label) == words;
    let named = |profession: &&Profession| {
        let Labels { nl, fr, en, de } = &profession.label;
        [nl, fr, en, de].into_iter().any(is_it)
    };
    if words.is_empty() {
        return None;
    }
    let mut all = professions.iter();
    all.find(named).or_else(|| {
        professions
            .iter()
            .find(|profession| profession.code.as_str() == OTHER)
    })
}

/// The professions of an authority as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProfessionsDraft {
    /// All of them, in the order of the chips; absent: those that ship with the product.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub professions: Option<Vec<ProfessionDraft>>,
}

/// One profession as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProfessionDraft {
    /// Its code: small letters, digits and dashes.
    pub code: String,
    /// What it is called.
    pub label: WordsDraft,
    /// One line on secrecy and mandate.
    pub note: WordsDraft,
}

/// The same words in every language, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WordsDraft {
    /// Dutch.
    pub nl: String,
    /// French.
    pub fr: String,
    /// English.
    pub en: String,
    /// German.
    pub de: String,
}

impl ProfessionsDraft {
    /// Checks every line; `None` wants those that ship with the product.
    pub fn parse(self) -> Result<Option<Vec<Profession>>, Invalid> {
        let mut check = Check::default();
        let Some(typed) = self.professions else {
            return Ok(None);
        };
        if typed.len() > MAX_PROFESSIONS {
            let too_many = Broken::limit(problem::Code::OutOfRange, MAX_PROFESSIONS, typed.len());
            check.note("/professions", too_many);
            return check.finish(None);
        }
        let mut parsed: Vec<Profession> = Vec::new();
        for (position, profession) in typed.into_iter().enumerate() {
            let at = format!("/professions/{position}");
            let code = check.field(&format!("{at}/code"), code(&profession.code, &parsed));
            let label = words(
                &mut check,
                &format!("{at}/label"),
                &profession.label,
                |text| Name::parse(text).map(|name| name.reveal().to_owned()),
            );
            let note = words(
                &mut check,
                &format!("{at}/note"),
                &profession.note,
                |text| Line::parse(text).map(Line::into_inner),
            );
            if let (Some(code), Some(label), Some(note)) = (code, label, note) {
                parsed.push(Profession { code, label, note });
            }
        }
        check.finish(Some(Some(parsed)))
    }
}

fn code(typed: &str, before: &[Profession]) -> Result<Code, Broken> {
    let letters = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if typed.is_empty() {
        return Err(Broken::rule(problem::Code::Required));
    }
    if typed.len() > MAX_CODE_BYTES {
        let actual = typed.len();
        return Err(Broken::limit(
            problem::Code::TooLong,
            MAX_CODE_BYTES,
            actual,
        ));
    }
    let is_known = before.iter().any(|known| known.code.as_str() == typed);
    if is_known || !typed.bytes().all(letters) {
        return Err(Broken::rule(problem::Code::InvalidValue));
    }
    Ok(Code::stored(typed))
}

fn words(
    check: &mut Check,
    at: &str,
    typed: &WordsDraft,
    parse: impl Fn(&str) -> Result<String, Broken>,
) -> Option<Labels> {
    let mut one =
        |language: &str, text: &str| check.field(&format!("{at}/{language}"), parse(text));
    let (nl, fr) = (one("nl", &typed.nl), one("fr", &typed.fr));
    let (en, de) = (one("en", &typed.en), one("de", &typed.de));
    Some(Labels {
        nl: nl?,
        fr: fr?,
        en: en?,
        de: de?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shipped() -> Vec<Profession> {
        serde_json::from_str(DEFAULT).unwrap()
    }

    fn draft(professions: &[Profession]) -> ProfessionsDraft {
        serde_json::from_value(serde_json::json!({ "professions": professions })).unwrap()
    }

    #[test]
    fn what_ships_keeps_the_rules_that_authorities_keep() {
        assert_eq!(draft(&shipped()).parse().unwrap(), Some(shipped()));
        let names_the_law = |text: &String| text.contains("458") || text.contains("art.");
        for Profession { note, .. } in shipped() {
            let Labels { nl, fr, en, de } = &note;
            assert!(![nl, fr, en, de].into_iter().any(names_the_law), "{nl}");
        }
    }

    #[test]
    fn a_profession_is_known_in_every_language_and_the_rest_is_another() {
        let all = shipped();
        let code = |words| of_words(&all, words).map(|found| found.code.as_str().to_owned());
        assert_eq!(code(" thuisverpleegkundige"), Some("home-nurse".into()));
        assert_eq!(code("Médecin généraliste"), Some("gp".into()));
        assert_eq!(code("stadswacht"), Some(OTHER.into()));
        assert_eq!(code(" "), None);
        assert_eq!(of_words(&[], "stadswacht"), None);
    }

    #[test]
    fn every_wrong_line_is_told_at_its_place() {
        let mut typed = shipped();
        typed.truncate(2);
        typed[0].note.fr = "a".repeat(201);
        typed[1].code = Code::stored("GP 1");
        typed[1].label.de = String::new();
        let invalid = draft(&typed).parse().unwrap_err();
        assert_eq!(
            invalid.to_string(),
            "/professions/0/note/fr tooLong; /professions/1/code invalidInput; /professions/1/label/de required"
        );
        let twice = [shipped()[0].clone(), shipped()[0].clone()];
        assert!(draft(&twice).parse().is_err());
        let many = vec![shipped()[0].clone(); MAX_PROFESSIONS + 1];
        assert_eq!(
            draft(&many).parse().unwrap_err().to_string(),
            "/professions outOfRange"
        );
    }

    #[test]
    fn nothing_wants_what_ships() {
        assert_eq!(ProfessionsDraft::default().parse(), Ok(None));
    }
}
