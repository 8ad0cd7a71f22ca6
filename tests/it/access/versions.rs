//! Whoever changes something says which version was seen: otherwise one undoes what another one did.

use shared::codes::{ClosedList, Role};
use shared::problem::Problem;
use testkit::{Answer, TestApp};

use super::contract::operations;
use super::targets::Targets;

/// Writes without a version: they make something new, are one person's own, or happen once whatever else changed.
const WITHOUT_VERSION: [&str; 56] = [
    "acceptInvitation",
    "addPasskey",
    "answerQuestion",
    "askPasskey",
    "askSignInLink",
    "beginPasskey",
    "changeContact",
    "changeDisclosure",
    "changeMailPace",
    // Names the version of each signal.
    "changeSignals",
    "chooseMailPace",
    "compareSignals",
    "confirmSignIn",
    "createEntryLink",
    "createImport",
    "createIssue",
    "createOrganisation",
    "draftSummary",
    "endProviderLogin",
    "enrichSignal",
    "exportAuthority",
    "exportSignals",
    "followSignals",
    "inviteMember",
    "joinAsProvider",
    "openScores",
    "prioritiseIssues",
    "rateFeedback",
    "readInvitation",
    "recallSubmission",
    "refreshLogin",
    "refreshProviderLogin",
    "regroupSignals",
    "removePasskey",
    "removeSavedView",
    "resetSignIn",
    "revealDisclosure",
    "revealHeldText",
    "revokeEntryLink",
    "revokeInvitation",
    "saveView",
    "scoreIssue",
    "sendFeedback",
    "signIn",
    "signOut",
    "startImport",
    "submitSignal",
    "subscribePush",
    "subscribeTrends",
    "unsubscribePush",
    "unsubscribeTrends",
    "usePasskey",
    "useSignInLink",
    "wipeProviderLogin",
    "withdrawScores",
    "withdrawSignal",
];

#[tokio::test]
async fn every_change_asks_for_the_version_that_was_seen_and_refuses_an_old_one() {
    let app = TestApp::start().await;
    let targets = Targets::arrange(&app).await;
    let all = app.member("linde", Role::ALL).await;
    let mut without_version = Vec::new();
    for operation in operations() {
        if operation.method == "GET" {
            continue;
        }
        if WITHOUT_VERSION.contains(&operation.id.as_str()) {
            without_version.push(operation.id);
            continue;
        }
        let before = app.fingerprint();
        let blind = targets.call(&all, &operation).without("If-Match").await;
        is_refused(&operation.id, &blind, 428, "missingPrecondition");
        let stale = targets.call(&all, &operation).await;
        let problem = is_refused(&operation.id, &stale, 412, "staleVersion");
        assert!(
            problem.current_version.is_some(),
            "{} does not tell the version now",
            operation.id
        );
        let odd = targets.call(&all, &operation).header("If-Match", "*").await;
        assert!(
            [400, 422].contains(&odd.status),
            "{}: any version would do: {}",
            operation.id,
            odd.text()
        );
        assert_eq!(before, app.fingerprint(), "{} changed it", operation.id);
    }
    without_version.sort();
    assert_eq!(without_version, WITHOUT_VERSION);
}

fn is_refused(operation: &str, answer: &Answer, status: u16, kind: &str) -> Problem {
    assert_eq!(answer.status, status, "{operation}: {}", answer.text());
    answer.assert_problem(status, &format!("lokaalsignaal:{kind}"))
}
