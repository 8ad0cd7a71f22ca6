//! The policy table: one line per operation of openapi.yaml and per job. There is no other place that says who may
//! do what (product.md, roles and rights).

use shared::codes::Role;

/// Something that somebody may or may not do.
pub trait Operation: Send + Sync + 'static {
    /// Its name: operationId, workflow function, audit entry.
    const NAME: &'static str;
    /// Who may.
    const ACCESS: Access;
    /// Whether it writes, and so needs exactly one authority.
    const EFFECT: Effect;
}

/// Who may do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everybody, without any proof.
    Public,
    /// Who holds an entry link, or a member of the authority who works there.
    EntryLink,
    /// Who holds a follow-up code; the code names the one signal.
    Receipt,
    /// Who signed in, about themselves.
    Login,
    /// Members with one of these roles.
    Roles(&'static [Role]),
    /// Only the system's own jobs.
    System,
}

/// Whether something writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It reads the authorities in which the role is held.
    Reads,
    /// It writes one authority.
    Writes,
}

/// One line of the table, for tests, documentation and menus.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The operation.
    pub name: &'static str,
    /// Who may.
    pub access: Access,
    /// Whether it writes.
    pub effect: Effect,
}

/// Who works in an authority; any of them may notice something and send a signal.
pub(crate) const EVERYBODY: &[Role] = &[
    Role::Provider,
    Role::Processor,
    Role::LeadProcessor,
    Role::PolicyOfficer,
    Role::Administrator,
];
/// What a provider does to sign in, or with a link in a mail, and nobody knows who it is.
pub(crate) const PROVIDERS_DOORS: &[&str] = &[
    "chooseMailPace",
    "askSignInLink",
    "useSignInLink",
    "confirmSignIn",
    "refreshProviderLogin",
    "endProviderLogin",
    "askPasskey",
    "usePasskey",
    "joinAsProvider",
];

/// What somebody does with her own passkeys: in the log she is a provider, as at the door (decisions.md 10).
pub(crate) const PROVIDERS_OWN: &[&str] = &["beginPasskey", "addPasskey", "removePasskey"];
const READERS: &[Role] = &[Role::Processor, Role::LeadProcessor];
const LEAD: &[Role] = &[Role::LeadProcessor];
const DECIDERS: &[Role] = &[Role::LeadProcessor, Role::PolicyOfficer];
const WORKERS: &[Role] = &[Role::Processor, Role::LeadProcessor, Role::PolicyOfficer];
const ADMINISTRATOR: &[Role] = &[Role::Administrator];
const DOORKEEPERS: &[Role] = &[Role::LeadProcessor, Role::Administrator];
const STAFF: &[Role] = &[
    Role::Processor,
    Role::LeadProcessor,
    Role::PolicyOfficer,
    Role::Administrator,
];
const REGISTRARS: &[Role] = &[Role::Processor, Role::LeadProcessor, Role::Administrator];

macro_rules! operations {
    ($($name:ident $operation:literal: $access:expr, $effect:ident;)*) => {
        $(
            #[doc = concat!("`", $operation, "`")]
            #[derive(Debug, Clone, Copy)]
            pub enum $name {}

            impl Operation for $name {
                const NAME: &'static str = $operation;
                const ACCESS: Access = $access;
                const EFFECT: Effect = Effect::$effect;
            }
        )*

        /// The whole table.
        pub const TABLE: &[Row] = &[$(
            Row { name: $operation, access: $access, effect: Effect::$effect },
        )*];
    };
}

operations! {
    // Everybody.
    GetHealth "getHealth": Access::Public, Reads;
    GetMeta "getMeta": Access::Public, Reads;
    GetAuthority "getAuthority": Access::Public, Reads;
    GetTaxonomy "getTaxonomy": Access::Public, Reads;
    ListPublishedIssues "listPublishedIssues": Access::Public, Reads;
    SignIn "signIn": Access::Public, Writes;
    RefreshLogin "refreshLogin": Access::Public, Writes;
    SignOut "signOut": Access::Public, Writes;
    AskSignInLink "askSignInLink": Access::Public, Writes;
    UseSignInLink "useSignInLink": Access::Public, Writes;
    ConfirmSignIn "confirmSignIn": Access::Public, Writes;
    RefreshProviderLogin "refreshProviderLogin": Access::Public, Writes;
    EndProviderLogin "endProviderLogin": Access::Public, Writes;
    ChooseMailPace "chooseMailPace": Access::Public, Writes;
    AskPasskey "askPasskey": Access::Public, Writes;
    UsePasskey "usePasskey": Access::Public, Writes;
    JoinAsProvider "joinAsProvider": Access::Public, Writes;
    ReadInvitation "readInvitation": Access::Public, Reads;
    AcceptInvitation "acceptInvitation": Access::Public, Writes;

    // Providers.
    SubmitSignal "submitSignal": Access::EntryLink, Writes;
    RecallSubmission "recallSubmission": Access::EntryLink, Writes;
    FollowSignals "followSignals": Access::Receipt, Writes;
    EnrichSignal "enrichSignal": Access::Receipt, Writes;
    ChangeContact "changeContact": Access::Receipt, Writes;
    ChangeDisclosure "changeDisclosure": Access::Receipt, Writes;
    WithdrawSignal "withdrawSignal": Access::Receipt, Writes;
    AnswerQuestion "answerQuestion": Access::Receipt, Writes;
    RateFeedback "rateFeedback": Access::Receipt, Writes;
    SubscribePush "subscribePush": Access::Receipt, Writes;
    UnsubscribePush "unsubscribePush": Access::Receipt, Writes;
    ChangeMailPace "changeMailPace": Access::Receipt, Writes;
    ListMySignals "listMySignals": Access::Roles(EVERYBODY), Reads;
    ListMyPasskeys "listMyPasskeys": Access::Roles(EVERYBODY), Reads;
    BeginPasskey "beginPasskey": Access::Roles(EVERYBODY), Writes;
    AddPasskey "addPasskey": Access::Roles(EVERYBODY), Writes;
    RemovePasskey "removePasskey": Access::Roles(EVERYBODY), Writes;

    // Anybody who signed in.
    GetMe "getMe": Access::Login, Reads;
    ListProviderLogins "listProviderLogins": Access::Login, Reads;
    WipeProviderLogin "wipeProviderLogin": Access::Login, Writes;
    GetStart "getStart": Access::Roles(EVERYBODY), Reads;

    // Signals: their text is for processors only.
    ListSignals "listSignals": Access::Roles(READERS), Reads;
    ListSignalIds "listSignalIds": Access::Roles(READERS), Reads;
    ChangeSignals "changeSignals": Access::Roles(READERS), Writes;
    ExportSignals "exportSignals": Access::Roles(READERS), Writes;
    ListSavedViews "listSavedViews": Access::Roles(READERS), Reads;
    SaveView "saveView": Access::Roles(READERS), Writes;
    RemoveSavedView "removeSavedView": Access::Roles(READERS), Writes;
    GetSignal "getSignal": Access::Roles(READERS), Reads;
    ListSimilarSignals "listSimilarSignals": Access::Roles(READERS), Reads;
    CompareSignals "compareSignals": Access::Roles(READERS), Writes;
    GetSummary "getSummary": Access::Roles(READERS), Reads;
    DraftSummary "draftSummary": Access::Roles(READERS), Writes;
    ApproveSummary "approveSummary": Access::Roles(READERS), Writes;
    DiscardSummary "discardSummary": Access::Roles(READERS), Writes;
    ListClusters "listClusters": Access::Roles(READERS), Reads;
    GetCluster "getCluster": Access::Roles(READERS), Reads;
    UpdateCluster "updateCluster": Access::Roles(READERS), Writes;
    SplitCluster "splitCluster": Access::Roles(READERS), Writes;
    MergeClusters "mergeClusters": Access::Roles(READERS), Writes;
    AddToCluster "addToCluster": Access::Roles(READERS), Writes;
    RemoveFromCluster "removeFromCluster": Access::Roles(READERS), Writes;
    AcceptCluster "acceptCluster": Access::Roles(READERS), Writes;
    RegroupSignals "regroupSignals": Access::Roles(READERS), Writes;
    GetLanguageModel "getLanguageModel": Access::Roles(ADMINISTRATOR), Reads;
    GetSuggestionRecord "getSuggestionRecord": Access::Roles(STAFF), Reads;
    TagSignal "tagSignal": Access::Roles(READERS), Writes;
    LocateSignal "locateSignal": Access::Roles(READERS), Writes;
    LinkSignal "linkSignal": Access::Roles(READERS), Writes;
    UnlinkSignal "unlinkSignal": Access::Roles(READERS), Writes;
    AskQuestion "askQuestion": Access::Roles(READERS), Writes;
    CancelQuestion "cancelQuestion": Access::Roles(READERS), Writes;
    RedirectSignal "redirectSignal": Access::Roles(READERS), Writes;
    EndSignal "endSignal": Access::Roles(READERS), Writes;
    ReconsiderSignal "reconsiderSignal": Access::Roles(READERS), Writes;
    RevealHeldText "revealHeldText": Access::Roles(READERS), Writes;
    RevealDisclosure "revealDisclosure": Access::Roles(READERS), Writes;
    RedactSignal "redactSignal": Access::Roles(READERS), Writes;
    ReleaseSignal "releaseSignal": Access::Roles(READERS), Writes;

    // Issues: neutral words, so policy officers read them too.
    ListIssues "listIssues": Access::Roles(WORKERS), Reads;
    GetIssue "getIssue": Access::Roles(WORKERS), Reads;
    CreateIssue "createIssue": Access::Roles(READERS), Writes;
    DescribeIssue "describeIssue": Access::Roles(READERS), Writes;
    RecogniseIssue "recogniseIssue": Access::Roles(READERS), Writes;
    WithdrawRecognition "withdrawRecognition": Access::Roles(READERS), Writes;
    AnalyseIssue "analyseIssue": Access::Roles(READERS), Writes;
    ValidateIssue "validateIssue": Access::Roles(LEAD), Writes;
    PublishIssue "publishIssue": Access::Roles(LEAD), Writes;
    UnpublishIssue "unpublishIssue": Access::Roles(LEAD), Writes;
    DismissIssue "dismissIssue": Access::Roles(READERS), Writes;
    ParkIssue "parkIssue": Access::Roles(READERS), Writes;
    UnparkIssue "unparkIssue": Access::Roles(READERS), Writes;
    PrioritiseIssue "prioritiseIssue": Access::Roles(LEAD), Writes;
    ListPriorities "listPriorities": Access::Roles(WORKERS), Reads;
    GetPriorityWeights "getPriorityWeights": Access::Roles(STAFF), Reads;
    ChangePriorityWeights "changePriorityWeights": Access::Roles(DOORKEEPERS), Writes;
    ScoreIssue "scoreIssue": Access::Roles(WORKERS), Writes;
    WithdrawScores "withdrawScores": Access::Roles(WORKERS), Writes;
    OpenScores "openScores": Access::Roles(LEAD), Writes;
    PrioritiseIssues "prioritiseIssues": Access::Roles(LEAD), Writes;
    DecideIssue "decideIssue": Access::Roles(DECIDERS), Writes;
    SendEscalation "sendEscalation": Access::Roles(DECIDERS), Writes;
    RecordEscalationAnswer "recordEscalationAnswer": Access::Roles(DECIDERS), Writes;
    AssignOwner "assignOwner": Access::Roles(DECIDERS), Writes;
    StartIssue "startIssue": Access::Roles(WORKERS), Writes;
    StallIssue "stallIssue": Access::Roles(WORKERS), Writes;
    ResumeIssue "resumeIssue": Access::Roles(WORKERS), Writes;
    ResolveIssue "resolveIssue": Access::Roles(WORKERS), Writes;
    CloseIssue "closeIssue": Access::Roles(LEAD), Writes;
    ReopenIssue "reopenIssue": Access::Roles(READERS), Writes;
    ReconsiderIssue "reconsiderIssue": Access::Roles(LEAD), Writes;
    MergeIssues "mergeIssues": Access::Roles(READERS), Writes;
    SplitIssue "splitIssue": Access::Roles(READERS), Writes;
    UndoLineage "undoLineage": Access::Roles(READERS), Writes;

    // What rises. Counts: who may see which is decided by role (workflow::trends).
    ListTrends "listTrends": Access::Roles(STAFF), Reads;
    GetTrend "getTrend": Access::Roles(STAFF), Reads;
    ListTrendSubscriptions "listTrendSubscriptions": Access::Roles(STAFF), Reads;
    SubscribeTrends "subscribeTrends": Access::Roles(STAFF), Writes;
    UnsubscribeTrends "unsubscribeTrends": Access::Roles(STAFF), Writes;

    // What came of it all. Counts: who may see which is decided by role (analysis::indicators).
    GetIndicators "getIndicators": Access::Roles(STAFF), Reads;

    // Actions.
    ListActions "listActions": Access::Roles(WORKERS), Reads;
    PlanAction "planAction": Access::Roles(WORKERS), Writes;
    ChangeAction "changeAction": Access::Roles(WORKERS), Writes;
    MoveAction "moveAction": Access::Roles(WORKERS), Writes;

    // Feedback.
    ListFeedback "listFeedback": Access::Roles(READERS), Reads;
    ComposeFeedback "composeFeedback": Access::Roles(READERS), Writes;
    SendFeedback "sendFeedback": Access::Roles(READERS), Writes;

    // Everything that is found by its words, each kind for who may list it (workflow::search).
    Search "search": Access::Roles(WORKERS), Reads;

    // Organisations, people, links.
    ListOrganisations "listOrganisations": Access::Roles(STAFF), Reads;
    CreateOrganisation "createOrganisation": Access::Roles(REGISTRARS), Writes;
    ListMembers "listMembers": Access::Roles(ADMINISTRATOR), Reads;
    ListInvitations "listInvitations": Access::Roles(ADMINISTRATOR), Reads;
    InviteMember "inviteMember": Access::Roles(ADMINISTRATOR), Writes;
    RevokeInvitation "revokeInvitation": Access::Roles(ADMINISTRATOR), Writes;
    ChangeRoles "changeRoles": Access::Roles(ADMINISTRATOR), Writes;
    ResetSignIn "resetSignIn": Access::Roles(ADMINISTRATOR), Writes;
    EndMembership "endMembership": Access::Roles(ADMINISTRATOR), Writes;
    ChangeLanguageModel "changeLanguageModel": Access::Roles(ADMINISTRATOR), Writes;
    ChangeProfessions "changeProfessions": Access::Roles(ADMINISTRATOR), Writes;
    ListEntryLinks "listEntryLinks": Access::Roles(DOORKEEPERS), Reads;
    CreateEntryLink "createEntryLink": Access::Roles(DOORKEEPERS), Writes;
    RevokeEntryLink "revokeEntryLink": Access::Roles(DOORKEEPERS), Writes;
    GetEntryLinkQr "getEntryLinkQr": Access::Roles(DOORKEEPERS), Reads;

    // Files.
    CreateImport "createImport": Access::Roles(READERS), Writes;
    GetImport "getImport": Access::Roles(READERS), Reads;
    StartImport "startImport": Access::Roles(READERS), Writes;
    ExportAuthority "exportAuthority": Access::Roles(LEAD), Writes;

    // The log: an administrator reads who did what, never a text.
    ListAuditEntries "listAuditEntries": Access::Roles(DOORKEEPERS), Reads;

    // The system's own work.
    RunJob "runJob": Access::System, Writes;
    SetUp "setUp": Access::System, Writes;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operation_stands_in_the_table_once() {
        let mut names: Vec<&str> = TABLE.iter().map(|row| row.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), TABLE.len());
    }

    #[test]
    fn an_administrator_reads_no_signal() {
        let reads_text = [
            "listSignals",
            "getSignal",
            "listSimilarSignals",
            "revealHeldText",
            "createImport",
            "exportAuthority",
        ];
        for row in TABLE.iter().filter(|row| reads_text.contains(&row.name)) {
            let Access::Roles(roles) = row.access else {
                panic!("{} is open", row.name)
            };
            assert!(!roles.contains(&Role::Administrator), "{}", row.name);
            assert!(!roles.contains(&Role::PolicyOfficer), "{}", row.name);
        }
    }

    #[test]
    fn only_a_lead_processor_validates_and_closes() {
        for name in ["validateIssue", "closeIssue"] {
            let row = TABLE.iter().find(|row| row.name == name).unwrap();
            assert_eq!(row.access, Access::Roles(&[Role::LeadProcessor]));
        }
    }
}
