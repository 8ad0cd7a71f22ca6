//! What crate `analysis` starts with (`crates/analysis/data`) speaks of every code of the taxonomy and of no other.
//! The test stands here because the codes do.
#![expect(
    clippy::expect_used,
    reason = "a file of ours that cannot be read fails the test, and says so"
)]

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use shared::codes::{ClosedList, KindOfProblem, Language};
use shared::taxonomy::{self, Taxonomy};
use shared::text::SignalText;

const MEANINGS: &str = include_str!("../../crates/analysis/data/meanings.json");
const EXAMPLES: &str = include_str!("../../crates/analysis/data/examples.tsv");

/// German has labels only: nobody who reads it every day has written its cues yet.
const LANGUAGES: [Language; 3] = [Language::Nl, Language::Fr, Language::En];
/// Fewer cues say too little, more make two neighbours alike.
const CUES: std::ops::RangeInclusive<usize> = 5..=15;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Meaning {
    definition: BTreeMap<String, String>,
    cues: BTreeMap<String, Vec<String>>,
}

struct Example {
    labels: Vec<&'static str>,
    language: &'static str,
    text: &'static str,
}

#[test]
fn every_code_has_a_meaning_and_no_other_code_has_one() {
    let keys: BTreeSet<String> = meanings().into_keys().collect();
    assert_eq!(keys, known());
}

#[test]
fn the_meanings_are_sorted_and_none_stands_twice() {
    let written: Vec<&str> = MEANINGS
        .lines()
        .filter_map(|line| line.strip_prefix("  \"")?.split('"').next())
        .collect();
    let sorted: BTreeSet<&str> = written.iter().copied().collect();
    assert_eq!(written, Vec::from_iter(sorted));
}

#[test]
fn a_meaning_is_one_sentence_and_some_cues_in_three_languages() {
    for (key, meaning) in meanings() {
        let languages = LANGUAGES.map(|language| language.code().to_owned());
        let languages: BTreeSet<&String> = languages.iter().collect();
        assert_eq!(
            meaning.definition.keys().collect::<BTreeSet<_>>(),
            languages,
            "{key}"
        );
        assert_eq!(
            meaning.cues.keys().collect::<BTreeSet<_>>(),
            languages,
            "{key}"
        );
        for (language, sentence) in &meaning.definition {
            let one_sentence = sentence.ends_with('.') && !sentence.contains(". ");
            assert!(one_sentence, "{key} in {language}: {sentence}");
        }
        for (language, cues) in &meaning.cues {
            assert!(
                CUES.contains(&cues.len()),
                "{key} in {language}: {} cues",
                cues.len()
            );
            let distinct: BTreeSet<&String> = cues.iter().collect();
            assert_eq!(
                distinct.len(),
                cues.len(),
                "{key} in {language}: a cue twice"
            );
            for cue in cues {
                assert!(!cue.is_empty() && cue == cue.trim(), "{key}: {cue:?}");
                assert_eq!(*cue, cue.to_lowercase(), "{key}");
            }
        }
    }
}

#[test]
fn no_cue_stands_with_two_tags_of_a_theme() {
    let meanings = meanings();
    for theme in default().themes {
        let mut owner = BTreeMap::new();
        for tag in &theme.tags {
            for (language, cues) in &meanings[&format!("tag:{}", tag.code)].cues {
                for cue in cues {
                    let other = owner.insert((language, cue), &tag.code);
                    assert_eq!(other, None, "{cue} stands with {} too", tag.code);
                }
            }
        }
    }
}

#[test]
fn every_example_carries_known_labels_and_the_theme_of_each_tag() {
    let known = known();
    let taxonomy = default();
    for example in examples() {
        let labels: BTreeSet<&str> = example.labels.iter().copied().collect();
        assert_eq!(
            labels.len(),
            example.labels.len(),
            "a label twice: {}",
            example.text
        );
        for label in &labels {
            assert!(known.contains(*label), "{label}: {}", example.text);
            if let Some(tag) = label.strip_prefix("tag:") {
                let theme = &taxonomy.theme_of(tag).expect("a known tag").code;
                assert!(
                    labels.contains(format!("theme:{theme}").as_str()),
                    "{tag}: {}",
                    example.text
                );
            }
        }
    }
}

#[test]
fn an_example_is_a_signal_that_somebody_could_send() {
    let mut seen = BTreeSet::new();
    for Example { text, language, .. } in examples() {
        let parsed = SignalText::parse(text).expect("10 to 2,000 graphemes");
        assert_eq!(parsed.reveal(), text, "stored as it stands");
        assert!(
            LANGUAGES.iter().any(|known| known.code() == language),
            "{language}: {text}"
        );
        assert!(seen.insert(text), "twice: {text}");
    }
}

#[test]
fn every_tag_has_examples_in_three_languages_and_some_texts_have_no_label() {
    let examples = examples();
    let with = |label: &str, language: Language| {
        let alike = |e: &&Example| e.labels.contains(&label) && e.language == language.code();
        examples.iter().filter(alike).count()
    };
    for tag in default().themes.iter().flat_map(|theme| &theme.tags) {
        let label = format!("tag:{}", tag.code);
        let counts = LANGUAGES.map(|language| with(&label, language));
        let enough = counts
            .iter()
            .zip([6, 2, 1])
            .all(|(count, least)| *count >= least);
        assert!(enough, "{label}: {counts:?} in Dutch, French, English");
    }
    let none = examples.iter().filter(|e| e.labels.is_empty()).count();
    assert!(none >= 40, "{none} texts that are about nothing");
}

fn default() -> Taxonomy {
    serde_json::from_str(taxonomy::DEFAULT).expect("the default taxonomy")
}

fn meanings() -> BTreeMap<String, Meaning> {
    serde_json::from_str(MEANINGS).expect("meanings.json")
}

/// Every label that may stand before an example.
fn known() -> BTreeSet<String> {
    let taxonomy = default();
    let themes = taxonomy.themes.iter().map(|t| format!("theme:{}", t.code));
    let tags = taxonomy.themes.iter().flat_map(|theme| &theme.tags);
    let tags = tags.map(|tag| format!("tag:{}", tag.code));
    let groups = taxonomy.target_groups.iter();
    let groups = groups.map(|group| format!("targetGroup:{}", group.code));
    let kinds = KindOfProblem::ALL.iter().map(|kind| format!("kind:{kind}"));
    themes.chain(tags).chain(groups).chain(kinds).collect()
}

fn examples() -> Vec<Example> {
    let example = |line: &'static str| {
        let (labels, rest) = line.split_once('\t').expect("labels and a tab");
        let (language, text) = rest.split_once('\t').expect("a language and a tab");
        Example {
            labels: labels
                .split(',')
                .filter(|label| !label.is_empty())
                .collect(),
            language,
            text,
        }
    };
    EXAMPLES.lines().map(example).collect()
}
