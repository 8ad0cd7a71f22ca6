//! Issues and their whole life.

use shared::analysis::Summary;
use shared::id::{IssueId, LineageId, OrganisationId};
use shared::issue::{
    DecisionDraft, DescribeDraft, DismissDraft, EscalationAnswerDraft, IssueDetail, IssueDraft,
    IssueFilter, IssueSummary, OwnerDraft, ParkDraft, PrioritiseDraft, RecognitionDraft,
    ReopenDraft, ResolveDraft, StallDraft,
};
use shared::lineage::{MergeDraft, SplitDraft};
use shared::page::Page;
use shared::summary::SummaryDraft;
use shared::timeline::Empty;

use super::super::transport::Call;
use super::super::{Answer, ApiClient, Versioned};
use super::{Authorised, Query};

type Changed = Answer<Versioned<IssueDetail>>;

/// Operations that are a POST below one issue, with a draft.
macro_rules! steps {
    ($($(#[$doc:meta])* $name:ident $part:literal $draft:ty;)*) => {
        impl ApiClient<Authorised> {$(
            $(#[$doc])*
            pub async fn $name(&self, issue: IssueId, version: u64, draft: &$draft) -> Changed {
                self.step_issue(issue, version, $part, draft).await
            }
        )*}
    };
}

/// Operations that are a POST below one issue, without a draft.
macro_rules! bare_steps {
    ($($(#[$doc:meta])* $name:ident $part:literal;)*) => {
        impl ApiClient<Authorised> {$(
            $(#[$doc])*
            pub async fn $name(&self, issue: IssueId, version: u64) -> Changed {
                self.step_issue(issue, version, $part, &Empty {}).await
            }
        )*}
    };
}

steps! {
    /// `recogniseIssue`
    recognise_issue "recognitions" RecognitionDraft;
    /// `dismissIssue`
    dismiss_issue "dismiss" DismissDraft;
    /// `parkIssue`
    park_issue "park" ParkDraft;
    /// `prioritiseIssue`
    prioritise_issue "prioritise" PrioritiseDraft;
    /// `decideIssue`
    decide_issue "decide" DecisionDraft;
    /// `recordEscalationAnswer`
    record_escalation_answer "escalationAnswer" EscalationAnswerDraft;
    /// `stallIssue`
    stall_issue "stall" StallDraft;
    /// `resolveIssue`
    resolve_issue "resolve" ResolveDraft;
    /// `reopenIssue`
    reopen_issue "reopen" ReopenDraft;
    /// `mergeIssues`; answers the issue that stays.
    merge_issues "merge" MergeDraft;
    /// `splitIssue`; answers the new issue.
    split_issue "split" SplitDraft;
}

bare_steps! {
    /// `analyseIssue`
    analyse_issue "analyse";
    /// `validateIssue`
    validate_issue "validate";
    /// `unparkIssue`
    unpark_issue "unpark";
    /// `sendEscalation`
    send_escalation "escalation";
    /// `startIssue`
    start_issue "start";
    /// `resumeIssue`
    resume_issue "resume";
    /// `closeIssue`
    close_issue "close";
    /// `reconsiderIssue`
    reconsider_issue "reconsider";
    /// `publishIssue`
    publish_issue "publish";
    /// `unpublishIssue`
    unpublish_issue "unpublish";
}

impl ApiClient<Authorised> {
    /// `listIssues`
    pub async fn list_issues(
        &self,
        filter: &IssueFilter,
        page_size: u32,
        after: Option<&str>,
    ) -> Answer<Page<IssueSummary>> {
        let path = Query::new("/issues")
            .add("count", true)
            .add("pageSize", page_size)
            .add_all("after", after)
            .add_all("state", &filter.state)
            .add_all("theme", &filter.theme)
            .add_all("review", filter.review.then_some(true))
            .add_all("q", &filter.q)
            .into_path();
        self.receive(Call::get(path)).await
    }

    /// `createIssue`
    pub async fn create_issue(&self, draft: &IssueDraft) -> Changed {
        self.receive_versioned(Call::post("/issues").json(draft))
            .await
    }

    /// `getIssue`; one that was merged away says into which.
    pub async fn get_issue(&self, issue: IssueId) -> Changed {
        self.receive_versioned(Call::get(format!("/issues/{issue}")))
            .await
    }

    /// `describeIssue`
    pub async fn describe_issue(
        &self,
        issue: IssueId,
        version: u64,
        draft: &DescribeDraft,
    ) -> Changed {
        let call = Call::patch(format!("/issues/{issue}"));
        self.receive_versioned(call.if_match(version).json(draft))
            .await
    }

    /// `withdrawRecognition`
    pub async fn withdraw_recognition(
        &self,
        issue: IssueId,
        version: u64,
        organisation: OrganisationId,
    ) -> Changed {
        let call = Call::delete(format!("/issues/{issue}/recognitions/{organisation}"));
        self.receive_versioned(call.if_match(version)).await
    }

    /// `assignOwner`
    pub async fn assign_owner(&self, issue: IssueId, version: u64, draft: &OwnerDraft) -> Changed {
        let call = Call::put(format!("/issues/{issue}/owner"));
        self.receive_versioned(call.if_match(version).json(draft))
            .await
    }

    /// `undoLineage`
    pub async fn undo_lineage(&self, issue: IssueId, version: u64, lineage: LineageId) -> Changed {
        let part = format!("lineage/{lineage}/undo");
        self.step_issue(issue, version, &part, &Empty {}).await
    }

    /// `getSummary`
    pub async fn get_summary(&self, issue: IssueId) -> Answer<Summary> {
        self.receive(Call::get(format!("/issues/{issue}/summary")))
            .await
    }

    /// `draftSummary`
    pub async fn draft_summary(&self, issue: IssueId) -> Answer<SummaryDraft> {
        self.receive(Call::post(format!("/issues/{issue}/summary/draft")))
            .await
    }

    /// `approveSummary`
    pub async fn approve_summary(&self, issue: IssueId, version: u64) -> Answer<SummaryDraft> {
        let call = Call::post(format!("/issues/{issue}/summary/draft/approval"));
        self.receive(call.if_match(version)).await
    }

    /// `discardSummary`
    pub async fn discard_summary(&self, issue: IssueId, version: u64) -> Answer<()> {
        let call = Call::delete(format!("/issues/{issue}/summary/draft"));
        self.done(call.if_match(version)).await
    }

    async fn step_issue<T: serde::Serialize>(
        &self,
        issue: IssueId,
        version: u64,
        part: &str,
        draft: &T,
    ) -> Changed {
        let call = Call::post(format!("/issues/{issue}/{part}"));
        self.receive_versioned(call.if_match(version).json(draft))
            .await
    }
}
