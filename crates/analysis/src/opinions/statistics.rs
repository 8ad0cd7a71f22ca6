//! How a group votes on each statement, and how that differs from all others.

use super::ballots::{Ballots, Counts};

/// Which way a group leans.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// It agrees.
    Agree,
    /// It disagrees.
    Disagree,
}

/// Votes of one kind, agree or disagree, of one group on one statement.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Side {
    /// How many.
    pub votes: u32,
    /// Their share of all who saw it, with one more vote for and one against (Laplace), so that one of one is not all.
    pub share: f64,
    /// How surely that is more than half, in standard deviations.
    pub share_test: f64,
    /// The share, divided by the same of everybody outside the group.
    pub ratio: f64,
    /// How surely the group votes so more than the others do, in standard deviations.
    pub ratio_test: f64,
}

/// One statement as one group sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Compared {
    /// All who voted, with those who passed.
    pub seen: u32,
    /// Who agrees.
    pub agree: Side,
    /// Who disagrees.
    pub disagree: Side,
}

impl Compared {
    /// The side that sets the group apart more.
    pub(super) fn leaning(&self) -> (Direction, &Side) {
        if self.agree.ratio_test > self.disagree.ratio_test {
            (Direction::Agree, &self.agree)
        } else {
            (Direction::Disagree, &self.disagree)
        }
    }
}

/// Everything that sets groups apart: by group, then by statement. `groups` lists the participants of each.
pub fn compare(ballots: &Ballots, groups: &[Vec<usize>]) -> Vec<Vec<Compared>> {
    let counts: Vec<Vec<Counts>> = groups.iter().map(|group| ballots.counts(group)).collect();
    let everybody = ballots.counts(&groups.concat());
    let of_group = |counts: &Vec<Counts>| {
        let pairs = counts.iter().zip(&everybody);
        pairs.map(|(own, all)| of_one(*own, *all)).collect()
    };
    counts.iter().map(of_group).collect()
}

fn of_one(own: Counts, all: Counts) -> Compared {
    let others = all.seen - own.seen;
    Compared {
        seen: own.seen,
        agree: side(own.agree, own.seen, all.agree - own.agree, others),
        disagree: side(own.disagree, own.seen, all.disagree - own.disagree, others),
    }
}

fn side(votes: u32, seen: u32, votes_of_others: u32, seen_by_others: u32) -> Side {
    Side {
        votes,
        share: share(votes, seen),
        share_test: more_than_half(votes, seen),
        ratio: share(votes, seen) / share(votes_of_others, seen_by_others),
        ratio_test: more_than(votes, seen, votes_of_others, seen_by_others),
    }
}

/// Laplace's rule: one more for and one more against.
pub(super) fn share(votes: u32, seen: u32) -> f64 {
    f64::from(votes + 1) / f64::from(seen + 2)
}

/// The test of one proportion against a half, with one vote more for.
pub(super) fn more_than_half(votes: u32, seen: u32) -> f64 {
    let seen = f64::from(seen + 1);
    2.0 * seen.sqrt() * (f64::from(votes + 1) / seen - 0.5)
}

/// The test of two proportions against each other, each with one vote more for.
fn more_than(votes: u32, seen: u32, votes_of_others: u32, seen_by_others: u32) -> f64 {
    let (own, own_seen) = (f64::from(votes + 1), f64::from(seen + 1));
    let (other, other_seen) = (
        f64::from(votes_of_others + 1),
        f64::from(seen_by_others + 1),
    );
    let together = (own + other) / (own_seen + other_seen);
    // Everybody votes so: no difference to test, and the formula would divide by zero.
    if votes == seen && votes_of_others == seen_by_others {
        return 0.0;
    }
    let error = (together * (1.0 - together) * (1.0 / own_seen + 1.0 / other_seen)).sqrt();
    (own / own_seen - other / other_seen) / error
}
