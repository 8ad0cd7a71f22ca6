//! What the contract says about the input of each operation: asked on every request, so that nothing undocumented is taken.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use utoipa::openapi::path::{Operation, ParameterIn};
use utoipa::openapi::{OpenApi, RefOr};

/// What one operation takes.
#[derive(Debug)]
pub(crate) struct Declared {
    /// Its operationId.
    pub(crate) id: String,
    /// Parameters of the query.
    pub(crate) parameters: BTreeSet<String>,
    /// True when it takes a body.
    pub(crate) takes_body: bool,
}

/// Operations at one address, by method.
pub(crate) type Place = BTreeMap<&'static str, Declared>;

/// Operations at an address as the router writes it, such as `/api/v1/signals/{signalId}`; `None` outside the API.
pub(crate) fn at(pattern: &str) -> Option<&'static Place> {
    static PLACES: LazyLock<BTreeMap<String, Place>> =
        LazyLock::new(|| places(crate::operations::document()));
    // Most servers are asked for something else first: nobody waits for the contract before it is needed.
    pattern
        .starts_with("/api/")
        .then(|| PLACES.get(pattern))
        .flatten()
}

fn places(document: OpenApi) -> BTreeMap<String, Place> {
    let mut places = BTreeMap::new();
    for (path, item) in document.paths.paths {
        let operations = [
            ("GET", item.get),
            ("POST", item.post),
            ("PUT", item.put),
            ("PATCH", item.patch),
            ("DELETE", item.delete),
        ];
        let declared = operations
            .into_iter()
            .filter_map(|(method, operation)| Some((method, declared(operation?))));
        places.insert(path, declared.collect());
    }
    places
}

fn declared(operation: Operation) -> Declared {
    let parameters = operation.parameters.unwrap_or_default().into_iter();
    Declared {
        id: operation.operation_id.unwrap_or_default(),
        parameters: parameters
            .filter_map(|parameter| match parameter {
                RefOr::T(parameter) if parameter.parameter_in == ParameterIn::Query => {
                    Some(parameter.name)
                }
                _ => None,
            })
            .collect(),
        takes_body: operation.request_body.is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_of_the_contract_is_known_with_its_methods() {
        let signals = at("/api/v1/signals").unwrap();
        assert_eq!(signals.keys().collect::<Vec<_>>(), [&"GET", &"POST"]);
        assert!(signals["GET"].parameters.contains("targetGroup") && !signals["GET"].takes_body);
        assert!(signals["POST"].parameters.is_empty() && signals["POST"].takes_body);
        assert!(at("/desk/{rest:.*}").is_none());
    }
}
