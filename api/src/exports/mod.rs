//! Taking everything along.

mod export_authority;
mod export_signals;

use policy::{Operation, Permit};
use shared::authority::Authority;
use shared::problem::Code;
use workflow::Stop;

use crate::http::{ApiProblem, App};
use crate::operations::Register;

pub(crate) fn operations(config: &mut impl Register) {
    config
        .service(export_authority::export_authority)
        .service(export_signals::export_signals);
}

/// Counts an export among those of the day, and writes it to the log before anything is read: no entry, no export.
async fn note<A: Operation>(
    app: &App,
    permit: &Permit<A>,
    authority: &Authority,
) -> Result<(), ApiProblem> {
    let user = permit.user().ok_or(Code::NoAccessToken)?;
    app.limits.export(user, authority.id)?;
    let id = authority.id;
    let noted: Result<(), Stop> = app
        .db
        .write(permit, move |tx| {
            tx.touches("authority", id);
            Ok(())
        })
        .await;
    Ok(noted?)
}
