//! People and their roles as a matrix.

use std::marker::PhantomData;

use policy as op;
use shared::codes::Role;
use shared::person::{INVITABLE, Member, RolesDraft};

use super::invite::{InviteForm, OpenInvitations};
use crate::browser::dom;
use crate::components::{Button, ButtonKind, Dialog, Loaded, Page, icon, use_toaster};
use crate::desk::components::OneAuthority;
use crate::desk::seat::use_seat;
use crate::desk::sending::Sending;
use crate::prelude::*;

/// The page.
#[component]
pub(in crate::desk) fn PeoplePage() -> impl IntoView {
    view! {
        <Page wide=true title=t!(people_admin.title)
            aside=move || view! { <Button label=t!(invitation.title) icon=icon::PLUS on_press=|()| { dom::focus_field_in("invite"); }/> }>
            <OneAuthority operation={PhantomData::<op::ListMembers>} let:authority>
                <People authority/>
            </OneAuthority>
        </Page>
    }
}

#[component]
fn People(authority: String) -> impl IntoView {
    let seat = use_seat();
    let of = authority.clone();
    let members = LocalResource::new(move || {
        let api = seat.api_at(&of);
        async move { api.list_members().await }
    });
    let of = authority.clone();
    let invitations = LocalResource::new(move || {
        let api = seat.api_at(&of);
        async move { api.list_invitations().await }
    });
    let invited = Callback::new(move |()| invitations.refetch());
    let changed = Callback::new(move |()| members.refetch());
    let at = authority.clone();
    let table = move |all: Vec<Member>| {
        let at = at.clone();
        let mut all: Vec<Member> = all
            .into_iter()
            .filter(|member| member.ended_on.is_none())
            .collect();
        all.sort_by(|one, other| crate::i18n::compare(&one.name, &other.name));
        let row = move |member: Member| view! { <MemberRow authority=at.clone() member changed invited/> };
        let heading =
            |role: &Role| view! { <th scope="col" class="table__tick">{role.label()}</th> };
        view! {
            <div class="table-region" role="region" tabindex="0" aria-label=t!(people_admin.title)>
                <table class="table table--stack">
                    <thead>
                        <tr>
                            <th scope="col">{t!(people_admin.col_name)}</th>
                            {INVITABLE.iter().map(heading).collect_view()}
                            <th scope="col"><span class="visually-hidden">{t!(common.edit)}</span></th>
                        </tr>
                    </thead>
                    <tbody>{all.into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        }
    };
    let hint = |role: &Role| view! { <div class="fact"><dt>{role.label()}</dt><dd>{role_hint(*role)}</dd></div> };
    view! {
        <div class="stack-wide">
            <Loaded resource=members view=move |page| table(page.items)/>
            <details class="fold">
                <summary>{t!(invitation.roles)}</summary>
                <dl class="facts">{INVITABLE.iter().map(hint).collect_view()}</dl>
            </details>
            <div class="beside">
                <section>
                    <h2 class="part-title">{t!(invitation.open_title)}</h2>
                    <OpenInvitations authority=authority.clone() invitations/>
                </section>
                <InviteForm authority invited/>
            </div>
        </div>
    }
}

/// What a role is for.
fn role_hint(role: Role) -> &'static str {
    crate::i18n::text_of_code("role_hint", role.code())
}

#[component]
fn MemberRow(
    authority: String,
    member: Member,
    /// Runs when this person's roles or membership changed.
    changed: Callback<()>,
    /// Runs when a link went out.
    invited: Callback<()>,
) -> impl IntoView {
    let seat = use_seat();
    let toaster = use_toaster();
    let sending = Sending::new();
    let stored = member.roles.clone();
    let roles = RwSignal::new(stored.clone());
    let asks = RwSignal::new(false);
    let is_changed = Memo::new(move |_| roles.with(|roles| *roles != stored));
    let kept = StoredValue::new((authority, member.clone()));
    let save = move |()| {
        let draft = RolesDraft {
            roles: roles.get_untracked(),
        };
        if draft.roles.is_empty() {
            toaster.say(t!(people_admin.roles_none));
            return;
        }
        let (authority, member) = kept.get_value();
        let api = seat.api_at(&authority);
        sending.run(
            async move { api.change_roles(member.id, member.version, &draft).await },
            move |answer| match answer {
                Ok(new) => {
                    toaster.say(t!(people_admin.roles_saved, name = new.name));
                    changed.run(());
                }
                Err(error) => {
                    toaster.say(error.text());
                    changed.run(());
                }
            },
        );
    };
    let end = move |()| {
        asks.set(false);
        let (authority, member) = kept.get_value();
        let api = seat.api_at(&authority);
        let name = member.name.clone();
        sending.run(
            async move { api.end_membership(member.id, member.version).await },
            move |answer| {
                match answer {
                    Ok(()) => toaster.say(t!(people_admin.removed, name = name)),
                    Err(error) => toaster.say(error.text()),
                }
                changed.run(());
            },
        );
    };
    let asks_reset = RwSignal::new(false);
    let reset = move |()| {
        asks_reset.set(false);
        let (authority, member) = kept.get_value();
        let api = seat.api_at(&authority);
        sending.run(
            async move { api.reset_sign_in(member.id).await },
            move |answer| {
                match answer {
                    Ok(sent) => toaster.say(t!(invitation.sent, email = sent.email)),
                    Err(error) => toaster.say(error.text()),
                }
                invited.run(());
            },
        );
    };
    let Member { name, email, .. } = member;
    let who = name.clone();
    let tick = move |role: &Role| {
        let role = *role;
        let label = format!("{who}: {}", role.label());
        view! {
            <td class="table__tick">
                <label class="matrix-tick">
                    <input type="checkbox" aria-label=label prop:checked=move || roles.with(|roles| roles.contains(&role))
                        on:change=move |_| roles.update(|roles| toggle(roles, role))/>
                    <span class="matrix-tick__name" aria-hidden="true">{role.label()}</span>
                </label>
            </td>
        }
    };
    let (asked, named) = (name.clone(), name.clone());
    let (reset_asked, reset_named, reset_to) = (name.clone(), name.clone(), email.clone());
    view! {
        <tr>
            <th scope="row" class="table__title">{name}<span class="table__below">{email}</span></th>
            {INVITABLE.iter().map(tick).collect_view()}
            <td>
                <div class="row row--tight">
                    {move || is_changed.get().then(|| view! { <Button label=t!(common.save) busy=sending.is_busy() on_press=save/> })}
                    <Button label=t!(people_admin.reset) icon=icon::ROTATE_CCW icon_only=true kind=ButtonKind::Quiet on_press=move |()| asks_reset.set(true)/>
                    <Button label=t!(people_admin.remove) icon=icon::TRASH_2 icon_only=true kind=ButtonKind::Quiet on_press=move |()| asks.set(true)/>
                </div>
                <Dialog open=asks_reset title=move || t!(people_admin.reset_title, name = reset_asked.clone())>
                    <p>{t!(people_admin.reset_text, name = reset_named.clone(), email = reset_to.clone())}</p>
                    <div class="dialog__choices">
                        <Button label=t!(people_admin.reset_send) on_press=reset/>
                        <Button label=t!(common.cancel) kind=ButtonKind::Quiet on_press=move |()| asks_reset.set(false)/>
                    </div>
                </Dialog>
                <Dialog open=asks title=move || t!(people_admin.remove_title, name = asked.clone())>
                    <p>{t!(people_admin.remove_text, name = named.clone())}</p>
                    <div class="dialog__choices">
                        <Button label=t!(people_admin.remove) kind=ButtonKind::Grave on_press=end/>
                        <Button label=t!(common.cancel) kind=ButtonKind::Quiet on_press=move |()| asks.set(false)/>
                    </div>
                </Dialog>
            </td>
        </tr>
    }
}

/// Gives a role or takes it; in the order in which people see roles.
pub(super) fn toggle(roles: &mut Vec<Role>, role: Role) {
    let had = roles.contains(&role);
    if had {
        roles.retain(|known| *known != role);
    } else {
        roles.push(role);
        roles.sort_unstable();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_given_and_taken_leaves_the_set_as_it_was() {
        let mut roles = vec![Role::Processor, Role::Administrator];
        toggle(&mut roles, Role::LeadProcessor);
        assert_eq!(
            roles,
            [Role::Processor, Role::LeadProcessor, Role::Administrator]
        );
        toggle(&mut roles, Role::LeadProcessor);
        assert_eq!(roles, [Role::Processor, Role::Administrator]);
    }

    #[test]
    fn every_role_that_can_be_given_is_explained() {
        crate::i18n::use_dutch_texts();
        for role in INVITABLE {
            assert_ne!(role_hint(*role), role.code());
        }
    }
}
