//! Who asks, and may they: the only way from a request to a `Permit`.

use std::future::Future;
use std::ops::Deref;
use std::pin::Pin;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::header::AUTHORIZATION;
use actix_web::{FromRequest, HttpRequest, web};
use identity::tokens::{Rights, TokenRefusal};
use policy::{Access, Actor, Denied, Operation, Permit, Staff, Wanted};
use shared::authority::Authority;
use shared::id::{LoginId, UserId};
use shared::problem::Code;
use storage::records::EntryLinkRecord;

use super::problem::ApiProblem;
use crate::state::AppState;

/// Header that names the authority a request is about.
pub(crate) const AUTHORITY: &str = "LokaalSignaal-Authority";
/// Header with the token of an entry link.
pub(crate) const ENTRY_TOKEN: &str = "LokaalSignaal-Entry-Token";

/// A permit for `A`, and what was learnt on the way to it.
pub(crate) struct Permitted<A: Operation> {
    permit: Permit<A>,
    /// The authority that the request names.
    pub(crate) authority: Option<Arc<Authority>>,
    /// The entry link that it came with.
    pub(crate) entry_link: Option<EntryLinkRecord>,
    /// The person who signed in.
    pub(crate) staff: Option<Staff>,
}

impl<A: Operation> Deref for Permitted<A> {
    type Target = Permit<A>;

    fn deref(&self) -> &Permit<A> {
        &self.permit
    }
}

impl<A: Operation> Permitted<A> {
    /// The permit alone, to be carried into a transaction.
    pub(crate) fn permit(&self) -> Permit<A> {
        self.permit.clone()
    }

    /// The authority that the request names: who has not signed in yet must say where.
    pub(crate) fn named_authority(&self) -> Result<&Authority, ApiProblem> {
        needed(self.authority.as_deref())
    }

    /// The one authority that this request writes.
    pub(crate) fn written_authority(&self, app: &AppState) -> Result<Arc<Authority>, ApiProblem> {
        let id = self.permit.scope().writes().ok_or(Code::ResourceNotFound)?;
        app.sources
            .directory
            .by_id(id)
            .ok_or_else(|| Code::ResourceNotFound.into())
    }
}

impl<A: Operation> FromRequest for Permitted<A> {
    type Error = ApiProblem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, ApiProblem>>>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { permitted(&request).await })
    }
}

async fn permitted<A: Operation>(request: &HttpRequest) -> Result<Permitted<A>, ApiProblem> {
    let app = request
        .app_data::<web::Data<AppState>>()
        .ok_or(Code::InternalServerError)?;
    // What is open to everybody asks for no token, so an old one closes no door.
    let token = match A::ACCESS {
        Access::Public => None,
        _ => bearer(request)?,
    };
    let staff = match token {
        Some(token) => Some(signed_in(app, token).await?),
        None => None,
    };
    // Unknown callers learn nothing, not even whether an authority exists.
    if staff.is_none() && matches!(A::ACCESS, Access::Login | Access::Roles(_)) {
        return Err(Code::NoAccessToken.into());
    }
    let authority = named_authority(app, request)?;
    let entry_link = match (A::ACCESS, &staff) {
        (Access::EntryLink, None) => Some(entry_link(app, request, authority.as_deref()).await?),
        // An account opens the door; the link, where one comes along and works, still says for which organisation.
        (Access::EntryLink, Some(_)) if request.headers().contains_key(ENTRY_TOKEN) => {
            entry_link(app, request, authority.as_deref()).await.ok()
        }
        _ => None,
    };
    let actor = match (&staff, &entry_link, A::ACCESS) {
        (_, _, Access::Receipt) => Actor::Receipt {
            authority: needed(authority.as_deref())?.id,
        },
        (Some(staff), _, _) => Actor::Staff(staff.clone()),
        (None, Some(link), _) => Actor::EntryLink {
            authority: link.authority_id.0,
            link: link.id.0,
        },
        (None, None, _) => Actor::Anyone,
    };
    let wanted = authority
        .as_ref()
        .map_or(Wanted::All, |authority| Wanted::One(authority.id));
    let permit = match policy::decide::<A>(&actor, wanted) {
        Ok(permit) => permit,
        Err(denied) => return Err(refusal::<A>(app, &actor, wanted, denied).await),
    };
    app.limits.check::<A>(
        request,
        staff.as_ref().map(|staff| staff.user),
        entry_link.as_ref(),
    )?;
    Ok(Permitted {
        permit,
        authority,
        entry_link,
        staff,
    })
}

fn bearer(request: &HttpRequest) -> Result<Option<&str>, ApiProblem> {
    let Some(header) = request.headers().get(AUTHORIZATION) else {
        return Ok(None);
    };
    let token = header
        .to_str()
        .ok()
        .and_then(|header| header.strip_prefix("Bearer "));
    token
        .map(Some)
        .ok_or_else(|| Code::InvalidAccessToken.into())
}

/// Verifies a token and loads what the person may do now, rather than trust a list in the token (decisions.md 19).
async fn signed_in(app: &AppState, token: &str) -> Result<Staff, ApiProblem> {
    let verified = app
        .verifier()
        .verify(token, app.sources.now().utc())
        .map_err(|refusal| match refusal {
            TokenRefusal::Expired => ApiProblem::new(Code::ExpiredAccessToken),
            TokenRefusal::Invalid(_) => ApiProblem::new(Code::InvalidAccessToken),
        })?;
    let (user, login) = (UserId::new(verified.user), LoginId::new(verified.login));
    if app.revocations.covers(user, login, verified.issued_at) {
        return Err(Code::InvalidAccessToken.into());
    }
    let memberships = app.memberships_of(user).await?;
    let staff = Staff {
        user,
        login,
        memberships,
    };
    Ok(match verified.rights {
        Rights::Everything => staff,
        Rights::Provider => staff.as_provider(),
    })
}

fn named_authority(
    app: &AppState,
    request: &HttpRequest,
) -> Result<Option<Arc<Authority>>, ApiProblem> {
    let Some(header) = request.headers().get(AUTHORITY) else {
        return Ok(None);
    };
    let slug = header.to_str().unwrap_or_default();
    app.sources
        .directory
        .by_slug(slug)
        .map(Some)
        .ok_or_else(|| Code::ResourceNotFound.into())
}

fn needed(authority: Option<&Authority>) -> Result<&Authority, ApiProblem> {
    authority.ok_or_else(|| ApiProblem::header(AUTHORITY, Code::Required))
}

async fn entry_link(
    app: &AppState,
    request: &HttpRequest,
    authority: Option<&Authority>,
) -> Result<EntryLinkRecord, ApiProblem> {
    let token = request
        .headers()
        .get(ENTRY_TOKEN)
        .ok_or(Code::NoAccessToken)?;
    let token = token.to_str().unwrap_or_default();
    let authority = needed(authority)?;
    app.entry_link(authority, token)
        .await?
        .ok_or_else(|| Code::EntryLinkInvalid.into())
}

/// The problem of a refusal; of somebody known it is also written down, in a transaction of its own.
async fn refusal<A: Operation>(
    app: &AppState,
    actor: &Actor,
    wanted: Wanted,
    denied: Denied,
) -> ApiProblem {
    match denied {
        Denied::Unknown => Code::NoAccessToken.into(),
        Denied::Elsewhere => Code::ResourceNotFound.into(),
        Denied::Ambiguous => {
            let remedy = "you work for several authorities: name the one this is about";
            ApiProblem(
                ApiProblem::header(AUTHORITY, Code::Required)
                    .0
                    .detail(remedy),
            )
        }
        Denied::Forbidden => {
            app.note_refusal::<A>(actor, wanted).await;
            Code::MissingPermission.into()
        }
    }
}
