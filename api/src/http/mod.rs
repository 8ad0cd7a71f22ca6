//! What every handler uses: permits, strict input, answers, problems.

pub(crate) mod answer;
mod contract;
pub(crate) mod described;
pub(crate) mod gate;
pub(crate) mod headers;
pub(crate) mod input;
pub(crate) mod openapi;
pub(crate) mod permitted;
pub(crate) mod problem;
pub(crate) mod watch;

pub(crate) use answer::{Created, Versioned};
pub(crate) use headers::{Expected, RepeatKey};
pub(crate) use input::{Input, Params};
pub(crate) use openapi::Refusals;
pub(crate) use permitted::Permitted;
pub(crate) use problem::ApiProblem;

/// Shared state, as handlers take it.
pub(crate) type App = actix_web::web::Data<crate::state::AppState>;
