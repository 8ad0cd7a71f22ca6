//! A person gives a cluster a name.

use shared::cluster::ClusterUpdate;

use super::read::ClusterDesk;
use crate::components::TextField;
use crate::desk::components::StepForm;
use crate::desk::unsent::Unsent;
use crate::prelude::*;

/// Asks for a name; none brings back the words.
#[component]
pub(super) fn NameForm(desk: ClusterDesk) -> impl IntoView {
    let work = desk.work;
    let (id, name) = work.detail.with_untracked(|detail| {
        let summary = &detail.summary;
        (summary.id, summary.name.clone().unwrap_or_default())
    });
    let fresh = ClusterUpdate {
        name: Some(name),
        locked: None,
    };
    let unsent = Unsent::new(format!("cluster-name.{id}"), fresh);
    let form = unsent.form;
    let close = desk.close();
    let send = Callback::new(move |()| {
        if !form.is_valid(ClusterUpdate::parse) {
            return;
        }
        let draft = form.draft.get_untracked();
        work.act_in(
            Some(form.any()),
            move |api, id, version| {
                let draft = draft.clone();
                async move { api.update_cluster(id, version, &draft).await }
            },
            move |_| {
                unsent.sent();
                work.toaster.say(t!(cluster.renamed));
                close.try_run(());
            },
        );
    });
    view! {
        <StepForm form title=t!(cluster.rename) send=t!(common.save) busy=work.sending.is_busy()
            on_send=send on_close=close leftover=unsent.leftover()>
            <TextField form at="/name" label=t!(cluster.name) hint=t!(cluster.name_hint)
                get=|draft| draft.name.clone().unwrap_or_default() set=|draft, typed| draft.name = Some(typed)/>
        </StepForm>
    }
}
