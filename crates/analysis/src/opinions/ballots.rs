//! Who said what about which statement.
#![expect(
    clippy::indexing_slicing,
    reason = "votes outside the ballots are dropped when they are made"
)]

use std::collections::BTreeMap;

use crate::numbers::real;

/// What somebody said about a statement. Nothing said is no vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Vote {
    /// Agrees.
    Agree,
    /// Disagrees.
    Disagree,
    /// Saw it and does not know.
    Pass,
}

impl Vote {
    pub(super) const fn value(self) -> f64 {
        match self {
            Self::Agree => 1.0,
            Self::Disagree => -1.0,
            Self::Pass => 0.0,
        }
    }
}

/// All votes of a conversation. Participants and statements are numbered from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ballots {
    /// Of each participant, by statement.
    votes: Vec<Vec<(usize, Vote)>>,
    /// Statements that somebody voted on.
    is_asked: Vec<bool>,
    /// Statements that a moderator took out.
    is_left_out: Vec<bool>,
}

/// Votes on one statement.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Who agrees.
    pub agree: u32,
    /// Who disagrees.
    pub disagree: u32,
    /// All who voted, with those who passed.
    pub seen: u32,
}

impl Ballots {
    /// Votes in the order in which they came: the last one of a participant on a statement counts. A participant or
    /// statement beyond the numbers given has no votes. `left_out` names statements that a moderator took out: they
    /// place nobody, are never typical and never agreed on.
    pub fn of_votes(
        participants: usize,
        statements: usize,
        votes: impl IntoIterator<Item = (usize, usize, Vote)>,
        left_out: &[usize],
    ) -> Self {
        let mut last: Vec<BTreeMap<usize, Vote>> = vec![BTreeMap::new(); participants];
        let mut is_asked = vec![false; statements];
        for (participant, statement, vote) in votes {
            if let (Some(own), Some(is_asked)) =
                (last.get_mut(participant), is_asked.get_mut(statement))
            {
                own.insert(statement, vote);
                *is_asked = true;
            }
        }
        let mut is_left_out = vec![false; statements];
        for statement in left_out {
            if let Some(is_left_out) = is_left_out.get_mut(*statement) {
                *is_left_out = true;
            }
        }
        Self {
            votes: last
                .into_iter()
                .map(|own| own.into_iter().collect())
                .collect(),
            is_asked,
            is_left_out,
        }
    }

    /// How many participants there are, with those who never voted.
    pub fn participants(&self) -> usize {
        self.votes.len()
    }

    /// How many statements there are, with those that nobody voted on.
    pub fn statements(&self) -> usize {
        self.is_asked.len()
    }

    /// How many statements somebody voted on.
    pub fn asked(&self) -> usize {
        self.is_asked.iter().filter(|is_asked| **is_asked).count()
    }

    /// True of a statement that a moderator took out.
    pub fn is_left_out(&self, statement: usize) -> bool {
        self.is_left_out.get(statement).copied().unwrap_or(false)
    }

    /// Participants with so many votes or more: who answered next to nothing stands nowhere.
    pub fn active(&self, fewest_votes: usize) -> Vec<usize> {
        let all = self.votes.iter().enumerate();
        all.filter(|(_, votes)| votes.len() >= fewest_votes)
            .map(|(participant, _)| participant)
            .collect()
    }

    /// Counts of each statement among some participants.
    pub fn counts(&self, participants: &[usize]) -> Vec<Counts> {
        let mut counts = vec![Counts::default(); self.statements()];
        for (statement, vote) in participants.iter().flat_map(|one| &self.votes[*one]) {
            let counts = &mut counts[*statement];
            counts.agree += u32::from(*vote == Vote::Agree);
            counts.disagree += u32::from(*vote == Vote::Disagree);
            counts.seen += 1;
        }
        counts
    }

    /// The mean vote on each statement, a participant counting as often as `times` says; 0 of what was taken out.
    pub(super) fn means(&self, times: &[f64]) -> Vec<f64> {
        let mut sums = vec![(0.0, 0.0); self.statements()];
        for (votes, times) in self.votes.iter().zip(times) {
            for (statement, vote) in votes {
                let (sum, all) = &mut sums[*statement];
                *sum += times * vote.value();
                *all += times;
            }
        }
        let mean = |((sum, all), is_left_out): ((f64, f64), &bool)| {
            let is_known = all > 0.0 && !is_left_out;
            if is_known { sum / all } else { 0.0 }
        };
        sums.into_iter().zip(&self.is_left_out).map(mean).collect()
    }

    /// Of each participant, by how much each vote differs from the mean. What was not voted on is taken for the mean, so
    /// it differs by nothing.
    pub(super) fn deviations(&self, means: &[f64]) -> Vec<Vec<(usize, f64)>> {
        let own = |votes: &Vec<(usize, Vote)>| {
            votes
                .iter()
                .filter(|(statement, _)| !self.is_left_out[*statement])
                .map(|(statement, vote)| (*statement, vote.value() - means[*statement]))
                .collect()
        };
        self.votes.iter().map(own).collect()
    }

    /// Of each participant, the stretch that makes up for few votes: the root of statements over votes. A statement that
    /// was taken out counts as answered by everybody, as in the reference.
    pub(super) fn stretches(&self) -> Vec<f64> {
        let gone = self.is_asked.iter().zip(&self.is_left_out);
        let gone = gone.filter(|(asked, out)| **asked && **out).count();
        let asked = real(self.asked());
        let own = |votes: &Vec<(usize, Vote)>| {
            let counted = votes.iter().filter(|(one, _)| !self.is_left_out[*one]);
            (asked / real((counted.count() + gone).max(1))).sqrt()
        };
        self.votes.iter().map(own).collect()
    }
}
