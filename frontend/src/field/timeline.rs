//! F4: one signal and what came of it.

use shared::id::SignalId;
use shared::life_cycle::SignalState;
use shared::problem::Code;
use shared::timeline::Timeline as SignalTimeline;
use wasm_bindgen_futures::spawn_local;

use super::device::KeptReceipt;
use super::receipt::parse_receipt;
use super::route::Route;
use super::sent::personal_link;
use super::state::{FieldState, use_field};
use super::timeline_messages::Messages;
use super::timeline_steps::steps_of;
use crate::api::{Anonymous, ApiClient, ApiError};
use crate::browser::clock;
use crate::components::{
    BannerKind, Button, ButtonKind, CopyButton, Dialog, EmptyState, Loading, Notice, Page,
    ProblemView, Timeline, icon, use_toaster,
};
use crate::prelude::*;

/// How the signal was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum SignalSource {
    /// Its receipt is kept on this device.
    Kept(SignalId),
    /// Its code stands in the address.
    Code(String),
}

/// The signal being followed. `Copy`, for everything on the page that writes.
#[derive(Clone, Copy)]
pub(super) struct Following {
    field: FieldState,
    authority: StoredValue<String>,
    receipt: StoredValue<String>,
    /// As last heard.
    pub(super) timeline: RwSignal<Option<SignalTimeline>>,
    failure: RwSignal<Option<ApiError>>,
}

impl Following {
    /// The server, and the code to show it.
    pub(super) fn client(self) -> (ApiClient<Anonymous>, String) {
        let client = self.field.client_of(&self.authority.get_value());
        (client, self.receipt.get_value())
    }

    /// Takes over what the server says; looked at, so nothing of it is new any more.
    pub(super) fn hear(self, timeline: SignalTimeline) {
        self.field.update_receipt(timeline.id, |kept| {
            kept.hear(&timeline);
            kept.seen = kept.messages;
        });
        self.failure.set(None);
        self.timeline.set(Some(timeline));
    }

    fn read(self) {
        self.failure.set(None);
        spawn_local(async move {
            let (client, receipt) = self.client();
            match client.follow_signals(vec![receipt]).await {
                Ok(timelines) => match timelines.into_iter().next() {
                    Some(timeline) => self.hear(timeline),
                    None => self.failure.set(Some(ApiError::Refused(Box::new(
                        Code::ReceiptUnknown.into(),
                    )))),
                },
                Err(error) => {
                    let _ = self.failure.try_set(Some(error));
                }
            }
        });
    }
}

/// One signal.
#[component]
pub(super) fn SignalPage(source: SignalSource) -> impl IntoView {
    let field = use_field();
    let found = match &source {
        SignalSource::Kept(id) => field
            .receipt_of(*id)
            .map(|kept| (kept.authority, kept.receipt)),
        SignalSource::Code(code) => {
            parse_receipt(code).map(|code| (field.authority.get_untracked(), code))
        }
    };
    let Some((authority, receipt)) = found else {
        return view! { <Page title=t!(timeline.title)><Unknown kept=None/></Page> }.into_any();
    };
    let following = Following {
        field,
        authority: StoredValue::new(authority),
        receipt: StoredValue::new(receipt),
        timeline: RwSignal::new(None),
        failure: RwSignal::new(None),
    };
    following.read();
    let kept = match source {
        SignalSource::Kept(id) => Some(id),
        SignalSource::Code(_) => None,
    };
    view! {
        <p class="page page--crumb"><a href=Route::Mine.href()>{t!(mine.title)}</a></p>
        <Page title=t!(timeline.title)>
            {move || failed(following, kept)}
            {move || match following.timeline.get() {
                Some(timeline) => view! { <Followed following timeline/> }.into_any(),
                None if following.failure.with(Option::is_none) => view! { <Loading/> }.into_any(),
                None => ().into_any(),
            }}
        </Page>
    }
    .into_any()
}

fn failed(following: Following, kept: Option<SignalId>) -> Option<AnyView> {
    let error = following.failure.get()?;
    if error.code() == Some(Code::ReceiptUnknown) {
        return Some(view! { <Unknown kept/> }.into_any());
    }
    let on_retry = Callback::new(move |()| following.read());
    Some(view! { <ProblemView error on_retry/> }.into_any())
}

/// Unknown, expired and erased sound the same.
#[component]
fn Unknown(kept: Option<SignalId>) -> impl IntoView {
    let field = use_field();
    let forget = kept.map(|id| {
        let forget = move |()| {
            field.forget_receipt(id);
            field.go_instead(Route::Mine);
        };
        view! { <Button label=t!(mine.forget) icon=icon::TRASH_2 on_press=forget/> }
    });
    let words = if kept.is_some() {
        t!(mine.gone)
    } else {
        t!(follow.unknown)
    };
    view! {
        <EmptyState text=words>
            {forget}
            <a class="button button--quiet" href=Route::Follow.href()>{t!(mine.follow)}</a>
        </EmptyState>
    }
}

#[component]
fn Followed(following: Following, timeline: SignalTimeline) -> impl IntoView {
    let field = following.field;
    let authority = if field.authority.get_untracked() == timeline.authority {
        untrack(|| field.authority_name())
    } else {
        timeline.authority.clone()
    };
    let is_open = !timeline.state.is_ended();
    let has_answer = !timeline.feedback.is_empty();
    let promise = (is_open && !has_answer).then(|| {
        let words = if timeline.late {
            t!(timeline.late).to_owned()
        } else {
            t!(
                timeline.promise,
                date = crate::i18n::day(timeline.promised_on)
            )
        };
        let kind = if timeline.late {
            BannerKind::Warn
        } else {
            BannerKind::Info
        };
        view! { <Notice kind><p>{words}</p></Notice> }
    });
    view! {
        <div class="stack-wide">
            {promise}
            <KeepCode following timeline=timeline.clone()/>
            <Messages following authority/>
            <section>
                <h2>{t!(timeline.steps)}</h2>
                <Timeline steps=steps_of(&timeline)/>
            </section>
            <YourText text=timeline.text.clone() state=timeline.state/>
            <Ways following timeline/>
        </div>
    }
}

#[component]
fn YourText(text: Option<String>, state: SignalState) -> impl IntoView {
    let words = match text {
        Some(text) => view! { <blockquote class="your-text quote">{text}</blockquote> }.into_any(),
        None if state == SignalState::Held => ().into_any(),
        None => view! { <p class="meta">{t!(timeline.text_erased)}</p> }.into_any(),
    };
    view! {
        <section>
            <h2>{t!(timeline.your_text)}</h2>
            {words}
        </section>
    }
}

/// A signal that was opened by code can be kept on this device.
#[component]
fn KeepCode(following: Following, timeline: SignalTimeline) -> impl IntoView {
    let field = following.field;
    let id = timeline.id;
    let is_kept = Memo::new(move |_| {
        field
            .receipts
            .with(|receipts| receipts.iter().any(|kept| kept.id == id))
    });
    let toaster = use_toaster();
    let keep = Callback::new(move |()| {
        let receipt = following.receipt.get_value();
        let kept = KeptReceipt::of_timeline(&timeline, &receipt, clock::today());
        field.keep_receipt(kept);
        toaster.say(t!(follow.kept));
    });
    move || {
        (!is_kept.get()).then(
            || view! { <p><Button label=t!(follow.keep) icon=icon::DOWNLOAD on_press=keep/></p> },
        )
    }
}

/// Copying the link, taking the signal back.
#[component]
fn Ways(following: Following, timeline: SignalTimeline) -> impl IntoView {
    let receipt = following.receipt.get_value();
    let kept = KeptReceipt::of_timeline(&timeline, &receipt, clock::today());
    let open = RwSignal::new(false);
    let can_withdraw = !matches!(timeline.state, SignalState::Withdrawn | SignalState::Erased);
    let ask = Callback::new(move |()| open.set(true));
    view! {
        <section class="ways">
            <CopyButton label=t!(timeline.copy_link) done=t!(common.copied) text=personal_link(&kept)/>
            {can_withdraw.then(|| view! {
                <Button label=t!(timeline.withdraw) kind=ButtonKind::Quiet on_press=ask/>
                <Withdraw following open/>
            })}
        </section>
    }
}

#[component]
fn Withdraw(following: Following, open: RwSignal<bool>) -> impl IntoView {
    let busy = RwSignal::new(false);
    let toaster = use_toaster();
    let withdraw = Callback::new(move |()| {
        busy.set(true);
        spawn_local(async move {
            let (client, receipt) = following.client();
            let answer = client.withdraw_signal(&receipt).await;
            busy.set(false);
            open.set(false);
            match answer {
                Ok(()) => {
                    toaster.say(t!(timeline.withdrawn));
                    following.read();
                }
                Err(error) => toaster.say(error.text()),
            }
        });
    });
    let cancel = Callback::new(move |()| open.set(false));
    view! {
        <Dialog open title=t!(timeline.withdraw_title)>
            <p>{t!(timeline.withdraw_text)}</p>
            <div class="dialog__choices">
                <Button label=t!(timeline.withdraw) kind=ButtonKind::Grave busy on_press=withdraw/>
                <Button label=t!(common.cancel) on_press=cancel/>
            </div>
        </Dialog>
    }
}
