//! The root: asks the cookie who is there, and shows the desk, the sign-in page or an invitation.

use shared::id::UserId;
use shared::person::Me;
use wasm_bindgen_futures::spawn_local;

use super::areas::{Area, MAIN, MORE};
use super::components::LanguageChoice;
use super::pages::logins::{AcceptInvitationPage, SignInAgain, SignInPage};
use super::seat::Seat;
use super::shell::Shell;
use crate::api::{ApiClient, ApiError, Login};
use crate::browser::dom;
use crate::components::{Loading, Mark, ProblemView, Toasts, provide_toaster};
use crate::prelude::*;

/// What stands on the screen as a whole.
#[derive(Clone, PartialEq)]
enum Screen {
    Waiting,
    Failed(ApiError),
    Invitation(String),
    SignIn,
    Desk(UserId),
}

/// The root of the desk.
#[component]
pub(super) fn App() -> impl IntoView {
    provide_toaster();
    let login = Login::new();
    let me = RwSignal::<Option<Me>>::new(None);
    let failure = RwSignal::<Option<ApiError>>::new(None);
    let invitation = RwSignal::new(invitation_in(&dom::fragment()));
    let signed_in = login.is_signed_in();

    let begin = move || {
        failure.set(None);
        spawn_local(async move {
            if login.resume().await.is_err() && login.is_signed_in().get_untracked().is_none() {
                failure.set(Some(ApiError::Unreachable));
            }
        });
    };
    begin();
    fetch_ahead();
    Effect::new(move |_| {
        if signed_in.get() != Some(true) {
            return;
        }
        spawn_local(async move {
            match ApiClient::authorised(login).get_me().await {
                Ok(person) => me.set(Some(person)),
                Err(error) => failure.set(Some(error)),
            }
        });
    });
    let screen = Memo::new(move |_| {
        if let Some(code) = invitation.get() {
            return Screen::Invitation(code);
        }
        if let Some(error) = failure.get() {
            return Screen::Failed(error);
        }
        match (me.with(|me| me.as_ref().map(|me| me.id)), signed_in.get()) {
            // A login that ended keeps the desk: what was typed stays, and the desk asks to sign in again.
            (Some(person), _) => Screen::Desk(person),
            (None, Some(false)) => Screen::SignIn,
            (None, _) => Screen::Waiting,
        }
    });
    let retry = Callback::new(move |()| begin());
    let on_leave = Callback::new(move |()| me.set(None));
    let on_accepted = Callback::new(move |()| {
        dom::replace_address("/desk/");
        invitation.set(None);
    });
    view! {
        {move || match screen.get() {
            Screen::Waiting => view! { <Alone><Loading rows=2/></Alone> }.into_any(),
            Screen::Failed(error) => view! { <Alone><ProblemView error on_retry=retry/></Alone> }.into_any(),
            Screen::Invitation(code) => view! { <Alone><AcceptInvitationPage login code on_done=on_accepted/></Alone> }.into_any(),
            Screen::SignIn => view! { <Alone><SignInPage login/></Alone> }.into_any(),
            Screen::Desk(_) => match me.get_untracked() {
                Some(person) => {
                    let seat = Seat::take(login, person);
                    provide_context(seat);
                    view! { <Shell seat on_leave/><SignInAgain login/> }.into_any()
                }
                None => ().into_any(),
            },
        }}
        <Toasts/>
    }
}

/// Fetches the chunk of the program that the address names, while the server is still being asked who is there.
fn fetch_ahead() {
    let path = dom::path();
    let area = MAIN.into_iter().chain(MORE).find(|area| area.holds(&path));
    if let Some(fetch) = area.and_then(Area::chunk) {
        // When it does not come, the page says so.
        spawn_local(async move {
            let _ = fetch().await;
        });
    }
}

/// A page without the desk around it.
#[component]
fn Alone(
    /// The page.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="alone">
            <header class="alone__head">
                <Mark/>
                <span class="top__name">{t!(common.app)}</span>
            </header>
            <main class="alone__main">{children()}</main>
            <footer class="alone__foot"><LanguageChoice/></footer>
        </div>
    }
}

/// The one-time code of an invitation: `#invite=<slug>.<code>`.
fn invitation_in(fragment: &str) -> Option<String> {
    fragment
        .strip_prefix("invite=")
        .filter(|code| !code.is_empty())
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invitation_stands_in_the_fragment() {
        assert_eq!(
            invitation_in("invite=linde.7K2M9TP4"),
            Some("linde.7K2M9TP4".to_owned())
        );
        assert_eq!(invitation_in("invite="), None);
        assert_eq!(invitation_in("main"), None);
    }
}
