//! Taking everything along.

mod export_authority;

use utoipa_actix_web::service_config::ServiceConfig;

pub(crate) fn operations(config: &mut ServiceConfig<'_>) {
    config.service(export_authority::export_authority);
}
