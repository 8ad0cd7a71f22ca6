//! Actions over all issues (D13).

mod card;
mod list;
mod view;

pub(in crate::desk) use card::ActionCard;
pub(in crate::desk) use list::ActionsPage;
