//! F3: the signals whose receipts are on this device. What was heard last is shown at once; news comes after it.

use std::collections::BTreeMap;

use shared::id::SignalId;
use shared::life_cycle::SignalState;
use shared::timeline::{MAX_RECEIPTS, Timeline};

use super::device::KeptReceipt;
use super::route::Route;
use super::state::{FieldState, use_field};
use crate::api::{Answer, ApiError};
use crate::components::{BannerKind, Button, Card, EmptyState, Notice, Page, icon};
use crate::i18n::day;
use crate::prelude::*;

/// My signals.
#[component]
pub(super) fn MinePage() -> impl IntoView {
    let field = use_field();
    let news = LocalResource::new(move || read_all(field));
    let texts = Memo::new(move |_| match news.get() {
        Some(Ok(timelines)) => first_words(&timelines),
        _ => BTreeMap::new(),
    });
    let is_empty = Memo::new(move |_| field.receipts.with(Vec::is_empty));
    let new_signal = || view! { <a class="button" href=Route::Submit.href()>{t!(mine.new)}</a> };
    view! {
        <Page title=t!(mine.title) aside=new_signal>
            {move || if is_empty.get() {
                view! {
                    <EmptyState text=t!(mine.empty)>
                        <a class="button button--primary" href=Route::Submit.href()>{t!(mine.new)}</a>
                        <a href=Route::Follow.href()>{t!(mine.follow)}</a>
                    </EmptyState>
                }.into_any()
            } else {
                view! {
                    <p class="field__hint">{t!(mine.intro)}</p>
                    {move || match news.get() {
                        Some(Err(error)) => Some(failure(&error, news)),
                        _ => None,
                    }}
                    <ul class="cards">
                        <For each=move || field.receipts.get() key=|kept| (kept.id, kept.state, kept.messages, kept.seen) let:kept>
                            <li><OneSignal kept texts/></li>
                        </For>
                    </ul>
                    <p><a href=Route::Follow.href()>{t!(mine.follow)}</a></p>
                }.into_any()
            }}
        </Page>
    }
}

fn failure(error: &ApiError, news: LocalResource<Answer<Vec<Timeline>>>) -> AnyView {
    let text = error.text();
    view! {
        <Notice kind=BannerKind::Warn>
            <p class="notice__title">{t!(mine.failed)}</p>
            <p>{text}</p>
            <Button label=t!(common.retry) icon=icon::REFRESH_CW on_press=move |()| news.refetch()/>
        </Notice>
    }
    .into_any()
}

#[component]
fn OneSignal(kept: KeptReceipt, texts: Memo<BTreeMap<SignalId, String>>) -> impl IntoView {
    let id = kept.id;
    let sent_on = t!(mine.sent_on, date = day(kept.sent_on));
    let fallback = sent_on.clone();
    let title = move || {
        texts
            .with(|texts| texts.get(&id).cloned())
            .unwrap_or_else(|| fallback.clone())
    };
    let is_named = move || texts.with(|texts| texts.contains_key(&id));
    let stands = match kept.step {
        Some(step) if !kept.state.is_ended() => step.label(),
        _ => kept.state.label(),
    };
    let asks = kept.state == SignalState::QuestionOpen;
    let answer_by = (!kept.state.is_ended() && kept.messages == 0)
        .then(|| t!(mine.answer_by, date = day(kept.promised_on)));
    let unread = kept.unread();
    view! {
        <Card title href=Route::Signal(id).href() is_new={unread > 0}>
            <p class="card__line"><span class="badge">{stands}</span>" "{answer_by}</p>
            {asks.then(|| view! { <p class="card__line"><strong>{t!(mine.question_waits)}</strong></p> })}
            {(unread > 0).then(|| view! { <p class="card__line">{t!(mine.unread, count = unread)}</p> })}
            {move || is_named().then(|| view! { <p class="card__line meta">{sent_on.clone()}</p> })}
        </Card>
    }
}

/// Asks every authority for its signals; a device rarely has more than one.
async fn read_all(field: FieldState) -> Answer<Vec<Timeline>> {
    let mut by_authority: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for kept in field.receipts.get_untracked() {
        by_authority
            .entry(kept.authority)
            .or_default()
            .push(kept.receipt);
    }
    let mut timelines = Vec::new();
    for (authority, receipts) in by_authority {
        let client = field.client_of(&authority);
        for some in receipts.chunks(MAX_RECEIPTS) {
            match client.follow_signals(some.to_vec()).await {
                Ok(found) => timelines.extend(found),
                // All of them unknown: erased since. Each says so when it is opened.
                Err(error) if !error.is_passing() => {}
                Err(error) => return Err(error),
            }
        }
    }
    for timeline in &timelines {
        field.update_receipt(timeline.id, |kept| kept.hear(timeline));
    }
    Ok(timelines)
}

/// How a signal is recognised in the list.
fn first_words(timelines: &[Timeline]) -> BTreeMap<SignalId, String> {
    timelines
        .iter()
        .filter_map(|timeline| Some((timeline.id, shortened(timeline.text.as_deref()?))))
        .collect()
}

const TITLE_CHARACTERS: usize = 80;

fn shortened(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= TITLE_CHARACTERS {
        return line;
    }
    let cut: String = line.chars().take(TITLE_CHARACTERS).collect();
    let whole_words = cut
        .rsplit_once(' ')
        .map_or(cut.as_str(), |(words, _)| words);
    format!("{whole_words} …")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_between_words() {
        let text = "Bewoners vinden geen loket meer open en weten niet waar ze met hun papieren naartoe kunnen gaan";
        assert_eq!(
            shortened(text),
            "Bewoners vinden geen loket meer open en weten niet waar ze met hun papieren …"
        );
        assert_eq!(shortened("Geen\n  loket"), "Geen loket");
    }
}
