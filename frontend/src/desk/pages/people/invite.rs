//! Inviting somebody: a one-time link, by mail and in the hand.

use shared::id::InvitationId;
use shared::page::Page;
use shared::person::{INVITABLE, Invitation, InvitationDraft};

use super::list::toggle;
use crate::api::Answer;
use crate::components::{
    BannerKind, Button, ButtonKind, Chip, ChipSet, CopyButton, Dialog, ErrorSummary, Loaded,
    Notice, SubmitButton, TextField, use_toaster,
};
use crate::desk::components::LeftoverNotice;
use crate::desk::seat::use_seat;
use crate::desk::sending::Sending;
use crate::desk::unsent::Unsent;
use crate::prelude::*;
use shared::codes::Role;

/// Who was invited and did not come yet.
#[component]
pub(super) fn OpenInvitations(
    authority: String,
    invitations: LocalResource<Answer<Page<Invitation>>>,
) -> impl IntoView {
    let seat = use_seat();
    let toaster = use_toaster();
    let sending = Sending::new();
    let of = StoredValue::new(authority);
    let asked = RwSignal::new(None::<(InvitationId, String)>);
    let open = RwSignal::new(false);
    let ask = move |id: InvitationId, name: String| {
        asked.set(Some((id, name)));
        open.set(true);
    };
    let revoke = move |()| {
        open.set(false);
        let Some((id, _)) = asked.get_untracked() else {
            return;
        };
        let api = seat.api_at(&of.get_value());
        sending.run(
            async move { api.revoke_invitation(id).await },
            move |answer| {
                match answer {
                    Ok(()) => toaster.say(t!(invitation.revoked)),
                    Err(error) => toaster.say(error.text()),
                }
                invitations.refetch();
            },
        );
    };
    let line = move |invitation: Invitation| {
        let Invitation {
            id,
            name,
            email,
            roles,
            expires_on,
            resets,
            ..
        } = invitation;
        let what = if resets {
            t!(invitation.resets).to_owned()
        } else {
            let roles: Vec<&str> = roles.into_iter().map(Labelled::label).collect();
            roles.join(", ")
        };
        let who = name.clone();
        view! {
            <li class="link-line">
                <div>
                    <p><strong>{name}</strong>" "{email}</p>
                    <p class="meta">{what}" · "{t!(invitation.expires, date = crate::i18n::day(expires_on))}</p>
                </div>
                <Button label=t!(invitation.revoke) kind=ButtonKind::Quiet busy=sending.is_busy() on_press=move |()| ask(id, who.clone())/>
            </li>
        }
    };
    view! {
        <Loaded resource=invitations view=move |page| if page.items.is_empty() {
            view! { <p class="meta">{t!(invitation.open_empty)}</p> }.into_any()
        } else {
            view! { <ul class="link-list">{page.items.into_iter().map(line).collect_view()}</ul> }.into_any()
        }/>
        <Dialog open title=move || asked.get().map(|(_, name)| name).unwrap_or_default()>
            <p>{t!(desk.invitation_revoke_text)}</p>
            <div class="dialog__choices">
                <Button label=t!(invitation.revoke) kind=ButtonKind::Grave on_press=revoke/>
                <Button label=t!(common.cancel) kind=ButtonKind::Quiet on_press=move |()| open.set(false)/>
            </div>
        </Dialog>
    }
}

/// The form; afterwards the link, once.
#[component]
pub(super) fn InviteForm(authority: String, invited: Callback<()>) -> impl IntoView {
    let seat = use_seat();
    let sending = Sending::new();
    let unsent = Unsent::new(format!("invite.{authority}"), InvitationDraft::default());
    let form = unsent.form;
    let made = RwSignal::new(None::<Invitation>);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !form.is_valid(InvitationDraft::parse) {
            return;
        }
        let api = seat.api_at(&authority);
        let draft = form.draft.get_untracked();
        sending.run(
            async move { api.invite_member(&draft).await },
            move |answer| match answer {
                Ok(invitation) => {
                    made.set(Some(invitation));
                    unsent.sent();
                    invited.run(());
                }
                Err(error) => form.show(&error),
            },
        );
    };
    let chips: Vec<Chip> = INVITABLE
        .iter()
        .map(|role| Chip::new(role.code(), role.label()))
        .collect();
    view! {
        <section class="panel" id="invite">
            <h2 class="part-title">{t!(invitation.title)}</h2>
            {move || made.get().map(|invitation| view! { <Made invitation/> })}
            <LeftoverNotice leftover=unsent.leftover()/>
            <ErrorSummary form/>
            <form novalidate on:submit=submit>
                <TextField form at="/name" autocomplete="off" label=t!(invitation.name)
                    get=|draft| draft.name.clone() set=|draft, typed| draft.name = typed/>
                <TextField form at="/email" kind="email" inputmode="email" label=t!(people_admin.col_email)
                    get=|draft| draft.email.clone() set=|draft, typed| draft.email = typed/>
                <ChipSet form at="/roles" label=t!(invitation.roles) chips=Reactive::stored(chips)
                    get=|draft| draft.roles.iter().map(|role| role.code().to_owned()).collect()
                    set=set_roles/>
                <SubmitButton label=t!(invitation.send) busy=sending.is_busy()/>
            </form>
        </section>
    }
}

fn set_roles(draft: &mut InvitationDraft, codes: Vec<String>) {
    let mut roles = Vec::new();
    for role in codes.iter().filter_map(|code| Role::of_code(code)) {
        toggle(&mut roles, role);
    }
    draft.roles = roles;
}

#[component]
fn Made(invitation: Invitation) -> impl IntoView {
    let until = crate::i18n::day(invitation.expires_on);
    let link = invitation.url.map(|url| {
        let copied = url.clone();
        view! {
            <p>{t!(invitation.link_ready, date = until)}</p>
            <p><code class="long-code">{url}</code></p>
            <CopyButton label=t!(invitation.link_copy) done=t!(common.copied) text=Reactive::derive(move || copied.clone())/>
            <p class="meta">{t!(invitation.link_once)}</p>
        }
    });
    view! {
        <Notice kind=BannerKind::Ok>
            <p>{t!(invitation.sent, email = invitation.email)}</p>
            {link}
        </Notice>
    }
}
