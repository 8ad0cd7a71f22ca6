//! What several people scored on one criterion: counts per score, never who gave which.

use serde::{Deserialize, Serialize};

use crate::codes::ClosedList;
use crate::issue::{PriorityCriterion, Score};

/// All scores on one criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Spread {
    /// On what.
    pub criterion: PriorityCriterion,
    /// How many people gave a 1, a 2, a 3, a 4 and a 5.
    pub counts: [u32; 5],
}

/// The spread on each criterion that somebody scored, in the order of the criteria. Scores outside 1 to 5 do not count.
pub fn spreads(scores: &[Score]) -> Vec<Spread> {
    let of = |&criterion: &PriorityCriterion| {
        let mut counts = [0; 5];
        for (count, step) in counts.iter_mut().zip(1_u8..) {
            let same = |score: &&Score| score.criterion == criterion && score.score == step;
            *count = u32::try_from(scores.iter().filter(same).count()).unwrap_or(u32::MAX);
        }
        counts
            .iter()
            .any(|count| *count > 0)
            .then_some(Spread { criterion, counts })
    };
    PriorityCriterion::ALL.iter().filter_map(of).collect()
}

impl Spread {
    /// How many people scored.
    pub fn scorers(&self) -> u32 {
        self.counts.iter().sum()
    }

    /// The lowest score, 1 to 5; 0 when nobody scored.
    pub fn lowest(&self) -> u8 {
        self.steps().map(|(step, _)| step).next().unwrap_or(0)
    }

    /// The highest score, 1 to 5; 0 when nobody scored.
    pub fn highest(&self) -> u8 {
        self.steps().map(|(step, _)| step).last().unwrap_or(0)
    }

    /// Twice the median, so that it is a whole number: 2 to 10; 0 when nobody scored. Half of the people are not below,
    /// half are not above; one person with a very different view does not move it far.
    pub fn median_twice(&self) -> u32 {
        let scorers = self.scorers();
        let at = |wanted: u32| {
            let mut seen = 0;
            let found = self.steps().find(|(_, count)| {
                seen += count;
                seen > wanted
            });
            found.map_or(0, |(step, _)| u32::from(step))
        };
        match scorers {
            0 => 0,
            _ => at((scorers - 1) / 2) + at(scorers / 2),
        }
    }

    /// Scores that somebody gave, with how many people did.
    pub fn steps(&self) -> impl Iterator<Item = (u8, u32)> {
        let steps = (1_u8..).zip(self.counts.iter().copied());
        steps.filter(|(_, count)| *count > 0)
    }
}
