//! Tables that become signals over HTTP, one operation a file.

mod create_import;
mod get_import;
mod start_import;

use crate::operations::Register;

pub(crate) fn operations(config: &mut impl Register) {
    config
        .service(create_import::create_import)
        .service(get_import::get_import)
        .service(start_import::start_import);
}
