//! Statements by which a group is known.

use super::ballots::Ballots;
use super::statistics::{Compared, Direction};

/// A z of 90 % on one side.
pub(super) const SIGNIFICANT: f64 = 1.281_551_565_544_600_4;
/// More are not read.
const MOST: usize = 5;

/// A statement that tells a group from the others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Typical {
    /// Its number.
    pub statement: usize,
    /// What the group says to it, more than the others.
    pub direction: Direction,
    /// The numbers behind it.
    pub compared: Compared,
    /// It stands here because the group agrees with it, not because that sets the group apart.
    pub is_best_agreed: bool,
}

/// At most five statements by which a group is known, those it agrees with first. Numbers of [`super::compare`], by statement.
///
/// The rule is the reference's: what the group agrees with best, then what is significant on both tests, by the product of
/// its four numbers; where nothing is, the one that sets it apart most.
pub fn typical(ballots: &Ballots, of_group: &[Compared]) -> Vec<Typical> {
    let open = of_group.iter().enumerate();
    let open: Vec<(usize, &Compared)> =
        open.filter(|(one, _)| !ballots.is_left_out(*one)).collect();
    let mut significant: Vec<Typical> = open
        .iter()
        .filter(|(_, compared)| is_significant(compared))
        .map(|(statement, compared)| of(*statement, compared, false))
        .collect();
    significant.sort_by(|one, other| weight(other).total_cmp(&weight(one)));
    let head = best_agreed(&open).or_else(|| {
        let nothing = significant.is_empty();
        nothing.then(|| most_apart(&open)).flatten()
    });
    let Some(head) = head else {
        return Vec::new();
    };
    significant.retain(|one| one.statement != head.statement);
    let mut chosen = vec![head];
    chosen.extend(significant);
    chosen.truncate(MOST);
    chosen.sort_by_key(|one| one.direction);
    chosen
}

fn of(statement: usize, compared: &Compared, is_best_agreed: bool) -> Typical {
    Typical {
        statement,
        direction: compared.leaning().0,
        compared: *compared,
        is_best_agreed,
    }
}

fn is_significant(compared: &Compared) -> bool {
    [compared.agree, compared.disagree]
        .iter()
        .any(|side| side.share_test > SIGNIFICANT && side.ratio_test > SIGNIFICANT)
}

fn weight(one: &Typical) -> f64 {
    let (_, side) = one.compared.leaning();
    side.ratio * side.ratio_test * side.share * side.share_test
}

fn best_agreed(open: &[(usize, &Compared)]) -> Option<Typical> {
    let mut best: Option<(usize, &Compared)> = None;
    for (statement, compared) in open {
        if compared.agree.votes == 0 && compared.disagree.votes == 0 {
            continue;
        }
        if is_better_agreed(compared, best.map(|(_, best)| best)) {
            best = Some((*statement, compared));
        }
    }
    best.map(|(statement, compared)| of(statement, compared, true))
}

/// Once something sets the group apart, all four numbers decide; before, only how many agree.
fn is_better_agreed(this: &Compared, best: Option<&Compared>) -> bool {
    let all = |one: &Compared| {
        let side = one.agree;
        side.ratio * side.ratio_test * side.share * side.share_test
    };
    let agreed = |one: &Compared| one.agree.share * one.agree.share_test;
    match best {
        Some(best) if best.agree.ratio > 1.0 => all(this) > all(best),
        Some(best) => agreed(this) > agreed(best),
        None => {
            this.agree.share_test > SIGNIFICANT
                || (this.agree.ratio > 1.0 && this.agree.share > 0.5)
        }
    }
}

fn most_apart(open: &[(usize, &Compared)]) -> Option<Typical> {
    let apart = |one: &Compared| one.agree.ratio_test.max(one.disagree.ratio_test);
    let mut best: Option<(usize, &Compared)> = None;
    for (statement, compared) in open {
        if best.is_none_or(|(_, best)| apart(compared) > apart(best)) {
            best = Some((*statement, compared));
        }
    }
    best.map(|(statement, compared)| of(statement, compared, false))
}
