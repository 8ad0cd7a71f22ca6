//! Rows as storage keeps them. They speak `shared` types in thin wrappers ([`crate::adapters`]), are the same for both
//! engines, and never travel over the wire: workflow turns them into what a person may see.

mod action;
mod analysis;
mod audit;
mod authority;
mod cluster;
mod erasure;
mod feedback;
mod idempotency;
mod import;
mod indicator;
mod issue;
mod job;
mod person;
mod priority;
mod published;
mod push;
mod saved_view;
mod signal;
mod summary;
mod trend;

pub use action::ActionRecord;
pub use analysis::{
    ShownKindRecord, SignalDifferenceRecord, SignalLikeRecord, SignalVectorRecord,
    TagSuggestionRecord,
};
pub use audit::{AuditRecord, AuditSealRecord, AuditSealedRecord};
pub use authority::{AuthorityRecord, EntryLinkRecord, OrganisationRecord, TaxonomyRecord};
pub use cluster::{
    ClusterEditRecord, ClusterEditSignalRecord, ClusterMemberRecord, ClusterRecord,
    ClusterRunRecord,
};
pub use erasure::ErasureRecord;
pub use feedback::{FeedbackRecord, FeedbackTextRecord};
pub use idempotency::IdempotencyRecord;
pub use import::ImportRecord;
pub use indicator::{CountedIssueRecord, CountedSignalRecord};
pub use issue::{
    IssueEventRecord, IssueRecord, IssueSignalRecord, LineageRecord, LineageSignalRecord,
    RecognitionRecord,
};
pub use job::JobRecord;
pub use person::{
    DisclosureRecord, InvitationRecord, LoginRecord, MembershipRecord, PasskeyChallengeRecord,
    PasskeyRecord, ProviderContactRecord, RevocationRecord, SignInLinkRecord, UserRecord,
};
pub use priority::{IssueScoresRecord, OpenedScoresRecord, PriorityWeightsRecord};
pub use published::{CountedSignal, PublishedCell, PublishedMonthRecord};
pub use push::PushSubscriptionRecord;
pub use saved_view::SavedViewRecord;
pub use signal::{
    NoteRecord, QuestionRecord, SignalEventRecord, SignalRecord, SignalTagRecord, SignalTextRecord,
    search_row, spoken,
};
pub use summary::{LanguageModelRecord, SummaryDraftRecord};
pub use trend::{TrendRecord, TrendRunRecord, TrendSubscriptionRecord};
