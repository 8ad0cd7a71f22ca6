//! Organisations over HTTP, one operation a file.

mod create_organisation;
mod list_organisations;

use crate::operations::Register;

pub(crate) fn operations(config: &mut impl Register) {
    config
        .service(create_organisation::create_organisation)
        .service(list_organisations::list_organisations);
}
