//! What a client must know first.

mod change_language_model;
mod change_professions;
mod get_authority;
mod get_health;
mod get_language_model;
mod get_meta;
mod get_start;
mod get_taxonomy;

pub(crate) use get_health::{health, ready};

use crate::operations::Register;

pub(crate) fn operations(config: &mut impl Register) {
    config
        .service(get_health::get_health)
        .service(get_meta::get_meta)
        .service(get_authority::get_authority)
        .service(get_taxonomy::get_taxonomy)
        .service(change_language_model::change_language_model)
        .service(get_language_model::get_language_model)
        .service(change_professions::change_professions)
        .service(get_start::get_start);
}
