//! Clear, neutral, recognised, shared: ticked one by one.

use policy as op;
use shared::codes::Criterion;
use shared::issue::DescribeDraft;

use super::read::{IssueDesk, IssueWork};
use crate::i18n::text_of_code;
use crate::prelude::*;

/// The four criteria.
#[component]
pub(super) fn Criteria(desk: IssueDesk) -> impl IntoView {
    let work = desk.work;
    let may_change = work.may::<op::DescribeIssue>();
    let is_open = Memo::new(move |_| {
        may_change
            && work
                .detail
                .with(|detail| detail.summary.state.is_editable())
    });
    // While a tick is on its way the box keeps the focus: it is not disabled, and shows what is stored.
    let can_change = Memo::new(move |_| is_open.get() && !work.sending.is_busy().get());
    let line = move |criterion: Criterion| {
        let is_met = move || {
            work.detail
                .with(|detail| detail.criteria.contains(&criterion))
        };
        let toggle = move |event: web_sys::Event| {
            if !can_change.get_untracked() {
                event_target::<web_sys::HtmlInputElement>(&event)
                    .set_checked(is_met_now(work, criterion));
                return;
            }
            let met = work
                .detail
                .with_untracked(|detail| toggled(&detail.criteria, criterion));
            let draft = DescribeDraft {
                criteria: Some(met),
                ..DescribeDraft::default()
            };
            work.act(
                move |api, id, version| {
                    let draft = draft.clone();
                    async move { api.describe_issue(id, version, &draft).await }
                },
                |_| {},
            );
        };
        let id = format!("criterion-{}", criterion.code());
        let hint_id = format!("{id}-hint");
        view! {
            <li class="criterion">
                <input type="checkbox" id=id.clone() prop:checked=is_met aria-describedby=hint_id.clone()
                    prop:disabled=move || !is_open.get()
                    aria-disabled=move || (!can_change.get()).then_some("true") on:change=toggle/>
                <label for=id>{text_of_code("criterion", criterion.code())}</label>
                <span class="meta" id=hint_id>{hint(criterion)}</span>
            </li>
        }
    };
    view! {
        <section class="issue__part" id="criteria">
            <h2 class="part-title">{t!(criteria.title)}</h2>
            <p class="meta">{t!(criteria.intro)}</p>
            <ul class="criteria">{Criterion::ALL.iter().copied().map(line).collect_view()}</ul>
        </section>
    }
}

fn is_met_now(work: IssueWork, criterion: Criterion) -> bool {
    work.detail
        .with_untracked(|detail| detail.criteria.contains(&criterion))
}

fn hint(criterion: Criterion) -> &'static str {
    match criterion {
        Criterion::Clear => t!(criterion.clear_hint),
        Criterion::Neutral => t!(criterion.neutral_hint),
        Criterion::Recognised => t!(criterion.recognised_hint),
        Criterion::Shared => t!(criterion.shared_hint),
    }
}

/// The whole set after a tick.
fn toggled(met: &[Criterion], criterion: Criterion) -> Vec<Criterion> {
    let is_met = met.contains(&criterion);
    Criterion::ALL
        .iter()
        .copied()
        .filter(|one| met.contains(one) != (*one == criterion) || (*one == criterion && !is_met))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tick_changes_one_criterion_and_keeps_the_others() {
        let met = toggled(&[Criterion::Clear], Criterion::Shared);
        assert_eq!(met, [Criterion::Clear, Criterion::Shared]);
        assert_eq!(toggled(&met, Criterion::Clear), [Criterion::Shared]);
    }
}
