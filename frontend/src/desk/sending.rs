//! What is on its way: a second press while the first one is does nothing.

use wasm_bindgen_futures::spawn_local;

use crate::api::Answer;
use crate::components::{Toaster, use_toaster};
use crate::prelude::*;

/// Whether a call is on its way.
#[derive(Clone, Copy)]
pub(super) struct Sending {
    calls: RwSignal<u32>,
    toaster: Toaster,
}

impl Sending {
    /// Nothing is on its way.
    pub(super) fn new() -> Self {
        Self {
            calls: RwSignal::new(0),
            toaster: use_toaster(),
        }
    }

    /// For buttons.
    pub(super) fn is_busy(self) -> Reactive<bool> {
        Reactive::derive(move || self.calls.get() > 0)
    }

    /// One more call is on its way.
    pub(super) fn begin(self) {
        let _ = self.calls.try_update(|calls| *calls += 1);
    }

    /// One call came back; false when the page was left meanwhile.
    pub(super) fn end(self) -> bool {
        self.calls
            .try_update(|calls| *calls = calls.saturating_sub(1))
            .is_some()
    }

    /// Makes the call, and hands over its answer. When the page was left meanwhile, nobody is there to hear that it went
    /// well; that it failed is told wherever the person is.
    pub(super) fn run<T: 'static>(
        self,
        call: impl Future<Output = Answer<T>> + 'static,
        done: impl FnOnce(Answer<T>) + 'static,
    ) {
        if self.calls.get_untracked() > 0 {
            return;
        }
        self.begin();
        spawn_local(async move {
            let answer = call.await;
            if self.end() {
                done(answer);
            } else if let Err(error) = answer {
                self.toaster.say_failed(error.text(), None);
            }
        });
    }
}
