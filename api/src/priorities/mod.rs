//! Putting issues in an order over HTTP.

mod change_priority_weights;
mod get_priority_weights;
mod list_priorities;
mod open_scores;
mod prioritise_issues;
mod score_issue;
mod withdraw_scores;

use policy::{Operation, Permit};
use shared::id::AuthorityId;
use shared::problem::Code;

use crate::http::ApiProblem;
use crate::http::permitted::AUTHORITY;
use crate::operations::Register;

pub(crate) fn operations(config: &mut impl Register) {
    config
        .service(list_priorities::list_priorities)
        .service(get_priority_weights::get_priority_weights)
        .service(change_priority_weights::change_priority_weights)
        .service(score_issue::score_issue)
        .service(withdraw_scores::withdraw_scores)
        .service(open_scores::open_scores)
        .service(prioritise_issues::prioritise_issues);
}

/// The authority whose weights hold: issues of two are never put in one order.
fn one_authority<A: Operation>(permit: &Permit<A>) -> Result<AuthorityId, ApiProblem> {
    match permit.scope().reads() {
        &[authority] => Ok(authority),
        _ => Err(ApiProblem::header(AUTHORITY, Code::Required)),
    }
}
