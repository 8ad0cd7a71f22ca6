//! The field client: a provider sends a signal from a phone and hears what came of it (ux.md §4.1).

mod account;
mod app;
mod chunks;
mod comfort;
mod copies;
mod device;
mod enrich;
mod entry;
mod follow;
mod form;
mod guard;
mod help;
mod hide;
mod history;
mod install;
mod known;
mod language;
mod lazy;
mod leaving;
mod live;
mod lost;
mod mail_pace;
mod mine;
mod my_data;
mod news;
mod outbox;
mod pages;
mod passkeys;
mod picker;
mod prelude;
mod profile;
mod push;
mod receipt;
mod receipt_link;
mod route;
mod send_on;
mod sent;
mod settings;
mod shared_phone;
mod state;
mod statements;
mod submit;
mod team;
mod team_settings;
mod timeline;
mod timeline_messages;
mod timeline_steps;
mod view;
mod waiting;
mod who;

pub use app::start;

#[cfg(test)]
mod tests {
    use shared::codes::{ClosedList, ContactChoice, FeedbackMoment};
    use shared::codes::{Frequency, KindOfProblem, Language, Outcome, People};
    use shared::life_cycle::SignalState;
    use shared::problem::Code;
    use shared::timeline::Step;

    use crate::i18n::Labelled;

    const PAGE: &str = include_str!("../../field.html");

    /// Refusals that nobody gets who has no account.
    const OF_STAFF: [Code; 17] = [
        Code::AlreadyMember,
        Code::DateInPast,
        Code::ExpiredAccessToken,
        Code::FileUnreadable,
        Code::GuardNotMet,
        Code::InvalidAccessToken,
        Code::InvalidDate,
        Code::LastAdministrator,
        Code::MethodNotAllowed,
        Code::MissingPermission,
        Code::MissingPrecondition,
        Code::NoAccessToken,
        Code::NotAcceptable,
        Code::SignInFailed,
        Code::StaleVersion,
        Code::UnsupportedMediaType,
        Code::WeakPassword,
    ];

    #[test]
    fn the_page_carries_the_words_of_every_refusal_that_a_provider_may_get() {
        let words: Vec<&str> = PAGE.split([',', ' ', '\n']).collect();
        for code in Code::ALL {
            let key = format!("problem.{}", code.text_key());
            let is_of_staff = OF_STAFF.contains(code);
            assert_eq!(words.contains(&key.as_str()), !is_of_staff, "{key}");
        }
    }

    /// Words of codes are looked up while running, so the compiler does not see that the page must carry them.
    #[test]
    fn the_page_carries_the_words_of_every_code_it_shows() {
        fn section<L: Labelled + ClosedList>() -> String {
            format!("{}.*", L::SECTION)
        }
        let sections = [
            section::<ContactChoice>(),
            section::<FeedbackMoment>(),
            section::<Frequency>(),
            section::<KindOfProblem>(),
            section::<Language>(),
            section::<Outcome>(),
            section::<People>(),
            section::<SignalState>(),
            section::<Step>(),
        ];
        for section in sections {
            assert!(
                PAGE.contains(&section),
                "field.html does not carry {section}"
            );
        }
    }
}
