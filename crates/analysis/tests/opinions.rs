//! What `analysis::opinions` promises: the numbers of the reference, groups that hold, and none where there are none.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "what cannot be read fails the test, helpers included"
)]

#[path = "support/reference.rs"]
mod reference;

use analysis::opinions::{Ballots, Direction, NoGroups, Settings, Vote, find};
use proptest::prelude::*;
use reference::Conversation;

const VOTES: &str = include_str!("goldens/opinions_votes.csv");
const ANSWERS: &str = include_str!("goldens/opinions_answers.json");

#[test]
fn every_number_is_the_one_of_the_reference() {
    let differences = Conversation::read(VOTES, ANSWERS).differences();
    for one in &differences {
        assert!(
            one.is_equal(),
            "{}: {} numbers, off by {:e}, {:e} allowed",
            one.what,
            one.numbers,
            one.largest,
            one.allowed
        );
    }
    assert_eq!(differences.len(), 16);
}

/// The generator `SplitMix64`: a room is its seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }

    fn vote(&mut self) -> Vote {
        match self.below(3) {
            0 => Vote::Agree,
            1 => Vote::Disagree,
            _ => Vote::Pass,
        }
    }
}

const STATEMENTS: usize = 12;

/// A room of camps. Each camp has its own answer to every statement but the first, which all agree with; one vote in ten
/// is another, one in five is missing.
fn room(camps: &[usize], seed: u64) -> Ballots {
    let mut chance = Chance(seed);
    let mut votes = Vec::new();
    let mut participant = 0;
    for (camp, size) in camps.iter().enumerate() {
        for _ in 0..*size {
            for statement in 0..STATEMENTS {
                let own = if statement == 0 || (statement % camps.len().max(2)) == camp {
                    Vote::Agree
                } else {
                    Vote::Disagree
                };
                let vote = match chance.below(10) {
                    0 => chance.vote(),
                    _ => own,
                };
                if chance.below(5) > 0 {
                    votes.push((participant, statement, vote));
                }
            }
            participant += 1;
        }
    }
    Ballots::of_votes(participant, STATEMENTS, votes, &[])
}

/// Everybody answers by the throw of a die.
fn noise(participants: usize, seed: u64) -> Ballots {
    let mut chance = Chance(seed);
    let votes: Vec<(usize, usize, Vote)> = (0..participants)
        .flat_map(|one| (0..STATEMENTS).map(move |statement| (one, statement)))
        .map(|(one, statement)| {
            let vote = chance.vote();
            (one, statement, vote)
        })
        .collect();
    Ballots::of_votes(participants, STATEMENTS, votes, &[])
}

#[test]
fn camps_are_found_and_hold() {
    for (camps, seed) in [(&[18, 12][..], 1), (&[14, 12, 10], 2), (&[300, 200], 3)] {
        let ballots = room(camps, seed);
        // A few have six answers; everybody is to be found.
        let settings = Settings {
            fewest_votes: 4,
            ..Settings::default()
        };
        let groups = find(&ballots, &settings, seed).groups.unwrap();
        let found: Vec<usize> = groups
            .groups
            .iter()
            .map(|one| one.participants.len())
            .collect();
        assert_eq!(found, camps, "{:?}", groups.stability);
        // Participants of a room are numbered camp by camp.
        assert!(
            groups.groups[0]
                .participants
                .iter()
                .all(|one| *one < camps[0])
        );
        assert!(groups.stability.restarts > 0.9, "{:?}", groups.stability);
        assert_eq!(groups.stability.samples.len(), camps.len());
        assert!(groups.stability.samples.iter().all(|share| *share > 0.9));
    }
}

#[test]
fn what_all_camps_say_is_consensus_and_what_one_says_is_typical_of_it() {
    let opinions = find(&room(&[18, 12], 1), &Settings::default(), 1);
    assert_eq!(opinions.consensus.agree[0].statement, 0);
    let groups = opinions.groups.unwrap();
    let together: Vec<f64> = groups.in_every_group.iter().map(|one| one[0]).collect();
    assert!(
        together[1..].iter().all(|other| together[0] > 3.0 * other),
        "{together:?}"
    );
    for (number, group) in groups.groups.iter().enumerate() {
        assert!(group.typical.len() >= 4, "{:?}", group.typical);
        for one in &group.typical {
            let agrees = one.statement % 2 == number;
            let is_theirs = (one.direction == Direction::Agree) == agrees;
            assert!(is_theirs || one.statement == 0, "{number}: {one:?}");
        }
    }
}

#[test]
fn a_room_without_camps_has_no_stable_groups() {
    for seed in 0..6 {
        for participants in [12, 30, 90] {
            let answer = find(&noise(participants, seed), &Settings::default(), seed).groups;
            assert!(
                matches!(
                    answer,
                    Err(NoGroups::Unstable { .. } | NoGroups::OneCloud { .. } | NoGroups::TooSmall)
                ),
                "{participants} with seed {seed}: {answer:?}"
            );
        }
    }
}

#[test]
fn a_group_smaller_than_five_is_never_told() {
    let four = find(&room(&[30, 4], 5), &Settings::default(), 5).groups;
    assert!(
        four.as_ref().map_or(true, |groups| groups
            .groups
            .iter()
            .all(|one| one.participants.len() >= 5)),
        "{four:?}"
    );
    let few = find(&room(&[5, 4], 5), &Settings::default(), 5).groups;
    assert_eq!(
        few,
        Err(NoGroups::TooFew {
            active: 9,
            needed: 10
        })
    );
    // The same room with a lower bound has its two camps: the bound is what held them back.
    let lower = Settings {
        smallest_group: 3,
        ..Settings::default()
    };
    let told = find(&room(&[5, 4], 5), &lower, 5).groups.unwrap();
    assert_eq!(told.groups.len(), 2);
}

#[test]
fn a_room_of_one_mind_or_an_empty_one_has_none() {
    let all = (0..20).flat_map(|one| (0..8).map(move |statement| (one, statement, Vote::Agree)));
    let alike = find(&Ballots::of_votes(20, 8, all, &[]), &Settings::default(), 1);
    assert_eq!(alike.groups, Err(NoGroups::AllAlike));
    assert_eq!(alike.consensus.agree.len(), 5);
    let empty = find(&Ballots::of_votes(0, 0, [], &[]), &Settings::default(), 1);
    assert_eq!(
        empty.groups,
        Err(NoGroups::TooFew {
            active: 0,
            needed: 10
        })
    );
    let silent = find(&Ballots::of_votes(30, 4, [], &[0]), &Settings::default(), 1);
    assert_eq!(
        silent.groups,
        Err(NoGroups::TooFew {
            active: 0,
            needed: 10
        })
    );
}

fn any_votes() -> impl Strategy<Value = Vec<(usize, usize, Vote)>> {
    let vote = prop_oneof![Just(Vote::Agree), Just(Vote::Disagree), Just(Vote::Pass)];
    prop::collection::vec((0..16_usize, 0..6_usize, vote), 0..150)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_same_votes_and_seed_give_the_same_answer_and_every_number_is_one(
        votes in any_votes(), left_out in prop::collection::vec(0..7_usize, 0..3), seed in 0..9_u64,
    ) {
        let settings = Settings { smallest_group: 2, fewest_votes: 2, samples: 4, ..Settings::default() };
        let ballots = Ballots::of_votes(15, 6, votes.clone(), &left_out);
        let answer = find(&ballots, &settings, seed);
        prop_assert_eq!(&answer, &find(&ballots, &settings, seed));
        let written = format!("{answer:?}");
        prop_assert!(!written.contains("NaN") && !written.contains("inf"));
        if let Ok(groups) = &answer.groups {
            for group in &groups.groups {
                prop_assert!(group.participants.len() >= 2);
                prop_assert!(group.typical.iter().all(|one| !ballots.is_left_out(one.statement)));
            }
        }
        // Only the last vote of a participant on a statement counts, whatever came before it.
        let doubled: Vec<_> = votes.iter().map(|(one, on, _)| (*one, *on, Vote::Pass)).chain(votes.clone()).collect();
        prop_assert_eq!(answer, find(&Ballots::of_votes(15, 6, doubled, &left_out), &settings, seed));
    }
}
