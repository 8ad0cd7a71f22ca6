//! Taking up an invitation: a password, an authenticator app, and a code that proves that it works.

use shared::draft::{Broken, Check};
use shared::problem::{Code, Invalid};
use shared::sign_in::{AcceptInvitationDraft, InvitationOffer};

use crate::api::Login;
use crate::components::{
    CopyButton, ErrorSummary, Loaded, Notice, Page, PasswordField, SubmitButton, TextField,
};
use crate::desk::components::QrPicture;
use crate::desk::sending::Sending;
use crate::forms::Form;
use crate::prelude::*;

/// The page behind a one-time link.
#[component]
pub(in crate::desk) fn AcceptInvitationPage(
    /// The login that begins.
    login: Login,
    /// The code of the link.
    code: String,
    /// Runs once this person is in.
    on_done: Callback<()>,
) -> impl IntoView {
    let asked = code.clone();
    let offer = LocalResource::new(move || {
        let code = asked.clone();
        async move { login.read_invitation(&code).await }
    });
    view! {
        <Loaded resource=offer view=move |offer| {
            let code = code.clone();
            view! { <Offer login code offer on_done/> }
        }/>
        <p><a rel="external" href="/desk/">{t!(signin.title)}</a></p>
    }
}

/// What is typed, with the password twice.
#[derive(Clone, Default)]
struct Typed {
    password: String,
    repeated: String,
    totp: String,
}

#[component]
fn Offer(
    login: Login,
    code: String,
    offer: InvitationOffer,
    on_done: Callback<()>,
) -> impl IntoView {
    let InvitationOffer {
        authority_name,
        name,
        email,
        roles,
        has_account,
        resets,
        totp_secret,
        totp_qr,
        ..
    } = offer;
    let form = Form::new(Typed::default());
    form.any()
        .word("/repeated", Code::InvalidValue, t!(setup.password_differs));
    form.any()
        .word("/totp", Code::InvalidValue, t!(setup.app_wrong));
    let sending = Sending::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(typed) = form.parsed(|typed| parse(typed, has_account)) else {
            return;
        };
        let draft = AcceptInvitationDraft {
            code: code.clone(),
            password: typed.password,
            totp: typed.totp,
            locale: Some(crate::i18n::language()),
        };
        sending.run(
            async move { login.accept_invitation(&draft).await },
            move |answer| match answer {
                Ok(()) => on_done.run(()),
                Err(error) => {
                    form.draft.update(|typed| typed.totp.clear());
                    form.show(&error);
                }
            },
        );
    };
    let roles: Vec<&str> = roles.into_iter().map(Labelled::label).collect();
    let app = (!has_account).then(|| view! { <AppSetup secret=totp_secret.unwrap_or_default() qr=totp_qr.unwrap_or_default()/> });
    view! {
        <Page title=t!(setup.title, name = name)>
            <p><strong>{authority_name}</strong>": "{roles.join(", ")}</p>
            {if has_account {
                view! { <Notice>{t!(setup.has_account)}</Notice> }.into_any()
            } else {
                let intro = if resets { t!(setup.reset_intro) } else { t!(setup.intro) };
                view! { <p>{intro}</p> }.into_any()
            }}
            <ErrorSummary form/>
            <form novalidate class="stack-wide" on:submit=submit>
                // Password managers file the password under the address.
                <input type="hidden" autocomplete="username" name="email" value=email/>
                <section class="setup-step">
                    {(!has_account).then(|| view! { <h2>{t!(setup.step_password)}</h2> })}
                    <PasswordField form at="/password"
                        autocomplete=if has_account { "current-password" } else { "new-password" }
                        label=t!(signin.password)
                        hint=if has_account { "" } else { t!(setup.password_hint) }
                        get=|typed| typed.password.clone() set=|typed, value| typed.password = value/>
                    {(!has_account).then(|| view! {
                        <PasswordField form at="/repeated" autocomplete="new-password"
                            label=t!(setup.password_repeat)
                            get=|typed| typed.repeated.clone() set=|typed, value| typed.repeated = value/>
                    })}
                </section>
                <section class="setup-step">
                    {app}
                    <TextField form at="/totp" autocomplete="one-time-code" inputmode="numeric" width="short"
                        label=t!(signin.code) hint=t!(setup.app_check)
                        get=|typed| typed.totp.clone() set=|typed, value| typed.totp = value/>
                </section>
                <SubmitButton label=t!(setup.finish) busy=sending.is_busy()/>
            </form>
        </Page>
    }
}

#[component]
fn AppSetup(secret: String, qr: String) -> impl IntoView {
    let spaced = in_fours(&secret);
    let copied = secret.clone();
    view! {
        <h2>{t!(setup.step_app)}</h2>
        <p>{t!(setup.app_why)}</p>
        <p>{t!(setup.app_scan)}</p>
        <QrPicture svg=qr label=t!(setup.app_scan)/>
        <p>{t!(setup.app_type)}</p>
        <p class="row">
            <code class="secret">{spaced}</code>
            <CopyButton label=t!(common.copy) done=t!(common.copied) text=Reactive::derive(move || copied.clone())/>
        </p>
    }
}

/// A long key in groups that the eye can follow.
fn in_fours(secret: &str) -> String {
    let mut spaced = String::with_capacity(secret.len() * 5 / 4);
    for (position, letter) in secret.chars().enumerate() {
        if position > 0 && position % 4 == 0 {
            spaced.push(' ');
        }
        spaced.push(letter);
    }
    spaced
}

/// Checks what the browser can know; the server judges the password.
fn parse(mut typed: Typed, has_account: bool) -> Result<Typed, Invalid> {
    typed.totp.retain(|digit| !digit.is_whitespace());
    let mut check = Check::default();
    if typed.password.is_empty() {
        check.note("/password", Broken::rule(Code::Required));
    }
    if !has_account && typed.repeated != typed.password {
        check.note("/repeated", Broken::rule(Code::InvalidValue));
    }
    if typed.totp.is_empty() {
        check.note("/totp", Broken::rule(Code::Required));
    }
    check.finish(Some(typed))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(password: &str, repeated: &str) -> Typed {
        Typed {
            password: password.into(),
            repeated: repeated.into(),
            totp: "123 456".into(),
        }
    }

    #[test]
    fn a_new_password_is_typed_twice_the_same() {
        let invalid = parse(typed("four words in a row", "for words"), false).err();
        assert_eq!(invalid.unwrap().to_string(), "/repeated invalidInput");
        assert!(parse(typed("four words in a row", "four words in a row"), false).is_ok());
    }

    #[test]
    fn somebody_with_an_account_types_the_known_password_once() {
        let typed = parse(typed("four words in a row", ""), true).ok().unwrap();
        assert_eq!(typed.totp, "123456");
    }

    #[test]
    fn a_key_is_shown_in_groups_of_four() {
        assert_eq!(in_fours("7K2M9TP4HD"), "7K2M 9TP4 HD");
    }
}
