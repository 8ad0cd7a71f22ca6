//! Rows of words that may be a name, and what their words may be.

use std::ops::RangeInclusive;

use text::is_function_word;

use super::Reader;
use super::lists::{ABBREVIATIONS, CAPITAL_WORDS, MAKES_ORGANISATION, OF_ORGANISATIONS, PARTICLES};
use crate::names::{Names, Sorts};
use crate::tokens::Token;

/// More capitalised words in a row are a title or a shout.
const MOST_WORDS: usize = 6;
/// "A.B.C." stands for a person, "O.C.M.W." does not.
const MOST_INITIALS: usize = 3;

/// Shorter words are abbreviations; longer ones are compounds that the lists do not know, since hardly a name is so long.
const UNUSUAL_LENGTHS: RangeInclusive<usize> = 3..=13;

/// A word of a candidate.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub(super) place: usize,
    pub(super) sorts: Sorts,
    pub(super) is_initial: bool,
}

pub(super) fn sorts_of(token: &Token, names: &Names) -> Sorts {
    if !token.is_word() {
        return Sorts::default();
    }
    let whole = names.sorts(&token.plain);
    // "El-Amrani", "Jan-Piet", "Peeters-Claes": the parts tell.
    match token.plain.split_once('-') {
        Some((first, rest)) if whole == Sorts::default() => {
            let is_particle = PARTICLES.has(first);
            let (first, rest) = (names.sorts(first), names.sorts(rest));
            Sorts {
                is_first_name: first.is_first_name && rest.is_first_name,
                is_surname: rest.is_surname && (first.is_name() || is_particle),
                is_place: false,
                is_word: false,
            }
        }
        _ => whole,
    }
}

impl Reader<'_> {
    /// Capitalised words in a row, with particles and initials between; particles before the first do not count as words.
    pub(super) fn candidate(&self, place: usize) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::new();
        let mut at = place;
        while parts.len() < MOST_WORDS {
            let Some(token) = self.token(at) else { break };
            if at > place && !token.is_near {
                break;
            }
            if self.is_initial(at) {
                parts.push(Part {
                    place: at + 1,
                    sorts: Sorts::default(),
                    is_initial: true,
                });
                at += 2;
            } else if self.is_particle_before_capital(at) {
                at += 1;
            } else if self.is_name_like(at) {
                parts.push(Part {
                    place: at,
                    sorts: self.sorts(at),
                    is_initial: false,
                });
                at += 1;
            } else {
                break;
            }
        }
        parts
    }

    fn is_name_like(&self, place: usize) -> bool {
        self.token(place).is_some_and(|token| {
            let is_name = self.sorts(place).is_name();
            let is_acronym = token.is_shouted && !is_name;
            token.is_capitalised() && !is_acronym && (is_name || !is_function_word(&token.plain))
        })
    }

    /// "van den" in "Jan van den Berg", not in "Jan van de buren".
    fn is_particle_before_capital(&self, place: usize) -> bool {
        let is_particle = |token: &Token| {
            PARTICLES.has(&token.plain) || matches!(token.plain.as_str(), "'" | "’")
        };
        if !self.token(place).is_some_and(is_particle) {
            return false;
        }
        let next = (place + 1..place + 4).find(|next| !self.token(*next).is_some_and(is_particle));
        next.is_some_and(|next| {
            self.token(next).is_some_and(|token| {
                token.is_capitalised() && token.is_near && !is_function_word(&token.plain)
            })
        })
    }

    /// "K." and the like: a capital, or "Ch", "Ph", "Th", with a dot.
    pub(super) fn is_initial(&self, place: usize) -> bool {
        let letter = self.token(place).filter(|token| {
            let short = token.plain.chars().count() == 1;
            token.is_capitalised()
                && (short
                    || matches!(
                        token.plain.as_str(),
                        "ch" | "chr" | "fr" | "ph" | "th" | "yv"
                    ))
        });
        let dot = self.token(place + 1).filter(|token| token.is("."));
        matches!((letter, dot), (Some(letter), Some(dot)) if letter.span.end == dot.span.start)
    }

    /// "K.", "K. V.", "J.P.": the dot of the last one. Two letters at least, unless a role announces them.
    pub(super) fn initials(&self, place: usize, announced: bool) -> Option<usize> {
        let continues = place
            .checked_sub(2)
            .is_some_and(|before| self.is_initial(before));
        if continues && !announced {
            return None;
        }
        let mut letters = String::new();
        let mut at = place;
        while self.is_initial(at)
            && (at == place || self.token(at).is_some_and(|token| token.is_near))
        {
            letters.push_str(&self.token(at)?.plain);
            at += 2;
        }
        let count = (at - place) / 2;
        let fits = (if announced { 1 } else { 2 }..=MOST_INITIALS).contains(&count);
        (fits && !ABBREVIATIONS.has(&letters)).then(|| at - 1)
    }

    /// A surname of the lists with its particles that starts here, in any case: its last token.
    pub(super) fn surname_at(&self, place: usize) -> Option<usize> {
        let first = self
            .token(place)
            .filter(|token| PARTICLES.has(&token.plain))?;
        let mut joined = first.plain.clone();
        let mut longest = None;
        for next in place + 1..place + 4 {
            let Some(token) = self.token(next).filter(|token| token.is_near) else {
                break;
            };
            let is_elision = matches!(token.plain.as_str(), "'" | "’");
            if !is_elision && !joined.ends_with('\'') {
                joined.push(' ');
            }
            joined.push_str(if is_elision { "'" } else { &token.plain });
            let sorts = self.names.sorts(&joined);
            if sorts.is_surname && !sorts.is_place {
                longest = Some(next);
            }
        }
        longest
    }

    /// Peoples, languages, places and small words: known, and nobody's name.
    pub(super) fn is_known_other(&self, place: usize) -> bool {
        self.token(place).is_some_and(|token| {
            let sorts = self.sorts(place);
            (sorts.is_place && !sorts.is_first_name)
                || (CAPITAL_WORDS.has(&token.plain) && !sorts.is_name())
                || is_function_word(&token.plain)
        })
    }

    /// Written like a name, and no everyday word that we know.
    pub(super) fn is_unusual(&self, place: usize) -> bool {
        self.token(place).is_some_and(|token| {
            let is_foreign = |part: &str| self.names.is_everyday(part) == Some(false);
            token.is_capitalised()
                && !token.is_shouted
                && UNUSUAL_LENGTHS.contains(&token.plain.chars().count())
                && !self.sorts(place).is_word
                && !self.is_known_other(place)
                && token.plain.split(['-', '\'', '’']).all(is_foreign)
        })
    }

    /// Where an organisation, building or street ends that is called after somebody: "AZ Jan Palfijn", "Peeters NV".
    pub(super) fn behind_organisation(&self, place: usize) -> Option<usize> {
        let token = self.token(place).filter(|token| token.is_capitalised())?;
        let called_after = self
            .before(place)
            .is_some_and(|before| token.is_near && OF_ORGANISATIONS.has(&before.plain));
        let opens = OF_ORGANISATIONS.has(&token.plain) && !self.sorts(place).is_first_name;
        let is_holy = token.plain.starts_with("sint-") || token.plain.starts_with("saint-");
        let known = self.known_organisation(place);
        if known.is_some() {
            return known;
        }
        let last = self.candidate(place).last()?.place;
        let makes = self
            .token(last + 1)
            .is_some_and(|token| token.is_near && MAKES_ORGANISATION.has(&token.plain));
        (called_after || opens || makes || is_holy).then_some(last + 1)
    }

    /// Places and organisations of two words: "De Lijn", "San Marino".
    pub(super) fn known_organisation(&self, place: usize) -> Option<usize> {
        let (first, second) = (self.token(place)?, self.token(place + 1)?);
        if !second.is_capitalised() || !second.is_near {
            return None;
        }
        let joined = format!("{} {}", first.plain, second.plain);
        self.names.sorts(&joined).is_place.then_some(place + 2)
    }
}
