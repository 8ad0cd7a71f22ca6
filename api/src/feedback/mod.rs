//! Feedback over HTTP, one operation a file.

mod compose_feedback;
mod list_feedback;
mod rate_feedback;
mod send_feedback;

use crate::operations::Register;

pub(crate) fn operations(config: &mut impl Register) {
    config
        .service(compose_feedback::compose_feedback)
        .service(list_feedback::list_feedback)
        .service(rate_feedback::rate_feedback)
        .service(send_feedback::send_feedback);
}
