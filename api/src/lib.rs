#![doc = include_str!("../README.md")]

mod actions;
mod audit;
mod background;
pub mod cli;
mod clients;
pub mod config;
mod demo;
mod entry_links;
mod erasures;
mod export_quota;
mod exports;
mod feedback;
mod figures;
mod first_start;
mod http;
mod imports;
mod issues;
mod limits;
mod logins;
mod mail_pace;
mod meta;
mod metrics;
mod misses;
mod operations;
mod organisations;
mod people;
mod push;
mod readiness;
mod revocations;
pub mod server;
mod signals;
pub mod sources;
mod state;
mod suggestions;
mod tls;

pub use operations::document;
