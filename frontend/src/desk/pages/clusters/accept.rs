//! A cluster becomes an issue, or its signals join one.

use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::cluster::ClusterAcceptance;
use shared::id::IssueId;
use shared::issue::IssueSummary;
use shared::life_cycle::IssueState;

use super::read::{ClusterDesk, ClusterWork};
use super::view::name_of;
use crate::components::{Button, ButtonKind, TextField};
use crate::desk::components::{IssuePicker, StepForm};
use crate::desk::unsent::Unsent;
use crate::prelude::*;

/// Asks for a neutral title; the name of the cluster is a beginning.
#[component]
pub(super) fn MakeForm(desk: ClusterDesk) -> impl IntoView {
    let work = desk.work;
    let (id, title) = work.detail.with_untracked(|detail| {
        let named = detail.summary.name.is_some();
        let title = named.then(|| name_of(&detail.summary));
        (detail.summary.id, title.unwrap_or_default())
    });
    let fresh = ClusterAcceptance {
        title: Some(title),
        issue: None,
    };
    let unsent = Unsent::new(format!("cluster.{id}"), fresh);
    let form = unsent.form;
    let navigate = StoredValue::new_local(use_navigate());
    let send = Callback::new(move |()| {
        if !form.is_valid(ClusterAcceptance::parse) {
            return;
        }
        let draft = form.draft.get_untracked();
        let (id, version) = work
            .detail
            .with_untracked(|detail| (detail.summary.id, detail.summary.version));
        let api = work.api();
        work.sending.run(
            async move { api.accept_cluster(id, version, &draft).await },
            move |answer| match answer {
                Ok(issue) => {
                    unsent.sent();
                    let issue = issue.value.summary;
                    work.toaster
                        .say(t!(cluster.accepted, number = issue.number));
                    navigate.with_value(|navigate| {
                        navigate(
                            &format!("/desk/issues/{}", issue.id),
                            NavigateOptions::default(),
                        );
                    });
                }
                Err(error) => work.refused(Some(form.any()), error),
            },
        );
    });
    view! {
        <StepForm form title=t!(cluster.make_issue) hint=t!(cluster.make_hint) send=t!(cluster.make_issue) busy=work.sending.is_busy()
            on_send=send on_close=desk.close() leftover=unsent.leftover()>
            <TextField form at="/title" label=t!(issue.form_title) hint=t!(issue.form_title_hint)
                get=|draft| draft.title.clone().unwrap_or_default() set=|draft, typed| draft.title = Some(typed)/>
        </StepForm>
    }
}

/// Finds the issue that its signals join.
#[component]
pub(super) fn AddForm(desk: ClusterDesk) -> impl IntoView {
    let work = desk.work;
    let choose = Callback::new(move |issue: IssueSummary| {
        desk.close().run(());
        add_to(work, issue.id);
    });
    view! {
        <section class="step-form" role="group" aria-labelledby="add-title">
            <h2 class="step-form__title" id="add-title">{t!(cluster.add_to_issue)}</h2>
            <IssuePicker authority=work.authority() label=t!(cluster.find_issue) takes=IssueState::takes_signals
                on_choose=choose on_close=desk.close()/>
            <div class="row"><Button label=t!(common.cancel) kind=ButtonKind::Quiet on_press=desk.close()/></div>
        </section>
    }
}

/// Links every signal to an issue that is there.
pub(super) fn add_to(work: ClusterWork, issue: IssueId) {
    let (id, version) = work
        .detail
        .with_untracked(|detail| (detail.summary.id, detail.summary.version));
    let api = work.api();
    let draft = ClusterAcceptance {
        title: None,
        issue: Some(issue),
    };
    work.sending.run(
        async move { api.accept_cluster(id, version, &draft).await },
        move |answer| match answer {
            Ok(issue) => {
                let number = issue.value.summary.number;
                work.toaster.say(t!(cluster.accepted, number = number));
                work.reread();
            }
            Err(error) => work.refused(None, error),
        },
    );
}
