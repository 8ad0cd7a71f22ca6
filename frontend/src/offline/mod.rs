//! The device's outbox: `shared::outbox` decides, the store that the page's first script made keeps (ux.md §8).

mod parcel;
mod store;

pub use parcel::Parcel;
pub use store::{Sealed, change_outbox, is_available, lock, outbox, parcel_of, seal_parcel, wipe};
