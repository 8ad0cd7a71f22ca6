#![doc = include_str!("../README.md")]
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "used by tests only: a test that cannot go on fails where it stands"
)]

mod actors;
mod answer;
mod app;
mod arrange;
mod call;
mod clock;
mod cluster;
mod command;
mod database;
mod language_model_server;
mod line;
mod mailbox;
mod operations;
mod push_service;
mod real_server;
pub mod recorder;
pub mod wire;
mod world;

pub use actors::{Anyone, Provider, Staff};
pub use answer::Answer;
pub use app::TestApp;
pub use arrange::by;
pub use call::Call;
pub use clock::{TestClock, TestIds};
pub use command::Elsewhere;
pub use database::{Away, Database, choose_engine};
pub use jobs::Analyst;
pub use language_model_server::{LanguageModelServer, Says};
pub use line::Line;
pub use mailbox::{Mail, Mailbox, unfolded};
pub use operations::Asks;
pub use push_service::{PushService, Ring};
pub use real_server::{Prepared, RealServer};
pub use world::{PASSWORD, Person};
