//! One signal on a page of its own (D3).

use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map};
use policy as op;
use shared::id::SignalId;

use super::panel::SignalPanel;
use super::trail::Trail;
use super::view::InboxView;
use crate::components::{Button, ButtonKind, EmptyState, Loaded, Page, come_back_to, icon};
use crate::desk::components::Forbidden;
use crate::desk::keys::{Press, use_keys};
use crate::desk::seat::use_seat;
use crate::prelude::*;

/// The page of a signal.
#[component]
pub(in crate::desk) fn SignalPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| {
        params
            .with(|params| params.get("id"))
            .and_then(|id| id.parse::<SignalId>().ok())
    });
    let may_read = untrack(|| use_seat().may::<op::GetSignal>());
    // Another signal is another page, with the focus on its heading.
    move || match id.get() {
        Some(_) if !may_read => view! { <Forbidden/> }.into_any(),
        Some(id) => view! { <OneSignal id/> }.into_any(),
        None => view! {
            <Page title=t!(error.not_found_title)>
                <EmptyState text=t!(error.not_found)>
                    <a class="button" href="/desk/signals">{t!(signal.back)}</a>
                </EmptyState>
            </Page>
        }
        .into_any(),
    }
}

#[component]
fn OneSignal(id: SignalId) -> impl IntoView {
    let seat = use_seat();
    let detail = LocalResource::new(move || {
        let api = seat.api();
        async move { api.get_signal(id).await.map(|read| read.value) }
    });
    let trail = Trail::last();
    let back = trail.back(Some(id));
    let (before, after) = (trail.neighbour(id, false), trail.neighbour(id, true));
    let navigate = use_navigate();
    let back_again = back.clone();
    let go = Callback::new(move |to: Option<SignalId>| {
        if to.is_none() {
            come_back_to(&back_again);
        }
        let to = to.map_or_else(|| back_again.clone(), InboxView::address_of_signal);
        navigate(&to, NavigateOptions::default());
    });
    use_keys(move |press| {
        match press {
            Press::Next if after.is_some() => go.run(after),
            Press::Previous if before.is_some() => go.run(before),
            // Done with the last one: back to the list.
            Press::Done => go.run(after),
            Press::Close => go.run(None),
            _ => return false,
        }
        true
    });
    let print = move |()| {
        let _ = crate::browser::dom::window().print();
    };
    let step = move |to: Option<SignalId>, label: &'static str, class: &'static str| {
        to.map(|to| {
            let press = move |()| go.run(Some(to));
            view! {
                <span class=class>
                    <Button label icon=icon::CHEVRON_RIGHT icon_only=true kind=ButtonKind::Quiet on_press=press/>
                </span>
            }
        })
    };
    view! {
        <Page wide=true title=t!(signal.title)
            aside=move || view! {
                <div class="row row--tight">
                    <a class="button" href=back.clone() on:click={let back = back.clone(); move |_| come_back_to(&back)}>{t!(signal.back)}</a>
                    {step(before, t!(inbox.previous), "step-up")}
                    {step(after, t!(inbox.next), "step-down")}
                    <Button label=t!(common.print) icon=icon::PRINTER kind=ButtonKind::Quiet on_press=print/>
                </div>
            }>
            <div class="signal-page">
                <Loaded resource=detail view=move |detail| view! { <SignalPanel detail on_change=Callback::new(|_| true)/> }/>
            </div>
        </Page>
    }
}
