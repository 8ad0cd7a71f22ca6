//! The views of the phone client, built by hand (docs/adr/0006).
//!
//! The typed views of Leptos compile every view into code of its own, and the phone client was 280 kB of brotli with
//! them. Here a view is a [`Piece`], one type for all, and a part that follows a value is a boxed closure. The contract of
//! each part (ux.md §6) and its classes are those of `crate::components`.

mod banner;
mod button;
mod card;
mod chips;
mod dialog;
mod error_summary;
mod field;
mod loading;
mod page;
mod piece;
mod select;
mod text_area;
mod text_field;
mod timeline;
mod toast;

pub(super) use banner::{Tone, empty_state, notice};
pub(super) use button::{Kind, button, button_link, copy_button, link, submit_button};
pub(super) use card::card;
pub(super) use chips::{Chip, chip_set, chips_of_list, choice_set};
pub(super) use dialog::dialog;
pub(super) use error_summary::error_summary;
pub(super) use field::inline_error;
pub(super) use loading::{Reading, loading};
pub(super) use page::page;
pub(super) use piece::{Piece, listen, piece, section, svg};
pub(super) use select::select;
pub(super) use text_area::{count, text_area};
pub(super) use text_field::{Line, text_field};
pub(super) use timeline::{StepState, TimelineStep, timeline};
pub(super) use toast::{Toaster, toasts};
