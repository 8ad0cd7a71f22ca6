//! The audit log over HTTP, and what keeps it in the background.

mod keep_log;
mod list_audit_entries;

use utoipa_actix_web::service_config::ServiceConfig;

pub(crate) use keep_log::keep_log;

pub(crate) fn operations(config: &mut ServiceConfig<'_>) {
    config.service(list_audit_entries::list_audit_entries);
}
