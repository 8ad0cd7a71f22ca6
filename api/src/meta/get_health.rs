//! Is the server alive.

use actix_web::{get, web};
use policy::GetHealth;
use serde::Serialize;

use crate::http::{App, Permitted};

/// Whether the server is alive, and whether its database answers.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Health {
    /// `UP`, or `DEGRADED` when the database does not answer: restarting would not help then.
    #[schema(example = "UP")]
    pub(crate) status: String,
}

/// Tells whether the server is alive.
///
/// Always 200: a database fault is told as `DEGRADED`, so that nobody restarts the server for it.
#[utoipa::path(tag = "Meta", operation_id = "getHealth", responses((status = 200, body = Health)), security(()))]
#[get("/health")]
pub(crate) async fn get_health(_permit: Permitted<GetHealth>, app: App) -> web::Json<Health> {
    health(app).await
}

/// The same, at the root, for whatever watches processes.
pub(crate) async fn health(app: App) -> web::Json<Health> {
    let status = if app.db.is_ready().await.is_ok() {
        "UP"
    } else {
        "DEGRADED"
    };
    web::Json(Health {
        status: status.to_owned(),
    })
}
