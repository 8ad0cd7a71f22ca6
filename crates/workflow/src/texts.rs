//! The product's own words to providers and staff, in four languages: templates with `{placeholders}`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::Datelike;
use serde::Deserialize;
use shared::codes::Language;
use shared::time::Day;

/// A mail: ids and links only, never words of a signal or a feedback.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct MailTemplate {
    /// One line.
    pub(crate) subject: String,
    /// Plain text.
    pub(crate) body: String,
}

struct Texts {
    feedback: BTreeMap<String, String>,
    mail: BTreeMap<String, MailTemplate>,
    phrases: BTreeMap<String, String>,
}

macro_rules! texts {
    ($($variant:ident $code:literal;)*) => {
        static TEXTS: LazyLock<BTreeMap<Language, Texts>> = LazyLock::new(|| {
            BTreeMap::from([$((
                Language::$variant,
                Texts {
                    feedback: read(include_str!(concat!("../texts/feedback.", $code, ".json"))),
                    mail: read(include_str!(concat!("../texts/mail.", $code, ".json"))),
                    phrases: read(include_str!(concat!("../texts/phrases.", $code, ".json"))),
                },
            ),)*])
        });
    };
}

texts! {
    Nl "nl";
    Fr "fr";
    En "en";
    De "de";
}

/// Files of the crate itself: a test reads them all, so an unreadable one never ships.
fn read<T: for<'de> Deserialize<'de>>(file: &str) -> BTreeMap<String, T> {
    serde_json::from_str(file).unwrap_or_default()
}

/// The template of a feedback.
pub(crate) fn feedback(key: &str, language: Language) -> &'static str {
    TEXTS
        .get(&language)
        .and_then(|texts| texts.feedback.get(key))
        .map_or("", String::as_str)
}

/// The template of a mail.
pub(crate) fn mail(key: &str, language: Language) -> Option<&'static MailTemplate> {
    TEXTS.get(&language).and_then(|texts| texts.mail.get(key))
}

/// A few words that stand inside a template.
pub(crate) fn phrase(key: &str, language: Language) -> Option<String> {
    TEXTS
        .get(&language)
        .and_then(|texts| texts.phrases.get(key))
        .cloned()
}

/// A day as people write it: 14 december 2026.
pub(crate) fn day(day: Day, language: Language) -> String {
    let dot = if language == Language::De { "." } else { "" };
    format!("{}{dot} {}", day.date().day(), month(day, language))
}

/// The month of a day: december 2026.
pub(crate) fn month(day: Day, language: Language) -> String {
    let date = day.date();
    let months = phrase("months", language).unwrap_or_default();
    let position = usize::try_from(date.month0()).unwrap_or_default();
    let month = months.split(' ').nth(position).unwrap_or_default();
    format!("{month} {}", date.year())
}

/// Fills the placeholders. A paragraph with a placeholder that has no value is left out, so that no sentence ends in
/// the air.
pub(crate) fn fill(template: &str, values: &[(&str, Option<String>)]) -> String {
    let paragraphs = template
        .split("\n\n")
        .filter_map(|paragraph| fill_paragraph(paragraph, values));
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

fn fill_paragraph(paragraph: &str, values: &[(&str, Option<String>)]) -> Option<String> {
    let mut filled = String::new();
    let mut rest = paragraph;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}')?;
        let (_, value) = values.iter().find(|(known, _)| *known == name)?;
        let value = value.as_deref()?.trim();
        // "The reason: {reason}." must not end in two full stops.
        let value = if after.starts_with('.') {
            value.trim_end_matches('.')
        } else {
            value
        };
        if value.is_empty() {
            return None;
        }
        filled.push_str(before);
        filled.push_str(value);
        rest = after;
    }
    filled.push_str(rest);
    Some(filled)
}

#[cfg(test)]
mod tests {
    use shared::codes::ClosedList;

    use super::*;

    #[test]
    fn every_language_has_every_text_with_the_same_placeholders() {
        let placeholders = |text: &str| {
            let mut names: Vec<String> = text
                .split('{')
                .skip(1)
                .filter_map(|part| part.split_once('}'))
                .map(|(name, _)| name.to_owned())
                .collect();
            names.sort();
            names.dedup();
            names
        };
        let dutch = &TEXTS[&Language::Nl];
        assert!(dutch.feedback.len() >= 18 && dutch.mail.len() >= 8 && dutch.phrases.len() >= 18);
        for language in Language::ALL {
            let texts = &TEXTS[language];
            assert!(texts.phrases.keys().eq(dutch.phrases.keys()), "{language}");
            assert!(
                texts.feedback.keys().eq(dutch.feedback.keys()),
                "{language}"
            );
            assert!(texts.mail.keys().eq(dutch.mail.keys()), "{language}");
            for (key, text) in &texts.feedback {
                assert_eq!(
                    placeholders(text),
                    placeholders(&dutch.feedback[key]),
                    "{language} {key}"
                );
            }
            for (key, mail) in &texts.mail {
                assert_eq!(
                    placeholders(&mail.body),
                    placeholders(&dutch.mail[key].body),
                    "{language} {key}"
                );
            }
        }
    }

    #[test]
    fn a_sentence_without_its_value_is_left_out() {
        let template =
            "Het knelpunt ‘{issue}’ is opgelost.\n\nDit deden we: {action}\n\nDe reden: {reason}.";
        let values = [
            ("issue", Some("Loket".to_owned())),
            ("action", None),
            ("reason", Some("Het werkt.".to_owned())),
        ];
        assert_eq!(
            fill(template, &values),
            "Het knelpunt ‘Loket’ is opgelost.\n\nDe reden: Het werkt."
        );
    }

    #[test]
    fn a_value_with_braces_is_not_read_as_a_placeholder() {
        assert_eq!(
            fill("Zie {issue}", &[("issue", Some("{reason}".to_owned()))]),
            "Zie {reason}"
        );
    }

    #[test]
    fn a_day_is_written_as_each_language_writes_it() {
        let christmas: Day = "2026-12-25".parse().unwrap();
        assert_eq!(day(christmas, Language::Nl), "25 december 2026");
        assert_eq!(day(christmas, Language::Fr), "25 décembre 2026");
        assert_eq!(day(christmas, Language::De), "25. Dezember 2026");
    }
}
