//! What people send: weights, an order, whose scores are shown.

use serde::{Deserialize, Serialize};

use super::weights::{CriterionWeight, MAX_WEIGHT, Weights, asked_in};
use crate::codes::WorkMode;
use crate::draft::{Broken, Check};
use crate::id::IssueId;
use crate::problem::{Code as ProblemCode, Invalid};

/// Most issues that get their place at once: more than any meeting can look at.
pub const MAX_IN_ORDER: usize = 100;

/// Weights as chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WeightsDraft {
    /// One for each criterion that counts; absent: each counts as much again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weights: Option<Vec<CriterionWeight>>,
}

impl WeightsDraft {
    /// 0 to 10, each criterion once, in round mode only the three, and something besides feasibility counts.
    pub fn parse(self, mode: WorkMode) -> Result<Option<Weights>, Invalid> {
        let Some(weights) = self.weights else {
            return Ok(None);
        };
        let mut check = Check::default();
        for (position, one) in weights.iter().enumerate() {
            if one.weight > MAX_WEIGHT {
                check.note(
                    &format!("/weights/{position}/weight"),
                    Broken::limit(
                        ProblemCode::OutOfRange,
                        MAX_WEIGHT.into(),
                        one.weight.into(),
                    ),
                );
            }
            let mut earlier = weights.iter().take(position);
            let is_double = earlier.any(|other| other.criterion == one.criterion);
            let is_asked = asked_in(mode).contains(&one.criterion) || one.weight == 0;
            if is_double || !is_asked {
                check.note(
                    &format!("/weights/{position}/criterion"),
                    Broken::rule(ProblemCode::InvalidValue),
                );
            }
        }
        let checked = Weights::of(mode, &weights);
        if checked.is_none() {
            check.note("/weights", Broken::rule(ProblemCode::Required));
        }
        check.finish(checked).map(Some)
    }
}

/// An issue as somebody saw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IssueVersion {
    /// Which.
    pub id: IssueId,
    /// In which version.
    pub version: u64,
}

/// Issues in the order that a person confirms or chose.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OrderDraft {
    /// The first is the most important; at most 100.
    pub issues: Vec<IssueVersion>,
}

impl OrderDraft {
    /// At least one, at most 100, each once.
    pub fn parse(self) -> Result<Vec<IssueVersion>, Invalid> {
        let ids: Vec<IssueId> = self.issues.iter().map(|issue| issue.id).collect();
        each_once(&ids, |position| format!("/issues/{position}/id"))?;
        Ok(self.issues)
    }
}

/// Issues whose scores everybody may see, also who scored nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OpenScoresDraft {
    /// At most 100.
    pub issues: Vec<IssueId>,
}

impl OpenScoresDraft {
    /// At least one, at most 100, each once.
    pub fn parse(self) -> Result<Vec<IssueId>, Invalid> {
        each_once(&self.issues, |position| format!("/issues/{position}"))?;
        Ok(self.issues)
    }
}

fn each_once(ids: &[IssueId], pointer: impl Fn(usize) -> String) -> Result<(), Invalid> {
    let mut check = Check::default();
    if ids.is_empty() {
        check.note("/issues", Broken::rule(ProblemCode::Required));
    }
    if ids.len() > MAX_IN_ORDER {
        let broken = Broken::limit(ProblemCode::TooLong, MAX_IN_ORDER, ids.len());
        check.note("/issues", broken);
    }
    for (position, id) in ids.iter().enumerate() {
        if ids.iter().take(position).any(|earlier| earlier == id) {
            check.note(&pointer(position), Broken::rule(ProblemCode::InvalidValue));
        }
    }
    check.finish(Some(()))
}
