#![doc = include_str!("../README.md")]

pub mod account_mark;
pub mod audit_head;
pub mod certificates;
pub mod digest;
pub mod entry_tokens;
pub mod idempotency;
pub mod keys;
pub mod mail_pace;
pub mod named;
pub mod passkeys;
pub mod password;
pub mod pseudonym;
pub mod randomness;
pub mod receipts;
pub mod refresh;
pub mod sealing;
pub mod sign_in_links;
pub mod sign_in_throttle;
pub mod tokens;
pub mod totp;
pub mod vapid;

mod keyed_hash;
mod secret;

pub use randomness::{Randomness, SeededRandomness, SystemRandomness};
pub use secret::Secret;
