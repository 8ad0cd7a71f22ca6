//! Words that stand before a name and say who it is: "mevrouw", "mama van", "le docteur".

use text::Lexicon;

use crate::stand_in::StandIn;

/// A word before a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Role {
    /// What may be written in place of the word and the name together; `None` where the word stays ("minister X").
    pub(crate) stand_in: Option<StandIn>,
    /// The word belongs to a name and to nothing else, so that a name in small letters is believed too: "mevrouw peeters".
    pub(crate) is_title: bool,
    /// A word of kinship, behind which "van", "de", "of", "von" may stand: "mama van Kenji".
    pub(crate) may_link: bool,
}

#[rustfmt::skip]
const WOMEN: Lexicon = Lexicon::of(&[
    "frau", "juffrouw", "madame", "mademoiselle", "mej", "mevr", "mevrouw", "miss", "mlle", "mme", "mrs", "mvr", "mw",
]);
#[rustfmt::skip]
const MEN: Lexicon = Lexicon::of(&[
    "dhr", "heer", "herr", "herrn", "meneer", "messieurs", "mijnheer", "mister", "monsieur", "mr",
]);
#[rustfmt::skip]
const CARERS: Lexicon = Lexicon::of(&[
    "arts", "docteur", "doctor", "dokter", "dr", "huisarts", "infirmier", "infirmiere", "kinesist", "kinesiste",
    "logopedist", "logopediste", "nurse", "psychiater", "psycholoog", "thuisverpleegkundige", "verpleegkundige",
    "verpleegster", "verpleger", "vroedvrouw",
]);
#[rustfmt::skip]
const FAMILIES: Lexicon = Lexicon::of(&[
    "echtpaar", "familie", "famille", "family", "gebroeders", "gezin", "koppel", "zussen",
]);
#[rustfmt::skip]
const TEACHERS: Lexicon = Lexicon::of(&[
    "instituteur", "institutrice", "juf", "leerkracht", "lehrer", "lehrerin", "leraar", "lerares", "meester", "professeur",
    "teacher", "zorgjuf",
]);
#[rustfmt::skip]
const COLLEAGUES: Lexicon = Lexicon::of(&[
    "assistent", "assistente", "begeleider", "begeleidster", "brugfiguur", "collaboratrice", "colleague", "collega",
    "collegue", "consulent", "consulente", "hulpverleenster", "hulpverlener", "kollege", "kollegin", "medewerker",
    "medewerkster", "opbouwwerker", "opvoeder", "opvoedster", "werker", "werkster",
]);
#[rustfmt::skip]
const MOTHERS: Lexicon = Lexicon::of(&[
    "grand-mere", "grandmother", "grootmoeder", "ma", "mama", "maman", "mere", "moeder", "mother", "mum", "mutter", "oma",
    "plusmama", "stiefmoeder",
]);
#[rustfmt::skip]
const FATHERS: Lexicon = Lexicon::of(&[
    "dad", "father", "grand-pere", "grandfather", "grootvader", "opa", "papa", "pere", "plusvader", "stiefvader", "vader",
    "vater",
]);
#[rustfmt::skip]
const CHILDREN: Lexicon = Lexicon::of(&[
    "baby", "bebe", "boy", "child", "daughter", "dochter", "dochtertje", "eleve", "enfant", "fille", "fils", "girl",
    "jongen", "jongere", "kid", "kind", "kindje", "kleindochter", "kleinzoon", "kleuter", "leerling", "madchen", "meisje",
    "peuter", "pupil", "schuler", "schulerin", "sohn", "son", "student", "studente", "tochter", "zoon", "zoontje",
]);
#[rustfmt::skip]
const RELATIVES: Lexicon = Lexicon::of(&[
    "broer", "broertje", "brother", "bruder", "cousin", "cousine", "echtgenoot", "echtgenote", "ehefrau", "ehemann",
    "epouse", "epoux", "ex", "frere", "husband", "mari", "neef", "neefje", "nicht", "nichtje", "nonkel", "oncle", "oom",
    "partner", "schoonbroer", "schoondochter", "schoonmoeder", "schoonvader", "schoonzoon", "schoonzus", "schwester",
    "sister", "soeur", "tante", "uncle", "vriend", "vriendin", "wife", "zus", "zusje",
]);
#[rustfmt::skip]
const NEIGHBOURS: Lexicon = Lexicon::of(&[
    "buur", "buurman", "buurvrouw", "nachbar", "nachbarin", "neighbour", "voisin", "voisine",
]);
#[rustfmt::skip]
const CLIENTS: Lexicon = Lexicon::of(&[
    "alleenstaande", "bewoner", "bewoonster", "client", "cliente", "cursist", "cursiste", "deelneemster", "deelnemer",
    "klant", "klient", "klientin", "patient", "patiente", "patientin", "vrijwilliger", "vrijwilligster",
]);
/// Public functions: the name is found, the word stays.
#[rustfmt::skip]
const FUNCTIONS: Lexicon = Lexicon::of(&[
    "aartsbisschop", "acteur", "actrice", "advocaat", "advocate", "apotheker", "bisschop", "burgemeester", "coach",
    "commissaris", "deken", "directeur", "directeur-generaal", "directrice", "eerwaarde", "eurocommissaris", "ex-minister",
    "ex-premier", "gedeputeerde", "generaal", "gouverneur", "griffier", "hoofdinspecteur", "inspecteur", "journalist",
    "kamerlid", "kanselier", "kapitein", "kardinaal", "keizer", "kolonel", "koning", "koningin", "maire", "minister",
    "minister-president", "notaris", "ondervoorzitter", "onderzoeksrechter", "pastoor", "pater", "paus", "politica",
    "politicus", "postbode", "premier", "president", "prins", "prinses", "procureur", "prof", "professor", "raadslid",
    "rechter", "rector", "regisseur", "renner", "schepen", "schoolhoofd", "schrijfster", "schrijver", "secretaris",
    "secretaris-generaal", "senator", "staatssecretaris", "straathoekwerker", "substituut", "trainer", "vice-premier",
    "voorzitster", "voorzitter", "wielrenner", "woordvoerder", "woordvoerster", "zanger", "zangeres", "zuster",
]);

/// The role a folded word gives to the name behind it.
pub(crate) fn role(word: &str) -> Option<Role> {
    let titles = [(WOMEN, StandIn::Woman), (MEN, StandIn::Man)];
    let kin = [
        (MOTHERS, StandIn::Mother),
        (FATHERS, StandIn::Father),
        (CHILDREN, StandIn::Child),
        (RELATIVES, StandIn::Relative),
    ];
    let others = [
        (CARERS, StandIn::Carer),
        (FAMILIES, StandIn::Family),
        (TEACHERS, StandIn::Teacher),
        (COLLEAGUES, StandIn::Colleague),
        (NEIGHBOURS, StandIn::Neighbour),
        (CLIENTS, StandIn::Client),
    ];
    let of = |lists: &[(Lexicon, StandIn)]| {
        let found = lists.iter().find(|(list, _)| list.has(word));
        found.map(|(_, stand_in)| *stand_in)
    };
    if let Some(stand_in) = of(&titles) {
        return Some(Role {
            stand_in: Some(stand_in),
            is_title: true,
            may_link: false,
        });
    }
    if let Some(stand_in) = of(&kin) {
        return Some(Role {
            stand_in: Some(stand_in),
            is_title: false,
            may_link: true,
        });
    }
    if let Some(stand_in) = of(&others) {
        let is_title = matches!(stand_in, StandIn::Carer | StandIn::Family);
        return Some(Role {
            stand_in: Some(stand_in),
            is_title,
            may_link: false,
        });
    }
    FUNCTIONS.has(word).then_some(Role {
        stand_in: None,
        is_title: false,
        may_link: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_in_order() {
        for list in [
            WOMEN, MEN, CARERS, FAMILIES, TEACHERS, COLLEAGUES, MOTHERS, FATHERS, CHILDREN,
            RELATIVES, NEIGHBOURS, CLIENTS, FUNCTIONS,
        ] {
            assert_eq!(list.fault(), None);
        }
    }

    #[test]
    fn a_word_gives_a_role() {
        assert_eq!(role("mevrouw").unwrap().stand_in, Some(StandIn::Woman));
        assert_eq!(role("mama").unwrap().stand_in, Some(StandIn::Mother));
        assert!(role("minister").is_none_or(|role| role.stand_in.is_none()));
        assert_eq!(role("tafel"), None);
    }
}
