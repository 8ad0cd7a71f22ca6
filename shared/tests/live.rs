//! A live session under random wishes and a random network: whatever comes, twice, late or never, everybody ends with the
//! same state, and nobody learns what is not for them.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests are tests too"
)]

use std::collections::BTreeSet;

use proptest::prelude::*;
use shared::id::{MembershipId, OrganisationId, ParticipantId};
use shared::live::{
    Actor, Audience, Block, BlockKind, Cell, Counted, Event, Follower, Item, ItemId, LiveAction,
    Mark, Phase, Refusal, Screen, Session, Stance, Voter, What, Wish,
};
use shared::text::{Note, SignalText, Title};
use shared::time::{Day, Moment};
use uuid::Uuid;

const BUDGET: u8 = 3;
const BLOCKS: usize = 10;

fn participant(number: u16) -> ParticipantId {
    ParticipantId::new(Uuid::from_u128(0xaaaa_0000 + u128::from(number)))
}

fn facilitator(number: u16) -> MembershipId {
    MembershipId::new(Uuid::from_u128(0xbbbb_0000 + u128::from(number)))
}

fn words(text: &str) -> SignalText {
    SignalText::parse(text).unwrap()
}

/// One block of each kind; those to vote in take what was written in block 1 too.
fn day() -> Vec<Block> {
    let kinds: [BlockKind; BLOCKS] = [
        BlockKind::Cards,
        BlockKind::Write,
        BlockKind::Statements,
        BlockKind::Dots { budget: BUDGET },
        BlockKind::Score { criteria: 2 },
        BlockKind::Rank,
        BlockKind::Matrix,
        BlockKind::Discussion,
        BlockKind::Actions,
        BlockKind::CheckOut,
    ];
    let block = |(number, kind): (usize, BlockKind)| {
        let first = u32::try_from(number).unwrap() * 10;
        let item = |id| Item {
            id: ItemId(id),
            text: words("Een kaart zonder namen"),
            merged_into: None,
        };
        let is_own = kind != BlockKind::Write;
        Block {
            title: Title::parse("Een blok").unwrap(),
            kind,
            items: (first..first + 4).filter(|_| is_own).map(item).collect(),
            takes_from: (number > 1).then_some(1),
        }
    };
    kinds.into_iter().enumerate().map(block).collect()
}

/// The server: the log, and the state after each event.
struct Server {
    log: Vec<Event>,
    states: Vec<Session>,
    refused: BTreeSet<Refusal>,
}

impl Server {
    fn new() -> Self {
        let mut server = Self {
            log: Vec::new(),
            states: vec![Session::default()],
            refused: BTreeSet::new(),
        };
        server.wish(
            Actor::Facilitator(facilitator(0)),
            Wish::TakeLead { from: None },
        );
        server.wish(
            Actor::Facilitator(facilitator(0)),
            Wish::Plan { blocks: day() },
        );
        server
    }

    fn now(&self) -> &Session {
        self.states.last().unwrap()
    }

    fn wish(&mut self, by: Actor, wish: Wish) -> Option<Refusal> {
        let what = match self.now().decide(by, wish) {
            Ok(what) => what,
            Err(refusal) => {
                self.refused.insert(refusal);
                return Some(refusal);
            }
        };
        let seq = u64::try_from(self.states.len()).unwrap();
        let at = Moment::from_micros(1_700_000_000_000_000 + i64::try_from(seq).unwrap());
        let event = Event { seq, at, what };
        let mut next = self.now().clone();
        assert!(next.apply(&event));
        let mut again = next.clone();
        assert!(!again.apply(&event), "it came already");
        assert_eq!(again, next);
        self.log.push(event);
        self.states.push(next);
        None
    }

    fn leads(&mut self, wish: Wish) -> Option<Refusal> {
        let leader = self.now().leader.unwrap();
        self.wish(Actor::Facilitator(leader), wish)
    }

    fn open(&mut self, to: usize) {
        let from = self.now().current;
        assert_eq!(self.leads(Wish::Move { from, to }), None);
    }

    fn says(&mut self, number: u16, wish: Wish) -> Option<Refusal> {
        self.wish(Actor::Participant(participant(number)), wish)
    }

    fn random_wish(&mut self, [what, who, one, two]: [u16; 4]) {
        let block = self.now().current.unwrap_or(0);
        let items = self.now().items(block);
        let item = match items.get(usize::from(one) % items.len().max(1)) {
            Some(item) if two % 13 > 0 => item.id,
            _ => ItemId(u32::from(one) % 60),
        };
        let grade = |value: u16| u8::try_from(value % 7).unwrap();
        let mark = match self.now().blocks[block].kind {
            BlockKind::Dots { .. } => Mark::Dots(grade(two) % 5),
            BlockKind::Score { .. } | BlockKind::CheckOut => Mark::Score {
                criterion: grade(one) % 3,
                value: grade(two),
            },
            BlockKind::Rank => Mark::Place(grade(two)),
            BlockKind::Matrix => Mark::Field {
                impact: grade(one),
                feasibility: grade(two),
            },
            _ => {
                Mark::Stance([Stance::Agree, Stance::Disagree, Stance::Pass][usize::from(two) % 3])
            }
        };
        let written = self.now().contributions[1].clone();
        let some = |number: u16| {
            let one = written.get(usize::from(number) % written.len().max(1));
            one.map_or(ItemId(0), |one| one.item)
        };
        let person = Actor::Participant(participant(who % 4));
        let lead = Actor::Facilitator(facilitator(who % 2));
        let (by, wish) = match what % 40 {
            0..=2 => (person, Wish::Join),
            3..=14 => (person, Wish::Vote { block, item, mark }),
            15..=17 => {
                let proxy = who % 3;
                (
                    lead,
                    Wish::VoteFor {
                        proxy,
                        block,
                        item,
                        mark,
                    },
                )
            }
            18..=20 => {
                let text = words(&format!("Dit is geheim nummer {one}"));
                (person, Wish::Write { block: 1, text })
            }
            21..=22 => {
                let text = words(&format!("Dit is getoond nummer {two}"));
                (
                    lead,
                    Wish::Show {
                        block: 1,
                        item: some(one),
                        text,
                    },
                )
            }
            23 => (
                lead,
                Wish::Hide {
                    block: 1,
                    item: some(one),
                },
            ),
            24 => (
                lead,
                Wish::Merge {
                    block: 1,
                    item: some(one),
                    into: some(two),
                },
            ),
            25..=28 => {
                let from = (one % 9 > 0).then_some(block);
                let from = self.now().current.and(from);
                (
                    lead,
                    Wish::Move {
                        from,
                        to: usize::from(two) % BLOCKS,
                    },
                )
            }
            29..=30 => (lead, Wish::Reveal { block }),
            31 => (lead, Wish::BeginRound { block }),
            32 => (
                lead,
                Wish::Tally {
                    block,
                    item,
                    cell: Cell::Dots,
                    votes: u32::from(two % 9),
                },
            ),
            33 => (
                lead,
                if one % 2 > 0 {
                    Wish::Pause
                } else {
                    Wish::Resume
                },
            ),
            34 => (
                lead,
                Wish::TakeLead {
                    from: Some(facilitator(one % 2)),
                },
            ),
            35 => (
                lead,
                Wish::HandOver {
                    to: facilitator(one % 2),
                },
            ),
            36 => (
                lead,
                Wish::Remove {
                    participant: participant(one % 4),
                },
            ),
            37 => (
                lead,
                Wish::Screen {
                    screen: Screen::Frozen,
                },
            ),
            38 => (
                lead,
                Wish::Note {
                    block,
                    text: Note::parse("Genoteerd").unwrap(),
                },
            ),
            _ => (
                lead,
                Wish::Time {
                    until: Some(Moment::from_micros(i64::from(one))),
                },
            ),
        };
        self.wish(by, wish);
    }

    /// What must hold in every state.
    fn check(&self) {
        for round in self.now().rounds.iter().flatten() {
            assert_eq!(
                usize::try_from(round.answered).unwrap(),
                round.ballots.len()
            );
            let voters: BTreeSet<Voter> = round.ballots.iter().map(|ballot| ballot.voter).collect();
            assert_eq!(
                voters.len(),
                round.ballots.len(),
                "one ballot for each voter"
            );
            for ballot in &round.ballots {
                let slot = |(item, mark): &(ItemId, Mark)| match mark {
                    Mark::Score { criterion, .. } => (*item, *criterion),
                    _ => (*item, 0),
                };
                let slots: BTreeSet<_> = ballot.marks.iter().map(slot).collect();
                assert_eq!(slots.len(), ballot.marks.len(), "one vote on each item");
                let place = |(_, mark): &(ItemId, Mark)| match mark {
                    Mark::Place(place) => Some(*place),
                    _ => None,
                };
                let places: Vec<u8> = ballot.marks.iter().filter_map(place).collect();
                let different: BTreeSet<&u8> = places.iter().collect();
                assert_eq!(different.len(), places.len(), "one item on each place");
                let dots: u32 = ballot
                    .marks
                    .iter()
                    .map(|(_, mark)| match mark {
                        Mark::Dots(dots) => u32::from(*dots),
                        _ => 0,
                    })
                    .sum();
                assert!(dots <= u32::from(BUDGET), "the budget holds");
            }
        }
    }
}

const AUDIENCES: [fn() -> Audience; 4] = [
    || Audience::Facilitator,
    || Audience::Screen,
    || Audience::Phone(participant(0)),
    || Audience::Phone(participant(1)),
];

/// What crosses the network is JSON.
fn sent<T: serde::Serialize + serde::de::DeserializeOwned>(value: &T) -> T {
    serde_json::from_str(&serde_json::to_string(value).unwrap()).unwrap()
}

fn any_wishes() -> impl Strategy<Value = Vec<[u16; 4]>> {
    prop::collection::vec(prop::array::uniform4(0..1_000_u16), 0..90)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_deliveries_repeats_and_reconnects_lead_to_the_same_state_everywhere(
        wishes in any_wishes(),
        deliveries in prop::collection::vec((0..4_u8, 0..1_000_usize), 0..120),
    ) {
        let mut server = Server::new();
        for wish in wishes {
            server.random_wish(wish);
            server.check();
        }
        for audience in AUDIENCES.map(|audience| audience()) {
            let mut follower = Follower::default();
            for (how, at) in &deliveries {
                let place = at % server.log.len();
                match how {
                    // A snapshot of some moment.
                    0 => follower.take_snapshot(sent(&server.states[place].seen_by(audience))),
                    // The next few, as a stream that is cut again.
                    1 => {
                        let next = usize::try_from(follower.last()).unwrap();
                        for event in server.log.iter().skip(next).take(at % 7) {
                            follower.take(sent(&event.told_to(audience)));
                        }
                    }
                    // Any one, early or again.
                    _ => follower.take(sent(&server.log[place].told_to(audience))),
                }
                let known = usize::try_from(follower.last()).unwrap();
                prop_assert_eq!(follower.session(), &server.states[known].seen_by(audience));
            }
            let next = usize::try_from(follower.last()).unwrap();
            for event in &server.log[next..] {
                follower.take(event.told_to(audience));
            }
            prop_assert_eq!(follower.session(), &server.now().seen_by(audience));
            prop_assert!(!follower.misses_some());
        }
    }

    #[test]
    fn a_screen_learns_counts_and_shown_words_and_nothing_else(wishes in any_wishes()) {
        let mut server = Server::new();
        for wish in wishes {
            server.random_wish(wish);
        }
        let mut told: Vec<String> = server
            .log
            .iter()
            .map(|event| serde_json::to_string(&event.told_to(Audience::Screen)).unwrap())
            .collect();
        told.push(serde_json::to_string(&server.now().seen_by(Audience::Screen)).unwrap());
        for text in told {
            prop_assert!(!text.contains("geheim"), "{}", text);
            prop_assert!(!text.contains("aaaa00"), "{}", text);
        }
        let screen = server.now().seen_by(Audience::Screen);
        prop_assert!(screen.rounds.iter().flatten().all(|round| round.ballots.is_empty() && round.paper.is_empty()));
        // A facilitator reads what waits, and neither authors nor votes.
        let facilitator = server.now().seen_by(Audience::Facilitator);
        prop_assert!(!serde_json::to_string(&facilitator).unwrap().contains("aaaa00"));
    }
}

#[test]
fn votes_are_counted_by_the_way_they_came_and_items_without_votes_stay() {
    let mut server = Server::new();
    for number in 0..3 {
        assert_eq!(server.says(number, Wish::Join), None);
    }
    server.open(3);
    let dots = |item, dots| Wish::Vote {
        block: 3,
        item: ItemId(item),
        mark: Mark::Dots(dots),
    };
    assert_eq!(server.says(0, dots(30, 2)), None);
    assert_eq!(server.says(0, dots(31, 2)), Some(Refusal::OverBudget));
    // A changed vote gives its dots back.
    assert_eq!(server.says(0, dots(30, 1)), None);
    assert_eq!(server.says(0, dots(31, 2)), None);
    assert_eq!(server.says(1, dots(30, 3)), None);
    assert_eq!(server.says(9, dots(30, 1)), Some(Refusal::Unknown));
    let proxy = Wish::VoteFor {
        proxy: 1,
        block: 3,
        item: ItemId(30),
        mark: Mark::Dots(2),
    };
    assert_eq!(server.leads(proxy), None);
    let screen = server.now().seen_by(Audience::Screen);
    let round = screen.round(3).unwrap();
    assert_eq!(
        (round.answered, &round.results),
        (3, &None),
        "counts, and no result before it is revealed"
    );
    assert_eq!(server.leads(Wish::Reveal { block: 3 }), None);
    assert_eq!(server.says(2, dots(32, 1)), Some(Refusal::Late));
    let tally = Wish::Tally {
        block: 3,
        item: ItemId(32),
        cell: Cell::Dots,
        votes: 5,
    };
    assert_eq!(server.leads(tally), None);
    let screen = server.now().seen_by(Audience::Screen);
    let results = screen.round(3).unwrap().results.clone().unwrap();
    let of = |item: u32| {
        let result = results
            .iter()
            .find(|result| result.item == ItemId(item))
            .unwrap();
        result.cells.first().map(|(_, counted)| *counted)
    };
    let counted = |phones, proxies, paper| {
        Some(Counted {
            phones,
            proxies,
            paper,
        })
    };
    assert_eq!(of(30), counted(4, 2, 0));
    assert_eq!(of(31), counted(2, 0, 0));
    assert_eq!(
        of(32),
        counted(0, 0, 5),
        "paper is entered after the results, and seen apart"
    );
    assert_eq!(of(33), None, "nobody voted for it, and it is there");
    assert_eq!(server.leads(Wish::BeginRound { block: 3 }), None);
    assert_eq!(server.says(2, dots(32, 1)), None);
}

#[test]
fn of_two_who_press_at_once_one_is_heard() {
    let mut server = Server::new();
    server.open(0);
    let next = || Wish::Move {
        from: Some(0),
        to: 1,
    };
    assert_eq!(server.leads(next()), None);
    assert_eq!(server.leads(next()), Some(Refusal::Stale));
    let other = Actor::Facilitator(facilitator(1));
    assert_eq!(server.wish(other, Wish::Pause), Some(Refusal::NotLeading));
    let take = || Wish::TakeLead {
        from: Some(facilitator(0)),
    };
    assert_eq!(
        server.wish(other, take()),
        None,
        "the first one's device is dead"
    );
    let third = Actor::Facilitator(facilitator(2));
    assert_eq!(server.wish(third, take()), Some(Refusal::Stale));
    assert_eq!(
        server.wish(Actor::Facilitator(facilitator(0)), Wish::Pause),
        Some(Refusal::NotLeading)
    );
    assert_eq!(server.wish(other, Wish::Pause), None);
    assert_eq!(server.now().phase, Phase::Paused);
}

#[test]
fn what_is_written_is_read_by_nobody_before_it_is_shown() {
    let mut server = Server::new();
    for number in 0..2 {
        server.says(number, Wish::Join);
    }
    server.open(1);
    let text = || words("De trein rijdt niet meer na acht uur");
    assert_eq!(
        server.says(
            0,
            Wish::Write {
                block: 1,
                text: text()
            }
        ),
        None
    );
    assert_eq!(
        server.says(
            1,
            Wish::Write {
                block: 1,
                text: text()
            }
        ),
        None
    );
    let [first, second] = [0, 1].map(|place: usize| server.now().contributions[1][place].item);
    let items = |server: &Server, audience| server.now().seen_by(audience).items(2).len();
    assert_eq!(items(&server, Audience::Screen), 4);
    let waiting = server.now().seen_by(Audience::Facilitator).contributions[1].clone();
    assert!(waiting.len() == 2 && waiting.iter().all(|one| one.author.is_none()));
    for item in [first, second] {
        assert_eq!(
            server.leads(Wish::Show {
                block: 1,
                item,
                text: text()
            }),
            None
        );
    }
    assert_eq!(items(&server, Audience::Screen), 6);
    let merge = || Wish::Merge {
        block: 1,
        item: second,
        into: first,
    };
    server.open(2);
    let agree = Wish::Vote {
        block: 2,
        item: second,
        mark: Mark::Stance(Stance::Agree),
    };
    assert_eq!(server.says(1, agree), None);
    assert_eq!(
        server.leads(merge()),
        Some(Refusal::HasVotes),
        "a vote may not vanish"
    );
    assert_eq!(server.leads(Wish::Reveal { block: 2 }), None);
    assert_eq!(server.leads(merge()), None);
    assert_eq!(items(&server, Audience::Screen), 5);
}

#[test]
fn actions_are_read_by_all_and_an_ended_day_takes_paper_only() {
    let mut server = Server::new();
    server.open(8);
    let action = LiveAction {
        title: Title::parse("Een later uur vragen").unwrap(),
        owner: OrganisationId::new(Uuid::from_u128(7)),
        due_on: "2027-03-01".parse::<Day>().unwrap(),
    };
    assert_eq!(
        server.leads(Wish::Agree {
            action: action.clone()
        }),
        None
    );
    assert_eq!(server.now().seen_by(Audience::Screen).actions, [action]);
    assert_eq!(server.leads(Wish::End), None);
    assert_eq!(server.leads(Wish::Resume), Some(Refusal::WrongPhase));
    assert_eq!(server.says(0, Wish::Join), Some(Refusal::WrongPhase));
    let cell = Cell::Stance(Stance::Agree);
    let paper = Wish::Tally {
        block: 2,
        item: ItemId(20),
        cell,
        votes: 4,
    };
    assert_eq!(server.leads(paper), None);
    let what = &server.log.last().unwrap().what;
    assert!(matches!(
        what,
        What::Tallied {
            is_shown: false,
            ..
        }
    ));
    assert_eq!(server.leads(Wish::Reveal { block: 2 }), None);
    let screen = server.now().seen_by(Audience::Screen);
    let results = screen.round(2).unwrap().results.as_ref().unwrap();
    assert_eq!(results[0].cells[0].1.paper, 4);
}
