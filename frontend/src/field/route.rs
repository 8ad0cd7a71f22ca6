//! Where in the client: an enum over the fragment of the address. Codes stand in the fragment only, which browsers never
//! send (decisions.md 24); a router would cost more than the whole rest of the navigation (ux.md §15).

use shared::id::{IdempotencyKey, SignalId};

/// A place in the client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Route {
    /// F1: what do you notice?
    Submit,
    /// An entry link was opened: keep its token, then F1.
    Entry(String),
    /// F2: just sent, or on its way; by the key that it goes out with.
    Sent(IdempotencyKey),
    /// F3: my signals.
    Mine,
    /// F4: one of my signals.
    Signal(SignalId),
    /// A personal link was opened: take its code out of the address, then F4.
    Receipt(String),
    /// F4 of a signal whose code was typed or opened, and is kept nowhere.
    Opened,
    /// A link to sign in with was opened: take its token out of the address, then its button.
    Link(String),
    /// The button of a link to sign in with.
    SignIn,
    /// The link at the end of a mail was opened: take its token out of the address, then the choice.
    Pace(String),
    /// How often a mail comes.
    MailPace,
    /// F5: follow by code.
    Follow,
    /// F9: settings.
    Settings,
    /// Which authority, when this device knows several.
    Authorities,
    /// F10: who helps now, how it works.
    Help,
    /// F10: how we protect data.
    Privacy,
    /// F10: accessibility statement.
    Accessibility,
}

impl Route {
    /// Reads a fragment (without `#`); `None` for one that names no place, such as a heading's.
    pub(super) fn of_fragment(fragment: &str) -> Option<Self> {
        if let Some(token) = fragment.strip_prefix("e=") {
            return Some(Self::Entry(token.to_owned()));
        }
        if let Some(receipt) = fragment.strip_prefix("r=") {
            return Some(Self::Receipt(receipt.to_owned()));
        }
        if let Some(token) = fragment.strip_prefix("l=") {
            return Some(Self::Link(token.to_owned()));
        }
        if let Some(token) = fragment.strip_prefix("p=") {
            return Some(Self::Pace(token.to_owned()));
        }
        if let Some((place, id)) = fragment.split_once('/') {
            return match place {
                "sent" => id.parse().ok().map(Self::Sent),
                "signal" => id.parse().ok().map(Self::Signal),
                _ => None,
            };
        }
        match fragment {
            "" => Some(Self::Submit),
            "mine" => Some(Self::Mine),
            "opened" => Some(Self::Opened),
            "signin" => Some(Self::SignIn),
            "mails" => Some(Self::MailPace),
            "follow" => Some(Self::Follow),
            "settings" => Some(Self::Settings),
            "authorities" => Some(Self::Authorities),
            "help" => Some(Self::Help),
            "privacy" => Some(Self::Privacy),
            "accessibility" => Some(Self::Accessibility),
            _ => None,
        }
    }

    /// True for the pages that are not in the program that the client starts with (docs/adr/0010).
    pub(super) fn comes_later(&self) -> bool {
        matches!(
            self,
            Self::Signal(_)
                | Self::Opened
                | Self::Follow
                | Self::Settings
                | Self::SignIn
                | Self::MailPace
                | Self::Authorities
                | Self::Help
                | Self::Privacy
                | Self::Accessibility
        )
    }

    /// The fragment, with `#`, for links.
    pub(super) fn href(&self) -> String {
        match self {
            Self::Submit => "#".to_owned(),
            Self::Entry(token) => format!("#e={token}"),
            Self::Sent(id) => format!("#sent/{id}"),
            Self::Mine => "#mine".to_owned(),
            Self::Signal(id) => format!("#signal/{id}"),
            Self::Receipt(receipt) => format!("#r={receipt}"),
            Self::Link(token) => format!("#l={token}"),
            Self::SignIn => "#signin".to_owned(),
            Self::Pace(token) => format!("#p={token}"),
            Self::MailPace => "#mails".to_owned(),
            Self::Opened => "#opened".to_owned(),
            Self::Follow => "#follow".to_owned(),
            Self::Settings => "#settings".to_owned(),
            Self::Authorities => "#authorities".to_owned(),
            Self::Help => "#help".to_owned(),
            Self::Privacy => "#privacy".to_owned(),
            Self::Accessibility => "#accessibility".to_owned(),
        }
    }
}

/// The authority in an address: `/linde/m/` is `linde`.
pub(super) fn slug_of_path(path: &str) -> Option<&str> {
    let mut parts = path.strip_prefix('/')?.split('/');
    let (slug, place) = (parts.next()?, parts.next()?);
    // Something must follow the `m`, be it nothing: `/linde/m` is no address of ours.
    (place == "m" && parts.next().is_some() && !slug.is_empty()).then_some(slug)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_found_back_by_its_link() {
        let id: SignalId = "0b6c2f0e-6a1d-4c1e-9a57-2f1f6d0c8e11".parse().unwrap();
        let routes = [
            Route::Submit,
            Route::Entry("k7m2".into()),
            Route::Sent(IdempotencyKey::new(id.uuid())),
            Route::Mine,
            Route::Signal(id),
            Route::Receipt("KX7Q-2M9T-P4HD-V6RB".into()),
            Route::Link("q83vEjRWeJCrze8SNFZ4kA".into()),
            Route::SignIn,
            Route::Pace("AZNcHwAAcACAAAAAAAAABw".into()),
            Route::MailPace,
            Route::Opened,
            Route::Follow,
            Route::Settings,
            Route::Authorities,
            Route::Help,
            Route::Privacy,
            Route::Accessibility,
        ];
        for route in routes {
            let href = route.href();
            assert_eq!(
                Route::of_fragment(href.trim_start_matches('#')),
                Some(route)
            );
        }
    }

    #[test]
    fn a_fragment_of_a_heading_is_no_place() {
        assert_eq!(Route::of_fragment("main"), None);
        assert_eq!(Route::of_fragment("signal/17"), None);
    }

    #[test]
    fn the_authority_stands_before_the_m() {
        assert_eq!(slug_of_path("/linde/m/"), Some("linde"));
        assert_eq!(slug_of_path("/linde/m/x"), Some("linde"));
        assert_eq!(slug_of_path("/desk/"), None);
        assert_eq!(slug_of_path("//m/"), None);
    }
}
