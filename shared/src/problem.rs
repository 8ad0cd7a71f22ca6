//! Everything that can go wrong, in one table.
//!
//! | Use | Where |
//! |---|---|
//! | [`FieldError`] | one field of a draft breaks a rule; collected by [`crate::draft::Check`] |
//! | [`Invalid`] | all field errors of one draft; answered as 422 (or 400 when the input cannot be read) |
//! | [`Code`] | every refusal; each operation's own `Refusal` enum converts into it |
//! | [`Problem`] | what goes over the wire (RFC 9457, Belgif REST guide `err-problem`) |
//!
//! Infrastructure errors never become a `Code` of their own: callers see `ServiceUnavailable` or
//! `InternalServerError`, the log has the rest.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident => ($family:ident, $key:literal, $status:literal, $title:literal);)*) => {
        /// A reason to refuse. The name is the i18n key (`problem.<key>`) and the end of the problem type.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// Every code, for tests and documentation.
            pub const ALL: &'static [Code] = &[$(Code::$name,)*];

            /// The one error table: family, key, HTTP status, title for engineers.
            /// Family `Belgif` uses the standard types of the Belgif REST guide.
            pub const fn row(self) -> Row {
                Row { family: self.family(), key: self.text_key(), status: self.status(), title: self.title() }
            }

            // Column by column, so that a phone does not carry those that it never reads.

            const fn family(self) -> Family {
                match self { $(Self::$name => Family::$family,)* }
            }

            /// Key of the text that a person reads, in every language.
            pub const fn text_key(self) -> &'static str {
                match self { $(Self::$name => $key,)* }
            }

            const fn status(self) -> u16 {
                match self { $(Self::$name => $status,)* }
            }

            const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }
        }
    };
}

/// One line of the error table.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Whose problem type it is.
    pub family: Family,
    /// Last part of the problem type and of the i18n key.
    pub key: &'static str,
    /// HTTP status.
    pub status: u16,
    /// Title for engineers, in English.
    pub title: &'static str,
}

/// Where a problem type comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// `urn:problem-type:belgif:…`
    Belgif,
    /// `urn:problem-type:belgif:input-validation:…`, about one field.
    BelgifInput,
    /// `urn:problem-type:lokaalsignaal:…`
    Own,
    /// `urn:problem-type:lokaalsignaal:input-validation:…`, about one field.
    OwnInput,
}

codes! {
    // About one field of a draft.
    /// The field is empty and may not be.
    Required => (OwnInput, "required", 422, "A value is required");
    /// Fewer characters than the limit.
    TooShort => (OwnInput, "tooShort", 422, "Input is too short");
    /// More characters than the limit.
    TooLong => (OwnInput, "tooLong", 422, "Input is too long");
    /// A number or a count outside its limits.
    OutOfRange => (OwnInput, "outOfRange", 422, "Number is out of range");
    /// A control character, which no keyboard types by accident.
    ForbiddenCharacter => (OwnInput, "forbiddenCharacter", 422, "Input has a character that cannot be stored");
    /// Not a day such as 2026-12-14.
    InvalidDate => (OwnInput, "invalidDate", 422, "Expected a day such as 2026-12-14");
    /// The day lies before today.
    DateInPast => (OwnInput, "dateInPast", 422, "The day lies in the past");
    /// Not an e-mail address.
    InvalidEmail => (OwnInput, "invalidEmail", 422, "Expected an e-mail address");
    /// The password is too short, too long or too common.
    WeakPassword => (OwnInput, "weakPassword", 422, "The password is too easy to guess");
    /// Certain personal data in a text that cannot be held.
    PersonalData => (OwnInput, "personalData", 422, "The text holds personal data");
    /// Not a code of the list.
    UnknownValue => (BelgifInput, "referencedResourceNotFound", 422, "The value does not exist");
    /// The value has another shape than asked.
    InvalidValue => (BelgifInput, "invalidInput", 422, "The value is not valid");
    /// A field or parameter nobody asked for.
    UnknownInput => (BelgifInput, "unknownInput", 400, "Unknown field or parameter");
    /// The JSON does not have the documented shape.
    SchemaViolation => (BelgifInput, "schemaViolation", 400, "Input does not follow the schema");

    // About a whole request.
    /// Something in the request cannot be read.
    BadRequest => (Belgif, "badRequest", 400, "Bad request");
    /// One or more fields of a draft break a rule.
    InvalidDraft => (Own, "invalidDraft", 422, "One or more fields break a rule");
    /// No access token came with the request.
    NoAccessToken => (Belgif, "noAccessToken", 401, "No access token");
    /// The access token is not valid.
    InvalidAccessToken => (Belgif, "invalidAccessToken", 401, "Invalid access token");
    /// The access token has expired.
    ExpiredAccessToken => (Belgif, "expiredAccessToken", 401, "Expired access token");
    /// E-mail address, password or one-time code are wrong; which one is not told.
    SignInFailed => (Own, "signInFailed", 401, "Signing in failed");
    /// The entry link is unknown, revoked or expired; the text stays on the device.
    EntryLinkInvalid => (Own, "entryLinkInvalid", 401, "The entry link is not valid any more");
    /// The person is known and may not do this.
    MissingPermission => (Belgif, "missingPermission", 403, "Permission is missing");
    /// Nothing there, or nothing that this person may know about.
    ResourceNotFound => (Belgif, "resourceNotFound", 404, "Resource is not found");
    /// The receipt is unknown, expired or erased: one answer for the three.
    ReceiptUnknown => (Own, "receiptUnknown", 404, "No signal with this follow-up code");
    /// The link or code was used already, or is too old.
    CodeUnknown => (Own, "codeUnknown", 404, "The link was used already or is too old");
    /// The method does not exist here.
    MethodNotAllowed => (Belgif, "methodNotAllowed", 405, "Method not allowed");
    /// The answer cannot take the wanted form.
    NotAcceptable => (Belgif, "notAcceptable", 406, "Not acceptable");
    /// The client announced a body and did not send it in time.
    RequestTimeout => (Own, "requestTimeout", 408, "The body did not come in time");
    /// The first request with this key is still being worked on: try again.
    StillProcessing => (Own, "stillProcessing", 409, "A request with this key is still being worked on");
    /// The state does not allow this step.
    WrongState => (Own, "wrongState", 409, "The state does not allow this step");
    /// A condition of this step is not met; `missing` names them.
    GuardNotMet => (Own, "guardNotMet", 409, "A condition is not met");
    /// The undo window is over, or something was built on it since.
    UndoExpired => (Own, "undoExpired", 409, "This cannot be undone any more");
    /// An authority always keeps one administrator.
    LastAdministrator => (Own, "lastAdministrator", 409, "The last administrator cannot leave");
    /// The person is already a member.
    AlreadyMember => (Own, "alreadyMember", 409, "This person is already a member");
    /// What was made with this key was erased since.
    Gone => (Own, "gone", 410, "This was erased");
    /// Somebody else changed it since it was read.
    StaleVersion => (Own, "staleVersion", 412, "Somebody else changed this meanwhile");
    /// The body is larger than the limit.
    PayloadTooLarge => (Belgif, "payloadTooLarge", 413, "Payload is too large");
    /// The content type is not JSON.
    UnsupportedMediaType => (Belgif, "unsupportedMediaType", 415, "Unsupported media type");
    /// The key was used before with another body.
    KeyReused => (Own, "keyReused", 422, "The idempotency key was used with another body");
    /// The file cannot be read as a table.
    FileUnreadable => (Own, "fileUnreadable", 422, "The file cannot be read as a table");
    /// If-Match is missing.
    MissingPrecondition => (Own, "missingPrecondition", 428, "Header If-Match is required");
    /// Too many requests; `retryAfterSec` says when.
    TooManyRequests => (Belgif, "tooManyRequests", 429, "Too many requests");
    /// Too many wrong guesses; `retryAfterSec` says when.
    TooManyFailedRequests => (Belgif, "tooManyFailedRequests", 429, "Too many failed requests");
    /// A fault of ours; the log knows the instance.
    InternalServerError => (Belgif, "internalServerError", 500, "Internal server error");
    /// The database is away or busy: try again.
    ServiceUnavailable => (Belgif, "serviceUnavailable", 503, "Service is unavailable");
}

impl Code {
    /// The problem type URN.
    pub fn urn(self) -> String {
        let family = match self.family() {
            Family::Belgif => "belgif:",
            Family::BelgifInput => "belgif:input-validation:",
            Family::Own => "lokaalsignaal:",
            Family::OwnInput => "lokaalsignaal:input-validation:",
        };
        format!("urn:problem-type:{family}{}", self.text_key())
    }

    /// The code behind a problem type URN, for clients.
    pub fn of_urn(urn: &str) -> Option<Self> {
        let key = urn.rsplit(':').next()?;
        Self::ALL
            .iter()
            .copied()
            .find(|code| code.text_key() == key && code.urn() == urn)
    }

    /// True for codes that say something about one field.
    pub const fn is_about_a_field(self) -> bool {
        matches!(self.family(), Family::BelgifInput | Family::OwnInput)
    }
}

/// One field that breaks a rule. It never carries what was typed: that could be personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// JSON pointer (RFC 6901) to the field, such as `/text`; for a parameter its name.
    pub pointer: String,
    /// Which rule.
    pub code: Code,
    /// The limit of the rule, where it has one.
    pub limit: Option<u64>,
    /// How much was found, where it was counted.
    pub actual: Option<u64>,
}

impl FieldError {
    /// A rule without number.
    pub fn new(pointer: impl Into<String>, code: Code) -> Self {
        Self {
            pointer: pointer.into(),
            code,
            limit: None,
            actual: None,
        }
    }
}

/// Every field error of one draft; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid {
    errors: Vec<FieldError>,
}

impl Invalid {
    /// At least one error.
    pub fn new(first: FieldError, rest: Vec<FieldError>) -> Self {
        let mut errors = vec![first];
        errors.extend(rest);
        Self { errors }
    }

    /// One error on one field.
    pub fn one(pointer: &str, code: Code) -> Self {
        Self::new(FieldError::new(pointer, code), Vec::new())
    }

    /// The errors in the order of the fields.
    pub fn errors(&self) -> &[FieldError] {
        &self.errors
    }

    /// 400 when the input could not be read, 422 when it was read and breaks a rule.
    pub fn code(&self) -> Code {
        let unreadable = self.errors.iter().any(|error| error.code.status() == 400);
        if unreadable {
            Code::BadRequest
        } else {
            Code::InvalidDraft
        }
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, error) in self.errors.iter().enumerate() {
            let comma = if position == 0 { "" } else { "; " };
            write!(f, "{comma}{} {}", error.pointer, error.code.text_key())?;
        }
        Ok(())
    }
}

impl std::error::Error for Invalid {}

/// One entry of `issues[]` in a problem (Belgif `InputValidationIssue`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct InputValidationIssue {
    /// Which rule, as a URN.
    pub r#type: String,
    /// The rule in words, for engineers.
    pub title: String,
    /// Where the input stands: `body`, `query`, `path` or `header`.
    pub r#in: String,
    /// JSON pointer into the body (`/text`), or the parameter's name.
    pub name: String,
    /// The limit, where the rule has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
    /// How much was found, where it was counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actual: Option<u64>,
}

/// An error answer (`application/problem+json`, RFC 9457 and Belgif REST guide `err-problem`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// The problem type, a URN of the error table.
    #[cfg_attr(
        feature = "openapi",
        schema(example = "urn:problem-type:belgif:resourceNotFound")
    )]
    pub r#type: String,
    /// The problem type in words, for engineers.
    pub title: String,
    /// The HTTP status.
    #[cfg_attr(feature = "openapi", schema(example = 404))]
    pub status: u16,
    /// What was expected, what was found, what to do; never what was typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Names this one occurrence; the log has the same.
    #[cfg_attr(
        feature = "openapi",
        schema(example = "urn:uuid:4f3c2b1a-0c3d-4e5f-8b1a-93d4e5f6a755")
    )]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    /// The fields that break a rule.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub issues: Vec<InputValidationIssue>,
    /// The guards that are not met (`guardNotMet`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// The version that is stored now (`staleVersion`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current_version: Option<u64>,
    /// After how many seconds a new try makes sense.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_sec: Option<u64>,
    /// True when its owner said that this device is lost: it forgets everything (`refreshProviderLogin`).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub wipe: bool,
}

impl Problem {
    /// The bare row of the table.
    pub fn new(code: Code) -> Self {
        let row = code.row();
        Self {
            r#type: code.urn(),
            title: row.title.to_owned(),
            status: row.status,
            detail: None,
            instance: None,
            issues: Vec::new(),
            missing: Vec::new(),
            current_version: None,
            retry_after_sec: None,
            wipe: false,
        }
    }

    /// All fields of a draft that break a rule.
    pub fn of_invalid(invalid: &Invalid, place: &str) -> Self {
        let issues = invalid
            .errors()
            .iter()
            .map(|error| issue(error, place))
            .collect();
        Self {
            issues,
            ..Self::new(invalid.code())
        }
    }

    /// Adds what was expected and what to do.
    #[must_use]
    pub fn detail(self, detail: impl Into<String>) -> Self {
        Self {
            detail: Some(detail.into()),
            ..self
        }
    }

    /// The code, when this client knows the type.
    pub fn code(&self) -> Option<Code> {
        Code::of_urn(&self.r#type)
    }
}

fn issue(error: &FieldError, place: &str) -> InputValidationIssue {
    InputValidationIssue {
        r#type: error.code.urn(),
        title: error.code.row().title.to_owned(),
        r#in: place.to_owned(),
        name: error.pointer.clone(),
        limit: error.limit,
        actual: error.actual,
    }
}

impl From<Invalid> for Problem {
    fn from(invalid: Invalid) -> Self {
        Self::of_invalid(&invalid, "body")
    }
}

impl From<Code> for Problem {
    fn from(code: Code) -> Self {
        Self::new(code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_own_problem_type() {
        let mut urns: Vec<String> = Code::ALL.iter().map(|code| code.urn()).collect();
        urns.sort();
        urns.dedup();
        assert_eq!(urns.len(), Code::ALL.len());
    }

    #[test]
    fn a_client_finds_the_code_back() {
        for &code in Code::ALL {
            assert_eq!(Code::of_urn(&code.urn()), Some(code));
        }
        assert_eq!(Code::of_urn("urn:problem-type:belgif:somethingNew"), None);
    }

    #[test]
    fn a_field_that_cannot_be_read_makes_it_a_400() {
        assert_eq!(
            Invalid::one("/colour", Code::UnknownInput).code(),
            Code::BadRequest
        );
        assert_eq!(
            Invalid::one("/text", Code::TooLong).code(),
            Code::InvalidDraft
        );
    }
}
