//! What happens to signals, one use case a file.
