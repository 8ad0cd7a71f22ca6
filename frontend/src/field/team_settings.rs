//! F9: the switch of team meeting mode.

use super::form::Form;
use super::prelude::*;
use super::settings::chosen;
use super::state::FieldState;
use super::view::{Piece, choice_set, piece, section};

const ON: &str = "on";
const OFF: &str = "off";

/// What it is for, and its switch.
pub(super) fn team_settings(field: FieldState) -> Piece {
    let now = if field.team.is_on.get_untracked() {
        ON
    } else {
        OFF
    };
    let switch = chosen(now, move |code| field.team.turn(code == ON));
    let chips = [(OFF, t!(team.is_off)), (ON, t!(team.is_on))];
    let chips = chips.map(|(code, words)| (code.to_owned(), words.to_owned()));
    section(t!(team.title))
        .with(piece("p").words(t!(team.why)))
        .with(choice_set(
            Form::new(),
            "/team",
            t!(team.title),
            chips.to_vec(),
            false,
            switch,
        ))
}
