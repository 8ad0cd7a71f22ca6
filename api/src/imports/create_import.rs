//! A processor hands over a file.

use std::sync::Arc;
use std::time::Duration;

use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::{Bytes, Payload};
use actix_web::{HttpRequest, post};
use policy::CreateImport;
use shared::import::Import;
use shared::problem::Code;
use workflow::imports::Upload;
use workflow::{Attempt, once};

use crate::http::input::too_slow;
use crate::http::{ApiProblem, App, Created, Permitted, Refusals, RepeatKey};

/// What a table may call itself; what it is, its first bytes say.
const MEDIA_TYPES: [&str; 4] = [
    "text/csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.ms-excel",
    "application/octet-stream",
];

/// How long a file may take to come: 10 MiB in a minute is a slow line.
const MAX_SENDING: Duration = Duration::from_mins(1);

/// Keeps a table and says what its columns seem to hold.
///
/// Send the bytes of the file themselves: CSV or XLSX, at most 10 MiB and 50,000 rows. Columns with names or addresses
/// are marked `personal` and never imported. Nothing becomes a signal before `startImport`.
#[utoipa::path(
    tag = "Imports",
    operation_id = "createImport",
    request_body(content(
        (Vec<u8> = "text/csv"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    )),
    responses((status = 201, body = Import), Refusals),
    security(("Bearer" = []))
)]
#[post("/imports")]
pub(crate) async fn create_import(
    permit: Permitted<CreateImport>,
    app: App,
    RepeatKey(key): RepeatKey,
    request: HttpRequest,
    payload: Payload,
) -> Result<Created<Import>, ApiProblem> {
    let file = file(&request, payload).await?;
    let attempt = Attempt {
        key,
        body: file.to_vec(),
    };
    let upload = Arc::new(read(file).await?);
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let held = permit.clone();
    let work = move |tx: &mut storage::Tx<'_>| {
        let first = |tx: &mut storage::Tx<'_>| {
            let import = workflow::imports::create_import(tx, &permit, &sources, &upload)?;
            let id = import.id.to_string();
            Ok((import, id))
        };
        let again = |tx: &mut storage::Tx<'_>, id: &str| {
            workflow::imports::import_again(tx, &permit, &sources, id)
        };
        once(tx, &permit, &sources, &attempt, first, again)
    };
    let body = app.db.write(&held, work).await?;
    Ok(Created {
        href: format!("/api/v1/imports/{}", body.id),
        version: None,
        body,
    })
}

/// The whole body, or 413 as soon as it is longer than a file may be.
async fn file(request: &HttpRequest, payload: Payload) -> Result<Bytes, ApiProblem> {
    let header = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|header| header.to_str().ok());
    let media_type = header
        .and_then(|header| header.split(';').next())
        .unwrap_or_default()
        .trim();
    if !MEDIA_TYPES
        .iter()
        .any(|known| known.eq_ignore_ascii_case(media_type))
    {
        let remedy =
            "send the file itself with Content-Type: text/csv, or the one of an XLSX workbook";
        return Err(ApiProblem::detail(Code::UnsupportedMediaType, remedy));
    }
    let remedy = format!(
        "a file may have {} bytes; split it",
        importers::MAX_FILE_BYTES
    );
    let too_large = ApiProblem::detail(Code::PayloadTooLarge, remedy);
    let sent = payload.to_bytes_limited(importers::MAX_FILE_BYTES);
    match tokio::time::timeout(MAX_SENDING, sent).await {
        Err(_) => Err(too_slow()),
        Ok(Err(_)) => Err(too_large),
        Ok(Ok(Err(_))) => Err(Code::BadRequest.into()),
        Ok(Ok(Ok(bytes))) => Ok(bytes),
    }
}

/// Reading takes up to a second of computing, which must not hold up other requests.
async fn read(file: Bytes) -> Result<Upload, ApiProblem> {
    let read = tokio::task::spawn_blocking(move || Upload::read(file.to_vec())).await;
    let read = read.map_err(|_| ApiProblem::new(Code::InternalServerError))?;
    read.map_err(|error| ApiProblem::detail(error.into(), error.to_string()))
}
