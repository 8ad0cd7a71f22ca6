//! What an empty installation needs before its first request.

use actix_web::web;

use crate::state::AppState;

/// Seeds the demo when asked; tells how to set up otherwise.
pub(crate) async fn prepare(state: &web::Data<AppState>) -> Result<(), String> {
    let is_empty = state.sources.directory.all().is_empty();
    if is_empty && !state.config.demo {
        tracing::warn!("no authority yet: make one with `lokaal-signaal authority add`");
    }
    Ok(())
}
