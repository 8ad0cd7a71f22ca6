//! Reading.

use std::str::FromStr;

use shared::codes::ClosedList;

#[cfg(not(target_arch = "wasm32"))]
type Parsed = serde_json::Value;
#[cfg(target_arch = "wasm32")]
type Parsed = wasm_bindgen::JsValue;

/// A value that was parsed. Every way to read it answers `None` when it has another shape.
pub struct Json(Parsed);

/// The browser's parser.
#[cfg(target_arch = "wasm32")]
impl Json {
    /// Parses a text.
    #[inline(never)]
    pub fn parse(text: &str) -> Option<Self> {
        js_sys::JSON::parse(text).ok().map(Self)
    }

    /// The member of an object; `null` counts as absent.
    #[inline(never)]
    pub fn at(&self, name: &str) -> Option<Self> {
        let member = js_sys::Reflect::get(&self.0, &name.into()).ok()?;
        (!member.is_undefined() && !member.is_null()).then_some(Self(member))
    }

    /// A text.
    pub fn as_text(&self) -> Option<String> {
        self.0.as_string()
    }

    /// A truth.
    pub fn as_flag(&self) -> Option<bool> {
        self.0.as_bool()
    }

    /// A whole number that JSON and JavaScript agree about.
    pub fn as_number(&self) -> Option<u64> {
        const LARGEST: f64 = 9_007_199_254_740_992.0;
        let number = self.0.as_f64()?;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::as_conversions,
            reason = "whole, positive and below 2^53"
        )]
        (number.fract() == 0.0 && (0.0..=LARGEST).contains(&number)).then_some(number as u64)
    }

    /// A small whole number, which may be below zero.
    pub fn as_whole(&self) -> Option<i32> {
        let number = self.0.as_f64()?;
        let is_small = number.fract() == 0.0 && number.abs() <= f64::from(i32::MAX);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::as_conversions,
            reason = "whole and within i32"
        )]
        is_small.then_some(number as i32)
    }

    /// The items of a list.
    #[inline(never)]
    pub fn items(&self) -> Option<Vec<Self>> {
        let items = wasm_bindgen::JsCast::dyn_ref::<js_sys::Array>(&self.0)?;
        Some(items.iter().map(Self).collect())
    }

    /// As it was written, but for its spaces.
    #[cfg(feature = "field")]
    pub fn written(&self) -> Option<String> {
        js_sys::JSON::stringify(&self.0).ok()?.as_string()
    }

    /// The members of an object whose values are all texts, in the order in which they were written.
    #[inline(never)]
    pub fn texts(&self) -> Option<Vec<(String, String)>> {
        let members = js_sys::Object::entries(wasm_bindgen::JsCast::dyn_ref(&self.0)?);
        let member = |member: wasm_bindgen::JsValue| {
            let member: js_sys::Array = wasm_bindgen::JsCast::unchecked_into(member);
            Some((member.get(0).as_string()?, member.get(1).as_string()?))
        };
        members.iter().map(member).collect()
    }
}

/// Outside a browser: for tests.
#[cfg(not(target_arch = "wasm32"))]
impl Json {
    /// Parses a text.
    pub fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok().map(Self)
    }

    /// As it was written, but for its spaces.
    #[cfg(feature = "field")]
    pub fn written(&self) -> Option<String> {
        Some(self.0.to_string())
    }

    /// The member of an object; `null` counts as absent.
    pub fn at(&self, name: &str) -> Option<Self> {
        let member = self.0.get(name).filter(|member| !member.is_null())?;
        Some(Self(member.clone()))
    }

    /// A text.
    pub fn as_text(&self) -> Option<String> {
        self.0.as_str().map(str::to_owned)
    }

    /// A truth.
    pub fn as_flag(&self) -> Option<bool> {
        self.0.as_bool()
    }

    /// A whole number.
    pub fn as_number(&self) -> Option<u64> {
        self.0.as_u64()
    }

    /// A small whole number, which may be below zero.
    pub fn as_whole(&self) -> Option<i32> {
        self.0
            .as_i64()
            .and_then(|number| i32::try_from(number).ok())
    }

    /// The items of a list.
    pub fn items(&self) -> Option<Vec<Self>> {
        let items = self.0.as_array()?;
        Some(items.iter().cloned().map(Self).collect())
    }

    /// The members of an object whose values are all texts.
    pub fn texts(&self) -> Option<Vec<(String, String)>> {
        let members = self.0.as_object()?.iter();
        let member = |(name, value): (&String, &Parsed)| {
            value.as_str().map(|value| (name.clone(), value.to_owned()))
        };
        members.map(member).collect()
    }
}

/// Members of an object.
impl Json {
    /// A text.
    #[inline(never)]
    pub fn text(&self, name: &str) -> Option<String> {
        self.at(name)?.as_text()
    }

    /// A truth.
    #[inline(never)]
    pub fn flag(&self, name: &str) -> Option<bool> {
        self.at(name)?.as_flag()
    }

    /// A whole number, as long as it fits.
    pub fn number<N: TryFrom<u64>>(&self, name: &str) -> Option<N> {
        self.at(name)?.as_number()?.try_into().ok()
    }

    /// An id or a day.
    pub fn parsed<T: FromStr>(&self, name: &str) -> Option<T> {
        self.text(name)?.parse().ok()
    }

    /// A code of a closed list.
    pub fn code<L: ClosedList>(&self, name: &str) -> Option<L> {
        L::of_code(&self.text(name)?)
    }

    /// Items of one kind.
    pub fn list<T>(&self, name: &str, read: impl Fn(&Self) -> Option<T>) -> Option<Vec<T>> {
        let mut read_items = Vec::new();
        for item in self.at(name)?.items()? {
            read_items.push(read(&item)?);
        }
        Some(read_items)
    }
}

#[cfg(test)]
mod tests {
    use shared::codes::Frequency;

    use super::*;

    fn json(text: &str) -> Json {
        Json::parse(text).unwrap()
    }

    #[test]
    fn members_are_read_by_name() {
        let json =
            json(r#"{"a": "x", "b": true, "c": 3, "d": "weekly", "e": ["1", "2"], "f": null}"#);
        assert_eq!(json.text("a").as_deref(), Some("x"));
        assert_eq!(json.flag("b"), Some(true));
        assert_eq!(json.number("c"), Some(3_u8));
        assert_eq!(json.code("d"), Some(Frequency::Weekly));
        assert_eq!(
            json.list("e", Json::as_text),
            Some(vec!["1".into(), "2".into()])
        );
        assert!(json.at("f").is_none());
    }

    #[test]
    fn another_shape_is_none() {
        let json = json(r#"{"a": 300, "b": "often", "c": ["1", 2]}"#);
        assert_eq!(json.text("a"), None);
        assert_eq!(json.number::<u8>("a"), None);
        assert_eq!(json.code::<Frequency>("b"), None);
        assert_eq!(json.list("c", Json::as_text), None);
    }
}
