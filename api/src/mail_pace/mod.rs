//! How often a mail comes, over HTTP, one operation a file; and where mail programs unsubscribe.

mod change_mail_pace;
mod choose_mail_pace;
mod one_click;

use crate::operations::Register;

pub(crate) use one_click::one_click;

pub(crate) fn operations(config: &mut impl Register) {
    config
        .service(change_mail_pace::change_mail_pace)
        .service(choose_mail_pace::choose_mail_pace);
}
