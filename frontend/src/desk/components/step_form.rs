//! The small form of one step: it opens in place, so that what it is about stays in sight.

use leptos::text_prop::TextProp;

use crate::browser::dom;
use crate::components::{Button, ButtonKind, ErrorSummary, Notice, SubmitButton};
use crate::desk::keys::{Press, use_keys};
use crate::desk::unsent::Leftover;
use crate::forms::Form;
use crate::prelude::*;

/// Heading, errors, fields (the children), and two buttons. It takes the focus in its first field. Escape closes it; what
/// was typed is there again the next time.
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
    /// What was left of the last time.
    #[prop(optional)]
    leftover: Option<Leftover>,
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
    let title_id = format!("step-{}", dom::next_id());
    let labelled_by = title_id.clone();
    let node = NodeRef::<leptos::html::Form>::new();
    Effect::new(move |_| {
        if let Some(node) = node.get() {
            dom::focus_first_field(&node);
        }
    });
    view! {
        <section class="step-form" role="group" aria-labelledby=labelled_by>
            <h2 class="step-form__title" id=title_id>{move || title.get().to_string()}</h2>
            {hint.map(|hint| view! { <p class="field__hint">{move || hint.get().to_string()}</p> })}
            {leftover.map(|leftover| view! { <LeftoverNotice leftover/> })}
            <ErrorSummary form/>
            <form novalidate node_ref=node on:submit=submit>
                {children()}
                <div class="row step-form__buttons">
                    <SubmitButton label=send busy kind=ButtonKind::Primary/>
                    <Button label=t!(common.cancel) kind=ButtonKind::Quiet on_press=on_close/>
                </div>
            </form>
        </section>
    }
}

/// Says that a form begins with what was left of the last time.
#[component]
pub(in crate::desk) fn LeftoverNotice(leftover: Leftover) -> impl IntoView {
    move || {
        leftover.is_there.get().then(|| {
            view! {
                <Notice>
                    <p>{t!(desk.text_kept)}</p>
                    <Button label=t!(desk.text_throw_away) kind=ButtonKind::Quiet on_press=leftover.throw_away/>
                </Notice>
            }
        })
    }
}
