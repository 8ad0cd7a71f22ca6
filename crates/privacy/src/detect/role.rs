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

/// The words, folded, with a letter for their role: `w`oman, `m`an, m`o`ther, f`a`ther, `k`id, `r`elative, `f`amily, `c`arer,
/// `t`eacher, co`l`league, `n`eighbour, cl`i`ent, and `p`ublic functions, of which the name is found and the word stays.
#[rustfmt::skip]
const ROLES: Lexicon = Lexicon::of(
    "aartsbisschop=p acteur=p actrice=p advocaat=p advocate=p alleenstaande=i apotheker=p arts=c assistent=l assistente=l \
     baby=k bebe=k begeleider=l begeleidster=l bewoner=i bewoonster=i bisschop=p boy=k broer=r broertje=r brother=r bruder=r \
     brugfiguur=l burgemeester=p buur=n buurman=n buurvrouw=n child=k client=i cliente=i coach=p collaboratrice=l colleague=l \
     collega=l collegue=l commissaris=p consulent=l consulente=l cousin=r cousine=r cursist=i cursiste=i dad=a daughter=k \
     deelneemster=i deelnemer=i deken=p dhr=m directeur=p directeur-generaal=p directrice=p dochter=k dochtertje=k docteur=c \
     doctor=c dokter=c dr=c echtgenoot=r echtgenote=r echtpaar=f eerwaarde=p ehefrau=r ehemann=r eleve=k enfant=k epouse=r \
     epoux=r eurocommissaris=p ex=r ex-minister=p ex-premier=p familie=f famille=f family=f father=a fille=k fils=k frau=w \
     frere=r gebroeders=f gedeputeerde=p generaal=p gezin=f girl=k gouverneur=p grand-mere=o grand-pere=a grandfather=a \
     grandmother=o griffier=p grootmoeder=o grootvader=a heer=m herr=m herrn=m hoofdinspecteur=p huisarts=c hulpverleenster=l \
     hulpverlener=l husband=r infirmier=c infirmiere=c inspecteur=p instituteur=t institutrice=t jongen=k jongere=k \
     journalist=p juf=t juffrouw=w kamerlid=p kanselier=p kapitein=p kardinaal=p keizer=p kid=k kind=k kindje=k kinesist=c \
     kinesiste=c klant=i kleindochter=k kleinzoon=k kleuter=k klient=i klientin=i kollege=l kollegin=l kolonel=p koning=p \
     koningin=p koppel=f leerkracht=t leerling=k lehrer=t lehrerin=t leraar=t lerares=t logopedist=c logopediste=c ma=o \
     madame=w madchen=k mademoiselle=w maire=p mama=o maman=o mari=r medewerker=l medewerkster=l meester=t meisje=k mej=w \
     meneer=m mere=o messieurs=m mevr=w mevrouw=w mijnheer=m minister=p minister-president=p miss=w mister=m mlle=w mme=w \
     moeder=o monsieur=m mother=o mr=m mrs=w mum=o mutter=o mvr=w mw=w nachbar=n nachbarin=n neef=r neefje=r neighbour=n \
     nicht=r nichtje=r nonkel=r notaris=p nurse=c oma=o oncle=r ondervoorzitter=p onderzoeksrechter=p oom=r opa=a \
     opbouwwerker=l opvoeder=l opvoedster=l papa=a partner=r pastoor=p pater=p patient=i patiente=i patientin=i paus=p pere=a \
     peuter=k plusmama=o plusvader=a politica=p politicus=p postbode=p premier=p president=p prins=p prinses=p procureur=p \
     prof=p professeur=t professor=p psychiater=c psycholoog=c pupil=k raadslid=p rechter=p rector=p regisseur=p renner=p \
     schepen=p schoolhoofd=p schoonbroer=r schoondochter=r schoonmoeder=r schoonvader=r schoonzoon=r schoonzus=r \
     schrijfster=p schrijver=p schuler=k schulerin=k schwester=r secretaris=p secretaris-generaal=p senator=p sister=r \
     soeur=r sohn=k son=k staatssecretaris=p stiefmoeder=o stiefvader=a straathoekwerker=p student=k studente=k substituut=p \
     tante=r teacher=t thuisverpleegkundige=c tochter=k trainer=p uncle=r vader=a vater=a verpleegkundige=c verpleegster=c \
     verpleger=c vice-premier=p voisin=n voisine=n voorzitster=p voorzitter=p vriend=r vriendin=r vrijwilliger=i \
     vrijwilligster=i vroedvrouw=c werker=l werkster=l wielrenner=p wife=r woordvoerder=p woordvoerster=p zanger=p zangeres=p \
     zoon=k zoontje=k zorgjuf=t zus=r zusje=r zussen=f zuster=p",
);

/// The role a folded word gives to the name behind it.
pub(crate) fn role(word: &str) -> Option<Role> {
    let stand_in = match ROLES.sorts_of(word)? {
        "w" => StandIn::Woman,
        "m" => StandIn::Man,
        "o" => StandIn::Mother,
        "a" => StandIn::Father,
        "k" => StandIn::Child,
        "r" => StandIn::Relative,
        "f" => StandIn::Family,
        "c" => StandIn::Carer,
        "t" => StandIn::Teacher,
        "l" => StandIn::Colleague,
        "n" => StandIn::Neighbour,
        "i" => StandIn::Client,
        _ => {
            return Some(Role {
                stand_in: None,
                is_title: false,
                may_link: false,
            });
        }
    };
    Some(Role {
        stand_in: Some(stand_in),
        is_title: matches!(
            stand_in,
            StandIn::Woman | StandIn::Man | StandIn::Carer | StandIn::Family
        ),
        may_link: matches!(
            stand_in,
            StandIn::Mother | StandIn::Father | StandIn::Child | StandIn::Relative
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_in_order() {
        assert_eq!(ROLES.fault(), None);
    }

    #[test]
    fn a_word_gives_a_role() {
        assert_eq!(role("mevrouw").unwrap().stand_in, Some(StandIn::Woman));
        assert_eq!(role("mama").unwrap().stand_in, Some(StandIn::Mother));
        assert!(role("minister").is_none_or(|role| role.stand_in.is_none()));
        assert_eq!(role("tafel"), None);
    }
}
