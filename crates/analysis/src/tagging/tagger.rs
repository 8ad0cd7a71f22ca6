//! Proposes codes for a text, and learns from what people decide.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use shared::analysis::Certainty;

use crate::vectors::Quantised;

use super::calibration::{Blend, Calibration, LATEST_OF_HEAD, Score, remember};
use super::cues::Cues;
use super::features::{Features, Rarity};
use super::linear;
use super::model::{ENOUGH, Model, Step, Usual, View, cosine};
use super::reasons;

/// A likeness to the meaning of a code: log odds per spread above the usual, and where doubt begins. Found on the
/// examples that ship (docs/adr/0020).
const MEANING_SLOPE: f32 = 1.0;
const MEANING_DOUBT: f32 = 3.0;
/// What one cue says, in log odds; for target groups it says nearly everything.
const CUE: f32 = 2.0;
const CUE_OF_GROUP: f32 = 3.5;
/// Nobody is surer than that before any decision.
const SUREST: f32 = 5.0;
/// What was never given, while something else was, counts as a rejection of this weight.
pub(super) const SILENT_NO: f32 = 0.5;
/// A confirmed text this much above the usual looks alike.
const ALIKE: f32 = 1.5;
const MOST_ALIKE: usize = 3;
/// A decision that was made is learnt so many times at once, to be felt in the next proposal.
const EXPLICIT: usize = 3;

/// A part of the taxonomy with codes of its own, judged apart from the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Head {
    /// Themes.
    Theme,
    /// Tags within themes.
    Tag,
    /// Target groups.
    TargetGroup,
    /// Kinds of structural problem.
    Kind,
}

impl Head {
    /// Every part, in the order of proposals.
    pub const ALL: [Self; 4] = [Self::Theme, Self::Tag, Self::TargetGroup, Self::Kind];

    /// As the files that ship and the scheme on the wire write it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Theme => "theme",
            Self::Tag => "tag",
            Self::TargetGroup => "targetGroup",
            Self::Kind => "kind",
        }
    }

    /// More are not proposed: who reads ten reads none.
    pub const fn most(self) -> usize {
        match self {
            Self::Theme | Self::TargetGroup => 3,
            Self::Tag => 5,
            Self::Kind => 1,
        }
    }
}

/// A code and where it belongs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label {
    /// The part of the taxonomy.
    pub head: Head,
    /// The code.
    pub code: String,
}

impl Label {
    /// Reads `theme:housing`, as the files that ship write it.
    pub fn parse(label: &str) -> Option<Self> {
        let (head, code) = label.split_once(':')?;
        let head = *Head::ALL.iter().find(|known| known.code() == head)?;
        (!code.is_empty()).then(|| Self {
            head,
            code: code.to_owned(),
        })
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.head.code(), self.code)
    }
}

/// What the taxonomy says of a code.
#[derive(Debug, Clone, PartialEq)]
pub struct Concept {
    /// The code.
    pub label: Label,
    /// Labels and cues of all languages: what stands in a text as it is counts as said.
    pub words: Vec<String>,
    /// Centred vectors of what describes it (label, definition and cues in one text per language); may be none.
    pub meaning: Vec<Vec<f32>>,
}

/// A text with what people decided on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// The text as the tagger sees it.
    pub features: Features,
    /// Given or confirmed. Where one code of a head was, all others of that head count as not fitting, with less weight.
    pub yes: Vec<Label>,
    /// Proposed and rejected, or taken away.
    pub no: Vec<Label>,
}

/// A code that the text should perhaps carry.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The code.
    pub label: Label,
    /// How many of a hundred such proposals are right, as a share.
    pub confidence: f32,
    /// The same in words.
    pub certainty: Certainty,
    /// What in the text speaks for it: from and up to which character, in order, at most three.
    pub phrases: Vec<Range<usize>>,
    /// Confirmed texts that look alike, the nearest first, at most three: the how manieth that was learnt.
    pub look_alikes: Vec<usize>,
}

/// Proposes and learns. The same decisions in the same order give the same tagger, byte for byte.
#[derive(Debug, Clone)]
pub struct Tagger {
    pub(super) concepts: Vec<Concept>,
    places: BTreeMap<Label, usize>,
    cues: Cues,
    usual: Usual,
    /// Trained on what ships; its codes' places here.
    base: Option<(Arc<Tagger>, Vec<Option<usize>>)>,
    pub(super) models: Vec<Model>,
    pub(super) rarity: Rarity,
    /// Scores before the latest decisions, and the decisions, of all codes of a head on one step.
    pub(super) heads: BTreeMap<(Head, Step), Vec<(Score, bool)>>,
    pub(super) learnt: Vec<Learnt>,
}

/// What is kept of a text that was decided on.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Learnt {
    pub(super) whole: u64,
    pub(super) vector: Option<Quantised>,
    pub(super) yes: BTreeSet<usize>,
    pub(super) no: BTreeSet<usize>,
}

impl Tagger {
    /// Knows the taxonomy and nothing else, or stands on `base`, which was trained on what ships, with vectors of the same
    /// embedder, centred by the same mean. Of two concepts with one label the first counts.
    pub fn new(concepts: &[Concept], base: Option<Arc<Self>>) -> Self {
        let mut kept: Vec<Concept> = Vec::with_capacity(concepts.len());
        let mut places = BTreeMap::new();
        let mut cues = Cues::default();
        for concept in concepts {
            if places.contains_key(&concept.label) {
                continue;
            }
            let place = kept.len();
            places.insert(concept.label.clone(), place);
            for word in &concept.words {
                cues.add(place, word);
            }
            let mut concept = concept.clone();
            concept
                .meaning
                .retain(|vector| vector.iter().all(|value| value.is_finite()));
            kept.push(concept);
        }
        let base = base.map(|base| {
            let place = |concept: &Concept| base.places.get(&concept.label).copied();
            let shared = kept.iter().map(place).collect();
            (base, shared)
        });
        Self {
            usual: usual(&kept),
            models: vec![Model::default(); kept.len()],
            concepts: kept,
            places,
            cues,
            base,
            rarity: Rarity::default(),
            heads: BTreeMap::new(),
            learnt: Vec::new(),
        }
    }

    /// What is above doubt, the surest of each head first, and no more than people read. Nothing for a text without words.
    /// A code that somebody rejected for a text of the same words is not proposed for it again, unless confirmed later.
    pub fn propose(&self, features: &Features, text: &str) -> Vec<Proposal> {
        if features.is_empty() {
            return Vec::new();
        }
        let rejected = self.rejected(features.whole);
        let scored = self.confidences(features);
        let mut sure: Vec<(usize, f32, Certainty)> = scored
            .into_iter()
            .enumerate()
            .filter(|(place, _)| !rejected.contains(place))
            .filter_map(|(place, share)| Some((place, share, Certainty::of_share(share)?)))
            .collect();
        let label = |place: usize| self.concepts.get(place).map(|concept| &concept.label);
        sure.sort_by(|one, other| {
            other
                .1
                .total_cmp(&one.1)
                .then_with(|| label(one.0).cmp(&label(other.0)))
        });
        let mut proposals = Vec::new();
        for head in Head::ALL {
            let own = sure
                .iter()
                .filter(|(place, ..)| label(*place).is_some_and(|label| label.head == head));
            for (place, confidence, certainty) in own.take(head.most()) {
                let Some(label) = label(*place) else { continue };
                proposals.push(Proposal {
                    label: label.clone(),
                    confidence: *confidence,
                    certainty: *certainty,
                    phrases: self.phrases(*place, features, text),
                    look_alikes: self.look_alikes(*place, features),
                });
            }
        }
        proposals
    }

    /// For each concept, in the order in which they were given, the share of such texts that carry it. 0 to 1.
    pub fn confidences(&self, features: &Features) -> Vec<f32> {
        let log_odds = self.log_odds(features);
        log_odds
            .into_iter()
            .map(|log_odds| 1.0 / (1.0 + (-log_odds).exp()))
            .collect()
    }

    /// Counts from the next proposal on. A code that this tagger does not know is passed over.
    pub fn learn(&mut self, example: &Example) {
        let priors = self.priors(&example.features);
        let words = self.weighted(&example.features);
        let view = View {
            vector: &example.features.vector,
            words: &words,
        };
        let among = self.learnt.len() + 1;
        for (place, is_yes, importance) in self.decisions(example) {
            let (Some(model), Some(prior), Some(concept)) = (
                self.models.get_mut(place),
                priors.get(place),
                self.concepts.get(place),
            ) else {
                continue;
            };
            let step = model.step(ENOUGH);
            let score = model.score(&view, *prior, self.usual);
            let head = self.heads.entry((concept.label.head, step)).or_default();
            remember(head, score, is_yes, LATEST_OF_HEAD);
            let is_silent = importance < 1.0;
            if !is_silent {
                model.count(view.vector, is_yes);
            }
            if model.yes > 0 {
                let step = linear::Step {
                    prior: *prior,
                    is_yes,
                    importance,
                    among,
                };
                for _ in 0..if is_silent { 1 } else { EXPLICIT } {
                    model.meaning.learn(view.vector, &step);
                    model.words.learn(view.words, &step);
                }
            }
            if model.step(ENOUGH) == step {
                model.remember(score, is_yes);
            } else {
                // Scores of another step say nothing about this one.
                model.latest.clear();
            }
        }
        self.rarity.add(&example.features);
        self.keep(example);
        self.calibrate();
    }

    /// How many texts were learnt.
    pub const fn learnt(&self) -> usize {
        self.learnt.len()
    }

    /// How many people confirmed a code, and rejected it.
    pub fn decisions_on(&self, label: &Label) -> (u32, u32) {
        let model = self
            .places
            .get(label)
            .and_then(|place| self.models.get(*place));
        model.map_or((0, 0), |model| (model.yes, model.no))
    }

    /// Place, decision and weight: those that were made, and the silent ones of the same heads.
    pub(super) fn decisions(&self, example: &Example) -> Vec<(usize, bool, f32)> {
        let (yes, no) = self.decided(example);
        let heads: BTreeSet<Head> = yes
            .iter()
            .filter_map(|place| self.concepts.get(*place))
            .map(|concept| concept.label.head)
            .collect();
        let decision = |(place, concept): (usize, &Concept)| {
            if yes.contains(&place) {
                Some((place, true, 1.0))
            } else if no.contains(&place) {
                Some((place, false, 1.0))
            } else {
                heads
                    .contains(&concept.label.head)
                    .then_some((place, false, SILENT_NO))
            }
        };
        self.concepts
            .iter()
            .enumerate()
            .filter_map(decision)
            .collect()
    }

    pub(super) fn keep(&mut self, example: &Example) {
        let (yes, no) = self.decided(example);
        self.learnt.push(Learnt {
            whole: example.features.whole,
            vector: Quantised::of(&example.features.vector).ok(),
            yes,
            no,
        });
    }

    /// Who says yes and no to the same says yes.
    fn decided(&self, example: &Example) -> (BTreeSet<usize>, BTreeSet<usize>) {
        let places = |labels: &[Label]| -> BTreeSet<usize> {
            labels
                .iter()
                .filter_map(|label| self.places.get(label).copied())
                .collect()
        };
        let yes = places(&example.yes);
        let no = places(&example.no).difference(&yes).copied().collect();
        (yes, no)
    }

    /// What was rejected for a text of the same words; the last decision counts.
    fn rejected(&self, whole: u64) -> BTreeSet<usize> {
        let mut rejected = BTreeSet::new();
        for learnt in self.learnt.iter().filter(|learnt| learnt.whole == whole) {
            rejected.extend(&learnt.no);
            rejected.retain(|place| !learnt.yes.contains(place));
        }
        rejected
    }

    fn log_odds(&self, features: &Features) -> Vec<f32> {
        let words = self.weighted(features);
        let view = View {
            vector: &features.vector,
            words: &words,
        };
        let priors = self.priors(features);
        let known = self.models.iter().zip(priors);
        known
            .map(|(model, prior)| {
                let score = model.score(&view, prior, self.usual);
                model.calibration.log_odds(score)
            })
            .collect()
    }

    pub(super) fn weighted(&self, features: &Features) -> Vec<(u32, f32)> {
        let below = self.base.as_ref().map(|(base, _)| &base.rarity);
        self.rarity.weighted(features, below)
    }

    pub(super) const fn usual(&self) -> Usual {
        self.usual
    }

    /// Log odds before any decision of this authority: what ships, where it knows the code; else the likeness to its
    /// meaning, and its cues.
    pub(super) fn priors(&self, features: &Features) -> Vec<f32> {
        let strengths = self.cues.strengths(features);
        let of_base = self
            .base
            .as_ref()
            .map(|(base, places)| (base.log_odds(features), places));
        let prior = |(place, concept): (usize, &Concept)| {
            let shipped = of_base.as_ref().and_then(|(log_odds, places)| {
                let place = (*places.get(place)?)?;
                log_odds.get(place).copied()
            });
            shipped.unwrap_or_else(|| {
                let strength = strengths.get(&place).copied().unwrap_or_default();
                self.of_meaning(concept, &features.vector, strength)
            })
        };
        let priors = self.concepts.iter().enumerate().map(prior);
        priors.map(|prior| prior.clamp(-SUREST, SUREST)).collect()
    }

    fn of_meaning(&self, concept: &Concept, vector: &[f32], cue: f32) -> f32 {
        let likeness = nearest_meaning(concept, vector).map_or(-MEANING_DOUBT, |nearest| {
            MEANING_SLOPE * (self.usual.above(nearest) - MEANING_DOUBT)
        });
        let weight = if concept.label.head == Head::TargetGroup {
            CUE_OF_GROUP
        } else {
            CUE
        };
        likeness + weight * cue
    }

    /// Fits every head and every code to the latest decisions.
    pub(super) fn calibrate(&mut self) {
        let heads: BTreeMap<(Head, Step), Blend> = self
            .heads
            .iter()
            .map(|(key, outcomes)| (*key, Blend::of(outcomes)))
            .collect();
        for (model, concept) in self.models.iter_mut().zip(&self.concepts) {
            let key = (concept.label.head, model.step(ENOUGH));
            let head = heads.get(&key).copied().unwrap_or(Blend::EVEN);
            model.calibration = Calibration::of(&model.latest, head);
        }
    }

    fn look_alikes(&self, place: usize, features: &Features) -> Vec<usize> {
        let Ok(query) = Quantised::of(&features.vector) else {
            return Vec::new();
        };
        let mut near: Vec<(f32, usize)> = self
            .learnt
            .iter()
            .enumerate()
            .filter(|(_, learnt)| learnt.yes.contains(&place))
            .filter_map(|(number, learnt)| Some((learnt.vector.as_ref()?.cosine(&query), number)))
            .filter(|(cosine, _)| self.usual.above(*cosine) >= ALIKE)
            .collect();
        near.sort_by_key(|(_, number)| Reverse(*number));
        near.sort_by(|one, other| other.0.total_cmp(&one.0));
        near.into_iter()
            .take(MOST_ALIKE)
            .map(|(_, number)| number)
            .collect()
    }

    fn phrases(&self, place: usize, features: &Features, text: &str) -> Vec<Range<usize>> {
        let mut weights: Vec<&super::linear::OfWords> = Vec::new();
        weights.extend(self.models.get(place).map(|model| &model.words));
        let mut hits = self.cues.hits(features);
        hits.retain(|hit| hit.concept == place);
        if let Some((base, places)) = &self.base
            && let Some(Some(below)) = places.get(place)
        {
            weights.extend(base.models.get(*below).map(|model| &model.words));
        }
        let words = self.weighted(features);
        reasons::phrases(text, &words, &weights, &hits)
    }
}

/// The likeness to the nearest text that describes it.
fn nearest_meaning(concept: &Concept, vector: &[f32]) -> Option<f32> {
    let likenesses = concept
        .meaning
        .iter()
        .map(|meaning| cosine(meaning, vector));
    likenesses.max_by(f32::total_cmp)
}

/// From how near the codes of a taxonomy are to each other.
fn usual(concepts: &[Concept]) -> Usual {
    /// Pairs that are looked at; all of a taxonomy of 200 codes.
    const MOST_PAIRS: usize = 20_000;
    let mut cosines = Vec::new();
    for (place, concept) in concepts.iter().enumerate() {
        let others = concepts.iter().skip(place + 1);
        let near = |other: &Concept| {
            let own = concept.meaning.first()?;
            nearest_meaning(other, own)
        };
        cosines.extend(others.filter_map(near));
        if cosines.len() >= MOST_PAIRS {
            break;
        }
    }
    // Too few to tell: what unrelated texts have in a space of some hundred numbers.
    if cosines.len() < 6 {
        return Usual {
            middle: 0.0,
            spread: 0.15,
        };
    }
    let count = crate::numbers::single(cosines.len());
    let middle = cosines.iter().sum::<f32>() / count;
    let square = cosines
        .iter()
        .map(|cosine| (cosine - middle).powi(2))
        .sum::<f32>()
        / count;
    Usual {
        middle,
        spread: square.sqrt().max(0.05),
    }
}
