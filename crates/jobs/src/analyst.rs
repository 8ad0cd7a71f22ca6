//! What the analysis keeps in memory: the model, what ships with the product, and a room per authority with its vectors
//! and what its people taught. Everything here can be made again from the database.

mod evaluate;
mod ground;
mod grouping;
mod model;
mod room;
mod shelf;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use analysis::embed::{Embedder, Hashed};
use shared::id::AuthorityId;
use tokio::sync::Semaphore;
use workflow::analysis::{Looking, WithoutModel};

use model::WrongModel;
use shelf::Shelf;

pub use evaluate::{Evaluation, Foretold, Word, evaluate};
pub(crate) use ground::Ground;
pub(crate) use grouping::grouped;
pub(crate) use room::{Kinds, Looked, Room, Stamp};

/// Numbers that all rooms together may hold; beyond, the one that was not used for longest is cleared. A vector of 384
/// numbers takes about half a kilobyte, so this is some 200 MB.
const MOST_VECTORS: usize = 400_000;

/// Looks at signals, one authority's at a time, and beside it groups those of one.
pub struct Analyst {
    /// Where its model lies.
    folder: PathBuf,
    /// Where it leaves what it learnt of what ships for the next start.
    shelf: Option<PathBuf>,
    engine: OnceLock<Engine>,
    /// Whether it begins with what ships, or knows nothing but the labels of the taxonomy (tests).
    is_schooled: bool,
    ground: OnceLock<Ground>,
    rooms: Mutex<Rooms>,
    /// Who looks at signals. One at a time: requests come first, and a machine may have one core.
    pub(crate) looking: Semaphore,
    /// Who groups them, one at a time too. A run over a hundred thousand takes minutes: new signals do not wait for it.
    pub(crate) grouping: Semaphore,
}

/// What it looks with.
struct Engine {
    embedder: Arc<dyn Embedder + Send + Sync>,
    /// Why without the model of the folder.
    wrong: Option<WrongModel>,
}

#[derive(Default)]
struct Rooms {
    used: u64,
    by_authority: BTreeMap<AuthorityId, (u64, Arc<Mutex<Room>>)>,
}

impl Analyst {
    /// With the model of a folder, which is read when it is first needed. Without one, or with one that cannot be used, it
    /// works with words and pieces of words: never a reason not to start.
    pub fn open(folder: PathBuf) -> Self {
        Self {
            folder,
            shelf: None,
            engine: OnceLock::new(),
            is_schooled: true,
            ground: OnceLock::new(),
            rooms: Mutex::default(),
            looking: Semaphore::new(1),
            grouping: Semaphore::new(1),
        }
    }

    /// The same, which leaves what it learnt of what ships in a folder for the next start.
    #[must_use]
    pub fn keeping_in(self, shelf: PathBuf) -> Self {
        Self {
            shelf: Some(shelf),
            ..self
        }
    }

    /// One that knows nothing but the labels of the taxonomy, for tests that are about something else: it is there at once.
    pub fn unschooled() -> Self {
        Self::unschooled_with(Arc::new(Hashed))
    }

    /// The same with another model.
    pub fn unschooled_with(embedder: Arc<dyn Embedder + Send + Sync>) -> Self {
        let wrong = None;
        Self {
            engine: OnceLock::from(Engine { embedder, wrong }),
            is_schooled: false,
            ..Self::open(PathBuf::new())
        }
    }

    /// Reads the model, unless that was done. Takes a part of a second: not for the thread of a request.
    pub fn load(&self) {
        self.engine();
    }

    fn engine(&self) -> &Engine {
        self.engine.get_or_init(|| Engine::start(&self.folder))
    }

    /// What it looks with, once that is known.
    pub fn looking(&self) -> Option<Looking> {
        let Engine { embedder, wrong } = self.engine.get()?;
        Some(Looking {
            model: embedder.id().to_owned(),
            without: wrong.as_ref().map(|wrong| WithoutModel {
                kind: wrong.kind(),
                why: wrong.to_string(),
            }),
        })
    }

    /// Whether it looks anew at what another model looked at. Words alone do not: what a model found is worth more, and the
    /// model may be back tomorrow. Unless nobody wants one.
    pub(crate) fn takes_over(&self) -> bool {
        let wrong = &self.engine().wrong;
        matches!(wrong, None | Some(WrongModel::Unset))
    }

    /// The model that it looks with.
    pub(crate) fn model(&self) -> &str {
        self.embedder().id()
    }

    pub(crate) fn embedder(&self) -> &(dyn Embedder + Send + Sync) {
        &*self.engine().embedder
    }

    /// What ships with the product, in the numbers of this model. Learnt when it is not on the shelf, which takes up to a
    /// minute.
    pub(crate) fn ground(&self) -> &Ground {
        self.ground.get_or_init(|| {
            let embedder = self.embedder();
            if !self.is_schooled {
                return Ground::bare(embedder.dim());
            }
            let shelf = self.shelf.as_ref();
            let shelf = shelf.map(|folder| Shelf::of(folder, embedder));
            Ground::prepare(embedder, shelf.as_ref())
        })
    }

    /// Learns what ships, unless that was done.
    pub(crate) fn warm(&self) {
        self.ground();
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

impl Engine {
    fn start(folder: &Path) -> Self {
        match model::read(folder) {
            Ok(encoder) => {
                tracing::info!(
                    model = encoder.id(),
                    "signals are looked at with this model"
                );
                Self {
                    embedder: Arc::new(encoder),
                    wrong: None,
                }
            }
            Err(wrong) => {
                tracing::warn!(
                    folder = %folder.display(),
                    cause = %wrong,
                    "signals are looked at without a model: only words tell what is alike"
                );
                Self {
                    embedder: Arc::new(Hashed),
                    wrong: Some(wrong),
                }
            }
        }
    }
}

/// One that is being worked in counts as nothing: there is one at most.
fn size(room: &Mutex<Room>) -> usize {
    room.try_lock().map_or(0, |room| room.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_alone_leave_in_peace_what_a_model_found_unless_nobody_wants_a_model() {
        let lost = Analyst::open(PathBuf::from("nowhere"));
        assert!(lost.looking().is_none(), "nothing was read yet");
        assert!(!lost.takes_over());
        let looking = lost.looking().unwrap();
        assert_eq!(looking.model, "hashed-384-1");
        assert!(looking.without.unwrap().why.contains("no model folder"));
        assert!(Analyst::open(PathBuf::new()).takes_over());
    }
}
