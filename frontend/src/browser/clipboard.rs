//! Copying.

use wasm_bindgen_futures::JsFuture;

/// Puts a text on the clipboard; false when the browser refuses.
pub async fn copy(text: &str) -> bool {
    let clipboard = super::dom::window().navigator().clipboard();
    // Absent outside secure contexts; the binding does not say so.
    if clipboard.is_undefined() {
        return false;
    }
    JsFuture::from(clipboard.write_text(text)).await.is_ok()
}
