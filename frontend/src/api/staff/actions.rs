//! Actions.

use shared::action::{Action, ActionDraft, ActionStepDraft};
use shared::id::{ActionId, IssueId};
use shared::life_cycle::ActionState;
use shared::page::Page;

use super::super::transport::Call;
use super::super::{Answer, ApiClient, Versioned};
use super::{Authorised, Query};

impl ApiClient<Authorised> {
    /// `listActions`
    pub async fn list_actions(
        &self,
        states: &[ActionState],
        owner: Option<&str>,
        is_overdue: bool,
        after: Option<&str>,
    ) -> Answer<Page<Action>> {
        let path = Query::new("/actions")
            .add("pageSize", shared::page::MAX_PAGE_SIZE)
            .add_all("after", after)
            .add_all("state", states)
            .add_all("owner", owner)
            .add_all("overdue", is_overdue.then_some(true))
            .into_path();
        self.receive(Call::get(path)).await
    }

    /// `planAction`; the version is the issue's.
    pub async fn plan_action(
        &self,
        issue: IssueId,
        version: u64,
        draft: &ActionDraft,
    ) -> Answer<Versioned<Action>> {
        let call = Call::post(format!("/issues/{issue}/actions"));
        self.receive_versioned(call.if_match(version).json(draft))
            .await
    }

    /// `moveAction`
    pub async fn move_action(
        &self,
        action: ActionId,
        version: u64,
        draft: &ActionStepDraft,
    ) -> Answer<Versioned<Action>> {
        let call = Call::post(format!("/actions/{action}/steps"));
        self.receive_versioned(call.if_match(version).json(draft))
            .await
    }

    /// `changeAction`
    pub async fn change_action(
        &self,
        action: ActionId,
        version: u64,
        draft: &ActionDraft,
    ) -> Answer<Versioned<Action>> {
        let call = Call::put(format!("/actions/{action}"));
        self.receive_versioned(call.if_match(version).json(draft))
            .await
    }
}
