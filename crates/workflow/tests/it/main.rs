//! Use cases against a real SQLite file; where it matters, on PostgreSQL too.

mod cluster;
mod imports;
mod installation;
mod issues;
mod lineage;
