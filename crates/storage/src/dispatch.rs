//! The one list of query functions, sent to whichever engine the transaction runs on.

use policy::Scope;
use shared::cluster::ClusterEditKind;
use shared::codes::{ContactChoice, FeedbackMoment, JobState, KindOfProblem, Language};
use shared::id::{
    ActionId, AuditId, AuthorityId, ClusterId, EntryLinkId, FeedbackId, IdempotencyKey, ImportId,
    InvitationId, IssueId, IssueKey, JobId, LineageId, LoginId, MembershipId, OrganisationId,
    PasskeyId, ProviderRef, QuestionId, SavedViewId, SignInLinkId, SignalId, SignalKey, TrendId,
    TrendSubscriptionId, UserId,
};
use shared::life_cycle::FeedbackState;
use shared::taxonomy::Scheme;
use shared::time::{Day, Moment};
use shared::trend::TrendKind;

use crate::records::{
    ActionRecord, AuditRecord, AuditSealRecord, AuditSealedRecord, AuthorityRecord,
    ClusterEditRecord, ClusterEditSignalRecord, ClusterMemberRecord, ClusterRecord,
    ClusterRunRecord, CountedIssueRecord, CountedSignalRecord, DisclosureRecord, EntryLinkRecord,
    ErasureRecord, FeedbackRecord, FeedbackTextRecord, IdempotencyRecord, ImportRecord,
    InvitationRecord, IssueEventRecord, IssueRecord, IssueScoresRecord, IssueSignalRecord,
    JobRecord, LanguageModelRecord, LineageRecord, LineageSignalRecord, LoginRecord,
    MembershipRecord, NoteRecord, OpenedScoresRecord, OrganisationRecord, PasskeyChallengeRecord,
    PasskeyRecord, PriorityWeightsRecord, ProviderContactRecord, PublishedMonthRecord,
    PushSubscriptionRecord, QuestionRecord, RecognitionRecord, RevocationRecord, SavedViewRecord,
    ShownKindRecord, SignInLinkRecord, SignalDifferenceRecord, SignalEventRecord, SignalLikeRecord,
    SignalRecord, SignalTagRecord, SignalTextRecord, SignalVectorRecord, SummaryDraftRecord,
    TagSuggestionRecord, TaxonomyRecord, TrendRecord, TrendRunRecord, TrendSubscriptionRecord,
    UserRecord,
};
use crate::tx::Conn;
use crate::tx::query_types::{
    AcceptedRow, ActionQuery, ActionRow, BatchRow, ClusterEditRow, CodeCountRow, CountedLinkRow,
    DecidedKindRow, DecidedRow, FeedbackSubject, FirstSignalRow, FoundActionRow, FoundFeedbackRow,
    FoundQuery, GroupableRow, IssueFeedbackRow, IssueLeftRow, IssueLinkRow, IssueQuery, KindSeen,
    LikeRow, LinkedSignalRow, MemberRow, OpenLinkRow, OwedRow, PublishedMonthRow, SentAnswerRow,
    ShownLikeRow, ShownRow, SignalQuery, TextRow, TextWithVector, Todays, WaitingIssues,
    WaitingSignals, WeekRow,
};
use crate::{At, Key, On, StorageError, Stored, Tx, postgres, sqlite};

macro_rules! dispatch {
    ($($module:ident :: $name:ident ( $($argument:ident : $type:ty),* ) -> $answer:ty;)*) => {
        /// Query functions; what each does is told where it stands, in `queries`.
        impl Tx<'_> {$(
            #[doc = concat!("See `queries::", stringify!($module), "::", stringify!($name), "`.")]
            #[expect(clippy::allow_attributes, reason = "not every query has many arguments")]
            #[allow(clippy::too_many_arguments, reason = "a query takes what it filters on")]
            pub fn $name(&mut self, $($argument: $type),*) -> Result<$answer, StorageError> {
                let answer = match &mut self.conn {
                    Conn::Sqlite(conn) => sqlite::queries::$module::$name(conn, $($argument),*),
                    Conn::Postgres(conn) => postgres::queries::$module::$name(conn, $($argument),*),
                };
                answer.map_err(|error| match StorageError::from(error) {
                    StorageError::Crossed => self.cross(),
                    error => error,
                })
            }
        )*}
    };
}

dispatch! {
    actions::insert_action(scope: &Scope, record: &ActionRecord) -> ();
    actions::update_action(scope: &Scope, record: &ActionRecord) -> bool;
    actions::action(scope: &Scope, id: ActionId) -> Option<ActionRecord>;
    actions::actions_of_issues(scope: &Scope, issues: &[IssueKey]) -> Vec<ActionRecord>;
    actions::is_member(scope: &Scope, member: MembershipId) -> bool;
    actions::list_actions(scope: &Scope, query: &ActionQuery) -> Vec<ActionRow>;

    analysis::unanalysed_signals(scope: &Scope, most: i64) -> Vec<TextRow>;
    analysis::await_analysis_by(scope: &Scope, model: &str, most: i64) -> usize;
    analysis::count_signals_by_model(scope: &Scope) -> Vec<(Option<String>, i64)>;
    analysis::put_analysis(scope: &Scope, vector: &SignalVectorRecord, proposals: &[(SignalTagRecord, TagSuggestionRecord)], likes: &[SignalLikeRecord], at: At) -> ();
    analysis::forget_analysis(scope: &Scope, key: SignalKey) -> ();
    analysis::signal_vectors(scope: &Scope, model: &str) -> Vec<(Key<SignalKey>, Vec<u8>)>;
    analysis::texts_with_vectors(scope: &Scope, model: &str, keys: &[SignalKey]) -> Vec<TextWithVector>;
    analysis::model_of_most(scope: &Scope, keys: &[SignalKey]) -> Option<String>;
    analysis::count_vectors(scope: &Scope, model: &str) -> i64;
    analysis::suggestions_of(scope: &Scope, keys: &[SignalKey]) -> Vec<TagSuggestionRecord>;
    analysis::tag_decisions(scope: &Scope, most: i64) -> Vec<SignalTagRecord>;
    analysis::tag_decisions_mark(scope: &Scope) -> (i64, Option<At>);
    analysis::likes_of(scope: &Scope, key: SignalKey, most: usize) -> Vec<LikeRow>;
    analysis::count_shown_suggestions(scope: &Scope, scheme: Scheme, from: At, before: At) -> Vec<ShownRow>;
    analysis::decided_suggestions(scope: &Scope, from: At, before: At) -> Vec<DecidedRow>;
    analysis::signals_with_own_codes(scope: &Scope) -> Vec<(Key<SignalKey>, Stored<Scheme>)>;
    analysis::count_shown_likes(scope: &Scope, from: At, before: At) -> Vec<ShownRow>;
    analysis::likes_of_worked_on(scope: &Scope, from: At, before: At) -> Vec<ShownLikeRow>;
    analysis::likes_of_earlier_duplicates(scope: &Scope, from: At, before: At) -> Vec<ShownLikeRow>;
    analysis::likes_told_apart(scope: &Scope, from: At, before: At) -> Vec<(Key<SignalKey>, Key<SignalKey>, String)>;
    analysis::links_to_issues(scope: &Scope) -> Vec<(Key<SignalKey>, Key<IssueKey>)>;
    analysis::kinds_seen(scope: &Scope, issue: IssueKey) -> Vec<KindSeen>;
    analysis::put_shown_kind(scope: &Scope, record: &ShownKindRecord) -> ();
    analysis::decided_kinds(scope: &Scope, from: At, before: At) -> Vec<DecidedKindRow>;
    analysis::count_kinds_told(scope: &Scope) -> Vec<(Option<Stored<KindOfProblem>>, i64)>;
    analysis::kinds_told(scope: &Scope) -> Vec<(Key<SignalKey>, Stored<KindOfProblem>)>;
    analysis::put_difference(scope: &Scope, record: &SignalDifferenceRecord) -> ();
    analysis::delete_difference(scope: &Scope, one: SignalKey, other: SignalKey) -> ();

    audit::insert_audit(scope: &Scope, record: &AuditRecord) -> ();
    audit::audit_entries(scope: &Scope, before: Option<(At, Key<AuditId>)>, most: i64) -> Vec<AuditRecord>;
    audit::audit_entries_about(scope: &Scope, object_id: &str, most: i64) -> Vec<AuditRecord>;
    audit::sealed_among(scope: &Scope, ids: &[AuditId]) -> Vec<Key<AuditId>>;
    audit::unsealed_audit(scope: &Scope, from: At, before: At, most: i64) -> Vec<AuditRecord>;
    audit::count_unsealed(scope: &Scope, before: At) -> i64;
    audit::last_seal(scope: &Scope) -> Option<AuditSealRecord>;
    audit::last_signed_seal(scope: &Scope) -> Option<AuditSealRecord>;
    audit::insert_seal(scope: &Scope, seal: &AuditSealRecord, rows: &[AuditSealedRecord]) -> ();
    audit::sign_seal(scope: &Scope, seal_no: i64, signature: &[u8]) -> bool;
    audit::seals_after(scope: &Scope, seal_no: i64, most: i64) -> Vec<AuditSealRecord>;
    audit::sealed_entries(scope: &Scope, from: i64, to: i64) -> Vec<(AuditSealedRecord, Option<AuditRecord>)>;
    audit::count_sealed_after(scope: &Scope, seal_no: i64) -> i64;

    authorities::authorities() -> Vec<AuthorityRecord>;
    authorities::authority_by_slug(slug: &str) -> Option<AuthorityRecord>;
    authorities::successors(authority: AuthorityId) -> Vec<AuthorityId>;
    authorities::insert_authority(record: &AuthorityRecord) -> ();
    authorities::taxonomy(scope: &Scope, authority: AuthorityId) -> Option<TaxonomyRecord>;
    authorities::insert_taxonomy(scope: &Scope, record: &TaxonomyRecord) -> ();
    authorities::entry_link_by_token(scope: &Scope, token: &str) -> Option<EntryLinkRecord>;
    authorities::entry_links(scope: &Scope, after: Option<(Moment, EntryLinkId)>, most: i64) -> Vec<EntryLinkRecord>;
    authorities::entry_link(scope: &Scope, id: EntryLinkId) -> Option<EntryLinkRecord>;
    authorities::insert_entry_link(scope: &Scope, record: &EntryLinkRecord) -> ();
    authorities::revoke_entry_link(scope: &Scope, id: EntryLinkId, at: At) -> bool;
    authorities::organisations(scope: &Scope, after: Option<(String, OrganisationId)>, most: i64) -> Vec<OrganisationRecord>;
    authorities::organisation(scope: &Scope, id: OrganisationId) -> Option<OrganisationRecord>;
    authorities::insert_organisation(scope: &Scope, record: &OrganisationRecord) -> ();

    clusters::clusters(scope: &Scope, most: i64) -> Vec<ClusterRecord>;
    clusters::cluster(scope: &Scope, id: ClusterId) -> Option<ClusterRecord>;
    clusters::insert_cluster(scope: &Scope, record: &ClusterRecord) -> ();
    clusters::update_cluster(scope: &Scope, record: &ClusterRecord) -> bool;
    clusters::cluster_members(scope: &Scope, cluster: ClusterId) -> Vec<MemberRow>;
    clusters::clustered(scope: &Scope) -> Vec<ClusterMemberRecord>;
    clusters::clustered_among(scope: &Scope, keys: &[SignalKey]) -> Vec<ClusterMemberRecord>;
    clusters::put_cluster_members(scope: &Scope, records: &[ClusterMemberRecord]) -> ();
    clusters::drop_cluster_members(scope: &Scope, keys: &[SignalKey]) -> ();
    clusters::cluster_edits(scope: &Scope) -> Vec<ClusterEditRow>;
    clusters::edited_among(scope: &Scope, kind: ClusterEditKind, keys: &[SignalKey]) -> Vec<Key<SignalKey>>;
    clusters::insert_cluster_edit(scope: &Scope, record: &ClusterEditRecord, signals: &[ClusterEditSignalRecord]) -> ();
    clusters::drop_from_cluster_edits(scope: &Scope, edits: &[Key<uuid::Uuid>], keys: &[SignalKey]) -> ();
    clusters::differences(scope: &Scope) -> Vec<(Key<SignalKey>, Key<SignalKey>)>;
    clusters::groupable_signals(scope: &Scope, model: &str, since: Day) -> Vec<GroupableRow>;
    clusters::insert_cluster_run(scope: &Scope, record: &ClusterRunRecord) -> ();
    clusters::last_cluster_run(scope: &Scope) -> Option<ClusterRunRecord>;

    feedback::insert_feedback(scope: &Scope, record: &FeedbackRecord) -> ();
    feedback::update_feedback(scope: &Scope, record: &FeedbackRecord, from: FeedbackState) -> bool;
    feedback::feedback(scope: &Scope, id: FeedbackId) -> Option<FeedbackRecord>;
    feedback::feedback_of_signal(scope: &Scope, signal: SignalKey) -> Vec<(FeedbackRecord, Option<String>)>;
    feedback::feedback_of_issue(scope: &Scope, issue: IssueKey) -> Vec<FeedbackRecord>;
    feedback::feedback_batches(scope: &Scope, after: Option<(Day, uuid::Uuid, FeedbackMoment)>, most: i64) -> Vec<BatchRow>;
    feedback::owed_feedback(scope: &Scope, subjects: &[FeedbackSubject]) -> Vec<OwedRow>;
    feedback::sent_feedback(scope: &Scope, subject: FeedbackSubject, moment: FeedbackMoment, at: At) -> Vec<(Stored<ContactChoice>, Option<At>)>;
    feedback::drop_unsent_feedback(scope: &Scope, signal: SignalKey) -> usize;
    feedback::drop_unsent_words(scope: &Scope, signal: SignalKey) -> usize;
    feedback::drop_unsent_feedback_about(scope: &Scope, signal: SignalKey, issue: IssueKey) -> usize;
    feedback::drop_unsent_moment(scope: &Scope, issue: IssueKey, moment: FeedbackMoment) -> usize;
    feedback::insert_feedback_text(scope: &Scope, record: &FeedbackTextRecord) -> ();
    feedback::update_feedback_text(scope: &Scope, record: &FeedbackTextRecord) -> bool;
    feedback::drafted_texts(scope: &Scope, subjects: &[FeedbackSubject]) -> Vec<FeedbackTextRecord>;
    feedback::note_first_response(scope: &Scope, keys: &[SignalKey], at: At) -> ();
    feedback::open_links(scope: &Scope) -> Vec<OpenLinkRow>;
    feedback::mark_delivered(scope: &Scope, about: FeedbackId) -> ();
    feedback::mark_undeliverable(scope: &Scope, contact: Option<uuid::Uuid>, about: Option<FeedbackId>, at: At) -> ();

    idempotency::idempotency(scope: &Scope, caller: &[u8], operation: &str, key: IdempotencyKey) -> Option<IdempotencyRecord>;
    idempotency::insert_idempotency(scope: &Scope, record: &IdempotencyRecord) -> ();
    idempotency::expire_idempotency(scope: &Scope, before: At) -> usize;

    imports::insert_import(scope: &Scope, record: &ImportRecord, file: &[u8]) -> ();
    imports::import(scope: &Scope, id: ImportId) -> Option<ImportRecord>;
    imports::import_file(scope: &Scope, id: ImportId) -> Option<Vec<u8>>;
    imports::update_import(scope: &Scope, record: &ImportRecord, read_before: i32) -> bool;
    imports::delete_import_file(scope: &Scope, id: ImportId) -> ();
    imports::abandon_imports(scope: &Scope, before: At, now: At) -> usize;
    imports::known_client_keys(scope: &Scope, keys: &[IdempotencyKey]) -> Vec<Key<IdempotencyKey>>;

    indicators::counted_signals(scope: &Scope, since: Day) -> Vec<(CountedSignalRecord, Option<At>)>;
    indicators::counted_links(scope: &Scope, since: Day) -> Vec<CountedLinkRow>;
    indicators::counted_issues(scope: &Scope) -> Vec<CountedIssueRecord>;
    indicators::first_signals_of_issues(scope: &Scope) -> Vec<FirstSignalRow>;
    indicators::issues_left(scope: &Scope) -> Vec<IssueLeftRow>;
    indicators::first_finished_actions(scope: &Scope) -> Vec<(Key<IssueKey>, Option<At>)>;
    indicators::answers_sent(scope: &Scope, since: At) -> Vec<SentAnswerRow>;
    indicators::count_codes(scope: &Scope, days: (Day, Day)) -> Vec<CodeCountRow>;
    indicators::count_registered(scope: &Scope, from: At, before: At) -> Vec<(Key<AuthorityId>, i64)>;

    jobs::insert_job(record: &JobRecord) -> ();
    jobs::drop_due_jobs(kind: &str, authority: AuthorityId, now: At) -> usize;
    jobs::is_job_due(now: At) -> bool;
    jobs::claim_jobs(owner: Key<uuid::Uuid>, now: At, lease_until: At, most: i64) -> Vec<JobRecord>;
    jobs::settle_job(owner: Key<uuid::Uuid>, id: JobId, state: JobState, run_at: At, error: Option<&str>, finished_at: Option<At>) -> bool;
    jobs::extend_lease(owner: Key<uuid::Uuid>, id: JobId, lease_until: At) -> bool;
    jobs::jobs_in(state: JobState, most: i64) -> Vec<JobRecord>;
    jobs::replay_jobs(id: Option<JobId>, now: At) -> usize;
    jobs::count_jobs() -> Vec<(JobState, i64)>;
    jobs::expire_jobs(before: At) -> usize;
    jobs::insert_job_once(record: &JobRecord) -> bool;
    jobs::release_jobs(owner: Key<uuid::Uuid>, now: At) -> usize;
    jobs::actions_due(scope: &Scope, until: Day) -> Vec<ActionRecord>;
    jobs::user_behind(scope: &Scope, member: MembershipId) -> Option<UserRecord>;

    issues::issue(scope: &Scope, id: IssueId) -> Option<IssueRecord>;
    issues::update_issue(scope: &Scope, record: &IssueRecord) -> bool;
    issues::put_issue_signal(scope: &Scope, record: &IssueSignalRecord) -> ();
    issues::end_issue_signal(scope: &Scope, issue: IssueKey, signal: SignalKey, at: At) -> ();
    issues::issue_by_key(scope: &Scope, key: IssueKey) -> Option<IssueRecord>;
    issues::issues_by_keys(scope: &Scope, keys: &[IssueKey]) -> Vec<IssueRecord>;
    issues::issues_after(scope: &Scope, after: Option<IssueKey>, most: i64) -> Vec<IssueRecord>;
    issues::next_issue_number(scope: &Scope, authority: AuthorityId) -> i32;
    issues::insert_issue(scope: &Scope, record: &IssueRecord) -> ();
    issues::list_issues(scope: &Scope, query: &IssueQuery) -> Vec<IssueRecord>;
    issues::published_issues(scope: &Scope, most: i64) -> Vec<IssueRecord>;
    issues::count_issues(scope: &Scope, query: &IssueQuery) -> i64;
    issues::linked_signals(scope: &Scope, issue: IssueKey) -> Vec<LinkedSignalRow>;
    issues::feedback_about(scope: &Scope, issue: IssueKey) -> Vec<IssueFeedbackRow>;
    issues::insert_issue_event(scope: &Scope, record: &IssueEventRecord) -> ();
    issues::issue_history(scope: &Scope, issues: &[IssueKey]) -> Vec<(IssueEventRecord, Option<String>)>;
    issues::put_recognition(scope: &Scope, record: &RecognitionRecord) -> ();
    issues::delete_recognition(scope: &Scope, issue: IssueKey, organisation: OrganisationId) -> bool;
    issues::recognitions_of(scope: &Scope, issue: IssueKey) -> Vec<(RecognitionRecord, String)>;
    issues::organisation_names(scope: &Scope, organisations: &[OrganisationId]) -> Vec<(Key<OrganisationId>, String)>;
    issues::insert_lineage(scope: &Scope, record: &LineageRecord, signals: &[LineageSignalRecord]) -> ();
    issues::lineage_of(scope: &Scope, issue: IssueKey) -> Vec<LineageRecord>;
    issues::lineage_signals(scope: &Scope, lineages: &[LineageId]) -> Vec<LineageSignalRecord>;
    issues::end_lineage(scope: &Scope, id: LineageId, at: At) -> ();
    issues::answer_for_link(scope: &Scope, id: LineageId, signal: SignalKey, was_linked: bool) -> ();

    start::waiting_signals(scope: &Scope, todays: &Todays) -> WaitingSignals;
    start::waiting_issues(scope: &Scope, todays: &Todays) -> WaitingIssues;
    start::see_answers(scope: &Scope, signal: SignalKey, at: At) -> ();

    people::user_by_email(email_index: &[u8]) -> Option<UserRecord>;
    people::user(id: UserId) -> Option<UserRecord>;
    people::is_anybody_known() -> bool;
    people::insert_user(record: &UserRecord) -> ();
    people::count_attempt(read: &UserRecord, counted: &UserRecord) -> bool;
    people::note_sign_in(id: UserId, on: On) -> ();
    people::use_totp_step(id: UserId, step: i64) -> bool;
    people::update_password_hash(id: UserId, hash: &str) -> ();
    people::reset_sign_in(id: UserId, hash: &str, totp: &[u8], step: i64) -> ();
    people::insert_login(record: &LoginRecord) -> ();
    people::login(id: LoginId) -> Option<LoginRecord>;
    people::rotate_login(record: &LoginRecord, current_read: &[u8]) -> bool;
    people::revoke_login(id: LoginId, at: At) -> bool;
    people::logins_of(user: UserId) -> Vec<LoginId>;
    people::provider_logins(user: UserId, now: At) -> Vec<LoginRecord>;
    people::ask_wipe(user: UserId, id: LoginId, at: At) -> bool;
    people::note_wiped(id: LoginId, at: At) -> ();
    people::revoke_logins_of(user: UserId, at: At) -> usize;
    people::expire_logins(before: At) -> usize;
    people::insert_revocation(record: &RevocationRecord) -> ();
    people::revocations_since(since: At) -> Vec<RevocationRecord>;
    people::expire_revocations(before: At) -> usize;
    people::own_memberships(scope: &Scope) -> Vec<MembershipRecord>;
    people::members(scope: &Scope, after: Option<MembershipId>, most: i64) -> Vec<(MembershipRecord, UserRecord)>;
    people::users_behind(scope: &Scope, ids: &[MembershipId]) -> Vec<(Key<MembershipId>, UserRecord)>;
    people::membership(scope: &Scope, id: MembershipId) -> Option<MembershipRecord>;
    people::membership_of(scope: &Scope, user: UserId) -> Option<MembershipRecord>;
    people::insert_membership(scope: &Scope, record: &MembershipRecord) -> ();
    people::update_membership(scope: &Scope, record: &MembershipRecord) -> bool;
    people::lock_administrators(scope: &Scope) -> usize;
    people::insert_invitation(scope: &Scope, record: &InvitationRecord) -> ();
    people::invitation(scope: &Scope, id: InvitationId) -> Option<InvitationRecord>;
    people::open_invitation(scope: &Scope, code_hash: &[u8], now: At) -> Option<InvitationRecord>;
    people::open_invitations(scope: &Scope, now: At, after: Option<InvitationId>, most: i64) -> Vec<InvitationRecord>;
    people::accept_invitation(scope: &Scope, id: InvitationId, at: At) -> bool;
    people::revoke_invitation(scope: &Scope, id: InvitationId, at: At) -> bool;
    people::revoke_invitations_to(scope: &Scope, email_index: &[u8], at: At) -> usize;

    passkeys::insert_passkey(record: &PasskeyRecord) -> ();
    passkeys::passkeys_of(user: UserId) -> Vec<PasskeyRecord>;
    passkeys::passkey_by_credential(credential_hash: &[u8]) -> Option<PasskeyRecord>;
    passkeys::use_passkey(id: PasskeyId, read: &[u8], used: &[u8], on: On) -> bool;
    passkeys::delete_passkey(user: UserId, id: PasskeyId) -> bool;
    passkeys::insert_passkey_challenge(record: &PasskeyChallengeRecord) -> ();
    passkeys::take_passkey_challenge(challenge_hash: &[u8], now: At) -> Option<PasskeyChallengeRecord>;
    passkeys::expire_passkey_challenges(now: At) -> usize;

    settings::setting(name: &'static str) -> Option<String>;

    sign_in_links::insert_sign_in_link(record: &SignInLinkRecord) -> ();
    sign_in_links::sign_in_link(id: SignInLinkId) -> Option<SignInLinkRecord>;
    sign_in_links::open_sign_in_link(authority: AuthorityId, token_hash: &[u8], now: At) -> Option<SignInLinkRecord>;
    sign_in_links::shown_sign_in_link(authority: AuthorityId, browser_hash: &[u8], now: At) -> Option<SignInLinkRecord>;
    sign_in_links::show_sign_in_link(id: SignInLinkId, at: At) -> ();
    sign_in_links::count_sign_in_try(id: SignInLinkId, most: i32) -> bool;
    sign_in_links::use_sign_in_link(id: SignInLinkId, at: At) -> bool;
    sign_in_links::sign_in_links_to(email_index: &[u8], since: At) -> i64;
    sign_in_links::expire_sign_in_links(before: At) -> usize;

    signals::insert_signal(scope: &Scope, record: &SignalRecord, text: &SignalTextRecord) -> ();
    signals::update_signal(scope: &Scope, record: &SignalRecord) -> bool;
    signals::update_signal_text(scope: &Scope, text: &SignalTextRecord) -> ();
    signals::signal(scope: &Scope, id: SignalId) -> Option<SignalRecord>;
    signals::signals_by_ids(scope: &Scope, ids: &[SignalId]) -> Vec<SignalRecord>;
    signals::signals_by_keys(scope: &Scope, keys: &[SignalKey]) -> Vec<SignalRecord>;
    signals::signal_by_receipt(scope: &Scope, receipt_index: &[u8]) -> Option<SignalRecord>;
    signals::signal_by_client_key(scope: &Scope, key: IdempotencyKey) -> Option<SignalRecord>;
    signals::signals_of_provider(scope: &Scope, providers: &[ProviderRef], after: Option<(Day, SignalId)>, most: i64) -> Vec<SignalRecord>;
    signals::signal_text(scope: &Scope, key: SignalKey) -> Option<SignalTextRecord>;
    signals::signal_texts(scope: &Scope, keys: &[SignalKey]) -> Vec<SignalTextRecord>;
    signals::list_signals(scope: &Scope, query: &SignalQuery) -> Vec<(SignalRecord, Option<String>)>;
    signals::list_signal_ids(scope: &Scope, query: &SignalQuery) -> Vec<Key<SignalId>>;
    signals::count_signals(scope: &Scope, query: &SignalQuery, most: i64) -> i64;
    signals::tags_of(scope: &Scope, keys: &[SignalKey]) -> Vec<SignalTagRecord>;
    signals::put_tag(scope: &Scope, record: &SignalTagRecord) -> ();
    signals::put_proposal(scope: &Scope, record: &SignalTagRecord) -> ();
    signals::clear_provider_tags(scope: &Scope, key: SignalKey, scheme: Scheme) -> ();
    signals::delete_tags(scope: &Scope, key: SignalKey) -> ();
    signals::issues_of(scope: &Scope, keys: &[SignalKey]) -> Vec<IssueLinkRow>;
    signals::insert_signal_event(scope: &Scope, record: &SignalEventRecord) -> ();
    signals::signal_history(scope: &Scope, keys: &[SignalKey]) -> Vec<(SignalEventRecord, Option<String>)>;
    signals::insert_note(scope: &Scope, record: &NoteRecord) -> ();
    signals::insert_question(scope: &Scope, record: &QuestionRecord) -> ();
    signals::update_question(scope: &Scope, record: &QuestionRecord) -> ();
    signals::questions_of(scope: &Scope, key: SignalKey) -> Vec<QuestionRecord>;
    signals::question(scope: &Scope, id: QuestionId) -> Option<QuestionRecord>;
    signals::erase_signal_texts(scope: &Scope, key: SignalKey, at: At) -> ();
    signals::insert_disclosure(scope: &Scope, record: &DisclosureRecord) -> ();
    signals::disclosure(scope: &Scope, signal: SignalKey) -> Option<DisclosureRecord>;
    signals::delete_disclosure(scope: &Scope, signal: SignalKey) -> bool;
    signals::insert_contact(scope: &Scope, record: &ProviderContactRecord) -> ();
    signals::contact(scope: &Scope, id: uuid::Uuid) -> Option<ProviderContactRecord>;
    signals::delete_contact(scope: &Scope, id: uuid::Uuid) -> ();
    mail_pace::contacts_of_address(scope: &Scope, email_index: &[u8]) -> Vec<ProviderContactRecord>;
    mail_pace::update_contact(scope: &Scope, record: &ProviderContactRecord) -> ();
    mail_pace::signals_of_contacts(scope: &Scope, contacts: &[uuid::Uuid]) -> Vec<SignalRecord>;
    mail_pace::weekly_with_news(scope: &Scope, before: At) -> Vec<(Key<uuid::Uuid>, Vec<u8>)>;
    mail_pace::note_told(scope: &Scope, contacts: &[uuid::Uuid], until: At) -> ();
    mail_pace::addresses_told(scope: &Scope, until: At) -> Vec<Vec<u8>>;
    push::insert_push_subscription(scope: &Scope, record: &PushSubscriptionRecord) -> ();
    push::renew_push_subscription(scope: &Scope, id: uuid::Uuid, on: Day) -> ();
    push::push_subscription(scope: &Scope, id: uuid::Uuid) -> Option<PushSubscriptionRecord>;
    push::push_subscriptions(scope: &Scope, signals: &[SignalKey]) -> Vec<PushSubscriptionRecord>;
    push::delete_push_subscription(scope: &Scope, id: uuid::Uuid) -> ();
    push::delete_push_subscriptions(scope: &Scope, signal: SignalKey) -> ();
    push::expire_push_subscriptions(scope: &Scope, before: Day) -> usize;
    erasure::erasures_since(scope: &Scope, since: At) -> Vec<ErasureRecord>;
    erasure::insert_erasure(scope: &Scope, record: &ErasureRecord) -> ();
    signals::providers_of_sector(scope: &Scope, authority: AuthorityId, sector: &str, most: i64) -> i64;
    signals::shared_sectors(scope: &Scope, enough: i64) -> Vec<(Key<AuthorityId>, String)>;

    search::found_issues(scope: &Scope, query: &FoundQuery) -> Vec<IssueRecord>;
    search::count_found_issues(scope: &Scope, query: &FoundQuery, most: i64) -> i64;
    search::found_actions(scope: &Scope, query: &FoundQuery) -> Vec<FoundActionRow>;
    search::count_found_actions(scope: &Scope, query: &FoundQuery, most: i64) -> i64;
    search::found_feedback(scope: &Scope, query: &FoundQuery) -> Vec<FoundFeedbackRow>;
    search::count_found_feedback(scope: &Scope, query: &FoundQuery, most: i64) -> i64;
    search::newest_words_of_signals(scope: &Scope, most: i64) -> Vec<String>;
    search::newest_words_of_feedback(scope: &Scope, most: i64) -> Vec<String>;
    search::newest_words_of_issues(scope: &Scope, most: i64) -> Vec<String>;
    search::newest_words_of_actions(scope: &Scope, most: i64) -> Vec<String>;
    search::signals_with_old_words(scope: &Scope, most: i64) -> Vec<(SignalRecord, SignalTextRecord)>;
    search::renew_words_of_signal(scope: &Scope, text: &SignalTextRecord, before: &str) -> ();
    search::issues_with_old_words(scope: &Scope, most: i64) -> Vec<IssueRecord>;
    search::renew_words_of_issue(scope: &Scope, record: &IssueRecord) -> ();
    search::actions_with_old_words(scope: &Scope, most: i64) -> Vec<ActionRecord>;
    search::renew_words_of_action(scope: &Scope, record: &ActionRecord) -> ();
    search::feedback_with_old_words(scope: &Scope, most: i64) -> Vec<FeedbackTextRecord>;
    search::renew_words_of_feedback(scope: &Scope, record: &FeedbackTextRecord) -> ();

    summaries::language_model_of(scope: &Scope, authority: AuthorityId) -> Option<LanguageModelRecord>;
    summaries::put_language_model(scope: &Scope, record: &LanguageModelRecord) -> bool;
    summaries::summary_draft(scope: &Scope, issue: IssueKey) -> Option<SummaryDraftRecord>;
    summaries::put_summary_draft(scope: &Scope, record: &SummaryDraftRecord) -> ();
    summaries::delete_summary_draft(scope: &Scope, issue: IssueKey, version: i64) -> bool;

    priorities::priority_weights_of(scope: &Scope, authority: AuthorityId) -> Option<PriorityWeightsRecord>;
    priorities::put_priority_weights(scope: &Scope, record: &PriorityWeightsRecord) -> bool;
    priorities::issue_scores(scope: &Scope, issues: &[IssueKey]) -> Vec<IssueScoresRecord>;
    priorities::put_issue_scores(scope: &Scope, record: &IssueScoresRecord) -> ();
    priorities::delete_issue_scores(scope: &Scope, issue: IssueKey, member: MembershipId) -> bool;
    priorities::forget_issue_scores(scope: &Scope, issues: &[IssueKey]) -> ();
    priorities::opened_scores(scope: &Scope, issues: &[IssueKey]) -> Vec<Key<IssueKey>>;
    priorities::open_scores(scope: &Scope, record: &OpenedScoresRecord) -> ();

    published::accepted_signals(scope: &Scope, days: (Day, Day)) -> Vec<AcceptedRow>;
    published::published_month(scope: &Scope, month: Day) -> Option<PublishedMonthRecord>;
    published::put_published_month(scope: &Scope, record: &PublishedMonthRecord) -> ();
    published::published_months(scope: &Scope, most: i64) -> Vec<PublishedMonthRow>;
    published::set_page_languages(authority: AuthorityId, languages: Option<&[Language]>) -> ();

    trends::first_signal_on(scope: &Scope) -> Option<On>;
    trends::weekly_counts(scope: &Scope, since: Day) -> Vec<WeekRow>;
    trends::signals_of_trend(scope: &Scope, kind: TrendKind, code: &str, days: (Day, Day)) -> Vec<SignalRecord>;
    trends::trend_weeks(scope: &Scope) -> Vec<On>;
    trends::trends_between(scope: &Scope, weeks: (Day, Day)) -> Vec<TrendRecord>;
    trends::trend_series(scope: &Scope, series: TrendId, from: Day) -> Vec<TrendRecord>;
    trends::put_trends(scope: &Scope, weeks: &[On], records: &[TrendRecord]) -> ();
    trends::expire_trends(scope: &Scope, before: Day) -> usize;
    trends::trend_runs(scope: &Scope) -> Vec<TrendRunRecord>;
    trends::put_trend_run(scope: &Scope, record: &TrendRunRecord) -> ();
    saved_views::saved_views(scope: &Scope, members: &[MembershipId]) -> Vec<SavedViewRecord>;
    saved_views::insert_saved_view(scope: &Scope, record: &SavedViewRecord) -> ();
    saved_views::delete_saved_view(scope: &Scope, member: MembershipId, id: SavedViewId) -> bool;
    saved_views::delete_saved_views_of(scope: &Scope, member: MembershipId) -> ();
    trends::trend_subscriptions(scope: &Scope, members: Option<&[MembershipId]>) -> Vec<TrendSubscriptionRecord>;
    trends::insert_trend_subscription(scope: &Scope, record: &TrendSubscriptionRecord) -> ();
    trends::delete_trend_subscription(scope: &Scope, member: MembershipId, id: TrendSubscriptionId) -> bool;
    trends::delete_trend_subscriptions_of(scope: &Scope, member: MembershipId) -> ();
}
