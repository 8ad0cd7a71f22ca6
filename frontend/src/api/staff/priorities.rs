//! Putting issues in an order.

use shared::id::IssueId;
use shared::issue::PrioritiseDraft;
use shared::priority::{OpenScoresDraft, OrderDraft, Priorities, PriorityWeights, WeightsDraft};

use super::super::transport::Call;
use super::super::{Answer, ApiClient};
use super::Authorised;

impl ApiClient<Authorised> {
    /// `listPriorities`
    pub async fn list_priorities(&self) -> Answer<Priorities> {
        self.receive(Call::get("/priorities")).await
    }

    /// `getPriorityWeights`
    pub async fn get_priority_weights(&self) -> Answer<PriorityWeights> {
        self.receive(Call::get("/priorityWeights")).await
    }

    /// `changePriorityWeights`
    pub async fn change_priority_weights(
        &self,
        version: u64,
        draft: &WeightsDraft,
    ) -> Answer<PriorityWeights> {
        let call = Call::put("/priorityWeights").if_match(version);
        self.receive(call.json(draft)).await
    }

    /// `scoreIssue`
    pub async fn score_issue(&self, issue: IssueId, draft: &PrioritiseDraft) -> Answer<()> {
        let call = Call::put(format!("/issues/{issue}/scores"));
        self.done(call.json(draft)).await
    }

    /// `withdrawScores`
    pub async fn withdraw_scores(&self, issue: IssueId) -> Answer<()> {
        self.done(Call::delete(format!("/issues/{issue}/scores")))
            .await
    }

    /// `openScores`
    pub async fn open_scores(&self, draft: &OpenScoresDraft) -> Answer<()> {
        self.done(Call::post("/priorities/open").json(draft)).await
    }

    /// `prioritiseIssues`
    pub async fn prioritise_issues(&self, draft: &OrderDraft) -> Answer<()> {
        self.done(Call::post("/priorities").json(draft)).await
    }
}
