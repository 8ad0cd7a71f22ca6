//! The desk client.

/// Starts the client.
pub fn start() {}
