#![doc = include_str!("../README.md")]

mod actor;
mod decide;
mod operations;
mod permit;
mod scope;

pub use actor::{Actor, ActorMembership, Staff};
pub use decide::{Denied, Wanted, allows, decide, for_system};
pub use operations::*;
pub use permit::{Permit, PermitActor};
pub use scope::Scope;
