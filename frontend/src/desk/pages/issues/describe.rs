//! The words of an issue: saved on this device while typing, and never merged silently with another person's.

use std::fmt::Write as _;

use policy as op;
use serde::{Deserialize, Serialize};
use shared::analysis::Certainty;
use shared::codes::KindOfProblem;
use shared::id::IssueId;
use shared::issue::{DescribeDraft, IssueDetail};
use shared::problem::Code;
use shared::taxonomy::Scheme;
use shared::text::DESCRIPTION;

use super::read::{IssueDesk, IssueWork, Pane};
use crate::api::ApiError;
use crate::browser::storage;
use crate::components::{
    Button, ButtonKind, Chip, ChipSet, ConflictView, Select, TextArea, TextField, icon,
};
use crate::desk::choices;
use crate::desk::components::StepForm;
use crate::desk::unsent::Leftover;
use crate::desk::words::{self, unless_blank};
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
    fn in_words(&self, work: IssueWork) -> String {
        let (seat, at) = (work.seat, work.authority());
        let themes = self.themes.iter();
        let themes: Vec<String> = themes
            .map(|code| untrack(|| seat.words(&at, Scheme::Theme, code)))
            .collect();
        let kind = KindOfProblem::of_code(&self.kind).map(Labelled::label);
        let level =
            unless_blank(&self.level).map(|code| untrack(|| seat.governance_level(&at, &code)));
        let rest = [
            (t!(issue.form_themes), unless_blank(&themes.join(", "))),
            (t!(issue.form_kind), kind.map(str::to_owned)),
            (t!(issue.form_level), level),
        ];
        let mut words = format!("{}\n\n{}\n", self.title, self.description);
        for (name, value) in rest {
            if let Some(value) = value {
                let _ = write!(words, "\n{name}: {value}");
            }
        }
        words
    }
}

/// The neutral description, and the way to change it.
#[component]
pub(super) fn Description(desk: IssueDesk) -> impl IntoView {
    let work = desk.work;
    let may_change = work.may::<op::DescribeIssue>();
    let can_change = Memo::new(move |_| {
        may_change
            && work
                .detail
                .with(|detail| detail.summary.state.is_editable())
    });
    // Coarse on purpose: a form with a text in it stays whatever else changes about the issue.
    let is_open = Memo::new(move |_| desk.is_open(Pane::Describe) && can_change.get());
    view! {
        <section class="issue__part" id="describe">
            <div class="part-head">
                <h2 class="part-title">{t!(issue.form_description)}</h2>
                {move || (can_change.get() && !is_open.get()).then(|| view! {
                    <Button label=t!(common.edit) icon=icon::PENCIL on_press=move |()| desk.toggle(Pane::Describe)/>
                })}
            </div>
            {move || if is_open.get() {
                view! { <DescribeForm desk/> }.into_any()
            } else {
                let words = move || match work.detail.with(|detail| detail.description.clone()) {
                    Some(text) => view! { <p class="quote reading">{text}</p> }.into_any(),
                    None => view! { <p class="meta">{t!(guard.description)}</p> }.into_any(),
                };
                words.into_any()
            }}
        </section>
    }
}

/// What is kept on this device until it is saved: the words, and those that they were made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Draft {
    base: Typed,
    typed: Typed,
}

#[component]
fn DescribeForm(desk: IssueDesk) -> impl IntoView {
    let work = desk.work;
    let (id, stored) = work
        .detail
        .with_untracked(|detail| (detail.summary.id, Typed::of(detail)));
    let kept: Option<Draft> = storage::read_json(&kept_under(id));
    let kept = kept.filter(|kept| kept.typed != stored);
    let was_kept = RwSignal::new(kept.is_some());
    let kept = kept.unwrap_or_else(|| Draft {
        base: stored.clone(),
        typed: stored,
    });
    let base = StoredValue::new(kept.base);
    let form = Form::new(kept.typed);
    Effect::new(move |_| {
        form.draft.with(|typed| {
            let base = base.get_value();
            if *typed == base {
                storage::remove(&kept_under(id));
            } else {
                let typed = typed.clone();
                storage::write_json(&kept_under(id), &Draft { base, typed });
            }
        });
    });
    let leftover = Leftover {
        is_there: was_kept,
        throw_away: Callback::new(move |()| {
            let stored = work.detail.with_untracked(Typed::of);
            base.set_value(stored.clone());
            form.draft.set(stored);
            form.clear();
            was_kept.set(false);
        }),
    };
    let conflict = RwSignal::new(None::<IssueDetail>);
    let authority = work.authority();
    let taxonomy = Memo::new(move |_| work.seat.taxonomy(&authority));
    let done = move || {
        storage::remove(&kept_under(id));
        desk.close().run(());
    };
    let send = Callback::new(move |()| {
        let draft = form.draft.get_untracked().draft();
        if let Some(lists) = taxonomy.get_untracked()
            && !form.is_valid(|_| draft.clone().parse(lists.as_ref()))
        {
            return;
        }
        // Somebody else's words came to this page in another way, such as after a tick.
        let shown = work.detail.get_untracked();
        if base.with_value(|base| *base != Typed::of(&shown)) {
            conflict.set(Some(shown));
            return;
        }
        let version = shown.summary.version;
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
            base.set_value(Typed::of(&theirs));
            work.replace(theirs);
            send.run(());
        }
    });
    let take_theirs = Callback::new(move |()| {
        if let Some(theirs) = conflict.get_untracked() {
            work.replace(theirs);
            done();
        }
    });
    let themes = Reactive::derive(move || {
        let themes = taxonomy.get().map(|taxonomy| choices::themes(&taxonomy));
        let themes = themes.unwrap_or_default().into_iter();
        themes
            .map(|(code, words)| Chip::new(code, words))
            .collect::<Vec<_>>()
    });
    let levels = Reactive::derive(move || {
        let levels = taxonomy
            .get()
            .map(|taxonomy| choices::governance_levels(&taxonomy));
        levels.unwrap_or_default()
    });
    view! {
        {move || conflict.get().map(|theirs| {
            let title = conflict_title(&theirs);
            view! {
                <ConflictView title mine=form.draft.with_untracked(|typed| typed.in_words(work)) theirs=Typed::of(&theirs).in_words(work)
                    on_keep_mine=keep_mine on_take_theirs=take_theirs/>
            }
        })}
        <StepForm form title=t!(desk.describe_title) send=t!(issue_event.describe) busy=work.sending.is_busy() on_send=send on_close=desk.close() leftover>
            <TextField form at="/title" label=t!(issue.form_title) hint=t!(issue.form_title_hint)
                get=|typed| typed.title.clone() set=|typed, value| typed.title = value/>
            <TextArea form at="/description" rows=6 limits=DESCRIPTION
                label=t!(issue.form_description) hint=t!(issue.form_description_hint)
                get=|typed| typed.description.clone() set=|typed, value| typed.description = value/>
            <ChipSet form at="/themes" label=t!(issue.form_themes) chips=themes
                get=|typed| typed.themes.clone() set=|typed, codes| typed.themes = codes/>
            <Select form at="/kind" label=t!(issue.form_kind) options=Reactive::stored(choices::of_list::<KindOfProblem>())
                get=|typed| typed.kind.clone() set=|typed, code| typed.kind = code/>
            {move || proposed(work, form).map(|(words, take)| view! {
                <div class="row">
                    <p class="field__hint">{words}</p>
                    <Button label=t!(issue.kind_take) kind=ButtonKind::Quiet on_press=take/>
                </div>
            })}
            <Select form at="/governanceLevel" label=t!(issue.form_level) options=levels
                get=|typed| typed.level.clone() set=|typed, code| typed.level = code/>
        </StepForm>
    }
}

/// What the computer sees in the signals, while no kind is chosen, and taking that over.
fn proposed(work: IssueWork, form: Form<Typed>) -> Option<(String, Callback<()>)> {
    if form.draft.with(|typed| !typed.kind.is_empty()) {
        return None;
    }
    let proposal = work.detail.with(|detail| detail.kind_proposal.clone())?;
    let certainty = Certainty::of(proposal.confidence)?;
    let words = t!(
        issue.kind_proposed,
        kind = proposal.kind.label(),
        certainty = certainty.label(),
        count = proposal.signals,
        all = proposal.looked_at
    );
    let take = Callback::new(move |()| {
        let code = proposal.kind.code().to_owned();
        form.draft.update(|typed| typed.kind = code);
    });
    Some((words, take))
}

/// Who changed it, and when.
fn conflict_title(theirs: &IssueDetail) -> String {
    let name = theirs
        .changed_by
        .clone()
        .unwrap_or_else(|| t!(conflict.someone).to_owned());
    let at = &theirs.changed_at;
    match words::local_day(at) {
        Some(day) if day == words::today() => {
            t!(conflict.title, name = name, time = words::time(at))
        }
        Some(_) => t!(desk.conflict_on, name = name, moment = words::moment(at)),
        None => t!(desk.conflict_title, name = name),
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
