//! The device's outbox: `shared::outbox` decides, the store that the page's first script made keeps (ux.md §8).

mod item;
mod store;

pub use store::{
    Body, change_outbox, change_outbox_if, copy, keep_copies, keep_draft, lock, outbox, parcel_of,
    seal_parcel, still_sends, wipe,
};
