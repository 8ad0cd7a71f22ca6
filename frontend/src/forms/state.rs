//! What is wrong with one form, without a view: the desk keeps it in a signal of Leptos, the phone in one of its own.

use shared::problem::{Code, FieldError, Problem};

use super::words_of;
use crate::api::ApiError;
use crate::browser::dom;

/// Ids of the controls of one form. Two forms on one page may ask for the same field of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ids(u32);

impl Ids {
    /// Of the form that stands in the page before the client comes.
    pub const OF_PAGE: Self = Self(0);

    /// Of a form that nobody else has.
    pub fn new() -> Self {
        Self(dom::next_id())
    }

    /// The id of the control at a JSON pointer: `/contact/email` → `field3-contact-email`.
    pub fn of(self, pointer: &str) -> String {
        let mut id = String::from("field");
        if self != Self::OF_PAGE {
            id.push_str(&self.0.to_string());
        }
        id.push_str(&pointer.replace('/', "-"));
        id
    }
}

impl Default for Ids {
    fn default() -> Self {
        Self::new()
    }
}

/// Errors of a form and the words for them.
pub struct FormState {
    ids: Ids,
    errors: Vec<FieldError>,
    /// A refusal that is about no field.
    failure: Option<ApiError>,
    /// Words for fields, as they stand above them: the summary names them.
    labels: Vec<(String, String)>,
    /// Own words of a field for one rule: they name the field themselves.
    words: Vec<(&'static str, Code, &'static str)>,
    /// Counts refusals: the summary takes the focus each time.
    refusals: u32,
}

impl FormState {
    /// Nothing is wrong yet.
    pub fn new(ids: Ids) -> Self {
        Self {
            ids,
            errors: Vec::new(),
            failure: None,
            labels: Vec::new(),
            words: Vec::new(),
            refusals: 0,
        }
    }

    /// What is wrong with the field at this JSON pointer.
    pub fn error_at(&self, pointer: &str) -> Option<String> {
        self.errors
            .iter()
            .find(|error| belongs_to(&error.pointer, pointer))
            .map(|error| self.own_words(error).unwrap_or_else(|| words_of(error)))
    }

    /// Lines of the summary: id of the field, words. Errors of fields that the form does not have come without id.
    pub fn summary(&self) -> Vec<(Option<String>, String)> {
        self.errors
            .iter()
            .map(|error| self.summary_line(error))
            .collect()
    }

    fn summary_line(&self, error: &FieldError) -> (Option<String>, String) {
        if let Some(words) = self.own_words(error) {
            return (Some(self.ids.of(&error.pointer)), words);
        }
        let words = words_of(error);
        let mut labels = self.labels.iter();
        match labels.find(|(pointer, _)| belongs_to(&error.pointer, pointer)) {
            Some((pointer, label)) => (Some(self.ids.of(pointer)), format!("{label}: {words}")),
            None => (None, words),
        }
    }

    /// A refusal that is about no field.
    pub fn failure(&self) -> Option<&ApiError> {
        self.failure.as_ref()
    }

    /// True while errors are shown.
    pub fn is_refused(&self) -> bool {
        self.failure.is_some() || !self.errors.is_empty()
    }

    /// Changes with every refusal.
    pub fn refusals(&self) -> u32 {
        self.refusals
    }

    /// Takes over why the server refused: at the fields that it names.
    pub fn take(&mut self, error: &ApiError) {
        let errors = match error {
            ApiError::Refused(problem) => field_errors(problem),
            _ => Vec::new(),
        };
        let failure = errors.is_empty().then(|| error.clone());
        self.refuse(errors, failure);
    }

    /// Errors that the page found itself.
    pub fn refuse(&mut self, errors: Vec<FieldError>, failure: Option<ApiError>) {
        self.errors = errors;
        self.failure = failure;
        self.refusals = self.refusals.wrapping_add(1);
    }

    /// Forgets errors.
    pub fn clear(&mut self) {
        self.errors.clear();
        self.failure = None;
    }

    /// Gives a field better words for one rule than "Vul dit in".
    pub fn word(&mut self, pointer: &'static str, code: Code, words: &'static str) {
        self.words
            .retain(|(at, of, _)| (*at, *of) != (pointer, code));
        self.words.push((pointer, code, words));
    }

    /// Keeps the words above a field.
    pub fn name_field(&mut self, pointer: &str, label: &str) {
        self.labels.retain(|(known, _)| known != pointer);
        self.labels.push((pointer.to_owned(), label.to_owned()));
    }

    fn own_words(&self, error: &FieldError) -> Option<String> {
        self.words
            .iter()
            .find(|(at, of, _)| *at == error.pointer && *of == error.code)
            .map(|(_, _, words)| (*words).to_owned())
    }
}

/// `/themes/3` belongs to the field at `/themes`.
fn belongs_to(error: &str, field: &str) -> bool {
    error
        .strip_prefix(field)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The `issues[]` of a problem as the field errors they were on the server.
fn field_errors(problem: &Problem) -> Vec<FieldError> {
    problem
        .issues
        .iter()
        .filter(|issue| issue.r#in == "body")
        .map(|issue| FieldError {
            pointer: pointer_in_draft(&issue.name).to_owned(),
            code: Code::of_urn(&issue.r#type).unwrap_or(Code::InvalidValue),
            limit: issue.limit,
            actual: issue.actual,
        })
        .collect()
}

/// Calls by receipt wrap the draft in `/body`.
fn pointer_in_draft(pointer: &str) -> &str {
    pointer
        .strip_prefix("/body")
        .filter(|rest| rest.starts_with('/'))
        .unwrap_or(pointer)
}

#[cfg(test)]
mod tests {
    use shared::problem::Invalid;

    use super::*;

    fn form() -> FormState {
        crate::i18n::use_dutch_texts();
        FormState::new(Ids::OF_PAGE)
    }

    fn empty(pointer: &str) -> Vec<FieldError> {
        vec![FieldError::new(pointer, Code::Required)]
    }

    #[test]
    fn a_broken_rule_is_shown_at_its_field_and_in_the_summary() {
        let mut form = form();
        form.name_field("/text", "Uw antwoord");
        form.refuse(empty("/text"), None);
        assert_eq!(form.error_at("/text"), Some("Vul dit in".to_owned()));
        let line = "Uw antwoord: Vul dit in".to_owned();
        assert_eq!(form.summary(), [(Some("field-text".to_owned()), line)]);
    }

    #[test]
    fn a_field_may_have_words_of_its_own_for_a_rule() {
        let mut form = form();
        form.word("/text", Code::Required, "Schrijf wat u opmerkt");
        form.refuse(empty("/text"), None);
        let words = "Schrijf wat u opmerkt".to_owned();
        assert_eq!(form.error_at("/text"), Some(words.clone()));
        assert_eq!(form.summary(), [(Some("field-text".to_owned()), words)]);
    }

    #[test]
    fn correcting_it_takes_the_error_away() {
        let mut form = form();
        form.refuse(empty("/text"), None);
        form.clear();
        assert!(!form.is_refused());
        assert_eq!(form.error_at("/text"), None);
    }

    #[test]
    fn what_only_the_server_knows_comes_back_to_the_field() {
        let mut form = form();
        let invalid = Invalid::one("/body/text", Code::ForbiddenCharacter);
        form.take(&ApiError::Refused(Box::new(invalid.into())));
        assert!(form.error_at("/text").is_some());
        assert_eq!(form.failure(), None);
    }

    #[test]
    fn a_refusal_about_no_field_is_kept_apart() {
        let mut form = form();
        form.take(&ApiError::Unreachable);
        assert_eq!(form.failure(), Some(&ApiError::Unreachable));
        assert_eq!(form.refusals(), 1);
    }

    #[test]
    fn an_error_in_a_list_belongs_to_the_lists_field() {
        assert!(belongs_to("/themes/3", "/themes"));
        assert!(belongs_to("/themes", "/themes"));
        assert!(!belongs_to("/themesOther", "/themes"));
    }

    #[test]
    fn two_forms_that_ask_for_the_same_field_have_different_ids() {
        let (one, other) = (Ids::new(), Ids::new());
        assert_ne!(one.of("/text"), other.of("/text"));
        assert_ne!(one.of("/text"), Ids::OF_PAGE.of("/text"));
        assert_eq!(Ids::OF_PAGE.of("/contact/email"), "field-contact-email");
    }
}
