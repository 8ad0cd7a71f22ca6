//! Signing in with a password and the code of an authenticator app.

use shared::draft::{Broken, Check};
use shared::problem::{Code, Invalid};
use shared::sign_in::SignInDraft;
use wasm_bindgen_futures::spawn_local;

use super::still_there::StillThere;
use crate::api::{ApiClient, Login};
use crate::components::{
    Button, ButtonKind, Dialog, ErrorSummary, Page, PasswordField, SubmitButton, TextField,
};
use crate::desk::seat::{Seat, use_seat};
use crate::desk::sending::Sending;
use crate::forms::Form;
use crate::prelude::*;

/// The page of somebody who is not signed in.
#[component]
pub(in crate::desk) fn SignInPage(
    /// The login that begins.
    login: Login,
) -> impl IntoView {
    view! {
        <Page title=t!(signin.title)>
            <SignInForm login/>
        </Page>
    }
}

/// Asks to sign in again over the page that is open, so that nothing typed is lost.
#[component]
pub(in crate::desk) fn SignInAgain(
    /// The login that ended.
    login: Login,
) -> impl IntoView {
    let seat = use_seat();
    let open = RwSignal::new(false);
    // Every call that is refused says so anew: a dialog that was put aside stays so.
    let told = login.is_signed_in();
    let is_signed_in = Memo::new(move |_| told.get());
    Effect::new(move |was_out: Option<bool>| {
        let is_out = is_signed_in.get() == Some(false);
        open.set(is_out);
        if was_out == Some(true) && !is_out {
            renew(seat, login);
        }
        is_out
    });
    let is_put_aside = move || is_signed_in.get() == Some(false) && !open.get();
    view! {
        <Dialog open title=t!(session.expired_title)>
            <p>{t!(session.expired)}</p>
            <SignInForm login/>
        </Dialog>
        <StillThere login/>
        // Whoever closes the dialog to read what stands there finds the way back.
        {move || is_put_aside().then(|| view! {
            <div class="signed-out" role="region" aria-label=t!(session.expired_title)>
                <p><strong>{t!(session.expired_title)}</strong>" "{t!(session.expired)}</p>
                <Button label=t!(signin.title) kind=ButtonKind::Primary on_press=move |()| open.set(true)/>
            </div>
        })}
    }
}

/// What this person may do can be less or more than before.
fn renew(seat: Seat, login: Login) {
    spawn_local(async move {
        if let Ok(me) = ApiClient::authorised(login).get_me().await
            && me.id == seat.me().id
        {
            seat.renew(me);
        }
    });
}

#[component]
fn SignInForm(login: Login) -> impl IntoView {
    let form = Form::new(SignInDraft::default());
    let sending = Sending::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(draft) = form.parsed(parse) else {
            return;
        };
        sending.run(async move { login.sign_in(&draft).await }, move |answer| {
            if let Err(error) = answer {
                // A code works once: the next attempt needs a new one.
                form.draft.update(|draft| draft.totp.clear());
                form.show(&error);
            }
        });
    };
    view! {
        <ErrorSummary form/>
        <form novalidate class="stack" on:submit=submit>
            <TextField form at="/email" kind="email" autocomplete="username" inputmode="email"
                label=t!(signin.email)
                get=|draft| draft.email.clone() set=|draft, typed| draft.email = typed/>
            <PasswordField form at="/password" autocomplete="current-password"
                label=t!(signin.password)
                get=|draft| draft.password.clone() set=|draft, typed| draft.password = typed/>
            <TextField form at="/totp" autocomplete="one-time-code" inputmode="numeric" width="short"
                label=t!(signin.code) hint=t!(signin.code_hint)
                get=|draft| draft.totp.clone() set=|draft, typed| draft.totp = typed/>
            <SubmitButton label=t!(signin.send) busy=sending.is_busy() busy_label=t!(signin.busy)/>
        </form>
        <p class="meta">{t!(signin.forgot)}</p>
    }
}

/// All three are needed; spaces that a phone adds to the code fall away.
fn parse(mut draft: SignInDraft) -> Result<SignInDraft, Invalid> {
    draft.email = String::from(draft.email.trim());
    draft.totp.retain(|digit| !digit.is_whitespace());
    let mut check = Check::default();
    for (pointer, typed) in [
        ("/email", &draft.email),
        ("/password", &draft.password),
        ("/totp", &draft.totp),
    ] {
        if typed.is_empty() {
            check.note(pointer, Broken::rule(Code::Required));
        }
    }
    check.finish(Some(draft))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_missing_is_told_at_once() {
        let invalid = parse(SignInDraft::default()).err().unwrap();
        assert_eq!(
            invalid.to_string(),
            "/email required; /password required; /totp required"
        );
    }

    #[test]
    fn a_code_may_be_typed_with_a_space() {
        let draft = SignInDraft {
            email: " an@linde.example ".into(),
            password: " four words in a row".into(),
            totp: "123 456".into(),
        };
        let draft = parse(draft).ok().unwrap();
        assert_eq!(draft.totp, "123456");
        assert_eq!(draft.email, "an@linde.example");
        assert_eq!(
            draft.password, " four words in a row",
            "a password is taken as typed"
        );
    }
}
