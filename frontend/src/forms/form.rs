//! The state of one form.

use shared::problem::{Code, FieldError, Invalid, Problem};

use super::words_of;
use crate::api::ApiError;
use crate::browser::dom;
use crate::prelude::*;
use crate::state::{Kept, Live};

/// A draft with its errors. `Copy`, so that every field gets it.
pub struct Form<D: Send + Sync + 'static> {
    /// What was typed.
    pub draft: RwSignal<D>,
    any: AnyForm,
}

impl<D: Send + Sync + 'static> Clone for Form<D> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<D: Send + Sync + 'static> Copy for Form<D> {}

/// What fields and summary need of a form, whatever its draft.
#[derive(Clone, Copy)]
pub struct AnyForm {
    errors: Live<Vec<FieldError>>,
    /// A refusal that is about no field.
    failure: Live<Option<ApiError>>,
    /// Words for fields, as they stand above them: the summary names them.
    labels: Kept<Vec<(String, String)>>,
    /// Own words of a field for one rule: they name the field themselves.
    words: Kept<Vec<(&'static str, Code, &'static str)>>,
    /// Counts refusals: the summary takes the focus each time.
    refusals: Live<u32>,
}

impl<D: Send + Sync + 'static> Form<D> {
    /// A form that begins with this draft.
    pub fn new(draft: D) -> Self {
        Self {
            draft: RwSignal::new(draft),
            any: AnyForm::new(),
        }
    }

    /// The parsed draft, or `None` with the errors shown.
    pub fn parsed<N>(self, parse: impl FnOnce(D) -> Result<N, Invalid>) -> Option<N>
    where
        D: Clone,
    {
        self.any.accept(parse(self.draft.get_untracked()))
    }

    /// True when the draft parses; else its errors are shown.
    pub fn is_valid<N>(self, parse: impl FnOnce(D) -> Result<N, Invalid>) -> bool
    where
        D: Clone,
    {
        self.parsed(parse).is_some()
    }

    /// Shows why the server refused, at the fields that it names.
    pub fn show(self, error: &ApiError) {
        self.any.show(error);
    }

    /// Forgets errors; the draft stays.
    pub fn clear(self) {
        self.any.clear();
    }

    /// The form without its draft, for fields and summary.
    pub fn any(self) -> AnyForm {
        self.any
    }
}

impl<D: Send + Sync + 'static> From<Form<D>> for AnyForm {
    fn from(form: Form<D>) -> Self {
        form.any
    }
}

impl Default for AnyForm {
    fn default() -> Self {
        Self::new()
    }
}

impl AnyForm {
    /// Nothing is wrong yet.
    pub fn new() -> Self {
        Self {
            errors: Live::new(Vec::new()),
            failure: Live::new(None),
            labels: Kept::new(Vec::new()),
            words: Kept::new(Vec::new()),
            refusals: Live::new(0),
        }
    }

    /// False once its view is gone.
    pub fn is_there(self) -> bool {
        self.labels.try_with_value(|_| ()).is_some()
    }

    /// What a `parse` said: its result, or `None` with the errors shown.
    pub fn accept<N>(self, parsed: Result<N, Invalid>) -> Option<N> {
        match parsed {
            Ok(parsed) => {
                self.clear();
                Some(parsed)
            }
            Err(invalid) => {
                self.refuse(invalid.errors().to_vec(), None);
                None
            }
        }
    }

    /// What is wrong with the field at this JSON pointer.
    pub fn error_at(self, pointer: &str) -> Option<String> {
        self.errors.with(|errors| {
            errors
                .iter()
                .find(|error| belongs_to(&error.pointer, pointer))
                .map(|error| self.own_words(error).unwrap_or_else(|| words_of(error)))
        })
    }

    /// Lines of the summary: id of the field, words. Errors of fields that the form does not have come without id.
    pub fn summary(self) -> Vec<(Option<String>, String)> {
        self.errors.with(|errors| {
            errors
                .iter()
                .map(|error| self.summary_line(error))
                .collect()
        })
    }

    fn summary_line(self, error: &FieldError) -> (Option<String>, String) {
        if let Some(words) = self.own_words(error) {
            return (Some(field_id(&error.pointer)), words);
        }
        let words = words_of(error);
        let label = self.labels.with_value(|labels| {
            labels
                .iter()
                .find(|(pointer, _)| belongs_to(&error.pointer, pointer))
                .cloned()
        });
        match label {
            Some((pointer, label)) => (Some(field_id(&pointer)), format!("{label}: {words}")),
            None => (None, words),
        }
    }

    /// A refusal that is about no field.
    pub fn failure(self) -> Option<ApiError> {
        self.failure.get()
    }

    /// True while errors are shown.
    pub fn is_refused(self) -> bool {
        self.failure.with(Option::is_some) || self.errors.with(|errors| !errors.is_empty())
    }

    /// Changes with every refusal.
    pub fn refusals(self) -> u32 {
        self.refusals.get()
    }

    /// Shows why the server refused.
    pub fn show(self, error: &ApiError) {
        let errors = match error {
            ApiError::Refused(problem) => field_errors(problem),
            _ => Vec::new(),
        };
        let failure = errors.is_empty().then(|| error.clone());
        self.refuse(errors, failure);
    }

    /// Forgets errors.
    pub fn clear(self) {
        if self.is_refused_untracked() {
            self.errors.set(Vec::new());
            self.failure.set(None);
        }
    }

    /// Shows errors that the page found itself.
    pub fn refuse(self, errors: Vec<FieldError>, failure: Option<ApiError>) {
        self.errors.set(errors);
        self.failure.set(failure);
        self.refusals.update(|refusals| *refusals += 1);
    }

    /// Gives a field better words for one rule than "Vul dit in".
    pub fn word(self, pointer: &'static str, code: Code, words: &'static str) {
        self.words.update_value(|known| {
            known.retain(|(at, of, _)| (*at, *of) != (pointer, code));
            known.push((pointer, code, words));
        });
    }

    fn own_words(self, error: &FieldError) -> Option<String> {
        self.words.with_value(|known| {
            known
                .iter()
                .find(|(at, of, _)| *at == error.pointer && *of == error.code)
                .map(|(_, _, words)| (*words).to_owned())
        })
    }

    pub(crate) fn name_field(self, pointer: &str, label: &str) {
        self.labels.update_value(|labels| {
            labels.retain(|(known, _)| known != pointer);
            labels.push((pointer.to_owned(), label.to_owned()));
        });
    }

    fn is_refused_untracked(self) -> bool {
        self.failure.with_untracked(Option::is_some)
            || self.errors.with_untracked(|errors| !errors.is_empty())
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

/// The id of the control at a JSON pointer: `/contact/email` → `field-contact-email`.
pub fn field_id(pointer: &str) -> String {
    format!("field{}", pointer.replace('/', "-"))
}

/// Moves the focus to the field at a JSON pointer.
pub fn focus_field(pointer: &str) {
    dom::focus_id(&field_id(pointer));
}

#[cfg(test)]
mod tests {
    use shared::question::NoteDraft;

    use super::*;

    fn within<T>(test: impl FnOnce() -> T) -> T {
        crate::i18n::use_dutch_texts();
        let owner = Owner::new();
        owner.with(test)
    }

    #[test]
    fn a_draft_that_breaks_a_rule_shows_it_at_its_field() {
        within(|| {
            let form = Form::new(NoteDraft::default());
            form.any().name_field("/text", "Uw antwoord");
            assert!(!form.is_valid(NoteDraft::parse));
            assert_eq!(form.any().error_at("/text"), Some("Vul dit in".to_owned()));
            assert_eq!(
                form.any().summary(),
                [(
                    Some("field-text".to_owned()),
                    "Uw antwoord: Vul dit in".to_owned()
                )]
            );
        });
    }

    #[test]
    fn correcting_it_takes_the_error_away() {
        within(|| {
            let form = Form::new(NoteDraft::default());
            assert!(!form.is_valid(NoteDraft::parse));
            form.draft.set(NoteDraft {
                text: "Sinds de zomer".into(),
            });
            assert!(form.is_valid(NoteDraft::parse));
            assert!(!form.any().is_refused());
        });
    }

    #[test]
    fn what_only_the_server_knows_comes_back_to_the_field() {
        within(|| {
            let form = Form::new(NoteDraft::default());
            let invalid = Invalid::one("/body/text", Code::ForbiddenCharacter);
            form.show(&ApiError::Refused(Box::new(invalid.into())));
            assert!(form.any().error_at("/text").is_some());
            assert_eq!(form.any().failure(), None);
        });
    }

    #[test]
    fn a_refusal_about_no_field_is_kept_apart() {
        within(|| {
            let form = Form::new(NoteDraft::default());
            form.show(&ApiError::Unreachable);
            assert_eq!(form.any().failure(), Some(ApiError::Unreachable));
            assert_eq!(form.any().refusals(), 1);
        });
    }

    #[test]
    fn an_error_in_a_list_belongs_to_the_lists_field() {
        assert!(belongs_to("/themes/3", "/themes"));
        assert!(belongs_to("/themes", "/themes"));
        assert!(!belongs_to("/themesOther", "/themes"));
    }
}
