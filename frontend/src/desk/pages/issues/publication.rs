//! Whether everybody may read an issue.

use policy as op;

use super::read::IssueDesk;
use crate::components::{Button, ButtonKind, Dialog};
use crate::prelude::*;

/// Since when it is published, and the way there and back. Others see it, so it is asked first.
#[component]
pub(super) fn Publication(desk: IssueDesk) -> impl IntoView {
    let work = desk.work;
    let may = work.may::<op::PublishIssue>();
    let asks = RwSignal::new(false);
    let publish = move |()| {
        asks.set(false);
        work.act(
            |api, id, version| async move { api.publish_issue(id, version).await },
            move |detail| {
                work.say_undoable(detail, t!(publish.done), |api, id, version| async move {
                    api.unpublish_issue(id, version).await
                });
            },
        );
    };
    let take_back = move |()| {
        work.act(
            |api, id, version| async move { api.unpublish_issue(id, version).await },
            move |detail| {
                work.say_undoable(detail, t!(publish.undone), |api, id, version| async move {
                    api.publish_issue(id, version).await
                });
            },
        );
    };
    let state = move || {
        let (since, publishable) = work
            .detail
            .with(|detail| (detail.published_on, detail.publishable));
        match since {
            Some(day) => view! {
                <p>{t!(publish.since, date = crate::i18n::day(day))}</p>
                {may.then(|| view! {
                    <p><Button label=t!(publish.undo) kind=ButtonKind::Quiet busy=work.sending.is_busy() on_press=take_back/></p>
                })}
            }
            .into_any(),
            None if publishable => view! {
                <p>{t!(publish.no)}</p>
                {may.then(|| view! {
                    <p><Button label=t!(publish.do_) busy=work.sending.is_busy() on_press=move |()| asks.set(true)/></p>
                })}
            }
            .into_any(),
            None => view! { <p class="meta">{t!(publish.later)}</p> }.into_any(),
        }
    };
    view! {
        <section class="issue__part" id="publication">
            <h2 class="part-title">{t!(publish.title)}</h2>
            {state}
            <Dialog open=asks title=t!(publish.dialog_title)>
                <p>{t!(publish.dialog_text)}</p>
                <div class="dialog__choices">
                    <Button label=t!(publish.do_) kind=ButtonKind::Primary on_press=publish/>
                    <Button label=t!(common.cancel) kind=ButtonKind::Quiet on_press=move |()| asks.set(false)/>
                </div>
            </Dialog>
        </section>
    }
}
