//! The text, and the way out of a hold: look (logged), replace for good, or release as a false alarm.

use policy as op;
use shared::life_cycle::SignalState;
use shared::signal::{HeldSpan, RedactDraft, ReleaseDraft, SignalDetail};
use shared::text::{NOTE, SIGNAL_TEXT};

use super::panel::SignalWork;
use crate::components::{BannerKind, Button, ButtonKind, Notice, TextArea, icon};
use crate::desk::components::StepForm;
use crate::desk::unsent::Unsent;
use crate::desk::words::{self, filled};
use crate::prelude::*;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Pane {
    Redact,
    Release,
}

/// The text of a signal.
#[component]
pub(super) fn HeldText(work: SignalWork) -> impl IntoView {
    let is_held = Memo::new(move |_| {
        work.detail
            .with(|detail| detail.summary.state == SignalState::Held)
    });
    let revealed = RwSignal::new(None::<String>);
    let text = move || {
        let (text, held, doubtful, language) = work.detail.with(|detail| {
            let SignalDetail {
                text,
                held,
                doubtful,
                summary,
                ..
            } = detail;
            let language = summary.language.clone();
            (text.clone(), held.clone(), doubtful.clone(), language)
        });
        let shown = revealed.get().filter(|_| is_held.get());
        let is_foreign = language
            .as_deref()
            .is_some_and(|tag| !tag.starts_with(crate::i18n::language().code()));
        let note = (is_foreign && text.is_some()).then(|| {
            let name = language.as_deref().map(words::language).unwrap_or_default();
            view! { <p class="meta">{t!(language.of_text, language = name)}</p> }
        });
        let body = match (shown, text) {
            (Some(revealed), _) => view! { <p class="quote">{revealed}</p> }.into_any(),
            (None, Some(text)) if held.is_empty() => {
                view! { <p class="quote">{in_doubt(&text, &doubtful)}</p> }.into_any()
            }
            (None, Some(text)) => view! { <p class="quote">{marked(&text, &held)}</p> }.into_any(),
            (None, None) => view! { <p class="meta">{t!(timeline.text_erased)}</p> }.into_any(),
        };
        let doubt =
            (!doubtful.is_empty()).then(|| view! { <p class="meta">{doubt(&doubtful)}</p> });
        view! { <div class="signal__text" lang=language>{body}</div>{doubt}{note} }
    };
    view! {
        <section class="signal__part" aria-label=t!(signal.text_title)>
            {text}
            {move || is_held.get().then(|| view! { <Hold work revealed/> })}
        </section>
    }
}

#[component]
fn Hold(work: SignalWork, revealed: RwSignal<Option<String>>) -> impl IntoView {
    let pane = RwSignal::new(None::<Pane>);
    let found = work.detail.with_untracked(|detail| detail.held.len());
    let reveal = move |then: Option<Pane>| {
        if revealed.with_untracked(Option::is_some) {
            pane.set(then);
            return;
        }
        let id = work.detail.with_untracked(|detail| detail.summary.id);
        let api = work.api();
        work.sending.run(
            async move { api.reveal_held_text(id).await },
            move |answer| match answer {
                Ok(text) => {
                    revealed.set(Some(text));
                    pane.set(then);
                }
                Err(error) => work.refused(None, error),
            },
        );
    };
    let close = Callback::new(move |()| pane.set(None));
    let may = work.may::<op::RedactSignal>();
    view! {
        <Notice kind=BannerKind::Warn>
            <p class="notice__title">{t!(hold.title)}</p>
            <p>{t!(hold.found, count = found)}". "{t!(hold.intro)}</p>
            {may.then(|| view! {
                <div class="row">
                    {move || revealed.with(Option::is_none).then(|| view! {
                        <Button label=t!(hold.show) icon=icon::EYE busy=work.sending.is_busy() on_press=move |()| reveal(None)/>
                    })}
                    <Button label=t!(desk.hold_replace) icon=icon::PENCIL kind=ButtonKind::Secondary on_press=move |()| reveal(Some(Pane::Redact))/>
                    <Button label=t!(hold.release) kind=ButtonKind::Quiet on_press=move |()| pane.set(Some(Pane::Release))/>
                </div>
                <p class="meta">{t!(hold.show_logged)}</p>
            })}
        </Notice>
        {move || Some(match pane.get()? {
            Pane::Redact => view! { <RedactForm work text=revealed.get_untracked().unwrap_or_default() on_close=close/> }.into_any(),
            Pane::Release => view! { <ReleaseForm work on_close=close/> }.into_any(),
        })}
    }
}

#[component]
fn RedactForm(work: SignalWork, text: String, on_close: Callback<()>) -> impl IntoView {
    let id = work.detail.with_untracked(|detail| detail.summary.id);
    let unsent = Unsent::new(format!("redact.{id}"), RedactDraft { text });
    let form = unsent.form;
    let send = Callback::new(move |()| {
        if !form.is_valid(|draft: RedactDraft| filled("/text", &draft.text)) {
            return;
        }
        let draft = form.draft.get_untracked();
        work.act_in(
            Some(form.any()),
            move |api, id, version| {
                let draft = draft.clone();
                async move { api.redact_signal(id, version, &draft).await }
            },
            move |_| {
                work.toaster.say(t!(hold.done));
                unsent.sent();
                let _ = on_close.try_run(());
            },
        );
    });
    view! {
        <StepForm form title=t!(hold.replace_title) hint=t!(hold.replace_text) send=t!(desk.hold_replace_send)
            busy=work.sending.is_busy() on_send=send on_close leftover=unsent.leftover()>
            <TextArea form at="/text" rows=5 limits=SIGNAL_TEXT label=t!(signal.text_title) hint=t!(desk.hold_replace_hint)
                get=|draft| draft.text.clone() set=|draft, typed| draft.text = typed/>
        </StepForm>
    }
}

#[component]
fn ReleaseForm(work: SignalWork, on_close: Callback<()>) -> impl IntoView {
    let id = work.detail.with_untracked(|detail| detail.summary.id);
    let fresh = ReleaseDraft {
        note: String::new(),
    };
    let unsent = Unsent::new(format!("release.{id}"), fresh);
    let form = unsent.form;
    let send = Callback::new(move |()| {
        if !form.is_valid(|draft: ReleaseDraft| filled("/note", &draft.note)) {
            return;
        }
        let draft = form.draft.get_untracked();
        work.act_in(
            Some(form.any()),
            move |api, id, version| {
                let draft = draft.clone();
                async move { api.release_signal(id, version, &draft).await }
            },
            move |_| {
                work.toaster.say(t!(hold.done));
                unsent.sent();
                let _ = on_close.try_run(());
            },
        );
    });
    view! {
        <StepForm form title=t!(hold.release) send=t!(hold.release) busy=work.sending.is_busy() on_send=send on_close leftover=unsent.leftover()>
            <TextArea form at="/note" limits=NOTE label=t!(hold.release_reason)
                get=|draft| draft.note.clone() set=|draft, typed| draft.note = typed/>
        </StepForm>
    }
}

/// A masked text, with the kind of each hidden span in words.
fn marked(text: &str, held: &[HeldSpan]) -> Vec<AnyView> {
    pieces(text, held)
        .into_iter()
        .map(|(piece, kind)| match kind {
            None => piece.into_any(),
            Some(kind) => view! {
                <mark class="hidden-span">
                    <span aria-hidden="true">{piece}</span>
                    <span class="hidden-span__kind">{t!(hold.masked, kind = kind_words(&kind))}</span>
                </mark>
            }
            .into_any(),
        })
        .collect()
}

/// What may be personal data is marked, and stays readable.
fn in_doubt(text: &str, doubtful: &[HeldSpan]) -> Vec<AnyView> {
    pieces(text, doubtful)
        .into_iter()
        .map(|(piece, kind)| match kind {
            None => piece.into_any(),
            Some(kind) => {
                view! { <mark class="doubtful" title=kind_words(&kind)>{piece}</mark> }.into_any()
            }
        })
        .collect()
}

/// Says what was marked: each kind once, in order of place.
fn doubt(doubtful: &[HeldSpan]) -> String {
    let mut kinds: Vec<String> = Vec::new();
    for span in doubtful {
        let words = kind_words(&span.kind);
        if !kinds.contains(&words) {
            kinds.push(words);
        }
    }
    t!(signal.doubtful, kinds = kinds.join(", "))
}

/// The text cut at its spans, which count in Unicode code points.
fn pieces(text: &str, held: &[HeldSpan]) -> Vec<(String, Option<String>)> {
    let mut pieces = Vec::new();
    let mut letters = text.chars();
    let mut at = 0;
    for span in held {
        let before: String = letters
            .by_ref()
            .take(usize_of(span.start.saturating_sub(at)))
            .collect();
        let inside: String = letters
            .by_ref()
            .take(usize_of(span.end.saturating_sub(span.start)))
            .collect();
        at = span.end;
        if !before.is_empty() {
            pieces.push((before, None));
        }
        pieces.push((inside, Some(span.kind.clone())));
    }
    let rest: String = letters.collect();
    if !rest.is_empty() {
        pieces.push((rest, None));
    }
    pieces
}

fn usize_of(count: u32) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

fn kind_words(kind: &str) -> String {
    match kind {
        "nationalNumber" => t!(pii.kind_national_number),
        "iban" => t!(pii.kind_iban),
        "riziv" => t!(pii.kind_care_number),
        "phone" => t!(pii.kind_phone),
        "email" => t!(pii.kind_email),
        "address" => t!(pii.kind_address),
        "numberPlate" => t!(pii.kind_number_plate),
        "birthDate" => t!(pii.kind_birth_date),
        "fileNumber" => t!(pii.kind_file_number),
        "name" => t!(pii.kind_name),
        "profile" => t!(pii.kind_profile),
        "initials" => t!(pii.kind_initials),
        "sensitive" => t!(pii.kind_sensitive),
        "singlingOut" => t!(pii.kind_singling_out),
        other => other,
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_at_its_spans_in_code_points() {
        let span = |kind: &str, start, end| HeldSpan {
            kind: kind.into(),
            start,
            end,
        };
        let cut = pieces(
            "Bel é ████ of ██.",
            &[span("phone", 6, 10), span("email", 14, 16)],
        );
        let texts: Vec<&str> = cut.iter().map(|(text, _)| text.as_str()).collect();
        assert_eq!(texts, ["Bel é ", "████", " of ", "██", "."]);
        assert_eq!(pieces("Niets", &[]), [("Niets".to_owned(), None)]);
    }

    #[test]
    fn a_span_beyond_the_text_does_no_harm() {
        let span = HeldSpan {
            kind: "phone".into(),
            start: 90,
            end: 95,
        };
        assert_eq!(pieces("Kort", &[span]).len(), 2);
    }
}
