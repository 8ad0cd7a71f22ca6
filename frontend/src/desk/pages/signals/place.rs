//! The neighbourhood that a text names, where the provider chose none.

use shared::signal::LocationDraft;

use super::panel::SignalWork;
use crate::components::{Button, ButtonKind, icon};
use crate::prelude::*;

/// A button for each neighbourhood in the text; nothing when there is nothing to decide.
#[component]
pub(super) fn PlacesNamed(work: SignalWork, may_work: bool) -> impl IntoView {
    move || {
        let named = work.detail.with(|detail| detail.places_named.clone());
        (may_work && !named.is_empty()).then(|| {
            let button = move |place: String| {
                let label = t!(place.take, place = place.clone());
                view! {
                    <Button label icon=icon::MAP_PIN kind=ButtonKind::Secondary busy=work.sending.is_busy()
                        on_press=move |()| locate(work, place.clone())/>
                }
            };
            view! {
                <section class="signal__part">
                    <h2 class="part-title">{t!(place.title)}</h2>
                    <p class="meta">{t!(place.named)}</p>
                    <div class="acts">{named.into_iter().map(button).collect_view()}</div>
                </section>
            }
        })
    }
}

fn locate(work: SignalWork, place: String) {
    let draft = LocationDraft {
        place: Some(place.clone()),
    };
    work.act(
        move |api, id, version| {
            let draft = draft.clone();
            async move { api.locate_signal(id, version, &draft).await }
        },
        move |detail| {
            let done = t!(place.done, place = place.clone());
            work.say_undoable(detail, done, |api, id, version| async move {
                let nowhere = LocationDraft::default();
                api.locate_signal(id, version, &nowhere).await
            });
        },
    );
}
