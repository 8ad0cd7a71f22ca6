//! Which authority the next signal goes to, for who works in several.

use super::device::EntryPoint;
use super::route::Route;
use super::state::use_field;
use crate::components::Page;
use crate::prelude::*;

/// The authorities whose entry links are on this device.
#[component]
pub(super) fn PickerPage() -> impl IntoView {
    let field = use_field();
    let choose = move |slug: String| {
        field.is_link_dead.set(false);
        field.authority.set(slug);
        field.go(Route::Submit);
    };
    let one = move |point: EntryPoint| {
        let slug = point.authority.clone();
        let own = slug.clone();
        let is_current = move || field.authority.with(|current| *current == own);
        let name = if point.name.is_empty() {
            point.authority
        } else {
            point.name
        };
        view! {
            <li>
                <button type="button" class="pick" aria-current=move || is_current().then_some("true")
                    on:click=move |_| choose(slug.clone())>
                    {name}
                </button>
            </li>
        }
    };
    view! {
        <Page title=t!(settings.links)>
            <p class="field__hint">{t!(settings.links_hint)}</p>
            <ul class="cards">{move || field.entry_points.get().into_iter().map(one).collect_view()}</ul>
            <p><a href=Route::Submit.href()>{t!(common.back)}</a></p>
        </Page>
    }
}
