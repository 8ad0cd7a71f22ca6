//! Words that the desk makes of codes and days.

use shared::codes::{
    Decision, DismissReason, EscalationAnswer, NotStructuralReason, Outcome, ParkReason,
    RedirectReason, StallReason,
};
use shared::draft::{Broken, Check};
use shared::life_cycle::{ActionState, IssueEvent, IssueState, SignalState};
use shared::priority::OrderOrigin;
use shared::problem::{Code, Invalid};
use shared::time::Moment;

use crate::i18n::text_of_code;
use crate::prelude::*;

/// The day on the clock of the device: for "3 days ago" and for the first day that a calendar offers.
pub(super) fn today() -> Day {
    day_of(&js_sys::Date::new_0())
}

fn day_of(date: &js_sys::Date) -> Day {
    let written = format!(
        "{:04}-{:02}-{:02}",
        date.get_full_year(),
        date.get_month() + 1,
        date.get_date()
    );
    let epoch = Day::new(Moment::from_micros(0).utc().date_naive());
    written.parse().unwrap_or(epoch)
}

/// How many days lie between; negative when `later` is earlier.
pub(super) fn days_between(earlier: Day, later: Day) -> i64 {
    later
        .date()
        .signed_duration_since(earlier.date())
        .num_days()
}

/// How long ago: today, yesterday, so many days, and from a month on the date itself.
pub(super) fn age(day: Day, today: Day) -> String {
    match days_between(day, today) {
        ..=0 => t!(common.today).to_owned(),
        1 => t!(common.yesterday).to_owned(),
        days @ 2..=30 => t!(common.days_ago, count = days.unsigned_abs()),
        _ => crate::i18n::day(day),
    }
}

/// The same where there is room for a few letters only.
pub(super) fn short_age(day: Day, today: Day) -> String {
    match days_between(day, today) {
        ..=0 => t!(common.today).to_owned(),
        days => t!(
            desk.age_days,
            days = crate::i18n::number(days.unsigned_abs())
        ),
    }
}

/// The same in a row of a list: days that are left.
pub(super) fn short_term(due: Day, today: Day) -> String {
    match days_between(today, due) {
        left @ 1.. => t!(
            desk.age_days,
            days = crate::i18n::number(left.unsigned_abs())
        ),
        _ => t!(common.today).to_owned(),
    }
}

/// How long is left, or how late it is.
pub(super) fn term(due: Day, today: Day) -> String {
    match days_between(today, due) {
        0 => t!(common.today).to_owned(),
        left @ 1.. => t!(common.days_left, count = left.unsigned_abs()),
        late => t!(common.days_late, count = late.unsigned_abs()),
    }
}

/// Words for a reason that a history line carries: a code of one of the closed lists, or already words. Nothing where
/// the line says it itself.
pub(super) fn reason(code: &str) -> Option<String> {
    fn of<L: Labelled>(code: &str) -> Option<&'static str> {
        L::of_code(code).map(Labelled::label)
    }
    let is_told = Decision::of_code(code).is_some() || ["newSignals", "duplicate"].contains(&code);
    if is_told {
        return None;
    }
    let known = of::<RedirectReason>(code)
        .or_else(|| of::<NotStructuralReason>(code))
        .or_else(|| of::<DismissReason>(code))
        .or_else(|| of::<ParkReason>(code))
        .or_else(|| of::<StallReason>(code))
        .or_else(|| of::<Outcome>(code))
        .or_else(|| of::<OrderOrigin>(code))
        .or_else(|| of::<EscalationAnswer>(code));
    Some(known.unwrap_or(code).to_owned())
}

/// The name of a language, in the language of the reader.
pub(super) fn language(tag: &str) -> String {
    let known = tag.parse::<shared::codes::Language>().ok();
    known.map_or(t!(language.other), Labelled::label).to_owned()
}

/// Words for an operation of the log.
pub(super) fn operation(name: &str) -> String {
    policy::TABLE
        .iter()
        .find(|row| row.name == name)
        .map_or_else(
            || name.to_owned(),
            |row| text_of_code("operation", row.name).to_owned(),
        )
}

/// Words for the kind of thing that a line of the log is about.
pub(super) fn object_type(code: &str) -> String {
    const KNOWN: [&str; 17] = [
        "action",
        "authority",
        "cluster",
        "clusterRun",
        "entryLink",
        "feedback",
        "import",
        "invitation",
        "issue",
        "languageModel",
        "membership",
        "organisation",
        "priorityWeights",
        "question",
        "savedView",
        "signal",
        "trendSubscription",
    ];
    KNOWN
        .iter()
        .find(|known| **known == code)
        .map_or(code, |known| text_of_code("object_type", known))
        .to_owned()
}

/// A moment of the server as day and time on the clock of the device.
pub(super) fn moment(at: &str) -> String {
    match local_day(at) {
        Some(day) => format!("{} {}", crate::i18n::day(day), time(at)),
        None => at.to_owned(),
    }
}

/// The day of a moment of the server, where the device is.
pub(super) fn local_day(at: &str) -> Option<Day> {
    let _: Moment = at.parse().ok()?;
    Some(day_of(&js_sys::Date::new(&at.into())))
}

/// The time of a moment of the server, on the clock of the device.
pub(super) fn time(at: &str) -> String {
    crate::i18n::time_of_day(js_sys::Date::new(&at.into()).get_time())
}

/// Words for what happened to an issue: "Beslist: actie", where [`Labelled::label`] is the button.
pub(super) fn done(event: IssueEvent) -> &'static str {
    text_of_code("issue_done", event.code())
}

/// Words for a code of a closed list that has no label of its own.
pub(super) fn code_words<L: ClosedList>(section: &str, value: L) -> &'static str {
    text_of_code(section, value.code())
}

/// Which badge a state wears: colour is never alone, the word stands in it.
pub(super) trait Badged: Labelled {
    /// The class.
    fn badge(self) -> &'static str;
}

impl Badged for SignalState {
    fn badge(self) -> &'static str {
        match self {
            Self::Received => "badge badge--new",
            Self::Held => "badge badge--bad",
            Self::QuestionOpen => "badge badge--warn",
            Self::Linked => "badge badge--ok",
            _ => "badge",
        }
    }
}

impl Badged for IssueState {
    fn badge(self) -> &'static str {
        match self {
            Self::Candidate | Self::InAnalysis => "badge badge--info",
            Self::Validated | Self::Prioritised => "badge badge--warn",
            Self::DecidedAct | Self::InAction | Self::Resolved => "badge badge--ok",
            Self::Stalled => "badge badge--bad",
            _ => "badge",
        }
    }
}

impl Badged for ActionState {
    fn badge(self) -> &'static str {
        match self {
            Self::Planned => "badge badge--info",
            Self::Running => "badge badge--warn",
            Self::Done => "badge badge--ok",
            Self::Cancelled => "badge",
        }
    }
}

/// One of a closed list, as chosen in a form.
pub(super) fn chosen<L: ClosedList>(pointer: &str, code: &str) -> Result<L, Invalid> {
    L::of_code(code).ok_or_else(|| Invalid::one(pointer, Code::Required))
}

/// Every error of both, in order.
pub(super) fn both<A, B>(
    one: Result<A, Invalid>,
    other: Result<B, Invalid>,
) -> Result<(A, B), Invalid> {
    match (one, other) {
        (Ok(one), Ok(other)) => Ok((one, other)),
        (Err(one), Err(other)) => {
            let mut all = one.errors().iter().chain(other.errors()).cloned();
            let Some(first) = all.next() else {
                return Err(one);
            };
            Err(Invalid::new(first, all.collect()))
        }
        (Err(invalid), _) | (_, Err(invalid)) => Err(invalid),
    }
}

/// A text that may not stay empty, before the server looks at it.
pub(super) fn filled(pointer: &str, typed: &str) -> Result<String, Invalid> {
    let mut check = Check::default();
    if typed.trim().is_empty() {
        check.note(pointer, Broken::rule(Code::Required));
    }
    check.finish(Some(typed.to_owned()))
}

/// What stays away when nothing was typed.
pub(super) fn unless_blank(typed: &str) -> Option<String> {
    (!typed.trim().is_empty()).then(|| typed.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(written: &str) -> Day {
        written.parse().unwrap()
    }

    #[test]
    fn a_promise_is_counted_in_days_until_and_after_it() {
        crate::i18n::use_dutch_texts();
        let today = day("2026-11-23");
        assert_eq!(term(day("2026-11-23"), today), "Vandaag");
        assert_eq!(term(day("2026-11-24"), today), "Nog 1 dag");
        assert_eq!(term(day("2026-11-13"), today), "10 dagen te laat");
    }

    #[test]
    fn an_old_day_is_told_as_a_date() {
        crate::i18n::use_dutch_texts();
        let today = day("2026-11-23");
        assert_eq!(age(day("2026-11-22"), today), "Gisteren");
        assert_eq!(age(day("2026-11-20"), today), "3 dagen geleden");
        assert_eq!(age(day("2026-03-06"), today), "2026-03-06");
        assert_eq!(short_age(day("2026-11-20"), today), "3 d");
    }

    #[test]
    fn reasons_and_operations_have_words_and_unknown_ones_show_themselves() {
        crate::i18n::use_dutch_texts();
        assert_eq!(
            reason("singleCase").as_deref(),
            Some("Het gebeurde één keer, bij één persoon")
        );
        assert_eq!(
            reason("Zelf geschreven").as_deref(),
            Some("Zelf geschreven")
        );
        assert_eq!(
            reason("newSignals"),
            None,
            "the line says that it opened again"
        );
        assert_eq!(operation("somethingNewer"), "somethingNewer");
        assert_ne!(operation("linkSignal"), "linkSignal");
    }

    #[test]
    fn every_operation_of_staff_has_words() {
        crate::i18n::use_dutch_texts();
        let missing: Vec<&str> = policy::TABLE
            .iter()
            .filter(|row| operation(row.name) == row.name)
            .map(|row| row.name)
            .collect();
        assert_eq!(missing, Vec::<&str>::new());
    }

    #[test]
    fn errors_of_both_fields_are_told_at_once() {
        let broken = both(
            chosen::<ParkReason>("/reason", ""),
            filled("/reviewOn", " "),
        );
        assert_eq!(
            broken.unwrap_err().to_string(),
            "/reason required; /reviewOn required"
        );
    }
}
