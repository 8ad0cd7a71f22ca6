//! How good proposals were: what became of them, and whether of those that were said with 80 %, 80 % were right.

use serde::{Deserialize, Serialize};

use crate::time::Day;

/// Fewer decisions say nothing, and might tell of single signals.
pub const LEAST_DECISIONS: u32 = 5;
/// Confidences of this many percent stand together.
const WIDTH: u8 = 10;

crate::closed_list! {
    /// What was proposed.
    SuggestionKind {
        /// A theme.
        Theme = "theme",
        /// A tag.
        Tag = "tag",
        /// A target group.
        TargetGroup = "targetGroup",
        /// The kind of problem of an issue.
        KindOfProblem = "kindOfProblem",
        /// Another signal about the same thing.
        Similar = "similar",
    }
}

/// What became of what models proposed, as totals of the authority: never per person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SuggestionRecord {
    /// Per kind and model; the model that proposed last stands first in its kind.
    pub kinds: Vec<KindRecord>,
}

/// Of one kind and one model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct KindRecord {
    /// What was proposed.
    pub kind: SuggestionKind,
    /// Which model proposed it.
    #[cfg_attr(feature = "openapi", schema(example = "multilingual-e5-small-q4-1"))]
    pub model: String,
    /// What became of it.
    #[serde(flatten)]
    pub fates: Fates,
    /// Of a hundred that somebody decided about, so many were accepted; absent with fewer than five decisions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 100, example = 81))]
    pub acceptance: Option<u8>,
    /// Of a hundred that somebody decided about, so many were replaced by something that the model did not propose; absent
    /// with fewer than five decisions, and for similar signals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 100, example = 6))]
    pub overridden: Option<u8>,
    /// Whether what was said with some confidence was right as often; groups with fewer than five decisions are left out.
    /// None for similar signals, whose likeness is no probability.
    pub calibration: Vec<Calibration>,
}

/// How many proposals had which end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Fates {
    /// All that were shown.
    pub shown: u32,
    /// Somebody accepted them. Similar signals: both belong to one issue, or one was closed as a duplicate of the other.
    pub accepted: u32,
    /// Somebody rejected them. Similar signals: somebody said that the two are not the same.
    pub rejected: u32,
    /// Somebody rejected them and chose something else in their place that was not proposed.
    pub corrected: u32,
    /// Nobody decided.
    pub open: u32,
}

impl Fates {
    /// About how many somebody decided.
    pub const fn decided(self) -> u32 {
        self.accepted
            .saturating_add(self.rejected)
            .saturating_add(self.corrected)
    }

    /// Of a hundred decided ones how many are among `some`; nothing when there are too few.
    pub fn share_of(self, some: u32) -> Option<u8> {
        let enough = self.decided() >= LEAST_DECISIONS;
        enough.then(|| percent(some.into(), self.decided().into()))
    }
}

/// What was said with confidences that are near each other, and how often it was right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Calibration {
    /// From this confidence on, in percent.
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 90, example = 80))]
    pub from: u8,
    /// Up to this one, in percent; it belongs to the next group, except 100.
    #[cfg_attr(feature = "openapi", schema(minimum = 10, maximum = 100, example = 90))]
    pub to: u8,
    /// What was said on average, in percent.
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 100, example = 84))]
    pub said: u8,
    /// How many of a hundred were right.
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 100, example = 77))]
    pub right: u8,
    /// On how many decisions that rests.
    pub decisions: u32,
}

/// A confidence in percent, whether it was right, and how often that happened.
pub type Outcome = (u8, bool, u32);

/// Groups outcomes by confidence; groups with fewer than [`LEAST_DECISIONS`] are left out.
pub fn calibration(outcomes: impl IntoIterator<Item = Outcome>) -> Vec<Calibration> {
    #[derive(Default, Clone, Copy)]
    struct Sum {
        said: u64,
        right: u64,
        all: u64,
    }
    let mut sums = [Sum::default(); 10];
    for (confidence, is_right, count) in outcomes {
        let confidence = confidence.min(100);
        let group = usize::from(confidence / WIDTH).min(sums.len() - 1);
        if let Some(sum) = sums.get_mut(group) {
            let count = u64::from(count);
            sum.said += u64::from(confidence) * count;
            sum.right += if is_right { count } else { 0 };
            sum.all += count;
        }
    }
    let groups = (0..100).step_by(usize::from(WIDTH)).zip(sums);
    let enough = groups.filter(|(_, sum)| sum.all >= u64::from(LEAST_DECISIONS));
    enough
        .map(|(from, sum)| Calibration {
            from,
            to: from + WIDTH,
            said: percent(sum.said, sum.all * 100),
            right: percent(sum.right, sum.all),
            decisions: u32::try_from(sum.all).unwrap_or(u32::MAX),
        })
        .collect()
}

/// Rounded; nothing of nothing is nothing.
pub fn percent(part: u64, whole: u64) -> u8 {
    let rounded = (part * 200 + whole) / (whole.max(1) * 2);
    u8::try_from(rounded.min(100)).unwrap_or(100)
}

/// Which proposals are asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SuggestionPeriod {
    /// Proposed on or after, in UTC.
    pub from: Option<Day>,
    /// Proposed on or before, in UTC.
    pub to: Option<Day>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_with_eighty_is_held_against_how_often_it_was_right() {
        let outcomes = [(81, true, 6), (87, true, 1), (89, false, 3)];
        assert_eq!(
            calibration(outcomes),
            [Calibration {
                from: 80,
                to: 90,
                said: 84,
                right: 70,
                decisions: 10
            }]
        );
    }

    #[test]
    fn a_group_with_four_decisions_is_not_shown_and_one_with_five_is() {
        assert_eq!(calibration([(72, true, 4)]), []);
        assert_eq!(calibration([(72, true, 4), (79, false, 1)])[0].right, 80);
        assert_eq!(calibration([(79, true, 4), (80, true, 4)]), []);
    }

    #[test]
    fn a_hundred_percent_belongs_to_the_last_group() {
        let of_hundred = calibration([(100, true, 5), (90, false, 5)]);
        assert_eq!((of_hundred[0].from, of_hundred[0].to), (90, 100));
        assert_eq!((of_hundred[0].said, of_hundred[0].right), (95, 50));
    }

    #[test]
    fn shares_need_five_decisions() {
        let fates = Fates {
            shown: 9,
            accepted: 3,
            rejected: 1,
            ..Fates::default()
        };
        assert_eq!(fates.share_of(fates.accepted), None);
        let fates = Fates {
            corrected: 1,
            ..fates
        };
        assert_eq!(fates.share_of(fates.accepted), Some(60));
        assert_eq!(fates.share_of(fates.corrected), Some(20));
    }

    #[test]
    fn percents_are_rounded() {
        assert_eq!((percent(2, 3), percent(1, 3), percent(0, 0)), (67, 33, 0));
        assert_eq!(percent(1, 200), 1, "half is rounded up");
    }
}
