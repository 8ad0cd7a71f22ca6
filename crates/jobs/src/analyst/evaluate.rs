//! How good a model would have been: an authority's own decisions once more, in the order in which they were made. Each is
//! foretold before it is learnt.

use std::sync::Arc;

use analysis::tagging::Proposal;
use policy::{Permit, RunJob, for_system};
use serde::Serialize;
use shared::analysis::Certainty;
use shared::codes::ClosedList;
use shared::id::AuthorityId;
use shared::learning::{Calibration, Outcome, SuggestionKind, calibration, percent};
use shared::taxonomy::{Scheme, Taxonomy};
use storage::{Db, Tx};
use workflow::Stop;
use workflow::analysis::{Lesson, lessons};

use super::Analyst;
use super::room::{example, scheme_of};

/// Texts that are embedded together.
const BATCH: usize = 16;

/// What came of it. It holds no text and no code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Evaluation {
    /// Signals on which somebody decided.
    pub signals: usize,
    /// Themes, tags, target groups.
    pub kinds: Vec<Foretold>,
}

/// Of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Foretold {
    /// Themes, tags or target groups.
    pub kind: SuggestionKind,
    /// Codes that people gave or refused.
    pub decisions: u32,
    /// Proposals that people gave as well.
    pub right: u32,
    /// Proposals that people refused, or for which they gave others.
    pub wrong: u32,
    /// Proposals about which nobody said anything.
    pub undecided: u32,
    /// Codes that people gave and that were not proposed.
    pub abstained: u32,
    /// By the word that would have stood there.
    pub words: Vec<Word>,
    /// Whether what was said with 80 % was right in 80 %.
    pub calibration: Vec<Calibration>,
}

/// Of one word of certainty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Word {
    /// The word.
    pub certainty: Certainty,
    /// Proposals with it that somebody decided about.
    pub decisions: u32,
    /// How many of a hundred of them were right; nothing where there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub right: Option<u8>,
}

/// Replays what people of an authority decided.
pub async fn evaluate(
    db: &Db,
    analyst: &Arc<Analyst>,
    authority: AuthorityId,
) -> Result<Evaluation, Stop> {
    let permit: Permit<RunJob> = for_system(authority);
    let own = permit.clone();
    let read = move |tx: &mut Tx<'_>| -> Result<_, Stop> {
        let taxonomy = workflow::authorities::taxonomy(tx, own.scope(), authority)?;
        Ok((taxonomy, lessons(tx, &own)?))
    };
    let (taxonomy, lessons) = db.read(permit.scope(), read).await?;
    Ok(replay(analyst, &taxonomy, &lessons))
}

fn replay(analyst: &Analyst, taxonomy: &Taxonomy, lessons: &[Lesson]) -> Evaluation {
    let (ground, embedder) = (analyst.ground(), analyst.embedder());
    let mut tagger = ground.tagger(taxonomy, embedder);
    let mut tallies: Vec<Tally> = Scheme::ALL.iter().copied().map(Tally::of).collect();
    for lessons in lessons.chunks(BATCH) {
        let texts: Vec<&str> = lessons.iter().map(|lesson| &*lesson.text).collect();
        for (lesson, vector) in lessons.iter().zip(embedder.embed(&texts)) {
            let example = example(ground, embedder, Some(&vector), lesson);
            let proposals = tagger.propose(&example.features, &lesson.text);
            for tally in &mut tallies {
                tally.count(&proposals, lesson);
            }
            tagger.learn(&example);
        }
    }
    Evaluation {
        signals: lessons.len(),
        kinds: tallies.into_iter().map(Foretold::from).collect(),
    }
}

/// What is counted of one kind while it is replayed.
struct Tally {
    scheme: Scheme,
    decisions: u32,
    undecided: u32,
    abstained: u32,
    outcomes: Vec<Outcome>,
}

impl Tally {
    const fn of(scheme: Scheme) -> Self {
        Self {
            scheme,
            decisions: 0,
            undecided: 0,
            abstained: 0,
            outcomes: Vec::new(),
        }
    }

    fn count(&mut self, proposals: &[Proposal], lesson: &Lesson) {
        let of_kind = |codes: &'_ [(Scheme, String)]| -> Vec<String> {
            let own = codes.iter().filter(|(scheme, _)| *scheme == self.scheme);
            own.map(|(_, code)| code.clone()).collect()
        };
        let (yes, no) = (of_kind(&lesson.yes), of_kind(&lesson.no));
        let own: Vec<&Proposal> = proposals
            .iter()
            .filter(|proposal| scheme_of(proposal.label.head) == Some(self.scheme))
            .collect();
        self.decisions += number(yes.len() + no.len());
        for proposal in &own {
            let code = &proposal.label.code;
            let confidence = super::room::percent(f64::from(proposal.confidence));
            // Where somebody gave codes of a kind, what was not among them does not fit.
            if yes.contains(code) {
                self.outcomes.push((confidence, true, 1));
            } else if no.contains(code) || !yes.is_empty() {
                self.outcomes.push((confidence, false, 1));
            } else {
                self.undecided += 1;
            }
        }
        let is_proposed = |code: &&String| own.iter().any(|proposal| proposal.label.code == **code);
        self.abstained += number(yes.iter().filter(|code| !is_proposed(code)).count());
    }
}

impl From<Tally> for Foretold {
    fn from(tally: Tally) -> Self {
        let count = |is_meant: &dyn Fn(&Outcome) -> bool| {
            number(tally.outcomes.iter().filter(|it| is_meant(it)).count())
        };
        let words = Certainty::ALL.iter().map(|certainty| {
            let has_word = |outcome: &Outcome| Certainty::of(outcome.0) == Some(*certainty);
            let decisions = count(&has_word);
            let right = count(&|outcome| has_word(outcome) && outcome.1);
            Word {
                certainty: *certainty,
                decisions,
                right: (decisions > 0).then(|| percent(right.into(), decisions.into())),
            }
        });
        Self {
            kind: match tally.scheme {
                Scheme::Theme => SuggestionKind::Theme,
                Scheme::Tag => SuggestionKind::Tag,
                Scheme::TargetGroup => SuggestionKind::TargetGroup,
            },
            decisions: tally.decisions,
            right: count(&|outcome| outcome.1),
            wrong: count(&|outcome| !outcome.1),
            undecided: tally.undecided,
            abstained: tally.abstained,
            words: words.collect(),
            calibration: calibration(tally.outcomes.iter().copied()),
        }
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use shared::taxonomy::DEFAULT;
    use uuid::Uuid;

    use super::*;

    fn lesson(number: u128, text: &str, theme: &str) -> Lesson {
        Lesson {
            signal: Uuid::from_u128(number).into(),
            id: Uuid::from_u128(number).into(),
            text: text.to_owned(),
            yes: vec![(Scheme::Theme, theme.to_owned())],
            no: Vec::new(),
            kind: None,
        }
    }

    fn replayed(lessons: &[Lesson]) -> Foretold {
        let taxonomy: Taxonomy = serde_json::from_str(DEFAULT).unwrap();
        let found = replay(&Analyst::unschooled(), &taxonomy, lessons);
        assert_eq!(found.signals, lessons.len());
        let is_theme = |kind: &Foretold| kind.kind == SuggestionKind::Theme;
        found.kinds.into_iter().find(is_theme).unwrap()
    }

    const PLACES: [&str; 6] = ["klas", "school", "kleuterklas", "refter", "turnzaal", "bus"];

    /// Nothing in the text tells the theme: only what was decided before does.
    fn alike() -> Vec<Lesson> {
        let text = |place: &str| format!("Kinderen in de {place} komen zonder brooddoos");
        let numbered = PLACES.iter().zip(1..);
        numbered
            .map(|(place, number)| lesson(number, &text(place), "safety"))
            .collect()
    }

    #[test]
    fn the_first_of_its_kind_is_foretold_by_nobody_and_later_ones_are() {
        let lessons = alike();
        let first = replayed(&lessons[..1]);
        assert_eq!((first.right, first.abstained, first.decisions), (0, 1, 1));
        let all = replayed(&lessons);
        assert!(all.right >= 2, "{all:?}");
        assert_eq!(all.right + all.abstained, all.decisions);
    }

    #[test]
    fn a_proposal_that_people_did_not_give_is_wrong() {
        let mut lessons = alike();
        lessons.push(lesson(
            9,
            "Kinderen in de zaal komen zonder brooddoos",
            "housing",
        ));
        let (right, wrong) = (replayed(&lessons[..6]), replayed(&lessons));
        assert_eq!(wrong.right, right.right);
        assert!(wrong.wrong > right.wrong, "{wrong:?}");
        let said: u32 = wrong.words.iter().map(|word| word.decisions).sum();
        assert_eq!(said, wrong.right + wrong.wrong);
    }

    #[test]
    fn what_is_printed_holds_no_word_of_a_signal() {
        let json = serde_json::to_string(&replayed(&alike())).unwrap();
        for word in ["brooddoos", "Kinderen", "safety"] {
            assert!(!json.contains(word), "{json}");
        }
    }
}
