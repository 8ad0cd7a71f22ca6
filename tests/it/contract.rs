//! openapi.yaml is what the code says.

use std::path::Path;

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
fn every_operation_has_a_name_a_summary_and_a_place() {
    let document = serde_json::to_value(api::document()).unwrap();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            for field in ["operationId", "summary", "tags"] {
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
