//! A friendly question below the text about what it does not tell yet (analysis.md §9). One at a time, never in the way of
//! sending, and gone for this text when its writer says so.

use shared::codes::Language;
use text::{Element, Reach, depth};

use super::Guard;
use crate::browser::task::spawn;
use crate::browser::timer;
use crate::field::prelude::*;
use crate::field::route::Route;
use crate::field::view::{Kind, Piece, button, link, piece};
use crate::parts::icon;

/// Nobody is asked anything in the middle of a sentence.
const QUIET_MS: i32 = 1_500;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Prompt {
    /// It seems to be about one person, who perhaps needs help now.
    OnePerson,
    /// This is not told yet.
    Missing(Element),
}

impl Prompt {
    /// What to ask about a text. What was asked before is asked on until it is told: a question that jumps is not read.
    fn of(text: &str, language: Language, before: Option<Self>) -> Option<Self> {
        let depth = depth(text, language);
        if depth.reach() == Reach::Individual {
            return Some(Self::OnePerson);
        }
        let mut missing = depth
            .missing()
            .filter(|element| *element != Element::Situation);
        let stays = depth
            .missing()
            .any(|element| before == Some(Self::Missing(element)));
        if stays {
            return before;
        }
        missing.next().map(Self::Missing)
    }

    fn words(self) -> &'static str {
        match self {
            Self::OnePerson => t!(coach.one_person),
            Self::Missing(element) => match element {
                Element::Situation => t!(submit.hint),
                Element::Who => t!(coach.who),
                Element::HowMany => t!(coach.how_many),
                Element::HowOften => t!(coach.how_often),
                Element::Where => t!(coach.where_),
                Element::Consequence => t!(coach.consequence),
                Element::Cause => t!(coach.cause),
                Element::Tried => t!(coach.tried),
                Element::Wish => t!(coach.wish),
            },
        }
    }
}

/// The question, in a row that is there before it.
pub(super) fn coach(guard: Guard) -> Piece {
    let prompt = Live::new(None::<Prompt>);
    let is_hidden = Live::new(false);
    let round = Kept::new(0_u32);
    follow(move || {
        let is_empty = guard.text.with(String::is_empty);
        let this = round.get_value().wrapping_add(1);
        round.set_value(this);
        if is_empty {
            is_hidden.set(false);
            prompt.set(None);
            return;
        }
        spawn(async move {
            timer::after(QUIET_MS).await;
            if round.try_get_value() != Some(this) {
                return;
            }
            let before = prompt.get_untracked();
            let text = guard.text.get_untracked();
            let next = Prompt::of(&text, crate::i18n::language(), before);
            if next != before {
                prompt.set(next);
            }
        });
    });
    // Said once, not with every key.
    let shown = Live::new(None::<Prompt>);
    follow(move || {
        let is_free = guard.looked.with(|looked| looked.spots().is_empty());
        let now = prompt.get().filter(|_| is_free && !is_hidden.get());
        if shown.get_untracked() != now {
            shown.set(now);
        }
    });
    let words = piece("p")
        .class("coach__words")
        .attr("role", "status")
        .live_words(move || {
            shown
                .get()
                .map(Prompt::words)
                .unwrap_or_default()
                .to_owned()
        });
    let ways = piece("div").class("coach__ways").live(move || {
        let Some(prompt) = shown.get() else {
            return Vec::new();
        };
        let hide = button("", Kind::Quiet, Some(icon::X), move || is_hidden.set(true))
            .attr("aria-label", t!(coach.hide));
        let _ = hide.element().class_list().add_1("button--icon");
        let help =
            (prompt == Prompt::OnePerson).then(|| link(t!(submit.help_link), &Route::Help.href()));
        help.into_iter().chain([hide]).collect()
    });
    piece("div").class("coach").with(words).with(ways)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prompt(text: &str, before: Option<Prompt>) -> Option<Prompt> {
        Prompt::of(text, Language::Nl, before)
    }

    #[test]
    fn nothing_is_asked_before_something_is_told() {
        assert_eq!(prompt("", None), None);
        assert_eq!(prompt("Er is", None), None);
    }

    #[test]
    fn what_matters_most_is_asked_first_and_until_it_is_told() {
        let text = "De wachttijd bij de psycholoog is te lang.";
        let asked = prompt(text, None);
        assert_eq!(asked, Some(Prompt::Missing(Element::Who)));
        let longer = format!("{text} Dat is nu al zo sinds maart.");
        assert_eq!(prompt(&longer, asked), asked);
        let told = format!("{text} Vooral ouders wachten.");
        assert_ne!(prompt(&told, asked), asked);
    }

    #[test]
    fn a_question_stays_when_something_more_important_is_taken_out() {
        let wish = Some(Prompt::Missing(Element::Wish));
        assert_eq!(
            prompt("De wachttijd bij de psycholoog is te lang.", wish),
            wish
        );
    }

    #[test]
    fn one_person_is_asked_about_before_everything_else() {
        let text = "Mijn cliënte krijgt haar premie niet en wacht.";
        assert_eq!(prompt(text, None), Some(Prompt::OnePerson));
    }
}
