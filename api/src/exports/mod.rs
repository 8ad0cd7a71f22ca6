//! Taking everything along.

mod export_authority;

use crate::operations::Register;

pub(crate) fn operations(config: &mut impl Register) {
    config.service(export_authority::export_authority);
}
