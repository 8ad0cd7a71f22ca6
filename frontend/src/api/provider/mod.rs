//! What a provider without account may call: submitting with an entry link, following with a receipt.

mod read;
mod write;

use std::sync::Arc;

use shared::authority::{Authority, Meta};
use shared::id::{FeedbackId, IdempotencyKey, QuestionId};
use shared::question::NoteDraft;
use shared::signal::{Chips, ContactDraft, RecallDraft, SignalDraft, SubmittedSignal};
use shared::taxonomy::Taxonomy;
use shared::timeline::{ByReceipt, FollowDraft, RatingDraft, Timeline};

use super::transport::Call;
use super::{Answer, ApiClient};
use crate::browser::json::Object;

/// Nobody in particular, at one authority.
#[derive(Clone)]
pub struct Anonymous {
    authority: Arc<str>,
    entry_token: Option<Arc<str>>,
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
        Call::get("/meta").read(read::meta).await
    }

    /// `getAuthority`
    pub async fn get_authority(&self) -> Answer<Authority> {
        Call::get(format!("/authorities/{}", self.who.authority))
            .read(read::authority)
            .await
    }

    /// `getTaxonomy`
    pub async fn get_taxonomy(&self) -> Answer<Taxonomy> {
        Call::get(format!("/authorities/{}/taxonomy", self.who.authority))
            .read(read::taxonomy)
            .await
    }

    /// `submitSignal`
    pub async fn submit_signal(&self, draft: &SignalDraft) -> Answer<SubmittedSignal> {
        let token = self.who.entry_token.as_deref().unwrap_or_default();
        Call::post("/signals")
            .authority(&self.who.authority)
            .header("LokaalSignaal-Entry-Token", token)
            .body(write::signal_draft(draft))
            .read(read::submitted_signal)
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
        Call::ask("/receipts/query")
            .authority(&self.who.authority)
            .body(write::follow_draft(&FollowDraft { receipts }))
            .read(read::timelines)
            .await
    }

    /// `enrichSignal`
    pub async fn enrich_signal(&self, receipt: &str, chips: Chips) -> Answer<Timeline> {
        self.by_receipt("/receipts/enrich", receipt, write::chips(&chips))
            .read(read::timeline)
            .await
    }

    /// `changeContact`
    pub async fn change_contact(&self, receipt: &str, contact: ContactDraft) -> Answer<Timeline> {
        self.by_receipt("/receipts/contact", receipt, write::contact_draft(&contact))
            .read(read::timeline)
            .await
    }

    /// `withdrawSignal`
    pub async fn withdraw_signal(&self, receipt: &str) -> Answer<()> {
        self.by_receipt("/receipts/withdraw", receipt, Object::new().written())
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
        let path = format!("/receipts/answers/{question}");
        self.by_receipt(&path, receipt, write::note_draft(&answer))
            .read(read::timeline)
            .await
    }

    /// `rateFeedback`
    pub async fn rate_feedback(
        &self,
        receipt: &str,
        feedback: FeedbackId,
        rating: RatingDraft,
    ) -> Answer<Timeline> {
        let path = format!("/receipts/ratings/{feedback}");
        self.by_receipt(&path, receipt, write::rating_draft(rating))
            .read(read::timeline)
            .await
    }

    fn by_receipt(&self, path: &str, receipt: &str, body: String) -> Call {
        let receipt = receipt.to_owned();
        Call::post(path)
            .authority(&self.who.authority)
            .body(write::by_receipt(&ByReceipt { receipt, body }))
    }
}
