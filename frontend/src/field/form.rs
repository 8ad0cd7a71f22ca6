//! What is wrong with one form of the phone client, for whoever follows it.

use shared::problem::{Code, FieldError, Invalid};

use super::live::Live;
use crate::api::ApiError;
use crate::forms::{FormState, Ids};

/// The errors of one form. `Copy`, so that every field gets it.
#[derive(Clone, Copy)]
pub(super) struct Form {
    ids: Ids,
    state: Live<FormState>,
}

impl Form {
    /// A form with ids of its own.
    pub(super) fn new() -> Self {
        Self::with_ids(Ids::new())
    }

    /// The form that stood in the page before we came.
    pub(super) fn of_page() -> Self {
        Self::with_ids(Ids::OF_PAGE)
    }

    fn with_ids(ids: Ids) -> Self {
        Self {
            ids,
            state: Live::new(FormState::new(ids)),
        }
    }

    /// What a `parse` said: its result, or `None` with the errors shown.
    pub(super) fn accept<N>(self, parsed: Result<N, Invalid>) -> Option<N> {
        match parsed {
            Ok(parsed) => {
                self.clear();
                Some(parsed)
            }
            Err(invalid) => {
                self.refuse(invalid.errors().to_vec());
                None
            }
        }
    }

    fn refuse(self, errors: Vec<FieldError>) {
        self.state.update(|state| state.refuse(errors, None));
    }

    /// Shows why the server refused.
    pub(super) fn show(self, error: &ApiError) {
        self.state.update(|state| state.take(error));
    }

    /// Forgets errors.
    pub(super) fn clear(self) {
        if self.state.with_untracked(FormState::is_refused) {
            self.state.update(FormState::clear);
        }
    }

    /// The id of the control at a JSON pointer.
    pub(super) fn id_of(self, pointer: &str) -> String {
        self.ids.of(pointer)
    }

    /// The id of a part beside the control.
    pub(super) fn id_of_part(self, pointer: &str, part: &str) -> String {
        format!("{}-{part}", self.id_of(pointer))
    }

    /// What is wrong with the field at this JSON pointer.
    pub(super) fn error_at(self, pointer: &str) -> Option<String> {
        self.state.with(|state| state.error_at(pointer))
    }

    /// Lines of the summary: id of the field, words.
    pub(super) fn summary(self) -> Vec<(Option<String>, String)> {
        self.state.with(FormState::summary)
    }

    /// A refusal that is about no field.
    pub(super) fn failure(self) -> Option<ApiError> {
        self.state.with(|state| state.failure().cloned())
    }

    /// True while errors are shown.
    pub(super) fn is_refused(self) -> bool {
        self.state.with(FormState::is_refused)
    }

    /// Changes with every refusal.
    pub(super) fn refusals(self) -> u32 {
        self.state.with(FormState::refusals)
    }

    /// Gives a field better words for one rule than "Vul dit in".
    pub(super) fn word(self, pointer: &'static str, code: Code, words: &'static str) {
        self.state
            .update_untracked(|state| state.word(pointer, code, words));
    }

    /// Keeps the words above a field.
    pub(super) fn name_field(self, pointer: &str, label: &str) {
        self.state
            .update_untracked(|state| state.name_field(pointer, label));
    }
}
