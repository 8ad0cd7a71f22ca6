//! Everything that stands on an authority's public page.

use std::collections::BTreeMap;

use policy::Scope;
use shared::codes::Language;
use shared::id::{AuthorityId, IssueId, IssueKey};
use shared::life_cycle::{ActionState, IssueState};
use shared::taxonomy::{Code, Taxonomy};
use shared::time::{Day, Moment};
use storage::Tx;
use storage::records::{ActionRecord, IssueRecord, PublishedCell};

use super::languages::languages_of;
use crate::issues::number as issue_number;
use crate::signals::has_certain_personal_data;
use crate::{Refusal, Sources, Stop};

/// So many published issues are told of, the latest published first.
const MOST_ISSUES: i64 = 200;
/// So many months of numbers.
const MOST_MONTHS: i64 = 3;

/// What everybody may read of an authority.
#[derive(Debug, Clone)]
pub struct PublicPage {
    /// Its name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Languages in which the page is offered, the first one first.
    pub languages: Vec<Language>,
    /// The language in which its staff write.
    pub written_in: Language,
    /// Published issues, the latest published first.
    pub issues: Vec<PublicIssue>,
    /// Numbers of the last published months, the newest first.
    pub months: Vec<PublicMonth>,
    /// Labels of themes.
    pub taxonomy: Taxonomy,
    /// When something of it last changed.
    pub changed_at: Moment,
}

/// An issue for everybody.
#[derive(Debug, Clone)]
pub struct PublicIssue {
    /// Its random id.
    pub id: IssueId,
    /// Its number, such as `K-17`.
    pub number: String,
    /// Neutral title.
    pub title: String,
    /// Neutral description.
    pub description: String,
    /// Where it stands.
    pub state: IssueState,
    /// Its themes.
    pub themes: Vec<Code>,
    /// When it was published.
    pub published_at: Moment,
    /// The day of that.
    pub published_on: Day,
    /// The last step that everybody may see: no moment of a signal.
    pub changed_at: Moment,
    /// What is done about it, the first due first.
    pub actions: Vec<PublicAction>,
}

/// What is done: what, how far, by when. Never who.
#[derive(Debug, Clone)]
pub struct PublicAction {
    /// What; absent while personal data stands in it.
    pub title: Option<String>,
    /// How far it is.
    pub state: ActionState,
    /// By when.
    pub due_on: Day,
}

/// Numbers of one month.
#[derive(Debug, Clone)]
pub struct PublicMonth {
    /// Its first day.
    pub month: Day,
    /// All themes together.
    pub total: Option<u32>,
    /// By theme.
    pub cells: Vec<PublishedCell>,
}

/// Reads it: published words, what is done, published numbers.
pub fn public_page(
    tx: &mut Tx<'_>,
    sources: &Sources,
    authority: AuthorityId,
) -> Result<PublicPage, Stop> {
    let scope = Scope::looking_up(authority);
    let slug = sources.slug(authority);
    let record = tx.authority_by_slug(&slug)?.ok_or(Refusal::NotFound)?;
    let issues = tx.published_issues(&scope, MOST_ISSUES)?;
    let keys: Vec<IssueKey> = issues.iter().map(|issue| issue.id.0).collect();
    let mut actions: BTreeMap<IssueKey, Vec<ActionRecord>> = BTreeMap::new();
    for action in tx.actions_of_issues(&scope, &keys)? {
        actions.entry(action.issue_id.0).or_default().push(action);
    }
    let issues: Vec<PublicIssue> = issues
        .into_iter()
        .filter_map(|issue| {
            let actions = actions.remove(&issue.id.0).unwrap_or_default();
            public_issue(sources, issue, actions)
        })
        .collect();
    let months = tx.published_months(&scope, MOST_MONTHS)?;
    let newest = issues.iter().map(|issue| issue.changed_at).max();
    Ok(PublicPage {
        languages: languages_of(&record),
        written_in: record.languages.first().copied().unwrap_or(Language::Nl),
        changed_at: newest.unwrap_or(record.created_at.0),
        slug: record.slug,
        name: record.name,
        issues,
        months: months
            .into_iter()
            .map(|(month, total, cells)| PublicMonth {
                month: month.0,
                total: total.and_then(|total| u32::try_from(total).ok()),
                cells: cells.0,
            })
            .collect(),
        taxonomy: crate::authorities::taxonomy(tx, &scope, authority)?,
    })
}

fn public_issue(
    sources: &Sources,
    issue: IssueRecord,
    actions: Vec<ActionRecord>,
) -> Option<PublicIssue> {
    let published_at = issue.published_at?.0;
    let steps = [
        issue.validated_at,
        issue.prioritised_at,
        issue.decided_at,
        issue.started_at,
        issue.resolved_at,
        issue.closed_at,
    ];
    let of_actions = actions
        .iter()
        .flat_map(|action| [Some(action.created_at), action.started_at, action.ended_at]);
    let changed_at = steps
        .into_iter()
        .chain(of_actions)
        .flatten()
        .map(|at| at.0)
        .fold(published_at, Moment::max);
    Some(PublicIssue {
        id: issue.public_id.0,
        number: issue_number(issue.number),
        title: issue.title,
        description: issue.description?,
        state: issue.state.0,
        themes: issue.themes.0,
        published_at,
        published_on: sources.day_of(published_at, issue.authority_id.0),
        changed_at,
        actions: actions.into_iter().map(public_action).collect(),
    })
}

/// Nobody looked at the words of an action before they were published: the detector does, each time.
fn public_action(action: ActionRecord) -> PublicAction {
    PublicAction {
        title: Some(action.title).filter(|title| !has_certain_personal_data(title)),
        state: action.state.0,
        due_on: action.due_on.0,
    }
}
