//! The parts that pages are made of (ux.md §6). Native elements first; each part carries its own accessible name,
//! description and state, so that a page cannot forget them.

mod banner;
mod button;
mod card;
mod chip_set;
mod conflict_view;
mod copy_button;
mod dialog;
mod empty_state;
mod error_summary;
mod field;
pub mod icon;
mod loading;
mod mark;
mod page;
mod password_field;
mod problem_view;
mod scrolled;
mod select;
mod status_line;
mod text_area;
mod text_field;
mod toast;

pub use banner::{Banner, BannerKind, Notice};
pub use button::{Button, ButtonKind, SubmitButton};
pub use card::Card;
pub use chip_set::{Chip, ChipSet, ChoiceSet};
pub use conflict_view::ConflictView;
pub use copy_button::CopyButton;
pub use dialog::Dialog;
pub use empty_state::EmptyState;
pub use error_summary::ErrorSummary;
pub use field::{Field, FieldContract};
pub use icon::{Icon, Shape};
pub use loading::{Loaded, Loading};
pub use mark::Mark;
pub use page::{Page, first_page_was_shown};
pub use password_field::PasswordField;
pub use problem_view::ProblemView;
pub use scrolled::{come_back_to, remember_scrolling, scroll_list_to_top};
pub use select::Select;
pub use status_line::StatusLine;
pub use text_area::TextArea;
pub use text_field::TextField;
pub use toast::{RecentAct, Toaster, Toasts, provide_toaster, use_toaster};
