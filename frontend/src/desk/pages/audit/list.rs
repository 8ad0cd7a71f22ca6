//! Reading the log.

use std::marker::PhantomData;

use leptos_router::hooks::use_location;
use policy as op;
use shared::audit::{AuditEntry, AuditOutcome};

use crate::components::{Icon, Page, icon};
use crate::desk::components::{ListBody, OneAuthority, Pager};
use crate::desk::listing::Listing;
use crate::desk::query::Query;
use crate::desk::seat::use_seat;
use crate::desk::words::{self, code_words};
use crate::prelude::*;

/// The page.
#[component]
pub(in crate::desk) fn AuditPage() -> impl IntoView {
    view! {
        <Page wide=true title=t!(audit.title)>
            <p class="lead">{t!(audit.intro)}" "<span class="sealed"><Icon shape=icon::SHIELD/></span>" "{t!(audit.sealed)}"."</p>
            <OneAuthority operation={PhantomData::<op::ListAuditEntries>} let:authority>
                <Entries authority/>
            </OneAuthority>
        </Page>
    }
}

#[component]
fn Entries(authority: String) -> impl IntoView {
    let seat = use_seat();
    let search = use_location().search;
    let after = Memo::new(move |_| Query::parse(&search.get()).get("after").map(str::to_owned));
    let listing = Listing::new(after, move |after: Option<String>| {
        let api = seat.api_at(&authority);
        async move { api.list_audit_entries(after.as_deref()).await }
    });
    view! {
        <ListBody listing empty=t!(audit.empty)>
            <div class="table-region" role="region" tabindex="0" aria-label=t!(audit.title)>
                <table class="table table--stack">
                    <thead>
                        <tr>
                            <th scope="col">{t!(audit.col_when)}</th>
                            <th scope="col">{t!(audit.col_who)}</th>
                            <th scope="col">{t!(audit.col_role)}</th>
                            <th scope="col">{t!(audit.col_what)}</th>
                            <th scope="col">{t!(audit.col_object)}</th>
                            <th scope="col">{t!(audit.col_outcome)}</th>
                        </tr>
                    </thead>
                    <tbody>
                        <For each=move || listing.rows() key=|entry| entry.id let:entry><Row entry/></For>
                    </tbody>
                </table>
            </div>
            <Pager listing is_later=Reactive::derive(move || after.with(Option::is_some))
                address=Callback::new(|after: Option<String>| Query::default().with_all("after", after).at("/desk/audit"))/>
        </ListBody>
    }
}

#[component]
fn Row(entry: AuditEntry) -> impl IntoView {
    let who = who(&entry);
    let address = address(&entry);
    let object = entry.object_type.map(|kind| words::object_type(&kind));
    let outcome = match entry.outcome {
        AuditOutcome::Done => "badge badge--ok",
        AuditOutcome::Refused => "badge badge--bad",
    };
    view! {
        <tr>
            <td><time datetime=entry.at.clone()>{moment(&entry.at)}</time></td>
            <th scope="row" class="table__plain">{who}</th>
            <td>{entry.role.map(Labelled::label)}</td>
            <td>{words::operation(&entry.operation)}</td>
            <td>
                {match address {
                    Some(address) => view! { <a href=address>{object}</a> }.into_any(),
                    None => object.into_any(),
                }}
                {entry.object_id.map(|id| view! { <span class="table__below code">{id}</span> })}
            </td>
            <td>
                <span class=outcome>{code_words("audit_outcome", entry.outcome)}</span>
                {entry.sealed.then(|| view! { <span class="sealed"><Icon shape=icon::SHIELD/><span class="visually-hidden">{t!(audit.sealed)}</span></span> })}
            </td>
        </tr>
    }
}

/// Where the thing stands that a line is about, for who may look at it.
fn address(entry: &AuditEntry) -> Option<String> {
    let seat = use_seat();
    let id = entry.object_id.as_ref()?;
    match entry.object_type.as_deref()? {
        "issue" if untrack(|| seat.may::<op::GetIssue>()) => Some(format!("/desk/issues/{id}")),
        "signal" if untrack(|| seat.may::<op::GetSignal>()) => Some(format!("/desk/signals/{id}")),
        _ => None,
    }
}

fn who(entry: &AuditEntry) -> String {
    use shared::codes::Role;
    match (&entry.by, entry.role) {
        (Some(name), _) => name.clone(),
        (None, Some(Role::Provider)) => t!(audit.provider).to_owned(),
        (None, Some(role)) => role.label().to_owned(),
        // Of what providers do, the log keeps the day only.
        (None, None) if entry.at.parse::<Day>().is_ok() => t!(audit.provider).to_owned(),
        (None, None) => t!(audit.system).to_owned(),
    }
}

/// The moment as the server tells it, on the clock of the device; a bare day for what providers did.
fn moment(at: &str) -> String {
    match at.parse::<Day>() {
        Ok(day) => crate::i18n::day(day),
        Err(_) => words::moment(at),
    }
}
