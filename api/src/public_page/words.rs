//! The words of the public page, from the same files as those of the clients.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use shared::codes::{ClosedList, Language};
use shared::life_cycle::{ActionState, IssueState};

/// Sections that the page shows.
const SECTIONS: [&str; 4] = ["public.", "action_state.", "language.", "common.skip"];

type Texts = BTreeMap<String, String>;

static TEXTS: LazyLock<BTreeMap<Language, Texts>> = LazyLock::new(|| {
    let files = [
        (
            Language::Nl,
            include_str!("../../../frontend/locales/nl.json"),
        ),
        (
            Language::Fr,
            include_str!("../../../frontend/locales/fr.json"),
        ),
        (
            Language::En,
            include_str!("../../../frontend/locales/en.json"),
        ),
        (
            Language::De,
            include_str!("../../../frontend/locales/de.json"),
        ),
    ];
    files
        .into_iter()
        .map(|(language, file)| (language, shown(file)))
        .collect()
});

/// A file that cannot be read never ships: a test reads each word of each language.
fn shown(file: &str) -> Texts {
    let mut texts: Texts = serde_json::from_str(file).unwrap_or_default();
    texts.retain(|key, _| SECTIONS.iter().any(|section| key.starts_with(section)));
    texts
}

/// A text.
pub(super) fn word(key: &str, language: Language) -> &'static str {
    TEXTS
        .get(&language)
        .and_then(|texts| texts.get(key))
        .map_or("", String::as_str)
}

/// A text with its placeholders filled.
pub(super) fn filled(key: &str, language: Language, values: &[(&str, &str)]) -> String {
    let mut text = word(key, language).to_owned();
    for (name, value) in values {
        text = text.replace(&format!("{{{name}}}"), value);
    }
    text
}

/// One or several.
pub(super) fn counted(key: &str, language: Language, count: usize) -> String {
    // French says "0 action" and "1 action".
    let is_one = count == 1 || (count == 0 && language == Language::Fr);
    let form = if is_one { "one" } else { "other" };
    filled(
        &format!("{key}_{form}"),
        language,
        &[("count", &count.to_string())],
    )
}

/// How far an issue is, in a sentence for residents.
pub(super) fn standing(state: IssueState, language: Language) -> &'static str {
    let key = match state {
        IssueState::Candidate
        | IssueState::InAnalysis
        | IssueState::Validated
        | IssueState::Prioritised => "public.state_seen",
        IssueState::DecidedAct => "public.state_act",
        IssueState::DecidedNoAct => "public.state_no_act",
        IssueState::DecidedEscalate | IssueState::Escalated => "public.state_escalated",
        IssueState::InAction => "public.state_action",
        IssueState::Stalled => "public.state_stalled",
        IssueState::Parked => "public.state_later",
        IssueState::Resolved => "public.state_resolved",
        IssueState::Dismissed | IssueState::Closed | IssueState::Merged => "public.state_closed",
    };
    word(key, language)
}

/// How far an action is.
pub(super) fn progress(state: ActionState, language: Language) -> &'static str {
    word(&format!("action_state.{}", state.code()), language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_words_in_every_language() {
        for language in Language::ALL {
            for state in IssueState::ALL {
                assert!(
                    !standing(*state, *language).is_empty(),
                    "{state:?} {language:?}"
                );
            }
            for state in ActionState::ALL {
                assert!(
                    !progress(*state, *language).is_empty(),
                    "{state:?} {language:?}"
                );
            }
            assert!(!word("common.skip", *language).is_empty());
        }
        assert_eq!(
            counted("public.actions_more", Language::Nl, 3),
            "En nog 3 acties"
        );
    }
}
