#![doc = include_str!("../README.md")]

mod actor;
mod decide;
mod operations;
mod permit;
mod scope;
mod urgency;

pub use actor::{Actor, ActorMembership, Staff};
pub use decide::{Denied, Wanted, allows, decide, for_system};
pub use operations::*;
pub use permit::{Permit, PermitActor};
pub use scope::Scope;
pub use urgency::{Urgency, urgency_of};
