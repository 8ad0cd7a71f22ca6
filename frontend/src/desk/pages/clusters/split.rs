//! Some signals become a cluster of their own.

use std::collections::BTreeMap;

use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::cluster::{ClusterMember, ClusterSignals, ClusterStanding};
use shared::id::SignalId;
use shared::problem::Code;

use super::super::issues::toggle_in;
use super::read::ClusterDesk;
use crate::components::{Button, ButtonKind};
use crate::prelude::*;

/// Parts smaller than this are no proposal.
const FEWEST: usize = 3;

/// Ticks, with the parts of a finer look as proposals.
#[component]
pub(super) fn SplitForm(desk: ClusterDesk) -> impl IntoView {
    let work = desk.work;
    let chosen = RwSignal::new(Vec::<SignalId>::new());
    let navigate = StoredValue::new_local(use_navigate());
    let members: Vec<ClusterMember> = work.detail.with_untracked(|detail| {
        let members = detail.members.iter();
        let inside = members.filter(|it| it.standing == ClusterStanding::Member);
        inside.cloned().collect()
    });
    let parts = parts(&members);
    let part = move |(number, ids): (usize, Vec<SignalId>)| {
        let label = t!(cluster.part, number = number + 1, count = ids.len());
        view! { <Button label kind=ButtonKind::Quiet on_press=move |()| chosen.set(ids.clone())/> }
    };
    let line = move |member: ClusterMember| {
        let signal = member.signal;
        let id = signal.id;
        view! {
            <li class="signal-line">
                <label class="tick">
                    <input type="checkbox" prop:checked=move || chosen.with(|chosen| chosen.contains(&id))
                        on:change=move |_| chosen.update(|chosen| toggle_in(chosen, id))/>
                    <span lang=signal.language>{signal.excerpt}</span>
                </label>
            </li>
        }
    };
    let send = move |()| {
        let (id, version) = work
            .detail
            .with_untracked(|detail| (detail.summary.id, detail.summary.version));
        let draft = ClusterSignals {
            signals: chosen.get_untracked(),
        };
        let api = work.api();
        work.sending.run(
            async move { api.split_cluster(id, version, &draft).await },
            move |answer| match answer {
                Ok(new) => {
                    work.toaster.say(t!(cluster.split_done));
                    let new = new.value.summary.id;
                    navigate.with_value(|navigate| {
                        navigate(&format!("/desk/clusters/{new}"), NavigateOptions::default());
                    });
                }
                Err(error) if error.code() == Some(Code::InvalidDraft) => {
                    work.toaster.say_failed(t!(cluster.split_small), None);
                }
                Err(error) => work.refused(None, error),
            },
        );
    };
    view! {
        <section class="step-form" role="group" aria-labelledby="split-title">
            <h2 class="step-form__title" id="split-title">{t!(cluster.split_title)}</h2>
            <p class="field__hint">{t!(cluster.split_hint)}</p>
            {(parts.len() > 1).then(|| view! { <div class="row">{parts.into_iter().enumerate().map(part).collect_view()}</div> })}
            <ul class="signal-lines merge-list">{members.into_iter().map(line).collect_view()}</ul>
            <p role="status">{move || t!(inbox.selected, count = chosen.with(Vec::len))}</p>
            <div class="row">
                <Button label=t!(cluster.split) kind=ButtonKind::Primary busy=work.sending.is_busy() on_press=send/>
                <Button label=t!(common.cancel) kind=ButtonKind::Quiet on_press=desk.close()/>
            </div>
        </section>
    }
}

/// Parts that are large enough, as the finer look found them.
fn parts(members: &[ClusterMember]) -> Vec<Vec<SignalId>> {
    let mut parts: BTreeMap<u32, Vec<SignalId>> = BTreeMap::new();
    for member in members {
        parts.entry(member.part).or_default().push(member.signal.id);
    }
    parts
        .into_values()
        .filter(|ids| ids.len() >= FEWEST && members.len() - ids.len() >= FEWEST)
        .collect()
}
