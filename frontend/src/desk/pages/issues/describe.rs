//! The words of an issue: saved on this device while typing, and never merged silently with another person's.

use policy as op;
use serde::{Deserialize, Serialize};
use shared::codes::KindOfProblem;
use shared::id::IssueId;
use shared::issue::{DescribeDraft, IssueDetail};
use shared::problem::Code;
use shared::text::DESCRIPTION;

use super::read::{IssueDesk, Pane};
use crate::api::ApiError;
use crate::browser::storage;
use crate::components::{
    Button, Chip, ChipSet, ConflictView, Notice, Select, TextArea, TextField, icon,
};
use crate::desk::choices;
use crate::desk::components::StepForm;
use crate::desk::words::unless_blank;
use crate::forms::Form;
use crate::prelude::*;

/// As typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Typed {
    title: String,
    description: String,
    themes: Vec<String>,
    kind: String,
    level: String,
}

impl Typed {
    fn of(detail: &IssueDetail) -> Self {
        Self {
            title: detail.summary.title.clone(),
            description: detail.description.clone().unwrap_or_default(),
            themes: detail
                .summary
                .themes
                .iter()
                .map(ToString::to_string)
                .collect(),
            kind: detail
                .kind
                .map(|kind| kind.code().to_owned())
                .unwrap_or_default(),
            level: detail
                .governance_level
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
        }
    }

    fn draft(&self) -> DescribeDraft {
        DescribeDraft {
            title: Some(self.title.clone()),
            description: unless_blank(&self.description),
            themes: Some(self.themes.clone()),
            kind: KindOfProblem::of_code(&self.kind),
            governance_level: unless_blank(&self.level),
            criteria: None,
        }
    }

    /// For the eye, beside another version.
    fn in_words(&self) -> String {
        format!("{}\n\n{}", self.title, self.description)
    }
}

/// The neutral description, and the way to change it.
#[component]
pub(super) fn Description(desk: IssueDesk) -> impl IntoView {
    let work = desk.work;
    let may_change = work.may::<op::DescribeIssue>();
    let can_change = move || {
        may_change
            && work
                .detail
                .with(|detail| detail.summary.state.is_editable())
    };
    view! {
        <section class="issue__part" id="describe">
            <div class="part-head">
                <h2 class="part-title">{t!(issue.form_description)}</h2>
                {move || (can_change() && !desk.is_open(Pane::Describe)).then(|| view! {
                    <Button label=t!(common.edit) icon=icon::PENCIL on_press=move |()| desk.toggle(Pane::Describe)/>
                })}
            </div>
            {move || if desk.is_open(Pane::Describe) && can_change() {
                view! { <DescribeForm desk/> }.into_any()
            } else {
                match work.detail.with(|detail| detail.description.clone()) {
                    Some(text) => view! { <p class="quote reading">{text}</p> }.into_any(),
                    None => view! { <p class="meta">{t!(guard.description)}</p> }.into_any(),
                }
            }}
        </section>
    }
}

#[component]
fn DescribeForm(desk: IssueDesk) -> impl IntoView {
    let work = desk.work;
    let (id, stored) = work
        .detail
        .with_untracked(|detail| (detail.summary.id, Typed::of(detail)));
    let kept: Option<Typed> = storage::read_json(&kept_under(id)).filter(|kept| *kept != stored);
    let was_kept = kept.is_some();
    let form = Form::new(kept.unwrap_or_else(|| stored.clone()));
    Effect::new(move |_| {
        form.draft.with(|typed| {
            if *typed == stored {
                storage::remove(&kept_under(id));
            } else {
                storage::write_json(&kept_under(id), typed);
            }
        });
    });
    let conflict = RwSignal::new(None::<IssueDetail>);
    let taxonomy = work.seat.taxonomy_now(&work.authority());
    let lists = taxonomy.clone();
    let done = move || {
        storage::remove(&kept_under(id));
        desk.close().run(());
    };
    let send = Callback::new(move |()| {
        let draft = form.draft.get_untracked().draft();
        if let Some(lists) = &lists
            && !form.is_valid(|_| draft.clone().parse(lists.as_ref()))
        {
            return;
        }
        let version = work.detail.with_untracked(|detail| detail.summary.version);
        let (api, reader) = (work.api(), work.api());
        work.sending.run(
            async move {
                let answer = api.describe_issue(id, version, &draft).await;
                match answer {
                    Ok(new) => Ok(Ok(new.value)),
                    Err(error) if is_stale(&error) => Ok(Err(reader.get_issue(id).await?.value)),
                    Err(error) => Err(error),
                }
            },
            move |answer| match answer {
                Ok(Ok(new)) => {
                    work.replace(new);
                    work.toaster.say(t!(common.saved));
                    done();
                }
                Ok(Err(theirs)) => conflict.set(Some(theirs)),
                Err(error) => form.show(&error),
            },
        );
    });
    let keep_mine = Callback::new(move |()| {
        if let Some(theirs) = conflict.get_untracked() {
            conflict.set(None);
            work.detail
                .update(|detail| detail.summary.version = theirs.summary.version);
            send.run(());
        }
    });
    let take_theirs = Callback::new(move |()| {
        if let Some(theirs) = conflict.get_untracked() {
            done();
            work.replace(theirs);
        }
    });
    let cancel = Callback::new(move |()| done());
    let themes = taxonomy
        .as_ref()
        .map(|taxonomy| choices::themes(taxonomy))
        .unwrap_or_default();
    let themes: Vec<Chip> = themes
        .into_iter()
        .map(|(code, words)| Chip::new(code, words))
        .collect();
    let levels = taxonomy
        .as_ref()
        .map(|taxonomy| choices::governance_levels(taxonomy))
        .unwrap_or_default();
    view! {
        {move || conflict.get().map(|theirs| {
            let title = t!(desk.conflict_title, name = t!(conflict.someone));
            view! {
                <ConflictView title mine=form.draft.with_untracked(Typed::in_words) theirs=Typed::of(&theirs).in_words()
                    on_keep_mine=keep_mine on_take_theirs=take_theirs/>
            }
        })}
        {was_kept.then(|| view! { <Notice><p>{t!(issue.draft_kept)}</p></Notice> })}
        <StepForm form title=t!(issue_event.describe) send=t!(issue_event.describe) busy=work.sending.is_busy() on_send=send on_close=cancel>
            <TextField form at="/title" label=t!(issue.form_title) hint=t!(issue.form_title_hint)
                get=|typed| typed.title.clone() set=|typed, value| typed.title = value/>
            <TextArea form at="/description" rows=6 limits=DESCRIPTION
                label=t!(issue.form_description) hint=t!(issue.form_description_hint)
                get=|typed| typed.description.clone() set=|typed, value| typed.description = value/>
            <ChipSet form at="/themes" label=t!(issue.form_themes) chips=Reactive::stored(themes)
                get=|typed| typed.themes.clone() set=|typed, codes| typed.themes = codes/>
            <Select form at="/kind" label=t!(issue.form_kind) options=Reactive::stored(choices::of_list::<KindOfProblem>())
                get=|typed| typed.kind.clone() set=|typed, code| typed.kind = code/>
            <Select form at="/governanceLevel" label=t!(issue.form_level) options=Reactive::stored(levels)
                get=|typed| typed.level.clone() set=|typed, code| typed.level = code/>
        </StepForm>
    }
}

fn is_stale(error: &ApiError) -> bool {
    error.code() == Some(Code::StaleVersion)
}

/// Where a text is kept on this device until it is saved or given up. Neutral words only: never those of a signal.
fn kept_under(id: IssueId) -> String {
    format!("desk.describe.{id}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_empty_stays_as_it_is() {
        let draft = Typed {
            title: "Wachttijd kinderopvang".into(),
            ..Typed::default()
        }
        .draft();
        assert_eq!(draft.description, None);
        assert_eq!(draft.governance_level, None);
        assert_eq!(draft.kind, None);
        assert_eq!(draft.themes, Some(Vec::new()));
    }
}
