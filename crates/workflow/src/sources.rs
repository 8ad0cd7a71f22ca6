//! Where time, ids, randomness, keys and the list of authorities come from: parameters, so that tests decide them.

use std::sync::{Arc, PoisonError, RwLock};

use identity::Randomness;
use identity::keys::{KeyRing, LiveKeys};
use policy::Scope;
use shared::authority::Authority;
use shared::id::AuthorityId;
use shared::sources::{Clock, IdSource};
use shared::time::{Day, Moment};
use storage::tx::query_types::Todays;

use crate::calendar;

/// Clock, ids, randomness, keys and the list of authorities. Cheap to clone.
#[derive(Clone)]
pub struct Sources {
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdSource>,
    /// Makes secrets.
    pub randomness: Arc<dyn Randomness>,
    /// The key file; the server rereads it when it changes.
    pub keys: Arc<LiveKeys>,
    /// Every authority; the server rereads the list every few seconds.
    pub directory: Arc<Directory>,
}

impl Sources {
    /// Now.
    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    /// The keys of this moment: one piece of work takes them once.
    pub fn keys(&self) -> Arc<KeyRing> {
        self.keys.current()
    }

    /// Today, as the calendar on the authority's wall says.
    pub fn today(&self, authority: AuthorityId) -> Day {
        self.day_of(self.clock.now(), authority)
    }

    /// Today in each authority of a scope: the days of a pool need not be one.
    pub fn todays(&self, scope: &Scope) -> Todays {
        let mut todays = Todays::new();
        for &authority in scope.reads() {
            let today = self.today(authority);
            match todays.iter_mut().find(|(day, _)| *day == today) {
                Some((_, authorities)) => authorities.push(authority),
                None => todays.push((today, vec![authority])),
            }
        }
        todays
    }

    /// The day of a moment, as the calendar on the authority's wall says.
    pub fn day_of(&self, moment: Moment, authority: AuthorityId) -> Day {
        let zone = self
            .directory
            .by_id(authority)
            .map(|authority| authority.time_zone.clone());
        calendar::day_of(moment, zone.as_deref().unwrap_or_default())
    }

    /// When a day begins, as the clock on the authority's wall says.
    pub fn start_of(&self, day: Day, authority: AuthorityId) -> Moment {
        let zone = self
            .directory
            .by_id(authority)
            .map(|authority| authority.time_zone.clone());
        calendar::start_of(day, zone.as_deref().unwrap_or_default())
    }

    /// The name of an authority in addresses; empty when it is gone.
    pub fn slug(&self, authority: AuthorityId) -> String {
        self.directory
            .by_id(authority)
            .map(|authority| authority.slug.clone())
            .unwrap_or_default()
    }
}

/// Every authority, in memory: a few hundred rows that every request needs and that hardly ever change.
#[derive(Debug, Default)]
pub struct Directory {
    authorities: RwLock<Vec<Arc<Authority>>>,
}

impl Directory {
    /// Replaces the list by what storage says now.
    pub fn renew(&self, authorities: Vec<Authority>) {
        let renewed = authorities.into_iter().map(Arc::new).collect();
        *self
            .authorities
            .write()
            .unwrap_or_else(PoisonError::into_inner) = renewed;
    }

    /// All of them.
    pub fn all(&self) -> Vec<Arc<Authority>> {
        self.authorities
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The authority with this id.
    pub fn by_id(&self, id: AuthorityId) -> Option<Arc<Authority>> {
        self.find(|authority| authority.id == id)
    }

    /// The authority with this name in addresses.
    pub fn by_slug(&self, slug: &str) -> Option<Arc<Authority>> {
        self.find(|authority| authority.slug == slug)
    }

    fn find(&self, wanted: impl Fn(&Authority) -> bool) -> Option<Arc<Authority>> {
        let authorities = self
            .authorities
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        authorities
            .iter()
            .find(|authority| wanted(authority))
            .cloned()
    }
}
