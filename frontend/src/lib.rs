#![doc = include_str!("../README.md")]
#![expect(
    clippy::needless_pass_by_value,
    reason = "properties of components are owned"
)]
#![expect(
    unreachable_pub,
    reason = "the component macro makes properties public beside the component"
)]

pub mod api;
pub mod browser;
pub mod components;
#[cfg(feature = "desk")]
pub mod desk;
#[cfg(feature = "field")]
pub mod field;
pub mod forms;
pub mod i18n;
pub mod prelude;
pub mod state;
