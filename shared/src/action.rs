//! An action: what is done about an issue, by whom, by when.

use serde::{Deserialize, Serialize};

use crate::draft::{Broken, Check};
use crate::id::{ActionId, IssueId, MembershipId, OrganisationId};
use crate::life_cycle::{ActionEvent, ActionState};
use crate::problem::{Code, Invalid};
use crate::signal::optional;
use crate::text::{Note, Title};
use crate::time::Day;

/// An action. Its owner is an organisation, plus optionally one of its people (decisions.md 27).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Action {
    /// Where it stands.
    pub href: String,
    /// Its id.
    pub id: ActionId,
    /// Slug of its authority.
    pub authority: String,
    /// The issue it is for.
    pub issue: IssueId,
    /// Number of that issue.
    pub issue_number: String,
    /// What is done.
    #[cfg_attr(feature = "openapi", schema(example = "Mobiel loket op de weekmarkt"))]
    pub title: String,
    /// The organisation that does it.
    pub owner: OrganisationId,
    /// Its name.
    pub owner_name: String,
    /// The person of that organisation, a member of staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_member: Option<MembershipId>,
    /// The day by which it is done.
    pub due_on: Day,
    /// Planned, running, done or cancelled.
    pub state: ActionState,
    /// The day the work began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_on: Option<Day>,
    /// What became of it, or why it was cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Version for `If-Match`.
    pub version: u64,
}

/// An action as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ActionDraft {
    /// What is done.
    pub title: String,
    /// The organisation that does it.
    pub owner: String,
    /// The person of that organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_member: Option<MembershipId>,
    /// The day by which it is done.
    pub due_on: String,
}

/// A checked action.
#[derive(Debug)]
pub struct NewAction {
    /// What is done.
    pub title: Title,
    /// The organisation that does it.
    pub owner: OrganisationId,
    /// The person of that organisation.
    pub owner_member: Option<MembershipId>,
    /// The day by which it is done.
    pub due_on: Day,
}

impl ActionDraft {
    /// Checks every field.
    pub fn parse(self) -> Result<NewAction, Invalid> {
        let mut check = Check::default();
        let title = check.field("/title", Title::parse(&self.title));
        let owner = check.field("/owner", reference(&self.owner));
        let due_on = check.field("/dueOn", day(&self.due_on));
        let fields = title.zip(owner).zip(due_on);
        let owner_member = self.owner_member;
        check.finish(fields.map(|((title, owner), due_on)| NewAction {
            title,
            owner,
            owner_member,
            due_on,
        }))
    }
}

/// Filters of the list of actions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct ActionFilter {
    /// States.
    pub state: Vec<ActionState>,
    /// Organisations that own it.
    pub owner: Vec<OrganisationId>,
    /// Only what was due before today and is not over.
    pub overdue: bool,
}

/// A step of an action as asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ActionStepDraft {
    /// What happens.
    pub event: ActionEvent,
    /// What became of it, or why it is cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A checked step.
#[derive(Debug)]
pub struct NewActionStep {
    /// What happens.
    pub event: ActionEvent,
    /// What became of it.
    pub note: Option<Note>,
}

impl ActionStepDraft {
    /// A cancellation owes its reason, an end owes what became of it.
    pub fn parse(self) -> Result<NewActionStep, Invalid> {
        let mut check = Check::default();
        let note = optional(&mut check, "/note", self.note.as_deref(), Note::parse);
        let owed = matches!(self.event, ActionEvent::Cancel | ActionEvent::Finish);
        let blank = self
            .note
            .as_deref()
            .is_none_or(|note| note.trim().is_empty());
        if owed && blank {
            check.note("/note", Broken::rule(Code::Required));
        }
        check.finish(Some(NewActionStep {
            event: self.event,
            note,
        }))
    }
}

/// A day as typed.
pub(crate) fn day(typed: &str) -> Result<Day, Broken> {
    if typed.trim().is_empty() {
        return Err(Broken::rule(Code::Required));
    }
    typed
        .trim()
        .parse()
        .map_err(|_| Broken::rule(Code::InvalidDate))
}

/// An id as typed or chosen.
pub(crate) fn reference<T: std::str::FromStr>(typed: &str) -> Result<T, Broken> {
    if typed.is_empty() {
        return Err(Broken::rule(Code::Required));
    }
    typed.parse().map_err(|_| Broken::rule(Code::UnknownValue))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_draft_reports_every_error() {
        let invalid = ActionDraft::default().parse().unwrap_err();
        assert_eq!(
            invalid.to_string(),
            "/title required; /owner required; /dueOn required"
        );
    }

    #[test]
    fn a_cancelled_action_owes_its_reason() {
        let step = ActionStepDraft {
            event: ActionEvent::Cancel,
            note: Some("  ".into()),
        };
        assert_eq!(step.parse().unwrap_err().to_string(), "/note required");
        assert!(
            ActionStepDraft {
                event: ActionEvent::Start,
                note: None
            }
            .parse()
            .is_ok()
        );
    }
}
