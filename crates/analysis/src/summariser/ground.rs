//! What of an answer rests on the texts. The rest is dropped: a claim that nobody made helps nobody.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::Passage;
use super::question::label;
use crate::summary::stems;

/// What may be longer is no title, sentence or summary.
const LONGEST_TITLE: usize = 120;
const LONGEST_CLAIM: usize = 400;
const LONGEST_SUMMARY: usize = 1_200;
const MOST_CLAIMS: usize = 8;
/// A sentence rests on texts when this share of its words, and this many, stand in them.
const SHARE: usize = 3;
const FEWEST_WORDS: usize = 2;

/// What holds of an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grounded {
    /// A title, when its words come from the texts.
    pub title: Option<String>,
    /// The sentences of the summary that rest on the texts; may be empty.
    pub summary: String,
    /// Claims with the places of the texts that they rest on; at least one.
    pub claims: Vec<Claim>,
    /// How many claims and sentences were dropped.
    pub dropped: u32,
}

/// A sentence and what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The sentence.
    pub text: String,
    /// Places of the texts, ascending.
    pub passages: Vec<usize>,
}

/// Nothing of an answer can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ungrounded {
    /// It has another shape than asked.
    Unreadable,
    /// No claim rests on the texts.
    Nothing,
}

#[derive(Deserialize)]
struct Answer {
    title: String,
    summary: String,
    claims: Vec<Said>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Said {
    text: String,
    signal_ids: Vec<String>,
}

/// Reads an answer and keeps what rests on the passages. A claim holds when it names texts that exist, a third of its words
/// (and two at least) stand in them, and so does every number; of the texts that it names, those without a word in common
/// are taken off. Title and summary are measured against the texts of the claims that hold.
pub fn grounded(answer: &str, passages: &[Passage<'_>]) -> Result<Grounded, Ungrounded> {
    let answer: Answer =
        serde_json::from_str(unfenced(answer)).map_err(|_| Ungrounded::Unreadable)?;
    let sources: Vec<Source> = passages.iter().map(Source::of).collect();
    let (mut found, mut cited) = (Grounded::default(), BTreeSet::new());
    for said in &answer.claims {
        match held(said, &sources, passages).filter(|_| found.claims.len() < MOST_CLAIMS) {
            Some(claim) => {
                cited.extend(claim.passages.iter().copied());
                found.claims.push(claim);
            }
            None => found.dropped += 1,
        }
    }
    if found.claims.is_empty() {
        return Err(Ungrounded::Nothing);
    }
    let cited: Vec<&Source> = cited
        .iter()
        .filter_map(|place| sources.get(*place))
        .collect();
    let languages: BTreeSet<_> = passages.iter().map(|passage| passage.language).collect();
    let rests = |sentence: &str, fewest: usize| {
        languages
            .iter()
            .any(|language| rests_on(&stems(sentence, *language), &cited, fewest))
            && numbers(sentence).all(|number| cited.iter().any(|it| it.numbers.contains(&number)))
    };
    found.title = Some(clean(&answer.title))
        .filter(|title| within(title, LONGEST_TITLE))
        .filter(|title| rests(title, 1));
    found.dropped += u32::from(found.title.is_none());
    let summary = clean(&answer.summary);
    for sentence in summary.split_inclusive(['.', '!', '?']) {
        let kept = rests(sentence, FEWEST_WORDS)
            && found.summary.chars().count() + sentence.chars().count() <= LONGEST_SUMMARY;
        if kept {
            let is_first = found.summary.is_empty();
            found.summary.push_str(if is_first {
                sentence.trim_start()
            } else {
                sentence
            });
        } else {
            found.dropped += u32::from(sentence.chars().any(char::is_alphanumeric));
        }
    }
    Ok(found)
}

/// What a text offers to rest on.
struct Source {
    stems: BTreeSet<String>,
    numbers: BTreeSet<String>,
}

impl Source {
    fn of(passage: &Passage<'_>) -> Self {
        Self {
            stems: stems(passage.text, passage.language),
            numbers: numbers(passage.text).collect(),
        }
    }
}

fn held(said: &Said, sources: &[Source], passages: &[Passage<'_>]) -> Option<Claim> {
    let text = clean(&said.text);
    if !within(&text, LONGEST_CLAIM) {
        return None;
    }
    let named = (0..sources.len()).filter(|place| said.signal_ids.contains(&label(*place)));
    let mut places: Vec<usize> = Vec::new();
    let mut words = BTreeSet::new();
    for place in named {
        let (source, passage) = (sources.get(place)?, passages.get(place)?);
        let own = stems(&text, passage.language);
        if own.iter().any(|stem| source.stems.contains(stem)) {
            places.push(place);
            words = own;
        }
    }
    let named: Vec<&Source> = places.iter().filter_map(|it| sources.get(*it)).collect();
    let counted = places.len().to_string();
    let holds = rests_on(&words, &named, FEWEST_WORDS)
        && numbers(&text)
            .all(|number| number == counted || named.iter().any(|it| it.numbers.contains(&number)));
    holds.then_some(Claim {
        text,
        passages: places,
    })
}

fn rests_on(words: &BTreeSet<String>, sources: &[&Source], fewest: usize) -> bool {
    let known = words
        .iter()
        .filter(|stem| sources.iter().any(|source| source.stems.contains(*stem)))
        .count();
    known >= fewest && known * SHARE >= words.len()
}

/// Runs of digits: "3", "2026".
fn numbers(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|letter: char| !letter.is_ascii_digit())
        .filter(|run| !run.is_empty())
        .map(str::to_owned)
}

fn within(text: &str, longest: usize) -> bool {
    !text.is_empty() && text.chars().count() <= longest
}

/// One line of plain text.
fn clean(text: &str) -> String {
    let visible: String = text
        .chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Many models put a fence around JSON, whatever they are asked.
fn unfenced(answer: &str) -> &str {
    let answer = answer.trim();
    let inside = answer
        .strip_prefix("```")
        .and_then(|rest| rest.strip_suffix("```"));
    inside.map_or(answer, |rest| {
        rest.strip_prefix("json").unwrap_or(rest).trim()
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use shared::codes::Language;

    use super::*;

    const TEXTS: [&str; 3] = [
        "Ouders vinden geen plaats in de kinderopvang na 18 uur.",
        "De kinderopvang sluit vroeg, ouders met een laat uurrooster vinden niets.",
        "De bus rijdt niet op zondag.",
    ];

    fn judged(answer: &serde_json::Value) -> Result<Grounded, Ungrounded> {
        let passages = TEXTS.map(|text| Passage {
            text,
            language: Language::Nl,
        });
        grounded(&answer.to_string(), &passages)
    }

    fn claim(text: &str, ids: &[&str]) -> serde_json::Value {
        json!({"title": "Kinderopvang", "summary": "", "claims": [{"text": text, "signalIds": ids}]})
    }

    #[test]
    fn what_the_texts_say_is_kept_with_where_it_stands() {
        let found = judged(&json!({
            "title": "Geen kinderopvang in de late uren",
            "summary": "Ouders vinden geen plaats in de kinderopvang. De burgemeester beloofde beterschap.",
            "claims": [
                {"text": "Ouders vinden na 18 uur geen kinderopvang.", "signalIds": ["S1", "S2"]},
                {"text": "Op zondag rijdt er geen bus.", "signalIds": ["S3"]},
            ],
        }))
        .unwrap();
        assert_eq!(
            found.title.as_deref(),
            Some("Geen kinderopvang in de late uren")
        );
        assert_eq!(
            found.summary,
            "Ouders vinden geen plaats in de kinderopvang."
        );
        let places: Vec<_> = found
            .claims
            .iter()
            .map(|claim| claim.passages.clone())
            .collect();
        assert_eq!(places, [vec![0, 1], vec![2]]);
        assert_eq!(found.dropped, 1, "what the mayor promised stands nowhere");
    }

    #[test]
    fn a_claim_without_texts_that_exist_is_dropped() {
        let unknown: [&[&str]; 6] = [&[], &["S9"], &["S0"], &["s1"], &["1"], &["S1x"]];
        for ids in unknown {
            let found = judged(&claim("Ouders vinden geen kinderopvang.", ids));
            assert_eq!(found, Err(Ungrounded::Nothing), "{ids:?}");
        }
        let found = judged(&claim("Ouders vinden geen kinderopvang.", &["S99", "S1"])).unwrap();
        assert_eq!(found.claims[0].passages, [0]);
    }

    #[test]
    fn a_claim_that_names_a_text_about_something_else_is_dropped_or_loses_it() {
        let wrong = judged(&claim("Ouders vinden geen kinderopvang.", &["S3"]));
        assert_eq!(wrong, Err(Ungrounded::Nothing));
        let both = judged(&claim("Ouders vinden geen kinderopvang.", &["S2", "S3"])).unwrap();
        assert_eq!(both.claims[0].passages, [1]);
    }

    #[test]
    fn a_number_must_stand_in_the_texts_or_count_them() {
        let invented = judged(&claim(
            "Ouders vinden na 21 uur geen kinderopvang.",
            &["S1"],
        ));
        assert_eq!(invented, Err(Ungrounded::Nothing));
        judged(&claim(
            "2 signalen: ouders vinden geen kinderopvang.",
            &["S1", "S2"],
        ))
        .unwrap();
        let miscounted = judged(&claim(
            "9 signalen: ouders vinden geen kinderopvang.",
            &["S1"],
        ));
        assert_eq!(miscounted, Err(Ungrounded::Nothing));
    }

    #[test]
    fn garbage_is_no_answer() {
        for garbage in [
            "",
            "null",
            "[]",
            "{}",
            "<html>",
            "{\"title\":1}",
            "\u{0}",
            "```json",
        ] {
            assert_eq!(
                grounded(garbage, &[]),
                Err(Ungrounded::Unreadable),
                "{garbage}"
            );
        }
        let deep = "[".repeat(100_000);
        assert_eq!(grounded(&deep, &[]), Err(Ungrounded::Unreadable));
    }

    #[test]
    fn a_fence_around_the_answer_is_taken_off() {
        let answer = claim("Ouders vinden geen kinderopvang.", &["S1"]);
        let passages = TEXTS.map(|text| Passage {
            text,
            language: Language::Nl,
        });
        for fenced in [
            format!("```json\n{answer}\n```"),
            format!("```\n{answer}```"),
        ] {
            assert_eq!(grounded(&fenced, &passages).unwrap().claims.len(), 1);
        }
    }

    #[test]
    fn what_is_too_long_or_too_much_is_dropped() {
        let long = format!("Ouders vinden geen kinderopvang {}.", "ouders ".repeat(80));
        assert_eq!(judged(&claim(&long, &["S1"])), Err(Ungrounded::Nothing));
        let one = json!({"text": "Ouders vinden geen kinderopvang.", "signalIds": ["S1"]});
        let many = json!({"title": "", "summary": "", "claims": vec![one; 50]});
        let found = judged(&many).unwrap();
        assert_eq!((found.claims.len(), found.dropped), (8, 43));
    }

    #[test]
    fn a_line_break_or_a_control_character_does_not_reach_the_reader() {
        let found = judged(&claim("Ouders\n\u{7}vinden geen\tkinderopvang.", &["S1"])).unwrap();
        assert_eq!(found.claims[0].text, "Ouders vinden geen kinderopvang.");
    }
}
