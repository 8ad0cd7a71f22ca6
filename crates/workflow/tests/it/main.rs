//! Use cases against a real SQLite file; where it matters, on PostgreSQL too.

mod audit_log;
mod cluster;
mod doors;
mod imports;
mod installation;
mod issues;
mod lineage;
mod people;
