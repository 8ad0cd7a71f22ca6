#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

pub mod action;
pub mod analysis;
pub mod audit;
pub mod authority;
pub mod codes;
pub mod draft;
pub mod entry_link;
pub mod export;
pub mod feedback;
pub mod id;
pub mod import;
pub mod issue;
pub mod learning;
pub mod life_cycle;
pub mod lineage;
pub mod mail_pace;
pub mod organisation;
pub mod outbox;
pub mod page;
pub mod passkey;
pub mod person;
pub mod problem;
pub mod profession;
pub mod push;
pub mod question;
pub mod sign_in;
pub mod signal;
pub mod sources;
pub mod start;
pub mod taxonomy;
pub mod text;
pub mod time;
pub mod timeline;
mod unicode;
