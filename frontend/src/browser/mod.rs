//! The few things we ask of the browser itself. Nothing here decides anything; every call that a browser may refuse
//! (storage in private mode, clipboard without permission) answers with `None` or does nothing.

pub mod chunk;
pub mod clipboard;
pub mod clock;
pub mod dom;
#[cfg(feature = "field")]
pub mod download;
pub mod json;
#[cfg(feature = "field")]
pub mod passkey;
#[cfg(feature = "field")]
pub mod push;
pub mod storage;
pub mod task;
pub mod timer;
