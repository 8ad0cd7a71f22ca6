//! How much a signal tells, 0 to 100 (product.md, indicator depth): the same function as the hint in the form.

use shared::codes::{Language, People};
use shared::signal::NewChips;
use storage::records::{SignalRecord, SignalTextRecord};
use text::Element;

/// What the chips tell already.
#[derive(Debug, Default)]
pub(super) struct Told(Vec<Element>);

impl Told {
    /// By the chips of the provider.
    pub(super) fn by(chips: &NewChips) -> Self {
        Self::listed([
            (Element::Who, !chips.target_groups.is_empty()),
            (Element::HowMany, chips.people.is_some_and(is_number)),
            (Element::HowOften, chips.frequency.is_some()),
            (Element::Where, chips.place.is_some()),
            (Element::Tried, chips.tried.is_some()),
            (Element::Wish, chips.wish.is_some()),
        ])
    }

    /// By what is stored of them, for a text that a processor changed or released.
    pub(super) fn stored(record: &SignalRecord, text: &SignalTextRecord, has_groups: bool) -> Self {
        let people = record.people.map(|people| people.0);
        Self::listed([
            (Element::Who, has_groups),
            (Element::HowMany, people.is_some_and(is_number)),
            (Element::HowOften, record.frequency.is_some()),
            (Element::Where, record.place.is_some()),
            (Element::Tried, text.tried.is_some()),
            (Element::Wish, text.wish.is_some()),
        ])
    }

    fn listed<const N: usize>(elements: [(Element, bool); N]) -> Self {
        let told = elements.into_iter().filter(|(_, told)| *told);
        Self(told.map(|(element, _)| element).collect())
    }
}

/// "Unknown" tells that somebody was asked, not how many.
fn is_number(people: People) -> bool {
    people != People::Unknown
}

/// The depth of a text with its chips.
pub(super) fn depth_of(text: &str, told: &Told, locale: Language) -> i32 {
    i32::from(text::depth(text, locale).with(&told.0).score())
}
