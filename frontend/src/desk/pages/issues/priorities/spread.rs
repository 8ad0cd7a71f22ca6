//! How far scores lie apart on each criterion: dots for the eye, and the same in words.

use shared::priority::Spread;

use super::model::tenths;
use crate::desk::words::code_words;
use crate::prelude::*;

/// Units of the drawing: five steps of 24, and room at both ends.
const STEP: u32 = 24;

/// A line for each criterion that somebody scored.
#[component]
pub(in crate::desk::pages::issues) fn SpreadList(spreads: Vec<Spread>) -> impl IntoView {
    let line = |spread: Spread| {
        let words = words(&spread);
        view! {
            <li class="spread">
                <span class="spread__name">{code_words("priority_short", spread.criterion)}</span>
                {dots(&spread)}
                <span class="spread__words">{words}</span>
            </li>
        }
    };
    view! { <ul class="spreads">{spreads.into_iter().map(line).collect_view()}</ul> }
}

/// "midden 4,0, van 2 tot 5, 3 personen".
pub(super) fn words(spread: &Spread) -> String {
    let median = tenths(spread.median_twice() * 5);
    let people = t!(priorities.people, count = spread.scorers());
    if spread.lowest() == spread.highest() {
        t!(priorities.spread_same, median = median, people = people)
    } else {
        t!(
            priorities.spread_words,
            median = median,
            low = spread.lowest(),
            high = spread.highest(),
            people = people
        )
    }
}

/// A dot for each score that was given, larger where more people gave it; a line for the middle. The words say the same.
fn dots(spread: &Spread) -> impl IntoView + use<> {
    let x = |twice: u32| twice * STEP / 2 - STEP / 2;
    let dot = |(step, count): (u8, u32)| {
        let radius = 3 + count.min(5);
        view! { <circle class="spread__dot" cx=x(u32::from(step) * 2) cy="11" r=radius></circle> }
    };
    let range = format!(
        "M{} 11H{}",
        x(u32::from(spread.lowest()) * 2),
        x(u32::from(spread.highest()) * 2)
    );
    let middle = format!("M{} 1V21", x(spread.median_twice()));
    view! {
        <svg class="spread__dots" viewBox="0 0 120 22" aria-hidden="true" focusable="false">
            <path class="spread__scale" d="M12 11H108"></path>
            <path class="spread__range" d=range></path>
            {spread.steps().map(dot).collect_view()}
            <path class="spread__middle" d=middle></path>
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use shared::issue::PriorityCriterion;

    use super::*;

    #[test]
    fn a_spread_is_told_in_words() {
        crate::i18n::use_dutch_texts();
        let spread = |counts| Spread {
            criterion: PriorityCriterion::Reach,
            counts,
        };
        let told = words(&spread([0, 1, 0, 1, 1]));
        for part in ["4,0", "2", "5", "3 personen"] {
            assert!(told.contains(part), "{told}");
        }
        assert!(words(&spread([0, 0, 1, 1, 0])).contains("3,5"));
        let same = words(&spread([0, 0, 0, 2, 0]));
        assert!(!same.contains("tot"), "{same}");
    }
}
