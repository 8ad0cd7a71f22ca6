//! The small form of one step: it opens in place, so that what it is about stays in sight.

use leptos::text_prop::TextProp;

use crate::browser::dom;
use crate::components::{Button, ButtonKind, ErrorSummary, SubmitButton};
use crate::desk::keys::{Press, use_keys};
use crate::forms::Form;
use crate::prelude::*;

/// Heading, errors, fields (the children), and two buttons. Escape closes it; what was typed is gone then.
#[component]
pub(in crate::desk) fn StepForm<D>(
    /// The form.
    form: Form<D>,
    /// What happens.
    #[prop(into)]
    title: TextProp,
    /// What to know before.
    #[prop(optional, into)]
    hint: Option<TextProp>,
    /// Verb and noun.
    #[prop(into)]
    send: TextProp,
    /// While it is on its way.
    busy: Reactive<bool>,
    /// Checks and sends.
    on_send: Callback<()>,
    /// Closes.
    on_close: Callback<()>,
    /// The fields.
    children: Children,
) -> impl IntoView
where
    D: Send + Sync + 'static,
{
    use_keys(move |press| {
        let is_mine = press == Press::Close;
        if is_mine {
            on_close.run(());
        }
        is_mine
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !busy.get_untracked() {
            on_send.run(());
        }
    };
    let heading = NodeRef::<leptos::html::H2>::new();
    Effect::new(move |_| {
        if let Some(heading) = heading.get() {
            dom::focus(&heading);
        }
    });
    view! {
        <section class="step-form">
            <h2 class="step-form__title" node_ref=heading tabindex="-1">{move || title.get().to_string()}</h2>
            {hint.map(|hint| view! { <p class="field__hint">{move || hint.get().to_string()}</p> })}
            <ErrorSummary form/>
            <form novalidate on:submit=submit>
                {children()}
                <div class="row step-form__buttons">
                    <SubmitButton label=send busy kind=ButtonKind::Primary/>
                    <Button label=t!(common.cancel) kind=ButtonKind::Quiet on_press=on_close/>
                </div>
            </form>
        </section>
    }
}
