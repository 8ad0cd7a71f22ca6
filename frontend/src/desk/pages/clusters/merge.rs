//! Another cluster goes into this one.

use shared::cluster::{ClusterMerge, ClusterSummary};
use shared::id::ClusterId;
use wasm_bindgen_futures::spawn_local;

use super::read::{ClusterDesk, ClusterWork};
use super::view::name_of;
use crate::components::{Button, ButtonKind};
use crate::prelude::*;

/// Those of the same region first: mostly it is one of them.
#[component]
pub(super) fn MergeForm(desk: ClusterDesk) -> impl IntoView {
    let work = desk.work;
    let others = RwSignal::new(None::<Vec<ClusterSummary>>);
    let (own, authority, region) = work.detail.with_untracked(|detail| {
        let summary = &detail.summary;
        (summary.id, summary.authority.clone(), summary.facts.region)
    });
    let api = work.api();
    spawn_local(async move {
        let mut found = api
            .list_clusters()
            .await
            .map(|list| list.clusters)
            .unwrap_or_default();
        found.retain(|other| other.id != own && other.authority == authority);
        found.sort_by_key(|other| other.facts.region != region);
        let _ = others.try_set(Some(found));
    });
    let line = move |other: ClusterSummary| {
        let id = other.id;
        view! {
            <li class="signal-line">
                <div class="signal-line__text">
                    <p>{name_of(&other)}</p>
                    <p class="meta">{t!(issue.signals, count = other.facts.signals)}</p>
                </div>
                <Button label=t!(cluster.merge) busy=work.sending.is_busy() on_press=move |()| { merge(work, id); desk.close().run(()); }/>
            </li>
        }
    };
    view! {
        <section class="step-form" role="group" aria-labelledby="merge-title">
            <h2 class="step-form__title" id="merge-title">{t!(cluster.merge_title)}</h2>
            {move || others.get().map(|others| if others.is_empty() {
                view! { <p>{t!(cluster.merge_none)}</p> }.into_any()
            } else {
                view! { <ul class="signal-lines merge-list">{others.into_iter().map(line).collect_view()}</ul> }.into_any()
            })}
            <div class="row"><Button label=t!(common.cancel) kind=ButtonKind::Quiet on_press=desk.close()/></div>
        </section>
    }
}

fn merge(work: ClusterWork, other: ClusterId) {
    work.act(
        move |api, id, version| async move {
            api.merge_clusters(id, version, &ClusterMerge { other })
                .await
        },
        move |_| work.toaster.say(t!(cluster.merged)),
    );
}
