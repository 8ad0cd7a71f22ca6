//! Nothing undocumented is taken: every operation of the contract, asked with a field, a parameter, a body or a method
//! that it does not have. What openapi.yaml says of its headers is held against what the server does.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use shared::codes::Role;
use testkit::{Answer, Asks, Call, Staff, TestApp};

/// One operation of the contract.
struct Described {
    id: String,
    method: String,
    /// Below `/api/v1`, with something in every place of the path.
    path: String,
    /// The example of its JSON body.
    example: Option<Value>,
    /// The schema of its JSON body.
    schema: Value,
    takes_body: bool,
    /// Names of its query parameters.
    parameters: BTreeSet<String>,
    /// Names of the headers that it asks for.
    headers: BTreeSet<String>,
    statuses: BTreeSet<String>,
}

fn document() -> Value {
    serde_json::to_value(api::document()).unwrap()
}

/// Follows a reference of the contract.
fn resolved<'d>(document: &'d Value, value: &'d Value) -> &'d Value {
    match value["$ref"].as_str() {
        Some(reference) => {
            let pointer = reference.trim_start_matches('#');
            resolved(document, document.pointer(pointer).unwrap())
        }
        None => value,
    }
}

fn operations(document: &Value) -> Vec<Described> {
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let body = &operation["requestBody"];
            let json = &body["content"]["application/json"];
            let parameters = operation["parameters"].as_array();
            let parameters = parameters
                .into_iter()
                .flatten()
                .map(|parameter| resolved(document, parameter));
            let names = |place: &str| {
                let here = parameters
                    .clone()
                    .filter(|parameter| parameter["in"] == place);
                here.map(|parameter| parameter["name"].as_str().unwrap().to_owned())
                    .collect()
            };
            operations.push(Described {
                id: operation["operationId"].as_str().unwrap().to_owned(),
                method: method.to_uppercase(),
                path: filled(path.trim_start_matches("/api/v1")),
                example: json.get("example").cloned(),
                schema: json["schema"].clone(),
                takes_body: !body.is_null(),
                parameters: names("query"),
                headers: names("header"),
                statuses: operation["responses"]
                    .as_object()
                    .unwrap()
                    .keys()
                    .cloned()
                    .collect(),
            });
        }
    }
    assert!(operations.len() > 70, "{} operations", operations.len());
    operations
}

/// Something that could be there in every place of a path.
fn filled(path: &str) -> String {
    let fill = |part: &str| match part {
        "{slug}" => "linde".to_owned(),
        "{batchId}" => "issue.5d0b7a52-93a4-4a0e-8a7e-1f6f1c0d4b22.decision".to_owned(),
        part if part.starts_with('{') => "0b6c2f0e-6a1d-4c1e-9a57-2f1f6d0c8e11".to_owned(),
        part => part.to_owned(),
    };
    let parts: Vec<String> = path.split('/').map(fill).collect();
    parts.join("/")
}

/// Somebody who may do everything that anybody may.
async fn everybody(app: &TestApp) -> Staff {
    let roles = [
        Role::Provider,
        Role::Processor,
        Role::LeadProcessor,
        Role::PolicyOfficer,
        Role::Administrator,
    ];
    app.member("linde", &roles).await
}

fn call(who: &dyn Asks, operation: &Described) -> Call {
    who.call(&operation.method, &operation.path)
        .header("Sec-Fetch-Site", "same-origin")
        .expecting(1)
}

/// Name and rule of the only thing that is wrong.
#[track_caller]
fn broken(answer: &Answer, status: u16, problem: &str) -> (String, String) {
    let problem = answer.assert_problem(status, problem);
    assert_eq!(problem.issues.len(), 1, "{}", answer.text());
    let issue = &problem.issues[0];
    let rule = issue.r#type.rsplit(':').next().unwrap_or_default();
    (issue.name.clone(), rule.to_owned())
}

/// Pointers to every object within a value.
fn objects(value: &Value, pointer: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            found.push(pointer.to_owned());
            for (name, field) in fields {
                objects(field, &format!("{pointer}/{name}"), found);
            }
        }
        Value::Array(items) => {
            for (position, item) in items.iter().enumerate() {
                objects(item, &format!("{pointer}/{position}"), found);
            }
        }
        _ => {}
    }
}

#[tokio::test]
async fn a_field_that_nobody_asked_for_is_refused_wherever_it_stands() {
    let app = TestApp::start().await;
    let who = everybody(&app).await;
    let document = document();
    let mut asked = 0;
    for operation in operations(&document) {
        let Some(example) = &operation.example else {
            continue;
        };
        let mut places = Vec::new();
        objects(example, "", &mut places);
        for place in places {
            let mut body = example.clone();
            let object: &mut Map<String, Value> =
                body.pointer_mut(&place).unwrap().as_object_mut().unwrap();
            object.insert("colour".to_owned(), json!(1));
            let answer = call(&who, &operation).json(&body).await;
            asked += 1;
            let problem = answer.assert_problem(400, "belgif:badRequest");
            let name = &problem.issues[0].name;
            // A map takes any key that names a column; this one does not.
            let is_map = (operation.id.as_str(), place.as_str()) == ("startImport", "/columns");
            assert!(
                is_map || *name == format!("{place}/colour"),
                "{} at {place:?}: {}",
                operation.id,
                answer.text()
            );
        }
    }
    assert!(asked > 50, "only {asked} requests");
}

#[test]
fn the_example_of_every_body_shows_every_object_that_may_stand_in_it() {
    let document = document();
    for operation in operations(&document) {
        let Some(example) = &operation.example else {
            continue;
        };
        missing(&document, &operation.schema, example, &operation.id);
    }
}

/// Fails when the schema has a nested object that the example does not show.
fn missing(document: &Value, schema: &Value, example: &Value, place: &str) {
    let schema = resolved(document, schema);
    for part in schema["allOf"].as_array().into_iter().flatten() {
        missing(document, part, example, place);
    }
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let here = format!("{place}/{name}");
        if let Some(inner) = nested(document, property) {
            let shown = match &example[name] {
                Value::Array(items) => items.first().cloned(),
                Value::Null => None,
                shown => Some(shown.clone()),
            };
            let shown = shown.unwrap_or_else(|| panic!("{here}: no example shows it"));
            missing(document, &inner, &shown, &here);
        }
    }
}

/// The object schema of a property, in a list or in an option, if it is one.
fn nested(document: &Value, property: &Value) -> Option<Value> {
    let property = resolved(document, property);
    if property["properties"].is_object() {
        return Some(property.clone());
    }
    let alternatives = property["oneOf"].as_array().into_iter().flatten();
    let inner = alternatives.chain(property.get("items"));
    inner.into_iter().find_map(|inner| nested(document, inner))
}

#[tokio::test]
async fn a_parameter_that_nobody_asked_for_is_refused_by_every_operation() {
    let app = TestApp::start().await;
    let who = everybody(&app).await;
    for operation in operations(&document()) {
        let answer = call(&who, &operation).query("colour", "red").await;
        let expected = ("colour".to_owned(), "unknownInput".to_owned());
        let found = broken(&answer, 400, "belgif:badRequest");
        assert_eq!(found, expected, "{}", operation.id);

        let long = "a".repeat(4 * 1_024);
        let answer = call(&who, &operation).query("colour", &long).await;
        let problem = answer.assert_problem(400, "belgif:badRequest");
        assert!(problem.detail.unwrap().contains("4096 bytes"));
    }
}

#[tokio::test]
async fn no_filter_takes_a_control_character() {
    let app = TestApp::start().await;
    let who = everybody(&app).await;
    let mut asked = 0;
    for operation in operations(&document()) {
        for name in &operation.parameters {
            for value in [
                "\u{0}",
                "wacht\u{0}en",
                "a\u{7}",
                "\u{1b}[1m",
                "\u{85}",
                "a\nb",
            ] {
                let answer = call(&who, &operation).query(name, value).await;
                asked += 1;
                let found = broken(&answer, 422, "lokaalsignaal:invalidDraft");
                let expected = (name.clone(), "forbiddenCharacter".to_owned());
                assert_eq!(found, expected, "{} {value:?}", operation.id);
            }
        }
    }
    assert!(asked > 100, "only {asked} requests");
}

#[tokio::test]
async fn an_operation_without_body_takes_none() {
    let app = TestApp::start().await;
    let who = everybody(&app).await;
    let mut without = 0;
    for operation in operations(&document()) {
        if operation.takes_body {
            continue;
        }
        without += 1;
        let answer = call(&who, &operation).json(&json!({ "colour": 1 })).await;
        let expected = ("/colour".to_owned(), "unknownInput".to_owned());
        let found = broken(&answer, 400, "belgif:badRequest");
        assert_eq!(found, expected, "{}", operation.id);

        let large = format!("{{\"colour\":\"{}\"}}", "a".repeat(40_000));
        let answer = call(&who, &operation)
            .bytes("application/json", large)
            .await;
        answer.assert_problem(413, "belgif:payloadTooLarge");

        let answer = call(&who, &operation).bytes("text/plain", "hallo").await;
        answer.assert_problem(415, "belgif:unsupportedMediaType");

        // The signing-out at the end of the list must not end the others' login.
        for body in ["", "{}"] {
            let answer = call(&who, &operation).bytes("application/json", body).await;
            assert!(
                ![400, 413, 415].contains(&answer.status) && answer.status < 500,
                "{} {body:?}: {}",
                operation.id,
                answer.text()
            );
        }
    }
    assert!(without > 30, "only {without} operations");
}

#[tokio::test]
async fn a_method_that_does_not_exist_is_refused_with_those_that_do() {
    let app = TestApp::start().await;
    let who = everybody(&app).await;
    let document = document();
    for (path, methods) in document["paths"].as_object().unwrap() {
        let exist: BTreeSet<String> = methods
            .as_object()
            .unwrap()
            .keys()
            .map(|method| method.to_uppercase())
            .collect();
        for method in [
            "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "INVENTED",
        ] {
            if exist.contains(method) {
                continue;
            }
            let path = filled(path.trim_start_matches("/api/v1"));
            let answer = who.call(method, &path).await;
            assert_eq!(answer.status, 405, "{method} {path}: {}", answer.text());
            let allow = answer.header("allow");
            let allow: BTreeSet<String> = allow.split(", ").map(ToOwned::to_owned).collect();
            assert_eq!(allow, exist, "{method} {path}");
        }
    }
    let answer = who.call("POST", "/nothing").await;
    answer.assert_problem(404, "belgif:resourceNotFound");
}

#[tokio::test]
async fn the_contract_names_the_headers_that_an_operation_asks_for() {
    let app = TestApp::start().await;
    let who = everybody(&app).await;
    for operation in operations(&document()) {
        let body = operation.example.clone().unwrap_or_else(|| json!({}));
        let whole = |who: &dyn Asks| {
            let call = call(who, &operation);
            if operation.id == "createImport" {
                return call.bytes("text/csv", "Wat merk je?\nWachten op een woning\n");
            }
            call.json(&body)
        };
        let asks_for = |name: &str| operation.headers.contains(name);

        let blind = whole(&who).without("If-Match").await;
        assert_eq!(
            blind.status == 428,
            asks_for("If-Match"),
            "{}: {}",
            operation.id,
            blind.text()
        );
        let unmarked = whole(&who).without("Idempotency-Key").await;
        let missing = unmarked.status == 400 && unmarked.text().contains("Idempotency-Key");
        assert_eq!(
            missing,
            asks_for("Idempotency-Key"),
            "{}: {}",
            operation.id,
            unmarked.text()
        );
        let unnamed = whole(&app.anyone()).await;
        let missing = unnamed.text().contains("LokaalSignaal-Authority");
        assert!(
            !missing || asks_for("LokaalSignaal-Authority"),
            "{}: {}",
            operation.id,
            unnamed.text()
        );
        for answer in [blind, unmarked, unnamed] {
            let status = answer.status.to_string();
            assert!(
                operation.statuses.contains(&status),
                "{} answers {status} and does not say so",
                operation.id
            );
        }
    }
}
