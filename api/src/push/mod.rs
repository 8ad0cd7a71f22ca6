//! Web Push over HTTP, one operation a file.

mod subscribe_push;
mod unsubscribe_push;

use crate::operations::Register;

pub(crate) fn operations(config: &mut impl Register) {
    config
        .service(subscribe_push::subscribe_push)
        .service(unsubscribe_push::unsubscribe_push);
}
