//! What every request shares: database, sources, small caches that live seconds.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use identity::keys::KeyRing;
use identity::tokens::Verifier;
use jobs::Analyst;
use jobs::language_model::LanguageModelClient;
use policy::{Actor, ActorMembership, Operation, Scope, Wanted};
use shared::authority::Authority;
use shared::id::{AuthorityId, UserId};
use shared::summary::LanguageModel;
use shared::taxonomy::Taxonomy;
use storage::Db;
use storage::records::EntryLinkRecord;
use workflow::analysis::Looks;
use workflow::signals::SharedSectors;
use workflow::{Sources, Stop};

use crate::config::Config;
use crate::http::ApiProblem;
use crate::limits::Limits;
use crate::revocations::Revocations;

/// How old a membership, an entry link or a taxonomy may be: a change must take effect within 10 s (trust.md §3).
const FRESH: Duration = Duration::from_secs(5);
/// How old the list of shared sectors may be: it changes by the day.
const FRESH_SECTORS: Duration = Duration::from_mins(5);
/// Access tokens live ten minutes; a little more for clocks that differ.
const REVOCATIONS_MATTER: chrono::Duration = chrono::Duration::minutes(15);
/// A cache never grows past this; then it starts anew.
const MOST_ENTRIES: usize = 10_000;

/// Everything a handler needs.
pub(crate) struct AppState {
    pub(crate) config: Config,
    pub(crate) db: Db,
    pub(crate) sources: Sources,
    pub(crate) limits: Limits,
    pub(crate) revocations: Revocations,
    pub(crate) passwords: tokio::sync::Semaphore,
    pub(crate) nobody: identity::password::PasswordHash,
    pub(crate) strangers: workflow::doors::Strangers,
    pub(crate) reads: workflow::audit::ReadLog,
    pub(crate) metrics: crate::metrics::Metrics,
    pub(crate) readiness: crate::readiness::Readiness,
    /// Looks at signals, where this instance does so.
    pub(crate) analyst: Option<Arc<Analyst>>,
    /// Writes drafts of summaries, where one is set up.
    pub(crate) language_model: Option<Arc<LanguageModelClient>>,
    verifier: RwLock<Arc<Verifier>>,
    memberships: Cache<UserId, Vec<ActorMembership>>,
    entry_links: Cache<(AuthorityId, String), Option<EntryLinkRecord>>,
    taxonomies: Cache<AuthorityId, Arc<Taxonomy>>,
    sectors: Cache<AuthorityId, Arc<SharedSectors>>,
}

impl AppState {
    pub(crate) fn new(
        config: Config,
        db: Db,
        sources: Sources,
        analyst: Option<Arc<Analyst>>,
        language_model: Option<Arc<LanguageModelClient>>,
    ) -> Self {
        let mut key = [0; 32];
        sources.randomness.fill(&mut key);
        let verifier = Verifier::local(sources.keys().access_token(), &config.public_base_url());
        Self {
            limits: Limits::new(&config, key),
            revocations: Revocations::default(),
            passwords: tokio::sync::Semaphore::new(identity::password::AT_A_TIME),
            nobody: identity::password::PasswordHash::of_nobody(&*sources.randomness),
            strangers: workflow::doors::Strangers::default(),
            reads: workflow::audit::ReadLog::default(),
            metrics: crate::metrics::Metrics::default(),
            readiness: crate::readiness::Readiness::default(),
            analyst,
            language_model,
            verifier: RwLock::new(Arc::new(verifier)),
            memberships: Cache::new(FRESH),
            entry_links: Cache::new(FRESH),
            taxonomies: Cache::new(FRESH),
            sectors: Cache::new(FRESH_SECTORS),
            config,
            db,
            sources,
        }
    }

    /// The language model that may be asked, where whoever runs the server set one up.
    pub(crate) fn language_model(&self) -> Option<LanguageModel> {
        self.language_model
            .as_ref()
            .map(|client| client.told().clone())
    }

    /// True once this server was told to stop.
    pub(crate) fn is_stopping(&self) -> bool {
        self.readiness.is_stopping()
    }

    /// Who looks at signals, as far as this instance knows.
    pub(crate) fn looks(&self) -> Looks {
        if !self.config.analysis {
            return Looks::Off;
        }
        let looking = self.analyst.as_ref().and_then(|analyst| analyst.looking());
        looking.map_or(Looks::Elsewhere, Looks::Here)
    }

    /// Who checks access tokens.
    pub(crate) fn verifier(&self) -> Arc<Verifier> {
        Arc::clone(&self.verifier.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// From now on these keys sign, check, seal and open: the key file changed.
    pub(crate) fn renew_keys(&self, ring: KeyRing) {
        let verifier = Verifier::local(ring.access_token(), &self.config.public_base_url());
        self.sources.keys.renew(ring);
        *self
            .verifier
            .write()
            .unwrap_or_else(PoisonError::into_inner) = Arc::new(verifier);
    }

    /// What a person may do where, at most five seconds old.
    pub(crate) async fn memberships_of(
        &self,
        user: UserId,
    ) -> Result<Vec<ActorMembership>, ApiProblem> {
        if let Some(known) = self.memberships.get(&user) {
            return Ok(known);
        }
        let scope = Scope::nothing(Some(user));
        let memberships: Result<_, Stop> = self
            .db
            .read(&scope, move |tx| workflow::people::memberships_of(tx, user))
            .await;
        let memberships = memberships?;
        self.memberships.put(user, memberships.clone());
        Ok(memberships)
    }

    /// Forgets what is known of a person, after a change on this instance.
    pub(crate) fn forget_memberships(&self, user: UserId) {
        self.memberships.forget(&user);
    }

    /// The entry link behind a token, if it opens now.
    pub(crate) async fn entry_link(
        &self,
        authority: &Authority,
        token: &str,
    ) -> Result<Option<EntryLinkRecord>, ApiProblem> {
        let key = (authority.id, token.to_owned());
        if let Some(known) = self.entry_links.get(&key) {
            return Ok(known);
        }
        let scope = Scope::looking_up(authority.id);
        let (sources, wanted, id) = (self.sources.clone(), token.to_owned(), authority.id);
        let link: Result<_, Stop> = self
            .db
            .read(&scope, move |tx| {
                let link = tx.entry_link_by_token(&Scope::looking_up(id), &wanted)?;
                let today = sources.today(id);
                let opens = |link: &EntryLinkRecord| {
                    link.revoked_at.is_none() && link.expires_on.is_none_or(|last| today <= last.0)
                };
                Ok(link.filter(opens))
            })
            .await;
        let link = link?;
        self.entry_links.put(key, link.clone());
        Ok(link)
    }

    /// Forgets every entry link, after one was revoked on this instance.
    pub(crate) fn forget_entry_links(&self) {
        self.entry_links.clear();
    }

    /// Forgets the taxonomy of an authority, after it was changed on this instance.
    pub(crate) fn forget_taxonomy(&self, authority: AuthorityId) {
        self.taxonomies.forget(&authority);
    }

    /// The newest taxonomy of an authority, at most five seconds old.
    pub(crate) async fn taxonomy(
        &self,
        authority: AuthorityId,
    ) -> Result<Arc<Taxonomy>, ApiProblem> {
        if let Some(known) = self.taxonomies.get(&authority) {
            return Ok(known);
        }
        let scope = Scope::looking_up(authority);
        let found: Result<_, Stop> = self
            .db
            .read(&scope, move |tx| {
                workflow::authorities::taxonomy(tx, &Scope::looking_up(authority), authority)
            })
            .await;
        let found = Arc::new(found?);
        self.taxonomies.put(authority, Arc::clone(&found));
        Ok(found)
    }

    /// Sectors that enough providers share, in the authorities of a scope.
    pub(crate) async fn shared_sectors(
        &self,
        scope: &Scope,
    ) -> Result<Arc<SharedSectors>, ApiProblem> {
        let mut all = SharedSectors::new();
        for &authority in scope.reads() {
            let known = if let Some(known) = self.sectors.get(&authority) {
                known
            } else {
                let one = Scope::looking_up(authority);
                let counted: Result<_, Stop> = self
                    .db
                    .read(&one, move |tx| {
                        workflow::signals::shared_sectors(tx, &Scope::looking_up(authority))
                    })
                    .await;
                let counted = Arc::new(counted?);
                self.sectors.put(authority, Arc::clone(&counted));
                counted
            };
            all.extend(known.iter().cloned());
        }
        Ok(Arc::new(all))
    }

    /// Writes a refusal of somebody known to the log, in a transaction of its own; failing to must not hide the refusal.
    pub(crate) async fn note_refusal<A: Operation>(&self, actor: &Actor, wanted: Wanted) {
        let Actor::Staff(staff) = actor else { return };
        let (staff, sources) = (staff.clone(), self.sources.clone());
        if let Err(error) = workflow::audit::refused::<A>(&self.db, &sources, &staff, wanted).await
        {
            tracing::error!(cause = ?error, "a refusal could not be written to the audit log");
        }
    }

    /// Notes that somebody read a signal's text, or, without id, the beginnings of some; written within seconds.
    pub(crate) fn note_reading<A: Operation>(
        &self,
        permit: &policy::Permit<A>,
        slug: &str,
        id: &str,
    ) {
        if let Some(authority) = self.sources.directory.by_slug(slug) {
            self.reads
                .note(permit, &self.sources, authority.id, "signal", id);
        }
    }

    /// Rereads what was revoked while any access token from before may still live.
    pub(crate) async fn poll_revocations(&self) -> Result<(), ApiProblem> {
        let since = self.sources.now().minus(REVOCATIONS_MATTER);
        let rows: Result<_, Stop> = self
            .db
            .read(&Scope::nothing(None), move |tx| {
                Ok(tx.revocations_since(storage::At(since))?)
            })
            .await;
        for row in rows? {
            let at = row.at.utc();
            let login = row.login_id.map(|login| (login.0, at));
            let user = row.user_id.map(|user| (user.0, at));
            if let Some((user, _)) = user {
                self.forget_memberships(user);
            }
            self.revocations.add(login, user, since.utc());
        }
        Ok(())
    }

    /// Rereads the list of authorities.
    pub(crate) async fn renew_directory(&self) -> Result<(), ApiProblem> {
        let authorities: Result<_, Stop> = self
            .db
            .read(&Scope::nothing(None), workflow::authorities::all)
            .await;
        self.sources.directory.renew(authorities?);
        Ok(())
    }
}

/// Values that may be a few seconds old.
struct Cache<K, V> {
    fresh: Duration,
    entries: Mutex<HashMap<K, (Instant, V)>>,
}

impl<K: std::hash::Hash + Eq, V: Clone> Cache<K, V> {
    fn new(fresh: Duration) -> Self {
        Self {
            fresh,
            entries: Mutex::new(HashMap::new()),
        }
    }

    fn get(&self, key: &K) -> Option<V> {
        let entries = self.lock();
        entries
            .get(key)
            .filter(|(since, _)| since.elapsed() < self.fresh)
            .map(|(_, value)| value.clone())
    }

    fn put(&self, key: K, value: V) {
        let mut entries = self.lock();
        if entries.len() >= MOST_ENTRIES {
            entries.clear();
        }
        entries.insert(key, (Instant::now(), value));
    }

    fn forget(&self, key: &K) {
        self.lock().remove(key);
    }

    fn clear(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<K, (Instant, V)>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
