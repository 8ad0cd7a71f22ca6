//! What the machine found out about signals: kept beside them as proposals, never as decisions.

mod backlog;
mod compare;
mod keep;
mod lessons;
mod read;
mod record;
mod similar;

pub use backlog::{Backlog, Looking, Looks, WithoutModel, backlog};
pub use compare::compare_signals;
pub use keep::{Findings, Like, Proposed, keep_findings};
pub use lessons::{Lesson, lessons};
pub(crate) use read::{texts_with_vectors, vectors_of};
pub use record::get_suggestion_record;
pub use similar::list_similar_signals;

use shared::id::AuthorityId;
use storage::Tx;

use crate::outbox::{JobKind, job};
use crate::{Sources, Stop};

/// Signals wait: whoever does background work looks at them.
pub fn wake(tx: &mut Tx<'_>, sources: &Sources, authority: AuthorityId) -> Result<(), Stop> {
    let job = job(
        sources,
        JobKind::Analyse,
        Some(authority),
        serde_json::json!({}),
    );
    Ok(tx.insert_job(&job)?)
}
