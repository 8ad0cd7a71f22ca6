//! What a provider without account may call: submitting with an entry link, following with a receipt.

use std::sync::Arc;

use shared::authority::{Authority, Meta};
use shared::id::{FeedbackId, IdempotencyKey, QuestionId};
use shared::question::NoteDraft;
use shared::signal::{Chips, ContactDraft, RecallDraft, SignalDraft, SubmittedSignal};
use shared::taxonomy::Taxonomy;
use shared::timeline::{ByReceipt, Empty, FollowDraft, RatingDraft, Timeline};

use super::transport::Call;
use super::{Answer, ApiClient};

/// Nobody in particular, at one authority.
#[derive(Clone)]
pub struct Anonymous {
    authority: Arc<str>,
    entry_token: Option<Arc<str>>,
}

/// The signals behind receipts.
#[derive(serde::Deserialize)]
struct Followed {
    items: Vec<Timeline>,
}

impl ApiClient<Anonymous> {
    /// A client for one authority; without entry token it can follow but not submit.
    pub fn anonymous(authority: &str, entry_token: Option<&str>) -> Self {
        Self {
            who: Anonymous {
                authority: authority.into(),
                entry_token: entry_token.map(Into::into),
            },
        }
    }

    /// `getMeta`
    pub async fn get_meta(&self) -> Answer<Meta> {
        Call::get("/meta").receive().await
    }

    /// `getAuthority`
    pub async fn get_authority(&self) -> Answer<Authority> {
        Call::get(format!("/authorities/{}", self.who.authority))
            .receive()
            .await
    }

    /// `getTaxonomy`
    pub async fn get_taxonomy(&self) -> Answer<Taxonomy> {
        Call::get(format!("/authorities/{}/taxonomy", self.who.authority))
            .receive()
            .await
    }

    /// `submitSignal`
    pub async fn submit_signal(&self, draft: &SignalDraft) -> Answer<SubmittedSignal> {
        let token = self.who.entry_token.as_deref().unwrap_or_default();
        Call::post("/signals")
            .authority(&self.who.authority)
            .header("LokaalSignaal-Entry-Token", token)
            .json(draft)
            .receive()
            .await
    }

    /// `recallSubmission`
    pub async fn recall_submission(&self, key: IdempotencyKey) -> Answer<()> {
        let token = self.who.entry_token.as_deref().unwrap_or_default();
        Call::post("/signals/recall")
            .authority(&self.who.authority)
            .header("LokaalSignaal-Entry-Token", token)
            .json(&RecallDraft { key })
            .done()
            .await
    }

    /// `followSignals`
    pub async fn follow_signals(&self, receipts: Vec<String>) -> Answer<Vec<Timeline>> {
        let followed: Followed = Call::ask("/receipts/query")
            .authority(&self.who.authority)
            .json(&FollowDraft { receipts })
            .receive()
            .await?;
        Ok(followed.items)
    }

    /// `enrichSignal`
    pub async fn enrich_signal(&self, receipt: &str, chips: Chips) -> Answer<Timeline> {
        self.by_receipt("/receipts/enrich", receipt, chips)
            .receive()
            .await
    }

    /// `changeContact`
    pub async fn change_contact(&self, receipt: &str, contact: ContactDraft) -> Answer<Timeline> {
        self.by_receipt("/receipts/contact", receipt, contact)
            .receive()
            .await
    }

    /// `withdrawSignal`
    pub async fn withdraw_signal(&self, receipt: &str) -> Answer<()> {
        self.by_receipt("/receipts/withdraw", receipt, Empty {})
            .done()
            .await
    }

    /// `answerQuestion`
    pub async fn answer_question(
        &self,
        receipt: &str,
        question: QuestionId,
        answer: NoteDraft,
    ) -> Answer<Timeline> {
        self.by_receipt(&format!("/receipts/answers/{question}"), receipt, answer)
            .receive()
            .await
    }

    /// `rateFeedback`
    pub async fn rate_feedback(
        &self,
        receipt: &str,
        feedback: FeedbackId,
        rating: RatingDraft,
    ) -> Answer<Timeline> {
        self.by_receipt(&format!("/receipts/ratings/{feedback}"), receipt, rating)
            .receive()
            .await
    }

    fn by_receipt<T: serde::Serialize>(&self, path: &str, receipt: &str, body: T) -> Call {
        let receipt = receipt.to_owned();
        Call::post(path)
            .authority(&self.who.authority)
            .json(&ByReceipt { receipt, body })
    }
}
