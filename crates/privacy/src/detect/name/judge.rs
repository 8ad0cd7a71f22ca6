//! Names that no word announces: which rows of words are a person.

use text::is_function_word;

use super::Reader;
use super::candidate::Part;
use super::lists::{BEFORE_PERSONS, BEFORE_PLACES, BEFORE_THINGS, PARTICLES, SPEECH, VAN};
use crate::find::Found;
use crate::finding::{Kind, Severity};
use crate::glyphs::Span;
use crate::names::Sorts;
use crate::tokens::{Token, TokenKind};

/// Fewer letters in small letters are a word more often than a name.
const SHORTEST_SMALL: usize = 4;

impl Reader<'_> {
    /// What is found at a word that no role stands before, and the token behind it.
    pub(super) fn alone(&self, place: usize) -> Option<(Found, usize)> {
        let token = self.token(place)?;
        if token.is("(") {
            return self.signature(place);
        }
        if !token.is_word() {
            return None;
        }
        if !token.has_capital {
            return self.small(place);
        }
        if self.behind_organisation(place).is_some() {
            return None;
        }
        if let Some((severity, last)) = self.judged(place) {
            return self.found(Kind::Name, severity, place, last);
        }
        let last = self.initials(place, false)?;
        self.found(Kind::Initials, Severity::Hint, place, last)
    }

    fn found(
        &self,
        kind: Kind,
        severity: Severity,
        first: usize,
        last: usize,
    ) -> Option<(Found, usize)> {
        let span = Span {
            start: self.token(first)?.span.start,
            end: self.token(last)?.span.end,
        };
        Some((Found::new(kind, severity, span), last + 1))
    }

    /// How sure, and the last token of the name that starts at `place`.
    fn judged(&self, place: usize) -> Option<(Severity, usize)> {
        let parts = self.candidate(place);
        let first = *parts.first()?;
        let by_first_name = || self.by_first_name(place, &parts);
        let likely = |last: Option<usize>| last.map(|last| (Severity::Likely, last));
        if first.is_initial {
            return likely(self.by_initials(&parts));
        }
        by_first_name().or_else(|| {
            likely(
                self.by_particle(place, first)
                    .or_else(|| self.by_speech(place, &parts))
                    .or_else(|| self.by_shape(place, &parts))
                    .or_else(|| self.by_surname(place, &parts)),
            )
        })
    }

    /// "J.P. Van Damme".
    fn by_initials(&self, parts: &[Part]) -> Option<usize> {
        let name = parts.iter().find(|part| !part.is_initial)?;
        let is_led = self
            .before(name.place)
            .is_some_and(|token| PARTICLES.has(&token.plain));
        (is_led || !self.is_known_other(name.place)).then(|| parts.last().map(|part| part.place))?
    }

    /// "Jan Peeters", "Fatima"; a first name that is a word or a place too needs more than a capital.
    fn by_first_name(&self, place: usize, parts: &[Part]) -> Option<(Severity, usize)> {
        let first = parts
            .first()
            .filter(|part| part.place == place && part.sorts.is_first_name)?;
        let starts_sentence = self.token(place)?.starts_sentence;
        let is_weak = first.sorts.is_word
            || first.sorts.is_place
            || is_function_word(&self.token(place)?.plain);
        let second = parts
            .get(1)
            .filter(|part| part.is_initial || !self.is_known_other(part.place));
        if let Some(second) = second {
            let is_sure = second.is_initial || second.sorts.is_name() || second.place > place + 1;
            if !is_weak || is_sure || !starts_sentence {
                return Some((Severity::Likely, self.last_of_person(parts)));
            }
        }
        if !is_weak {
            return Some((Severity::Likely, place));
        }
        let is_hint = parts.len() == 1 && !starts_sentence && !first.sorts.is_place;
        is_hint.then_some((Severity::Hint, place))
    }

    /// "Van den Broeck", "De Smet", "Van Wichelen".
    fn by_particle(&self, place: usize, first: Part) -> Option<usize> {
        let token = self.token(place)?;
        // "Van Damme naar Gent" speaks of a town.
        let is_town = |last: usize| token.starts_sentence && self.sorts(last).is_place;
        let is_written_big = |last: usize| self.token(last).is_some_and(Token::is_capitalised);
        let is_surname = |last: &usize| is_written_big(*last) && !is_town(*last);
        if let Some(last) = self.surname_at(place).filter(is_surname) {
            return Some(last);
        }
        let is_led = first.place > place && token.has_capital;
        let is_known = first.sorts.is_surname && !first.sorts.is_place;
        let is_van = VAN.has(&token.plain) && !token.starts_sentence;
        (is_led && (is_known || is_van)).then_some(first.place)
    }

    /// "zei Nilis", "Nilis vindt": unknown, but it speaks.
    fn by_speech(&self, place: usize, parts: &[Part]) -> Option<usize> {
        let last = parts.last()?.place;
        let speaks = |token: Option<&Token>| token.is_some_and(|token| SPEECH.has(&token.plain));
        let is_believed = parts.first()?.place == place
            && self.capitals_tell
            && !self.token(place)?.starts_sentence
            && !self.is_known_other(place)
            && !self.sorts(place).is_word
            && self.names.is_everyday(&self.token(place)?.plain) != Some(true);
        (is_believed && (speaks(self.before(place)) || speaks(self.token(last + 1))))
            .then(|| self.last_of_person(parts))
    }

    /// Words that are no Dutch and no place, written with a capital, where persons stand: "Damir Dokic", "zag Nilis (33)".
    fn by_shape(&self, place: usize, parts: &[Part]) -> Option<usize> {
        let is_unusual =
            |part: &&Part| part.is_initial || part.sorts.is_name() || self.is_unusual(part.place);
        let token = self.token(place)?;
        if !self.is_dutch
            || parts.first()?.place != place
            || !parts.iter().all(|part| is_unusual(&part))
        {
            return None;
        }
        let last = parts.last()?.place;
        let before = self.before(place).filter(|_| token.is_near);
        if before.is_some_and(|before| BEFORE_THINGS.has(&before.plain)) {
            return None;
        }
        if parts.len() >= 2 {
            return Some(last);
        }
        let is_apart = !before.is_some_and(Token::is_capitalised);
        let is_place = self.sorts(place).is_place
            || before.is_some_and(|before| BEFORE_PLACES.has(&before.plain));
        let is_believed = !token.starts_sentence
            && before.is_some_and(|before| BEFORE_PERSONS.has(&before.plain))
            && self.names.ends_like_a_name(&token.plain);
        (is_apart && !is_place && (is_believed || self.has_note(last + 1))).then_some(last)
    }

    /// "Peeters", "Tarik Boukhari" where the lists know the second word only.
    fn by_surname(&self, place: usize, parts: &[Part]) -> Option<usize> {
        // "Le service social …": an article first, a surname in Vietnam second.
        let is_article = |part: &Part| {
            let token = self.token(part.place);
            token.is_some_and(|token| token.starts_sentence && is_function_word(&token.plain))
        };
        let is_surname = |part: &&Part| {
            let is_other = part.sorts.is_word || part.sorts.is_place || is_article(part);
            part.sorts.is_surname && !is_other
        };
        let first = parts
            .first()
            .filter(|part| part.place == place && self.capitals_tell)?;
        let leads = !self.token(place)?.starts_sentence
            && !self.is_known_other(place)
            && !first.sorts.is_word
            && self.names.is_everyday(&self.token(place)?.plain) != Some(true);
        if leads && parts.get(1).as_ref().is_some_and(is_surname) {
            return Some(self.last_of_person(parts));
        }
        Some(first).filter(is_surname).map(|_| place)
    }

    /// The last part that belongs to a person: places and peoples behind a name do not.
    fn last_of_person(&self, parts: &[Part]) -> usize {
        let belongs = |part: &&Part| {
            part.is_initial || part.sorts.is_name() || !self.is_known_other(part.place)
        };
        let kept = parts
            .iter()
            .take(1)
            .chain(parts.iter().skip(1).take_while(belongs));
        kept.last().map_or(0, |part| part.place)
    }

    /// An age or a party in brackets: "Kenji (9)", "Stevaert (SP)".
    fn has_note(&self, place: usize) -> bool {
        let is = |place: usize, sign: &str| self.token(place).is_some_and(|token| token.is(sign));
        let is_note = |token: &Token| {
            let is_age = token.kind == TokenKind::Number && token.plain.len() <= 2;
            is_age || (token.is_capitalised() && token.plain.len() <= 5)
        };
        is(place, "(")
            && self.token(place + 1).is_some_and(is_note)
            && (place + 2..place + 4).any(|place| is(place, ")"))
    }

    /// A line with nothing but "(KV)": who wrote it.
    fn signature(&self, place: usize) -> Option<(Found, usize)> {
        let ends_line = |token: Option<&Token>| token.is_none_or(|token| token.is("\n"));
        let letters = self.token(place + 1)?;
        let is_signed = (letters.is_shouted && matches!(letters.plain.len(), 2..=3))
            && self.token(place + 2).is_some_and(|token| token.is(")"))
            && ends_line(self.before(place))
            && ends_line(self.token(place + 3));
        is_signed.then(|| self.found(Kind::Initials, Severity::Likely, place + 1, place + 1))?
    }

    /// "fatima el amrani", "jan peeters": small letters, but both names are known and nothing else.
    fn small(&self, place: usize) -> Option<(Found, usize)> {
        let is_sure = |sorts: Sorts| !sorts.is_word && !sorts.is_place;
        let sorts = self.sorts(place);
        let token = self.token(place)?;
        if !sorts.is_first_name || !is_sure(sorts) || is_function_word(&token.plain) {
            return None;
        }
        let next = self
            .token(place + 1)
            .filter(|token| token.is_word() && token.is_near);
        let surname = self.surname_at(place + 1).or_else(|| {
            let sorts = self.sorts(place + 1);
            let is_surname = next.is_some_and(|next| !is_function_word(&next.plain))
                && sorts.is_surname
                && is_sure(sorts);
            is_surname.then_some(place + 1)
        });
        match surname {
            Some(last) => self.found(Kind::Name, Severity::Likely, place, last),
            None if token.plain.chars().count() >= SHORTEST_SMALL => {
                self.found(Kind::Name, Severity::Hint, place, place)
            }
            None => None,
        }
    }
}
