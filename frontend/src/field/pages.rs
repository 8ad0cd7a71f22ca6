//! The pages that come later, and what else nobody needs at first.

use shared::timeline::Timeline;

use super::account::link_page;
use super::follow::follow_page;
use super::help::help_page;
use super::known::known_part;
use super::picker::picker_page;
use super::profile::profile_part;
use super::push::keep_up;
use super::route::Route;
use super::sent::Sent;
use super::settings::settings_page;
use super::state::FieldState;
use super::statements::{accessibility_page, privacy_page};
use super::timeline::Following;
use super::view::Piece;

/// What the chunk gives to the client.
#[derive(Clone, Copy)]
pub(super) struct Pages {
    pub(super) page: fn(FieldState, &Route) -> Piece,
    /// What is asked once per device, below the first signal.
    pub(super) profile: fn(FieldState, Sent) -> Piece,
    /// Saying who one is, below a signal.
    pub(super) known: fn(Following, &Timeline) -> Piece,
    /// Tells the server that this device still rings, if it does.
    pub(super) keep_up: fn(FieldState),
}

pub(super) const PAGES: Pages = Pages {
    page,
    profile: profile_part,
    known: known_part,
    keep_up,
};

/// The page at this place; [`Route::comes_later`] says which places are meant.
fn page(field: FieldState, route: &Route) -> Piece {
    match route {
        Route::SignIn => match field.link_token.get_untracked() {
            Some(token) => link_page(field, token),
            None => settings_page(field),
        },
        Route::Settings => settings_page(field),
        Route::Authorities => picker_page(field),
        Route::Help => help_page(field),
        Route::Privacy => privacy_page(field),
        Route::Accessibility => accessibility_page(),
        _ => follow_page(field),
    }
}
