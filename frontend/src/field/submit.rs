//! F1. The form is HTML before it is an app: this part takes over the elements that are on the page already and never
//! replaces the text area, so no value, caret, focus or half-composed character can get lost.

use js_sys::{Function, Reflect};
use leptos::portal::Portal;
use shared::codes::Language;
use shared::draft::Check;
use shared::problem::{Code, Invalid};
use shared::signal::{SignalDraft, SubmittedSignal};
use shared::text::{SIGNAL_TEXT, SignalText};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event, HtmlElement, HtmlTextAreaElement};

use super::device::{self, KeptReceipt};
use super::language;
use super::route::Route;
use super::state::{FieldState, JustSent, use_field};
use crate::browser::{clock, dom, timer};
use crate::components::{BannerKind, Count, ErrorSummary, Icon, Notice, grow, icon};
use crate::forms::Form;
use crate::prelude::*;
use crate::state::use_online;

const AT: &str = "/text";
const AREA: &str = "field-text";

/// What the form is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sending {
    No,
    Yes,
    /// For longer than a person waits without a word.
    Slowly,
}

/// Takes over the static form.
#[component]
pub(super) fn SubmitPart() -> impl IntoView {
    let field = use_field();
    let form = Form::new(SignalDraft::default());
    form.any().word(AT, Code::Required, t!(error.empty));
    form.any().word(AT, Code::TooShort, t!(submit.too_short));
    let sending = RwSignal::new(Sending::No);
    let text = Reactive::derive(move || form.draft.with(|draft| draft.text.clone()));

    let was_pressed = take_over(field, form, sending);
    restore_undone(field, form);
    Effect::new(move |_| mark_area(form));
    Effect::new(move |_| mark_button(sending.get()));
    Effect::new(move |_| {
        if form.any().is_refused() {
            dom::set_title(&t!(common.page_title_error, page = t!(submit.title)));
        } else if field.route.get_untracked() == Route::Submit {
            dom::set_title(t!(submit.title));
        }
    });
    if was_pressed {
        send(field, form, sending);
    }
    view! {
        <Portal mount=slot("submit-errors")><ErrorSummary form/></Portal>
        <Portal mount=slot("submit-error")><InlineError form/></Portal>
        <Portal mount=slot("submit-count")>
            <Count id=format!("{AREA}-count") value=text max=SIGNAL_TEXT.max/>
        </Portal>
        <Portal mount=slot("submit-notes")><Notes field sending/></Portal>
    }
}

fn slot(id: &str) -> Element {
    // Every page of this client has these slots; without one its part is shown nowhere.
    dom::by_id(id).unwrap_or_else(|| {
        dom::document()
            .create_element("div")
            .unwrap_or_else(|_| wasm_bindgen::throw_str("no document"))
    })
}

/// Listens to the elements that are there. True when Send was pressed before we came.
fn take_over(field: FieldState, form: Form<SignalDraft>, sending: RwSignal<Sending>) -> bool {
    let (Some(area), Some(element)) = (
        dom::by_id::<HtmlTextAreaElement>(AREA),
        dom::by_id::<HtmlElement>("submit-form"),
    ) else {
        return false;
    };
    form.draft.update(|draft| draft.text = area.value());
    grow(&area);
    let typed = area.clone();
    dom::listen(&area, "input", move |_| {
        grow(&typed);
        form.draft.update(|draft| draft.text = typed.value());
    });
    dom::listen(&element, "submit", move |event| {
        event.prevent_default();
        send(field, form, sending);
    });
    if let Some(languages) = dom::by_id::<HtmlElement>("languages") {
        dom::listen(&languages, "click", choose_language);
    }
    let take_over = Reflect::get(&element, &"takeOver".into());
    let take_over = take_over
        .ok()
        .and_then(|value| value.dyn_into::<Function>().ok());
    take_over.is_some_and(|function| {
        let pressed = function.call0(&JsValue::NULL);
        pressed.is_ok_and(|pressed| pressed.is_truthy())
    })
}

fn choose_language(event: Event) {
    let link = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .and_then(|target| target.closest("a[lang]").ok().flatten());
    let chosen = link.and_then(|link| link.get_attribute("lang")?.parse::<Language>().ok());
    if let Some(chosen) = chosen {
        event.prevent_default();
        language::choose(chosen);
    }
}

/// A text that comes back because its sender undid the sending.
fn restore_undone(field: FieldState, form: Form<SignalDraft>) {
    Effect::new(move |_| {
        let Some(text) = field.returned_text.get() else {
            return;
        };
        field.returned_text.set(None);
        set_text(form, &text);
    });
}

fn set_text(form: Form<SignalDraft>, text: &str) {
    if let Some(area) = dom::by_id::<HtmlTextAreaElement>(AREA) {
        area.set_value(text);
        grow(&area);
    }
    form.draft.update(|draft| draft.text = text.to_owned());
}

/// The contract of the field, on the element that is there.
fn mark_area(form: Form<SignalDraft>) {
    let Some(area) = dom::by_id::<HtmlElement>(AREA) else {
        return;
    };
    if form.any().error_at(AT).is_some() {
        let _ = area.set_attribute("aria-invalid", "true");
        let _ = area.set_attribute(
            "aria-describedby",
            &format!("{AREA}-hint {AREA}-error {AREA}-count"),
        );
    } else {
        let _ = area.remove_attribute("aria-invalid");
        let _ = area.set_attribute("aria-describedby", &format!("{AREA}-hint {AREA}-count"));
    }
}

fn mark_button(sending: Sending) {
    let Some(button) = dom::by_id::<HtmlElement>("send") else {
        return;
    };
    if sending == Sending::No {
        button.set_text_content(Some(t!(submit.send)));
        let _ = button.remove_attribute("aria-disabled");
    } else {
        button.set_text_content(Some(t!(submit.sending)));
        let _ = button.set_attribute("aria-disabled", "true");
    }
}

/// Sends what is typed. Whatever happens, the text stays until the server has it.
fn send(field: FieldState, form: Form<SignalDraft>, sending: RwSignal<Sending>) {
    if sending.get_untracked() != Sending::No {
        return;
    }
    // Only the text can be wrong here: the rest was checked when it was asked.
    if form.parsed(check_text).is_none() {
        return;
    }
    let draft = complete(field, form.draft.get_untracked());
    sending.set(Sending::Yes);
    spawn_local(async move {
        timer::after(8_000).await;
        let _ = sending.try_update(|sending| {
            if *sending == Sending::Yes {
                *sending = Sending::Slowly;
            }
        });
    });
    spawn_local(async move {
        let answer = field.client().submit_signal(&draft).await;
        sending.set(Sending::No);
        match answer {
            Ok(submitted) => sent(field, form, draft.text, &submitted),
            Err(error) => {
                field
                    .is_link_dead
                    .set(error.code() == Some(Code::EntryLinkInvalid));
                form.show(&error);
            }
        }
    });
}

/// What this device knows besides the text.
fn complete(field: FieldState, draft: SignalDraft) -> SignalDraft {
    let profile = field.profile.get_untracked().unwrap_or_default();
    let filled = |value: &str| Some(value.trim().to_owned()).filter(|value| !value.is_empty());
    SignalDraft {
        locale: Some(crate::i18n::language()),
        sector: filled(&profile.sector),
        profession: filled(&profile.profession),
        contact: profile.contact(),
        device_mark: Some(device::mark(&field.authority.get_untracked())),
        ..draft
    }
}

fn check_text(draft: SignalDraft) -> Result<SignalText, Invalid> {
    let mut check = Check::default();
    let text = check.field(AT, SignalText::parse(&draft.text));
    check.finish(text)
}

fn sent(field: FieldState, form: Form<SignalDraft>, text: String, submitted: &SubmittedSignal) {
    let slug = field.authority.get_untracked();
    field.is_link_dead.set(false);
    field.keep_receipt(KeptReceipt::of_submitted(submitted, &slug, clock::today()));
    field.just_sent.set(Some(JustSent {
        id: submitted.id,
        text,
        at_millis: clock::now_millis(),
    }));
    set_text(form, "");
    field.go(Route::Sent(submitted.id));
}

#[component]
fn InlineError(form: Form<SignalDraft>) -> impl IntoView {
    move || {
        form.any().error_at(AT).map(|words| {
            view! {
                <p class="field__error" id=format!("{AREA}-error")>
                    <Icon shape=icon::TRIANGLE_ALERT/>
                    <span>{words}</span>
                </p>
            }
        })
    }
}

/// What to know before sending: no link, no network, slow network, several authorities.
#[component]
fn Notes(field: FieldState, sending: RwSignal<Sending>) -> impl IntoView {
    let online = use_online();
    let has_link = Memo::new(move |_| field.entry_point().is_some());
    let others = Memo::new(move |_| field.entry_points.with(Vec::len) > 1);
    view! {
        <p class="status-line" role="status">
            {move || (sending.get() == Sending::Slowly).then(|| t!(submit.sending_slow))}
        </p>
        {move || (!online.get()).then(|| view! {
            <Notice kind=BannerKind::Warn><p>{t!(submit.offline_note)}</p></Notice>
        })}
        {move || field.is_link_dead.get().then(|| view! {
            <Notice kind=BannerKind::Warn>
                <p class="notice__title">{t!(submit.link_revoked_title)}</p>
                <p>{t!(submit.link_revoked)}</p>
            </Notice>
        })}
        {move || (!has_link.get()).then(|| view! {
            <Notice>
                <p class="notice__title">{t!(submit.no_link_title)}</p>
                <p>{t!(submit.no_link)}</p>
            </Notice>
        })}
        {move || others.get().then(|| view! {
            <p class="submit__for">
                {move || t!(submit.for_authority, authority = field.authority_name())}
                " "
                <a href=Route::Authorities.href()>{t!(submit.other_authority)}</a>
            </p>
        })}
    }
}
