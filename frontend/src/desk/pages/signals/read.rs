//! One signal on a page of its own (D3).

use leptos_router::hooks::use_params_map;
use shared::id::SignalId;

use super::panel::SignalPanel;
use crate::components::{Button, ButtonKind, EmptyState, Loaded, Page, icon};
use crate::desk::seat::use_seat;
use crate::prelude::*;

/// The page of a signal.
#[component]
pub(in crate::desk) fn SignalPage() -> impl IntoView {
    let seat = use_seat();
    let params = use_params_map();
    let id = Memo::new(move |_| {
        params
            .with(|params| params.get("id"))
            .and_then(|id| id.parse::<SignalId>().ok())
    });
    let detail = LocalResource::new(move || {
        let (id, api) = (id.get(), seat.api());
        async move {
            match id {
                Some(id) => api.get_signal(id).await.map(|read| Some(read.value)),
                None => Ok(None),
            }
        }
    });
    let print = move |()| {
        let _ = crate::browser::dom::window().print();
    };
    view! {
        <Page wide=true title=t!(signal.title)
            aside=move || view! {
                <div class="row">
                    <a class="button" href="/desk/signals">{t!(signal.back)}</a>
                    <Button label=t!(common.print) icon=icon::PRINTER kind=ButtonKind::Quiet on_press=print/>
                </div>
            }>
            <div class="signal-page">
                <Loaded resource=detail view=move |detail| match detail {
                    Some(detail) => view! { <SignalPanel detail on_change=Callback::new(|_| {})/> }.into_any(),
                    None => view! { <EmptyState text=t!(error.not_found_title)/> }.into_any(),
                }/>
            </div>
        </Page>
    }
}
