//! Who may do what: every operation of the contract, asked by everybody who might not (architecture.md §5).

mod contract;
mod foreign;
mod strangers;
mod targets;
mod versions;

use std::collections::BTreeMap;

use policy::{Access, TABLE};
use testkit::TestApp;

use contract::{Who, expectations, operations};
use strangers::Strangers;
use targets::Targets;

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

#[test]
fn the_policy_table_says_what_was_written_down_apart_from_it() {
    let expected: BTreeMap<String, Who> = expectations().into_iter().collect();
    let said: BTreeMap<String, Who> = TABLE
        .iter()
        .filter_map(|row| {
            let who = match row.access {
                Access::Public => Who::Everybody,
                // The table has no roles for these: `decide` knows who works in an authority, and the walk asks.
                Access::EntryLink => match expected.get(row.name) {
                    Some(Who::EntryLink(roles)) => Who::EntryLink(roles.clone()),
                    _ => Who::EntryLink(Vec::new()),
                },
                Access::Receipt => Who::Receipt,
                Access::Login => Who::Login,
                Access::Roles(roles) => Who::Roles(roles.to_vec()),
                Access::System => return None,
            };
            Some((row.name.to_owned(), who))
        })
        .collect();
    for (operation, who) in &said {
        assert_eq!(expected.get(operation), Some(who), "{operation}");
    }
    for operation in expected.keys() {
        assert!(said.contains_key(operation), "{operation} is no operation");
    }
}

#[tokio::test]
async fn every_operation_refuses_whoever_the_policy_does_not_name() {
    let app = TestApp::start().await;
    let targets = Targets::arrange(&app).await;
    let strangers = Strangers::arrange(&app, &targets).await;
    let mut asked = 0;
    for operation in operations() {
        let who = Who::may(&operation.id);
        let before = app.fingerprint();
        for (stranger, answer) in strangers.ask(&operation, &who, &targets).await {
            asked += 1;
            answer.check(&format!("{} by {stranger}", operation.id), &targets);
        }
        assert_eq!(
            before,
            app.fingerprint(),
            "{} changed its target",
            operation.id
        );
        for answer in strangers.ask_as_allowed(&operation, &who, &targets).await {
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
    assert!(asked > 2_000, "only {asked} requests");
    println!("{asked} requests");
}
