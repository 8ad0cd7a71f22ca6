//! Words that tell an element, per language. Folded; `*` at the end stands for any ending, `_` joins words that stand together.

use shared::codes::Language;

/// Cues of one or more words, with single spaces between them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Phrases(&'static str);

impl Phrases {
    pub(super) fn all(self) -> impl Iterator<Item = &'static str> {
        self.0.split(' ')
    }

    /// Whether a word is a cue by itself.
    pub(super) fn has(self, word: &str) -> bool {
        self.all().any(|cue| fits(word, cue))
    }
}

pub(super) fn fits(word: &str, cue: &str) -> bool {
    match cue.strip_suffix('*') {
        Some(head) => word.starts_with(head),
        None => word == cue,
    }
}

/// All cues of a language.
pub(super) struct Cues {
    /// People in the plural: a group has the problem.
    pub(super) groups: Phrases,
    /// People in the singular, and traits that make a group.
    pub(super) who: Phrases,
    /// Amounts without a number.
    pub(super) many: Phrases,
    /// Numbers in letters.
    pub(super) numbers: Phrases,
    /// What is counted besides people.
    pub(super) cases: Phrases,
    /// How often.
    pub(super) often: Phrases,
    /// Words that a moment or a length of time follows.
    pub(super) since: Phrases,
    /// Moments and lengths of time.
    pub(super) moments: Phrases,
    /// Kinds of places.
    pub(super) places: Phrases,
    /// Before the name of a place.
    pub(super) prepositions: Phrases,
    pub(super) consequence: Phrases,
    pub(super) cause: Phrases,
    pub(super) tried: Phrases,
    pub(super) wish: Phrases,
    /// A problem of many, besides groups and numbers.
    pub(super) structural: Phrases,
    /// One person.
    pub(super) individual: Phrases,
    /// Whether a capital inside a sentence makes a name.
    pub(super) capitals_tell: bool,
}

pub(super) const fn cues(language: Language) -> &'static Cues {
    match language {
        Language::Nl => &NL,
        Language::Fr => &FR,
        Language::En => &EN,
        Language::De => &DE,
    }
}

#[rustfmt::skip]
static NL: Cues = Cues {
    groups: Phrases(
        "alleenstaanden bewoners burgers buren chronisch_zieken clienten daklozen dementerenden families gezinnen huishoudens \
         huurders inwoners jeugd jongeren kinderen klanten kleuters leerlingen leerkrachten mannen mantelzorgers mensen moeders \
         nieuwkomers ouderen ouders patienten personen senioren studenten thuislozen tieners vaders vluchtelingen vrouwen \
         werklozen werknemers werkzoekenden zelfstandigen zieken",),
    who: Phrases(
        "anderstalig* alleenstaande* armoede baby* beperking bewoner client dakloze* gezin handicap huurder jongere kind kwetsba* \
         laaggeletterd* leerling mantelzorg* mevrouw meneer migratieachtergrond moeder nieuwkomer oudere patient vader \
         vluchteling weduw* zonder_papieren",),
    many: Phrases(
        "aantal allemaal bijna_iedereen de_helft de_meeste* een_paar enkele heel_wat meerdere meeste procent steeds_meer tal_van \
         tientallen veel vele verschillende wekelijks_meer zeker",),
    numbers: Phrases(
        "acht drie dertig dertien elf honderd negen tien twaalf twee twintig veertig vier vijf vijftien vijftig zes zeven",),
    cases: Phrases(
        "aanvragen cases dossiers gevallen meldingen mensen personen situaties vragen woningen",),
    often: Phrases(
        "altijd dagelijks* elk*_dag elk*_jaar elk*_keer elk*_maand* elk*_week geregeld herhaaldelijk iedere_dag iedere_week \
         jaarlijks* keer keren maandelijks* meermaals opnieuw per_dag per_jaar per_maand per_week regelmatig* soms steeds telkens \
         vaak voortdurend wekelijks* weer",),
    since: Phrases("al gedurende sedert sinds vanaf reeds"),
    moments: Phrases(
        "april augustus begin corona* dagen december februari herfst jaar januari jaren juli juni lang lente maand maanden maart \
         mei november oktober september uur verhuizing vorig* weken winter zomer",),
    places: Phrases(
        "bibliotheek buurt buurthuis centrum deelgemeente dorp gemeente in_de_straat loket markt ocmw park plein regio school \
         scholen sociaal_huis stad station streek thuis wachtzaal wijk wijken wijkcentrum ziekenhuis",),
    prepositions: Phrases("in nabij omgeving rond te tussen uit wijk regio"),
    consequence: Phrases(
        "afgesloten afgewezen belandt belanden daardoor dus eenzaam geen_geld geen_toegang geraakt_niet gevolg gevolgen haken_af \
         haakt_af hierdoor isolement kunnen_niet kan_niet komen_niet leidt_tot met_als mislopen missen niet_meer raken_niet \
         raakt_niet schulden stress te_laat uit_de_boot uitgesloten uitstel uitstellen verliest verliezen waardoor ziek zodat \
         zonder lijden geweigerd",),
    cause: Phrases(
        "aangezien begrijpen begrijpt bij_gebrek doordat door_een door_het drempel* digitaal digitale enkel_online gebrek \
         gesloten ingewikkeld* komt_door moeilijk* niet_bereikbaar oorzaak omdat omwille onvoldoende onbereikbaar online \
         personeelstekort regel* taal te_duur te_lang* te_moeilijk te_weinig tekort vanwege voorwaarde* want wachtlijst* \
         wachttijd* wegens",),
    tried: Phrases(
        "aangeklopt aangevraagd doorverwezen contact_opgenomen eerst_geprobeerd gebeld gecontacteerd gemaild gemeld geprobeerd \
         gesproken_met gevraagd ging_langs ingediend langsgegaan nagevraagd overlegd probeerde* proberen verwezen we_verwijzen \
         wij_verwijzen zonder_resultaat zelf_al",),
    wish: Phrases(
        "beter_zou graag hopelijk idee kan_de_gemeente kunnen_jullie moet_er nodig nood_aan oplossing pleiten stel_voor \
         stellen_voor suggestie vragen_om voorstel waarom_niet wens* wij_vragen we_vragen zou_beter zou_goed zou_helpen \
         zou_kunnen zouden_helpen zou_moeten zouden_moeten",),
    structural: Phrases(
        "allemaal altijd elk*_keer heel_wat herhaaldelijk meerdere regelmatig* steeds_meer steeds_vaker structureel tal_van \
         telkens vaak veel vele verschillende wekelijks* dagelijks* wachtlijst*",),
    individual: Phrases(
        "dat_gezin deze_man deze_moeder deze_vrouw dit_gezin een_bewoner een_client een_clienten een_cliente een_dame een_gezin \
         een_jongen een_jongere een_kind een_leerling een_man een_meisje een_moeder een_oudere een_patient een_vader een_vrouw \
         haar_dochter haar_zoon meneer mevrouw mijn_client mijn_cliente mijn_patient zijn_dochter zijn_zoon",),
    capitals_tell: true,
};

#[rustfmt::skip]
static FR: Cues = Cues {
    groups: Phrases(
        "adolescents aidants aines chomeurs citoyens clients eleves enfants etudiants familles femmes gens habitants hommes \
         jeunes locataires menages meres parents patients peres personnes refugies retraites sans-abri seniors travailleurs \
         usagers voisins",),
    who: Phrases(
        "age agee* client cliente demandeur* eleve enfant famille femme handicap* homme jeune locataire madame mere monsieur \
         monoparental* pauvrete pere precaire* precarite primo-arrivant* sans-papiers vulnerable*",),
    many: Phrases(
        "beaucoup certain* de_plus_en_plus des_dizaines la_moitie la_plupart nombreu* plupart plusieurs pour_cent quelques tous \
         toutes",),
    numbers: Phrases(
        "cent cinq cinquante deux dix douze huit neuf onze quarante quatre quinze sept six trente trois vingt",),
    cases: Phrases("cas demandes dossiers logements personnes plaintes situations"),
    often: Phrases(
        "a_nouveau chaque_fois chaque_jour chaque_mois chaque_semaine encore fois frequemment par_an par_jour par_mois \
         par_semaine parfois quotidien* regulierement souvent toujours tous_les_jours toutes_les_semaines",),
    since: Phrases("depuis des pendant durant"),
    moments: Phrases(
        "an annees ans aout avril automne debut decembre ete fevrier hiver janvier jours juillet juin longtemps mai mars mois \
         novembre octobre printemps semaines septembre covid",),
    places: Phrases(
        "bibliotheque centre commune cpas ecole ecoles gare guichet hopital maison_de marche parc place quartier quartiers region \
         rue village ville",),
    prepositions: Phrases("a au de dans pres quartier sur"),
    consequence: Phrases(
        "abandonne* a_cause_de_cela consequence* coupe coupee decourag* dettes du_coup donc exclu* isole* malade* manquent \
         n'ont_pas n'ont_plus ne_peuvent ne_peut ne_viennent perd perdent refuse* resultat renoncent sans stress trop_tard",),
    cause: Phrases(
        "a_cause barriere* car cause complique* condition* difficile* en_ligne en_raison faute_de ferme fermee inaccessible* \
         insuffisan* langue liste_d'attente manque numerique* parce penurie puisque regle* trop_cher* trop_long* trop_peu",),
    tried: Phrases(
        "avons_appele avons_demande avons_essaye avons_tente a_appele a_demande a_essaye contacte ecrit essaye oriente* renvoye* \
         sans_resultat sans_succes signale telephone tente",),
    wish: Phrases(
        "besoin ce_serait devrait devraient faudrait idee il_faut nous_demandons nous_proposons nous_souhaitons pourrait \
         pourraient proposition serait_utile solution souhait* suggestion",),
    structural: Phrases(
        "beaucoup chaque_fois de_plus_en_plus nombreu* plusieurs regulierement souvent structurel* toujours liste_d'attente",),
    individual: Phrases(
        "cet_enfant cet_homme cette_dame cette_famille cette_femme cette_mere ce_monsieur ma_cliente ma_patiente madame \
         mon_client mon_patient monsieur un_client un_eleve un_enfant un_homme un_jeune un_patient un_pere une_cliente une_dame \
         une_famille une_femme une_mere",),
    capitals_tell: true,
};

#[rustfmt::skip]
static EN: Cues = Cues {
    groups: Phrases(
        "adults carers children citizens clients elderly families households kids men migrants mothers fathers neighbours \
         newcomers parents patients people pensioners pupils refugees residents seniors students teenagers tenants women workers",),
    who: Phrases(
        "child client disab* family father homeless man mother older patient poor pregnant pupil refugee resident single tenant \
         undocumented unemployed vulnerable woman young",),
    many: Phrases(
        "a_few a_lot a_number all dozens half many more_and_more most percent several some various",),
    numbers: Phrases(
        "eight eleven fifteen fifty five forty four hundred nine seven six ten thirty three twelve twenty two",),
    cases: Phrases("applications cases complaints flats homes persons requests situations"),
    often: Phrases(
        "again always constantly daily each_time every_day every_month every_time every_week every_year monthly often per_day \
         per_month per_week regularly repeatedly sometimes times twice weekly yearly",),
    since: Phrases("after during for from since"),
    moments: Phrases(
        "april august autumn covid days december february january july june last long march may months november october september \
         spring summer weeks winter year years",),
    places: Phrases(
        "area centre city council counter district hospital library neighbourhood office park region school schools square \
         station street town village",),
    prepositions: Phrases("around at from in near"),
    consequence: Phrases(
        "as_a_result cannot can't consequence* cut_off debt* drop_out end_up excluded give_up ill isolated leads_to lonely lose \
         miss no_access refused sick so stress* therefore too_late unable without",),
    cause: Phrases(
        "barrier* because caused closed complicated condition* difficult digital due_to expensive hard_to insufficient lack \
         language not_enough online rule* shortage since_the too_few too_long too_much waiting_list* waiting_time*",),
    tried: Phrases(
        "asked called contacted emailed phoned referred reported tried we_have_tried went_to without_result without_success \
         wrote_to",),
    wish: Phrases(
        "could_help hope idea it_would need needed please proposal propose should solution suggest* we_ask we_need wish \
         would_be_better would_help",),
    structural: Phrases(
        "a_lot always every_time many more_and_more often regularly repeatedly several structural waiting_list*",),
    individual: Phrases(
        "a_boy a_child a_client a_family a_girl a_man a_mother a_father a_patient a_pupil a_woman her_son her_daughter \
         his_daughter his_son my_client my_patient one_client one_family one_person this_family this_man this_mother this_woman",),
    capitals_tell: true,
};

#[rustfmt::skip]
static DE: Cues = Cues {
    groups: Phrases(
        "alleinerziehende altere arbeitslose bewohner burger eltern familien fluchtlinge frauen gefluchtete haushalte jugendliche \
         kinder klienten kunden leute manner menschen mieter mutter nachbarn patienten personen rentner schuler senioren \
         studenten vater zugewanderte",),
    who: Phrases(
        "alleinerziehend* alt* armut behinder* familie frau herr jugendlich* junge kind klient klientin mieter obdachlos* patient \
         schuler schwanger*",),
    many: Phrases(
        "alle die_halfte die_meisten dutzende einige immer_mehr mehrere prozent verschiedene viele",),
    numbers: Phrases(
        "acht drei dreissig elf funf funfzehn funfzig hundert neun sechs sieben vier vierzig zehn zwanzig zwei zwolf",),
    cases: Phrases("anfragen antrage beschwerden falle fallen situationen wohnungen"),
    often: Phrases(
        "haufig immer immer_wieder jahrlich jede_woche jeden_monat jeden_tag jedes_mal mal manchmal monatlich oft pro_jahr \
         pro_monat pro_tag pro_woche regelmassig standig taglich wieder wochentlich",),
    since: Phrases("nach schon seit wahrend"),
    moments: Phrases(
        "anfang april august corona dezember februar fruhling herbst jahr jahre jahren januar juli juni lang langem mai marz \
         monate monaten november oktober september sommer tagen winter wochen",),
    places: Phrases(
        "bahnhof bibliothek dorf gegend gemeinde krankenhaus markt oshz park platz region schalter schule schulen stadt strasse \
         viertel zentrum",),
    prepositions: Phrases("aus bei in nahe um"),
    consequence: Phrases(
        "abgelehnt abgeschnitten aufgeben ausgeschlossen dadurch deshalb deswegen einsam* folge folgen isoliert kann_nicht \
         konnen_nicht konnen_sich krank* nicht_mehr ohne schulden sodass stress verlieren verliert verpassen zu_spat",),
    cause: Phrases(
        "aufgrund bedingung* da_die denn digital* fehlt fehlen geschlossen grund hurde* kompliziert* mangel nicht_erreichbar \
         online regel* schwierig* sprache ursache warteliste* wartezeit* wegen weil zu_lang* zu_teuer zu_wenig*",),
    tried: Phrases(
        "angefragt angerufen beantragt gefragt gemeldet geschrieben kontaktiert nachgefragt ohne_erfolg ohne_ergebnis verwiesen \
         versucht weitergeleitet",),
    wish: Phrases(
        "bitte brauchen braucht hoffen idee konnte_helfen losung notig schlagen_vor sollte sollten vorschlag wir_bitten wunsch* \
         wunschen ware_gut wurde_helfen",),
    structural: Phrases(
        "haufig immer_mehr immer_wieder jedes_mal mehrere oft regelmassig strukturell* viele warteliste*",),
    individual: Phrases(
        "der_patient diese_familie diese_frau dieser_mann ein_junge ein_kind ein_klient ein_mann ein_patient ein_schuler \
         eine_familie eine_frau eine_klientin eine_mutter ein_vater frau herr ihre_tochter ihr_sohn mein_klient meine_klientin",),
    capitals_tell: false,
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plain;
    use shared::codes::ClosedList;

    #[test]
    fn cues_are_folded_so_that_they_can_fit() {
        for language in Language::ALL {
            let cues = cues(*language);
            for phrases in [
                cues.groups,
                cues.who,
                cues.many,
                cues.numbers,
                cues.cases,
                cues.often,
                cues.since,
                cues.moments,
                cues.places,
                cues.prepositions,
                cues.consequence,
                cues.cause,
                cues.tried,
                cues.wish,
                cues.structural,
                cues.individual,
            ] {
                for cue in phrases.all() {
                    assert_eq!(plain(cue), cue, "{language}");
                    assert!(cue.find('*').is_none_or(|star| star >= 2), "{cue}");
                    assert!(
                        !cue.trim_end_matches('*').contains(['*', ' ']) || cue.contains("*_"),
                        "{cue}"
                    );
                }
            }
        }
    }
}
