//! Views that somebody keeps: a tab with filters, under a name. They are one's own; a colleague gets the address.

use policy as op;
use shared::saved_view::{SavedView, SavedViewDraft};
use wasm_bindgen_futures::spawn_local;

use super::view::InboxView;
use crate::components::{Button, ButtonKind, Icon, TextField, icon, use_toaster};
use crate::desk::components::StepForm;
use crate::desk::seat::use_seat;
use crate::desk::sending::Sending;
use crate::forms::Form;
use crate::prelude::*;

/// The kept views, and a way to keep this one.
#[component]
pub(super) fn SavedViews(view: Memo<InboxView>) -> impl IntoView {
    let seat = use_seat();
    let toaster = use_toaster();
    let sending = Sending::new();
    let kept = RwSignal::new(Vec::<SavedView>::new());
    let is_open = RwSignal::new(false);
    // Themes and places are those of one authority, and so is a view of them.
    let authority = Memo::new(move |_| {
        let own = seat.authorities::<op::SaveView>();
        seat.chosen()
            .or_else(|| own.first().filter(|_| own.len() == 1).cloned())
    });
    Effect::new(move |_| {
        authority.track();
        let api = seat.api();
        spawn_local(async move {
            match api.list_saved_views().await {
                Ok(page) => drop(kept.try_set(sorted(page.items))),
                Err(error) => toaster.say_failed(error.text(), None),
            }
        });
    });
    let form = Form::new(SavedViewDraft::default());
    let close = Callback::new(move |()| is_open.set(false));
    let save = move |draft: SavedViewDraft| {
        let Some(authority) = authority.get_untracked() else {
            return;
        };
        let api = seat.api_at(&authority);
        sending.run(
            async move { api.save_view(&draft).await },
            move |answer| match answer {
                Ok(new) => {
                    kept.update(|kept| {
                        kept.retain(|view| {
                            view.name != new.name || view.authority != new.authority
                        });
                        kept.push(new);
                        *kept = sorted(std::mem::take(kept));
                    });
                    form.draft.set(SavedViewDraft::default());
                    is_open.set(false);
                    toaster.say(t!(inbox.view_saved));
                }
                Err(error) => form.show(&error),
            },
        );
    };
    let send = Callback::new(move |()| {
        form.draft
            .update(|draft| draft.filter = view.get_untracked().filter());
        if form.is_valid(SavedViewDraft::parse) {
            save(form.draft.get_untracked());
        }
    });
    let remove = Callback::new(move |gone: SavedView| {
        let api = seat.api_at(&gone.authority);
        let id = gone.id;
        sending.run(
            async move { api.remove_saved_view(id).await },
            move |answer| match answer {
                Ok(()) => {
                    kept.update(|kept| kept.retain(|view| view.id != id));
                    let again = SavedViewDraft {
                        name: gone.name,
                        filter: gone.filter,
                    };
                    let authority = gone.authority;
                    // The page may have been left by then.
                    toaster.say_undoable(t!(inbox.view_removed), move || {
                        let (api, again) = (seat.api_at(&authority), again.clone());
                        spawn_local(async move {
                            match api.save_view(&again).await {
                                Ok(back) => {
                                    let _ = kept.try_update(|kept| {
                                        kept.push(back);
                                        *kept = sorted(std::mem::take(kept));
                                    });
                                    toaster.say(t!(common.undone));
                                }
                                Err(error) => toaster.say_failed(error.text(), None),
                            }
                        });
                    });
                }
                Err(error) => toaster.say(error.text()),
            },
        );
    });
    let line = move |saved: SavedView| {
        let shown = InboxView::of_filter(&saved.filter);
        let is_current = {
            let shown = shown.clone();
            move || view.with(|view| view.changed(|_| {}) == shown)
        };
        let name = saved.name.clone();
        let remove_name = t!(common.remove_item, item = name.clone());
        let pressed = move |_| remove.run(saved.clone());
        view! {
            <li class="saved-view">
                <a class="tab" href=shown.address() data-noscroll="" aria-current=move || is_current().then_some("true")>{name}</a>
                <button type="button" class="tag__remove" aria-label=remove_name on:click=pressed><Icon shape=icon::X/></button>
            </li>
        }
    };
    // Nothing is kept, and nothing is narrowed down that could be: then there is nothing to say.
    let is_needless = Memo::new(move |_| {
        kept.with(Vec::is_empty) && !is_open.get() && !view.with(InboxView::is_filtered)
    });
    view! {
        <section class="saved-views" aria-labelledby="saved-views-title" hidden=is_needless>
            <h2 class="filters__title" id="saved-views-title">{t!(inbox.filters_saved)}</h2>
            {move || {
                let views = kept.get();
                (!views.is_empty()).then(|| view! { <ul class="tabs__list">{views.into_iter().map(line).collect_view()}</ul> })
            }}
            {move || match (authority.get(), is_open.get()) {
                (None, _) => view! { <p class="meta">{t!(inbox.view_one_authority)}</p> }.into_any(),
                (Some(_), false) => view! {
                    <Button label=t!(inbox.filters_save) icon=icon::PLUS kind=ButtonKind::Quiet on_press=move |()| is_open.set(true)/>
                }.into_any(),
                (Some(_), true) => view! {
                    <StepForm form title=t!(inbox.filters_save) hint=t!(inbox.view_hint) send=t!(inbox.view_send)
                        busy=sending.is_busy() on_send=send on_close=close>
                        <TextField form at="/name" label=t!(inbox.view_name)
                            get=|draft| draft.name.clone() set=|draft, typed| draft.name = typed/>
                    </StepForm>
                }.into_any(),
            }}
        </section>
    }
}

/// By name, as people sort.
fn sorted(mut views: Vec<SavedView>) -> Vec<SavedView> {
    views.sort_by(|one, other| crate::i18n::compare(&one.name, &other.name));
    views
}
