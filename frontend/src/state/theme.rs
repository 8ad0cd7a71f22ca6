//! Light, dark, or as the device does. Stays on the device.

use shared::codes::ClosedList;

use crate::browser::{dom, storage};
use crate::i18n::Labelled;

/// Which colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// As the device does.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl ClosedList for Theme {
    const ALL: &'static [Self] = &[Self::System, Self::Light, Self::Dark];

    fn code(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

impl Labelled for Theme {
    const SECTION: &'static str = "settings";

    fn label(self) -> &'static str {
        match self {
            Self::System => crate::t!(settings.theme_system),
            Self::Light => crate::t!(settings.theme_light),
            Self::Dark => crate::t!(settings.theme_dark),
        }
    }
}

/// Also read by the first script of the page, so that nothing flashes.
const NAME: &str = "theme";

/// The theme that was chosen on this device.
pub fn kept_theme() -> Theme {
    storage::read(NAME)
        .and_then(|code| Theme::of_code(&code))
        .unwrap_or(Theme::System)
}

/// Keeps the choice and shows it.
pub fn keep_theme(theme: Theme) {
    match theme {
        Theme::System => storage::remove(NAME),
        chosen => {
            storage::write(NAME, chosen.code());
        }
    }
    apply_theme(theme);
}

/// Shows a theme.
pub fn apply_theme(theme: Theme) {
    dom::set_root_attribute("data-theme", theme.code());
}
