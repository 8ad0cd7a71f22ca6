//! What the contract offers, and what is expected of it.

use shared::codes::{ClosedList, Role};

/// One operation of openapi.yaml.
pub(super) struct Described {
    pub(super) id: String,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) has_body: bool,
}

impl Described {
    /// True when it names one thing.
    pub(super) fn names_a_thing(&self) -> bool {
        self.path.contains("Id}")
    }
}

/// Every operation of the contract.
pub(super) fn operations() -> Vec<Described> {
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

/// Who may do something, as `tests/security/policy.csv` says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Who {
    Everybody,
    EntryLink(Vec<Role>),
    Receipt,
    Login,
    Roles(Vec<Role>),
}

impl Who {
    /// What is expected of an operation; one that the list does not name fails.
    pub(super) fn may(operation: &str) -> Self {
        let expected = expectations();
        let line = expected.into_iter().find(|(name, _)| name == operation);
        line.unwrap_or_else(|| panic!("tests/security/policy.csv has no line for {operation}"))
            .1
    }

    fn read(who: &str) -> Self {
        let roles = |codes: &str| codes.split(' ').map(role).collect();
        match who {
            "everybody" => Self::Everybody,
            "receipt" => Self::Receipt,
            "login" => Self::Login,
            who => match who.strip_prefix("entryLink ") {
                Some(codes) => Self::EntryLink(roles(codes)),
                None => Self::Roles(roles(who)),
            },
        }
    }
}

fn role(code: &str) -> Role {
    Role::of_code(code).unwrap_or_else(|| panic!("no role {code:?}"))
}

/// The whole list.
pub(super) fn expectations() -> Vec<(String, Who)> {
    let lines = include_str!("../../security/policy.csv").lines();
    lines
        .filter(|line| !line.starts_with('#'))
        .skip(1)
        .map(|line| {
            let (operation, who) = line.split_once(',').expect("operation,who");
            (operation.to_owned(), Who::read(who))
        })
        .collect()
}
