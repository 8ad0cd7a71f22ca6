//! How long a text is: on the screen, and in characters.

use shared::text::graphemes;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlTextAreaElement};

use crate::t;

/// Lets a text area be as high as its text, where CSS `field-sizing` does not do it.
pub fn grow(area: &HtmlTextAreaElement) {
    let element: &HtmlElement = area.unchecked_ref();
    let style = element.style();
    if style
        .get_property_value("field-sizing")
        .is_ok_and(|value| !value.is_empty())
    {
        return;
    }
    let _ = style.set_property("height", "auto");
    let _ = style.set_property("height", &format!("{}px", area.scroll_height() + 4));
}

/// The words, and whether it is too much; `None` below 75 %.
pub fn words_of_count(text: &str, max: usize) -> Option<(String, bool)> {
    // Cheap first: a grapheme is at least one byte.
    if text.len() < max * 3 / 4 {
        return None;
    }
    let count = graphemes(text.trim());
    if count > max {
        return Some((t!(submit.count_over, count = count - max), true));
    }
    (count >= max * 3 / 4).then(|| (t!(submit.count_left, count = max - count), false))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_counted_before_three_quarters() {
        crate::i18n::use_dutch_texts();
        assert_eq!(words_of_count(&"é".repeat(74), 100), None);
        assert_eq!(
            words_of_count(&"é".repeat(75), 100),
            Some(("Nog 25 tekens".into(), false))
        );
        assert_eq!(
            words_of_count(&"é".repeat(99), 100),
            Some(("Nog 1 teken".into(), false))
        );
    }

    #[test]
    fn one_may_type_on_over_the_limit() {
        crate::i18n::use_dutch_texts();
        assert_eq!(
            words_of_count(&"a".repeat(103), 100),
            Some(("3 tekens te veel".into(), true))
        );
    }
}
