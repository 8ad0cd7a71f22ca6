//! How much waits for a model, and how far a new one has come.

use policy::Scope;
use shared::start::{Analysis, NoModel, Relooked};
use storage::Tx;

use crate::Stop;

/// Who looks at signals, as far as this instance knows.
#[derive(Debug, Clone)]
pub enum Looks {
    /// Nobody: it is switched off.
    Off,
    /// Another instance, or this one once it has read its model.
    Elsewhere,
    /// This instance.
    Here(Looking),
}

/// What signals are looked at with.
#[derive(Debug, Clone)]
pub struct Looking {
    /// The model.
    pub model: String,
    /// Why it is not the one that was configured.
    pub without: Option<WithoutModel>,
}

/// Why signals are looked at without a model.
#[derive(Debug, Clone)]
pub struct WithoutModel {
    /// For those who work at the desk; nothing when nobody wants a model.
    pub kind: Option<NoModel>,
    /// For who manages the server: what is wrong, and what helps.
    pub why: String,
}

/// Signals whose text may be read, by whether a model looked at them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Backlog {
    /// No model did yet.
    pub waiting: i64,
    /// This one did.
    pub looked_at: i64,
    /// Another one did.
    pub outdated: i64,
}

/// Counts them for a model.
pub fn backlog(tx: &mut Tx<'_>, scope: &Scope, model: Option<&str>) -> Result<Backlog, Stop> {
    let mut backlog = Backlog::default();
    for (by, count) in tx.count_signals_by_model(scope)? {
        match by.as_deref() {
            None => backlog.waiting += count,
            by if by == model => backlog.looked_at += count,
            Some(_) => backlog.outdated += count,
        }
    }
    Ok(backlog)
}

impl Looks {
    /// What an administrator is told.
    pub(crate) fn told(&self, tx: &mut Tx<'_>, scope: &Scope) -> Result<Option<Analysis>, Stop> {
        let looking = match self {
            Self::Off => return Ok(None),
            Self::Elsewhere => None,
            Self::Here(looking) => Some(looking),
        };
        let model = looking.map(|looking| &*looking.model);
        let found = backlog(tx, scope, model)?;
        let no_model = looking
            .and_then(|looking| looking.without.as_ref())
            .and_then(|without| without.kind);
        let count = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
        let relooked = Relooked {
            done: count(found.looked_at),
            all: count(found.looked_at + found.outdated),
        };
        // Words alone take nothing over from a model.
        let takes_over = model.is_some() && no_model.is_none() && found.outdated > 0;
        Ok(Some(Analysis {
            waiting: count(found.waiting),
            relooked: takes_over.then_some(relooked),
            no_model,
        }))
    }
}
