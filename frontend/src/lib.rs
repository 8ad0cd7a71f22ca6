#![doc = include_str!("../README.md")]
#![cfg_attr(
    feature = "desk",
    expect(
        clippy::needless_pass_by_value,
        reason = "properties of components are owned"
    ),
    expect(
        unreachable_pub,
        reason = "the component macro makes properties public beside the component"
    )
)]

pub mod api;
pub mod browser;
#[cfg(feature = "desk")]
pub mod components;
#[cfg(feature = "desk")]
pub mod desk;
#[cfg(feature = "field")]
pub mod field;
pub mod forms;
pub mod i18n;
#[cfg(feature = "field")]
pub mod offline;
pub mod parts;
#[cfg(feature = "desk")]
pub mod prelude;
pub mod state;
