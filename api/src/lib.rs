#![doc = include_str!("../README.md")]

mod background;
pub mod cli;
mod clients;
pub mod config;
mod first_start;
mod http;
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
