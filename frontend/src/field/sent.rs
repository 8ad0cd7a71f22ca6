//! F2: sent. What happens next, the code, a way back, and one more tap for who wants.

use shared::id::SignalId;
use shared::life_cycle::SignalState;
use wasm_bindgen_futures::spawn_local;

use super::device::KeptReceipt;
use super::enrich::EnrichPart;
use super::profile::ProfilePart;
use super::route::Route;
use super::state::{FieldState, JustSent, use_field};
use crate::browser::{clock, dom, timer};
use crate::components::{Button, ButtonKind, CopyButton, EmptyState, Page, icon, use_toaster};
use crate::prelude::*;

/// For how long sending can be undone with one tap (ux.md §3); afterwards a signal can still be withdrawn.
const UNDO_MS: i32 = 10_000;

/// A signal was sent.
#[component]
pub(super) fn SentPage(id: SignalId) -> impl IntoView {
    let field = use_field();
    match field.receipt_of(id) {
        Some(kept) => view! { <Sent field kept/> }.into_any(),
        None => view! {
            <Page title=t!(mine.title)>
                <EmptyState text=t!(mine.gone)>
                    <a class="button" href=Route::Mine.href()>{t!(mine.title)}</a>
                </EmptyState>
            </Page>
        }
        .into_any(),
    }
}

#[component]
fn Sent(field: FieldState, kept: KeptReceipt) -> impl IntoView {
    let promise = match kept.state {
        SignalState::Held => t!(sent.held, date = crate::i18n::day(kept.promised_on)),
        _ => t!(sent.next, date = crate::i18n::day(kept.promised_on)),
    };
    let asks_profile = field.profile.with_untracked(Option::is_none);
    let by_mail = field.profile.with_untracked(|profile| {
        profile
            .as_ref()
            .is_some_and(|profile| profile.contact().is_some())
    });
    let aside = move || view! { <p class="sent__promise">{promise.clone()}</p> };
    view! {
        <Page title=t!(sent.title) panel=true aside>
            <Undo field kept=kept.clone()/>
            <CodeCard kept=kept.clone() by_mail/>
            <EnrichPart kept=kept.clone()/>
            {asks_profile.then(|| view! { <ProfilePart kept=kept.clone()/> })}
            <p class="row sent__next">
                <a class="button" href=Route::Submit.href()>{t!(submit.another)}</a>
                <a class="button button--quiet" href=Route::Mine.href()>{t!(mine.title)}</a>
            </p>
        </Page>
    }
}

/// The code, to be kept by whoever has no other way back.
#[component]
pub(super) fn CodeCard(kept: KeptReceipt, by_mail: bool) -> impl IntoView {
    let (code, link) = (kept.receipt.clone(), personal_link(&kept));
    view! {
        <section class="code-card">
            <h2>{t!(sent.code_title)}</h2>
            <p class="code-card__code code">{kept.receipt}</p>
            <p>{t!(sent.code_hint)}" "{t!(sent.code_only)}</p>
            {by_mail.then(|| view! { <p>{t!(sent.mail_too)}</p> })}
            <div class="row">
                <CopyButton label=t!(sent.code_copy) done=t!(sent.code_copied) text=code/>
                <CopyButton label=t!(timeline.copy_link) done=t!(common.copied) text=link/>
            </div>
        </section>
    }
}

/// The address that opens the signal on another device.
pub(super) fn personal_link(kept: &KeptReceipt) -> String {
    let origin = dom::window().location().origin().unwrap_or_default();
    let place = Route::Receipt(kept.receipt.clone()).href();
    format!("{origin}/{}/m/{place}", kept.authority)
}

/// One tap, ten seconds.
#[component]
fn Undo(field: FieldState, kept: KeptReceipt) -> impl IntoView {
    let toaster = use_toaster();
    let busy = RwSignal::new(false);
    let id = kept.id;
    let is_open = move || {
        field
            .just_sent
            .with(|sent| sent.as_ref().is_some_and(|sent| sent.id == id))
    };
    forget_text_in_time(field, id);
    let undo = move |()| {
        let kept = kept.clone();
        busy.set(true);
        spawn_local(async move {
            let text = field
                .just_sent
                .get_untracked()
                .map(|JustSent { text, .. }| text);
            let answer = field
                .client_of(&kept.authority)
                .withdraw_signal(&kept.receipt)
                .await;
            busy.set(false);
            match answer {
                Ok(()) => {
                    field.just_sent.set(None);
                    field.forget_receipt(kept.id);
                    field.returned_text.set(text);
                    field.go_instead(Route::Submit);
                    toaster.say(t!(sent.undone));
                }
                Err(error) => toaster.say(error.text()),
            }
        });
    };
    let undo = Callback::new(undo);
    view! {
        <div class="sent__undo">
            {move || is_open().then(|| view! {
                <Button label=t!(sent.undo) icon=icon::UNDO_2 kind=ButtonKind::Quiet busy on_press=undo/>
            })}
        </div>
    }
}

/// After the undo window nothing on this page remembers the text.
fn forget_text_in_time(field: FieldState, id: SignalId) {
    let Some(sent) = field.just_sent.get_untracked().filter(|sent| sent.id == id) else {
        return;
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::as_conversions,
        reason = "a float clamped to the window"
    )]
    let passed = (clock::now_millis() - sent.at_millis).clamp(0.0, f64::from(UNDO_MS)) as i32;
    spawn_local(async move {
        timer::after(UNDO_MS - passed).await;
        let _ = field.just_sent.try_update(|just_sent| {
            if just_sent
                .as_ref()
                .is_some_and(|just_sent| just_sent.id == id)
            {
                *just_sent = None;
            }
        });
    });
}
