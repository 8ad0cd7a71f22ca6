//! The links, a new one, and the poster of one.

use std::marker::PhantomData;

use policy as op;
use shared::entry_link::{EntryLink, EntryLinkDraft};
use shared::id::EntryLinkId;

use crate::components::{
    Button, ButtonKind, CopyButton, Dialog, ErrorSummary, Loaded, Page, Select, SubmitButton,
    TextField, icon, use_toaster,
};
use crate::desk::choices;
use crate::desk::components::{LeftoverNotice, OneAuthority, QrPicture};
use crate::desk::seat::use_seat;
use crate::desk::sending::Sending;
use crate::desk::unsent::Unsent;
use crate::desk::words::{today, unless_blank};
use crate::prelude::*;

/// The page.
#[component]
pub(in crate::desk) fn EntryLinksPage() -> impl IntoView {
    view! {
        <Page wide=true title=t!(entry.title)>
            <OneAuthority operation={PhantomData::<op::ListEntryLinks>} let:authority>
                <EntryLinks authority/>
            </OneAuthority>
        </Page>
    }
}

#[component]
fn EntryLinks(authority: String) -> impl IntoView {
    let seat = use_seat();
    let of = authority.clone();
    let links = LocalResource::new(move || {
        let api = seat.api_at(&of);
        async move { api.list_entry_links().await }
    });
    let changed = Callback::new(move |()| links.refetch());
    let at = authority.clone();
    let list = move |all: Vec<EntryLink>| {
        if all.is_empty() {
            return view! { <p>{t!(entry.empty)}</p> }.into_any();
        }
        let at = at.clone();
        let mut all = all;
        all.sort_by_key(|link| link.revoked_on.is_some());
        let line =
            move |link: EntryLink| view! { <li><Link authority=at.clone() link changed/></li> };
        view! { <ul class="entry-links">{all.into_iter().map(line).collect_view()}</ul> }.into_any()
    };
    view! {
        <p class="lead">{t!(entry.intro)}</p>
        <div class="beside">
            <div><Loaded resource=links view=move |page| list(page.items)/></div>
            <NewLink authority changed/>
        </div>
    }
}

#[component]
fn Link(authority: String, link: EntryLink, changed: Callback<()>) -> impl IntoView {
    let seat = use_seat();
    let toaster = use_toaster();
    let sending = Sending::new();
    let asks = RwSignal::new(false);
    let poster = RwSignal::new(false);
    let EntryLink {
        id,
        name,
        url,
        sector,
        expires_on,
        revoked_on,
        ..
    } = link;
    let state = match (revoked_on, expires_on) {
        (Some(day), _) => t!(entry.revoked, date = crate::i18n::day(day)),
        (None, Some(day)) if day < today() => t!(entry.expired, date = crate::i18n::day(day)),
        _ => t!(entry.active).to_owned(),
    };
    let is_active = revoked_on.is_none();
    let of = StoredValue::new(authority.clone());
    let named = StoredValue::new(name.clone());
    let revoke = move |()| {
        asks.set(false);
        let api = seat.api_at(&of.get_value());
        sending.run(
            async move { api.revoke_entry_link(id).await },
            move |answer| {
                match answer {
                    Ok(()) => toaster.say(t!(entry.revoke_done, name = named.get_value())),
                    Err(error) => toaster.say(error.text()),
                }
                changed.run(());
            },
        );
    };
    let sector_words = move || sector.as_ref().map(|code| seat.sector(&authority, code));
    let copied = url.clone();
    view! {
        <article class="entry-link">
            <h2 class="entry-link__title">{name}</h2>
            <p class="meta">
                <span class=if is_active { "badge badge--ok" } else { "badge" }>{state}</span>
                " "{sector_words}
            </p>
            {is_active.then(|| view! {
                <p><code class="long-code">{url}</code></p>
                <div class="row">
                    <CopyButton label=t!(invitation.link_copy) done=t!(common.copied) text=Reactive::derive(move || copied.clone())/>
                    <Button label=t!(desk.show_qr) icon=icon::QR_CODE on_press=move |()| poster.set(true)/>
                    <Button label=t!(entry.revoke) kind=ButtonKind::Quiet busy=sending.is_busy() on_press=move |()| asks.set(true)/>
                </div>
            })}
            <Dialog open=poster title=move || named.get_value()>
                <Poster authority=of.get_value() link=id name=named.get_value() open=poster/>
            </Dialog>
            <Dialog open=asks title=move || named.get_value()>
                <p>{t!(entry.revoke_text)}</p>
                <div class="dialog__choices">
                    <Button label=t!(entry.revoke) kind=ButtonKind::Grave on_press=revoke/>
                    <Button label=t!(common.cancel) kind=ButtonKind::Quiet on_press=move |()| asks.set(false)/>
                </div>
            </Dialog>
        </article>
    }
}

/// What hangs on a wall: question, QR code, promise. Printing prints this alone.
#[component]
fn Poster(
    authority: String,
    link: EntryLinkId,
    name: String,
    open: RwSignal<bool>,
) -> impl IntoView {
    let seat = use_seat();
    let of = authority.clone();
    let qr = LocalResource::new(move || {
        let api = seat.api_at(&of);
        async move { api.get_entry_link_qr(link).await }
    });
    let label = StoredValue::new(t!(entry.qr_alt, name = name));
    let print = move |()| {
        let _ = crate::browser::dom::window().print();
    };
    view! {
        <div class="poster">
            <p class="poster__title">{t!(entry.poster_title)}</p>
            <p>{t!(entry.poster_text)}</p>
            <Loaded resource=qr view=move |svg: String| view! { <QrPicture svg label=label.get_value()/> }/>
            <p>{t!(entry.poster_scan)}</p>
            <p class="poster__from">{seat.name_of(&authority)}</p>
        </div>
        <div class="dialog__choices">
            <Button label=t!(entry.print) icon=icon::PRINTER on_press=print/>
            <Button label=t!(common.close) kind=ButtonKind::Quiet on_press=move |()| open.set(false)/>
        </div>
    }
}

#[component]
fn NewLink(authority: String, changed: Callback<()>) -> impl IntoView {
    let seat = use_seat();
    let toaster = use_toaster();
    let sending = Sending::new();
    let unsent = Unsent::new(format!("link.{authority}"), EntryLinkDraft::default());
    let form = unsent.form;
    let of = authority.clone();
    let taxonomy = Memo::new(move |_| seat.taxonomy(&of));
    let sectors = Reactive::derive(move || {
        taxonomy
            .get()
            .map(|taxonomy| choices::sectors(&taxonomy))
            .unwrap_or_default()
    });
    let of = authority.clone();
    let organisations = LocalResource::new(move || {
        let api = seat.api_at(&of);
        async move {
            api.list_organisations()
                .await
                .map(|page| page.items)
                .unwrap_or_default()
        }
    });
    let organisations =
        Reactive::derive(move || choices::organisations(&organisations.get().unwrap_or_default()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(lists) = taxonomy.get_untracked() else {
            return;
        };
        if !form.is_valid(|draft: EntryLinkDraft| draft.parse(lists.as_ref())) {
            return;
        }
        let api = seat.api_at(&authority);
        let draft = form.draft.get_untracked();
        sending.run(
            async move { api.create_entry_link(&draft).await },
            move |answer| match answer {
                Ok(_) => {
                    toaster.say(t!(desk.link_made));
                    unsent.sent();
                    changed.run(());
                }
                Err(error) => form.show(&error),
            },
        );
    };
    view! {
        <section class="panel">
            <h2 class="part-title">{t!(entry.new)}</h2>
            <LeftoverNotice leftover=unsent.leftover()/>
            <ErrorSummary form/>
            <form novalidate on:submit=submit>
                <TextField form at="/name" label=t!(entry.name) hint=t!(entry.name_hint)
                    get=|draft| draft.name.clone() set=|draft, typed| draft.name = typed/>
                <Select form at="/sector" label=t!(entry.sector) hint=t!(entry.sector_hint) options=sectors
                    get=|draft| draft.sector.clone().unwrap_or_default()
                    set=|draft, code| draft.sector = unless_blank(&code)/>
                <Select form at="/organisation" label=t!(entry.organisation) options=organisations
                    get=|draft| draft.organisation.map(|id| id.to_string()).unwrap_or_default()
                    set=|draft, id| draft.organisation = id.parse().ok()/>
                <TextField form at="/expiresOn" kind="date" width="short" label=t!(entry.expires)
                    get=|draft| draft.expires_on.map(|day| day.to_string()).unwrap_or_default()
                    set=|draft, day| draft.expires_on = day.parse().ok()/>
                <SubmitButton label=t!(entry.create) busy=sending.is_busy()/>
            </form>
        </section>
    }
}
