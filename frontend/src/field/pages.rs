//! The pages that come later, and what else nobody needs at first.

use std::pin::Pin;

use super::account::{invitation_page, link_page};
use super::copies::Heard;
use super::device::KeptReceipt;
use super::follow::follow_page;
use super::help::help_page;
use super::lost;
use super::mail_pace::pace_page;
use super::news::read_all;
use super::picker::picker_page;
use super::profile::profile_part;
use super::push;
use super::receipt_link::receipt_link;
use super::route::Route;
use super::sent::Sent;
use super::settings::settings_page;
use super::shared_phone;
use super::state::{FieldState, OpenedLink};
use super::statements::{accessibility_page, privacy_page};
use super::timeline::{Source, signal_page};
use super::view::Piece;
use super::who;
use crate::api::Answer;

pub(super) type News = Pin<Box<dyn Future<Output = Answer<Heard>>>>;

/// What the chunk gives to the client.
#[derive(Clone, Copy)]
pub(super) struct Pages {
    pub(super) page: fn(FieldState, &Route) -> Piece,
    /// What is asked once per device, below the first signal.
    pub(super) profile: fn(FieldState, Sent) -> Piece,
    /// What goes on beside every page.
    pub(super) keep_up: fn(FieldState),
    /// Ways to a signal on another device.
    pub(super) receipt: fn(&KeptReceipt) -> Piece,
    /// What stands above Send for whoever's profession is known, and in a team meeting.
    pub(super) who: fn(FieldState),
    /// What became of the signals on this device.
    pub(super) news: fn(FieldState) -> News,
}

pub(super) const PAGES: Pages = Pages {
    page,
    profile: profile_part,
    keep_up,
    receipt: receipt_link,
    who: who::start,
    news: |field| Box::pin(read_all(field)),
};

/// The server hears that this device still rings, and says whether it was lost; a phone that several people use is locked.
fn keep_up(field: FieldState) {
    push::keep_up(field);
    shared_phone::watch(field);
    lost::watch(field);
}

/// The page at this place; [`Route::comes_later`] says which places are meant.
fn page(field: FieldState, route: &Route) -> Piece {
    match route {
        Route::Signal(id) => signal_page(field, &Source::Kept(*id)),
        Route::Opened => match field.opened.get_untracked() {
            Some(code) => signal_page(field, &Source::Code(code)),
            None => follow_page(field),
        },
        Route::SignIn => match field.link.get_untracked() {
            Some(OpenedLink::SignIn(token)) => link_page(field, token),
            Some(OpenedLink::Invitation(code)) => invitation_page(field, code),
            _ => settings_page(field),
        },
        Route::MailPace => match field.link.get_untracked() {
            Some(OpenedLink::Mails(token)) => pace_page(field, &token),
            _ => settings_page(field),
        },
        Route::Settings => settings_page(field),
        Route::Authorities => picker_page(field),
        Route::Help => help_page(field),
        Route::Privacy => privacy_page(field),
        Route::Accessibility => accessibility_page(),
        _ => follow_page(field),
    }
}
