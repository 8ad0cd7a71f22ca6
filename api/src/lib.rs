#![doc = include_str!("../README.md")]

mod actions;
mod background;
pub mod cli;
mod clients;
pub mod config;
mod exports;
mod first_start;
mod http;
mod issues;
mod limits;
mod meta;
mod metrics;
mod misses;
mod operations;
mod revocations;
pub mod server;
mod signals;
pub mod sources;
mod state;
mod tls;

pub use operations::document;
