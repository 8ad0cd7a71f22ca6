//! Waiting.

use js_sys::Promise;
use wasm_bindgen_futures::JsFuture;

/// Goes on after so many milliseconds.
pub async fn after(millis: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        let _ = super::dom::window()
            .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, millis);
    });
    let _ = JsFuture::from(promise).await;
}
