//! Headers in the contract: which an operation takes and answers. Extractors read them, so no handler can say it; the
//! stories hold these lists against what the server does.

use policy::{Access, TABLE};
use serde_json::{Value, json};
use utoipa::Modify;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{Header, OpenApi, Ref, RefOr, Required, Response};

use super::permitted::{AUTHORITY, ENTRY_TOKEN};

/// Operations that change one thing in the version that the client saw.
const VERSIONED: [&str; 53] = [
    "acceptCluster",
    "addToCluster",
    "analyseIssue",
    "approveSummary",
    "askQuestion",
    "assignOwner",
    "cancelQuestion",
    "changeAction",
    "changeLanguageModel",
    "changePriorityWeights",
    "changeProfessions",
    "changeRoles",
    "closeIssue",
    "composeFeedback",
    "decideIssue",
    "describeIssue",
    "discardSummary",
    "dismissIssue",
    "endMembership",
    "endSignal",
    "linkSignal",
    "locateSignal",
    "mergeClusters",
    "mergeIssues",
    "moveAction",
    "parkIssue",
    "planAction",
    "prioritiseIssue",
    "recogniseIssue",
    "publishIssue",
    "reconsiderIssue",
    "reconsiderSignal",
    "recordEscalationAnswer",
    "redactSignal",
    "redirectSignal",
    "releaseSignal",
    "removeFromCluster",
    "reopenIssue",
    "resolveIssue",
    "resumeIssue",
    "sendEscalation",
    "splitCluster",
    "splitIssue",
    "stallIssue",
    "startIssue",
    "tagSignal",
    "undoLineage",
    "unlinkSignal",
    "unparkIssue",
    "unpublishIssue",
    "updateCluster",
    "validateIssue",
    "withdrawRecognition",
];
/// Operations that do a thing once, however often the request comes.
const ONCE: [&str; 12] = [
    "createEntryLink",
    "createImport",
    "createIssue",
    "createOrganisation",
    "inviteMember",
    "planAction",
    "resetSignIn",
    "saveView",
    "sendFeedback",
    "splitIssue",
    "submitSignal",
    "subscribeTrends",
];
/// Operations of somebody who has not signed in yet, by a link that names its authority.
const BY_INVITATION: [&str; 9] = [
    "acceptInvitation",
    "askPasskey",
    "askSignInLink",
    "chooseMailPace",
    "confirmSignIn",
    "joinAsProvider",
    "readInvitation",
    "usePasskey",
    "useSignInLink",
];
/// What is answered with a version.
const WITH_VERSION: [&str; 11] = [
    "Action",
    "ClusterDetail",
    "FeedbackBatch",
    "IssueDetail",
    "LanguageModelUse",
    "Member",
    "PriorityWeights",
    "SignalDetail",
    "SubmittedSignal",
    "SummaryDraft",
    "Taxonomy",
];

/// Adds the headers to a finished document.
pub(crate) struct Headers;

impl Modify for Headers {
    fn modify(&self, document: &mut OpenApi) {
        for item in document.paths.paths.values_mut() {
            operations_of(item).for_each(describe);
        }
        let components = document.components.get_or_insert_default();
        for (name, parameter) in parameters() {
            let parameter = RefOr::T(parameter);
            components.parameters.insert(name.to_owned(), parameter);
        }
        for (name, header) in headers() {
            components.headers.insert(name.to_owned(), RefOr::T(header));
        }
    }
}

fn operations_of(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let PathItem {
        get,
        put,
        post,
        patch,
        delete,
        ..
    } = item;
    [get, put, post, patch, delete].into_iter().flatten()
}

fn describe(operation: &mut Operation) {
    let id = operation.operation_id.clone().unwrap_or_default();
    let taken = operation.parameters.get_or_insert_default();
    for name in taken_by(&id) {
        taken.push(RefOr::Ref(Ref::new(format!(
            "#/components/parameters/{name}"
        ))));
    }
    for (status, answer) in &mut operation.responses.responses {
        let RefOr::T(answer) = answer else { continue };
        for (header, name) in answered_with(status, answer) {
            let reference = Ref::new(format!("#/components/headers/{name}"));
            answer
                .headers
                .insert(header.to_owned(), RefOr::Ref(reference));
        }
    }
}

fn taken_by(id: &str) -> Vec<&'static str> {
    let row = TABLE.iter().find(|row| row.name == id);
    let authority = match row.map(|row| row.access) {
        Some(Access::EntryLink | Access::Receipt) => Some("NamedAuthority"),
        Some(Access::Roles(_)) => Some("Authority"),
        _ if BY_INVITATION.contains(&id) => Some("NamedAuthority"),
        _ => None,
    };
    let entry_token = row
        .filter(|row| row.access == Access::EntryLink || id == "askSignInLink")
        .map(|_| "EntryToken");
    let once = ONCE.contains(&id).then_some("IdempotencyKey");
    let versioned = VERSIONED.contains(&id).then_some("IfMatch");
    [authority, entry_token, once, versioned]
        .into_iter()
        .flatten()
        .collect()
}

fn answered_with(status: &str, answer: &Response) -> Vec<(&'static str, &'static str)> {
    let mut headers = Vec::new();
    match status {
        "200" | "201" => {
            if status == "201" {
                headers.push(("Location", "Location"));
            }
            if has_version(answer) {
                headers.push(("ETag", "ETag"));
            }
        }
        "409" | "429" | "503" => headers.push(("Retry-After", "RetryAfter")),
        _ => {}
    }
    headers
}

fn has_version(answer: &Response) -> bool {
    answer.content.values().any(|content| {
        let content = serde_json::to_value(content).unwrap_or_default();
        let schema = content.pointer("/schema/$ref").and_then(Value::as_str);
        let name = schema.and_then(|schema| schema.rsplit('/').next());
        name.is_some_and(|name| WITH_VERSION.contains(&name))
    })
}

fn parameters() -> [(&'static str, Parameter); 5] {
    let parameter = |name: &str, is_needed: bool, description: &str, example: &str| {
        ParameterBuilder::new()
            .name(name)
            .parameter_in(ParameterIn::Header)
            .required(if is_needed {
                Required::True
            } else {
                Required::False
            })
            .description(Some(description))
            .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
            .example(Some(json!(example)))
            .build()
    };
    let (needed, optional) = (true, false);
    [
        (
            "Authority",
            parameter(
                AUTHORITY,
                optional,
                "Slug of the authority that this is about. Without it: every authority in which the caller has a role \
                 for this, which for writing must be exactly one.",
                "linde",
            ),
        ),
        (
            "NamedAuthority",
            parameter(
                AUTHORITY,
                needed,
                "Slug of the authority that this is about, from the address of its link. Who signed in and works for \
                 one authority may leave it out where a token is sent.",
                "linde",
            ),
        ),
        (
            "EntryToken",
            parameter(
                ENTRY_TOKEN,
                optional,
                "Token of an entry link, for whoever has no account.",
                "7k2m9tp4hdv6rbkx7q2m9tp4hdv6rbkx",
            ),
        ),
        (
            "IdempotencyKey",
            parameter(
                "Idempotency-Key",
                needed,
                "A UUID that marks one attempt. The same key with the same body does nothing twice and gets the same \
                 answer; with another body it is 422 `keyReused`; while the first is still being worked on, 409 \
                 `stillProcessing`; when what was made is erased since, 410 `gone`.",
                "0199a5d0-3c1e-7b42-9a57-2f1f6d0c8e11",
            ),
        ),
        (
            "IfMatch",
            parameter(
                "If-Match",
                needed,
                "The `ETag` of the version that the client saw. Missing: 428; outdated: 412 with `currentVersion`.",
                "\"7\"",
            ),
        ),
    ]
}

fn headers() -> [(&'static str, Header); 3] {
    let header = |kind, description: &str, example: Value| {
        HeaderBuilder::new()
            .schema(Some(ObjectBuilder::new().schema_type(kind)))
            .description(Some(description))
            .example(Some(example))
            .build()
    };
    [
        (
            "ETag",
            header(
                Type::String,
                "Version of what is answered, for `If-Match`.",
                json!("\"7\""),
            ),
        ),
        (
            "Location",
            header(
                Type::String,
                "Where it stands.",
                json!("/api/v1/issues/5d0b7a52-93a4-4a0e-8a7e-1f6f1c0d4b22"),
            ),
        ),
        (
            "RetryAfter",
            header(
                Type::Integer,
                "Seconds after which a new try makes sense, where one does.",
                json!(1),
            ),
        ),
    ]
}
