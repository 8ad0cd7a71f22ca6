//! Organisations over HTTP, one operation a file.

mod create_organisation;
mod list_organisations;

use utoipa_actix_web::service_config::ServiceConfig;

pub(crate) fn operations(config: &mut ServiceConfig<'_>) {
    config
        .service(create_organisation::create_organisation)
        .service(list_organisations::list_organisations);
}
