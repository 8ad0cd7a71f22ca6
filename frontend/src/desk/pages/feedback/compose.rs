//! Writing one answer for everybody who is owed it: what they will see, how well it reads, how it reaches them.

use futures::FutureExt;
use shared::feedback::{ComposeDraft, FeedbackBatch, SentFeedback};
use shared::problem::Code;
use shared::text::DESCRIPTION;
use wasm_bindgen_futures::spawn_local;

use crate::api::{Answer, ApiClient, ApiError, Authorised};
use crate::browser::timer;
use crate::components::{
    BannerKind, Button, ButtonKind, ConflictView, Dialog, ErrorSummary, Notice, TextArea, Toaster,
    icon, use_toaster,
};
use crate::desk::components::LeftoverNotice;
use crate::desk::plain_language::{READS_WELL, douma};
use crate::desk::seat::{Seat, use_seat};
use crate::desk::sending::Sending;
use crate::desk::unsent::{self, Unsent};
use crate::desk::work::stand_in_line;
use crate::forms::Form;
use crate::prelude::*;

/// How long typing must rest before it is saved.
const REST_MS: i32 = 1_500;

/// As typed, and the stored text that it was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Typed {
    base: String,
    text: String,
}

impl Typed {
    /// Nothing is typed yet.
    fn stored(text: String) -> Self {
        Self {
            base: text.clone(),
            text,
        }
    }

    fn draft(&self) -> ComposeDraft {
        ComposeDraft {
            text: self.text.clone(),
        }
    }

    fn is_valid(form: Form<Self>) -> bool {
        form.is_valid(|typed| typed.draft().parse())
    }
}

/// What came of storing a text.
enum Stored {
    Mine(FeedbackBatch),
    /// Somebody else wrote one meanwhile: a person chooses.
    Theirs(FeedbackBatch),
}

async fn store(
    api: &ApiClient<Authorised>,
    batch: &str,
    version: u64,
    typed: &Typed,
) -> Answer<Stored> {
    let answer = api.compose_feedback(batch, version, &typed.draft()).await;
    let stale = match answer {
        Err(error) if error.code() == Some(Code::StaleVersion) => error,
        answer => return answer.map(Stored::Mine),
    };
    let queue = api.list_feedback(None).await?.items;
    match queue.into_iter().find(|it| it.id == batch) {
        Some(stored) if stored.text == typed.text => Ok(Stored::Mine(stored)),
        Some(stored) => Ok(Stored::Theirs(stored)),
        None => Err(stale),
    }
}

/// One text that is being written. `Copy`, so that every part of the page gets it.
#[derive(Clone, Copy)]
struct Writing {
    seat: Seat,
    toaster: Toaster,
    sending: Sending,
    unsent: Unsent<Typed>,
    /// The batch as the server last told it.
    kept: StoredValue<FeedbackBatch>,
    saved: RwSignal<Saved>,
    /// What somebody else wrote meanwhile.
    conflict: RwSignal<Option<FeedbackBatch>>,
    on_draft: Callback<FeedbackBatch>,
}

impl Writing {
    fn on(seat: Seat, batch: &FeedbackBatch, on_draft: Callback<FeedbackBatch>) -> Self {
        let unsent = Unsent::new(line(&batch.id), Typed::stored(batch.text.clone()));
        let (is_saved, is_based) = unsent.form.draft.with_untracked(|typed| {
            let is_based = typed.base == batch.text;
            (typed.text == batch.text, is_based)
        });
        let writing = Self {
            seat,
            toaster: use_toaster(),
            sending: Sending::new(),
            unsent,
            kept: StoredValue::new(batch.clone()),
            saved: RwSignal::new(if is_saved {
                Saved::AsItWas
            } else {
                Saved::NotYet
            }),
            conflict: RwSignal::new(None),
            on_draft,
        };
        if !is_based {
            writing.meet(batch.clone());
        }
        writing
    }

    /// Somebody else wrote it meanwhile: no word goes over theirs before a person chose.
    fn meet(self, theirs: FeedbackBatch) {
        let is_same = self
            .unsent
            .form
            .draft
            .with_untracked(|typed| typed.text == theirs.text);
        if is_same {
            self.settle(theirs);
        } else {
            self.conflict.set(Some(theirs));
        }
    }

    /// The server tells what is stored now: what is typed stands on that from here on.
    fn settle(self, stored: FeedbackBatch) {
        let base = stored.text.clone();
        self.kept.set_value(stored);
        self.unsent.begin_from(Typed::stored(base.clone()));
        self.unsent.form.draft.update(|typed| typed.base = base);
    }

    /// Stores what is typed, after everything before it; also when the page is being left.
    fn save(self) {
        let typed = self.unsent.form.draft.try_get_untracked();
        let kept = self.kept.try_get_value();
        let is_in_conflict = self.conflict.try_with_untracked(Option::is_some);
        let (Some(typed), Some(batch), Some(false)) = (typed, kept, is_in_conflict) else {
            return;
        };
        if typed.text == batch.text || typed.draft().parse().is_err() {
            return;
        }
        let api = self.seat.api_at(&batch.authority);
        let name = line(&batch.id);
        let turn = move |newest: Option<u64>| {
            let turn = async move {
                let version = newest.unwrap_or(batch.version);
                let answer = store(&api, &batch.id, version, &typed).await;
                self.was_stored(&typed, answer)
            };
            turn.boxed_local()
        };
        stand_in_line(name, Box::new(turn));
    }

    /// Shows what came of it, here or wherever the person is now; answers the newest version.
    fn was_stored(self, typed: &Typed, answer: Answer<Stored>) -> Option<u64> {
        let is_here = self.saved.try_get_untracked().is_some();
        match answer {
            Ok(Stored::Mine(new)) => {
                unsent::settle(&line(&new.id), typed);
                let _ = self.on_draft.try_run(new.clone());
                let version = new.version;
                if is_here {
                    self.settle(new);
                    let is_all = self
                        .unsent
                        .form
                        .draft
                        .with_untracked(|now| now.text == typed.text);
                    self.saved.set(if is_all {
                        Saved::At(crate::i18n::time_of_day(js_sys::Date::now()))
                    } else {
                        Saved::NotYet
                    });
                }
                Some(version)
            }
            Ok(Stored::Theirs(theirs)) => {
                let _ = self.on_draft.try_run(theirs.clone());
                if is_here {
                    self.meet(theirs);
                } else {
                    self.toaster
                        .say(t!(desk.conflict_title, name = t!(conflict.someone)));
                }
                None
            }
            Err(error) => {
                if !is_here {
                    self.toaster.say(error.text());
                }
                None
            }
        }
    }

    /// Stores it and sends it: what goes out is what stands here.
    fn send(self, sent: impl FnOnce(&str, SentFeedback) + 'static) {
        let (batch, typed) = (
            self.kept.get_value(),
            self.unsent.form.draft.get_untracked(),
        );
        let api = self.seat.api_at(&batch.authority);
        let name = line(&batch.id);
        self.sending.begin();
        let turn = move |newest: Option<u64>| {
            let turn = async move {
                let version = newest.unwrap_or(batch.version);
                let answer = match store(&api, &batch.id, version, &typed).await {
                    Ok(Stored::Mine(new)) => {
                        // Sending may fail and be tried again: then these words are the newest.
                        self.was_stored(&typed, Ok(Stored::Mine(new)));
                        api.send_feedback(&batch.id).await.map(Some)
                    }
                    Ok(theirs) => {
                        self.was_stored(&typed, Ok(theirs));
                        Ok(None)
                    }
                    Err(error) => Err(error),
                };
                let is_here = self.sending.end();
                match answer {
                    Ok(Some(done)) => {
                        let count = done.by_mail + done.by_receipt;
                        self.toaster.say(t!(queue.sent, count = count));
                        sent(&batch.id, done);
                    }
                    Ok(None) => {}
                    Err(error) => self.could_not(is_here, &error),
                }
                None
            };
            turn.boxed_local()
        };
        stand_in_line(name, Box::new(turn));
    }

    fn could_not(self, is_here: bool, error: &ApiError) {
        if is_here {
            self.unsent.form.show(error);
        } else {
            self.toaster.say(error.text());
        }
    }

    fn keep_mine(self) {
        if let Some(theirs) = self.conflict.get_untracked() {
            self.conflict.set(None);
            self.settle(theirs);
            self.save();
        }
    }

    fn take_theirs(self) {
        if let Some(theirs) = self.conflict.get_untracked() {
            self.conflict.set(None);
            let text = theirs.text.clone();
            self.settle(theirs);
            self.unsent.form.draft.set(Typed::stored(text));
            self.unsent.form.clear();
            self.saved.set(Saved::AsItWas);
        }
    }
}

/// What is written for one batch stands in this line, and is kept under this name.
fn line(batch: &str) -> String {
    format!("feedback.{batch}")
}

/// The composer of one batch.
#[component]
pub(super) fn Composer(
    batch: FeedbackBatch,
    on_sent: Callback<String>,
    on_draft: Callback<FeedbackBatch>,
) -> impl IntoView {
    let seat = use_seat();
    let writing = Writing::on(seat, &batch, on_draft);
    let (form, sending, conflict) = (writing.unsent.form, writing.sending, writing.conflict);
    let asks = RwSignal::new(false);
    let sent = RwSignal::new(None::<SentFeedback>);
    let text = Memo::new(move |_| form.draft.with(|typed| typed.text.clone()));
    // Saves by itself when typing rests, and when the page or this answer is left: nothing typed is ever lost.
    let round = StoredValue::new(0_u32);
    let rest = move || {
        let this = round.get_value().wrapping_add(1);
        round.set_value(this);
        this
    };
    Effect::new(move |was_there: Option<()>| {
        let text = text.get();
        if was_there.is_none() {
            return;
        }
        let is_stored = writing.kept.with_value(|batch| batch.text == text);
        if !is_stored {
            writing.saved.set(Saved::NotYet);
        }
        let this = rest();
        spawn_local(async move {
            timer::after(REST_MS).await;
            if round.try_get_value() == Some(this) {
                writing.save();
            }
        });
    });
    on_cleanup(move || writing.save());
    let ask = move |()| {
        // A gap that the template left would reach everybody.
        let has_gap = text.with_untracked(|text| missing(text).is_some());
        let is_settled = conflict.with_untracked(Option::is_none);
        if is_settled && !has_gap && Typed::is_valid(form) {
            asks.set(true);
        }
    };
    let send = move |()| {
        asks.set(false);
        // What rests now is sent with the rest.
        rest();
        writing.send(move |batch, done| {
            let _ = sent.try_set(Some(done));
            let _ = on_sent.try_run(batch.to_owned());
        });
    };
    let send_key = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            ask(());
        }
    };
    let FeedbackBatch {
        authority,
        moment,
        issue,
        signal,
        title,
        by_mail,
        by_receipt,
        undeliverable,
        locales,
        ..
    } = batch;
    let count = by_mail + by_receipt;
    let from = seat.name_of(&authority);
    let about = match (issue, signal) {
        (Some(issue), _) => Some(format!("/desk/issues/{issue}")),
        (None, Some(signal)) => Some(format!("/desk/signals/{signal}")),
        (None, None) => None,
    };
    let languages = locales
        .into_iter()
        .map(|it| format!("{} {}", it.locale.label(), it.providers));
    let languages: Vec<String> = languages.collect();
    let form_view = move || {
        let languages = languages.clone();
        view! {
            <LeftoverNotice leftover=writing.unsent.leftover()/>
            <ErrorSummary form/>
            <TextArea form at="/text" rows=8 limits=DESCRIPTION label=t!(queue.text) hint=t!(queue.personal_hint)
                get=|typed| typed.text.clone() set=|typed, text| typed.text = text/>
            <div role="status">{move || missing(&text.get()).map(|name| view! {
                <Notice kind=BannerKind::Warn><p>{t!(queue.missing_placeholder, name = name)}</p></Notice>
            })}</div>
            <p class="meta" role="status">{move || meter(&text.get())}</p>
            <p class="meta">{t!(queue.language_hint)}" "{languages.join(", ")}</p>
        }
    };
    view! {
        <section class="composer" id="composer" aria-labelledby="composer-title">
            <h2 class="composer__title" id="composer-title">
                {match about {
                    Some(address) => view! { <a href=address>{title}</a> }.into_any(),
                    None => title.into_any(),
                }}
            </h2>
            <p class="composer__recipients">
                <span class="badge badge--info">{moment.label()}</span>
                <strong>{t!(queue.recipients, count = count)}</strong>
                {(by_mail > 0).then(|| view! { <span>{t!(queue.by_mail, count = by_mail)}</span> })}
                {(by_receipt > 0).then(|| view! { <span>{t!(queue.by_code, count = by_receipt)}</span> })}
                {(undeliverable > 0).then(|| view! { <span class="badge badge--warn">{t!(desk.undeliverable_count, count = undeliverable)}</span> })}
            </p>
            {move || sent.get().map(|done| view! {
                <Notice kind=BannerKind::Ok>
                    <p><strong>{t!(queue.sent, count = done.by_mail + done.by_receipt)}</strong></p>
                    <p>{t!(queue.by_mail, count = done.by_mail)}". "{t!(queue.by_code, count = done.by_receipt)}"."</p>
                </Notice>
            })}
            <div class="composer__panes">
                <div class="composer__form" on:keydown=send_key>
                    {move || conflict.get().map(|theirs| view! {
                        <ConflictView title=t!(desk.conflict_title, name = t!(conflict.someone)) mine=text.get_untracked() theirs=theirs.text
                            on_keep_mine=move |()| writing.keep_mine() on_take_theirs=move |()| writing.take_theirs()/>
                    })}
                    {form_view()}
                    // Nothing goes out before somebody chose between two texts.
                    <div class="row" hidden=move || conflict.with(Option::is_some)>
                        <Button label=t!(queue.send) icon=icon::SEND kind=ButtonKind::Primary busy=sending.is_busy()
                            busy_label=t!(common.sending) on_press=ask/>
                        <p class="meta" role="status">{move || writing.saved.get().words()}</p>
                    </div>
                </div>
                <section class="seen" aria-labelledby="seen-title">
                    <h3 class="seen__title" id="seen-title">{t!(desk.feedback_preview)}</h3>
                    <div class="seen__phone">
                        <p class="seen__from">{from}</p>
                        <p><span class="badge badge--new">{t!(feedback.new)}</span>" "<strong>{moment.label()}</strong></p>
                        <p class="quote">{text}</p>
                        <p class="seen__ask">{t!(feedback.useful)}</p>
                        <p class="row" aria-hidden="true"><span class="seen__chip">{t!(feedback.useful_yes)}</span><span class="seen__chip">{t!(feedback.useful_no)}</span></p>
                    </div>
                </section>
            </div>
        </section>
        <Dialog open=asks title=t!(queue.confirm_title)>
            <p><strong>{t!(queue.recipients, count = count)}</strong></p>
            <p>{t!(queue.confirm_text)}</p>
            <div class="dialog__choices">
                <Button label=t!(queue.send) kind=ButtonKind::Primary on_press=send/>
                <Button label=t!(common.cancel) kind=ButtonKind::Quiet on_press=move |()| asks.set(false)/>
            </div>
        </Dialog>
    }
}

/// How what was typed stands with the server.
#[derive(Clone, PartialEq, Eq)]
enum Saved {
    AsItWas,
    NotYet,
    At(String),
}

impl Saved {
    fn words(&self) -> String {
        match self {
            Self::AsItWas => String::new(),
            Self::NotYet => t!(common.not_saved).to_owned(),
            Self::At(time) => t!(common.saved_at, time = time),
        }
    }
}

/// How well it reads, in a sentence; nothing for a few words, and nothing where the score does not know the language.
fn meter(text: &str) -> &'static str {
    if crate::i18n::language() != shared::codes::Language::Nl {
        return "";
    }
    match douma(text) {
        Some(score) if score >= READS_WELL => t!(queue.meter_good),
        Some(_) => t!(queue.meter_hard),
        None => "",
    }
}

/// The first gap that a template left: `{action}`.
fn missing(text: &str) -> Option<String> {
    let (_, after) = text.split_once('{')?;
    let (name, _) = after.split_once('}')?;
    Some(name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_of_the_template_is_named() {
        assert_eq!(missing("We doen {action} voor u."), Some("action".into()));
        assert_eq!(missing("We doen dit { niet"), None);
    }
}
