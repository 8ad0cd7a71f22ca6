//! Above Send: the line on secrecy and mandate for whoever's profession is known, and in a team meeting the chips of the
//! colleague who holds the phone.

use shared::profession::{self, Profession};
use shared::taxonomy::Taxonomy;

use super::app::by_id;
use super::form::Form;
use super::prelude::*;
use super::state::FieldState;
use super::view::{Chip, Kind, Piece, Reading, button, choice_set, piece, section};
use crate::parts::icon;

/// Long lists start with so many; the rest is one tap away.
const FIRST: usize = 6;

/// Fills its place in the form.
pub(super) fn start(field: FieldState) {
    if let Some(place) = by_id("submit-who") {
        place.element().set_text_content(None);
        place.with(who_part(field));
    }
}

fn who_part(field: FieldState) -> Piece {
    piece("div").live(move || {
        let authority = field.authority.get();
        let is_team = field.team.is_on.get();
        let profile = field.profile.get();
        let profession = profile.map(|profile| profile.profession);
        let profession = profession.filter(|words| !is_team && !words.is_empty());
        if !is_team && profession.is_none() {
            return Vec::new();
        }
        let taxonomy = Reading::new(move || field.taxonomy_of(authority.clone()));
        vec![taxonomy.shown_if_there(move |taxonomy| match &profession {
            Some(words) => vec![note(taxonomy, words)],
            None => vec![team_part(field, taxonomy)],
        })]
    })
}

/// The line for a profession, however it was typed.
pub(super) fn note(taxonomy: &Taxonomy, words: &str) -> Piece {
    let all = taxonomy.professions.as_deref().unwrap_or_default();
    match profession::of_words(all, words) {
        Some(found) => piece("p")
            .class("secrecy")
            .icon(icon::SHIELD)
            .with(piece("span").words(found.note.of(crate::i18n::language()))),
        None => piece("div"),
    }
}

/// The professions to choose from; any other one is typed.
pub(super) fn professions(taxonomy: &Taxonomy) -> Vec<Chip> {
    let all = taxonomy.professions.iter().flatten();
    let named = all.filter(|profession| profession.code.as_str() != profession::OTHER);
    let words = |profession: &Profession| {
        let label = profession.label.of(crate::i18n::language());
        (label.to_owned(), label.to_owned())
    };
    named.map(words).collect()
}

fn team_part(field: FieldState, taxonomy: &Taxonomy) -> Piece {
    let (form, team, all) = (Form::new(), field.team, taxonomy.clone());
    let off = button(t!(team.off), Kind::Plain, None, move || team.turn(false));
    let line = move || {
        let chosen = team.profession.get();
        let chosen = chosen.first();
        chosen.map(|words| note(&all, words)).into_iter().collect()
    };
    section(t!(team.on))
        .class("team")
        .with(piece("p").class("field__hint").words(t!(team.hint)))
        .with_all((!field.asks_no_sector()).then(|| sectors(form, field, taxonomy)))
        .with(choice_set(
            form,
            "/profession",
            t!(profile.profession),
            professions(taxonomy),
            true,
            team.profession,
        ))
        .with(piece("div").attr("role", "status").live(line))
        .with(piece("p").with(off))
}

fn sectors(form: Form, field: FieldState, taxonomy: &Taxonomy) -> Piece {
    let language = crate::i18n::language();
    let chips = taxonomy.provider_sectors.iter().map(|sector| {
        let words = sector.labels.of(language);
        (sector.code.as_str().to_owned(), words.to_owned())
    });
    let chips: Vec<Chip> = chips.collect();
    let is_whole = Live::new(chips.len() <= FIRST);
    piece("div").live(move || {
        let whole = is_whole.get();
        let count = if whole { chips.len() } else { FIRST };
        let shown = chips.iter().take(count).cloned().collect();
        let label = t!(profile.sector);
        let set = choice_set(form, "/sector", label, shown, true, field.team.sector);
        let more = button(t!(team.more), Kind::Quiet, Some(icon::PLUS), move || {
            is_whole.set(true);
        });
        [Some(set), (!whole).then_some(more)]
            .into_iter()
            .flatten()
            .collect()
    })
}
