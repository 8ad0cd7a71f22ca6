//! F9, the part that has no network: language, colours, what was asked once, and emptying the device.

use shared::codes::Language;

use super::account::account_part;
use super::comfort::{self, comfort_part};
use super::device;
use super::form::Form;
use super::install::install_part;
use super::language;
use super::leaving::{Leaving, leaving};
use super::mail_pace;
use super::my_data::my_data_part;
use super::prelude::*;
use super::profile::{ProfileDraft, profile_form};
use super::push::{self, push_part};
use super::route::Route;
use super::shared_phone::{self, shared_part};
use super::state::FieldState;
use super::submit;
use super::team_settings::team_settings;
use super::view::{Kind, Piece, button, chips_of_list, choice_set, link, page, piece, section};
use crate::browser::task::spawn;
use crate::parts::icon;
use crate::state::{Theme, keep_theme, kept_theme};

/// Settings; every choice counts at once.
pub(super) fn settings_page(field: FieldState) -> Piece {
    let profile = field.profile.get_untracked().unwrap_or_default();
    let profile = profile_form(field, ProfileDraft::of(&profile), None, move |profile| {
        let before = field.profile.get_untracked().unwrap_or_default();
        mail_pace::tell(field, &before, &profile);
        field.keep_profile(profile);
    });
    let links = link(t!(settings.links_hint), &Route::Authorities.href());
    let links = section(t!(settings.links)).with(piece("p").with(links));
    let parts = piece("div")
        .class("stack-wide settings")
        .with(look())
        .with(comfort_part())
        .with(links)
        .with_all(install_part(field))
        .with(account_part(field))
        .with(push_part(field))
        .with(section(t!(profile.title)).with(profile))
        .with(team_settings(field))
        .with(shared_part())
        .with(my_data_part(field))
        .with(wipe(field));
    page(t!(settings.title))
        .with(
            piece("p")
                .class("field__hint")
                .words(t!(settings.device_only)),
        )
        .with(parts)
}

/// Language and colours.
fn look() -> Piece {
    let form = Form::new();
    let (now, theme) = (crate::i18n::language().code(), kept_theme().code());
    let languages = chosen(now, |code| {
        if let Some(language) = Language::of_code(code) {
            language::choose(language);
        }
    });
    let themes = chosen(theme, |code| {
        if let Some(theme) = Theme::of_code(code) {
            keep_theme(theme);
        }
    });
    let language_chips = chips_of_list::<Language>();
    let theme_chips = chips_of_list::<Theme>();
    piece("form")
        .attr("novalidate", "")
        .with(choice_set(
            form,
            "/language",
            t!(settings.language),
            language_chips,
            false,
            languages,
        ))
        .with(choice_set(
            form,
            "/theme",
            t!(settings.theme),
            theme_chips,
            false,
            themes,
        ))
}

/// A choice that does something when it changes.
pub(super) fn chosen(now: &'static str, change: impl Fn(&str) + 'static) -> Live<Vec<String>> {
    let codes = Live::new(vec![now.to_owned()]);
    let known = Kept::new(now.to_owned());
    follow(move || {
        let code = codes
            .with(|codes| codes.first().cloned())
            .unwrap_or_default();
        if known.get_value() != code {
            known.set_value(code.clone());
            change(&code);
        }
    });
    codes
}

/// Emptying the device: irreversible, so it asks and says what is lost.
fn wipe(field: FieldState) -> Piece {
    let open = Live::new(false);
    let label = t!(settings.wipe);
    let empty = move || {
        let (client, was_signed_in) = (field.client(), field.is_signed_in.get_untracked());
        empty_everything(field, t!(settings.wiped));
        if was_signed_in {
            // Without network the cookie stays for at most thirty days; nothing here uses it any more.
            spawn(async move {
                let _ = client.end_provider_login().await;
            });
        }
    };
    let ask = button(label, Kind::Grave, Some(icon::TRASH_2), move || {
        open.set(true);
    });
    let words = Leaving {
        title: label,
        act: label,
        hint: t!(settings.wipe_hint),
    };
    section(label)
        .with(piece("p").words(t!(settings.wipe_hint)))
        .with(piece("p").with(ask))
        .with(leaving(field, open, words, empty))
}

/// Forgets everything: what its user wrote and was, the links, and that several people use it.
pub(super) fn empty_everything(field: FieldState, said: &'static str) {
    empty_device(field, said);
    device::keep_entry_points(&[]);
    field.entry_points.set(Vec::new());
    shared_phone::forget();
}

/// Forgets what its user wrote and was, and says so. The entry links stay: they are everybody's.
pub(super) fn empty_device(field: FieldState, said: &'static str) {
    push::forget(field);
    device::wipe();
    device::keep_entry_points(&field.entry_points.get_untracked());
    submit::empty_form();
    spawn(async move {
        crate::offline::wipe().await;
        field.arrange(|_| {});
    });
    field.forget_all();
    keep_theme(Theme::System);
    comfort::forget();
    field.team.turn(false);
    field.toaster.say(said);
}
