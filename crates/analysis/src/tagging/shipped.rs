//! What ships with the product: what each code means, and written examples (crates/analysis/data).

use std::collections::BTreeMap;

use serde::Deserialize;
use shared::codes::{ClosedList, KindOfProblem, Labels, Language};
use shared::taxonomy::Taxonomy;

use super::features::Features;
use super::tagger::{Concept, Example, Head, Label};

/// A code with all that is said of it, before its texts are embedded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// The code.
    pub label: Label,
    /// Labels and cues of all languages.
    pub words: Vec<String>,
    /// To be embedded and centred: label, definition and cues, a text per language.
    pub texts: Vec<String>,
}

impl Description {
    /// With the vectors of its texts, centred.
    pub fn concept(self, meaning: Vec<Vec<f32>>) -> Concept {
        Concept {
            label: self.label,
            words: self.words,
            meaning,
        }
    }
}

/// A written text with the codes that it should carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written<'a> {
    /// Its codes; none where it is about nothing, and the machine must stay silent.
    pub labels: Vec<Label>,
    /// Its language.
    pub language: Language,
    /// The text.
    pub text: &'a str,
}

impl Written<'_> {
    /// As if people had decided on it: of a text about nothing every code was rejected.
    pub fn example(self, features: Features, concepts: &[Concept]) -> Example {
        let no = if self.labels.is_empty() {
            concepts
                .iter()
                .map(|concept| concept.label.clone())
                .collect()
        } else {
            Vec::new()
        };
        Example {
            features,
            yes: self.labels,
            no,
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Meaning {
    #[serde(default)]
    definition: BTreeMap<String, String>,
    #[serde(default)]
    cues: BTreeMap<String, Vec<String>>,
}

/// Every code of an authority's taxonomy, and the kinds of problem, with what the file of meanings says; a code that an
/// authority added has its labels alone.
pub fn descriptions(
    taxonomy: &Taxonomy,
    meanings: &str,
) -> Result<Vec<Description>, serde_json::Error> {
    let meanings: BTreeMap<String, Meaning> = serde_json::from_str(meanings)?;
    let describe = |head: Head, code: &str, labels: Option<&Labels>, theme: Option<&Labels>| {
        let label = Label {
            head,
            code: code.to_owned(),
        };
        let nothing = Meaning::default();
        let meaning = meanings.get(&label.to_string()).unwrap_or(&nothing);
        describe(label, meaning, labels, theme)
    };
    let mut found = Vec::new();
    for theme in &taxonomy.themes {
        found.push(describe(
            Head::Theme,
            theme.code.as_str(),
            Some(&theme.labels),
            None,
        ));
        for tag in &theme.tags {
            let theme = Some(&theme.labels);
            found.push(describe(
                Head::Tag,
                tag.code.as_str(),
                Some(&tag.labels),
                theme,
            ));
        }
    }
    for group in &taxonomy.target_groups {
        found.push(describe(
            Head::TargetGroup,
            group.code.as_str(),
            Some(&group.labels),
            None,
        ));
    }
    for kind in KindOfProblem::ALL {
        found.push(describe(Head::Kind, kind.code(), None, None));
    }
    Ok(found)
}

fn describe(
    label: Label,
    meaning: &Meaning,
    labels: Option<&Labels>,
    theme: Option<&Labels>,
) -> Description {
    let (mut words, mut texts) = (Vec::new(), Vec::new());
    for language in Language::ALL {
        let own = labels.map(|labels| labels.of(*language));
        let cues = meaning
            .cues
            .get(language.code())
            .map(Vec::as_slice)
            .unwrap_or_default();
        words.extend(own.map(str::to_owned));
        words.extend(cues.iter().cloned());
        // "Kwaliteit" alone may be that of anything.
        let name = match (own, theme.map(|theme| theme.of(*language))) {
            (Some(own), Some(theme)) => Some(format!("{theme}: {own}.")),
            (own, _) => own.map(|own| format!("{own}.")),
        };
        let definition = meaning.definition.get(language.code()).cloned();
        let cues = (!cues.is_empty()).then(|| cues.join(", "));
        let parts: Vec<String> = name.into_iter().chain(definition).chain(cues).collect();
        if !parts.is_empty() {
            texts.push(parts.join(" "));
        }
    }
    words.sort();
    words.dedup();
    texts.dedup();
    Description {
        label,
        words,
        texts,
    }
}

/// The written examples: codes between commas, language, text, with tabs between. A line that is none of it is named.
pub fn written(examples: &str) -> Result<Vec<Written<'_>>, BadLine> {
    let lines = examples.lines().enumerate();
    lines
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(number, line)| of_line(line).ok_or(BadLine(number + 1)))
        .collect()
}

fn of_line(line: &str) -> Option<Written<'_>> {
    let mut parts = line.splitn(3, '\t');
    let codes = parts.next()?.split(',').filter(|code| !code.is_empty());
    Some(Written {
        labels: codes.map(Label::parse).collect::<Option<_>>()?,
        language: Language::of_code(parts.next()?)?,
        text: parts.next()?,
    })
}

/// A line of the examples that is none: its number, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("line {0} is not codes, language and text with tabs between")]
pub struct BadLine(usize);

#[cfg(test)]
mod tests {
    use super::*;

    const MEANINGS: &str = r#"{"tag:debt":{"definition":{"nl":"Schulden die men niet kan betalen."},"cues":{"nl":["deurwaarder"],"fr":["huissier"]}},"kind:gap":{"definition":{"nl":"Er is geen aanbod."}}}"#;

    #[test]
    fn every_code_is_described_at_least_by_its_labels() {
        let taxonomy: Taxonomy = serde_json::from_str(shared::taxonomy::DEFAULT).unwrap();
        let found = descriptions(&taxonomy, MEANINGS).unwrap();
        let of = |label: &str| {
            let label = Label::parse(label).unwrap();
            found
                .iter()
                .find(|description| description.label == label)
                .unwrap()
        };
        assert!(of("tag:debt").words.contains(&"huissier".to_owned()));
        assert!(
            of("tag:debt").texts[0].ends_with("Schulden die men niet kan betalen. deurwaarder")
        );
        assert!(of("theme:housing").texts.contains(&"Wonen.".to_owned()));
        assert_eq!(of("kind:gap").texts, ["Er is geen aanbod."]);
        assert!(
            found
                .iter()
                .filter(|found| found.label.head != Head::Kind)
                .all(|found| !found.texts.is_empty())
        );
    }

    #[test]
    fn examples_have_codes_a_language_and_a_text() {
        let examples = "theme:housing,tag:debt\tnl\tEen text.\n\ntargetGroup:families\tfr\tUn texte.\n\ten\tA test.\n";
        let found = written(examples).unwrap();
        assert_eq!(found.len(), 3);
        assert_eq!(
            found[0].labels[1],
            Label {
                head: Head::Tag,
                code: "debt".to_owned()
            }
        );
        assert_eq!(
            (found[1].language, found[1].text),
            (Language::Fr, "Un texte.")
        );
        assert!(found[2].labels.is_empty());
        for bad in [
            "housing\tnl\tx",
            "theme:housing\txx\tx",
            "theme:housing\tnl",
            "theme:\tnl\tx",
        ] {
            assert_eq!(written(bad), Err(BadLine(1)), "{bad}");
        }
    }

    #[test]
    fn what_ships_can_be_read_and_speaks_of_codes_that_there_are() {
        let taxonomy: Taxonomy = serde_json::from_str(shared::taxonomy::DEFAULT).unwrap();
        let described = descriptions(&taxonomy, super::super::MEANINGS).unwrap();
        let examples = written(super::super::EXAMPLES).unwrap();
        assert!(examples.len() > 1_000);
        assert!(examples.iter().any(|example| example.labels.is_empty()));
        for label in examples.iter().flat_map(|example| &example.labels) {
            let is_known = described.iter().any(|known| known.label == *label);
            assert!(is_known, "{label}");
        }
    }
}
