//! What was typed and not sent yet: it outlives its form, so that closing one by mistake, walking to the next row or
//! another person's change loses no word. In memory only, and never longer than somebody sits here.

use std::any::Any;
use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::forms::Form;
use crate::prelude::*;

thread_local! {
    static UNSENT: RefCell<BTreeMap<String, Box<dyn Any>>> = const { RefCell::new(BTreeMap::new()) };
}

/// A form whose draft is kept under a name until it is sent or thrown away.
pub(super) struct Unsent<D: Send + Sync + 'static> {
    /// The form.
    pub(super) form: Form<D>,
    name: StoredValue<String>,
    fresh: StoredValue<D>,
    was_kept: RwSignal<bool>,
}

impl<D: Send + Sync + 'static> Clone for Unsent<D> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<D: Send + Sync + 'static> Copy for Unsent<D> {}

impl<D: Clone + PartialEq + Send + Sync + 'static> Unsent<D> {
    /// A form that begins where it was left; for the first time with a fresh draft.
    pub(super) fn new(name: String, fresh: D) -> Self {
        let kept = read::<D>(&name).filter(|kept| *kept != fresh);
        let unsent = Self {
            was_kept: RwSignal::new(kept.is_some()),
            form: Form::new(kept.unwrap_or_else(|| fresh.clone())),
            name: StoredValue::new(name),
            fresh: StoredValue::new(fresh),
        };
        Effect::new(move |_| {
            let draft = unsent.form.draft.get();
            let is_fresh = unsent.fresh.with_value(|fresh| *fresh == draft);
            unsent.name.with_value(|name| {
                if is_fresh {
                    forget(name);
                } else {
                    keep(name, draft);
                }
            });
        });
        unsent
    }

    /// Something else is stored now: only what differs from it is unsent.
    pub(super) fn begin_from(self, fresh: D) {
        self.fresh.set_value(fresh);
    }

    /// It was sent: nothing is left to keep.
    pub(super) fn sent(self) {
        // Before the draft: the page may close the form in the same breath, and effects come later.
        let _ = self.name.try_with_value(|name| forget(name));
        if let Some(fresh) = self.fresh.try_get_value() {
            let _ = self.form.draft.try_set(fresh);
        }
    }

    /// What the form says of it: whether it began with a kept text, and how to throw that away.
    pub(super) fn leftover(self) -> Leftover {
        Leftover {
            is_there: self.was_kept,
            throw_away: Callback::new(move |()| {
                self.sent();
                self.form.clear();
                self.was_kept.set(false);
            }),
        }
    }
}

/// A form began with what was left of the last time.
#[derive(Clone, Copy)]
pub(super) struct Leftover {
    /// Whether it did, and nobody threw it away.
    pub(super) is_there: RwSignal<bool>,
    /// Begins anew.
    pub(super) throw_away: Callback<()>,
}

/// Asks before the window closes, as long as something typed waits.
pub(super) fn guard_closing() {
    let guard = window_event_listener(leptos::ev::beforeunload, |event| {
        if UNSENT.with_borrow(|all| !all.is_empty()) {
            event.prevent_default();
        }
    });
    on_cleanup(move || guard.remove());
}

/// Somebody else sits down: nothing of the person before is left.
pub(super) fn forget_all() {
    UNSENT.with_borrow_mut(BTreeMap::clear);
}

/// The server has it: nothing of it is left to keep, unless more was typed meanwhile.
pub(super) fn settle<D: Clone + PartialEq + 'static>(name: &str, stored: &D) {
    if read::<D>(name).as_ref() == Some(stored) {
        forget(name);
    }
}

fn keep<D: 'static>(name: &str, draft: D) {
    UNSENT.with_borrow_mut(|all| {
        all.insert(name.to_owned(), Box::new(draft));
    });
}

fn read<D: Clone + 'static>(name: &str) -> Option<D> {
    UNSENT.with_borrow(|all| all.get(name)?.downcast_ref::<D>().cloned())
}

fn forget(name: &str) {
    UNSENT.with_borrow_mut(|all| {
        all.remove(name);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_found_again_under_its_name_and_nowhere_else() {
        keep("ask.1", "Sinds wanneer?".to_owned());
        assert_eq!(read::<String>("ask.1").as_deref(), Some("Sinds wanneer?"));
        assert_eq!(read::<String>("ask.2"), None);
        assert_eq!(read::<u8>("ask.1"), None, "another form had this name");
        forget("ask.1");
        assert_eq!(read::<String>("ask.1"), None);
    }

    #[test]
    fn only_what_the_server_has_is_forgotten() {
        keep("answer.1", "Dank u wel.".to_owned());
        settle("answer.1", &"Dank u".to_owned());
        assert!(read::<String>("answer.1").is_some(), "more was typed");
        settle("answer.1", &"Dank u wel.".to_owned());
        assert_eq!(read::<String>("answer.1"), None);
    }

    #[test]
    fn whoever_comes_next_finds_nothing() {
        keep("ask.1", "Sinds wanneer?".to_owned());
        forget_all();
        assert_eq!(read::<String>("ask.1"), None);
    }
}
