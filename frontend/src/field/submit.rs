//! F1. The form is HTML before it is an app: this part takes over the elements that are on the page already and never
//! replaces the text area, so no value, caret, focus or half-composed character can get lost.

use crate::browser::task::spawn;
use js_sys::{Function, Reflect};
use shared::draft::Check;
use shared::problem::{Code, Invalid};
use shared::signal::{SignalDraft, SubmittedSignal};
use shared::text::{SIGNAL_TEXT, SignalText};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlElement, HtmlTextAreaElement};

use super::app::by_id;
use super::device::{self, KeptReceipt};
use super::form::Form;
use super::prelude::*;
use super::route::Route;
use super::state::{FieldState, JustSent};
use super::view::{Piece, Tone, count, error_summary, inline_error, link, listen, notice, piece};
use crate::browser::{clock, dom, timer};
use crate::parts::length::grow;

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

/// The static form and what is known about it.
#[derive(Clone, Copy)]
struct Submit {
    field: FieldState,
    form: Form,
    text: Live<String>,
    sending: Live<Sending>,
}

/// Takes over the static form.
pub(super) fn take_over(field: FieldState) {
    let submit = Submit {
        field,
        form: Form::of_page(),
        text: Live::new(String::new()),
        sending: Live::new(Sending::No),
    };
    let form = submit.form;
    form.word(AT, Code::Required, t!(error.empty));
    form.word(AT, Code::TooShort, t!(submit.too_short));
    let was_pressed = submit.listen();
    follow(move || submit.restore());
    follow(move || submit.mark_area());
    follow(move || submit.mark_button());
    follow(move || {
        if form.is_refused() {
            dom::set_title(&t!(common.page_title_error, page = t!(submit.title)));
        }
    });
    fill("submit-errors", error_summary(form));
    fill("submit-error", inline_error(form, AT));
    fill(
        "submit-count",
        count(&format!("{AREA}-count"), submit.text, SIGNAL_TEXT.max),
    );
    fill("submit-notes", submit.notes());
    if was_pressed {
        submit.send();
    }
}

/// Puts a part into its slot of the static page.
fn fill(slot: &str, part: Piece) {
    if let Some(slot) = by_id(slot) {
        slot.element().set_text_content(None);
        slot.with(part);
    }
}

impl Submit {
    /// Listens to the elements that are there. True when Send was pressed before we came.
    fn listen(self) -> bool {
        let (Some(area), Some(element)) = (
            dom::by_id::<HtmlTextAreaElement>(AREA),
            dom::by_id::<HtmlElement>("submit-form"),
        ) else {
            return false;
        };
        self.text.set(area.value());
        grow(&area);
        let typed = area.clone();
        listen(&area, "input", move |_| {
            grow(&typed);
            self.text.set(typed.value());
        });
        listen(&element, "submit", move |event| {
            event.prevent_default();
            self.send();
        });
        let take_over = Reflect::get(&element, &"takeOver".into());
        let take_over = take_over
            .ok()
            .and_then(|value| value.dyn_into::<Function>().ok());
        take_over.is_some_and(|take_over| {
            let pressed = take_over.call0(&JsValue::NULL);
            pressed.is_ok_and(|pressed| pressed.is_truthy())
        })
    }

    /// A text that comes back because its sender undid the sending.
    fn restore(self) {
        if let Some(text) = self.field.returned_text.get() {
            self.field.returned_text.set(None);
            self.set_text(&text);
        }
    }

    fn set_text(self, text: &str) {
        if let Some(area) = dom::by_id::<HtmlTextAreaElement>(AREA) {
            area.set_value(text);
            grow(&area);
        }
        self.text.set(text.to_owned());
    }

    /// The contract of the field, on the element that is there.
    fn mark_area(self) {
        let is_wrong = self.form.error_at(AT).is_some();
        let Some(area) = by_id(AREA) else { return };
        if is_wrong {
            area.attr("aria-invalid", "true").attr(
                "aria-describedby",
                "field-text-hint field-text-error field-text-count",
            );
        } else {
            let _ = area.element().remove_attribute("aria-invalid");
            area.attr("aria-describedby", "field-text-hint field-text-count");
        }
    }

    fn mark_button(self) {
        let is_free = self.sending.get() == Sending::No;
        let Some(button) = by_id("send") else { return };
        let button = button.element();
        if is_free {
            button.set_text_content(Some(t!(submit.send)));
            let _ = button.remove_attribute("aria-disabled");
        } else {
            button.set_text_content(Some(t!(submit.sending)));
            let _ = button.set_attribute("aria-disabled", "true");
        }
    }

    /// Sends what is typed. Whatever happens, the text stays until the server has it.
    fn send(self) {
        let text = self.text.get_untracked();
        // Only the text can be wrong here: the rest was checked when it was asked.
        let is_free = self.sending.get_untracked() == Sending::No;
        if !is_free || self.form.accept(check_text(&text)).is_none() {
            return;
        }
        self.sending.set(Sending::Yes);
        spawn(async move {
            timer::after(8_000).await;
            self.sending.update(|sending| {
                if *sending == Sending::Yes {
                    *sending = Sending::Slowly;
                }
            });
        });
        spawn(async move {
            let draft = complete(self.field, text);
            let answer = self.field.client().submit_signal(&draft).await;
            self.sending.set(Sending::No);
            match answer {
                Ok(submitted) => self.sent(draft.text, &submitted),
                Err(error) => {
                    let is_dead = error.code() == Some(Code::EntryLinkInvalid);
                    self.field.is_link_dead.set(is_dead);
                    self.form.show(&error);
                }
            }
        });
    }

    fn sent(self, text: String, submitted: &SubmittedSignal) {
        let field = self.field;
        let slug = field.authority.get_untracked();
        field.is_link_dead.set(false);
        field.keep_receipt(KeptReceipt::of_submitted(submitted, &slug, clock::today()));
        field.just_sent.set(Some(JustSent {
            id: submitted.id,
            text,
            at_millis: clock::now_millis(),
        }));
        self.set_text("");
        field.go(Route::Sent(submitted.id));
    }

    /// What to know before sending: no link, no network, slow network, several authorities.
    fn notes(self) -> Piece {
        let (field, sending) = (self.field, self.sending);
        let online = online();
        let slow = piece("p")
            .class("status-line")
            .attr("role", "status")
            .live_words(move || {
                let is_slow = sending.get() == Sending::Slowly;
                if is_slow { t!(submit.sending_slow) } else { "" }.to_owned()
            });
        let notes = piece("div").class("submit__notes").live(move || {
            let mut notes = Vec::new();
            if !online.get() {
                notes.push(notice(
                    Tone::Warn,
                    [piece("p").words(t!(submit.offline_note))],
                ));
            }
            if field.is_link_dead.get() {
                notes.push(titled(
                    Tone::Warn,
                    t!(submit.link_revoked_title),
                    t!(submit.link_revoked),
                ));
            }
            if field.entry_point().is_none() {
                notes.push(titled(
                    Tone::Info,
                    t!(submit.no_link_title),
                    t!(submit.no_link),
                ));
            }
            if field.entry_points.with(Vec::len) > 1 {
                let name = field.authority_name();
                let line = piece("p")
                    .class("submit__for")
                    .words(&t!(submit.for_authority, authority = name))
                    .words(" ");
                notes.push(line.with(link(t!(submit.other_authority), &Route::Authorities.href())));
            }
            notes
        });
        piece("div").with(slow).with(notes)
    }
}

/// What the device says about its network; a failed call tells the rest.
fn online() -> Live<bool> {
    let online = Live::new(dom::is_online());
    listen(&dom::window(), "online", move |_| online.set(true));
    listen(&dom::window(), "offline", move |_| online.set(false));
    online
}

fn titled(tone: Tone, title: &str, text: &str) -> Piece {
    let title = piece("p").class("notice__title").words(title);
    notice(tone, [title, piece("p").words(text)])
}

/// What this device knows besides the text.
fn complete(field: FieldState, text: String) -> SignalDraft {
    let profile = field.profile.get_untracked().unwrap_or_default();
    let contact = profile.contact();
    let filled = |value: String| Some(value).filter(|value| !value.is_empty());
    SignalDraft {
        text,
        locale: Some(crate::i18n::language()),
        sector: filled(profile.sector),
        profession: filled(profile.profession),
        contact,
        device_mark: Some(device::mark(&field.authority.get_untracked())),
        ..SignalDraft::default()
    }
}

fn check_text(text: &str) -> Result<SignalText, Invalid> {
    let mut check = Check::default();
    let text = check.field(AT, SignalText::parse(text));
    check.finish(text)
}
