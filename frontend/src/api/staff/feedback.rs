//! The feedback queue.

use shared::feedback::{ComposeDraft, FeedbackBatch, SentFeedback};
use shared::page::{MAX_PAGE_SIZE, Page};
use shared::timeline::Empty;

use super::super::transport::Call;
use super::super::{Answer, ApiClient};
use super::{Authorised, Query};

impl ApiClient<Authorised> {
    /// `listFeedback`, as many as the server hands out at once: whoever looks for one issue's finds them.
    pub async fn list_feedback(&self, after: Option<&str>) -> Answer<Page<FeedbackBatch>> {
        let path = Query::new("/feedback")
            .add("pageSize", MAX_PAGE_SIZE)
            .add_all("after", after)
            .into_path();
        self.receive(Call::get(path)).await
    }

    /// `composeFeedback`
    pub async fn compose_feedback(
        &self,
        batch: &str,
        version: u64,
        draft: &ComposeDraft,
    ) -> Answer<FeedbackBatch> {
        let call = Call::put(format!("/feedback/{batch}"));
        self.receive(call.if_match(version).json(draft)).await
    }

    /// `sendFeedback`
    pub async fn send_feedback(&self, batch: &str) -> Answer<SentFeedback> {
        self.receive(Call::post(format!("/feedback/{batch}/send")).json(&Empty {}))
            .await
    }
}
