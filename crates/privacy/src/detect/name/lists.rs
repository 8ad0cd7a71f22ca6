//! The words that tell names from other capitalised words; small enough for the phone.

use text::Lexicon;

/// Particles inside surnames.
#[rustfmt::skip]
pub(super) const PARTICLES: Lexicon = Lexicon::of(
    "'t ait al ben bin bint d da das de del den der di do dos du el het ibn in la le op ould t te ten ter van vande vanden \
     vander ver von zu zum",
);
/// Before a name, these make it an organisation, a building, a street.
#[rustfmt::skip]
pub(super) const OF_ORGANISATIONS: Lexicon = Lexicon::of(
    "atheneum az basisschool bedrijf brouwerij cafe campus caw centrum clb club college dienstencentrum ecole fc firma \
     gasthof gbs groep hospital hotel huize institut instituut jeugdhuis kapel kasteel kbc kerk kliniek klooster krant lac \
     las los lyceum mona museum new ocmw parking parochie partij plein poli project psc radio residentie restaurant rusthuis \
     saint saint- sainte san santa school serviceflats sint sportclub sporthal st stadion station stichting straat team \
     universiteit uz vzw warenhuis wijk wijkcentrum woonzorgcentrum wzc zaal ziekenhuis zna zorgcentrum",
);
/// Behind a name, these do the same.
#[rustfmt::skip]
pub(super) const MAKES_ORGANISATION: Lexicon = Lexicon::of(
    "& ag bank bv bvba club co college festival fonds gmbh group hotel inc institute instituut international ltd museum nv \
     plc prijs sa school stichting straat trophy universiteit university vzw ziekenhuis",
);
/// Capitalised in Dutch without being a name of anybody: peoples, languages, faiths, feasts. Known names win.
#[rustfmt::skip]
pub(super) const CAPITAL_WORDS: Lexicon = Lexicon::of(
    "afghaan* afghan* afrikaan* alban* allah amerika* arab* armeen* azi* belg* bijbel brit* brussel* bulgaar* chine* \
     christen* congole* corona* covid* deen* duits* engels* eritre* ethiop* europ* facebook farsi filip* fin* flemish fran* \
     french german* ghan* god google griek* hongaar* ier* indi* instagram internet iraaks* iraan* irak* islam* israel* itali* \
     jap* jood* kerst* koerd* koran kroat* latijn* limburg* marok* messenger mexic* moslim* nederland* nepale* nieuwjaar* \
     noor* oekra* oosten* paas* pakist* palestijn* pasen pinkster* pool* portug* ramadan roemeen* roemen* roma rus* senegal* \
     servi* sinterklaas slova* smartschool soed* somal* spaan* suikerfeest syri* teams tibet* tsjech* tunes* turk* ukrain* \
     vlaam* vlaming* waal* whatsapp youtube zweed* zwits*",
);
/// Between a word of kinship and a name.
#[rustfmt::skip]
pub(super) const LINKS: Lexicon = Lexicon::of("d de of van von");
/// Articles and possessives that go along with the role: "de mama van Kenji" becomes "een moeder".
#[rustfmt::skip]
pub(super) const ARTICLES: Lexicon = Lexicon::of(
    "de der die een haar her het his hun la le ma mein meine mijn mon my onze our sa son the un une zijn",
);
/// Things and organisations have articles, persons have none.
#[rustfmt::skip]
pub(super) const BEFORE_THINGS: Lexicon = Lexicon::of(
    "album app bedrijf blad boek cd dat de deze die dit een elke film firma groep het krant merk platform programma project \
     site software via website",
);
/// Words and signs behind which an unusual word is a person more often than a thing.
#[rustfmt::skip]
pub(super) const BEFORE_PERSONS: Lexicon = Lexicon::of(
    ", - : aan aldus als dat den der die door en heeft is kan maar met ook over tegen toen van volgens voor waar was zegt zei \
     zou",
);
#[rustfmt::skip]
pub(super) const BEFORE_PLACES: Lexicon = Lexicon::of(
    "boven buiten dorp gemeente in naar nabij omgeving richting rond stad te tussen uit vanuit wijk",
);
/// Between a name and what it says, or before it: "zei Peeters", "Peeters vindt".
#[rustfmt::skip]
pub(super) const SPEECH: Lexicon = Lexicon::of(
    "aldus antwoordde antwoordt belde belt beweert dacht denkt dixit explique hoopt klaagde klaagt meende meent merkt merkte \
     sagt sagte said says schreef schrijft selon stelde stelt verklaarde verklaart vertelde vertelt vindt volgens vond vraagt \
     vroeg weet wil wist zegt zei",
);
/// Between persons in a row.
#[rustfmt::skip]
pub(super) const JOINS: Lexicon = Lexicon::of("& , and en et of und");
/// Particles that, with a capital inside a sentence, are a surname whatever follows: "Van Wichelen".
#[rustfmt::skip]
pub(super) const VAN: Lexicon = Lexicon::of("van vande vanden vander ver");
/// Capitals with dots that are no initials.
#[rustfmt::skip]
pub(super) const ABBREVIATIONS: Lexicon = Lexicon::of("az bv caw clb eg eu gb lo nv pc sa tv uz vn vs vzw");

/// Roles that are written with a dot.
#[rustfmt::skip]
pub(super) const SHORTENED: Lexicon = Lexicon::of("dhr dr mej mevr mlle mme mr mrs mvr mw prof");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_in_order() {
        for list in [
            PARTICLES,
            OF_ORGANISATIONS,
            MAKES_ORGANISATION,
            CAPITAL_WORDS,
            LINKS,
            ARTICLES,
            BEFORE_THINGS,
            BEFORE_PERSONS,
            BEFORE_PLACES,
            SPEECH,
            JOINS,
            VAN,
            ABBREVIATIONS,
            SHORTENED,
        ] {
            assert_eq!(list.fault(), None);
        }
    }
}
