//! The field client.

/// Starts the client.
pub fn start() {}
