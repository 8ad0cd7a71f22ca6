//! openapi.yaml is what the code says, and says enough.

use std::path::Path;

use serde::de::DeserializeOwned;
use serde_json::Value;
use shared::action::{ActionDraft, ActionStepDraft};
use shared::analysis::ComparisonDraft;
use shared::cluster::{ClusterAcceptance, ClusterMerge, ClusterSignals, ClusterUpdate};
use shared::entry_link::EntryLinkDraft;
use shared::feedback::ComposeDraft;
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
use shared::push::{PushDraft, Reach};
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
use shared::taxonomy::{DEFAULT, Taxonomy};
use shared::text::SignalText;
use shared::time::Day;
use shared::timeline::{ByReceipt, Empty, FollowDraft, RatingDraft};
use shared::trend::TrendSubscriptionDraft;

#[test]
fn the_committed_contract_is_what_the_code_says() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi.yaml");
    let committed = std::fs::read_to_string(file).unwrap_or_default();
    let said = api::document().to_yaml().unwrap();
    assert!(
        committed.trim_end() == said.trim_end(),
        "openapi.yaml is older than the code; renew it with `cargo xtask openapi`"
    );
}

#[test]
fn every_operation_has_a_name_a_summary_a_description_and_a_place() {
    let document = serde_json::to_value(api::document()).unwrap();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            for field in ["operationId", "summary", "description", "tags"] {
                assert!(
                    !operation[field].is_null(),
                    "{method} {path} has no {field}"
                );
            }
        }
    }
}

#[test]
fn no_schema_of_what_a_processor_reads_has_a_field_for_who_sent_it() {
    let document = serde_json::to_value(api::document()).unwrap();
    let fields = [
        "email",
        "providerRef",
        "provider",
        "receipt",
        "userId",
        "user",
        "entryLink",
        "deviceMark",
        "receivedAt",
        "ip",
    ];
    for schema in ["SignalSummary", "SignalDetail", "Feedback", "HeldSpan"] {
        let properties = document["components"]["schemas"][schema].to_string();
        assert_ne!(properties, "null", "{schema} stands not in the contract");
        for field in fields {
            assert!(
                !properties.contains(&format!("\"{field}\"")),
                "{schema}.{field}"
            );
        }
    }
}

/// Reads an example as its draft.
fn read<T: DeserializeOwned>(id: &str, example: &Value) -> T {
    serde_json::from_value(example.clone()).unwrap_or_else(|error| panic!("{id}: {error}"))
}

/// Fails unless the rules of the draft are kept.
#[track_caller]
fn keeps<T>(id: &str, parsed: Result<T, shared::problem::Invalid>) {
    if let Err(invalid) = parsed {
        panic!("{id}: {invalid}");
    }
}

/// Reads the example of an operation as the server would, up to its first look into the database.
fn check_example(id: &str, example: &Value) {
    let lists: Taxonomy = serde_json::from_str(DEFAULT).unwrap();
    let today: Day = "2026-11-28".parse().unwrap();
    match id {
        "submitSignal" => keeps(id, read::<SignalDraft>(id, example).parse(&lists)),
        "followSignals" => keeps(id, read::<FollowDraft>(id, example).parse()),
        "enrichSignal" => keeps(id, read::<ByReceipt<Chips>>(id, example).body.parse(&lists)),
        "changeContact" => keeps(
            id,
            read::<ByReceipt<ContactDraft>>(id, example).body.parse(),
        ),
        "changeDisclosure" => keeps(
            id,
            read::<ByReceipt<DisclosureDraft>>(id, example).body.parse(),
        ),
        "recallSubmission" => drop(read::<RecallDraft>(id, example)),
        "withdrawSignal" => drop(read::<ByReceipt<Empty>>(id, example)),
        "answerQuestion" => keeps(id, read::<ByReceipt<NoteDraft>>(id, example).body.parse()),
        "rateFeedback" => drop(read::<ByReceipt<RatingDraft>>(id, example)),
        "subscribePush" | "unsubscribePush" => {
            keeps(id, read::<PushDraft>(id, example).parse(Reach::Internet));
        }
        "changeMailPace" => keeps(id, read::<PaceDraft>(id, example).parse()),
        "chooseMailPace" => drop(read::<PaceByMailDraft>(id, example)),
        "tagSignal" => keeps(id, read::<TaggingDraft>(id, example).parse(&lists)),
        "changeSignals" => keeps(id, read::<SignalChangesDraft>(id, example).parse(&lists)),
        "exportSignals" => keeps(id, read::<SignalExportDraft>(id, example).parse()),
        "saveView" => keeps(id, read::<SavedViewDraft>(id, example).parse()),
        "subscribeTrends" => keeps(
            id,
            read::<TrendSubscriptionDraft>(id, example).parse(&lists),
        ),
        "compareSignals" => drop(read::<ComparisonDraft>(id, example)),
        "updateCluster" => keeps(id, read::<ClusterUpdate>(id, example).parse()),
        "splitCluster" | "addToCluster" | "removeFromCluster" => {
            keeps(id, read::<ClusterSignals>(id, example).parse());
        }
        "mergeClusters" => drop(read::<ClusterMerge>(id, example)),
        "acceptCluster" => keeps(id, read::<ClusterAcceptance>(id, example).parse()),
        "locateSignal" => keeps(
            id,
            read::<LocationDraft>(id, example).parse(&["Vaartwijk".to_owned()]),
        ),
        "linkSignal" => drop(read::<LinkDraft>(id, example)),
        "askQuestion" => keeps(id, read::<NoteDraft>(id, example).parse()),
        "redirectSignal" => {
            let draft: RedirectDraft = read(id, example);
            keeps(id, shared::issue::note("/address", &draft.address));
        }
        "endSignal" => match read(id, example) {
            EndDraft::NotStructural { note, .. } => keeps(id, shared::issue::note("/note", &note)),
            EndDraft::Duplicate { .. } => {}
        },
        "redactSignal" => {
            let draft: RedactDraft = read(id, example);
            assert!(SignalText::parse(&draft.text).is_ok(), "{id}");
        }
        "releaseSignal" => {
            let draft: ReleaseDraft = read(id, example);
            keeps(id, shared::issue::note("/note", &draft.note));
        }
        "createIssue" => keeps(id, read::<IssueDraft>(id, example).parse()),
        "describeIssue" => keeps(id, read::<DescribeDraft>(id, example).parse(&lists)),
        "recogniseIssue" => keeps(id, read::<RecognitionDraft>(id, example).parse()),
        "dismissIssue" => keeps(id, read::<DismissDraft>(id, example).parse()),
        "parkIssue" => keeps(id, read::<ParkDraft>(id, example).parse(today)),
        "prioritiseIssue" => keeps(id, read::<PrioritiseDraft>(id, example).parse()),
        "scoreIssue" => keeps(id, read::<PrioritiseDraft>(id, example).parse()),
        "changePriorityWeights" => {
            use shared::codes::WorkMode::{Continuous, Rounds};
            keeps(id, read::<WeightsDraft>(id, example).parse(Continuous));
            keeps(id, read::<WeightsDraft>(id, example).parse(Rounds));
        }
        "openScores" => keeps(id, read::<OpenScoresDraft>(id, example).parse()),
        "prioritiseIssues" => keeps(id, read::<OrderDraft>(id, example).parse()),
        "decideIssue" => keeps(id, read::<DecisionDraft>(id, example).parse()),
        "recordEscalationAnswer" => keeps(id, read::<EscalationAnswerDraft>(id, example).parse()),
        "assignOwner" => keeps(id, read::<OwnerDraft>(id, example).parse()),
        "stallIssue" => keeps(id, read::<StallDraft>(id, example).parse()),
        "resolveIssue" => keeps(id, read::<ResolveDraft>(id, example).parse()),
        "reopenIssue" => keeps(id, read::<ReopenDraft>(id, example).parse()),
        "mergeIssues" => drop(read::<MergeDraft>(id, example)),
        "splitIssue" => keeps(id, read::<SplitDraft>(id, example).parse()),
        "planAction" | "changeAction" => keeps(id, read::<ActionDraft>(id, example).parse()),
        "moveAction" => keeps(id, read::<ActionStepDraft>(id, example).parse()),
        "composeFeedback" => keeps(id, read::<ComposeDraft>(id, example).parse()),
        "sendFeedback" | "resetSignIn" => drop(read::<Empty>(id, example)),
        "createOrganisation" => keeps(id, read::<OrganisationDraft>(id, example).parse(&lists)),
        "inviteMember" => keeps(id, read::<InvitationDraft>(id, example).parse()),
        "changeLanguageModel" => drop(read::<LanguageModelChoice>(id, example)),
        "changeProfessions" => keeps(id, read::<ProfessionsDraft>(id, example).parse()),
        "changeRoles" => keeps(id, read::<RolesDraft>(id, example).parse()),
        "createEntryLink" => keeps(id, read::<EntryLinkDraft>(id, example).parse(&lists)),
        "startImport" => drop(read::<ImportMapping>(id, example)),
        "signIn" => drop(read::<SignInDraft>(id, example)),
        "askSignInLink" => keeps(id, read::<SignInLinkDraft>(id, example).parse()),
        "useSignInLink" => drop(read::<SignInToken>(id, example)),
        "confirmSignIn" => drop(read::<SignInDigits>(id, example)),
        "askPasskey" | "beginPasskey" => drop(read::<Empty>(id, example)),
        "usePasskey" => drop(read::<PasskeyAnswer>(id, example)),
        "addPasskey" => keeps(id, read::<PasskeyDraft>(id, example).parse()),
        "joinAsProvider" => drop(read::<OneTimeCode>(id, example)),
        "readInvitation" => drop(read::<OneTimeCode>(id, example)),
        "acceptInvitation" => drop(read::<AcceptInvitationDraft>(id, example)),
        _ => panic!("{id}: say here how its example is read"),
    }
}

#[test]
fn the_example_of_every_body_can_be_sent_as_it_stands() {
    let document = serde_json::to_value(api::document()).unwrap();
    let mut examples = 0;
    for methods in document["paths"].as_object().unwrap().values() {
        for operation in methods.as_object().unwrap().values() {
            let id = operation["operationId"].as_str().unwrap();
            let content = &operation["requestBody"]["content"];
            if content.is_null() || id == "createImport" {
                // A file is its own example.
                continue;
            }
            let example = &content["application/json"]["example"];
            assert!(!example.is_null(), "{id} has a body and no example");
            check_example(id, example);
            examples += 1;
        }
    }
    assert!(examples > 35, "{examples} examples");
}

#[test]
fn a_refusal_that_can_be_waited_out_says_how_long() {
    let document = serde_json::to_value(api::document()).unwrap();
    let signals = &document["paths"]["/api/v1/signals"]["post"]["responses"];
    for status in ["409", "429", "503"] {
        assert!(
            !signals[status]["headers"]["Retry-After"].is_null(),
            "{status}"
        );
    }
    for header in ["Location", "ETag"] {
        assert!(!signals["201"]["headers"][header].is_null(), "{header}");
    }
}
