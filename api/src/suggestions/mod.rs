//! What models proposed, and what became of it, over HTTP.

mod get_suggestion_record;

use crate::operations::Register;

pub(crate) fn operations(config: &mut impl Register) {
    config.service(get_suggestion_record::get_suggestion_record);
}
