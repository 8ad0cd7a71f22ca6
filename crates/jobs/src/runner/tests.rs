use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use identity::SeededRandomness;
use identity::keys::{KeyRing, LiveKeys};
use shared::id::{AuthorityId, JobId};
use shared::sources::{Clock, IdSource};
use tempfile::TempDir;
use tokio::sync::oneshot;
use workflow::Directory;

use super::*;

/// Moves by hand.
#[derive(Default)]
struct Hand(AtomicI64);

impl Hand {
    fn advance_seconds(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }
}

impl Clock for Hand {
    fn now(&self) -> Moment {
        Moment::from_micros(1_800_000_000_000_000 + self.0.load(Ordering::SeqCst))
    }
}

/// Counts.
#[derive(Default)]
struct Counted(AtomicI64);

impl IdSource for Counted {
    fn key(&self) -> Uuid {
        let count = self.0.fetch_add(1, Ordering::SeqCst);
        Uuid::from_u128(u128::from(count.unsigned_abs()) + 1)
    }

    fn public(&self) -> Uuid {
        self.key()
    }
}

/// One piece of work in a queue, and two instances that may do it.
struct Scene {
    clock: Arc<Hand>,
    one: Worker,
    other: Worker,
    _folder: TempDir,
}

impl Scene {
    async fn open() -> Self {
        let folder = TempDir::new().unwrap();
        let (clock, ids) = (Arc::new(Hand::default()), Arc::new(Counted::default()));
        let settings = storage::Settings {
            url: format!("sqlite:{}", folder.path().join("jobs.sqlite").display()),
            owner_url: None,
            allow_unsafe: false,
            migrate: true,
        };
        let db = Db::open(&settings, clock.clone(), ids.clone()).unwrap();
        let randomness = Arc::new(SeededRandomness::new(1));
        let ring = KeyRing::draw(&*randomness, clock.now().utc()).unwrap();
        let sources = Sources {
            clock: clock.clone(),
            ids,
            randomness,
            keys: Arc::new(LiveKeys::new(ring)),
            directory: Arc::new(Directory::default()),
        };
        let tools = tools(folder.path());
        let worker = || Worker::new(db.clone(), sources.clone(), tools.clone());
        let scene = Self {
            clock,
            one: worker(),
            other: worker(),
            _folder: folder,
        };
        scene.queue().await;
        scene
    }

    async fn queue(&self) {
        let now = At(self.clock.now());
        let id = JobId::new(Uuid::from_u128(7));
        let job = JobRecord::queued(id, None, "mail", serde_json::json!({}), now);
        let insert = move |tx: &mut Tx<'_>| -> Result<(), Stop> { Ok(tx.insert_job(&job)?) };
        let nothing = Scope::nothing(None);
        self.one.db.keep_house(&nothing, insert).await.unwrap();
    }

    /// The piece of work as it stands, in whatever state.
    async fn job(&self) -> JobRecord {
        let find = |tx: &mut Tx<'_>| -> Result<Option<JobRecord>, Stop> {
            for state in [
                JobState::Queued,
                JobState::Running,
                JobState::Done,
                JobState::Dead,
            ] {
                if let Some(job) = tx.jobs_in(state, 1)?.pop() {
                    return Ok(Some(job));
                }
            }
            Ok(None)
        };
        let found = self.one.db.read(&Scope::nothing(None), find).await;
        found.unwrap().unwrap()
    }
}

fn tools(folder: &Path) -> Tools {
    Tools::of(&Settings {
        smtp_url: None,
        mail_from: "Linde <signalen@linde.test>".to_owned(),
        mail_folder: folder.join("mail"),
        public_base_url: "https://signaal.test".to_owned(),
        push_reach: shared::push::Reach::Internet,
        analyst: Some(std::sync::Arc::new(crate::Analyst::unschooled())),
        language_model: None,
    })
    .unwrap()
}

async fn claimed(worker: &Worker) -> Vec<JobRecord> {
    claim(worker, 4).await.unwrap()
}

#[test]
fn pauses_grow_from_ten_seconds_to_six_hours() {
    let start = Moment::from_micros(0);
    let pauses: Vec<i64> = (1..TRIES)
        .map(|attempts| next_try(start, attempts).since(start).num_seconds())
        .collect();
    assert_eq!(pauses, [10, 26, 67, 174, 452, 1_175, 3_055, 7_943, 20_651]);
    assert_eq!(
        next_try(start, 40).since(start).num_seconds(),
        LONGEST_PAUSE_SECONDS
    );
}

#[tokio::test]
async fn work_of_an_instance_that_fell_silent_is_taken_over_when_its_lease_ends() {
    let scene = Scene::open().await;
    let first = claimed(&scene.one).await;
    assert_eq!(first.len(), 1);
    scene.clock.advance_seconds(LEASE_SECONDS);
    assert!(claimed(&scene.other).await.is_empty(), "to the last second");
    scene.clock.advance_seconds(1);
    let second = claimed(&scene.other).await;
    assert_eq!((second.len(), second[0].attempts), (1, 2));

    // The first one was only slow: what it found no longer counts.
    work_on(&scene.one, &first[0]).await.unwrap();
    let job = scene.job().await;
    assert_eq!(job.state.0, JobState::Running);
    assert_eq!(job.lease_owner, Some(Key(scene.other.owner)));
}

#[tokio::test]
async fn a_lease_is_prolonged_for_as_long_as_the_work_goes_on() {
    let scene = Scene::open().await;
    let jobs = claimed(&scene.one).await;
    let (end, ended) = oneshot::channel::<()>();
    let (worker, job) = (scene.one.clone(), jobs[0].clone());
    let working = tokio::spawn(async move {
        let work = async {
            ended.await.unwrap();
            Ok(None)
        };
        under_lease(&worker, &job, Duration::from_millis(1), work).await;
    });
    scene.clock.advance_seconds(50);
    let prolonged = At(lease_end(scene.clock.now()));
    let began = Instant::now();
    while scene.job().await.lease_until != Some(prolonged) {
        assert!(began.elapsed() < Duration::from_secs(30), "no heartbeat");
    }
    scene.clock.advance_seconds(50);
    assert!(
        claimed(&scene.other).await.is_empty(),
        "a hundred seconds after it was claimed"
    );
    end.send(()).unwrap();
    working.await.unwrap();
}

#[tokio::test]
async fn an_instance_that_stops_gives_back_what_it_did_not_finish() {
    let scene = Scene::open().await;
    assert_eq!(claimed(&scene.one).await.len(), 1);
    let mut running = JoinSet::new();
    running.spawn(std::future::pending());
    stop(&scene.one, running, Duration::from_millis(1)).await;
    let again = claimed(&scene.other).await;
    assert_eq!(again.len(), 1, "at once, long before the lease ends");
    assert_eq!(again[0].lease_owner, Some(Key(scene.other.owner)));
}

#[tokio::test]
async fn work_that_takes_its_instance_down_ten_times_is_dead() {
    let scene = Scene::open().await;
    for attempt in 1..=TRIES {
        let jobs = claimed(&scene.one).await;
        assert_eq!(jobs[0].attempts, attempt);
        // The instance dies here: nothing is written down.
        scene.clock.advance_seconds(LEASE_SECONDS + 1);
    }
    let jobs = claimed(&scene.other).await;
    let cause = work_on(&scene.other, &jobs[0]).await.unwrap();
    assert!(cause.unwrap().contains("never came to an end"));
    let job = scene.job().await;
    assert_eq!((job.state.0, job.attempts), (JobState::Dead, TRIES + 1));
    scene.clock.advance_seconds(LONGEST_PAUSE_SECONDS * 10);
    assert!(claimed(&scene.one).await.is_empty(), "nobody takes it up");
}

#[tokio::test]
async fn new_signals_do_not_wait_for_a_run_over_all_of_them() {
    let scene = Scene::open().await;
    let analyst = scene.one.tools.analyst.clone().unwrap();
    let _run = analyst.grouping.try_acquire().unwrap();
    let authority = Some(AuthorityId::new(Uuid::from_u128(9)));
    let (id, now) = (JobId::new(Uuid::from_u128(8)), At(scene.one.sources.now()));
    let look = JobKind::Analyse.code();
    let job = JobRecord::queued(id, authority, look, serde_json::json!({}), now);
    let Worker {
        db, sources, tools, ..
    } = &scene.one;
    assert_eq!(perform(db, sources, tools, &job).await, Ok(()));
    let queued = |tx: &mut Tx<'_>| -> Result<_, Stop> { Ok(tx.jobs_in(JobState::Queued, 9)?) };
    let queued = db.read(&Scope::nothing(None), queued).await.unwrap();
    assert_eq!(queued.len(), 1, "nothing was put off: {queued:?}");
}
