//! Use cases against a real SQLite file.

mod imports;
mod installation;
