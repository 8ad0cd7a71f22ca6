//! The list of organisations, and adding one.

use std::marker::PhantomData;

use policy as op;
use shared::organisation::{Organisation, OrganisationDraft};

use crate::components::{ErrorSummary, Loaded, Page, Select, SubmitButton, TextField, use_toaster};
use crate::desk::choices;
use crate::desk::components::{LeftoverNotice, OneAuthority};
use crate::desk::seat::use_seat;
use crate::desk::sending::Sending;
use crate::desk::unsent::Unsent;
use crate::prelude::*;

/// The page.
#[component]
pub(in crate::desk) fn OrganisationsPage() -> impl IntoView {
    view! {
        <Page wide=true title=t!(organisation.title)>
            <OneAuthority operation={PhantomData::<op::ListOrganisations>} let:authority>
                <Organisations authority/>
            </OneAuthority>
        </Page>
    }
}

#[component]
fn Organisations(authority: String) -> impl IntoView {
    let seat = use_seat();
    let may_add = seat.may_at::<op::CreateOrganisation>(&authority);
    let of = authority.clone();
    let listed = LocalResource::new(move || {
        let api = seat.api_at(&of);
        async move { api.list_organisations().await }
    });
    let at = authority.clone();
    let row = move |organisation: Organisation| {
        let (at, sector) = (at.clone(), organisation.sector);
        view! {
            <tr>
                <th scope="row" class="table__title">{organisation.name}</th>
                <td>{move || seat.sector(&at, &sector)}</td>
            </tr>
        }
    };
    let table = move |organisations: Vec<Organisation>| {
        if organisations.is_empty() {
            return view! { <p>{t!(organisation.empty)}</p> }.into_any();
        }
        view! {
            <div class="table-region" role="region" tabindex="0" aria-label=t!(organisation.title)>
                <table class="table table--stack">
                    <thead><tr><th scope="col">{t!(organisation.name)}</th><th scope="col">{t!(organisation.sector)}</th></tr></thead>
                    <tbody>{organisations.into_iter().map(row.clone()).collect_view()}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    view! {
        <div class="beside">
            <div><Loaded resource=listed view=move |page| table(page.items)/></div>
            {may_add.then(|| view! { <AddForm authority on_done=Callback::new(move |()| listed.refetch())/> })}
        </div>
    }
}

#[component]
fn AddForm(authority: String, on_done: Callback<()>) -> impl IntoView {
    let seat = use_seat();
    let toaster = use_toaster();
    let sending = Sending::new();
    let unsent = Unsent::new(
        format!("organisation.{authority}"),
        OrganisationDraft::default(),
    );
    let form = unsent.form;
    let of = authority.clone();
    let taxonomy = Memo::new(move |_| seat.taxonomy(&of));
    let sectors = Reactive::derive(move || {
        taxonomy
            .get()
            .map(|taxonomy| choices::sectors(&taxonomy))
            .unwrap_or_default()
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(lists) = taxonomy.get_untracked() else {
            return;
        };
        if !form.is_valid(|draft: OrganisationDraft| draft.parse(lists.as_ref())) {
            return;
        }
        let api = seat.api_at(&authority);
        let draft = form.draft.get_untracked();
        sending.run(
            async move { api.create_organisation(&draft).await },
            move |answer| match answer {
                Ok(new) => {
                    toaster.say(t!(organisation.added, name = new.name));
                    unsent.sent();
                    on_done.run(());
                }
                Err(error) => form.show(&error),
            },
        );
    };
    view! {
        <section class="panel">
            <h2 class="part-title">{t!(organisation.new)}</h2>
            <LeftoverNotice leftover=unsent.leftover()/>
            <ErrorSummary form/>
            <form novalidate on:submit=submit>
                <TextField form at="/name" label=t!(organisation.name)
                    get=|draft| draft.name.clone() set=|draft, typed| draft.name = typed/>
                <Select form at="/sector" label=t!(organisation.sector) options=sectors
                    get=|draft| draft.sector.clone() set=|draft, code| draft.sector = code/>
                <SubmitButton label=t!(common.add) busy=sending.is_busy()/>
            </form>
        </section>
    }
}
