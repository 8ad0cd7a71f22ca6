//! What an empty installation needs before its first request.

use std::sync::Arc;

use actix_web::web;

use crate::demo::{self, DemoClock};
use crate::state::AppState;

/// Makes the demo when asked, and says how to get in; tells how to set up otherwise.
pub(crate) async fn prepare(
    state: &web::Data<AppState>,
    demo_clock: Option<&Arc<DemoClock>>,
) -> Result<(), String> {
    let words = |error: &dyn std::fmt::Display| error.to_string();
    if let Some(clock) = demo_clock {
        let told = demo::prepare(&state.config, &state.db, &state.sources, clock).await;
        let told = told.map_err(|error| words(&error))?;
        return crate::cli::say(&told).map_err(|error| words(&error));
    }
    if state.sources.directory.all().is_empty() {
        tracing::warn!("no authority yet: make one with `lokaal-signaal authority add`");
    }
    Ok(())
}
