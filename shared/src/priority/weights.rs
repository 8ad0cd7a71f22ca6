//! How much each criterion counts.

use serde::{Deserialize, Serialize};

use crate::codes::{ClosedList, WorkMode};
use crate::issue::PriorityCriterion;

/// Most that a criterion counts. Ten steps are as fine as anybody can argue about.
pub const MAX_WEIGHT: u8 = 10;
/// What each criterion counts where nobody chose: as much as any other, with room to both sides.
pub const USUAL_WEIGHT: u8 = 5;
/// In rounds three are enough (product.md, round mode).
pub const IN_ROUNDS: [PriorityCriterion; 3] = [
    PriorityCriterion::Reach,
    PriorityCriterion::Severity,
    PriorityCriterion::Feasibility,
];

/// The criteria that an authority can weigh on.
pub fn asked_in(mode: WorkMode) -> &'static [PriorityCriterion] {
    match mode {
        WorkMode::Rounds => &IN_ROUNDS,
        WorkMode::Continuous => PriorityCriterion::ALL,
    }
}

/// How much one criterion counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CriterionWeight {
    /// Which.
    pub criterion: PriorityCriterion,
    /// 0 (does not count) to 10.
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 10))]
    pub weight: u8,
}

/// Checked weights, in the order of the criteria. At least one criterion besides feasibility counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Weights(Vec<CriterionWeight>);

impl Weights {
    /// Each criterion counts as much.
    pub fn usual(mode: WorkMode) -> Self {
        let usual = |criterion: &PriorityCriterion| CriterionWeight {
            criterion: *criterion,
            weight: USUAL_WEIGHT,
        };
        Self(asked_in(mode).iter().map(usual).collect())
    }

    /// These; `None` when nothing besides feasibility would count. What is not named does not count.
    pub fn of(mode: WorkMode, named: &[CriterionWeight]) -> Option<Self> {
        let weight = |criterion: PriorityCriterion| {
            let found = named.iter().find(|one| one.criterion == criterion);
            found.map_or(0, |one| one.weight.min(MAX_WEIGHT))
        };
        let all: Vec<CriterionWeight> = asked_in(mode)
            .iter()
            .map(|&criterion| CriterionWeight {
                criterion,
                weight: weight(criterion),
            })
            .collect();
        let is_impact = |one: &CriterionWeight| {
            one.weight > 0 && one.criterion != PriorityCriterion::Feasibility
        };
        all.iter().any(is_impact).then_some(Self(all))
    }

    /// How much a criterion counts.
    pub fn weight(&self, criterion: PriorityCriterion) -> u8 {
        let found = self.0.iter().find(|one| one.criterion == criterion);
        found.map_or(0, |one| one.weight)
    }

    /// All of them, also those that do not count.
    pub fn as_slice(&self) -> &[CriterionWeight] {
        &self.0
    }

    /// The criteria that count.
    pub fn counted(&self) -> impl Iterator<Item = PriorityCriterion> {
        let counts = self.0.iter().filter(|one| one.weight > 0);
        counts.map(|one| one.criterion)
    }

    /// The same with another weight for one criterion; `None` when nothing besides feasibility would count.
    pub fn with(&self, criterion: PriorityCriterion, weight: u8) -> Option<Self> {
        let mut changed = self.0.clone();
        for one in changed.iter_mut().filter(|one| one.criterion == criterion) {
            one.weight = weight.min(MAX_WEIGHT);
        }
        let is_impact = |one: &CriterionWeight| {
            one.weight > 0 && one.criterion != PriorityCriterion::Feasibility
        };
        changed.iter().any(is_impact).then_some(Self(changed))
    }
}
