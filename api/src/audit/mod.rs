//! The audit log over HTTP, and what keeps it in the background.

mod keep_log;
mod list_audit_entries;

pub(crate) use keep_log::keep_log;

use crate::operations::Register;

pub(crate) fn operations(config: &mut impl Register) {
    config.service(list_audit_entries::list_audit_entries);
}
