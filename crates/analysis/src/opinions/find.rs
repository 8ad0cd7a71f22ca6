//! Groups that hold, or the answer that there are none.
#![expect(
    clippy::indexing_slicing,
    reason = "active participants are participants of the plane"
)]

use super::ballots::Ballots;
use super::consensus::{Consensus, consensus, in_every_group};
use super::cut::{Cut, leftmost};
use super::dice::Dice;
use super::plane::{Basis, Plane, Point};
use super::priority::{Priority, priorities};
use super::silhouette::silhouettes;
use super::stability::{Cuts, Stability, found_again};
use super::statistics::{Compared, compare};
use super::typical::{Typical, typical};

/// What must hold before groups are told.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// Who voted less often is in no group; where fewer statements are asked, who voted on all is.
    pub fewest_votes: usize,
    /// More groups cannot be told in a room.
    pub most_groups: usize,
    /// Smaller groups would point at persons (product.md: no breakdown under 5).
    pub smallest_group: usize,
    /// Random starts for each number of groups.
    pub restarts: usize,
    /// Samples of participants.
    pub samples: usize,
    /// The least silhouette: below, there is no substantial structure (Kaufman and Rousseeuw 1990, table 4).
    pub least_apart: f64,
    /// The least agreement of restarts: good recovery begins here (Steinley 2004, doi:10.1037/1082-989X.9.3.386).
    pub least_restarts: f64,
    /// The least share of each group that samples find again: below, a group is no stable one (Hennig 2007).
    pub least_samples: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            fewest_votes: 7,
            most_groups: 5,
            smallest_group: 5,
            restarts: 12,
            samples: 25,
            least_apart: 0.25,
            least_restarts: 0.8,
            least_samples: 0.75,
        }
    }
}

/// All that votes on statements tell.
#[derive(Debug, Clone, PartialEq)]
pub struct Opinions {
    /// Where everybody stands.
    pub plane: Plane,
    /// What a clear majority says.
    pub consensus: Consensus,
    /// How much asking each statement would tell.
    pub priorities: Vec<Priority>,
    /// Groups that hold, or why there are none.
    pub groups: Result<Groups, NoGroups>,
}

/// Groups that hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Groups {
    /// The largest first.
    pub groups: Vec<Group>,
    /// How far apart they are, -1 to 1.
    pub silhouette: f64,
    /// How far they hold.
    pub stability: Stability,
    /// Of each statement, how much every group agrees and disagrees.
    pub in_every_group: Vec<[f64; 2]>,
}

/// Participants who answer alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Who is in it. Nobody is ever told: only counts leave the server.
    pub participants: Vec<usize>,
    /// Its middle.
    pub centre: Point,
    /// What it is known by: nothing that less than half of it says.
    pub typical: Vec<Typical>,
    /// How it votes on each statement.
    pub compared: Vec<Compared>,
}

/// Why no groups are told.
#[derive(Debug, Clone, PartialEq)]
pub enum NoGroups {
    /// Too few people voted on enough statements.
    TooFew {
        /// Who did.
        active: usize,
        /// Two groups of the smallest size.
        needed: usize,
    },
    /// Everybody votes alike.
    AllAlike,
    /// Every way to cut them leaves a group that is too small.
    TooSmall,
    /// They are one cloud.
    OneCloud {
        /// How far apart the best groups would be.
        silhouette: f64,
    },
    /// Other starts or other samples give other groups.
    Unstable {
        /// How many there would be.
        groups: usize,
        /// How far apart they would be.
        silhouette: f64,
        /// How little they hold.
        stability: Stability,
    },
}

/// Looks for groups. The same ballots, settings and seed give the same bytes.
///
/// O(participants² + samples · votes² per participant): 2,000 participants and 200 statements take some 100 ms.
pub fn find(ballots: &Ballots, settings: &Settings, seed: u64) -> Opinions {
    let basis = Basis::whole(ballots);
    let plane = basis.plane(ballots);
    let fewest_votes = settings.fewest_votes.min(ballots.asked()).max(1);
    let active = ballots.active(fewest_votes);
    Opinions {
        consensus: consensus(ballots),
        priorities: priorities(ballots, &plane, &active),
        groups: groups(ballots, &basis, &plane, &active, settings, seed),
        plane,
    }
}

fn groups(
    ballots: &Ballots,
    basis: &Basis,
    plane: &Plane,
    active: &[usize],
    settings: &Settings,
    seed: u64,
) -> Result<Groups, NoGroups> {
    let needed = 2 * settings.smallest_group.max(1);
    if active.len() < needed {
        return Err(NoGroups::TooFew {
            active: active.len(),
            needed,
        });
    }
    let points: Vec<Point> = active.iter().map(|one| plane.participants[*one]).collect();
    let mut dice = Dice(seed);
    let different = leftmost(&points, settings.most_groups).len();
    if different < 2 || plane.variances[0] <= 0.0 {
        return Err(NoGroups::AllAlike);
    }
    let mut decent = Vec::new();
    for k in 2..=different {
        let mut starts = vec![leftmost(&points, k)];
        starts.extend((0..settings.restarts).map(|_| dice.starts(&points, k)));
        let cuts = Cuts::of(&points, &starts);
        decent.extend(cuts.filter(|cuts| smallest(cuts.best()) >= settings.smallest_group));
    }
    let labels: Vec<&[usize]> = decent.iter().map(|cuts| &*cuts.best().labels).collect();
    let apart = silhouettes(&points, &labels);
    // Of equals the fewest groups.
    let best = decent.iter().zip(apart).rev();
    let Some((cuts, silhouette)) = best.max_by(|(_, one), (_, other)| one.total_cmp(other)) else {
        return Err(NoGroups::TooSmall);
    };
    if silhouette < settings.least_apart {
        return Err(NoGroups::OneCloud { silhouette });
    }
    let (labels, centres) = largest_first(cuts.best());
    let k = centres.len();
    let stability = Stability {
        restarts: cuts.likeness(),
        samples: found_again(
            ballots,
            basis,
            active,
            &labels,
            k,
            settings.samples,
            &mut dice,
        ),
    };
    let is_steady = stability.restarts >= settings.least_restarts
        && stability
            .samples
            .iter()
            .all(|share| *share >= settings.least_samples);
    if !is_steady {
        return Err(NoGroups::Unstable {
            groups: k,
            silhouette,
            stability,
        });
    }
    let mut members = vec![Vec::new(); k];
    for (participant, label) in active.iter().zip(&labels) {
        members[*label].push(*participant);
    }
    let compared = compare(ballots, &members);
    let in_every_group = in_every_group(&compared);
    let group = |((participants, centre), compared): ((Vec<usize>, Point), Vec<Compared>)| Group {
        participants,
        centre,
        typical: said_by_most(typical(ballots, &compared)),
        compared,
    };
    let groups = members.into_iter().zip(centres).zip(compared);
    Ok(Groups {
        groups: groups.map(group).collect(),
        silhouette,
        stability,
        in_every_group,
    })
}

fn smallest(cut: &Cut) -> usize {
    sizes(cut).into_iter().min().unwrap_or(0)
}

fn sizes(cut: &Cut) -> Vec<usize> {
    let mut sizes = vec![0; cut.centres.len()];
    for label in &cut.labels {
        sizes[*label] += 1;
    }
    sizes
}

/// Labels and centres, numbered anew: the largest group is 0; of equal ones, that of the first participant.
fn largest_first(cut: &Cut) -> (Vec<usize>, Vec<Point>) {
    let sizes = sizes(cut);
    let first = |label: &usize| cut.labels.iter().position(|one| one == label);
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|label| (std::cmp::Reverse(sizes[*label]), first(label)));
    let mut numbers = vec![0; order.len()];
    for (number, label) in order.iter().enumerate() {
        numbers[*label] = number;
    }
    let labels = cut.labels.iter().map(|label| numbers[*label]).collect();
    (
        labels,
        order.iter().map(|label| cut.centres[*label]).collect(),
    )
}

/// The reference's head of the list is chosen for agreement and then told by the side that sets the group apart, which may be
/// what next to nobody says (scoop-hivemind.freshwater: 0 of 23). Nobody should read that.
fn said_by_most(mut typical: Vec<Typical>) -> Vec<Typical> {
    typical.retain(|one| {
        let side = match one.direction {
            super::Direction::Agree => one.compared.agree,
            super::Direction::Disagree => one.compared.disagree,
        };
        side.share > 0.5
    });
    typical
}
