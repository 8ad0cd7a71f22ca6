//! Every operation of the API, in one list, and the document made from it.

use actix_web::dev::HttpServiceFactory;
use actix_web::web;
use utoipa::OpenApi;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa_actix_web::OpenApiFactory;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    actions, audit, clusters, entry_links, exports, feedback, imports, indicators, issues, logins,
    mail_pace, meta, organisations, people, priorities, push, saved_views, search, signals,
    suggestions, trends,
};

/// Where operations are registered: with a worker, which answers them, or in the document, which describes them. Each
/// worker would make a document of its own otherwise, some 17 MB that nobody reads.
pub(crate) trait Register {
    fn service<S: HttpServiceFactory + OpenApiFactory + 'static>(
        &mut self,
        operation: S,
    ) -> &mut Self;
}

impl Register for web::ServiceConfig {
    fn service<S: HttpServiceFactory + OpenApiFactory + 'static>(
        &mut self,
        operation: S,
    ) -> &mut Self {
        web::ServiceConfig::service(self, operation)
    }
}

impl Register for ServiceConfig<'_> {
    fn service<S: HttpServiceFactory + OpenApiFactory + 'static>(
        &mut self,
        operation: S,
    ) -> &mut Self {
        ServiceConfig::service(self, operation)
    }
}

/// Registers every operation below `/api/v1`.
pub(crate) fn operations(config: &mut impl Register) {
    actions::operations(config);
    audit::operations(config);
    entry_links::operations(config);
    exports::operations(config);
    imports::operations(config);
    indicators::operations(config);
    feedback::operations(config);
    clusters::operations(config);
    issues::operations(config);
    logins::operations(config);
    mail_pace::operations(config);
    meta::operations(config);
    organisations::operations(config);
    people::operations(config);
    priorities::operations(config);
    push::operations(config);
    saved_views::operations(config);
    search::operations(config);
    signals::operations(config);
    suggestions::operations(config);
    trends::operations(config);
}

/// What the document says beside the operations.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Lokaal Signaal",
        description = "Signals of frontline workers become issues, decisions and actions; every sender hears what came of it. \
            Errors are `application/problem+json` by the table in docs/api-design.md.",
        contact(name = "Lokaal Signaal", url = "https://ls.example"),
    ),
    components(schemas(shared::problem::Problem, shared::problem::InputValidationIssue)),
    modifiers(&Security),
    tags(
        (name = "Meta", description = "What a client must know first"),
        (name = "Signals", description = "What providers notice"),
        (name = "Receipts", description = "Following a signal with its follow-up code"),
        (name = "Clusters", description = "Signals that tell of the same thing"),
        (name = "Issues", description = "What several signals have in common"),
        (name = "Actions", description = "What is done about an issue"),
        (name = "Priorities", description = "Which issues come first: weights, scores of several people, and the order that a person confirms"),
        (name = "Trends", description = "What rises, and who is told"),
        (name = "Indicators", description = "What came of signals, as totals"),
        (name = "Feedback", description = "What providers are told"),
        (name = "Search", description = "Finding things by their words"),
        (name = "Logins", description = "Signing in"),
        (name = "People", description = "Members and invitations"),
        (name = "Organisations", description = "Organisations that work in an authority"),
        (name = "EntryLinks", description = "How providers without account get in"),
        (name = "Imports", description = "Tables that become signals"),
        (name = "Audit", description = "Who did what"),
    )
)]
struct Described;

struct Security;

impl utoipa::Modify for Security {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let components = document.components.get_or_insert_default();
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("JWT")
            .build();
        components.add_security_scheme("Bearer", SecurityScheme::Http(bearer));
        let token = ApiKeyValue::with_description(
            crate::http::permitted::ENTRY_TOKEN,
            "Public and revocable: stands in the entry link of an authority",
        );
        components.add_security_scheme("EntryToken", SecurityScheme::ApiKey(ApiKey::Header(token)));
    }
}

/// The contract, as served at `/doc/openapi.yaml` and committed as `openapi.yaml`.
pub fn document() -> utoipa::openapi::OpenApi {
    use utoipa_actix_web::AppExt;
    let (_, mut document) = actix_web::App::new()
        .into_utoipa_app()
        .openapi(Described::openapi())
        .service(utoipa_actix_web::scope("/api/v1").configure(|config| operations(config)))
        .split_for_parts();
    utoipa::Modify::modify(&crate::http::described::Headers, &mut document);
    document
}
