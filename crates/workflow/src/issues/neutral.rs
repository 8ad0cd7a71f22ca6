//! The words of an issue are neutral: they are read by many, so nothing in them may point at a person.

use shared::problem::Code;

use crate::Refusal;
use crate::signals::has_certain_personal_data;

/// Refuses a text in which personal data stands for certain.
pub(crate) fn neutral(pointer: &str, text: &str) -> Result<(), Refusal> {
    if has_certain_personal_data(text) {
        return Err(Refusal::field(pointer, Code::PersonalData));
    }
    Ok(())
}
