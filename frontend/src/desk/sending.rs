//! One call at a time: a second press while the first is on its way does nothing.

use wasm_bindgen_futures::spawn_local;

use crate::api::Answer;
use crate::prelude::*;

/// Whether a call is on its way.
#[derive(Clone, Copy)]
pub(super) struct Sending {
    is_busy: RwSignal<bool>,
}

impl Sending {
    /// Nothing is on its way.
    pub(super) fn new() -> Self {
        Self {
            is_busy: RwSignal::new(false),
        }
    }

    /// For buttons.
    pub(super) fn is_busy(self) -> Reactive<bool> {
        self.is_busy.into()
    }

    /// Makes the call, and hands over its answer unless the page was left meanwhile.
    pub(super) fn run<T: 'static>(
        self,
        call: impl Future<Output = Answer<T>> + 'static,
        done: impl FnOnce(Answer<T>) + 'static,
    ) {
        if self.is_busy.get_untracked() {
            return;
        }
        self.is_busy.set(true);
        spawn_local(async move {
            let answer = call.await;
            let was_left = self.is_busy.try_set(false).is_some();
            if !was_left {
                done(answer);
            }
        });
    }
}
