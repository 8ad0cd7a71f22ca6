//! Normal form, graphemes, letters: by tables on the server, by the browser's own on the phone, where tables are too heavy.

#[cfg(not(target_arch = "wasm32"))]
pub(crate) use tables::{graphemes, is_alphanumeric, lowercase, nfc};

#[cfg(target_arch = "wasm32")]
pub(crate) use browser::{graphemes, is_alphanumeric, lowercase, nfc};

#[cfg(not(target_arch = "wasm32"))]
mod tables {
    use unicode_normalization::UnicodeNormalization;
    use unicode_segmentation::UnicodeSegmentation;

    pub(crate) fn nfc(text: &str) -> String {
        text.nfc().collect()
    }

    pub(crate) fn graphemes(text: &str) -> usize {
        text.graphemes(true).count()
    }

    pub(crate) fn lowercase(text: &str) -> String {
        text.to_lowercase()
    }

    /// True when every character is a letter or a digit.
    pub(crate) fn is_alphanumeric(text: &str) -> bool {
        text.chars().all(char::is_alphanumeric)
    }
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use js_sys::{Array, Function, JsString, Reflect, RegExp, global};

    pub(crate) fn nfc(text: &str) -> String {
        JsString::from(text).normalize("NFC").into()
    }

    /// By `Intl.Segmenter`; a browser without it (before 2024) counts code points, and the server has the last word.
    pub(crate) fn graphemes(text: &str) -> usize {
        by_segmenter(text).unwrap_or_else(|| text.chars().count())
    }

    pub(crate) fn lowercase(text: &str) -> String {
        JsString::from(text).to_lower_case().into()
    }

    /// True when every character is a letter or a digit.
    pub(crate) fn is_alphanumeric(text: &str) -> bool {
        RegExp::new(r"^[\p{Alphabetic}\p{N}]*$", "u").test(text)
    }

    fn by_segmenter(text: &str) -> Option<usize> {
        let intl = Reflect::get(&global(), &"Intl".into()).ok()?;
        let class = Function::from(Reflect::get(&intl, &"Segmenter".into()).ok()?);
        let segmenter = Reflect::construct(&class, &Array::new()).ok()?;
        let segment = Function::from(Reflect::get(&segmenter, &"segment".into()).ok()?);
        let segments = segment.call1(&segmenter, &text.into()).ok()?;
        usize::try_from(Array::from(&segments).length()).ok()
    }
}
