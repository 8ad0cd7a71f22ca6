//! Signals that tell of the same thing: a run proposes clusters, people correct them, and every later run keeps to that.

use shared::cluster::{
    ClusterAcceptance, ClusterChangeKind, ClusterDetail, ClusterList, ClusterMerge, ClusterSignals,
    ClusterStanding, ClusterSummary, ClusterUpdate,
};
use shared::id::{ClusterId, SignalId};
use shared::issue::IssueDetail;
use shared::life_cycle::SignalState;
use shared::timeline::Empty;
use testkit::{Asks, Staff, TestApp, by};

/// Words about child care.
const CARE: [&str; 6] = [
    "Ouders met een laat uurrooster vinden geen plaats in de kinderopvang",
    "Geen plaats in de kinderopvang voor ouders met een laat uurrooster",
    "De kinderopvang heeft geen plaats na zes uur, zeggen ouders met een laat uurrooster",
    "Weer ouders met een laat uurrooster zonder plaats in de kinderopvang",
    "Een laat uurrooster en geen plaats in de kinderopvang: ouders weten het niet meer",
    "Ouders vinden geen plaats in de kinderopvang bij een laat uurrooster",
];
/// Words about the bus.
const BUS: [&str; 6] = [
    "De bus naar het ziekenhuis rijdt niet meer op zondag",
    "Op zondag rijdt geen bus meer naar het ziekenhuis",
    "Geen bus op zondag: bezoekers raken niet in het ziekenhuis",
    "Het ziekenhuis is op zondag niet bereikbaar met de bus",
    "Bezoekers van het ziekenhuis wachten op zondag op een bus die niet rijdt",
    "De bus rijdt op zondag niet meer tot aan het ziekenhuis",
];

struct World {
    app: TestApp,
    processor: Staff,
    care: Vec<SignalId>,
    bus: Vec<SignalId>,
}

impl World {
    /// Six signals about child care and six about the bus, each of another provider, before any run.
    async fn new() -> Self {
        let app = TestApp::start().await;
        let processor = app.processor("linde").await;
        let (mut care, mut bus) = (Vec::new(), Vec::new());
        for (one, other) in CARE.iter().zip(BUS) {
            care.push(app.provider("linde").submits(one).await.id);
            bus.push(app.provider("linde").submits(other).await.id);
        }
        app.run_jobs().await;
        let world = Self {
            app,
            processor,
            care,
            bus,
        };
        world.night().await;
        world
    }

    /// A run, as every night brings it.
    async fn night(&self) {
        self.processor.regroup_signals().await.assert_status(202);
        self.app.run_jobs().await;
    }

    async fn clusters(&self) -> ClusterList {
        self.processor.list_clusters().await.ok()
    }

    async fn cluster(&self, id: ClusterId) -> ClusterDetail {
        self.processor.get_cluster(id).await.ok()
    }

    /// The cluster that most of these are in.
    async fn of(&self, signals: &[SignalId]) -> ClusterDetail {
        for cluster in self.clusters().await.clusters {
            let detail = self.cluster(cluster.id).await;
            let inside = members(&detail);
            let shared = signals.iter().filter(|id| inside.contains(id)).count();
            if 2 * shared > signals.len() {
                return detail;
            }
        }
        panic!("no cluster has most of {signals:?}");
    }
}

fn members(cluster: &ClusterDetail) -> Vec<SignalId> {
    standing(cluster, ClusterStanding::Member)
}

fn standing(cluster: &ClusterDetail, wanted: ClusterStanding) -> Vec<SignalId> {
    let members = cluster.members.iter();
    let members = members.filter(|member| member.standing == wanted);
    let mut ids: Vec<SignalId> = members.map(|member| member.signal.id).collect();
    ids.sort_unstable();
    ids
}

fn sorted(ids: &[SignalId]) -> Vec<SignalId> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids
}

fn signals(ids: &[SignalId]) -> ClusterSignals {
    ClusterSignals {
        signals: ids.to_vec(),
    }
}

#[tokio::test]
async fn a_run_finds_what_belongs_together_and_changes_nothing_else() {
    let world = World::new().await;
    let list = world.clusters().await;
    let run = list.run.clone().expect("a run was made");
    assert_eq!((run.signals, run.loose), (12, 0), "{run:?}");
    assert_eq!(list.clusters.len(), 2, "{list:?}");
    let care = world.of(&world.care).await;
    assert_eq!(members(&care), sorted(&world.care));
    let ClusterSummary {
        facts,
        words,
        model,
        ..
    } = &care.summary;
    assert_eq!((facts.signals, facts.providers), (6, 6));
    assert_eq!(facts.weeks.iter().sum::<u32>(), 6);
    assert!(words.contains(&"kinderopvang".to_owned()), "{words:?}");
    assert_eq!(model, "hashed-384-1");
    assert!((1..=4).contains(&facts.typical.len()), "{facts:?}");
    assert!(facts.typical.iter().all(|id| world.care.contains(id)));
    let bus = world.of(&world.bus).await;
    assert_eq!(members(&bus), sorted(&world.bus));
    for id in world.care.iter().chain(&world.bus) {
        let signal = world.processor.signal(*id).await;
        assert_eq!(signal.summary.state, SignalState::Received);
        assert!(signal.summary.issues.is_empty());
    }
}

#[tokio::test]
async fn another_run_over_the_same_signals_finds_the_same_under_the_same_names() {
    let world = World::new().await;
    let before = world.clusters().await.clusters;
    world.night().await;
    let after = world.clusters().await;
    assert_eq!(after.run.expect("a run").changes, []);
    for (one, other) in before.iter().zip(&after.clusters) {
        let (mut one, other) = (one.clone(), other.clone());
        // What joined since the run before is none now.
        one.facts.joined = 0;
        one.version = other.version;
        assert_eq!(one, other);
    }
}

#[tokio::test]
async fn what_one_provider_says_three_times_is_no_cluster() {
    let app = TestApp::start().await;
    let processor = app.processor("linde").await;
    for text in &CARE[..4] {
        let draft = shared::signal::SignalDraft {
            text: (*text).to_owned(),
            device_mark: Some("0123456789abcdef0123456789abcdef".to_owned()),
            ..shared::signal::SignalDraft::default()
        };
        let sent = app.provider("linde").submit_signal(&draft).await;
        sent.created::<shared::signal::SubmittedSignal>();
    }
    app.run_jobs().await;
    processor.regroup_signals().await.assert_status(202);
    app.run_jobs().await;
    let list: ClusterList = processor.list_clusters().await.ok();
    let run = list.run.expect("a run");
    assert_eq!((run.signals, run.loose), (4, 4));
    assert!(list.clusters.is_empty(), "{:?}", list.clusters);
}

#[tokio::test]
async fn what_does_not_belong_stays_out_in_every_later_run_until_somebody_puts_it_back() {
    let world = World::new().await;
    let care = world.of(&world.care).await;
    let out = world.care[2];
    let (id, version) = (care.summary.id, care.summary.version);
    let now: ClusterDetail = world
        .processor
        .remove_from_cluster(id, version, &signals(&[out]))
        .await
        .ok();
    assert_eq!(now.summary.facts.signals, 5);
    for _ in 0..2 {
        world.night().await;
        let now = world.cluster(id).await;
        assert!(!members(&now).contains(&out), "it came back");
        assert_eq!(members(&now).len(), 5);
    }
    let version = world.cluster(id).await.summary.version;
    let now: ClusterDetail = world
        .processor
        .add_to_cluster(id, version, &signals(&[out]))
        .await
        .ok();
    assert!(members(&now).contains(&out));
    world.night().await;
    assert_eq!(members(&world.cluster(id).await), sorted(&world.care));
}

#[tokio::test]
async fn a_split_survives_the_night_and_both_parts_must_be_large_enough() {
    let world = World::new().await;
    let care = world.of(&world.care).await;
    let (id, version) = (care.summary.id, care.summary.version);
    let too_few = world
        .processor
        .split_cluster(id, version, &signals(&world.care[..2]))
        .await;
    assert!(too_few.assert_status(422).text().contains("outOfRange"));
    let part: ClusterDetail = world
        .processor
        .split_cluster(id, version, &signals(&world.care[..3]))
        .await
        .ok();
    assert_eq!(part.split_from, Some(id));
    assert_eq!(members(&part), sorted(&world.care[..3]));
    for _ in 0..2 {
        world.night().await;
        let part = world.cluster(part.summary.id).await;
        assert!(!part.gone, "it went back");
        assert_eq!(members(&part), sorted(&world.care[..3]));
        assert_eq!(members(&world.cluster(id).await), sorted(&world.care[3..]));
    }
}

#[tokio::test]
async fn what_was_put_together_stays_together_and_a_split_takes_it_back() {
    let world = World::new().await;
    let (care, bus) = (world.of(&world.care).await, world.of(&world.bus).await);
    let other = bus.summary.id;
    let id = care.summary.id;
    let both: ClusterDetail = world
        .processor
        .merge_clusters(id, care.summary.version, &ClusterMerge { other })
        .await
        .ok();
    assert_eq!(both.members.len(), 12);
    assert_eq!(world.cluster(other).await.merged_into, Some(id));
    world.night().await;
    let both = world.cluster(id).await;
    assert_eq!(both.members.len(), 12, "the night took it apart");
    let part: ClusterDetail = world
        .processor
        .split_cluster(id, both.summary.version, &signals(&world.bus))
        .await
        .ok();
    world.night().await;
    assert_eq!(
        members(&world.cluster(part.summary.id).await),
        sorted(&world.bus)
    );
    assert_eq!(members(&world.cluster(id).await), sorted(&world.care));
}

#[tokio::test]
async fn a_new_signal_joins_before_the_night_but_is_only_proposed_where_a_person_locked() {
    let world = World::new().await;
    let care = world.of(&world.care).await;
    let id = care.summary.id;
    let lock = ClusterUpdate {
        name: Some("Late kinderopvang".to_owned()),
        locked: Some(true),
    };
    let locked: ClusterDetail = world
        .processor
        .update_cluster(id, care.summary.version, &lock)
        .await
        .ok();
    assert_eq!(locked.summary.name.as_deref(), Some("Late kinderopvang"));
    let nurse = world.app.provider("linde");
    let late = nurse
        .submits("Ouders met een laat uurrooster: nergens plaats in de kinderopvang")
        .await;
    let bus = nurse
        .submits("Op zondag rijdt de bus niet naar het ziekenhuis")
        .await;
    world.app.run_jobs().await;
    assert!(members(&world.of(&world.bus).await).contains(&bus.id));
    for _ in 0..2 {
        let now = world.cluster(id).await;
        assert_eq!(members(&now), sorted(&world.care), "it was locked");
        assert_eq!(standing(&now, ClusterStanding::Proposed), [late.id]);
        assert_eq!(now.summary.facts.proposed, 1);
        world.night().await;
    }
    let version = world.cluster(id).await.summary.version;
    let accepted = world
        .processor
        .add_to_cluster(id, version, &signals(&[late.id]));
    let accepted: ClusterDetail = accepted.await.ok();
    assert!(members(&accepted).contains(&late.id));
    world.night().await;
    assert_eq!(world.cluster(id).await.members.len(), 7);
}

#[tokio::test]
async fn a_cluster_becomes_an_issue_with_its_signals_and_remembers_it() {
    let world = World::new().await;
    let care = world.of(&world.care).await;
    let id = care.summary.id;
    let accept = ClusterAcceptance {
        title: Some("Opvang buiten de kantooruren".to_owned()),
        issue: None,
    };
    let issue: IssueDetail = world
        .processor
        .accept_cluster(id, care.summary.version, &accept)
        .await
        .ok();
    assert_eq!(issue.summary.signals, 6);
    let now = world.cluster(id).await;
    assert_eq!(
        now.summary.issue.map(|issue| issue.id),
        Some(issue.summary.id)
    );
    assert_eq!(now.issues[0].signals, 6);
    let bus = world.of(&world.bus).await;
    let add = ClusterAcceptance {
        title: None,
        issue: Some(issue.summary.id),
    };
    let issue: IssueDetail = world
        .processor
        .accept_cluster(bus.summary.id, bus.summary.version, &add)
        .await
        .ok();
    assert_eq!(issue.summary.signals, 12);
}

#[tokio::test]
async fn an_old_version_is_refused_and_a_cluster_that_is_gone_takes_no_change() {
    let world = World::new().await;
    let (care, bus) = (world.of(&world.care).await, world.of(&world.bus).await);
    let merge = ClusterMerge {
        other: bus.summary.id,
    };
    let (id, version) = (care.summary.id, care.summary.version);
    let merged = world.processor.merge_clusters(id, version, &merge).await;
    merged.ok::<ClusterDetail>();
    let lock = ClusterUpdate {
        locked: Some(true),
        ..ClusterUpdate::default()
    };
    world
        .processor
        .update_cluster(id, version, &lock)
        .await
        .assert_status(412);
    let gone = world.cluster(bus.summary.id).await;
    assert!(gone.gone && gone.members.is_empty());
    let refused = world
        .processor
        .update_cluster(gone.summary.id, gone.summary.version, &lock)
        .await;
    refused.assert_status(409);
}

#[tokio::test]
async fn what_was_taken_back_leaves_its_cluster_and_the_words_that_it_gave() {
    let world = World::new().await;
    let nurse = world.app.provider("linde");
    let own = nurse.submits(CARE[0]).await;
    world.app.run_jobs().await;
    let care = world.of(&world.care).await;
    assert!(members(&care).contains(&own.id));
    nurse
        .withdraw_signal(&by(&own.receipt, Empty {}))
        .await
        .no_content();
    let now = world.cluster(care.summary.id).await;
    assert!(!members(&now).contains(&own.id));
    assert!(now.summary.words.is_empty(), "until the next run");
    world.night().await;
    let now = world.cluster(care.summary.id).await;
    assert!(!now.summary.words.is_empty());
    assert_eq!(now.summary.facts.signals, 6);
    let changes = world.clusters().await.run.expect("a run").changes;
    assert!(
        changes
            .iter()
            .all(|change| change.kind != ClusterChangeKind::Died)
    );
}

/// What a person said about two signals last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    Together,
    Apart,
}

/// A small dice: the same seed rolls the same.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % sides.max(1)
    }
}

#[tokio::test]
async fn whatever_people_do_in_whatever_order_every_night_keeps_to_what_was_said_last() {
    for seed in [3, 20_786, 4_711] {
        let world = World::new().await;
        let mut dice = Dice(seed);
        let mut said = SaidOfPairs::new();
        let mut done = Vec::new();
        for _ in 0..6 {
            done.push(act(&world, &mut dice, &mut said).await);
            world.night().await;
            let mut cluster_of = std::collections::BTreeMap::new();
            for cluster in world.clusters().await.clusters {
                for id in members(&world.cluster(cluster.id).await) {
                    cluster_of.insert(id, cluster.id);
                }
            }
            for ((one, other), said) in &said {
                let (one, other) = (cluster_of.get(one), cluster_of.get(other));
                let is_together = one.is_some() && one == other;
                let holds = match said {
                    Said::Together => is_together,
                    Said::Apart => !is_together,
                };
                assert!(holds, "seed {seed}: {said:?} after {done:?}");
            }
        }
    }
}

type SaidOfPairs = std::collections::BTreeMap<(SignalId, SignalId), Said>;

/// Remembers it of every pair across the two lists.
fn say(said: &mut SaidOfPairs, ones: &[SignalId], others: &[SignalId], what: Said) {
    for one in ones {
        for other in others.iter().filter(|other| *other != one) {
            said.insert((*one.min(other), *one.max(other)), what);
        }
    }
}

/// Whoever leaves is bound to nobody.
fn unbind(said: &mut SaidOfPairs, leaving: &[SignalId]) {
    said.retain(|(one, other), what| {
        *what == Said::Apart || (!leaving.contains(one) && !leaving.contains(other))
    });
}

/// One thing that somebody does, drawn; what was said with it.
async fn act(world: &World, dice: &mut Dice, said: &mut SaidOfPairs) -> &'static str {
    let clusters = world.clusters().await.clusters;
    let drawn = &clusters[dice.roll(clusters.len())];
    let (id, version) = (drawn.id, drawn.version);
    let inside = members(&world.cluster(id).await);
    match dice.roll(4) {
        0 if inside.len() > 4 => {
            let out = [inside[dice.roll(inside.len())]];
            let staying: Vec<SignalId> = inside.into_iter().filter(|it| *it != out[0]).collect();
            let removed = world
                .processor
                .remove_from_cluster(id, version, &signals(&out));
            removed.await.ok::<ClusterDetail>();
            unbind(said, &out);
            say(said, &out, &staying, Said::Apart);
            "remove"
        }
        1 if inside.len() > 5 => {
            let (leaving, staying) = inside.split_at(3);
            let split = world
                .processor
                .split_cluster(id, version, &signals(leaving));
            split.await.ok::<ClusterDetail>();
            unbind(said, leaving);
            say(said, leaving, leaving, Said::Together);
            say(said, leaving, staying, Said::Apart);
            "split"
        }
        2 if clusters.len() > 1 => {
            let other = clusters.iter().find(|other| other.id != id).expect("two");
            let theirs = members(&world.cluster(other.id).await);
            let merge = ClusterMerge { other: other.id };
            let merged = world.processor.merge_clusters(id, version, &merge).await;
            merged.ok::<ClusterDetail>();
            let all: Vec<SignalId> = inside.into_iter().chain(theirs).collect();
            say(said, &all, &all, Said::Together);
            "merge"
        }
        _ => {
            let lock = ClusterUpdate {
                locked: Some(!drawn.locked),
                ..ClusterUpdate::default()
            };
            let locked = world.processor.update_cluster(id, version, &lock).await;
            locked.ok::<ClusterDetail>();
            "lock"
        }
    }
}
