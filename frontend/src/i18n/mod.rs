//! The texts of the interface, in the language of the page.
//!
//! `build.rs` makes a type for every key of `locales/*.json`; [`t!`] builds it and asks its text, so a key that does not
//! exist or a placeholder that is forgotten does not compile. The words themselves are no part of the program: each page
//! carries those of its language as JSON in `<script id="texts">`, and names the file of those that come later
//! (`data-texts`, docs/adr/0010).

mod format;
mod labels;
mod texts;

pub use format::{compare, day, day_with_weekday, moment, number, time_of_day};
pub use labels::{Labelled, text_of_code, text_of_problem};
#[cfg(test)]
pub(crate) use texts::use_dutch_texts;
pub use texts::{
    Count, Texts, add_later, filled, find as text_of_key, has_later, language, load, locale, plain,
    plural, read_texts,
};

/// The types behind [`t!`]; written by `build.rs`.
#[expect(
    non_camel_case_types,
    reason = "a type is named after the key of its text"
)]
pub mod keys {
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
}

/// The text of a key: `t!(common.add)`, `t!(common.error_id, id = instance)`, `t!(mine.unread, count = 3)`.
///
/// A text without placeholders is a `&'static str`, any other a `String`.
#[macro_export]
macro_rules! t {
    ($section:ident . $key:ident $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::i18n::keys::$section::$key { $($name: $value),* }.text()
    };
}
