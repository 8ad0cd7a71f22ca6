//! Health, justice, belief and origin in a sentence about one person.

use text::Lexicon;

use crate::find::Found;
use crate::finding::{Kind, Severity};
use crate::stand_in::StandIn;
use crate::tokens::Token;

/// Words, folded, with a letter for what they tell: `h`ealth, `j`ustice, `b`elief, `o`rigin.
#[rustfmt::skip]
const TELLING: Lexicon = Lexicon::of(
    "aangehouden=j abort*=h abus=j abuse*=j addict*=h adhd=h aids=h alcohol=h alcoholic*=h alcoholis*=h alcoholverslaafd*=h \
     alcoolique=h alkohol*=h anorexi*=h arrest*=j asielzoek*=o asylum=o autis*=h avortement=h behindert*=h bipolair*=h \
     bipolar*=h borderline=h burn-out=h burnout=h cancer=h casier=j christen=b clandestin*=o condamn*=j convict*=j crimin*=j \
     dealer*=j delinquent*=j demen*=h depress*=h diabet*=h diebstahl=j diefstal=j drogen*=h drugs=h drugsverslaafd*=h \
     enceinte=h enkelband=j epileps*=h gefangnis*=j gerechtelijk*=j getuige=b gevangenis*=j gypsy=o handicap*=h hiv=h \
     illegaal=o illegal*=o islam*=b jehova*=b jeugdrechter=j jew*=b jood*=b jude=b judisch*=b juif=b juive=b kanker*=h \
     katholiek*=b krebs*=h mentally=h misbruik*=j mishandel*=j missbrauch*=j moslim*=b ms=h muslim*=b musulman*=b \
     papierloze=o parket=j parkinson=h pregnan*=h prison*=j psychiatri*=h psychisch*=h psycho*=h rape*=j roma=o \
     sans-papiers=o schizo*=h schwanger*=h selbstmord*=h sida=h strafblad=j sucht*=h suicid*=h suizid*=h theft=j toxicoman*=h \
     trauma*=h undocumented=o vergewaltig*=j verkracht*=j veroordeeld*=j verslaafd*=h verslaving=h verurteilt=j vih=h viol=j \
     violee=j voorwaardelijk*=j vorbestraft=j zelfmoord*=h zigeuner*=o zwanger*=h",
);
/// Before a word for a person, these say that it is one, and which.
#[rustfmt::skip]
const ONE: Lexicon = Lexicon::of(
    "a cette deze die dieser een ein eine haar her his ma mein meine mijn mon my one onze sa son this un une zijn",
);
#[rustfmt::skip]
const PERSONS: Lexicon = Lexicon::of(
    "bewoner bewoonster boy buurman buurvrouw child client cliente clientin collega collegue daughter dochter eleve enfant \
     femme fille fils frau girl homme jongen jongere kind klient klientin leerling maman man mann meisje meneer mere mevrouw \
     moeder mother mutter patient patiente pere person personne persoon schuler sohn son tochter vader vater vriend vriendin \
     vrouw woman zoon zoontje",
);

/// Likely where somebody is named or numbered in the same sentence, a hint where the sentence speaks of one person.
pub(crate) fn find(tokens: &[Token], found: &[Found]) -> Vec<Found> {
    let mut sensitive = Vec::new();
    for sentence in sentences(tokens) {
        let mut words = sentence
            .iter()
            .filter_map(|token| Some((token, stand_in(token)?)))
            .peekable();
        if words.peek().is_none() {
            continue;
        }
        let Some(severity) = about_one(sentence, found) else {
            continue;
        };
        sensitive.extend(words.map(|(token, stand_in)| Found {
            kind: Kind::Sensitive,
            severity,
            span: token.span,
            stand_in,
        }));
    }
    sensitive
}

fn stand_in(token: &Token) -> Option<StandIn> {
    match TELLING.sorts_of(&token.plain)? {
        "h" => Some(StandIn::Health),
        "j" => Some(StandIn::Justice),
        "b" => Some(StandIn::Belief),
        _ => Some(StandIn::Origin),
    }
}

fn about_one(sentence: &[Token], found: &[Found]) -> Option<Severity> {
    let (first, last) = (sentence.first()?, sentence.last()?);
    let named = found.iter().any(|one| {
        one.severity >= Severity::Likely
            && one.kind != Kind::Address
            && one.span.start < last.span.end
            && first.span.start < one.span.end
    });
    if named {
        return Some(Severity::Likely);
    }
    let one = sentence.windows(2).any(|pair| {
        matches!(pair, [article, person] if ONE.has(&article.plain) && PERSONS.has(&person.plain))
    });
    one.then_some(Severity::Hint)
}

/// Cut where a sentence starts with a word; signs stay with the sentence before.
fn sentences(tokens: &[Token]) -> impl Iterator<Item = &[Token]> {
    tokens.chunk_by(|_, next| !(next.is("\n") || next.starts_sentence && next.has_capital))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_in_order() {
        for list in [TELLING, ONE, PERSONS] {
            assert_eq!(list.fault(), None);
        }
    }
}
