//! The pages that come later.

use super::follow::follow_page;
use super::help::help_page;
use super::picker::picker_page;
use super::route::Route;
use super::settings::settings_page;
use super::state::FieldState;
use super::statements::{accessibility_page, privacy_page};
use super::view::Piece;

/// The page at this place; [`Route::comes_later`] says which places are meant.
pub(super) fn show(field: FieldState, route: &Route) -> Piece {
    match route {
        Route::Settings => settings_page(field),
        Route::Authorities => picker_page(field),
        Route::Help => help_page(field),
        Route::Privacy => privacy_page(field),
        Route::Accessibility => accessibility_page(),
        _ => follow_page(field),
    }
}
