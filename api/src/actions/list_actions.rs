//! The list of actions.

use actix_web::{get, web};
use policy::ListActions;
use shared::action::{Action, ActionFilter};
use shared::life_cycle::ActionState;
use shared::page::Page;
use shared::problem::Invalid;

use crate::http::input::{FromParams, Paging, code, one, unknown};
use crate::http::{ApiProblem, App, Params, Permitted, Refusals};

/// Filters and page of the list.
#[derive(Default)]
pub(crate) struct ActionParams {
    filter: ActionFilter,
    paging: Paging,
}

impl FromParams for ActionParams {
    fn from_params(pairs: &[(String, String)]) -> Result<Self, Invalid> {
        let mut params = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "state" => params.filter.state.push(code(name, value)?),
                "owner" => params.filter.owner.push(one(name, value)?),
                "overdue" => params.filter.overdue = one(name, value)?,
                _ if params.paging.take(name, value)? => {}
                _ => return Err(unknown(name)),
            }
        }
        Ok(params)
    }
}

/// Lists actions, the first due first.
///
/// An action is late from the day after `dueOn`. Several values of one filter are alternatives, filters narrow each
/// other. Pages are keyed: pass `next` as `after`.
#[utoipa::path(
    tag = "Actions",
    operation_id = "listActions",
    params(
        ("state" = Option<Vec<ActionState>>, Query, description = "States"),
        ("owner" = Option<Vec<String>>, Query, description = "Ids of organisations"),
        ("overdue" = Option<bool>, Query, description = "Only what was due before today and is not over"),
        ("pageSize" = Option<u32>, Query, description = "Rows per page, 1 to 100"),
        ("after" = Option<String>, Query, description = "`next` of the page before"),
    ),
    responses((status = 200, body = Page<Action>), Refusals),
    security(("Bearer" = []))
)]
#[get("/actions")]
pub(crate) async fn list_actions(
    permit: Permitted<ListActions>,
    app: App,
    Params(params): Params<ActionParams>,
) -> Result<web::Json<Page<Action>>, ApiProblem> {
    let page = params.paging.page(workflow::actions::after)?;
    let (sources, permit, filter) = (app.sources.clone(), permit.permit(), params.filter);
    let scope = permit.scope().clone();
    let page = app
        .db
        .read(&scope, move |tx| {
            workflow::actions::list_actions(tx, &permit, &sources, &filter, page)
        })
        .await?;
    Ok(web::Json(page))
}
