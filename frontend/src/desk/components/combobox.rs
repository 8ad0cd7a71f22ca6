//! Typing to find one of many (WAI-ARIA combobox with a listbox, manual selection).

use leptos::text_prop::TextProp;

use crate::browser::dom;
use crate::desk::choices::Choice;
use crate::prelude::*;

/// A field with a list beneath it. Arrows move through the list, Enter takes, Escape empties.
#[component]
pub(in crate::desk) fn Combobox(
    /// What is asked.
    #[prop(into)]
    label: TextProp,
    /// What can be taken, for what is typed.
    choices: Reactive<Vec<Choice>>,
    /// What is typed.
    typed: RwSignal<String>,
    /// Takes one.
    on_choose: Callback<Choice>,
    /// What it says when nothing fits.
    #[prop(into)]
    none_found: TextProp,
    /// Takes the focus when it appears.
    #[prop(optional)]
    autofocus: bool,
    /// Closes, on Escape in an empty field.
    #[prop(optional, into)]
    on_close: Option<Callback<()>>,
) -> impl IntoView {
    // Two may be open at once: beside the list and above it.
    let id = format!("combobox-{}", dom::next_id());
    let named = StoredValue::new(id.clone());
    let active = RwSignal::new(0_usize);
    Effect::new(move |_| {
        choices.track();
        active.set(0);
    });
    let node = NodeRef::<leptos::html::Input>::new();
    Effect::new(move |_| {
        if let Some(node) = node.get().filter(|_| autofocus) {
            dom::focus(&node);
        }
    });
    let option_id = move |position: usize| named.with_value(|id| format!("{id}-option-{position}"));
    let list_id = format!("{id}-list");
    let take = move |choice: Choice| {
        typed.set(String::new());
        on_choose.run(choice);
    };
    let keydown = move |event: leptos::ev::KeyboardEvent| {
        let key = event.key();
        let shown = choices.get_untracked();
        if let Some(next) = moved(active.get_untracked(), shown.len(), &key) {
            event.prevent_default();
            active.set(next);
            return;
        }
        match key.as_str() {
            "Enter" => {
                event.prevent_default();
                if let Some(choice) = shown.into_iter().nth(active.get_untracked()) {
                    take(choice);
                }
            }
            "Escape" => {
                event.stop_propagation();
                if typed.with_untracked(String::is_empty) {
                    if let Some(on_close) = on_close {
                        on_close.run(());
                    }
                } else {
                    typed.set(String::new());
                }
            }
            _ => {}
        }
    };
    let option = move |(position, choice): (usize, Choice)| {
        let taken = choice.clone();
        let Choice { label, note, .. } = choice;
        view! {
            <li class="combobox__option" role="option" id=option_id(position)
                aria-selected=move || (active.get() == position).to_string()
                // Before the field loses the focus.
                on:mousedown=move |event| {
                    event.prevent_default();
                    take(taken.clone());
                }>
                <span>{label}</span>
                {(!note.is_empty()).then(|| view! { <span class="combobox__note">{note}</span> })}
            </li>
        }
    };
    let is_empty = move || choices.with(Vec::is_empty);
    let has_typed = move || !typed.with(String::is_empty);
    view! {
        <div class="combobox">
            <label class="field__label" for=id.clone()>{move || label.get().to_string()}</label>
            <input class="control" id=id node_ref=node type="text" role="combobox" autocomplete="off"
                aria-autocomplete="list"
                aria-controls=list_id.clone()
                aria-expanded=move || (!is_empty()).to_string()
                aria-activedescendant=move || (!is_empty()).then(|| option_id(active.get()))
                prop:value=move || typed.get()
                on:input=move |event| typed.set(event_target_value(&event))
                on:keydown=keydown/>
            <ul class="combobox__list" role="listbox" id=list_id aria-label=t!(common.choose) hidden=is_empty>
                {move || choices.get().into_iter().enumerate().map(option).collect_view()}
            </ul>
            <p class="meta" role="status">
                {move || (is_empty() && has_typed()).then(|| none_found.get().to_string())}
            </p>
        </div>
    }
}

/// Where an arrow leads; round at the ends.
fn moved(active: usize, len: usize, key: &str) -> Option<usize> {
    if len == 0 {
        return None;
    }
    match key {
        "ArrowDown" => Some((active + 1) % len),
        "ArrowUp" => Some((active + len - 1) % len),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_go_round() {
        assert_eq!(moved(2, 3, "ArrowDown"), Some(0));
        assert_eq!(moved(0, 3, "ArrowUp"), Some(2));
        assert_eq!(moved(0, 0, "ArrowDown"), None);
        assert_eq!(moved(0, 3, "a"), None);
    }
}
