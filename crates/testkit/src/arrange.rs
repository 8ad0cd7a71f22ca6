//! What people usually do, so that a story can begin where it becomes interesting.

use shared::codes::{Criterion, Decision, KindOfProblem};
use shared::feedback::{ComposeDraft, FeedbackBatch, SentFeedback};
use shared::id::SignalId;
use shared::issue::{
    DecisionDraft, DescribeDraft, IssueDetail, IssueDraft, OwnerDraft, PrioritiseDraft,
    PriorityCriterion, RecognitionDraft, Score,
};
use shared::page::Page;
use shared::signal::SignalDetail;
use shared::timeline::{ByReceipt, Empty};

use crate::actors::Staff;
use crate::operations::Asks;

/// What somebody asks who holds a receipt.
pub fn by<T>(receipt: &str, body: T) -> ByReceipt<T> {
    ByReceipt {
        receipt: receipt.to_owned(),
        body,
    }
}

impl Staff {
    /// Opens a signal.
    pub async fn signal(&self, id: SignalId) -> SignalDetail {
        self.get_signal(id).await.ok()
    }

    /// Opens an issue.
    pub async fn issue(&self, issue: &IssueDetail) -> IssueDetail {
        self.get_issue(issue.summary.id).await.ok()
    }

    /// Thinks that some signals have one thing in common.
    pub async fn opens_issue(&self, title: &str, signals: &[SignalId]) -> IssueDetail {
        let draft = IssueDraft {
            title: title.to_owned(),
            signals: signals.to_vec(),
        };
        self.create_issue(&draft).await.created()
    }

    /// Describes an issue in neutral words and ticks the four criteria.
    pub async fn describes(&self, issue: &IssueDetail) -> IssueDetail {
        let draft = DescribeDraft {
            description: Some("Gezinnen in de wijk wachten maanden op een plaats.".to_owned()),
            themes: Some(vec!["housing".to_owned()]),
            kind: Some(KindOfProblem::Gap),
            governance_level: Some("municipality".to_owned()),
            criteria: Some(vec![
                Criterion::Clear,
                Criterion::Neutral,
                Criterion::Recognised,
                Criterion::Shared,
            ]),
            ..DescribeDraft::default()
        };
        let version = self.issue(issue).await.summary.version;
        self.describe_issue(issue.summary.id, version, &draft)
            .await
            .ok()
    }

    /// Records that the first organisations of the authority recognise an issue.
    pub async fn records_recognitions(&self, issue: &IssueDetail, how_many: usize) -> IssueDetail {
        let slug = issue.summary.authority.clone();
        let organisations = self.app().organisations(&slug).to_vec();
        let mut now = self.issue(issue).await;
        for organisation in organisations.into_iter().take(how_many) {
            let draft = RecognitionDraft {
                organisation,
                comment: None,
            };
            now = self
                .recognise_issue(now.summary.id, now.summary.version, &draft)
                .await
                .ok();
        }
        now
    }

    /// Describes, has it recognised by two organisations, and validates: a lead processor's work.
    pub async fn validates(&self, issue: &IssueDetail) -> IssueDetail {
        self.describes(issue).await;
        let now = self.records_recognitions(issue, 2).await;
        let now: IssueDetail = self
            .analyse_issue(now.summary.id, now.summary.version, &Empty {})
            .await
            .ok();
        self.validate_issue(now.summary.id, now.summary.version, &Empty {})
            .await
            .ok()
    }

    /// Weighs a validated issue alone and decides.
    pub async fn decides(&self, issue: &IssueDetail, decision: Decision) -> IssueDetail {
        let score = |criterion, score| Score { criterion, score };
        let weighed = PrioritiseDraft {
            scores: vec![
                score(PriorityCriterion::Reach, 4),
                score(PriorityCriterion::Severity, 5),
                score(PriorityCriterion::Feasibility, 3),
            ],
        };
        let now = self.issue(issue).await;
        let now: IssueDetail = self
            .prioritise_issue(now.summary.id, now.summary.version, &weighed)
            .await
            .ok();
        let draft = DecisionDraft {
            decision,
            motivation: "Het werkveld ziet dit elke week, en we kunnen er iets aan doen."
                .to_owned(),
        };
        self.decide_issue(now.summary.id, now.summary.version, &draft)
            .await
            .ok()
    }

    /// From some signals to an issue on which something will be done.
    pub async fn decides_to_act_on(&self, signals: &[SignalId]) -> IssueDetail {
        let issue = self.opens_issue("Wachtlijsten in de wijk", signals).await;
        self.validates(&issue).await;
        self.decides(&issue, Decision::Act).await
    }

    /// Gives an issue to the first organisation of its authority.
    pub async fn assigns_first_organisation(&self, issue: &IssueDetail) -> IssueDetail {
        let owner = self.app().organisations(&issue.summary.authority)[0];
        let now = self.issue(issue).await;
        let draft = OwnerDraft {
            organisation: owner.to_string(),
            member: None,
        };
        self.assign_owner(now.summary.id, now.summary.version, &draft)
            .await
            .ok()
    }

    /// Batches of feedback that are due.
    pub async fn feedback_queue(&self) -> Vec<FeedbackBatch> {
        let page: Page<FeedbackBatch> = self.list_feedback().await.ok();
        page.items
    }

    /// Writes and sends everything that is due; answers how many providers each batch reached.
    pub async fn sends_all_feedback(&self, text: &str) -> Vec<SentFeedback> {
        let mut sent = Vec::new();
        for batch in self.feedback_queue().await {
            let draft = ComposeDraft {
                text: text.to_owned(),
            };
            self.compose_feedback(&batch.id, batch.version, &draft)
                .await
                .ok::<FeedbackBatch>();
            sent.push(self.send_feedback(&batch.id, &Empty {}).await.ok());
        }
        sent
    }
}
