//! The part of an address behind `?`: what a list shows stands there, so that Back, reload and sharing restore it.

use std::fmt::{self, Write as _};

/// Names and values in order; one name may stand several times.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    /// Reads it, with or without its `?`.
    pub(super) fn parse(search: &str) -> Self {
        let search = search.strip_prefix('?').unwrap_or(search);
        let pairs = search.split('&').filter(|pair| !pair.is_empty());
        Self(
            pairs
                .map(|pair| {
                    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                    (decode(name), decode(value))
                })
                .collect(),
        )
    }

    /// The first value of a name that is not empty.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// Every value of a name that is not empty.
    pub(super) fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(known, value)| known == name && !value.is_empty())
            .map(|(_, value)| value.as_str())
    }

    /// Adds a value; an empty one is left out.
    #[must_use]
    pub(super) fn with(mut self, name: &str, value: impl fmt::Display) -> Self {
        let value = value.to_string();
        if !value.is_empty() {
            self.0.push((name.to_owned(), value));
        }
        self
    }

    /// Adds each of several values.
    #[must_use]
    pub(super) fn with_all<T: fmt::Display>(
        self,
        name: &str,
        values: impl IntoIterator<Item = T>,
    ) -> Self {
        values
            .into_iter()
            .fold(self, |query, value| query.with(name, value))
    }

    /// The address of a page with this query.
    pub(super) fn at(&self, path: &str) -> String {
        if self.0.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{self}")
        }
    }
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, (name, value)) in self.0.iter().enumerate() {
            if position > 0 {
                f.write_str("&")?;
            }
            write!(f, "{}={}", encode(name), encode(value))?;
        }
        Ok(())
    }
}

fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let mut ahead = rest.clone();
                let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
                let (high, low) = (digit(ahead.next()), digit(ahead.next()));
                match high
                    .zip(low)
                    .map(|(high, low)| u8::try_from(high * 16 + low))
                {
                    Some(Ok(decoded)) => {
                        bytes.push(decoded);
                        rest = ahead;
                    }
                    _ => bytes.push(b'%'),
                }
            }
            other => bytes.push(other),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_back() {
        let query = Query::default()
            .with("q", "wachtlijst & é")
            .with_all("theme", ["housing", "care"])
            .with("place", "");
        assert_eq!(
            query.to_string(),
            "q=wachtlijst%20%26%20%C3%A9&theme=housing&theme=care"
        );
        assert_eq!(Query::parse(&query.to_string()), query);
    }

    #[test]
    fn an_address_typed_by_hand_is_read_as_far_as_it_goes() {
        let query = Query::parse("?q=100%&theme&theme=housing&x=a+b%zz");
        assert_eq!(query.get("q"), Some("100%"));
        assert_eq!(query.all("theme").collect::<Vec<_>>(), ["housing"]);
        assert_eq!(query.get("x"), Some("a b%zz"));
    }

    #[test]
    fn a_page_without_query_has_a_bare_address() {
        assert_eq!(Query::default().at("/desk/signals"), "/desk/signals");
    }
}
