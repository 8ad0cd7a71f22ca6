//! The state of one form of the desk.

use shared::problem::{Code, FieldError, Invalid};

use super::{FormState, Ids};
use crate::api::ApiError;
use crate::prelude::*;

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
    ids: Ids,
    state: RwSignal<FormState>,
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

impl AnyForm {
    fn new() -> Self {
        let ids = Ids::new();
        Self {
            ids,
            state: RwSignal::new(FormState::new(ids)),
        }
    }

    /// False once its view is gone.
    pub fn is_there(self) -> bool {
        self.state.try_with_untracked(|_| ()).is_some()
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

    /// The id of the control at a JSON pointer.
    pub fn id_of(self, pointer: &str) -> String {
        self.ids.of(pointer)
    }

    /// What is wrong with the field at this JSON pointer.
    pub fn error_at(self, pointer: &str) -> Option<String> {
        self.state.with(|state| state.error_at(pointer))
    }

    /// Lines of the summary: id of the field, words.
    pub fn summary(self) -> Vec<(Option<String>, String)> {
        self.state.with(FormState::summary)
    }

    /// A refusal that is about no field.
    pub fn failure(self) -> Option<ApiError> {
        self.state.with(|state| state.failure().cloned())
    }

    /// True while errors are shown.
    pub fn is_refused(self) -> bool {
        self.state.with(FormState::is_refused)
    }

    /// Changes with every refusal.
    pub fn refusals(self) -> u32 {
        self.state.with(FormState::refusals)
    }

    /// Shows why the server refused.
    pub fn show(self, error: &ApiError) {
        self.state.update(|state| state.take(error));
    }

    /// Forgets errors.
    pub fn clear(self) {
        if self.state.with_untracked(FormState::is_refused) {
            self.state.update(FormState::clear);
        }
    }

    /// Shows errors that the page found itself.
    pub fn refuse(self, errors: Vec<FieldError>, failure: Option<ApiError>) {
        self.state.update(|state| state.refuse(errors, failure));
    }

    /// Gives a field better words for one rule than "Vul dit in".
    pub fn word(self, pointer: &'static str, code: Code, words: &'static str) {
        self.state
            .update_untracked(|state| state.word(pointer, code, words));
    }

    /// Keeps the words above a field; nobody follows them.
    pub(crate) fn name_field(self, pointer: &str, label: &str) {
        self.state
            .update_untracked(|state| state.name_field(pointer, label));
    }
}

#[cfg(test)]
mod tests {
    use shared::question::NoteDraft;

    use super::*;

    #[test]
    fn correcting_a_draft_takes_its_error_away() {
        crate::i18n::use_dutch_texts();
        Owner::new().with(|| {
            let form = Form::new(NoteDraft::default());
            assert!(!form.is_valid(NoteDraft::parse));
            assert!(form.any().error_at("/text").is_some());
            form.draft.set(NoteDraft {
                text: "Sinds de zomer".into(),
            });
            assert!(form.is_valid(NoteDraft::parse));
            assert!(!form.any().is_refused());
        });
    }
}
