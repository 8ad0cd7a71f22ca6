//! Every operation by its name, for everybody who asks.

use shared::action::{ActionDraft, ActionStepDraft};
use shared::analysis::ComparisonDraft;
use shared::cluster::{ClusterAcceptance, ClusterMerge, ClusterSignals, ClusterUpdate};
use shared::entry_link::EntryLinkDraft;
use shared::feedback::ComposeDraft;
use shared::id::{
    ActionId, ClusterId, EntryLinkId, FeedbackId, ImportId, InvitationId, IssueId, LineageId,
    LoginId, MembershipId, OrganisationId, PasskeyId, QuestionId, SavedViewId, SignalId, TrendId,
    TrendSubscriptionId,
};
use shared::import::ImportMapping;
use shared::issue::{
    DecisionDraft, DescribeDraft, DismissDraft, EscalationAnswerDraft, IssueDraft, OwnerDraft,
    ParkDraft, PrioritiseDraft, RecognitionDraft, ReopenDraft, ResolveDraft, StallDraft,
};
use shared::lineage::{MergeDraft, SplitDraft};
use shared::mail_pace::{PaceByMailDraft, PaceDraft};
use shared::organisation::OrganisationDraft;
use shared::passkey::{PasskeyAnswer, PasskeyDraft};
use shared::person::{InvitationDraft, RolesDraft};
use shared::priority::{OpenScoresDraft, OrderDraft, WeightsDraft};
use shared::profession::ProfessionsDraft;
use shared::push::PushDraft;
use shared::question::NoteDraft;
use shared::saved_view::SavedViewDraft;
use shared::sign_in::{
    AcceptInvitationDraft, OneTimeCode, SignInDigits, SignInDraft, SignInLinkDraft, SignInToken,
};
use shared::signal::{
    Chips, ContactDraft, DisclosureDraft, EndDraft, LinkDraft, LocationDraft, RecallDraft,
    RedactDraft, RedirectDraft, ReleaseDraft, SignalDraft, TaggingDraft,
};
use shared::signal_changes::SignalChangesDraft;
use shared::signal_export::SignalExportDraft;
use shared::summary::LanguageModelChoice;
use shared::timeline::{ByReceipt, Empty, FollowDraft, RatingDraft};
use shared::trend::TrendSubscriptionDraft;

use crate::app::TestApp;
use crate::call::Call;

/// Somebody who asks. A method per operationId makes the call; awaiting it sends it. Where a version comes first after
/// the ids, it is the one that the caller saw.
pub trait Asks {
    /// The app that is asked.
    fn app(&self) -> &TestApp;

    /// Adds who asks.
    fn dress(&self, call: Call) -> Call;

    /// Any call below `/api/v1`.
    fn call(&self, method: &str, path: &str) -> Call {
        let url = format!("{}/api/v1{path}", self.app().url());
        self.dress(Call::new(&self.app().inner.client, method, url))
    }

    // Meta.

    /// `getHealth`
    fn get_health(&self) -> Call {
        self.call("GET", "/health")
    }

    /// `getMeta`
    fn get_meta(&self) -> Call {
        self.call("GET", "/meta")
    }

    /// `getAuthority`
    fn get_authority(&self, slug: &str) -> Call {
        self.call("GET", &format!("/authorities/{slug}"))
    }

    /// `getTaxonomy`
    fn get_taxonomy(&self, slug: &str) -> Call {
        self.call("GET", &format!("/authorities/{slug}/taxonomy"))
    }

    /// `listPublishedIssues`
    fn list_published_issues(&self, slug: &str) -> Call {
        self.call("GET", &format!("/authorities/{slug}/issues"))
    }

    // Providers.

    /// `submitSignal`
    fn submit_signal(&self, body: &SignalDraft) -> Call {
        self.call("POST", "/signals").json(body)
    }

    /// `recallSubmission`
    fn recall_submission(&self, body: &RecallDraft) -> Call {
        self.call("POST", "/submissions/recall").json(body)
    }

    /// `followSignals`
    fn follow_signals(&self, body: &FollowDraft) -> Call {
        self.call("POST", "/receipts/query").json(body)
    }

    /// `enrichSignal`
    fn enrich_signal(&self, body: &ByReceipt<Chips>) -> Call {
        self.call("POST", "/receipts/enrich").json(body)
    }

    /// `changeContact`
    fn change_contact(&self, body: &ByReceipt<ContactDraft>) -> Call {
        self.call("POST", "/receipts/contact").json(body)
    }

    /// `changeDisclosure`
    fn change_disclosure(&self, body: &ByReceipt<DisclosureDraft>) -> Call {
        self.call("POST", "/receipts/disclosure").json(body)
    }

    /// `withdrawSignal`
    fn withdraw_signal(&self, body: &ByReceipt<Empty>) -> Call {
        self.call("POST", "/receipts/withdraw").json(body)
    }

    /// `answerQuestion`
    fn answer_question(&self, question: QuestionId, body: &ByReceipt<NoteDraft>) -> Call {
        self.call("POST", &format!("/receipts/answers/{question}"))
            .json(body)
    }

    /// `rateFeedback`
    fn rate_feedback(&self, feedback: FeedbackId, body: &ByReceipt<RatingDraft>) -> Call {
        self.call("POST", &format!("/receipts/ratings/{feedback}"))
            .json(body)
    }

    /// `subscribePush`
    fn subscribe_push(&self, body: &PushDraft) -> Call {
        self.call("POST", "/receipts/push").json(body)
    }

    /// `unsubscribePush`
    fn unsubscribe_push(&self, body: &PushDraft) -> Call {
        self.call("POST", "/receipts/push/end").json(body)
    }

    /// `changeMailPace`
    fn change_mail_pace(&self, body: &PaceDraft) -> Call {
        self.call("POST", "/receipts/mailPace").json(body)
    }

    /// `chooseMailPace`
    fn choose_mail_pace(&self, body: &PaceByMailDraft) -> Call {
        self.call("POST", "/mailPace").json(body)
    }

    /// `listMySignals`
    fn list_my_signals(&self) -> Call {
        self.call("GET", "/mySignals")
    }

    // Signals.

    /// `listSignals`
    fn list_signals(&self) -> Call {
        self.call("GET", "/signals")
    }

    /// `listSignalIds`
    fn list_signal_ids(&self) -> Call {
        self.call("GET", "/signalIds")
    }

    /// `changeSignals`
    fn change_signals(&self, body: &SignalChangesDraft) -> Call {
        self.call("POST", "/signalChanges").json(body)
    }

    /// `exportSignals`
    fn export_signals(&self, body: &SignalExportDraft) -> Call {
        self.call("POST", "/signalExports").json(body)
    }

    /// `listSavedViews`
    fn list_saved_views(&self) -> Call {
        self.call("GET", "/savedViews")
    }

    /// `saveView`
    fn save_view(&self, body: &SavedViewDraft) -> Call {
        self.call("POST", "/savedViews").json(body)
    }

    /// `removeSavedView`
    fn remove_saved_view(&self, view: SavedViewId) -> Call {
        self.call("DELETE", &format!("/savedViews/{view}"))
    }

    /// `getSignal`
    fn get_signal(&self, signal: SignalId) -> Call {
        self.call("GET", &format!("/signals/{signal}"))
    }

    /// `getSuggestionRecord`
    fn get_suggestion_record(&self) -> Call {
        self.call("GET", "/suggestions/record")
    }

    /// `listSimilarSignals`
    fn list_similar_signals(&self, signal: SignalId) -> Call {
        self.call("GET", &format!("/signals/{signal}/similar"))
    }

    /// `compareSignals`
    fn compare_signals(&self, signal: SignalId, body: &ComparisonDraft) -> Call {
        self.call("POST", &format!("/signals/{signal}/comparisons"))
            .json(body)
    }

    /// `getSummary`
    fn get_summary(&self, issue: IssueId) -> Call {
        self.call("GET", &format!("/issues/{issue}/summary"))
    }

    /// `draftSummary`
    fn draft_summary(&self, issue: IssueId) -> Call {
        self.call("POST", &format!("/issues/{issue}/summary/draft"))
    }

    /// `approveSummary`
    fn approve_summary(&self, issue: IssueId, version: u64) -> Call {
        self.call("POST", &format!("/issues/{issue}/summary/draft/approval"))
            .expecting(version)
    }

    /// `discardSummary`
    fn discard_summary(&self, issue: IssueId, version: u64) -> Call {
        self.call("DELETE", &format!("/issues/{issue}/summary/draft"))
            .expecting(version)
    }

    /// `listClusters`
    fn list_clusters(&self) -> Call {
        self.call("GET", "/clusters")
    }

    /// `getCluster`
    fn get_cluster(&self, cluster: ClusterId) -> Call {
        self.call("GET", &format!("/clusters/{cluster}"))
    }

    /// `updateCluster`
    fn update_cluster(&self, cluster: ClusterId, version: u64, body: &ClusterUpdate) -> Call {
        self.call("PATCH", &format!("/clusters/{cluster}"))
            .expecting(version)
            .json(body)
    }

    /// `splitCluster`
    fn split_cluster(&self, cluster: ClusterId, version: u64, body: &ClusterSignals) -> Call {
        self.call("POST", &format!("/clusters/{cluster}/split"))
            .expecting(version)
            .json(body)
    }

    /// `mergeClusters`
    fn merge_clusters(&self, cluster: ClusterId, version: u64, body: &ClusterMerge) -> Call {
        self.call("POST", &format!("/clusters/{cluster}/merge"))
            .expecting(version)
            .json(body)
    }

    /// `addToCluster`
    fn add_to_cluster(&self, cluster: ClusterId, version: u64, body: &ClusterSignals) -> Call {
        self.call("POST", &format!("/clusters/{cluster}/add"))
            .expecting(version)
            .json(body)
    }

    /// `removeFromCluster`
    fn remove_from_cluster(&self, cluster: ClusterId, version: u64, body: &ClusterSignals) -> Call {
        self.call("POST", &format!("/clusters/{cluster}/remove"))
            .expecting(version)
            .json(body)
    }

    /// `acceptCluster`
    fn accept_cluster(&self, cluster: ClusterId, version: u64, body: &ClusterAcceptance) -> Call {
        self.call("POST", &format!("/clusters/{cluster}/accept"))
            .expecting(version)
            .json(body)
    }

    /// `regroupSignals`
    fn regroup_signals(&self) -> Call {
        self.call("POST", "/clusterRuns")
    }

    /// `tagSignal`
    fn tag_signal(&self, signal: SignalId, version: u64, body: &TaggingDraft) -> Call {
        self.call("POST", &format!("/signals/{signal}/tags"))
            .expecting(version)
            .json(body)
    }

    /// `linkSignal`
    fn link_signal(&self, signal: SignalId, version: u64, body: &LinkDraft) -> Call {
        self.call("POST", &format!("/signals/{signal}/issues"))
            .expecting(version)
            .json(body)
    }

    /// `unlinkSignal`
    fn unlink_signal(&self, signal: SignalId, issue: IssueId, version: u64) -> Call {
        self.call("DELETE", &format!("/signals/{signal}/issues/{issue}"))
            .expecting(version)
    }

    /// `askQuestion`
    fn ask_question(&self, signal: SignalId, version: u64, body: &NoteDraft) -> Call {
        self.call("POST", &format!("/signals/{signal}/questions"))
            .expecting(version)
            .json(body)
    }

    /// `cancelQuestion`
    fn cancel_question(
        &self,
        signal: SignalId,
        question: QuestionId,
        version: u64,
        body: &Empty,
    ) -> Call {
        self.call(
            "POST",
            &format!("/signals/{signal}/questions/{question}/cancel"),
        )
        .expecting(version)
        .json(body)
    }

    /// `locateSignal`
    fn locate_signal(&self, signal: SignalId, version: u64, body: &LocationDraft) -> Call {
        self.call("POST", &format!("/signals/{signal}/place"))
            .expecting(version)
            .json(body)
    }

    /// `redirectSignal`
    fn redirect_signal(&self, signal: SignalId, version: u64, body: &RedirectDraft) -> Call {
        self.call("POST", &format!("/signals/{signal}/redirect"))
            .expecting(version)
            .json(body)
    }

    /// `endSignal`
    fn end_signal(&self, signal: SignalId, version: u64, body: &EndDraft) -> Call {
        self.call("POST", &format!("/signals/{signal}/end"))
            .expecting(version)
            .json(body)
    }

    /// `reconsiderSignal`
    fn reconsider_signal(&self, signal: SignalId, version: u64, body: &Empty) -> Call {
        self.call("POST", &format!("/signals/{signal}/reconsider"))
            .expecting(version)
            .json(body)
    }

    /// `revealHeldText`
    fn reveal_held_text(&self, signal: SignalId, body: &Empty) -> Call {
        self.call("POST", &format!("/signals/{signal}/reveal"))
            .json(body)
    }

    /// `revealDisclosure`
    fn reveal_disclosure(&self, signal: SignalId, body: &Empty) -> Call {
        self.call("POST", &format!("/signals/{signal}/disclosure"))
            .json(body)
    }

    /// `redactSignal`
    fn redact_signal(&self, signal: SignalId, version: u64, body: &RedactDraft) -> Call {
        self.call("POST", &format!("/signals/{signal}/redact"))
            .expecting(version)
            .json(body)
    }

    /// `releaseSignal`
    fn release_signal(&self, signal: SignalId, version: u64, body: &ReleaseDraft) -> Call {
        self.call("POST", &format!("/signals/{signal}/release"))
            .expecting(version)
            .json(body)
    }

    // Issues.

    /// `listIssues`
    fn list_issues(&self) -> Call {
        self.call("GET", "/issues")
    }

    /// `createIssue`
    fn create_issue(&self, body: &IssueDraft) -> Call {
        self.call("POST", "/issues").json(body)
    }

    /// `getIssue`
    fn get_issue(&self, issue: IssueId) -> Call {
        self.call("GET", &format!("/issues/{issue}"))
    }

    /// `describeIssue`
    fn describe_issue(&self, issue: IssueId, version: u64, body: &DescribeDraft) -> Call {
        self.call("PATCH", &format!("/issues/{issue}"))
            .expecting(version)
            .json(body)
    }

    /// `recogniseIssue`
    fn recognise_issue(&self, issue: IssueId, version: u64, body: &RecognitionDraft) -> Call {
        self.call("POST", &format!("/issues/{issue}/recognitions"))
            .expecting(version)
            .json(body)
    }

    /// `withdrawRecognition`
    fn withdraw_recognition(
        &self,
        issue: IssueId,
        organisation: OrganisationId,
        version: u64,
    ) -> Call {
        self.call(
            "DELETE",
            &format!("/issues/{issue}/recognitions/{organisation}"),
        )
        .expecting(version)
    }

    /// `analyseIssue`
    fn analyse_issue(&self, issue: IssueId, version: u64, body: &Empty) -> Call {
        self.call("POST", &format!("/issues/{issue}/analyse"))
            .expecting(version)
            .json(body)
    }

    /// `validateIssue`
    fn validate_issue(&self, issue: IssueId, version: u64, body: &Empty) -> Call {
        self.call("POST", &format!("/issues/{issue}/validate"))
            .expecting(version)
            .json(body)
    }

    /// `dismissIssue`
    fn dismiss_issue(&self, issue: IssueId, version: u64, body: &DismissDraft) -> Call {
        self.call("POST", &format!("/issues/{issue}/dismiss"))
            .expecting(version)
            .json(body)
    }

    /// `parkIssue`
    fn park_issue(&self, issue: IssueId, version: u64, body: &ParkDraft) -> Call {
        self.call("POST", &format!("/issues/{issue}/park"))
            .expecting(version)
            .json(body)
    }

    /// `publishIssue`
    fn publish_issue(&self, issue: IssueId, version: u64, body: &Empty) -> Call {
        self.call("POST", &format!("/issues/{issue}/publish"))
            .expecting(version)
            .json(body)
    }

    /// `unpublishIssue`
    fn unpublish_issue(&self, issue: IssueId, version: u64, body: &Empty) -> Call {
        self.call("POST", &format!("/issues/{issue}/unpublish"))
            .expecting(version)
            .json(body)
    }

    /// `unparkIssue`
    fn unpark_issue(&self, issue: IssueId, version: u64, body: &Empty) -> Call {
        self.call("POST", &format!("/issues/{issue}/unpark"))
            .expecting(version)
            .json(body)
    }

    /// `prioritiseIssue`
    fn prioritise_issue(&self, issue: IssueId, version: u64, body: &PrioritiseDraft) -> Call {
        self.call("POST", &format!("/issues/{issue}/prioritise"))
            .expecting(version)
            .json(body)
    }

    /// `decideIssue`
    fn decide_issue(&self, issue: IssueId, version: u64, body: &DecisionDraft) -> Call {
        self.call("POST", &format!("/issues/{issue}/decide"))
            .expecting(version)
            .json(body)
    }

    /// `sendEscalation`
    fn send_escalation(&self, issue: IssueId, version: u64, body: &Empty) -> Call {
        self.call("POST", &format!("/issues/{issue}/escalation"))
            .expecting(version)
            .json(body)
    }

    /// `recordEscalationAnswer`
    fn record_escalation_answer(
        &self,
        issue: IssueId,
        version: u64,
        body: &EscalationAnswerDraft,
    ) -> Call {
        self.call("POST", &format!("/issues/{issue}/escalationAnswer"))
            .expecting(version)
            .json(body)
    }

    /// `assignOwner`
    fn assign_owner(&self, issue: IssueId, version: u64, body: &OwnerDraft) -> Call {
        self.call("PUT", &format!("/issues/{issue}/owner"))
            .expecting(version)
            .json(body)
    }

    /// `startIssue`
    fn start_issue(&self, issue: IssueId, version: u64, body: &Empty) -> Call {
        self.call("POST", &format!("/issues/{issue}/start"))
            .expecting(version)
            .json(body)
    }

    /// `stallIssue`
    fn stall_issue(&self, issue: IssueId, version: u64, body: &StallDraft) -> Call {
        self.call("POST", &format!("/issues/{issue}/stall"))
            .expecting(version)
            .json(body)
    }

    /// `resumeIssue`
    fn resume_issue(&self, issue: IssueId, version: u64, body: &Empty) -> Call {
        self.call("POST", &format!("/issues/{issue}/resume"))
            .expecting(version)
            .json(body)
    }

    /// `resolveIssue`
    fn resolve_issue(&self, issue: IssueId, version: u64, body: &ResolveDraft) -> Call {
        self.call("POST", &format!("/issues/{issue}/resolve"))
            .expecting(version)
            .json(body)
    }

    /// `closeIssue`
    fn close_issue(&self, issue: IssueId, version: u64, body: &Empty) -> Call {
        self.call("POST", &format!("/issues/{issue}/close"))
            .expecting(version)
            .json(body)
    }

    /// `reopenIssue`
    fn reopen_issue(&self, issue: IssueId, version: u64, body: &ReopenDraft) -> Call {
        self.call("POST", &format!("/issues/{issue}/reopen"))
            .expecting(version)
            .json(body)
    }

    /// `reconsiderIssue`
    fn reconsider_issue(&self, issue: IssueId, version: u64, body: &Empty) -> Call {
        self.call("POST", &format!("/issues/{issue}/reconsider"))
            .expecting(version)
            .json(body)
    }

    /// `mergeIssues`
    fn merge_issues(&self, issue: IssueId, version: u64, body: &MergeDraft) -> Call {
        self.call("POST", &format!("/issues/{issue}/merge"))
            .expecting(version)
            .json(body)
    }

    /// `splitIssue`
    fn split_issue(&self, issue: IssueId, version: u64, body: &SplitDraft) -> Call {
        self.call("POST", &format!("/issues/{issue}/split"))
            .expecting(version)
            .json(body)
    }

    /// `undoLineage`
    fn undo_lineage(&self, issue: IssueId, lineage: LineageId, version: u64, body: &Empty) -> Call {
        self.call("POST", &format!("/issues/{issue}/lineage/{lineage}/undo"))
            .expecting(version)
            .json(body)
    }

    // Actions.

    /// `planAction`
    fn plan_action(&self, issue: IssueId, version: u64, body: &ActionDraft) -> Call {
        self.call("POST", &format!("/issues/{issue}/actions"))
            .expecting(version)
            .json(body)
    }

    /// `search`
    fn search(&self, q: &str) -> Call {
        self.call("GET", "/search").query("q", q)
    }

    /// `listActions`
    fn list_actions(&self) -> Call {
        self.call("GET", "/actions")
    }

    /// `moveAction`
    fn move_action(&self, action: ActionId, version: u64, body: &ActionStepDraft) -> Call {
        self.call("POST", &format!("/actions/{action}/steps"))
            .expecting(version)
            .json(body)
    }

    /// `changeAction`
    fn change_action(&self, action: ActionId, version: u64, body: &ActionDraft) -> Call {
        self.call("PUT", &format!("/actions/{action}"))
            .expecting(version)
            .json(body)
    }

    // Feedback.

    /// `listFeedback`
    fn list_feedback(&self) -> Call {
        self.call("GET", "/feedback")
    }

    /// `composeFeedback`
    fn compose_feedback(&self, batch: &str, version: u64, body: &ComposeDraft) -> Call {
        self.call("PUT", &format!("/feedback/{batch}"))
            .expecting(version)
            .json(body)
    }

    /// `sendFeedback`
    fn send_feedback(&self, batch: &str, body: &Empty) -> Call {
        self.call("POST", &format!("/feedback/{batch}/send"))
            .json(body)
    }

    // People.

    /// `getStart`
    fn get_start(&self) -> Call {
        self.call("GET", "/start")
    }

    /// `listOrganisations`
    fn list_organisations(&self) -> Call {
        self.call("GET", "/organisations")
    }

    /// `createOrganisation`
    fn create_organisation(&self, body: &OrganisationDraft) -> Call {
        self.call("POST", "/organisations").json(body)
    }

    /// `signIn`
    fn sign_in(&self, body: &SignInDraft) -> Call {
        self.call("POST", "/logins").json(body)
    }

    /// `refreshLogin`
    fn refresh_login(&self, body: &Empty) -> Call {
        self.call("POST", "/logins/refresh").json(body)
    }

    /// `signOut`
    fn sign_out(&self, body: &Empty) -> Call {
        self.call("POST", "/logins/end").json(body)
    }

    /// `askSignInLink`
    fn ask_sign_in_link(&self, body: &SignInLinkDraft) -> Call {
        self.call("POST", "/signInLinks").json(body)
    }

    /// `useSignInLink`
    fn use_sign_in_link(&self, body: &SignInToken) -> Call {
        self.call("POST", "/signInLinks/use").json(body)
    }

    /// `confirmSignIn`
    fn confirm_sign_in(&self, body: &SignInDigits) -> Call {
        self.call("POST", "/signInLinks/confirm").json(body)
    }

    /// `askPasskey`
    fn ask_passkey(&self, body: &Empty) -> Call {
        self.call("POST", "/passkeyLogins/begin").json(body)
    }

    /// `usePasskey`
    fn use_passkey(&self, body: &PasskeyAnswer) -> Call {
        self.call("POST", "/passkeyLogins").json(body)
    }

    /// `beginPasskey`
    fn begin_passkey(&self, body: &Empty) -> Call {
        self.call("POST", "/myPasskeys/begin").json(body)
    }

    /// `addPasskey`
    fn add_passkey(&self, body: &PasskeyDraft) -> Call {
        self.call("POST", "/myPasskeys").json(body)
    }

    /// `listMyPasskeys`
    fn list_my_passkeys(&self) -> Call {
        self.call("GET", "/myPasskeys")
    }

    /// `removePasskey`
    fn remove_passkey(&self, passkey: PasskeyId) -> Call {
        self.call("DELETE", &format!("/myPasskeys/{passkey}"))
    }

    /// `joinAsProvider`
    fn join_as_provider(&self, body: &OneTimeCode) -> Call {
        self.call("POST", "/invitations/join").json(body)
    }

    /// `refreshProviderLogin`
    fn refresh_provider_login(&self, body: &Empty) -> Call {
        self.call("POST", "/providerLogins/refresh").json(body)
    }

    /// `endProviderLogin`
    fn end_provider_login(&self, body: &Empty) -> Call {
        self.call("POST", "/providerLogins/end").json(body)
    }

    /// `listProviderLogins`
    fn list_provider_logins(&self) -> Call {
        self.call("GET", "/providerLogins")
    }

    /// `wipeProviderLogin`
    fn wipe_provider_login(&self, login: LoginId) -> Call {
        self.call("POST", &format!("/providerLogins/{login}/wipe"))
    }

    /// `getMe`
    fn get_me(&self) -> Call {
        self.call("GET", "/me")
    }

    /// `readInvitation`
    fn read_invitation(&self, body: &OneTimeCode) -> Call {
        self.call("POST", "/invitations/query").json(body)
    }

    /// `acceptInvitation`
    fn accept_invitation(&self, body: &AcceptInvitationDraft) -> Call {
        self.call("POST", "/invitations/accept").json(body)
    }

    /// `getIndicators`, with a query string such as `?from=2026-01-01`.
    fn get_indicators(&self, query: &str) -> Call {
        self.call("GET", &format!("/indicators{query}"))
    }

    /// `listTrends`, with a query string such as `?told=true`.
    fn list_trends(&self, query: &str) -> Call {
        self.call("GET", &format!("/trends{query}"))
    }

    /// `getTrend`
    fn get_trend(&self, series: TrendId) -> Call {
        self.call("GET", &format!("/trends/{series}"))
    }

    /// `listTrendSubscriptions`
    fn list_trend_subscriptions(&self) -> Call {
        self.call("GET", "/trendSubscriptions")
    }

    /// `subscribeTrends`
    fn subscribe_trends(&self, body: &TrendSubscriptionDraft) -> Call {
        self.call("POST", "/trendSubscriptions").json(body)
    }

    /// `unsubscribeTrends`
    fn unsubscribe_trends(&self, id: TrendSubscriptionId) -> Call {
        self.call("DELETE", &format!("/trendSubscriptions/{id}"))
    }

    /// `listMembers`
    fn list_members(&self) -> Call {
        self.call("GET", "/members")
    }

    /// `listInvitations`
    fn list_invitations(&self) -> Call {
        self.call("GET", "/invitations")
    }

    /// `inviteMember`
    fn invite_member(&self, body: &InvitationDraft) -> Call {
        self.call("POST", "/invitations").json(body)
    }

    /// `revokeInvitation`
    fn revoke_invitation(&self, invitation: InvitationId) -> Call {
        self.call("DELETE", &format!("/invitations/{invitation}"))
    }

    /// `changeRoles`
    fn change_roles(&self, member: MembershipId, version: u64, body: &RolesDraft) -> Call {
        self.call("PUT", &format!("/members/{member}/roles"))
            .expecting(version)
            .json(body)
    }

    /// `endMembership`
    fn end_membership(&self, member: MembershipId, version: u64) -> Call {
        self.call("DELETE", &format!("/members/{member}"))
            .expecting(version)
    }

    /// `resetSignIn`
    fn reset_sign_in(&self, member: MembershipId, body: &Empty) -> Call {
        self.call("POST", &format!("/members/{member}/signInReset"))
            .json(body)
    }

    /// `getLanguageModel`
    fn get_language_model(&self) -> Call {
        self.call("GET", "/languageModel")
    }

    /// `changeLanguageModel`
    fn change_language_model(&self, version: u64, body: &LanguageModelChoice) -> Call {
        self.call("PUT", "/languageModel")
            .expecting(version)
            .json(body)
    }

    /// `listPriorities`
    fn list_priorities(&self) -> Call {
        self.call("GET", "/priorities")
    }

    /// `getPriorityWeights`
    fn get_priority_weights(&self) -> Call {
        self.call("GET", "/priorityWeights")
    }

    /// `changePriorityWeights`
    fn change_priority_weights(&self, version: u64, body: &WeightsDraft) -> Call {
        self.call("PUT", "/priorityWeights")
            .expecting(version)
            .json(body)
    }

    /// `scoreIssue`
    fn score_issue(&self, issue: IssueId, body: &PrioritiseDraft) -> Call {
        self.call("PUT", &format!("/issues/{issue}/scores"))
            .json(body)
    }

    /// `withdrawScores`
    fn withdraw_scores(&self, issue: IssueId) -> Call {
        self.call("DELETE", &format!("/issues/{issue}/scores"))
    }

    /// `openScores`
    fn open_scores(&self, body: &OpenScoresDraft) -> Call {
        self.call("POST", "/priorities/open").json(body)
    }

    /// `prioritiseIssues`
    fn prioritise_issues(&self, body: &OrderDraft) -> Call {
        self.call("POST", "/priorities").json(body)
    }

    /// `changeProfessions`
    fn change_professions(&self, version: u64, body: &ProfessionsDraft) -> Call {
        self.call("PUT", "/professions")
            .expecting(version)
            .json(body)
    }

    /// `listEntryLinks`
    fn list_entry_links(&self) -> Call {
        self.call("GET", "/entryLinks")
    }

    /// `createEntryLink`
    fn create_entry_link(&self, body: &EntryLinkDraft) -> Call {
        self.call("POST", "/entryLinks").json(body)
    }

    /// `revokeEntryLink`
    fn revoke_entry_link(&self, link: EntryLinkId) -> Call {
        self.call("DELETE", &format!("/entryLinks/{link}"))
    }

    /// `getEntryLinkQr`
    fn get_entry_link_qr(&self, link: EntryLinkId) -> Call {
        self.call("GET", &format!("/entryLinks/{link}/qr"))
    }

    // Files and the log.

    /// `createImport`
    fn create_import(&self, content_type: &str, file: &[u8]) -> Call {
        self.call("POST", "/imports").bytes(content_type, file)
    }

    /// `getImport`
    fn get_import(&self, import: ImportId) -> Call {
        self.call("GET", &format!("/imports/{import}"))
    }

    /// `startImport`
    fn start_import(&self, import: ImportId, body: &ImportMapping) -> Call {
        self.call("POST", &format!("/imports/{import}/start"))
            .json(body)
    }

    /// `listAuditEntries`
    fn list_audit_entries(&self) -> Call {
        self.call("GET", "/audit")
    }

    /// `exportAuthority`
    fn export_authority(&self, body: &Empty) -> Call {
        self.call("POST", "/exports").json(body)
    }
}
