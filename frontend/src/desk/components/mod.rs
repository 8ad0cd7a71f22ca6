//! Parts that only the desk has.

mod combobox;
mod forbidden;
mod history;
mod issue_picker;
mod language_choice;
mod one_authority;
mod pager;
mod qr_picture;
mod recent_acts;
mod refusal;
mod searching;
mod state_badge;
mod step_form;

pub(in crate::desk) use combobox::Combobox;
pub(in crate::desk) use forbidden::Forbidden;
pub(in crate::desk) use history::{HistoryLine, HistoryList};
pub(in crate::desk) use issue_picker::IssuePicker;
pub(in crate::desk) use language_choice::LanguageChoice;
pub(in crate::desk) use one_authority::OneAuthority;
pub(in crate::desk) use pager::{ListBody, MoreRows, Pager};
pub(in crate::desk) use qr_picture::QrPicture;
pub(in crate::desk) use recent_acts::RecentActs;
pub(in crate::desk) use refusal::Refusal;
pub(in crate::desk) use searching::SearchField;
pub(in crate::desk) use state_badge::StateBadge;
pub(in crate::desk) use step_form::{LeftoverNotice, StepForm};
