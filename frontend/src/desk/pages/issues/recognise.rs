//! Organisations that see the issue too.

use policy as op;
use shared::id::OrganisationId;
use shared::issue::{Recognition, RecognitionDraft};
use shared::problem::{Code, Invalid};
use shared::text::NOTE;

use super::read::{IssueDesk, Pane};
use crate::components::{Button, ButtonKind, Select, TextArea, icon};
use crate::desk::choices;
use crate::desk::components::StepForm;
use crate::desk::unsent::Unsent;
use crate::desk::words::unless_blank;
use crate::prelude::*;

/// As typed.
#[derive(Clone, Default, PartialEq)]
struct Typed {
    organisation: String,
    comment: String,
}

impl Typed {
    fn parse(self) -> Result<RecognitionDraft, Invalid> {
        let organisation = self
            .organisation
            .parse()
            .map_err(|_| Invalid::one("/organisation", Code::Required))?;
        Ok(RecognitionDraft {
            organisation,
            comment: unless_blank(&self.comment),
        })
    }
}

/// Who recognises it, and the way to add one.
#[component]
pub(super) fn Recognitions(desk: IssueDesk) -> impl IntoView {
    let work = desk.work;
    let may_change = work.may::<op::RecogniseIssue>();
    let can_change = move || {
        may_change
            && work
                .detail
                .with(|detail| detail.summary.state.is_editable())
    };
    let line = move |recognition: Recognition| {
        let Recognition {
            organisation,
            name,
            on,
            comment,
        } = recognition;
        let kept = RecognitionDraft {
            organisation,
            comment: comment.clone(),
        };
        let removed = name.clone();
        let label = t!(common.remove_item, item = name.clone());
        view! {
            <li class="recognition">
                <div>
                    <p><strong>{name}</strong>" "<time class="meta" datetime=on.to_string()>{crate::i18n::day(on)}</time></p>
                    {comment.map(|comment| view! { <p class="quote">{comment}</p> })}
                </div>
                {can_change().then(|| view! {
                    <Button label icon=icon::X icon_only=true kind=ButtonKind::Quiet on_press=move |()| withdraw(desk, kept.clone(), removed.clone())/>
                })}
            </li>
        }
    };
    view! {
        <section class="issue__part" id="recognitions">
            <div class="part-head">
                <h2 class="part-title">{t!(recognition.title)}</h2>
                {move || (can_change() && !desk.is_open(Pane::Recognise)).then(|| view! {
                    <Button label=t!(recognition.add) icon=icon::PLUS on_press=move |()| desk.toggle(Pane::Recognise)/>
                })}
            </div>
            {move || {
                let recognitions = work.detail.with(|detail| detail.recognitions.clone());
                if recognitions.is_empty() {
                    view! { <p class="meta">{t!(recognition.empty)}</p> }.into_any()
                } else {
                    view! { <ul class="recognitions">{recognitions.into_iter().map(line).collect_view()}</ul> }.into_any()
                }
            }}
            {move || desk.is_open(Pane::Recognise).then(|| view! { <RecogniseForm desk/> })}
        </section>
    }
}

#[component]
fn RecogniseForm(desk: IssueDesk) -> impl IntoView {
    let work = desk.work;
    let id = work.detail.with_untracked(|detail| detail.summary.id);
    let unsent = Unsent::new(format!("recognise.{id}"), Typed::default());
    let form = unsent.form;
    let options = Reactive::derive(move || {
        let known: Vec<OrganisationId> = work.detail.with(|detail| {
            detail
                .recognitions
                .iter()
                .map(|it| it.organisation)
                .collect()
        });
        desk.organisations.with(|all| {
            let others: Vec<_> = all
                .iter()
                .filter(|it| !known.contains(&it.id))
                .cloned()
                .collect();
            choices::organisations(&others)
        })
    });
    let close = desk.close();
    let send = Callback::new(move |()| {
        let Some(draft) = form.parsed(Typed::parse) else {
            return;
        };
        let organisation = draft.organisation;
        work.act_in(
            Some(form.any()),
            move |api, id, version| {
                let draft = draft.clone();
                async move { api.recognise_issue(id, version, &draft).await }
            },
            move |detail| {
                let newest = detail
                    .recognitions
                    .iter()
                    .find(|it| it.organisation == organisation);
                if let Some(newest) = newest {
                    work.toaster
                        .say(t!(recognition.added, name = newest.name.clone()));
                }
                unsent.sent();
                let _ = close.try_run(());
            },
        );
    });
    view! {
        <StepForm form title=t!(recognition.add) send=t!(issue_event.recognise) busy=work.sending.is_busy() on_send=send on_close=close leftover=unsent.leftover()>
            <Select form at="/organisation" label=t!(recognition.choose) options
                get=|typed| typed.organisation.clone() set=|typed, id| typed.organisation = id/>
            <p><a href="/desk/organisations">{t!(organisation.new)}</a></p>
            <TextArea form at="/comment" optional=true limits=NOTE rows=2 label=t!(recognition.how)
                get=|typed| typed.comment.clone() set=|typed, words| typed.comment = words/>
        </StepForm>
    }
}

fn withdraw(desk: IssueDesk, kept: RecognitionDraft, name: String) {
    let work = desk.work;
    let organisation = kept.organisation;
    work.act(
        move |api, id, version| async move { api.withdraw_recognition(id, version, organisation).await },
        move |detail| {
            let done = t!(recognition.removed, name = name.clone());
            let kept = kept.clone();
            work.say_undoable(detail, done, move |api, id, version| {
                let kept = kept.clone();
                async move { api.recognise_issue(id, version, &kept).await }
            });
        },
    );
}
