//! What an authority tells everybody: its published issues with what is done about them, and numbers that point at nobody
//! (ux.md D19, trust.md §8.4, docs/adr/0027).

mod languages;
mod page;
mod release;

use shared::codes::Language;
use shared::time::Day;

pub use page::{PublicAction, PublicIssue, PublicMonth, PublicPage, public_page};
pub use release::release_months;

/// A day as people write it: 14 december 2026.
pub fn day_in_words(day: Day, language: Language) -> String {
    crate::texts::day(day, language)
}

/// The month of a day as people write it: december 2026.
pub fn month_in_words(day: Day, language: Language) -> String {
    crate::texts::month(day, language)
}
