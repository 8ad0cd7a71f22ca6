//! Who may do what: every operation of the contract, asked by everybody who might not (architecture.md §5).

use std::collections::BTreeMap;

use policy::{Access, Row, TABLE};
use serde_json::{Value, json};
use shared::codes::Role;
use shared::entry_link::{EntryLink, EntryLinkDraft};
use shared::import::Import;
use shared::issue::IssueDetail;
use shared::lineage::SplitDraft;
use shared::person::{Invitation, InvitationDraft};
use shared::question::NoteDraft;
use shared::signal::SignalDetail;
use testkit::{Answer, Asks, Call, Staff, TestApp};

/// Stands in a text of `linde`; nobody who is refused may see it.
const CANARY: &str = "kanariepiet";

/// Roles that a person can have here.
const ROLES: [Role; 5] = [
    Role::Provider,
    Role::Processor,
    Role::LeadProcessor,
    Role::PolicyOfficer,
    Role::Administrator,
];

/// One operation of openapi.yaml.
struct Described {
    id: String,
    method: String,
    path: String,
    has_body: bool,
}

#[test]
fn every_operation_has_a_line_in_the_policy_table_and_every_line_an_operation() {
    let described: Vec<String> = operations()
        .into_iter()
        .map(|operation| operation.id)
        .collect();
    let without_line: Vec<&String> = described
        .iter()
        .filter(|id| !TABLE.iter().any(|row| row.name == *id))
        .collect();
    let without_operation: Vec<&str> = TABLE
        .iter()
        .filter(|row| row.access != Access::System)
        .map(|row| row.name)
        .filter(|name| !described.iter().any(|id| id == name))
        .collect();
    assert!(
        without_line.is_empty(),
        "no line in the policy table: {without_line:?}"
    );
    assert!(
        without_operation.is_empty(),
        "no operation in the contract: {without_operation:?}"
    );
}

#[tokio::test]
async fn every_operation_refuses_whoever_the_policy_table_does_not_name() {
    let app = TestApp::start().await;
    let targets = Targets::arrange(&app).await;
    let stranger = Strangers::arrange(&app).await;
    let mut asked = 0;
    for operation in operations() {
        let row = row(&operation.id);
        let before = app.fingerprint();
        for (who, answer) in stranger.ask(&operation, row, &targets).await {
            asked += 1;
            answer.check(&format!("{} by {who}", operation.id));
        }
        assert_eq!(
            before,
            app.fingerprint(),
            "{} changed its target",
            operation.id
        );
        for answer in stranger.ask_as_allowed(&operation, row, &targets).await {
            asked += 1;
            let refused = [401, 403].contains(&answer.status);
            assert!(
                !refused,
                "{} refused who may: {}",
                operation.id,
                answer.text()
            );
            assert!(answer.status < 500, "{}: {}", operation.id, answer.text());
        }
    }
    assert!(asked > 500, "only {asked} requests");
    println!("{asked} requests");
}

fn operations() -> Vec<Described> {
    let document = serde_json::to_value(api::document()).unwrap();
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let Some(id) = operation["operationId"].as_str() else {
                continue;
            };
            operations.push(Described {
                id: id.to_owned(),
                method: method.to_uppercase(),
                path: path.trim_start_matches("/api/v1").to_owned(),
                has_body: operation.get("requestBody").is_some(),
            });
        }
    }
    operations
}

fn row(operation: &str) -> &'static Row {
    TABLE
        .iter()
        .find(|row| row.name == operation)
        .unwrap_or_else(|| panic!("{operation} stands not in the policy table"))
}

/// Things of `linde` that requests name.
struct Targets {
    ids: BTreeMap<&'static str, String>,
    receipt: String,
    organisation: String,
    other_signal: String,
    day: String,
}

impl Targets {
    async fn arrange(app: &TestApp) -> Self {
        let provider = app.provider("linde");
        let (processor, lead) = (
            app.processor("linde").await,
            app.lead_processor("linde").await,
        );
        let administrator = app.administrator("linde").await;
        let member = app.processor("linde").await;
        let asked = provider
            .submits(&format!("De {CANARY} wacht op een woning"))
            .await;
        let other = provider
            .submits("Nog een signaal over wachten op een woning")
            .await;
        let third = provider
            .submits("Een derde signaal over wachten op een woning")
            .await;
        let version = processor.signal(asked.id).await.summary.version;
        let question = NoteDraft {
            text: "In welke wijk?".to_owned(),
        };
        let detail: SignalDetail = processor
            .ask_question(asked.id, version, &question)
            .await
            .ok();
        let issue = lead
            .opens_issue("Wachten op een woning", &[other.id, third.id])
            .await;
        let split = SplitDraft {
            title: "Wachten in de andere wijk".to_owned(),
            signals: vec![third.id],
        };
        lead.split_issue(issue.summary.id, issue.summary.version, &split)
            .await
            .created::<IssueDetail>();
        lead.validates(&issue).await;
        lead.decides(&issue, shared::codes::Decision::Act).await;
        let now = lead.issue(&issue).await;
        let organisation = app.organisations("linde")[0].to_string();
        let day = app.today().plus_days(30).to_string();
        let action: shared::action::Action = lead
            .plan_action(
                issue.summary.id,
                now.summary.version,
                &shared::action::ActionDraft {
                    title: "Loket".to_owned(),
                    owner: organisation.clone(),
                    owner_member: None,
                    due_on: day.clone(),
                },
            )
            .await
            .created();
        let batch = lead.feedback_queue().await[0].id.clone();
        let feedback = lead.signal(other.id).await.feedback[0].id;
        let import: Import = processor
            .create_import(
                "text/csv",
                b"Wat merk je?\nWachten op een woning in de wijk\n",
            )
            .await
            .created();
        let invitation: Invitation = administrator
            .invite_member(&InvitationDraft {
                name: "Mia Peeters".to_owned(),
                email: "mia@linde.test".to_owned(),
                roles: vec![Role::Processor],
                ..InvitationDraft::default()
            })
            .await
            .created();
        let link: EntryLink = administrator
            .create_entry_link(&EntryLinkDraft {
                name: "Markt".to_owned(),
                ..EntryLinkDraft::default()
            })
            .await
            .created();
        let lineage = lead.issue(&issue).await.lineage[0].id;
        let ids = [
            ("slug", "linde".to_owned()),
            ("signalId", asked.id.to_string()),
            ("issueId", issue.summary.id.to_string()),
            ("questionId", detail.questions[0].id.to_string()),
            ("organisationId", organisation.clone()),
            ("lineageId", lineage.to_string()),
            ("actionId", action.id.to_string()),
            ("batchId", batch),
            ("feedbackId", feedback.to_string()),
            ("importId", import.id.to_string()),
            ("invitationId", invitation.id.to_string()),
            ("membershipId", member.memberships[0].to_string()),
            ("entryLinkId", link.id.to_string()),
        ];
        Self {
            ids: ids.into(),
            receipt: asked.receipt,
            organisation,
            other_signal: third.id.to_string(),
            day,
        }
    }

    /// The request as somebody who may would send it, but for the version: nobody has seen that one.
    fn call(&self, who: &dyn Asks, operation: &Described) -> Call {
        let mut path = operation.path.clone();
        for (name, value) in &self.ids {
            path = path.replace(&format!("{{{name}}}"), value);
        }
        assert!(
            !path.contains('{'),
            "{}: no target for {path}",
            operation.id
        );
        let call = who.call(&operation.method, &path).expecting(999_999);
        if operation.id == "createImport" {
            return call.bytes(
                "text/csv",
                "Wat merk je?\nWachten op een woning in de wijk\n",
            );
        }
        match self.body(&operation.id) {
            Some(body) => call.json(&body),
            None if operation.has_body => panic!("{}: write a body for it here", operation.id),
            None => call,
        }
    }

    fn body(&self, operation: &str) -> Option<Value> {
        let by_receipt = |body: Value| json!({ "receipt": self.receipt, "body": body });
        let text = "Gezinnen wachten maanden op een woning in de wijk";
        let tag = json!({ "scheme": "tag", "code": "social-housing" });
        let body = match operation {
            "submitSignal" => json!({ "text": text }),
            "recallSubmission" => json!({ "key": "01934f6e-8a3b-7c21-9d4e-5f60718293a4" }),
            "followSignals" => json!({ "receipts": [self.receipt] }),
            "enrichSignal" => by_receipt(json!({ "frequency": "weekly" })),
            "changeContact" => by_receipt(json!({ "choice": "code" })),
            "withdrawSignal" => by_receipt(json!({})),
            "answerQuestion" => by_receipt(json!({ "text": "In de Vaartwijk" })),
            "rateFeedback" => by_receipt(json!({ "useful": true })),
            "tagSignal" => json!({ "confirm": [tag], "reject": [] }),
            "linkSignal" => json!({ "issue": self.ids["issueId"] }),
            "askQuestion" => json!({ "text": "Sinds wanneer?" }),
            "redirectSignal" => json!({ "reason": "complaint", "address": "Klachtendienst" }),
            "endSignal" => {
                json!({ "as": "notStructural", "reason": "opinion", "note": "Een mening." })
            }
            "redactSignal" => json!({ "text": text }),
            "releaseSignal" => json!({ "note": "Vals alarm." }),
            "createIssue" => json!({ "title": "Wachten", "signals": [self.other_signal] }),
            "describeIssue" => json!({ "title": "Wachten op een woning" }),
            "recogniseIssue" => json!({ "organisation": self.organisation }),
            "dismissIssue" => json!({ "reason": "notRecognised", "note": "Niemand herkent dit." }),
            "parkIssue" => json!({ "reason": "noCapacity", "reviewOn": self.day }),
            "prioritiseIssue" => json!({ "scores": [{ "criterion": "reach", "score": 3 }] }),
            "decideIssue" => json!({ "decision": "act", "motivation": text }),
            "recordEscalationAnswer" => json!({ "answer": "accept", "motivation": text }),
            "assignOwner" => json!({ "organisation": self.organisation }),
            "stallIssue" => json!({ "reason": "noBudget", "note": "Geen geld." }),
            "resolveIssue" => json!({ "outcome": "solved", "evidence": "Het is opgelost." }),
            "reopenIssue" => json!({ "signals": [self.other_signal], "note": "Het komt terug." }),
            "mergeIssues" => json!({ "from": self.ids["issueId"] }),
            "splitIssue" => json!({ "title": "Wachten elders", "signals": [self.other_signal] }),
            "planAction" | "changeAction" => {
                json!({ "title": "Loket", "owner": self.organisation, "dueOn": self.day })
            }
            "moveAction" => json!({ "event": "start" }),
            "composeFeedback" => json!({ "text": "We bekijken dit samen met de wijk." }),
            "createOrganisation" => json!({ "name": "Wijkhuis", "sector": "community-work" }),
            "inviteMember" => {
                json!({ "name": "Jan Claes", "email": "jan@linde.test", "roles": ["processor"] })
            }
            "changeRoles" => json!({ "roles": ["processor"] }),
            "createEntryLink" => json!({ "name": "Wijkteam Oude Haven" }),
            "startImport" => json!({ "columns": { "0": "text" } }),
            "signIn" => {
                json!({ "email": "a@linde.test", "password": "onbekend", "totp": "000000" })
            }
            "readInvitation" => json!({ "code": "AAAAAAAAAAAAAAAAAAAAAA" }),
            "acceptInvitation" => {
                json!({ "code": "AAAAAAAAAAAAAAAAAAAAAA", "password": "een-lang-genoeg-woord", "totp": "000000" })
            }
            "cancelQuestion" | "reconsiderSignal" | "revealHeldText" | "analyseIssue"
            | "validateIssue" | "unparkIssue" | "sendEscalation" | "startIssue" | "resumeIssue"
            | "closeIssue" | "reconsiderIssue" | "undoLineage" | "sendFeedback" | "signOut"
            | "refreshLogin" | "exportAuthority" => json!({}),
            _ => return None,
        };
        Some(body)
    }
}

/// Everybody who asks.
struct Strangers {
    app: TestApp,
    expired: String,
    of_linde: Vec<(Role, Staff)>,
    of_heidebeek: Vec<(Role, Staff)>,
}

/// An answer, and what it had to be.
struct Expected {
    answer: Answer,
    status: &'static [u16],
    kind: &'static str,
}

impl Expected {
    fn check(&self, what: &str) {
        let status = self.answer.status;
        let text = self.answer.text();
        assert!(
            self.status.contains(&status),
            "{what}: {status}, not {:?}\n{text}",
            self.status
        );
        assert!(
            text.contains(self.kind),
            "{what}: not {}\n{text}",
            self.kind
        );
        assert!(!text.contains(CANARY), "{what} leaked a text");
    }
}

impl Strangers {
    async fn arrange(app: &TestApp) -> Self {
        let (mut of_linde, mut of_heidebeek) = (Vec::new(), Vec::new());
        for role in ROLES {
            of_linde.push((role, app.member("linde", &[role]).await));
            of_heidebeek.push((role, app.member("heidebeek", &[role]).await));
        }
        let expired = of_linde[2].1.access_token();
        app.advance(chrono::Duration::minutes(20));
        Self {
            app: app.clone(),
            expired,
            of_linde,
            of_heidebeek,
        }
    }

    /// Everybody who must be refused, with how.
    async fn ask(
        &self,
        operation: &Described,
        row: &Row,
        targets: &Targets,
    ) -> Vec<(String, Expected)> {
        let mut answers = Vec::new();
        let anyone = self.app.anyone();
        let bare = || targets.call(&anyone, operation).about("linde");
        let mut expect = |who: String, answer, status, kind| {
            answers.push((
                who,
                Expected {
                    answer,
                    status,
                    kind,
                },
            ));
        };
        if row.access == Access::Public {
            return answers;
        }
        expect(
            "a forged token".into(),
            bare().bearer("a.b.c").await,
            &[401],
            "invalidAccessToken",
        );
        expect(
            "an old token".into(),
            bare().bearer(&self.expired).await,
            &[401],
            "expiredAccessToken",
        );
        if row.access != Access::Receipt {
            expect("nobody".into(), bare().await, &[401], "noAccessToken");
        }
        match row.access {
            Access::EntryLink => {
                let foreign = self.app.entry_token("heidebeek");
                let call = bare().header("LokaalSignaal-Entry-Token", foreign);
                expect(
                    "another authority's link".into(),
                    call.await,
                    &[401],
                    "entryLinkInvalid",
                );
                for (role, staff) in &self.of_heidebeek {
                    let call = targets.call(&staff.about("linde"), operation);
                    expect(
                        format!("{role} elsewhere"),
                        call.await,
                        &[404],
                        "resourceNotFound",
                    );
                }
            }
            Access::Receipt => {
                let call = targets.call(&anyone, operation).about("heidebeek");
                expect(
                    "a code elsewhere".into(),
                    call.await,
                    &[404],
                    "receiptUnknown",
                );
            }
            Access::Roles(allowed) => {
                for (role, staff) in &self.of_linde {
                    if !allowed.contains(role) {
                        let call = targets.call(staff, operation);
                        expect(format!("{role}"), call.await, &[403], "missingPermission");
                    }
                }
                for (role, staff) in &self.of_heidebeek {
                    let call = targets.call(&staff.about("linde"), operation);
                    expect(
                        format!("{role} elsewhere"),
                        call.await,
                        &[404],
                        "resourceNotFound",
                    );
                    if allowed.contains(role) && operation.path.contains("Id}") {
                        let call = targets.call(staff, operation);
                        expect(format!("{role} from home"), call.await, &[404], "NotFound");
                    }
                }
            }
            Access::Login | Access::Public | Access::System => {}
        }
        answers
    }

    /// Everybody who may. Where a version is asked for, theirs is stale, so that nothing changes.
    async fn ask_as_allowed(
        &self,
        operation: &Described,
        row: &Row,
        targets: &Targets,
    ) -> Vec<Answer> {
        let mut answers = Vec::new();
        for (role, staff) in &self.of_linde {
            let may = match row.access {
                Access::Roles(allowed) => allowed.contains(role),
                Access::Login | Access::EntryLink => true,
                Access::Public | Access::Receipt | Access::System => false,
            };
            if may {
                answers.push(targets.call(staff, operation).await);
            }
        }
        answers
    }
}
