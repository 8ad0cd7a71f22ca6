//! What the operations of passkeys have in common.

use identity::passkeys::RelyingParty;
use shared::problem::Code;

use crate::http::{ApiProblem, App};

/// The site that passkeys belong to; there are none where the address is a number.
pub(super) fn party(app: &App) -> Result<RelyingParty, ApiProblem> {
    RelyingParty::at(&app.config.public_base_url()).ok_or_else(|| {
        let why = "passkeys belong to a name: give the server one with LOKAAL_PUBLIC_BASE_URL";
        ApiProblem::detail(Code::ResourceNotFound, why)
    })
}
