//! Words for what is wrong with one field.

use shared::problem::{Code, FieldError};

use crate::t;

/// What is wrong and what to do about it.
pub fn words_of(error: &FieldError) -> String {
    let limit = error.limit.unwrap_or_default();
    match error.code {
        Code::TooShort => t!(problem.tooShort, limit = crate::i18n::number(limit)),
        Code::TooLong => t!(
            problem.tooLong,
            limit = crate::i18n::number(limit),
            actual = crate::i18n::number(error.actual.unwrap_or_default())
        ),
        code => crate::i18n::text_of_problem(code).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_stands_in_the_words() {
        crate::i18n::use_dutch_texts();
        let error = FieldError {
            limit: Some(10),
            ..FieldError::new("/text", Code::TooShort)
        };
        assert_eq!(words_of(&error), "Schrijf minstens 10 tekens");
    }
}
