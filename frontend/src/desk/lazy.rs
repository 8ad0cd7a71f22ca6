//! Pages whose code comes when somebody first goes there (docs/adr/0007).

use std::pin::Pin;

use futures::FutureExt;
use wasm_bindgen_futures::spawn_local;

use crate::browser::chunk::{Missing, explained};
use crate::browser::dom;
use crate::components::{Button, Loading, Page, icon};
use crate::prelude::*;
use crate::state::once_online;

/// Shows a page.
pub(super) type Show = fn() -> AnyView;
/// Fetches the chunk that a page is in, unless it is there.
pub(super) type Fetch = fn() -> Coming;
pub(super) type Coming = Pin<Box<dyn Future<Output = Result<Show, Missing>>>>;

/// A page whose chunk may still have to come.
#[component]
pub(super) fn Lazy(
    /// Fetches it.
    fetch: Fetch,
) -> impl IntoView {
    let page = RwSignal::<Option<Result<Show, Missing>>>::new(None);
    let mut coming = fetch();
    match (&mut coming).now_or_never() {
        Some(answer) => page.set(Some(answer)),
        None => spawn_local(async move {
            let answer = explained(coming.await).await;
            let _ = page.try_set(Some(answer));
        }),
    }
    let retry = Callback::new(move |()| {
        page.set(None);
        spawn_local(async move {
            match explained(fetch().await).await {
                // Only a new start brings a desk and chunks that belong together.
                Err(Missing::Outdated) => dom::reload(),
                answer => {
                    let _ = page.try_set(Some(answer));
                }
            }
        });
    });
    // Nobody asked for it, so it never starts anew: only a person decides to leave what is open.
    let again = Callback::new(move |()| {
        spawn_local(async move {
            let _ = page.try_set(Some(explained(fetch().await).await));
        });
    });
    move || match page.get() {
        None => view! { <Loading on_retry=retry/> }.into_any(),
        Some(Ok(show)) => show(),
        Some(Err(missing)) => {
            if matches!(missing, Missing::Unreachable) {
                once_online(again);
            }
            view! { <MissingChunk missing on_retry=retry/> }.into_any()
        }
    }
}

#[component]
fn MissingChunk(missing: Missing, on_retry: Callback<()>) -> impl IntoView {
    let (title, text) = match missing {
        Missing::Unreachable => (t!(error.offline_title), t!(error.page_unreachable)),
        Missing::Outdated | Missing::Unexplained => (t!(error.title), t!(error.page_outdated)),
    };
    view! {
        <Page title=title>
            <div class="problem">
                <p>{text}</p>
                <Button label=t!(common.retry) icon=icon::REFRESH_CW on_press=on_retry/>
            </div>
        </Page>
    }
}
