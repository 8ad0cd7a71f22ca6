//! What the analysis keeps in memory: the model, what ships with the product, and a room per authority with its vectors
//! and what its people taught. Everything here can be made again from the database.

mod ground;
mod model;
mod room;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use analysis::embed::{Embedder, Hashed};
use shared::id::AuthorityId;
use tokio::sync::Semaphore;

pub(crate) use ground::Ground;
pub(crate) use room::{Looked, Room, Stamp};

/// Numbers that all rooms together may hold; beyond, the one that was not used for longest is cleared. A vector of 384
/// numbers takes about half a kilobyte, so this is some 200 MB.
const MOST_VECTORS: usize = 400_000;

/// Looks at signals, one authority's at a time and never more than one.
pub struct Analyst {
    embedder: Arc<dyn Embedder + Send + Sync>,
    /// Whether it begins with what ships, or knows nothing but the labels of the taxonomy (tests).
    is_schooled: bool,
    ground: OnceLock<Ground>,
    rooms: Mutex<Rooms>,
    /// One at a time: requests come first, and a machine may have one core.
    pub(crate) turn: Semaphore,
}

#[derive(Default)]
struct Rooms {
    used: u64,
    by_authority: BTreeMap<AuthorityId, (u64, Arc<Mutex<Room>>)>,
}

impl Analyst {
    /// With a model, or without one with words and pieces of words.
    pub fn new(embedder: Option<Arc<dyn Embedder + Send + Sync>>) -> Self {
        Self {
            embedder: embedder.unwrap_or_else(|| Arc::new(Hashed)),
            is_schooled: true,
            ground: OnceLock::new(),
            rooms: Mutex::default(),
            turn: Semaphore::new(1),
        }
    }

    /// With the model of a folder. Without one, or with one that cannot be used, it works with words and pieces of words, and
    /// the second value says why: never a reason not to start.
    pub fn open(folder: &Path) -> (Self, Option<String>) {
        match model::read(folder) {
            Ok(encoder) => (Self::new(Some(Arc::new(encoder))), None),
            Err(wrong) => (Self::new(None), Some(wrong)),
        }
    }

    /// One that knows nothing but the labels of the taxonomy, for tests that are about something else: it is there at once.
    pub fn unschooled() -> Self {
        Self {
            is_schooled: false,
            ..Self::new(None)
        }
    }

    /// The model that it looks with.
    pub fn model(&self) -> &str {
        self.embedder.id()
    }

    pub(crate) fn embedder(&self) -> &(dyn Embedder + Send + Sync) {
        &*self.embedder
    }

    /// What ships with the product, in the numbers of this model. Made once, which takes seconds.
    pub(crate) fn ground(&self) -> &Ground {
        self.ground
            .get_or_init(|| Ground::prepare(self.embedder(), self.is_schooled))
    }

    /// The room of an authority, if it is still furnished.
    pub(crate) fn room(&self, authority: AuthorityId) -> Option<Arc<Mutex<Room>>> {
        let mut rooms = self.rooms.lock().unwrap_or_else(PoisonError::into_inner);
        rooms.used += 1;
        let now = rooms.used;
        let (used, room) = rooms.by_authority.get_mut(&authority)?;
        *used = now;
        Some(Arc::clone(room))
    }

    /// Keeps a room, and clears others when all together hold too much.
    pub(crate) fn furnish(&self, authority: AuthorityId, room: Room) -> Arc<Mutex<Room>> {
        let mut rooms = self.rooms.lock().unwrap_or_else(PoisonError::into_inner);
        rooms.used += 1;
        let now = rooms.used;
        let room = Arc::new(Mutex::new(room));
        rooms
            .by_authority
            .insert(authority, (now, Arc::clone(&room)));
        loop {
            let held: usize = rooms
                .by_authority
                .values()
                .map(|(_, room)| size(room))
                .sum();
            let oldest = rooms
                .by_authority
                .iter()
                .filter(|(other, _)| **other != authority)
                .min_by_key(|(_, (used, _))| *used)
                .map(|(other, _)| *other);
            match oldest {
                Some(oldest) if held > MOST_VECTORS => drop(rooms.by_authority.remove(&oldest)),
                _ => return room,
            }
        }
    }

    /// What is kept of an authority is no longer what the database says: it is made again.
    pub(crate) fn clear(&self, authority: AuthorityId) {
        let mut rooms = self.rooms.lock().unwrap_or_else(PoisonError::into_inner);
        rooms.by_authority.remove(&authority);
    }
}

/// One that is being worked in counts as nothing: there is one at most.
fn size(room: &Mutex<Room>) -> usize {
    room.try_lock().map_or(0, |room| room.len())
}
