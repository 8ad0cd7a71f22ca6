//! The outbox under random schedules: a person, a bad network, a server that fails and an older one, pages that die.
//! Whatever happens, every text is stored exactly once, and what was taken back stays away.
//!
//! `LOKAAL_TEST_SCHEDULES=1000000 cargo test --release --package shared --test outbox -- --nocapture` runs a million of
//! them, and prints how often the awkward things happened.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests are tests too"
)]

use std::collections::{BTreeMap, BTreeSet};

use shared::id::IdempotencyKey;
use shared::outbox::{Item, ItemKind, ItemState, Next, Outbox, Outcome, Recalled};
use shared::problem::Code;
use uuid::Uuid;

const AUTHORITY: &str = "linde";

/// The generator `SplitMix64`: a schedule is its seed.
struct Chance(u64);

impl Chance {
    fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.draw() % u64::try_from(end.max(1)).unwrap()).unwrap()
    }

    fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn pick<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        all.get(self.below(all.len())).copied()
    }
}

/// One body on its way or stored. Its content is a number: bodies are compared, never read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Body {
    kind: ItemKind,
    /// The signal that it is about.
    about: IdempotencyKey,
    content: u64,
    /// Holds a field that an older server does not know.
    is_new_contract: bool,
    /// Breaks a rule of the server.
    is_wrong: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Request {
    key: IdempotencyKey,
    body: Body,
}

/// The server as trust.md §9 wants it: a key is done once, a withdrawn key stays withdrawn.
#[derive(Default)]
struct Server {
    done: BTreeMap<IdempotencyKey, Body>,
    withdrawn: BTreeSet<IdempotencyKey>,
    is_old: bool,
    is_link_dead: bool,
    /// How often it refused what only a newer one knows.
    refused_as_old: u64,
}

impl Server {
    fn take(&mut self, request: Request) -> Outcome {
        let Request { key, body } = request;
        if self.is_old && body.is_new_contract {
            self.refused_as_old += 1;
            return Outcome::of_refusal(Code::UnknownInput, None);
        }
        match body.kind {
            ItemKind::Withdraw => {
                self.withdrawn.insert(body.about);
                return Outcome::Accepted;
            }
            _ if self.withdrawn.contains(&body.about) => {
                return Outcome::of_refusal(Code::Gone, None);
            }
            ItemKind::Submit => {}
            _ if !self.done.contains_key(&body.about) => {
                panic!("{:?} came before its signal", body.kind);
            }
            _ => {}
        }
        if let Some(known) = self.done.get(&key) {
            assert_eq!(*known, body, "a body changed after it was tried");
            return Outcome::Accepted;
        }
        if self.is_link_dead && body.kind == ItemKind::Submit {
            return Outcome::of_refusal(Code::EntryLinkInvalid, None);
        }
        if body.is_wrong {
            return Outcome::of_refusal(Code::InvalidDraft, None);
        }
        self.done.insert(key, body);
        Outcome::Accepted
    }
}

/// What the person wants to be true in the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wish {
    Stored(u64),
    /// Taken back before or after it was tried.
    Away,
    /// On a device that was emptied while it waited: it went out before that, or never.
    Dropped,
}

/// How often the awkward things happened.
#[derive(Default)]
struct Tally {
    tries: u64,
    answers_lost: u64,
    enriched_after_lost: u64,
    undone_after_lost: u64,
    emptied: u64,
    emptied_before_recall: u64,
    refused_as_old: u64,
}

impl Tally {
    fn add(&mut self, other: &Self) {
        self.tries += other.tries;
        self.answers_lost += other.answers_lost;
        self.enriched_after_lost += other.enriched_after_lost;
        self.undone_after_lost += other.undone_after_lost;
        self.emptied += other.emptied;
        self.emptied_before_recall += other.emptied_before_recall;
        self.refused_as_old += other.refused_as_old;
    }
}

struct World {
    chance: Chance,
    now_ms: i64,
    next_key: u128,
    outbox: Outbox,
    bodies: BTreeMap<IdempotencyKey, Body>,
    server: Server,
    /// Requests whose sender stopped waiting: they may still arrive.
    late: Vec<Request>,
    wishes: BTreeMap<IdempotencyKey, Wish>,
    /// The server took those, and the phone did not hear of it yet.
    unheard: BTreeSet<IdempotencyKey>,
    tally: Tally,
}

impl World {
    fn new(seed: u64) -> Self {
        Self {
            chance: Chance(seed),
            now_ms: 1_700_000_000_000,
            next_key: 0,
            outbox: Outbox::default(),
            bodies: BTreeMap::new(),
            server: Server::default(),
            late: Vec::new(),
            wishes: BTreeMap::new(),
            unheard: BTreeSet::new(),
            tally: Tally::default(),
        }
    }

    fn key(&mut self) -> IdempotencyKey {
        self.next_key += 1;
        IdempotencyKey::new(Uuid::from_u128(self.next_key))
    }

    fn body(&mut self, kind: ItemKind, about: IdempotencyKey) -> Body {
        Body {
            kind,
            about,
            content: self.chance.draw(),
            is_new_contract: kind != ItemKind::Withdraw && self.chance.one_in(4),
            is_wrong: kind == ItemKind::Submit && self.chance.one_in(6),
        }
    }

    fn add(&mut self, kind: ItemKind, parent: Option<IdempotencyKey>) {
        let key = self.key();
        let body = self.body(kind, parent.unwrap_or(key));
        let item = Item::new(key, kind, AUTHORITY.to_owned(), self.now_ms);
        self.bodies.insert(key, body);
        self.wishes.insert(key, Wish::Stored(body.content));
        self.outbox.add(Item { parent, ..item });
    }

    fn keys(&self, wanted: impl Fn(&Item) -> bool) -> Vec<IdempotencyKey> {
        let items = self.outbox.items().iter().filter(|item| wanted(item));
        items.map(|item| item.key).collect()
    }

    /// Somebody does something on the phone.
    fn person(&mut self) {
        match self.chance.below(10) {
            0..=2 => self.add(ItemKind::Submit, None),
            3 | 4 => {
                let about = self.keys(|item| {
                    item.kind == ItemKind::Submit && item.state != ItemState::Recalled
                });
                let kind = self.chance.pick(&[ItemKind::Enrich, ItemKind::Contact]);
                if let (Some(about), Some(kind)) = (self.chance.pick(&about), kind) {
                    self.tally.enriched_after_lost += u64::from(self.unheard.contains(&about));
                    self.add(kind, Some(about));
                }
            }
            5 => self.edit(),
            6 => self.undo(),
            7 => self.correct(),
            8 if self.chance.one_in(4) => self.empty(),
            _ => self.outbox.hurry(self.now_ms),
        }
    }

    fn edit(&mut self) {
        let all = self.keys(|item| item.kind == ItemKind::Submit);
        let Some(key) = self.chance.pick(&all) else {
            return;
        };
        if self.outbox.may_replace(key) {
            let body = self.body(ItemKind::Submit, key);
            self.bodies.insert(key, body);
            self.wishes.insert(key, Wish::Stored(body.content));
        }
    }

    fn undo(&mut self) {
        let all =
            self.keys(|item| item.kind == ItemKind::Submit && item.state != ItemState::Recalled);
        let Some(key) = self.chance.pick(&all) else {
            return;
        };
        let withdraw = self.key();
        let answer = self.outbox.recall(key, withdraw, self.now_ms);
        assert_ne!(answer, Recalled::TooLate);
        self.tally.undone_after_lost += u64::from(self.unheard.remove(&key));
        self.bodies.insert(withdraw, Self::withdrawal_of(key));
        self.wishes.insert(key, Wish::Away);
        self.wishes.retain(|other, _| {
            self.bodies
                .get(other)
                .is_none_or(|body| *other == key || body.about != key)
        });
    }

    /// The device is emptied: what waits goes, what was taken back is told first.
    fn empty(&mut self) {
        let goes =
            self.keys(|item| item.kind != ItemKind::Withdraw && item.state != ItemState::Recalled);
        for key in goes {
            // What was sent is with the server; the rest is there, or nowhere.
            if self.outbox.item(key).unwrap().state != ItemState::Sent {
                self.wishes.insert(key, Wish::Dropped);
            }
        }
        self.tally.emptied += 1;
        self.tally.emptied_before_recall += u64::from(self.outbox.keep_recalls() > 0);
    }

    fn withdrawal_of(key: IdempotencyKey) -> Body {
        Body {
            kind: ItemKind::Withdraw,
            about: key,
            content: 0,
            is_new_contract: false,
            is_wrong: false,
        }
    }

    fn correct(&mut self) {
        let all = self.keys(|item| item.state == ItemState::Rejected);
        let Some(refused) = self.chance.pick(&all) else {
            return;
        };
        let (withdraw, corrected) = (self.key(), self.key());
        let mut body = self.body(ItemKind::Submit, corrected);
        body.is_wrong = false;
        self.bodies.insert(withdraw, Self::withdrawal_of(refused));
        self.bodies.insert(corrected, body);
        self.wishes.insert(refused, Wish::Away);
        self.wishes.insert(corrected, Wish::Stored(body.content));
        // What waited is about the new signal now; its bodies were never tried, so they may be told.
        for (key, child) in &mut self.bodies {
            if child.about == refused && *key != refused && child.kind != ItemKind::Withdraw {
                child.about = corrected;
            }
        }
        let item = Item::new(
            corrected,
            ItemKind::Submit,
            AUTHORITY.to_owned(),
            self.now_ms,
        );
        self.outbox.correct(refused, withdraw, item, self.now_ms);
    }

    /// The sender takes one turn.
    fn sender(&mut self, is_calm: bool) -> bool {
        match self.outbox.next(self.now_ms) {
            Next::Rest => false,
            Next::WaitUntil(at_ms) => {
                self.now_ms = at_ms;
                true
            }
            Next::Send(key) => {
                let request = Request {
                    key,
                    body: self.bodies[&key],
                };
                let is_away = self.wishes.get(&request.body.about) == Some(&Wish::Away);
                assert!(
                    request.body.kind == ItemKind::Withdraw || !is_away,
                    "what was taken back is sent"
                );
                self.travel(request, is_calm);
                true
            }
        }
    }

    fn travel(&mut self, request: Request, is_calm: bool) {
        self.tally.tries += 1;
        let fate = if is_calm { 0 } else { self.chance.below(12) };
        let asked_ms = self.chance.one_in(2).then_some(2_000);
        let outcome = match fate {
            // The page dies: before it left, or after it arrived.
            1 => {
                if self.chance.one_in(2) {
                    self.take_unheard(request);
                }
                self.outbox.resume();
                return;
            }
            // The answer is lost after the commit.
            2 => {
                self.take_unheard(request);
                Outcome::Unreachable
            }
            // It never left, or it arrives when nobody waits for it any more.
            3 => Outcome::Unreachable,
            4 => {
                self.late.push(request);
                Outcome::Unreachable
            }
            5 => Outcome::of_refusal(Code::ServiceUnavailable, asked_ms),
            6 => {
                self.take_unheard(request);
                Outcome::of_refusal(Code::ServiceUnavailable, asked_ms)
            }
            7 => Outcome::of_refusal(Code::TooManyRequests, asked_ms),
            8 => {
                self.late.push(request);
                Outcome::of_refusal(Code::StillProcessing, asked_ms)
            }
            9 => Outcome::of_refusal(Code::ExpiredAccessToken, None),
            // Somebody takes it back while it is on its way.
            10 => {
                let answer = self.server.take(request);
                self.undo();
                answer
            }
            _ => self.server.take(request),
        };
        if outcome == Outcome::Accepted {
            self.unheard.remove(&request.key);
        }
        let chance = u8::try_from(self.chance.below(101)).unwrap();
        self.outbox
            .answered(request.key, outcome, self.now_ms, chance);
    }

    /// The server does it, and nobody hears.
    fn take_unheard(&mut self, request: Request) {
        let answer = self.server.take(request);
        if answer == Outcome::Accepted && request.body.kind == ItemKind::Submit {
            self.tally.answers_lost += 1;
            self.unheard.insert(request.key);
        }
    }

    /// Something happens around the phone.
    fn surroundings(&mut self) {
        match self.chance.below(8) {
            0 => self.server.is_old = !self.server.is_old,
            1 => self.server.is_link_dead = !self.server.is_link_dead,
            2 => self.outbox.signed_in(),
            3 => self.outbox.link_renewed(AUTHORITY),
            4 => {
                if let Some(request) = self.late.pop() {
                    self.server.take(request);
                }
            }
            // Another tab, or the next visit, reads what was stored.
            5 => {
                let mut stored = self.outbox.items().to_vec();
                stored.reverse();
                self.outbox = Outbox::of_items(stored);
            }
            6 => self.outbox.forget_sent(),
            // The clock jumps, also back.
            _ => {
                let jump = i64::try_from(self.chance.below(600_000)).unwrap();
                self.now_ms += jump - 200_000;
            }
        }
    }

    /// Everything is well again, and everybody has time.
    fn calm_down(&mut self) {
        self.server.is_old = false;
        self.server.is_link_dead = false;
        self.outbox.resume();
        for _ in 0..1_000 {
            self.outbox.signed_in();
            self.outbox.link_renewed(AUTHORITY);
            if !self.sender(true) {
                if self
                    .keys(|item| item.state == ItemState::Rejected)
                    .is_empty()
                {
                    break;
                }
                self.correct();
            }
        }
        // The last messages of a bad network arrive when everything is over.
        for request in std::mem::take(&mut self.late) {
            self.server.take(request);
        }
        self.outbox.forget_sent();
    }

    fn check(&self, seed: u64) {
        assert_eq!(self.outbox.items(), [], "seed {seed}: something is left");
        for (key, wish) in &self.wishes {
            let stored = self.server.done.get(key);
            let is_withdrawn = self.server.withdrawn.contains(key);
            match wish {
                Wish::Stored(content) => {
                    let found = stored.map(|body| body.content);
                    assert_eq!(found, Some(*content), "seed {seed}: {key} is not stored");
                    assert!(!is_withdrawn, "seed {seed}: {key} was withdrawn");
                }
                Wish::Dropped => {}
                Wish::Away => assert!(
                    stored.is_none() || is_withdrawn,
                    "seed {seed}: {key} is stored although it was taken back"
                ),
            }
        }
        let wanted = |key: &IdempotencyKey, body: &Body| {
            self.wishes.contains_key(key) || self.server.withdrawn.contains(&body.about)
        };
        for (key, body) in &self.server.done {
            assert!(wanted(key, body), "seed {seed}: nobody asked for {key}");
        }
    }
}

fn run(seed: u64) -> Tally {
    let mut world = World::new(seed);
    let steps = 5 + world.chance.below(60);
    for _ in 0..steps {
        match world.chance.below(4) {
            0 => world.person(),
            1 => world.surroundings(),
            _ => {
                world.sender(false);
            }
        }
        world.now_ms += i64::try_from(world.chance.below(3_000)).unwrap();
    }
    world.calm_down();
    world.check(seed);
    world.tally.refused_as_old = world.server.refused_as_old;
    world.tally
}

#[test]
fn under_any_schedule_every_text_is_stored_once_and_nothing_comes_back() {
    let schedules = std::env::var("LOKAAL_TEST_SCHEDULES");
    let schedules: u64 = schedules.map_or(20_000, |number| number.parse().unwrap());
    let mut all = Tally::default();
    for seed in 0..schedules {
        all.add(&run(seed));
    }
    println!(
        "{schedules} schedules, {} tries: {} answers lost, {} enriched and {} undone after that, {} refused by an older server, \
         device emptied {} times, {} of them before a recall was told",
        all.tries,
        all.answers_lost,
        all.enriched_after_lost,
        all.undone_after_lost,
        all.refused_as_old,
        all.emptied,
        all.emptied_before_recall
    );
    for (what, count) in [
        ("enriched after a lost answer", all.enriched_after_lost),
        ("undone after a lost answer", all.undone_after_lost),
        ("refused by an older server", all.refused_as_old),
        (
            "emptied before a recall was told",
            all.emptied_before_recall,
        ),
    ] {
        assert!(count > schedules / 100, "too seldom {what}: {count}");
    }
}

fn submit(key: u128) -> Item {
    let key = IdempotencyKey::new(Uuid::from_u128(key));
    Item::new(key, ItemKind::Submit, AUTHORITY.to_owned(), 0)
}

fn key(number: u128) -> IdempotencyKey {
    IdempotencyKey::new(Uuid::from_u128(number))
}

fn outbox(items: impl IntoIterator<Item = Item>) -> Outbox {
    Outbox::of_items(items.into_iter().collect())
}

#[test]
fn the_wait_doubles_to_five_minutes_and_the_server_may_ask_for_more() {
    let mut outbox = outbox([submit(1)]);
    let mut waits = Vec::new();
    let mut now_ms = 0;
    for _ in 0..11 {
        assert_eq!(outbox.next(now_ms), Next::Send(key(1)));
        outbox.answered(key(1), Outcome::Unreachable, now_ms, 50);
        let Next::WaitUntil(at_ms) = outbox.next(now_ms) else {
            panic!("it must wait");
        };
        waits.push((at_ms - now_ms) / 1_000);
        now_ms = at_ms;
    }
    assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
    assert_eq!(outbox.next(now_ms), Next::Send(key(1)));
    let asked = Outcome::Later {
        asked_ms: Some(900_000),
    };
    outbox.answered(key(1), asked, now_ms, 50);
    assert_eq!(outbox.next(now_ms), Next::WaitUntil(now_ms + 900_000));
}

#[test]
fn a_clock_that_was_set_back_does_not_stop_the_outbox() {
    let mut outbox = outbox([Item {
        next_at_ms: 86_400_000,
        ..submit(1)
    }]);
    assert_eq!(outbox.next(0), Next::Send(key(1)));
}

#[test]
fn one_bad_item_does_not_hold_up_the_others() {
    let mut outbox = outbox([submit(1), submit(2)]);
    assert_eq!(outbox.next(0), Next::Send(key(1)));
    outbox.answered(key(1), Outcome::Unknown { asked_ms: None }, 0, 50);
    assert_eq!(outbox.next(0), Next::Send(key(2)));
}

#[test]
fn without_network_the_others_are_not_tried_in_vain() {
    let mut outbox = outbox([submit(1), submit(2)]);
    assert_eq!(outbox.next(0), Next::Send(key(1)));
    outbox.answered(key(1), Outcome::Unreachable, 0, 50);
    assert_eq!(outbox.next(0), Next::WaitUntil(1_000));
    outbox.hurry(0);
    assert_eq!(outbox.next(0), Next::Send(key(1)));
}

#[test]
fn only_one_item_is_on_its_way_at_a_time() {
    let mut outbox = outbox([submit(1), submit(2)]);
    assert_eq!(outbox.next(0), Next::Send(key(1)));
    assert_eq!(outbox.next(0), Next::Rest);
}

#[test]
fn chips_wait_for_their_signal() {
    let chips = Item {
        parent: Some(key(1)),
        ..Item::new(key(2), ItemKind::Enrich, AUTHORITY.to_owned(), 0)
    };
    let mut outbox = outbox([submit(1), chips]);
    assert_eq!(outbox.next(0), Next::Send(key(1)));
    outbox.answered(key(1), Outcome::LinkNeeded, 0, 50);
    assert_eq!(outbox.next(0), Next::Rest);
    outbox.link_renewed("beuk");
    assert_eq!(outbox.next(0), Next::Rest, "another authority's link");
    outbox.link_renewed(AUTHORITY);
    assert_eq!(outbox.next(0), Next::Send(key(1)));
    outbox.answered(key(1), Outcome::Accepted, 0, 50);
    assert_eq!(outbox.next(0), Next::Send(key(2)));
    outbox.answered(key(2), Outcome::Accepted, 0, 50);
    outbox.forget_sent();
    assert_eq!(outbox.items(), []);
}

#[test]
fn what_was_never_tried_is_deleted_and_what_was_is_withdrawn() {
    let mut outbox = outbox([submit(1), submit(2)]);
    assert_eq!(outbox.next(0), Next::Send(key(1)));
    outbox.answered(key(1), Outcome::Unreachable, 0, 50);
    assert_eq!(outbox.recall(key(2), key(9), 0), Recalled::Deleted);
    assert_eq!(outbox.recall(key(1), key(9), 0), Recalled::Withdrawing);
    assert_eq!(
        outbox.next(5_000),
        Next::Send(key(9)),
        "never the text again"
    );
    outbox.answered(key(9), Outcome::Accepted, 0, 50);
    assert_eq!(outbox.items(), []);
}

#[test]
fn what_was_taken_back_is_still_told_when_the_rest_of_the_device_goes() {
    let mut outbox = outbox([submit(1), submit(2), submit(3)]);
    assert_eq!(outbox.next(0), Next::Send(key(1)));
    outbox.answered(key(1), Outcome::Unreachable, 0, 50);
    assert_eq!(outbox.recall(key(1), key(9), 0), Recalled::Withdrawing);
    assert_eq!(outbox.next(5_000), Next::Send(key(2)));
    assert_eq!(outbox.keep_recalls(), 1);
    // What is on its way may arrive; nobody here waits for it any more.
    outbox.answered(key(2), Outcome::Accepted, 5_000, 50);
    assert_eq!(outbox.next(5_000), Next::Send(key(9)), "no other text");
    outbox.answered(key(9), Outcome::Accepted, 5_000, 50);
    assert_eq!(outbox.items(), []);
}

#[test]
fn a_refused_text_that_no_server_kept_is_simply_replaced() {
    let mut outbox = outbox([submit(1)]);
    assert_eq!(outbox.next(0), Next::Send(key(1)));
    outbox.answered(key(1), Outcome::Refused(Code::PayloadTooLarge), 0, 50);
    assert_eq!(
        outbox.item(key(1)).unwrap().refusal,
        Some(Code::PayloadTooLarge)
    );
    outbox.correct(key(1), key(9), submit(2), 0);
    assert_eq!(outbox.next(0), Next::Send(key(2)));
}

fn leave(number: u128) -> Item {
    Item::new(key(number), ItemKind::Leave, "heidebeek".to_owned(), 0)
}

#[test]
fn a_signal_leaves_only_once_it_has_arrived_where_it_belongs() {
    let mut outbox = Outbox::default();
    assert!(outbox.send_on(submit(1), leave(7)));
    assert_eq!(outbox.next(0), Next::Send(key(1)));
    outbox.answered(key(1), Outcome::LinkNeeded, 0, 50);
    assert_eq!(outbox.next(0), Next::Rest, "it stays where it is");
    outbox.link_renewed(AUTHORITY);
    assert_eq!(outbox.next(0), Next::Send(key(1)));
    outbox.answered(key(1), Outcome::Accepted, 0, 50);
    outbox.forget_sent();
    assert_eq!(outbox.next(0), Next::Send(key(7)));
    outbox.answered(key(7), Outcome::Unreachable, 0, 50);
    outbox.hurry(0);
    assert_eq!(outbox.next(0), Next::Send(key(7)));
    outbox.answered(key(7), Outcome::Accepted, 0, 50);
    outbox.forget_sent();
    assert_eq!(outbox.items(), []);
}

#[test]
fn a_signal_is_sent_on_once_however_often_it_is_asked() {
    let mut outbox = Outbox::default();
    assert!(outbox.send_on(submit(1), leave(7)));
    assert!(!outbox.send_on(submit(2), leave(7)));
    assert_eq!(outbox.items().len(), 2);
}

#[test]
fn a_signal_that_is_not_sent_on_after_all_stays_where_it_was() {
    let mut outbox = Outbox::default();
    outbox.send_on(submit(1), leave(7));
    assert_eq!(outbox.recall(key(1), key(9), 0), Recalled::Deleted);
    assert_eq!(outbox.items(), []);
    outbox.send_on(submit(2), leave(7));
    assert_eq!(outbox.next(0), Next::Send(key(2)));
    outbox.answered(key(2), Outcome::Unreachable, 0, 50);
    assert_eq!(outbox.recall(key(2), key(9), 0), Recalled::Withdrawing);
    assert!(outbox.item(key(7)).is_none());
}

#[test]
fn a_refused_text_that_was_to_be_sent_on_takes_the_leaving_along() {
    let mut outbox = Outbox::default();
    outbox.send_on(submit(1), leave(7));
    assert_eq!(outbox.next(0), Next::Send(key(1)));
    outbox.answered(key(1), Outcome::Refused(Code::InvalidDraft), 0, 50);
    outbox.correct(key(1), key(9), submit(2), 0);
    assert_eq!(outbox.next(0), Next::Send(key(2)));
    outbox.answered(key(2), Outcome::Accepted, 0, 50);
    assert_eq!(outbox.next(0), Next::Send(key(7)));
    outbox.answered(key(7), Outcome::Refused(Code::WrongState), 0, 50);
    outbox.forget_sent();
    assert_eq!(outbox.items(), [], "what ended there needs no leaving");
}
