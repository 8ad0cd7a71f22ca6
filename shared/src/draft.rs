//! Collecting the errors of a draft, so that a person sees all of them at once.

use crate::problem::{Code, FieldError, Invalid};

/// A rule that one value breaks, before anybody knows in which field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Broken {
    /// Which rule.
    pub code: Code,
    /// The limit of the rule, where it has one.
    pub limit: Option<u64>,
    /// How much was found, where it was counted.
    pub actual: Option<u64>,
}

impl Broken {
    /// A rule without number.
    pub const fn rule(code: Code) -> Self {
        Self {
            code,
            limit: None,
            actual: None,
        }
    }

    /// A rule with its limit and what was found.
    pub fn limit(code: Code, limit: usize, actual: usize) -> Self {
        Self {
            code,
            limit: u64::try_from(limit).ok(),
            actual: u64::try_from(actual).ok(),
        }
    }
}

/// Gathers the field errors of one draft.
#[derive(Debug, Default)]
pub struct Check {
    errors: Vec<FieldError>,
}

impl Check {
    /// Keeps the value, or notes which rule the field at `pointer` breaks.
    pub fn field<T>(&mut self, pointer: &str, parsed: Result<T, Broken>) -> Option<T> {
        parsed.map_err(|broken| self.note(pointer, broken)).ok()
    }

    /// Notes a rule that the field at `pointer` breaks.
    pub fn note(&mut self, pointer: &str, broken: Broken) {
        let Broken {
            code,
            limit,
            actual,
        } = broken;
        self.errors.push(FieldError {
            pointer: pointer.to_owned(),
            code,
            limit,
            actual,
        });
    }

    /// The value, unless some field broke a rule.
    ///
    /// `None` without a noted error is a mistake in a `parse`; it answers as an unreadable draft rather than panic.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, Invalid> {
        let mut errors = self.errors.into_iter();
        match (errors.next(), value) {
            (None, Some(value)) => Ok(value),
            (Some(first), _) => Err(Invalid::new(first, errors.collect())),
            (None, None) => Err(Invalid::one("", Code::SchemaViolation)),
        }
    }
}
