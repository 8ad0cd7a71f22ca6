//! What everybody says, whatever group they are in.

use super::ballots::{Ballots, Counts};
use super::statistics::{Compared, more_than_half, share};
use super::typical::SIGNIFICANT;

/// More are not read.
const MOST: usize = 5;

/// A statement on which a clear majority of all agrees, or disagrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Agreed {
    /// Its number.
    pub statement: usize,
    /// Who says so.
    pub votes: u32,
    /// Who saw it.
    pub seen: u32,
    /// As [`super::Side::share`].
    pub share: f64,
    /// As [`super::Side::share_test`].
    pub share_test: f64,
}

/// What a clear majority says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Consensus {
    /// Agreed with, the clearest first; at most five.
    pub agree: Vec<Agreed>,
    /// Rejected, the clearest first; at most five.
    pub disagree: Vec<Agreed>,
}

/// What a majority of all participants says, significantly (90 %), also of those with few votes.
pub fn consensus(ballots: &Ballots) -> Consensus {
    let everybody: Vec<usize> = (0..ballots.participants()).collect();
    let counts = ballots.counts(&everybody);
    let side = |votes: fn(&Counts) -> u32| {
        let agreed = |(statement, counts): (usize, &Counts)| Agreed {
            statement,
            votes: votes(counts),
            seen: counts.seen,
            share: share(votes(counts), counts.seen),
            share_test: more_than_half(votes(counts), counts.seen),
        };
        let mut found: Vec<Agreed> = counts
            .iter()
            .enumerate()
            .filter(|(statement, _)| !ballots.is_left_out(*statement))
            .map(agreed)
            .filter(|one| one.share > 0.5 && one.share_test > SIGNIFICANT)
            .collect();
        let weight = |one: &Agreed| one.share * one.share_test;
        found.sort_by(|one, other| weight(other).total_cmp(&weight(one)));
        found.truncate(MOST);
        found
    };
    Consensus {
        agree: side(|counts| counts.agree),
        disagree: side(|counts| counts.disagree),
    }
}

/// Of each statement, how much every group agrees and disagrees, 0 to 1: the product of the shares of all groups, which a
/// single group that says otherwise makes small. Numbers of [`super::compare`].
pub fn in_every_group(groups: &[Vec<Compared>]) -> Vec<[f64; 2]> {
    let statements = groups.first().map_or(0, Vec::len);
    let mut products = vec![[1.0; 2]; statements];
    for group in groups {
        for (product, compared) in products.iter_mut().zip(group) {
            product[0] *= compared.agree.share;
            product[1] *= compared.disagree.share;
        }
    }
    products
}
