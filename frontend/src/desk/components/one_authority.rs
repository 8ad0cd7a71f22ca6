//! What belongs to one authority cannot be done in a pool: first choose.

use policy::Operation;

use crate::components::{Button, EmptyState};
use crate::desk::seat::use_seat;
use crate::prelude::*;

/// Shows its children for the one authority in which `operation` is possible; asks which one when there are several.
#[component]
pub(in crate::desk) fn OneAuthority<O, F, V>(
    /// What will be done.
    operation: std::marker::PhantomData<O>,
    /// Shows the page of an authority.
    children: F,
) -> impl IntoView
where
    O: Operation,
    F: Fn(String) -> V + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let _ = operation;
    let seat = use_seat();
    move || {
        let possible = seat.authorities::<O>();
        match possible.as_slice() {
            [] => view! {
                <EmptyState text=t!(error.forbidden)>
                    <a class="button" href="/desk/">{t!(error.go_start)}</a>
                </EmptyState>
            }
            .into_any(),
            [only] => children(only.clone()).into_any(),
            _ => {
                let choose = move |slug: String| {
                    let name = seat.name_of(&slug);
                    let press = move |()| seat.choose(Some(slug.clone()));
                    view! { <li><Button label=name on_press=press/></li> }
                };
                view! {
                    <p>{t!(nav.pool_hint)}</p>
                    <p>{t!(signin.choose_authority)}</p>
                    <ul class="row">{possible.iter().cloned().map(choose).collect_view()}</ul>
                }
                .into_any()
            }
        }
    }
}
