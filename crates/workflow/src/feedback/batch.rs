//! A batch: what is owed for one reason, answered at once.

use std::fmt;
use std::str::FromStr;

use policy::Scope;
use shared::codes::{ClosedList, ContactChoice, FeedbackMoment};
use shared::id::{IssueId, SignalId};
use shared::time::Day;
use storage::records::{IssueRecord, SignalRecord};
use storage::tx::query_types::{BatchRow, FeedbackSubject, OwedRow};
use storage::{At, StorageError, Tx};
use uuid::Uuid;

use crate::{Refusal, Stop};

/// The name of a batch: `issue.<id>.<moment>` or `signal.<id>.<moment>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BatchId {
    /// Everybody behind an issue.
    Issue(IssueId, FeedbackMoment),
    /// The provider of one signal.
    Signal(SignalId, FeedbackMoment),
}

impl FromStr for BatchId {
    type Err = Refusal;

    /// A name that cannot be one is answered like one that does not exist.
    fn from_str(name: &str) -> Result<Self, Refusal> {
        let mut parts = name.split('.');
        let (kind, id, moment) = (
            parts.next(),
            parts.next(),
            parts.next().and_then(FeedbackMoment::of_code),
        );
        let (Some(id), Some(moment), None) = (id, moment, parts.next()) else {
            return Err(Refusal::NotFound);
        };
        match kind {
            Some("issue") => id
                .parse()
                .map(|id| Self::Issue(id, moment))
                .map_err(|_| Refusal::NotFound),
            Some("signal") => id
                .parse()
                .map(|id| Self::Signal(id, moment))
                .map_err(|_| Refusal::NotFound),
            _ => Err(Refusal::NotFound),
        }
    }
}

impl fmt::Display for BatchId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Issue(id, moment) => write!(f, "issue.{id}.{moment}"),
            Self::Signal(id, moment) => write!(f, "signal.{id}.{moment}"),
        }
    }
}

/// What a batch is about, loaded.
pub(super) enum Subject {
    Issue(IssueRecord),
    Signal(SignalRecord),
}

impl Subject {
    /// The subject of a batch within the scope.
    pub(super) fn find(tx: &mut Tx<'_>, scope: &Scope, batch: BatchId) -> Result<Self, Stop> {
        let subject = match batch {
            BatchId::Issue(id, _) => tx.issue(scope, id)?.map(Self::Issue),
            BatchId::Signal(id, _) => tx.signal(scope, id)?.map(Self::Signal),
        };
        subject.ok_or_else(|| Refusal::NotFound.into())
    }

    /// Everything that rows of the queue are about, in two statements.
    pub(super) fn load(
        tx: &mut Tx<'_>,
        scope: &Scope,
        rows: &[BatchRow],
    ) -> Result<Vec<Self>, StorageError> {
        let issues: Vec<_> = rows.iter().filter_map(|row| Some(row.0?.0)).collect();
        let signals: Vec<_> = rows.iter().filter_map(|row| Some(row.1?.0)).collect();
        let mut subjects = Vec::new();
        if !issues.is_empty() {
            let issues = tx.issues_by_keys(scope, &issues)?;
            subjects.extend(issues.into_iter().map(Self::Issue));
        }
        if !signals.is_empty() {
            let signals = tx.signals_by_keys(scope, &signals)?;
            subjects.extend(signals.into_iter().map(Self::Signal));
        }
        Ok(subjects)
    }

    pub(super) fn key(&self) -> FeedbackSubject {
        match self {
            Self::Issue(issue) => FeedbackSubject::Issue(issue.id.0),
            Self::Signal(signal) => FeedbackSubject::Signal(signal.id.0),
        }
    }

    pub(super) fn authority(&self) -> shared::id::AuthorityId {
        match self {
            Self::Issue(issue) => issue.authority_id.0,
            Self::Signal(signal) => signal.authority_id.0,
        }
    }

    pub(super) fn batch(&self, moment: FeedbackMoment) -> BatchId {
        match self {
            Self::Issue(issue) => BatchId::Issue(issue.public_id.0, moment),
            Self::Signal(signal) => BatchId::Signal(signal.public_id.0, moment),
        }
    }
}

impl BatchId {
    /// The random id of what it is about.
    pub(super) fn about(self) -> Uuid {
        match self {
            Self::Issue(id, _) => id.uuid(),
            Self::Signal(id, _) => id.uuid(),
        }
    }

    /// Why it is owed.
    pub fn moment(self) -> FeedbackMoment {
        match self {
            Self::Issue(_, moment) | Self::Signal(_, moment) => moment,
        }
    }
}

/// True when a mail or the account brings it; otherwise it is read by receipt. An address that proved dead reads by
/// receipt (decisions.md 18).
pub(super) fn is_contactable(contact: ContactChoice, undeliverable_at: Option<At>) -> bool {
    contact != ContactChoice::Code && undeliverable_at.is_none()
}

/// The oldest day on which something of a batch fell due.
pub(super) fn due_on(rows: &[&OwedRow]) -> Option<Day> {
    rows.iter().map(|(row, ..)| row.due_on.0).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_is_found_by_its_own_name() {
        for name in [
            "issue.5d0b7a52-93a4-4a0e-8a7e-1f6f1c0d4b22.decided",
            "signal.5d0b7a52-93a4-4a0e-8a7e-1f6f1c0d4b22.notStructural",
        ] {
            assert_eq!(name.parse::<BatchId>().unwrap().to_string(), name);
        }
    }

    #[test]
    fn what_was_never_a_batch_is_not_found() {
        let id = "5d0b7a52-93a4-4a0e-8a7e-1f6f1c0d4b22";
        for name in [
            "",
            "issue",
            &format!("issue.{id}"),
            &format!("issue.{id}.later"),
            &format!("day.{id}.decided"),
            &format!("issue.{id}.decided.x"),
        ] {
            assert_eq!(name.parse::<BatchId>(), Err(Refusal::NotFound), "{name}");
        }
    }
}
