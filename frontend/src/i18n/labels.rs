//! Words for the codes of closed lists.

use shared::analysis::{Certainty, Likeness};
use shared::codes::{
    ClosedList, ContactChoice, Criterion, Decision, DismissReason, EscalationAnswer,
    FeedbackMoment, Frequency, KindOfProblem, Language, Level, NotStructuralReason, Outcome,
    ParkReason, People, RedirectReason, Role, StallReason, WorkMode,
};
use shared::indicator::{Ending, Stage};
use shared::learning::SuggestionKind;
use shared::life_cycle::{
    ActionEvent, ActionState, FeedbackState, IssueEvent, IssueState, SignalEvent, SignalState,
};
use shared::priority::OrderOrigin;
use shared::problem::Code;
use shared::search::{FoundKind, Progress};
use shared::summary::DraftTrouble;
use shared::timeline::Step;
use shared::trend::TrendKind;

use super::texts::find;

/// A closed list whose codes have words in the interface.
pub trait Labelled: ClosedList {
    /// The section of `locales/*.json` with a key for each code.
    const SECTION: &'static str;

    /// The words for this code.
    fn label(self) -> &'static str {
        text_of_code(Self::SECTION, self.code())
    }
}

/// The words for a code that comes from the server: `noAct` in section `decision` is `decision.no_act`. A code of a
/// newer server, that this page has no words for, shows itself.
pub fn text_of_code(section: &str, code: &'static str) -> &'static str {
    find(&key_of_code(section, code)).unwrap_or(code)
}

/// The words for a row of the error table.
pub fn text_of_problem(code: Code) -> &'static str {
    find(&format!("problem.{}", code.text_key())).unwrap_or_else(|| crate::t!(problem.unknown))
}

fn key_of_code(section: &str, code: &str) -> String {
    let mut key = String::with_capacity(section.len() + code.len() + 4);
    key.push_str(section);
    key.push('.');
    for letter in code.chars() {
        match letter {
            '-' => key.push('_'),
            '+' => key.push_str("_plus"),
            upper if upper.is_ascii_uppercase() => {
                key.push('_');
                key.push(upper.to_ascii_lowercase());
            }
            other => key.push(other),
        }
    }
    key
}

macro_rules! labelled {
    ($($list:ident $section:literal;)*) => {
        $(impl Labelled for $list { const SECTION: &'static str = $section; })*

        #[cfg(test)]
        fn missing() -> Vec<String> {
            let mut missing = Vec::new();
            $(for code in $list::ALL {
                let key = key_of_code($section, code.code());
                if find(&key).is_none() { missing.push(key); }
            })*
            missing
        }
    };
}

labelled! {
    TrendKind "trend_kind";
    ActionEvent "action_event";
    ActionState "action_state";
    Certainty "ai";
    ContactChoice "contact_choice";
    Criterion "criterion";
    Decision "decision";
    DraftTrouble "draft_trouble";
    DismissReason "dismiss_reason";
    Ending "indicator_ending";
    EscalationAnswer "escalation_answer";
    FeedbackMoment "moment";
    FeedbackState "feedback_state";
    FoundKind "found_kind";
    Frequency "frequency";
    IssueEvent "issue_event";
    IssueState "issue_state";
    KindOfProblem "kind";
    Language "language";
    Likeness "likeness";
    Level "level";
    NotStructuralReason "not_structural_reason";
    OrderOrigin "order_origin";
    Outcome "outcome";
    ParkReason "park_reason";
    People "people";
    Progress "progress";
    RedirectReason "redirect_reason";
    Role "role";
    SignalEvent "signal_event";
    SignalState "signal_state";
    Stage "indicator_stage";
    StallReason "stall_reason";
    Step "step";
    SuggestionKind "suggestion_kind";
    WorkMode "work_mode";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_words() {
        super::super::use_dutch_texts();
        assert_eq!(missing(), Vec::<String>::new());
        assert_eq!(People::OverTwenty.label(), "Meer dan 20");
        assert_eq!(Decision::NoAct.label(), "Geen actie");
    }

    #[test]
    fn every_problem_has_words() {
        super::super::use_dutch_texts();
        let missing: Vec<_> = Code::ALL
            .iter()
            .map(|code| format!("problem.{}", code.text_key()))
            .filter(|key| find(key).is_none())
            .collect();
        assert_eq!(missing, Vec::<String>::new());
    }
}
