//! The audit log: what stands in it, and that nobody changes it unseen.

use std::sync::Arc;

use chrono::Duration;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use identity::keys::{self, KeyRing, LiveKeys};
use policy::{
    Actor, CloseIssue, GetSignal, ListAuditEntries, Permit, RunJob, Staff, SubmitSignal, TagSignal,
    Wanted, decide, for_system,
};
use shared::audit::{AuditEntry, AuditOutcome};
use shared::codes::Role;
use shared::id::{EntryLinkId, LoginId};
use storage::Tx;
use uuid::Uuid;
use workflow::Stop;
use workflow::audit::{self, Fault, ReadLog, Verification};

use crate::doors::Person;
use crate::installation::Installation;

impl Installation {
    /// Everybody's entries: some of staff, some of providers.
    async fn work(&self, times: usize) {
        let provider = Actor::EntryLink {
            authority: self.authority,
            link: EntryLinkId::new(Uuid::from_u128(9)),
        };
        let submit: Permit<SubmitSignal> = decide(&provider, Wanted::All).unwrap();
        let tag: Permit<TagSignal> = self.permit();
        for count in 0..times {
            let touch = move |tx: &mut Tx<'_>| -> Result<(), Stop> {
                tx.touches_because("signal", Uuid::from_u128(7), "theme");
                Ok(())
            };
            if count % 5 == 0 {
                self.db.write(&submit, touch).await.unwrap();
            } else {
                self.db.write(&tag, touch).await.unwrap();
            }
        }
    }

    async fn seal(&self) -> usize {
        let (sources, authority) = (self.sources.clone(), self.authority);
        let permit = for_system::<RunJob>(authority);
        let seal = move |tx: &mut Tx<'_>| audit::seal(tx, &sources, authority);
        self.db.keep_house(permit.scope(), seal).await.unwrap()
    }

    async fn must_seal(&self) -> bool {
        let (sources, authority) = (self.sources.clone(), self.authority);
        let permit = for_system::<RunJob>(authority);
        let ask = move |tx: &mut Tx<'_>| audit::must_seal(tx, &sources, authority);
        self.db.read(permit.scope(), ask).await.unwrap()
    }

    async fn verify(&self) -> Result<Verification, Stop> {
        audit::verify(&self.db, &self.sources, self.authority).await
    }

    async fn log(&self) -> Vec<AuditEntry> {
        let permit = self.permit::<ListAuditEntries>();
        let (scope, sources) = (permit.scope().clone(), self.sources.clone());
        let read = move |tx: &mut Tx<'_>| {
            let mut entries = Vec::new();
            let mut after = None;
            loop {
                let page = audit::list_audit_entries(tx, &permit, &sources, after, 3)?;
                entries.extend(page.items);
                let Some(next) = page.next else { break };
                after = Some(next.parse().unwrap());
            }
            Ok::<_, Stop>(entries)
        };
        self.db.read(&scope, read).await.unwrap()
    }

    fn actor(&self, person: &Person, roles: &[Role]) -> Actor {
        Actor::Staff(self.staff(person, roles))
    }

    fn staff(&self, person: &Person, roles: &[Role]) -> Staff {
        Staff {
            user: person.user,
            login: LoginId::new(Uuid::nil()),
            memberships: vec![policy::ActorMembership {
                id: person.membership,
                authority: self.authority,
                organisation: None,
                roles: roles.to_vec(),
            }],
        }
    }
}

/// Works and seals several times, so that the chain has links; some hours lie in between, so that some are signed.
async fn sealed_log(rounds: usize, each: usize) -> Installation {
    let installation = Installation::new().await;
    for _ in 0..rounds {
        installation.work(each).await;
        installation.clock.advance(Duration::minutes(25));
        installation.seal().await;
    }
    installation
}

#[tokio::test]
async fn a_thousand_entries_verify() {
    let installation = sealed_log(10, 100).await;
    let verified = installation.verify().await.unwrap();
    assert_eq!(verified.faults, []);
    assert_eq!((verified.seals, verified.entries), (10, 1_000));
    assert!(!installation.must_seal().await);
    assert_eq!(installation.seal().await, 0, "and nothing is sealed twice");
}

#[tokio::test]
async fn a_log_verifies_on_every_engine() {
    for installation in Installation::on_every_engine().await {
        installation.work(30).await;
        installation.clock.advance(Duration::seconds(3));
        assert!(installation.must_seal().await);
        assert_eq!(installation.seal().await, 30);
        assert!(installation.verify().await.unwrap().is_clean());
    }
}

#[tokio::test]
async fn more_entries_than_a_seal_holds_make_more_seals_at_once() {
    let installation = Installation::new().await;
    installation.work(1_003).await;
    installation.clock.advance(Duration::seconds(3));
    assert_eq!(installation.seal().await, 1_003);
    let verified = installation.verify().await.unwrap();
    assert_eq!(verified.faults, []);
    assert_eq!((verified.seals, verified.entries), (2, 1_003));
}

#[tokio::test]
async fn entries_settle_for_two_seconds_and_missing_seals_are_seen_after_ten() {
    let installation = Installation::new().await;
    let staff = installation.permit::<TagSignal>();
    let nothing = |_: &mut Tx<'_>| Ok::<_, Stop>(());
    installation.db.write(&staff, nothing).await.unwrap();
    installation.clock.advance(Duration::seconds(2));
    assert_eq!(installation.seal().await, 0);
    assert!(installation.verify().await.unwrap().is_clean());
    installation.clock.advance(Duration::seconds(9));
    let verified = installation.verify().await.unwrap();
    assert_eq!(verified.faults, [Fault::Unsealed(1)]);
    assert_eq!(installation.seal().await, 1);
    assert!(installation.verify().await.unwrap().is_clean());
}

/// Every table of the log as it was, so that one attack after another finds it whole.
const KEEP: &str = "CREATE TABLE kept_audit AS SELECT * FROM audit; \
    CREATE TABLE kept_audit_sealed AS SELECT * FROM audit_sealed; \
    CREATE TABLE kept_audit_seals AS SELECT * FROM audit_seals;";
const RESTORE: &str = "DELETE FROM audit; INSERT INTO audit SELECT * FROM kept_audit; \
    DELETE FROM audit_sealed; INSERT INTO audit_sealed SELECT * FROM kept_audit_sealed; \
    DELETE FROM audit_seals; INSERT INTO audit_seals SELECT * FROM kept_audit_seals;";
/// Who can write the file can drop triggers.
const UNLOCK: &str =
    "DROP TRIGGER audit_is_append_only_on_update; DROP TRIGGER audit_is_append_only_on_delete;";

#[tokio::test]
async fn every_kind_of_tampering_is_found() {
    let installation = sealed_log(6, 10).await;
    let mut file = installation.file();
    file.batch_execute(UNLOCK).unwrap();
    file.batch_execute(KEEP).unwrap();
    assert!(installation.verify().await.unwrap().is_clean());
    for attack in attacks() {
        let before = changes(&mut file);
        file.batch_execute(&attack).unwrap();
        assert_ne!(changes(&mut file), before, "nothing was attacked: {attack}");
        let found = installation.verify().await;
        assert!(
            !found.as_ref().is_ok_and(Verification::is_clean),
            "not found: {attack}"
        );
        file.batch_execute(RESTORE).unwrap();
        assert!(
            installation.verify().await.unwrap().is_clean(),
            "restored after: {attack}"
        );
    }
}

fn changes(file: &mut storage::sqlite::Conn) -> i64 {
    diesel::select(diesel::dsl::sql::<diesel::sql_types::BigInt>(
        "total_changes()",
    ))
    .get_result(file)
    .unwrap()
}

fn attacks() -> Vec<String> {
    let some = |table: &str, position: usize| {
        format!("rowid = (SELECT rowid FROM {table} ORDER BY rowid LIMIT 1 OFFSET {position})")
    };
    let mut attacks = Vec::new();
    // Each column of entries early, in the middle and late.
    let columns = [
        ("authority_id", "zeroblob(16)"),
        ("id", "randomblob(16)"),
        ("at", "at + 1"),
        (
            "actor_ref",
            "CASE WHEN actor_ref IS NULL THEN randomblob(16) ELSE NULL END",
        ),
        (
            "role",
            "CASE role WHEN 'processor' THEN 'administrator' ELSE 'processor' END",
        ),
        ("operation", "operation || 's'"),
        ("object_type", "NULL"),
        ("object_id", "replace(object_id, '7', '8')"),
        ("outcome", "'refused'"),
        (
            "reason_code",
            "CASE WHEN reason_code IS NULL THEN '' ELSE NULL END",
        ),
    ];
    for position in [0, 11, 23, 38, 59] {
        let row = some("audit", position);
        for (column, value) in columns {
            attacks.push(format!("UPDATE audit SET {column} = {value} WHERE {row}"));
        }
        attacks.push(format!("DELETE FROM audit WHERE {row}"));
        // With its place in the seal, too.
        attacks.push(format!(
            "DELETE FROM audit_sealed WHERE audit_id = (SELECT id FROM audit WHERE {row}); DELETE FROM audit WHERE {row}"
        ));
        let place = some("audit_sealed", position);
        attacks.push(format!(
            "UPDATE audit_sealed SET seal_no = seal_no + 100 WHERE {place}"
        ));
        attacks.push(format!(
            "UPDATE audit_sealed SET position = position + 100 WHERE {place}"
        ));
        attacks.push(format!("DELETE FROM audit_sealed WHERE {place}"));
    }
    // Two entries of a seal change places.
    attacks.push(
        "UPDATE audit_sealed SET position = -1 WHERE seal_no = 3 AND position = 4; \
         UPDATE audit_sealed SET position = 4 WHERE seal_no = 3 AND position = 5; \
         UPDATE audit_sealed SET position = 5 WHERE seal_no = 3 AND position = -1;"
            .to_owned(),
    );
    // An entry that never was, put in long after: without a seal, and into one.
    let insert = "INSERT INTO audit SELECT authority_id, x'0123456789abcdef0123456789abcdef', at, actor_ref, role, \
        operation, object_type, object_id, outcome, reason_code FROM audit WHERE rowid = 7;";
    attacks.push(insert.to_owned());
    attacks.push(format!(
        "{insert} INSERT INTO audit_sealed SELECT authority_id, x'0123456789abcdef0123456789abcdef', 2, 10 \
         FROM audit WHERE rowid = 7; UPDATE audit_seals SET rows_count = 11 WHERE seal_no = 2;"
    ));
    for seal in 1..=6 {
        for (column, value) in [
            ("seal_no", "seal_no + 100"),
            ("sealed_at", "sealed_at + 1"),
            ("rows_count", "rows_count + 1"),
            ("rows_hash", "randomblob(32)"),
            ("prev_hash", "randomblob(32)"),
            ("hash", "randomblob(32)"),
            ("signature", "randomblob(80)"),
        ] {
            attacks.push(format!(
                "UPDATE audit_seals SET {column} = {value} WHERE seal_no = {seal}"
            ));
        }
        attacks.push(format!("DELETE FROM audit_seals WHERE seal_no = {seal}"));
    }
    // A signature that is taken away is missed.
    attacks.push("UPDATE audit_seals SET signature = NULL WHERE signature IS NOT NULL".to_owned());
    attacks
}

#[tokio::test]
async fn an_entry_that_comes_too_late_is_never_sealed() {
    let installation = sealed_log(2, 10).await;
    let insert = "INSERT INTO audit SELECT authority_id, randomblob(16), at, actor_ref, role, operation, object_type, \
        object_id, outcome, reason_code FROM audit WHERE actor_ref IS NOT NULL ORDER BY rowid LIMIT 1;";
    installation.file().batch_execute(insert).unwrap();
    assert_eq!(installation.seal().await, 0);
    let verified = installation.verify().await.unwrap();
    assert_eq!(verified.faults, [Fault::Unsealed(1)]);
}

#[tokio::test]
async fn what_a_key_signed_before_it_was_revoked_is_told_apart_and_what_it_signs_since_is_wrong() {
    let mut installation = Installation::new().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("keys");
    let randomness = installation.sources.randomness.clone();
    keys::init(&file, &*randomness, installation.sources.now().utc()).unwrap();
    let stolen = KeyRing::load(&file).unwrap();
    let kid = stolen.audit_head().all()[0].kid().to_owned();
    let with = |ring: KeyRing| Arc::new(LiveKeys::new(ring));
    let seal = async |installation: &Installation| {
        installation.work(10).await;
        installation.clock.advance(Duration::minutes(61));
        installation.seal().await;
    };

    installation.sources.keys = with(stolen.clone());
    seal(&installation).await;
    let revoked_at = installation.sources.now().utc();
    keys::revoke(&file, &kid, 0, &*randomness, revoked_at).unwrap();
    let ours = KeyRing::load(&file).unwrap();
    installation.sources.keys = with(ours.clone());
    seal(&installation).await;
    let verified = installation.verify().await.unwrap();
    assert_eq!(verified.faults, []);
    assert_eq!(verified.by_revoked_key, [1]);

    installation.sources.keys = with(stolen);
    seal(&installation).await;
    installation.sources.keys = with(ours);
    let verified = installation.verify().await.unwrap();
    assert_eq!(verified.faults, [Fault::SignatureWrong(3)]);
}

#[tokio::test]
async fn the_log_only_grows() {
    let installation = sealed_log(1, 10).await;
    for statement in [
        "DELETE FROM audit",
        "UPDATE audit SET operation = 'nothing'",
    ] {
        let refused = installation.file().batch_execute(statement).unwrap_err();
        assert!(refused.to_string().contains("append-only"), "{refused}");
    }
}

#[tokio::test]
async fn a_reader_sees_names_of_staff_and_of_providers_the_day_alone() {
    for installation in Installation::on_every_engine().await {
        let person = installation
            .add_person("An Peeters", &[Role::Processor])
            .await;
        let actor = installation.actor(&person, &[Role::Processor]);
        let tag: Permit<TagSignal> = decide(&actor, Wanted::All).unwrap();
        let touch = |tx: &mut Tx<'_>| -> Result<(), Stop> {
            tx.touches("signal", Uuid::from_u128(7));
            Ok(())
        };
        installation.db.write(&tag, touch).await.unwrap();
        installation.work(1).await;
        let log = installation.log().await;
        let of_staff = log
            .iter()
            .find(|entry| entry.operation == "tagSignal")
            .unwrap();
        assert_eq!(of_staff.by.as_deref(), Some("An Peeters"));
        assert_eq!(of_staff.role, Some(Role::Processor));
        assert_eq!(of_staff.at, "2026-11-23T09:00:00Z");
        assert!(!of_staff.sealed);
        let of_provider = log
            .iter()
            .find(|entry| entry.operation == "submitSignal")
            .unwrap();
        assert_eq!((of_provider.by.as_deref(), of_provider.role), (None, None));
        assert_eq!(of_provider.at, "2026-11-23");
        installation.clock.advance(Duration::seconds(3));
        installation.seal().await;
        assert!(installation.log().await.iter().all(|entry| entry.sealed));
    }
}

#[tokio::test]
async fn every_entry_stands_on_one_page() {
    let installation = Installation::new().await;
    installation.work(20).await;
    let log = installation.log().await;
    let mut ids: Vec<_> = log.iter().map(|entry| entry.id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!((log.len(), ids.len()), (20, 20));
}

#[tokio::test]
async fn a_refusal_is_written_down() {
    let installation = Installation::new().await;
    let person = installation
        .add_person("An Peeters", &[Role::PolicyOfficer])
        .await;
    let staff = installation.staff(&person, &[Role::PolicyOfficer]);
    let (db, sources) = (&installation.db, &installation.sources);
    audit::refused::<CloseIssue>(db, sources, &staff, Wanted::All)
        .await
        .unwrap();
    let log = installation.log().await;
    assert_eq!(log.len(), 1, "the refusal alone");
    assert_eq!(
        (log[0].operation.as_str(), log[0].outcome),
        ("closeIssue", AuditOutcome::Refused)
    );
    assert_eq!(log[0].by.as_deref(), Some("An Peeters"));
}

#[tokio::test]
async fn readings_gather_and_are_written_once() {
    let installation = Installation::new().await;
    let person = installation
        .add_person("An Peeters", &[Role::Processor])
        .await;
    let actor = installation.actor(&person, &[Role::Processor]);
    let read: Permit<GetSignal> = decide(&actor, Wanted::All).unwrap();
    let log = ReadLog::default();
    for id in ["first", "second", "second"] {
        let (sources, authority) = (&installation.sources, installation.authority);
        log.note(&read, sources, authority, "signal", id);
    }
    assert!(
        installation.log().await.is_empty(),
        "reading waits for no writing"
    );
    assert_eq!(log.flush(&installation.db).await.unwrap(), 2);
    assert_eq!(log.flush(&installation.db).await.unwrap(), 0);
    let written = installation.log().await;
    assert_eq!(written.len(), 2);
    assert!(
        written
            .iter()
            .all(|entry| entry.operation == "getSignal" && entry.by.is_some())
    );
}
