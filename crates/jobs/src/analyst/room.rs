//! The vectors of one authority, and what its people taught.

use std::collections::BTreeMap;

use analysis::embed::Embedder;
use analysis::tagging::{Example, Features, Head, Label, Proposal, Tagger};
use analysis::vectors::{
    Likeness as Found, Mean, Prints, Quantised, Store, Thresholds, Told, compare,
};
use shared::analysis::{Likeness, Phrase, Reasons};
use shared::codes::{ClosedList, KindOfProblem, Language};
use shared::id::{SignalId, SignalKey};
use shared::taxonomy::{Code, Scheme, Taxonomy};
use storage::At;
use storage::tx::query_types::TextRow;
use workflow::analysis::{Findings, Lesson, Like, Proposed};

use super::Ground;

/// How many neighbours are looked at, and how many are kept.
const NEIGHBOURS: usize = 24;
const LIKES: usize = 8;

/// What the database says of what a room holds; when it says something else, the room is out of date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    pub(crate) vectors: i64,
    pub(crate) taxonomy: u32,
    pub(crate) decisions: (i64, Option<At>),
    /// Of how many signals a person told each kind of problem.
    pub(crate) kinds: Kinds,
}

/// Counts in the order of the list.
pub(crate) type Kinds = [i64; KindOfProblem::ALL.len()];

/// One authority.
pub(crate) struct Room {
    stamp: Stamp,
    mean: Mean,
    store: Store,
    keys: Vec<SignalKey>,
    tagger: Tagger,
    /// What was learnt, in that order.
    learnt: Vec<Learnt>,
}

struct Learnt {
    signal: SignalKey,
    id: SignalId,
    yes: Codes,
    no: Codes,
    kind: Option<KindOfProblem>,
}

type Codes = Vec<(Scheme, String)>;

/// A signal with its vector and its neighbours, before their texts were read.
pub(crate) struct Looked {
    pub(crate) row: TextRow,
    raw: Vec<f32>,
    centred: Vec<f32>,
    /// The nearest first, with their cosines.
    pub(crate) near: Vec<(SignalKey, f32)>,
}

impl Looked {
    /// As a neighbour of others.
    pub(crate) fn as_neighbour(&self) -> (SignalKey, (String, Language, Vec<u8>)) {
        let text = self.row.text.clone();
        (self.row.key, (text, self.row.language, bytes_of(&self.raw)))
    }
}

impl Room {
    /// From what the database holds. A vector that cannot be read is left out: its signal is looked at again some day.
    pub(crate) fn new(
        ground: &Ground,
        embedder: &dyn Embedder,
        stamp: Stamp,
        taxonomy: &Taxonomy,
        vectors: &[(SignalKey, Vec<u8>)],
        lessons: Vec<Lesson>,
    ) -> Self {
        let read: Vec<(SignalKey, Vec<f32>)> = vectors
            .iter()
            .filter_map(|(key, bytes)| Some((*key, Quantised::from_bytes(bytes).ok()?.to_vector())))
            .filter(|(_, vector)| vector.len() == embedder.dim())
            .collect();
        let own = Mean::of(embedder.dim(), read.iter().map(|(_, vector)| &**vector));
        let mean = ground.mean.clone().and(&own);
        let mut store = Store::new(embedder.dim());
        let mut keys = Vec::with_capacity(read.len());
        for (key, vector) in &read {
            if store.push(&mean.centred(vector)).is_ok() {
                keys.push(*key);
            }
        }
        let mut room = Self {
            stamp,
            mean,
            store,
            keys,
            tagger: ground.tagger(taxonomy, embedder),
            learnt: Vec::new(),
        };
        let by_key: BTreeMap<SignalKey, Vec<f32>> = read.into_iter().collect();
        let examples: Vec<Example> = lessons
            .iter()
            .map(|lesson| {
                let vector = by_key.get(&lesson.signal);
                example(ground, embedder, vector, lesson)
            })
            .collect();
        room.tagger.train(&examples);
        room.learnt = lessons.into_iter().map(Learnt::from).collect();
        room
    }

    pub(crate) const fn stamp(&self) -> Stamp {
        self.stamp
    }

    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    /// Learns what people decided since; of a signal with another decision, that one too. False when something that was
    /// learnt is gone: then all is learnt anew, so that it leaves no trace.
    pub(crate) fn learn(
        &mut self,
        ground: &Ground,
        embedder: &dyn Embedder,
        stamp: Stamp,
        lessons: Vec<Lesson>,
    ) -> bool {
        // Of a signal that was learnt twice, the last time counts.
        let known: BTreeMap<SignalKey, &Learnt> = self
            .learnt
            .iter()
            .map(|learnt| (learnt.signal, learnt))
            .collect();
        let (mut met, mut new) = (0, Vec::new());
        for lesson in lessons {
            let example = match known.get(&lesson.signal) {
                None => example(ground, embedder, None, &lesson),
                Some(before) => {
                    met += 1;
                    match before.new_in(&lesson) {
                        None => return false,
                        Some(new) if says_nothing(&new) => continue,
                        Some(new) => example(ground, embedder, None, &new),
                    }
                }
            };
            new.push((example, lesson));
        }
        if met < known.len() {
            return false;
        }
        for (example, lesson) in new {
            self.tagger.learn(&example);
            self.learnt.push(lesson.into());
        }
        self.stamp = stamp;
        true
    }

    /// Vectors and neighbours of signals that came in. They are neighbours of what comes next.
    pub(crate) fn look(&mut self, embedder: &dyn Embedder, rows: Vec<TextRow>) -> Vec<Looked> {
        let texts: Vec<&str> = rows.iter().map(|row| &*row.text).collect();
        let vectors = embedder.embed(&texts);
        let mut looked = Vec::with_capacity(rows.len());
        for (row, raw) in rows.into_iter().zip(vectors) {
            let centred = self.mean.centred(&raw);
            let near = self.store.nearest(&centred, NEIGHBOURS).unwrap_or_default();
            let near = near
                .into_iter()
                .filter_map(|(index, cosine)| Some((*self.keys.get(index)?, cosine)))
                .filter(|(key, _)| *key != row.key)
                .collect();
            if self.store.push(&centred).is_ok() {
                self.keys.push(row.key);
            }
            looked.push(Looked {
                row,
                raw,
                centred,
                near,
            });
        }
        looked
    }

    /// What is proposed for each, given the texts of the neighbours with their languages and vectors.
    pub(crate) fn judge(
        &self,
        ground: &Ground,
        embedder: &dyn Embedder,
        looked: Vec<Looked>,
        neighbours: &BTreeMap<SignalKey, (String, Language, Vec<u8>)>,
    ) -> Vec<Findings> {
        let thresholds = Thresholds::of(embedder.id());
        looked
            .into_iter()
            .map(|one| {
                let features = Features::of(&one.row.text, &ground.mean.centred(&one.raw));
                let proposals = self.tagger.propose(&features, &one.row.text);
                let vector = bytes_of(&one.raw);
                Findings {
                    signal: one.row.key,
                    model: embedder.id().to_owned(),
                    vector,
                    kind: proposals.iter().find_map(kind_of),
                    proposals: proposals
                        .iter()
                        .filter_map(|proposal| self.proposed(proposal))
                        .collect(),
                    likes: self.likes(&one, neighbours, thresholds),
                    near: one.near,
                    text: one.row.text,
                }
            })
            .collect()
    }

    /// So many signals were written down; of others nothing is known any more.
    pub(crate) const fn count_kept(&mut self, kept: i64) {
        self.stamp.vectors += kept;
    }

    fn proposed(&self, proposal: &Proposal) -> Option<Proposed> {
        let scheme = scheme_of(proposal.label.head)?;
        let alike = proposal.look_alikes.iter();
        let alike = alike.filter_map(|place| self.learnt.get(*place));
        Some(Proposed {
            scheme,
            code: Code::stored(proposal.label.code.clone()),
            confidence: percent(f64::from(proposal.confidence)),
            reasons: Reasons {
                phrases: proposal
                    .phrases
                    .iter()
                    .map(|span| Phrase {
                        start: u32::try_from(span.start).unwrap_or(u32::MAX),
                        end: u32::try_from(span.end).unwrap_or(u32::MAX),
                    })
                    .collect(),
                alike: alike.map(|learnt| learnt.id).collect(),
            },
        })
    }

    fn likes(
        &self,
        one: &Looked,
        neighbours: &BTreeMap<SignalKey, (String, Language, Vec<u8>)>,
        thresholds: Thresholds,
    ) -> Vec<Like> {
        let prints = Prints::of(&one.row.text);
        let own = Told {
            text: &one.row.text,
            language: one.row.language,
            prints: &prints,
            vector: &one.centred,
        };
        let mut likes: Vec<Like> = one
            .near
            .iter()
            .filter_map(|(key, _)| {
                let (text, language, bytes) = neighbours.get(key)?;
                let vector = Quantised::from_bytes(bytes).ok()?.to_vector();
                let (prints, vector) = (Prints::of(text), self.mean.centred(&vector));
                let other = Told {
                    text,
                    language: *language,
                    prints: &prints,
                    vector: &vector,
                };
                let (likeness, score) = match compare(&own, &other, &thresholds).likeness {
                    Found::Same => (Likeness::Same, 1.0),
                    Found::NearCopy(share) => (Likeness::NearCopy, share),
                    Found::Similar(cosine) => (Likeness::Similar, cosine),
                    Found::Different => return None,
                };
                Some(Like {
                    other: *key,
                    likeness,
                    score: percent(f64::from(score)),
                })
            })
            .collect();
        likes.sort_by_key(|like| (like.likeness, std::cmp::Reverse(like.score), like.other));
        likes.truncate(LIKES);
        likes
    }
}

impl Learnt {
    /// What was decided since, to be learnt: of a part of the taxonomy that got a code, all its codes, so that those from
    /// before do not count as left out. `None` when something does not hold any more.
    fn new_in(&self, lesson: &Lesson) -> Option<Lesson> {
        let is_in = |codes: &Codes, code: &(Scheme, String)| codes.contains(code);
        let holds = self.yes.iter().all(|code| is_in(&lesson.yes, code))
            && self.no.iter().all(|code| is_in(&lesson.no, code))
            && (self.kind.is_none() || self.kind == lesson.kind);
        if !holds {
            return None;
        }
        let is_touched = |scheme: Scheme| {
            let mut yes = lesson.yes.iter();
            yes.any(|code| code.0 == scheme && !is_in(&self.yes, code))
        };
        let yes = lesson.yes.iter().filter(|code| is_touched(code.0));
        let no = lesson.no.iter().filter(|code| !is_in(&self.no, code));
        Some(Lesson {
            yes: yes.cloned().collect(),
            no: no.cloned().collect(),
            kind: lesson.kind.filter(|_| self.kind.is_none()),
            text: lesson.text.clone(),
            ..*lesson
        })
    }
}

impl From<Lesson> for Learnt {
    fn from(lesson: Lesson) -> Self {
        Self {
            signal: lesson.signal,
            id: lesson.id,
            yes: lesson.yes,
            no: lesson.no,
            kind: lesson.kind,
        }
    }
}

/// The list that a head proposes codes of; the kind of problem belongs to issues.
pub(super) const fn scheme_of(head: Head) -> Option<Scheme> {
    match head {
        Head::Theme => Some(Scheme::Theme),
        Head::Tag => Some(Scheme::Tag),
        Head::TargetGroup => Some(Scheme::TargetGroup),
        Head::Kind => None,
    }
}

fn says_nothing(lesson: &Lesson) -> bool {
    lesson.yes.is_empty() && lesson.no.is_empty() && lesson.kind.is_none()
}

/// The kind of problem, where it is one.
fn kind_of(proposal: &Proposal) -> Option<(KindOfProblem, u8)> {
    let kind = (proposal.label.head == Head::Kind).then_some(&proposal.label.code)?;
    let confidence = percent(f64::from(proposal.confidence));
    Some((KindOfProblem::of_code(kind)?, confidence))
}

pub(super) fn example(
    ground: &Ground,
    embedder: &dyn Embedder,
    known: Option<&Vec<f32>>,
    lesson: &Lesson,
) -> Example {
    let embedded = || embedder.embed(&[&lesson.text]).pop().unwrap_or_default();
    let raw = known.cloned().unwrap_or_else(embedded);
    let label = |(scheme, code): &(Scheme, String)| Label {
        head: match scheme {
            Scheme::Theme => Head::Theme,
            Scheme::Tag => Head::Tag,
            Scheme::TargetGroup => Head::TargetGroup,
        },
        code: code.clone(),
    };
    // An issue has one kind of problem: the others are not meant.
    let kinds = |told: bool| {
        let kinds = KindOfProblem::ALL.iter();
        let kinds = kinds.filter(move |kind| lesson.kind.is_some_and(|it| (it == **kind) == told));
        kinds.map(|kind| Label {
            head: Head::Kind,
            code: kind.code().to_owned(),
        })
    };
    Example {
        features: Features::of(&lesson.text, &ground.mean.centred(&raw)),
        yes: lesson.yes.iter().map(label).chain(kinds(true)).collect(),
        no: lesson.no.iter().map(label).chain(kinds(false)).collect(),
    }
}

/// As it is stored; nothing for numbers that are none.
fn bytes_of(vector: &[f32]) -> Vec<u8> {
    let quantised = Quantised::of(vector);
    quantised
        .map(|vector| vector.to_bytes())
        .unwrap_or_default()
}

#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share between 0 and 1"
)]
pub(super) fn percent(share: f64) -> u8 {
    (share.clamp(0.0, 1.0) * 100.0).round() as u8
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn codes(of: &[(Scheme, &str)]) -> Codes {
        let owned = |(scheme, code): &(Scheme, &str)| (*scheme, (*code).to_owned());
        of.iter().map(owned).collect()
    }

    fn lesson(yes: &[(Scheme, &str)], no: &[(Scheme, &str)]) -> Lesson {
        Lesson {
            signal: Uuid::from_u128(1).into(),
            id: Uuid::from_u128(2).into(),
            text: String::new(),
            yes: codes(yes),
            no: codes(no),
            kind: None,
        }
    }

    /// What is to be learnt, and what not.
    fn new(known: &Learnt, now: &Lesson) -> Option<(Codes, Codes)> {
        known.new_in(now).map(|new| (new.yes, new.no))
    }

    #[test]
    fn a_second_decision_on_a_signal_is_learnt_with_what_belongs_to_it() {
        let (bus, work) = ((Scheme::Tag, "bus"), (Scheme::Theme, "work"));
        let known = Learnt::from(lesson(&[bus, work], &[]));
        let nothing = known.new_in(&lesson(&[bus, work], &[])).unwrap();
        assert!(says_nothing(&nothing));
        // The tag from before comes along, or it would count as left out; the theme is not learnt twice.
        let train = (Scheme::Tag, "train");
        let more = new(&known, &lesson(&[bus, train, work], &[])).unwrap();
        assert_eq!(more, (codes(&[bus, train]), codes(&[])));
        let less = new(&known, &lesson(&[bus, work], &[train])).unwrap();
        assert_eq!(less, (codes(&[]), codes(&[train])));
    }

    #[test]
    fn what_was_taken_back_cannot_be_unlearnt_piece_by_piece() {
        let (bus, work) = ((Scheme::Tag, "bus"), (Scheme::Theme, "work"));
        let known = Learnt::from(lesson(&[bus], &[work]));
        assert_eq!(known.new_in(&lesson(&[], &[work])), None);
        assert_eq!(known.new_in(&lesson(&[bus, work], &[])), None);
    }

    #[test]
    fn the_kind_of_problem_is_learnt_once_and_another_one_means_learning_anew() {
        let of = |kind| Lesson {
            kind,
            ..lesson(&[], &[])
        };
        let gap = of(Some(KindOfProblem::Gap));
        let unknown = Learnt::from(of(None));
        assert_eq!(unknown.new_in(&gap).unwrap().kind, gap.kind);
        let known = Learnt::from(gap.clone());
        assert!(says_nothing(&known.new_in(&gap).unwrap()));
        assert_eq!(known.new_in(&of(Some(KindOfProblem::Regulation))), None);
        assert_eq!(known.new_in(&of(None)), None);
    }
}
