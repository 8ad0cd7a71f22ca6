//! Taking everything along.

mod export_authority;
mod export_signals;

use crate::operations::Register;

pub(crate) fn operations(config: &mut impl Register) {
    config
        .service(export_authority::export_authority)
        .service(export_signals::export_signals);
}
