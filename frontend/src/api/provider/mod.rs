//! What a provider may call: submitting with an entry link or with an account, following with a receipt.

mod account;
mod lost;
mod parcel;
mod passkeys;
mod read;
mod write;

use std::sync::Arc;

use shared::authority::{Authority, Meta};
use shared::codes::MailPace;
use shared::id::IdempotencyKey;
use shared::issue::PublishedIssue;
use shared::mail_pace::{PaceByMailDraft, PaceDraft};
use shared::problem::Code;
use shared::push::PushDraft;
use shared::signal::{DisclosureDraft, SubmittedSignal};
use shared::taxonomy::Taxonomy;
use shared::timeline::{ByReceipt, FollowDraft, Timeline};

use self::account::access_token;
pub use self::account::{LOST, OpenedLink, account_mark, forget_token, is_lost};
pub use self::parcel::{Parcel, Said};
use super::transport::Call;
use super::{Answer, ApiClient, ApiError};
use crate::browser::json::{Json, Object};

/// Nobody in particular, at one authority.
#[derive(Clone)]
pub struct Anonymous {
    authority: Arc<str>,
    entry_token: Option<Arc<str>>,
}

/// A signal from the JSON that told it.
pub fn told_before(json: &str) -> Option<Timeline> {
    read::timeline(&Json::parse(json)?)
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
            .read_or_copy(read::authority)
            .await
    }

    /// `getTaxonomy`
    pub async fn get_taxonomy(&self) -> Answer<Taxonomy> {
        Call::get(format!("/authorities/{}/taxonomy", self.who.authority))
            .read_or_copy(read::taxonomy)
            .await
    }

    /// `listPublishedIssues`
    pub async fn list_published_issues(&self) -> Answer<Vec<PublishedIssue>> {
        Call::get(format!("/authorities/{}/issues", self.who.authority))
            .read_or_copy(read::published_issues)
            .await
    }

    /// `followSignals`; each with the JSON that told it, to be kept.
    pub async fn follow_signals(
        &self,
        receipts: Vec<String>,
        peek: bool,
    ) -> Answer<Vec<(Timeline, String)>> {
        Call::ask("/receipts/query")
            .authority(&self.who.authority)
            .body(write::follow_draft(&FollowDraft { receipts, peek }))
            .read(read::told)
            .await
    }

    /// Sends what a device kept, under the key that it was kept with. The answer to a submission is its receipt; `receipt`
    /// is the follow-up code of the signal that the parcel is about, where it does not say so itself.
    pub async fn deliver(
        &self,
        key: IdempotencyKey,
        parcel: &Parcel,
        receipt: Option<&str>,
    ) -> Answer<Option<SubmittedSignal>> {
        let json = parcel
            .to_send(receipt)
            .ok_or_else(|| ApiError::Refused(Box::new(Code::ReceiptUnknown.into())))?;
        let token = self.who.entry_token.as_deref().unwrap_or_default();
        let call = Call::post(parcel.path())
            .authority(&self.who.authority)
            .header("LokaalSignaal-Entry-Token", token)
            .key(key)
            .body(json);
        // Without a login the server says 401, and the item waits until somebody signs in.
        let has_no_link = self.who.entry_token.is_none() && parcel.is_at_the_door();
        let with_account = parcel.is_by_account() || has_no_link;
        if let Some(writer) = parcel.writer() {
            access_token().await?;
            // A signal that waited is nobody's but its writer's: it waits on until she signs in.
            if account_mark().is_some_and(|mark| mark != writer) {
                return Err(ApiError::Refused(Box::new(Code::NoAccessToken.into())));
            }
        }
        match (parcel.is_submission(), with_account) {
            (true, true) => account::with_token(call, read::submitted_signal)
                .await
                .map(Some),
            (true, false) => call.read(read::submitted_signal).await.map(Some),
            (false, true) => call
                .bearer(&access_token().await?)
                .done()
                .await
                .map(|()| None),
            (false, false) => call.done().await.map(|()| None),
        }
    }

    /// `subscribePush`
    pub async fn subscribe_push(&self, receipts: Vec<String>, endpoint: &str) -> Answer<()> {
        self.push("/receipts/push", receipts, endpoint).await
    }

    /// `unsubscribePush`
    pub async fn unsubscribe_push(&self, receipts: Vec<String>, endpoint: &str) -> Answer<()> {
        self.push("/receipts/push/end", receipts, endpoint).await
    }

    async fn push(&self, path: &str, receipts: Vec<String>, endpoint: &str) -> Answer<()> {
        let endpoint = endpoint.to_owned();
        Call::post(path)
            .authority(&self.who.authority)
            .body(write::push_draft(&PushDraft { receipts, endpoint }))
            .done()
            .await
    }

    /// `changeMailPace`
    pub async fn change_mail_pace(&self, receipts: Vec<String>, pace: MailPace) -> Answer<()> {
        Call::post("/receipts/mailPace")
            .authority(&self.who.authority)
            .body(write::pace_draft(&PaceDraft { receipts, pace }))
            .done()
            .await
    }

    /// `chooseMailPace`
    pub async fn choose_mail_pace(&self, token: &str, pace: MailPace) -> Answer<()> {
        let token = token.to_owned();
        Call::post("/mailPace")
            .authority(&self.who.authority)
            .body(write::pace_by_mail_draft(&PaceByMailDraft { token, pace }))
            .done()
            .await
    }

    /// `changeDisclosure`
    pub async fn change_disclosure(&self, receipt: &str, draft: DisclosureDraft) -> Answer<()> {
        let (receipt, body) = (receipt.to_owned(), write::disclosure_draft(&draft));
        Call::post("/receipts/disclosure")
            .authority(&self.who.authority)
            .body(write::by_receipt(&ByReceipt { receipt, body }))
            .done()
            .await
    }

    /// `withdrawSignal`
    pub async fn withdraw_signal(&self, receipt: &str) -> Answer<()> {
        let receipt = receipt.to_owned();
        let body = Object::new().written();
        Call::post("/receipts/withdraw")
            .authority(&self.who.authority)
            .body(write::by_receipt(&ByReceipt { receipt, body }))
            .done()
            .await
    }
}
