//! One transaction on either engine. Its methods are the query functions, by way of `dispatch`.

use crate::{StorageError, postgres, sqlite};

/// One transaction. Nothing of it is visible to others before it ends well.
pub struct Tx<'c> {
    pub(crate) conn: Conn<'c>,
    pub(crate) touched: Option<Touched>,
    /// Another transaction came between: this one is rolled back and tried again.
    pub(crate) crossed: bool,
}

/// The connection of one engine.
pub(crate) enum Conn<'c> {
    Sqlite(&'c mut sqlite::Conn),
    Postgres(&'c mut postgres::Conn),
}

/// What an operation was about, for the audit log: a kind of thing and its public id.
#[derive(Debug, Clone)]
pub(crate) struct Touched {
    pub(crate) kind: &'static str,
    pub(crate) id: String,
    pub(crate) reason: Option<&'static str>,
}

impl Tx<'_> {
    /// What was read has been changed by another transaction since. Whatever is answered, the wrapper rolls back and tries
    /// again: for callers who named no version and so cannot have named an old one.
    pub fn cross(&mut self) -> StorageError {
        self.crossed = true;
        StorageError::Crossed
    }

    /// Tells the audit log what this operation is about. The last call counts.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "callers hand over ids, which are `Copy`"
    )]
    pub fn touches(&mut self, kind: &'static str, id: impl ToString) {
        self.touched = Some(Touched {
            kind,
            id: id.to_string(),
            reason: None,
        });
    }

    /// Tells the audit log the reason code as well.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "callers hand over ids, which are `Copy`"
    )]
    pub fn touches_because(&mut self, kind: &'static str, id: impl ToString, reason: &'static str) {
        self.touched = Some(Touched {
            kind,
            id: id.to_string(),
            reason: Some(reason),
        });
    }
}

/// Shapes that queries take and give beside records.
pub mod query_types {
    use shared::analysis::Likeness;
    use shared::cluster::ClusterEditKind;
    use shared::codes::{ContactChoice, FeedbackMoment, KindOfProblem, Language, MailPace, Source};
    use shared::id::{
        ActionId, AuthorityId, EntryLinkId, IssueId, IssueKey, OrganisationId, ProviderRef,
        SignalId, SignalKey,
    };
    use shared::life_cycle::{ActionState, FeedbackState, IssueEvent, IssueState, SignalState};
    use shared::signal::{SignalFilter, TagStatus};
    use shared::taxonomy::Scheme;
    use shared::time::{Day, Moment};
    use shared::trend::TrendKind;
    use uuid::Uuid;

    use crate::records::{
        ActionRecord, ClusterMemberRecord, FeedbackRecord, FeedbackTextRecord, PublishedCell,
        SignalRecord,
    };
    use crate::{At, Json, Key, On, Stored};

    /// Which day it is, and where: authorities of one pool may lie in several time zones.
    pub type Todays = Vec<(Day, Vec<AuthorityId>)>;

    /// One thing that must be found: any of the alternatives, each a sequence of adjacent words.
    pub type Clause = Vec<Vec<String>>;

    /// A text that a model may look at.
    #[derive(Clone)]
    pub struct TextRow {
        /// Key of its signal.
        pub key: SignalKey,
        /// Its language, or that of the form it was written in.
        pub language: Language,
        /// The text.
        pub text: String,
    }

    /// A model, the kind of problem that it sees in a signal, and how sure it is in percent.
    pub type KindSeen = (String, Option<Stored<KindOfProblem>>, Option<i32>);

    /// A model, the kind of problem that it proposed, the one that a person told, how sure the model was in percent, and when.
    pub type DecidedKindRow = (
        String,
        Stored<KindOfProblem>,
        Option<Stored<KindOfProblem>>,
        i32,
        At,
    );

    /// A text and its vector of one model, as it is stored.
    pub type TextWithVector = (TextRow, Vec<u8>);

    /// Another signal, in which way it is alike, and how much in percent.
    pub type LikeRow = (Key<SignalKey>, Stored<Likeness>, i32);

    /// A signal that a run looks at.
    pub struct GroupableRow {
        /// Its public id.
        pub id: SignalId,
        /// Who sent it, as a pseudonym.
        pub provider: ProviderRef,
        /// The sector of whoever sent it.
        pub sector: Option<String>,
        /// The day on which it was received.
        pub received_on: Day,
        /// Its text.
        pub text: TextRow,
        /// Its vector, as it is stored.
        pub vector: Vec<u8>,
    }

    /// How a signal stands to a cluster, and the signal.
    pub type MemberRow = (ClusterMemberRecord, SignalRecord);

    /// A decision about clusters, its kind, one of its signals and on which side it is.
    pub type ClusterEditRow = (Key<Uuid>, Stored<ClusterEditKind>, Key<SignalKey>, i32);

    /// A signal that a processor accepted, under one of its themes: key, day, theme, contact, pseudonym, entry link,
    /// organisation.
    pub type AcceptedRow = (
        Key<SignalKey>,
        On,
        String,
        Stored<ContactChoice>,
        Key<ProviderRef>,
        Option<Key<EntryLinkId>>,
        Option<Key<OrganisationId>>,
    );

    /// A month as it was published: its first day, its total, numbers by theme.
    pub type PublishedMonthRow = (On, Option<i32>, Json<Vec<PublishedCell>>);

    /// Distinct providers and signals of one week (counted from Monday 3 January 2000) in one series.
    #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
    pub struct WeekRow {
        /// What is counted.
        pub kind: TrendKind,
        /// Code, place or number.
        pub code: String,
        /// Which week.
        pub week: i32,
        /// Distinct providers.
        pub providers: i64,
        /// Signals.
        pub signals: i64,
    }

    /// A signal, an issue, since when the one belongs to the other, and until when.
    pub type CountedLinkRow = (Key<SignalKey>, Key<IssueKey>, At, Option<At>);

    /// An issue, when its first signal was linked, and when its first one was received.
    pub type FirstSignalRow = (Key<IssueKey>, Option<At>, Option<On>);

    /// An issue, how it ended, and when the last time.
    pub type IssueLeftRow = (Key<IssueKey>, Stored<IssueEvent>, Option<At>);

    /// An answer: authority, signal, its provider and source; when it was sent, when it was rated, and whether it helps.
    pub type SentAnswerRow = (
        Key<AuthorityId>,
        Key<SignalKey>,
        Key<ProviderRef>,
        Stored<Source>,
        Option<At>,
        Option<At>,
        Option<i32>,
    );

    /// Authority, kind of code, code, signals and distinct providers; without a code, signals that have any.
    pub type CodeCountRow = (Key<AuthorityId>, Stored<Scheme>, Option<String>, i64, i64);

    /// A model, how much it proposed, and when the last.
    pub type ShownRow = (String, i64, Option<At>);

    /// A proposal about which somebody decided: signal, list, model, confidence in percent, and what was decided.
    pub type DecidedRow = (
        Key<SignalKey>,
        Stored<Scheme>,
        String,
        i32,
        Stored<TagStatus>,
    );

    /// One signal of a pair that was shown as alike, the other, the model, and what the first was closed as a duplicate of.
    pub type ShownLikeRow = (
        Key<SignalKey>,
        Key<SignalKey>,
        String,
        Option<Key<SignalKey>>,
    );

    /// A question to the inbox.
    #[derive(Debug, Clone, Default)]
    pub struct SignalQuery {
        /// Filters as asked.
        pub filter: SignalFilter,
        /// Words of `filter.q`, stemmed and folded by crate `text`; every clause must be found.
        pub clauses: Vec<Clause>,
        /// Whether the last word may be the beginning of a longer one.
        pub goes_on: bool,
        /// Only signals whose promise passed before today without an answer; any when empty.
        pub late_on: Todays,
        /// Where the page before ended.
        pub after: Option<(Day, SignalId)>,
        /// How many rows.
        pub most: i64,
    }

    /// What waits for those who read signals, as counts.
    #[derive(Debug, Clone, Default)]
    pub struct WaitingSignals {
        /// Signals per state.
        pub by_state: Vec<(SignalState, i64)>,
        /// Signals whose promised day passed without an answer.
        pub late: i64,
        /// Answers that nobody looked at yet.
        pub answered: i64,
        /// Feedback that is owed.
        pub feedback_due: i64,
    }

    /// What waits for those who read issues, as counts.
    #[derive(Debug, Clone, Default)]
    pub struct WaitingIssues {
        /// Issues per state.
        pub by_state: Vec<(IssueState, i64)>,
        /// Parked issues that came back.
        pub to_review: i64,
        /// Actions past their due day.
        pub actions_late: i64,
    }

    /// Signal, issue, number, title.
    pub type IssueLinkRow = (Key<SignalKey>, Key<IssueId>, i32, String);

    /// A question to the list of issues.
    #[derive(Debug, Clone, Default)]
    pub struct IssueQuery {
        /// In one of these states; any when empty.
        pub state: Vec<IssueState>,
        /// With one of these themes; any when empty.
        pub theme: Vec<String>,
        /// Words of the title, stemmed and folded by crate `text`; every clause must be found.
        pub clauses: Vec<Clause>,
        /// With this number.
        pub number: Option<i32>,
        /// Only those that came back from being parked.
        pub review: bool,
        /// Where the page before ended.
        pub after: Option<(Moment, IssueId)>,
        /// How many rows.
        pub most: i64,
    }

    /// Signal, its state, how it hears, its provider, its sector.
    pub type LinkedSignalRow = (
        Key<SignalKey>,
        Stored<SignalState>,
        Stored<ContactChoice>,
        Key<ProviderRef>,
        Option<String>,
    );

    /// Signal, why it is owed, where it stands, when it was sent.
    pub type IssueFeedbackRow = (
        Key<SignalKey>,
        Stored<FeedbackMoment>,
        Stored<FeedbackState>,
        Option<At>,
    );

    /// What a batch of feedback is about.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    pub enum FeedbackSubject {
        /// An issue: every provider behind it.
        Issue(IssueKey),
        /// One signal that belongs to no issue.
        Signal(SignalKey),
    }

    /// A feedback that is owed; its signal, how and in which language that hears, since when nothing is sent to its
    /// address, how often something is.
    pub type OwedRow = (
        FeedbackRecord,
        Key<SignalId>,
        Stored<ContactChoice>,
        Stored<Language>,
        Option<At>,
        Option<Stored<MailPace>>,
    );

    /// A batch of what is owed: its issue, or the signal that belongs to none; the random id of either; why; since when.
    pub type BatchRow = (
        Option<Key<IssueKey>>,
        Option<Key<SignalKey>>,
        Key<Uuid>,
        Stored<FeedbackMoment>,
        On,
    );

    /// Issue, signal, since when they belong together.
    pub type OpenLinkRow = (Key<IssueKey>, Key<SignalKey>, At);

    /// A question to the list of actions.
    #[derive(Debug, Clone, Default)]
    pub struct ActionQuery {
        /// In one of these states; any when empty.
        pub state: Vec<ActionState>,
        /// Of one of these organisations; any when empty.
        pub owner: Vec<OrganisationId>,
        /// Only what was due before today and is not over; any when empty.
        pub overdue_on: Todays,
        /// Where the page before ended.
        pub after: Option<(Day, ActionId)>,
        /// How many rows.
        pub most: i64,
    }

    /// An action, its issue's id and number, its owner's name.
    pub type ActionRow = (ActionRecord, Key<IssueId>, i32, String);

    /// A question to what is found by its words beside signals.
    #[derive(Debug, Clone, Default)]
    pub struct FoundQuery {
        /// Words, stemmed and folded by crate `text`; every clause must be found.
        pub clauses: Vec<Clause>,
        /// Whether the last word may be the beginning of a longer one.
        pub goes_on: bool,
        /// The issue with this number, whatever its words.
        pub number: Option<i32>,
        /// Whether it is over, or not yet; both when nothing is said.
        pub is_over: Option<bool>,
        /// About one of these themes; any when empty.
        pub theme: Vec<String>,
        /// Made at this moment or later.
        pub from: Option<Moment>,
        /// Made before this moment.
        pub before: Option<Moment>,
        /// Where the page before ended.
        pub after: Option<(Moment, Uuid)>,
        /// How many rows.
        pub most: i64,
    }

    /// An action that was found, its issue's id and number.
    pub type FoundActionRow = (ActionRecord, Key<IssueId>, i32);

    /// Words to providers that were found; the issue they are about, its number and title; or the lone signal.
    pub type FoundFeedbackRow = (
        FeedbackTextRecord,
        Option<Key<IssueId>>,
        Option<i32>,
        Option<String>,
        Option<Key<SignalId>>,
    );
}
