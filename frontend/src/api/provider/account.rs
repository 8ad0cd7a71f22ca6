//! Signing in, which nobody must: a link by mail, and the signals that were sent with the account.

use std::cell::{Cell, RefCell};

use shared::codes::{ClosedList, Language};
use shared::timeline::Timeline;
use web_sys::Event;

use super::super::transport::Call;
use super::super::{Answer, ApiClient, ApiError};
use super::{Anonymous, read};
use crate::browser::json::{Json, Object};
use crate::browser::{clock, dom, storage};

thread_local! {
    /// The access token, in memory alone, and until when it is used. The cookie behind it is the server's and the browser's.
    static TOKEN: RefCell<Option<(String, i64)>> = const { RefCell::new(None) };
    static IS_LOST: Cell<bool> = const { Cell::new(false) };
}

/// Where the device keeps the mark of the account that is signed in.
const MARK: &str = "account";

/// A token lives ten minutes; one that is about to end is not begun with.
const USED_MS: i64 = 9 * 60 * 1_000;

/// What a link to sign in with opened.
pub enum OpenedLink {
    /// This browser asked for it: somebody is signed in.
    SignedIn,
    /// Another one did: digits to type there.
    Digits(String),
}

/// `refreshProviderLogin`, unless a token is at hand.
pub(super) async fn access_token() -> Answer<String> {
    let now = clock::now_ms();
    let kept = TOKEN.with_borrow(Clone::clone);
    if let Some((token, until)) = kept
        && now < until
    {
        return Ok(token);
    }
    let answer = Call::ask("/providerLogins/refresh").read(entered_in).await;
    match &answer {
        Ok(entered) => keep(entered.clone()),
        Err(ApiError::Refused(problem)) if problem.wipe => lose(),
        Err(_) => {}
    }
    answer.map(|entered| entered.token)
}

/// Sends a call with the account. A token that was ended meanwhile tells nothing of why: the cookie is asked.
pub(super) async fn with_token<T>(call: Call, read: fn(&Json) -> Option<T>) -> Answer<T> {
    let token = access_token().await?;
    match call.read_with(Some(&token), read).await {
        Err(ApiError::Refused(problem)) if problem.status == 401 => {
            forget_token();
            call.read_with(Some(&access_token().await?), read).await
        }
        answer => answer,
    }
}

/// Nothing of the login stays in this page.
pub fn forget_token() {
    TOKEN.set(None);
    storage::remove(MARK);
}

/// By what this device tells the account that is signed in from others.
pub fn account_mark() -> Option<String> {
    storage::read(MARK)
}

/// What the window hears when the server says that this device was reported lost.
pub const LOST: &str = "lost";

/// True once the server said so.
pub fn is_lost() -> bool {
    IS_LOST.get()
}

fn lose() {
    forget_token();
    IS_LOST.set(true);
    if let Ok(event) = Event::new(LOST) {
        let _ = dom::window().dispatch_event(&event);
    }
}

/// Somebody is signed in.
#[derive(Clone)]
pub(super) struct Entered {
    token: String,
    mark: Option<String>,
}

pub(super) fn keep(entered: Entered) {
    if let Some(mark) = entered.mark {
        storage::write(MARK, &mark);
    }
    TOKEN.set(Some((entered.token, clock::now_ms() + USED_MS)));
}

pub(super) fn entered_in(json: &Json) -> Option<Entered> {
    Some(Entered {
        token: json.text("accessToken")?,
        mark: json.text("accountMark"),
    })
}

impl ApiClient<Anonymous> {
    /// `askSignInLink`
    pub async fn ask_sign_in_link(&self, email: &str, language: Language) -> Answer<()> {
        let body = Object::new()
            .text("email", email)
            .text("locale", language.code());
        let token = self.who.entry_token.as_deref().unwrap_or_default();
        Call::ask("/signInLinks")
            .authority(&self.who.authority)
            .header("LokaalSignaal-Entry-Token", token)
            .body(body.written())
            .done()
            .await
    }

    /// `useSignInLink`
    pub async fn use_sign_in_link(&self, token: &str) -> Answer<OpenedLink> {
        let opened = Call::ask("/signInLinks/use")
            .authority(&self.who.authority)
            .body(Object::new().text("token", token).written())
            .read(opened)
            .await?;
        Ok(match opened {
            Ok(entered) => {
                keep(entered);
                OpenedLink::SignedIn
            }
            Err(digits) => OpenedLink::Digits(digits),
        })
    }

    /// `confirmSignIn`
    pub async fn confirm_sign_in(&self, digits: &str) -> Answer<()> {
        let entered = Call::ask("/signInLinks/confirm")
            .authority(&self.who.authority)
            .body(Object::new().text("digits", digits).written())
            .read(entered_in)
            .await?;
        keep(entered);
        Ok(())
    }

    /// `endProviderLogin`
    pub async fn end_provider_login(&self) -> Answer<()> {
        Call::ask("/providerLogins/end").done().await?;
        forget_token();
        Ok(())
    }

    /// `listMySignals`, the newest hundred: a device has no use for more.
    pub async fn list_my_signals(&self) -> Answer<Vec<Timeline>> {
        let call = Call::get("/mySignals?pageSize=100").authority(&self.who.authority);
        with_token(call, read::timelines).await
    }
}

/// A token, or else the digits.
fn opened(json: &Json) -> Option<Result<Entered, String>> {
    if let Some(digits) = json.text("digits") {
        return Some(Err(digits));
    }
    json.at("login")
        .and_then(|login| entered_in(&login))
        .map(Ok)
}
