//! Ids of another authority where a request names more than one thing: in bodies, in filters, behind an own id.

use serde_json::json;
use shared::action::Action;
use shared::codes::{DismissReason, Role};
use shared::id::SignalId;
use shared::issue::{DismissDraft, IssueDetail};
use shared::page::Page;
use shared::question::NoteDraft;
use shared::signal::{SignalDetail, SubmittedSignal};
use shared::timeline::{Empty, FollowDraft, Timeline};
use testkit::{Asks, Call, Staff, TestApp};

use super::targets::{CANARY, Targets};

/// May everything that the tests ask for.
const ROLES: [Role; 2] = [Role::LeadProcessor, Role::Administrator];

/// What belongs to heidebeek, who works there, and what of linde her requests name.
struct Both {
    app: TestApp,
    /// Works in heidebeek alone.
    hers: Staff,
    /// Works in both, and asks about heidebeek: no request touches two authorities (decisions.md 19).
    shared: Staff,
    foreign: Targets,
}

impl Both {
    async fn arrange() -> Self {
        let app = TestApp::start().await;
        let foreign = Targets::arrange(&app).await;
        let hers = app.member("heidebeek", &ROLES).await;
        let both = [("heidebeek", ROLES.as_slice()), ("linde", ROLES.as_slice())];
        let shared = app.person_with(&both).await.about("heidebeek");
        Self {
            app,
            hers,
            shared,
            foreign,
        }
    }

    async fn signals(&self, how_many: usize) -> Vec<SubmittedSignal> {
        let nurse = self.app.provider("heidebeek");
        let mut signals = Vec::new();
        for number in 0..how_many {
            let text = format!("Signaal {number} over wachten op een bus");
            signals.push(nurse.submits(&text).await);
        }
        signals
    }

    /// A call with the foreign id is refused to both and changes nothing; the same call with an own id works, so
    /// nothing but the id was the reason.
    async fn refuse(&self, what: &str, foreign: impl Fn(&Staff) -> Call, own: Call) {
        for (who, staff) in [("hers", &self.hers), ("shared", &self.shared)] {
            self.refuses(&format!("{what}, {who}"), foreign(staff))
                .await;
        }
        let answer = own.await;
        assert!(
            (200..300).contains(&answer.status),
            "{what} with an own id: {}",
            answer.text()
        );
    }

    async fn refuses(&self, what: &str, call: Call) {
        let before = self.app.fingerprint();
        let answer = call.await;
        assert!(
            [404, 422].contains(&answer.status),
            "{what}: {} {}",
            answer.status,
            answer.text()
        );
        assert!(!answer.text().contains(CANARY), "{what} leaked a text");
        assert_eq!(before, self.app.fingerprint(), "{what} changed something");
    }

    fn id(&self, name: &str) -> &str {
        &self.foreign.ids[name]
    }

    fn of_hers(&self) -> String {
        self.app.organisations("heidebeek")[0].to_string()
    }
}

async fn version(staff: &Staff, signal: SignalId) -> u64 {
    staff.signal(signal).await.summary.version
}

#[tokio::test]
async fn a_signal_meets_no_issue_question_or_signal_of_another_authority() {
    let both = Both::arrange().await;
    let signals = both.signals(4).await;
    let [linked, asked, twice, first] = [0, 1, 2, 3].map(|position: usize| signals[position].id);
    let issue = both.hers.opens_issue("Wachten op een bus", &[first]).await;

    let link = |staff: &Staff, version: u64, issue: &str| {
        let call = staff.call("POST", &format!("/signals/{linked}/issues"));
        call.expecting(version).json(&json!({ "issue": issue }))
    };
    let now = version(&both.hers, linked).await;
    let own = issue.summary.id.to_string();
    both.refuse(
        "linkSignal",
        |staff| link(staff, now, both.id("issueId")),
        link(&both.hers, now, &own),
    )
    .await;

    let unlink = |staff: &Staff, version: u64, issue: &str| {
        let call = staff.call("DELETE", &format!("/signals/{linked}/issues/{issue}"));
        call.expecting(version)
    };
    let now = version(&both.hers, linked).await;
    both.refuse(
        "unlinkSignal",
        |staff| unlink(staff, now, both.id("issueId")),
        unlink(&both.hers, now, &own),
    )
    .await;

    let end = |staff: &Staff, version: u64, of: &str| {
        let call = staff.call("POST", &format!("/signals/{twice}/end"));
        call.expecting(version)
            .json(&json!({ "as": "duplicate", "of": of }))
    };
    let now = version(&both.hers, twice).await;
    both.refuse(
        "endSignal",
        |staff| end(staff, now, both.id("signalId")),
        end(&both.hers, now, &first.to_string()),
    )
    .await;

    let question = NoteDraft {
        text: "Op welke lijn?".to_owned(),
    };
    let now = version(&both.hers, asked).await;
    let detail: SignalDetail = both.hers.ask_question(asked, now, &question).await.ok();
    let cancel = |staff: &Staff, question: &str| {
        let path = format!("/signals/{asked}/questions/{question}/cancel");
        let call = staff.call("POST", &path).expecting(detail.summary.version);
        call.json(&Empty {})
    };
    both.refuse(
        "cancelQuestion",
        |staff| cancel(staff, both.id("questionId")),
        cancel(&both.hers, &detail.questions[0].id.to_string()),
    )
    .await;
}

#[tokio::test]
async fn an_issue_takes_no_signal_issue_or_organisation_of_another_authority() {
    let both = Both::arrange().await;
    let ids: Vec<SignalId> = both.signals(6).await.iter().map(|sent| sent.id).collect();
    let foreign = [both.id("signalId"), both.foreign.other_signal.as_str()];

    for signal in foreign {
        let create = |staff: &Staff, second: &str| {
            let signals = [ids[0].to_string(), second.to_owned()];
            let draft = json!({ "title": "Wachten op een bus", "signals": signals });
            staff.call("POST", "/issues").json(&draft)
        };
        both.refuse(
            "createIssue",
            |staff| create(staff, signal),
            create(&both.hers, &ids[1].to_string()),
        )
        .await;
    }
    let issue = both.hers.opens_issue("Wachten", &ids[2..5]).await;
    let other = both.hers.opens_issue("Lijn 7", &ids[5..]).await;
    let path = |step: &str| format!("/issues/{}/{step}", issue.summary.id);
    let at = |now: &IssueDetail| now.summary.version;
    let step = |staff: &Staff, name: &str, version: u64, body: serde_json::Value| {
        let call = staff.call("POST", &path(name)).expecting(version);
        call.json(&body)
    };

    let now = at(&both.hers.issue(&issue).await);
    let split = |staff: &Staff, signal: &str| {
        let body = json!({ "title": "Zondag", "signals": [signal] });
        step(staff, "split", now, body)
    };
    both.refuse(
        "splitIssue",
        |staff| split(staff, &both.foreign.other_signal),
        split(&both.hers, &ids[2].to_string()),
    )
    .await;

    let now = at(&both.hers.issue(&issue).await);
    let merge = |staff: &Staff, from: &str| step(staff, "merge", now, json!({ "from": from }));
    both.refuse(
        "mergeIssues",
        |staff| merge(staff, both.id("issueId")),
        merge(&both.hers, &other.summary.id.to_string()),
    )
    .await;

    let now = both.hers.issue(&issue).await;
    let lineage = now.lineage.last().unwrap().id.to_string();
    let undo = |staff: &Staff, lineage: &str| {
        step(
            staff,
            &format!("lineage/{lineage}/undo"),
            at(&now),
            json!({}),
        )
    };
    both.refuse(
        "undoLineage",
        |staff| undo(staff, both.id("lineageId")),
        undo(&both.hers, &lineage),
    )
    .await;

    let now = at(&both.hers.issue(&issue).await);
    let recognise = |staff: &Staff, organisation: &str| {
        let body = json!({ "organisation": organisation });
        step(staff, "recognitions", now, body)
    };
    both.refuse(
        "recogniseIssue",
        |staff| recognise(staff, both.id("organisationId")),
        recognise(&both.hers, &both.of_hers()),
    )
    .await;

    let now = at(&both.hers.issue(&issue).await);
    let withdraw = |organisation: &str| {
        let path = path(&format!("recognitions/{organisation}"));
        both.hers.call("DELETE", &path).expecting(now)
    };
    // What does not recognise it is gone already: nothing to refuse, and nothing changes.
    let before = both.app.fingerprint();
    let answer = withdraw(both.id("organisationId")).await;
    let same: IssueDetail = answer.ok();
    assert_eq!((at(&same), same.recognitions.len()), (now, 1));
    assert_eq!(before, both.app.fingerprint(), "withdrawRecognition");
    let gone: IssueDetail = withdraw(&both.of_hers()).await.ok();
    assert!(gone.recognitions.is_empty());
}

#[tokio::test]
async fn no_order_and_no_opened_score_is_about_an_issue_of_another_authority() {
    let both = Both::arrange().await;
    let ids: Vec<SignalId> = both.signals(1).await.iter().map(|sent| sent.id).collect();
    let issue = both.hers.opens_issue("Wachten op een bus", &ids).await;
    let own = both.hers.validates(&issue).await.summary;
    let scores = json!({ "scores": [{ "criterion": "reach", "score": 3 }] });
    let score = |staff: &Staff, id: &str| {
        let call = staff.call("PUT", &format!("/issues/{id}/scores"));
        call.json(&scores)
    };
    both.refuse(
        "scoreIssue",
        |staff| score(staff, both.id("issueId")),
        score(&both.hers, &own.id.to_string()),
    )
    .await;
    let open = |staff: &Staff, id: &str| {
        let call = staff.call("POST", "/priorities/open");
        call.json(&json!({ "issues": [own.id.to_string(), id] }))
    };
    for staff in [&both.hers, &both.shared] {
        both.refuses("openScores", open(staff, both.id("issueId")))
            .await;
    }
    let order = |staff: &Staff, id: &str, version: u64| {
        let call = staff.call("POST", "/priorities");
        call.json(&json!({ "issues": [{ "id": id, "version": version }] }))
    };
    both.refuse(
        "prioritiseIssues",
        |staff| order(staff, both.id("issueId"), 1),
        order(&both.hers, &own.id.to_string(), own.version),
    )
    .await;
}

#[tokio::test]
async fn a_closed_issue_is_not_reopened_with_signals_of_another_authority() {
    let both = Both::arrange().await;
    let ids: Vec<SignalId> = both.signals(1).await.iter().map(|sent| sent.id).collect();
    let issue = both.hers.opens_issue("Wachten op een bus", &ids).await;
    let why = DismissDraft {
        reason: DismissReason::AlreadySolved,
        note: "De lijn rijdt weer.".to_owned(),
    };
    let now = both.hers.issue(&issue).await.summary.version;
    both.hers
        .dismiss_issue(issue.summary.id, now, &why)
        .await
        .ok::<IssueDetail>();
    both.hers
        .sends_all_feedback("De lijn rijdt weer, dank u wel.")
        .await;
    let now = both.hers.issue(&issue).await.summary.version;
    let closed: IssueDetail = both
        .hers
        .close_issue(issue.summary.id, now, &Empty {})
        .await
        .ok();
    both.app.advance(chrono::Duration::days(1));
    let later = both.signals(1).await[0].id.to_string();
    let reopen = |staff: &Staff, signal: &str| {
        let path = format!("/issues/{}/reopen", issue.summary.id);
        let call = staff.call("POST", &path).expecting(closed.summary.version);
        call.json(&json!({ "signals": [signal], "note": "Het komt terug." }))
    };
    both.refuse(
        "reopenIssue",
        |staff| reopen(staff, &both.foreign.other_signal),
        reopen(&both.hers, &later),
    )
    .await;
}

#[tokio::test]
async fn nothing_belongs_to_an_organisation_or_a_member_of_another_authority() {
    let both = Both::arrange().await;
    let ids: Vec<SignalId> = both.signals(1).await.iter().map(|sent| sent.id).collect();
    let issue = both.hers.decides_to_act_on(&ids).await;
    let (theirs, of_hers) = (both.id("organisationId"), both.of_hers());
    let member = both.hers.memberships[0].to_string();
    let due_on = both.app.today().plus_days(30).to_string();
    let owners = [
        (theirs.to_owned(), member.clone()),
        (of_hers.clone(), both.id("membershipId").to_owned()),
    ];

    for (organisation, person) in &owners {
        let now = both.hers.issue(&issue).await.summary.version;
        let assign = |staff: &Staff, organisation: &str, person: &str| {
            let path = format!("/issues/{}/owner", issue.summary.id);
            let call = staff.call("PUT", &path).expecting(now);
            call.json(&json!({ "organisation": organisation, "member": person }))
        };
        both.refuse(
            "assignOwner",
            |staff| assign(staff, organisation, person),
            assign(&both.hers, &of_hers, &member),
        )
        .await;
        let now = both.hers.issue(&issue).await.summary.version;
        let plan = |staff: &Staff, organisation: &str, person: &str| {
            let path = format!("/issues/{}/actions", issue.summary.id);
            let call = staff.call("POST", &path).expecting(now);
            call.json(&action(organisation, person, &due_on))
        };
        both.refuse(
            "planAction",
            |staff| plan(staff, organisation, person),
            plan(&both.hers, &of_hers, &member),
        )
        .await;
        let page: Page<Action> = both.hers.list_actions().await.ok();
        let planned = &page.items[0];
        let change = |staff: &Staff, organisation: &str, person: &str| {
            let path = format!("/actions/{}", planned.id);
            let call = staff.call("PUT", &path).expecting(planned.version);
            call.json(&action(organisation, person, &due_on))
        };
        both.refuse(
            "changeAction",
            |staff| change(staff, organisation, person),
            change(&both.hers, &of_hers, &member),
        )
        .await;
    }

    let link = |staff: &Staff, organisation: &str| {
        let body = json!({ "name": "Markt", "organisation": organisation });
        staff.call("POST", "/entryLinks").json(&body)
    };
    both.refuse(
        "createEntryLink",
        |staff| link(staff, theirs),
        link(&both.hers, &of_hers),
    )
    .await;
    let invite = |staff: &Staff, organisation: &str| {
        let body = json!({
            "name": "Jan Claes", "email": "jan@heidebeek.test", "roles": ["processor"], "organisation": organisation
        });
        staff.call("POST", "/invitations").json(&body)
    };
    both.refuse(
        "inviteMember",
        |staff| invite(staff, theirs),
        invite(&both.hers, &of_hers),
    )
    .await;
}

fn action(owner: &str, member: &str, due_on: &str) -> serde_json::Value {
    json!({ "title": "Extra bus", "owner": owner, "ownerMember": member, "dueOn": due_on })
}

#[tokio::test]
async fn a_code_opens_no_question_answer_or_signal_of_another_provider() {
    let both = Both::arrange().await;
    let nurse = both.app.provider("heidebeek");
    let signal = both.signals(1).await.remove(0);
    let by_receipt = |body: serde_json::Value| json!({ "receipt": signal.receipt, "body": body });
    let answer = nurse
        .call(
            "POST",
            &format!("/receipts/answers/{}", both.id("questionId")),
        )
        .json(&by_receipt(json!({ "text": "In de Vaartwijk" })));
    both.refuses("answerQuestion", answer).await;
    let rating = nurse
        .call(
            "POST",
            &format!("/receipts/ratings/{}", both.id("feedbackId")),
        )
        .json(&by_receipt(json!({ "useful": true })));
    both.refuses("rateFeedback", rating).await;

    let codes = FollowDraft {
        receipts: vec![signal.receipt.clone(), both.foreign.receipt.clone()],
        peek: false,
    };
    let page: Page<Timeline> = nurse.follow_signals(&codes).await.ok();
    let followed: Vec<SignalId> = page.items.iter().map(|timeline| timeline.id).collect();
    assert_eq!(followed, [signal.id]);
}

#[tokio::test]
async fn a_filter_with_an_id_of_another_authority_finds_nothing() {
    let both = Both::arrange().await;
    let ids: Vec<SignalId> = both.signals(2).await.iter().map(|sent| sent.id).collect();
    both.hers.decides_to_act_on(&ids).await;
    for staff in [&both.hers, &both.shared] {
        for call in [
            staff.list_signals().query("issue", both.id("issueId")),
            staff
                .list_actions()
                .query("owner", both.id("organisationId")),
            staff.list_signals().query("q", CANARY),
            staff.list_issues().query("q", CANARY),
        ] {
            let page: Page<serde_json::Value> = call.await.ok();
            assert_eq!(page.items, Vec::<serde_json::Value>::new());
        }
    }
}
