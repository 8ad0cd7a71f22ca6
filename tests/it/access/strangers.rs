//! Everybody who asks, and what they must hear.

use identity::SystemRandomness;
use identity::tokens::AccessToken;
use policy::{Effect, TABLE};
use serde_json::Value;
use shared::codes::{ClosedList, Role};
use testkit::{Answer, Staff, TestApp};

use super::contract::{Described, Who};
use super::targets::{CANARY, Targets};

/// What is made, or written for the own authority, from nothing but a body: there is nothing foreign to ask for. Ids in
/// those bodies have tests of their own (`foreign`).
const MAKE_SOMETHING: [&str; 16] = [
    "addPasskey",
    "beginPasskey",
    "changeLanguageModel",
    "changePriorityWeights",
    "openScores",
    "prioritiseIssues",
    "changeProfessions",
    "changeSignals",
    "createIssue",
    "createOrganisation",
    "inviteMember",
    "createEntryLink",
    "createImport",
    "regroupSignals",
    "saveView",
    "subscribeTrends",
];

/// Everybody who asks.
pub(super) struct Strangers {
    app: TestApp,
    /// No token that was issued here for today: how it is called, itself, how it is refused.
    tokens: Vec<(&'static str, String, &'static str)>,
    of_linde: Vec<(Role, Staff)>,
    of_heidebeek: Vec<(Role, Staff)>,
    /// May everything in the other authority, and here only what a provider may.
    of_both: Staff,
}

/// An answer, and what it had to be.
pub(super) struct Expected {
    answer: Answer,
    status: &'static [u16],
    kind: &'static str,
}

impl Expected {
    pub(super) fn check(&self, what: &str, targets: &Targets) {
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
        assert!(!text.contains(CANARY), "{what} leaked a text\n{text}");
        let ids = targets.ids.iter().filter(|(name, _)| **name != "slug");
        for (name, id) in ids.chain([(&"signalId", &targets.other_signal)]) {
            assert!(!text.contains(id), "{what} told the {name}\n{text}");
        }
    }
}

impl Strangers {
    pub(super) async fn arrange(app: &TestApp, targets: &Targets) -> Self {
        let (mut of_linde, mut of_heidebeek) = (Vec::new(), Vec::new());
        for &role in Role::ALL {
            of_linde.push((role, app.member("linde", &[role]).await));
            of_heidebeek.push((role, app.member("heidebeek", &[role]).await));
        }
        let of_both = app
            .person_with(&[("heidebeek", Role::ALL), ("linde", &[Role::Provider])])
            .await;
        let (_, lead) = of_linde
            .iter()
            .find(|(role, _)| *role == Role::LeadProcessor)
            .unwrap();
        let expired = lead.access_token();
        app.advance(chrono::Duration::minutes(20));
        let invalid = "invalidAccessToken";
        let tokens = vec![
            ("an old token", expired, "expiredAccessToken"),
            ("a forged token", "a.b.c".to_owned(), invalid),
            ("noise", "%00;DROP TABLE users;--".to_owned(), invalid),
            ("no letter", String::new(), invalid),
            (
                "the same person elsewhere",
                issued_elsewhere(app, lead),
                invalid,
            ),
            ("another key", signed_by_another_key(app, lead), invalid),
            ("a follow-up code", targets.receipt.clone(), invalid),
            (
                "an entry link's token",
                app.entry_token("linde").to_owned(),
                invalid,
            ),
        ];
        Self {
            app: app.clone(),
            tokens,
            of_linde,
            of_heidebeek,
            of_both,
        }
    }

    /// Everybody who must be refused or see nothing, with how.
    pub(super) async fn ask(
        &self,
        operation: &Described,
        who: &Who,
        targets: &Targets,
    ) -> Vec<(String, Expected)> {
        let mut heard = Heard::default();
        if *who == Who::Everybody {
            self.ask_what_is_open(operation, targets, &mut heard).await;
            return heard.0;
        }
        self.ask_without_proof(operation, who, targets, &mut heard)
            .await;
        match who {
            Who::EntryLink(allowed) => {
                self.ask_without_link(operation, allowed, targets, &mut heard)
                    .await;
            }
            Who::Receipt => self.ask_without_code(operation, targets, &mut heard).await,
            Who::Roles(allowed) => {
                self.ask_without_role(operation, allowed, targets, &mut heard)
                    .await;
                self.ask_from_home(operation, allowed, targets, &mut heard)
                    .await;
            }
            Who::Login => {
                // Everybody sees what is her own; a login that is named is somebody else's.
                let (expected, kind): (&[u16], _) = if operation.names_a_thing() {
                    (&[404], "NotFound")
                } else {
                    (&[200], "")
                };
                for (role, staff) in &self.of_heidebeek {
                    let call = targets.call(&staff.about_all(), operation);
                    heard.note(format!("{role} elsewhere"), call.await, expected, kind);
                }
            }
            Who::Everybody => {}
        }
        heard.0
    }

    /// What is open to everybody shows nothing of anybody and changes nothing without its own proof (a password, a
    /// cookie, a code), whatever else comes along.
    async fn ask_what_is_open(&self, operation: &Described, targets: &Targets, heard: &mut Heard) {
        let expected: &[u16] = match operation.id.as_str() {
            // Or too often in a row.
            "signIn" => &[401, 429],
            // Those are opened by a cookie, and by pages of this server alone.
            "refreshLogin"
            | "signOut"
            | "askSignInLink"
            | "useSignInLink"
            | "confirmSignIn"
            | "askPasskey"
            | "usePasskey"
            | "joinAsProvider"
            | "refreshProviderLogin"
            | "endProviderLogin" => &[403],
            "readInvitation" | "acceptInvitation" | "chooseMailPace" => &[404],
            _ => &[200],
        };
        let anyone = self.app.anyone();
        let bare = || targets.call(&anyone, operation).about("linde");
        heard.note("nobody", bare().await, expected, "");
        for (token, value, _) in &self.tokens {
            let call = bare().header("Authorization", &format!("Bearer {value}"));
            heard.note(*token, call.await, expected, "");
        }
        for staff in [&self.of_linde[2].1, &self.of_heidebeek[2].1] {
            let call = targets.call(&staff.about("linde"), operation);
            heard.note("somebody", call.await, expected, "");
        }
    }

    async fn ask_without_proof(
        &self,
        operation: &Described,
        who: &Who,
        targets: &Targets,
        heard: &mut Heard,
    ) {
        let anyone = self.app.anyone();
        let bare = || targets.call(&anyone, operation).about("linde");
        for (token, value, kind) in &self.tokens {
            let call = bare().header("Authorization", &format!("Bearer {value}"));
            heard.note(*token, call.await, &[401], kind);
        }
        let basic = bare().header("Authorization", "Basic YTpi");
        heard.note(
            "a name and a word",
            basic.await,
            &[401],
            "invalidAccessToken",
        );
        if *who != Who::Receipt {
            heard.note("nobody", bare().await, &[401], "noAccessToken");
        }
        if !matches!(who, Who::Receipt | Who::EntryLink(_)) {
            let linked = bare().header("LokaalSignaal-Entry-Token", self.app.entry_token("linde"));
            heard.note("an entry link", linked.await, &[401], "noAccessToken");
        }
    }

    async fn ask_without_link(
        &self,
        operation: &Described,
        allowed: &[Role],
        targets: &Targets,
        heard: &mut Heard,
    ) {
        let anyone = self.app.anyone();
        for (name, token) in [
            (
                "another authority's link",
                self.app.entry_token("heidebeek"),
            ),
            ("noise for a link", "aaaa-bbbb"),
            ("a follow-up code for a link", targets.receipt.as_str()),
        ] {
            let call = targets.call(&anyone, operation).about("linde");
            let call = call.header("LokaalSignaal-Entry-Token", token);
            heard.note(name, call.await, &[401], "entryLinkInvalid");
        }
        self.ask_by_role(operation, allowed, targets, heard).await;
    }

    /// Other roles at home, and every role elsewhere.
    async fn ask_by_role(
        &self,
        operation: &Described,
        allowed: &[Role],
        targets: &Targets,
        heard: &mut Heard,
    ) {
        for (role, staff) in &self.of_linde {
            if !allowed.contains(role) {
                let call = targets.call(staff, operation);
                heard.note(role.code(), call.await, &[403], "missingPermission");
            }
        }
        for (role, staff) in &self.of_heidebeek {
            let call = targets.call(&staff.about("linde"), operation);
            heard.note(
                format!("{role} elsewhere"),
                call.await,
                &[404],
                "resourceNotFound",
            );
        }
    }

    async fn ask_without_code(&self, operation: &Described, targets: &Targets, heard: &mut Heard) {
        let unknown = "receiptUnknown";
        let anyone = self.app.anyone();
        let call = targets.call(&anyone, operation).about("heidebeek");
        heard.note("a code elsewhere", call.await, &[404], unknown);
        for code in ["KX7Q-2M9T-P4HD-V6RB", "", self.app.entry_token("linde")] {
            let call = targets.call_with_code(&anyone, operation, code);
            heard.note("another code", call.about("linde").await, &[404], unknown);
        }
        // Roles open no signal: whoever signed in needs the code like everybody else.
        for (role, staff) in &self.of_linde {
            let call = targets.call_with_code(staff, operation, "KX7Q-2M9T-P4HD-V6RB");
            heard.note(format!("{role} without code"), call.await, &[404], unknown);
        }
    }

    async fn ask_without_role(
        &self,
        operation: &Described,
        allowed: &[Role],
        targets: &Targets,
        heard: &mut Heard,
    ) {
        self.ask_by_role(operation, allowed, targets, heard).await;
        if !allowed.contains(&Role::Provider) {
            let call = targets.call(&self.of_both.about("linde"), operation);
            heard.note(
                "who may elsewhere only",
                call.await,
                &[403],
                "missingPermission",
            );
        }
    }

    /// Who may, but in another authority: finds nothing, and lists without a trace of this one.
    async fn ask_from_home(
        &self,
        operation: &Described,
        allowed: &[Role],
        targets: &Targets,
        heard: &mut Heard,
    ) {
        let row = TABLE.iter().find(|row| row.name == operation.id).unwrap();
        let makes_something = MAKE_SOMETHING.contains(&operation.id.as_str());
        let tells_what_is_there = ["exportAuthority", "exportSignals"];
        let reads_all =
            row.effect == Effect::Reads || tells_what_is_there.contains(&operation.id.as_str());
        assert!(
            operation.names_a_thing() || reads_all || makes_something,
            "{}: say what somebody of another authority gets from it",
            operation.id
        );
        if makes_something {
            return;
        }
        let at_home = self
            .of_heidebeek
            .iter()
            .filter(|(role, _)| allowed.contains(role))
            .map(|(role, staff)| (role.code(), staff.clone()));
        // Every authority in which the role is held: linde is none of them.
        let everywhere = ("who may elsewhere only", self.of_both.about_all());
        let everywhere = Some(everywhere).filter(|_| row.effect == Effect::Reads);
        let everywhere = everywhere.filter(|_| !allowed.contains(&Role::Provider));
        for (name, staff) in at_home.chain(everywhere) {
            let answer = targets.call(&staff, operation).await;
            let name = format!("{name} from home");
            if operation.names_a_thing() {
                heard.note(name, answer, &[404], "NotFound");
                continue;
            }
            assert_shows_nothing(operation, &answer);
            heard.note(name, answer, &[200], "");
        }
    }

    /// Everybody who may. Where a version is asked for, theirs is stale, so that nothing changes.
    pub(super) async fn ask_as_allowed(
        &self,
        operation: &Described,
        who: &Who,
        targets: &Targets,
    ) -> Vec<Answer> {
        let mut answers = Vec::new();
        for (role, staff) in &self.of_linde {
            let may = match who {
                Who::Roles(allowed) | Who::EntryLink(allowed) => allowed.contains(role),
                Who::Login => true,
                Who::Everybody | Who::Receipt => false,
            };
            if may {
                answers.push(targets.call(staff, operation).await);
            }
        }
        if matches!(who, Who::EntryLink(_)) {
            let provider = self.app.provider("linde");
            answers.push(targets.call(&provider, operation).await);
        }
        answers
    }
}

/// Nothing ever happened in heidebeek: its lists are empty and its counts are zero.
fn assert_shows_nothing(operation: &Described, answer: &Answer) {
    let body: Value = answer.json();
    match operation.id.as_str() {
        "getStart" => {
            // The keys are the installation's: every administrator is told when nobody backed them up.
            let of_the_authority = |(name, _): &(&String, &Value)| *name != "keysBackup";
            for (name, count) in body.as_object().unwrap().iter().filter(of_the_authority) {
                let count = count.get("waiting").unwrap_or(count);
                assert_eq!(count, 0, "getStart counts {name} of another authority");
            }
        }
        "listMySignals"
        | "listMyPasskeys"
        | "listSignals"
        | "listIssues"
        | "listActions"
        | "listFeedback"
        | "listInvitations"
        | "listTrends"
        | "listTrendSubscriptions"
        | "listSavedViews" => {
            assert_eq!(body["items"].as_array().unwrap().len(), 0, "{body}");
            assert!(
                [Value::Null, Value::from(0)].contains(&body["total"]),
                "{body}"
            );
        }
        "listSignalIds" => assert_eq!(body, serde_json::json!({ "items": [], "more": false })),
        "changeSignals" => {
            assert_eq!(body["done"], serde_json::json!([]));
            assert_eq!(body["refused"][0]["problem"]["status"], 404, "{body}");
        }
        "exportSignals" => assert_eq!(body["items"], serde_json::json!([])),
        "listClusters" => assert_eq!(body, serde_json::json!({ "clusters": [] })),
        "getLanguageModel" => {
            assert_eq!(body, serde_json::json!({ "allowed": false, "version": 0 }));
        }
        "listPriorities" => {
            for list in ["issues", "ordered"] {
                assert_eq!(body[list].as_array().unwrap().len(), 0, "{body}");
            }
            assert_eq!(body["weights"]["version"], 0, "{body}");
        }
        "getPriorityWeights" => {
            assert_eq!(
                (&body["usual"], &body["version"]),
                (&true.into(), &0.into())
            );
        }
        "getIndicators" => {
            for item in body["items"].as_array().unwrap() {
                assert_eq!(item["now"]["received"], 0, "{body}");
                assert_eq!(item["now"]["detection"]["all"], 0, "{body}");
            }
        }
        // The word that all of the other authority's texts have is what was asked for.
        "search" => {
            assert_eq!(body["corrections"].as_array().unwrap().len(), 0, "{body}");
            for group in body["groups"].as_array().unwrap() {
                assert_eq!(group["total"], 0, "{body}");
                assert_eq!(group["items"].as_array().unwrap().len(), 0, "{body}");
            }
        }
        "getSuggestionRecord" => assert_eq!(body, serde_json::json!({ "kinds": [] })),
        "exportAuthority" => {
            for list in ["signals", "issues"] {
                assert_eq!(body[list].as_array().unwrap().len(), 0, "{body}");
            }
        }
        // Those have their own rows from the start; texts and ids are looked for in every answer.
        "listOrganisations" | "listMembers" | "listEntryLinks" | "listAuditEntries" => {}
        other => panic!("{other}: say what it shows where nothing happened"),
    }
}

/// Answers with what they had to be.
#[derive(Default)]
struct Heard(Vec<(String, Expected)>);

impl Heard {
    fn note(
        &mut self,
        who: impl Into<String>,
        answer: Answer,
        status: &'static [u16],
        kind: &'static str,
    ) {
        let expected = Expected {
            answer,
            status,
            kind,
        };
        self.0.push((who.into(), expected));
    }
}

/// The person's token as another installation with the same keys would issue it.
fn issued_elsewhere(app: &TestApp, staff: &Staff) -> String {
    let sources = &app.installation().sources;
    issue(
        app,
        staff,
        sources.keys().access_token(),
        "https://elders.test",
    )
}

/// The person's token by somebody who made a key.
fn signed_by_another_key(app: &TestApp, staff: &Staff) -> String {
    let file = app.folder().join("another.keys");
    let keys = identity::keys::init(&file, &SystemRandomness, app.now()).unwrap();
    let here = app.installation().config.public_base_url();
    issue(app, staff, keys.access_token(), &here)
}

fn issue(app: &TestApp, staff: &Staff, keys: &identity::keys::SigningKeys, issuer: &str) -> String {
    let (user, login) = (staff.user.uuid(), staff.login.uuid());
    let token = AccessToken::issue(keys, &SystemRandomness, app.now(), issuer, user, login);
    token.unwrap().reveal().to_owned()
}
