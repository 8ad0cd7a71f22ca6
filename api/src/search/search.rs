//! One question to everything that is found by its words.

use actix_web::{get, web};
use policy::Search;
use shared::problem::{Code, FieldError, Invalid};
use shared::search::{FoundKind, FoundThing, Progress, SearchFilter, SearchResult, question};

use crate::http::input::{FromParams, Paging, code, one, unknown};
use crate::http::{ApiProblem, App, Params, Permitted, Refusals};

/// What is asked, and which part of it.
#[derive(Default)]
pub(crate) struct SearchParams {
    filter: SearchFilter,
    paging: Paging,
}

impl FromParams for SearchParams {
    fn from_params(pairs: &[(String, String)]) -> Result<Self, Invalid> {
        let mut params = Self::default();
        let mut is_paged = false;
        for (name, value) in pairs {
            let filter = &mut params.filter;
            match name.as_str() {
                "q" => filter.q = question(value).map_err(|broken| too_long(name, &broken))?,
                "kind" => filter.kind = Some(code(name, value)?),
                "progress" => filter.progress = Some(code(name, value)?),
                "theme" => filter.theme.push(value.clone()),
                "from" => filter.from = Some(one(name, value)?),
                "to" => filter.to = Some(one(name, value)?),
                "literal" => filter.literal = one(name, value)?,
                _ if params.paging.take(name, value)? => is_paged = true,
                _ => return Err(unknown(name)),
            }
        }
        // A page is one of a kind.
        if is_paged && params.filter.kind.is_none() {
            return Err(Invalid::one("kind", Code::SchemaViolation));
        }
        Ok(params)
    }
}

fn too_long(name: &str, broken: &shared::draft::Broken) -> Invalid {
    let error = FieldError {
        limit: broken.limit,
        actual: broken.actual,
        ..FieldError::new(name, broken.code)
    };
    Invalid::new(error, Vec::new())
}

/// Finds signals, issues, actions and feedback by their words; the newest of each kind first.
///
/// `q` holds words, all of which must be found, and `"adjacent words"` between quotes. Words are found in every form,
/// without accents, as part of a compound (`opvang` finds *kinderopvang*, and `kinderopvang` finds *kinder opvang*); the
/// last one may be the beginning of a longer word. `K-17` is the issue with that number. A kind that the reader may not
/// list is absent: a policy officer finds no signal. Held texts are not found.
///
/// When nothing has the words, those that no text has are replaced by the nearest that some text has: `corrections` says
/// so, and `literal=true` asks for the words as they stand.
#[utoipa::path(
    tag = "Search",
    operation_id = "search",
    params(
        ("q" = String, Query, description = "Words to search, at most 200 characters"),
        ("kind" = Option<FoundKind>, Query, description = "Only this kind, in pages of 20; without it, five of each"),
        ("progress" = Option<Progress>, Query, description = "Only what goes on, or what is over"),
        ("theme" = Option<Vec<String>>, Query, description = "Themes; actions and feedback have those of their issue"),
        ("from" = Option<String>, Query, description = "Received or made on or after this day"),
        ("to" = Option<String>, Query, description = "Received or made on or before this day"),
        ("literal" = Option<bool>, Query, description = "The words as they stand, although none are found and others are near"),
        ("pageSize" = Option<u32>, Query, description = "With `kind`: rows per page, 1 to 100"),
        ("after" = Option<String>, Query, description = "With `kind`: `next` of the page before"),
    ),
    responses((status = 200, body = SearchResult), Refusals),
    security(("Bearer" = []))
)]
#[get("/search")]
pub(crate) async fn search(
    permit: Permitted<Search>,
    app: App,
    Params(params): Params<SearchParams>,
) -> Result<web::Json<SearchResult>, ApiProblem> {
    app.limits.search(&permit)?;
    let SearchParams { filter, paging } = params;
    let page = match filter.kind {
        Some(kind) => {
            let after = paging.cursor(|cursor| workflow::search::after(kind, cursor))?;
            Some((paging.size, after))
        }
        None => None,
    };
    let staff = permit.staff.clone().ok_or(Code::NoAccessToken)?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let (scope, reader) = (permit.scope().clone(), permit.clone());
    let read = move |tx: &mut storage::Tx<'_>| {
        workflow::search::search(tx, &permit, &sources, &staff, &filter, page)
    };
    let found = app.db.read(&scope, read).await?;
    let signals = found.groups.iter().flat_map(|group| &group.items);
    for signal in signals.filter(|found| matches!(found.thing, FoundThing::Signal { .. })) {
        app.note_reading(&reader, &signal.authority, "");
    }
    Ok(web::Json(found))
}
