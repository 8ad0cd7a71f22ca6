//! Why a call gave no answer.

#[cfg(feature = "field")]
use shared::outbox::Outcome;
use shared::problem::{Code, Problem};

/// Why a call gave no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApiError {
    /// The server could not be reached.
    Unreachable,
    /// The answer took too long; whether the server did it is unknown.
    TimedOut,
    /// The server refused and says why.
    Refused(Box<Problem>),
    /// The server answered something that this client does not understand, with this status.
    Unreadable(u16),
}

impl ApiError {
    /// The reason in the error table, when there is one.
    pub fn code(&self) -> Option<Code> {
        match self {
            Self::Refused(problem) => problem.code(),
            _ => None,
        }
    }

    /// What a person reads, in one or two sentences that say what to do.
    pub fn text(&self) -> String {
        match self {
            Self::Unreachable => crate::t!(problem.network).to_owned(),
            Self::TimedOut => crate::t!(error.timeout).to_owned(),
            Self::Unreadable(_) => crate::t!(problem.unknown).to_owned(),
            Self::Refused(problem) => text_of_problem(problem),
        }
    }

    /// Names this one occurrence, for whoever asks us about it: also in the log of the server.
    pub fn instance(&self) -> Option<&str> {
        match self {
            Self::Refused(problem) => problem
                .instance
                .as_deref()
                .map(|urn| urn.strip_prefix("urn:uuid:").unwrap_or(urn)),
            _ => None,
        }
    }

    /// True when it is a fault of ours, which whoever asks us about it should be able to name.
    pub fn is_our_fault(&self) -> bool {
        match self {
            Self::Unreachable | Self::TimedOut => false,
            Self::Unreadable(_) => true,
            Self::Refused(problem) => problem.status >= 500,
        }
    }

    /// True when the same call may succeed later without a change.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Unreachable | Self::TimedOut => true,
            Self::Unreadable(status) => *status >= 500,
            Self::Refused(problem) => {
                problem.status >= 500
                    || problem.status == 429
                    || problem.code() == Some(Code::StillProcessing)
            }
        }
    }

    /// What it means for an item of the outbox.
    #[cfg(feature = "field")]
    pub fn outcome(&self) -> Outcome {
        let Self::Refused(problem) = self else {
            return match self {
                // Something between us and the server answered in its place.
                Self::Unreadable(_) => Outcome::Unknown { asked_ms: None },
                _ => Outcome::Unreachable,
            };
        };
        let asked_ms = problem
            .retry_after_sec
            .and_then(|seconds| i64::try_from(seconds).ok()?.checked_mul(1_000));
        match problem.code() {
            Some(code) => Outcome::of_refusal(code, asked_ms),
            // A reason that only a newer client knows.
            None if problem.status >= 500 => Outcome::Unknown { asked_ms },
            None => Outcome::Refused(Code::BadRequest),
        }
    }

    /// True when the server certainly did nothing, or did it and said so: a repetition is a new attempt.
    pub(super) fn is_definite(&self) -> bool {
        !self.is_passing()
    }
}

/// The problem's text in the language of the interface; the server's own title is for engineers.
fn text_of_problem(problem: &Problem) -> String {
    match problem.code() {
        Some(Code::ServiceUnavailable) => match problem.retry_after_sec {
            Some(seconds) => crate::t!(error.unavailable, seconds = seconds),
            None => crate::t!(problem.serviceUnavailable).to_owned(),
        },
        Some(code) => crate::i18n::text_of_problem(code).to_owned(),
        None => crate::t!(problem.unknown).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(code: Code) -> ApiError {
        ApiError::Refused(Box::new(code.into()))
    }

    #[test]
    fn a_first_attempt_that_is_still_worked_on_is_repeated_as_it_is() {
        assert!(refused(Code::StillProcessing).is_passing());
        assert!(refused(Code::ServiceUnavailable).is_passing());
        assert!(refused(Code::TooManyRequests).is_passing());
        assert!(ApiError::TimedOut.is_passing());
        assert!(!refused(Code::InvalidDraft).is_passing());
        assert!(!refused(Code::EntryLinkInvalid).is_passing());
    }

    #[test]
    fn the_code_of_an_error_is_shown_without_its_urn() {
        let problem = Problem {
            instance: Some("urn:uuid:4f3c2b1a-0c3d-4e5f-8b1a-93d4e5f6a755".into()),
            ..Code::InternalServerError.into()
        };
        let error = ApiError::Refused(Box::new(problem));
        assert_eq!(
            error.instance(),
            Some("4f3c2b1a-0c3d-4e5f-8b1a-93d4e5f6a755")
        );
    }

    #[test]
    fn every_refusal_has_words_and_no_placeholder_is_left() {
        crate::i18n::use_dutch_texts();
        for &code in Code::ALL {
            // These two name a limit and are about a field; `forms` fills them in.
            if matches!(code, Code::TooShort | Code::TooLong) {
                continue;
            }
            let text = refused(code).text();
            assert!(!text.contains('{'), "{text}");
        }
    }
}
