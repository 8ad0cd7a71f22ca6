//! A list in all its states, and the way to its next page.

use leptos::text_prop::TextProp;

use crate::components::{Button, EmptyState, Loading, ProblemView};
use crate::desk::listing::{Growing, Listing};
use crate::prelude::*;

/// Waiting, failed, empty, or the rows (the children).
#[component]
pub(in crate::desk) fn ListBody<T>(
    /// The list.
    listing: Listing<T>,
    /// Why it is empty.
    #[prop(into)]
    empty: TextProp,
    /// What to do about it.
    #[prop(optional, into)]
    empty_action: ViewFn,
    /// The rows.
    children: ChildrenFn,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    let retry = Callback::new(move |()| listing.reread());
    // Coarse on purpose: a new page changes the rows inside, it does not build the list anew.
    let state = Memo::new(move |_| (listing.is_there(), listing.is_empty(), listing.error()));
    move || {
        let (is_there, is_empty, error) = state.get();
        let failed = error.map(|error| view! { <ProblemView error on_retry=retry/> });
        if !is_there {
            return match failed {
                Some(failed) => failed.into_any(),
                None => view! { <Loading rows=6 on_retry=retry/> }.into_any(),
            };
        }
        if is_empty {
            let empty = empty.clone();
            let action = empty_action.run();
            return view! { {failed}<EmptyState text=empty>{action}</EmptyState> }.into_any();
        }
        view! {
            {failed}
            <div class="listing" aria-busy=move || listing.is_reading().to_string()>{children()}</div>
        }
        .into_any()
    }
}

/// To the first page, to the next one.
#[component]
pub(in crate::desk) fn Pager<T>(
    /// The list.
    listing: Listing<T>,
    /// True when this is not the first page.
    is_later: Reactive<bool>,
    /// The address of a page: `None` for the first.
    address: Callback<Option<String>, String>,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    view! {
        <nav class="pager" aria-label=t!(common.load_more)>
            {move || is_later.get().then(|| view! {
                <a class="button" href=move || address.run(None)>{t!(desk.first_page)}</a>
            })}
            {move || listing.next().map(|next| {
                let to = address.run(Some(next));
                view! { <a class="button" href=to>{t!(desk.next_page)}</a> }
            })}
            {move || (listing.next().is_none() && listing.is_there() && !listing.is_empty())
                .then(|| view! { <span class="meta">{t!(common.list_end)}</span> })}
        </nav>
    }
}

/// Below a list that grows: waiting, failed, or the button for more.
#[component]
pub(in crate::desk) fn MoreRows<T>(
    /// The list.
    list: Growing<T>,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    let read_on = Callback::new(move |()| list.read_on());
    let error = Memo::new(move |_| list.error());
    let is_first = Memo::new(move |_| list.is_reading() && list.count() == 0);
    // The button stays while more is read, and keeps the focus.
    let has_more = Memo::new(move |_| list.has_more());
    let busy = Reactive::derive(move || list.is_reading());
    view! {
        {move || error.get().map(|error| view! { <ProblemView error on_retry=read_on/> })}
        {move || is_first.get().then(|| view! { <Loading rows=2 on_retry=read_on/> })}
        {move || has_more.get().then(|| view! {
            <div class="row"><Button label=t!(common.load_more) busy on_press=read_on/></div>
        })}
    }
}
