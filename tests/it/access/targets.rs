//! Things of `linde`, each with a word in it that nobody else may see, and a request about each.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use shared::codes::Role;
use shared::entry_link::{EntryLink, EntryLinkDraft};
use shared::feedback::{ComposeDraft, FeedbackBatch};
use shared::id::TrendId;
use shared::import::Import;
use shared::issue::IssueDetail;
use shared::lineage::SplitDraft;
use shared::organisation::{Organisation, OrganisationDraft};
use shared::person::{Invitation, InvitationDraft};
use shared::question::NoteDraft;
use shared::saved_view::{SavedView, SavedViewDraft};
use shared::signal::SignalDetail;
use shared::trend::{TrendKind, TrendSubscription, TrendSubscriptionDraft};
use storage::records::{TrendRecord, TrendRunRecord};
use storage::{At, Key, On, Stored, Tx};
use testkit::{Asks, Call, TestApp};

use super::contract::Described;

/// Stands in every text of `linde`; nobody who is refused may see it.
pub(super) const CANARY: &str = "kanariepiet";

/// Nobody's login; that somebody else's is found as little, `lost_devices` shows.
const LOGIN: &str = "01934f6e-8a3b-7c21-9d4e-5f60718293a4";

/// Things of `linde` that requests name.
pub(super) struct Targets {
    /// By the name that paths of the contract have for them.
    pub(super) ids: BTreeMap<&'static str, String>,
    /// Opens the signal of `ids`.
    pub(super) receipt: String,
    /// A signal that belongs to an issue.
    pub(super) other_signal: String,
    organisation: String,
    day: String,
}

/// A judged week of a place whose name nobody else may see, as half a year of signals would leave it.
async fn has_a_trend(app: &TestApp) -> TrendId {
    let (authority, series) = (
        app.authority("linde"),
        TrendId::new(uuid::Uuid::from_u128(77)),
    );
    let week = On(app.today().plus_days(-7));
    let record = TrendRecord {
        authority_id: Key(authority),
        series_id: Key(series),
        week,
        kind: Stored(TrendKind::Theme),
        code: CANARY.to_owned(),
        providers: 9,
        signals: 9,
        weeks: 4,
        observed: 30,
        expected_thousandths: 9_000,
        lower: 4,
        upper: 15,
        q_millionths: Some(1),
        model: "beginning-1".to_owned(),
        rise_began_on: Some(week),
        growth: None,
        words: None,
    };
    let permit = policy::for_system::<policy::RunJob>(authority);
    let installation = app.installation();
    let now = installation.sources.now();
    let run = TrendRunRecord {
        authority_id: Key(authority),
        week: Some(week),
        weeks: 40,
        ran_at: At(now),
    };
    let scope = permit.scope().clone();
    let put = move |tx: &mut Tx<'_>| -> Result<(), workflow::Stop> {
        tx.put_trends(&scope, &[], std::slice::from_ref(&record))?;
        Ok(tx.put_trend_run(&scope, &run)?)
    };
    let done = installation.db.write(&permit, put).await;
    done.expect("a row");
    series
}

impl Targets {
    pub(super) async fn arrange(app: &TestApp) -> Self {
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
            .submits(&format!("Nog een {CANARY} over wachten op een woning"))
            .await;
        let third = provider
            .submits(&format!("Een derde {CANARY} over wachten op een woning"))
            .await;
        let version = processor.signal(asked.id).await.summary.version;
        let question = NoteDraft {
            text: format!("In welke wijk is de {CANARY}?"),
        };
        let detail: SignalDetail = processor
            .ask_question(asked.id, version, &question)
            .await
            .ok();
        let issue = lead
            .opens_issue(&format!("Wachten van de {CANARY}"), &[other.id, third.id])
            .await;
        let split = SplitDraft {
            title: format!("Wachten van de {CANARY} elders"),
            signals: vec![third.id],
        };
        lead.split_issue(issue.summary.id, issue.summary.version, &split)
            .await
            .created::<IssueDetail>();
        lead.validates(&issue).await;
        lead.decides(&issue, shared::codes::Decision::Act).await;
        let now = lead.issue(&issue).await;
        let organisation: Organisation = administrator
            .create_organisation(&OrganisationDraft {
                name: format!("Huis van de {CANARY}"),
                sector: "education".to_owned(),
            })
            .await
            .created();
        let organisation = organisation.id.to_string();
        let day = app.today().plus_days(30).to_string();
        let action: shared::action::Action = lead
            .plan_action(
                issue.summary.id,
                now.summary.version,
                &shared::action::ActionDraft {
                    title: format!("Loket voor de {CANARY}"),
                    owner: organisation.clone(),
                    owner_member: None,
                    due_on: day.clone(),
                },
            )
            .await
            .created();
        let batch = lead.feedback_queue().await[0].id.clone();
        let words = ComposeDraft {
            text: format!("We bekijken de {CANARY} samen met de wijk."),
        };
        lead.compose_feedback(&batch, 0, &words)
            .await
            .ok::<FeedbackBatch>();
        let feedback = lead.signal(other.id).await.feedback[0].id;
        let import: Import = processor
            .create_import(
                "text/csv",
                format!("Wat merk je?\nWachten van de {CANARY} in de wijk\n").as_bytes(),
            )
            .await
            .created();
        let invitation: Invitation = administrator
            .invite_member(&InvitationDraft {
                name: format!("Mia {CANARY}"),
                email: format!("{CANARY}@linde.test"),
                roles: vec![Role::Processor],
                ..InvitationDraft::default()
            })
            .await
            .created();
        let link: EntryLink = administrator
            .create_entry_link(&EntryLinkDraft {
                name: format!("Markt van de {CANARY}"),
                ..EntryLinkDraft::default()
            })
            .await
            .created();
        let lineage = lead.issue(&issue).await.lineage[0].id;
        let cluster = app
            .plants_cluster("linde", CANARY, &[other.id, third.id])
            .await;
        let wish: TrendSubscription = administrator
            .subscribe_trends(&TrendSubscriptionDraft {
                theme: Some("work".to_owned()),
                place: None,
            })
            .await
            .created();
        let view: SavedView = lead
            .save_view(&SavedViewDraft {
                name: format!("Wonen {CANARY}"),
                ..SavedViewDraft::default()
            })
            .await
            .created();
        let ids = [
            ("slug", "linde".to_owned()),
            ("clusterId", cluster.to_string()),
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
            ("trendId", has_a_trend(app).await.to_string()),
            ("trendSubscriptionId", wish.id.to_string()),
            ("savedViewId", view.id.to_string()),
            ("loginId", LOGIN.to_owned()),
            // Nobody's: whose passkeys there are is told in passkeys.rs.
            (
                "passkeyId",
                "0b6c2f0e-6a1d-4c1e-9a57-2f1f6d0c8e11".to_owned(),
            ),
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
    pub(super) fn call(&self, who: &dyn Asks, operation: &Described) -> Call {
        self.call_with_code(who, operation, &self.receipt)
    }

    /// The same with this follow-up code, where one is asked for.
    pub(super) fn call_with_code(
        &self,
        who: &dyn Asks,
        operation: &Described,
        receipt: &str,
    ) -> Call {
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
        if operation.id == "search" {
            // What every text of the authority has; never the whole word, which no refusal may repeat.
            return call.query("q", CANARY.get(..6).expect("the word is longer"));
        }
        if operation.id == "createImport" {
            return call.bytes(
                "text/csv",
                "Wat merk je?\nWachten op een woning in de wijk\n",
            );
        }
        match self.body(&operation.id, receipt) {
            Some(body) => call.json(&body),
            None if operation.has_body => panic!("{}: write a body for it here", operation.id),
            None => call,
        }
    }

    fn body(&self, operation: &str, receipt: &str) -> Option<Value> {
        let by_receipt = |body: Value| json!({ "receipt": receipt, "body": body });
        let text = "Gezinnen wachten maanden op een woning in de wijk";
        let tag = json!({ "scheme": "tag", "code": "social-housing" });
        let body = match operation {
            "submitSignal" => json!({ "text": text }),
            "recallSubmission" => json!({ "key": "01934f6e-8a3b-7c21-9d4e-5f60718293a4" }),
            "followSignals" => json!({ "receipts": [receipt] }),
            "enrichSignal" => by_receipt(json!({ "frequency": "weekly" })),
            "changeContact" => by_receipt(json!({ "choice": "code" })),
            "changeDisclosure" => by_receipt(json!({ "name": "An Peeters" })),
            "withdrawSignal" => by_receipt(json!({})),
            "answerQuestion" => by_receipt(json!({ "text": "In de Vaartwijk" })),
            "rateFeedback" => by_receipt(json!({ "useful": true })),
            "subscribePush" | "unsubscribePush" => {
                json!({ "receipts": [receipt], "endpoint": "https://push.example/a" })
            }
            "changeMailPace" => json!({ "receipts": [receipt], "pace": "weekly" }),
            "chooseMailPace" => json!({ "token": "q83vEjRWeJCrze8SNFZ4kA", "pace": "never" }),
            "tagSignal" => json!({ "confirm": [tag], "reject": [] }),
            "changeSignals" => json!({
                "signals": [{ "id": self.ids["signalId"], "version": 999_999 }],
                "change": { "confirm": [tag] }
            }),
            "exportSignals" => json!({}),
            "saveView" => json!({ "name": "Wonen", "filter": { "theme": ["housing"] } }),
            "subscribeTrends" => json!({ "theme": "housing" }),
            "compareSignals" => json!({ "other": self.other_signal, "different": true }),
            "updateCluster" => json!({ "name": "Wachten", "locked": true }),
            "splitCluster" | "addToCluster" | "removeFromCluster" => {
                json!({ "signals": [self.other_signal] })
            }
            "mergeClusters" => json!({ "other": self.ids["clusterId"] }),
            "acceptCluster" => json!({ "title": "Wachten op een woning" }),
            "locateSignal" => json!({}),
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
            "scoreIssue" => json!({ "scores": [{ "criterion": "reach", "score": 3 }] }),
            "changePriorityWeights" => {
                json!({ "weights": [{ "criterion": "reach", "weight": 7 }] })
            }
            "openScores" => json!({ "issues": [self.ids["issueId"]] }),
            "prioritiseIssues" => {
                json!({ "issues": [{ "id": self.ids["issueId"], "version": 1 }] })
            }
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
            "changeLanguageModel" => json!({ "allowed": false }),
            "changeProfessions" => json!({}),
            "changeRoles" => json!({ "roles": ["processor"] }),
            "createEntryLink" => json!({ "name": "Wijkteam Oude Haven" }),
            "startImport" => json!({ "columns": { "0": "text" } }),
            "signIn" => {
                json!({ "email": "a@linde.test", "password": "onbekend", "totp": "000000" })
            }
            "askSignInLink" => json!({ "email": "a@linde.test" }),
            "useSignInLink" => json!({ "token": "AAAAAAAAAAAAAAAAAAAAAA" }),
            "confirmSignIn" => json!({ "digits": "000000" }),
            "askPasskey" | "beginPasskey" => json!({}),
            "usePasskey" => json!({
                "credential": "AAAA", "clientData": "AAAA", "authenticatorData": "AAAA", "signature": "AAAA", "userHandle": "AAAA"
            }),
            "addPasskey" => {
                json!({ "name": "Telefoon", "clientData": "AAAA", "attestation": "AAAA" })
            }
            "joinAsProvider" => json!({ "code": "AAAAAAAAAAAAAAAAAAAAAA" }),
            "readInvitation" => json!({ "code": "AAAAAAAAAAAAAAAAAAAAAA" }),
            "acceptInvitation" => {
                json!({ "code": "AAAAAAAAAAAAAAAAAAAAAA", "password": "een-lang-genoeg-woord", "totp": "000000" })
            }
            "refreshProviderLogin" | "endProviderLogin" => json!({}),
            "cancelQuestion" | "reconsiderSignal" | "revealHeldText" | "revealDisclosure"
            | "analyseIssue" | "validateIssue" | "publishIssue" | "unpublishIssue"
            | "unparkIssue" | "sendEscalation" | "startIssue" | "resumeIssue" | "closeIssue"
            | "reconsiderIssue" | "undoLineage" | "sendFeedback" | "signOut" | "refreshLogin"
            | "exportAuthority" | "resetSignIn" => json!({}),
            _ => return None,
        };
        Some(body)
    }
}
