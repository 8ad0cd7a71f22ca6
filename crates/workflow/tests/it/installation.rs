//! One authority on a fresh database, a clock that stands still, and somebody with every role.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use identity::keys::{KeyRing, LiveKeys};
use identity::{Randomness, SeededRandomness};
use policy::{Actor, ActorMembership, Operation, Permit, Staff, Wanted, decide, for_system};
use shared::codes::{Language, Level, Role, WorkMode};
use shared::id::{AuthorityId, LoginId, MembershipId, UserId};
use shared::sources::{Clock, IdSource};
use shared::time::Moment;
use storage::records::{AuthorityRecord, TaxonomyRecord};
use storage::{At, Db, Json, Key, Many, On, Settings, Stored, Tx};
use tempfile::TempDir;
use uuid::{Builder, Uuid};
use workflow::{Directory, Sources, Stop, authorities};

use crate::cluster::Database;

const NOW: &str = "2026-11-23T09:00:00Z";

/// Moves only when a test says so.
#[derive(Default)]
pub(crate) struct StandingClock(AtomicI64);

impl StandingClock {
    pub(crate) fn advance_days(&self, days: i64) {
        self.advance(chrono::Duration::days(days));
    }

    pub(crate) fn advance(&self, span: chrono::Duration) {
        let micros = span.num_microseconds().unwrap();
        self.0.fetch_add(micros, Ordering::SeqCst);
    }
}

impl Clock for StandingClock {
    fn now(&self) -> Moment {
        let moment: Moment = NOW.parse().unwrap();
        moment.plus(chrono::Duration::microseconds(
            self.0.load(Ordering::SeqCst),
        ))
    }
}

/// Counts.
#[derive(Default)]
struct CountedIds(AtomicU64);

impl IdSource for CountedIds {
    fn key(&self) -> Uuid {
        Uuid::from_u128(u128::from(self.0.fetch_add(1, Ordering::SeqCst)) + 1)
    }

    fn public(&self) -> Uuid {
        let mut bytes = [0; 16];
        SeededRandomness::new(self.0.fetch_add(1, Ordering::SeqCst)).fill(&mut bytes);
        Builder::from_random_bytes(bytes).into_uuid()
    }
}

pub(crate) struct Installation {
    pub(crate) db: Db,
    pub(crate) sources: Sources,
    pub(crate) authority: AuthorityId,
    pub(crate) clock: Arc<StandingClock>,
    folder: TempDir,
    _database: Option<Database>,
}

impl Installation {
    /// On a SQLite file.
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings {
            url: format!("sqlite:{}", folder.path().join("test.sqlite").display()),
            owner_url: None,
            allow_unsafe: false,
            migrate: true,
        };
        Self::open(settings, folder, None).await
    }

    /// On every engine that is at hand: SQLite always, PostgreSQL where the environment names a cluster.
    pub(crate) async fn on_every_engine() -> Vec<Self> {
        let mut installations = vec![Self::new().await];
        if let Some(database) = Database::fresh() {
            let folder = tempfile::tempdir().unwrap();
            installations.push(Self::open(database.settings(), folder, Some(database)).await);
        }
        installations
    }

    async fn open(settings: Settings, folder: TempDir, database: Option<Database>) -> Self {
        let (clock, ids) = (
            Arc::new(StandingClock::default()),
            Arc::new(CountedIds::default()),
        );
        let db = Db::open(&settings, clock.clone(), ids.clone()).unwrap();
        let randomness = Arc::new(SeededRandomness::new(1));
        let ring = KeyRing::draw(&*randomness, clock.now().utc()).unwrap();
        let keys = Arc::new(LiveKeys::new(ring));
        let sources = Sources {
            clock: clock.clone(),
            ids,
            randomness,
            keys,
            directory: Arc::new(Directory::default()),
        };
        let authority = AuthorityId::new(Uuid::from_u128(1_000_000));
        let installation = Self {
            db,
            sources,
            authority,
            clock,
            folder,
            _database: database,
        };
        installation.set_up().await;
        installation
    }

    async fn set_up(&self) {
        let id = self.authority;
        let permit = for_system::<policy::SetUp>(id);
        let scope = permit.scope().clone();
        let work = move |tx: &mut Tx<'_>| -> Result<_, Stop> {
            tx.insert_authority(&authority(id))?;
            tx.insert_taxonomy(&scope, &taxonomy(id))?;
            authorities::all(tx)
        };
        let all = self.db.keep_house(permit.scope(), work).await.unwrap();
        self.sources.directory.renew(all);
    }

    /// The permit of somebody who holds every role.
    pub(crate) fn permit<A: Operation>(&self) -> Permit<A> {
        let membership = ActorMembership {
            id: MembershipId::new(Uuid::from_u128(1_000_001)),
            authority: self.authority,
            organisation: None,
            roles: vec![Role::Processor, Role::LeadProcessor, Role::Administrator],
        };
        let staff = Staff {
            user: UserId::new(Uuid::from_u128(1_000_002)),
            login: LoginId::new(Uuid::from_u128(1_000_003)),
            memberships: vec![membership],
        };
        decide(&Actor::Staff(staff), Wanted::All).unwrap()
    }

    /// The SQLite file by another way than the product's.
    pub(crate) fn file(&self) -> storage::sqlite::Conn {
        let path = self.folder.path().join("test.sqlite");
        storage::sqlite::open(&path.display().to_string()).unwrap()
    }

    /// Does one thing with a permit, in one transaction.
    pub(crate) async fn act<A: Operation, T: Send + 'static>(
        &self,
        work: impl Fn(&mut Tx<'_>, &Permit<A>, &Sources) -> Result<T, Stop> + Send + 'static,
    ) -> Result<T, Stop>
    where
        Permit<A>: Send + Sync + 'static,
    {
        let permit = self.permit::<A>();
        let (sources, of) = (self.sources.clone(), permit.clone());
        self.db
            .write(&permit, move |tx| work(tx, &of, &sources))
            .await
    }
}

fn authority(id: AuthorityId) -> AuthorityRecord {
    AuthorityRecord {
        id: Key(id),
        slug: "linde".into(),
        name: "Stad Linde".into(),
        level: Stored(Level::Municipality),
        nis_code: None,
        languages: Many(vec![Language::Nl]),
        time_zone: "Europe/Brussels".into(),
        answer_term_days: 30,
        work_mode: Stored(WorkMode::Continuous),
        places: Json(Vec::new()),
        referrals: Json(Vec::new()),
        valid_from: On("2025-01-01".parse().unwrap()),
        valid_to: None,
        created_at: At(NOW.parse().unwrap()),
        page_languages: None,
    }
}

fn taxonomy(id: AuthorityId) -> TaxonomyRecord {
    TaxonomyRecord {
        authority_id: Key(id),
        revision: 1,
        content: Json(serde_json::from_str(shared::taxonomy::DEFAULT).unwrap()),
        created_at: At(NOW.parse().unwrap()),
    }
}
