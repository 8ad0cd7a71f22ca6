//! The order of issues: exact, fair to who scored when, and honest about how much hangs on the weights.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use shared::codes::{ClosedList, WorkMode};
use shared::id::IssueId;
use shared::issue::{PriorityCriterion, Score};
use shared::priority::{
    CriterionWeight, Flip, IssueVersion, OpenScoresDraft, OrderDraft, Spread, Weighed, Weights,
    WeightsDraft, feasibility, flips, impact, is_by_hand, places, spreads, steadiness, total,
};
use uuid::Uuid;

use WorkMode::{Continuous, Rounds};

use PriorityCriterion::{Feasibility, Reach, Severity, Trend, Urgency};

fn score(criterion: PriorityCriterion, score: u8) -> Score {
    Score { criterion, score }
}

/// What one person scored on three criteria.
fn scored(reach: u8, severity: u8, feasibility: u8) -> Vec<Score> {
    vec![
        score(Reach, reach),
        score(Severity, severity),
        score(Feasibility, feasibility),
    ]
}

fn usual() -> Weights {
    Weights::usual(WorkMode::Continuous)
}

fn weights(of: &[(PriorityCriterion, u8)]) -> Weights {
    let of: Vec<CriterionWeight> = of
        .iter()
        .map(|&(criterion, weight)| CriterionWeight { criterion, weight })
        .collect();
    Weights::of(WorkMode::Continuous, &of).unwrap_or_else(usual)
}

fn tenths(weighed: Option<Weighed>) -> Option<u32> {
    weighed.map(Weighed::tenths)
}

fn totals(issues: &[Vec<Spread>], weights: &Weights) -> Vec<Option<Weighed>> {
    issues.iter().map(|issue| total(issue, weights)).collect()
}

#[test]
fn a_spread_counts_scores_and_knows_its_middle() {
    let given = [1, 5, 4].map(|given| score(Reach, given));
    let spread = &spreads(&given)[0];
    assert_eq!(spread.counts, [1, 0, 0, 1, 1]);
    assert_eq!((spread.lowest(), spread.highest()), (1, 5));
    assert_eq!(spread.median_twice(), 8, "4");
    let even = [2, 5].map(|given| score(Reach, given));
    assert_eq!(spreads(&even)[0].median_twice(), 7, "3.5");
    assert!(spreads(&[]).is_empty());
}

#[test]
fn one_person_with_another_view_does_not_move_the_middle_far() {
    let agreed = [4, 4, 4, 5].map(|given| score(Severity, given));
    let against = [4, 4, 4, 1].map(|given| score(Severity, given));
    assert_eq!(
        spreads(&agreed)[0].median_twice(),
        spreads(&against)[0].median_twice()
    );
}

#[test]
fn impact_is_everything_but_feasibility() {
    let issue = spreads(&scored(5, 4, 1));
    assert_eq!(tenths(total(&issue, &usual())), Some(33));
    assert_eq!(tenths(impact(&issue, &usual())), Some(45));
    assert_eq!(tenths(feasibility(&issue)), Some(10));
    let heavier = weights(&[(Reach, 10), (Severity, 5)]);
    assert_eq!(tenths(total(&issue, &heavier)), Some(47));
}

#[test]
fn what_was_not_scored_is_no_low_score() {
    let whole = spreads(&scored(4, 4, 4));
    let part = spreads(&[score(Reach, 4)]);
    assert_eq!(total(&whole, &usual()), total(&part, &usual()));
    assert_eq!(total(&[], &usual()), None);
    assert_eq!(impact(&spreads(&[score(Feasibility, 5)]), &usual()), None);
    let uncounted = spreads(&[score(Trend, 5)]);
    assert_eq!(total(&uncounted, &weights(&[(Reach, 5)])), None);
}

#[test]
fn equal_ones_share_a_place_and_the_next_counts_on() {
    let issues = [(5, 5, 5), (3, 3, 3), (4, 2, 3), (1, 1, 1)]
        .map(|(reach, severity, can)| spreads(&scored(reach, severity, can)));
    let found = places(&totals(&issues, &usual()));
    assert_eq!(found, [Some(1), Some(2), Some(2), Some(4)]);
    let unscored = places(&totals(&[Vec::new(), issues[0].clone()], &usual()));
    assert_eq!(unscored, [None, Some(1)]);
}

#[test]
fn equal_ones_may_stand_either_way_and_anything_else_was_done_by_hand() {
    assert!(!is_by_hand(&[1, 2, 2, 4]));
    assert!(!is_by_hand(&[]));
    assert!(is_by_hand(&[2, 1]));
    assert!(is_by_hand(&[1, 4, 2, 2]));
}

#[test]
fn an_order_far_apart_holds_and_a_close_one_tells_what_flips_it() {
    let far =
        [(5, 5, 5), (1, 1, 1)].map(|(reach, severity, can)| spreads(&scored(reach, severity, can)));
    let found = steadiness(&far, &usual());
    let first = found[0].unwrap();
    assert_eq!((first.best, first.worst), (1, 1));
    assert_eq!(first.kept, first.of);
    assert_eq!(first.of, 512, "nine criteria, two ways each");
    assert!(flips(&far, &usual()).is_empty());

    // 5+2 against 2+4: one point of difference.
    let close = [
        spreads(&[score(Reach, 5), score(Severity, 2)]),
        spreads(&[score(Reach, 2), score(Severity, 4)]),
    ];
    let two = weights(&[(Reach, 5), (Severity, 5)]);
    let found = flips(&close, &two);
    let nearest = Flip {
        above: 0,
        below: 1,
        criterion: Reach,
        from: 5,
        to: 3,
    };
    assert_eq!(found, [nearest]);
    let moved = two.with(Reach, 3).unwrap();
    assert_eq!(places(&totals(&close, &moved)), [Some(2), Some(1)]);
    assert_eq!(
        places(&totals(&close, &two.with(Reach, 4).unwrap())),
        [Some(1), Some(2)],
        "and not a step earlier"
    );
}

#[test]
fn ten_per_cent_can_be_enough() {
    let close = [
        spreads(&[score(Reach, 5), score(Severity, 4)]),
        spreads(&[score(Reach, 4), score(Severity, 5)]),
        spreads(&[score(Reach, 1), score(Severity, 1)]),
    ];
    let nearly = weights(&[(Reach, 10), (Severity, 9)]);
    let found: Vec<_> = steadiness(&close, &nearly).into_iter().flatten().collect();
    assert_eq!((found[0].best, found[0].worst), (1, 2));
    assert_eq!((found[0].kept, found[0].of), (3, 4));
    assert_eq!((found[2].best, found[2].worst), (3, 3));
}

#[test]
fn weights_are_whole_from_nought_to_ten_and_something_besides_feasibility_counts() {
    let weight = |criterion, weight| CriterionWeight { criterion, weight };
    let errors = |mode, weights: &[CriterionWeight]| {
        let draft = WeightsDraft {
            weights: Some(weights.to_vec()),
        };
        draft
            .parse(mode)
            .map(drop)
            .map_err(|invalid| invalid.to_string())
    };
    assert_eq!(
        errors(Continuous, &[weight(Reach, 11), weight(Reach, 2)]).unwrap_err(),
        "/weights/0/weight outOfRange; /weights/1/criterion invalidInput"
    );
    assert_eq!(
        errors(Continuous, &[weight(Feasibility, 5)]).unwrap_err(),
        "/weights required"
    );
    assert_eq!(errors(Continuous, &[]).unwrap_err(), "/weights required");
    assert_eq!(
        errors(Rounds, &[weight(Reach, 5), weight(Urgency, 5)]).unwrap_err(),
        "/weights/1/criterion invalidInput"
    );
    assert!(errors(Rounds, &[weight(Reach, 5), weight(Urgency, 0)]).is_ok());
    assert_eq!(WeightsDraft::default().parse(Rounds).unwrap(), None);
}

#[test]
fn in_rounds_three_criteria_count() {
    let counted: Vec<_> = Weights::usual(WorkMode::Rounds).counted().collect();
    assert_eq!(counted, [Reach, Severity, Feasibility]);
    assert_eq!(usual().counted().count(), 9);
}

#[test]
fn an_order_names_each_issue_once() {
    let id = IssueId::new(Uuid::from_u128(1));
    let issue = IssueVersion { id, version: 1 };
    let order = |issues: Vec<IssueVersion>| OrderDraft { issues }.parse();
    assert_eq!(
        order(Vec::new()).unwrap_err().to_string(),
        "/issues required"
    );
    assert_eq!(
        order(vec![issue, issue]).unwrap_err().to_string(),
        "/issues/1/id invalidInput"
    );
    let many = (0..101).map(|number| IssueVersion {
        id: IssueId::new(Uuid::from_u128(number)),
        version: 1,
    });
    let refused = order(many.collect()).unwrap_err().to_string();
    assert_eq!(refused, "/issues tooLong");
    let open = OpenScoresDraft {
        issues: vec![id, id],
    };
    assert_eq!(
        open.parse().unwrap_err().to_string(),
        "/issues/1 invalidInput"
    );
}

/// Scores of one person: on some criteria.
fn person() -> impl Strategy<Value = Vec<Score>> {
    proptest::collection::vec(proptest::option::of(1_u8..=5), 9).prop_map(|given| {
        let all = PriorityCriterion::ALL.iter().zip(given);
        all.filter_map(|(criterion, given)| Some(score(*criterion, given?)))
            .collect()
    })
}

/// What several people scored on several issues.
fn issues() -> impl Strategy<Value = Vec<Vec<Score>>> {
    let issue = proptest::collection::vec(person(), 0..5).prop_map(|people| people.concat());
    proptest::collection::vec(issue, 1..8)
}

fn some_weights() -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(0_u8..=5, 9).prop_filter("something besides feasibility", |weights| {
        weights.iter().take(8).any(|weight| *weight > 0)
    })
}

fn of(factors: &[u8]) -> Weights {
    let all: Vec<_> = PriorityCriterion::ALL
        .iter()
        .copied()
        .zip(factors.iter().copied())
        .collect();
    weights(&all)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, rng_seed: RngSeed::Fixed(20_261_130), ..ProptestConfig::default() })]

    #[test]
    fn only_the_proportion_of_weights_matters(given in issues(), factors in some_weights()) {
        let spread: Vec<_> = given.iter().map(|scores| spreads(scores)).collect();
        let doubled: Vec<u8> = factors.iter().map(|factor| factor * 2).collect();
        prop_assert_eq!(totals(&spread, &of(&factors)), totals(&spread, &of(&doubled)));
        prop_assert_eq!(steadiness(&spread, &of(&factors)), steadiness(&spread, &of(&doubled)));
    }

    #[test]
    fn who_scored_first_does_not_matter(mut given in issues(), factors in some_weights(), turn in 0_usize..20) {
        let spread: Vec<_> = given.iter().map(|scores| spreads(scores)).collect();
        for scores in &mut given {
            let by = turn.min(scores.len());
            scores.rotate_left(by);
            scores.reverse();
        }
        let again: Vec<_> = given.iter().map(|scores| spreads(scores)).collect();
        prop_assert_eq!(&spread, &again);
        prop_assert_eq!(flips(&spread, &of(&factors)), flips(&again, &of(&factors)));
    }

    #[test]
    fn a_mean_lies_between_one_and_five_and_between_its_scores(given in issues(), factors in some_weights()) {
        for scores in given {
            let Some(total) = total(&spreads(&scores), &of(&factors)) else { continue };
            let all = scores.iter().map(|score| score.score);
            let (low, high) = (all.clone().min().unwrap(), all.max().unwrap());
            prop_assert!(f64::from(low) <= total.value() && total.value() <= f64::from(high));
        }
    }

    #[test]
    fn places_follow_the_numbers_and_the_order_of_issues_does_not_matter(given in issues(), factors in some_weights()) {
        let mut spread: Vec<_> = given.iter().map(|scores| spreads(scores)).collect();
        let weighed = totals(&spread, &of(&factors));
        let found = places(&weighed);
        for (one, place) in weighed.iter().zip(&found) {
            for (other, behind) in weighed.iter().zip(&found) {
                if let (Some(one), Some(other)) = (one, other) {
                    prop_assert_eq!(one.cmp(other), behind.cmp(place));
                }
            }
        }
        spread.reverse();
        let mut turned = places(&totals(&spread, &of(&factors)));
        turned.reverse();
        prop_assert_eq!(found, turned);
    }

    #[test]
    fn a_flip_does_what_it_says(given in issues(), factors in some_weights()) {
        let spread: Vec<_> = given.iter().map(|scores| spreads(scores)).collect();
        let now = of(&factors);
        for flip in flips(&spread, &now) {
            prop_assert_eq!(now.weight(flip.criterion), flip.from);
            let pair = [spread[flip.above].clone(), spread[flip.below].clone()];
            prop_assert_eq!(places(&totals(&pair, &now)), vec![Some(1), Some(2)]);
            let then = now.with(flip.criterion, flip.to).unwrap();
            prop_assert_eq!(places(&totals(&pair, &then)), vec![Some(2), Some(1)]);
        }
    }

    #[test]
    fn a_place_lies_between_best_and_worst(given in issues(), factors in some_weights()) {
        let spread: Vec<_> = given.iter().map(|scores| spreads(scores)).collect();
        let now = places(&totals(&spread, &of(&factors)));
        for (place, steady) in now.iter().zip(steadiness(&spread, &of(&factors))) {
            let (Some(place), Some(steady)) = (place, steady) else {
                prop_assert_eq!(place.is_some(), steady.is_some());
                continue;
            };
            prop_assert!(steady.best <= *place && *place <= steady.worst);
            prop_assert!(steady.kept <= steady.of);
            if steady.best == steady.worst {
                prop_assert_eq!(steady.kept, steady.of);
            }
        }
    }
}
