//! Work that goes on beside a view.

use std::future::Future;
use std::pin::Pin;

/// Starts it. Boxed, so that scheduling is compiled once and not for each kind of work.
pub fn spawn(work: impl Future<Output = ()> + 'static) {
    start(Box::pin(work));
}

fn start(work: Pin<Box<dyn Future<Output = ()>>>) {
    wasm_bindgen_futures::spawn_local(work);
}
