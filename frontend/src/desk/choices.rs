//! What can be chosen in lists of the desk: from the taxonomy, from closed lists, from what the server knows.

use shared::organisation::Organisation;
use shared::taxonomy::{Scheme, Taxonomy};

use super::seat::labelled;
use crate::prelude::*;

/// Something to choose, with words to find it by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Choice {
    /// What is handed over.
    pub(super) id: String,
    /// Its words.
    pub(super) label: String,
    /// What tells it from its namesakes.
    pub(super) note: String,
}

/// Value and words of a native option.
pub(super) type Options = Vec<(String, String)>;

/// The options of a closed list.
pub(super) fn of_list<L: Labelled>() -> Options {
    L::ALL
        .iter()
        .map(|value| (value.code().to_owned(), value.label().to_owned()))
        .collect()
}

/// The themes of a taxonomy.
pub(super) fn themes(taxonomy: &Taxonomy) -> Options {
    let language = crate::i18n::language();
    let themes = taxonomy.themes.iter();
    themes
        .map(|theme| (theme.code.to_string(), theme.labels.of(language).to_owned()))
        .collect()
}

/// The tags of a theme; of all themes, sorted, when none is named.
pub(super) fn tags(taxonomy: &Taxonomy, theme: Option<&str>) -> Options {
    let themes = taxonomy.themes.iter();
    let named = themes.filter(|known| theme.is_none_or(|theme| known.code.as_str() == theme));
    let mut tags: Options = named
        .flat_map(|theme| theme.tags.iter().map(labelled))
        .collect();
    tags.sort_by(|(_, one), (_, other)| crate::i18n::compare(one, other));
    tags
}

/// The target groups of a taxonomy.
pub(super) fn target_groups(taxonomy: &Taxonomy) -> Options {
    taxonomy.target_groups.iter().map(labelled).collect()
}

/// The sectors of a taxonomy.
pub(super) fn sectors(taxonomy: &Taxonomy) -> Options {
    taxonomy.provider_sectors.iter().map(labelled).collect()
}

/// The levels that can act.
pub(super) fn governance_levels(taxonomy: &Taxonomy) -> Options {
    taxonomy.governance_levels.iter().map(labelled).collect()
}

/// Organisations.
pub(super) fn organisations(organisations: &[Organisation]) -> Options {
    let organisations = organisations.iter();
    organisations
        .map(|organisation| (organisation.id.to_string(), organisation.name.clone()))
        .collect()
}

/// Everything that can stand on a signal, as `scheme:code`; the tag's theme or the scheme stands behind it.
pub(super) fn codes(taxonomy: &Taxonomy) -> Vec<Choice> {
    let language = crate::i18n::language();
    let mut choices = Vec::new();
    for theme in &taxonomy.themes {
        let theme_words = theme.labels.of(language).to_owned();
        choices.push(Choice {
            id: code_id(Scheme::Theme, theme.code.as_str()),
            label: theme_words.clone(),
            note: super::words::code_words("scheme", Scheme::Theme).to_owned(),
        });
        for tag in &theme.tags {
            let (code, label) = labelled(tag);
            choices.push(Choice {
                id: code_id(Scheme::Tag, &code),
                label,
                note: theme_words.clone(),
            });
        }
    }
    for group in &taxonomy.target_groups {
        let (code, label) = labelled(group);
        choices.push(Choice {
            id: code_id(Scheme::TargetGroup, &code),
            label,
            note: super::words::code_words("scheme", Scheme::TargetGroup).to_owned(),
        });
    }
    choices
}

fn code_id(scheme: Scheme, code: &str) -> String {
    format!("{}:{code}", scheme.code())
}

/// The scheme and code behind an id of [`codes`].
pub(super) fn code_of(id: &str) -> Option<(Scheme, String)> {
    let (scheme, code) = id.split_once(':')?;
    Some((Scheme::of_code(scheme)?, code.to_owned()))
}

/// Those that have every typed word in them, those that begin with what was typed first.
pub(super) fn matching(choices: &[Choice], typed: &str, most: usize) -> Vec<Choice> {
    let typed = typed.trim().to_lowercase();
    let mut found: Vec<(bool, &Choice)> = choices
        .iter()
        .filter_map(|choice| {
            let label = choice.label.to_lowercase();
            let all = format!("{label} {}", choice.note.to_lowercase());
            let has_all = typed.split_whitespace().all(|word| all.contains(word));
            has_all.then(|| (!label.starts_with(&typed), choice))
        })
        .collect();
    found.sort_by_key(|(is_later, _)| *is_later);
    found
        .into_iter()
        .take(most)
        .map(|(_, choice)| choice.clone())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taxonomy() -> Taxonomy {
        serde_json::from_str(shared::taxonomy::DEFAULT).unwrap()
    }

    #[test]
    fn every_code_is_found_again_behind_its_id() {
        crate::i18n::use_dutch_texts();
        let taxonomy = taxonomy();
        let all = codes(&taxonomy);
        for choice in &all {
            let (scheme, code) = code_of(&choice.id).unwrap();
            assert!(
                shared::taxonomy::CodeList::has(&taxonomy, scheme, &code),
                "{}",
                choice.id
            );
        }
        assert_eq!(code_of("colour:red"), None);
    }

    #[test]
    fn what_begins_with_the_typed_words_comes_first() {
        let choice = |label: &str| Choice {
            id: label.into(),
            label: label.into(),
            note: String::new(),
        };
        let choices = [
            choice("Sociale huisvesting"),
            choice("Huisvesting"),
            choice("Geld"),
        ];
        let found = matching(&choices, "HUIS", 5);
        let labels: Vec<&str> = found.iter().map(|choice| choice.label.as_str()).collect();
        assert_eq!(labels, ["Huisvesting", "Sociale huisvesting"]);
        assert!(matching(&choices, "huis geld", 5).is_empty());
    }
}
