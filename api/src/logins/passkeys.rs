//! What the operations of passkeys have in common.

use identity::passkeys::RelyingParty;
use policy::Operation;
use shared::problem::Code;

use crate::http::permitted::AUTHORITY;
use crate::http::{ApiProblem, App, Permitted};

/// The site that passkeys belong to; there are none where the address is a number.
pub(super) fn party(app: &App) -> Result<RelyingParty, ApiProblem> {
    RelyingParty::at(&app.config.public_base_url()).ok_or_else(|| {
        let why = "passkeys belong to a name: give the server one with LOKAAL_PUBLIC_BASE_URL";
        ApiProblem::detail(Code::ResourceNotFound, why)
    })
}

/// Nobody signed in yet, so the page must say where.
pub(super) fn names_its_authority<A: Operation>(permit: &Permitted<A>) -> Result<(), ApiProblem> {
    match &permit.authority {
        Some(_) => Ok(()),
        None => Err(ApiProblem::header(AUTHORITY, Code::Required)),
    }
}
