//! Is the server alive.

use actix_web::{HttpResponse, get, web};
use jobs::Analyst;
use policy::GetHealth;
use serde::Serialize;
use shared::problem::Code;
use shared::start::KeysBackup;

use crate::http::{ApiProblem, App, Permitted};

/// When a caller who was told that this server is not ready may ask again.
const RETRY_AFTER_SECONDS: u64 = 1;

/// Whether the server is alive, and whether its database answers.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Health {
    /// `UP`, or `DEGRADED` when the database does not answer: restarting would not help then.
    #[schema(example = "UP")]
    pub(crate) status: String,
}

/// Tells whether the server is alive.
///
/// Always 200, and at once: what it tells was found in the background, at most three seconds ago. A database fault or a
/// full disk is told as `DEGRADED`, so that nobody restarts the server for it.
#[utoipa::path(tag = "Meta", operation_id = "getHealth", responses((status = 200, body = Health)), security(()))]
#[get("/health")]
pub(crate) async fn get_health(_permit: Permitted<GetHealth>, app: App) -> web::Json<Health> {
    health(app).await
}

/// The same, at the root, for whatever watches processes.
pub(crate) async fn health(app: App) -> web::Json<Health> {
    let status = if app.readiness.is_up() {
        "UP"
    } else {
        "DEGRADED"
    };
    web::Json(Health {
        status: status.to_owned(),
    })
}

/// For whoever starts and watches servers.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Ready {
    status: &'static str,
    /// What is missing about the backup of the keys, until one was confirmed (decisions.md 17).
    #[serde(skip_serializing_if = "Option::is_none")]
    keys_backup: Option<KeysBackup>,
    /// What signals are looked at with, on an instance that does so.
    #[serde(skip_serializing_if = "Option::is_none")]
    analysis: Option<Analysis>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Analysis {
    /// Absent while it is being read.
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<String>,
    /// Why it is not the model that was configured, and what helps.
    #[serde(skip_serializing_if = "Option::is_none")]
    without_model: Option<String>,
}

fn analysis(analyst: &Analyst) -> Analysis {
    let looking = analyst.looking();
    let without = looking.as_ref().and_then(|looking| looking.without.clone());
    Analysis {
        model: looking.map(|looking| looking.model),
        without_model: without.map(|without| without.why),
    }
}

/// Whether requests can be served: the database answers, no migration waits, the disk has room, and nobody said to stop.
pub(crate) async fn ready(app: App) -> Result<HttpResponse, ApiProblem> {
    match app.readiness.check().await {
        Ok(()) => Ok(HttpResponse::Ok().json(Ready {
            status: "UP",
            keys_backup: workflow::start::keys_backup(&app.sources),
            analysis: app.analyst.as_ref().map(|analyst| analysis(analyst)),
        })),
        Err(fault) => {
            tracing::debug!(?fault, "not ready");
            let code = Code::ServiceUnavailable;
            Err(ApiProblem::later(code, RETRY_AFTER_SECONDS))
        }
    }
}
