//! The way of an issue, with what its providers hear.
