//! Everything of one authority as one document.

use actix_web::{HttpResponse, post};
use policy::{Actor, ExportAuthority, Operation, Permit, Scope, Wanted};
use shared::authority::Authority;
use shared::export::AuthorityExport;
use shared::organisation::Organisation;
use shared::problem::Code;
use storage::Tx;
use workflow::{Sources, Stop, exports};

use super::note;
use crate::http::{ApiProblem, App, Permitted, Refusals};

/// Hands out everything of an authority as one JSON document: signals with their texts, issues, actions, organisations.
///
/// Never who sent a signal. The export is written to the log before anything is read: no entry, no export.
#[utoipa::path(
    tag = "Audit",
    operation_id = "exportAuthority",
    responses((status = 200, body = AuthorityExport), Refusals),
    security(("Bearer" = []))
)]
#[post("/exports")]
pub(crate) async fn export_authority(
    permit: Permitted<ExportAuthority>,
    app: App,
) -> Result<HttpResponse, ApiProblem> {
    let authority = permit.written_authority(&app)?;
    note(&app, &permit.permit(), &authority).await?;
    let export = gather(&permit, &app, &authority).await?;
    let name = format!(
        "attachment; filename=\"{}-{}.json\"",
        authority.slug,
        app.sources.today(authority.id)
    );
    Ok(HttpResponse::Ok()
        .insert_header(("content-disposition", name))
        .json(export))
}

async fn gather(
    permit: &Permitted<ExportAuthority>,
    app: &App,
    authority: &Authority,
) -> Result<AuthorityExport, ApiProblem> {
    let scope = permit.scope().clone();
    let of = scope.clone();
    let organisations: Result<Vec<_>, Stop> = app
        .db
        .read(&scope, move |tx| {
            Ok(tx.organisations(&of, None, i64::MAX)?)
        })
        .await;
    let organisations = organisations?
        .into_iter()
        .map(|row| Organisation {
            id: row.id.0,
            name: row.name,
            sector: row.sector,
        })
        .collect();
    let mut export = AuthorityExport {
        made_at: app.sources.now(),
        authority: authority.clone(),
        taxonomy: shared::taxonomy::Taxonomy::clone(&*app.taxonomy(authority.id).await?),
        organisations,
        signals: Vec::new(),
        issues: Vec::new(),
    };
    let (list, open) = (also(permit, authority)?, also(permit, authority)?);
    export.signals = all_parts(app, &scope, move |tx, sources, after| {
        exports::signals(tx, &list, &open, sources, after)
    })
    .await?;
    let (list, open) = (also(permit, authority)?, also(permit, authority)?);
    export.issues = all_parts(app, &scope, move |tx, sources, after| {
        exports::issues(tx, &list, &open, sources, after)
    })
    .await?;
    Ok(export)
}

/// Reads part after part, each in a transaction of its own, until none follows.
async fn all_parts<T: Send + 'static>(
    app: &App,
    scope: &Scope,
    read: impl Fn(&mut Tx<'_>, &Sources, Option<&str>) -> Result<(Vec<T>, Option<String>), Stop>
    + Clone
    + Send
    + 'static,
) -> Result<Vec<T>, ApiProblem> {
    let mut all = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let (read, sources) = (read.clone(), app.sources.clone());
        let part = app
            .db
            .read(scope, move |tx| read(tx, &sources, after.as_deref()))
            .await?;
        all.extend(part.0);
        after = part.1;
        if after.is_none() {
            return Ok(all);
        }
    }
}

/// Who may export reads each thing by its own right too: a second line in the table cannot be forgotten.
fn also<A: Operation>(
    permit: &Permitted<ExportAuthority>,
    authority: &Authority,
) -> Result<Permit<A>, ApiProblem> {
    let staff = permit.staff.clone().ok_or(Code::NoAccessToken)?;
    policy::decide::<A>(&Actor::Staff(staff), Wanted::One(authority.id))
        .map_err(|_| Code::MissingPermission.into())
}
