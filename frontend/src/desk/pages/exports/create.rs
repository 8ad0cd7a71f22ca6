//! One file with all data of an authority.

use std::marker::PhantomData;

use policy as op;

use crate::api::ApiError;
use crate::components::{BannerKind, Button, ButtonKind, Notice, Page, ProblemView, icon};
use crate::desk::components::OneAuthority;
use crate::desk::download;
use crate::desk::seat::use_seat;
use crate::desk::sending::Sending;
use crate::desk::words::today;
use crate::prelude::*;

/// The page.
#[component]
pub(in crate::desk) fn ExportPage() -> impl IntoView {
    view! {
        <Page wide=true title=t!(nav.export)>
            <OneAuthority operation={PhantomData::<op::ExportAuthority>} let:authority>
                <Export authority/>
            </OneAuthority>
        </Page>
    }
}

#[component]
fn Export(authority: String) -> impl IntoView {
    let seat = use_seat();
    let sending = Sending::new();
    let is_ready = RwSignal::new(false);
    let failure = RwSignal::new(None::<ApiError>);
    let name = seat.name_of(&authority);
    let start = move |()| {
        failure.set(None);
        let api = seat.api_at(&authority);
        let file = format!("{authority}-{}.json", today());
        sending.run(
            async move { api.export_authority().await },
            move |answer| match answer {
                Ok(json) => is_ready.set(download::save(&file, "application/json", &json)),
                Err(error) => failure.set(Some(error)),
            },
        );
    };
    view! {
        <section class="panel panel--text stack">
            <h2 class="part-title">{t!(export.title, authority = name)}</h2>
            <p>{t!(export.hint)}</p>
            <Button label=t!(export.start) icon=icon::DOWNLOAD kind=ButtonKind::Primary busy=sending.is_busy() on_press=start/>
            <div role="status">
                {move || is_ready.get().then(|| view! { <Notice kind=BannerKind::Ok><p>{t!(export.ready)}</p></Notice> })}
            </div>
            {move || failure.get().map(|error| view! { <ProblemView error/> })}
        </section>
    }
}
