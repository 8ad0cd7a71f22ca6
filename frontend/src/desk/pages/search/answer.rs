//! The answer to the newest question; what came before stays on the screen until then.

use shared::problem::Code;
use shared::search::SearchResult;
use wasm_bindgen_futures::spawn_local;

use super::read::{FIELD, focus_result};
use super::view::SearchView;
use crate::api::ApiError;
use crate::browser::{dom, timer};
use crate::desk::seat::Seat;
use crate::prelude::*;

/// Where a question stands.
#[derive(Clone, Copy)]
pub(super) struct Answering {
    /// What was found, and for which question.
    found: RwSignal<Option<(SearchView, SearchResult)>>,
    error: RwSignal<Option<ApiError>>,
    is_reading: RwSignal<bool>,
    asked: RwSignal<u32>,
    round: StoredValue<u32>,
    seat: Seat,
}

impl Answering {
    /// Asks what the address says, and again whenever it says something else.
    pub(super) fn to(view: Memo<SearchView>, seat: Seat) -> Self {
        let answering = Self {
            found: RwSignal::new(None),
            error: RwSignal::new(None),
            is_reading: RwSignal::new(false),
            asked: RwSignal::new(0),
            round: StoredValue::new(0),
            seat,
        };
        Effect::new(move |_| {
            answering.asked.track();
            answering.ask(view.get());
        });
        answering
    }

    fn ask(self, view: SearchView) {
        let this = self.next_round();
        if view.is_blank() {
            self.is_reading.set(false);
            self.error.set(None);
            self.found.set(None);
            return;
        }
        self.is_reading.set(true);
        let api = self.seat.api();
        spawn_local(async move {
            let answer = api.search(&view.filter(), None).await;
            // A later question overtook this one, or the page was left.
            if self.round.try_get_value() != Some(this) {
                return;
            }
            match answer {
                Ok(result) => {
                    self.is_reading.set(false);
                    self.error.set(None);
                    self.found.set(Some((view, result)));
                    // Whoever had walked to an old result is not lost with it.
                    dom::find_lost_focus(&[FIELD.to_owned()]).await;
                }
                Err(error) => {
                    // Who types much may ask again in some seconds, and need not know.
                    if let Some(millis) = pause_ms(&error) {
                        timer::after(millis).await;
                        if self.round.try_get_value() == Some(this) {
                            self.ask_again();
                        }
                    } else {
                        self.is_reading.set(false);
                        self.error.set(Some(error));
                    }
                }
            }
        });
    }

    /// Adds the next page of the one kind that is shown.
    pub(super) fn read_on(self) {
        let Some((view, result)) = self.found.get_untracked() else {
            return;
        };
        let [group] = result.groups.as_slice() else {
            return;
        };
        let Some(after) = group.next.clone() else {
            return;
        };
        let this = self.next_round();
        self.is_reading.set(true);
        let api = self.seat.api();
        spawn_local(async move {
            let answer = api.search(&question(&view, &result), Some(&after)).await;
            if self.round.try_get_value() != Some(this) {
                return;
            }
            self.is_reading.set(false);
            match answer {
                Ok(more) => {
                    let known = result.groups.iter().map(|group| group.items.len()).sum();
                    self.error.set(None);
                    self.found.set(Some((view, joined(result, more))));
                    // The button gave way to what it brought.
                    timer::after(0).await;
                    focus_result(known);
                }
                Err(error) => self.error.set(Some(error)),
            }
        });
    }

    /// Asks the same once more.
    pub(super) fn ask_again(self) {
        let _ = self
            .asked
            .try_update(|asked| *asked = asked.wrapping_add(1));
    }

    /// What was found last, and for which question.
    pub(super) fn found(self) -> Option<(SearchView, SearchResult)> {
        self.found.get()
    }

    /// Why the last question has no answer.
    pub(super) fn error(self) -> Option<ApiError> {
        self.error.get()
    }

    /// True while an answer is awaited.
    pub(super) fn is_reading(self) -> bool {
        self.is_reading.get()
    }

    fn next_round(self) -> u32 {
        let this = self.round.get_value().wrapping_add(1);
        self.round.set_value(this);
        this
    }
}

/// The words that the first page was found by: a page after a corrected one is one of the corrected words.
fn question(view: &SearchView, result: &SearchResult) -> shared::search::SearchFilter {
    let mut filter = view.filter();
    for correction in &result.corrections {
        let words = filter.q.split_whitespace();
        let words = words.map(|word| {
            let bare = word.trim_matches(|letter: char| !letter.is_alphanumeric());
            if bare == correction.typed {
                correction.shown.as_str()
            } else {
                word
            }
        });
        filter.q = words.collect::<Vec<_>>().join(" ");
    }
    filter
}

fn joined(mut result: SearchResult, more: SearchResult) -> SearchResult {
    for (group, next) in result.groups.iter_mut().zip(more.groups) {
        group.items.extend(next.items);
        group.next = next.next;
        group.total = next.total;
    }
    result
}

/// How long to wait where the server asks for patience with somebody who searches much; at most as long as people wait.
fn pause_ms(error: &ApiError) -> Option<i32> {
    const LONGEST_SECONDS: u64 = 10;
    let ApiError::Refused(problem) = error else {
        return None;
    };
    let seconds = problem.retry_after_sec.unwrap_or(2).max(1);
    let is_patience = problem.code() == Some(Code::TooManyRequests) && seconds <= LONGEST_SECONDS;
    is_patience.then(|| i32::try_from(seconds.saturating_mul(1_000)).unwrap_or(i32::MAX))
}

#[cfg(test)]
mod tests {
    use shared::problem::Problem;
    use shared::search::{FoundGroup, FoundKind, WordCorrection};

    use super::*;

    #[test]
    fn a_later_page_is_one_of_the_words_that_were_found() {
        let view = SearchView::default().with_words("sociale wooning");
        let result = SearchResult {
            corrections: vec![WordCorrection {
                typed: "wooning".into(),
                shown: "woning".into(),
            }],
            groups: Vec::new(),
        };
        assert_eq!(question(&view, &result).q, "sociale woning");
        let view = view.with_words("wooning, woonings");
        assert_eq!(question(&view, &result).q, "woning woonings");
    }

    #[test]
    fn a_page_joins_what_came_before() {
        let page = |next: Option<&str>| SearchResult {
            corrections: Vec::new(),
            groups: vec![FoundGroup {
                kind: FoundKind::Signal,
                total: 30,
                items: Vec::new(),
                next: next.map(str::to_owned),
            }],
        };
        let whole = joined(page(Some("a")), page(None));
        assert_eq!(whole.groups.len(), 1);
        assert_eq!(whole.groups[0].next, None);
    }

    #[test]
    fn only_short_patience_is_taken_without_a_word() {
        let refused = |code: Code, seconds| {
            pause_ms(&ApiError::Refused(Box::new(Problem {
                retry_after_sec: seconds,
                ..code.into()
            })))
        };
        assert_eq!(refused(Code::TooManyRequests, Some(2)), Some(2_000));
        assert_eq!(refused(Code::TooManyRequests, Some(60)), None);
        assert_eq!(refused(Code::ServiceUnavailable, Some(1)), None);
    }
}
