//! The list of issues.

use actix_web::{get, web};
use policy::ListIssues;
use shared::issue::{IssueFilter, IssueSummary};
use shared::life_cycle::IssueState;
use shared::page::Page;
use shared::problem::{Code, Invalid};

use crate::http::input::{FromParams, Paging, code, one, unknown};
use crate::http::{ApiProblem, App, Params, Permitted, Refusals};

/// Longest search (trust.md §5.2).
const MAX_SEARCH: usize = 200;

/// Filters and page of the list.
#[derive(Default)]
pub(crate) struct IssueParams {
    filter: IssueFilter,
    paging: Paging,
    count: bool,
}

impl FromParams for IssueParams {
    fn from_params(pairs: &[(String, String)]) -> Result<Self, Invalid> {
        let mut params = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "state" => params.filter.state.push(code(name, value)?),
                "theme" => params.filter.theme.push(value.clone()),
                "q" if value.chars().count() > MAX_SEARCH => {
                    return Err(Invalid::one(name, Code::TooLong));
                }
                "q" => params.filter.q = Some(value.clone()),
                "review" => params.filter.review = one(name, value)?,
                "count" => params.count = one(name, value)?,
                _ if params.paging.take(name, value)? => {}
                _ => return Err(unknown(name)),
            }
        }
        Ok(params)
    }
}

/// Lists issues, the latest changed first.
///
/// Several values of one filter are alternatives, filters narrow each other. `q` is a number such as `K-17`, or words
/// of title or description: stems, without accents, parts of compounds, the last letters may be missing, `"adjacent
/// words"` between quotes.
#[utoipa::path(
    tag = "Issues",
    operation_id = "listIssues",
    params(
        ("state" = Option<Vec<IssueState>>, Query, description = "States"),
        ("theme" = Option<Vec<String>>, Query, description = "Themes"),
        ("q" = Option<String>, Query, description = "Number, or words of title or description, at most 200 characters"),
        ("review" = Option<bool>, Query, description = "Only issues that came back from being parked, and on which nobody took a step since"),
        ("count" = Option<bool>, Query, description = "Also tell how many match, in `total`"),
        ("pageSize" = Option<u32>, Query, description = "Rows per page, 1 to 100"),
        ("after" = Option<String>, Query, description = "`next` of the page before"),
    ),
    responses((status = 200, body = Page<IssueSummary>), Refusals),
    security(("Bearer" = []))
)]
#[get("/issues")]
pub(crate) async fn list_issues(
    permit: Permitted<ListIssues>,
    app: App,
    Params(params): Params<IssueParams>,
) -> Result<web::Json<Page<IssueSummary>>, ApiProblem> {
    if params.filter.q.is_some() {
        app.limits.search(&permit)?;
    }
    let page = params.paging.page(workflow::issues::after)?;
    let count = params.count;
    let (sources, permit, filter) = (app.sources.clone(), permit.permit(), params.filter);
    let scope = permit.scope().clone();
    let page = app
        .db
        .read(&scope, move |tx| {
            workflow::issues::list_issues(tx, &permit, &sources, &filter, page, count)
        })
        .await?;
    Ok(web::Json(page))
}
