//! Versions of contract and product.

use actix_web::{get, web};
use policy::GetMeta;
use shared::authority::{CONTRACT, Meta};

use crate::http::{App, Permitted};

/// Tells the version of the contract, so that clients of another age send only what this server knows.
///
/// `contract` is also in header `LokaalSignaal-Contract` of every answer. Contracts from `oldestContract` on are
/// understood.
#[utoipa::path(tag = "Meta", operation_id = "getMeta", responses((status = 200, body = Meta)), security(()))]
#[get("/meta")]
pub(crate) async fn get_meta(_permit: Permitted<GetMeta>, app: App) -> web::Json<Meta> {
    let version = env!("CARGO_PKG_VERSION").to_owned();
    web::Json(Meta {
        contract: CONTRACT,
        oldest_contract: 1,
        version,
        push_key: app.sources.keys().vapid().public().to_owned(),
    })
}
