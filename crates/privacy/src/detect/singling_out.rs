//! Words that fit one person only: "het enige Syrische gezin in de wijk".

use text::Lexicon;

use crate::find::Found;
use crate::finding::{Kind, Severity};
use crate::glyphs::Span;
use crate::stand_in::StandIn;
use crate::tokens::{Token, TokenKind};

#[rustfmt::skip]
const ONLY: Lexicon = Lexicon::of("einzige* enige only seul seule");
#[rustfmt::skip]
const ARTICLES: Lexicon = Lexicon::of("das de der die het la le onze our the unsere");
#[rustfmt::skip]
const FAMILIES: Lexicon = Lexicon::of("familie famille family gezin household huishouden koppel menage");
#[rustfmt::skip]
const PERSONS: Lexicon = Lexicon::of(
    "alleenstaande arts bewoner bewoonster boy child client collega cursist deelneemster deelnemer doctor dokter eleve enfant \
     femme fille frau garcon girl homme huisarts huurder jongen jongere jugendliche junge kind klient leerkracht leerling \
     lehrer madchen maman man mann medecin meisje mere moeder mother mutter patient pere person persona personne persoon \
     pupil schuler student teacher vader vater verpleegkundige voisin vrijwilliger vrouw weduwe weduwnaar woman",
);
/// Words between "enige" and what is the only one: "enige jonge Syrische".
const MOST_BETWEEN: usize = 3;

pub(crate) fn find(tokens: &[Token]) -> Vec<Found> {
    let only = tokens
        .iter()
        .enumerate()
        .filter(|(_, token)| ONLY.has(&token.plain));
    only.filter_map(|(place, _)| {
        let article = place.checked_sub(1).and_then(|before| tokens.get(before))?;
        if !ARTICLES.has(&article.plain) {
            return None;
        }
        let behind = tokens.iter().skip(place + 1).take(MOST_BETWEEN + 1);
        let one = behind
            .take_while(|token| token.kind == TokenKind::Word)
            .find(|token| PERSONS.has(&token.plain) || FAMILIES.has(&token.plain))?;
        let span = Span {
            start: article.span.start,
            end: one.span.end,
        };
        let mut found = Found::new(Kind::SinglingOut, Severity::Hint, span);
        if FAMILIES.has(&one.plain) {
            found.stand_in = StandIn::Family;
        }
        Some(found)
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_in_order() {
        for list in [ONLY, ARTICLES, FAMILIES, PERSONS] {
            assert_eq!(list.fault(), None);
        }
    }
}
