//! F1. The form is HTML before it is an app: this part takes over the elements that are on the page already and never
//! replaces the text area, so no value, caret, focus or half-composed character can get lost.

use std::rc::Rc;

use crate::browser::task::spawn;
use js_sys::{Function, Reflect};
use shared::draft::Check;
use shared::id::{IdempotencyKey, IssueId};
use shared::outbox::{Item, ItemKind};
use shared::problem::{Code, Invalid};
use shared::signal::SignalDraft;
use shared::text::{SIGNAL_TEXT, SignalText};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, HtmlElement, HtmlTextAreaElement};

use super::app::by_id;
use super::device::{self, Profile};
use super::form::Form;
use super::lazy;
use super::outbox::Fate;
use super::prelude::*;
use super::route::Route;
use super::state::{FieldState, JustSent};
use super::view::{
    Kind, Piece, Tone, button, copy_button, count, error_summary, inline_error, link, listen,
    notice, piece,
};
use super::waiting;
use crate::api::{ApiError, Parcel, account_mark};
use crate::browser::{clock, dom, download, timer};
use crate::parts::length::grow;

const AT: &str = "/text";
pub(super) const AREA: &str = "field-text";

/// What the form is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sending {
    No,
    Yes,
    /// For longer than a person waits without a word.
    Slowly,
}

/// Asks its writer about a text that is to be sent; false when there is nothing to ask.
pub(super) type Question = Rc<dyn Fn(&str) -> bool>;

/// The static form and what is known about it.
#[derive(Clone, Copy)]
pub(super) struct Submit {
    pub(super) field: FieldState,
    form: Form,
    pub(super) text: Live<String>,
    /// What comes before sending, once its code is there (`guard`).
    pub(super) question: Kept<Option<Question>>,
    /// The issue that its writer says to see too, when that is how it is sent.
    seen: Kept<Option<IssueId>>,
    sending: Live<Sending>,
    /// The device did not keep the text, and the server did not get it: it stands in the form and nowhere else.
    is_unkept: Live<bool>,
}

/// Takes over the static form.
pub(super) fn take_over(field: FieldState) {
    let submit = Submit {
        field,
        form: Form::of_page(),
        text: Live::new(String::new()),
        question: Kept::new(None),
        seen: Kept::new(None),
        sending: Live::new(Sending::No),
        is_unkept: Live::new(false),
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
    lazy::guard(submit);
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
    /// The text area.
    #[expect(clippy::unused_self, reason = "there is one, and it is the form's")]
    pub(super) fn area(self) -> Option<HtmlTextAreaElement> {
        dom::by_id(AREA)
    }

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

    /// A text that comes back because its sender undid the sending; after what was typed meanwhile.
    fn restore(self) {
        if let Some(text) = self.field.returned_text.get() {
            self.field.returned_text.set(None);
            match untrack(other_text) {
                Some(typed) if typed != text => set_text(&format!("{typed}\n\n{text}")),
                _ => set_text(&text),
            }
        }
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

    /// Sends what is typed. From here on it is in the outbox, or still in the form: never in neither.
    fn send(self) {
        self.send_with(None);
    }

    /// Sends what is typed as something that an issue is about.
    pub(super) fn send_seeing(self, issue: IssueId) {
        self.send_with(Some(issue));
    }

    fn send_with(self, seen: Option<IssueId>) {
        self.seen.set_value(seen);
        let text = self.text.get_untracked();
        // Only the text can be wrong here: the rest was checked when it was asked.
        let is_free = self.sending.get_untracked() == Sending::No;
        if !is_free || self.form.accept(check_text(&text)).is_none() {
            return;
        }
        let question = self.question.get_value();
        if question.is_some_and(|asks| asks(&text)) {
            return;
        }
        self.send_as_it_is();
    }

    /// Sends without a question.
    pub(super) fn send_as_it_is(self) {
        let text = self.text.get_untracked();
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
            self.send_text(text).await;
            self.sending.set(Sending::No);
        });
    }

    async fn send_text(self, text: String) {
        let field = self.field;
        let slug = field.authority.get_untracked();
        let (key, parcel) = (
            clock::new_key(),
            Parcel::submit_signal(&SignalDraft {
                seen_issue: self.seen.get_value(),
                ..complete(field, &slug, text.clone())
            })
            .written_by(account_mark()),
        );
        let item = Item::new(key, ItemKind::Submit, slug.clone(), clock::now_ms());
        let handing = Handing::over();
        if !field.hand_in(item, &parcel, place().as_deref()).await {
            drop(handing);
            return self.send_at_once(key, &parcel, text).await;
        }
        self.is_unkept.set(false);
        set_text("");
        drop(handing);
        match field.fate_of(key).await {
            Fate::Refused(code) => {
                field.correcting.set(Some(key));
                set_text(&text);
                self.form.show(&ApiError::Refused(Box::new(code.into())));
            }
            Fate::Done | Fate::Later => self.sent(key, text),
        }
    }

    /// On a device that keeps nothing: the text stays in the form until the server has it.
    async fn send_at_once(self, key: IdempotencyKey, parcel: &Parcel, text: String) {
        let field = self.field;
        match field.client().deliver(key, parcel, None).await {
            Ok(submitted) => {
                let slug = field.authority.get_untracked();
                if let Some(submitted) = submitted {
                    field.hear_submitted(key, &submitted, &slug, parcel.is_by_account());
                }
                self.is_unkept.set(false);
                set_text("");
                self.sent(key, text);
            }
            Err(error) => {
                self.is_unkept.set(true);
                let is_dead = error.code() == Some(Code::EntryLinkInvalid);
                field.is_link_dead.set(is_dead);
                self.form.show(&error);
            }
        }
    }

    fn sent(self, key: IdempotencyKey, text: String) {
        self.field.just_sent.set(Some(JustSent {
            key,
            text,
            at_millis: clock::now_millis(),
        }));
        self.field.team.forget();
        self.field.go(Route::Sent(key));
    }

    /// What to know before sending: no link, no network, slow network, several authorities.
    fn notes(self) -> Piece {
        let (field, form, sending) = (self.field, self.form, self.sending);
        let is_unkept = self.is_unkept;
        let online = online();
        let slow = piece("div").attr("role", "status").live(move || {
            let is_slow = sending.get() == Sending::Slowly;
            let line = is_slow.then(|| piece("p").words(t!(submit.sending_slow)));
            line.map(|line| notice(Tone::Info, [line]))
                .into_iter()
                .collect()
        });
        let notes = piece("div").class("submit__notes").live(move || {
            let mut notes = Vec::new();
            if !online.get() {
                notes.push(notice(
                    Tone::Warn,
                    [piece("p").words(t!(submit.offline_note))],
                ));
            }
            if is_unkept.get() {
                notes.push(self.ways_out());
            }
            let counts = field
                .outbox
                .with(|outbox| waiting::counts(&waiting::of(outbox)));
            if let Some((last, others)) = counts.split_last() {
                let others = others.iter().map(|line| piece("p").words(line));
                let way = link(t!(mine.title), &Route::Mine.href());
                let last = piece("p").words(last).words(" ").with(way);
                notes.push(notice(Tone::Info, others.chain([last])));
            }
            // The summary has said it, as long as it stands there.
            if field.is_link_dead.get() && !form.is_refused() {
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

    /// When neither the device nor the server has the text, its writer can take it along.
    fn ways_out(self) -> Piece {
        let text = self.text;
        let save = move || download::text("signaal.txt", &text.get_untracked());
        let copy = copy_button(
            t!(submit.copy),
            t!(common.copied),
            move || text.get_untracked(),
            self.field.toaster,
        );
        let ways = piece("div").class("row").with(copy).with(button(
            t!(outbox.download),
            Kind::Plain,
            None,
            save,
        ));
        notice(Tone::Warn, [piece("p").words(t!(submit.failed)), ways])
    }
}

/// The form's text as if somebody had typed it: every part of the page hears of it.
fn set_text(text: &str) {
    if let Some(note) = dom::by_id::<HtmlElement>("draft-note") {
        note.set_hidden(true);
    }
    if let Some(area) = dom::by_id::<HtmlTextAreaElement>(AREA) {
        area.set_value(text);
        if let Ok(event) = Event::new("input") {
            let _ = area.dispatch_event(&event);
        }
    }
}

/// Nothing stays in the form.
pub(super) fn empty_form() {
    set_text("");
}

/// What stands in the form, when something does.
pub(super) fn other_text() -> Option<String> {
    let area = dom::by_id::<HtmlTextAreaElement>(AREA)?;
    Some(area.value()).filter(|text| !text.trim().is_empty())
}

/// The name of the form's draft in the store.
pub(super) fn place() -> Option<String> {
    by_id("submit-form")?.element().get_attribute("data-place")
}

/// Marks the form while a text moves from it into the outbox, so that the page's own script keeps no second copy.
struct Handing;

impl Handing {
    fn over() -> Self {
        if let Some(form) = by_id("submit-form") {
            form.attr("data-handing", "");
        }
        Self
    }
}

impl Drop for Handing {
    fn drop(&mut self) {
        if let Some(form) = by_id("submit-form") {
            let _ = form.element().remove_attribute("data-handing");
        }
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
pub(super) fn complete(field: FieldState, authority: &str, text: String) -> SignalDraft {
    let profile = field.team.profile().or(field.profile.get_untracked());
    let profile = profile.unwrap_or_else(Profile::unasked);
    let contact = profile.contact();
    // With the account its pseudonym is counted: nothing says which device it was.
    let mark = (!profile.by_account).then(|| device::mark(authority));
    let link_knows_sector = field
        .link_of(authority)
        .is_some_and(|link| link.knows_sector);
    let filled = |value: String| Some(value).filter(|value| !value.is_empty());
    SignalDraft {
        text,
        locale: Some(crate::i18n::language()),
        sector: filled(profile.sector).filter(|_| !link_knows_sector),
        profession: filled(profile.profession),
        contact,
        device_mark: mark,
        ..SignalDraft::default()
    }
}

fn check_text(text: &str) -> Result<SignalText, Invalid> {
    let mut check = Check::default();
    let text = check.field(AT, SignalText::parse(text));
    check.finish(text)
}
