//! An administrator decides whether a language model may read what signals say.

use policy as op;
use shared::summary::{LanguageModelChoice, LanguageModelUse};

use crate::components::{Button, Loaded, use_toaster};
use crate::desk::seat::{Seat, use_seat};
use crate::desk::sending::Sending;
use crate::prelude::*;

/// Which one there is, what it gets to read, and the switch; for administrators only.
#[component]
pub(super) fn LanguageModelChoiceOf(authority: String) -> impl IntoView {
    let seat = use_seat();
    if !seat.may_at::<op::GetLanguageModel>(&authority) {
        return ().into_any();
    }
    let authority = StoredValue::new(authority);
    let found = LocalResource::new(move || {
        let api = seat.api_at(&authority.get_value());
        async move { api.get_language_model().await }
    });
    let again = Callback::new(move |()| found.refetch());
    view! {
        <section class="record">
            <h2 class="part-title">{t!(language_model.title)}</h2>
            <Loaded resource=found view=move |found| view! { <Switch seat authority found again/> }/>
        </section>
    }
    .into_any()
}

#[component]
fn Switch(
    seat: Seat,
    authority: StoredValue<String>,
    found: LanguageModelUse,
    again: Callback<()>,
) -> impl IntoView {
    let sending = Sending::new();
    let toaster = use_toaster();
    let LanguageModelUse {
        language_model,
        allowed,
        version,
    } = found;
    let Some(by) = language_model else {
        return view! { <p>{t!(language_model.none)}</p> }.into_any();
    };
    let choose = move |()| {
        let api = seat.api_at(&authority.get_value());
        let choice = LanguageModelChoice { allowed: !allowed };
        sending.run(
            async move { api.change_language_model(version, choice).await },
            move |answer| {
                match answer {
                    Ok(now) if now.allowed => toaster.say(t!(language_model.allowed_now)),
                    Ok(_) => toaster.say(t!(language_model.forbidden_now)),
                    Err(error) => toaster.say_failed(error.text(), None),
                }
                again.run(());
            },
        );
    };
    let (state, act) = if allowed {
        (t!(language_model.allowed), t!(language_model.forbid))
    } else {
        (t!(language_model.forbidden), t!(language_model.allow))
    };
    view! {
        <p><strong>{state}</strong></p>
        <p>{t!(language_model.what, model = by.model, host = by.host)}</p>
        <p>{t!(language_model.how)}</p>
        <div class="row"><Button label=act busy=sending.is_busy() on_press=choose/></div>
    }
    .into_any()
}
