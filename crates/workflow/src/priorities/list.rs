//! What waits for an order, and what has one: six statements at most, however many issues there are.

use std::collections::{BTreeMap, BTreeSet};

use policy::{ListPriorities, Permit};
use shared::id::{AuthorityId, IssueKey, MembershipId};
use shared::issue::Score;
use shared::life_cycle::IssueState;
use shared::priority::{IssueToWeigh, OrderedIssue, Priorities, spreads};
use storage::records::{IssueRecord, IssueScoresRecord};
use storage::{IssueQuery, Tx};

use super::{told, work_mode};
use crate::issues::{priority, summaries};
use crate::{Sources, Stop};

/// More issues than anybody puts in one order.
const MOST: usize = 200;

/// The validated issues with what was scored, as far as the asking person may see it, and those that have their place.
pub fn list_priorities(
    tx: &mut Tx<'_>,
    permit: &Permit<ListPriorities>,
    sources: &Sources,
    authority: AuthorityId,
) -> Result<Priorities, Stop> {
    let scope = permit.scope();
    let query = IssueQuery {
        state: vec![
            IssueState::Validated,
            IssueState::Prioritised,
            IssueState::DecidedAct,
        ],
        most: i64::try_from(MOST + 1).unwrap_or(i64::MAX),
        ..IssueQuery::default()
    };
    let mut records = tx.list_issues(scope, &query)?;
    let more = records.len() > MOST;
    records.truncate(MOST);
    records.sort_by_key(|record| (record.priority_place.unwrap_or(i32::MAX), record.number));
    let weights = tx.priority_weights_of(scope, authority)?;
    let (to_weigh, ordered): (Vec<IssueRecord>, Vec<IssueRecord>) = records
        .into_iter()
        .partition(|record| record.state.0 == IssueState::Validated);
    let keys: Vec<IssueKey> = to_weigh.iter().map(|record| record.id.0).collect();
    let opened = tx.opened_scores(scope, &keys)?;
    let shown = Shown {
        member: permit.seat(authority).map(|(member, _)| member),
        given: by_issue(tx.issue_scores(scope, &keys)?),
        opened: opened.into_iter().map(|key| key.0).collect(),
    };
    let issues = summaries(tx, scope, sources, &to_weigh)?;
    let named = summaries(tx, scope, sources, &ordered)?;
    Ok(Priorities {
        authority: sources.slug(authority),
        weights: told(weights.as_ref(), work_mode(sources, authority)),
        issues: issues
            .into_iter()
            .zip(keys)
            .map(|(issue, key)| shown.issue(issue, key))
            .collect(),
        ordered: named
            .into_iter()
            .zip(&ordered)
            .filter_map(|(issue, record)| {
                let priority = priority(record)?;
                Some(OrderedIssue { issue, priority })
            })
            .collect(),
        more,
    })
}

fn by_issue(rows: Vec<IssueScoresRecord>) -> BTreeMap<IssueKey, Vec<IssueScoresRecord>> {
    let mut by_issue: BTreeMap<IssueKey, Vec<IssueScoresRecord>> = BTreeMap::new();
    for row in rows {
        by_issue.entry(row.issue_id.0).or_default().push(row);
    }
    by_issue
}

/// What the asking person may see.
struct Shown {
    member: Option<MembershipId>,
    given: BTreeMap<IssueKey, Vec<IssueScoresRecord>>,
    opened: BTreeSet<IssueKey>,
}

impl Shown {
    /// Others' scores show only to who scored herself, or when the lead processor opened them.
    fn issue(&self, issue: shared::issue::IssueSummary, key: IssueKey) -> IssueToWeigh {
        let given = self.given.get(&key).map(Vec::as_slice).unwrap_or_default();
        let is_own = |row: &&IssueScoresRecord| Some(row.membership_id.0) == self.member;
        let own: Vec<Score> = given
            .iter()
            .find(is_own)
            .map(|row| row.scores.0.clone())
            .unwrap_or_default();
        let opened = self.opened.contains(&key);
        let all = || {
            let scores = given.iter().flat_map(|row| row.scores.0.iter().copied());
            spreads(&scores.collect::<Vec<Score>>())
        };
        IssueToWeigh {
            issue,
            scorers: u32::try_from(given.len()).unwrap_or(u32::MAX),
            spreads: (opened || !own.is_empty()).then(all),
            own,
            opened,
        }
    }
}
