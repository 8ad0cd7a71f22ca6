//! The signals of a cluster: which do not belong, and which would.

use shared::cluster::{ClusterMember, ClusterSignals, ClusterStanding};
use shared::id::SignalId;

use super::super::signals::InboxView;
use super::read::{ClusterDesk, ClusterWork};
use crate::components::{Button, ButtonKind};
use crate::desk::words::{age, today};
use crate::prelude::*;

/// How many are shown until somebody wants more.
const SHOWN: usize = 12;

/// Proposed ones first, then those that are in it.
#[component]
pub(super) fn Members(desk: ClusterDesk) -> impl IntoView {
    let work = desk.work;
    let by_fit = RwSignal::new(false);
    let is_unfolded = RwSignal::new(false);
    let of = move |wanted| {
        let mut members: Vec<ClusterMember> = work.detail.with(|detail| {
            let members = detail.members.iter();
            members
                .filter(|it| it.standing == wanted)
                .cloned()
                .collect()
        });
        if by_fit.get() {
            members.sort_by_key(|member| member.fit);
        }
        members
    };
    let proposed = move || {
        let members = of(ClusterStanding::Proposed);
        (!members.is_empty()).then(|| {
            let line = move |member| view! { <Line work member/> };
            view! {
                <section class="issue__part">
                    <h2 class="part-title">{t!(cluster.proposed_title)}</h2>
                    <p class="field__hint">{t!(cluster.proposed_hint)}</p>
                    <ul class="signal-lines">{members.into_iter().map(line).collect_view()}</ul>
                </section>
            }
        })
    };
    let inside = move || {
        let members = of(ClusterStanding::Member);
        let count = members.len();
        let most = if is_unfolded.get() { count } else { SHOWN };
        let line = move |member| view! { <Line work member/> };
        view! {
            <ul class="signal-lines">{members.into_iter().take(most).map(line).collect_view()}</ul>
            {(count > most).then(|| view! {
                <div class="row"><Button label=t!(desk.show_all_signals, count = count) on_press=move |()| is_unfolded.set(true)/></div>
            })}
        }
    };
    let toggle = move || {
        let label = if by_fit.get() {
            t!(cluster.in_order)
        } else {
            t!(cluster.misfits)
        };
        view! { <Button label kind=ButtonKind::Quiet on_press=move |()| by_fit.update(|by_fit| *by_fit = !*by_fit)/> }
    };
    view! {
        {proposed}
        <section class="issue__part">
            <div class="part-head">
                <h2 class="part-title">{t!(cluster.members)}</h2>
                {toggle}
            </div>
            {move || by_fit.get().then(|| view! { <p class="field__hint" role="status">{t!(cluster.misfits_hint)}</p> })}
            {inside}
        </section>
    }
}

#[component]
fn Line(work: ClusterWork, member: ClusterMember) -> impl IntoView {
    let ClusterMember {
        signal, standing, ..
    } = member;
    let id = signal.id;
    let issues: Vec<String> = signal
        .issues
        .iter()
        .map(|issue| issue.number.clone())
        .collect();
    let is_gone = work.detail.with_untracked(|detail| detail.gone);
    let busy = work.sending.is_busy();
    let may_work = !is_gone && work.may::<policy::RemoveFromCluster>();
    let is_proposed = standing == ClusterStanding::Proposed;
    view! {
        <li class="signal-line">
            <div class="signal-line__text">
                <a href=InboxView::address_of_signal(id) lang=signal.language>{signal.excerpt}</a>
                <p class="meta">
                    <time datetime=signal.received_on.to_string()>{age(signal.received_on, today())}</time>
                    {signal.place.map(|place| format!(" · {place}"))}
                    {(!issues.is_empty()).then(|| format!(" · {}", issues.join(", ")))}
                </p>
            </div>
            {(may_work && is_proposed).then(|| view! {
                <Button label=t!(cluster.belongs) busy=busy on_press=move |()| put_in(work, id)/>
            })}
            {may_work.then(|| view! {
                <Button label=t!(cluster.not_here) kind=ButtonKind::Quiet busy=busy on_press=move |()| take_out(work, id)/>
            })}
        </li>
    }
}

fn only(signal: SignalId) -> ClusterSignals {
    ClusterSignals {
        signals: vec![signal],
    }
}

/// It does not belong; that can be taken back for a while, and later by putting it in.
fn take_out(work: ClusterWork, signal: SignalId) {
    work.act(
        move |api, id, version| async move {
            api.remove_from_cluster(id, version, &only(signal)).await
        },
        move |detail| {
            work.say_undoable(detail, t!(cluster.taken_out), move |api, id, version| async move {
                api.add_to_cluster(id, version, &only(signal)).await
            });
        },
    );
}

/// It belongs.
fn put_in(work: ClusterWork, signal: SignalId) {
    work.act(
        move |api, id, version| async move { api.add_to_cluster(id, version, &only(signal)).await },
        move |detail| {
            work.say_undoable(
                detail,
                t!(cluster.put_in),
                move |api, id, version| async move {
                    api.remove_from_cluster(id, version, &only(signal)).await
                },
            );
        },
    );
}
