//! Writing one answer for everybody who is owed it: what they will see, how well it reads, how it reaches them.

use shared::feedback::{ComposeDraft, FeedbackBatch, SentFeedback};
use shared::text::DESCRIPTION;

use crate::components::{
    BannerKind, Button, ButtonKind, Dialog, ErrorSummary, Notice, TextArea, icon, use_toaster,
};
use crate::desk::plain_language::{READS_WELL, douma};
use crate::desk::seat::use_seat;
use crate::desk::sending::Sending;
use crate::forms::Form;
use crate::prelude::*;

/// The composer of one batch.
#[component]
pub(super) fn Composer(
    batch: FeedbackBatch,
    on_sent: Callback<String>,
    on_draft: Callback<FeedbackBatch>,
) -> impl IntoView {
    let seat = use_seat();
    let toaster = use_toaster();
    let sending = Sending::new();
    let form = Form::new(ComposeDraft {
        text: batch.text.clone(),
    });
    let asks = RwSignal::new(false);
    let sent = RwSignal::new(None::<SentFeedback>);
    let kept = StoredValue::new(batch.clone());
    let text = Memo::new(move |_| form.draft.with(|draft| draft.text.clone()));
    let save = move |()| {
        if !form.is_valid(ComposeDraft::parse) {
            return;
        }
        let (batch, draft) = (kept.get_value(), form.draft.get_untracked());
        let api = seat.api_at(&batch.authority);
        sending.run(
            async move { api.compose_feedback(&batch.id, batch.version, &draft).await },
            move |answer| match answer {
                Ok(new) => {
                    toaster.say(t!(common.saved));
                    kept.set_value(new.clone());
                    on_draft.run(new);
                }
                Err(error) => form.show(&error),
            },
        );
    };
    let ask = move |()| {
        // A gap that the template left would reach everybody.
        let has_gap = text.with_untracked(|text| missing(text).is_some());
        if !has_gap && form.is_valid(ComposeDraft::parse) {
            asks.set(true);
        }
    };
    // Saved first, then sent: what goes out is what stands here.
    let send = move |()| {
        asks.set(false);
        let (batch, draft) = (kept.get_value(), form.draft.get_untracked());
        let api = seat.api_at(&batch.authority);
        let call = async move {
            let saved = api
                .compose_feedback(&batch.id, batch.version, &draft)
                .await?;
            // Sending may fail and be tried again: then these words are the newest.
            kept.set_value(saved);
            api.send_feedback(&batch.id).await
        };
        sending.run(call, move |answer| match answer {
            Ok(done) => {
                toaster.say(t!(queue.sent, count = done.by_mail + done.by_receipt));
                sent.set(Some(done));
                on_sent.run(kept.with_value(|batch| batch.id.clone()));
            }
            Err(error) => form.show(&error),
        });
    };
    let FeedbackBatch {
        authority,
        moment,
        issue,
        signal,
        title,
        by_mail,
        by_receipt,
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
            <ErrorSummary form/>
            <TextArea form at="/text" rows=8 limits=DESCRIPTION label=t!(queue.text) hint=t!(queue.personal_hint)
                get=|draft| draft.text.clone() set=|draft, typed| draft.text = typed/>
            <div role="status">{move || missing(&text.get()).map(|name| view! {
                <Notice kind=BannerKind::Warn><p>{t!(queue.missing_placeholder, name = name)}</p></Notice>
            })}</div>
            <p class="meta" role="status">{move || meter(&text.get())}</p>
            <p class="meta">{t!(queue.language_hint)}" "{languages.join(", ")}</p>
        }
    };
    view! {
        <section class="composer" aria-labelledby="composer-title">
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
            </p>
            {move || sent.get().map(|done| view! {
                <Notice kind=BannerKind::Ok>
                    <p><strong>{t!(queue.sent, count = done.by_mail + done.by_receipt)}</strong></p>
                    <p>{t!(queue.by_mail, count = done.by_mail)}". "{t!(queue.by_code, count = done.by_receipt)}"."</p>
                </Notice>
            })}
            <div class="composer__panes">
                <div class="composer__form">
                    {form_view()}
                    <div class="row">
                        <Button label=t!(queue.send) icon=icon::SEND kind=ButtonKind::Primary busy=sending.is_busy()
                            busy_label=t!(common.sending) on_press=ask/>
                        <Button label=t!(queue.save_draft) busy=sending.is_busy() on_press=save/>
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
