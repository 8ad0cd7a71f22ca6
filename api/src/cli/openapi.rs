//! Prints the contract.

/// Writes openapi.yaml to standard output.
pub(crate) fn run() -> super::Done {
    super::say(&crate::document().to_yaml()?)
}
