//! Buttons.

use leptos::text_prop::TextProp;

use super::icon::{Icon, Shape};
use crate::prelude::*;

/// How much a button matters on its page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// What the page is for; one a page.
    Primary,
    /// Everything else.
    #[default]
    Secondary,
    /// Beside something that matters more; looks like a link, is a button.
    Quiet,
    /// Destroys or tells others.
    Grave,
}

impl ButtonKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "button button--primary",
            Self::Secondary => "button",
            Self::Quiet => "button button--quiet",
            Self::Grave => "button button--grave",
        }
    }
}

/// A button. While busy it says so in words and ignores presses, but keeps the focus: `aria-disabled`, never `disabled`.
#[component]
pub fn Button(
    /// Verb and noun.
    #[prop(into)]
    label: TextProp,
    /// What it does.
    #[prop(into)]
    on_press: Callback<()>,
    /// How much it matters.
    #[prop(optional)]
    kind: ButtonKind,
    /// Beside the label.
    #[prop(optional)]
    icon: Option<Shape>,
    /// While true, presses do nothing.
    #[prop(optional, into)]
    busy: Reactive<bool>,
    /// The label while busy.
    #[prop(optional, into)]
    busy_label: Option<TextProp>,
    /// Shows only the icon; the label becomes the accessible name.
    #[prop(optional)]
    icon_only: bool,
    /// The shortcut that does the same, for the eye.
    #[prop(optional)]
    key: Option<&'static str>,
) -> impl IntoView {
    let press = move |_| {
        if !busy.get_untracked() {
            on_press.run(());
        }
    };
    let name = label.clone();
    view! {
        <button
            type="button"
            class=kind.class()
            class:button--icon=icon_only
            aria-disabled=move || busy.get().then_some("true")
            aria-label=move || icon_only.then(|| name.get().to_string())
            on:click=press
        >
            {icon.map(|shape| view! { <Icon shape/> })}
            {(!icon_only).then(|| view! { <span>{words(label, busy, busy_label)}</span> })}
            {key.map(|key| view! { <kbd aria-hidden="true">{key}</kbd> })}
        </button>
    }
}

/// The button that sends a form: primary, and `Enter` in a field presses it.
#[component]
pub fn SubmitButton(
    /// Verb and noun.
    #[prop(into)]
    label: TextProp,
    /// While true, the form is on its way. The form's own handler must ignore a second submit.
    #[prop(optional, into)]
    busy: Reactive<bool>,
    /// The label while busy.
    #[prop(optional, into)]
    busy_label: Option<TextProp>,
    /// How much it matters.
    #[prop(default = ButtonKind::Primary)]
    kind: ButtonKind,
) -> impl IntoView {
    let busy_label = busy_label.unwrap_or_else(|| t!(common.sending).into());
    let guard = move |event: leptos::ev::MouseEvent| {
        if busy.get_untracked() {
            event.prevent_default();
        }
    };
    view! {
        <button
            type="submit"
            class=kind.class()
            aria-disabled=move || busy.get().then_some("true")
            on:click=guard
        >
            <span>{words(label, busy, Some(busy_label))}</span>
        </button>
    }
}

fn words(
    label: TextProp,
    busy: Reactive<bool>,
    busy_label: Option<TextProp>,
) -> impl Fn() -> String + Clone + Send + Sync + 'static {
    move || match busy_label.as_ref().filter(|_| busy.get()) {
        Some(busy_label) => busy_label.get().to_string(),
        None => label.get().to_string(),
    }
}
