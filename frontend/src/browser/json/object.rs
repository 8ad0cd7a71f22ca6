//! Writing.

use std::fmt::Write as _;

/// An object being written, member by member. A member without value is left out.
#[derive(Default)]
pub struct Object(String);

impl Object {
    /// Without members.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text.
    #[must_use]
    pub fn text<'a>(self, name: &str, value: impl Into<Option<&'a str>>) -> Self {
        match value.into() {
            Some(value) => self.json(name, &quoted(value)),
            None => self,
        }
    }

    /// Adds a number or a truth.
    #[must_use]
    pub fn plain(self, name: &str, value: impl ToString) -> Self {
        self.json(name, &value.to_string())
    }

    /// Adds a list of texts; an empty one is left out.
    #[must_use]
    pub fn texts(self, name: &str, values: &[String]) -> Self {
        if values.is_empty() {
            return self;
        }
        self.json(name, &list(values.iter().map(|value| quoted(value))))
    }

    /// Adds what is JSON already.
    #[must_use]
    #[inline(never)]
    pub fn json(mut self, name: &str, json: &str) -> Self {
        self.0.push(if self.0.is_empty() { '{' } else { ',' });
        self.0.push_str(&quoted(name));
        self.0.push(':');
        self.0.push_str(json);
        self
    }

    /// The whole.
    pub fn written(self) -> String {
        if self.0.is_empty() {
            return "{}".to_owned();
        }
        self.0 + "}"
    }
}

/// A list of what is JSON already.
pub fn list(values: impl Iterator<Item = String>) -> String {
    let mut written = String::from("[");
    for value in values {
        if written.len() > 1 {
            written.push(',');
        }
        written.push_str(&value);
    }
    written.push(']');
    written
}

fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            '\n' => quoted.push_str("\\n"),
            control if control < ' ' => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(control));
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn an_object_is_json() {
        let written = Object::new()
            .text("text", "twee\nregels en een \"citaat\" \\ \u{1} é 👍")
            .text("absent", None)
            .plain("count", 3)
            .texts("none", &[])
            .texts("some", &["a".into(), "b".into()])
            .json("inner", &Object::new().written())
            .written();
        let read: Value = serde_json::from_str(&written).unwrap();
        let expected = json!({
            "text": "twee\nregels en een \"citaat\" \\ \u{1} é 👍", "count": 3, "some": ["a", "b"], "inner": {},
        });
        assert_eq!(read, expected);
    }
}
