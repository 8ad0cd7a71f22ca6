//! The inbox and one signal.

use shared::analysis::{ComparisonDraft, SimilarSignal};
use shared::id::{IssueId, QuestionId, SavedViewId, SignalId};
use shared::learning::{SuggestionPeriod, SuggestionRecord};
use shared::page::Page;
use shared::question::NoteDraft;
use shared::saved_view::{SavedView, SavedViewDraft};
use shared::signal::{
    Disclosure, EndDraft, LinkDraft, LocationDraft, RedactDraft, RedirectDraft, ReleaseDraft,
    SignalDetail, SignalFilter, SignalSummary, TaggingDraft,
};
use shared::signal_changes::{SignalChanges, SignalChangesDraft, SignalIds};
use shared::signal_export::{SignalExport, SignalExportDraft};
use shared::timeline::{Empty, Timeline};

use super::super::transport::Call;
use super::super::{Answer, ApiClient, Versioned};
use super::{Authorised, Query};

/// The text of a held signal, shown after the look at it was written down.
#[derive(serde::Deserialize)]
struct Revealed {
    text: String,
}

type Changed = Answer<Versioned<SignalDetail>>;

impl ApiClient<Authorised> {
    /// `listSignals`, as many as fit on a page.
    pub async fn list_signals(
        &self,
        filter: &SignalFilter,
        page_size: u32,
        after: Option<&str>,
    ) -> Answer<Page<SignalSummary>> {
        let query = Query::new("/signals")
            .add("pageSize", page_size)
            .add_all("after", after);
        self.receive(Call::get(filtered(query, filter).into_path()))
            .await
    }

    /// `listSignalIds`
    pub async fn list_signal_ids(&self, filter: &SignalFilter) -> Answer<SignalIds> {
        let path = filtered(Query::new("/signalIds"), filter).into_path();
        self.receive(Call::get(path)).await
    }

    /// `changeSignals`. Without a key: sent again, it changes nothing twice.
    pub async fn change_signals(&self, draft: &SignalChangesDraft) -> Answer<SignalChanges> {
        self.receive(Call::ask("/signalChanges").json(draft)).await
    }

    /// `exportSignals`
    pub async fn export_signals(
        &self,
        filter: &SignalFilter,
        draft: &SignalExportDraft,
    ) -> Answer<SignalExport> {
        let path = filtered(Query::new("/signalExports"), filter).into_path();
        self.receive(Call::ask(path).json(draft)).await
    }

    /// `listSavedViews`
    pub async fn list_saved_views(&self) -> Answer<Page<SavedView>> {
        self.receive(Call::get("/savedViews")).await
    }

    /// `saveView`
    pub async fn save_view(&self, draft: &SavedViewDraft) -> Answer<SavedView> {
        self.receive(Call::post("/savedViews").json(draft)).await
    }

    /// `removeSavedView`
    pub async fn remove_saved_view(&self, view: SavedViewId) -> Answer<()> {
        self.done(Call::delete(format!("/savedViews/{view}"))).await
    }

    /// `getSignal`
    pub async fn get_signal(&self, signal: SignalId) -> Changed {
        self.receive_versioned(Call::get(format!("/signals/{signal}")))
            .await
    }

    /// `getSuggestionRecord`
    pub async fn get_suggestion_record(
        &self,
        period: SuggestionPeriod,
    ) -> Answer<SuggestionRecord> {
        let path = Query::new("/suggestions/record")
            .add_all("from", period.from)
            .add_all("to", period.to)
            .into_path();
        self.receive(Call::get(path)).await
    }

    /// `listSimilarSignals`
    pub async fn list_similar_signals(&self, signal: SignalId) -> Answer<Vec<SimilarSignal>> {
        self.receive(Call::get(format!("/signals/{signal}/similar")))
            .await
    }

    /// `compareSignals`
    pub async fn compare_signals(
        &self,
        signal: SignalId,
        draft: &ComparisonDraft,
    ) -> Answer<Vec<SimilarSignal>> {
        let call = Call::post(format!("/signals/{signal}/comparisons")).json(draft);
        self.receive(call).await
    }

    /// `tagSignal`
    pub async fn tag_signal(
        &self,
        signal: SignalId,
        version: u64,
        draft: &TaggingDraft,
    ) -> Changed {
        self.change_signal(signal, version, "tags", draft).await
    }

    /// `locateSignal`
    pub async fn locate_signal(
        &self,
        signal: SignalId,
        version: u64,
        draft: &LocationDraft,
    ) -> Changed {
        self.change_signal(signal, version, "place", draft).await
    }

    /// `linkSignal`
    pub async fn link_signal(&self, signal: SignalId, version: u64, issue: IssueId) -> Changed {
        self.change_signal(signal, version, "issues", &LinkDraft { issue })
            .await
    }

    /// `unlinkSignal`
    pub async fn unlink_signal(&self, signal: SignalId, version: u64, issue: IssueId) -> Changed {
        let call = Call::delete(format!("/signals/{signal}/issues/{issue}")).if_match(version);
        self.receive_versioned(call).await
    }

    /// `askQuestion`
    pub async fn ask_question(
        &self,
        signal: SignalId,
        version: u64,
        question: &NoteDraft,
    ) -> Changed {
        self.change_signal(signal, version, "questions", question)
            .await
    }

    /// `cancelQuestion`
    pub async fn cancel_question(
        &self,
        signal: SignalId,
        version: u64,
        question: QuestionId,
    ) -> Changed {
        self.change_signal(
            signal,
            version,
            &format!("questions/{question}/cancel"),
            &Empty {},
        )
        .await
    }

    /// `redirectSignal`
    pub async fn redirect_signal(
        &self,
        signal: SignalId,
        version: u64,
        draft: &RedirectDraft,
    ) -> Changed {
        self.change_signal(signal, version, "redirect", draft).await
    }

    /// `endSignal`
    pub async fn end_signal(&self, signal: SignalId, version: u64, draft: &EndDraft) -> Changed {
        self.change_signal(signal, version, "end", draft).await
    }

    /// `reconsiderSignal`
    pub async fn reconsider_signal(&self, signal: SignalId, version: u64) -> Changed {
        self.change_signal(signal, version, "reconsider", &Empty {})
            .await
    }

    /// `revealHeldText`
    pub async fn reveal_held_text(&self, signal: SignalId) -> Answer<String> {
        let call = Call::post(format!("/signals/{signal}/reveal")).json(&Empty {});
        let revealed: Revealed = self.receive(call).await?;
        Ok(revealed.text)
    }

    /// `revealDisclosure`
    pub async fn reveal_disclosure(&self, signal: SignalId) -> Answer<Disclosure> {
        let call = Call::post(format!("/signals/{signal}/disclosure")).json(&Empty {});
        self.receive(call).await
    }

    /// `redactSignal`
    pub async fn redact_signal(
        &self,
        signal: SignalId,
        version: u64,
        draft: &RedactDraft,
    ) -> Changed {
        self.change_signal(signal, version, "redact", draft).await
    }

    /// `releaseSignal`
    pub async fn release_signal(
        &self,
        signal: SignalId,
        version: u64,
        draft: &ReleaseDraft,
    ) -> Changed {
        self.change_signal(signal, version, "release", draft).await
    }

    /// `listMySignals`
    pub async fn list_my_signals(&self) -> Answer<Page<Timeline>> {
        self.receive(Call::get("/mySignals")).await
    }

    async fn change_signal<T: serde::Serialize>(
        &self,
        signal: SignalId,
        version: u64,
        part: &str,
        draft: &T,
    ) -> Changed {
        let call = Call::post(format!("/signals/{signal}/{part}"))
            .if_match(version)
            .json(draft);
        self.receive_versioned(call).await
    }
}

/// Puts the filters of the inbox behind a path.
fn filtered(query: Query, filter: &SignalFilter) -> Query {
    query
        .add_all("id", &filter.id)
        .add_all("state", &filter.state)
        .add_all("theme", &filter.theme)
        .add_all("tag", &filter.tag)
        .add_all("targetGroup", &filter.target_group)
        .add_all("place", &filter.place)
        .add_all("from", filter.from)
        .add_all("to", filter.to)
        .add_all("issue", filter.issue)
        .add_all("late", filter.late.then_some(true))
        .add_all("answered", filter.answered.then_some(true))
        .add_all("q", &filter.q)
}
