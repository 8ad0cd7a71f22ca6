//! What happened, who did it, from where to where.

use shared::codes::Role;

use crate::desk::words;
use crate::prelude::*;

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::desk) struct HistoryLine {
    /// What happened.
    pub(in crate::desk) title: &'static str,
    /// The day.
    pub(in crate::desk) on: Day,
    /// State before and after, when they differ.
    pub(in crate::desk) states: Option<(&'static str, &'static str)>,
    /// Role of the actor.
    pub(in crate::desk) role: Option<Role>,
    /// Name of the member of staff.
    pub(in crate::desk) by: Option<String>,
    /// The same person made what is approved here.
    pub(in crate::desk) own_work: bool,
    /// Reason code.
    pub(in crate::desk) reason: Option<String>,
    /// Words beside it.
    pub(in crate::desk) note: Option<String>,
}

impl HistoryLine {
    fn who(&self) -> String {
        let date = crate::i18n::day(self.on);
        match (&self.by, self.role) {
            (Some(name), _) => t!(history.by, date = date, name = name),
            (None, Some(Role::Provider)) => t!(history.by_provider, date = date),
            (None, Some(role)) => t!(history.by, date = date, name = role.label()),
            (None, None) => t!(history.by_system, date = date),
        }
    }
}

/// Lines, newest first.
#[component]
pub(in crate::desk) fn HistoryList(
    /// Oldest first, as the server tells them.
    lines: Vec<HistoryLine>,
) -> impl IntoView {
    if lines.is_empty() {
        return view! { <p class="meta">{t!(history.empty)}</p> }.into_any();
    }
    let line = |line: HistoryLine| {
        let who = line.who();
        let day = line.on.to_string();
        let states = line
            .states
            .map(|(from, to)| t!(history.from_to, from = from, to = to));
        let reason = line
            .reason
            .and_then(|reason| words::reason(&reason))
            .map(|reason| t!(history.reason, reason = reason));
        view! {
            <li class="history__line">
                <p class="history__title">{line.title}</p>
                <p class="meta"><time datetime=day>{who}</time></p>
                {line.own_work.then(|| view! { <p><span class="badge">{t!(history.own_work)}</span></p> })}
                {states.map(|states| view! { <p class="meta">{states}</p> })}
                {reason.map(|reason| view! { <p>{reason}</p> })}
                {line.note.map(|note| view! { <p class="quote">{note}</p> })}
            </li>
        }
    };
    view! { <ol class="history" reversed>{lines.into_iter().rev().map(line).collect_view()}</ol> }
        .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_is_never_named_and_the_system_does_things_by_itself() {
        crate::i18n::use_dutch_texts();
        let mut line = HistoryLine {
            title: "",
            on: "2026-11-23".parse().unwrap(),
            states: None,
            role: Some(Role::Provider),
            by: None,
            own_work: false,
            reason: None,
            note: None,
        };
        assert_eq!(line.who(), "2026-11-23, door de signaalgever");
        line.role = None;
        assert_eq!(line.who(), "2026-11-23, vanzelf");
        line.by = Some("Lien".into());
        assert_eq!(line.who(), "2026-11-23, door Lien");
    }
}
