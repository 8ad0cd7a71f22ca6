//! Searching over HTTP.

#[expect(
    clippy::module_inception,
    reason = "a file has the name of its operation"
)]
mod search;

use crate::operations::Register;

pub(crate) fn operations(config: &mut impl Register) {
    config.service(search::search);
}
