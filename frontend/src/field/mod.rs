//! The field client: a provider sends a signal from a phone and hears what came of it (ux.md §4.1).

mod app;
mod device;
mod enrich;
mod follow;
mod form;
mod help;
mod language;
mod live;
mod mine;
mod outbox;
mod picker;
mod prelude;
mod profile;
mod receipt;
mod route;
mod sent;
mod settings;
mod state;
mod statements;
mod submit;
mod timeline;
mod timeline_messages;
mod timeline_steps;
mod view;
mod waiting;

pub use app::start;

#[cfg(test)]
mod tests {
    use shared::codes::{ClosedList, ContactChoice, FeedbackMoment};
    use shared::codes::{Decision, Frequency, KindOfProblem, Language, Outcome, People};
    use shared::life_cycle::SignalState;
    use shared::timeline::Step;

    use crate::i18n::Labelled;

    /// Words of codes are looked up while running, so the compiler does not see that the page must carry them.
    #[test]
    fn the_page_carries_the_words_of_every_code_it_shows() {
        fn section<L: Labelled + ClosedList>() -> String {
            format!("{}.*", L::SECTION)
        }
        let page = include_str!("../../field.html");
        let sections = [
            section::<ContactChoice>(),
            section::<Decision>(),
            section::<FeedbackMoment>(),
            section::<Frequency>(),
            section::<KindOfProblem>(),
            section::<Language>(),
            section::<Outcome>(),
            section::<People>(),
            section::<SignalState>(),
            section::<Step>(),
            "problem.*".to_owned(),
        ];
        for section in sections {
            assert!(
                page.contains(&section),
                "field.html does not carry {section}"
            );
        }
    }
}
