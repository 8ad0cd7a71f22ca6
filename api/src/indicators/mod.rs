//! What came of signals, over HTTP.

mod get_indicators;

use crate::operations::Register;

pub(crate) fn operations(config: &mut impl Register) {
    config.service(get_indicators::get_indicators);
}
