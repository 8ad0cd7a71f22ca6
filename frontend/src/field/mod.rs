//! The field client: a provider sends a signal from a phone and hears what came of it (ux.md §4.1).

mod app;
mod device;
mod enrich;
mod follow;
mod help;
mod language;
mod mine;
mod picker;
mod profile;
mod receipt;
mod route;
mod sent;
mod settings;
mod state;
mod statements;
mod submit;
mod timeline;
mod timeline_messages;
mod timeline_steps;

pub use app::start;
