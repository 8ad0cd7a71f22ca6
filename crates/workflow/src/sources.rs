//! Where time, ids, randomness and keys come from: parameters, so that tests decide them.

use std::sync::Arc;

use identity::Randomness;
use identity::keys::KeyRing;
use shared::sources::{Clock, IdSource};

/// Clock, ids, randomness and keys. Cheap to clone.
#[derive(Clone)]
pub struct Sources {
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdSource>,
    /// Makes secrets.
    pub randomness: Arc<dyn Randomness>,
    /// The key file.
    pub keys: Arc<KeyRing>,
}
