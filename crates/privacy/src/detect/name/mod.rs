//! Names of persons: by lists, by the words before them, by the way they are written. Never certain.
//!
//! A candidate is a row of capitalised words with particles and initials between ("Jan P. Van den Broeck"). Lists say what its
//! words may be; what stands before and behind it says whether it is a person, a place or an organisation. A text is read
//! twice: who was named in full is known by surname the second time.

mod candidate;
mod judge;
mod lists;
mod with_role;

use shared::codes::Language;

use crate::find::Found;
use crate::finding::{Kind, Severity};
use crate::names::{Names, Sorts};
use crate::tokens::Token;

use candidate::sorts_of;
use lists::JOINS;

/// Shorter words are no surname that is worth remembering.
const SHORTEST_SURNAME: usize = 3;

pub(crate) fn find(tokens: &[Token], names: &Names, language: Option<Language>) -> Vec<Found> {
    let mut reader = Reader {
        tokens,
        names,
        sorts: tokens.iter().map(|token| sorts_of(token, names)).collect(),
        // In German every noun has a capital: only lists and titles tell names.
        capitals_tell: language != Some(Language::De),
        is_dutch: language == Some(Language::Nl),
    };
    let found = reader.read();
    if reader.learn_surnames(&found) {
        return reader.read();
    }
    found
}

struct Reader<'a> {
    tokens: &'a [Token],
    names: &'a Names,
    /// What each token may be.
    sorts: Vec<Sorts>,
    /// Whether a capital inside a sentence says something.
    capitals_tell: bool,
    /// Only then does the digest of everyday words tell what is unusual.
    is_dutch: bool,
}

impl Reader<'_> {
    fn token(&self, place: usize) -> Option<&Token> {
        self.tokens.get(place)
    }

    fn before(&self, place: usize) -> Option<&Token> {
        place.checked_sub(1).and_then(|before| self.token(before))
    }

    fn sorts(&self, place: usize) -> Sorts {
        self.sorts.get(place).copied().unwrap_or_default()
    }

    fn read(&self) -> Vec<Found> {
        let mut found = Vec::new();
        let mut place = 0;
        while place < self.tokens.len() {
            if let Some((one, next)) = self.with_role(place).or_else(|| self.alone(place)) {
                found.push(one);
                place = next;
            } else {
                place = self.behind_organisation(place).unwrap_or(place + 1);
            }
        }
        self.add_neighbours(&mut found);
        found
    }

    /// Marks the last words of full names as surnames wherever they stand; `false` when there was nothing to learn.
    fn learn_surnames(&mut self, found: &[Found]) -> bool {
        let mut learnt: Vec<String> = Vec::new();
        for one in found
            .iter()
            .filter(|one| one.kind == Kind::Name && one.severity == Severity::Likely)
        {
            let last = self
                .tokens
                .partition_point(|token| token.span.end < one.span.end);
            let Some(token) = self.token(last).filter(|token| token.is_capitalised()) else {
                continue;
            };
            let is_full = one.span.start < token.span.start;
            let is_long = token.plain.chars().count() >= SHORTEST_SURNAME;
            if is_full && is_long && !self.sorts(last).is_name() && !self.is_known_other(last) {
                learnt.push(token.plain.clone());
            }
        }
        for (token, sorts) in self.tokens.iter().zip(&mut self.sorts) {
            sorts.is_surname |= token.is_capitalised() && learnt.contains(&token.plain);
        }
        !learnt.is_empty()
    }

    /// Who stands in a row with somebody is somebody: "Obada, Kenji en Noor".
    fn add_neighbours(&self, found: &mut Vec<Found>) {
        let mut next = 0;
        while let Some(one) = found.get(next).copied() {
            next += 1;
            if one.severity < Severity::Likely {
                continue;
            }
            let first = self
                .tokens
                .partition_point(|token| token.span.end <= one.span.start);
            let behind = self
                .tokens
                .partition_point(|token| token.span.start < one.span.end);
            let joins = |place: usize| {
                self.token(place)
                    .is_some_and(|token| JOINS.has(&token.plain))
            };
            let neighbours = [
                joins(behind).then_some(behind + 1),
                first.checked_sub(2).filter(|before| joins(before + 1)),
            ];
            for place in neighbours.into_iter().flatten() {
                let Some(token) = self.token(place).filter(|_| self.may_stand_in_a_row(place))
                else {
                    continue;
                };
                if !found.iter().any(|other| other.span.overlaps(token.span)) {
                    found.push(Found::new(Kind::Name, Severity::Likely, token.span));
                }
            }
        }
    }

    /// One capitalised word by itself that is unusual or a surname.
    fn may_stand_in_a_row(&self, place: usize) -> bool {
        let sorts = self.sorts(place);
        let capital = |beside: Option<&Token>| beside.is_some_and(Token::is_capitalised);
        self.is_dutch
            && self
                .token(place)
                .is_some_and(|token| token.is_capitalised() && !token.starts_sentence)
            && !capital(self.before(place))
            && !capital(self.token(place + 1))
            && (self.is_unusual(place) || (sorts.is_surname && !sorts.is_place))
    }
}
