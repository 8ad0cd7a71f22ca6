//! Calls to the server: one method per operation of `openapi.yaml`, with the types of crate `shared`.
//!
//! Who calls stands in the type: [`ApiClient<Anonymous>`] of a provider without account cannot even name an operation of
//! staff, and [`ApiClient<Authorised>`] always carries a login.

mod error;
mod key_ring;
#[cfg(feature = "field")]
mod provider;
#[cfg(feature = "desk")]
mod staff;
mod transport;

pub use error::ApiError;
#[cfg(feature = "field")]
pub use provider::{
    Anonymous, LOST, OpenedLink, Parcel, Said, account_mark, forget_token, is_lost, told_before,
};
#[cfg(feature = "desk")]
pub use staff::{Authorised, Login};
#[cfg(feature = "field")]
pub use transport::COPY;
#[cfg(feature = "desk")]
pub use transport::Versioned;

/// The server, as one kind of caller knows it. Cheap to clone; lives in context.
#[derive(Clone)]
pub struct ApiClient<W> {
    who: W,
}

/// What a call answers.
pub type Answer<T> = Result<T, ApiError>;
