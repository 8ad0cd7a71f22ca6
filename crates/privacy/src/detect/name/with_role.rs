//! Names behind a word that says who it is: "mevrouw De Smet", "de mama van Kenji", "meneer K.".

use text::is_function_word;

use super::Reader;
use super::lists::{ARTICLES, LINKS, SHORTENED};
use crate::detect::role::{Role, role};
use crate::find::Found;
use crate::finding::{Kind, Severity};
use crate::glyphs::Span;

impl Reader<'_> {
    /// What is found at a word for a role, and the token behind it.
    pub(super) fn with_role(&self, place: usize) -> Option<(Found, usize)> {
        let title = self.token(place).filter(|token| token.is_word())?;
        let role = role(&title.plain)?;
        // "dr. Claes", but not "de moeder. Haar kind".
        let dot = |token: &&crate::tokens::Token| {
            let is_short = SHORTENED.has(&title.plain);
            is_short && token.is(".") && token.span.start == title.span.end
        };
        let mut behind = place + 1 + usize::from(self.token(place + 1).as_ref().is_some_and(dot));
        let is_linked = role.may_link
            && self
                .token(behind)
                .is_some_and(|token| LINKS.has(&token.plain));
        behind += usize::from(is_linked);
        // "mevrouw dokter Claes".
        if let Some((mut found, next)) = role.is_title.then(|| self.with_role(behind)).flatten() {
            found.span.start = self.start_with_article(place, role);
            return Some((found, next));
        }
        self.token(behind).filter(|token| token.is_near)?;
        let name = self.name_behind(behind, role, is_linked);
        let (kind, last) = match name {
            Some(last) => (Kind::Name, last),
            None => (Kind::Initials, self.initials(behind, true)?),
        };
        let stand_in = role
            .stand_in
            .filter(|_| kind == Kind::Name || is_linked || role.is_title);
        let start = match stand_in {
            Some(_) => self.start_with_article(place, role),
            None => self.token(behind)?.span.start,
        };
        let end = self.token(last)?.span.end;
        let mut found = Found::new(kind, Severity::Likely, Span { start, end });
        found.stand_in = stand_in.unwrap_or(found.stand_in);
        Some((found, last + 1))
    }

    /// "de mama van Kenji" becomes "een moeder", not "de een moeder".
    fn start_with_article(&self, place: usize, role: Role) -> usize {
        let start = self.token(place).map_or(0, |token| token.span.start);
        let is_near = self.token(place).is_some_and(|token| token.is_near);
        self.before(place)
            .filter(|token| role.stand_in.is_some() && is_near && ARTICLES.has(&token.plain))
            .map_or(start, |article| article.span.start)
    }

    /// The last token of the name behind a role.
    fn name_behind(&self, place: usize, role: Role, is_linked: bool) -> Option<usize> {
        self.capitalised_behind(place, role, is_linked)
            .or_else(|| self.small_behind(place, role, is_linked))
    }

    fn capitalised_behind(&self, place: usize, role: Role, is_linked: bool) -> Option<usize> {
        if !role.is_title && self.known_organisation(place).is_some() {
            return None;
        }
        let parts = self.candidate(place);
        let first = parts.first()?;
        if first.is_initial {
            return parts
                .iter()
                .any(|part| !part.is_initial)
                .then(|| parts.last().map(|part| part.place))?;
        }
        // "minister van Cultuur" has no name behind it; "mevrouw Van Hove" has.
        let is_led = first.place > place;
        let has_capital = self.token(place).is_some_and(|token| token.has_capital);
        if is_led && !has_capital && !(role.is_title && self.surname_at(place).is_some()) {
            return None;
        }
        let is_place = first.sorts.is_place && !is_led && (is_linked || !first.sorts.is_name());
        let is_shouted = self
            .token(first.place)
            .is_some_and(|token| token.is_shouted);
        let trusts_capital = (self.capitals_tell || role.is_title)
            && !is_shouted
            && (is_led || !self.is_known_other(first.place));
        let is_believed =
            first.sorts.is_name() || self.surname_at(place).is_some() || trusts_capital;
        (is_believed && !is_place).then(|| parts.last().map(|part| part.place))?
    }

    /// "mevrouw peeters", "familie el amrani": small letters, but a known name.
    fn small_behind(&self, place: usize, role: Role, is_linked: bool) -> Option<usize> {
        let small = self
            .token(place)
            .filter(|token| token.is_word() && !token.has_capital)?;
        if !role.is_title && !is_linked {
            return None;
        }
        let sorts = self.sorts(place);
        let is_sure = |sorts: crate::names::Sorts| !sorts.is_place && !sorts.is_word;
        let is_known = sorts.is_name() && is_sure(sorts) && !is_function_word(&small.plain);
        self.surname_at(place).or_else(|| {
            is_known.then(|| {
                let next = self.sorts(place + 1);
                let is_surname = next.is_surname && is_sure(next);
                self.surname_at(place + 1)
                    .or_else(|| is_surname.then_some(place + 1))
                    .unwrap_or(place)
            })
        })
    }
}
